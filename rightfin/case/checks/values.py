"""Every value against the schema: kinds, bounds, choices, blanks, names of settings and series.

Reading a file checks the same cell by cell; a case that was built or changed by a program passes here only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rightfin.case.cell import LARGEST_NUMBER, Fault, as_text, read_cell, shown
from rightfin.case.checks.view import Row, View, in_each_table
from rightfin.case.checks.wording import error, year_column
from rightfin.case.issue import Issue
from rightfin.schema import TABLES, Blank, Column, Kind, Table, Value
from rightfin.tolerances import TYPED


def check_tables_given(view: View) -> Iterator[Issue]:
    """Tables without which there is no plan have at least one row."""
    for table in TABLES:
        if table.required and not view.rows(table.name):
            yield error(
                "missing_table",
                f"The table {table.name} has no rows.",
                f"Fill it in: {table.help}",
                table.name,
            )


@in_each_table
def check_entries(view: View, table: Table) -> Iterator[Issue]:
    """Settings and series that must be given are there, and no others."""
    if not table.entries or not view.rows(table.name):
        return
    column = "" if table.years else "value"
    names = view.names(table.name)
    for entry in table.entries:
        if entry.required and entry.name not in names:
            unit = f" ({entry.unit})" if entry.unit else ""
            yield error(
                "missing_entry",
                f"{entry.name} is not given.",
                f"Fill in a row {entry.name}{unit}: {entry.help}",
                table.name,
                entry.name,
                column,
            )
    for name in names:
        entry_of = table.entry(name)
        if entry_of is None or (":" in name and entry_of.name != "exchange_rate"):
            remedy = view.suggestions.choose(name, [entry.name for entry in table.entries])
            yield error(
                "unknown_entry",
                f"{name} is not a {table.key[0]} that {table.name} knows.",
                remedy,
                table.name,
                name,
                table.key[0],
            )


@in_each_table
def check_keys(view: View, table: Table) -> Iterator[Issue]:
    """No two rows of a table have the same key."""
    counts = Counter(view.key(table.name, row) for row in view.rows(table.name))
    for key, count in counts.items():
        if count > 1:
            yield error(
                "duplicate_key",
                f"{count} rows have the key {key}.",
                f"Keep one row for each {', '.join(table.key)}.",
                table.name,
                key,
                table.key[0],
            )


@in_each_table
def check_cells(view: View, table: Table) -> Iterator[Issue]:
    """Every cell holds a value of its column's kind, within its bounds, and no required cell is blank."""
    found = view.case.tables[table.name]
    sound = _Sound(table, found.columns, view.years)
    for row in found.rows:
        if not sound.fits(row):
            yield from _row(view, table, dict(zip(found.columns, row, strict=True)))


class _Sound:
    """Tells the rows of a table in which ``_row`` would find nothing, in a fraction of its time."""

    def __init__(self, table: Table, columns: tuple[str, ...], years: tuple[int, ...]) -> None:
        across = columns[len(table.columns) :] if table.years else ()  # years in any other table are not read
        amounts = [year_column(year) for year in years] if table.years and table.years.blank is Blank.ERROR else []
        self._columns = (*table.columns, *(of_years(table) for _ in across))
        self._bounds = [surely(column) for column in self._columns]
        self._required = [*(column.required for column in table.columns), *(year in amounts for year in across)]
        self._fine: list[set[str]] = [set() for _ in self._columns]
        self._never = bool(table.entries) or not set(amounts) <= set(columns)

    def fits(self, row: tuple[Value, ...]) -> bool:
        """Return whether the row surely has no fault; never for named values, whose kinds differ by row."""
        if self._never:
            return False
        for place, (least, most) in enumerate(self._bounds):
            value = row[place]
            if type(value) is float and least <= value <= most:
                continue
            if value is None:
                if self._required[place]:
                    return False
            elif not self._is_fine(place, value):
                return False
        return True

    def _is_fine(self, place: int, value: Value) -> bool:
        """Return whether a cell has no fault; texts are remembered, because names stand in many rows."""
        fine = self._fine[place]
        if isinstance(value, str) and value in fine:
            return True
        if any(True for _ in _fault(value, self._columns[place], "", "", "")):
            return False
        if isinstance(value, str):
            fine.add(value)
        return True


def surely(column: Column) -> tuple[float, float]:
    """Return bounds between which a float is surely a value of the column; none lies between them for other kinds."""
    if column.kind not in (Kind.NUMBER, Kind.SHARE):
        return 1.0, 0.0
    least = [-LARGEST_NUMBER, *(bound for bound in (column.minimum,) if bound is not None)]
    most = [LARGEST_NUMBER, *(bound for bound in (column.maximum,) if bound is not None)]
    if column.above is not None:
        least.append(column.above + TYPED * max(1.0, abs(column.above)))
    if column.below is not None:
        most.append(column.below - TYPED * max(1.0, abs(column.below)))
    return max(least), min(most)


def of_years(table: Table) -> Column:
    """Return the description of the values that stand across in a table."""
    years = table.years
    if years is None:
        raise ValueError(f"{table.name} has no years")
    return Column(
        table.name, years.kind, "", years.unit, minimum=years.minimum, maximum=years.maximum, below=years.below,
        changed=years.changed,
    )


def _row(view: View, table: Table, row: Row) -> Iterator[Issue]:
    key = view.key(table.name, row)
    for column in table.columns:
        value = row[column.name]
        spec = table.entry(key) or column if column.name == "value" and table.entries else column
        if value is None and column.required:
            yield error(
                "missing_value",
                f"{column.name} is blank.",
                f"Type it: {column.help}",
                table.name,
                key,
                column.name,
            )
        yield from _fault(value, spec, table.name, key, column.name)
    if table.years is None:
        return
    spec = table.entry(key) or of_years(table)
    for name, value in row.items():
        if name.isdigit():
            yield from _fault(value, spec, table.name, key, name)
    if table.years.blank is Blank.ERROR:
        for year in view.years:
            if row.get(year_column(year)) is None:
                yield error(
                    "blank_amount",
                    f"{year} is blank.",
                    "Type the amount, 0 if there is nothing.",
                    table.name,
                    key,
                    year_column(year),
                )


def _fault(value: Value, column: Column, table: str, key: str, place: str) -> Iterator[Issue]:
    if value is None:
        return
    found = read_cell(value, column)
    if isinstance(found, Fault):
        yield error(found.code, found.message, found.remedy, table, key, place)
    elif column.kind is not Kind.ANY and not _same(found, value):
        yield error(
            "wrong_type",
            f"{shown(value)} is not kept as a {column.kind}.",
            f"Give {as_text(found)}.",
            table,
            key,
            place,
        )


def _same(found: Value, value: Value) -> bool:
    """Return whether a value is what its cell would be read as; a whole number may stand for a float."""
    if isinstance(found, float):
        return not isinstance(value, (bool, str))
    return type(found) is type(value) and found == value
