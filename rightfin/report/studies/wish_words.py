"""What wishes and what stands against them are called: the words that the findings of wishes and of targets share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.case.payers import GOVERNMENT
from rightfin.lp.kinds import Axis
from rightfin.lp.rules import FAMILY
from rightfin.report.words.wording import listed, money, people, percent, span_of
from rightfin.result.plan import Names, Plan
from rightfin.study.why.least_change import LeastChange
from rightfin.study.why.movable_inputs import MayMove, MovableInput
from rightfin.study.why.quantities import Quantity, QuantityUnit
from rightfin.study.why.standing_against import LimitAgainst, StandingAgainst
from rightfin.study.why.wishes import Wish, WishSense

SENSES = {WishSense.AT_LEAST: "at least", WishSense.AT_MOST: "at most", WishSense.EXACTLY: "exactly"}

KINDS = {
    MayMove.OWN: "own money", MayMove.DONORS: "donors' money", MayMove.TRAINING: "training places",
    MayMove.LIMITS: "limits of strength",
}
"""What may move, by kind."""

_POSTS = {MayMove.TRAINING: "training places more a year", MayMove.LIMITS: "by which limits of strength move"}
"""What may move and is no money, as what a number of it is."""

NAMED = 4
"""Most things of a kind that a sentence names; the tables have all of them."""


def amount(value: float, quantity: Quantity, currency: str) -> str:
    """Return a value of a quantity with its unit."""
    if quantity.unit is QuantityUnit.SHARE:
        return percent(value)
    return people(value) if quantity.unit is QuantityUnit.PEOPLE else money(value, currency)


def wish_in_words(wish: Wish, currency: str) -> str:
    """Return a wish as the middle of a sentence: *people in pay: Police at least 9,000 in 2029*."""
    title = wish.quantity.title
    what = f"{title[:1].lower()}{title[1:]} {SENSES[wish.sense]} {amount(wish.number, wish.quantity, currency)}"
    return f"{what} {years_in_words(wish.years)}"


def years_in_words(years: Sequence[int]) -> str:
    """Return when something is: *in 2029*, *from 2029 to 2031*."""
    return f"in {years[0]}" if len(set(years)) == 1 else f"from {min(years)} to {max(years)}"


def all_wishes(wishes: Sequence[Wish], currency: str) -> str:
    """Return wishes as the middle of a sentence."""
    return listed([wish_in_words(wish, currency) for wish in wishes])


def limit_in_words(one: LimitAgainst, names: Names) -> str:
    """Return a limit and when it stands against something: *training places (Police, 2026 to 2030)*."""
    family = FAMILY[one.family]
    axes = [axis for axis in family.axes if axis is not Axis.YEAR]
    whose = [names.called(axis, str(part)) for axis, part in zip(axes, one.whose, strict=True)
             if not (axis in (Axis.PAYER, Axis.PURSE) and part == GOVERNMENT)]
    said = [*whose, *([span_of(one.years)] if one.years else [])]
    what = f"{family.gives_way[:1].lower()}{family.gives_way[1:]}"
    return f"{what} ({', '.join(said)})" if said else what


def against_in_words(found: StandingAgainst, wishes: Sequence[Wish], plan: Plan) -> str:
    """Return what stands against wishes, what each limit does alone, and how near they come."""
    names, currency = plan.names, plan.currency
    limits = [limit_in_words(one, names) for one in found.limits]
    shown = listed([*limits[:NAMED], *([f"{len(limits) - NAMED} more"] if len(limits) > NAMED else [])])
    kept = " together with what is due, which is to stay paid," if found.levels else ""
    text = f"What stands against it:{kept} {shown}." if limits else (
        f"What stands against it{' is that what is due stays paid, and' if kept else ' is'} how people and things follow "
        "from year to year; no limit that can be moved.")
    opening = [limit_in_words(one, names) for one in found.limits if one.opens]
    if opening:
        text += f" Without any limit on {listed(opening, 'or')} alone, it could be had."
    elif limits:
        text += " Lifting one of them alone is not enough." if len(limits) > 1 else " Lifting it is not enough."
    near = [f"{amount(value, wishes[place].quantity, currency)} in {year}"
            for (place, year), value in list(found.reached.items())[:NAMED] if value != wishes[place].number]
    if near:
        text += f" As near as it comes, whatever is given up: {listed(near)}."
    return text


def who_moves(one: MovableInput, names: Names) -> str:
    """Return whose input it is, in full."""
    if one.kind is MayMove.OWN:
        return "the government" if one.who == GOVERNMENT and len(names.payers) < 2 else names.payers.get(one.who, one.who)
    of: Mapping[MayMove, Mapping[str, str]] = {
        MayMove.DONORS: names.donors, MayMove.TRAINING: names.institutions, MayMove.LIMITS: names.cadres}
    return of[one.kind].get(one.who, one.who)


def when_moves(one: MovableInput, last: int) -> str:
    """Return when an input moves: a year, every year, or each year after the last one shown."""
    return f"each year after {last}" if one.beyond else "every year" if one.year is None else str(one.year)


def change_in_words(change: LeastChange, plan: Plan) -> str:
    """Return what a least change takes, as a sentence."""
    what = listed([KINDS[kind] for kind in change.kinds])
    alone = " alone" if len(change.kinds) == 1 else " together"
    if change.amounts is None:
        return f"No amount of {what}{alone} does."
    if not change.confirmed:
        return f"With {what}{alone}, what was found did not hold when it was solved again; it is not told."
    if not change.amounts:
        return f"Nothing of {what} has to move."
    parts = []
    if change.money > 0.0:
        years = [one.year for one in change.amounts if one.kind.is_money and one.year is not None]
        beyond = any(one.beyond for one in change.amounts)
        when = f" {years_in_words(years)}" if years else ""
        after = f"{' and' if when else ''} after {plan.years[-1]}" if beyond else ""
        parts.append(f"{money(change.money, plan.currency)} more at prices of {plan.base_year}{when}{after}")
    for kind, noun in _POSTS.items():
        of_kind = {one: by for one, by in change.amounts.items() if one.kind is kind}
        if of_kind:
            first = list(of_kind.items())[:NAMED]
            whose = listed([f"{who_moves(one, plan.names)} {people(max(1.0, by))}" for one, by in first])
            parts.append(f"{people(max(1.0, sum(of_kind.values())))} {noun} ({whose})")
    return f"{what[:1].upper()}{what[1:]}{alone}: {listed(parts)}."
