"""How a table is laid out in a file, and where its header is found when people have written above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rightfin.case.case import Case
from rightfin.case.cell import as_text, is_blank, is_like_number, is_note
from rightfin.case.issue import Issue, Severity
from rightfin.case.nearest import LONGEST_NAME
from rightfin.case.reading.names import plain_name, table_name
from rightfin.case.reading.raw import RawCell
from rightfin.case.reading.year_heading import looks_like_year
from rightfin.schema import Blank, Column, Kind, Table, Value, YearStyle, style_of
from rightfin.schema.sheets import RESULT_SHEETS

HEADING_ROW = 4
"""Row of a sheet in which the headings are written, below title, help and units; files of others may differ."""

LAST_COLUMNS = ("source", "note")
"""Columns that stand at the end, behind the years."""

GUIDE, CHECK, LISTS = "guide", "check", "lists"
"""Sheets of a workbook that help to fill it in: the guide, live checks, and what drop-downs offer."""

PROBLEMS = "problems"
"""Sheet with the list of what is wrong in a workbook that its author gets back."""

UNREAD_SHEETS = frozenset(map(table_name, (GUIDE, CHECK, LISTS, PROBLEMS, *RESULT_SHEETS)))
"""Sheets that are passed over in silence, by their names as ``table_name`` gives them."""

_SHORT_NAME = re.compile("[a-z][a-z0-9_]*")
_HEADING_WITHIN = 100
"""Rows that are searched for the one that matches most columns."""


def headings(table: Table, years: Iterable[int]) -> tuple[str, ...]:
    """Return the headings of a table as files carry them: columns, years across, then source and note."""
    names = [column.name for column in table.columns]
    return (
        *(name for name in names if name not in LAST_COLUMNS),
        *map(str, years),
        *(name for name in names if name in LAST_COLUMNS),
    )


def style_in(settings: Iterable[Mapping[str, Value]]) -> YearStyle:
    """Return how a case with these settings writes years."""
    return style_of(next((row.get("value") for row in settings if row.get("key") == "year_form"), None))


def heading_text(name: str, style: YearStyle) -> str:
    """Return a heading as files carry it: a year as the case writes it."""
    return style.text(int(name)) if name.isdecimal() else name


def with_years_written(
    table: Table, records: Iterable[Mapping[str, Value]], style: YearStyle
) -> Iterable[Mapping[str, Value]]:
    """Return rows in which years in cells are written as the case writes them; plain ones stay numbers."""
    if style is YearStyle.PLAIN:
        return records
    key, columns = table.key[0], [column.name for column in table.columns if column.kind is Kind.YEAR]
    entries = {entry.name for entry in table.entries if entry.kind is Kind.YEAR}
    return [
        {name: style.text(value) if isinstance(value, int) and (
            name in columns or (name == "value" and record.get(key) in entries)) else value
         for name, value in record.items()}
        for record in records
    ]


def plan_years(table: Table, base: int, end: int, *, calendars: bool = False) -> tuple[int, ...]:
    """Return the years that a table asks for: planning years, for series the base year as well.

    With ``calendars`` pledges have the base year too: part of what a donor with a calendar of its own, or with a delay,
    promised for it belongs to the first planning year.
    """
    if table.years is None:
        return ()
    return tuple(range(base if table.entries or (calendars and table.name == "pledges") else base + 1, end + 1))


def file_years(case: Case, table: Table) -> tuple[int, ...]:
    """Return the year columns to write: those of the plan and those in which the case has values."""
    years = set(case.tables[table.name].years)
    typed = {row["key"]: row["value"] for row in case.records("settings")}
    base, end = typed.get("base_year"), typed.get("end_year")
    if isinstance(base, int) and isinstance(end, int):
        apart = any(row["year_starts"] is not None for row in case.records("donors"))
        years.update(plan_years(table, base, end, calendars=apart))
    return tuple(sorted(years))


def find_header(rows: Sequence[Sequence[RawCell]], table: Table) -> int | None:
    """Return the index of the header: the row that matches most columns of the table, in any order, the first of several.

    It is sought among the first hundred rows; failing that, the first row at all that holds a column; failing that, the
    first row that is neither blank nor a note; ``None`` if there is no such row.
    """
    matched = [len(_matched(row, table)) for row in rows[:_HEADING_WITHIN]]
    if any(matched):
        return matched.index(max(matched))
    later = (index for index, row in enumerate(rows[_HEADING_WITHIN:], start=_HEADING_WITHIN) if _matched(row, table))
    given = (index for index, row in enumerate(rows)
             if not all(map(is_blank, row)) and not is_note(next(cell for cell in row if not is_blank(cell))))
    return next(later, next(given, None))


def _matched(row: Sequence[RawCell], table: Table) -> set[str]:
    """Return the columns that a row names, years in any form among them; none if it names years alone, as numbers may."""
    known = {column.name for column in table.columns}
    names = {plain_name(cell) for cell in row if isinstance(cell, str) and 0 < len(cell) <= LONGEST_NAME} & known
    if not names or table.years is None:
        return names
    return names | {text for cell in row if looks_like_year(text := as_text(cell))}


KIND_LABELS = {
    Kind.ID: "short name", Kind.TEXT: "text", Kind.BOOLEAN: "true or false", Kind.CHOICE: "choose", Kind.GROUP: "group",
    Kind.YEARS: "column or years", Kind.ANY: "text or number", Kind.YEAR: "year",
}
"""What stands above a heading in the place of a unit, by kind of the column."""


def skipped_rows(
    rows: Sequence[tuple[int, Sequence[RawCell]]], header: Sequence[RawCell], table: Table
) -> tuple[Issue, ...]:
    """Return one warning about rows above the header that hold numbers, name a key column, or could be rows of the table.

    No title and no unit does.
    """
    names = [plain_name(as_text(cell)) for cell in header]
    keys = [names.index(part) for part in table.key if part in names]
    numbers = [str(number) for number, row in rows
               if _matched(row, table).intersection(table.key) or any(map(is_like_number, row))
               or _is_like_row(row, keys, table)]
    if not numbers:
        return ()
    listed = ", ".join(numbers[:10])
    what = f"Row {listed} stands above the headings and is" if len(numbers) == 1 else (
        f"Rows {listed} stand above the headings and are")
    return (Issue("above_heading", f"{what} not read.", "Nothing needs to be done if that is a title.", table.name,
                  severity=Severity.WARNING),)


def _is_like_row(row: Sequence[RawCell], keys: Sequence[int], table: Table) -> bool:
    """Return whether a row has short names, of entries if the table has any, where keys stand, and something beside."""
    given = [at for at, cell in enumerate(row) if not is_blank(cell)]
    if keys and all(at < len(row) and as_text(row[at]) == KIND_LABELS.get(table.column(part).kind)
                    for at, part in zip(keys, table.key, strict=False)):
        return False  # the units that the template writes
    if table.entries and not (keys and keys[0] in given and table.entry(as_text(row[keys[0]]))):
        return False
    return len(given) > 1 and bool(keys) and all(at in given and _SHORT_NAME.fullmatch(as_text(row[at])) for at in keys)


def column_help(column: Column) -> str:
    """Return what a person who fills in the column needs to know: help, unit, allowed values, default."""
    lines = [column.help]
    if column.unit:
        lines.append(f"Unit: {column.unit}.")
    if column.choices:
        lines.append(f"One of: {', '.join((*column.choices, *(('*',) if column.wildcard else ())))}.")
    elif column.kind is Kind.BOOLEAN:
        lines.append("true or false.")
    elif column.refers_to:
        lines.append(f"A name from the sheet {column.refers_to}{', or *' if column.wildcard else ''}.")
    lines += _limits(column)
    if column.required:
        lines.append("Required.")
    else:
        lines.append(f"If blank: {column.default_label}." if column.default_label else "May be blank.")
    return "\n".join(lines)


def year_help(table: Table) -> str:
    """Return what a person who fills in the years of a table needs to know; empty if it has none."""
    years = table.years
    if years is None:
        return ""
    blank = "A blank is an error: type 0 if there is nothing." if years.blank is Blank.ERROR else f"A blank {years.blank}."
    column = Column("year", years.kind, years.help, years.unit, minimum=years.minimum, maximum=years.maximum,
                    below=years.below)
    unit = [f"Unit: {years.unit}."] if years.unit else []
    return "\n".join([years.help, *unit, *_limits(column), blank])


def _limits(column: Column) -> list[str]:
    """Return the bounds of a column in words, one line at most."""
    named = (("at least", column.minimum), ("above", column.above), ("at most", column.maximum),
             ("below", column.below))
    words = [f"{word} {limit:g}" for word, limit in named if limit is not None]
    return [f"Allowed: {' and '.join(words)}."] if words else []
