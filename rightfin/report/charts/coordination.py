"""Pictures of coordination: where donor money goes, and how far needs are covered."""

from __future__ import annotations

import altair as alt
import pandas as pd

from rightfin.report.charts.palette import BLUE, GREY, ORANGE, SKY, VERMILLION
from rightfin.report.charts.plan import Chart, finished, years_axis
from rightfin.report.studies.findings import FindingsTable
from rightfin.report.words.wording import Scale

_FATES = (("spent", "Spent on security", BLUE), ("fees", "Fees", SKY), ("lost", "Unused", VERMILLION))


def money_chart(table: FindingsTable, scale: Scale) -> Chart:
    """Return what becomes of donor money under each arrangement as stacked bars; of the table ``arrangements``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    rows = [
        (str(row[0]), text, place, scale.of(float(str(row[places[name]]))))
        for row in table.rows for place, (name, text, _) in enumerate(_FATES)
    ]
    frame = pd.DataFrame(rows, columns=["way", "fate", "place", "amount"])
    fates = [text for _, text, _ in _FATES]
    bars = alt.Chart(frame).mark_bar(size=32).encode(
        y=alt.Y("way:N", title=None, sort=[str(row[0]) for row in table.rows], axis=alt.Axis(labelLimit=220)),
        x=alt.X("amount:Q", title=f"{scale.unit}, base-year prices", stack="zero", axis=alt.Axis(format=",.3~f")),
        color=alt.Color("fate:N", sort=fates, scale=alt.Scale(domain=fates, range=[colour for _, _, colour in _FATES]),
                        legend=alt.Legend(title=None)),
        order=alt.Order("place:Q"),
        tooltip=[alt.Tooltip("way:N", title="Way"), alt.Tooltip("fate:N", title="Donor money"),
                 alt.Tooltip("amount:Q", title=scale.unit, format=",.2f")],
    )
    basis = f"All donors, {scale.unit} at base-year prices, later money counting less"
    return finished(bars, "What becomes of donor money", basis, 160)


def coverage_chart(table: FindingsTable) -> Chart:
    """Return the share of needs covered by year under each arrangement as lines; of the table ``by_year``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    rows = [
        (str(row[places["way"]]), int(str(row[places["year"]])), float(str(row[places["coverage"]])))
        for row in table.rows if row[places["coverage"]] is not None
    ]
    frame = pd.DataFrame(rows, columns=["way", "year", "coverage"])
    ways = list(dict.fromkeys(frame["way"]))
    colours, dashes = [GREY, ORANGE, BLUE][: len(ways)], [[1, 0], [7, 3], [2, 2]][: len(ways)]
    lines = alt.Chart(frame).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45)).encode(
        x=years_axis(),
        y=alt.Y("coverage:Q", title="Share of needs covered", scale=alt.Scale(zero=False), axis=alt.Axis(format=".0%")),
        color=alt.Color("way:N", sort=ways, scale=alt.Scale(domain=ways, range=colours), legend=alt.Legend(title=None)),
        strokeDash=alt.StrokeDash("way:N", sort=ways, scale=alt.Scale(domain=ways, range=dashes),
                                  legend=alt.Legend(title=None)),
        tooltip=[alt.Tooltip("way:N", title="Way"), alt.Tooltip("year:O", title="Year"),
                 alt.Tooltip("coverage:Q", title="Covered", format=".1%")],
    )
    return finished(lines, "How far needs are covered", "All needs, weighted; the axis does not begin at zero", 260)
