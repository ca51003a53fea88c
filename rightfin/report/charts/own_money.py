"""What each payer of own money spends against what it may, in a panel for each."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.charts.palette import BLACK, BLUE, VERMILLION
from rightfin.report.charts.vega import Chart, Part, channel, data, finished, tooltip, years_axis
from rightfin.report.facts import PayerYear
from rightfin.result.plan import Plan
from rightfin.tolerances import SEEN

PANELS = 6
"""Most payers that have a panel: the government and those that spend or owe most."""

_WIDTH, _HEIGHT = 560, 110
"""Size of a panel: panels do not shrink with the window, so they fit into the column of the web pages."""

_SPENT, _OWED, _MAY = "Spent", "Falls due and nobody pays", "Ceiling, transfers counted"


def own_money_chart(plan: Plan) -> Chart:
    """Return by payer what it spends and what nobody pays of its lines as bars, what it may spend as a line, by year."""
    scale, rows = facts.money_scale(plan), facts.own_money(plan)
    drawn, names = _largest(rows), [*dict.fromkeys(row.payer for row in rows)]
    shown = [
        (row.payer, row.year, what, scale.of(amount), place, what if what == _MAY else "")
        for row in rows if row.payer in drawn
        for place, (what, amount) in enumerate(((_SPENT, row.own), (_OWED, row.unfunded), (_MAY, row.may)))
    ]
    title = f"Own money by payer, {min(plan.years, default='')} to {max(plan.years, default='')}"
    subtitle = f"{scale.unit} at current prices, each payer on a scale of its own"
    if any(row.own > row.may * (1.0 + SEEN) for row in rows if row.payer in drawn):
        subtitle += "; what is spent above a ceiling comes from that payer's reserve"
    if len(names) > len(drawn):
        subtitle += f"; {len(names) - len(drawn)} more payers stand in the workbook"
    panels: Part = {
        "data": data(("payer", "year", "what", "amount", "place", "line"), shown),
        "facet": {"row": channel(
            "payer:N", title=None, sort=drawn,
            header={"labelAngle": 0, "labelAlign": "left", "labelAnchor": "start", "labelOrient": "top",
                    "labelFontSize": 12, "labelFontWeight": "bold", "labelLimit": 400},
        )},
        "spec": {"layer": [_bars(scale.unit), _line(scale.unit)]},
        "resolve": {"scale": {"y": "independent"}},
    }
    chart = finished(panels, title, subtitle, _HEIGHT)
    size = {"width": _WIDTH, "height": chart.pop("height")}
    return {**{name: part for name, part in chart.items() if name != "width"}, "spec": {**panels["spec"], **size}}


def _bars(unit: str) -> Part:
    return {
        "transform": [{"filter": f"datum.what != '{_MAY}'"}],
        "mark": {"type": "bar"},
        "encoding": {
            "x": years_axis(),
            "y": channel("amount:Q", title=None, stack="zero", axis={"format": ",.3~f", "tickCount": 4}),
            "color": channel("what:N", sort=[_SPENT, _OWED], scale={"domain": [_SPENT, _OWED], "range": [BLUE, VERMILLION]},
                             legend={"title": None, "labelLimit": 260, "orient": "bottom"}),
            "order": channel("place:Q"),
            "tooltip": tooltip(("payer:N", "Payer"), ("year:O", "Year"), ("what:N", "What"), ("amount:Q", unit, ",.1f")),
        },
    }


def _line(unit: str) -> Part:
    return {
        "transform": [{"filter": f"datum.what == '{_MAY}'"}],
        "mark": {"type": "line", "color": BLACK, "strokeWidth": 2, "point": {"color": BLACK, "size": 28}},
        "encoding": {
            "x": channel("year:O"),
            "y": channel("amount:Q"),
            "strokeDash": channel("line:N", scale={"domain": [_MAY], "range": [[6, 3]]},
                                  legend={"title": None, "symbolType": "stroke", "symbolSize": 400, "labelLimit": 260,
                                          "orient": "bottom"}),
            "tooltip": tooltip(("payer:N", "Payer"), ("year:O", "Year"), ("amount:Q", f"{_MAY}, {unit}", ",.1f")),
        },
    }


def _largest(rows: list[PayerYear]) -> list[str]:
    """Return the payers that have a panel, in the order of the case."""
    moved: dict[str, float] = {}
    for row in rows:
        moved[row.payer] = moved.get(row.payer, 0.0) + row.own + row.unfunded
    first = [*moved][:1]
    kept = {*first, *sorted([*moved][1:], key=lambda payer: (-moved[payer], payer))[: PANELS - 1]}
    return [payer for payer in moved if payer in kept]
