"""What a wish costs, in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.studies.broken_words import broken_in_words, broken_table
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.wish_tables import (
    against_table,
    changes_table,
    course_tables,
    later_table,
    levels_table,
    values_table,
)
from rightfin.report.studies.wish_words import (
    NAMED,
    against_in_words,
    all_wishes,
    amount,
    changes_in_words,
    money_moved,
    needs_moved,
    of_kind,
    wish_in_words,
    years_in_words,
)
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import begun, listed, money, people, significant
from rightfin.study.why.quantities import QuantityKind
from rightfin.study.why.whynot import WhyNot, WishLater
from rightfin.study.why.wished import WishedPlan, WishVerdict

_LOST = {
    "obligations": "what is due and nobody pays or supports rises", "unfunded": "what nobody pays rises",
    "arrears": "arrears rise", "uncleared": "old debts that stay rise", "limits": "strength beyond its limits rises",
    "sustained": "what cannot be kept up rises", "glide": "what stands beyond the way to what can be kept up rises",
}
"""Levels of what is promised, as what rises."""

_ALL_PEOPLE = ("strength", "strength.women")
"""Sums over institutions, which a list of institutions leaves out."""


def findings(found: WhyNot) -> Findings:
    """Return what wishes cost, what they take, and when they are free."""
    tables = [values_table(found.values, found.plan)]
    if found.wished is not None and found.verdict is not WishVerdict.HOLDS:
        tables += [levels_table(found.wished, found.plan), *course_tables(found.wished, found.plan)]
        tables += [broken_table(found.wished.broken, found.plan)] if found.wished.broken else []
    if found.against is not None:
        tables.append(against_table(found.against, found.wishes, found.plan))
    if found.changes:
        tables.append(changes_table(found.changes, found.plan))
    if found.later is not None:
        tables.append(later_table(found.later, found.plan))
    return Findings(
        study="whynot",
        title=f"{found.plan.title}: why not {all_wishes(found.wishes, found.plan.currency)}?",
        currency=found.plan.currency,
        scale=facts.money_scale(found.plan),
        answered=found.verdict is not WishVerdict.IMPOSSIBLE,
        sentences=tuple(_sentences(found)),
        tables=tuple(tables),
        method=tuple(_method(found)),
        following=("explain", "--at", f"{found.values[0].wish.quantity.name}@{found.values[0].year}"),
    )


def _sentences(found: WhyNot) -> Iterator[Sentence]:
    plan = found.plan
    yield Sentence("question", "Question", f"What if the plan is to have {all_wishes(found.wishes, plan.currency)}? Money "
                   "is in currency of its year unless a sentence says otherwise.")
    yield Sentence("verdict", "Answer", f"{_verdict(found)}{_now(found)}")
    if found.against is not None:
        yield Sentence("against", "What stands against it", against_in_words(found.against, found.wishes, plan))
    if found.wished is not None and found.verdict is WishVerdict.COSTS:
        yield Sentence("promised", "What is promised", _promised(found, found.wished))
        if found.wished.broken:
            yield Sentence("broken", "What breaks", broken_in_words(found.wished.broken, plan))
        yield Sentence("needs", "Who loses", needs_moved(found.wished))
    if found.wished is not None and found.verdict in (WishVerdict.COSTS, WishVerdict.MONEY):
        yield Sentence("money", "Who pays", money_moved(found.wished, plan))
        yield Sentence("people", "People", _people(found.wished))
    if found.changes:
        yield Sentence("takes", "What it takes without loss", changes_in_words(found.changes, plan))
    if found.later is not None:
        yield Sentence("later", "Later", _later(found, found.later))


def _verdict(found: WhyNot) -> str:
    several = len(found.wishes) > 1
    if found.verdict is WishVerdict.HOLDS:
        return f"The plan has {'them' if several else 'it'} already: {'they cost' if several else 'it costs'} nothing."
    if found.verdict is WishVerdict.FREE:
        return ("The plan can have it for nothing: another plan keeps as much of what is promised, covers needs as well "
                "and costs no more, and has it.")
    if found.verdict is WishVerdict.MONEY:
        return ("It costs money alone: as much is kept of what is promised, and needs, weighed together, are covered as "
                "well.")
    if found.verdict is WishVerdict.COSTS:
        loss = found.wished.loss if found.wished is not None else 0.0
        needs = f" The weighted gap of needs rises by {significant(loss)} of all that is needed." if loss > 0.0 else ""
        return f"It can be had, and costs something else.{needs}"
    return f"{'Together they' if several else 'It'} cannot be had, whatever is paid and whatever else is given up."


def _now(found: WhyNot) -> str:
    """Return what the plan has now of what is wished."""
    told = [f"{amount(value.in_plan, value.wish.quantity, found.plan.currency)} in {value.year}"
            for value in found.values if not value.holds or found.verdict is WishVerdict.HOLDS]
    more = len(told) - NAMED
    return f" The plan has {listed([*told[:NAMED], *([f'so on for {more} more years'] if more > 0 else [])])}."


def _promised(found: WhyNot, wished: WishedPlan) -> str:
    lost = [one for one in wished.levels if one.worse and one.name in _LOST]
    if not lost:
        return "What is promised is kept as in the plan: as much is paid and supported, and limits hold as they do."
    told = [
        f"{_LOST[one.name]} by " + (f"{significant(one.rise)} of a limit" if one.name == "limits" else
                                    money(one.rise, found.plan.currency))
        for one in lost
    ]
    basis = f"at prices of {found.plan.base_year}, discounted, " if any(one.name != "limits" for one in lost) else ""
    return f"{begun(listed(told))}, {basis}over all years planned."


def _people(wished: WishedPlan) -> str:
    courses = [one for one in of_kind(wished, QuantityKind.STRENGTH) if one.quantity.name not in _ALL_PEOPLE]
    if not courses:
        return "No institution pays more or fewer people."
    largest = []
    for one in courses:
        year = max(one.changes, key=lambda year: abs(round(one.changes[year])))
        largest.append((one.quantity.title.removeprefix("People in pay: "), one.changes[year], year))
    largest.sort(key=lambda one: -abs(one[1]))
    told = [f"{name} {people(abs(by))} {'more' if by > 0.0 else 'fewer'} in {year}" for name, by, year in largest[:NAMED]]
    return f"In pay, each in the year of its largest difference: {listed(told)}."


def _later(found: WhyNot, told: WishLater) -> str:
    currency = found.plan.currency
    if told.free is None:
        text = f"In no later year up to {found.plan.years[-1]} would it be free of loss; {told.tried} "
        text += "was tried." if told.tried == 1 else "were tried."
    else:
        when = listed([wish_in_words(wish, currency) for wish in told.free])
        text = f"Begun later, it loses nothing: {when}."
    if told.share > 0.0:
        text += f" At a loss of at most {significant(told.share)} of all that is needed: " + (
            "in no later year." if told.within is None else
            f"{listed(list(dict.fromkeys(years_in_words(wish.years) for wish in told.within)))}.")
    return text


def _method(found: WhyNot) -> Iterator[str]:
    yield ("The wish is a rule of the model in the years for which it is wished, and all levels are solved again: first "
           "what is promised, then needs, then money. Ties are settled alike in both plans.")
    if found.against is not None:
        yield ("What stands against it is a set of limits that contradicts the wish, and of which none can be left out. "
               "There may be others. Each limit of it was lifted alone, in all years, and tried.")
    if found.changes:
        yield ("What it takes is the least change of inputs with which the wish holds and neither what is promised nor "
               "needs, weighed together, lose anything; tried by making the rules again with it and solving them. Money is "
               "at prices of the base year, years beyond the plan included; where money and places both may move, money is "
               "as little as it can be.")
    if found.later is not None:
        yield "Later years are tried by solving what is promised and needs again with the wish in those years."
