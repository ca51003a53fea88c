"""The force that can be sustained: what stands can be kept up for good by the state and donors who never leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rightfin.case.lines import OF_A_CADRE, Line
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.lp.rules.readiness import supported
from rightfin.lp.steady import (
    going_on,
    of_a_cadre,
    of_kit,
    of_the_first_year,
    of_the_opening_force,
    recruited,
    wear_of,
)


@dataclass(frozen=True)
class Bound:
    """What keeping up what stands in a year may cost, in currency of that year, and how it moves with two ceilings.

    ``of_ceiling`` is what one more of the year's own ceiling adds, ``of_goal`` what one more of the ceiling of the first
    sustained year does.
    """

    amount: float
    of_ceiling: float
    of_goal: float


def bound_of(d: Inputs, year: int) -> Bound:
    """Return what what stands in a year may cost for good: the ceiling, or before the first sustained year the glide."""
    goal, first = d.parameters.policy.sustained_from, d.first
    if goal is None or year >= goal:
        return Bound(d.ceiling[year], 1.0, 0.0)
    here, there, start = (d.deflator[t] for t in (year, goal, first))
    kept = max(0.0, d.ceiling[goal] - _fixed(d, goal)) / there
    lines = [(kept, 1.0)]
    # The line from today's force, and where people cannot leave so fast the one from what is left after a year: both lead
    # to what will be kept. That need not wait for its year: growing up to it has nothing to be undone.
    for begins, cost in ((first - 1, of_the_opening_force(d)), (first, of_the_first_year(d))):
        done = (year - begins) / (goal - begins)
        lines.append(((1.0 - done) * cost / start + done * kept, done))
    line, share = max(lines)
    glide = here * line + _fixed(d, year)
    if d.ceiling[year] >= glide:
        return Bound(d.ceiling[year], 1.0, 0.0)
    return Bound(glide, 0.0, share * here / there if kept > 0.0 else 0.0)


def moved_by(d: Inputs, year: int) -> Iterator[tuple[int, float]]:
    """Yield the years whose bound rises with the ceiling of a year, each with the rise for one more of it."""
    goal = d.parameters.policy.sustained_from
    for t in asked_years(d):
        bound = bound_of(d, t)
        rise = (bound.of_ceiling if t == year else 0.0) + (bound.of_goal if year == goal else 0.0)
        if rise > 0.0:
            yield t, rise


def _fixed(d: Inputs, year: int) -> float:
    """Return what is due in a year whatever the head count, in currency of the year."""
    return sum(amount for _, amount in going_on(d, year))


def sustained(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""What stands can be kept up for good, or is on its way there; what cannot be avoided counts in its own level.

    $$
    \mathit{steady}_t - \sum_{d,i,c} \mathit{lasting}_{d,i,c,t} - \mathit{excess}_t \le \mathit{bound}_t
    $$

    $\mathit{steady}_t$ is what it costs a year to keep up what stands in year $t$, by institution *i*:

    $$
    \mathit{steady}_t = \sum_{i,\,k \in i} \left(
    \frac{\mathit{pay}_{k,t}\,\mathit{strength}_{k,t}}{1 - \mathit{skimming}_{i,t}}
    + \frac{\mathit{attrition}_{k,t} (\mathit{training\_cost}_{k,t} /
    (\mathit{recruits\_kept}_{k,t} (1 - \mathit{wash\_out}_{k,t}))
    + \mathit{pension}_{k,t}\,\mathit{retiring\_share}_{k,t} / \mathit{pension\_exit}_{k,t})\,\mathit{strength}_{k,t}
    + (\mathit{support}_{k,t} + \sum_a \mathit{units\_per\_head}_{a,k,t}\,\mathit{price}_{a,t}\,
    (\mathit{upkeep}_{a,t} + 1 / \mathit{life}_a)) (\sum_h \mathit{assigned}_{k,h,t,\text{supported}}
    + \mathit{standby}_{k,t} + \mathit{hollow}_{k,t})}{1 - \mathit{waste}_{i,t}} \right) + \mathit{goes\_on}_t
    $$

    Pay of all; training of everyone who leaves by attrition, in the cadre that recruits the replacement; pensions at the
    level that attrition sustains; support, upkeep and replacement of kit of those who are supported or should be, all who
    are there of a cadre that serves no need; what is lost on all this (skimming of pay, waste of the rest); running costs,
    and committed money that goes on.

    From `sustained_from` on $\mathit{bound}_t = \mathit{ceiling}_t$. Before it nothing is asked where `glide` is none.
    Where it is straight, what may stand follows a straight line in real terms from today's force in the base year to what
    will be kept, $\kappa$, in the year $\tau$ of `sustained_from`; $\sigma_t$ is the part of the way that year $t$ is at:

    $$
    \begin{aligned}
    \mathit{bound}_t &= \max\left(\mathit{ceiling}_t,\; \mathit{deflator}_t
    \max\left((1 - \sigma_t) \frac{\mathit{today}}{\mathit{deflator}_{t_0 + 1}} + \sigma_t\,\kappa,\;
    \kappa \right) + \mathit{goes\_on}_t \right) \\
    \kappa &= \frac{\max(0, \mathit{ceiling}_\tau - \mathit{goes\_on}_\tau)}{\mathit{deflator}_\tau}
    \end{aligned}
    $$

    *today* is what keeping up the force of the base year costs, all of it supported. Where people cannot leave so fast, the
    line starts a year later, from the least that keeping up the force of the first planning year can cost: that of the base
    year after attrition and all retrenchment that is allowed. So the overhang falls evenly to nothing and no faster than it
    can, and nobody is hired on donors' money who must go after it. Who can be kept after it may be hired on
    donors' money at once. The line runs between costs and not
    between overhangs, and money of donors who never leave counts on top of it in full: more of either in one year then
    never lowers what another may have.
    """
    lasting = sum(m.lasting[g, f, t] for g in stay(d) for f in d.funds[g])
    steady = sum(kept_up(m, d, t).values())
    return steady - lasting - m.excess[t] <= bound_of(d, t).amount


def lasting_money(m: Decisions, d: Inputs, g: str, t: int) -> Comparison:
    r"""A donor who never leaves keeps up no more than it brings in the year, net of fees.

    $$
    \sum_{i,c} \mathit{lasting}_{d,i,c,t} \le (1 - \mathit{fee}_{d,t})\,\mathit{disbursed}_{d,t}
    $$
    """
    return sum(m.lasting[g, f, t] for f in d.funds[g]) <= d.net_disbursed[g, t]


def lasting_cost(m: Decisions, d: Inputs, f: str, t: int) -> Comparison:
    r"""Donors who never leave keep up only what they may pay, and each part of it once.

    $$
    \sum_d \mathit{lasting}_{d,i,c,t} \le \mathit{steady}_{i,c,t}
    $$
    """
    return sum(m.lasting[g, f, t] for g in stay(d) if f in d.funds[g]) <= _of_class(m, d, f, t)


def lasting_match(m: Decisions, d: Inputs, g: str, t: int) -> Comparison:
    r"""A donor who never leaves and matches own money keeps up what it matches where the two pay together.

    $$
    \sum_{i,c} \mathit{lasting}_{d,i,c,t} \le \mathit{untied}_{d,t}
    + \frac{\mathit{match}_{d,t}}{1 + \mathit{match}_{d,t}} \sum_{(i,c) \in \text{scope}} \mathit{steady}_{i,c,t}
    $$
    """
    scope = d.parameters.donors.scope[g]
    together = sum(_of_class(m, d, f.name, t) for f in d.layout.classes if f.lines[0] in scope)
    paid = sum(m.lasting[g, f, t] for f in d.funds[g])
    return paid <= d.untied[g, t] + d.match[g, t] / (1.0 + d.match[g, t]) * together


def kept_up(m: Decisions, d: Inputs, year: int) -> dict[Line, Expression]:
    """Return what keeping up what stands in a year costs, by line, all that is lost and due anyhow included.

    A leaver's replacement is trained on the line of the cadre that recruits it.
    """
    people, held = d.parameters.people, d.parameters.equipment
    found: dict[Line, Expression] = {}

    def add(line: Line, amount: Expression) -> None:
        found[line] = found[line] + amount if line in found else amount

    for cadre in people.cadres:
        persons, of = m.strength[cadre, year], people.institution_of[cadre]
        direct = of_a_cadre(d, cadre, year, persons, equipped(m, d, cadre, year))
        for category, amount in zip(OF_A_CADRE, direct, strict=True):
            if category == "pay":
                for part in d.parts_of[cadre]:
                    add(Line(of, category, part), d.gross_up[of, category, year] * (d.part_pay[part, year] * persons))
                continue
            item = recruited(d, cadre) if category == "training" else cadre
            add(Line(people.institution_of[item], category, item), d.gross_up[of, category, year] * amount)
    for asset, cadre in held.uses:
        for category, share in zip(("operations", "capital"), wear_of(d, asset, year), strict=True):
            cost = of_kit(d, asset, cadre, year, share, equipped(m, d, cadre, year))
            add(Line(held.institution_of[asset], category, asset), cost)
    for line, amount in going_on(d, year):
        add(line, amount)
    return found


def equipped(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression:
    """Return who of a cadre is supported or should be: all of it where it serves no need."""
    if cadre not in d.serves:
        return d.present[cadre, year] * m.strength[cadre, year]
    found = supported(m, d, cadre, year)
    return found + m.hollow[cadre, year] if (cadre, year) in m.hollow else found


def _of_class(m: Decisions, d: Inputs, name: str, year: int) -> Expression:
    """Return what of a year's steady cost is on the lines of a financing class."""
    lines = next(frozenset(f.lines) for f in d.layout.classes if f.name == name)
    return sum(cost for line, cost in kept_up(m, d, year).items() if line in lines)


def stay(d: Inputs) -> list[str]:
    """Return the donor groups that never leave, as the case has it, and may pay anything."""
    staying = d.parameters.donors.staying
    return [g.name for g in d.layout.groups if g.members[0] in staying and d.funds[g.name]]


def asked_years(d: Inputs) -> list[int]:
    """Return the years in which what stands is bounded; none where the case does not ask for it."""
    policy = d.parameters.policy
    if policy.sustained_from is None:
        return []
    return [t for t in d.years if policy.glides or t >= policy.sustained_from]


def _by_asked_year(d: Inputs) -> Iterator[Index]:
    """Yield (year,) in which what stands is bounded."""
    return ((t,) for t in asked_years(d))


def _lasting(d: Inputs) -> Iterator[Index]:
    """Yield (donor group, class, year) of donors who never leave."""
    return ((g, f, t) for g in stay(d) for f in d.funds[g] for t in asked_years(d))


DECISIONS = (
    Decision("excess", "Beyond what can be kept up", Unit.MONEY, (Axis.YEAR,), _by_asked_year,
             "What keeping up what stands costs beyond what is allowed in the year.", Taken.FOLLOWS),
    Decision("lasting", "Lasting money of donors", Unit.MONEY, (Axis.GROUP, Axis.CLASS, Axis.YEAR), _lasting,
             "What a donor group that never leaves would pay of a financing class if what stands is kept up.",
             Taken.FOLLOWS,
             uncounted="The excess that is left without it counts."),
)

FAMILIES = (
    Family("sustained", "What can be kept up", Unit.MONEY, (Axis.YEAR,), _by_asked_year, sustained,
           gives_way="What may be kept up for good"),
    Family("lasting_money", "Lasting money of donors", Unit.MONEY, (Axis.GROUP, Axis.YEAR),
           lambda d: ((g, t) for g in stay(d) for t in asked_years(d)), lasting_money),
    Family("lasting_cost", "What lasting money may pay", Unit.MONEY, (Axis.CLASS, Axis.YEAR),
           lambda d: ((f, t) for f in dict.fromkeys(f for g in stay(d) for f in d.funds[g]) for t in asked_years(d)),
           lasting_cost),
    Family("lasting_match", "What lasting money matches", Unit.MONEY, (Axis.GROUP, Axis.YEAR),
           lambda d: ((g, t) for g in stay(d) for t in asked_years(d) if (g, t) in d.match), lasting_match),
)
