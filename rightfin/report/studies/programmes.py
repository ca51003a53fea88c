"""What programmes cost, when they run and what they are worth, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.charts.programmes import calendar_chart, spared_chart, worth_chart
from rightfin.report.studies.findings import Findings, Picture
from rightfin.report.studies.programmes_tables import names_in, programmes_table, worth_table, years_table
from rightfin.report.words.answer import Sentence
from rightfin.report.words.payment import can_it_be_paid, payment_of
from rightfin.report.words.programmes import calendar_sentence, not_planned_sentence
from rightfin.report.words.wording import listed, money, percent, weighed_instead
from rightfin.study.programmes.worth import ProgrammeStudy, Without
from rightfin.tolerances import ALIKE, MATERIAL, SEEN

NAMED = 6
"""Most programmes that have a sentence of their own; the table has all of them."""


def findings(found: ProgrammeStudy) -> Findings:
    """Return the study of programmes as findings."""
    scale = facts.money_scale(found.plan)
    names = names_in(found)
    pictures = (
        Picture("calendar", "The calendar", calendar_chart(found.plan), "by_year"),
        Picture("worth", "What each is worth", worth_chart(
            [(names[one.programme], 100.0 * (found.totals.coverage - one.totals.coverage)) for one in found.by_worth]),
            "worth"),
        Picture("spared", "What each spares", spared_chart(
            [(names[one.programme], scale.of(one.totals.own + one.totals.donors - found.totals.own - found.totals.donors))
             for one in found.by_worth], scale.unit), "worth"),
    ) if found.planned else ()
    tables = (programmes_table(found), *((years_table(found), worth_table(found)) if found.planned else ()))
    return Findings(
        study="programmes", title=f"{found.plan.title}: programmes", currency=found.plan.currency, scale=scale,
        answered=True, sentences=tuple(_sentences(found)), tables=tables, pictures=pictures, method=tuple(_method(found)),
    )


def _method(found: ProgrammeStudy) -> Iterator[str]:
    yield (
        "A programme that is planned is paid in every year in which it runs, whoever pays, and changes what the case says, "
        "when it says so. Starts are those of the calendar; what a programme is worth is asked with no other start moved."
    )
    yield (
        f"{1 + len(found.each)} plans were solved, all levels of each. Without a programme means without its costs and "
        "its effects, and without the programmes that need it; all else is planned anew. What two programmes do together "
        "counts in both, so the worths do not add up."
    )


def _sentences(found: ProgrammeStudy) -> Iterator[Sentence]:
    plan = found.plan
    yield Sentence("question", "Question", "When does each reform run, who pays it, and what would be lost without it? "
                   f"Sums are of the years shown, at prices of {plan.base_year}.")
    if not (paid := payment_of(plan)).can_be_paid:
        yield Sentence("verdict", "Can it be paid", can_it_be_paid(plan, paid))
    if moved := _moved(found):
        yield Sentence("moved", "Otherwise than typed", moved)
    if found.planned:
        yield Sentence("calendar", "The calendar", calendar_sentence(plan))
        yield Sentence("cost", "What they cost", _cost(found))
    for one in found.by_worth[:NAMED]:
        yield Sentence(f"worth_{one.programme}", names_in(found)[one.programme], _worth(found, one))
    if text := not_planned_sentence(plan):
        yield Sentence("not_planned", "Not planned", text)


def _moved(found: ProgrammeStudy) -> str:
    names = names_in(found)
    parts = [f"{names[name]} is declined" if year is None else f"{names[name]} starts in {found.style.text(year)}"
             for name, year in sorted(found.moved.items())]
    return f"{listed(parts)}." if parts else ""


def _cost(found: ProgrammeStudy) -> str:
    currency = found.plan.currency
    cost, own, donors, unpaid = (
        sum(found.cost(one.name, column) for one in found.planned) for column in ("cost", "own", "grants", "unfunded"))
    if cost == 0.0:
        return "They cost nothing in the years shown."
    parts = [(amount, who) for amount, who in ((own, "the state"), (donors, "donors"), (unpaid, "nobody"))
             if amount > MATERIAL * cost]
    told = f"{parts[0][1]} pays all of it" if len(parts) == 1 else (
        f"{listed([f'{money(amount, currency)} by {who}' for amount, who in parts])}")
    return f"All programmes together cost {money(cost, currency)}; {told if len(parts) == 1 else f'paid are {told}'}."


def _worth(found: ProgrammeStudy, one: Without) -> str:
    names, currency, with_it, without = names_in(found), found.plan.currency, found.totals, one.totals
    alone = "" if not one.fallen else f", and without {listed([names[other] for other in one.fallen])}, which cannot be "
    alone += "without it" if one.fallen else ""
    told, lost = [], with_it.coverage - without.coverage
    if abs(lost) > SEEN and percent(without.coverage) != percent(with_it.coverage):
        told.append(f"{percent(without.coverage)} of needs are covered on average instead of {percent(with_it.coverage)}")
    elif abs(without.unmet - with_it.unmet) > ALIKE * max(with_it.unmet, 1.0):
        told.append(f"unmet need (later years counting less) is {weighed_instead(without.unmet, with_it.unmet)}")
    size = max(with_it.own + with_it.donors, 1.0)
    for more, who in ((without.own - with_it.own, "the state spends"), (without.donors - with_it.donors, "donors spend"),
                      (without.unpaid - with_it.unpaid, "nobody pays")):
        if abs(more) > MATERIAL * size:
            told.append(f"{who} {money(abs(more), currency)} {'more' if more > 0.0 else 'less'}")
    if not told:
        return f"Without it{alone}, nothing changes that can be seen."
    cost = sum(found.cost(name) for name in (one.programme, *one.fallen))
    price = f" {'Together they cost' if one.fallen else 'It costs'} {money(cost, currency)}." if cost else ""
    return f"Without it{alone}, {listed(told)}.{price}"
