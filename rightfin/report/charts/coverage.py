"""How far needs are covered, as a heat grid: white is covered, red is not; the worst year is framed."""

from __future__ import annotations

from rightfin.report.charts.palette import BLACK, NOTHING, VERMILLION
from rightfin.report.charts.vega import (
    Chart,
    Part,
    channel,
    data,
    finished,
    layers,
    names_axis,
    tooltip,
    when_narrow,
    years_axis,
)
from rightfin.report.overview.force import coverage_rows, failing
from rightfin.report.words.wording import in_full, span_of
from rightfin.result.plan import Plan

_LABELLED = 14
"""Most years for which the heat grid has room for numbers."""

Shares = list[tuple[str, int, float]]
"""A share by name and year."""


def coverage_chart(plan: Plan) -> Chart:
    """Return the share of each need that is covered, by year, over all regions."""
    return coverage_grid(coverage_rows(plan), "all regions")


def coverage_grid(rows: Shares, where: str, what: str = "Need") -> Chart:
    """Return shares covered by name and year as a heat grid: white is covered, red is not; the worst year is framed."""
    worst = {(name, year) for name, year, _ in failing(rows)}
    shown = [(name, year, share, 1.0 - share, _whole(share), (name, year) in worst) for name, year, share in rows]
    names = list(dict.fromkeys(name for name, *_ in rows))
    most = max((row[3] for row in shown), default=0.0)
    places = {"x": years_axis(), "y": channel("name:N", title=None, sort=names, axis=names_axis(110, 260))}
    cells: list[Part] = [
        {
            "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
            "encoding": {
                **places,
                "color": channel(
                    "open:Q", scale={"range": [NOTHING, VERMILLION], "domain": [0, max(most, 0.01)]},
                    legend={"title": "Not covered", "format": ".0%", "gradientLength": 120, "orient": "bottom",
                            "direction": "horizontal"},
                ),
                "tooltip": tooltip(("name:N", what), ("year:O", "Year"), ("share:Q", "Covered", ".1%")),
            },
        },
        {"mark": {"type": "rect", "fill": None, "stroke": BLACK, "strokeWidth": 2}, "encoding": places,
         "transform": [{"filter": "datum.worst"}]},
    ]
    if len({year for _, year, _ in rows}) <= _LABELLED:
        cells.append({
            "mark": {"type": "text", "fontSize": when_narrow(0, 12)},  # the cells of a narrow one hold no number
            "encoding": {**places, "text": channel("text:N"), "color": {"value": BLACK}},
        })
    chart = {"data": data(("name", "year", "share", "open", "text", "worst"), shown), **layers(*cells)}
    return finished(chart, f"How far needs are covered: {where}, {span_of([year for _, year, _ in rows])}",
                    "Per cent; the redder, the less is covered; the worst year of each is framed",
                    min(150 + 38 * len(names), 760))


def _whole(share: float) -> str:
    """Return a share as whole per cent; 100 only where the sentences say so, too."""
    return "100" if in_full(share) else f"{min(99, round(100 * share))}"
