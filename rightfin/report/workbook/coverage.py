"""The sheet about needs: coverage by need with its weight, by region, and the capability behind it."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_range, xl_range_abs

from rightfin.report import facts
from rightfin.report.words.wording import labels
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, total, wide, worked

_PARTS = (
    ("needed", "Needed, in the unit in which the case states the need"),
    ("external", "Supplied from outside, such as a peace operation"),
    ("covered", "Covered by the plan"),
    ("unmet", "Unmet"),
)
_WEIGHT, _FIRST = 2, 3
"""Columns of the weights and of the first year."""

WEIGHTED = (("", "coverage"), ("national", "coverage_national"), ("human", "coverage_human"))
"""Whose security coverage is weighted over, and the indicator that says so."""


def coverage_sheet(figures: Figures) -> None:
    """Write coverage as formulas over the capability needed and unmet, further down, and its weighted averages.

    Places the averages as ``("indicator", name)`` and each need as ``("coverage", need)``.
    """
    book = figures.book
    found = {column: figures.across("needs", column) for column, _ in _PARTS}
    keys = sorted(found["needed"])
    needs = labels(figures.plan.names.needs, [need for need, _ in keys])
    regions = labels(figures.plan.names.regions, [region for _, region in keys])
    sheet = book.sheet(
        "Coverage",
        "Coverage is one less unmet over needed. Weights are those of the case; capability is in units of the case.",
        ("Need", "Region", "Weight", *figures.headings),
        (wide([*needs.values(), "Coverage of national security, weighted"]), wide(regions.values()), 9, 10),
    )
    several = len(regions) > 1
    rows = len(needs) + 1 + sum(name in {indicator for _, indicator in _averages(figures)} for _, name in WEIGHTED)
    first = HEADER_ROW + 1
    start = first + rows + 1
    by_region = start
    if several:
        start += len(keys) + 2  # a heading before and a blank row after each block
    wholes: dict[str, dict[str, PlacedLine]] = {}
    parts: dict[str, dict[tuple[str, str], PlacedLine]] = {}
    for column, heading in _PARTS:
        start = book.block(sheet, start, heading, [], "units")
        parts[column], wholes[column] = {}, {}
        for place, (need, region) in enumerate(keys):
            line = YearLine((needs[need], regions[region], ""), found[column][need, region])
            parts[column][need, region] = book.line(sheet, start, line, "units")
            start += 1
            if place + 1 == len(keys) or keys[place + 1][0] != need:
                lines = [part for (name, _), part in parts[column].items() if name == need]
                wholes[column][need] = lines[0]
                if several:
                    texts = (needs[need], facts.ALL_REGIONS, "")
                    line = total(texts, sheet.name, lines, figures.years)
                    wholes[column][need] = book.line(sheet, start, line, "units")
                    start += 1
        start += 1
    _by_need(figures, sheet, first, needs, wholes)
    if several:
        row = book.block(sheet, by_region, "Coverage by need and region (share of need)", [], "share")
        for place, (need, region) in enumerate(keys):
            texts = (needs[need], regions[region], "")
            line = _share(texts, sheet.name, parts["needed"][need, region], parts["unmet"][need, region])
            book.line(sheet, row + place, line, "share")
    book.fit(sheet)


def _share(texts: tuple[str, ...], sheet: str, needed: PlacedLine, unmet: PlacedLine) -> YearLine:
    return worked(
        texts, sheet, [needed, unmet], lambda need, short: f'IF({need}>0,1-{short}/{need},"")',
        lambda need, short: 1.0 - short / need if need > 0.0 else None,
    )


def _averages(figures: Figures) -> list[tuple[str, str]]:
    """Return the averages that the plan has, with the security that they are of."""
    return [(kind, name) for kind, name in WEIGHTED if facts.indicator(figures.plan, name)]


def _by_need(
    figures: Figures, sheet: Any, row: int, needs: dict[str, str], wholes: dict[str, dict[str, PlacedLine]]
) -> None:
    """Write coverage of each need with its weight, and the weighted averages over the rows."""
    book = figures.book
    weights = {str(need): float(weight) for need, weight in figures.plan.tables["weights"].rows}
    security = figures.plan.names.need_security
    row = book.block(sheet, row, "Coverage by need, all regions (share of need); the second column says whose security",
                     [], "share")
    first, last = row, row + len(needs) - 1
    for need, name in needs.items():
        texts = (name, security.get(need, "human"), "")
        line = _share(texts, sheet.name, wholes["needed"][need], wholes["unmet"][need])
        figures.placed["coverage", need] = book.line(sheet, row, line, "share")
        sheet.write_number(row, _WEIGHT, weights.get(need, 1.0), book.number("ratio"))
        row += 1
    kinds, weight = xl_range_abs(first, 1, last, 1), xl_range_abs(first, _WEIGHT, last, _WEIGHT)
    for kind, name in _averages(figures):
        stored = facts.indicator(figures.plan, name)
        chosen = f'--({kinds}="{kind}"),' if kind else ""
        formulas = []
        for column in range(_FIRST, _FIRST + figures.years):
            span = xl_range(first, column, last, column)
            counted = f"SUMPRODUCT({chosen}{weight},--ISNUMBER({span}))"
            formulas.append(f'IF({counted}>0,SUMPRODUCT({chosen}{weight},{span})/{counted},"")')
        texts = (f"Coverage of {kind} security, weighted" if kind else "Coverage, weighted", kind, "")
        values = tuple(stored.get(year) for year in figures.plan.years)
        line = YearLine(texts, values, tuple(formulas), total=True)
        figures.placed["indicator", name] = book.line(sheet, row, line, "share")
        row += 1
