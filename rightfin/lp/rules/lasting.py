"""Lasting money: what would keep up what stands beside the government's own: donors who never leave, and other payers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rightfin.case.payers import GOVERNMENT
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.lp.rules.donors import asks, in_handover, matched, unmatched
from rightfin.lp.rules.earmarks import limits, reserves
from rightfin.lp.rules.sustained import stay, steady_cost
from rightfin.schema.switches import Switch


def lasting_money(m: Decisions, d: Inputs, g: str, t: int) -> Comparison:
    r"""A donor who never leaves keeps up no more than it brings in the year, net of fees.

    $$
    \sum_{i,c} \mathit{lasting}_{d,i,c,t} + \sum_{e:\,d(e) = d} \mathit{idle}_{e,t}
    \le (1 - \mathit{fee}_{d,t})\,\mathit{disbursed}_{d,t}
    $$

    What it reserves for a scope that does not need it lies idle. Of a pool only what its members who never leave pay in.
    """
    idle = sum(m.idle[e, t] for e in d.reserves_of.get(g, ()) if (e, t) in m.idle)
    return sum(m.lasting[g, f, t] for f in d.funds[g]) + idle <= d.net_lasting[g, t]


def kept_money(m: Decisions, d: Inputs, w: str, t: int) -> Comparison:
    r"""A payer beside the government keeps up no more than its ceiling and what it receives allow in the year.

    $$
    \sum_{i,c} \mathit{kept}_{w,i,c,t} \le \mathit{purse\_money}_{w,t}
    $$

    A transfer that is tied to a scope is a purse of its own.
    """
    return sum(m.kept[w, f, t] for f in kept_by(d)[w]) <= d.purse_money[w, t]


def lasting_cost(m: Decisions, d: Inputs, f: str, t: int) -> Comparison:
    r"""Donors who never leave and payers keep up only what they may pay, and each part of it once.

    $$
    \sum_d \mathit{lasting}_{d,i,c,t} + \sum_w \mathit{kept}_{w,i,c,t} \le \mathit{steady}_{i,c,t}
    $$
    """
    return _paid(m, d, stay(d), [f], t) + kept_on(m, d, [f], t) <= _steady(m, d, [f], t)


def stranded(m: Decisions, d: Inputs, f: str, t: int) -> Comparison:
    r"""What the government may not pay is kept up by others, or is stranded.

    $$
    \mathit{steady}_{i,c,t} - \sum_d \mathit{lasting}_{d,i,c,t} - \sum_w \mathit{kept}_{w,i,c,t}
    \le \mathit{stranded}_{i,c,t}
    $$
    """
    return _steady(m, d, [f], t) - _paid(m, d, stay(d), [f], t) - kept_on(m, d, [f], t) <= m.stranded[f, t]


def kept_by(d: Inputs) -> Mapping[str, tuple[str, ...]]:
    """Return the classes that each purse beside the government's own may keep up."""
    found = {purse: tuple(f for f, purses in d.own_of.items() if purse in purses) for purse in d.purses}
    return {purse: classes for purse, classes in found.items() if purse != GOVERNMENT and classes}


def kept_on(m: Decisions, d: Inputs, classes: Iterable[str], year: int) -> Expression:
    """Return what payers beside the government would keep up of financing classes."""
    chosen = frozenset(classes)
    return sum(m.kept[purse, f, year] for purse, found in kept_by(d).items() for f in found if f in chosen)


def left_to_others(d: Inputs) -> tuple[str, ...]:
    """Return the classes that the government may not pay."""
    return tuple(f for f, purses in d.own_of.items() if GOVERNMENT not in purses)


def lasting_limit(m: Decisions, d: Inputs, e: str, t: int) -> Comparison:
    r"""A donor who never leaves keeps up no more in the scope of an earmark than its limit.

    $$
    \sum_{\ell \in \text{scope}_e} \mathit{lasting}_{d(e),\ell,t} \le \mathit{earmark\_amount}_{e,t}
    $$
    """
    return _paid(m, d, [d.parameters.earmarks.earmark_donor[e]], d.marked[e], t) <= d.earmark_amount[e, t]


def lasting_reserve(m: Decisions, d: Inputs, e: str, t: int) -> Comparison:
    r"""Money that is reserved for a scope keeps up nothing else.

    $$
    \sum_{\ell \in \text{scope}_e} \mathit{lasting}_{d(e),\ell,t} + \sum_{e' \subseteq e} \mathit{idle}_{e',t}
    \ge \mathit{reserved}_{e,t}
    $$
    """
    idle = sum(m.idle[one, t] for one in d.reserves_within[e] if (one, t) in m.idle)
    return _paid(m, d, [d.parameters.earmarks.earmark_donor[e]], d.marked[e], t) + idle >= d.reserved[e, t]


def lasting_handover(m: Decisions, d: Inputs, name: str, t: int) -> Comparison:
    r"""Donors who never leave keep up no more than each handover leaves to donors.

    $$
    \mathit{own\_share}_{n,t} \sum_{d,\,(i,c) \in \text{scope}_n} \mathit{lasting}_{d,i,c,t}
    \le (1 - \mathit{own\_share}_{n,t}) \sum_{(i,c) \in \text{scope}_n} \left( \mathit{steady}_{i,c,t}
    - \sum_d \mathit{lasting}_{d,i,c,t} - \mathit{stranded}_{i,c,t} \right)
    $$

    Where the handover counts one payer, what other payers keep up (`kept`) is not its own money.
    """
    scope, share = in_handover(d, name), d.share[name, t]
    own = own_part(m, d, scope, t, d.parameters.handovers.handover_payer.get(name))
    return share * _paid(m, d, stay(d), scope, t) <= (1.0 - share) * own


def lasting_match(m: Decisions, d: Inputs, g: str, t: int) -> Comparison:
    r"""A donor who never leaves and matches own money keeps up what is matched: the state pays the rest of these lines.

    $$
    \sum_{(i,c) \in \text{scope}} \mathit{lasting}_{d,i,c,t} \le \mathit{untied}_{d,t} + \mathit{match}_{d,t} \left(
    \sum_{(i,c) \in \text{scope}} \left( \mathit{steady}_{i,c,t} - \sum_{d'} \mathit{lasting}_{d',i,c,t}
    - \mathit{stranded}_{i,c,t} \right)
    + \mathit{to\_match}_{d,t} - \mathit{match\_base}_{d,t} \right)
    $$

    Where what the state keeps up on these lines is less than the `match_base` that it has promised, `to_match` is what it
    spends on them only to keep that promise, which `sustained` counts. It never pays to spend it for the grant. The base
    counts while the donor may spend, as in `co_financing`. What is spent to keep two such promises counts for each: where
    both donors match the same lines, the verdict is too strict by what one spending would keep of both.
    """
    scope = matched(d, g)
    own = own_part(m, d, scope, t, d.parameters.donors.match_payer.get(g))
    if (g, t) in m.to_match:
        own = own + m.to_match[g, t] - unmatched(d, g, t)
    return _paid(m, d, [g], scope, t) <= d.untied[g, t] + d.match[g, t] * own


def own_part(m: Decisions, d: Inputs, classes: Iterable[str], year: int, payer: str | None) -> Expression:
    """Return what a payer, or all of them, would pay of what stands on financing classes: what donors leave to them."""
    chosen = frozenset(classes)
    if payer not in (None, GOVERNMENT):
        theirs = ((w, f) for w, found in kept_by(d).items() if d.purses[w] == payer for f in found)
        return sum(m.kept[w, f, year] for w, f in theirs if f in chosen)
    left = _steady(m, d, chosen, year) - _paid(m, d, stay(d), chosen, year)
    left = left - sum(m.stranded[f, year] for f in left_to_others(d) if f in chosen)
    return left if payer is None else left - kept_on(m, d, chosen, year)


def _paid(m: Decisions, d: Inputs, groups: Iterable[str], classes: Iterable[str], year: int) -> Expression:
    """Return what donor groups would pay of financing classes."""
    chosen = frozenset(classes)
    return sum(m.lasting[g, f, year] for g in groups for f in d.funds[g] if f in chosen)


def _steady(m: Decisions, d: Inputs, classes: Iterable[str], year: int) -> Expression:
    """Return what it costs to keep up what stands, on the lines of financing classes."""
    chosen = frozenset(classes)
    return sum(steady_cost(m, d, line, year) for f in d.layout.classes if f.name in chosen for line in f.lines)


def _years(d: Inputs) -> tuple[int, ...]:
    return d.years if d.parameters.policy.sustained_from is not None else ()


def _by_giver(d: Inputs) -> Iterator[Index]:
    """Yield (donor group, year) of donors who never leave."""
    return ((g, t) for g in stay(d) for t in _years(d))


def _matching(d: Inputs) -> Iterator[Index]:
    """Yield (donor group, year) of those among them who match own money."""
    return ((g, t) for g, t in _by_giver(d) if (g, t) in d.match and matched(d, g))


def _by_gift(d: Inputs) -> Iterator[Index]:
    """Yield (donor group, class, year) of donors who never leave."""
    return ((g, f, t) for g in stay(d) for f in d.funds[g] for t in _years(d))


def _by_receiver(d: Inputs) -> Iterator[Index]:
    """Yield (class, year) of classes that they and payers beside the government may pay."""
    of_donors = (f for g in stay(d) for f in d.funds[g])
    of_payers = (f for found in kept_by(d).values() for f in found)
    return ((f, t) for f in dict.fromkeys((*of_donors, *of_payers)) for t in _years(d))


def _kept(d: Inputs) -> Iterator[Index]:
    """Yield (purse, class, year) of payers beside the government."""
    return ((purse, f, t) for purse, found in kept_by(d).items() for f in found for t in _years(d))


def _stranded(d: Inputs) -> Iterator[Index]:
    """Yield (class, year) of what the government may not pay."""
    return ((f, t) for f in left_to_others(d) for t in _years(d))


def _marked(d: Inputs, marks: Iterable[Index]) -> Iterator[Index]:
    """Yield those (earmark, year) that are of donors who never leave."""
    donor, years, staying = d.parameters.earmarks.earmark_donor, _years(d), stay(d)
    return ((e, t) for e, t in marks if t in years and donor[e] in staying)


def _handed_over(d: Inputs) -> Iterator[Index]:
    """Yield (handover, year) of handovers with a line that a donor who never leaves may pay."""
    for name in d.parameters.handovers.handovers:
        scope = in_handover(d, name)
        if any(f in scope for g in stay(d) for f in d.funds[g]):
            yield from ((name, t) for t in _years(d) if asks(d, name, t))


DECISIONS = (
    Decision("lasting", "Lasting money of donors", Unit.MONEY, (Axis.GROUP, Axis.CLASS, Axis.YEAR), _by_gift,
             "What a donor group that never leaves would pay of a financing class if what stands is kept up.",
             Taken.FOLLOWS, uncounted="The excess that is left without it counts."),
    Decision("kept", "Kept up by other payers", Unit.MONEY, (Axis.PURSE, Axis.CLASS, Axis.YEAR), _kept,
             "What a payer beside the government would pay of a financing class if what stands is kept up.",
             Taken.FOLLOWS, uncounted="The excess that is left without it counts."),
    Decision("stranded", "Beyond what other payers can keep up", Unit.MONEY, (Axis.CLASS, Axis.YEAR), _stranded,
             "What keeping up what stands costs on a class that the government may not pay, and nobody else does.",
             Taken.FOLLOWS),
    Decision("idle", "Lasting money without use", Unit.MONEY, (Axis.EARMARK, Axis.YEAR),
             lambda d: _marked(d, reserves(d)),
             "Lasting money that an earmark reserves for what does not need it.",
             Taken.FOLLOWS, uncounted="The excess that is left without it counts."),
    Decision("to_match", "Own money only for a match", Unit.MONEY, (Axis.GROUP, Axis.YEAR),
             lambda d: ((g, t) for g, t in _matching(d) if d.match_base[g, t] > 0.0),
             "Own money beyond what stands costs, spent because a donor who never leaves matches only what is above it.",
             Taken.FOLLOWS, lambda d, g, t: None if d.spendable(g, t) else 0.0,
             uncounted="The excess that it adds to counts."),
)

FAMILIES = (
    Family("lasting_money", "Lasting money of donors", Unit.MONEY, (Axis.GROUP, Axis.YEAR), _by_giver, lasting_money),
    Family("lasting_cost", "What lasting money may pay", Unit.MONEY, (Axis.CLASS, Axis.YEAR), _by_receiver, lasting_cost),
    Family("kept_money", "Money of other payers that keeps up", Unit.MONEY, (Axis.PURSE, Axis.YEAR),
           lambda d: ((purse, t) for purse in kept_by(d) for t in _years(d)), kept_money),
    Family("stranded", "What the government may not keep up", Unit.MONEY, (Axis.CLASS, Axis.YEAR), _stranded, stranded),
    Family("lasting_limit", "Earmarks of lasting money", Unit.MONEY, (Axis.EARMARK, Axis.YEAR),
           lambda d: _marked(d, limits(d)), lasting_limit),
    Family("lasting_reserve", "Reserved lasting money", Unit.MONEY, (Axis.EARMARK, Axis.YEAR),
           lambda d: _marked(d, reserves(d)), lasting_reserve),
    Family("lasting_handover", "Handover of what lasting money pays", Unit.MONEY, (Axis.HANDOVER, Axis.YEAR),
           _handed_over, lasting_handover, Switch.HANDOVER),
    Family("lasting_match", "What lasting money matches", Unit.MONEY, (Axis.GROUP, Axis.YEAR),
           _matching, lasting_match, Switch.CO_FINANCING),
)
