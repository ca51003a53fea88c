"""Pictures of who can leave when: the frontier, and what each exit does in each year."""

from __future__ import annotations

import altair as alt
import pandas as pd

from rightfin.report.charts.palette import BLACK, BLUE, NOTHING, ORANGE, VERMILLION
from rightfin.report.charts.plan import Chart, finished, years_axis
from rightfin.report.words.wording import Scale
from rightfin.study.exits.study import ExitAnswer, ExitStudy

_LABELLED = 14
"""Most years for which the heat maps have room for numbers."""

_HOLDS, _FAILS = "Test holds", "Test fails"


def missing_chart(study: ExitStudy, scale: Scale) -> Chart:
    """Return what cannot be paid or supported in the years shown, by first year without the donors, as bars."""
    rows = [
        (label(study, answer), 0.0 if answer.is_paid else scale.of(answer.missing), _HOLDS if answer.holds else _FAILS)
        for answer in study.answers if answer.glance is not None
    ]
    frame = pd.DataFrame(rows, columns=["own_from", "missing", "test"])
    base = alt.Chart(frame).encode(
        x=_exits_axis(study),
        y=alt.Y("missing:Q", title=scale.unit, axis=alt.Axis(format=",.3~f")),
        color=alt.Color("test:N", scale=alt.Scale(domain=[_HOLDS, _FAILS], range=[BLUE, VERMILLION]),
                        legend=alt.Legend(title=None)),
        tooltip=[alt.Tooltip("own_from:N", title="First year without"), alt.Tooltip("test:N", title="Test"),
                 alt.Tooltip("missing:Q", title=scale.unit, format=",.3~f")],
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        shape=alt.Shape("test:N", scale=alt.Scale(domain=[_HOLDS, _FAILS], range=["circle", "cross"]),
                        legend=alt.Legend(title=None)),
    )
    return finished(
        alt.layer(base.mark_bar(size=16), points), "What is unpaid or unsupported, by exit",
        f"By the first year without the donors; {scale.unit} at current prices, years shown", 240,
    )


def coverage_chart(study: ExitStudy) -> Chart:
    """Return coverage by first year without the donors: the lowest afterwards, and in the last year."""
    kinds = ("Lowest after the exit", f"In {study.years[-1]}")
    rows = []
    for answer in study.answers:
        if answer.glance is not None:
            least = answer.least_coverage
            rows += [(label(study, answer), least.share, kinds[0])] if least is not None else []
            rows.append((label(study, answer), answer.glance.coverage[-1], kinds[1]))
    frame = pd.DataFrame(rows, columns=["own_from", "coverage", "kind"])
    lines = alt.Chart(frame).mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=45)).encode(
        x=_exits_axis(study),
        y=alt.Y("coverage:Q", title="Share of needs covered", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
        color=alt.Color("kind:N", sort=list(kinds), scale=alt.Scale(domain=list(kinds), range=[BLUE, ORANGE]),
                        legend=alt.Legend(title=None)),
        strokeDash=alt.StrokeDash("kind:N", sort=list(kinds), scale=alt.Scale(domain=list(kinds), range=[[1, 0], [6, 3]]),
                                  legend=alt.Legend(title=None)),
        tooltip=[alt.Tooltip("own_from:N", title="First year without"), alt.Tooltip("kind:N", title="Coverage"),
                 alt.Tooltip("coverage:Q", title="Share", format=".1%")],
    )
    return finished(lines, "How far needs are covered", "By the first year without the donors; all needs, weighted", 240)


def missing_map(study: ExitStudy, scale: Scale) -> Chart:
    """Return what is unpaid or unsupported by exit and year, as a heat map."""
    rows = [
        (label(study, answer), year, scale.of(missing), year == answer.own_from)
        for answer in study.answers if answer.glance is not None
        for year, missing in zip(answer.glance.years, answer.glance.missing, strict=True)
    ]
    largest = max((row[2] for row in rows), default=0.0)
    colour = alt.Color(
        "value:Q", scale=alt.Scale(range=[NOTHING, VERMILLION], domain=[0, largest or 1.0]),
        legend=alt.Legend(title=scale.unit, format=",.3~f", gradientLength=120),
    )
    title = "What is unpaid or unsupported, by exit and year"
    return _map(study, rows, colour, ",.3~f", "false", title,
                f"{scale.unit} at current prices; the framed year is the first without the donors")


def coverage_map(study: ExitStudy) -> Chart:
    """Return the share of needs covered by exit and year, as a heat map."""
    rows = [
        (label(study, answer), year, coverage, year == answer.own_from)
        for answer in study.answers if answer.glance is not None
        for year, coverage in zip(answer.glance.years, answer.glance.coverage, strict=True)
    ]
    colour = alt.Color(
        "value:Q", scale=alt.Scale(scheme="cividis", domain=[0, 1]),
        legend=alt.Legend(title="Covered", format="%", gradientLength=120, values=[0, 0.25, 0.5, 0.75, 1]),
    )
    return _map(study, rows, colour, ".0%", "datum.value < 0.55", "How far needs are covered, by exit and year",
                "Share of all needs, weighted; the framed year is the first without the donors")


def label(study: ExitStudy, answer: ExitAnswer) -> str:
    """Return how an exit is named on an axis: its first year without the donors, or that there is none shown."""
    return str(answer.own_from) if answer.own_from <= study.years[-1] else f"after {study.years[-1]}"


def _exits_axis(study: ExitStudy) -> alt.X:
    order = [label(study, answer) for answer in study.answers]
    return alt.X("own_from:N", sort=order, title="First year without the donors",
                 axis=alt.Axis(labelAngle=-45 if len(order) > _LABELLED else 0, labelOverlap=True))


def _map(
    study: ExitStudy, rows: list[tuple[str, int, float, bool]], colour: alt.Color, number: str, is_dark: str, title: str,
    subtitle: str,
) -> Chart:
    frame = pd.DataFrame(rows, columns=["own_from", "year", "value", "first"])
    order = [label(study, answer) for answer in study.answers]
    base = alt.Chart(frame).encode(
        x=years_axis(), y=alt.Y("own_from:N", sort=order, title="First year without the donors"),
    )
    cells = base.mark_rect(stroke="white", strokeWidth=1).encode(color=colour, tooltip=[
        alt.Tooltip("own_from:N", title="First year without"), alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("value:Q", title="Amount" if "," in number else "Covered", format=number),
    ])
    frames = base.transform_filter("datum.first").mark_rect(fill=None, stroke=BLACK, strokeWidth=2)
    layers: list[alt.Chart] = [cells, frames]
    if len(study.years) <= _LABELLED:
        layers.append(base.mark_text(fontSize=11).encode(
            text=alt.Text("value:Q", format=number),
            color=alt.condition(is_dark, alt.value("#ffffff"), alt.value("#000000")),
        ))
    return finished(alt.layer(*layers), title, subtitle, max(200, min(60 + 24 * len(order), 640)))
