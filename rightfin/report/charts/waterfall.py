"""A waterfall: from a number of one answer to that of another, one step for each group of changes."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.charts.palette import BLUE, DARK, GREY, ORANGE
from rightfin.report.charts.vega import Chart, Part, bars_height, channel, data, finished, layers, names_axis, tooltip
from rightfin.report.studies.findings import Cell, FindingsTable

_ENDS, _MORE, _LESS = "Answer", "More", "Less"
_ROW, _NAMES = 30, 150
"""Pixels of height of a step, and for names in a narrow window."""


def waterfall_chart(table: FindingsTable, title: str, subtitle: str, axis: str, *, divisor: float, number: str) -> Chart:
    """Return the steps of a table of a waterfall as bars from the number before to the number after.

    The table has the columns ``what``, ``start``, ``end``, ``least`` and ``most``; its first and last row are the two
    answers, which have no start. ``divisor`` is that of the unit that ``axis`` names, ``number`` how numbers are written.
    The axis begins where the bars do: steps are small beside the answers. A thin line shows between what ends a step lies
    in other orders.
    """
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    values = [{name: row[place] for name, place in places.items()} for row in table.rows]
    rows = []
    for one in values:
        end = _number(one["end"]) / divisor
        start = end if one["start"] is None else _number(one["start"]) / divisor
        kind = _ENDS if one["start"] is None else _MORE if end >= start else _LESS
        low, high = (start + _number(one[name]) / divisor for name in ("least", "most"))
        rows.append((str(one["what"]), start, end, end - start, low, high, kind))
    names = [row[0] for row in rows]
    down, up = _domain([number for row in rows for number in row[1:3]] + [number for row in rows for number in row[4:6]])
    y = channel("what:N", title=None, sort=names, axis=names_axis(_NAMES, 260))
    scale: Part = {"domain": [down, up], "nice": False, "zero": False}
    told = tooltip(("what:N", "Step"), ("change:Q", "Change", f"+{number}"), ("end:Q", "After it", number))
    columns = ("what", "start", "end", "change", "low", "high", "kind")
    kinds = channel("kind:N", scale={"domain": [_MORE, _LESS], "range": [BLUE, ORANGE]},
                    legend={"title": None, "orient": "bottom"})
    steps = {
        "transform": [{"filter": f"datum.kind != '{_ENDS}'"}],
        "mark": {"type": "bar", "size": 20, "minBandSize": 1},
        "encoding": {
            "y": y, "x": channel("start:Q", scale=scale, title=axis, axis={"format": number}), "x2": {"field": "end"},
            "color": kinds, "tooltip": told,
        },
    }
    ends = {
        "transform": [{"filter": f"datum.kind == '{_ENDS}'"}],
        "mark": {"type": "tick", "thickness": 4, "size": 24, "color": GREY},
        "encoding": {"y": y, "x": channel("end:Q", scale=scale), "tooltip": told},
    }
    ranges = {
        "transform": [{"filter": f"datum.kind != '{_ENDS}'"}],
        "mark": {"type": "rule", "strokeWidth": 1.5, "color": DARK},
        "encoding": {"y": y, "x": channel("low:Q", scale=scale), "x2": {"field": "high"}},
    }
    words = {
        "mark": {"type": "text", "align": "left", "dx": 6, "dy": -13, "fontSize": 11},
        "encoding": {"y": y, "x": channel("end:Q", scale=scale), "text": channel("end:Q", format=number)},
    }
    chart = {"data": data(columns, rows), **layers(steps, ranges, ends, words)}
    return finished(chart, title, subtitle, bars_height(names, _NAMES, _ROW))


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, (int, float)) else 0.0


def _domain(numbers: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis with room around numbers."""
    low, high = min(numbers), max(numbers)
    room = 0.12 * (high - low) or max(abs(high), 1.0)
    return low - room, high + room
