"""Pictures of the force: who serves, and what binds."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.report import facts
from rightfin.report.charts.palette import (
    BLUE,
    GREY,
    ORANGE,
    SERIES,
    institution_places,
    role_colours,
)
from rightfin.report.charts.plan import gathered, stacked
from rightfin.report.charts.vega import (
    Chart,
    channel,
    data,
    finished,
    legend_below,
    names_axis,
    tooltip,
)
from rightfin.report.overview.binding import Takes
from rightfin.report.overview.force import strength_rows
from rightfin.report.studies.findings import FindingsTable
from rightfin.report.words.wording import span_of
from rightfin.result.plan import Plan

MOST_BARS = 12
"""Most limits that the picture of what binds shows."""

def people_chart(rows: list[tuple[str, int, float]], of: str, each: str, places: Mapping[str, int]) -> Chart:
    """Return people in pay by group and year as stacked bars; ``of`` says whose, ``each`` what a group is.

    ``places`` are those among ``SERIES`` of the groups that have a colour of their own.
    """
    kept, order = gathered(rows, places, "Others")
    colours = role_colours(order, places)
    bars = stacked(kept, ("group", "strength"), order, colours, "Person-years", each, ",.0f")
    bars["encoding"]["color"]["legend"] = legend_below(order)
    return finished(bars, f"Who serves: {of}, {_span(rows)}", f"People in pay by {each.lower()}, in person-years")


def group_places(plan: Plan, institution: str | None) -> dict[str, int]:
    """Return the places of groups that have a colour of their own: of institutions, or of the cadres of one, by id."""
    if institution is None:
        return institution_places(plan)
    sizes: dict[str, float] = {}
    for name, _, strength in strength_rows(plan, institution):
        sizes[name] = sizes.get(name, 0.0) + strength
    return facts.places_among(sizes, sizes, len(SERIES))


def binding_chart(table: FindingsTable) -> Chart:
    """Return what binds as ranked bars: how much of the gap each closes; ``table`` is that of ``binding_table``."""
    places = {heading.name: place for place, heading in enumerate(table.headings)}
    what, closes, takes = (places[name] for name in ("what", "closes", "takes"))
    rows = [(str(row[what]), float(row[closes] or 0.0), str(row[takes])) for row in table.rows]
    ranked = sorted((row for row in rows if row[1] > 0.0), key=lambda row: (-row[1], row[0]))[:MOST_BARS]
    kinds = [str(kind) for kind in Takes]
    bars = {
        "data": data(("what", "closes", "takes"), ranked),
        "mark": {"type": "bar"},
        "encoding": {
            "y": channel("what:N", title=None, sort=[row[0] for row in ranked], axis=names_axis(165, 330)),
            "x": channel("closes:Q", title="Closes of the gap", axis={"format": ".1%", "tickCount": 5}),
            "color": channel("takes:N", scale={"domain": kinds, "range": [BLUE, GREY, ORANGE]},
                             legend=legend_below(kinds, "Takes")),
            "tooltip": tooltip(("what:N", "What gives way"), ("closes:Q", "Closes", ".2%"), ("takes:N", "Takes")),
        },
    }
    return finished(bars, "What binds, and how much of the gap each closes",
                    "Each gives way alone, everything else as it is, and the plan is solved again",
                    150 + 34 * len(ranked))


def _span(rows: list[tuple[str, int, float]]) -> str:
    return span_of([year for _, year, _ in rows])
