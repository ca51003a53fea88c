"""The tables of a case as they are typed: each cell as it stands, whether it can be read or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from xlsxwriter.utility import xl_col_to_name

from rightfin.case.cell import as_text, is_blank
from rightfin.case.exchange.trail import Trail
from rightfin.case.reading.header import is_year
from rightfin.case.reading.raw import RawCell, RawRow, RawTable
from rightfin.io.layout import heading_text, headings, plan_years
from rightfin.schema import BY_NAME, TABLES, YearStyle, style_of

FORM = "{table}!{column}{row}"
"""How a cell is addressed: as in a workbook, whose rows keep their numbers."""

Cells = Mapping[str, RawCell]
"""Cells of a row by column, years as text in four digits; blanks are left out."""


@dataclass(frozen=True)
class SheetRow:
    """A row by a number that it keeps: its cells, and what was unreadable in the file, by column, until typed over."""

    number: int
    cells: Cells = field(default_factory=lambda: MappingProxyType({}))
    unread: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, column: str) -> str:
        """Return a cell as text, empty for a blank."""
        return as_text(self.cells.get(column))

    def with_cell(self, column: str, value: RawCell) -> SheetRow:
        """Return the row with another value in a cell; what was unreadable there is gone."""
        cells = {name: cell for name, cell in self.cells.items() if name != column}
        if not is_blank(value):
            cells[column] = value
        unread = {name: text for name, text in self.unread.items() if name != column}
        return replace(self, cells=MappingProxyType(cells), unread=MappingProxyType(unread))


@dataclass(frozen=True)
class TypedSheet:
    """One table: its rows by number, in order, and columns of the file that are none of the table, as name and heading.

    Names of such columns are no headings, so that they differ from all others.
    """

    name: str
    rows: tuple[SheetRow, ...] = ()
    own: tuple[tuple[str, str], ...] = ()

    def columns(self, span: tuple[int, int] | None) -> tuple[str, ...]:
        """Return all columns: those of the table with the years of the plan and those that hold something, then others.

        Others in which nothing stands are left out.
        """
        table = BY_NAME[self.name]
        held = {name for row in self.rows for name in (*row.cells, *row.unread)}
        years = {int(name) for name in held if is_year(name)}
        if span is not None:
            years.update(plan_years(table, *span))
        return (*headings(table, sorted(years) if table.years is not None else ()),
                *(name for name, _ in self.own if name in held))

    def headings(self, span: tuple[int, int] | None, style: YearStyle) -> tuple[str, ...]:
        """Return what stands above the columns: years as the case writes them, others as the file has them."""
        own = dict(self.own)
        return tuple(own[name] if name in own else heading_text(name, style) for name in self.columns(span))

    def row(self, number: int) -> SheetRow | None:
        """Return the row of a number, ``None`` if there is none."""
        return next((row for row in self.rows if row.number == number), None)

    def raw(self, span: tuple[int, int] | None, style: YearStyle) -> RawTable:
        """Return the table as a file would hold it, so that it is read as a file is."""
        columns, header = self.columns(span), self.headings(span, style)
        notes = {(row.number, columns.index(name)): text for row in self.rows for name, text in row.unread.items()}
        rows = tuple(RawRow(row.number, tuple(row.cells.get(name) for name in columns)) for row in self.rows)
        return RawTable(self.name, header, letters(len(columns)), rows, FORM, notes)


def letters(count: int) -> tuple[str, ...]:
    """Return the letters of the first columns of a workbook."""
    return tuple(str(xl_col_to_name(place)) for place in range(count))


@dataclass(frozen=True)
class TypedCase:
    """All tables as they are typed, by name, and the trail with which they came.

    ``parents`` are the digests of the two versions of which a merge made it, if one did.
    """

    sheets: Mapping[str, TypedSheet]
    trail: Trail = ()
    parents: tuple[str, str] | None = None

    @classmethod
    def of(cls, sheets: Iterable[TypedSheet], trail: Trail = ()) -> TypedCase:
        """Return a case of some tables; all others are empty."""
        given = {sheet.name: sheet for sheet in sheets}
        return cls(MappingProxyType({table.name: given.get(table.name, TypedSheet(table.name)) for table in TABLES}), trail)

    @property
    def style(self) -> YearStyle:
        """How the case writes years."""
        return style_of(self._setting("year_form"))

    @property
    def span(self) -> tuple[int, int] | None:
        """Base year and end year as numbers, ``None`` while they are not typed or not in order."""
        base, end = (self.style.year_of(self._setting(name)) for name in ("base_year", "end_year"))
        return (base, end) if base is not None and end is not None and base < end <= base + MOST_YEARS else None

    @property
    def title(self) -> str:
        """The title that is typed, empty if there is none."""
        return self._setting("title")

    def raw(self) -> tuple[RawTable, ...]:
        """Return all tables that have rows as a file would hold them; the settings always."""
        span, style = self.span, self.style
        return tuple(sheet.raw(span, style) for sheet in self.sheets.values() if sheet.rows or sheet.name == "settings")

    def _setting(self, key: str) -> str:
        return next((row.text("value") for row in self.sheets["settings"].rows if row.text("key") == key), "")


MOST_YEARS = 100
"""Most years for which columns are shown."""
