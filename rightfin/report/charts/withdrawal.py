"""Pictures of withdrawals: what each donor's going does in each year."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.report.charts.palette import BLACK, NOTHING, VERMILLION
from rightfin.report.charts.vega import Chart, Part, channel, data, finished, layers, tooltip, years_axis
from rightfin.report.studies.findings import Cell, FindingsTable
from rightfin.report.words.wording import Scale
from rightfin.schema import as_year

LABELLED = 14
"""Most years for which a heat map has room for numbers."""


def coverage_chart(table: FindingsTable) -> Chart:
    """Return by how many points coverage falls, by donor that leaves and year, as a heat map; of the table ``by_year``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    rows = [
        (_label(row, places), as_year(row[places["year"]]),
         max(0.0, 100.0 * (_number(row[places["coverage_before"]]) - _number(row[places["coverage_after"]]))))
        for row in table.rows
    ]
    return _map(rows, "Points", 1, "Coverage that is lost if a donor leaves without notice",
                "Percentage points of all needs, weighted, below the plan with all donors")


def broken_chart(table: FindingsTable, scale: Scale) -> Chart:
    """Return what is unpaid or unsupported beyond the plan, by donor and year, as a heat map; of the table ``by_year``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    rows = [
        (_label(row, places), as_year(row[places["year"]]), scale.of(_number(row[places["broken"]])))
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
    order = list(dict.fromkeys(donor for donor, _, _ in rows))
    largest, number = max(value for _, _, value in rows), f",.{decimals}f"
    places = {"x": years_axis(), "y": channel("donor:N", title=None, sort=order, axis={"labelLimit": 260})}
    chart: Part = {
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
        "encoding": {
            **places,
            "color": channel("value:Q", scale={"range": [NOTHING, VERMILLION], "domain": [0, largest or 1.0]},
                             legend={"title": legend, "format": ",.3~f", "gradientLength": 120}),
            "tooltip": tooltip(("donor:N", "Donor that leaves"), ("year:O", "Year"), ("value:Q", legend, number)),
        },
    }
    if len({year for _, year, _ in rows}) <= LABELLED:
        chart = layers(chart, {
            "transform": [{"filter": f"datum.value >= {0.5 * 10.0**-decimals}"}],
            "mark": {"type": "text", "fontSize": 11},
            "encoding": {**places, "text": channel("value:Q", format=number), "color": {"value": BLACK}},
        })
    chart = {"data": data(("donor", "year", "value"), rows), **chart}
    return finished(chart, title, subtitle, max(120, min(40 + 44 * len(order), 640)))
