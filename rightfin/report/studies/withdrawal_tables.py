"""The tables of withdrawals: each donor in the common year, in its worst year, and year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rightfin.report import facts
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import labels
from rightfin.study.withdrawal.absorb import Absorbed
from rightfin.study.withdrawal.study import Withdrawal, Withdrawals

_PRICES = "Money at current prices, in the years shown; a reserve may be drawn after them, too."

_TERMS = (
    f"{_PRICES} Not coming: what the plan spends of the donor's money from then on. Arrears: by how much more is owed at "
    "the end of a year, at most. Reserve: the least with which nothing more is unpaid, unsupported or owed. Notice: the "
    "least number of years that avoids the same."
)


def coverage_falls(found: Withdrawals, one: Withdrawal) -> dict[int, float]:
    """Return by how much the coverage of all needs together falls, as a share, by year."""
    before, after = facts.indicator(found.base, "coverage"), facts.indicator(one.plan, "coverage")
    return {year: before[year] - after[year] for year in before if year in after}


def _names(found: Withdrawals) -> dict[str, str]:
    return labels(found.base.names.donors, [one.donor for one in found.each])


def donors_table(found: Withdrawals) -> FindingsTable:
    """Return what each donor's leaving does in the common year."""
    rows = tuple(_row(found, one) for one in found.each)
    return FindingsTable("withdrawals", f"If a donor leaves from {found.year} on", _headings(), rows, _TERMS)


def worst_table(found: Withdrawals) -> FindingsTable:
    """Return what each donor's leaving does in its worst year; blank where nothing more breaks in any."""
    names, blank = _names(found), (None,) * (len(_headings()) - 1)
    worst = {one.donor: one for one in found.worst}
    ordered = [*found.worst, *(one for one in found.each if one.donor not in worst)]
    rows = tuple(
        _row(found, worst[one.donor]) if one.donor in worst else (names[one.donor], *blank) for one in ordered
    )
    return FindingsTable(
        "worst", "If a donor leaves in its worst year", _headings(), rows,
        f"{_TERMS} Blank: nothing more has to break in whichever year it leaves.",
    )


def _headings() -> tuple[Heading, ...]:
    return (
        Heading("donor", "Donor", Form.TEXT),
        Heading("year", "From", Form.YEAR, "First year without its money; blank: the plan spends none of it."),
        Heading("lost", "Not coming", Form.MONEY, "What the plan spends of it from then on."),
        Heading("unpaid", "Unpaid", Form.MONEY, "Left unpaid beyond the plan."),
        Heading("unsupported", "Unsupported", Form.PEOPLE, "Most people in one year who are paid but not supported, beyond "
                "the plan."),
        Heading("arrears", "Arrears", Form.MONEY, "Largest rise of what is owed at the end of a year."),
        Heading("coverage_fall", "Points lost", Form.POINTS,
                "Largest fall of coverage in one year, all needs together, weighted."),
        Heading("reserve", "Reserve", Form.MONEY, "Least extra money with which no more is broken."),
        Heading("reserve_for_needs", "Reserve for needs", Form.MONEY, "The same with needs as covered as planned.",
                shown=False),
        Heading("notice", "Notice", Form.NUMBER, "Least years of notice with which no more is broken; blank: none is "
                "enough."),
        Heading("broken", "Has to break, discounted", Form.MONEY, "Least that is unpaid or unsupported beyond the plan, at "
                "base-year prices, later money counting less, all years planned (level 1a).", shown=False),
        Heading("reserve_discounted", "Reserve, discounted", Form.MONEY, "At base-year prices, later money counting less.",
                shown=False),
    )


def _row(found: Withdrawals, one: Withdrawal) -> tuple[Cell, ...]:
    return (
        _names(found)[one.donor], one.year, sum(one.lost.values()), sum(item.amount for item in one.unpaid),
        _most_unsupported(one), max(one.arrears.values(), default=0.0),
        max(0.0, max(coverage_falls(found, one).values(), default=0.0)), sum(one.reserve.by_year.values()),
        sum(one.reserve_for_needs.by_year.values()), one.notice, one.broken, one.reserve.discounted,
    )


def _most_unsupported(one: Withdrawal) -> float:
    years = {item.year for item in one.unsupported}
    return max((sum(item.people for item in one.unsupported if item.year == year) for year in years), default=0.0)


def told(found: Withdrawals) -> Sequence[Withdrawal]:
    """Return every withdrawal once: of each donor the common year, then its worst year if that is another one."""
    return [one for each in found.each for one in (each, *(worst for worst in (found.worst_of(each.donor),)
                                                           if worst is not None and worst.year != each.year))]


def by_year_table(found: Withdrawals) -> FindingsTable:
    """Return what each withdrawal does in each year."""
    names, rows = _names(found), []
    before = facts.indicator(found.base, "coverage")
    broken_before = facts.indicator(found.base, "broken_obligations")
    for one in told(found):
        after, broken = facts.indicator(one.plan, "coverage"), facts.indicator(one.plan, "broken_obligations")
        rows += [
            (names[one.donor], one.year, year, one.lost.get(year, 0.0),
             max(0.0, broken.get(year, 0.0) - broken_before.get(year, 0.0)),
             one.arrears.get(year, 0.0), before.get(year), after.get(year), _of_year(one.reserve, year),
             _of_year(one.reserve_for_needs, year))
            for year in found.base.years
        ]
    return FindingsTable("by_year", "Year by year", (
        _DONOR, _FROM,
        Heading("year", "Year", Form.YEAR),
        Heading("lost", "Not coming", Form.MONEY),
        Heading("broken", "Unpaid or unsupported", Form.MONEY, "Beyond the plan."),
        Heading("arrears", "Arrears", Form.MONEY, "Beyond the plan, at the end of the year."),
        Heading("coverage_before", "Coverage planned", Form.SHARE, "All needs together, weighted."),
        Heading("coverage_after", "Coverage without it", Form.SHARE),
        Heading("reserve", "Reserve", Form.MONEY, "One way to draw the least reserve; only its sum, later money counting "
                "less, is settled."),
        Heading("reserve_for_needs", "Reserve for needs", Form.MONEY, "One way, as before."),
    ), tuple(rows), _PRICES)


_DONOR = Heading("donor", "Donor that leaves", Form.TEXT)
_FROM = Heading("from", "From", Form.YEAR, "First year without its money: the common one, or its worst.")


def _of_year(reserve: Absorbed, year: int) -> float:
    return reserve.by_year.get(year, 0.0)


def detail_tables(found: Withdrawals) -> Iterator[FindingsTable]:
    """Yield who is unpaid, who is unsupported and which needs open up, where there is any of it."""
    names, all_names, shown = _names(found), found.base.names, told(found)
    year = Heading("year", "Year", Form.YEAR)
    unpaid = tuple(
        (names[one.donor], one.year, all_names.institutions.get(item.institution, item.institution), item.category,
         item.year, item.amount)
        for one in shown for item in one.unpaid
    )
    unsupported = tuple(
        (names[one.donor], one.year, all_names.cadres.get(item.cadre, item.cadre), item.year, item.people)
        for one in shown for item in one.unsupported
    )
    falls = tuple(
        (names[one.donor], one.year, all_names.needs.get(gap.need, gap.need), gap.year, gap.before, gap.after,
         gap.before - gap.after)
        for one in shown for gap in one.falls
    )
    if unpaid:
        yield FindingsTable("unpaid", "Who is unpaid", (
            _DONOR, _FROM, Heading("institution", "Institution", Form.TEXT), Heading("category", "Category", Form.TEXT),
            year,
            Heading("amount", "Unpaid", Form.MONEY, "Beyond the plan."),
        ), unpaid, "At current prices.")
    if unsupported:
        yield FindingsTable("unsupported", "Who is paid but not supported", (
            _DONOR, _FROM, Heading("cadre", "Cadre", Form.TEXT), year,
            Heading("people", "People", Form.PEOPLE, "Beyond the plan."),
        ), unsupported)
    if falls:
        yield FindingsTable("coverage", "Which needs open up", (
            _DONOR, _FROM, Heading("need", "Need", Form.TEXT), year, Heading("before", "Coverage planned", Form.SHARE),
            Heading("after", "Coverage without it", Form.SHARE),
            Heading("fall", "Fall (points)", Form.POINTS, "Of coverage."),
        ), falls)
