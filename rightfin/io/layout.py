"""How a table is laid out in a file, and where its header is found when people have written above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rightfin.case.case import Case
from rightfin.case.cell import as_text, is_blank, is_note
from rightfin.case.header import normal
from rightfin.case.raw import Cell
from rightfin.schema import Blank, Column, Kind, Table

HEADING_ROW = 4
"""Row of a sheet in which the headings are written, below title, help and units; files of others may differ."""

LAST_COLUMNS = ("source", "note")
"""Columns that stand at the end, behind the years."""

GUIDE, CHECK, LISTS = "guide", "check", "lists"
"""Sheets of a workbook that help to fill it in: the guide, live checks, and what drop-downs offer."""

TRAIL, CONFLICTS = "trail", "conflicts"
"""Sheets that go with a case and are no part of its content: who saved it and why; what a merge left to settle."""

PROBLEMS = "problems"
"""Sheet with the list of what is wrong in a workbook that its author gets back."""

REPORT_SHEETS = frozenset({
    "the page", "summary", "contents", "strength", "budget", "financing", "who pays", "pledge flows", "handover",
    "coverage", "equipment plan", "fiscal path", "indicators", "explanations", "shadow prices", "assumptions",
    "defaults used", "warnings", "provenance",
})
"""Sheets of a results workbook, in lower case; they are passed over when the case inside it is read."""

UNREAD_SHEETS = frozenset({GUIDE, CHECK, LISTS, PROBLEMS}) | REPORT_SHEETS
"""Sheets that are passed over in silence."""


def headings(table: Table, years: Iterable[int]) -> tuple[str, ...]:
    """Return the headings of a table as files carry them: columns, years across, then source and note."""
    names = [column.name for column in table.columns]
    return (
        *(name for name in names if name not in LAST_COLUMNS),
        *map(str, years),
        *(name for name in names if name in LAST_COLUMNS),
    )


def plan_years(table: Table, base: int, end: int) -> tuple[int, ...]:
    """Return the years that a table asks for: planning years, for series the base year as well."""
    if table.years is None:
        return ()
    return tuple(range(base if table.entries else base + 1, end + 1))


def file_years(case: Case, table: Table) -> tuple[int, ...]:
    """Return the year columns to write: those of the plan and those in which the case has values."""
    years = set(case.tables[table.name].years)
    typed = {row["key"]: row["value"] for row in case.records("settings")}
    base, end = typed.get("base_year"), typed.get("end_year")
    if isinstance(base, int) and isinstance(end, int):
        years.update(plan_years(table, base, end))
    return tuple(sorted(years))


def find_header(rows: Sequence[Sequence[Cell]], table: Table) -> int | None:
    """Return the index of the header: the first row with all key columns of the table, in any order.

    Failing that, the first row that is neither blank nor a note; ``None`` if there is no such row.
    """
    fallback = None
    for index, row in enumerate(rows):
        names = {normal(as_text(cell)) for cell in row}
        if names.issuperset(table.key):
            return index
        if fallback is None and not all(map(is_blank, row)) and not is_note(row):
            fallback = index
    return fallback


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
    blank = "A blank is an error: type 0 if there is nothing." if years.blank is Blank.ERROR else (
        "A blank takes the last value to its left."
    )
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
