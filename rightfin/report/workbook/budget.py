"""The medium-term budget: cost by institution and economic category, with the codes of both classifications."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, ratio, total, wide, worked
from rightfin.result.plan import GFSM
from rightfin.schema import CATEGORIES, RECURRENT
from rightfin.schema.results import RESULT

ALL = "All institutions"


def budget_sheet(figures: Figures) -> None:
    """Write cost by institution and category, then by category, shares and growth.

    Places ``("cost",)``, ``("cost", "recurrent")``, ``("cost", "pay")`` and ``("cost", institution, category)``.
    """
    book = figures.book
    sheet = book.sheet(
        "Budget",
        f"Cost in {book.scale.unit}, current prices. COFOG by institution, GFSM 2014 by category.",
        ("Institution", "COFOG", "Category", "GFSM", *figures.headings),
        (wide([ALL, *figures.institutions().values()]), 8, 16, 7, 8),
    )
    row = book.block(sheet, HEADER_ROW + 1, RESULT["budget"].column("cost").label, [], "money")
    sums, row = _institutions(figures, sheet, row)
    grand = book.line(sheet, row, total((ALL, "", "All", ""), sheet.name, [*sums.values()], figures.years), "money")
    figures.placed["cost",] = grand
    row = _categories(figures, sheet, row + 2)
    row = book.block(sheet, row + 1, "Share of each institution in the cost", [], "share")
    for name, part in sums.items():
        book.line(sheet, row, ratio((name, "", "All", ""), sheet.name, part, grand), "share")
        row += 1
    row = book.block(sheet, row + 1, "Growth of cost over the year before", [], "share")
    for name, part in {**sums, ALL: grand}.items():
        book.line(sheet, row, _growth((name, "", "All", ""), part), "share")
        row += 1
    book.fit(sheet)


def _institutions(figures: Figures, sheet: Any, row: int) -> tuple[dict[str, PlacedLine], int]:
    book, costs = figures.book, figures.money("budget", "cost")
    sums: dict[str, PlacedLine] = {}
    for institution, name in figures.institutions().items():
        cofog = figures.plan.names.cofog.get(institution, "")
        parts = []
        for category in CATEGORIES:
            if (institution, category) in costs:
                line = YearLine((name, cofog, category.capitalize(), GFSM[category]), costs[institution, category])
                parts.append(book.line(sheet, row, line, "money"))
                figures.placed["cost", institution, category] = parts[-1]
                row += 1
        if parts:
            sums[name] = book.line(sheet, row, total((name, cofog, "All", ""), sheet.name, parts, figures.years), "money")
            figures.placed["cost", institution] = sums[name]
            row += 1
    return sums, row


def _categories(figures: Figures, sheet: Any, row: int) -> int:
    book = figures.book
    row = book.block(sheet, row, "Cost by category, all institutions", [], "money")
    sums: dict[str, PlacedLine] = {}
    for category in CATEGORIES:
        parts = [
            figures.placed["cost", institution, category]
            for institution in figures.institutions() if ("cost", institution, category) in figures.placed
        ]
        if parts:
            texts = (ALL, "", category.capitalize(), GFSM[category])
            sums[category] = book.line(sheet, row, total(texts, sheet.name, parts, figures.years, plain=True), "money")
            row += 1
    whole = total((ALL, "", "All", ""), sheet.name, [*sums.values()], figures.years)
    book.line(sheet, row, whole, "money")
    recurrent = [part for category, part in sums.items() if category in RECURRENT]
    line = total((ALL, "", "All but capital", ""), sheet.name, recurrent, figures.years, plain=True)
    figures.placed["cost", "recurrent"] = book.line(sheet, row + 1, line, "money")
    if "pay" in sums:
        figures.placed["cost", "pay"] = sums["pay"]
    return row + 2


def _growth(texts: tuple[str, ...], part: PlacedLine) -> YearLine:
    """Return growth over the year before, empty in the first year and after a year without cost."""
    cells, values = part.cells(part.sheet), part.values
    formulas = ["", *(f'IF({before}>0,{now}/{before}-1,"")' for before, now in pairwise(cells))]
    found: list[float | None] = [None]
    for before, now in pairwise(values):
        found.append((now or 0.0) / before - 1.0 if before else None)
    return YearLine(texts, tuple(found), tuple(formulas))


def check_line(texts: tuple[str, ...], sheet: str, parts: list[PlacedLine], whole: PlacedLine) -> YearLine:
    """Return a row that is 0 where ``parts`` add up to ``whole``."""
    return worked(
        texts, sheet, [whole, *parts], lambda cost, *paid: f"ROUND({'+'.join(paid) or '0'}-{cost},6)", lambda *_: 0.0
    )
