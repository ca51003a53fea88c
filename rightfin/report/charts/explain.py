"""What moves a number of the plan: a bar for each limit that was tried and moved it."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.charts.palette import BLUE, GREY
from rightfin.report.charts.vega import Chart, bars_height, channel, data, finished, names_axis, tooltip, when_narrow
from rightfin.report.words.bidi import unbroken

_NARROW, _WIDE = 150, 280
"""Pixels for the names of limits, in a narrow window and in others."""


def moved_chart(title: str, year: int, unit: str, rises: Sequence[tuple[str, float]]) -> Chart:
    """Return by how much a number rises when each of some limits gives way; ``rises`` are names and rises in ``unit``."""
    names = [unbroken(name) for name, _ in rises]
    drawn = {
        "data": data(("limit", "rise"), [(name, rise) for name, (_, rise) in zip(names, rises, strict=True)]),
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": channel("limit:N", title=None, sort=names, axis=names_axis(_NARROW, _WIDE)),
            "x": channel("rise:Q", title=f"Giving way adds, {unit}", axis={"tickCount": when_narrow(4, 8)}),
            "color": {"condition": {"test": "datum.rise >= 0", "value": BLUE}, "value": GREY},
            "tooltip": tooltip(("limit:N", "Limit"), ("rise:Q", f"Adds, {unit}", ",.3~g")),
        },
    }
    return finished(drawn, f"What moves {title[:1].lower()}{title[1:]}, {year}",
                    "Each limit tried alone, all levels solved again", bars_height(names, _NARROW))
