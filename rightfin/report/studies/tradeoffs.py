"""What one goal costs in another, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.charts.alternatives import tradeoff_chart
from rightfin.report.charts.vega import Chart
from rightfin.report.studies.findings import FindingsTable, Form, Heading, Picture
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import Scale, begun, listed, money, percent, significant
from rightfin.study.why.alternatives import Alternatives
from rightfin.study.why.tradeoffs import Tradeoff, TradeoffKind, TradeoffPoint
from rightfin.tolerances import SEEN

TITLES = {
    TradeoffKind.COST: "Coverage against cost", TradeoffKind.DONORS: "Coverage against donors' money",
    TradeoffKind.SECURITY: "National against human security", TradeoffKind.DEBT: "Coverage against debts",
}

_TOLD = (0.01, 0.05, 0.1)
"""Losses that sentences tell beside the one that is asked about."""


def tradeoff_sentences(found: Alternatives) -> Iterator[Sentence]:
    """Yield a sentence about each trade-off."""
    for one in found.tradeoffs:
        text = {
            TradeoffKind.COST: _money, TradeoffKind.DONORS: _money, TradeoffKind.SECURITY: _security,
            TradeoffKind.DEBT: _debt,
        }[one.kind](found, one)
        yield Sentence(f"against_{one.kind}", TITLES[one.kind], text)


def _money(found: Alternatives, one: Tradeoff) -> str:
    """Return what losses save, of all money in the years shown."""
    what = "cost" if one.kind is TradeoffKind.COST else "donors' money"
    first, currency = one.points[0], found.currency
    text = (
        f"The least {what} over all years shown with nothing lost is {money(first.found, currency)} at prices of "
        f"{found.base_year} (plan: {money(one.planned.found, currency)})."
    )
    told = [point for point in one.points[1:] if point.held in (*_TOLD, found.loss)]
    saved = [
        f"{significant(point.held)} saves up to {money(first.found - point.found, currency)} "
        f"({percent((first.found - point.found) / first.found)})" for point in told
    ]
    rest = f"Of what the plan covers, losing {listed(saved)}." if saved else "No loss that was tried saves more."
    return f"{text} {rest}"


def _security(found: Alternatives, one: Tradeoff) -> str:
    """Return how far each kind of security may be covered better, and what it costs the other."""
    most_national, most_human = one.points[0], one.points[-1]
    parts = [
        _better("national", most_national.held, "human", most_national.found),
        _better("human", most_human.found, "national", most_human.held),
    ]
    return f"{begun('; '.join(parts))}. Both count as the plan counts them, over all years planned."


def _better(kind: str, share: float, other: str, left: float) -> str:
    gain = share - 1.0
    if gain <= SEEN:
        return f"{kind} security cannot be covered better at the cost of {other} security alone"
    if 1.0 - left <= SEEN:
        return f"{kind} security can be covered {percent(gain)} better, and {other} security loses nothing"
    return f"{kind} security can be covered {percent(gain)} better if {other} security loses {percent(1.0 - left)}"


def _debt(found: Alternatives, one: Tradeoff) -> str:
    """Return what may stay unpaid for the sake of coverage, and what it buys."""
    more = [point for point in one.points if point.held > one.planned.held and point.found > SEEN]
    if not more:
        return "More debt than the plan has buys no coverage that would be seen."
    told = [
        f"{significant(point.held)} of the ceilings may stay unpaid, {percent(point.found)} more is covered and "
        f"{money(point.owed - one.planned.owed, found.currency)} more of what is due stays unpaid or without support"
        for point in more
    ]
    return f"If {'; if '.join(told)}. Money is discounted, at prices of {found.base_year}, over all years planned."


def tradeoff_tables(found: Alternatives) -> Iterator[FindingsTable]:
    """Yield a table for each trade-off."""
    for one in found.tradeoffs:
        headings, note = _headings(one.kind, found.base_year)
        yield FindingsTable(f"against_{one.kind}", TITLES[one.kind], headings,
                            tuple(_cells(one, point) for point in one.points), note)


def _headings(kind: TradeoffKind, base_year: int) -> tuple[tuple[Heading, ...], str]:
    if kind is TradeoffKind.SECURITY:
        return (Heading("national", "National security", Form.SHARE), Heading("human", "Human security", Form.SHARE)), (
            "Shares of what the plan covers of each, as level 2 counts: 100% is the plan. Each row is a plan in which the "
            "first is held and the second is best; what is promised is kept, and nothing else of level 2 gets worse.")
    if kind is TradeoffKind.DEBT:
        return (
            Heading("tolerance", "May stay unpaid", Form.SHARE, "Share of the ceilings (arrears_tolerance)."),
            Heading("gained", "Coverage gained", Form.SHARE, "Share of what the plan covers."),
            Heading("owed", "Broken obligations", Form.MONEY),
            Heading("more_owed", "More than in the plan", Form.MONEY),
        ), (f"Each row is a plan of its own, all levels solved. Broken obligations (level 1a) over all years planned, "
            f"discounted, at prices of {base_year}. Tolerances that buy no more are left out.")
    name = "Least cost" if kind is TradeoffKind.COST else "Least donors' money"
    return (
        Heading("loss", "Loss", Form.SHARE, "Share of what the plan covers that may be lost."),
        Heading("least", name, Form.MONEY), Heading("saved", "Saved", Form.MONEY, "Against the least with nothing lost."),
    ), f"All years shown, at prices of {base_year}. Each row was solved for; losses that save no more are left out."


def _cells(one: Tradeoff, point: TradeoffPoint) -> tuple[float, ...]:
    if one.kind is TradeoffKind.SECURITY:
        return point.held, point.found
    if one.kind is TradeoffKind.DEBT:
        return point.held, point.found, point.owed, point.owed - one.planned.owed
    return point.held, point.found, one.points[0].found - point.found


def tradeoff_pictures(found: Alternatives, scale: Scale) -> Iterator[Picture]:
    """Yield a picture of each trade-off that has more than one point."""
    for one in found.tradeoffs:
        if len(one.points) > 1:
            name = f"against_{one.kind}"
            yield Picture(name, TITLES[one.kind], _chart(one, found.base_year, scale), name)


def _chart(one: Tradeoff, base_year: int, scale: Scale) -> Chart:
    if one.kind is TradeoffKind.SECURITY:
        return tradeoff_chart(one, TITLES[one.kind], "Shares of what the plan covers of each",
                              ("National security", "Human security"), (".0%", ".0%"))
    if one.kind is TradeoffKind.DEBT:
        return tradeoff_chart(one, "What debts buy", "Coverage gained, by the share of the ceilings that may stay unpaid",
                              ("May stay unpaid", "Coverage gained"), (".1%", ".1%"))
    whose = "" if one.kind is TradeoffKind.COST else " donors"
    return tradeoff_chart(one, f"What less coverage saves{whose}",
                          f"{scale.unit}, all years shown, at prices of {base_year}", ("Loss of coverage", scale.unit),
                          (".1%", ",.4~g"), scale)
