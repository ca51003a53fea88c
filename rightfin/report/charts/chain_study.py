"""The picture of the study of the justice chain: who is held before judgment, as planned and with more police."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.report.chain import prison_years
from rightfin.report.charts.palette import BLACK, BLUE, VERMILLION
from rightfin.report.charts.vega import Chart, channel, data, finished, legend_below, tooltip, years_axis
from rightfin.result.plan import Plan


def detention_chart(plans: Mapping[str, Plan]) -> Chart:
    """Return people held before judgment by year, a line for each of up to three plans by what they are called."""
    rows = [(name, row.year, row.detained) for name, plan in plans.items() for row in prison_years(plan)]
    order = [*plans]
    lines = {
        "data": data(("plan", "year", "detained"), rows),
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 28}},
        "encoding": {
            "x": years_axis(),
            "y": channel("detained:Q", title="Persons", axis={"format": ",.0f"}),
            "color": channel("plan:N", sort=order, legend=legend_below(order),
                             scale={"domain": order, "range": [BLACK, VERMILLION, BLUE][: len(order)]}),
            "strokeDash": channel("plan:N", sort=order, legend=None,
                                  scale={"domain": order, "range": [[1, 0], [7, 3], [2, 2]][: len(order)]}),
            "tooltip": tooltip(("plan:N", "Plan"), ("year:O", "Year"), ("detained:Q", "Held before judgment", ",.0f")),
        },
    }
    return finished(lines, "Held before judgment, as planned and with more police", "Persons at the end of each year")
