"""Money of the state: who pays, what is left unpaid, and how much the state may spend and save."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.indices import by_class, by_year
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.schema.switches import Switch


def own_spending(m: Decisions, d: Inputs, year: int) -> Expression:
    """Return what the state pays on all lines in a year."""
    return sum(m.own[f.name, year] for f in d.layout.classes)


def clearing(m: Decisions, year: int) -> Expression:
    """Return arrears paid off in a year, zero where clearing is not allowed."""
    return m.cleared[year] if year in m.cleared else 0.0


def saving(m: Decisions, d: Inputs, year: int) -> Expression:
    """Return the change of the reserve net of its yield, zero where the case has no reserve."""
    if not d.parameters.policy.reserve_allowed:
        return 0.0
    last = m.reserve[year - 1] if year > d.first else d.parameters.policy.opening_reserve
    return m.reserve[year] - (1.0 + d.reserve_yield[year]) * last


def balance(m: Decisions, d: Inputs, f: str, t: int) -> Comparison:
    r"""Every cost is paid by the state, by a donor, or by nobody.

    $$
    \mathit{own}_{i,c,t} + \sum_d \mathit{grant}_{d,i,c,t} + \mathit{unfunded}_{i,c,t} = \mathit{cost}_{i,c,t}
    $$

    In the reduced layout lines that are financed alike share one row; their money is split in proportion to cost.
    """
    blocks = next(c.blocks for c in d.layout.classes if c.name == f)
    grants = sum(m.grant[g, paid, t] for g, paid in d.payers[f])
    return m.own[f, t] + grants + m.unfunded[f, t] == sum(m.cost[b.name, b.category, t] for b in blocks)


def arrears(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""What nobody pays is owed until it is cleared.

    $$
    \mathit{arrears}_t = \mathit{arrears}_{t-1} + \sum_{i,c} \mathit{unfunded}_{i,c,t} - \mathit{cleared}_t
    $$
    """
    last = m.arrears[t - 1] if t > d.first else d.parameters.policy.opening_arrears
    return m.arrears[t] == last + sum(m.unfunded[f.name, t] for f in d.layout.classes) - clearing(m, t)


def ceiling(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""The state spends, clears and saves within its ceiling.

    $$
    \sum_{i,c} \mathit{own}_{i,c,t} + \mathit{cleared}_t + \mathit{reserve}_t
    - (1 + \mathit{reserve\_yield}_t)\,\mathit{reserve}_{t-1} \le \mathit{ceiling}_t
    $$

    $\mathit{ceiling} = \mathit{security\_share} \cdot \mathit{revenue}$.
    """
    return own_spending(m, d, t) + clearing(m, t) + saving(m, d, t) <= d.ceiling[t]


def wage_bill(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""Own pay stays within the wage bill ceiling.

    $$
    \sum_i \mathit{own}_{i,\text{pay},t} \le \mathit{wage\_ceiling}_t
    $$
    """
    return sum(m.own[f.name, t] for f in d.layout.classes if f.is_pay) <= d.wage_ceiling[t]


def saving_limit(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""The state does not bank its own money for years while donors pay for everything.

    $$
    \mathit{reserve}_t - (1 + \mathit{reserve\_yield}_t)\,\mathit{reserve}_{t-1}
    \le \mathit{max\_saving\_share} \cdot \mathit{ceiling}_t
    $$
    """
    return saving(m, d, t) <= d.parameters.policy.max_saving_share * d.ceiling[t]


def clearing_limit(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""Old debts do not stop all hiring for years.

    $$
    \mathit{cleared}_t \le \mathit{max\_clearing\_share} \cdot \mathit{ceiling}_t
    $$
    """
    return m.cleared[t] <= d.parameters.policy.max_clearing_share * d.ceiling[t]


def old_arrears(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""Only what was owed before is cleared: this year's bills are paid or left unpaid.

    $$
    \mathit{cleared}_t \le \mathit{arrears}_{t-1}
    $$

    Without it a bill could be left unpaid and cleared within the year, past the wage ceiling.
    """
    return m.cleared[t] <= (m.arrears[t - 1] if t > d.first else d.parameters.policy.opening_arrears)


def no_cliff(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""Own spending does not jump: beyond growth in line with revenue it rises by at most a share of revenue a year.

    $$
    \mathit{outlay}_t - \frac{\mathit{revenue}_t}{\mathit{revenue}_{t-1}}\,\mathit{outlay}_{t-1} \le \mathit{max\_step}_t
    \qquad \mathit{outlay}_t = \sum_{i,c} \mathit{own}_{i,c,t} + \mathit{cleared}_t + \mathit{reserve}_t
    - (1 + \mathit{reserve\_yield}_t)\,\mathit{reserve}_{t-1}
    $$

    The outlay of the base year is `own_spending`. After a year without revenue there is no growth: the factor is zero.
    """
    growth = d.revenue[t] / d.revenue[t - 1] if d.revenue[t - 1] > 0.0 else 0.0

    def outlay(year: int) -> Expression:
        return own_spending(m, d, year) + clearing(m, year) + saving(m, d, year)

    last = outlay(t - 1) if t > d.first else d.parameters.fiscal.own_spending
    return outlay(t) - growth * last <= d.max_step[t]


def _reserve(d: Inputs) -> Iterator[Index]:
    return by_year(d) if d.parameters.policy.reserve_allowed else iter(())


def _clears(d: Inputs) -> bool:
    """Return whether old debts may be cleared at all."""
    return not d.on(Switch.CLEARING_LIMIT) or d.parameters.policy.max_clearing_share > 0.0


def _cleared(d: Inputs) -> Iterator[Index]:
    return by_year(d) if _clears(d) else iter(())


DECISIONS = (
    Decision("own", "Own money", Unit.MONEY, (Axis.CLASS, Axis.YEAR), by_class,
             "What the state pays on a financing class.", Taken.IN_ITS_YEAR),
    Decision("unfunded", "Unpaid", Unit.MONEY, (Axis.CLASS, Axis.YEAR), by_class,
             "What nobody pays on a financing class.", Taken.IN_ITS_YEAR),
    Decision("arrears", "Arrears", Unit.MONEY, (Axis.YEAR,), by_year,
             "Unpaid obligations carried.", Taken.FOLLOWS),
    Decision("cleared", "Arrears cleared", Unit.MONEY, (Axis.YEAR,), _cleared,
             "Old obligations paid off.", Taken.IN_ITS_YEAR),
    Decision("reserve", "Reserve", Unit.MONEY, (Axis.YEAR,), _reserve,
             "Transition reserve.", Taken.IN_ITS_YEAR),
)

FAMILIES = (
    Family("balance", "Who pays", Unit.MONEY, (Axis.CLASS, Axis.YEAR), by_class, balance),
    Family("arrears", "Arrears", Unit.MONEY, (Axis.YEAR,), by_year, arrears),
    Family("ceiling", "Ceiling", Unit.MONEY, (Axis.YEAR,), by_year, ceiling, gives_way="Ceiling of own spending"),
    Family("wage_bill", "Wage bill", Unit.MONEY, (Axis.YEAR,),
           lambda d: by_year(d) if d.wage_ceiling and any(f.is_pay for f in d.layout.classes) else iter(()),
           wage_bill, Switch.WAGE_BILL, gives_way="Wage bill ceiling"),
    Family("saving_limit", "Saving", Unit.MONEY, (Axis.YEAR,), _reserve, saving_limit, Switch.SAVING_LIMIT,
           gives_way="Money that may be saved"),
    Family("clearing_limit", "Clearing of arrears", Unit.MONEY, (Axis.YEAR,), _cleared, clearing_limit,
           Switch.CLEARING_LIMIT, gives_way="Clearing of arrears"),
    Family("old_arrears", "Arrears that can be cleared", Unit.MONEY, (Axis.YEAR,), _cleared, old_arrears),
    Family("no_cliff", "No cliff", Unit.MONEY, (Axis.YEAR,),
           lambda d: by_year(d) if d.max_step else iter(()), no_cliff, Switch.NO_CLIFF,
           gives_way="Step of own spending"),
)
