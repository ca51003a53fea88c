"""One number by year of several plans as lines on one axis, each in the colour and shape of its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.report.charts.palette import BLUE, GREEN, GREY, INDIGO, ORANGE, PURPLE
from rightfin.report.charts.vega import Chart, channel, data, finished, legend_below, tooltip, years_axis

COLOURS = (GREY, BLUE, ORANGE, GREEN, PURPLE, INDIGO)
"""Colours by place: the baseline is grey. A place keeps its colour whatever else is compared."""

SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
"""Marks by place, so that lines are told apart in print without colours."""

_HEIGHT = 340


def compared_chart(
    lines: Mapping[str, Mapping[str, float]], years: Sequence[str], title: str, subtitle: str, what: str, *,
    number: str, axis: str = ",.3~f", from_zero: bool = True, places: Sequence[int] = (),
) -> Chart:
    """Return lines by year, given by name in their order and by year as text; ``years`` is the whole axis.

    ``places`` are the places of the lines in the comparison, counted from 0, the baseline; all in turn if absent.
    ``number`` and ``axis`` say how values are written under the pointer and along the axis. Raises ``IndexError`` for
    more lines than there are colours.
    """
    names = list(lines)
    standing = list(places) or list(range(len(names)))
    colours, shapes = [COLOURS[place] for place in standing], [SHAPES[place] for place in standing]
    dashes = [[6, 3] if place == 0 else [1, 0] for place in standing]
    legend = {**legend_below(names), "symbolSize": 120, "symbolStrokeWidth": 0}
    rows = [(name, year, value) for name, by_year in lines.items() for year, value in by_year.items()]
    drawn = {
        "data": data(("line", "year", "value"), rows),
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 48, "filled": True, "strokeWidth": 0}},
        "encoding": {
            "x": {**years_axis(), "sort": list(years), "scale": {"domain": list(years)}},
            "y": channel("value:Q", title=what, scale={"zero": from_zero}, axis={"format": axis}),
            "color": channel("line:N", sort=names, scale={"domain": names, "range": colours}, legend=legend),
            "shape": channel("line:N", sort=names, scale={"domain": names, "range": shapes}, legend=legend),
            "strokeDash": channel("line:N", sort=names, scale={"domain": names, "range": dashes}, legend=None),
            "tooltip": tooltip(("line:N", "Which"), ("year:O", "Year"), ("value:Q", what, number)),
        },
    }
    return finished(drawn, title, subtitle, _HEIGHT)
