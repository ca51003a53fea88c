"""Money of donors: pledges, the handover to the state, and co-financing."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.lp.rules.money import own_on
from rightfin.schema.switches import Switch


def pledge(m: Decisions, d: Inputs, g: str, t: int) -> Comparison:
    r"""Donor money that arrives is spent, carried over or lost.

    $$
    \sum_{i,c} \mathit{grant}_{d,i,c,t} + \mathit{carried}_{d,t} + \mathit{lapsed}_{d,t}
    = (1 - \mathit{fee}_{d,t})\,\mathit{disbursed}_{d,t} + \mathit{keep}_{d,t-1}\,\mathit{carried}_{d,t-1}
    $$

    A donor funds only lines for which it is eligible, up to its `exit_year`, delayed money included: grants of later years
    are bounded by zero, so that another exit year changes bounds and not the rows.
    """
    spent = sum(m.grant[g, f, t] for f in d.funds[g])
    carried = m.carried[g, t] if (g, t) in m.carried else 0.0
    last: Expression = d.opening_carried[g] if t == d.first else 0.0
    if (g, t - 1) in m.carried:
        last = m.carried[g, t - 1]
    return spent + carried + m.lapsed[g, t] == d.net_disbursed[g, t] + d.keep[g, t - 1] * last


def handover(m: Decisions, d: Inputs, name: str, t: int) -> Comparison:
    r"""Donors pay at most the part of paid recurrent cost that each handover leaves to them.

    $$
    \mathit{own\_share}_{n,t} \sum_{d,\,(i,c) \in \text{scope}_n} \mathit{grant}_{d,i,c,t}
    \le (1 - \mathit{own\_share}_{n,t}) \sum_{w,\,(i,c) \in \text{scope}_n} \mathit{own}_{w,i,c,t}
    $$

    Only recurrent lines are in a scope; the handover of the settings, `sector`, has all of them. The row caps the donors,
    not the state's floor: a state that cannot pay shows as unfunded or unsupported, never as infeasible. What counts is
    what is paid: were donors capped by a share of *cost*, a plan would order what nobody pays for, because each unpaid
    unit would unlock grants. A handover may count the own money of one payer alone.
    """
    share = d.share[name, t]
    scope = in_handover(d, name)
    grants = sum(m.grant[g, f, t] for g, found in d.funds.items() for f in found if d.class_of[f] in scope)
    return share * grants <= (1.0 - share) * own_on(m, d, scope, t, d.parameters.handovers.handover_payer.get(name))


def in_handover(d: Inputs, name: str) -> dict[str, None]:
    """Return the names of the classes in the scope of a handover, in order."""
    lines = frozenset(d.parameters.handovers.lines[name])
    return {f.name: None for f in d.layout.classes if f.lines[0] in lines}


def _handover_rows(d: Inputs) -> Iterator[Index]:
    """Yield (handover, year) of handovers with a line that a donor may fund."""
    for name in d.parameters.handovers.handovers:
        scope = in_handover(d, name)
        if any(d.class_of[f] in scope for found in d.funds.values() for f in found):
            yield from ((name, t) for t in d.years if asks(d, name, t))


def asks(d: Inputs, name: str, year: int) -> bool:
    """Return whether a handover can ask for anything in a year.

    Where the payer whose money counts may pay none of the lines, donors may pay all of them until a share is asked for.
    """
    payer = d.parameters.handovers.handover_payer.get(name)
    pays = any(payer is None or d.purses[purse] == payer for f in in_handover(d, name) for purse in d.own_of[f])
    return pays or d.share[name, year] > 0.0


def co_financing(m: Decisions, d: Inputs, g: str, t: int) -> Comparison:
    r"""A donor with a match pays only as the state pays its share of the same lines.

    $$
    \sum_{(i,c) \in \text{scope}} \mathit{grant}_{d,i,c,t}
    \le \mathit{untied}_{d,t}
    + \mathit{match}_{d,t} \left(\sum_{w,\,(i,c) \in \text{scope}} \mathit{own}_{w,i,c,t}
    - \mathit{match\_base}_{d,t}\right)
    $$

    In scope are the lines of the table `co_financing`, or all, that the donor may fund and that can cost anything; own
    money on other lines does not count, nor that of other payers where the donor names one. Where no line is in scope there
    is no row, and nothing is asked of the state.

    `match_base` is own money that earns nothing, so that only what comes on top is matched. It counts while the donor may
    spend, and not after its `exit_year`. The row also asks something of the state: were the right side negative, no grant
    could make up for it. A state that cannot spend `match_base` less `untied` over `match` on these lines therefore has no
    plan, and the conflict names this row.
    """
    base = unmatched(d, g, t)
    scope = matched(d, g)
    own = own_on(m, d, scope, t, d.parameters.donors.match_payer.get(g))
    grants = sum(m.grant[g, f, t] for f in d.funds[g] if d.class_of[f] in scope)
    return grants <= d.untied[g, t] - d.match[g, t] * base + d.match[g, t] * own


def unmatched(d: Inputs, group: str, year: int) -> float:
    """Return the own money of a year that a donor's match leaves out, in currency: nothing once it has left."""
    return d.match_base[group, year] if d.spendable(group, year) else 0.0


def matched(d: Inputs, group: str) -> list[str]:
    """Return the names of the classes in the scope of a donor's match."""
    scope = d.parameters.donors.scope[group]
    return [f.name for f in d.layout.classes if f.lines[0] in scope]


def _by_group(d: Inputs) -> Iterator[Index]:
    """Yield (donor group, year)."""
    return ((g.name, t) for g in d.layout.groups for t in d.years)


def _grants(d: Inputs) -> Iterator[Index]:
    return ((g, f, t) for g, found in d.funds.items() for f in found for t in d.years)


def _spent_until_exit(d: Inputs, group: str, _class: str, year: int) -> float | None:
    return None if d.spendable(group, year) else 0.0


def _carried(d: Inputs) -> Iterator[Index]:
    """Yield (donor group, year) where money may be left for the year after, exits apart."""
    return ((g, t) for g, t in _by_group(d) if d.keep[g, t] > 0.0 and t < d.last)


def _carried_until_exit(d: Inputs, group: str, year: int) -> float | None:
    return None if d.may_carry(group, year) else 0.0


DECISIONS = (
    Decision("grant", "Grants", Unit.MONEY, (Axis.GROUP, Axis.PORTION, Axis.YEAR), _grants,
             "What a donor group pays on a financing class or its portion of one, net of fees; nothing once it has left.",
             Taken.IN_ITS_YEAR, _spent_until_exit),
    Decision("carried", "Donors' money carried over", Unit.MONEY, (Axis.GROUP, Axis.YEAR), _carried,
             "Donor money carried to the next year.", Taken.IN_ITS_YEAR, _carried_until_exit),
    Decision("lapsed", "Donors' money unused", Unit.MONEY, (Axis.GROUP, Axis.YEAR), _by_group,
             "Donor money lost.", Taken.FOLLOWS,
             uncounted="What is granted counts, and what nobody pays for want of it."),
)

FAMILIES = (
    Family("pledge", "Pledges", Unit.MONEY, (Axis.GROUP, Axis.YEAR), _by_group, pledge, gives_way="Money of a donor"),
    Family("handover", "Handover", Unit.MONEY, (Axis.HANDOVER, Axis.YEAR), _handover_rows, handover, Switch.HANDOVER,
           gives_way="Handover to the state"),
    Family("co_financing", "Co-financing", Unit.MONEY, (Axis.GROUP, Axis.YEAR),
           lambda d: ((g, t) for g, t in d.match if matched(d, g)),
           co_financing, Switch.CO_FINANCING, hard=True, gives_way="Co-financing rule"),
)
