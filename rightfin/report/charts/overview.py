"""The one large picture of the overview: who pays, what nobody pays, and what can be sustained."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.charts.palette import BLACK, GREY
from rightfin.report.charts.plan import payer_bars
from rightfin.report.charts.vega import Chart, Part, channel, data, finished, layers, legend_below, tooltip, years_axis
from rightfin.report.overview.sustained import ASKED_BEFORE, KEPT_UP, SUSTAINED, kept_up, sustained
from rightfin.report.words.wording import span_of
from rightfin.result.plan import Plan

_HEIGHT = 380
_DASHES = {SUSTAINED: [1, 0], KEPT_UP: [2, 2], ASKED_BEFORE: [6, 3]}


def sustained_chart(plan: Plan, standing: Plan | None = None) -> Chart:
    """Return who pays what is asked by year, and as lines what can be sustained and what the unchanged case asks.

    ``standing`` is the plan of the case as it stands, where the plan is of a changed one.
    """
    scale = facts.money_scale(plan)
    bars = payer_bars(plan)
    lines = {SUSTAINED: {year: scale.of(amount) for year, amount in sustained(plan).items()}}
    upkeep = {year: scale.of(amount) for year, amount in kept_up(plan).items()}
    if upkeep:
        lines[KEPT_UP] = upkeep
    if standing is not None:
        lines[ASKED_BEFORE] = {row.year: scale.of(row.asked) for row in facts.yearly(standing)}
    drawn = [_line(name, by_year, list(lines), scale.unit) for name, by_year in lines.items()]
    own = "own money of all payers" if len(facts.own_labels(plan)) > 1 else "own money"
    who = f"{own} and donors who never leave" if facts.has_lasting_money(plan) else f"{own} alone"
    subtitle = (f"What the force costs if everyone is paid and supported, {scale.unit} at current prices; what is above "
                f"the black line is more than {who} can pay year after year"
                f"{', and the dotted line is what this force costs once it is only kept up' if upkeep else ''}")
    return finished(layers(bars, *drawn), f"Who pays, and what can be sustained, {span_of(plan.years)}", subtitle, _HEIGHT)


def _line(name: str, by_year: dict[int, float], names: list[str], unit: str) -> Part:
    colour = GREY if name == ASKED_BEFORE else BLACK
    mark = {"type": "line", "color": colour, "strokeWidth": 3 if name == SUSTAINED else 2,
            "point": {"color": colour, "size": 36}}
    dashes = [_DASHES[one] for one in names]
    return {
        "data": data(("year", "amount", "line"), [(year, amount, name) for year, amount in by_year.items()]),
        "mark": mark,
        "encoding": {
            "x": years_axis(),
            "y": channel("amount:Q"),
            "strokeDash": channel(
                "line:N", scale={"domain": names, "range": dashes},
                legend={**legend_below(names), "orient": "top", "symbolType": "stroke", "symbolSize": 400},
            ),
            "tooltip": tooltip(("line:N", "Line"), ("year:O", "Year"), ("amount:Q", unit, ",.1f")),
        },
    }
