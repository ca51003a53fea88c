"""Own money by payer, by year: what each may spend, gives and receives, spends, leaves and owes."""

from __future__ import annotations

from typing import Any

from rightfin.report.words.regions import payers_of, serving_alone
from rightfin.report.words.wording import labels, listed
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, YearLine, total, wide, worked

_HAS = (("Ceiling", "ceiling", 1.0), ("Received, free", "received", 1.0), ("Received, for a scope", "tied", 1.0),
        ("Given to other payers", "given", -1.0))
_SPENDS = (("Spent on the sector", "own"), ("Old arrears paid off", "cleared"), ("Saved (taken out: below zero)", "saved"))
_OWES = (("Falls due and nobody pays", "unfunded"), ("Arrears at the end of the year", "arrears"),
         ("Reserve at the end of the year", "reserve"))


_SERVED = (("People paid", "strength", "people"), ("Paid by the region itself", "by_region", "money"),
           ("Paid by other payers of own money", "by_others", "money"), ("Paid by donors", "grants", "money"),
           ("Paid by nobody", "unfunded", "money"))


def own_money_sheet(figures: Figures) -> None:
    """Write the money of each payer: what it has is ceiling and transfers, what is left of it is a formula."""
    book, names = figures.book, figures.plan.names.payers
    sheet = book.sheet(
        "Own money by payer",
        f"What each payer of own money may spend, gives, spends and owes, in {book.scale.unit}, current prices.",
        ("Payer or region", "Line", *figures.headings),
        (wide(names.values()), 34, 11),
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
    for region in dict.fromkeys(map(str, figures.plan.tables["regions"].column("region"))):
        row = _region(figures, sheet, row, region)
    book.fit(sheet)


def _region(figures: Figures, sheet: Any, row: int, region: str) -> int:
    """Write who pays for what serves a region alone, and how far its needs are covered; return the row after it."""
    book, plan = figures.book, figures.plan
    name, needs = labels(plan.names.regions, plan.names.regions)[region], labels(plan.names.needs, plan.names.needs)
    alone = listed(serving_alone(plan, region)) or "no institution"
    heading = f"{name} ({listed(payers_of(plan, region))}): what serves it alone ({alone}) costs, and what it needs"
    row = book.block(sheet, row, heading, [], "money")
    paid = []
    for text, column, kind in _SERVED:
        amounts = figures.money if kind == "money" else figures.across
        found = book.line(sheet, row, YearLine((name, text), amounts("regions", column)[region,]), kind)
        paid += [found] if kind == "money" else []
        row += 1
    book.line(sheet, row, total((name, "Costs, paid or not"), sheet.name, paid, figures.years), "money")
    row += 1
    for need, label in needs.items():
        needed, unmet = (figures.across("needs", column).get((need, region)) for column in ("needed", "unmet"))
        if needed and unmet and any(needed):
            both = [book.line(sheet, row, YearLine((name, f"{label}: needed"), needed), "units"),
                    book.line(sheet, row + 1, YearLine((name, f"{label}: missing"), unmet), "units")]
            covered = worked((name, f"{label}: covered, whoever covers it"), sheet.name, both,
                             lambda a, b: f'IF({a}>0,1-{b}/{a},"")', lambda a, b: 1.0 - b / a if a > 0.0 else None)
            book.line(sheet, row + 2, covered, "share")
            row += 3
    coverage = YearLine((name, "All its needs, weighted: covered"), figures.across("regions", "coverage")[region,])
    book.line(sheet, row, coverage, "share")
    return row + 2
