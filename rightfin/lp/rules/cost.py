"""Cost: what people and assets cost, by institution and category."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.indices import by_cadre
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.lp.rules.people import before
from rightfin.lp.rules.readiness import supported


def _rows(category: str) -> Callable[[Inputs], Iterator[Index]]:
    return lambda d: ((i, t) for i, c in d.lines if c == category for t in d.years)


def _cost(m: Decisions, d: Inputs, institution: str, category: str, year: int, direct: Expression) -> Comparison:
    """Return the row that sets a cost: the direct cost, grossed up for leakage, plus committed money."""
    return m.cost[institution, category, year] == (
        d.gross_up[institution] * direct + d.committed[institution, category, year]
    )


def cost_pay(m: Decisions, d: Inputs, i: str, t: int) -> Comparison:
    r"""Everyone on strength is paid.

    $$
    \mathit{cost}_{i,\text{pay},t} = \frac{\sum_{k \in i} \mathit{pay}_{k,t}\,\mathit{strength}_{k,t}}
    {1 - \mathit{leakage}_i} + \mathit{committed}_{i,\text{pay},t}
    $$
    """
    return _cost(m, d, i, "pay", t, sum(d.pay[k, t] * m.strength[k, t] for k in d.cadres_of[i]))


def cost_operations(m: Decisions, d: Inputs, i: str, t: int) -> Comparison:
    r"""Supported people need kit, fuel and food; assets need upkeep.

    $$
    \mathit{cost}_{i,\text{operations},t} = \frac{
    \sum_{k \in i} \mathit{support}_{k,t}\,\mathit{supported}_{k,t}
    + \sum_{k \in i,\,\text{overhead}} \mathit{support}_{k,t}\,\mathit{strength}_{k,t}
    + \sum_{a \in i} \mathit{upkeep}_a\,\mathit{price}_{a,t}\,\mathit{stock}_{a,t}}
    {1 - \mathit{leakage}_i} + \mathit{committed}_{i,\text{operations},t}
    $$

    A cadre that serves no need is overhead: its support is charged on all of its strength. `upkeep` is the recurrent
    cost of a unit of capital (the r-coefficient): an asset commits every later budget until it is disposed of.
    """
    support = sum(
        d.support[k, t] * (supported(m, d, k, t) if k in d.serves else m.strength[k, t])
        for k in d.cadres_of[i] if d.support[k, t] > 0.0
    )
    upkeep = sum(d.upkeep[a] * d.price[a, t] * m.stock[a, t] for a in d.assets_of[i])
    return _cost(m, d, i, "operations", t, support + upkeep)


def cost_training(m: Decisions, d: Inputs, i: str, t: int) -> Comparison:
    r"""Recruits are trained, `training_lead` years before they join.

    $$
    \mathit{cost}_{i,\text{training},t} = \frac{\sum_{k \in i} \mathit{training\_cost}_{k,t}\,
    \mathit{hires}_{k,\,t+\mathit{training\_lead}_k}}{1 - \mathit{leakage}_i} + \mathit{committed}_{i,\text{training},t}
    $$

    Where that year lies beyond the horizon, the replacements of this year's attrition are charged instead, for cadres that
    hire:

    $$
    \mathit{attrition}_k\,\mathit{strength}_{k,t-1}
    $$
    """
    direct: Expression = 0.0
    for k in d.cadres_of[i]:
        if not d.entry[k] or d.training_cost[k, t] == 0.0:
            continue
        joins = t + int(d.training_lead[k])
        recruits = m.hires[k, joins] if joins <= d.last else d.attrition[k] * before(m, d, k, t)
        direct += d.training_cost[k, t] * recruits
    return _cost(m, d, i, "training", t, direct)


def cost_capital(m: Decisions, d: Inputs, i: str, t: int) -> Comparison:
    r"""Assets are bought.

    $$
    \mathit{cost}_{i,\text{capital},t} = \frac{\sum_{a \in i} \mathit{price}_{a,t}\,\mathit{bought}_{a,t}}
    {1 - \mathit{leakage}_i} + \mathit{committed}_{i,\text{capital},t}
    $$
    """
    return _cost(m, d, i, "capital", t, sum(d.price[a, t] * m.bought[a, t] for a in d.assets_of[i]))


def cost_benefits(m: Decisions, d: Inputs, i: str, t: int) -> Comparison:
    r"""Those who are retrenched receive severance, pensioners a pension.

    $$
    \mathit{cost}_{i,\text{benefits},t} = \frac{\sum_{k \in i} \mathit{severance}_{k,t}\,\mathit{exits}_{k,t}
    + \sum_{k \in i} \mathit{pension}_{k,t}\,\mathit{pensioners}_{k,t}}{1 - \mathit{leakage}_i}
    + \mathit{committed}_{i,\text{benefits},t}
    $$
    """
    direct: Expression = 0.0
    for k in d.cadres_of[i]:
        if (k, t) in m.exits:
            direct += d.severance[k, t] * m.exits[k, t]
        if (k, t) in m.pensioners:
            direct += d.pension[k, t] * m.pensioners[k, t]
    return _cost(m, d, i, "benefits", t, direct)


def pensioners(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""A share of those who leave by attrition draws a pension.

    $$
    \mathit{pensioners}_{k,t} = (1 - \mathit{pension\_exit}_k)\,\mathit{pensioners}_{k,t-1}
    + \mathit{retiring\_share}_k\,\mathit{attrition}_k\,\mathit{strength}_{k,t-1}
    $$
    """
    last = m.pensioners[k, t - 1] if t > d.first else d.opening_pensioners[k]
    retiring = d.retiring_share[k] * d.attrition[k]
    return m.pensioners[k, t] == (1.0 - d.pension_exit[k]) * last + retiring * before(m, d, k, t)


def _pensioned(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres with a pension."""
    return ((k, t) for k, t in by_cadre(d) if d.pension[k, t] > 0.0)


def _of_cost(category: str, title: str, rule: Callable[..., Comparison]) -> Family:
    axes = (Axis.INSTITUTION, Axis.YEAR)
    return Family(f"cost_{category}", title, Unit.MONEY, axes, _rows(category), rule, defines="cost")


DECISIONS = (
    Decision("pensioners", "Pensioners", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _pensioned,
             "People drawing a pension.", Taken.FOLLOWS,
             uncounted="What they cost counts."),
    Decision("cost", "Cost", Unit.MONEY, (Axis.INSTITUTION, Axis.CATEGORY, Axis.YEAR),
             lambda d: ((i, c, t) for i, c in d.lines for t in d.years), "Cost of a line.", Taken.FOLLOWS),
)

FAMILIES = (
    _of_cost("pay", "Pay", cost_pay),
    _of_cost("operations", "Operations", cost_operations),
    _of_cost("training", "Training", cost_training),
    _of_cost("capital", "Capital", cost_capital),
    _of_cost("benefits", "Benefits", cost_benefits),
    Family("pensioners", "Pensioners", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _pensioned, pensioners),
)
