"""What moves a number of the plan: a bar for each limit that was tried and moved it."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.charts.palette import BLUE, GREY
from rightfin.report.charts.vega import Chart, channel, data, finished, names_axis, tooltip, when_narrow

_BAR, _AROUND = 34, 40
"""Pixels of height of a bar with its name over several lines, and around all bars."""


def moved_chart(title: str, year: int, unit: str, rises: Sequence[tuple[str, float]]) -> Chart:
    """Return by how much a number rises when each of some limits gives way; ``rises`` are names and rises in ``unit``."""
    names = [name for name, _ in rises]
    drawn = {
        "data": data(("limit", "rise"), rises),
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": channel("limit:N", title=None, sort=names, axis=names_axis(150, 280)),
            "x": channel("rise:Q", title=f"Giving way adds, {unit}", axis={"tickCount": when_narrow(4, 8)}),
            "color": {"condition": {"test": "datum.rise >= 0", "value": BLUE}, "value": GREY},
            "tooltip": tooltip(("limit:N", "Limit"), ("rise:Q", f"Adds, {unit}", ",.3~g")),
        },
    }
    return finished(drawn, f"What moves {title[:1].lower()}{title[1:]}, {year}",
                    "Each limit tried alone, all levels solved again", _AROUND + _BAR * len(names))
