"""What else is nearly as good as the plan, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.charts.alternatives import ranges_chart, together_chart
from rightfin.report.studies.alternatives_tables import (
    ALL_YEARS,
    extent_tables,
    groups_of,
    loss_table,
    option_tables,
    place_tables,
    together_tables,
    when,
)
from rightfin.report.studies.findings import Findings, Picture
from rightfin.report.studies.tradeoffs import tradeoff_pictures, tradeoff_sentences, tradeoff_tables
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import Scale, begun, listed, money, people, percent, scale_of, significant, weighed
from rightfin.study.why.aggregates import Aggregate
from rightfin.study.why.alternatives import Alternatives, Extent
from rightfin.study.why.options import AlternativePlan, OptionKind
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.tradeoffs import GIVEN_UP
from rightfin.tolerances import DECIDED

NOUNS = {QuantityUnit.SHARE: "coverage", QuantityUnit.PEOPLE: "numbers of people", QuantityUnit.MONEY: "money"}

TOLD = 3
"""Most numbers of a kind whose range a sentence tells; the table has all of them."""


def findings(found: Alternatives) -> Findings:
    """Return alternatives as findings."""
    amounts = [abs(one.greatest) for one in found.extents if one.aggregate.quantity.unit is QuantityUnit.MONEY]
    largest = max([*amounts, found.planned.get(("cost", None), 0.0)])
    scale = scale_of(largest, found.currency)
    return Findings(
        study="alternatives",
        title=f"{found.title}: what else is nearly as good",
        currency=found.currency,
        scale=scale,
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=(*extent_tables(found), *place_tables(found), *option_tables(found), *together_tables(found),
                *tradeoff_tables(found), loss_table(found)),
        pictures=tuple(_pictures(found, scale)),
        method=tuple(_method(found)),
    )


def _sentences(found: Alternatives) -> Iterator[Sentence]:
    yield Sentence("question", "Question", _question(found))
    if found.swaps:
        yield Sentence("swaps", "One for the other", _swaps(found))
    if found.options:
        yield Sentence("options", "Options", _options(found))
    for topic, heading, unit in (
        ("people", "People", QuantityUnit.PEOPLE), ("money", "Money", QuantityUnit.MONEY),
        ("coverage", "Coverage", QuantityUnit.SHARE),
    ):
        chosen = [one for one in found.extents if one.aggregate.quantity.unit is unit]
        if chosen:
            yield Sentence(topic, heading, _moves(found, chosen))
    if found.tradeoffs and (told := _places(found)):
        yield Sentence("places", "The worst place", told)
    yield from tradeoff_sentences(found)


def _places(found: Alternatives) -> str:
    """Return how far coverage in the worst place may move, or why a plan says nothing of regions; empty for one region."""
    if sum(map(len, found.regions)) < 2:
        return ""
    if len(found.regions) < 2:
        return ("No range can be told by region: the same institutions serve all regions, and what they deliver may be "
                "used in any of them.")
    worst = [one for one in found.places if not one.regions]
    moving = sorted(worst, key=lambda one: (one.least - one.greatest, one.need, one.year))[:TOLD]
    told = [
        f"{found.names.needs[one.need]} in {one.year} may be covered to between {percent(one.least)} and "
        f"{percent(one.greatest)} (plan: {percent(one.planned)})" for one in moving
    ]
    return f"Where least is covered, {'; '.join(told)}." if told else ""


def _pictures(found: Alternatives, scale: Scale) -> Iterator[Picture]:
    tables = {QuantityUnit.SHARE: "coverage", QuantityUnit.PEOPLE: "people", QuantityUnit.MONEY: "money"}
    for year in dict.fromkeys(one.aggregate.year for one in found.extents):
        for unit, table in tables.items():
            chosen = [one for one in found.extents
                      if one.aggregate.year == year and one.aggregate.quantity.unit is unit]
            chart = ranges_chart(chosen, NOUNS[unit], "all years shown" if year is None else f"{year}")
            if chart is not None:
                name = f"{table}_{ALL_YEARS.replace(' ', '_') if year is None else int(year)}"
                yield Picture(name, f"How far {NOUNS[unit]} may move, {when(year)}", chart, table)
    for n, (_, figures) in enumerate(groups_of(found.pairs), start=1):
        yield Picture(f"together_{n}", "What goes with what", together_chart(figures, scale), f"together_{n}")
    yield from tradeoff_pictures(found, scale)


def _swaps(found: Alternatives) -> str:
    """Return plans with less of one number and more of another, both as they are in one plan."""
    options = [one for one in found.options if one.kind is OptionKind.SWAP]
    told = "; or ".join(_called(found, one) for one in options)
    which = f"Each of the {len(options)} is one plan" if len(options) > 1 else "It is one plan"
    return (f"Within {significant(found.loss)} of what the best plan covers you can have {told}. {which}, solved again at "
            "all levels with both numbers held; the two changes added up are the most, to the next whole number.")


def _options(found: Alternatives) -> str:
    """Return what each option comes to against the plan, once it is solved again at all levels."""
    last = max(one.year for one in found.figures if one.year is not None)
    told = []
    for option in found.options:
        parts = [f"needs are covered to {percent(option.values['coverage', last])} in {last}"]
        parts += [
            f"{what} {money(option.values[name, None], found.currency)}"
            for name, what in (("cost", "the cost is"), ("donors", "donors pay")) if found.planned[name, None] > 0.0
        ]
        told.append(f"With {_called(found, option)}, {listed(parts)}.")
    here = [f"{percent(found.planned['coverage', last])} in {last}", money(found.planned["cost", None], found.currency),
            money(found.planned["donors", None], found.currency)]
    return (
        f"The plan covers {here[0]}, costs {here[1]}, and donors pay {here[2]}, over all years shown at prices of "
        f"{found.base_year}. {' '.join(told)} Each was solved again at all levels with what it keeps "
        "held, rounded to whole people and four digits of money."
    )


def _called(found: Alternatives, option: AlternativePlan) -> str:
    """Return what an option keeps, in words."""
    if option.kind is OptionKind.SWAP:
        less, more = option.about
        changes = [_change(found, one, option.values[one.key] - found.planned[one.key]) for one in (less, more)]
        return f"{listed(changes)} in {more.year}"
    (one,) = option.about
    if option.kind is OptionKind.MOST:
        return f"{people(option.values[one.key])} women in pay in {one.year}, the most"
    return "the least cost" if one.quantity.name == "cost" else "the least donors' money"


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
        return (f"All {len(chosen)} numbers are decided: no such plan has others that differ by {significant(DECIDED)} or "
                "more.")
    order = sorted(open_ones, key=lambda one: (one.aggregate.year is None, -width(one)))
    told = [_range(found, one) for one in order[:TOLD]]
    rest = len(chosen) - len(open_ones)
    text = f"{begun('; '.join(told))}."
    return text if not rest else f"{text} {rest} of {len(chosen)} numbers cannot move by {significant(DECIDED)} or more."


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
