"""Pictures of a handover beside the case as it stands: own share, the yearly step of own spending, what breaks."""

from __future__ import annotations

import altair as alt
import pandas as pd

from rightfin.report.charts.palette import BLACK, BLUE, GREY, VERMILLION
from rightfin.report.charts.plan import Chart, finished, years_axis
from rightfin.report.studies.handover import REQUIRED, STANDING, THESE
from rightfin.report.words.wording import Scale

_HEIGHT = 240


def own_share_chart(frame: pd.DataFrame) -> Chart:
    """Return the own share of recurrent cost by year, as lines; ``frame`` is that of ``handover.own_share``."""
    shown = [line for line in (THESE, STANDING, REQUIRED) if line in set(frame["line"])]
    style = {THESE: (BLUE, 3.0, [1, 0]), STANDING: (GREY, 1.5, [1, 0]), REQUIRED: (BLACK, 1.5, [6, 3])}
    if THESE not in shown:
        style[STANDING] = style[THESE]
    base = alt.Chart(frame).encode(
        x=years_axis(),
        y=alt.Y("value:Q", title="Share of recurrent cost", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
        tooltip=_tooltip("Share", ".1%"),
    )
    legend = alt.Legend(title=None, symbolType="stroke", symbolSize=400, labelLimit=220)

    def scale(place: int) -> alt.Scale:
        return alt.Scale(domain=shown, range=[style[line][place] for line in shown])

    if len(shown) == 1:  # one line needs no legend
        colour, width, _ = style[shown[0]]
        lines = base.mark_line(color=colour, strokeWidth=width)
    else:
        lines = base.mark_line().encode(
            color=alt.Color("line:N", scale=scale(0), legend=legend),
            strokeWidth=alt.StrokeWidth("line:N", scale=scale(1), legend=legend),
            strokeDash=alt.StrokeDash("line:N", scale=scale(2), legend=legend),
        )
    subtitle = "Own money in recurrent cost"
    if REQUIRED in shown:
        subtitle += "; the broken line is what the handover asks for, of what own money and donors pay"
    return finished(lines, f"Own share of recurrent cost, {_span(frame)}", subtitle, _HEIGHT)


def step_chart(frame: pd.DataFrame) -> Chart:
    """Return the rise of own spending over the year before, as a share of revenue, by year."""
    return finished(
        _bars(frame, BLUE, "Share of revenue", ".1%", "%"), f"Step of own spending, {_span(frame)}",
        "Rise over the year before of own spending, arrears paid and money put aside, as a share of revenue", _HEIGHT,
    )


def broken_chart(frame: pd.DataFrame, scale: Scale) -> Chart:
    """Return what is unpaid or unsupported by year, in the unit of ``scale``; ``frame`` holds currency units."""
    shown = frame.assign(value=[scale.of(float(value)) for value in frame["value"]])
    return finished(
        _bars(shown, VERMILLION, scale.unit, ",.3~f", ",.3~f"), f"What is unpaid or unsupported, {_span(frame)}",
        f"{scale.unit} at current prices", _HEIGHT,
    )


def _bars(frame: pd.DataFrame, colour: str, axis: str, number: str, ticks: str) -> Chart:
    """Return bars of a calendar, with thin grey bars of the case as it stands within them."""
    main = THESE if THESE in set(frame["line"]) else STANDING
    shown = [line for line in (THESE, STANDING) if line in set(frame["line"])]
    base = alt.Chart(frame).encode(
        x=years_axis(),
        y=alt.Y("value:Q", title=axis, axis=alt.Axis(format=ticks)),
        color=alt.Color(
            "line:N", scale=alt.Scale(domain=shown, range=[colour, GREY][: len(shown)]),
            legend=alt.Legend(title=None, labelLimit=220) if len(shown) > 1 else None,
        ),
        tooltip=_tooltip(axis, number),
    )
    wide: alt.Chart = base.transform_filter(alt.datum.line == main).mark_bar()
    if shown == [main]:
        return wide
    thin = base.transform_filter((alt.datum.line == STANDING) & (alt.datum.value != 0))
    return alt.layer(wide, thin.mark_bar(size=6, stroke="white", strokeWidth=1))


def _tooltip(title: str, number: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("line:N", title="Plan"), alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("value:Q", title=title, format=number),
    ]


def _span(frame: pd.DataFrame) -> str:
    first, last = min(frame["year"], default=""), max(frame["year"], default="")
    return f"{first}" if first == last else f"{first} to {last}"
