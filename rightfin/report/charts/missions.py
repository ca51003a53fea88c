"""The picture of a mission that leaves: what it would have cost, and what replaces it, by year."""

from __future__ import annotations

from rightfin.report.charts.palette import BLUE, GREY
from rightfin.report.charts.vega import Chart, channel, data, finished, tooltip, years_axis
from rightfin.report.words.wording import Scale
from rightfin.result.plan import Plan
from rightfin.study.missions.study import MissionLeft


def replaced_chart(base: Plan, one: MissionLeft, who: str, scale: Scale) -> Chart:
    """Return own money that replaces a mission beside the mission's cost, where that is known, by year as bars."""
    parts = [("Own money that replaces it", one.replacement.money.by_year, BLUE)]
    if one.cost:
        parts.insert(0, (f"Cost of {who}", one.cost, GREY))
    order = [name for name, _, _ in parts]
    rows = [(year, scale.of(by_year.get(year, 0.0)), name) for name, by_year, _ in parts for year in base.years]
    bars = {
        "data": data(("year", "amount", "what"), rows),
        "mark": {"type": "bar"},
        "encoding": {
            "x": years_axis(),
            "xOffset": channel("what:N", sort=order),
            "y": channel("amount:Q", title=scale.unit, axis={"format": ",.3~f"}),
            "color": channel("what:N", sort=order, legend={"title": None},
                             scale={"domain": order, "range": [colour for _, _, colour in parts]}),
            "tooltip": tooltip(("what:N", "What"), ("year:O", "Year"), ("amount:Q", scale.unit, ",.2f")),
        },
    }
    return finished(bars, f"What replaces {who} from {one.year} on",
                    f"{scale.unit} at current prices; own money is the least beyond the plan by which coverage stays")
