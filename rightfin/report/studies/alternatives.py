"""What else is nearly as good as the plan, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.charts.alternatives import ranges_chart, together_chart
from rightfin.report.studies.alternatives_tables import ALL_YEARS, extent_tables, groups_of, together_tables, when
from rightfin.report.studies.findings import Findings, Picture
from rightfin.report.studies.tradeoffs import tradeoff_pictures, tradeoff_sentences, tradeoff_tables
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import Scale, begun, money, people, percent, scale_of, significant, weighed
from rightfin.study.why.aggregates import Aggregate
from rightfin.study.why.alternatives import Alternatives, Extent
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.tradeoffs import GIVEN_UP
from rightfin.tolerances import DECIDED

NOUNS = {QuantityUnit.SHARE: "coverage", QuantityUnit.PEOPLE: "numbers of people", QuantityUnit.MONEY: "money"}

TOLD = 3
"""Most numbers of a kind whose range a sentence tells; the table has all of them."""


def findings(found: Alternatives) -> Findings:
    """Return alternatives as findings."""
    largest = max((abs(one.greatest) for one in found.extents if one.aggregate.quantity.unit is QuantityUnit.MONEY),
                  default=0.0)
    scale = scale_of(largest, found.currency)
    return Findings(
        study="alternatives",
        title=f"{found.title}: what else is nearly as good",
        currency=found.currency,
        scale=scale,
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=(*extent_tables(found), *together_tables(found), *tradeoff_tables(found)),
        pictures=tuple(_pictures(found, scale)),
        method=tuple(_method(found)),
    )


def _sentences(found: Alternatives) -> Iterator[Sentence]:
    yield Sentence("question", "Question", _question(found))
    if found.swaps:
        yield Sentence("swaps", "One for the other", _swaps(found))
    for topic, heading, unit in (
        ("people", "People", QuantityUnit.PEOPLE), ("money", "Money", QuantityUnit.MONEY),
        ("coverage", "Coverage", QuantityUnit.SHARE),
    ):
        chosen = [one for one in found.extents if one.aggregate.quantity.unit is unit]
        if chosen:
            yield Sentence(topic, heading, _moves(found, chosen))
    yield from tradeoff_sentences(found)


def _pictures(found: Alternatives, scale: Scale) -> Iterator[Picture]:
    tables = {QuantityUnit.SHARE: "coverage", QuantityUnit.PEOPLE: "people", QuantityUnit.MONEY: "money"}
    for year in dict.fromkeys(one.aggregate.year for one in found.extents):
        for unit, table in tables.items():
            chosen = [one for one in found.extents
                      if one.aggregate.year == year and one.aggregate.quantity.unit is unit]
            chart = ranges_chart(chosen, "all years shown" if year is None else f"{year}")
            if chart is not None:
                name = f"{table}_{ALL_YEARS.replace(' ', '_') if year is None else int(year)}"
                yield Picture(name, f"How far {NOUNS[unit]} may move, {when(year)}", chart, table)
    for n, (_, figures) in enumerate(groups_of(found.pairs), start=1):
        yield Picture(f"together_{n}", "What goes with what", together_chart(figures, scale), f"together_{n}")
    yield from tradeoff_pictures(found, scale)


def _swaps(found: Alternatives) -> str:
    """Return plans with less of one number and more of another, as much as both together."""
    told = [
        f"{_change(found, one.less, -one.given_up)} and {_change(found, one.more, one.gained)} in {one.more.year}"
        for one in found.swaps
    ]
    which = "Each of the two is one plan" if len(told) > 1 else "It is one plan"
    return (f"Within {significant(found.loss)} of what the best plan covers you can have {'; or '.join(told)}. {which}, in "
            "which the two changes added up are the most.")


def _change(found: Alternatives, one: Aggregate, change: float) -> str:
    quantity = one.quantity
    if quantity.unit is QuantityUnit.PEOPLE:
        whose = quantity.title.partition(": ")[2] or "all"
        return f"{people(abs(change))} {'more' if change > 0.0 else 'fewer'} people in {whose}"
    if quantity.unit is QuantityUnit.MONEY:
        amount = money(abs(change), found.currency)
    else:
        amount = f"{100.0 * abs(change):.1f} points"
    return f"{amount} {'more' if change > 0.0 else 'less'} of {quantity.title}"


def _question(found: Alternatives) -> str:
    return (
        f"What may a plan look like that keeps all that is promised as well as the best plan does, and loses at most "
        f"{significant(found.loss)} of what that plan covers? Unmet need over all years planned may then be at most "
        f"{weighed(found.unmet + found.loss * found.covered)} instead of {weighed(found.unmet)}."
    )


def _moves(found: Alternatives, chosen: list[Extent]) -> str:
    """Return how far numbers of one kind may move, those first that may move most for their size."""
    open_ones = [one for one in chosen if width(one) > DECIDED]
    if not open_ones:
        return f"All {len(chosen)} numbers are decided: no such plan has others."
    order = sorted(open_ones, key=lambda one: (one.aggregate.year is None, -width(one)))
    told = [_range(found, one) for one in order[:TOLD]]
    rest = len(chosen) - len(open_ones)
    text = f"{begun('; '.join(told))}."
    return text if not rest else f"{text} {rest} of {len(chosen)} numbers cannot move."


def _range(found: Alternatives, one: Extent) -> str:
    """Return the range of an aggregate, with the plan's own value."""
    least, planned, greatest = (in_words(found, one, value) for value in (one.least, one.planned, one.greatest))
    return f"{_what(one)} may be between {least} and {greatest} (plan: {planned})"


def _what(one: Extent) -> str:
    title, year = one.aggregate.quantity.title, one.aggregate.year
    return f"{title} in {when(year)}" if year is not None else f"{title} over all years"


def in_words(found: Alternatives, one: Extent, value: float) -> str:
    """Return a value of an aggregate with its unit."""
    unit = one.aggregate.quantity.unit
    if unit is QuantityUnit.MONEY:
        return money(value, found.currency)
    return people(value) if unit is QuantityUnit.PEOPLE else percent(value)


def width(one: Extent) -> float:
    """Return how far an aggregate may move, relative to its greater end."""
    return (one.greatest - one.least) / max(abs(one.greatest), abs(one.least), 1.0)


def _method(found: Alternatives) -> Iterator[str]:
    """Yield how each number was found."""
    yield (
        "Unmet need is counted as the plan counts it (level 2): weighted, severe shortages more, later years less, the "
        "years after the last one shown included. The loss is what that level would count if the stated share of all that "
        "the best plan covers, of every need in every year alike, went missing where a shortage weighs least. It is one "
        "sum: it may fall on one need or one year alone."
    )
    yield (
        f"{found.solves} solves. Every least and every greatest value is the end of all such plans, found by solving for "
        f"it with the levels above kept. Money of a year is at its prices, sums over years at prices of {found.base_year}."
    )
    if found.tradeoffs:
        yield (
            "Each point of a trade-off is one plan: one goal is held and the other is best. Against cost and donors' money "
            "coverage may be lost by the share that is held. Of national and human security, neither gives up more than "
            f"{percent(GIVEN_UP)} of what the plan covers of it. Debts are those of plans with another arrears_tolerance."
        )
