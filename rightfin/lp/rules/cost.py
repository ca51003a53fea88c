"""Cost: what people and assets cost, by block of lines.

A block *b* is the lines of one institution *i* and category that no other row tells apart: all of them, where none looks
deeper; in the full model every line is its own block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rightfin.case.lines import Line
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.indices import by_cadre
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.lp.rules.people import before, of_intakes
from rightfin.lp.rules.readiness import supported
from rightfin.schema.careers import REINTEGRATION, SEVERANCE


def _rows(category: str) -> Callable[[Inputs], Iterator[Index]]:
    return lambda d: ((b, t) for b, c in d.blocks if c == category for t in d.years)


def _cost(m: Decisions, d: Inputs, name: str, category: str, year: int) -> Comparison:
    """Return the row that sets a cost: the direct cost of its lines, grossed up for what is lost, plus what is fixed."""
    block = d.blocks[name, category]
    direct = sum(direct_cost(m, d, line, year) for line in block.lines)
    fixed = sum(fixed_cost(d, line, year) for line in block.lines)
    return m.cost[name, category, year] == d.gross_up[block.institution, category, year] * direct + fixed


def fixed_cost(d: Inputs, line: Line, year: int) -> float:
    """Return what is due on a line whatever the plan does, in currency: contracts and running costs."""
    return d.committed[line, year] + d.running[line, year]


def direct_cost(m: Decisions, d: Inputs, line: Line, year: int) -> Expression:
    """Return what people and assets cost on a line, in currency, before what is lost and without what is due anyhow."""
    people = d.parameters.people
    cadre = people.paid_to.get(line.item, "") if line.category == "pay" else line.item
    employer, owner = people.institution_of.get(cadre), d.parameters.equipment.institution_of.get(line.item)
    helped = _reintegration(m, d, line.institution, year) if line[1:] == ("benefits", REINTEGRATION) else 0.0
    return helped + sum(
        costs[line.category](m, d, line.item, year)
        for costs, institution in ((_OF_A_CADRE, employer), (_OF_AN_ASSET, owner))
        if line.category in costs and institution == line.institution
    )


def _pay(m: Decisions, d: Inputs, item: str, year: int) -> Expression:
    return d.part_pay[item, year] * m.strength[d.parameters.people.paid_to[item], year]


def _support(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression:
    if d.support[cadre, year] == 0.0:
        return 0.0
    if cadre in d.serves:
        return d.support[cadre, year] * supported(m, d, cadre, year)
    return d.support[cadre, year] * (d.present[cadre, year] * m.strength[cadre, year])


def _training(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression:
    if not d.entry[cadre] or d.training_cost[cadre, year] == 0.0:
        return 0.0
    joins = year + int(d.training_lead[cadre])
    if joins <= d.last:
        return d.training_cost[cadre, year] * (d.trainees[cadre, year] * m.hires[cadre, joins])
    leavers = d.attrition[cadre, year] * before(m, d, cadre, year)
    return d.training_cost[cadre, year] * (d.trainees_for_leaver[cadre, year] * leavers)


def _benefits(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression:
    found: Expression = 0.0
    employer = d.parameters.people.institution_of[cadre]
    for left in d.paid_later[SEVERANCE].get((employer, year), ()):
        if (cadre, left) in m.exits:
            found += d.severance[cadre, year] * d.severance_due[employer, left, year] * m.exits[cadre, left]
    if (cadre, year) in m.pensioners:
        found += d.pension[cadre, year] * m.pensioners[cadre, year]
    return found


def _reintegration(m: Decisions, d: Inputs, institution: str, year: int) -> Expression:
    return sum(
        d.reintegration[institution, year] * d.reintegration_due[institution, left, year] * m.exits[cadre, left]
        for left in d.paid_later[REINTEGRATION].get((institution, year), ())
        for cadre in d.cadres_of[institution] if (cadre, left) in m.exits
    )


def _upkeep(m: Decisions, d: Inputs, asset: str, year: int) -> Expression:
    return d.upkeep[asset, year] * d.price[asset, year] * m.stock[asset, year]


def _purchases(m: Decisions, d: Inputs, asset: str, year: int) -> Expression:
    return d.price[asset, year] * m.bought[asset, year]


_OF_A_CADRE = {"pay": _pay, "operations": _support, "training": _training, "benefits": _benefits}
_OF_AN_ASSET = {"operations": _upkeep, "capital": _purchases}


def cost_pay(m: Decisions, d: Inputs, b: str, t: int) -> Comparison:
    r"""Everyone on strength is paid, who is there and who is not; each part *p* of a cadre's pay is a line of its own.

    $$
    \mathit{cost}_{b,\text{pay},t} = \frac{\sum_{p \in b,\,p \text{ of } k} \mathit{part\_pay}_{p,t}\,
    \mathit{strength}_{k,t}}
    {1 - \mathit{skimming}_{i,t}} + \sum_{\ell \in b} (\mathit{committed}_{\ell,t} + \mathit{running}_{\ell,t})
    $$
    """
    return _cost(m, d, b, "pay", t)


def cost_operations(m: Decisions, d: Inputs, b: str, t: int) -> Comparison:
    r"""Supported people need kit, fuel and food; assets need upkeep.

    $$
    \mathit{cost}_{b,\text{operations},t} = \frac{
    \sum_{k \in b} \mathit{support}_{k,t}\,\mathit{supported}_{k,t}
    + \sum_{k \in b,\,\text{overhead}} \mathit{support}_{k,t}\,(1 - \mathit{ghosts}_{i,t})\,\mathit{strength}_{k,t}
    + \sum_{a \in b} \mathit{upkeep}_{a,t}\,\mathit{price}_{a,t}\,\mathit{stock}_{a,t}}
    {1 - \mathit{waste}_{i,t}} + \sum_{\ell \in b} (\mathit{committed}_{\ell,t} + \mathit{running}_{\ell,t})
    $$

    A cadre that serves no need is overhead: its support is charged on all who are there. `upkeep` is the recurrent
    cost of a unit of capital (the r-coefficient): an asset commits every later budget until it is disposed of.
    """
    return _cost(m, d, b, "operations", t)


def cost_training(m: Decisions, d: Inputs, b: str, t: int) -> Comparison:
    r"""Recruits are trained, `training_lead` years before they join.

    $$
    \mathit{cost}_{b,\text{training},t} = \frac{\sum_{k \in b} \mathit{training\_cost}_{k,t}\,
    \mathit{hires}_{k,\,t+\mathit{training\_lead}_k} / (1 - \mathit{wash\_out}_{k,t})}{1 - \mathit{waste}_{i,t}}
    + \sum_{\ell \in b} (\mathit{committed}_{\ell,t} + \mathit{running}_{\ell,t})
    $$

    Where that year lies beyond the horizon, the replacements of this year's attrition are charged instead, for cadres that
    hire:

    $$
    \frac{\mathit{attrition}_{k,t}\,\mathit{strength}_{k,t-1}}
    {\mathit{recruits\_kept}_{k,t}\,(1 - \mathit{wash\_out}_{k,t})}
    $$
    """
    return _cost(m, d, b, "training", t)


def cost_capital(m: Decisions, d: Inputs, b: str, t: int) -> Comparison:
    r"""Assets are bought.

    $$
    \mathit{cost}_{b,\text{capital},t} = \frac{\sum_{a \in b} \mathit{price}_{a,t}\,\mathit{bought}_{a,t}}
    {1 - \mathit{waste}_{i,t}} + \sum_{\ell \in b} (\mathit{committed}_{\ell,t} + \mathit{running}_{\ell,t})
    $$
    """
    return _cost(m, d, b, "capital", t)


def cost_benefits(m: Decisions, d: Inputs, b: str, t: int) -> Comparison:
    r"""Those who were retrenched receive severance and help to reintegrate, pensioners a pension.

    $$
    \mathit{cost}_{b,\text{benefits},t} = \frac{
    \sum_{u \le t} \sum_{k \in b} \mathit{severance}_{k,t}\,\mathit{severance\_due}_{i,u,t}\,\mathit{exits}_{k,u}
    + \sum_{u \le t} \sum_{k \in i} \mathit{reintegration}_{i,t}\,\mathit{reintegration\_due}_{i,u,t}\,
    \mathit{exits}_{k,u}
    + \sum_{k \in b} \mathit{pension}_{k,t}\,\mathit{pensioners}_{k,t}}{1 - \mathit{waste}_{i,t}}
    + \sum_{\ell \in b} (\mathit{committed}_{\ell,t} + \mathit{running}_{\ell,t})
    $$

    `severance_due` is the share that is paid in the year *t* to those who left in the year *u*, by default all in the year
    in which they leave. What would fall due after the last planning year is paid in it: nobody is dismissed at the end of
    the horizon to be paid by nobody. Reintegration is a line of its own, in the block that holds it.
    """
    return _cost(m, d, b, "benefits", t)


def pensioners(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""A share of those who leave by attrition draws a pension, and so do those who retire in known years.

    $$
    \mathit{pensioners}_{k,t} = (1 - \mathit{pension\_exit}_k)\,\mathit{pensioners}_{k,t-1}
    + \mathit{retiring\_share}_{k,t}\,\mathit{attrition}_{k,t}\,\mathit{strength}_{k,t-1} + \mathit{pensioned}_{k,t}
    $$

    $$
    \mathit{pensioned}_{k,t} = \mathit{retires\_with\_pension}_{k,t_0,t}\,\mathit{opening\_strength}_k
    + \sum_{t_0 < j < t} \mathit{retires\_with\_pension}_{k,j,t} (\mathit{integrated}_{k,j}
    + \mathit{recruits\_kept}_{k,j}\,\mathit{hires}_{k,j})
    $$
    """
    last = m.pensioners[k, t - 1] if t > d.first else d.opening_pensioners[k]
    retiring = d.retiring_share[k, t] * d.attrition[k, t]
    known = of_intakes(m, d, d.retires_with_pension, k, t)
    leaving = retiring * before(m, d, k, t)
    return m.pensioners[k, t] == (1.0 - d.pension_exit[k, t]) * last + (leaving if known is None else leaving + known)


def _pensioned(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres with a pension in any year."""
    return ((k, t) for k, t in by_cadre(d) if any(d.pension[k, year] > 0.0 for year in d.years))


def _of_cost(category: str, title: str, rule: Callable[..., Comparison]) -> Family:
    axes = (Axis.BLOCK, Axis.YEAR)
    return Family(f"cost_{category}", title, Unit.MONEY, axes, _rows(category), rule, defines="cost")


DECISIONS = (
    Decision("pensioners", "Pensioners", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _pensioned,
             "People drawing a pension.", Taken.FOLLOWS,
             uncounted="What they cost counts."),
    Decision("cost", "Cost", Unit.MONEY, (Axis.BLOCK, Axis.CATEGORY, Axis.YEAR),
             lambda d: ((b, c, t) for b, c in d.blocks for t in d.years), "Cost of a block of lines.", Taken.FOLLOWS),
)

FAMILIES = (
    _of_cost("pay", "Pay", cost_pay),
    _of_cost("operations", "Operations", cost_operations),
    _of_cost("training", "Training", cost_training),
    _of_cost("capital", "Capital", cost_capital),
    _of_cost("benefits", "Benefits", cost_benefits),
    Family("pensioners", "Pensioners", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _pensioned, pensioners),
)
