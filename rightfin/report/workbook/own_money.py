"""Own money by payer, by year: what each may spend, gives and receives, spends, leaves and owes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rightfin.report import facts
from rightfin.report.words.regions import called, serving_alone
from rightfin.report.words.wording import labels, listed
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.own_money_charts import PayerLines, add_payer_charts
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, total, wide, worked

_HAS = (("Ceiling", "ceiling", 1.0), ("Received, free", "received", 1.0), ("Received, for a scope", "tied", 1.0),
        ("Given to other payers", "given", -1.0))
_SPENDS = (("Spent on the sector", "own", 1.0), ("Old arrears paid off", "cleared", 1.0),
           ("Saved (taken out: below zero)", "saved", 1.0))
_OWES = (("Falls due and nobody pays", "unfunded", 1.0), ("Arrears at the end of the year", "arrears", 1.0),
         ("Reserve at the end of the year", "reserve", 1.0))


_SERVED = (("People paid", "strength", "people"), ("Paid from its purse, transfers included", "by_region", "money"),
           ("Paid by other payers of own money", "by_others", "money"), ("Paid by donors", "grants", "money"),
           ("Paid by nobody", "unfunded", "money"))


def own_money_sheet(figures: Figures) -> None:
    """Write the money of each payer and, below, what its region needs; then charts of who spends against what it may.

    Places ``("own of", payer)`` and ``("unpaid by", payer)``.
    """
    book = figures.book
    names = facts.own_labels(figures.plan)
    sheet = book.sheet(
        "Own money by payer",
        f"What each payer of own money may spend, gives, spends and owes, in {book.scale.unit}, current prices.",
        ("Payer or region", "Line", *figures.headings),
        (wide(names.values()), 34, 11),
    )
    row, courses = HEADER_ROW + 1, []
    for payer, name in names.items():
        course, row = _payer(figures, sheet, row, payer, name)
        courses.append(course)
        figures.placed["own of", payer], figures.placed["unpaid by", payer] = course.own, course.unfunded
    for region in dict.fromkeys(map(str, figures.plan.tables["regions"].column("region"))):
        row = _region(figures, sheet, row, region)
    book.fit(sheet)
    add_payer_charts(figures, sheet, row, courses)


def _payer(figures: Figures, sheet: Any, row: int, payer: str, name: str) -> tuple[PayerLines, int]:
    """Write one payer; return its lines for the charts and the row after it. What is left is worked out."""
    book, money = figures.book, figures.money
    row = book.block(sheet, row, name, [], "money")

    def lines(of: Sequence[tuple[str, str, float]]) -> list[PlacedLine]:
        found = []
        for n, (text, column, sign) in enumerate(of):
            amounts = tuple(sign * amount for amount in money("payers", column)[payer,])
            found.append(book.line(sheet, row + n, YearLine((name, text), amounts), "money"))
        return found

    has = lines(_HAS)
    row += len(_HAS)
    may = book.line(sheet, row, total((name, "May spend, transfers counted"), sheet.name, has, figures.years), "money")
    row += 1
    spends = lines(_SPENDS)
    row += len(_SPENDS)
    left = worked((name, "Left"), sheet.name, [may, *spends], lambda has, *out: f"{has}-SUM({','.join(out)})",
                  lambda has, *out: has - sum(out))
    book.line(sheet, row, left, "money")
    row += 1
    owes = lines(_OWES)
    return PayerLines(may, spends[0], owes[0]), row + len(_OWES) + 1


def _region(figures: Figures, sheet: Any, row: int, region: str) -> int:
    """Write who pays for what serves a region alone, and how far its needs are covered; return the row after it."""
    book, plan = figures.book, figures.plan
    name, needs = labels(plan.names.regions, plan.names.regions)[region], labels(plan.names.needs, plan.names.needs)
    alone = listed(serving_alone(plan, region)) or "no institution"
    heading = f"{called(plan, region)}: what serves it alone ({alone}) costs, and what it needs"
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
