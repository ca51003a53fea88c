"""Reform programmes by year: which run, what they cost, and who pays."""

from __future__ import annotations

from rightfin.report.words.programmes import by_start
from rightfin.report.workbook.budget import check_line
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, YearLine, total, wide

SHEET = "Reform programmes"

_PAID = (("Own money", "own"), ("Donors", "grants"), ("Unpaid", "unfunded"))


def programmes_sheet(figures: Figures) -> None:
    """Write the years of each programme, 1 where it runs, and what it costs whom; all of them together at the end."""
    book, plan = figures.book, figures.plan
    names = by_start(plan)
    sheet = book.sheet(
        SHEET, f"When each programme runs (1), what it costs and who pays, in {book.scale.unit}, current prices.",
        ("Programme", "Line", *figures.headings), (wide(names.values()), 22, 11),
    )
    row, costs = HEADER_ROW + 1, []
    running = {
        name: tuple(1.0 if one["running"] == "yes" else 0.0 for one in plan.tables["programmes"].where(
            "programme", (name,)).records()) for name in names
    }
    columns = {column: figures.money("programmes", column) for column in ("cost", *(column for _, column in _PAID))}
    for name, label in names.items():
        row = book.block(sheet, row, label, [], "money")
        book.line(sheet, row, YearLine((label, "Runs"), running[name]), "people")
        cost = book.line(sheet, row + 1, YearLine((label, "Cost"), columns["cost"][name,]), "money")
        paid = [book.line(sheet, row + 2 + n, YearLine((label, text), columns[column][name,]), "money")
                for n, (text, column) in enumerate(_PAID)]
        row += 2 + len(paid)
        book.line(sheet, row, check_line(("Check", "Paid or unpaid"), sheet.name, paid, cost), "money")
        costs.append(cost)
        row += 2
    book.line(sheet, row, total(("All programmes", "Cost"), sheet.name, costs, figures.years), "money")
    book.fit(sheet)
