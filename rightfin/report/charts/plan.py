"""Charts of a plan: strength, who pays, coverage and cost, for files and for the page alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import altair as alt
import pandas as pd

from rightfin.report import facts
from rightfin.report.charts.palette import BLACK, DONORS, SERIES, payer_colours, series_colours
from rightfin.report.facts import MISSING, OWN
from rightfin.report.words.wording import in_full
from rightfin.result.plan import Plan
from rightfin.tolerances import NEGLIGIBLE

Chart = alt.Chart | alt.LayerChart | alt.FacetChart

_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_WIDTH, _HEIGHT = 640, 320
_LABELLED_CELLS = 12
"""Most years for which the heat map has room for numbers."""


def strength_chart(plan: Plan) -> Chart:
    """Return strength by institution and year as stacked bars, in person-years."""
    frame = facts.strength_by_institution(plan)
    frame, order, others = _gathered(frame, "institution", "strength", len(SERIES), "Other institutions")
    bars = _stacked(
        frame,
        "institution",
        "strength",
        order,
        series_colours(len(order), others=others),
        "Person-years",
        "Institution",
        ",.0f",
    )
    return finished(bars, f"Strength by institution, {_span(plan)}", "People paid, in person-years")


def payers_chart(plan: Plan) -> Chart:
    """Return who pays what is asked by year as stacked bars, with the ceiling of own spending as a line."""
    scale = facts.money_scale(plan)
    frame = facts.payers(plan)
    frame["amount"] = [scale.of(float(amount)) for amount in frame["amount"]]
    donors = frame[~frame["payer"].isin([OWN, *MISSING])]
    donors, order, _ = _gathered(donors, "payer", "amount", len(DONORS), "Other donors")
    frame = pd.concat(
        [frame[frame["payer"] == OWN], donors, *(frame[frame["payer"] == name] for name in MISSING)], ignore_index=True
    )
    order = [OWN, *order, *MISSING]
    bars = _stacked(frame, "payer", "amount", order, payer_colours(order), scale.unit, "Paid by", ",.1f")
    ceilings = pd.DataFrame(
        [(row.year, scale.of(row.ceiling), "Ceiling of own money") for row in facts.yearly(plan)],
        columns=["year", "ceiling", "line"],
    )
    line = (
        alt.Chart(ceilings)
        .mark_line(color=BLACK, strokeWidth=2, point=alt.OverlayMarkDef(color=BLACK, size=28))
        .encode(
            x=alt.X("year:O"),
            y=alt.Y("ceiling:Q"),
            strokeDash=alt.StrokeDash(
                "line:N",
                scale=alt.Scale(range=[[6, 3]]),
                legend=alt.Legend(title=None, symbolType="stroke", symbolSize=400),
            ),
            tooltip=[
                alt.Tooltip("year:O", title="Year"),
                alt.Tooltip("ceiling:Q", title=f"Ceiling, {scale.unit}", format=",.1f"),
            ],
        )
    )
    subtitle = f"What is asked, {scale.unit} at current prices; the line is the ceiling of own money"
    if any(row.own > row.ceiling * (1.0 + NEGLIGIBLE) for row in facts.yearly(plan)):
        subtitle += "; own money above it comes from the transition reserve"
    return finished(alt.layer(bars, line), f"Who pays for the security sector, {_span(plan)}", subtitle)


def coverage_chart(plan: Plan) -> Chart:
    """Return the share of each need that is covered, by year, as a heat map."""
    frame = facts.coverage_by_need(plan)
    frame = frame.assign(text=[_whole_percent(float(share)) for share in frame["coverage"]])
    needs = sorted(set(frame["need"]))
    base = alt.Chart(frame).encode(
        x=years_axis(),
        y=alt.Y("need:N", title=None, sort=needs, axis=alt.Axis(labelLimit=220)),
    )
    cells = base.mark_rect(stroke="white", strokeWidth=1).encode(
        color=alt.Color(
            "coverage:Q",
            scale=alt.Scale(scheme="cividis", domain=[0, 1]),
            legend=alt.Legend(title="Covered", format="%", gradientLength=120, values=[0, 0.25, 0.5, 0.75, 1]),
        ),
        tooltip=[
            alt.Tooltip("need:N", title="Need"),
            alt.Tooltip("year:O", title="Year"),
            alt.Tooltip("coverage:Q", title="Covered", format=".1%"),
        ],
    )
    chart: Chart = cells
    if len(plan.years) <= _LABELLED_CELLS:
        numbers = base.mark_text(fontSize=12).encode(
            text="text:N",
            color=alt.condition("datum.coverage > 0.55", alt.value("#000000"), alt.value("#ffffff")),
        )
        chart = alt.layer(cells, numbers)
    height = max(200, min(100 + 38 * len(needs), 640))
    title = f"How far needs are covered, {_span(plan)}"
    return finished(chart, title, "Per cent of each need, all regions together", height)


def cost_chart(plan: Plan) -> Chart:
    """Return cost by economic category and year as stacked bars."""
    scale = facts.money_scale(plan)
    frame = facts.cost_by_category(plan)
    frame["cost"] = [scale.of(float(cost)) for cost in frame["cost"]]
    frame["category"] = [str(category).capitalize() for category in frame["category"]]
    order = list(dict.fromkeys(frame["category"]))
    bars = _stacked(frame, "category", "cost", order, series_colours(len(order)), scale.unit, "Category", ",.1f")
    return finished(bars, f"Cost that falls due, by category, {_span(plan)}", f"{scale.unit} at current prices")


CHARTS: tuple[tuple[str, Callable[[Plan], Chart]], ...] = (
    ("strength", strength_chart),
    ("who_pays", payers_chart),
    ("coverage", coverage_chart),
    ("cost", cost_chart),
)
"""All charts: the stem of the file name and the function that draws it."""


def save_charts(plan: Plan, folder: Path) -> tuple[Path, ...]:
    """Write every chart as PNG into an existing folder; a contradictory plan has none. Return the paths."""
    if not facts.yearly(plan):
        return ()
    written = []
    for stem, draw in CHARTS:
        path = folder / f"{stem}.png"
        draw(plan).save(path, format="png", scale_factor=2)
        written.append(path)
    return tuple(written)


def _stacked(
    frame: pd.DataFrame,
    group: str,
    value: str,
    order: list[str],
    colours: list[str],
    axis: str,
    legend: str,
    number: str,
) -> alt.Chart:
    frame = frame.assign(place=[order.index(name) for name in frame[group]])
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=years_axis(),
            y=alt.Y(f"{value}:Q", title=axis, stack="zero", axis=alt.Axis(format=",.3~f")),
            color=alt.Color(
                f"{group}:N",
                sort=order,
                scale=alt.Scale(domain=order, range=colours),
                legend=alt.Legend(title=legend, labelLimit=200, symbolLimit=0),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip(f"{group}:N", title=legend),
                alt.Tooltip("year:O", title="Year"),
                alt.Tooltip(f"{value}:Q", title=axis, format=number),
            ],
        )
    )
    return chart


def years_axis() -> alt.X:
    """Return the axis of years that all charts share."""
    return alt.X("year:O", title="Year", axis=alt.Axis(labelAngle=0, labelOverlap=True))


def _gathered(
    frame: pd.DataFrame, group: str, value: str, most: int, rest: str
) -> tuple[pd.DataFrame, list[str], bool]:
    """Keep the largest groups, so that every colour is distinct, and add the others up under ``rest``."""
    order = list(dict.fromkeys(frame[group]))
    if len(order) <= most:
        return frame, order, False
    totals = {name: float(frame.loc[frame[group] == name, value].sum()) for name in order}
    kept = set(sorted(order, key=lambda name: (-totals[name], name))[: most - 1])
    named = frame.assign(**{group: [name if name in kept else rest for name in frame[group]]})
    summed = named.groupby([group, "year"], as_index=False)[[value]].sum()
    return summed, [*(name for name in order if name in kept), rest], True


def _span(plan: Plan) -> str:
    first, last = plan.years[0], plan.years[-1]
    return str(first) if first == last else f"{first} to {last}"


def _whole_percent(share: float) -> str:
    """Return a share as whole per cent; 100 only where the sentences say so, too."""
    return "100" if in_full(share) else f"{min(99, round(100 * share))}"


def finished(chart: Chart, title: str, subtitle: str, height: int = _HEIGHT) -> Chart:
    """Return a chart with title, size and fonts as all charts have them."""
    titled = chart.properties(
        width=_WIDTH,
        height=height,
        background="white",
        padding={"left": 12, "top": 12, "right": 12, "bottom": 12},
        title=alt.TitleParams(
            title,
            subtitle=subtitle,
            anchor="start",
            fontSize=16,
            subtitleFontSize=12,
            offset=12,
            subtitleColor="#444444",
        ),
    )
    styled: Chart = (
        titled.configure(font=_FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            titleFontSize=12,
            gridColor="#e4e4e4",
        )
        .configure_legend(labelFontSize=12, titleFontSize=12)
    )
    return styled
