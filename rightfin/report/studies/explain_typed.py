"""Where the limits of an explanation are typed, for programs: table, row and column of the case, and the file's cell."""

from __future__ import annotations

from rightfin.reading import Saved
from rightfin.report.studies.findings import Cell, Form, Heading
from rightfin.schema import FiscalYear
from rightfin.study.why.explain import Holding

TYPED_AT = (
    Heading("table", "Table", Form.TEXT, "Table of the case in which the limit is typed; blank where no one cell says it.",
            shown=False),
    Heading("row", "Row", Form.TEXT, "Its row there, by its key.", shown=False),
    Heading("column", "Column", Form.TEXT, "Its column there; a year that is carried on is the one in which it is typed.",
            shown=False),
    Heading("cell", "Cell", Form.TEXT, "Where it stands in the file that was read.", shown=False),
)
"""Columns of where a limit is typed."""


def typed_at_cells(one: Holding, saved: Saved | None) -> tuple[Cell, ...]:
    """Return where a limit is typed, in the order of ``TYPED_AT``."""
    if one.cell is None:
        return (None,) * len(TYPED_AT)
    at = one.cell.at
    is_year = at.column.isdecimal() and isinstance(one.year, FiscalYear)
    column = one.year.style.text(int(at.column)) if is_year and isinstance(one.year, FiscalYear) else at.column
    cell = "" if saved is None else saved.cell(at.table, at.row, at.column)
    return at.table, at.row, column or None, cell or None
