"""Pictures of the force and of needs: who serves, how far needs are covered with what fails in red, what binds."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.report.charts.palette import BLACK, BLUE, GREY, NOTHING, ORANGE, SERIES, VERMILLION, role_colours
from rightfin.report.charts.plan import gathered, stacked
from rightfin.report.charts.vega import (
    Chart,
    Part,
    channel,
    data,
    finished,
    layers,
    legend_below,
    names_axis,
    tooltip,
    when_narrow,
    years_axis,
)
from rightfin.report.overview.binding import Takes
from rightfin.report.overview.force import failing
from rightfin.report.studies.findings import FindingsTable
from rightfin.report.words.wording import in_full, span_of

_LABELLED = 14
"""Most years for which the heat grid has room for numbers."""

MOST_BARS = 12
"""Most limits that the picture of what binds shows."""

Shares = list[tuple[str, int, float]]
"""A share by name and year."""


def people_chart(rows: list[tuple[str, int, float]], of: str, each: str, places: Mapping[str, int]) -> Chart:
    """Return people in pay by group and year as stacked bars; ``of`` says whose, ``each`` what a group is.

    ``places`` are those of the groups in the case, from which they have their colours.
    """
    kept, order, _ = gathered(rows, len(SERIES), "Others")
    colours = role_colours(order, places, SERIES)
    bars = stacked(kept, ("group", "strength"), order, colours, "Person-years", each, ",.0f")
    bars["encoding"]["color"]["legend"] = legend_below(order)
    return finished(bars, f"Who serves: {of}, {_span(rows)}", f"People in pay by {each.lower()}, in person-years")


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
    return finished(chart, f"How far needs are covered: {where}, {_span(rows)}",
                    "Per cent; the redder, the less is covered; the worst year of each is framed",
                    min(150 + 38 * len(names), 760))


def binding_chart(table: FindingsTable) -> Chart:
    """Return what binds as ranked bars: how much of the gap each closes; ``table`` is that of ``binding_table``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    what, closes, takes = (places[name] for name in ("what", "closes", "takes"))
    rows = [(str(row[what]), float(row[closes] or 0.0), str(row[takes])) for row in table.rows]
    ranked = sorted((row for row in rows if row[1] > 0.0), key=lambda row: (-row[1], row[0]))[:MOST_BARS]
    kinds = [str(kind) for kind in Takes]
    bars = {
        "data": data(("what", "closes", "takes"), ranked),
        "mark": {"type": "bar"},
        "encoding": {
            "y": channel("what:N", title=None, sort=[row[0] for row in ranked], axis=names_axis(165, 330)),
            "x": channel("closes:Q", title="Closes of the gap", axis={"format": ".1%"}),
            "color": channel("takes:N", scale={"domain": kinds, "range": [BLUE, GREY, ORANGE]},
                             legend=legend_below(kinds, "Takes")),
            "tooltip": tooltip(("what:N", "What gives way"), ("closes:Q", "Closes", ".2%"), ("takes:N", "Takes")),
        },
    }
    return finished(bars, "What binds, and how much of the gap each closes",
                    "Each gives way alone, everything else as it is, and the plan is solved again",
                    150 + 34 * len(ranked))


def _whole(share: float) -> str:
    """Return a share as whole per cent; 100 only where the sentences say so, too."""
    return "100" if in_full(share) else f"{min(99, round(100 * share))}"


def _span(rows: list[tuple[str, int, float]]) -> str:
    return span_of([year for _, year, _ in rows])
