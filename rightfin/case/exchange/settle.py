"""Choices about what a merge left open: read from the table ``conflicts`` and applied, or reported while missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, Key, key_text
from rightfin.case.cell import Fault, as_text, is_blank, is_note, read_cell, shown
from rightfin.case.exchange.difference import Content, column_of, content_of, same, with_content
from rightfin.case.exchange.merge import REMOVED, held, row_cells, side_text
from rightfin.case.issue import Issue, Severity
from rightfin.case.nearest import choose
from rightfin.case.reading.header import TablePlaces, cell_of, read_header
from rightfin.case.reading.names import table_name
from rightfin.case.reading.raw import RawCell, RawRow, RawTable
from rightfin.schema import BY_NAME, Value
from rightfin.schema.trail import CONFLICTS

SIDES = ("base", "a", "b")


@dataclass(frozen=True)
class _Line:
    """One line of the table ``conflicts`` as it was found; ``take`` is one of its choices, or blank."""

    table: str
    row: str
    column: str
    values: Mapping[str, RawCell]
    take: str
    cell: str

    def issue(self, code: str, message: str, remedy: str) -> Issue:
        """Return a problem with this line, which points at the cell where the choice is made."""
        return Issue(code, message, remedy, self.table, self.row, self.column, self.cell)


def settle(case: Case, raw: Iterable[RawTable]) -> tuple[Case, tuple[Issue, ...]]:
    """Return the case with the choices that the table ``conflicts`` makes, and what is wrong with that table.

    A line without a choice, one that leads to no cell and one whose cell was typed over since the merge are errors; the
    case then keeps what its cells hold. A line that was cleared leaves its cell as it stands.
    """
    table = next((found for found in raw if table_name(found.name) == CONFLICTS.name), None)
    if table is None:
        return case, ()
    places, found = read_header(CONFLICTS, table)
    issues = [issue for issue in found if issue.severity is Severity.ERROR]
    if issues:
        return case, tuple(issues)
    given = (row for row in table.rows if not is_note(row.at(places.first)) and not all(map(is_blank, row.cells)))
    lines = [_line(places, row) for row in given]
    tables = {name: content_of(case.tables[name]) for name in {line.table for line in lines} & BY_NAME.keys()}
    names = {name: {key_text(key): key for key in rows} for name, rows in tables.items()}
    for line in lines:
        issues += _settle_line(line, tables, names)
    return (case, tuple(issues)) if issues else (with_content(case, tables), ())


def _line(places: TablePlaces, row: RawRow) -> _Line:
    def at(column: str) -> RawCell:
        place = places.columns.get(column, len(row.cells))
        return row.cells[place] if place < len(row.cells) else None

    return _Line(
        as_text(at("table")).lower(), as_text(at("row")), as_text(at("column")).lower(), {side: at(side) for side in SIDES},
        as_text(at("take")).lower(), cell_of(places, row.number, "take"),
    )


def _settle_line(
    line: _Line, tables: Mapping[str, dict[Key, Content]], names: Mapping[str, Mapping[str, Key]]
) -> Iterable[Issue]:
    """Apply one line to the rows of its table, or yield what is wrong with it."""
    if line.table not in tables:
        yield line.issue("unknown_conflict", f"{shown(line.table)} is not a table.", choose(line.table, BY_NAME))
        return
    key = names[line.table].get(line.row)
    if key is None:
        yield line.issue("unknown_conflict", f"{line.table} has no row {shown(line.row)} any more.",
                         "Clear this line of the sheet conflicts if the row is meant to be gone.")
        return
    if line.take not in SIDES:
        code = "not_a_choice" if line.take else "unsettled"
        what = f"{shown(line.take)} is not one of the choices." if line.take else (
            "Two versions differ here, and nobody has chosen."
        )
        yield line.issue(code, f"{what} {_said(line)}", "Choose a, b or base in this cell.")
        return
    if line.column:
        yield from _settle_cell(line, tables[line.table], key)
    else:
        yield from _settle_row(line, tables[line.table], key)


def _said(line: _Line) -> str:
    """Return what the sides say."""
    said = (f"{side}: {'blank' if is_blank(value) else shown(side_text(value, of_row=not line.column))}"
            for side, value in line.values.items())
    return f"{'; '.join(said)}."


def _settle_cell(line: _Line, rows: dict[Key, Content], key: Key) -> Iterable[Issue]:
    if line.column in BY_NAME[line.table].key:
        yield line.issue("unknown_conflict", f"{line.column} names the row and cannot be settled.", "Clear this line.")
        return
    values: dict[str, Value] = {}
    for side, cell in line.values.items():
        found = _value(line.table, key, line.column, cell)
        if isinstance(found, Fault):
            if side != line.take:
                continue  # what nobody takes need not be readable
            yield line.issue(found.code, f"What {side} says cannot be taken: {found.message}", found.remedy)
            return
        values[side] = found
    now = rows[key].get(line.column)
    until = held(values.get("base"), values.get("a"), values.get("b"))
    if not any(same(now, known) for known in (until, values[line.take])):
        yield _typed_over(line, "The cell", now)
        return
    rows[key][line.column] = values[line.take]


def _typed_over(line: _Line, what: str, now: Value) -> Issue:
    holds = "is blank now" if now is None else f"now holds {shown(now)}"
    return line.issue(
        "typed_over", f"{what} {holds}, which was typed after the merge, but this line takes {line.take}.",
        "Clear this line of the sheet conflicts if what was typed holds; if not, put the cell back.",
    )


def _settle_row(line: _Line, rows: dict[Key, Content], key: Key) -> Iterable[Issue]:
    """Remove a row, leave it as it was changed, or put back what was before."""
    kept = next((side for side in ("a", "b") if as_text(line.values[side]) != REMOVED), "a")
    changed, before = (row_cells(as_text(line.values[side])) or {} for side in (kept, "base"))
    if line.take == "base" and not before:
        yield line.issue("unknown_conflict", "What base says about the row cannot be read.",
                         "Take another side, or clear this line of the sheet conflicts and type what holds into the row.")
        return
    until, back = ({column: _value(line.table, key, column, value) for column, value in cells.items()}
                   for cells in (changed, before))
    for column, value in until.items():
        now = rows[key].get(column)
        known = (value, back.get(column, value)) if line.take == "base" else (value,)
        if not isinstance(value, Fault) and not any(not isinstance(one, Fault) and same(now, one) for one in known):
            yield _typed_over(line, f"The cell {column} of the row", now)
            return
    if line.take == "base":
        for column, value in back.items():
            if isinstance(value, Fault):
                said = f"What base says about {column} cannot be taken: {value.message}"
                yield line.issue(value.code, said, value.remedy)
                return
            rows[key][column] = value
    elif line.take != kept:
        del rows[key]


def _value(table: str, key: Key, column: str, cell: RawCell) -> Value | Fault:
    """Return what a cell of the table ``conflicts`` stands for in its own column."""
    try:
        return read_cell(cell, column_of(BY_NAME[table], key, column))
    except KeyError:
        return Fault("unknown_conflict", f"{table} has no column {shown(column)}.", "Correct this line, or clear it.")
