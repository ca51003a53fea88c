"""How options differ from the plan: bars of each figure, one for each option."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.charts.palette import BLACK, SERIES
from rightfin.report.charts.vega import (
    Chart,
    bars_height,
    channel,
    data,
    finished,
    layers,
    legend_below,
    names_axis,
    tooltip,
)

_NARROW, _WIDE, _EACH = 150, 260, 15
"""Pixels for names, in a narrow window and in others, and of the bar of one option."""


def options_chart(rows: Sequence[tuple[str, str, float]], options: Sequence[str]) -> Chart:
    """Return differences from the plan as shares of what it has; ``rows`` are figure, option and difference."""
    figures = list(dict.fromkeys(figure for figure, _, _ in rows))
    bars = {
        "data": data(("figure", "option", "change"), rows),
        "mark": {"type": "bar"},
        "encoding": {
            "y": channel("figure:N", sort=figures, title=None, axis=names_axis(_NARROW, _WIDE)),
            "yOffset": channel("option:N", sort=list(options)),
            "x": channel("change:Q", title="Difference from the plan", axis={"format": "+.0%"}),
            "color": channel("option:N", scale={"domain": list(options), "range": list(SERIES[: len(options)])},
                             legend=legend_below(options)),
            "tooltip": tooltip(("figure:N", "Figure"), ("option:N", "Option"), ("change:Q", "Difference", "+.1%")),
        },
    }
    plan = {"data": data(("plan",), [(0.0,)]), "mark": {"type": "rule", "color": BLACK, "strokeWidth": 2},
            "encoding": {"x": channel("plan:Q")}}
    return finished(layers(bars, plan), "Options against the plan", "Each figure as a share of what it is in the plan; the "
                    "line is the plan", bars_height(figures, _NARROW, 12.0 + _EACH * len(options)))
