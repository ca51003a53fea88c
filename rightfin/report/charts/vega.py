"""Charts as Vega-Lite specifications: plain data that files, pages and other programs draw alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from textwrap import wrap
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

_LETTER, _SYMBOL, _NARROWEST = 6.5, 30, 200
"""Pixels of a letter of a legend, of a symbol with the room around it, and of a label for which there is always room."""

_LINE, _AROUND_BARS = 11, 140
"""Pixels of a line of a name, and of title and axis around bars."""

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
    return channel("year:O", title="Year", axis={"labelAngle": 0, "labelOverlap": True, "labelSeparation": 4})


def when_narrow(narrow: float, otherwise: float) -> Part:
    """Return a number that depends on how wide the picture is drawn."""
    return {"expr": f"width < {_NARROW} ? {narrow:g} : {otherwise:g}"}


def names_axis(narrow: float, otherwise: float) -> Part:
    """Return the axis of names at the left, so many pixels wide: a long name goes over several lines and is not cut."""

    def lines(wide: float) -> str:
        each = f"regexp('(.{{1,{int(wide / _LETTER)}}}) ', 'g')"
        return f"split(trim(replace(datum.label + ' ', {each}, '$1\\n')), '\\n')"

    return {"labelLimit": when_narrow(narrow, otherwise), "labelLineHeight": _LINE,
            "labelFontSize": when_narrow(11, 12), "labelExpr": f"width < {_NARROW} ? {lines(narrow)} : {lines(otherwise)}"}


def bars_height(names: Iterable[str], narrow: float, least: float = 26) -> int:
    """Return the height of a picture of bars with names at the left, which a narrow window lays over several lines.

    Parameters
    ----------
    narrow : pixels that ``names_axis`` has for names there.
    least : pixels of a bar whose name takes one line.
    """
    each = [len(wrap(name, int(narrow / _LETTER))) for name in names]
    return round(_AROUND_BARS + len(each) * max(least, _LINE * max(each, default=1) + _LINE / 2))


def legend_below(labels: Collection[str], title: str | None = None) -> Part:
    """Return a legend below the picture: as many beside one another as there is room for whole labels, four at most."""
    whole = round(_LETTER * max(map(len, labels), default=0)) + _SYMBOL
    columns = f"clamp(floor(width / {whole}), 1, {min(4, max(1, len(labels)))})"
    limit = f"max(width / {columns} - {_SYMBOL}, {_NARROWEST})"
    return {"title": title, "orient": "bottom", "columns": {"expr": columns}, "labelLimit": {"expr": limit},
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
