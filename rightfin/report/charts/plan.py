"""Charts of a plan: strength, who pays, coverage and cost, for files and for the page alike."""

from __future__ import annotations

from collections.abc import Callable, Collection

from rightfin.report import facts
from rightfin.report.charts.ahead import ahead_chart
from rightfin.report.charts.chain import flow_chart, prisons_chart, waiting_chart
from rightfin.report.charts.coverage import coverage_chart
from rightfin.report.charts.own_money import own_money_chart
from rightfin.report.charts.palette import (
    BLACK,
    OTHER_DONORS,
    OTHER_PAYERS,
    donor_places,
    further_places,
    institution_places,
    payer_colours,
    role_colours,
    series_colours,
)
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.charts.vega import (
    Chart,
    Part,
    channel,
    data,
    finished,
    layers,
    legend_below,
    tooltip,
    years_axis,
)
from rightfin.report.facts import MISSING, OWN
from rightfin.report.words.wording import span_of
from rightfin.result.plan import Plan
from rightfin.tolerances import NEGLIGIBLE

Amounts = list[tuple[str, int, float]]
"""An amount by group and year."""

def strength_chart(plan: Plan) -> Chart:
    """Return people paid by institution and year as stacked bars, in person-years; a line is those there, if fewer are."""
    serving = [(row.institution, row.year, row.strength) for row in facts.strength_by_institution(plan)]
    places = institution_places(plan)
    rows, order = gathered(serving, places, "Other institutions")
    colours = role_colours(order, places)
    bars = stacked(rows, ("institution", "strength"), order, colours, "Person-years", "Institution", ",.0f")
    title, paid = f"Strength by institution, {_span(plan)}", "People paid, in person-years"
    if not facts.has_ghosts(plan):
        return finished(bars, title, paid)
    there = {
        "data": data(("year", "present"), list(facts.people_present(plan).items())),
        "mark": {"type": "line", "color": BLACK, "strokeWidth": 2, "point": {"color": BLACK, "size": 28}},
        "encoding": {
            "x": years_axis(), "y": channel("present:Q"),
            "tooltip": tooltip(("year:O", "Year"), ("present:Q", "People there, all institutions", ",.0f")),
        },
    }
    return finished(layers(bars, there), title, f"{paid}; the line is those of them who are there")


def payer_bars(plan: Plan) -> Part:
    """Return who pays what is asked by year as stacked bars: own money, donors, unpaid, missing support."""
    scale = facts.money_scale(plan)
    rows = [(row.payer, row.year, scale.of(row.amount)) for row in facts.payers(plan)]
    names = [*facts.own_labels(plan).values()] or [OWN]
    first, further = names[0], names[1:]
    others, of_own = gathered([row for row in rows if row[0] in further], further_places(plan), OTHER_PAYERS)
    donors, order = gathered([row for row in rows if row[0] not in (*names, *MISSING)], donor_places(plan), OTHER_DONORS)
    rows = [
        *(row for row in rows if row[0] == first), *others, *donors,
        *(row for name in MISSING for row in rows if row[0] == name),
    ]
    order = [first, *of_own, *order, *MISSING]
    colours = payer_colours(plan, order)
    bars = stacked(rows, ("payer", "amount"), order, colours, scale.unit, "Paid by", ",.1f")
    bars["encoding"]["color"]["legend"] = legend_below(order)
    return bars


def payers_chart(plan: Plan) -> Chart:
    """Return who pays what is asked by year as stacked bars, with the ceiling of own spending as a line."""
    scale = facts.money_scale(plan)
    ceilings = [(row.year, scale.of(row.ceiling), "Ceiling of own money") for row in facts.yearly(plan)]
    overhang = facts.indicator(plan, "overhang")
    ceilings += [
        (row.year, scale.of(row.ceiling + overhang[row.year]), "To keep the force up for good")
        for row in facts.yearly(plan) if row.year in overhang
    ]
    dashes = [[6, 3], [2, 2]] if overhang else [[6, 3]]
    line = {
        "data": data(("year", "ceiling", "line"), ceilings),
        "mark": {"type": "line", "color": BLACK, "strokeWidth": 2, "point": {"color": BLACK, "size": 28}},
        "encoding": {
            "x": years_axis(),
            "y": channel("ceiling:Q"),
            "strokeDash": channel(
                "line:N", scale={"range": dashes},
                legend={**legend_below([*dict.fromkeys(name for *_, name in ceilings)]), "orient": "top",
                        "symbolType": "stroke", "symbolSize": 400},
            ),
            "tooltip": tooltip(("year:O", "Year"), ("ceiling:Q", f"Ceiling, {scale.unit}", ",.1f")),
        },
    }
    whose = ", all payers together" if len(facts.own_labels(plan)) > 1 else ""
    subtitle = f"What is asked, {scale.unit} at current prices; the line is the ceiling of own money{whose}"
    if any(row.own > row.ceiling * (1.0 + NEGLIGIBLE) for row in facts.yearly(plan)):
        subtitle += "; own money above it comes from the transition reserve"
    return finished(layers(payer_bars(plan), line), f"Who pays for the security sector, {_span(plan)}", subtitle)


def cost_chart(plan: Plan) -> Chart:
    """Return cost by economic category and year as stacked bars."""
    scale = facts.money_scale(plan)
    rows = [(row.category.capitalize(), row.year, scale.of(row.cost)) for row in facts.cost_by_category(plan)]
    order = list(dict.fromkeys(category for category, _, _ in rows))
    bars = stacked(rows, ("category", "cost"), order, series_colours(len(order)), scale.unit, "Category", ",.1f")
    return finished(bars, f"Cost that falls due, by category, {_span(plan)}", f"{scale.unit} at current prices")


CHARTS: tuple[tuple[str, Callable[[Plan], Chart]], ...] = (
    ("strength", strength_chart),
    ("who_pays", payers_chart),
    ("own_money", own_money_chart),
    ("coverage", coverage_chart),
    ("cost", cost_chart),
    ("chain", flow_chart),
    ("waiting", waiting_chart),
    ("prisons", prisons_chart),
    ("ahead", ahead_chart),
    ("programmes", calendar_chart),
)
"""All charts: the stem of the file name and the function that draws it."""

_DRAWS = {
    "own_money": ("payers",), "chain": ("justice",), "waiting": ("justice",), "prisons": ("prisons",),
    "ahead": ("pensions_ahead", "severance_ahead"), "programmes": ("programmes",),
}
"""Tables of which a chart needs one with rows, by its stem; others are always drawn."""


def charts_of(plan: Plan) -> dict[str, Chart]:
    """Return every chart of a plan by the stem of its file name; a contradictory plan has none.

    The chart of each payer's own money is left out where the government pays alone, those of the justice chain where there
    is none, that of what follows after the plan where nothing does, the calendar of reforms where no programme is planned.
    """
    drawn = [(stem, draw) for stem, draw in CHARTS
             if stem not in _DRAWS or any(plan.tables[name].rows for name in _DRAWS[stem])]
    return {stem: draw(plan) for stem, draw in drawn} if facts.yearly(plan) else {}


def stacked(
    rows: Amounts, names: tuple[str, str], order: list[str], colours: list[str], axis: str, legend: str, number: str
) -> Part:
    """Return stacked bars of an amount by group, in order; ``names`` are those of the fields of the two."""
    group, value = names
    return {
        "data": data((group, "year", value, "place"), [(*row, order.index(row[0])) for row in rows]),
        "mark": {"type": "bar"},
        "encoding": {
            "x": years_axis(),
            "y": channel(f"{value}:Q", title=axis, stack="zero", axis={"format": ",.3~f"}),
            "color": channel(
                f"{group}:N", sort=order, scale={"domain": order, "range": colours},
                legend={"title": legend, "labelLimit": 200, "symbolLimit": 0},
            ),
            "order": channel("place:Q"),
            "tooltip": tooltip((f"{group}:N", legend), ("year:O", "Year"), (f"{value}:Q", axis, number)),
        },
    }


def gathered(rows: Amounts, kept: Collection[str], rest: str) -> tuple[Amounts, list[str]]:
    """Keep the groups that have a colour of their own and add the others up under ``rest``; return rows and their order."""
    names = list(dict.fromkeys(name for name, _, _ in rows))
    if all(name in kept for name in names):
        return rows, names
    sums: dict[tuple[str, int], float] = {}
    for name, year, amount in rows:
        key = (name if name in kept else rest, year)
        sums[key] = sums.get(key, 0.0) + amount
    order = [*(name for name in names if name in kept), rest]
    return [(name, year, amount) for (name, year), amount in sums.items()], order


def _span(plan: Plan) -> str:
    return span_of(plan.years)
