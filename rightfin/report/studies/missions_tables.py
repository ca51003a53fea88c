"""The tables of missions that leave: each leaving, year by year, which needs open up, and what is supplied no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.report import facts
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import labels, listed
from rightfin.result.plan import Plan
from rightfin.study.missions.study import MissionExits, MissionLeft

_PRICES = "Money at current prices, in the years shown."

_PROVIDER = Heading("provider", "Leaves", Form.TEXT)
_FROM = Heading("from", "From", Form.YEAR, "First year without it.")


def shown_sum(base: Plan, by_year: Mapping[int, float]) -> float:
    """Return the sum over the years shown."""
    return sum(amount for year, amount in by_year.items() if year <= base.years[-1])


def left_table(base: Plan, each: Sequence[MissionLeft], names: Mapping[str, str]) -> FindingsTable:
    """Return what becomes of the case without each provider, and what replaces it."""
    rows = tuple((_who(one, names), *_row(base, one)) for one in each)
    return FindingsTable("missions", "If a mission leaves without notice", (_PROVIDER, *_headings()), rows, (
        f"{_PRICES} Blank: it supplies nothing then, or nothing can be in its place before it would have left anyway."))


def exits_table(found: MissionExits) -> FindingsTable:
    """Return every first year without the missions, whether it passes, and what replaces them."""
    end = found.stays.years[-1]
    rows = tuple(
        (*_row(found.stays, one), "no" if found.failing(one) else "yes")
        for one in found.answers if one.year is not None and one.year <= end
    )
    return FindingsTable("missions", "By the first year without them", (
        *_headings(), Heading("holds", "Covered", Form.TEXT, "Whether every need is covered as asked without them, with "
                              "the money that the case has."),
    ), rows, f"{_PRICES} Blank: nothing replaces them.")


def _headings() -> tuple[Heading, ...]:
    return (
        Heading("year", "From", Form.YEAR, "First year without it; blank: it supplies nothing then."),
        Heading("coverage_fall", "Points lost", Form.POINTS, "Largest fall of the coverage of one need in one year."),
        Heading("since", "Replaced from", Form.YEAR, "First year from which on coverage can be what it was, whatever is "
                "paid; blank: in no year shown."),
        Heading("own", "Own money", Form.MONEY, "Least own money beyond that of the plan by which it is."),
        Heading("beyond", "Beyond limits", Form.MONEY, "Least part that the limits of the case do not allow."),
        Heading("people", "People", Form.PEOPLE, "Least people beyond those of the plan, when they are most."),
        Heading("cost", "Its cost", Form.MONEY, "What the mission would have cost those who pay for it, from the year "
                "in From on, though it may be replaced later only; blank: not known."),
        Heading("own_discounted", "Own money, discounted", Form.MONEY, "At base-year prices, later money counting less, "
                "all years planned.", shown=False),
        Heading("beyond_discounted", "Beyond limits, discounted", Form.MONEY, "As before.", shown=False),
    )


def _row(base: Plan, one: MissionLeft) -> tuple[Cell, ...]:
    what, end = one.replacement, base.years[-1]
    fall = max((gap.before - gap.after for gap in one.falls), default=0.0)
    cost = sum(one.cost.values()) if one.cost else None
    if not one.replaced:
        return (one.year, fall if one.year is not None else None, None, None, None, None, cost, None, None)
    heads = max((number for year, number in what.people_by_year.items() if year <= end), default=0.0)
    return (
        one.year, fall, what.since, shown_sum(base, what.money.by_year), shown_sum(base, what.beyond.by_year), heads, cost,
        what.money.discounted, what.beyond.discounted,
    )


def by_year_table(base: Plan, each: Sequence[MissionLeft], names: Mapping[str, str]) -> FindingsTable:
    """Return what each leaving and its replacement come to in each year."""
    before, rows = facts.indicator(base, "coverage"), list[tuple[Cell, ...]]()
    for one in _told(base, each):
        after, what = facts.indicator(one.plan, "coverage"), one.replacement
        takes = (what.money.by_year, what.beyond.by_year, what.people_by_year)
        rows += [
            (_who(one, names), one.year, year, before.get(year), after.get(year),
             *(of.get(year, 0.0) if one.replaced else None for of in takes), one.cost.get(year, 0.0) if one.cost else None)
            for year in base.years
        ]
    return FindingsTable("by_year", "Year by year", (
        _PROVIDER, _FROM, Heading("year", "Year", Form.YEAR),
        Heading("coverage_before", "Coverage with it", Form.SHARE, "All needs together, weighted."),
        Heading("coverage_after", "Coverage without it", Form.SHARE, "Nothing paid beyond the limits of the case."),
        Heading("own", "Own money", Form.MONEY, "One way to spend the least that replaces it; blank: nothing does."),
        Heading("beyond", "Beyond limits", Form.MONEY, "One way, as before."),
        Heading("people", "People", Form.PEOPLE, "One way to have the least people who replace it."),
        Heading("cost", "Its cost", Form.MONEY, "What the mission would have cost; blank: not known."),
    ), tuple(rows), f"{_PRICES} Only sums over all years planned are settled, later money counting less.")


def coverage_table(base: Plan, each: Sequence[MissionLeft], names: Mapping[str, str]) -> FindingsTable:
    """Return which needs open up."""
    needs = base.names.needs
    rows = tuple(
        (_who(one, names), one.year, needs.get(gap.need, gap.need), gap.year, gap.before, gap.after, gap.before - gap.after)
        for one in _told(base, each) for gap in one.falls
    )
    return FindingsTable("coverage", "Which needs open up", (
        _PROVIDER, _FROM, Heading("need", "Need", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("before", "Coverage with it", Form.SHARE), Heading("after", "Coverage without it", Form.SHARE),
        Heading("fall", "Fall (points)", Form.POINTS, "Of coverage."),
    ), rows)


def people_table(base: Plan, each: Sequence[MissionLeft], names: Mapping[str, str]) -> FindingsTable:
    """Return who the least people are by whom coverage stays."""
    cadres = base.names.cadres
    rows = tuple(
        (_who(one, names), one.year, cadres.get(cadre, cadre), year, number)
        for one in _told(base, each) for (cadre, year), number in one.replacement.people.items() if year <= base.years[-1]
    )
    return FindingsTable("people", "The least people who replace it", (
        _PROVIDER, _FROM, Heading("cadre", "Cadre", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("people", "People", Form.PEOPLE, "Beyond those of the plan; one way of several."),
    ), rows)


def supply_table(base: Plan, each: Sequence[MissionLeft], names: Mapping[str, str]) -> FindingsTable:
    """Return what is supplied no more, by need and year."""
    needs = base.names.needs
    rows = tuple(
        (_who(one, names), one.year, needs.get(need, need), year, amount)
        for one in _told(base, each) for (need, year), amount in one.lost.items()
    )
    return FindingsTable("supply", "What it supplies no more", (
        _PROVIDER, _FROM, Heading("need", "Need", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("lost", "Capability", Form.NUMBER, "Units of the need, all regions together, as far as they are needed."),
    ), rows)


def _told(base: Plan, each: Sequence[MissionLeft]) -> list[MissionLeft]:
    return [one for one in each if one.year is not None and one.year <= base.years[-1]]


def _who(one: MissionLeft, names: Mapping[str, str]) -> str:
    return listed(list(labels(names, one.providers).values()))
