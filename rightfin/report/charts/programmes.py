"""Pictures of programmes: the calendar of reforms, and what each is worth."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.charts.palette import BLUE, GREEN, GREY, ORANGE, VERMILLION
from rightfin.report.charts.vega import Chart, channel, data, finished, legend_below, names_axis, tooltip, years_axis
from rightfin.report.facts import money_scale
from rightfin.report.words.programmes import by_start
from rightfin.report.words.wording import span_of
from rightfin.result.plan import Plan
from rightfin.schema import as_cell
from rightfin.schema.programmes import PHASES_IN_ORDER

GOES_ON = "costs go on"
"""How a year is called in which a programme has ended and costs of it go on."""

_COLOURS = {**dict(zip(PHASES_IN_ORDER, (ORANGE, BLUE, GREEN), strict=True)), GOES_ON: GREY}

_FEW = {"axis": {"tickCount": 5}, "scale": {"nice": 5}}
"""Some five marks on an axis of amounts: as many as fit would be a dozen, which nobody reads."""

_NAMES = names_axis(120, 260)
"""The axis of names: half of a narrow picture at most."""

_ROW, _AROUND = 34, 100
"""Height of a row, and of title and axis around the rows, which a page counts in."""


def calendar_chart(plan: Plan) -> Chart:
    """Return the calendar of a plan's programmes: a bar over the years in which each runs, the earliest at the top.

    Costs that go on after the end are grey.
    """
    rows, names, scale = [], by_start(plan), money_scale(plan)
    for row in plan.tables["programmes"].records():
        state = str(row["phase"]) if row["running"] == "yes" else GOES_ON if float(row["cost"]) > 0.0 else ""
        if state:
            rows.append((row["year"], names[str(row["programme"])], state, scale.of(float(row["cost"]))))
    kinds = [kind for kind in _COLOURS if any(kind == row[2] for row in rows)]
    bars = {
        "data": data(("year", "programme", "state", "cost"), rows),
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
        "encoding": {
            "x": {**years_axis(), "scale": {"domain": [as_cell(year) for year in plan.years]}},
            "y": channel("programme:N", sort=list(names.values()), title=None, axis=_NAMES),
            "color": channel("state:N", scale={"domain": kinds, "range": [_COLOURS[kind] for kind in kinds]},
                             legend=legend_below(kinds)),
            "tooltip": tooltip(("programme:N", "Programme"), ("year:O", "Year"), ("state:N", "State"),
                               ("cost:Q", f"Cost ({scale.unit})", ",.2f")),
        },
    }
    return finished(bars, f"The calendar of reforms, {span_of(plan.years)}",
                    "Years in which each programme runs, by phase of its institution", _AROUND + _ROW * len(names))


def worth_chart(rows: Sequence[tuple[str, float]]) -> Chart:
    """Return what each programme is worth in points of coverage, the most first; ``rows`` are label and points."""
    bars = {
        "data": data(("programme", "points", "way"),
                     [(name, points, "covers more" if points >= 0.0 else "covers less") for name, points in rows]),
        "mark": {"type": "bar"},
        "encoding": {
            "x": channel("points:Q", title="Percentage points of coverage", **_FEW),
            "y": channel("programme:N", sort=[name for name, _ in rows], title=None, axis=_NAMES),
            "color": channel("way:N", legend=None,
                             scale={"domain": ["covers more", "covers less"], "range": [BLUE, VERMILLION]}),
            "tooltip": tooltip(("programme:N", "Programme"), ("points:Q", "Points", ",.2f")),
        },
    }
    return finished(bars, "What each programme is worth", "Coverage of all needs with it less without it, all else planned "
                    "anew; mean of the years shown", _AROUND + _ROW * len(rows))


def spared_chart(rows: Sequence[tuple[str, float]], unit: str) -> Chart:
    """Return what each programme spares, all payers together; ``rows`` are label and money in ``unit``, as ordered."""
    bars = {
        "data": data(("programme", "money", "way"),
                     [(name, money, "spares" if money >= 0.0 else "asks for more") for name, money in rows]),
        "mark": {"type": "bar"},
        "encoding": {
            "x": channel("money:Q", title=unit, **_FEW),
            "y": channel("programme:N", sort=[name for name, _ in rows], title=None, axis=_NAMES),
            "color": channel("way:N", legend=None,
                             scale={"domain": ["spares", "asks for more"], "range": [GREEN, ORANGE]}),
            "tooltip": tooltip(("programme:N", "Programme"), ("money:Q", f"Money ({unit})", ",.2f")),
        },
    }
    return finished(bars, "What each programme spares in money", "What all spend more without it, in the years shown, at "
                    "base-year prices; below zero: less", _AROUND + _ROW * len(rows))
