"""Charts as Vega-Lite specifications: plain data that files, pages and other programs draw alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rightfin.report.words.bidi import all_isolated, isolated
from rightfin.schema import as_cell

Part = dict[str, Any]
"""A part of a specification, in the words of Vega-Lite (vega.github.io/vega-lite)."""

Chart = Part
"""A whole specification, with its data."""

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_WIDTH, _HEIGHT = 640, 320
_NARROW = 420
"""Pixels of width below which a picture is a narrow one, as in the window of a phone."""

_KINDS = {"Q": "quantitative", "O": "ordinal", "N": "nominal"}


def channel(field: str, **more: Any) -> Part:
    """Return how a field is shown; ``"year:O"`` is the field ``year`` as ordered values, ``:Q`` numbers, ``:N`` names."""
    name, kind = field.split(":")
    return {"field": name, "type": _KINDS[kind], **more}


def tooltip(*lines: tuple[str, ...]) -> list[Part]:
    """Return what is told under the pointer: field, title and, for a number, how it is written."""
    return [channel(field, title=title, **({"format": form[0]} if form else {})) for field, title, *form in lines]


def years_axis() -> Part:
    """Return the axis of years that all charts share."""
    return channel("year:O", title="Year", axis={"labelAngle": 0, "labelOverlap": True})


def when_narrow(narrow: float, otherwise: float) -> Part:
    """Return a number that depends on how wide the picture is drawn."""
    return {"expr": f"width < {_NARROW} ? {narrow:g} : {otherwise:g}"}


def legend_below(entries: int, title: str | None = None) -> Part:
    """Return a legend of so many entries below the picture: beside one another, or one a line in a narrow one."""
    beside = min(4, entries)
    limit = f"width < {_NARROW} ? width - 30 : width / {beside} - 30"
    return {"title": title, "orient": "bottom", "columns": when_narrow(1, beside), "labelLimit": {"expr": limit},
            "symbolLimit": 0}


def data(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Part:
    """Return the data of a chart from rows; years of a style of their own are texts, as all who draw show them."""
    return {"values": [dict(zip(columns, map(as_cell, row), strict=True)) for row in rows]}


def layers(*parts: Part) -> Part:
    """Return charts over each other, the first below."""
    return {"layer": list(parts)}


def finished(chart: Part, title: str, subtitle: str, height: int = _HEIGHT) -> Chart:
    """Return a chart with title, size and fonts as all charts have them."""
    return {
        "$schema": _SCHEMA,
        **all_isolated(chart),
        "width": _WIDTH,
        "height": height,
        "background": "white",
        "padding": {"left": 12, "top": 12, "right": 12, "bottom": 12},
        "title": {
            "text": isolated(title), "subtitle": isolated(subtitle), "anchor": "start", "fontSize": 16,
            "subtitleFontSize": 12, "offset": 12, "subtitleColor": "#444444",
        },
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridColor": "#e4e4e4"},
            "legend": {"labelFontSize": 12, "titleFontSize": 12},
        },
    }
