"""Money of donors: pledges, the handover to the state, and co-financing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rightfin.lp.family import Family, Unit
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.variables import by_group, by_year


def pledge(m: Any, d: Inputs, g: str, t: int) -> Any:
    r"""Donor money that arrives is spent, carried over or lost.

    $$
    \sum_{i,c} \mathit{grant}_{d,i,c,t} + \mathit{carried}_{d,t} + \mathit{lapsed}_{d,t}
    = (1 - \mathit{fee}_d)\,\mathit{disbursed}_{d,t} + \mathit{keep}_d\,\mathit{carried}_{d,t-1}
    $$

    A donor funds only lines for which it is eligible, up to its `exit_year`, delayed money included: grants of later years
    are bounded by zero, so that another exit year changes bounds and not the rows.
    """
    spent = sum(m.grant[g, f, t] for f in d.funds[g])
    carried = m.carried[g, t] if (g, t) in m.carried else 0.0
    last: Any = d.opening_carried[g] if t == d.first else 0.0
    if (g, t - 1) in m.carried:
        last = m.carried[g, t - 1]
    return spent + carried + m.lapsed[g, t] == d.net_disbursed[g, t] + d.keep[g] * last


def handover(m: Any, d: Inputs, t: int) -> Any:
    r"""Donors pay at most the part of paid recurrent cost that the handover leaves to them.

    $$
    \mathit{own\_share}_t \sum_{d,\,i,\,c \in \text{recurrent}} \mathit{grant}_{d,i,c,t}
    \le (1 - \mathit{own\_share}_t) \sum_{i,\,c \in \text{recurrent}} \mathit{own}_{i,c,t}
    $$

    The row caps the donors, not the state's floor: a state that cannot pay shows as unfunded or unsupported, never as
    infeasible. What counts is what is paid: were donors capped by a share of *cost*, a plan would order what nobody pays
    for, because each unpaid unit would unlock grants.
    """
    shares = d.parameters.fiscal.own_share
    share = 0.0 if shares is None else float(shares[t - d.first])
    recurrent = [f.name for f in d.layout.classes if f.is_recurrent]
    grants = sum(m.grant[g, f, t] for g, found in d.funds.items() for f in found if f in recurrent)
    return share * grants <= (1.0 - share) * sum(m.own[f, t] for f in recurrent)


def _handover_years(d: Inputs) -> Iterator[Index]:
    recurrent = {f.name for f in d.layout.classes if f.is_recurrent}
    applies = d.parameters.fiscal.own_share is not None and any(recurrent.intersection(found) for found in d.funds.values())
    return by_year(d) if applies else iter(())


def co_financing(m: Any, d: Inputs, g: str, t: int) -> Any:
    r"""A donor with a match pays only as the state pays its share of the same lines.

    $$
    \sum_{(i,c) \in \text{scope}} \mathit{grant}_{d,i,c,t}
    \le \mathit{untied}_{d,t} + \mathit{match}_d \sum_{(i,c) \in \text{scope}} \mathit{own}_{i,c,t}
    $$
    """
    donors = d.parameters.donors
    untied = float(donors.untied[donors.donors.index(g), t - d.first])
    scope = _scope(d, g)
    own = sum(m.own[f, t] for f in scope)
    return sum(m.grant[g, f, t] for f in scope) <= untied + donors.match[g] * own


def _scope(d: Inputs, group: str) -> list[str]:
    scope = d.parameters.donors.scope[group]
    return [f.name for f in d.layout.classes if f.lines[0] in scope]


FAMILIES = (
    Family("pledge", "Pledges", Unit.MONEY, by_group, pledge),
    Family("handover", "Handover", Unit.MONEY, _handover_years, handover, "handover"),
    Family("co_financing", "Co-financing", Unit.MONEY,
           lambda d: ((g, t) for g in d.parameters.donors.match for t in d.years if _scope(d, g)),
           co_financing, "co_financing"),
)
