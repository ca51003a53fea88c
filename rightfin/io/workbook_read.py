"""A case from an Excel workbook: each sheet as a raw table with the addresses of its cells."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from rightfin.case.cell import is_blank
from rightfin.case.raw import Cell, RawRow, RawTable
from rightfin.io.layout import UNREAD_SHEETS, find_header
from rightfin.io.refusal import refusal
from rightfin.io.workbook_safety import check_workbook
from rightfin.schema import READABLE, Table

_FORM = "{table}!{column}{row}"
_QUOTED = "'{table}'!{column}{row}"

_BREAKAGE = (
    InvalidFileException, BadZipFile, SyntaxError, KeyError, ValueError, TypeError, AttributeError,
    IndexError, ArithmeticError, RuntimeError, OSError, )
"""What openpyxl raises on a malformed part (a SyntaxError is bad XML)."""

Grid = dict[tuple[int, int], Cell]


def read_workbook(path: str | Path) -> tuple[RawTable, ...]:
    """Read all sheets of a workbook as they are, in their order, those that only explain or report left out.

    Error values and formulas without a stored result become notes of the table, which ``parse`` reports by
    cell. Raises ``CaseError`` if the file is missing, is no harmless workbook, or has no sheet
    ``settings``.
    """
    file = Path(path)
    if not file.is_file():
        raise refusal("not_found", f"{file} does not exist.", "Check the name of the workbook.")
    bounds = check_workbook(file)
    try:
        tables = _read(file, bounds)
    except _BREAKAGE as error:
        # openpyxl lets whatever breaks inside it through; after the safety check it can only mean
        # a malformed part.
        raise refusal("damaged", f"{file.name} is damaged: a part of it cannot be read.",
                      "Open it in Excel, let it be repaired, and save it.") from error
    if not any(table.name.strip().lower() == "settings" for table in tables):
        raise refusal("not_a_case", f"{file.name} is not a case: it has no sheet called settings.",
                      "Give the workbook of a case, or make one from a template.", "settings")
    return tables


def _read(file: Path, bounds: Mapping[str, tuple[int, int]]) -> tuple[RawTable, ...]:
    with warnings.catch_warnings():
        # Features that openpyxl does not keep (validation extensions, headers) are of no interest in reading.
        warnings.simplefilter("ignore")
        values = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        try:
            tables = []
            sheets: list[Any] = list(values.worksheets)
            _check_sheets(file, [sheet._worksheet_path for sheet in sheets], bounds)
            for sheet, other in zip(sheets, formulas.worksheets, strict=True):
                name = sheet.title.strip().lower()
                if name in UNREAD_SHEETS:
                    continue
                tables.append(
                    _read_sheet(READABLE[name], sheet, other, bounds[sheet._worksheet_path]) if name in READABLE
                    else RawTable(sheet.title, (), (), (), _form(sheet.title))
                )
            return tuple(tables)
        finally:
            values.close()
            formulas.close()


def _check_sheets(file: Path, parts: list[str], bounds: Mapping[str, tuple[int, int]]) -> None:
    """Raise ``CaseError`` if a sheet stands in a part that was not counted as one, or two share a part."""
    odd = any(part not in bounds or not part.lower().endswith(".xml") for part in parts)
    if odd or len(set(parts)) < len(parts):
        raise refusal("unsafe_names", f"{file.name} is not put together as Excel does it: its sheets stand in odd parts.",
                      "Copy the tables into a new workbook.")


def _form(title: str) -> str:
    return _FORM if title.isidentifier() else _QUOTED


def _read_sheet(table: Table, values: Any, formulas: Any, bounds: tuple[int, int]) -> RawTable:
    """Return one sheet as a raw table; ``values`` and ``formulas`` are the same sheet, read in two ways.

    ``bounds`` are its last row and column with a value. Only rows that hold something are kept, each as wide
    as its last value. Notes of the heading are kept too, so that a heading that cannot be read is named.
    """
    cells, notes = _grid(values, formulas, *bounds)
    widths: dict[int, int] = {}
    for row, column in (*cells, *notes):
        widths[row] = max(widths.get(row, 0), column)
    numbers = sorted(widths)
    rows = [tuple(cells.get((r, c)) for c in range(1, widths[r] + 1)) for r in numbers]
    place = find_header(rows, table)
    form = _form(values.title)
    if place is None:
        return RawTable(values.title, (), (), (), form)
    width = max(widths[number] for number in numbers[place:])
    header = tuple(_heading(cell) for cell in rows[place]) + ("",) * (width - len(rows[place]))
    found = tuple(RawRow(number, row) for number, row in zip(numbers[place + 1:], rows[place + 1:], strict=True))
    kept = {(row, column - 1): text for (row, column), text in notes.items() if row >= numbers[place]}
    letters = tuple(get_column_letter(column) for column in range(1, width + 1))
    return RawTable(values.title, header, letters, found, form, kept)


def _heading(cell: Cell) -> str:
    if is_blank(cell):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _grid(
    values: Any, formulas: Any, last_row: int, last_column: int
) -> tuple[Grid, dict[tuple[int, int], str]]:
    """Return what is in the cells of a sheet by (row, column) from 1, and what is wrong with some of them."""
    cells: Grid = {}
    notes: dict[tuple[int, int], str] = {}
    for (row, column), cell in _cells(values, last_row, last_column):
        if cell.data_type == "e":
            notes[row,
                  column] = f"The cell shows the error {cell.value}.\nCorrect the formula, or type the value."
        elif cell.value is not None:
            cells[row, column] = _plain(cell.value)
        elif cell.data_type == "str":
            cells[row, column] = ""
    for place, cell in _cells(formulas, last_row, last_column):
        if cell.data_type == "f" and place not in cells and place not in notes:
            notes[place] = (
                "The cell has a formula whose result was not stored.\n"
                "Open the workbook in Excel or LibreOffice and save it there, or type the value."
            )
    return {place: cell for place, cell in cells.items() if not is_blank(cell)}, notes


def _cells(sheet: Any, last_row: int, last_column: int) -> Iterator[tuple[tuple[int, int], Any]]:
    """Yield the cells of a sheet that exist, by (row, column)."""
    # The size that a sheet declares may be false; with it, rows outside would be lost without a word.
    sheet.reset_dimensions()
    if not last_row or not last_column:
        return
    for row, cells in enumerate(sheet.iter_rows(max_row=last_row, max_col=last_column), start=1):
        for column, cell in enumerate(cells, start=1):
            if cell.data_type != "n" or cell.value is not None:
                yield (row, column), cell


def _plain(value: object) -> Cell:
    """Return a value that openpyxl found; dates and times, which no column holds, as ISO text."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return value if isinstance(value, (str, int, float, bool)) else str(value)
