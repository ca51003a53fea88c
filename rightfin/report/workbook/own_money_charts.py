"""Native charts of the sheet on own money: all payers over each other, then each against what it may spend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rightfin.report import facts
from rightfin.report.charts.own_money import PANELS
from rightfin.report.charts.palette import BLACK, BLUE, VERMILLION, payer_colours
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import PlacedLine
from rightfin.report.workbook.summary_charts import bar, finished, line, safe

_WIDTH, _HEIGHT, _GAP = 478, 270, 8


class PayerLines(NamedTuple):
    """Where the lines of a payer stand that charts show: what it may spend, spends, and owes of what nobody pays."""

    may: PlacedLine
    own: PlacedLine
    unfunded: PlacedLine


def add_payer_charts(figures: Figures, sheet: Any, row: int, payers: Sequence[PayerLines]) -> None:
    """Draw the charts below the figures, in print on a page of their own: all payers, then the first ``PANELS`` each."""
    sheet.set_h_pagebreaks([row])
    charts = [_all(figures, payers), *(_one(figures, payer) for payer in payers[:PANELS])]
    for place, chart in enumerate(charts):
        chart.set_legend({"position": "bottom", "font": {"size": 10}})
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        right, down = place % 2 * (_WIDTH + _GAP), place // 2 * (_HEIGHT + _GAP)
        sheet.insert_chart(row, 0, chart, {"x_offset": 2 + right, "y_offset": 2 + down, "object_position": 2})


def _all(figures: Figures, payers: Sequence[PayerLines]) -> Any:
    chart = figures.book.file.add_chart({"type": "column", "subtype": "stacked"})
    colours = payer_colours(figures.plan, facts.own_labels(figures.plan).values())
    for payer, colour in zip(payers, colours, strict=True):
        chart.add_series({**bar(payer.own, colour), "border": {"color": "#FFFFFF"}})
    over = figures.book.file.add_chart({"type": "line"})
    over.add_series(line(figures.placed["ceiling",], BLACK, dash="dash"))
    chart.combine(over)
    return finished(chart, "Own money spent, and the ceilings of all payers", safe(figures.book.scale.unit))


def _one(figures: Figures, payer: PayerLines) -> Any:
    chart = figures.book.file.add_chart({"type": "column", "subtype": "stacked"})
    chart.add_series(bar(payer.own, BLUE, named=1))
    chart.add_series(bar(payer.unfunded, VERMILLION, named=1))
    over = figures.book.file.add_chart({"type": "line"})
    over.add_series(line(payer.may, BLACK, dash="dash", named=1))
    chart.combine(over)
    return finished(chart, [payer.own.sheet, payer.own.row, 0], safe(figures.book.scale.unit))
