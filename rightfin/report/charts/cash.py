"""Pictures of a year by month: money that comes in, what is paid, and balances; months of pay owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.report.charts.palette import BLACK, BLUE, GREEN, NOTHING, SKY, VERMILLION
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
)
from rightfin.report.words.wording import Scale

_HEIGHT = 340

_LEAST = 0.05
"""Months of pay that are written as none."""


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
    """Return how many months of pay each unit is owed at the end of each month, as a heat map."""
    names = list(owed)
    rows = [(name, month, value) for name, course in owed.items() for month, value in zip(months, course, strict=True)]
    most = max((value for _, _, value in rows), default=0.0)
    places = {"x": _months(months), "y": channel("unit:N", title=None, sort=names, axis=names_axis(110, 260))}
    cells: Part = {
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
        "encoding": {
            **places,
            "color": channel("owed:Q", scale={"range": [NOTHING, VERMILLION], "domain": [0, max(most, _LEAST)]},
                             legend={"title": "Months", "format": ",.3~f", "gradientLength": 120, "orient": "bottom",
                                     "direction": "horizontal"}),
            "tooltip": tooltip(("unit:N", "Who"), ("month:O", "Month"), ("owed:Q", "Months of pay owed", ",.2f")),
        },
    }
    numbers: Part = {
        "transform": [{"filter": f"datum.owed >= {_LEAST}"}],
        "mark": {"type": "text", "fontSize": when_narrow(0, 12)},
        "encoding": {**places, "text": channel("owed:Q", format=",.1f"), "color": {"value": BLACK}},
    }
    chart = {"data": data(("unit", "month", "owed"), rows), **layers(cells, numbers)}
    return finished(chart, title, "At the end of each month", min(120 + 36 * len(names), 760))
