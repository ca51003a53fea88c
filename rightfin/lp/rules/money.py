"""Own money: which payer pays, what is left unpaid, and how much each payer may spend and save."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.indices import by_class
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.schema.switches import Switch


def own_on(m: Decisions, d: Inputs, classes: Iterable[str], year: int, payer: str | None = None) -> Expression:
    """Return what a payer, or all of them, pay on financing classes in a year."""
    return sum(
        m.own[purse, f, year] for f in classes for purse in d.own_of[f] if payer is None or d.purses[purse] == payer
    )


def own_spending(m: Decisions, d: Inputs, payer: str, year: int) -> Expression:
    """Return what a payer pays on all lines in a year, out of all its purses."""
    return sum(
        m.own[purse, f.name, year] for f in d.layout.classes for purse in d.own_of[f.name] if d.purses[purse] == payer
    )


def _out_of(m: Decisions, d: Inputs, purse: str, year: int) -> Expression:
    """Return what is paid out of a purse in a year."""
    return sum(m.own[purse, f.name, year] for f in d.layout.classes if purse in d.own_of[f.name])


def clearing(m: Decisions, payer: str, year: int) -> Expression:
    """Return arrears that a payer pays off in a year, zero where clearing is not allowed."""
    return m.cleared[payer, year] if (payer, year) in m.cleared else 0.0


def saving(m: Decisions, d: Inputs, payer: str, year: int) -> Expression:
    """Return the change of a payer's reserve net of its yield, zero where the case has no reserve."""
    if (payer, year) not in m.reserve:
        return 0.0
    last = m.reserve[payer, year - 1] if year > d.first else d.terms[payer].opening_reserve
    return m.reserve[payer, year] - (1.0 + d.reserve_yield[year]) * last


def balance(m: Decisions, d: Inputs, f: str, t: int) -> Comparison:
    r"""Every cost is paid by a payer of own money, by a donor, or by nobody.

    $$
    \sum_w \mathit{own}_{w,i,c,t} + \sum_d \mathit{grant}_{d,i,c,t} + \sum_w \mathit{unfunded}_{w,i,c,t}
    = \mathit{cost}_{i,c,t}
    $$

    What nobody pays is owed by a payer who may pay the line. In the reduced layout lines that are financed alike share one
    row; their money is split in proportion to cost.
    """
    blocks = next(c.blocks for c in d.layout.classes if c.name == f)
    grants = sum(m.grant[g, paid, t] for g, paid in d.payers[f])
    owed = sum(m.unfunded[payer, f, t] for payer in d.owing[f])
    return own_on(m, d, (f,), t) + grants + owed == sum(m.cost[b.name, b.category, t] for b in blocks)


def arrears(m: Decisions, d: Inputs, p: str, t: int) -> Comparison:
    r"""What nobody pays is owed until it is cleared.

    $$
    \mathit{arrears}_{w,t} = \mathit{arrears}_{w,t-1} + \sum_{i,c} \mathit{unfunded}_{w,i,c,t} - \mathit{cleared}_{w,t}
    $$
    """
    last = m.arrears[p, t - 1] if t > d.first else d.terms[p].opening_arrears
    owed = sum(m.unfunded[p, f.name, t] for f in d.layout.classes if p in d.owing[f.name])
    return m.arrears[p, t] == last + owed - clearing(m, p, t)


def ceiling(m: Decisions, d: Inputs, w: str, t: int) -> Comparison:
    r"""A payer spends, clears and saves within its ceiling.

    $$
    \sum_{i,c} \mathit{own}_{w,i,c,t} + \mathit{cleared}_{w,t} + \mathit{reserve}_{w,t}
    - (1 + \mathit{reserve\_yield}_t)\,\mathit{reserve}_{w,t-1} \le \mathit{purse\_money}_{w,t}
    $$

    What is in a payer's purse is its ceiling, `security_share` of its revenue, with what it receives, less what it gives.
    A transfer that is tied to a scope is a purse of its own: no more is paid out of it than it holds, and nothing is
    cleared or saved.
    """
    return _out_of(m, d, w, t) + clearing(m, w, t) + saving(m, d, w, t) <= d.purse_money[w, t]


def wage_bill(m: Decisions, d: Inputs, p: str, t: int) -> Comparison:
    r"""Own pay stays within the wage bill ceiling.

    $$
    \sum_i \mathit{own}_{w,i,\text{pay},t} \le \mathit{wage\_ceiling}_{w,t}
    $$
    """
    pay = sum(
        m.own[purse, f.name, t] for f in d.layout.classes if f.is_pay
        for purse in d.own_of[f.name] if d.purses[purse] == p
    )
    return pay <= d.terms[p].wage_ceiling[t]


def saving_limit(m: Decisions, d: Inputs, p: str, t: int) -> Comparison:
    r"""A payer does not bank its own money for years while donors pay for everything.

    $$
    \mathit{reserve}_{w,t} - (1 + \mathit{reserve\_yield}_t)\,\mathit{reserve}_{w,t-1}
    \le \mathit{max\_saving\_share}_w \cdot \mathit{purse\_money}_{w,t}
    $$
    """
    return saving(m, d, p, t) <= d.terms[p].saving_share * d.purse_money[p, t]


def clearing_limit(m: Decisions, d: Inputs, p: str, t: int) -> Comparison:
    r"""Old debts do not stop all hiring for years.

    $$
    \mathit{cleared}_{w,t} \le \mathit{max\_clearing\_share} \cdot \mathit{purse\_money}_{w,t}
    $$
    """
    return m.cleared[p, t] <= d.parameters.policy.max_clearing_share * d.purse_money[p, t]


def old_arrears(m: Decisions, d: Inputs, p: str, t: int) -> Comparison:
    r"""Only what was owed before is cleared: this year's bills are paid or left unpaid.

    $$
    \mathit{cleared}_{w,t} \le \mathit{arrears}_{w,t-1}
    $$

    Without it a bill could be left unpaid and cleared within the year, past the wage ceiling.
    """
    return m.cleared[p, t] <= (m.arrears[p, t - 1] if t > d.first else d.terms[p].opening_arrears)


def no_cliff(m: Decisions, d: Inputs, p: str, t: int) -> Comparison:
    r"""Own spending does not jump: beyond growth in line with revenue it rises by at most a share of revenue a year.

    $$
    \mathit{outlay}_{w,t} - \frac{\mathit{revenue}_{w,t}}{\mathit{revenue}_{w,t-1}}\,\mathit{outlay}_{w,t-1}
    \le \mathit{max\_step}_{w,t} \qquad
    \mathit{outlay}_{w,t} = \sum_{i,c} \mathit{own}_{w,i,c,t} + \mathit{cleared}_{w,t} + \mathit{reserve}_{w,t}
    - (1 + \mathit{reserve\_yield}_t)\,\mathit{reserve}_{w,t-1}
    $$

    The outlay of the base year is `own_spending`. After a year without revenue there is no growth: the factor is zero.
    """
    revenue = d.terms[p].revenue
    growth = revenue[t] / revenue[t - 1] if revenue[t - 1] > 0.0 else 0.0

    def outlay(year: int) -> Expression:
        return own_spending(m, d, p, year) + clearing(m, p, year) + saving(m, d, p, year)

    last = outlay(t - 1) if t > d.first else d.terms[p].own_spending
    return outlay(t) - growth * last <= d.terms[p].max_step[t]


def _by_payer(d: Inputs) -> Iterator[Index]:
    """Yield (payer, year)."""
    return ((payer, t) for payer in d.terms for t in d.years)


def _by_purse(d: Inputs) -> Iterator[Index]:
    """Yield (purse, year)."""
    return ((purse, t) for purse in d.purses for t in d.years)


def _own(d: Inputs) -> Iterator[Index]:
    """Yield (purse, class, year) of what may be paid out of it."""
    return ((purse, f, t) for purse in d.purses for f, found in d.own_of.items() if purse in found for t in d.years)


def _owed(d: Inputs) -> Iterator[Index]:
    """Yield (payer, class, year) of who owes what nobody pays."""
    return ((payer, f, t) for payer in d.terms for f, found in d.owing.items() if payer in found for t in d.years)


def _reserve(d: Inputs) -> Iterator[Index]:
    return _by_payer(d) if d.parameters.policy.reserve_allowed else iter(())


def _clears(d: Inputs) -> bool:
    """Return whether old debts may be cleared at all."""
    return not d.on(Switch.CLEARING_LIMIT) or d.parameters.policy.max_clearing_share > 0.0


def _cleared(d: Inputs) -> Iterator[Index]:
    return _by_payer(d) if _clears(d) else iter(())


def _wage_bills(d: Inputs) -> Iterator[Index]:
    """Yield (payer, year) of payers with a wage ceiling who may pay anybody."""
    paid = {d.purses[purse] for f in d.layout.classes if f.is_pay for purse in d.own_of[f.name]}
    return ((payer, t) for payer, terms in d.terms.items() if payer in paid for t in terms.wage_ceiling)


def _steps(d: Inputs) -> Iterator[Index]:
    return ((payer, t) for payer, terms in d.terms.items() for t in terms.max_step)


DECISIONS = (
    Decision("own", "Own money", Unit.MONEY, (Axis.PURSE, Axis.CLASS, Axis.YEAR), _own,
             "What a payer pays on a financing class, out of its own money or of a transfer that is tied to it.",
             Taken.IN_ITS_YEAR),
    Decision("unfunded", "Unpaid", Unit.MONEY, (Axis.PAYER, Axis.CLASS, Axis.YEAR), _owed,
             "What nobody pays on a financing class and a payer owes.", Taken.IN_ITS_YEAR),
    Decision("arrears", "Arrears", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _by_payer,
             "Unpaid obligations carried.", Taken.FOLLOWS),
    Decision("cleared", "Arrears cleared", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _cleared,
             "Old obligations paid off.", Taken.IN_ITS_YEAR),
    Decision("reserve", "Reserve", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _reserve,
             "Transition reserve.", Taken.IN_ITS_YEAR),
)

FAMILIES = (
    Family("balance", "Who pays", Unit.MONEY, (Axis.CLASS, Axis.YEAR), by_class, balance),
    Family("arrears", "Arrears", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _by_payer, arrears),
    Family("ceiling", "Ceiling", Unit.MONEY, (Axis.PURSE, Axis.YEAR), _by_purse, ceiling,
           gives_way="Ceiling of own spending"),
    Family("wage_bill", "Wage bill", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _wage_bills, wage_bill, Switch.WAGE_BILL,
           gives_way="Wage bill ceiling"),
    Family("saving_limit", "Saving", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _reserve, saving_limit, Switch.SAVING_LIMIT,
           gives_way="Money that may be saved"),
    Family("clearing_limit", "Clearing of arrears", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _cleared, clearing_limit,
           Switch.CLEARING_LIMIT, gives_way="Clearing of arrears"),
    Family("old_arrears", "Arrears that can be cleared", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _cleared, old_arrears),
    Family("no_cliff", "No cliff", Unit.MONEY, (Axis.PAYER, Axis.YEAR), _steps, no_cliff, Switch.NO_CLIFF,
           gives_way="Step of own spending"),
)
