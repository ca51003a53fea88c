"""Pictures of the force that can be kept: the path to it, and what asking for it earlier or later comes to."""

from __future__ import annotations

from rightfin.report.charts.palette import BLACK, BLUE, GREY, ORANGE, VERMILLION
from rightfin.report.charts.vega import Chart, Part, channel, data, finished, tooltip, years_axis
from rightfin.report.words.wording import Scale
from rightfin.study.sustain.course import Course
from rightfin.study.sustain.study import Sustained

NEVER = "never"
"""How the plan that asks for none is called where others are called by their year."""

_KEPT, _EXCESS, _FREE = "Can be kept", "More than can be kept", "Nothing asked"


def strength_chart(found: Sustained) -> Chart:
    """Return people paid by year: today's force, the plan that asks for nothing, the path, and what the money keeps."""
    today, free, path, kept = f"Paid in {found.base_year}", "Nothing asked", "The path", "What the money keeps"
    rows: list[tuple[int, float, str]] = []
    for place, year in enumerate(found.years):
        can_be = found.kept.kept[place]
        rows += [(year, found.today.total, today), (year, found.without.strength[place], free)]
        rows += [(year, can_be, kept)] if can_be is not None else []
        rows.append((year, found.kept.strength[place], path))
    order, colours = [today, free, path, kept], [GREY, ORANGE, BLUE, BLACK]
    lines = {
        "data": data(("year", "people", "line"), rows),
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {
            "x": years_axis(),
            "y": channel("people:Q", title="People paid", scale={"zero": False}, axis={"format": ",.0f"}),
            "color": channel("line:N", sort=order, scale={"domain": order, "range": colours}, legend={"title": None}),
            "strokeDash": channel("line:N", sort=order, legend={"title": None, "symbolType": "stroke", "symbolSize": 400},
                                  scale={"domain": order, "range": [[2, 2], [7, 3], [1, 0], [3, 2]]}),
            "tooltip": tooltip(("line:N", "Force"), ("year:O", "Year"), ("people:Q", "People", ",.0f")),
        },
    }
    return finished(lines, "The force that can be kept, and the path to it",
                    f"Person-years; asked for from {found.asked_from} on; the axis does not begin at zero")


def unmet_chart(found: Sustained) -> Chart:
    """Return unmet need by the first year in which a force that can be kept is asked for, as bars."""
    rows = [(asked(course), course.unmet, _kind(course)) for course in found.frontier]
    kinds = [kind for kind in (_KEPT, _EXCESS, _FREE) if any(kind == row[2] for row in rows)]
    colours = [{_KEPT: BLUE, _EXCESS: VERMILLION, _FREE: GREY}[kind] for kind in kinds]
    bars = {
        "data": data(("asked", "unmet", "kind"), rows),
        "mark": {"type": "bar"},
        "encoding": {
            "x": _asked_axis(found),
            "y": channel("unmet:Q", title="Unmet need", axis={"format": ",.3~f"}),
            "color": channel("kind:N", scale={"domain": kinds, "range": colours}, legend={"title": None}),
            "tooltip": tooltip(("asked:N", "Asked for from"), ("unmet:Q", "Unmet need", ",.3f"), ("kind:N", "Force")),
        },
    }
    return finished(bars, "What needs lose, by the year from which the force must be one that can be kept",
                    "Unmet need over all years planned, weighted, later years counting less (level 2)", 240)


def donors_chart(found: Sustained, scale: Scale) -> Chart:
    """Return what donors pay by the first year in which a force that can be kept is asked for, as bars."""
    bars = {
        "data": data(("asked", "donors"), [(asked(course), scale.of(found.donors(course))) for course in found.frontier]),
        "mark": {"type": "bar", "color": ORANGE},
        "encoding": {
            "x": _asked_axis(found),
            "y": channel("donors:Q", title=scale.unit, axis={"format": ",.3~f"}),
            "tooltip": tooltip(("asked:N", "Asked for from"), ("donors:Q", scale.unit, ",.1f")),
        },
    }
    return finished(bars, "What donors pay, by the same year",
                    f"{scale.unit} at prices of {found.price_year}, all years shown", 240)


def asked(course: Course) -> str:
    """Return how a plan of the frontier is called: by the year from which it asks for a force that can be kept."""
    return NEVER if course.asked_from is None else str(course.asked_from)


def _kind(course: Course) -> str:
    if course.asked_from is None:
        return _FREE
    return _EXCESS if course.excess > 0.0 else _KEPT


def _asked_axis(found: Sustained) -> Part:
    return channel("asked:N", sort=[asked(course) for course in found.frontier], title="Asked for from",
                   axis={"labelAngle": 0, "labelOverlap": True})
