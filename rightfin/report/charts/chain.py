"""The justice chain in pictures: the flow of cases with its narrowest point, what waits, and who is in prison."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.chain import StageYear, prison_years, stage_years
from rightfin.report.charts.palette import BLACK, BLUE, ORANGE, SKY, VERMILLION, series_colours
from rightfin.report.charts.vega import Chart, Part, channel, data, finished, layers, legend_below, tooltip, years_axis
from rightfin.report.words.wording import people, span_of
from rightfin.result.plan import Plan

_WIDE = 0.62
"""How much of the way from one stage to the next the stage itself takes."""

_APART = 1.6
"""How far the flows of two years stand apart, in widths of the widest."""

_WIDTH_OF_TEXT = 560
"""Pixels that the names of all stages may take together."""

_OPEN, _NARROWEST, _PASSED = "Done at the stage", "Narrowest point", "Goes on to the next stage"
_COLOURS = {_OPEN: BLUE, _NARROWEST: VERMILLION, _PASSED: SKY}


def flow_chart(plan: Plan) -> Chart:
    """Return the flow of cases from stage to stage in the first and the last year, as wide as there are cases.

    A stage is as wide at its left as cases arrive and at its right as are done; a black line is what could be done.
    """
    rows = stage_years(plan)
    years = list(dict.fromkeys((plan.years[0], plan.years[-1])))
    shown = {year: [row for row in rows if row.year == year] for year in years}
    widest = max((max(row.inflow, row.done, row.capacity) for found in shown.values() for row in found), default=0.0) or 1.0
    flows: list[tuple[object, ...]] = []
    caps: list[tuple[object, ...]] = []
    texts: list[tuple[object, ...]] = []
    for place, year in enumerate(years):
        middle = -_APART * place
        flows += _flows(shown[year], middle, widest)
        for at, row in enumerate(shown[year]):
            half = row.capacity / widest / 2.0
            caps.append((at + _WIDE, middle - half, middle + half, row.stage, year, row.capacity))
            said = (f"{people(row.inflow)} arrive", f"{people(row.done)} done", f"{people(row.backlog)} wait", _months(row))
            texts += [(at + _WIDE / 2.0, middle - 0.58 - 0.1 * line, text) for line, text in enumerate(said)]
            if place == 0:
                texts.append((at + _WIDE / 2.0, 0.6, row.stage))
        texts.append((-0.28, middle, str(year)))
    area = {
        "data": data(("part", "piece", "x", "low", "high", "stage", "year", "cases"), flows),
        "mark": {"type": "area", "interpolate": "linear", "opacity": 1},
        "encoding": {
            "x": _x(len(shown[years[0]])),
            "y": channel("low:Q", axis=None, scale={"domain": [-_APART * (len(years) - 1) - 0.95, 0.68], "nice": False}),
            "y2": {"field": "high"},
            "color": channel(
                "part:N", sort=[*_COLOURS], scale={"domain": [*_COLOURS], "range": [*_COLOURS.values()]},
                legend=legend_below(_COLOURS),
            ),
            "detail": channel("piece:N"),
            "tooltip": tooltip(("stage:N", "Stage"), ("year:O", "Year"), ("cases:Q", "Cases", ",.0f")),
        },
    }
    can = {
        "data": data(("x", "low", "high", "stage", "year", "can"), caps),
        "mark": {"type": "rule", "color": BLACK, "strokeWidth": 3},
        "encoding": {
            "x": channel("x:Q"), "y": channel("low:Q"), "y2": {"field": "high"},
            "tooltip": tooltip(("stage:N", "Stage"), ("year:O", "Year"), ("can:Q", "Cases that could be done", ",.0f")),
        },
    }
    words = {
        "data": data(("x", "y", "text"), texts),
        "mark": {"type": "text", "fontSize": 12, "color": BLACK, "limit": _WIDTH_OF_TEXT // max(1, len(shown[years[0]]))},
        "encoding": {"x": channel("x:Q"), "y": channel("y:Q"), "text": channel("text:N")},
    }
    which = "The first year above the last; as" if len(years) > 1 else "As"
    return finished(
        layers(area, can, words), f"The justice chain and its narrowest point, {span_of(plan.years)}",
        f"{which} wide as there are cases: left those that arrive, right those done; a black line is what could be done",
        20 + 240 * len(years),
    )


def _x(stages: int) -> Part:
    return channel("x:Q", axis=None, scale={"domain": [-0.45, max(1.0, stages - 1 + _WIDE + 0.1)], "nice": False})


def _flows(rows: list[StageYear], middle: float, widest: float) -> Iterator[tuple[object, ...]]:
    """Yield the corners of each stage and of what goes on from it: part, piece, place, lower and upper edge, and cases."""
    for at, row in enumerate(rows):
        part = _NARROWEST if row.narrowest else _OPEN
        corners = [(part, f"{row.year} {at}", float(at), row.inflow), (part, f"{row.year} {at}", at + _WIDE, row.done)]
        if at + 1 < len(rows):
            goes_on = rows[at + 1].passed
            corners += [(_PASSED, f"{row.year} {at} on", x, goes_on) for x in (at + _WIDE, at + 1.0)]
        for of, piece, x, cases in corners:
            half = cases / widest / 2.0
            yield of, piece, x, middle - half, middle + half, row.stage, row.year, cases


def _months(row: StageYear) -> str:
    """Return how long what waits takes, as a line below how much it is."""
    if row.unworked:
        return "nobody works it"
    return f"for {row.waiting:,.1f} months" if row.waiting < 1200.0 else "for over 100 years"


def waiting_chart(plan: Plan) -> Chart:
    """Return the cases that wait at the end of each year as stacked bars, by stage."""
    rows = stage_years(plan)
    names = list(dict.fromkeys(row.stage for row in rows))
    bars: Part = {
        "data": data(("stage", "year", "backlog", "place"),
                     [(row.stage, row.year, row.backlog, names.index(row.stage)) for row in rows]),
        "mark": {"type": "bar"},
        "encoding": {
            "x": years_axis(),
            "y": channel("backlog:Q", title="Cases", stack="zero", axis={"format": ",.3~f"}),
            "color": channel("stage:N", sort=names, scale={"domain": names, "range": series_colours(len(names))},
                             legend=legend_below(names, "Stage")),
            "order": channel("place:Q"),
            "tooltip": tooltip(("stage:N", "Stage"), ("year:O", "Year"), ("backlog:Q", "Cases that wait", ",.0f")),
        },
    }
    return finished(bars, f"Cases that wait, {span_of(plan.years)}", "Cases at the end of each year, by stage")


def prisons_chart(plan: Plan) -> Chart:
    """Return who is held before judgment and who serves a sentence as stacked bars, and the places as a line."""
    rows = prison_years(plan)
    groups, places = {"Held before judgment": ORANGE, "Serving a sentence": BLUE}, "Places"
    held = [(name, row.year, amount, place) for row in rows for place, (name, amount) in enumerate(
        zip(groups, (row.detained, row.convicted), strict=True))]
    bars: Part = {
        "data": data(("group", "year", "people", "place"), held),
        "mark": {"type": "bar"},
        "encoding": {
            "x": years_axis(),
            "y": channel("people:Q", title="Persons", stack="zero", axis={"format": ",.3~f"}),
            "color": channel("group:N", sort=[*groups], scale={"domain": [*groups], "range": [*groups.values()]},
                             legend=legend_below(groups)),
            "order": channel("place:Q"),
            "tooltip": tooltip(("group:N", "Who"), ("year:O", "Year"), ("people:Q", "Persons", ",.0f")),
        },
    }
    title = f"Who is in prison, {span_of(plan.years)}"
    if not any(row.places > 0.0 for row in rows):
        return finished(bars, title, "Persons at the end of each year")
    line = {
        "data": data(("year", "places", "line"), [(row.year, row.places, places) for row in rows]),
        "mark": {"type": "line", "color": BLACK, "strokeWidth": 2, "point": {"color": BLACK, "size": 28}},
        "encoding": {
            "x": channel("year:O"), "y": channel("places:Q"),
            "strokeDash": channel("line:N", scale={"domain": [places], "range": [[1, 0]]},
                                  legend={**legend_below([places]), "symbolType": "stroke", "symbolSize": 400}),
            "tooltip": tooltip(("year:O", "Year"), ("places:Q", "Places", ",.0f")),
        },
    }
    return finished(layers(bars, line), title, "Persons at the end of each year; the line is the places")
