"""A table as it was found in a file, before anything is believed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rightfin.case.issue import Issue

RawCell = str | float | int | bool | None


@dataclass(frozen=True)
class RawRow:
    """One row: ``number`` as the file counts it (from 1), and its cells in header order."""

    number: int
    cells: tuple[RawCell, ...]

    def at(self, index: int) -> RawCell:
        """Return the cell under the header of this index; a row may be shorter than the header."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(frozen=True)
class RawTable:
    """One sheet or CSV file: header, rows, and how to name a cell to its author.

    ``columns`` gives for each header the column as the file names it (``C`` in a workbook). ``cell_form`` is a format
    with ``table``, ``column`` and ``row``: ``{table}!{column}{row}`` or ``{table}.csv line {row}``.
    """

    name: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[RawRow, ...]
    cell_form: str
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Problems that the reader met in a cell, by (row number, header index): an error value, a formula without value."""
    header_row: int = 0
    """Row number of the header; 0 where there is none."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged ranges from the header down: first row number, first header index, last row number, last header index."""
    remarks: tuple[Issue, ...] = ()
    """What the reader has to say about the table as a whole: that some of it is hidden."""

    def cell(self, row: int, index: int) -> str:
        """Return the address of a cell, given the row number and the index of its header."""
        return self.cell_form.format(table=self.name, column=self.columns[index], row=row)

    def header_cell(self, index: int) -> str:
        """Return the address of a heading: ``cadres!C1``, or ``cadres.csv`` where its row is not known."""
        address = self.cell_form.format(table=self.name, column=self.columns[index], row=self.header_row or "")
        return address.removesuffix(" line ")


@dataclass(frozen=True)
class RawCase:
    """All tables of a workbook or folder, and the version of the template that it was made from, where it says so."""

    tables: tuple[RawTable, ...]
    version: int | None = None
    remarks: tuple[Issue, ...] = ()
    """What the reader has to say about the file as a whole."""
