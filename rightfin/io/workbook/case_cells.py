"""Where cells of a case stand in the sheets that a workbook has of it, so that other sheets can refer to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, key_text
from rightfin.case.cell import as_text
from rightfin.case.resolve import style_of_case
from rightfin.io.workbook.place import FIRST_ROW, Placed
from rightfin.io.workbook.write import placed_tables
from rightfin.schema import BY_NAME, Value, YearStyle


@dataclass(frozen=True)
class CellInSheet:
    """A cell in the sheet of a table: its address there, without dollars, and what stands in it."""

    sheet: str
    address: str
    held: Value


class CaseCells:
    """The cells of a case in the sheets that ``add_case_sheets`` writes."""

    def __init__(self, case: Case) -> None:
        self._placed: Mapping[str, Placed] = placed_tables(case)
        self._style: YearStyle = style_of_case(case)
        self._rows: dict[str, dict[str, int]] = {}

    def cell(self, table: str, row: str, column: str) -> CellInSheet | None:
        """Return a cell; that of the key where no column is named, ``None`` where the case has no such row or column.

        ``row`` is the key of the row, parts joined by a slash, ``column`` a year as digits or a name.
        """
        placed, number = self._placed[table], self._rows_of(table).get(row)
        name = column or placed.table.key[0]
        if number is None or name not in placed.names:
            return None
        return CellInSheet(table, f"{placed.letter(name)}{FIRST_ROW + number}", placed.values(name)[number])

    def change(self, scenarios: Collection[str], table: str, row: str, column: str) -> CellInSheet | None:
        """Return the value of the last row of some scenarios that changes a cell."""
        placed = self._placed["scenarios"]
        found = None
        for number, cells in enumerate(placed.rows):
            change = {name: as_text(value) for name, value in zip(placed.names, cells, strict=True)}
            if change["scenario"] in scenarios and change["table"] == table and change["key"].strip() in (row, "*") and (
                    self._covers(change["column"].strip(), column)):
                found = CellInSheet("scenarios", f"{placed.letter('value')}{FIRST_ROW + number}",
                                    cells[placed.names.index("value")])
        return found

    def _covers(self, typed: str, column: str) -> bool:
        if typed in ("*", column) or not column.isdecimal():
            return typed in ("*", column)
        span = self._style.span_of(typed)
        return span is not None and span[0] <= int(column) and (span[1] is None or int(column) <= span[1])

    def _rows_of(self, table: str) -> dict[str, int]:
        if table not in self._rows:
            placed = self._placed[table]
            keys = [placed.names.index(part) for part in BY_NAME[table].key]
            found: dict[str, int] = {}
            for number, cells in enumerate(placed.rows):
                found.setdefault(key_text(cells[place] for place in keys), number)
            self._rows[table] = found
        return self._rows[table]
