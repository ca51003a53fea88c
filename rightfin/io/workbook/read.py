"""A case from an Excel workbook: each sheet as a raw table with the addresses of its cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from rightfin.case.cell import as_text, is_blank, printable
from rightfin.case.issue import Issue, Severity
from rightfin.case.reading.names import table_name
from rightfin.case.reading.raw import RawCase, RawCell, RawRow, RawTable
from rightfin.io.layout import GUIDE, UNREAD_SHEETS, find_header, skipped_rows
from rightfin.io.refusal import refusal
from rightfin.io.template_version import version_in
from rightfin.io.xlsx.cells import SheetCells, SheetReader, Tally
from rightfin.io.xlsx.parts import Parts, SheetPlace, read_parts
from rightfin.io.xlsx.safety import opened
from rightfin.io.xlsx.stream import damaged, stream
from rightfin.schema import READABLE, Table

_FORM = "{table}!{column}{row}"
_QUOTED = "'{table}'!{column}{row}"


def read_workbook(path: str | Path) -> RawCase:
    """Read all sheets of a workbook as they are, in their order, those that only explain or report left out.

    The version of the template is that of the first sheet ``guide``.

    Error values and formulas without a stored result become notes of the table, which ``parse`` reports by
    cell. Raises ``CaseError`` if the file is missing, is no harmless workbook, or has no sheet
    ``settings``.
    """
    file = Path(path)
    if not file.is_file():
        raise refusal("not_found", f"{file} does not exist.", "Check the name of the workbook.")
    tables: list[RawTable] = []
    version: int | None = None
    with opened(file) as archive:
        tally = Tally(file.name)
        parts = read_parts(archive, tally, is_table)
        if not any(name_of(place) == "settings" and place.part for place in parts.sheets):
            raise refusal("not_a_case", f"{file.name} is not a case: it has no sheet called settings.",
                          "Give the workbook of a case, or make one from a template.", "settings")
        for place in parts.sheets:
            name = name_of(place)
            if name == GUIDE and version is None and place.part:
                version = version_in(read_sheet(archive, place, parts, tally).rows)
            elif is_table(place):
                tables.append(_table(READABLE[name], place, read_sheet(archive, place, parts, tally)))
            elif name not in UNREAD_SHEETS and place.part:
                tables.append(RawTable(place.title, (), (), (), _form(place.title)))
    return RawCase(tuple(tables), version, _links(parts, tables))


def is_table(place: SheetPlace) -> bool:
    """Return whether a sheet is a table of a case by its name; no other sheet is opened, but for the guide."""
    return name_of(place) in READABLE


def read_sheet(archive: zipfile.ZipFile, place: SheetPlace, parts: Parts, tally: Tally) -> SheetCells:
    """Return the cells of one sheet, none if it is a chart; raises ``CaseError`` if the workbook does not hold it."""
    if place.missing:
        raise damaged(tally.name, f"the sheet “{place.title[:40]}” is listed, but it is not there")
    reader = SheetReader(place.title, parts, tally)
    if place.part:
        stream(archive, place.part, reader, tally)
    return reader.found


def name_of(place: SheetPlace) -> str:
    """Return the name by which a sheet is compared with the names of tables."""
    return table_name(place.title)


def _form(title: str) -> str:
    """Return the form of addresses in a sheet; braces in its title stay what they are."""
    return _FORM if title.isidentifier() else _QUOTED


def _table(table: Table, place: SheetPlace, cells: SheetCells) -> RawTable:
    """Return one sheet as a raw table.

    Only rows that hold something are kept, each as wide as its last value. Notes of the heading are kept too, so that
    a heading that cannot be read is named.
    """
    form = _form(place.title)
    rows = cells.rows
    at = find_header([row for _, row in rows], table)
    if at is None:
        return RawTable(place.title, (), (), (), form)
    first = rows[at][0]
    noted = max((column for row, column in cells.notes if row >= first), default=0)
    width = max(noted, *(len(row) for _, row in rows[at:]))
    header = tuple(_heading(cell) for cell in rows[at][1]) + ("",) * (width - len(rows[at][1]))
    found = tuple(RawRow(number, row) for number, row in rows[at + 1:])
    notes = {(row, column - 1): text for (row, column), text in cells.notes.items() if row >= first}
    merged = tuple((top, left - 1, bottom, right - 1) for top, left, bottom, right in cells.merged if bottom >= first)
    letters = tuple(xl_col_to_name(column) for column in range(width))
    remarks = (*_hidden(table, place, cells, first, header), *_linked(table, cells, form, place.title),
               *skipped_rows(rows[:at], header, table))
    return RawTable(place.title, header, letters, found, form, notes, first, merged, remarks)


def _heading(cell: RawCell) -> str:
    if is_blank(cell):
        return ""
    return printable(as_text(cell))


def _hidden(table: Table, place: SheetPlace, cells: SheetCells, first: int, header: tuple[str, ...]) -> tuple[Issue, ...]:
    """Return one warning that says what of a sheet is hidden, if anything with a value is; its values are read."""
    what = []
    if place.hidden and len(cells.rows) > 1:
        what.append("the whole sheet")
    rows = [number for number in cells.hidden_rows if number > first]
    if rows:
        what.append(f"{'row' if len(rows) == 1 else 'rows'} {_ranges(map(str, rows), rows)}")
    spans = ((low, min(high, len(header))) for low, high in cells.hidden_columns)
    columns = sorted({column for low, high in spans for column in range(low, high + 1) if header[column - 1]})
    if columns:
        letters = [xl_col_to_name(column - 1) for column in columns]
        what.append(f"{'column' if len(columns) == 1 else 'columns'} {_ranges(letters, columns)}")
    if not what:
        return ()
    return (Issue("hidden", f"Some of what is read is hidden: {', '.join(what)}.",
                  "Unhide it and look at the values; delete what should not count.", table.name,
                  severity=Severity.WARNING),)


def _linked(table: Table, cells: SheetCells, form: str, title: str) -> tuple[Issue, ...]:
    """Return one warning about the cells of a sheet that take their values from other workbooks."""
    if not cells.linked:
        return ()
    row, column = cells.linked[0]
    count = len(cells.linked)
    what = "1 cell takes its value" if count == 1 else f"{count:,} cells take their values"
    return (Issue("external_links", f"{what} from other workbooks, which are not opened: what was stored there counts.",
                  "Look whether it is still right; update the links in Excel and save, or type the value.", table.name,
                  cell=form.format(table=title, column=xl_col_to_name(column - 1), row=row), severity=Severity.WARNING),)


def _links(parts: Parts, tables: Iterable[RawTable]) -> tuple[Issue, ...]:
    """Return a note about links to other workbooks that no table uses."""
    if not parts.linked or any(issue.code == "external_links" for table in tables for issue in table.remarks):
        return ()
    return (Issue("external_links", "The workbook has links to other workbooks that no table uses; they are not followed.",
                  "Nothing needs to be done.", severity=Severity.WARNING),)


def _ranges(names: Iterable[str], numbers: list[int]) -> str:
    """Return numbers in words, neighbours as ranges, at most six of them: ``4, 7 to 9``."""
    runs: list[list[str]] = []
    before = None
    for name, number in zip(names, numbers, strict=True):
        if before is not None and number == before + 1:
            runs[-1] = [runs[-1][0], name]
        else:
            runs.append([name])
        before = number
    text = ", ".join(" to ".join(run) for run in runs[:6])
    return f"{text} and more" if len(runs) > 6 else text
