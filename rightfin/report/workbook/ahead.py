"""After the plan: pensions for thirty years, and what is still owed to those who left, with what is taken for granted."""

from __future__ import annotations

from rightfin.report.ahead import years_ahead
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, YearLine, total, wide
from rightfin.result.ahead import ASSUMED
from rightfin.schema.results import RESULT


def ahead_sheet(figures: Figures) -> None:
    """Write people who serve and draw a pension, and what it costs, by institution; years after the plan stand across."""
    book, plan = figures.book, figures.plan
    years, names = [row.year for row in years_ahead(plan)], figures.institutions()
    sheet = book.sheet(
        "After the plan",
        f"What today's force and pensioners cost after {plan.years[-1]}, in {book.scale.unit}, prices of {plan.years[-1]}.",
        ("Institution", *map(str, years)), (wide(names.values()), 12),
    )
    row, meanings = HEADER_ROW + 1, list[str]()
    for name, columns in (("pensions_ahead", ("serving", "pensioners", "cost", "drawn")),
                          ("severance_ahead", ("severance", "reintegration"))):
        table = plan.tables[name]
        for column in columns:
            described = RESULT[name].column(column)
            is_money = column not in ("serving", "pensioners")
            values: dict[str, dict[int, float]] = {}
            cells = (table.column("institution"), table.column("year"), table.column(column))
            for institution, year, amount in zip(*cells, strict=True):
                shown = book.scale.of(float(amount)) if is_money else float(amount)
                values.setdefault(str(institution), {})[int(year)] = shown
            if not any(any(of.values()) for of in values.values()):
                continue
            kind = "money" if is_money else "people"
            row = book.block(sheet, row, described.label, [], kind)
            meanings.append(f"{described.label}: {described.help}")
            placed = []
            for institution, of in values.items():
                line = YearLine((names[institution],), tuple(of.get(int(year), 0.0) for year in years))
                placed.append(book.line(sheet, row, line, kind))
                row += 1
            book.line(sheet, row, total(("All institutions",), sheet.name, placed, len(years)), kind)
            row += 2
    book.fit(sheet)
    book.meanings(sheet, row, [*meanings, *ASSUMED])
