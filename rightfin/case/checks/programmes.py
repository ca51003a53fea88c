"""Programmes: that each can start some time, that starts which are typed are allowed, and that effects change something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rightfin.case.case import Case
from rightfin.case.checks.view import View
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue
from rightfin.case.programmes.choices import broken_among, choices_of
from rightfin.case.programmes.numbers import Unknown, number_of, span_of
from rightfin.case.programmes.proposed import COSTS, EFFECTS, FOREVER, ORDER, TABLE, Cost, Programme, proposed
from rightfin.case.programmes.starts import starts_of
from rightfin.schema import Value
from rightfin.schema.programmes import KIND_NAMED

MOST_PROGRAMMES = 200
"""A country can carry a few reforms; a longer list is a slip of the pen."""


def check_programmes(view: View) -> Iterator[Issue]:
    """Every programme can start in some year, and its assistance is told once."""
    found = proposed(view.case)
    if len(found) > MOST_PROGRAMMES:
        yield error("too_many_programmes", f"There are {len(found):,} programmes.", f"Keep to {MOST_PROGRAMMES}.", TABLE)
        return
    choices = choices_of(view.case)
    for programme in found if view.years else ():
        if not choices.starts(programme):
            quick = " Quick impact must start in the first years of the plan." if programme.quick_impact else ""
            yield error(
                "programme_window",
                f"There is no year of the plan in which {programme.name} may start: {view.written(programme.first)} at the "
                f"earliest, {view.written(programme.last)} at the latest.{quick}",
                f"Type years from {view.years[0]} to {view.years[-1]}, earliest not after latest.",
                TABLE, programme.name, "earliest",
            )
        if programme.kept < 1.0 and programme.assistance_years is None:
            yield warning(
                "programme_kept_unused",
                f"kept of {programme.name} is {programme.kept:g}, and it has no assistance that could end: all of its "
                "effects stay.",
                "Mark its costs of advisers from outside as assistance, type assistance_years, or leave kept blank.",
                TABLE, programme.name, "kept",
            )
        for cost in programme.costs:
            yield from _cost(programme, cost)


def _cost(programme: Programme, cost: Cost) -> Iterator[Issue]:
    key = f"{programme.name}/{cost.category}/{cost.item}/{cost.first}"
    if cost.last < cost.first:
        told = f"{cost.item} of {programme.name} is due from year {cost.first} to {cost.last}."
        yield error("programme_cost_years", told, f"Type {cost.first} or more in to, or leave it blank.",
                    COSTS, key, "to")
    elif programme.years < cost.last != FOREVER:
        yield error(
            "programme_cost_years",
            f"{cost.item} is due up to year {cost.last}, and {programme.name} runs {programme.years} years.",
            "Type more years in programmes, fewer here, or goes_on for what is to be paid for good.", COSTS, key,
            "year" if cost.first > programme.years else "to",
        )
    elif cost.assistance and cost.last == FOREVER:
        yield error("programme_assistance", f"{cost.item} of {programme.name} is assistance, and goes on for good.",
                    "Assistance ends: type the last year in to, and goes_on false.", COSTS, key, "goes_on")
    elif cost.assistance and programme.assistance_years is not None and cost.last > programme.assistance_years:
        yield error(
            "programme_assistance",
            f"{cost.item} is assistance in year {cost.last}, and that of {programme.name} ends after "
            f"{programme.assistance_years}.",
            "Type the same in both, or leave assistance_years blank.", COSTS, key, "assistance",
        )


def check_programme_lines(view: View) -> Iterator[Issue]:
    """Every cost is a line of the budget, which has one currency."""
    currencies: dict[tuple[str, str, str], str] = {}
    for row in view.rows(COSTS):
        name, category, item = str(row["programme"]), str(row["category"]), str(row["item"])
        currency = str(row["currency"] or view.currencies[0])
        first = currencies.setdefault((name, category, item), currency)
        if first != currency:
            yield error("programme_cost_currency", f"{item} of {name} is paid in {first} in one row and in {currency} in "
                        "another; a line of the budget has one currency.",
                        "Give the part in the other currency an item of its own.", COSTS, view.key(COSTS, row), "currency")


def check_programme_order(view: View) -> Iterator[Issue]:
    """No programme waits for itself, by way of others or directly; a lag belongs to one that comes after another."""
    for row in view.rows(ORDER):
        one, other, key = str(row["programme"]), str(row["other"]), view.key(ORDER, row)
        if one == other:
            yield error("programme_itself", f"{one} cannot come after itself or exclude itself.",
                        "Name another programme, or delete the row.", ORDER, key, "other")
        elif row["rule"] != "after" and row["lag"] is not None:
            yield warning("programme_lag", f"{one} and {other} exclude each other; the lag means nothing.",
                          "Delete it, or type after as rule.", ORDER, key, "lag")
    before = view.case.once(_all_before)
    for row in view.rows(ORDER):
        one, other = str(row["programme"]), str(row["other"])
        if row["rule"] == "after" and one != other and one in before.get(other, ()):
            yield error("programme_circle", f"{one} comes after {other}, which comes after {one}: neither can ever start.",
                        "Delete one of the rows of the circle.", ORDER, view.key(ORDER, row), "other")


def _all_before(case: Case) -> dict[str, set[str]]:
    """Return for each programme that waits for another all those that it waits for."""
    waits: dict[str, set[str]] = {}
    for row in case.records(ORDER):
        if row["rule"] == "after" and row["programme"] != row["other"]:
            waits.setdefault(str(row["programme"]), set()).add(str(row["other"]))
    return {one: _before(waits, one) for one in waits}


def _before(waits: dict[str, set[str]], programme: str) -> set[str]:
    """Return all programmes that one waits for, by way of others too."""
    found, left = set[str](), [programme]
    while left:
        new = waits.get(left.pop(), set()) - found
        found |= new
        left += new
    return found


def check_programme_starts(view: View) -> Iterator[Issue]:
    """The starts that are typed are allowed, each and together.

    Of two in a circle of the order no start would do: the circle alone is told.
    """
    if view.years and all(row["start"] is None or type(row["start"]) is int for row in view.rows(TABLE)):
        before = view.case.once(_all_before)
        choices = choices_of(view.case)
        after = tuple(rule for rule in choices.after if rule.programme not in before.get(rule.other, ()))
        yield from broken_among(replace(choices, after=after), starts_of(view.case))


def check_programme_gains(view: View) -> Iterator[Issue]:
    """No effect takes more than the whole of a number away, and one that more than doubles it is meant."""
    for effect in (effect for programme in proposed(view.case) for effect in programme.effects):
        key = f"{effect.programme}/{effect.kind.name}/{effect.on}"
        written = f"{effect.gain:g}, that is {100.0 * effect.gain:g} %"
        meant = f"If {effect.gain:g} % is meant, type {effect.gain / 100.0:g}"
        if effect.takes_more_than_all:
            most = "at most 1" if effect.gain > 0.0 else "at least -1"
            yield error("programme_gain", f"The gain is {written}: {effect.kind.name} of {effect.on} cannot fall by more "
                        "than all of it.", f"Type {most}, which takes all of it away. {meant}.", EFFECTS, key, "gain")
        elif effect.kind.scales and abs(effect.gain) > 1.0:
            yield warning("programme_gain_large", f"The gain is {written}: {effect.kind.name} of {effect.on} more than "
                          "doubles.", f"{meant}; if it is meant as it stands, leave it.", EFFECTS, key, "gain")


def check_programme_effects(view: View) -> Iterator[Issue]:
    """Every effect is on a number that there is and that it can change."""
    span, programmes = span_of(view.case), {programme.name: programme for programme in proposed(view.case)}
    for row in view.rows(EFFECTS) if span is not None else ():
        kind, on, key = KIND_NAMED.get(str(row["kind"])), str(row["on"]), view.key(EFFECTS, row)
        if kind is None or span is None:
            continue
        number = number_of(view.case, kind, on, span)
        if isinstance(number, Unknown):
            remedy = number.remedy or view.suggestions.choose(on, number.known)
            yield error("programme_effect_on", number.message, remedy, EFFECTS, key, "on")
        elif kind.scales and not any(number.values.values()):
            yield warning("programme_effect_nothing", f"{kind.name} of {on} is 0 in every year, so nothing changes.",
                          f"Type what it is without the programme in {kind.table}, or delete the row.", EFFECTS, key, "on")
        elif row["gain"] == 0:
            yield warning("programme_effect_nothing", "The gain is 0, so nothing changes.",
                          "Type a gain, or delete the row.", EFFECTS, key, "gain")
        elif (one := programmes.get(str(row["programme"]))) is not None and _ends_before(one, row["after"]):
            yield warning("programme_effect_nothing", f"Nothing of it is kept when assistance ends, {one.assistance_years} "
                          f"{'year' if one.assistance_years == 1 else 'years'} after the start, and it is first felt "
                          f"{row['after']} after it: nothing changes.",
                          f"Type fewer years as after, longer assistance, or what is kept of {one.name} in programmes.",
                          EFFECTS, key, "after")


def _ends_before(programme: Programme, after: Value) -> bool:
    """Return whether an effect is over before it is felt: assistance has ended by then, and nothing is kept."""
    ends = programme.assistance_years
    return programme.kept == 0.0 and ends is not None and type(after) is int and ends <= after
