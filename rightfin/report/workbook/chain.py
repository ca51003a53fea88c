"""The justice chain as a sheet: what each stage gets done, what waits, who is in prison, whose cases one person clears."""

from __future__ import annotations

from typing import Any

from rightfin.report.chain import clears, narrowest, stage_years, stages
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, lines_of, ratio, wide, worked
from rightfin.schema.results import RESULT

_WIDTH = 12
"""Characters that the column of a year holds."""

_GIVEN = ("before", "inflow", "done", "dropped")
"""Cases that add up to what waits at the end of the year, which is a formula over them."""

_EXPLAINED = ("people", "capacity", "utilisation", "waiting", "spare")
"""Columns whose names do not say all that they are."""


def chain_sheet(figures: Figures) -> None:
    """Write the stages, then prisons, then whose cases one person clears.

    Places ``("prisons", column)`` for ``detained``, ``held``, ``places`` and ``overcrowding``.
    """
    book, names = figures.book, stages(figures.plan)
    sheet = book.sheet(
        "Justice chain",
        "Cases on their way from stage to stage, and who is in prison. What waits at the end of a year is a formula.",
        ("Stage", *figures.headings), (wide(names.values(), 34), _WIDTH),
    )
    row = _narrowest(figures, sheet, HEADER_ROW + 1)
    placed: dict[str, list[PlacedLine]] = {}
    for column in _GIVEN:
        row, placed[column] = _by_stage(figures, sheet, row, column, "people")
    row = _waiting(figures, sheet, row, placed)
    for column in ("people", "capacity"):
        row, placed[column] = _by_stage(figures, sheet, row, column, "people")
    row = book.block(sheet, row, _heading("justice", "utilisation"), [], "share")
    for name, done, can in zip(names.values(), placed["done"], placed["capacity"], strict=True):
        book.line(sheet, row, ratio((name,), sheet.name, done, can), "share")
        row += 1
    row = _months(figures, sheet, row + 1)
    row, _ = _by_stage(figures, sheet, row, "spare", "share")
    if figures.plan.tables["prisons"].rows:
        row = _prisons(figures, sheet, row)
    row = _clears(figures, sheet, row)
    book.fit(sheet)
    book.meanings(sheet, row, _meanings(figures))


def _heading(table: str, column: str) -> str:
    """Return what a block shows: the name of the column; what it means stands below all blocks."""
    return RESULT[table].column(column).label


def _meanings(figures: Figures) -> list[str]:
    """Return what blocks mean whose names do not say it all."""
    shown = [("justice", name) for name in _EXPLAINED] + ([("clears", "people")] if clears(figures.plan) else [])
    columns = [RESULT[table].column(name) for table, name in shown]
    return [f"{column.label}: {column.help}" for column in columns]


def _by_stage(figures: Figures, sheet: Any, row: int, column: str, kind: str) -> tuple[int, list[PlacedLine]]:
    """Write a column of the table of stages as a block; return the row after it and where its lines stand."""
    book, names, placed = figures.book, stages(figures.plan), []
    row = book.block(sheet, row, _heading("justice", column), [], kind)
    for (stage,), values in figures.across("justice", column).items():
        placed.append(book.line(sheet, row, YearLine((names[stage],), values), kind))
        row += 1
    return row + 1, placed


def _narrowest(figures: Figures, sheet: Any, row: int) -> int:
    """Write the name of the narrowest point below each year."""
    book, plan = figures.book, figures.plan
    row = book.block(sheet, row, "Narrowest point", [], "people")
    by_year = {year: run.stage for run in narrowest(plan) for year in run.years}
    sheet.write_string(row, 0, "Least spare capacity", book.format())
    names = [by_year.get(year, "none") for year in plan.years]
    for column, name in enumerate(names, start=1):
        sheet.write_string(row, column, name, book.format(text_wrap=True, align="right", valign="top"))
    book.set_lines(sheet, row, max(lines_of(name, _WIDTH) for name in names))
    return row + 2


def _waiting(figures: Figures, sheet: Any, row: int, placed: dict[str, list[PlacedLine]]) -> int:
    book, names = figures.book, stages(figures.plan)
    row = book.block(sheet, row, _heading("justice", "backlog"), [], "people")
    for name, *parts in zip(names.values(), *(placed[column] for column in _GIVEN), strict=True):
        line = worked((name,), sheet.name, parts, lambda *cells: f"{cells[0]}+{cells[1]}-{cells[2]}-{cells[3]}",
                      lambda before, inflow, done, dropped: before + inflow - done - dropped)
        book.line(sheet, row, line, "people")
        row += 1
    return row + 1


def _months(figures: Figures, sheet: Any, row: int) -> int:
    """Write the months of waiting by stage, blank where nobody works the stage; return the row after them."""
    book, found = figures.book, stage_years(figures.plan)
    row = book.block(sheet, row, _heading("justice", "waiting"), [], "units")
    for name in stages(figures.plan).values():
        book.line(sheet, row, YearLine((name,), tuple(one.months for one in found if one.stage == name)), "units")
        row += 1
    return row + 1


def _prisons(figures: Figures, sheet: Any, row: int) -> int:
    """Write who is in prison, its places, and what follows from them by formula."""
    book = figures.book
    row = book.block(sheet, row, "Prisons at the end of the year", [], "people")
    of = {name: figures.across("prisons", name)[()] for name in ("detained", "convicted", "places", "overcrowding")}

    def label(name: str) -> tuple[str]:
        return (RESULT["prisons"].column(name).label,)

    def put(name: str, line: YearLine, kind: str = "people") -> PlacedLine:
        nonlocal row
        figures.placed["prisons", name] = book.line(sheet, row, line, kind)
        row += 1
        return figures.placed["prisons", name]

    detained, convicted = (put(name, YearLine(label(name), of[name])) for name in ("detained", "convicted"))
    held = put("held", worked(label("held"), sheet.name, [detained, convicted], lambda a, b: f"{a}+{b}",
                              lambda a, b: a + b, total=True))
    put("pretrial_share", ratio(label("pretrial_share"), sheet.name, detained, held), "share")
    if any(of["places"]) or any(of["overcrowding"]):
        places = put("places", YearLine(label("places"), of["places"]))
        put("overcrowding", worked(label("overcrowding"), sheet.name, [held, places], lambda a, b: f"IF({a}>{b},{a}-{b},0)",
                                   lambda a, b: max(0.0, a - b)))
    return row + 1


def _clears(figures: Figures, sheet: Any, row: int) -> int:
    """Write whose cases one person clears, a line for each pair of cadres at a stage; return the row after them."""
    found = clears(figures.plan)
    if not found:
        return row
    book, plan = figures.book, figures.plan
    row = book.block(sheet, row, _heading("clears", "people"), [], "units")
    pairs: dict[tuple[str, str, str], dict[int, float]] = {}
    for one in found:
        pairs.setdefault((one.stage, one.clearing, one.sending), {})[one.year] = one.people
    for (stage, clearing, sending), values in pairs.items():
        line = YearLine((f"{stage}: {sending} for one of {clearing}",), tuple(values.get(year) for year in plan.years))
        book.line(sheet, row, line, "units")
        row += 1
    return row + 1
