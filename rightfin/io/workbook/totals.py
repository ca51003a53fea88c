"""Totals on the sheet ``check`` that an analyst compares with other papers: people, pay, amounts by year, demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rightfin.io.layout import HEADING_ROW
from rightfin.io.workbook.counts import Sheets
from rightfin.io.workbook.lists import PLAN_BASE, PLAN_END
from rightfin.io.workbook.place import FIRST_ROW, Placed
from rightfin.io.workbook.style import Styles
from rightfin.schema import TABLES, Adds, Value

SPARE = 8
"""Lines beyond those that the case fills, for rows that are added later."""

MOST = 60
"""Most lines of one block; what has no line is in the line ``others``."""

BY_YEAR = tuple(table.name for table in TABLES if table.years is not None and table.years.adds is Adds.ALL)
"""Tables that are summed by year; pledges are not, since donors pledge in different currencies."""


def write_totals(sheet: Any, styles: Styles, sheets: Sheets, row: int) -> None:
    """Write the blocks of totals one below the other, from the row with this index on."""
    row = _write_people(sheet, styles, sheets, row)
    row = _write_years(sheet, styles, sheets, row + 1)
    row = _write_pledges(sheet, styles, sheets, row + 1)
    _write_needs(sheet, styles, sheets, row + 1)


def _write_people(sheet: Any, styles: Styles, sheets: Sheets, row: int) -> int:
    """Write people and pay by institution; returns the row below."""
    cadres, institutions = sheets.placed["cadres"], sheets.placed["institutions"]
    row = _title(sheet, styles, row, "People and pay at the end of the base year, by institution",
                 "Pay is strength times pay as typed in the sheet cadres, whatever its currency.",
                 ("institution", "cadres", "people", "pay a year"))
    strength, pay, employer = (cadres.cells(name) for name in ("opening_strength", "pay", "institution"))
    rows = [tuple(row[cadres.names.index(name)] for name in ("institution", "opening_strength", "pay"))
            for row in cadres.rows]
    lines = _names(institutions, "institution")
    named = [name for _, name in lines if name]
    first, last = row + 3, row + 2 + len(lines)
    sheet.write_string(row, 0, "all cadres", styles.total_name)
    sheet.write_string(row + 1, 0, "of others")
    every = (f"SUMPRODUCT((LEN({employer})>0)*1)", f"SUM({strength})", f"SUMPRODUCT({strength},{pay})")
    others = _people([values for values in rows if not any(_same(values[0], name) for name in named)])
    for place, (letter, value, other) in enumerate(zip("BCD", _people(rows), others, strict=True), start=1):
        sheet.write_formula(row, place, f"={every[place - 1]}", styles.total, value)
        sheet.write_formula(row + 1, place, f"={letter}{row + 1}-SUM({letter}{first}:{letter}{last})", styles.amount, other)
    row += 2
    for cell, stored in lines:
        sums = (f"COUNTIF({employer},$A{row + 1})", f"SUMIFS({strength},{employer},$A{row + 1})",
                f"SUMPRODUCT(({employer}=$A{row + 1})*1,{strength},{pay})")
        kept = _people([values for values in rows if stored and _same(values[0], stored)])
        sheet.write_formula(row, 0, f"={cell}", None, stored)
        for place, (formula, value) in enumerate(zip(sums, kept, strict=True), start=1):
            sheet.write_formula(row, place, f'=IF($A{row + 1}="","",{formula})', styles.amount, value if stored else "")
        row += 1
    return row


def _people(rows: Sequence[tuple[Value, ...]]) -> tuple[float, float, float]:
    """Return cadres, people and pay of rows that hold institution, strength and pay."""
    return (sum(values[0] is not None for values in rows), sum(_number(values[1]) for values in rows),
            sum(_number(values[1]) * _number(values[2]) for values in rows))


def _write_years(sheet: Any, styles: Styles, sheets: Sheets, row: int) -> int:
    """Write the sums of amounts and counts by year; returns the row below."""
    tables = [sheets.placed[name] for name in BY_YEAR]
    row = _title(sheet, styles, row, "Sums by year, as typed",
                 "External adds the capability of all needs.",
                 ("year", *BY_YEAR))
    lines = min(MOST, max(len(sheets.planned), max(len(found.years) for found in tables)) + SPARE)
    for number in range(1, lines + 1):
        year = sheets.base + number if sheets.base and sheets.base + number <= sheets.end else None
        sheet.write_formula(row, 0, f'=IF(AND({PLAN_BASE}>0,{PLAN_BASE}+{number}<={PLAN_END}),{PLAN_BASE}+{number},"")',
                            None, year or "")
        for place, found in enumerate(tables, start=1):
            if not found.years:
                sheet.write_string(row, place, "–")
                continue
            block, heads = found.cells(found.years[0], found.years[-1]), found.heads(found.years[0], found.years[-1])
            stored: Value = ""
            if year is not None:
                stored = sum(map(_number, found.values(str(year)))) if str(year) in found.years else "no column"
            amount = f'IFERROR(SUM(INDEX({block},0,MATCH($A{row + 1}&"",{heads},0))),"no column")'
            sheet.write_formula(row, place, f'=IF($A{row + 1}="","",{amount})', styles.amount, stored)
        row += 1
    return row


def _write_pledges(sheet: Any, styles: Styles, sheets: Sheets, row: int) -> int:
    """Write what each donor pledges over all years, in its currency; returns the row below."""
    donors, pledges = sheets.placed["donors"], sheets.placed["pledges"]
    row = _title(sheet, styles, row, "Pledges, by donor", "All years of the sheet pledges, in the currency of the donor.",
                 ("donor", "currency", "pledged"))
    currencies, given = donors.values("currency"), pledges.values("donor")
    for place, (cell, stored) in enumerate(_names(donors, "donor")):
        key = f"$A{row + 1}"
        typed = f"'donors'!${donors.letter('currency')}${FIRST_ROW + place}"
        currency = currencies[place] if place < len(currencies) else None
        found = [number for number, donor in enumerate(given) if stored and _same(donor, stored)]
        amount: Value = "no row"
        if found and pledges.years:
            amount = sum(_number(pledges.values(year)[found[-1]]) for year in pledges.years)
        line = f"SUMPRODUCT(MAX(({pledges.cells('donor')}={key})*(ROW({pledges.cells('donor')})-{FIRST_ROW - 1})))"
        added = '"no row"'
        if pledges.years:
            added = f"SUM(INDEX({pledges.cells(pledges.years[0], pledges.years[-1])},{line},0))"
        sheet.write_formula(row, 0, f"={cell}", None, stored)
        sheet.write_formula(row, 1, f'=IF({key}="","",IF(LEN({typed})=0,"of the case",{typed}))', None,
                            (currency or "of the case") if stored else "")
        sheet.write_formula(row, 2, f'=IF({key}="","",IF({line}=0,"no row",{added}))', styles.amount,
                            amount if stored else "")
        row += 1
    return row


def _write_needs(sheet: Any, styles: Styles, sheets: Sheets, row: int) -> int:
    """Write for each need how it is demanded and who serves it; returns the row below."""
    needs, demand, effects = (sheets.placed[name] for name in ("needs", "demand", "effects"))
    row = _title(sheet, styles, row, "Needs: who serves them, and what is demanded in the first year",
                 "Demand adds the absolute rows only; rows per 100,000 inhabitants are counted, not added.",
                 ("need", "cadres that serve", "rows of demand", "per 100,000", "demand"))
    serves, asked, basis = effects.cells("need"), demand.cells("need"), demand.cells("basis")
    year = str(sheets.base + 1)
    place_of = {name: demand.names.index(name) for name in ("need", "basis")}
    for cell, stored in _names(needs, "need"):
        rows = [values for values in demand.rows if stored and _same(values[place_of["need"]], stored)]
        per_head = [values for values in rows if values[place_of["basis"]] == "per_100k"]
        first = sum(_number(values[demand.names.index(year)]) for values in rows
                    if values[place_of["basis"]] != "per_100k") if year in demand.names else "no column"
        kept = (sum(_same(value, stored) for value in effects.values("need")), len(rows), len(per_head), first)
        key = f"$A{row + 1}"
        if demand.years:
            block, years = (demand.cells(demand.years[0], demand.years[-1]),
                            demand.heads(demand.years[0], demand.years[-1]))
            amount = (f'IFERROR(SUMIFS(INDEX({block},0,MATCH(({PLAN_BASE}+1)&"",{years},0)),{asked},{key},{basis},'
                      f'"<>per_100k"),"no column")')
        else:
            amount = '"no column"'
        sums = (f"COUNTIF({serves},{key})", f"COUNTIF({asked},{key})",
                f'COUNTIFS({asked},{key},{basis},"per_100k")', amount)
        sheet.write_formula(row, 0, f"={cell}", None, stored)
        for place, (formula, value) in enumerate(zip(sums, kept, strict=True), start=1):
            sheet.write_formula(row, place, f'=IF({key}="","",{formula})', styles.amount, value if stored else "")
        row += 1
    return row


def _title(sheet: Any, styles: Styles, row: int, title: str, words: str, heads: tuple[str, ...]) -> int:
    """Write the head of a block; returns the row of its first line."""
    sheet.write_string(row, 0, title, styles.subtitle)
    sheet.write_string(row + 1, 0, words, styles.help)
    sheet.set_row(row + 2, 32)
    for place, name in enumerate(heads):
        sheet.write_string(row + 2, place, name, styles.head)
    return row + 3


def _names(found: Placed, key: str) -> list[tuple[str, str]]:
    """Return a formula and its result for each line of names of a table, blank lines for names to come."""
    letter, values = found.letter(key), found.values(key)
    lines = min(MOST, len(values) + SPARE, found.last - HEADING_ROW)
    lines_found = []
    for at in range(lines):
        cell = f"'{found.table.name}'!${letter}${FIRST_ROW + at}"
        name = str(values[at]) if at < len(values) and values[at] is not None else ""
        lines_found.append((f'IF(OR(LEN({cell})=0,LEFT({cell},1)="#"),"",{cell})', "" if name.startswith("#") else name))
    return lines_found


def _same(value: Value, name: Value) -> bool:
    return value is not None and str(value).casefold() == str(name).casefold()


def _number(value: Value) -> float:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0
