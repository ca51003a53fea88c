"""What indicators are held against: limits that the case sets, and published rules of thumb with their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.result.panel import Panel
from rightfin.result.plan import PlanTable
from rightfin.result.point import in_turn
from rightfin.result.yearly import Yearly
from rightfin.schema import RECURRENT


class Relation(StrEnum):
    """How an indicator should stand to its threshold; ``COMPARE`` only says on which side it lies."""

    AT_MOST = "at most"
    AT_LEAST = "at least"
    COMPARE = "compare with"


@dataclass(frozen=True)
class Threshold:
    """One threshold of an indicator.

    ``value`` is that of a published rule of thumb, in the unit of the indicator; ``None`` for a limit of the case, whose
    values by year are in the plan's table ``thresholds``. ``source`` is the setting, or publisher, title and year.
    """

    name: str
    indicator: str
    relation: Relation
    value: float | None
    label: str
    source: str
    meaning: str

    @property
    def is_rule_of_thumb(self) -> bool:
        """Whether it is published advice rather than a limit that the case sets."""
        return self.value is not None


THRESHOLDS: tuple[Threshold, ...] = (
    Threshold("ceiling", "own_share_of_revenue", Relation.AT_MOST, None, "Ceiling of own spending", "macro: security_share",
              "The ceiling over revenue, less what the plan saves in the reserve, plus what it takes out of it."),
    Threshold("wage_bill", "own_pay_share_of_revenue", Relation.AT_MOST, None, "Wage bill ceiling",
              "macro: wage_bill_share", "Most of revenue that own pay of the sector may take."),
    Threshold("max_step", "own_step", Relation.AT_MOST, None, "Largest yearly rise", "macro: max_step_share",
              "Growth in line with revenue, and the largest rise beyond it, over revenue."),
    Threshold("handover", "self_sufficiency", Relation.AT_LEAST, None, "Handover of the sector",
              "settings: handover; macro: own_share",
              "The own share that is required of what is paid, times what is paid of recurrent cost."),
    Threshold("support_floor", "readiness", Relation.AT_LEAST, None, "Support that the case asks for",
              "cadres: support_floor",
              "The share of people who are to be supported, all cadres together. A cadre may miss its own share while "
              "others do more: then support is missing, and costs."),
    Threshold("arrears_tolerance", "broken_obligations", Relation.COMPARE, None, "May stay unpaid by choice",
              "settings: arrears_tolerance",
              "arrears_tolerance times the ceiling of the year. The plan counts it over all years together, later ones "
              "counting less, beyond what cannot be avoided: a year above it breaks nothing."),
    Threshold("police_peaceful_least", "police_per_100k", Relation.AT_LEAST, 100.0, "Peaceful population, lower end",
              "RAND, Burden of Victory, RAND Review, summer 2003",
              "1 to 4 police per 1,000 inhabitants in peaceful populations. A range of what is found, not a standard."),
    Threshold("police_peaceful_most", "police_per_100k", Relation.AT_MOST, 400.0, "Peaceful population, upper end",
              "RAND, Burden of Victory, RAND Review, summer 2003",
              "The upper end of the same range. A country in conflict may need more."),
    Threshold("police_median", "police_per_100k", Relation.COMPARE, 303.3, "Median of countries",
              "UNODC and HEUNI 2010, as quoted by The Sunday Guardian, 2014",
              "The median of reporting countries. The United Nations recommend no number of police."),
    Threshold("military_median", "security_share_of_gdp", Relation.COMPARE, 0.0142, "Military spending, median",
              "Calculated from SIPRI's military expenditure data for 2019, 152 countries",
              "Military spending only: police, courts and prisons are not in it, donors' money is not either."),
    Threshold("military_world", "security_share_of_gdp", Relation.COMPARE, 0.022, "Military spending, world total",
              "SIPRI, Trends in World Military Expenditure 2017", "World military spending over world GDP."),
    Threshold("pay_of_armies", "wage_share", Relation.COMPARE, 0.5, "Pay of armies",
              "A. de Waal, Visualizing South Sudan: the Army, 2014 (secondary source)",
              "Most armies spend about a third each on pay, operations and capital, so that pay is about half of recurrent "
              "cost. Police and courts spend more on pay."),
)
"""All thresholds, in the order of reports. Rules of thumb start a conversation: they are no limits of the plan."""

BY_NAME = {threshold.name: threshold for threshold in THRESHOLDS}


def thresholds_of(tables: Mapping[str, PlanTable], sums: Yearly) -> PlanTable:
    """Return the limits that the case sets, by year, in the unit of their indicator; undefined years are left out."""
    p, years = sums.inputs.parameters, sums.years
    panels = Panel.of_tables(tables, years)
    fiscal, strength = panels["fiscal"], panels["strength"]
    revenue, ceiling, saved, before = (fiscal[name][0] for name in ("revenue", "ceiling", "saved", "outlay_before"))
    found = {
        "ceiling": _over(ceiling - saved, revenue),
        "support_floor": _over(in_turn(_floors(strength, p)), sums.present),
        "arrears_tolerance": p.policy.arrears_tolerance * ceiling,
        "handover": _handover(panels, p),
    }
    if p.fiscal.wage_ceiling is not None:
        of_others = p.payers.payer_wage_ceiling.sum(axis=0)  # undefined where one of them has no such limit
        found["wage_bill"] = _over((p.fiscal.wage_ceiling + of_others)[: len(years)], revenue)
    if p.fiscal.max_step is not None and not p.payers.further:  # rises of several payers, each limited, have no limit
        growth = _over(revenue, p.fiscal.revenue[: len(years)])
        allowed = p.fiscal.max_step[: len(years)] + (np.where(np.isfinite(growth), growth, 0.0) - 1.0) * before
        found["max_step"] = _over(allowed, revenue)
    rows = [
        (threshold.name, year, float(value))
        for threshold in THRESHOLDS if threshold.name in found
        for year, value in zip(years, found[threshold.name], strict=True) if np.isfinite(value)
    ]
    return PlanTable.of_rows("thresholds", rows)


def _floors(strength: Panel, p: Parameters) -> Floats:
    """Return how many of each cadre the case asks to be supported, (lines, years); all where a cadre serves no need."""
    serving = {cadre for cadre, _ in p.needs.posts} | {cadre for _, cadre in p.justice.works}
    floor, years = p.by_name.support_floor, strength.years
    share = [[floor[cadre, year] if cadre in serving else 1.0 for year in years] for cadre, in strength.lines]
    asked: Floats = np.array(share).reshape(-1, len(years)) * strength["present"]
    return asked


def _handover(panels: Mapping[str, Panel], p: Parameters) -> Floats:
    """Return what the handover of the settings asks of self-sufficiency, if it covers every recurrent line."""
    budget, lines, handover = panels["budget"], panels["lines"], panels["handover"]
    recurrent = {line for line in lines.lines if line[1] in RECURRENT}
    nothing = np.full(len(budget.years), np.nan)
    if ("sector",) not in handover.lines or not recurrent <= set(p.handovers.lines["sector"]):
        return nothing
    at = handover.lines.index(("sector",))
    chosen = [category in RECURRENT for _, category in budget.lines]
    paid = handover["own"][at] + handover["grants"][at]
    return _over(handover["required_share"][at] * paid, in_turn(budget["cost"][chosen]))


def _over(above: Floats, below: Floats) -> Floats:
    """Return a ratio by year, NaN where the denominator is not positive."""
    found: Floats = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0.0)
    return found
