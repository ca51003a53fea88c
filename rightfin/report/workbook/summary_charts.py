"""The four native charts of the summary: strength, who pays, coverage, and what is missing or how heavy it is.

Names of series are references to cells, never texts: XlsxWriter takes a text such as ``[a.xlsx]b!A1`` for a reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rightfin.report.charts.palette import (
    BLACK,
    BLUE,
    OTHER,
    institution_places,
    payer_colours,
    role_colours,
    series_colours,
)
from rightfin.report.facts import MISSING
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine

_WIDTH, _GAP = 478, 8
_HEIGHTS = (400, 250)
"""Heights of the upper charts, whose legends are long, and of the lower ones."""

_GRID = {"visible": True, "line": {"color": "#E4E4E4"}}


@dataclass(frozen=True)
class ChartRows:
    """Where the yearly table of the summary stands: its first row of numbers, from 0, and how many there are."""

    first: int
    years: int


def add_charts(figures: Figures, sheet: Any, row: int, rows: ChartRows, *, missing: bool) -> None:
    """Draw the charts below the table, two beside two; the last shows what is ``missing``, or own spending in revenue."""
    charts = (
        _strength(figures),
        _payers(figures),
        _shares(figures, rows),
        _missing(figures) if missing else _burden(figures),
    )
    for place, chart in enumerate(charts):
        chart.set_legend({"position": "bottom", "font": {"size": 10}})
        right, down = place % 2, place // 2
        chart.set_size({"width": _WIDTH, "height": _HEIGHTS[down]})
        sheet.insert_chart(row, 0, chart, {
            "x_offset": 2 + right * (_WIDTH + _GAP), "y_offset": 2 + down * (_HEIGHTS[0] + _GAP), "object_position": 2,
        })


def _strength(figures: Figures) -> Any:
    chart = figures.book.file.add_chart({"type": "column", "subtype": "stacked"})
    parts = {key[1]: part for key, part in figures.placed.items() if key[0] == "strength" and len(key) == 2}
    colours = role_colours(parts, institution_places(figures.plan))
    for part, colour in zip(parts.values(), colours, strict=True):
        chart.add_series(bar(part, colour))
    there = figures.placed["present",]
    if there is figures.placed["strength",]:
        return finished(chart, "Strength by institution", "Person-years")
    over = figures.book.file.add_chart({"type": "line"})
    over.add_series(line(there, BLACK, dash="solid"))
    chart.combine(over)
    return finished(chart, "People paid by institution, and all who are there (line)", "Person-years")


def _payers(figures: Figures) -> Any:
    chart = figures.book.file.add_chart({"type": "column", "subtype": "stacked"})
    parts = {key[1]: part for key, part in figures.placed.items() if key[0] == "paid" and len(key) == 2}
    colours = payer_colours(figures.plan, parts)
    for part, colour in zip(parts.values(), colours, strict=True):
        chart.add_series(bar(part, colour))
    over = figures.book.file.add_chart({"type": "line"})
    over.add_series(line(figures.placed["ceiling",], BLACK, dash="dash"))
    chart.combine(over)
    return finished(chart, "Who pays, and the ceiling of own money", safe(figures.book.scale.unit))


def _shares(figures: Figures, rows: ChartRows) -> Any:
    chart = figures.book.file.add_chart({"type": "line"})
    for column, colour in zip((9, 10), series_colours(2), strict=True):
        chart.add_series({
            **_column(rows, column),
            "line": {"color": colour, "width": 2},
            "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}},
        })
    finished(chart, "Coverage of needs and readiness", "Share")
    chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": {"size": 10}, "major_gridlines": _GRID})
    return chart


def _missing(figures: Figures) -> Any:
    chart = figures.book.file.add_chart({"type": "column", "subtype": "stacked"})
    for source, colour in zip(MISSING, payer_colours(figures.plan, MISSING), strict=True):
        chart.add_series({**bar(figures.placed["paid", source], colour), "border": {"color": OTHER}})
    return finished(chart, "What is missing: unpaid and unsupported", safe(figures.book.scale.unit))


def _burden(figures: Figures) -> Any:
    """Draw what the state spends on the sector as a share of its revenue."""
    chart = figures.book.file.add_chart({"type": "line"})
    for name, colour, dash in (("asked_share_of_revenue", OTHER, "dash"), ("own_share_of_revenue", BLUE, "solid")):
        if ("indicator", name) in figures.placed:
            chart.add_series(line(figures.placed["indicator", name], colour, dash=dash))
    finished(chart, "Asked cost and own spending as shares of revenue", "Share")
    chart.set_y_axis({"min": 0, "num_format": "0%", "num_font": {"size": 10}, "major_gridlines": _GRID})
    return chart


def bar(part: PlacedLine, colour: str, named: int = 0) -> dict[str, object]:
    """Return a series of bars, named by the cell of its row in the column ``named``."""
    return {**_row(part, named), "fill": {"color": colour}, "gap": 40}


def line(part: PlacedLine, colour: str, *, dash: str, named: int = 0) -> dict[str, object]:
    """Return a series as a line, named by the cell of its row in the column ``named``."""
    return {**_row(part, named), "line": {"color": colour, "width": 1.75, "dash_type": dash}}


def _row(part: PlacedLine, named: int) -> dict[str, object]:
    """Return a series of years across."""
    last = part.column + len(part.values) - 1
    return {
        "name": [part.sheet, part.row, named],
        "categories": [part.sheet, HEADER_ROW, part.column, HEADER_ROW, last],
        "values": [part.sheet, part.row, part.column, part.row, last],
    }


def _column(rows: ChartRows, column: int) -> dict[str, object]:
    """Return a series of years down the yearly table of the summary, named by its heading."""
    last = rows.first + rows.years - 1
    return {
        "name": ["Summary", rows.first - 1, column],
        "categories": ["Summary", rows.first, 0, last, 0],
        "values": ["Summary", rows.first, column, last, column],
    }


def safe(unit: str) -> str:
    """Return a unit as the name of an axis.

    It holds the currency as the case names it; XlsxWriter would take a name such as ``a!B1`` for a reference. The
    invisible joiner after the mark keeps it a text.
    """
    return unit.replace("!", "!\u2060")


def finished(chart: Any, title: object, unit: str) -> Any:
    """Give a chart its title, a text of ours or a cell (sheet, row, column), and axes as all charts have them."""
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_x_axis({"num_font": {"size": 10}})
    chart.set_y_axis({
        "name": unit, "name_font": {"size": 10, "bold": False}, "num_font": {"size": 10}, "num_format": "#,##0",
        "major_gridlines": _GRID,
    })
    return chart
