"""Sheets about money: budget with its codes, who pays, grants, pledges, the fiscal path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from rightfin.report import facts
from rightfin.report.workbook.people import years_across
from rightfin.report.workbook.style import HEADER_ROW, Book, Line, total
from rightfin.result.plan import GFSM, Plan
from rightfin.schema import CATEGORIES

_PLEDGE_FLOWS = (
    ("disbursed", "Arrives, in local currency"),
    ("fee", "Fee of the administrator"),
    ("spent", "Spent"),
    ("carried", "Carried into the next year"),
    ("lapsed", "Lost unspent"),
)
_FISCAL_LINES = (
    ("revenue", "Domestic revenue"),
    ("ceiling", "Ceiling of own spending"),
    ("own", "Own spending on the sector"),
    ("cleared", "Old arrears paid off"),
    ("unfunded", "Falls due and nobody pays"),
    ("arrears", "Arrears at the end of the year"),
    ("reserve", "Transition reserve at the end of the year"),
)


@dataclass(frozen=True)
class PayersPlace:
    """Where the sheet Who pays holds its payers, ceiling and own share: rows from 0."""

    payers: Mapping[str, int]
    ceiling: int


def budget_sheet(book: Book, plan: Plan) -> int:
    """Write cost by institution and category with COFOG and GFSM codes; return the row of the grand total."""
    columns = range(4, 4 + len(plan.years))
    sheet = book.sheet(
        "Budget",
        f"Cost in {book.scale.unit}, current prices. COFOG by institution, GFSM 2014 by category.",
        ("Institution", "COFOG", "Category", "GFSM", *map(str, plan.years)),
        (30, 8, 14, 7, 11),
    )
    costs = years_across(plan, "budget", ("institution", "category"), "cost")
    row = book.block(sheet, HEADER_ROW + 1, "Cost by institution and category", [], "money")
    sums: list[Line] = []
    places: list[int] = []
    by_category: dict[str, list[tuple[int, Line]]] = {}
    for institution, name in facts.institutions(plan).items():
        lines: list[Line] = []
        cofog = plan.names.cofog.get(institution, "")
        for category in CATEGORIES:
            if (institution, category) not in costs:
                continue
            values = tuple(book.scale.of(value) for value in costs[institution, category])
            line = Line((name, cofog, category.capitalize(), GFSM[category]), values)
            by_category.setdefault(category, []).append((row + len(lines), line))
            book.line(sheet, row + len(lines), line, "money")
            lines.append(line)
        if lines:
            subtotal = total((name, cofog, "All", ""), range(row, row + len(lines)), lines, columns)
            row += len(lines)
            book.line(sheet, row, subtotal, "money")
            sums.append(subtotal)
            places.append(row)
            row += 1
    grand = row
    book.line(sheet, grand, total(("All institutions", "", "All", ""), places, sums, columns), "money")
    row = book.block(sheet, grand + 2, "Cost by category, all institutions", [], "money")
    start = row
    parts = []
    for category, found in by_category.items():
        texts = ("All institutions", "", category.capitalize(), GFSM[category])
        line = total(texts, [place for place, _ in found], [part for _, part in found], columns)
        parts.append(Line(line.texts, line.values, line.formulas))
        book.line(sheet, row, parts[-1], "money")
        row += 1
    book.line(sheet, row, total(("All institutions", "", "All", ""), range(start, row), parts, columns), "money")
    return grand


def payers_sheet(book: Book, plan: Plan, budget_total: int) -> PayersPlace:
    """Write who pays, source by year, checked against the budget by formula; return where the rows stand."""
    years = range(1, 1 + len(plan.years))
    sheet = book.sheet(
        "Who pays",
        f"{book.scale.unit}, current prices. Grants are net of the fees of administrators.",
        ("Source", *map(str, plan.years)),
        (44, 11),
    )
    frame = facts.payers(plan)
    rows = facts.yearly(plan)
    sources: dict[str, tuple[float, ...]] = {
        str(payer): tuple(book.scale.of(float(amount)) for amount in frame.loc[frame["payer"] == payer, "amount"])
        for payer in dict.fromkeys(frame["payer"])
    }
    lines = [Line((payer,), values) for payer, values in sources.items()]
    start = HEADER_ROW + 2
    row = book.block(sheet, HEADER_ROW + 1, "Who pays the cost", lines, "money")
    whole = total(("Cost",), range(start, row), lines, years)
    book.line(sheet, row, whole, "money")
    places = {payer: start + place for place, payer in enumerate(sources)}
    own = places[facts.OWN]
    checks = tuple(
        f"ROUND({xl_rowcol_to_cell(row, column)}-Budget!{xl_rowcol_to_cell(budget_total, column + 3)},6)"
        for column in years
    )
    book.line(
        sheet,
        row + 1,
        Line(("Check: cost less the sheet Budget (0)",), tuple(0.0 for _ in years), checks),
        "money",
    )
    shares = tuple(
        f"IF({cost}=0,0,{paid}/{cost})"
        for cost, paid in ((xl_rowcol_to_cell(row, column), xl_rowcol_to_cell(own, column)) for column in years)
    )
    book.line(sheet, row + 2, Line(("Own share of cost",), tuple(r.own_share for r in rows), shares), "share")
    ceiling = row + 4
    book.line(
        sheet,
        ceiling,
        Line(("Ceiling of own spending",), tuple(book.scale.of(r.ceiling) for r in rows)),
        "money",
    )
    return PayersPlace(places, ceiling)


def grants_sheet(book: Book, plan: Plan) -> None:
    """Write what each donor pays for, with totals by donor."""
    columns = range(3, 3 + len(plan.years))
    sheet = book.sheet(
        "Grants",
        f"What donors pay for, {book.scale.unit}, current prices, net of fees.",
        ("Donor", "Institution", "Category", *map(str, plan.years)),
        (30, 30, 14, 11),
    )
    grants = years_across(plan, "grants", ("donor", "institution", "category"), "amount")
    institutions = facts.institutions(plan)
    row = HEADER_ROW + 1
    for donor, name in facts.donor_labels(plan).items():
        lines = [
            Line(
                (name, institutions.get(key[1], key[1]), key[2].capitalize()),
                tuple(map(book.scale.of, values)),
            )
            for key, values in grants.items()
            if key[0] == donor and any(values)
        ]
        end = book.block(sheet, row, name, lines, "money")
        book.line(
            sheet,
            end,
            total((name, "All", "All"), range(row + 1, end), lines, columns)
            if lines
            else Line((name, "All", "All"), tuple(0.0 for _ in columns), total=True),
            "money",
        )
        row = end + 2


def pledges_sheet(book: Book, plan: Plan) -> None:
    """Write what becomes of each donor's money."""
    sheet = book.sheet(
        "Pledges",
        f"What becomes of pledges, {book.scale.unit}.",
        ("Donor", "Flow", *map(str, plan.years)),
        (30, 28, 11),
    )
    row = HEADER_ROW + 1
    for donor, name in facts.donor_labels(plan).items():
        lines = [
            Line(
                (name, label),
                tuple(map(book.scale.of, years_across(plan, "pledges", ("donor",), column)[donor,])),
            )
            for column, label in _PLEDGE_FLOWS
            if (donor,) in years_across(plan, "pledges", ("donor",), column)
        ]
        row = book.block(sheet, row, name, lines, "money") + 1


def fiscal_sheet(book: Book, plan: Plan) -> None:
    """Write the fiscal path."""
    sheet = book.sheet(
        "Fiscal path",
        f"The state as a whole, {book.scale.unit}, current prices.",
        ("Line", *map(str, plan.years)),
        (44, 12),
    )
    lines = [
        Line((label,), tuple(map(book.scale.of, years_across(plan, "fiscal", (), column)[()])))
        for column, label in _FISCAL_LINES
    ]
    book.block(sheet, HEADER_ROW + 1, "Fiscal path", lines, "money")
