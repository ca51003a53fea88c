"""Own money by payer, by year: what each may spend, gives and receives, spends, leaves and owes."""

from __future__ import annotations

from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, YearLine, wide, worked

_HAS = (("Ceiling", "ceiling", 1.0), ("Received, free", "received", 1.0), ("Received, for a scope", "tied", 1.0),
        ("Given to other payers", "given", -1.0))
_SPENDS = (("Spent on the sector", "own"), ("Old arrears paid off", "cleared"), ("Saved (taken out: below zero)", "saved"))
_OWES = (("Falls due and nobody pays", "unfunded"), ("Arrears at the end of the year", "arrears"),
         ("Reserve at the end of the year", "reserve"))


def own_money_sheet(figures: Figures) -> None:
    """Write the money of each payer: what it has is ceiling and transfers, what is left of it is a formula."""
    book, names = figures.book, figures.plan.names.payers
    sheet = book.sheet(
        "Own money by payer",
        f"What each payer of own money may spend, gives, spends and owes, in {book.scale.unit}, current prices.",
        ("Payer", "Line", *figures.headings),
        (wide(names.values()), 30, 11),
    )
    row = HEADER_ROW + 1
    for payer in dict.fromkeys(map(str, figures.plan.tables["payers"].column("payer"))):
        name = names.get(payer, payer)

        def course(column: str, sign: float = 1.0, payer: str = payer) -> tuple[float | None, ...]:
            by_year = figures.plan.tables["payers"].where("payer", (payer,)).by_year(column)
            return tuple(book.scale.of(sign * by_year[year]) for year in figures.plan.years)

        row = book.block(sheet, row, name, [], "money")
        lines = [book.line(sheet, row + n, YearLine((name, text), course(column, sign)), "money")
                 for n, (text, column, sign) in enumerate(_HAS)]
        row += len(_HAS)
        lines += [book.line(sheet, row + n, YearLine((name, text), course(column)), "money")
                  for n, (text, column) in enumerate(_SPENDS)]
        row += len(_SPENDS)
        left = worked(
            (name, "Left"), sheet.name, lines,
            lambda *cells: f"SUM({','.join(cells[: len(_HAS)])})-SUM({','.join(cells[len(_HAS) :])})",
            lambda *amounts: sum(amount or 0.0 for amount in amounts[: len(_HAS)])
            - sum(amount or 0.0 for amount in amounts[len(_HAS) :]),
        )
        book.line(sheet, row, left, "money")
        for n, (text, column) in enumerate(_OWES, start=1):
            book.line(sheet, row + n, YearLine((name, text), course(column)), "money")
        row += len(_OWES) + 2
    book.fit(sheet)
