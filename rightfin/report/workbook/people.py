"""Sheets about people and kit: strength by cadre with totals by formula, and equipment."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_range

from rightfin.report.words.wording import labels
from rightfin.report.workbook.figures import Across, Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, total, wide, worked
from rightfin.schema.results import RESULT

_FLOWS = (
    "present", "supported", "hollow", "before", "attrition", "struck", "retirements", "hires", "exits", "promoted_in",
    "promoted_out", "integrated", "due",
)
_ADDED_UP = " People before the year, less all who leave, plus all who join, are strength."


def strength_sheet(figures: Figures) -> None:
    """Write strength by cadre, the flows below, and what supporting those who are hollow would cost.

    Places ``("strength",)``, ``("supported",)``, ``("without support",)``, ``("unsupported",)``,
    ``("strength", institution)`` by label,
    ``("cadre", id)``, and ``("present",)`` and ``("present", id)`` of people present.
    """
    book = figures.book
    sheet = book.sheet(
        "Strength",
        "People by cadre, in person-years; hires and departures in persons. Totals are formulas. Kind: by the mark "
        "civilian and the sector.",
        ("Institution", "Cadre", "Kind", *figures.headings),
        (wide(figures.institutions().values()), wide(figures.plan.names.cadres.values()), 11, 10),
    )
    row = _strength(figures, sheet)
    blocks: dict[str, list[PlacedLine]] = {}
    cadres = _lines(figures, figures.across("strength", "strength"))
    paid = [figures.placed["cadre", cadre] for cadre in cadres]
    for column in _FLOWS:
        described = RESULT["strength"].column(column)
        heading = f"{described.label}. {described.help}{_ADDED_UP * (column == 'exits')}"
        values = figures.across("strength", column)
        if column == "present" and values == figures.across("strength", "strength"):  # nobody paid is a ghost
            blocks[column], figures.placed["present",] = paid, figures.placed["strength",]
        elif column == "supported" or any(any(line) for line in values.values()):
            blocks[column], row = _with_total(figures, sheet, row + 1, heading, values, column)
    figures.placed.update({("present", cadre): line for cadre, line in zip(cadres, blocks["present"], strict=True)})
    both = [figures.placed["present",], figures.placed["supported",]]
    without = worked(("People present without support", "", ""), sheet.name, both, lambda there, ready: f"{there}-{ready}",
                     lambda there, ready: there - ready, total=True)
    figures.placed["without support",] = book.line(sheet, row + 1, without, "people")
    _unsupported(figures, sheet, row + 3, blocks.get("hollow", []))
    book.fit(sheet)


def _lines(figures: Figures, values: Across) -> dict[str, YearLine]:
    """Return a line for each cadre, by id, institution by institution, in the order of the case."""
    names, owner = figures.institutions(), figures.plan.names.cadre_institution
    cadres = labels(figures.plan.names.cadres, [cadre for cadre, in values])
    places = {institution: place for place, institution in enumerate(names)}
    ranks = {cadre: place for place, cadre in enumerate(figures.plan.names.cadres)}
    kinds = figures.plan.names.cadre_kind
    return {
        cadre: YearLine((names[owner.get(cadre, cadre)], cadres[cadre], kinds.get(cadre, "")), values[cadre,])
        for cadre, in sorted(values, key=lambda key: (places[owner.get(key[0], key[0])], ranks.get(key[0], len(ranks))))
    }


def _strength(figures: Figures, sheet: Any) -> int:
    book, placed = figures.book, figures.placed
    lines = _lines(figures, figures.across("strength", "strength"))
    row = book.block(sheet, HEADER_ROW + 1, RESULT["strength"].column("strength").label, [], "people")
    sums: list[PlacedLine] = []
    for institution in figures.institutions().values():
        members = []
        for cadre, line in lines.items():
            if line.texts[0] == institution:
                placed["cadre", cadre] = book.line(sheet, row, line, "people")
                members.append(placed["cadre", cadre])
                row += 1
        if not members:  # it has costs and no people in the case, not nobody
            continue
        subtotal = total((institution, "All cadres", ""), sheet.name, members, figures.years)
        placed["strength", institution] = book.line(sheet, row, subtotal, "people")
        sums.append(placed["strength", institution])
        row += 1
    placed["strength",] = book.line(
        sheet, row, total(("All institutions", "", ""), sheet.name, sums, figures.years), "people"
    )
    return row + 1


def _with_total(
    figures: Figures, sheet: Any, row: int, heading: str, values: Across, name: str
) -> tuple[list[PlacedLine], int]:
    book = figures.book
    row = book.block(sheet, row, heading, [], "people")
    parts = []
    for line in _lines(figures, values).values():
        parts.append(book.line(sheet, row, line, "people"))
        row += 1
    whole = total(("All institutions", "", ""), sheet.name, parts, figures.years)
    figures.placed[name,] = book.line(sheet, row, whole, "people")
    return parts, row + 1


def _unsupported(figures: Figures, sheet: Any, row: int, hollow: list[PlacedLine]) -> None:
    """Write the cost of supporting a person, and of all who are hollow: the same cadres in the same order."""
    if not hollow:
        return
    book, divisor = figures.book, figures.book.scale.divisor
    lines = _lines(figures, figures.across("strength", "support_cost"))
    described = RESULT["strength"].column("support_cost")
    heading = f"{described.help.rstrip('.')} ({described.unit_in(figures.plan.currency)})."
    row = book.block(sheet, row, heading, [], "people")
    first = row
    costs = []
    for line in lines.values():
        costs.append(book.line(sheet, row, line, "units"))
        row += 1
    columns = range(3, 3 + figures.years)
    formulas = tuple(
        f"SUMPRODUCT({xl_range(hollow[0].row, column, hollow[-1].row, column)},"
        f"{xl_range(first, column, row - 1, column)})/{divisor:.0f}"
        for column in columns
    )
    values = tuple(
        sum((people.values[n] or 0.0) * (cost.values[n] or 0.0) for people, cost in zip(hollow, costs, strict=True))
        / divisor
        for n in range(figures.years)
    )
    texts = ("Cost of supporting all who should be supported", book.scale.unit, "")
    figures.placed["unsupported",] = book.line(sheet, row, YearLine(texts, values, formulas, total=True), "money")


def equipment_sheet(figures: Figures) -> None:
    """Write stocks, purchases, gifts accepted and disposals of equipment and buildings; gifts where any is accepted."""
    book = figures.book
    sheet = book.sheet("Equipment plan", "Equipment and buildings, in units.", ("Asset", *figures.headings), (40, 10))
    row = HEADER_ROW + 1
    for column in ("stock", "bought", "gifts", "retired"):
        values = figures.across("assets", column)
        if column == "gifts" and not any(map(any, values.values())):
            continue
        names = labels(figures.plan.names.assets, [asset for asset, in values])
        lines = [YearLine((names[key[0]],), line) for key, line in values.items()]
        row = book.block(sheet, row, RESULT["assets"].column(column).label, lines, "units") + 1
    book.fit(sheet)
