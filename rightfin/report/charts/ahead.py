"""What a plan leaves to pay after its last year, as stacked bars."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.ahead import SHOWN, years_ahead
from rightfin.report.charts.palette import BLUE, ORANGE, PURPLE, SKY
from rightfin.report.charts.vega import Chart, Part, channel, data, finished, tooltip, years_axis
from rightfin.result.plan import Plan


def ahead_chart(plan: Plan) -> Chart:
    """Return pensions after the plan, of those who draw one already and of those who serve, and what is still owed."""
    scale, rows = facts.money_scale(plan), years_ahead(plan)
    used = [text for text in SHOWN.values() if any(dict(row.parts)[text] > 0.0 for row in rows)]
    shown = [
        (text, row.year, scale.of(amount), used.index(text)) for row in rows for text, amount in row.parts if text in used
    ]
    colours = dict(zip(SHOWN.values(), (SKY, BLUE, ORANGE, PURPLE), strict=True))
    bars: Part = {
        "data": data(("part", "year", "amount", "place"), shown),
        "mark": {"type": "bar"},
        "encoding": {
            "x": years_axis(),
            "y": channel("amount:Q", title=scale.unit, stack="zero", axis={"format": ",.3~f"}),
            "color": channel(
                "part:N", sort=used, scale={"domain": used, "range": [colours[text] for text in used]},
                legend={"title": None, "labelLimit": 360, "orient": "bottom", "columns": 1},
            ),
            "order": channel("place:Q"),
            "tooltip": tooltip(("part:N", "What"), ("year:O", "Year"), ("amount:Q", scale.unit, ",.1f")),
        },
    }
    last, title = max(plan.years, default=""), "Left to pay after the plan"
    if rows:
        title += f", {rows[0].year} to {rows[-1].year}"
    return finished(bars, title, f"{scale.unit} at the prices of {last}; nobody is hired after it")
