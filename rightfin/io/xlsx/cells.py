"""The cells of one sheet as they stream by: what they hold, and whatever about them a reader could miss."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from xlsxwriter.utility import xl_col_to_name

from rightfin.case.cell import error_fault, is_blank
from rightfin.case.issue import CaseError
from rightfin.case.reading.raw import RawCell
from rightfin.io.escapes import workbook_unescaped
from rightfin.io.limits import LAST_COLUMN, LAST_ROW, MOST_CELLS, MOST_MERGED, MOST_SPOILT
from rightfin.io.refusal import refusal
from rightfin.io.xlsx.parts import Parts, TextBudget
from rightfin.io.xlsx.stream import FEWER, REPAIR, damaged

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INDEX = re.compile(r"[0-9]{1,9}")
_LONG_WHOLE = re.compile(r"[+-]?[1-9][0-9]{14,}[1-9]0*")
_TRUE = ("1", "true")
_OTHER_BOOK = re.compile(r"(?<![\w.\])])\[[0-9]+\][^\[\]!]*!")
"""A place in another workbook, which a formula calls by a number, as in ``[1]Sheet1!A1``; columns stand behind a table."""

_LONGEST_FORMULA, _MOST_PIECES = 10_000, 10
_CELL_PATH = ["worksheet", "sheetData", "row"]
_LAST_SERIAL = 2_958_466

_NOT_STORED = (
    "The cell has a formula whose result was not stored.\n"
    "Open the workbook in Excel or LibreOffice and save it there, or type the value."
)
_NO_TEXT = f"The cell refers to a text that the workbook does not hold.\n{REPAIR}"
_ODD_KIND = "The cell holds a value of a kind that is not known.\nType the value again."
_MANY_DIGITS = "The number has more than fifteen digits, which a spreadsheet does not keep.\nRound it, or type it as text."

Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


@dataclass
class SheetCells:
    """What a sheet holds: rows in order with their cells, faults by (row, column), merged ranges, what is hidden."""

    rows: list[tuple[int, tuple[RawCell, ...]]] = field(default_factory=list)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Rectangle] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    linked: list[tuple[int, int]] = field(default_factory=list)
    """Cells whose formula takes a value from another workbook."""


class Tally(TextBudget):
    """What all sheets of a workbook hold together."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.cells = self.spoilt = self.merged = 0

    def count_cell(self) -> None:
        """Count a cell; raises ``CaseError`` where all of them are more than a case has."""
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise refusal("too_large", f"{self.name} holds more than {MOST_CELLS:,} cells.", FEWER)

    def count_spoilt(self) -> None:
        """Count a cell that cannot be read; raises ``CaseError`` where there are too many to name."""
        self.spoilt += 1
        if self.spoilt > MOST_SPOILT:
            raise refusal("too_many_faults",
                          f"{self.name} has more than {MOST_SPOILT:,} cells with errors or formulas without a result.",
                          "Open it in Excel or LibreOffice, correct its formulas, and save it there.")

    def count_merged(self) -> None:
        """Count a merged range."""
        self.merged += 1
        if self.merged > MOST_MERGED:
            raise refusal("too_large", f"{self.name} has more than {MOST_MERGED:,} merged ranges.", "Unmerge them.")


class SheetReader:
    """Listens to the XML of one sheet.

    A sheet whose rows or cells are out of order, or stand twice, is refused: programs read such a sheet in different
    ways. Cells without a value count for nothing, wherever they are.
    """

    def __init__(self, title: str, parts: Parts, tally: Tally) -> None:
        self.title, self.parts, self.tally = title, parts, tally
        self.found = SheetCells()
        self.row = self.column = self.width = 0
        self.cells: list[RawCell] = []
        self.hidden = self.noted = self.in_rows = self.has_formula = self.has_value = self.inline = False
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.formula: list[str] = []
        self.shared = ""
        self.linked: set[str] = set()
        self.addressed: bool | None = None
        self.numbered: bool | None = None

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        """Take the start of an element."""
        if name == "c":
            if around != _CELL_PATH:
                raise self._damaged("a cell stands outside the rows")
            self._begin_cell(attributes)
        elif name == "v" or name == "f":
            if around[-1] == "c":
                if name == "f":
                    self.has_formula = True
                    self.shared = attributes.get("si", "")[:9] if attributes.get("t") == "shared" else ""
                elif self.has_value:
                    raise self._damaged(f"{self._address()} has two values")
                else:
                    self.has_value = True
        elif name == "is":
            if around[-1] == "c":
                self.has_value = self.inline = True
        elif name == "row":
            if around != _CELL_PATH[:2]:
                raise self._damaged("a row stands outside the table of rows")
            self._begin_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col":
            self._column(attributes)
        elif name == "sheetData":
            if self.in_rows:
                raise self._damaged("it has two tables of rows")
            self.in_rows = True
        elif not around and name != "worksheet":
            raise self._damaged("it is no sheet of cells")

    def text(self, data: str, around: list[str]) -> None:
        """Take text: of a value, or of a text that stands in the cell itself."""
        last = around[-1]
        if (last == "v" and around[-2] == "c") or (last == "t" and "is" in around and "rPh" not in around):
            self.pieces.append(data)
            if self.kind not in ("n", "s"):
                self.tally.keep(data)
            elif len(self.pieces) > 100:
                raise self._damaged(f"the number in {self._address()} does not end")
        elif last == "f" and self.parts.linked and len(self.formula) < _MOST_PIECES:
            self.formula.append(data[:_LONGEST_FORMULA])

    def end(self, name: str, around: list[str]) -> None:
        """Take the end of an element."""
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if self.numbered is None:
            self.numbered = number is not None
        if (number is not None) != self.numbered or (number is not None and not _ROW.fullmatch(number)):
            raise self._damaged(f"what follows row {self.row} has no proper number")
        before, self.row = self.row, self.row + 1 if number is None else int(number)
        if self.row <= before:
            raise self._damaged(f"row {self.row} stands behind row {before}")
        self.column, self.cells, self.noted = 0, [], False
        self.hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if self.addressed is None:
            self.addressed = address is not None
        before, column = self.column, self.column + 1
        if address is not None:
            match = _CELL.fullmatch(address)
            if match is None or int(match[2]) != self.row:
                raise self._damaged(f"the cell {address[:20]} stands in row {self.row}")
            column = column_number(match[1])
        if (address is not None) != self.addressed or column <= before or column > 16_384:
            raise self._damaged(f"the cells of row {self.row} are not in order")
        self.column = column
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.has_formula = self.has_value = self.inline = False
        self.pieces, self.formula = [], []

    def _end_cell(self) -> None:
        if not self.has_value and not self.has_formula:
            return
        value = self._value()
        if is_blank(value) and (self.row, self.column) not in self.found.notes:
            return
        self.tally.count_cell()
        self.width = max(self.width, self.column)
        if self.row > LAST_ROW or self.column > LAST_COLUMN or self.row * self.width > MOST_CELLS:
            raise self._far()
        if self.parts.linked and self.has_formula and self._is_linked():
            self.found.linked.append((self.row, self.column))
        if value is not None:
            if len(self.cells) < self.column - 1:
                self.cells.extend([None] * (self.column - 1 - len(self.cells)))
            self.cells.append(value)

    def _is_linked(self) -> bool:
        """Return whether the formula of the cell, or that which it shares, takes a value from another workbook."""
        linked = bool(_OTHER_BOOK.search("".join(self.formula))) or self.shared in self.linked
        if linked and self.shared:
            self.linked.add(self.shared)
        return linked

    def _far(self) -> CaseError:
        return refusal("far_cell", f"{self.tally.name} has a value far outside any table, in {self._address()}.",
                       "Delete it, or copy the tables into a new workbook.")

    def _end_row(self) -> None:
        if self.cells or self.noted:
            self.found.rows.append((self.row, tuple(self.cells)))
            if self.hidden:
                self.found.hidden_rows.append(self.row)

    def _value(self) -> RawCell:
        """Return what the cell holds, ``None`` for nothing; a fault becomes a note."""
        text, kind = "".join(self.pieces), self.kind
        if self.has_value and self.inline != (kind == "inlineStr"):
            return self._fault(_ODD_KIND)
        if kind == "n":
            text = text.strip()
            if _NUMBER.fullmatch(text):
                return self._fault(_MANY_DIGITS) if _LONG_WHOLE.fullmatch(text) else self._dated(float(text))
            if text:
                return self._fault(f"The cell holds “{text[:40]}” as a number, which it is not.\nType the value again.")
            return self._fault(_NOT_STORED) if self.has_formula else None
        if kind == "s":
            if self.parts.texts is None:
                raise damaged(self.tally.name, "the list of its texts is missing")
            number = text.strip()
            if _INDEX.fullmatch(number) and int(number) < len(self.parts.texts):
                return self.parts.texts[int(number)] or None
            return self._fault(_NO_TEXT)
        if kind in ("str", "inlineStr", "d"):
            if not self.has_value:
                return self._fault(_NOT_STORED)
            return workbook_unescaped(text) or None
        if kind == "b" and text.strip() in ("0", "1", "true", "false"):
            return text.strip() in _TRUE
        if kind == "e":
            fault = error_fault(text.strip()[:40] or "#N/A")
            return self._fault(f"{fault.message}\n{fault.remedy}")
        if kind == "b" and not text.strip():
            return self._fault(_NOT_STORED) if self.has_formula else None
        return self._fault(_ODD_KIND)

    def _fault(self, text: str) -> RawCell:
        """Note what is wrong with the cell, which then counts as one without a value."""
        self.tally.count_spoilt()
        self.found.notes[self.row, self.column] = text
        self.noted = True
        return None

    def _dated(self, value: float) -> RawCell:
        """Return a number, or, where the cell shows it as a date or a time, that as ISO text."""
        style = int(self.style) if self.style.isdecimal() and len(self.style) < 7 else 0
        if style >= len(self.parts.dates) or not self.parts.dates[style] or not 0 <= value < _LAST_SERIAL:
            return value
        return date_text(value, self.parts.from_1904)

    def _merge(self, reference: str) -> None:
        self.tally.count_merged()
        match = _RANGE.fullmatch(reference.replace("$", ""))
        if match:
            self.found.merged.append((int(match[2]), column_number(match[1]), int(match[4]), column_number(match[3])))

    def _column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") not in _TRUE and attributes.get("width") != "0":
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if _ROW.fullmatch(first) and _ROW.fullmatch(last) and len(self.found.hidden_columns) < 1000:
            self.found.hidden_columns.append((int(first), int(last)))

    def _address(self) -> str:
        return f"{self.title[:40]}!{xl_col_to_name(self.column - 1)}{self.row}"

    def _damaged(self, what: str) -> CaseError:
        return damaged(self.tally.name, f"in the sheet “{self.title[:40]}”, {what}")


def column_number(letters: str) -> int:
    """Return the number of a column, from 1, given its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def date_text(serial: float, from_1904: bool) -> str:
    """Return a date, a time or both as ISO text, given the days since the workbook's first day."""
    # Spreadsheets hold 1900 for a leap year: before its 1 March, days count from one day later.
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if serial < 60 else 30)
    try:
        moment = start + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return str(serial)
    if serial < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(sep=" ")
