"""Sheets about what the plan achieves: coverage by need and region, indicators with their definitions."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from rightfin.report import facts
from rightfin.report.wording import labels
from rightfin.report.workbook.people import years_across
from rightfin.report.workbook.style import HEADER_ROW, Book, Line, total
from rightfin.result.definitions import INDICATORS, Indicator
from rightfin.result.plan import Plan

_PARTS = (
    ("needed", "Needed (capability units)"),
    ("external", "Supplied from outside, such as a peace operation"),
    ("covered", "Covered by the plan"),
    ("unmet", "Unmet"),
)


def needs_sheet(book: Book, plan: Plan) -> None:
    """Write coverage by need and region as formulas over the capability needed and unmet, further down."""
    sheet = book.sheet(
        "Needs",
        "Coverage is one less unmet over needed; capability is in units of the case.",
        ("Need", "Region", *map(str, plan.years)),
        (34, 26, 10),
    )
    found = {column: years_across(plan, "needs", ("need", "region"), column) for column, _ in _PARTS}
    keys = sorted(found["needed"])
    needs = labels(plan.names.needs, [key[0] for key in keys])
    regions = labels(plan.names.regions, [key[1] for key in keys])
    columns = range(2, 2 + len(plan.years))
    several = len(regions) > 1
    entries = _entries(keys, several=several)
    size = len(entries) + 2  # a heading before and a blank row after each block
    coverage = HEADER_ROW + 1
    starts = {column: coverage + size * place for place, (column, _) in enumerate(_PARTS, start=1)}
    lines: dict[str, list[Line]] = {column: [] for column in starts}
    for column, start in starts.items():
        for need, region in entries:
            if region:
                texts = (needs[need], regions[region])
                lines[column].append(Line(texts, found[column][need, region]))
            else:
                rows = [place for place, entry in enumerate(entries) if entry[0] == need and entry[1]]
                parts = [lines[column][place] for place in rows]
                places = [start + 1 + place for place in rows]
                lines[column].append(total((needs[need], facts.ALL_REGIONS), places, parts, columns))
    shares = []
    for place, _ in enumerate(entries):
        needed, unmet = lines["needed"][place], lines["unmet"][place]
        cells = [
            (
                xl_rowcol_to_cell(starts["needed"] + 1 + place, c),
                xl_rowcol_to_cell(starts["unmet"] + 1 + place, c),
            )
            for c in columns
        ]
        formulas = tuple(f'IF({need}=0,"",1-{short}/{need})' for need, short in cells)
        values = tuple(
            1.0 - (short or 0.0) / need if need else None
            for need, short in zip(needed.values, unmet.values, strict=True)
        )
        shares.append(Line(needed.texts, values, formulas, total=needed.total))
    book.block(sheet, coverage, "Coverage (share of need)", shares, "share")
    for column, heading in _PARTS:
        book.block(sheet, starts[column], heading, lines[column], "units")


def _entries(keys: list[tuple[str, ...]], *, several: bool) -> list[tuple[str, str]]:
    """Return need and region of each row; an empty region is the total of the need over its regions."""
    entries: list[tuple[str, str]] = []
    for place, (need, region) in enumerate(keys):
        entries.append((need, region))
        if several and (place + 1 == len(keys) or keys[place + 1][0] != need):
            entries.append((need, ""))
    return entries


def indicators_sheet(book: Book, plan: Plan) -> None:
    """Write every indicator with unit and definition."""
    sheet = book.sheet(
        "Indicators",
        f"Money in {book.scale.unit} unless it is per head; shares in per cent.",
        ("Indicator", "Unit", "Definition", *map(str, plan.years)),
        (30, 22, 60, 10),
    )
    row = HEADER_ROW + 1
    units = facts.indicator_units(plan)
    for definition in INDICATORS:
        values = facts.indicator(plan, definition.name)
        if values:
            kind, divisor, unit = _shown(book, definition, units[definition.name])
            line = Line(
                (definition.label, unit, definition.meaning),
                tuple(values[year] / divisor if year in values else None for year in plan.years),
            )
            book.line(sheet, row, line, kind)
            book.wrapped(sheet, row, {0: definition.label, 1: unit, 2: definition.meaning})
            row += 1


def _shown(book: Book, definition: Indicator, unit: str) -> tuple[str, float, str]:
    """Return kind of number, divisor and unit in which an indicator is shown; ``unit`` is that of the plan's table."""
    if definition.is_share:
        return "share", 1.0, unit
    if definition.unit == "currency":
        return "money", book.scale.divisor, book.scale.unit
    if definition.unit == "ratio":
        return "ratio", 1.0, unit
    if definition.unit == "person-years":
        return "people", 1.0, unit
    return "units", 1.0, unit
