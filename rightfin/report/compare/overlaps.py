"""Where scenarios that are laid over one another change the same cell: what each makes of it, and what all make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rightfin.case.case import Case, Key, key_text
from rightfin.case.exchange.difference import REMARKS, content_of, difference
from rightfin.case.resolve import style_of_case
from rightfin.case.scenario import apply_scenario
from rightfin.case.scenario_words import scenario_titles
from rightfin.io.layout import heading_text
from rightfin.question import Question
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading, written
from rightfin.report.words.wording import Scale, listed
from rightfin.schema import BY_NAME, Value


@dataclass(frozen=True)
class Overlap:
    """A cell that several scenarios change: what it was, what each makes of it alone, in their order, and all together."""

    table: str
    key: Key
    column: str
    before: Value
    alone: tuple[tuple[str, Value], ...]
    together: Value


def overlaps(question: Question) -> tuple[Overlap, ...]:
    """Return the cells that two or more of the scenarios of a question change, in the order of tables, rows and columns.

    A scenario changes a cell if it does so alone, or after those before it. Raises ``CaseError`` for an unknown scenario.
    """
    base = Question(question.case, question.definition).laid
    alone = {name: apply_scenario(base, name) for name in question.scenarios}
    changed: dict[tuple[str, Key, str], list[str]] = {}
    stacked = base
    for name, by_itself in alone.items():
        after = apply_scenario(stacked, name)
        for cell in dict.fromkeys((*_changed(base, by_itself), *_changed(stacked, after))):
            changed.setdefault(cell, []).append(name)
        stacked = after
    return tuple(
        Overlap(*cell, _value(base, cell), tuple((name, _value(alone[name], cell)) for name in names),
                _value(stacked, cell))
        for cell, names in sorted(changed.items(), key=lambda item: _order(item[0])) if len(names) > 1
    )


def overlaps_said(question: Question, found: tuple[Overlap, ...]) -> str:
    """Return in a sentence which scenarios change the same cells; empty where none do."""
    titles = scenario_titles(question.case)
    told = []
    for pair in combinations(question.scenarios, 2):
        cells = [one for one in found if {*pair} <= {name for name, _ in one.alone}]
        if cells:
            tables = listed([name for name in BY_NAME if any(one.table == name for one in cells)])
            count = f"{len(cells):,} cells" if len(cells) > 1 else "one cell"
            told.append(f"{titles[pair[0]]} and {titles[pair[1]]} both change {count} of {tables}")
    return f"{'; '.join(told)}. The later one acts on what the earlier one left." if told else ""


def overlaps_table(question: Question, found: tuple[Overlap, ...], number: int, title: str) -> FindingsTable:
    """Return the cells that several scenarios of a question change; ``number`` tells the tables of items apart."""
    titles, style = scenario_titles(question.case), style_of_case(question.laid)
    rows: list[tuple[Cell, ...]] = [
        (BY_NAME[one.table].title, key_text(one.key), heading_text(one.column, style), _shown(one.before),
         "; ".join(f"{titles[name]}: {_written(value)}" for name, value in one.alone),
         _shown(one.together))
        for one in found
    ]
    return FindingsTable(f"same_cells_{number}", f"Cells that several scenarios of {title} change", (
        Heading("table", "Table", Form.TEXT), Heading("row", "Row", Form.TEXT),
        Heading("column", "Column or year", Form.TEXT), Heading("before", "Without them", Form.VALUE),
        Heading("alone", "With each alone", Form.TEXT), Heading("together", "With all", Form.VALUE),
    ), tuple(rows), "Scenarios act in the order in which they are named.")


def _changed(before: Case, after: Case) -> Iterator[tuple[str, Key, str]]:
    """Yield the cells in which two cases differ; of rows that only one has, those that say something."""
    found = difference(before, after)
    for cell in found.cells:
        yield cell.table, cell.key, cell.column
    for row in (*found.added, *found.removed):
        yield from ((row.table, row.key, column) for column, _ in row.cells if column not in REMARKS)


def _value(case: Case, cell: tuple[str, Key, str]) -> Value:
    table, key, column = cell
    return case.once(_contents).get(table, {}).get(key, {}).get(column)


def _contents(case: Case) -> dict[str, dict[Key, dict[str, Value]]]:
    return {name: content_of(table) for name, table in case.tables.items()}


def _order(cell: tuple[str, Key, str]) -> tuple[int, str, str]:
    return list(BY_NAME).index(cell[0]), key_text(cell[1]), cell[2]


def _written(value: Value) -> str:
    return "blank" if value is None else written(_shown(value), Form.VALUE, Scale(1.0, "", 0))


def _shown(value: Value) -> Cell:
    return ("yes" if value else "no") if isinstance(value, bool) else value
