r"""What late pay does in the next year: more people leave, and those who stay deliver less.

With :math:`m_k` the most months of pay that cadre :math:`k` was owed at the end of a month of year :math:`t`, and
:math:`a, r` the straight lines through the points of the table ``unpaid_effects`` (0 at 0 months, level after the last),

.. math::

    1 - \mathit{attrition}'_{k,t+1} &= (1 - \mathit{attrition}_{k,t+1})\,(1 - a(m_k)) \\
    \mathit{effect}'_{k,t+1} &= \mathit{effect}_{k,t+1}\,(1 - r(m_k))

and so is what a person of the cadre gets done in the justice chain. It acts between years and not within the plan, because
there the share of people who leave would be multiplied by how many there are, and both are decided: no linear model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rightfin.case.case import Case, key_text
from rightfin.case.resolve import across, base_and_end, filled, resolved_settings
from rightfin.fiscal.months import MONTHS
from rightfin.schema import BY_NAME, Value
from rightfin.study.learning.facts import Facts

MEASURE_OWED = "pay_owed"
"""Measure of the table actuals that says how many months of pay people were owed."""

SWITCH = "unpaid_worsens"
"""Setting that lets late pay act."""

_DELIVERS = (("effects", "effect"), ("justice_staff", "throughput"))
"""What a person of a cadre delivers, by table and column."""


@dataclass(frozen=True)
class LatePay:
    """What late pay of a cadre does in the next year.

    ``months`` of pay were owed at most at the end of a month; ``leaving`` is the share of those who would have stayed that
    leaves as well, ``lost`` the share of what people deliver that is lost.
    """

    cadre: str
    months: float
    leaving: float
    lost: float


def late_pay(case: Case, owed: Mapping[str, float]) -> tuple[LatePay, ...]:
    """Return what months of pay owed by cadre do in the next year, where the table says that they do anything."""
    points = sorted(
        (float(row["months"]), float(row["attrition_added"]), float(row["readiness_lost"]))
        for row in filled(case, "unpaid_effects")
        if isinstance(row["months"], (int, float)) and isinstance(row["attrition_added"], (int, float))
        and isinstance(row["readiness_lost"], (int, float))
    )
    if not points:
        return ()
    at, leaving, lost = (np.array([0.0, *part]) for part in zip(*points, strict=True))
    found = (LatePay(cadre, months, float(np.interp(months, at, leaving)), float(np.interp(months, at, lost)))
             for cadre, months in owed.items())
    return tuple(one for one in found if one.leaving > 0.0 or one.lost > 0.0)


def acts(case: Case) -> bool:
    """Return whether late pay acts on the next year's case."""
    return resolved_settings(case)[SWITCH] is True and bool(case.records("unpaid_effects"))


def counted_over(owed: Mapping[str, float], facts: Facts, institution_of: Mapping[str, str], year: int) -> dict[str, float]:
    """Return months of pay owed by cadre: those counted of it or of its institution, and as planned where none is."""
    found = {}
    for cadre, months in owed.items():
        of = facts.whole.get((MEASURE_OWED, cadre), {}).get(year)
        whole = facts.whole.get((MEASURE_OWED, institution_of[cadre]), {}).get(year)
        found[cadre] = of if of is not None else whole if whole is not None else months
    return found


def with_late_pay(case: Case, found: tuple[LatePay, ...], year: int) -> Case:
    """Return a case in which late pay has done what it does in a year; the years after it are as they were.

    The last year of the plan stays as it is, since its rates are those of all years beyond it.
    """
    if year >= base_and_end(case)[1]:
        return case
    rows = {tuple(str(row[part]) for part in BY_NAME["over_time"].key): dict(row) for row in case.records("over_time")}
    for one in found:
        for table, key, column, now, after, then in _changes(case, one, rows, year):
            row = rows.setdefault((table, key, column), {
                "table": table, "row": key, "column": column, "source": "rightfin roll: pay was late"})
            row[str(year)] = then(now)
            if row.get(str(year + 1)) is None:
                row[str(year + 1)] = after
    return case.replace({"over_time": list(rows.values())})


class _Leaves:
    """A share that leaves when some of those who would have stayed leave as well, all within a share of the year."""

    def __init__(self, leaving: float, part: float) -> None:
        self._stay = float((1.0 - leaving) ** part)

    def __call__(self, share: float) -> float:
        return 1.0 - (1.0 - share) * self._stay


class _Less:
    """A number less a share of it."""

    def __init__(self, lost: float) -> None:
        self._kept = 1.0 - lost

    def __call__(self, number: float) -> float:
        return number * self._kept


_Change = tuple[str, str, str, float, float, _Leaves | _Less]


def _changes(case: Case, one: LatePay, rows: Mapping[tuple[str, ...], Mapping[str, Value]], year: int) -> Iterator[_Change]:
    """Yield table, row, column, value in the year and the one after it, and what becomes of the former."""

    def values(table: str, key: str, column: str, typed: Value) -> tuple[float, float]:
        row = rows.get((table, key, column))
        said = [None, None] if row is None else across("over_time", row, year, year + 1)
        otherwise = float(typed) if isinstance(typed, (int, float)) else 0.0
        now, after = (otherwise if value is None else value for value in said)
        return now, after

    for row in filled(case, "cadres"):
        if row["cadre"] == one.cadre and one.leaving > 0.0:
            column, part = ("attrition", 1.0) if row["monthly_attrition"] is None else ("monthly_attrition", 1.0 / MONTHS)
            yield "cadres", one.cadre, column, *values("cadres", one.cadre, column, row[column]), _Leaves(one.leaving, part)
    for table, column in _DELIVERS:
        for row in filled(case, table) if one.lost > 0.0 else ():
            if row["cadre"] == one.cadre:
                key = key_text(row[part] for part in BY_NAME[table].key)
                yield table, key, column, *values(table, key, column, row[column]), _Less(one.lost)
