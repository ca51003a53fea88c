"""Pictures of who can leave when: the frontier, and what each exit does in each year."""

from __future__ import annotations

from rightfin.report.charts.palette import BLACK, BLUE, NOTHING, ORANGE, VERMILLION
from rightfin.report.charts.vega import Chart, Part, channel, data, finished, layers, tooltip, years_axis
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
    encoding = {
        "x": _exits_axis(study),
        "y": channel("missing:Q", title=scale.unit, axis={"format": ",.3~f"}),
        "color": channel("test:N", scale={"domain": [_HOLDS, _FAILS], "range": [BLUE, VERMILLION]}, legend={"title": None}),
        "tooltip": tooltip(
            ("own_from:N", "First year without"), ("test:N", "Test"), ("missing:Q", scale.unit, ",.3~f")
        ),
    }
    shape = channel("test:N", scale={"domain": [_HOLDS, _FAILS], "range": ["circle", "cross"]}, legend={"title": None})
    bars = {"mark": {"type": "bar", "size": 16}, "encoding": encoding}
    points = {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}, "encoding": {**encoding, "shape": shape}
    }
    return finished(
        {"data": data(("own_from", "missing", "test"), rows), **layers(bars, points)},
        "What is unpaid or unsupported, by exit",
        f"By the first year without the donors; {scale.unit} at current prices, years shown", 240,
    )


def coverage_chart(study: ExitStudy) -> Chart:
    """Return coverage by first year without the donors: the lowest afterwards, and in the last year."""
    kinds = ["Lowest after the exit", f"In {study.years[-1]}"]
    rows: list[tuple[str, float, str]] = []
    for answer in study.answers:
        if answer.glance is not None:
            least = answer.least_coverage
            rows += [(label(study, answer), least.share, kinds[0])] if least is not None else []
            rows.append((label(study, answer), answer.glance.coverage[-1], kinds[1]))
    lines = {
        "data": data(("own_from", "coverage", "kind"), rows),
        "mark": {"type": "line", "strokeWidth": 2, "point": {"size": 45}},
        "encoding": {
            "x": _exits_axis(study),
            "y": channel("coverage:Q", title="Share of needs covered", scale={"domain": [0, 1]}, axis={"format": "%"}),
            "color": channel("kind:N", sort=kinds, scale={"domain": kinds, "range": [BLUE, ORANGE]},
                             legend={"title": None}),
            "strokeDash": channel("kind:N", sort=kinds, scale={"domain": kinds, "range": [[1, 0], [6, 3]]},
                                  legend={"title": None}),
            "tooltip": tooltip(
                ("own_from:N", "First year without"), ("kind:N", "Coverage"), ("coverage:Q", "Share", ".1%")
            ),
        },
    }
    return finished(lines, "How far needs are covered", "By the first year without the donors; all needs, weighted", 240)


def missing_map(study: ExitStudy, scale: Scale) -> Chart:
    """Return what is unpaid or unsupported by exit and year, as a heat map."""
    rows = [
        (label(study, answer), year, scale.of(missing), year == answer.own_from)
        for answer in study.answers if answer.glance is not None
        for year, missing in zip(answer.glance.years, answer.glance.missing, strict=True)
    ]
    largest = max((row[2] for row in rows), default=0.0)
    colour = channel(
        "value:Q", scale={"range": [NOTHING, VERMILLION], "domain": [0, largest or 1.0]},
        legend={"title": scale.unit, "format": ",.3~f", "gradientLength": 120},
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
    colour = channel(
        "value:Q", scale={"scheme": "cividis", "domain": [0, 1]},
        legend={"title": "Covered", "format": "%", "gradientLength": 120, "values": [0, 0.25, 0.5, 0.75, 1]},
    )
    return _map(study, rows, colour, ".0%", "datum.value < 0.55", "How far needs are covered, by exit and year",
                "Share of all needs, weighted; the framed year is the first without the donors")


def label(study: ExitStudy, answer: ExitAnswer) -> str:
    """Return how an exit is named on an axis: its first year without the donors, or that there is none shown."""
    return str(answer.own_from) if answer.own_from <= study.years[-1] else f"after {study.years[-1]}"


def _exits_axis(study: ExitStudy) -> Part:
    order = [label(study, answer) for answer in study.answers]
    return channel("own_from:N", sort=order, title="First year without the donors",
                   axis={"labelAngle": -45 if len(order) > _LABELLED else 0, "labelOverlap": True})


def _map(
    study: ExitStudy, rows: list[tuple[str, int, float, bool]], colour: Part, number: str, is_dark: str, title: str,
    subtitle: str,
) -> Chart:
    order = [label(study, answer) for answer in study.answers]
    places = {"x": years_axis(), "y": channel("own_from:N", sort=order, title="First year without the donors")}
    told = tooltip(("own_from:N", "First year without"), ("year:O", "Year"),
                   ("value:Q", "Amount" if "," in number else "Covered", number))
    parts: list[Part] = [
        {"mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
         "encoding": {**places, "color": colour, "tooltip": told}},
        {"mark": {"type": "rect", "fill": None, "stroke": BLACK, "strokeWidth": 2},
         "encoding": places, "transform": [{"filter": "datum.first"}]},
    ]
    if len(study.years) <= _LABELLED:
        shade = {"condition": {"test": is_dark, "value": "#ffffff"}, "value": "#000000"}
        parts.append({
            "mark": {"type": "text", "fontSize": 11},
            "encoding": {**places, "text": channel("value:Q", format=number), "color": shade},
        })
    chart = {"data": data(("own_from", "year", "value", "first"), rows), **layers(*parts)}
    return finished(chart, title, subtitle, max(200, min(60 + 24 * len(order), 640)))
