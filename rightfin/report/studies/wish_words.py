"""What wishes and what stands against them are called: the words that the findings of wishes and of targets share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rightfin.case.payers import GOVERNMENT
from rightfin.lp.kinds import Axis
from rightfin.lp.rules import FAMILY
from rightfin.report.words.wording import begun, listed, money, people, percent, span_of
from rightfin.result.plan import Names, Plan
from rightfin.study.why.least_change import LeastChange
from rightfin.study.why.movable_inputs import MayMove, MovableInput
from rightfin.study.why.quantities import Quantity, QuantityKind, QuantityUnit
from rightfin.study.why.standing_against import LimitAgainst, StandingAgainst
from rightfin.study.why.wished import WishCourse, WishedPlan
from rightfin.study.why.wishes import Wish, WishSense
from rightfin.tolerances import AS_LARGE

SENSES = {WishSense.AT_LEAST: "at least", WishSense.AT_MOST: "at most", WishSense.EXACTLY: "exactly"}

KINDS = {
    MayMove.OWN: "own money", MayMove.DONORS: "donors' money", MayMove.TRAINING: "training places",
    MayMove.LIMITS: "limits of strength",
}
"""What may move, by kind."""


_DEARER = {"donor_money": "donors' money", "own_money": "own money", "total_cost": "the cost of the sector",
           "early_handover": "donors' money (weighed by how late it comes)",
           "reserve": "money that is put aside or carried over"}
"""Levels of money, as what rises."""

NAMED = 4
"""Most things of a kind that a sentence names; the tables have all of them."""


def amount(value: float, quantity: Quantity, currency: str) -> str:
    """Return a value of a quantity with its unit."""
    if quantity.unit is QuantityUnit.SHARE:
        return percent(value)
    return people(value) if quantity.unit is QuantityUnit.PEOPLE else money(value, currency)


def wish_in_words(wish: Wish, currency: str) -> str:
    """Return a wish as the middle of a sentence: *people in pay (Police) at least 9,000 in 2029*."""
    return f"{target_in_words(wish, currency)} {years_in_words(wish.years)}"


def target_in_words(wish: Wish, currency: str) -> str:
    """Return a wish without its years: *people in pay (Police) at least 9,000*."""
    head, _, whose = wish.quantity.title.partition(": ")
    what = f"{head[:1].lower()}{head[1:]}{f' ({whose})' if whose else ''}"
    return f"{what} {SENSES[wish.sense]} {amount(wish.number, wish.quantity, currency)}"


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


def against_in_words(found: StandingAgainst, wishes: Sequence[Wish], plan: Plan, *, kept: bool = False) -> str:
    """Return what stands against wishes, what each limit does alone, and how near they come.

    ``kept`` says that what is promised is kept; otherwise it may be given up.
    """
    names, currency = plan.names, plan.currency
    limits = [limit_in_words(one, names) for one in sorted(found.limits, key=lambda one: not one.opens)]
    shown = listed([*limits[:NAMED], *([f"{len(limits) - NAMED} more"] if len(limits) > NAMED else [])])
    due = ", with all that is promised kept" if found.levels else ""
    if len(found.wishes) > 1:
        told = listed([f"{target_in_words(one, currency)} in {listed([str(year) for year in one.years])}"
                       for one in found.wishes])
        text = f"They contradict one another: {told}{due}. " + (
            f"With that goes {shown}." if limits else "No limit that can be moved stands between.")
    else:
        text = f"{begun(shown)}{due}." if limits else (
            f"What follows from year to year of itself{due}: no limit that can be moved.")
    opening = [limit_in_words(one, names) for one in found.limits if one.opens]
    if opening and len(opening) == len(limits):
        text += " Lifting any one of them alone would do." if len(limits) > 1 else " Lifting it would do."
    elif opening:
        text += f" Lifting {listed(opening, 'or')} alone would do; lifting one of the others alone would not."
    elif limits:
        text += " Lifting one of them alone is not enough." if len(limits) > 1 else " Lifting it is not enough."
    near = [f"{amount(value, wishes[place].quantity, currency)} in {year}"
            for (place, year), value in list(found.reached.items())[:NAMED] if value != wishes[place].number]
    if near:
        text += f" As near as it comes{'' if kept else ', whatever is given up'}: {listed(near)}."
    return text


def limit_moved(one: MovableInput, by: float, names: Names) -> str:
    """Return which limit of strength moves, which way, by how much and to what."""
    what = f"the {'least' if one.lowers else 'greatest'} strength of {who_moves(one, names)}"
    text = f"{what} {'lowered' if one.lowers else 'raised'} by {people(math.ceil(by))}"
    to = moved_to(one, by)
    return f"{text} in every year" if to is None else f"{text} to {people(to)}"


def moved_to(one: MovableInput, by: float) -> float | None:
    """Return what a limit of strength comes to, where it is the same in every year."""
    if one.now is None:
        return None
    return max(one.now - math.ceil(by), 0.0) if one.lowers else one.now + math.ceil(by)


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


def changes_in_words(changes: Sequence[LeastChange], plan: Plan) -> str:
    """Return what least changes take, as sentences; what does not do is said together."""
    none = [f"{listed([KINDS[kind] for kind in one.kinds])}{' alone' if len(one.kinds) == 1 else ', all together,'}"
            for one in changes if one.amounts is None]
    last = changes[-1].amounts if len(changes) > 1 else None
    same = None if last is None else next((one for one in changes[:-1] if one.confirmed and one.amounts is not None
                                           and one.amounts.keys() == last.keys()), None)
    told = [_change_in_words(one, plan) for one in (changes[:-1] if same else changes) if one.amounts is not None]
    told += [] if same is None else [f"Where all may move, it takes what {KINDS[same.kinds[0]]} alone takes."]
    if none and not told:
        every = listed([KINDS[kind] for kind in changes[-1].kinds])
        return f"No amount of {every} does{', not even of all together' if len(changes) > 1 else ''}."
    return " ".join([*told, *([f"No amount of {listed(none, 'or')} does."] if none else [])])


def _change_in_words(change: LeastChange, plan: Plan) -> str:
    """Return what a least change takes, as a sentence; not for one that no amount makes."""
    what = listed([KINDS[kind] for kind in change.kinds])
    alone = " alone" if len(change.kinds) == 1 else " together"
    if change.amounts is None or not change.confirmed:
        return f"With {what}{alone}, nothing was found that holds when it is solved again."
    if not change.amounts:
        return f"Nothing of {what} has to move."
    parts = []
    if change.money > 0.0:
        years = [one.year for one in change.amounts if one.kind.is_money and one.year is not None]
        beyond = any(one.beyond for one in change.amounts)
        when = f" {years_in_words(years)}" if years else ""
        after = f"{' and' if when else ''} after {plan.years[-1]}" if beyond else ""
        parts.append(f"{money(change.money, plan.currency)} more at prices of {plan.base_year}{when}{after}")
    places = {who_moves(one, plan.names): math.ceil(by) for one, by in change.amounts.items()
              if one.kind is MayMove.TRAINING}
    if places:
        first = list(places.items())[:NAMED]
        whose = listed([f"{who} {people(number)}" for who, number in first]) if len(places) > 1 else next(iter(places))
        parts.append(f"{people(sum(places.values()))} training places more a year ({whose})")
    limits = [limit_moved(one, by, plan.names) for one, by in change.amounts.items() if one.kind is MayMove.LIMITS]
    parts += limits[:NAMED]
    parts += [f"{len(limits) - NAMED} more limits of strength, which the table names"] if len(limits) > NAMED else []
    return f"{what[:1].upper()}{what[1:]}{alone}: {listed(parts)}."


def of_kind(wished: WishedPlan, kind: QuantityKind) -> list[WishCourse]:
    """Return what changes of a kind of quantities."""
    return [one for one in wished.courses if one.quantity.measure is kind and one.changes]


def needs_moved(wished: WishedPlan) -> str:
    """Return which needs are covered less and which more, as sentences."""
    single = [one for one in of_kind(wished, QuantityKind.COVERAGE) if one.quantity.name != str(QuantityKind.COVERAGE)]
    falls = sorted(((min(one.changes.values()), one) for one in single if min(one.changes.values()) < 0.0),
                   key=lambda pair: round(pair[0], 4))
    rises = sorted(((-max(one.changes.values()), one) for one in single if max(one.changes.values()) > 0.0),
                   key=lambda pair: round(pair[0], 4))
    if not falls:
        return "No need is covered worse in a year shown by a tenth of a percentage point or more."
    told = [_change_of(one, by) for by, one in falls[:NAMED]]
    text = f"Covered less, each in its worst year: {listed(told)}."
    if rises:
        text += f" Covered more, each in its best year: {listed([_change_of(one, -by) for by, one in rises[:NAMED]])}."
    return text


def _change_of(one: WishCourse, by: float) -> str:
    year = next(year for year, change in one.changes.items() if change == by)
    name = one.quantity.title.removeprefix("Coverage: ")
    return f"{name} by {100.0 * abs(by):.1f} points in {year} ({percent(one.before[year])} to {percent(one.after[year])})"


def money_moved(wished: WishedPlan, plan: Plan) -> str:
    """Return who pays more and who less, and what stays unpaid: as levels count it, and by year."""
    base, currency = plan.base_year, plan.currency
    moved = [one for one in wished.levels if one.rise and one.name in _DEARER]
    years = _money_by_year(wished, plan)
    if not moved and not years:
        return "Nobody pays more or less in a year shown, and as much stays unpaid."
    told = [f"{_DEARER[one.name]} {'rises' if one.rise > 0.0 else 'falls'} by {money(abs(one.rise), currency)}"
            for one in moved]
    counted = f"{begun(listed(told))}, at prices of {base}, discounted, over all years planned." if told else ""
    single = f"By year, where it differs most: {'; '.join(years)}." if years else (
        "Nobody pays more or less in a year shown, and as much stays unpaid.")
    return " ".join(filter(None, (counted, single)))


def _money_by_year(wished: WishedPlan, plan: Plan) -> list[str]:
    """Return how what own money and donors pay, and what stays unpaid, moves in the years in which it moves most."""
    kinds = (QuantityKind.OWN, QuantityKind.DONORS, QuantityKind.UNPAID)
    courses = [one for kind in kinds for one in of_kind(wished, kind)]
    totals = [one for one in courses if one.quantity.name in kinds]
    single = [one for one in courses if one.quantity.name not in kinds] if len(plan.names.donors) > 1 else []
    single.sort(key=lambda one: -max(map(abs, one.changes.values())))
    if len(single) == 1:  # who is all of them that pay more or less
        totals = [one for one in totals if one.quantity.name != QuantityKind.DONORS]
    return [_course_in_words(one, plan.currency) for one in (*totals, *single[:NAMED])]


def _course_in_words(one: WishCourse, currency: str) -> str:
    parts = []
    for sign, word in ((-1.0, "less"), (1.0, "more")):
        most = max(sign * by for by in one.changes.values())
        if most > 0.0:
            year = next(year for year, by in one.changes.items() if sign * by >= (1.0 - AS_LARGE) * most)
            parts.append(f"{money(most, currency)} {word} in {year}")
    title = one.quantity.title
    return f"{title[:1].lower()}{title[1:]} {listed(parts)}"
