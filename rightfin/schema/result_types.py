"""What a table that a plan writes is made of: its columns, their units, and how they follow from one another."""

from __future__ import annotations

from dataclasses import dataclass

MONEY = "currency"
"""Unit of money at current prices; who knows the case puts its currency there."""

REAL = "currency, base-year prices"

PERSONS, PERSON_YEARS, UNITS, SHARE, YEAR, NEED = "persons", "person-years", "units", "share", "year", "unit of the need"
CASES = "cases"
GAP = "years of need"


@dataclass(frozen=True)
class ResultColumn:
    """One column of a result: name for programs, meaning, unit (empty for texts), heading of its lines in the workbook.

    ``formula`` says how it follows from other columns of the same row, in their names; a test works it out. ``label`` is
    empty where the workbook shows the column under headings of its own.
    """

    name: str
    help: str
    unit: str = ""
    label: str = ""
    formula: str = ""

    def unit_in(self, currency: str) -> str:
        """Return the unit with the case's currency where it is money."""
        return self.unit.replace(MONEY, currency)


@dataclass(frozen=True)
class ResultTable:
    """One table of a plan; no two rows share the values of the columns in ``key``.

    ``help`` says what a row is and what the table is good for; ``see`` is a title and a place in the documentation.
    """

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[ResultColumn, ...]
    help: str = ""
    see: tuple[str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> ResultColumn:
        """Return the column of that name; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
