"""The cell of the case in which a limit is typed that moves a number, with what is typed there."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.case.case import Case, key_text
from rightfin.case.typed_year import typed_year
from rightfin.lp.program import Label
from rightfin.result.typed_at import TypedAt, typed_at
from rightfin.schema import BY_NAME, Value


@dataclass(frozen=True)
class LimitCell:
    """Where a limit is typed in the case that was planned, and what stands there; a row alone has no column."""

    at: TypedAt
    typed: Value


def limit_cell(label: Label, name: str, case: Case) -> LimitCell | None:
    """Return the cell that a limit of a prepared case comes from; ``None`` where no one cell says it.

    ``label`` is the row of the model, ``name`` whose limit it is: of money that arrives, the donor's.
    """
    family, index = label
    if family == "pledge":
        found = _pledged(case, name, int(index[-1]))
    elif family in ("earmark_limit", "earmark_reserve"):
        column = typed_year(case, "earmarks", str(index[0]), int(index[-1]))
        found = None if column is None else TypedAt("earmarks", str(index[0]), column)
    else:
        found = typed_at(label, case)
    return None if found is None else LimitCell(found, _typed(case, found))


def _pledged(case: Case, donor: str, year: int) -> TypedAt | None:
    """Return the pledge that arrives in a year: that of its delay before it, the row where the donor's years are others."""
    record = next((row for row in case.records("donors") if row["donor"] == donor), None)
    if record is None:
        return None
    delay = record["delay_years"]
    year -= delay if isinstance(delay, int) else 0
    column = typed_year(case, "pledges", donor, year)
    if column is None:
        return None
    return TypedAt("pledges", donor, column if record["year_starts"] is None and column == str(year) else "")


def _typed(case: Case, at: TypedAt) -> Value:
    for row in case.records(at.table):
        if key_text(row[part] for part in BY_NAME[at.table].key) == at.row:
            return row.get(at.column)
    return None
