"""Who finances what: every line of the budget by source, added up by source, institution and category, and checked."""

from __future__ import annotations

from typing import Any

from rightfin.report import facts
from rightfin.report.facts import OWN, UNFUNDED, UNSUPPORTED
from rightfin.report.workbook.budget import ALL, check_line
from rightfin.report.workbook.figures import Across, Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, ratio, same, total, wide
from rightfin.schema import CATEGORIES, RECURRENT

_EVERY = "All sources"

Parts = dict[tuple[str, str, str], PlacedLine]
"""Where a line of the matrix stands: source, institution, category."""


def financing_sheet(figures: Figures) -> None:
    """Write the matrix of source, institution, category and year, its subtotals, and rows that check it.

    Places ``("payer", source)``, ``("payer", source, category)``, ``("own", "recurrent")`` and ``("grants",)``.
    """
    book = figures.book
    sheet = book.sheet(
        "Financing",
        f"What each source pays, {book.scale.unit}, current prices, grants net of fees. Lines without money are left out.",
        ("Source", "Institution", "Category", *figures.headings),
        (wide([OWN, *figures.donors().values()], most=36), wide([ALL, *figures.institutions().values()]), 16, 8),
    )
    parts, row = _matrix(figures, sheet)
    row = _by_institution(figures, sheet, row, parts)
    row = _by_category(figures, sheet, row, parts)
    row = book.block(sheet, row, "Check of every line: all sources less the sheet Budget (0)", [], "money")
    for institution, name in figures.institutions().items():
        for category in CATEGORIES:
            whole = figures.placed.get(("cost", institution, category))
            if whole is not None:
                paid = [part for (_, i, c), part in parts.items() if (i, c) == (institution, category)]
                texts = (_EVERY, name, category.capitalize())
                book.line(sheet, row, check_line(texts, sheet.name, paid, whole), "money")
                row += 1
    book.fit(sheet)


def _sources(figures: Figures) -> dict[str, Across]:
    """Return what each source pays by institution and category: own money, donors, what nobody pays."""
    found = {OWN: figures.money("budget", "own")}
    grants = figures.money("grants", "amount")
    for donor, name in figures.donors().items():
        found[name] = {(i, c): amounts for (giver, i, c), amounts in grants.items() if giver == donor}
    return {**found, UNFUNDED: figures.money("budget", "unfunded")}


def _matrix(figures: Figures, sheet: Any) -> tuple[Parts, int]:
    book = figures.book
    parts: Parts = {}
    row = HEADER_ROW + 1
    for source, lines in _sources(figures).items():
        row = book.block(sheet, row, source, [], "money")
        found = []
        for institution, name in figures.institutions().items():
            for category in CATEGORIES:
                amounts = lines.get((institution, category), ())
                if any(amounts):
                    line = YearLine((source, name, category.capitalize()), amounts)
                    found.append(book.line(sheet, row, line, "money"))
                    parts[source, institution, category] = found[-1]
                    row += 1
        whole = total((source, ALL, "All"), sheet.name, found, figures.years)
        figures.placed["payer", source] = book.line(sheet, row, whole, "money")
        row += 2
    return parts, row


def _by_institution(figures: Figures, sheet: Any, row: int, parts: Parts) -> int:
    """Write each institution by source, and a check row for each."""
    book = figures.book
    row = book.block(sheet, row, "By institution and source", [], "money")
    for institution, name in figures.institutions().items():
        if ("cost", institution) not in figures.placed:
            continue
        sums = []
        for source in _sources(figures):
            lines = [part for (s, i, _), part in parts.items() if (s, i) == (source, institution)]
            if lines:
                line = total((source, name, "All"), sheet.name, lines, figures.years, plain=True)
                sums.append(book.line(sheet, row, line, "money"))
                row += 1
        book.line(sheet, row, total((_EVERY, name, "All"), sheet.name, sums, figures.years), "money")
        check = ("Check: less the sheet Budget (0)", name, "All")
        book.line(sheet, row + 1, check_line(check, sheet.name, sums, figures.placed["cost", institution]), "money")
        row += 2
    return row + 1


def _by_category(figures: Figures, sheet: Any, row: int, parts: Parts) -> int:
    book = figures.book
    row = book.block(sheet, row, "By category and source", [], "money")
    recurrent = []
    for category in CATEGORIES:
        for source in _sources(figures):
            lines = [part for (s, _, c), part in parts.items() if (s, c) == (source, category)]
            if lines:
                line = total((source, ALL, category.capitalize()), sheet.name, lines, figures.years, plain=True)
                place = book.line(sheet, row, line, "money")
                figures.placed["payer", source, category] = place
                if source == OWN and category in RECURRENT:
                    recurrent.append(place)
                row += 1
    line = total((OWN, ALL, "All but capital"), sheet.name, recurrent, figures.years)
    figures.placed["own", "recurrent"] = book.line(sheet, row, line, "money")
    return row + 2


def payers_sheet(figures: Figures) -> None:
    """Write who pays, source by year, from the sheet Financing, checked against the sheet Budget.

    Places ``("paid", source)``, ``("asked",)``, ``("paid",)``, ``("missing",)``, ``("ceiling",)``, ``("grants",)``,
    ``("grants", channel)`` and ``("own share",)``.
    """
    book, placed = figures.book, figures.placed
    sheet = book.sheet(
        "Who pays",
        f"{book.scale.unit}, current prices. Grants are net of the fees of administrators.",
        ("Source", *figures.headings),
        (wide(figures.donors().values(), least=38, most=60), 11),
    )
    sources = [key[1] for key in placed if key[0] == "payer" and len(key) == 2]
    row = book.block(sheet, HEADER_ROW + 1, "Who pays what is asked", [], "money")
    paid: dict[str, PlacedLine] = {}
    for source in sources:
        paid[source] = book.line(sheet, row, same((source,), sheet.name, placed["payer", source]), "money")
        placed["paid", source] = paid[source]
        row += 1
    due = book.line(sheet, row, total(("Cost that falls due",), sheet.name, [*paid.values()], figures.years), "money")
    check = ("Check: cost less the sheet Budget (0)",)
    book.line(sheet, row + 1, check_line(check, sheet.name, [due], placed["cost",]), "money")
    if ("unsupported",) in placed:
        lacking = same((UNSUPPORTED,), sheet.name, placed["unsupported",])
    else:
        lacking = YearLine((UNSUPPORTED,), (0.0,) * figures.years)
    placed["paid", UNSUPPORTED] = book.line(sheet, row + 2, lacking, "money")
    missing = [paid[UNFUNDED], placed["paid", UNSUPPORTED]]
    whole = book.line(sheet, row + 3, total(("Asked: cost and missing support",), sheet.name,
                                            [due, placed["paid", UNSUPPORTED]], figures.years), "money")
    placed["asked",] = whole
    placed["missing",] = book.line(
        sheet, row + 4, total(("Missing: asked and not paid",), sheet.name, missing, figures.years), "money")
    placed["paid",] = book.line(
        sheet, row + 5, total(("Paid: own money and donors",), sheet.name,
                              [part for source, part in paid.items() if source != UNFUNDED], figures.years), "money")
    share = ratio(("Own share of asked cost",), sheet.name, paid[OWN], whole)
    placed["own share",] = book.line(sheet, row + 6, share, "share")
    row += 4
    ceilings = tuple(book.scale.of(year.ceiling) for year in facts.yearly(figures.plan))
    placed["ceiling",] = book.line(sheet, row + 4, YearLine(("Ceiling of own spending",), ceilings), "money")
    row = book.block(sheet, row + 6, "Grants of all donors", [], "money")
    names, channels = figures.donors(), figures.plan.names.donor_channel
    for channel in ("on budget", "off budget"):
        parts = [paid[name] for donor, name in names.items() if channels.get(donor, "off budget") == channel]
        line = total((f"Grants {channel}",), sheet.name, parts, figures.years, plain=True)
        placed["grants", channel] = book.line(sheet, row, line, "money")
        row += 1
    both = [placed["grants", channel] for channel in ("on budget", "off budget")]
    placed["grants",] = book.line(sheet, row, total(("Grants",), sheet.name, both, figures.years), "money")
    book.fit(sheet)
