"""Next year's case: what is settled, what was assumed, and what the new plan changes, in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.charts.learning import beside_chart
from rightfin.report.studies.cash_tables import late_pay_table
from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading, Picture
from rightfin.report.studies.track_tables import facts_table, spending_table
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import listed, money, people, percent, span_of
from rightfin.result.plan import Plan, Status
from rightfin.schema.learning import MEASURE
from rightfin.study.learning.roll import Rolled

_LATE_PAY = "From the table unpaid_effects, because the setting unpaid_worsens is set. The year after is as it was."

MOVES = 0.005
"""Share of all people by which two plans of a year differ and are still told as the same."""


def findings(found: Rolled) -> Findings:
    """Return what next year's case settles and what its plan changes; the answer is no where it has no plan."""
    tables = [_changes(found)] if found.after.status is Status.ANSWERED else []
    if found.track is not None:
        tables += [facts_table(found.track), spending_table(found.track)]
    tables += [late_pay_table(found.late_pay, found.before.names, _LATE_PAY), _assumed(found)]
    return Findings(
        study="roll",
        title=f"{found.before.title}: years to {found.settled} are settled",
        currency=found.before.currency,
        scale=facts.money_scale(found.before),
        answered=found.after.status is Status.ANSWERED,
        sentences=tuple(_sentences(found)),
        tables=tuple(table for table in tables if table.rows),
        pictures=tuple(_pictures(found)),
        method=(
            "What the table actuals says of settled years holds. What it does not say stands as in the plan before, "
            "and says "
            "so as its source. Prices go on from the level that was reached; whatever else is typed for later years is "
            "as it "
            "was. After a year in which all went as planned the new plan is the rest of the plan before.",
            "How far the plan moved is what institutions have more or fewer people than in the plan before, all added up, "
            "over all people of the plan before.",
        ),
    )


def _sentences(found: Rolled) -> Iterator[Sentence]:
    counted = 0 if found.track is None else len([row for row in found.track.rows if int(row.year) <= found.year])
    assumed = sum(found.as_planned.values())
    yield Sentence("settled", "What is settled", f"All years up to {found.settled}: {counted} numbers were counted, "
                   f"{assumed} stand as planned because nobody says what happened.")
    if found.late_pay:
        worst = max(found.late_pay, key=lambda one: (one.months, one.cadre))
        others = len(found.late_pay) - 1
        more = f" So it is with {others} other cadre{'s' if others > 1 else ''}." if others else ""
        yield Sentence(
            "late_pay", "Late pay", f"{found.before.names.cadres.get(worst.cadre, worst.cadre)} were owed "
                                    f"{worst.months:.1f} "
            f"months of pay in {found.settled}. In the next year {percent(worst.leaving)} of those who would have "
            f"stayed leave "
            f"as well, and what they deliver is {percent(worst.lost)} less.{more}")
    if found.after.status is not Status.ANSWERED:
        yield Sentence("none", "Answer", "From there on there is no plan: what stands, what is decided and the hard limits "
                       f"of the case contradict one another: {'; '.join(found.after.conflict)}.")
        return
    if found.frozen:
        frozen = [year for year in found.after.years if int(year) <= found.year + found.frozen]
        yield Sentence("frozen", "Frozen", f"In {listed([str(year) for year in frozen])} people join, leave and are "
                                           f"moved up "
                       "as in the plan before; where there are fewer of them than planned, as many fewer leave and are "
                       "moved up.")
    yield Sentence("moved", "How far the plan moves", _moves(found))
    yield Sentence("money", "Money and needs", _money(found))


def _moves(found: Rolled) -> str:
    free = {year: share for year, share in found.moved.items() if int(year) > found.year + found.frozen}
    if all(share < MOVES for share in free.values()):
        return f"People of institutions stay as in the plan before, within {percent(MOVES)} of all people in every year."
    first, most = next(iter(free)), max(free, key=lambda year: free[year])
    text = f"People of institutions move by {percent(free[first])} of all people in {first}, the first year that is free"
    return f"{text}, and at most, in {most}, by {percent(free[most])}." if most != first else f"{text}, and by less later."


def _money(found: Rolled) -> str:
    before, after, years = found.before, found.after, found.after.years
    unpaid = [_sum(plan, "fiscal", "unfunded", years) for plan in (before, after)]
    coverage = [plan.tables["indicators"].where("indicator", {"coverage"}).by_year("value")[years[-1]]
                for plan in (before, after)]
    strength = [plan.tables["strength"].by_year("strength")[years[-1]] for plan in (before, after)]
    return (
        f"In {span_of(years)} {money(unpaid[1], after.currency)} stays unpaid, {money(unpaid[0], after.currency)} in "
        f"the plan "
        f"before. In {years[-1]} {people(strength[1])} people are paid ({people(strength[0])} before) and needs are "
        f"covered "
        f"to {percent(coverage[1])} ({percent(coverage[0])} before)."
    )


def _sum(plan: Plan, table: str, column: str, years: tuple[int, ...]) -> float:
    found = plan.tables[table].by_year(column)
    return sum(found[year] for year in years)


def _course(plan: Plan) -> tuple[dict[int, float], ...]:
    """Return people, own money, donors' money, what is unpaid and coverage of a plan, each by year."""
    return (
        plan.tables["strength"].by_year("strength"), plan.tables["fiscal"].by_year("own"),
        plan.tables["pledges"].by_year("spent"), plan.tables["fiscal"].by_year("unfunded"),
        plan.tables["indicators"].where("indicator", {"coverage"}).by_year("value"),
    )


def _pictures(found: Rolled) -> Iterator[Picture]:
    if found.after.status is not Status.ANSWERED:
        return
    before, now = ([[(str(year), part[year]) for year in plan.years if year in part] for part in _course(plan)]
                   for plan in (found.before, found.after))
    year = found.settled
    for name, place, title, subtitle, what, number, axis in (
        ("people", 0, "People paid", "Person-years; the axis does not begin at zero", "People", ",.0f", ",.0f"),
        ("coverage", 4, "Coverage of all needs", "By weight; the axis does not begin at zero", "Coverage", ".1%", ".0%"),
    ):
        heading = f"{title}: the plan before, and the plan after {year}"
        drawn = beside_chart(before[place], now[place], heading, subtitle, what, number, axis)
        yield Picture(name, heading, drawn, "plans")


def _changes(found: Rolled) -> FindingsTable:
    """Return the plan before and the new one by year."""
    headings = (
        Heading("year", "Year", Form.YEAR), Heading("strength_before", "People before", Form.PEOPLE),
        Heading("strength", "People now", Form.PEOPLE),
        Heading("moved", "Moved", Form.SHARE, "Institutions' more and fewer, over all people."),
        Heading("own_before", "Own money before", Form.MONEY), Heading("own", "Own money now", Form.MONEY),
        Heading("donors_before", "Donors before", Form.MONEY), Heading("donors", "Donors now", Form.MONEY),
        Heading("unpaid_before", "Unpaid before", Form.MONEY), Heading("unpaid", "Unpaid now", Form.MONEY),
        Heading("coverage_before", "Coverage before", Form.SHARE), Heading("coverage", "Coverage now", Form.SHARE),
    )
    before, after = _course(found.before), _course(found.after)
    rows = []
    for year in found.after.years:
        pairs = [(old.get(year, 0.0), new.get(year, 0.0)) for old, new in zip(before, after, strict=True)]
        rows.append((year, *pairs[0], found.moved.get(year), *pairs[1], *pairs[2], *pairs[3], *pairs[4]))
    return FindingsTable("plans", "The plan before and now", headings, tuple(rows), "Money is at current prices.")


def _assumed(found: Rolled) -> FindingsTable:
    headings = (
        Heading("measure", "Measure", Form.TEXT), Heading("numbers", "Numbers", Form.NUMBER),
        Heading("meaning", "What it is", Form.TEXT),
    )
    order = list(MEASURE)
    return FindingsTable("as_planned", "As planned because nobody counted it", headings, tuple(
        (measure, count, MEASURE[measure].meaning)
        for measure, count in sorted(found.as_planned.items(), key=lambda one: order.index(one[0]))
    ), "Type what happened over it in next year's case, with its source, and plan that.")
