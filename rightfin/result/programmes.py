"""Programmes of a case in a plan: when each runs, what it costs, and who pays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rightfin.case.programmes.expansion import item_of
from rightfin.case.programmes.proposed import Programme
from rightfin.result.plan import PlanTable, Row
from rightfin.schema import YearStyle

MONEY = ("cost", "own", "grants", "unfunded")
"""Columns of the table ``lines`` that are summed over the lines of a programme."""


def programmes_of(
    tables: Mapping[str, PlanTable], programmes: Iterable[Programme], years: Sequence[int], style: YearStyle
) -> PlanTable:
    """Return the table ``programmes``, a row for each planned programme and year shown; ``years`` write themselves."""
    return PlanTable.of_rows("programmes", list(_rows(tables["lines"], programmes, years, style)))


def _rows(lines: PlanTable, programmes: Iterable[Programme], years: Sequence[int], style: YearStyle) -> Iterator[Row]:
    sums = {column: lines.sums(("institution", "item", "year"), column) for column in MONEY}
    for programme in programmes:
        if programme.start is None:
            continue
        start, end = style.written(programme.start), style.written(programme.start + programme.years - 1)
        items = dict.fromkeys(item_of(programme.name, cost) for cost in programme.costs)
        for year in years:
            keys = [(programme.institution, item, year) for item in items]
            money = [math.fsum(sums[column].get(key, 0.0) for key in keys) for column in MONEY]
            running = "yes" if programme.runs(programme.start, year) else "no"
            yield (programme.name, year, programme.institution, programme.phase, start, end, running, *money)
