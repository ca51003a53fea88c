"""The budget line by line, as fine as the case names what money is for, and the ceilings and floors of its parts."""

from __future__ import annotations

from typing import Any

from rightfin.report.workbook.budget import check_line
from rightfin.report.workbook.figures import Across, Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, total, wide
from rightfin.report.workbook.verdict import verdict_line
from rightfin.result.thresholds import Relation

_HEADINGS = {"cost": "Cost", "own": "Own money", "grants": "Donors", "unfunded": "Unpaid"}
"""What the columns of the table ``lines`` are called as blocks of the sheet."""


def lines_sheet(figures: Figures) -> None:
    """Write cost, own money, grants and what is unpaid of every line; cost adds up to that of the sheet Budget."""
    book = figures.book
    columns = {name: figures.money("lines", name) for name in _HEADINGS}
    items = _items(figures)
    sheet = book.sheet(
        "Lines",
        f"Cost and who pays, line by line, in {book.scale.unit}, current prices. Lines that the same payers may pay share "
        "what is paid in proportion to cost.",
        ("Institution", "Category", "Item", *figures.headings),
        (wide(figures.institutions().values()), 14, wide(items.values()), 9),
    )
    row = HEADER_ROW + 1
    sums: dict[str, PlacedLine] = {}
    for name, amounts in columns.items():
        row = book.block(sheet, row, _HEADINGS[name], [], "money")
        parts, row = _block(figures, sheet, row, amounts, items)
        sums[name] = book.line(
            sheet, row, total(("All institutions", "All", "All"), sheet.name, parts, figures.years), "money"
        )
        row += 2
    for texts, of, whole in (
        (("Check", "Lines add up to the budget", ""), [sums["cost"]], figures.placed["cost",]),
        (("Check", "Every line is paid or unpaid", ""), [sums[n] for n in ("own", "grants", "unfunded")], sums["cost"]),
    ):
        book.line(sheet, row, check_line(texts, sheet.name, of, whole), "money")
        row += 1
    book.fit(sheet)


def ceilings_sheet(figures: Figures) -> None:
    """Write own money beside the ceiling or floor of every part, and whether it is kept."""
    book, years = figures.book, figures.plan.years
    sheet = book.sheet(
        "Parts of the budget",
        f"Own money on parts of the budget against their ceilings and floors, in {book.scale.unit}, current prices.",
        ("Ceiling or floor", "Line", *figures.headings),
        (26, 22, 11),
    )
    held: dict[tuple[str, str], dict[int, tuple[float, float]]] = {}
    for name, year, bound, limit, own, *_ in figures.plan.tables["ceilings"].rows:
        held.setdefault((str(name), str(bound)), {})[int(year)] = book.scale.of(float(limit)), book.scale.of(float(own))
    row = HEADER_ROW + 1
    for (name, bound), by_year in held.items():
        row = book.block(sheet, row, name, [], "money")
        limits, spent = ([by_year[year][n] if year in by_year else None for year in years] for n in (0, 1))
        asked = book.line(sheet, row, YearLine((name, "Ceiling" if bound == "max" else "Floor"), tuple(limits)), "money")
        found = book.line(sheet, row + 1, YearLine((name, "Own money"), tuple(spent)), "money")
        relation = Relation.AT_MOST if bound == "max" else Relation.AT_LEAST
        verdict_line(book, sheet, row + 2, (name, "Kept"), found, asked, relation)
        row += 4
    book.fit(sheet)


def _block(
    figures: Figures, sheet: Any, row: int, amounts: Across, items: dict[str, str]
) -> tuple[list[PlacedLine], int]:
    """Write the lines that are anything in some year, institutions in the order of the case."""
    names, parts = figures.institutions(), []
    for institution, name in names.items():
        for (owner, category, item), values in amounts.items():
            if owner == institution and any(values):
                line = YearLine((name, category.capitalize(), items[item]), values)
                parts.append(figures.book.line(sheet, row, line, "money"))
                row += 1
    return parts, row


def _items(figures: Figures) -> dict[str, str]:
    """Return the full name of every item."""
    names, ids = figures.plan.names, dict.fromkeys(item for _, _, item in figures.across("lines", "cost"))
    return {item: names.item(item) for item in ids}
