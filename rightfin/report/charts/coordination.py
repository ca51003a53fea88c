"""Pictures of coordination: where donor money goes, and how far needs are covered."""

from __future__ import annotations

from rightfin.report.charts.palette import BLUE, GREY, ORANGE, SKY, VERMILLION
from rightfin.report.charts.vega import Chart, channel, data, finished, tooltip, years_axis
from rightfin.report.studies.findings import FindingsTable
from rightfin.report.words.wording import Scale
from rightfin.schema import as_year

_OF_A_BAR, _AROUND = 48, 110
"""Pixels for a bar with the room around it, and for axis and margins."""

_FATES = (("spent", "Spent on security", BLUE), ("fees", "Fees", SKY), ("lost", "Unused", VERMILLION))


def money_chart(table: FindingsTable, scale: Scale) -> Chart:
    """Return what becomes of donor money under each arrangement as stacked bars; of the table ``arrangements``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    rows = [
        (str(row[0]), text, place, scale.of(float(str(row[places[name]]))))
        for row in table.rows for place, (name, text, _) in enumerate(_FATES)
    ]
    fates = [text for _, text, _ in _FATES]
    bars = {
        "data": data(("way", "fate", "place", "amount"), rows),
        "mark": {"type": "bar", "size": 32},
        "encoding": {
            "y": channel("way:N", title=None, sort=[str(row[0]) for row in table.rows], axis={"labelLimit": 220}),
            "x": channel("amount:Q", title=f"{scale.unit}, base-year prices", stack="zero", axis={"format": ",.3~f"}),
            "color": channel("fate:N", sort=fates, legend={"title": None},
                             scale={"domain": fates, "range": [colour for _, _, colour in _FATES]}),
            "order": channel("place:Q"),
            "tooltip": tooltip(("way:N", "Way"), ("fate:N", "Donor money"), ("amount:Q", scale.unit, ",.2f")),
        },
    }
    basis = f"All donors, {scale.unit} at base-year prices, later money counting less"
    return finished(bars, "What becomes of donor money", basis, _AROUND + _OF_A_BAR * len(table.rows))


def coverage_chart(table: FindingsTable) -> Chart:
    """Return the share of needs covered by year under each arrangement as lines; of the table ``by_year``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    rows = [
        (str(row[places["way"]]), as_year(row[places["year"]]), float(str(row[places["coverage"]])))
        for row in table.rows if row[places["coverage"]] is not None
    ]
    ways = list(dict.fromkeys(way for way, _, _ in rows))
    colours, dashes = [GREY, ORANGE, BLUE][: len(ways)], [[1, 0], [7, 3], [2, 2]][: len(ways)]
    lines = {
        "data": data(("way", "year", "coverage"), rows),
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 45}},
        "encoding": {
            "x": years_axis(),
            "y": channel("coverage:Q", title="Share of needs covered", scale={"zero": False}, axis={"format": ".0%"}),
            "color": channel("way:N", sort=ways, scale={"domain": ways, "range": colours}, legend={"title": None}),
            "strokeDash": channel("way:N", sort=ways, scale={"domain": ways, "range": dashes}, legend={"title": None}),
            "tooltip": tooltip(("way:N", "Way"), ("year:O", "Year"), ("coverage:Q", "Covered", ".1%")),
        },
    }
    return finished(lines, "How far needs are covered", "All needs, weighted; the axis does not begin at zero", 260)
