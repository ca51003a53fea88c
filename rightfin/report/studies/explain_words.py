"""How a number of a plan, a change of it, a limit and a cause of a shortage are named in explanations."""

from __future__ import annotations

import numpy as np

from rightfin.lp.kinds import Unit
from rightfin.lp.rules import FAMILY
from rightfin.report.words.limits import eased_words, label_of, step_in_words
from rightfin.report.words.wording import money, people, percent, significant
from rightfin.result.prices import SHIFT
from rightfin.solve.face import Ends
from rightfin.study.why.explain import Explanation, Holding
from rightfin.study.why.live import change_seen
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.short_causes import ShortCause
from rightfin.tolerances import UNSHOWN

_SMALL = 10.0
"""People, or points, below which two digits are written."""

CAUSES = {
    ShortCause.MONEY: "money (ceilings of own spending, pledges of donors)",
    ShortCause.PLACES: "the number of training places",
    ShortCause.KIT: "how much can be bought or built a year",
    ShortCause.POSTS: "caps on posts",
    ShortCause.CEILINGS: "finer ceilings (of parts, of the wage bill, of the yearly step)",
    ShortCause.WHO_PAYS: "what money is tied to (earmarks, co-financing, handover)",
    ShortCause.CAREERS: "limits of careers (promotion, retrenchment, grades)",
    ShortCause.RULES: "rules (composition, teams, targets, overhead, least strengths)",
    ShortCause.KEPT: "what may be kept up for good",
    ShortCause.TIME: "the time that training takes",
    ShortCause.ELIGIBILITY: "what each donor or payer may pay for",
    ShortCause.REGIONS: "which regions each institution serves",
}
"""Causes as nouns."""


def number(found: Explanation, value: float) -> str:
    """Return a value of the number with its unit; a share that is not all does not read as all."""
    match found.quantity.unit:
        case QuantityUnit.PEOPLE:
            return _person_years(people(value))
        case QuantityUnit.MONEY:
            return money(value, found.currency)
        case QuantityUnit.SHARE:
            return percent(value) if value >= 1.0 - UNSHOWN or percent(value) != percent(1.0) else f"{100.0 * value:.2f}%"


def size(found: Explanation, change: float) -> str:
    """Return how large a change is, with its unit, without its sign."""
    change = abs(change)
    match found.quantity.unit:
        case QuantityUnit.PEOPLE:
            return _person_years(people(change) if change >= _SMALL else _two_digits(change))
        case QuantityUnit.MONEY:
            return money(change, found.currency)
        case QuantityUnit.SHARE:
            return f"{_two_digits(100.0 * change)} percentage points"


def _person_years(text: str) -> str:
    return f"{text} person-year{'' if text == '1' else 's'}"


def _two_digits(value: float) -> str:
    return np.format_float_positional(value, precision=2, fractional=False, trim="-")


def span(found: Explanation, ends: Ends) -> str:
    """Return a value of the number with its unit, both ends where ties leave it open."""
    least, greatest = number(found, ends.least), number(found, ends.greatest)
    if least == greatest:
        return least
    return f"{people(ends.least) if found.quantity.unit is QuantityUnit.PEOPLE else least} to {greatest}"


def does(found: Explanation, least: float, greatest: float) -> str:
    """Return what a change does to the number, as the end of a sentence; to both ends where ties leave it open."""
    if size(found, least) == size(found, greatest) and least * greatest > 0.0:
        whose = "" if found.decided else f" {'to' if least > 0.0 else 'from'} its least and its greatest value"
        return f"{'adds' if least > 0.0 else 'takes'} {size(found, least)}{whose}"
    return f"{_end(found, least)} its least value and {_end(found, greatest)} its greatest"


def _end(found: Explanation, change: float) -> str:
    if abs(change) <= change_seen(found.ends):
        return "adds nothing to"
    return f"adds {size(found, change)} to" if change > 0.0 else f"takes {size(found, change)} from"


def limit(found: Explanation, one: Holding) -> str:
    """Return what giving way of a limit is, as a noun with its step."""
    family = FAMILY[one.family]
    label = label_of(found.names, family, one.name, several_payers=found.several_payers)
    share = f"{_two_digits(100.0 * SHIFT * 0.5**one.halved)}%"
    return eased_words(family, label, one.year, amount(found, one, one.step), found.judged, share)


def amount(found: Explanation, one: Holding, step: float) -> str:
    """Return an amount of what a limit is about."""
    if one.unit == Unit.SHARE:
        return f"{significant(step)} of what it asks in the base year"
    return step_in_words(step, one.unit, found.currency)


def payer(found: Explanation, who: str) -> str:
    """Return what a payer of own money is called within a sentence."""
    if not who:
        return "the government" if found.several_payers else "own money"
    return found.names.payers.get(who, f"the transfer {who}")
