"""Objectives: the levels of the lexicographic order, each a linear function of the decisions.

Money is deflated to base-year prices and discounted at the real rate; what is not money is discounted only. Each level
says its place in the order; ``rightfin.solve.levels`` solves and holds them in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.chain import chain_counts
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Expression, Linear
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Unit
from rightfin.lp.rules.composition import grade_base, overhead_base

NEEDS = "2"
"""Place of the level that says how far needs are covered."""

SAVING = "3"
"""Place of what a case saves first: it says which one of the levels that stand there, or of those that save later."""

LAST = "5"
"""Place of the last level."""


@dataclass(frozen=True)
class Objective:
    """One level: its place in the order, its public name, what it means, and the sum that it minimises.

    ``unit`` is what it is measured in and decides how it is scaled; money is at base-year prices. ``size`` is its natural
    size, from the parameters alone: what its tolerance is relative to. ``held`` says whether later levels hold it. A level
    of saving has the place that it takes where the case saves something else.
    """

    name: str
    place: str
    title: str
    unit: Unit
    size: Callable[[Parameters], float]
    rule: Callable[[Decisions, Inputs], Expression]
    held: bool
    counts: str = ""
    """The kind of decision that alone counts in it, where some cases have none: to their solvers it does not exist."""

    @property
    def ranks(self) -> bool:
        """Whether it says which of two answers is better, and shadow prices are traced to it: levels 1 and 2."""
        return self.place <= NEEDS

    @property
    def saves(self) -> bool:
        """Whether it saves money once obligations and needs are settled."""
        return NEEDS < self.place < LAST


def hollow_weight(discount_rate: float) -> float:
    """Return what an unsupported unit of support counts against a unit of unpaid money of the same year.

    ``min(0.999, (1 + 1 / (1 + rate)) / 2)``: below 1, so that what is due is paid before support is bought, and above
    the discount factor, so that an unsupported unit of this year outranks a debt of the next.
    """
    return min(0.999, (1.0 + 1.0 / (1.0 + discount_rate)) / 2.0)


def support_missing(m: Decisions, d: Inputs, year: int) -> Expression:
    """Return the cost of supporting those who are paid but not supported, currency of the year."""
    people = d.parameters.people
    return sum(
        d.support[k, year] * d.gross_up[people.institution_of[k], "operations", year] * m.hollow[k, year]
        for k in d.serves if (k, year) in m.hollow and d.support[k, year] > 0.0
    )


def obligations(m: Decisions, d: Inputs) -> Expression:
    r"""Broken obligations: pay what is due, then support those who are paid.

    $$
    \min \sum_t \mathit{money\_discount}_t \left( \sum_{w,i,c} \mathit{unfunded}_{w,i,c,t}
    + w \sum_k \frac{\mathit{support}_{k,t}}{1 - \mathit{waste}_{i(k),t}}\,\mathit{hollow}_{k,t} \right)
    $$
    """
    w = hollow_weight(d.parameters.policy.discount_rate)
    return unfunded(m, d) + sum(d.money_discount[t] * w * support_missing(m, d, t) for t in d.years)


def unfunded(m: Decisions, d: Inputs) -> Expression:
    r"""The unpaid part of broken obligations.

    $$
    \min \sum_t \mathit{money\_discount}_t \sum_{w,i,c} \mathit{unfunded}_{w,i,c,t}
    $$
    """
    return sum(d.money_discount[t] * m.unfunded[p, f, t] for p, f, t in m.unfunded)


def arrears(m: Decisions, d: Inputs) -> Expression:
    r"""Arrears, so that old debts are cleared.

    $$
    \min \sum_t \mathit{money\_discount}_t \sum_w \mathit{arrears}_{w,t}
    $$
    """
    return sum(d.money_discount[t] * m.arrears[p, t] for p, t in m.arrears)


def uncleared(m: Decisions, d: Inputs) -> Expression:
    r"""Old debts that stay uncleared: held while the arrears tolerance buys coverage.

    $$
    - \sum_t \mathit{money\_discount}_t \sum_{w,\,u \le t} \mathit{cleared}_{w,u}
    $$

    The tolerance may leave new obligations unpaid; it must not slow down the clearing of old ones.
    """
    left = {t: sum(d.money_discount[u] for u in d.years if u >= t) for t in d.years}
    return sum(-left[t] * m.cleared[p, t] for p, t in m.cleared)


def limits(m: Decisions, d: Inputs) -> Expression:
    r"""Soft strength limits, each violation relative to the limit (to the opening strength where the limit is zero).

    $$
    \min \sum_{k,t} \mathit{discount}_t \left( \frac{\mathit{below}_{k,t}}{\mathit{min\_strength}_{k,t}}
    + \frac{\mathit{above}_{k,t}}{\mathit{max\_strength}_{k,t}} \right)
    $$
    """

    def relative(limit: float, cadre: str) -> float:
        return limit if limit > 0.0 else max(d.origin.opening_strength[cadre], 1.0)

    return sum(d.discount[t] / relative(d.min_strength[k, t], k) * m.below[k, t] for k, t in m.below) + sum(
        d.discount[t] / relative(d.max_strength[k, t], k) * m.above[k, t] for k, t in m.above
    )


def sustained(m: Decisions, d: Inputs) -> Expression:
    r"""What stands beyond what can be kept up for good, from the year $\tau$ of `sustained_from` on.

    $$
    \min \sum_{t \ge \tau} \mathit{money\_discount}_t \left( \mathit{excess}_t
    + \sum_{i,c} \mathit{stranded}_{i,c,t} \right)
    $$

    It is there only where the case says from when on the force must be sustained, and answers whether it can be.
    """
    return _beyond(m, d, (t for t in m.excess if not _glides(d, t)))


def glide(m: Decisions, d: Inputs) -> Expression:
    r"""What stands beyond the way there, before that year.

    $$
    \min \sum_{t < \tau} \mathit{money\_discount}_t \left( \mathit{excess}_t
    + \sum_{i,c} \mathit{stranded}_{i,c,t} \right)
    $$
    """
    return _beyond(m, d, (t for t in m.excess if _glides(d, t)))


def _beyond(m: Decisions, d: Inputs, years: Iterable[int]) -> Expression:
    """Return what stands in some years beyond what the government, and others on their lines, can keep up."""
    chosen = tuple(years)
    stranded = sum(d.money_discount[t] * m.stranded[f, t] for f, t in m.stranded if t in chosen)
    return sum(d.money_discount[t] * m.excess[t] for t in chosen) + stranded


def _glides(d: Inputs, year: int) -> bool:
    """Return whether a year comes before the one from which on the force must be sustained."""
    goal = d.parameters.policy.sustained_from
    return goal is not None and year < goal


def needs(m: Decisions, d: Inputs) -> Expression:
    r"""Unmet needs and broken rules.

    $$
    \min \sum_t \mathit{discount}_t \left( \sum_{h,r,g} \mathit{weight}_h\,\mathit{penalty}_g\,
    \frac{\mathit{unmet}_{h,r,t,g}}{\mathit{base\_demand}_h}
    + \mathit{rule\_weight} \left( \sum_k \frac{\mathit{overhead\_miss}_{k,t}}{\mathit{base}_{k,t}}
    + \sum_k \frac{\mathit{grade\_excess}_{k,t}}{\mathit{base}_k}
    + \sum_n \left( \mathit{rule\_miss}_{n,t} + \mathit{rule\_excess}_{n,t} \right)
    + \sum_n \mathit{part\_miss}_{n,t} + \sum_n \mathit{target\_miss}_{n,t} \right) \right)
    $$

    $$
    + \sum_{q,t,g} \text{years}_t\,\mathit{stage\_weight}_q\,\text{penalty}_g\,
    \frac{\mathit{late}_{q,t,g}}{\mathit{base\_inflow}_q}
    + \sum_{q,t} \text{waiting}_{q,t}\,\mathit{dropped}_{q,t}
    + \sum_{t,g} \mathit{discount}_t\,\text{weight}\,\text{penalty}_g\,
    \frac{\mathit{crowding}_{t,g}}{\text{places of the base year}}
    $$

    Each need is relative to its national demand in the base year, threat level included (in the first year with any, where
    that is zero), so that cases and officers can be compared; each rule to its right side in the base year (at
    the ratio of the year). Rules stand beside needs: held above them they shrink the right side. What waits for a stage of
    the justice chain is relative to a year's inflow of the base year, people beyond the places of prisons to its places.
    `years` is the discount factor; in the last year planned what waits counts as if it stood for as many years again as are
    planned. `waiting` is what a dropped case counts: `drop_years` years at the highest penalties that it can meet, or 1 per
    cent more than all years that are left.
    """
    p = d.parameters
    weight = {h: d.weight[h] / d.base_demand[h] for h in p.needs.needs}
    shortfall = sum(
        d.discount[t] * weight[h] * p.needs.bands[h][g][1] * m.unmet[h, r, t, g] for h, r, t, g in m.unmet
    )
    overhead = {(k, t): overhead_base(d, k, t) for k, t in m.overhead_miss}
    grade = {k: grade_base(d, k) for k in dict.fromkeys(k for k, _ in m.grade_excess)}
    missed = (
        sum(d.discount[t] / overhead[k, t] * m.overhead_miss[k, t] for k, t in m.overhead_miss)
        + sum(d.discount[t] / grade[k] * m.grade_excess[k, t] for k, t in m.grade_excess)
        + sum(d.discount[t] * m.rule_miss[name, t] for name, t in m.rule_miss)
        + sum(d.discount[t] * m.rule_excess[name, t] for name, t in m.rule_excess)
        + sum(d.discount[t] * m.part_miss[part, t] for part, t in m.part_miss)
        + sum(d.discount[t] * m.target_miss[name, t] for name, t in m.target_miss)
    )
    found = shortfall + p.policy.rule_weight * missed
    return found + chain_counts(m, d) if p.justice.stages else found


def donor_money(m: Decisions, d: Inputs) -> Expression:
    r"""Donor money.

    $$
    \min \sum_t \mathit{money\_discount}_t \sum_{d,i,c} \mathit{grant}_{d,i,c,t}
    $$
    """
    return sum(d.money_discount[t] * m.grant[g, f, t] for g, f, t in m.grant)


def own_money(m: Decisions, d: Inputs) -> Expression:
    r"""Own money.

    $$
    \min \sum_t \mathit{money\_discount}_t \sum_{w,i,c} \mathit{own}_{w,i,c,t}
    $$
    """
    return sum(d.money_discount[t] * m.own[p, f, t] for p, f, t in m.own)


def early_handover(m: Decisions, d: Inputs) -> Expression:
    r"""Grants, weighted by how late they come.

    $$
    \min \sum_t (t - t_0)\,\mathit{money\_discount}_t \sum_{d,i,c} \mathit{grant}_{d,i,c,t}
    $$
    """
    base = d.parameters.horizon.price_year
    return sum((t - base) * d.money_discount[t] * m.grant[g, f, t] for g, f, t in m.grant)


def total_cost(m: Decisions, d: Inputs) -> Expression:
    r"""Cost of the sector.

    $$
    \min \sum_t \mathit{money\_discount}_t \sum_{i,c} \mathit{cost}_{i,c,t}
    $$
    """
    return sum(d.money_discount[t] * m.cost[b, c, t] for b, c, t in m.cost)


def reserve(m: Decisions, d: Inputs) -> Expression:
    r"""The reserve and donor money carried over, so that nothing is banked without a purpose.

    $$
    \min \sum_t \mathit{money\_discount}_t \left( \sum_w \mathit{reserve}_{w,t} + \sum_d \mathit{carried}_{d,t} \right)
    $$
    """
    banked = sum(d.money_discount[t] * m.reserve[p, t] for p, t in m.reserve)
    return banked + sum(d.money_discount[t] * m.carried[g, t] for g, t in m.carried)


def churn(m: Decisions, d: Inputs) -> Expression:
    r"""Hiring, retrenchment and promotion, and their change from year to year.

    $$
    \begin{aligned}
    \min \; & \sum_{k,t} \left( \mathit{hires}_{k,t} + \mathit{hires\_up}_{k,t} + \mathit{hires\_down}_{k,t}
    + \mathit{exits}_{k,t} + \mathit{exits\_up}_{k,t} + \mathit{exits\_down}_{k,t} \right) \\
    & + \sum_{k,k',t} \left( \mathit{promotions}_{k,k',t} + \mathit{promotions\_up}_{k,k',t}
    + \mathit{promotions\_down}_{k,k',t} \right) + \sum_{k,t} \mathit{unbrought}_{k,t}
    \end{aligned}
    $$

    A rise and a fall together are the change, whichever way it goes. It is counted where the year before has the decision
    too: not in the first planning year, and for `exits` not in the first year of a demobilisation nor in the year after its
    last. Cases of people who are missing (`unbrought`) are no more than have to come.
    """
    parts: tuple[Mapping[Any, Linear], ...] = (
        m.hires, m.exits, m.promotions, m.hires_up, m.hires_down, m.exits_up, m.exits_down, m.promotions_up,
        m.promotions_down, m.unbrought,
    )
    return sum(part[index] for part in parts for index in part)


def _of_the_state(p: Parameters) -> float:
    return (p.case_size or 1.0) * float(p.fiscal.discount.sum())


def _of_all_money(p: Parameters) -> float:
    return _of_the_state(p) + float(p.fiscal.money_discount @ p.donors.disbursed.sum(axis=0))


def _of_all_years(p: Parameters) -> float:
    return _of_all_money(p) * len(p.horizon.years)


def _of_a_limit(_: Parameters) -> float:
    return 1.0


def _of_needs(p: Parameters) -> float:
    relative = (p.needs.weight / p.needs.base_demand)[:, None] * p.needs.need.sum(axis=1)
    weights = float(p.justice.stage_weight.sum()) + p.justice.prison_weight
    return max(float((relative @ p.fiscal.discount).sum()) + weights * float(p.fiscal.discount.sum()), 1e-3)


def _of_people(p: Parameters) -> float:
    return max(float(p.people.opening_strength.sum()), 1.0)


OBJECTIVES: tuple[Objective, ...] = (
    Objective("obligations", "1a", "Broken obligations", Unit.MONEY, _of_the_state, obligations, held=True),
    Objective("unfunded", "1a", "Unpaid obligations", Unit.MONEY, _of_the_state, unfunded, held=True),
    Objective("arrears", "1b", "Arrears", Unit.MONEY, _of_the_state, arrears, held=True),
    Objective("uncleared", "1b", "Uncleared arrears", Unit.MONEY, _of_the_state, uncleared, held=True),
    Objective("limits", "1c", "Strength limits", Unit.SHARE, _of_a_limit, limits, held=True),
    Objective("sustained", "1d", "Force beyond what can be kept up", Unit.MONEY, _of_the_state, sustained, held=True,
              counts="excess"),
    Objective("glide", "1d", "Force beyond the way to it", Unit.MONEY, _of_the_state, glide, held=True,
              counts="excess"),
    Objective("needs", NEEDS, "Unmet needs and broken rules", Unit.SHARE, _of_needs, needs, held=True),
    Objective("donor_money", SAVING, "Donor money", Unit.MONEY, _of_all_money, donor_money, held=True),
    Objective("own_money", SAVING, "Own money", Unit.MONEY, _of_all_money, own_money, held=True),
    Objective("early_handover", SAVING, "Early handover", Unit.MONEY, _of_all_years, early_handover, held=True),
    Objective("total_cost", "4", "Total cost", Unit.MONEY, _of_all_money, total_cost, held=True),
    Objective("reserve", "4", "Reserve and carried money", Unit.MONEY, _of_the_state, reserve, held=True),
    Objective("churn", LAST, "Churn", Unit.PERSONS, _of_people, churn, held=False),
)
"""All levels, in their order."""

_BY_NAME: Mapping[str, Objective] = MappingProxyType({objective.name: objective for objective in OBJECTIVES})


def objective_named(name: str) -> Objective:
    """Return a level by its public name; ``ValueError`` if there is none of that name."""
    found = _BY_NAME.get(name)
    if found is None:
        raise ValueError(f"there is no level {name}: the levels are {', '.join(_BY_NAME)}")
    return found


def natural_sizes(parameters: Parameters) -> dict[str, float]:
    """Return the size of each objective, from the data alone: what its tolerance is relative to."""
    return {objective.name: objective.size(parameters) for objective in OBJECTIVES}
