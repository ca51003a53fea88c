"""A figure by year of a changed case, against the case as it stands in grey."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.report import facts
from rightfin.report.charts.palette import BLUE, GREY
from rightfin.report.charts.vega import Chart, channel, data, finished, legend_below, tooltip, years_axis
from rightfin.report.words.wording import span_of
from rightfin.result.plan import Plan

CHANGED, STANDING = "With the changes", "Case as it stands"
"""Names of the lines."""

_HEIGHT = 240

Lines = Mapping[str, Mapping[int, float]]
"""Numbers by year, by line: the changed case first, then the case as it stands."""


def against(plan: Plan, standing: Plan, indicator: str) -> dict[str, dict[int, float]]:
    """Return an indicator by year of a plan and of the case as it stands, of that alone where they are one and the same."""
    lines = {STANDING: facts.indicator(standing, indicator)}
    return lines if plan is standing else {CHANGED: facts.indicator(plan, indicator), **lines}


def strength_against(plan: Plan, standing: Plan) -> Chart:
    """Return people in pay by year, all institutions together."""
    lines = against(plan, standing, "total_strength")
    title, subtitle = f"People in pay, {span_of(plan.years)}", "All institutions, in person-years"
    return _chart(lines, title, subtitle, "Person-years", ",.0f")


def coverage_against(plan: Plan, standing: Plan) -> Chart:
    """Return the share of needs that is covered by year."""
    lines = against(plan, standing, "coverage")
    return _chart(lines, f"Security covered, {span_of(plan.years)}",
                  "All needs, weighted; the axis does not begin at zero", "Share covered", ".1%", axis=".0%")


def _chart(lines: Lines, title: str, subtitle: str, what: str, number: str, axis: str = ",.3~f") -> Chart:
    names = list(lines)
    colours = [GREY if name == STANDING and len(names) > 1 else BLUE for name in names]
    dashes = [[6, 3] if name == STANDING and len(names) > 1 else [1, 0] for name in names]
    rows = [(name, year, value) for name, by_year in lines.items() for year, value in by_year.items()]
    legend = {**legend_below(names), "columns": 1} if len(names) > 1 else None  # one below the other at every width
    drawn = {
        "data": data(("line", "year", "value"), rows),
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 36}},
        "encoding": {
            "x": years_axis(),
            "y": channel("value:Q", title=what, scale={"zero": False}, axis={"format": axis}),
            "color": channel("line:N", sort=names, scale={"domain": names, "range": colours}, legend=legend),
            "strokeDash": channel("line:N", sort=names, scale={"domain": names, "range": dashes}, legend=legend),
            "tooltip": tooltip(("line:N", "Line"), ("year:O", "Year"), ("value:Q", what, number)),
        },
    }
    if _has_one_year(lines):
        drawn["mark"] = {"type": "point", "filled": True, "size": 80}
    return finished(drawn, title, subtitle, _HEIGHT)


def _has_one_year(lines: Lines) -> bool:
    """Return whether lines have one year only, which no line shows."""
    return all(len(by_year) < 2 for by_year in lines.values())
