"""Changes as a scenario of the case: rows for the table ``scenarios``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rightfin.case.case import Case, Cell, Key, key_text
from rightfin.case.issue import CaseError, Issue
from rightfin.case.resolve import across, base_and_end, style_of_case
from rightfin.case.scenario import CLEAR, scenario_names
from rightfin.question import Question
from rightfin.schema import BY_NAME, Kind, Value
from rightfin.study.levers.changes import Changes, laid_cells, last_of
from rightfin.study.whatif import with_cells

Row = dict[str, Value]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def scenario_of_changes(
    question: Question, changes: Changes, others: Iterable[Cell], name: str, title: str
) -> tuple[Row, ...]:
    """Return the rows of the table ``scenarios`` that say changes of levers and ``others``, cells that no lever stands for.

    Alone, they make the case that the changes make: scenarios that the question lays over the case come first, so that the
    new one needs none of them; those of the model definition are laid over it in any event. ``title`` stands beside every
    row. Raises ``CaseError`` if the name cannot be used, nothing was changed, or a change cannot be said by a scenario.
    """
    style = style_of_case(question.prepared)
    cells = (*laid_cells(changes, question), *others)
    return scenario_of_cells(question, cells, name, title, last_of(changes, lambda change: change.words(style)))


def scenario_of_cells(
    question: Question, cells: Iterable[Cell], name: str, title: str, notes: Mapping[tuple[str, Key], str],
) -> tuple[Row, ...]:
    """Return the same for changed cells of the case as it is laid out; ``notes`` are told of rows, by table and key."""
    listed = tuple(cells)
    issues = [*_misnamed(question.case, name)]
    if not listed:
        issues.append(Issue("nothing_changed", "Nothing was changed.", "Move a lever, then save.", "scenarios"))
    before = question.laid
    after = with_cells(before, listed)
    rows: list[Row] = [
        {**row, "scenario": name}
        for laid in question.scenarios for row in question.case.records("scenarios") if row["scenario"] == laid
    ]
    for table, key, column, value in _sets(before, after, listed, issues):
        note = notes.get((table, key))
        rows.append({"scenario": name, "table": table, "key": key_text(key), "column": column,
                     "operation": "set" if value is not None else CLEAR, "value": value, "source": title or name,
                     "note": note})
    if issues:
        raise CaseError(issues)
    return tuple({**row, "order": place} for place, row in enumerate(rows, 1))


def with_scenario(case: Case, rows: Iterable[Row]) -> Case:
    """Return a case with more rows of scenarios."""
    return case.replace({"scenarios": [*case.records("scenarios"), *rows]})


def _misnamed(case: Case, name: str) -> Iterator[Issue]:
    if not _NAME.fullmatch(name):
        yield Issue("scenario_name", f"{name or 'A blank'} cannot name a scenario.",
                    "Type lower-case letters, digits and underscores, a letter first, such as higher_tax.", "scenarios")
    if name in scenario_names(case):
        yield Issue("scenario_known", f"The case has a scenario {name} already.", "Choose another name.", "scenarios")


def _sets(before: Case, after: Case, cells: Iterable[Cell], issues: list[Issue]) -> Iterator[Cell]:
    """Yield what is set or cleared, in order, as the table ``scenarios`` says it: key parts, column or years, value."""
    by_table: dict[str, dict[Key, list[str]]] = {}
    for table, key, column, _ in cells:
        by_table.setdefault(table, {}).setdefault(key, []).append(column)
    for table, rows in by_table.items():
        olds, news = (
            {case.tables[table].key_of(row): row for row in case.records(table)} for case in (before, after)
        )
        sets = {key: dict(_changed(before, table, olds[key], news[key], columns)) for key, columns in rows.items()}
        for key in [key for key in sets if "*" in key]:  # a star in a key of a scenario is every row
            for other in (other for other in olds if other != key and _fits(key, other)):
                years = _filled(before, table, news[other])
                own = sets.setdefault(other, {})
                for column in sets[key]:
                    own.setdefault(column, years.get(int(column)) if column.isdecimal() else news[other].get(column))
        for key in sorted(sets, key=lambda one: -one.count("*")):
            yield from _written(before, table, key, sets[key], issues)


def _fits(key: Key, other: Key) -> bool:
    return all(part in ("*", theirs) for part, theirs in zip(key, other, strict=True))


def _filled(case: Case, table: str, row: Row) -> dict[int, float | None]:
    """Return the years of a row with what its blanks stand for, base year to end year."""
    if BY_NAME[table].years is None:
        return {}
    base, end = base_and_end(case)
    values = dict(zip(range(base, end + 1), across(table, row, base, end), strict=True))
    typed = [int(year) for year, value in row.items() if year.isdecimal() and value is not None]
    if BY_NAME[table].carries(row) and not any(year <= base for year in typed):
        values[base] = values.get(base + 1)
    return values


def _changed(case: Case, table: str, old: Row, new: Row, columns: Iterable[str]) -> Iterator[tuple[str, Value]]:
    """Yield columns and years that are another number after the change."""
    if BY_NAME[table].carries(old):
        was, is_now = _filled(case, table, old), _filled(case, table, new)
        yield from ((str(year), value) for year, value in is_now.items() if value != was[year])
        inside = {str(year) for year in is_now}
        columns = [column for column in columns if column not in inside]
    yield from ((column, new.get(column)) for column in columns if new.get(column) != old.get(column))


def _written(case: Case, table: str, key: Key, sets: Mapping[str, Value], issues: list[Issue]) -> Iterator[Cell]:
    """Yield the cells of one row, years in a row with one value together."""
    style, (_, end) = style_of_case(case), base_and_end(case)
    years = sorted(int(column) for column in sets if column.isdecimal())
    for column, value in sets.items():
        if not column.isdecimal():
            is_year = value is not None and _kind(table, column) is Kind.YEAR
            yield table, key, column, style.text(int(str(value))) if is_year else value
    for first, last in _runs(years, sets):
        value = sets[str(first)]
        if value is None or last > end:
            issues.append(_unsaid(table, key, style.text(first)))
            continue
        span = style.text(first) if first == last else f"{style.text(first)}-{'' if last == end else style.text(last)}"
        yield table, key, span, value


def _kind(table: str, column: str) -> Kind:
    return next((one.kind for one in BY_NAME[table].columns if one.name == column), Kind.ANY)


def _runs(years: list[int], sets: Mapping[str, Value]) -> Iterator[tuple[int, int]]:
    """Yield first and last of the years that follow one another with one value."""
    start = 0
    for place in range(1, len(years) + 1):
        goes_on = place < len(years) and years[place] == years[place - 1] + 1 and (
            sets[str(years[place])] == sets[str(years[start])])
        if not goes_on:
            yield years[start], years[place - 1]
            start = place


def _unsaid(table: str, key: Key, column: str) -> Issue:
    return Issue("scenario_unsaid", f"A scenario cannot leave {table} {key_text(key)} {column} blank, or reach so far.",
                 "Type a value there, or save the case itself with the change.", table, key_text(key), column)
