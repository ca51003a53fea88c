"""The force that can be sustained: what stands can be kept up for good by the state and donors who never leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from rightfin.case.lines import OF_A_CADRE, OF_AN_ASSET, Line
from rightfin.case.payers import GOVERNMENT
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.lp.rules.readiness import supported
from rightfin.lp.shared import shared
from rightfin.lp.steady import of_a_cadre, of_kit, of_the_first_year, of_the_opening_force, wear_of


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
    goal, first = d.parameters.policy.sustained_from, d.origin.first
    if goal is None or year >= goal:
        return Bound(d.purse_money[GOVERNMENT, year], 1.0, 0.0)
    here, there, start = (d.origin.deflator[t] for t in (year, goal, first))
    kept = max(0.0, d.purse_money[GOVERNMENT, goal] - due_anyhow(d, goal)) / there
    lines = [(kept, 1.0)]  # that need not wait for its year: growing up to it has nothing to be undone
    lines += [((1.0 - done) * cost / start + done * kept, done) for cost, done in _ways(d, goal, year)]
    line, share = max(lines)
    glide = here * line + due_anyhow(d, year)
    if d.purse_money[GOVERNMENT, year] >= glide:
        return Bound(d.purse_money[GOVERNMENT, year], 1.0, 0.0)
    return Bound(glide, 0.0, share * here / there if kept > 0.0 else 0.0)


def _ways(d: Inputs, goal: int, year: int) -> Iterator[tuple[float, float]]:
    """Yield from what cost ways to what will be kept start, and what share of each is gone in a year before the goal.

    From today's force, and on the straight way also from what is left after a year, where people cannot leave so fast.
    """
    o = d.origin
    if typed := o.parameters.policy.glide_share:
        yield of_the_opening_force(o), typed[year - o.first]
        return
    for begins, cost in ((o.first - 1, of_the_opening_force(o)), (o.first, of_the_first_year(o))):
        yield cost, (year - begins) / (goal - begins)


def bounds_of(d: Inputs) -> dict[int, Bound]:
    """Return the bound of every year that has one."""
    return {t: bound_of(d, t) for (t,) in _bounded(d)}


def moved_by(d: Inputs, bounds: Mapping[int, Bound], year: int) -> Iterator[tuple[int, float]]:
    """Yield the years whose bound rises with the ceiling of a year, each with the rise for one more of it."""
    goal = d.parameters.policy.sustained_from
    for t, bound in bounds.items():
        rise = (bound.of_ceiling if t == year else 0.0) + (bound.of_goal if year == goal else 0.0)
        if rise > 0.0:
            yield t, rise


def due_anyhow(d: Inputs, year: int) -> float:
    """Return what is due in a year whatever the head count, and goes on, in currency of the year."""
    return fsum(d.going_on[line, year] for line in d.parameters.lines)


def sustained(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""What stands can be kept up for good, or is on its way there; what cannot be avoided counts in its own level.

    $$
    \mathit{steady}_t + \sum_d \mathit{to\_match}_{d,t} - \sum_{d,i,c} \mathit{lasting}_{d,i,c,t}
    - \sum_{w,i,c} \mathit{kept}_{w,i,c,t} - \mathit{excess}_t \le \mathit{bound}_t
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
    + \sum_q \mathit{posted}_{k,q,t,\text{supported}} + \mathit{standby}_{k,t}
    + \mathit{hollow}_{k,t})}{1 - \mathit{waste}_{i,t}} \right) + \mathit{going\_on}_t
    $$

    Pay of all; training of everyone who leaves by attrition, in the cadre that recruits the replacement; pensions at the
    level that attrition sustains; support, upkeep and replacement of kit of those who are supported or should be, all who
    are there of a cadre that serves no need; what is lost on all this (skimming of pay, waste of the rest); running costs
    and committed money that go on: a running cost that ends, of which nothing is due in the last year planned, counts in no
    year.

    Lines that the government may not pay count apart, as `stranded`. From `sustained_from` on
    $\mathit{bound}_t = \mathit{ceiling}_t$, that of the government, transfers included. Before it nothing is asked where
    `glide` is none. Where it is straight, what may stand follows a straight line in real terms from today's force in the
    base year to what will be kept, $\kappa$, in the year $\tau$ of `sustained_from`; $\sigma_t$ is the part of the way that
    year $t$ is at:

    $$
    \begin{aligned}
    \mathit{bound}_t &= \max\left(\mathit{ceiling}_t,\; \mathit{deflator}_t
    \max\left((1 - \sigma_t) \frac{\mathit{today}}{\mathit{deflator}_{t_0 + 1}} + \sigma_t\,\kappa,\;
    \kappa \right) + \mathit{going\_on}_t \right) \\
    \kappa &= \frac{\max(0, \mathit{ceiling}_\tau - \mathit{going\_on}_\tau)}{\mathit{deflator}_\tau}
    \end{aligned}
    $$

    *today* is what keeping up the force of the base year costs, all of it supported. Where people cannot leave so fast, the
    line starts a year later, from the least that keeping up the force of the first planning year can cost: that of the base
    year after attrition and all retrenchment that is allowed. So the overhang falls evenly to nothing and no faster than it
    can, and nobody is hired on donors' money who must go after it. Who can be kept after it may be hired on
    donors' money at once. Where `glide` is by_year, $\sigma_t$ is the series `glide_share`, and the way starts from
    today's force alone. The line runs between costs and not between overhangs, and money of donors who never leave counts
    on top of it in full: more of either in one year then never lowers what another may have.

    Excess from $\tau$ on is the verdict and is settled first; what is beyond the glide before it comes after.
    """
    payable = {f for f, purses in d.own_of.items() if GOVERNMENT in purses}
    steady = sum(steady_cost(m, d, line, t) for f in d.layout.classes if f.name in payable for line in f.lines)
    lasting = sum(m.lasting[g, f, t] for g in stay(d) for f in d.funds[g] if f in payable)
    kept = sum(m.kept[purse, f, year] for purse, f, year in m.kept if year == t and f in payable)
    to_match = sum(m.to_match[g, t] for g in stay(d) if (g, t) in m.to_match)
    return steady + to_match - lasting - kept - m.excess[t] <= bound_of(d, t).amount


@shared
def steady_cost(m: Decisions, d: Inputs, line: Line, year: int) -> Expression:
    """Return what keeping up what stands in a year costs on a line, all that is lost and due anyhow included.

    A leaver's replacement is trained on the line of the cadre that recruits it.
    """
    return d.going_on[line, year] + _of_people(m, d, line, year) + _of_kit(m, d, line, year)


def _of_people(m: Decisions, d: Inputs, line: Line, year: int) -> Expression:
    people = d.parameters.people
    cadre = people.paid_to.get(line.item, "") if line.category == "pay" else line.item
    if line.category not in OF_A_CADRE or people.institution_of.get(cadre) != line.institution:
        return 0.0
    direct: Expression
    if line.category == "pay":
        direct = d.part_pay[line.item, year] * m.strength[cadre, year]
    else:
        whose = [k for k in people.cadres if d.recruited[k] == cadre] if line.category == "training" else [cadre]
        direct = sum(
            of_a_cadre(d, line.category, k, year, m.strength[k, year], equipped(m, d, k, year)) for k in whose
        )
    return d.gross_up[line.institution, line.category, year] * direct


def _of_kit(m: Decisions, d: Inputs, line: Line, year: int) -> Expression:
    held = d.parameters.equipment
    if line.category not in OF_AN_ASSET or held.institution_of.get(line.item) != line.institution:
        return 0.0
    share = wear_of(d, line.item, year)[OF_AN_ASSET.index(line.category)]
    return sum(of_kit(d, line.item, k, year, share, equipped(m, d, k, year)) for k in d.users[line.item])


def equipped(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression:
    """Return who of a cadre is supported or should be: all of it where it serves no need."""
    if cadre not in d.serves:
        return d.present[cadre, year] * m.strength[cadre, year]
    found = supported(m, d, cadre, year)
    return found + m.hollow[cadre, year] if (cadre, year) in m.hollow else found


def stay(d: Inputs) -> list[str]:
    """Return the donor groups that never leave, as the case has it, and may pay anything."""
    staying = d.parameters.donors.staying
    return [g.name for g in d.layout.groups if g.members[0] in staying and d.funds[g.name]]


def _bounded(d: Inputs) -> Iterator[Index]:
    """Yield (year,) in which what stands is bounded; none where the case does not ask for it."""
    policy = d.parameters.policy
    if policy.sustained_from is not None:
        yield from ((t,) for t in d.years if policy.glides or t >= policy.sustained_from)


DECISIONS = (
    Decision("excess", "Beyond what can be kept up", Unit.MONEY, (Axis.YEAR,), _bounded,
             "What keeping up what stands costs beyond what is allowed in the year.", Taken.FOLLOWS),
)

FAMILIES = (
    Family("sustained", "What can be kept up", Unit.MONEY, (Axis.YEAR,), _bounded, sustained,
           gives_way="What may be kept up for good"),
)
