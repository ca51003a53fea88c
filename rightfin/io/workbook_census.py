"""A census of the XML of a workbook while it streams by: whatever would grow in memory is counted first."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from rightfin.io.limits import LAST_COLUMN, LAST_ROW, MOST_CELLS, MOST_TEXTS
from rightfin.io.refusal import refusal

MOST_ROW_CELLS = 16_384
"""Cells that a row of a sheet can have."""

MOST_ROW_ELEMENTS = 8 * MOST_ROW_CELLS
MOST_ELEMENTS = 6_000_000
"""Elements of all parts together: the library keeps those that it does not know in memory."""

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,9}(\.0*)?")
_FEWER = "Delete formatted blanks, or copy the case into a new workbook."


class Census(ContentHandler):
    """Counts rows, cells and texts over all parts of one workbook, whatever their root is called.

    The library finds rows anywhere in a part, so their place in it says nothing. ``bounds`` holds the last row
    and the last column with a value of the current part, zeros if it has none.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.part = name, ""
        self.elements = self.cells = self.texts = 0
        self.begin("")

    def begin(self, part: str) -> None:
        """Turn to another part; what was counted in the ones before still counts."""
        self.part = part
        self.row = self.column = self.depth = self.row_cells = self.row_elements = 0
        self.bounds = (0, 0)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX calls it so
        """Count what begins; raises ``CaseError`` where it is more than a case needs."""
        tag = name.rsplit(":", 1)[-1]
        self.elements += 1
        self.row_elements += 1 if self.depth else 0
        if self.elements > MOST_ELEMENTS or self.row_elements > MOST_ROW_ELEMENTS:
            raise refusal("too_large", f"{self.name} holds far more than a case needs.", _FEWER)
        if tag == "si":
            self.texts += 1
            if self.texts > MOST_TEXTS:
                raise refusal("too_large", f"{self.name} holds more than {MOST_TEXTS:,} texts.",
                              "Keep to the case.")
        elif tag == "row":
            self._begin_row(str(attrs.get("r", "")).strip())
        elif tag == "c":
            self._begin_cell(str(attrs.get("r", "")))
        elif tag in ("v", "f", "is"):
            self._hold_value()

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX calls it so
        """Leave a row."""
        if name.rsplit(":", 1)[-1] == "row":
            self.depth -= 1

    def _begin_row(self, number: str) -> None:
        if not self.depth:
            # Rows inside a row are kept until the outermost one ends, so they count as one.
            self.row_cells = self.row_elements = 0
        self.depth += 1
        self.row = int(float(number)) if _ROW.fullmatch(number) else self.row + 1
        self.column = 0

    def _begin_cell(self, address: str) -> None:
        self.cells += 1
        self.row_cells += 1
        if self.row_cells > MOST_ROW_CELLS:
            raise refusal("too_large", f"{self.name} holds a row of more than {MOST_ROW_CELLS:,} cells.", _FEWER)
        if self.cells > MOST_CELLS:
            raise refusal("too_large", f"{self.name} holds more than {MOST_CELLS:,} cells.", _FEWER)
        match = _CELL.fullmatch(address)
        self.column = _column_number(match[1]) if match else self.column + 1
        # The library counts rows by their own numbers, people by those of the cells: both must be near.
        self.row = max(self.row, int(match[2])) if match else self.row

    def _hold_value(self) -> None:
        """Note that the current cell is not empty; a far cell that is only formatted does no harm."""
        row, column = max(self.bounds[0], self.row), max(self.bounds[1], self.column)
        if self.row > LAST_ROW or self.column > LAST_COLUMN or row * column > MOST_CELLS:
            raise refusal("far_cell",
                          f"{self.name} has a value far outside any table, in row {self.row}, column "
                          f"{self.column} of {PurePosixPath(self.part).name}.",
                          "Delete it, or copy the tables into a new workbook.")
        self.bounds = (row, column)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
