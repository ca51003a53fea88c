"""Sheets about people and kit: strength by cadre with totals by formula, and assets."""

from __future__ import annotations

from typing import Any

from rightfin.report import facts
from rightfin.report.wording import labels
from rightfin.report.workbook.style import HEADER_ROW, Book, Line, total
from rightfin.result.plan import Plan

_FLOWS = (
    ("supported", "Supported strength", "Paid people who have the kit, fuel and rations that they need."),
    ("hollow", "Hollow strength", "Paid people without support, beyond what the case accepts."),
    ("hires", "Hires", "People who join in the year."),
    ("exits", "Retrenched or demobilised", "People who leave by decision; natural attrition is not counted."),
    ("promoted_in", "Promoted into the cadre", ""),
    ("integrated", "Integrated under agreements", ""),
)


def years_across(
    plan: Plan, table: str, keys: tuple[str, ...], column: str
) -> dict[tuple[str, ...], tuple[float, ...]]:
    """Return a column of a table by key, in the table's order: one value for each year of the plan."""
    found: dict[tuple[str, ...], dict[int, float]] = {}
    for record in plan.table(table).to_dict("records"):
        row = found.setdefault(tuple(str(record[key]) for key in keys), {})
        row[int(record["year"])] = float(record[column])
    return {key: tuple(values.get(year, 0.0) for year in plan.years) for key, values in found.items()}


def strength_sheet(book: Book, plan: Plan) -> dict[str, int]:
    """Write strength by cadre and the flows below; return the row of each institution's subtotal."""
    sheet = book.sheet(
        "Strength",
        "People by cadre, in person-years; hires and departures in persons. Totals are formulas.",
        ("Institution", "Cadre", *map(str, plan.years)),
        (30, 34, 10),
    )
    row, subtotals = _strength(book, sheet, plan)
    for column, heading, meaning in _FLOWS:
        values = years_across(plan, "strength", ("cadre",), column)
        lines = _lines(plan, values)
        if any(value for line in lines for value in line.values):
            row = _with_total(book, sheet, row + 1, f"{heading}. {meaning}".strip(". ") + ".", lines)
    return subtotals


def _lines(plan: Plan, values: dict[tuple[str, ...], tuple[float, ...]]) -> list[Line]:
    institutions, owner = facts.institutions(plan), plan.names.cadre_institution
    cadres = labels(plan.names.cadres, [key[0] for key in values])
    places = {institution: place for place, institution in enumerate(institutions)}
    ordered = sorted(values, key=lambda key: (places[owner.get(key[0], key[0])], key))
    return [Line((institutions[owner.get(key[0], key[0])], cadres[key[0]]), values[key]) for key in ordered]


def _strength(book: Book, sheet: Any, plan: Plan) -> tuple[int, dict[str, int]]:
    lines = _lines(plan, years_across(plan, "strength", ("cadre",), "strength"))
    columns = range(2, 2 + len(plan.years))
    row = book.block(sheet, HEADER_ROW + 1, "Strength paid", [], "people")
    subtotals: dict[str, int] = {}
    sums: list[Line] = []
    for institution in facts.institutions(plan).values():
        members = [line for line in lines if line.texts[0] == institution]
        for place, line in enumerate(members):
            book.line(sheet, row + place, line, "people")
        subtotal = total((institution, "All cadres"), range(row, row + len(members)), members, columns)
        row += len(members)
        book.line(sheet, row, subtotal, "people")
        subtotals[institution] = row
        sums.append(subtotal)
        row += 1
    book.line(sheet, row, total(("All institutions", ""), [*subtotals.values()], sums, columns), "people")
    return row + 1, subtotals


def _with_total(book: Book, sheet: Any, row: int, heading: str, lines: list[Line]) -> int:
    end = book.block(sheet, row, heading, lines, "people")
    columns = range(2, 2 + len(lines[0].values))
    book.line(sheet, end, total(("All institutions", ""), range(row + 1, end), lines, columns), "people")
    return end + 1


def assets_sheet(book: Book, plan: Plan) -> None:
    """Write stocks, purchases and disposals of assets."""
    sheet = book.sheet("Assets", "Equipment and buildings, in units.", ("Asset", *map(str, plan.years)), (40, 10))
    row = HEADER_ROW + 1
    for column, heading in (
        ("stock", "In service at the end of the year"),
        ("bought", "Bought"),
        ("retired", "Disposed of"),
    ):
        values = years_across(plan, "assets", ("asset",), column)
        names = labels(plan.names.assets, [key[0] for key in values])
        row = (
            book.block(sheet, row, heading, [Line((names[key[0]],), row_) for key, row_ in values.items()], "units") + 1
        )
