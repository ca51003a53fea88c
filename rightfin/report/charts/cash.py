"""Pictures of a year by month: money that comes in, what is paid, and balances; months of pay owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.report.charts.palette import BLUE, GREEN, SERIES, SKY
from rightfin.report.charts.vega import Chart, channel, data, finished, layers, legend_below, tooltip
from rightfin.report.words.wording import Scale

_HEIGHT = 340

_MARKS = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "stroke")
"""Marks by place, so that lines are told apart in print without colours."""

MOST_LINES = len(SERIES)
"""Most lines of a picture."""


def _months(months: Sequence[str]) -> Mapping[str, object]:
    return channel("month:O", title=None, sort=list(months), scale={"domain": list(months)},
                   axis={"labelAngle": -45, "labelExpr": "slice(datum.label, 0, 3) + ' ' + slice(datum.label, -4)"})


def money_chart(months: Sequence[str], own: Sequence[float], donors: Sequence[float], held: Sequence[float], title: str,
                scale: Scale) -> Chart:
    """Return money that comes in by month as bars, own and donors', and what all accounts hold at its end as a line."""
    kinds = ["Own money in", "Donors' money in"]
    rows = [(month, kind, place, scale.of(amounts[n])) for place, (kind, amounts) in enumerate(zip(kinds, (own, donors),
            strict=True)) for n, month in enumerate(months)]
    names = [*kinds, "All accounts hold at the end of the month"]
    colours = channel("what:N", sort=names, scale={"domain": names, "range": [BLUE, SKY, GREEN]},
                      legend=legend_below(names))
    bars = {
        "data": data(("month", "what", "place", "amount"), rows),
        "mark": {"type": "bar"},
        "encoding": {"x": _months(months), "y": channel("amount:Q", title=scale.unit, axis={"format": ",.3~f"}),
                     "color": colours, "order": channel("place:Q"),
                     "tooltip": tooltip(("month:O", "Month"), ("what:N", "What"), ("amount:Q", scale.unit, ",.3f"))},
    }
    line = {
        "data": data(("month", "what", "amount"), [(month, names[2], scale.of(held[n])) for n, month in enumerate(months)]),
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 48, "filled": True}},
        "encoding": {"x": _months(months), "y": channel("amount:Q"), "color": colours,
                     "tooltip": tooltip(("month:O", "Month"), ("what:N", "What"), ("amount:Q", scale.unit, ",.3f"))},
    }
    return finished(layers(bars, line), title, "What is bridged is left out of what accounts hold", _HEIGHT)


def owed_chart(months: Sequence[str], owed: Mapping[str, Sequence[float]], title: str) -> Chart:
    """Return how many months of pay each unit is owed at the end of each month, as lines; at most ``MOST_LINES``."""
    names = list(owed)
    rows = [(name, month, value) for name, course in owed.items() for month, value in zip(months, course, strict=True)]
    legend = legend_below(names)
    drawn = {
        "data": data(("unit", "month", "owed"), rows),
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 64, "filled": True}},
        "encoding": {
            "x": _months(months), "y": channel("owed:Q", title="Months of pay owed", axis={"format": ",.3~f"}),
            "color": channel("unit:N", sort=names, scale={"domain": names, "range": list(SERIES[: len(names)])},
                             legend=legend),
            "shape": channel("unit:N", sort=names, scale={"domain": names, "range": list(_MARKS[: len(names)])},
                             legend=legend),
            "tooltip": tooltip(("unit:N", "Unit"), ("month:O", "Month"), ("owed:Q", "Months of pay owed", ",.2f")),
        },
    }
    return finished(drawn, title, "At the end of each month", _HEIGHT)
