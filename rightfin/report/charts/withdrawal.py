"""Pictures of withdrawals: what each donor's going does in each year."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from rightfin.report.charts.palette import BLACK, NOTHING, VERMILLION
from rightfin.report.charts.plan import Chart, finished, years_axis
from rightfin.report.studies.findings import Cell, FindingsTable
from rightfin.report.words.wording import Scale

LABELLED = 14
"""Most years for which a heat map has room for numbers."""


def coverage_chart(table: FindingsTable) -> Chart:
    """Return by how many points coverage falls, by donor that leaves and year, as a heat map; of the table ``by_year``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    rows = [
        (_label(row, places), int(str(row[places["year"]])),
         max(0.0, 100.0 * (_number(row[places["coverage_before"]]) - _number(row[places["coverage_after"]]))))
        for row in table.rows
    ]
    return _map(rows, "Points", 1, "Coverage that is lost if a donor leaves without notice",
                "Percentage points of all needs, weighted, below the plan with all donors")


def broken_chart(table: FindingsTable, scale: Scale) -> Chart:
    """Return what is unpaid or unsupported beyond the plan, by donor and year, as a heat map; of the table ``by_year``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    rows = [
        (_label(row, places), int(str(row[places["year"]])), scale.of(_number(row[places["broken"]])))
        for row in table.rows
    ]
    return _map(rows, scale.unit, 2, "What is unpaid or unsupported if a donor leaves without notice",
                f"{scale.unit} at current prices, beyond the plan with all donors")


def _label(row: tuple[Cell, ...], places: Mapping[str, int]) -> str:
    """Return who leaves and from when on."""
    donor, since = row[places["donor"]], row[places["from"]]
    return str(donor) if since is None else f"{donor}, from {since}"


def _number(cell: str | int | float | None) -> float:
    return float(cell) if isinstance(cell, (int, float)) else 0.0


def _map(rows: list[tuple[str, int, float]], legend: str, decimals: int, title: str, subtitle: str) -> Chart:
    frame = pd.DataFrame(rows, columns=["donor", "year", "value"])
    order = list(dict.fromkeys(frame["donor"]))
    largest, number = float(frame["value"].max()), f",.{decimals}f"
    base = alt.Chart(frame).encode(
        x=years_axis(), y=alt.Y("donor:N", title=None, sort=order, axis=alt.Axis(labelLimit=260)),
    )
    chart: Chart = base.mark_rect(stroke="white", strokeWidth=1).encode(
        color=alt.Color("value:Q", scale=alt.Scale(range=[NOTHING, VERMILLION], domain=[0, largest or 1.0]),
                        legend=alt.Legend(title=legend, format=",.3~f", gradientLength=120)),
        tooltip=[alt.Tooltip("donor:N", title="Donor that leaves"), alt.Tooltip("year:O", title="Year"),
                 alt.Tooltip("value:Q", title=legend, format=number)],
    )
    if frame["year"].nunique() <= LABELLED:
        texts = base.transform_filter(f"datum.value >= {0.5 * 10.0**-decimals}").mark_text(fontSize=11).encode(
            text=alt.Text("value:Q", format=number), color=alt.value(BLACK),
        )
        chart = alt.layer(chart, texts)
    return finished(chart, title, subtitle, max(120, min(40 + 44 * len(order), 640)))
