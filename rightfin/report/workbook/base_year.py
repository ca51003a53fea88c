"""The base year: what its force costs to keep up, computed from the case, and what the state is said to have spent."""

from __future__ import annotations

from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, YearLine, total, wide
from rightfin.result.plan import GFSM
from rightfin.schema import CATEGORIES


def base_year_sheet(figures: Figures) -> None:
    """Write the cost of the base year's force by institution and category, and own spending as typed.

    Places ``("base year",)``, a single cell.
    """
    book, plan = figures.book, figures.plan
    costs = {(str(i), str(c)): book.scale.of(float(cost)) for i, c, cost in plan.tables["base_year"].rows}
    names = figures.institutions()
    sheet = book.sheet(
        "Base year",
        f"The force of {plan.base_year} in {book.scale.unit}, prices of {plan.base_year}. Growth of asked cost is held "
        "against the total.",
        ("Institution", "COFOG", "Category", "GFSM", str(plan.base_year)),
        (wide(names.values()), 8, 16, 7, 14),
    )
    row = book.block(sheet, HEADER_ROW + 1, "Computed: what keeping up this force costs a year", [], "money")
    parts = []
    for institution, name in names.items():
        cofog = plan.names.cofog.get(institution, "")
        for category in CATEGORIES:
            if (institution, category) in costs:
                texts = (name, cofog, category.capitalize(), GFSM[category])
                parts.append(book.line(sheet, row, YearLine(texts, (costs[institution, category],)), "money"))
                row += 1
    whole = total(("All institutions", "", "All", ""), sheet.name, parts, 1)
    figures.placed["base year",] = book.line(sheet, row, whole, "money")
    row = book.block(sheet, row + 2, "Typed in the case: what the state itself spent on the sector", [], "money")
    spent = figures.money("fiscal", "outlay_before")[()][0]
    said = "Own spending" if spent else "Own spending: the case says nothing"
    book.line(sheet, row, YearLine((said, "", "All", ""), (spent if spent else None,)), "money")
    for place, text in enumerate(_HOW, start=row + 2):
        sheet.write_string(place, 0, text, book.format(italic=True, font_color="#444444"))
    book.fit(sheet)


_HOW = (
    "Computed is what the case says of people, kit and running costs in the base year: nobody has counted it.",
    "Pay: of everyone in pay. Operations: support of all of them, upkeep of the kit that they use.",
    "Training: of those who replace leavers. Capital: the yearly share of that kit that wears out. Benefits: pensions.",
    "Money lost to leakage is in it; contracts already signed (committed) are not.",
)
