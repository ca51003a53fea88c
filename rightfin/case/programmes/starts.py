"""A case with other starts of its programmes."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.case.case import Case
from rightfin.case.programmes.proposed import TABLE


def with_starts(case: Case, starts: Mapping[str, int | None]) -> Case:
    """Return the case in which programmes start in other years; ``None`` declines one, others stay as they are.

    Nothing is checked (see ``choices.broken``). ``KeyError`` for a programme that the case does not have.
    """
    return case.with_cells(TABLE, [((name,), "start", year) for name, year in starts.items()])


def starts_of(case: Case) -> dict[str, int | None]:
    """Return the year in which each programme starts as the case types it, ``None`` where it is not planned."""
    return {str(row["programme"]): None if row["start"] is None else int(str(row["start"]))
            for row in case.records(TABLE)}
