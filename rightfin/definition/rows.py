"""Rows of tables that a model definition brings along, such as a published rule of co-financing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rightfin.case.cell import FIRST_YEAR, LAST_YEAR, Fault, read_cell, shown
from rightfin.case.nearest import choose
from rightfin.schema import BY_NAME, Column, Kind, Table, Value

ROW_TABLES = ("handovers", "phases")
"""Tables whose rows a definition may bring along."""

Report = Callable[[str, str, str, str], None]
"""Adds a problem: code, message, remedy, place in the file."""

_WORDS = (Kind.TEXT, Kind.CHOICE, Kind.ID, Kind.GROUP, Kind.REFERENCE)


def read_rows(content: object, name: str, report: Report) -> tuple[dict[str, Value], ...]:
    """Return the rows of one table, ``[[name]]`` in the file, as far as they could be read."""
    table, found, seen = BY_NAME[name], [], set[tuple[Value, ...]]()
    if not isinstance(content, list) or not all(isinstance(row, Mapping) for row in content):
        report("wrong_type", f"{name} is not a list of rows.", f"Begin every row with a line [[{name}]].", name)
        return ()
    for number, cells in enumerate(content, start=1):
        place = f"{name} row {number}"
        row = _row(cells, table, place, report)
        key = tuple(row.get(part) for part in table.key)
        if None not in key and key in seen:
            report("duplicate_key", f"Two rows have the same {', '.join(table.key)}.", "Keep one of them.", place)
        seen.add(key)
        found.append(row)
    return tuple(found)


def _row(cells: Mapping[str, object], table: Table, place: str, report: Report) -> dict[str, Value]:
    columns = {column.name: column for column in table.columns}
    found: dict[str, Value] = {}
    for key, value in cells.items():
        where = f"{place}.{key}"
        column = columns.get(key) or _year(key, table)
        if column is None:
            report("unknown_key", f"{key} is not a column of {table.name}.", choose(key, columns), where)
            continue
        result = read_value(value, column)
        if isinstance(result, Fault):
            report(result.code, result.message, result.remedy, where)
        else:
            found[key] = result
    for column in table.columns:
        if column.required and column.name not in cells:
            report("required", f"{column.name} is not given. {column.help}", "Add it.", f"{place}.{column.name}")
    return found


def _year(key: str, table: Table) -> Column | None:
    """Return the description of a year's value; ``None`` for a key that is no year."""
    years = table.years
    if years is None or not (key.isdecimal() and FIRST_YEAR <= int(key) <= LAST_YEAR and key == str(int(key))):
        return None
    return Column(key, years.kind, years.help, years.unit, minimum=years.minimum, maximum=years.maximum, below=years.below)


def read_value(value: object, column: Column) -> Value | Fault:
    """Return a TOML value under its column; TOML says itself what is text and what is a number."""
    if column.kind in _WORDS:
        fits, wanted = isinstance(value, str), "Type a text in quotation marks."
    elif column.kind is Kind.BOOLEAN:
        fits, wanted = isinstance(value, bool), "Type true or false, without quotation marks."
    else:
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
        wanted = f"Type {_article(column.kind)}, without quotation marks."
    if not fits or not isinstance(value, (str, int, float)):
        return Fault("wrong_type", f"{shown(str(value))} is not {_article(column.kind)}.", wanted)
    found = read_cell(value, column)
    return Fault("blank", "The text is empty.", "Type one, or delete the line.") if found is None else found


def _article(kind: Kind) -> str:
    """Return the name of a kind with its article; true or false takes none."""
    if kind is Kind.BOOLEAN:
        return str(kind)
    return f"an {kind}" if str(kind)[0] in "aeiou" else f"a {kind}"
