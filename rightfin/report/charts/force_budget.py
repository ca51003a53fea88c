"""The picture of what a force costs beside the money that there is for it, by year."""

from __future__ import annotations

from rightfin.report.charts.palette import BLACK, BLUE, SKY, VERMILLION
from rightfin.report.charts.vega import Chart, channel, data, finished, layers, tooltip, years_axis
from rightfin.report.studies.findings import FindingsTable
from rightfin.report.words.wording import Scale
from rightfin.schema import as_year

_PARTS = (("own", "Own money at most", BLUE), ("donors", "Donors' money", SKY), ("short", "Short of the cost", VERMILLION))


def cost_chart(table: FindingsTable, scale: Scale) -> Chart:
    """Return the money there is as stacked bars with what is short on top, and the cost as a line; of ``by_year``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}

    def of(row: tuple[object, ...], name: str) -> float:
        return scale.of(float(str(row[places[name]] or 0.0)))

    rows = [
        (text, as_year(row[0]), place, of(row, name)) for row in table.rows for place, (name, text, _) in enumerate(_PARTS)
    ]
    names = [text for _, text, _ in _PARTS]
    bars = {
        "data": data(("part", "year", "place", "amount"), rows),
        "mark": {"type": "bar"},
        "encoding": {
            "x": years_axis(),
            "y": channel("amount:Q", title=scale.unit, stack="zero", axis={"format": ",.3~f"}),
            "color": channel("part:N", sort=names, legend={"title": None},
                             scale={"domain": names, "range": [colour for _, _, colour in _PARTS]}),
            "order": channel("place:Q"),
            "tooltip": tooltip(("part:N", "What"), ("year:O", "Year"), ("amount:Q", scale.unit, ",.1f")),
        },
    }
    line = {
        "data": data(("year", "cost"), [(as_year(row[0]), of(row, "cost")) for row in table.rows]),
        "mark": {"type": "line", "color": BLACK, "strokeWidth": 2, "point": {"color": BLACK, "size": 28}},
        "encoding": {"x": channel("year:O"), "y": channel("cost:Q"),
                     "tooltip": tooltip(("year:O", "Year"), ("cost:Q", f"Cost, {scale.unit}", ",.1f"))},
    }
    return finished(layers(bars, line), "What the force costs, and the money there is",
                    f"{scale.unit} at current prices; the line is the cost of the force, supported as the case asks")
