"""Pictures of plan against fact, of what explains a difference of spending, and of next year's plan beside this one's."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.charts.compared import compared_chart
from rightfin.report.charts.palette import BLUE, DARK, GREEN, GREY, ORANGE, PURPLE, SKY
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
from rightfin.report.words.wording import Scale

_MORE, _LESS = "More than planned", "Less than planned"
_NAMES, _ROW = 150, 24
"""Pixels for names in a narrow window, and of height of a bar."""

_PARTS = (SKY, ORANGE, PURPLE, GREEN, GREY)


def apart_chart(rows: Sequence[tuple[str, float]], title: str) -> Chart:
    """Return how far facts lie from the plan as bars, furthest first; each row is a name and a share of the plan."""
    drawn = sorted(rows, key=lambda row: -abs(row[1]))
    names = [row[0] for row in drawn]
    bars = {
        "data": data(("name", "apart", "kind"), [(*row, _MORE if row[1] > 0.0 else _LESS) for row in drawn]),
        "mark": {"type": "bar"},
        "encoding": {
            "y": channel("name:N", title=None, sort=names, axis=names_axis(_NAMES, 260)),
            "x": channel("apart:Q", title="Fact less plan", axis={"format": "+.0%"}),
            "color": channel("kind:N", scale={"domain": [_MORE, _LESS], "range": [BLUE, ORANGE]},
                             legend=legend_below([_MORE, _LESS])),
            "tooltip": tooltip(("name:N", "What"), ("apart:Q", "Fact less plan", "+.1%")),
        },
    }
    return finished(bars, title, "Share of the planned number; full years only; more is not always better",
                    bars_height(names, _NAMES, _ROW))


def parts_chart(rows: Sequence[tuple[str, str, float]], title: str, scale: Scale) -> Chart:
    """Return what explains differences of spending as bars: each row is whose spending, a part, and its amount."""
    names, parts = list(dict.fromkeys(row[0] for row in rows)), list(dict.fromkeys(row[1] for row in rows))
    whole = {name: sum(amount for of, _, amount in rows if of == name) for name in names}
    y = channel("name:N", title=None, sort=names, axis=names_axis(_NAMES, 260))
    bars = {
        "data": data(("name", "part", "place", "amount"),
                     [(name, part, parts.index(part), scale.of(amount)) for name, part, amount in rows]),
        "mark": {"type": "bar"},
        "encoding": {
            "y": y,
            "x": channel("amount:Q", title=f"{scale.unit}, more than planned", axis={"format": "+,.3~f"}),
            "color": channel("part:N", sort=parts, scale={"domain": parts, "range": list(_PARTS[: len(parts)])},
                             legend=legend_below(parts)),
            "order": channel("place:Q"),
            "tooltip": tooltip(("name:N", "Spending of"), ("part:N", "What explains it"),
                               ("amount:Q", scale.unit, "+,.3f")),
        },
    }
    sums = {
        "data": data(("name", "amount"), [(name, scale.of(amount)) for name, amount in whole.items()]),
        "mark": {"type": "tick", "thickness": 3, "size": 26, "color": DARK},
        "encoding": {"y": y, "x": channel("amount:Q"),
                     "tooltip": tooltip(("name:N", "Spending of"), ("amount:Q", f"In all, {scale.unit}", "+,.3f"))},
    }
    return finished(layers(bars, sums), title, "What pushes spending up stands at the right; the dark mark is all together",
                    bars_height(names, _NAMES, 2 * _ROW))


def beside_chart(before: Sequence[tuple[str, float]], now: Sequence[tuple[str, float]], title: str, subtitle: str,
                 what: str, number: str, axis: str = ",.3~f") -> Chart:
    """Return a number by year in the plan before and in the new one as two lines; years are texts."""
    years = [year for year, _ in before]
    return compared_chart({"The plan before": dict(before), "The new plan": dict(now)}, years, title, subtitle, what,
                          number=number, axis=axis, from_zero=False)
