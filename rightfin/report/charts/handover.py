"""Pictures of a handover beside the case as it stands: own share, the yearly step of own spending, what breaks."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rightfin.report.charts.palette import BLACK, BLUE, GREY, VERMILLION
from rightfin.report.charts.vega import Chart, Part, channel, data, finished, layers, tooltip, years_axis
from rightfin.report.studies.handover import REQUIRED, STANDING, THESE
from rightfin.report.words.wording import Scale, span_of

_HEIGHT = 240


def own_share_chart(frame: pd.DataFrame) -> Chart:
    """Return the own share of recurrent cost by year, as lines; ``frame`` is that of ``handover.own_share``."""
    shown = [line for line in (THESE, STANDING, REQUIRED) if line in set(frame["line"])]
    style = {THESE: (BLUE, 3.0, [1, 0]), STANDING: (GREY, 1.5, [1, 0]), REQUIRED: (BLACK, 1.5, [6, 3])}
    if THESE not in shown:
        style[STANDING] = style[THESE]
    places = {
        "x": years_axis(),
        "y": channel("value:Q", title="Share of recurrent cost", scale={"domain": [0, 1]}, axis={"format": "%"}),
        "tooltip": _tooltip("Share", ".1%"),
    }
    legend = {"title": None, "symbolType": "stroke", "symbolSize": 400, "labelLimit": 220}

    def styled(place: int) -> Part:
        return channel("line:N", scale={"domain": shown, "range": [style[line][place] for line in shown]}, legend=legend)

    mark: dict[str, Any] = {"type": "line"}
    if len(shown) == 1:  # one line needs no legend
        mark["color"], mark["strokeWidth"], _ = style[shown[0]]
    else:
        places |= {"color": styled(0), "strokeWidth": styled(1), "strokeDash": styled(2)}
    subtitle = "Own money in recurrent cost"
    if REQUIRED in shown:
        subtitle += "; the broken line is what the handover asks for, of what own money and donors pay"
    lines = {"data": _data(frame), "mark": mark, "encoding": places}
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


def _bars(frame: pd.DataFrame, colour: str, axis: str, number: str, ticks: str) -> Part:
    """Return bars of a calendar, with thin grey bars of the case as it stands within them."""
    main = THESE if THESE in set(frame["line"]) else STANDING
    shown = [line for line in (THESE, STANDING) if line in set(frame["line"])]
    encoding = {
        "x": years_axis(),
        "y": channel("value:Q", title=axis, axis={"format": ticks}),
        "color": channel(
            "line:N", scale={"domain": shown, "range": [colour, GREY][: len(shown)]},
            legend={"title": None, "labelLimit": 220} if len(shown) > 1 else None,
        ),
        "tooltip": _tooltip(axis, number),
    }
    wide = {"mark": {"type": "bar"}, "encoding": encoding, "transform": [{"filter": f"datum.line === '{main}'"}]}
    if shown == [main]:
        return {"data": _data(frame), **wide}
    thin = {
        "mark": {"type": "bar", "size": 6, "stroke": "white", "strokeWidth": 1}, "encoding": encoding,
        "transform": [{"filter": f"datum.line === '{STANDING}' && datum.value !== 0"}],
    }
    return {"data": _data(frame), **layers(wide, thin)}


def _data(frame: pd.DataFrame) -> Part:
    return data(tuple(map(str, frame.columns)), frame.itertuples(index=False, name=None))


def _tooltip(title: str, number: str) -> list[Part]:
    return tooltip(("line:N", "Plan"), ("year:O", "Year"), ("value:Q", title, number))


def _span(frame: pd.DataFrame) -> str:
    return span_of(frame["year"].tolist())
