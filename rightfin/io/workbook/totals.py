"""Totals on the sheet ``check`` that an analyst compares with other papers: people, pay, amounts by year, demand."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from rightfin.io.layout import HEADING_ROW
from rightfin.io.workbook.counts import Sheets
from rightfin.io.workbook.place import FIRST_ROW, Placed
from rightfin.io.workbook.style import Styles
from rightfin.io.xlsx.formula import (
    Formula,
    both,
    choose,
    column_of,
    constant,
    count_if,
    count_ifs,
    either,
    is_blank,
    is_given,
    last_place,
    left,
    matched,
    row_of,
    sum_ifs,
    sum_product,
    total,
    unless_error,
)
from rightfin.schema import TABLES, Adds, YearStyle

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
                 "Pay is strength times what is typed in the sheets cadres, pay_parts and pay_grid; what is typed in "
                 "another currency than that of the case stands apart, in that currency.",
                 ("institution", "cadres", "people", "pay a year", "pay in foreign currency"))
    strength, employer = (cadres.cells(name) for name in ("opening_strength", "institution"))
    own = _own_currency(sheets)
    every = sum_product(is_given(employer) * 1), total(strength), *_pay(sheets, own)
    lines: list[list[Formula]] = []
    first = row + 2
    for cell in _names(institutions, "institution"):
        name = _put(sheet, first + len(lines), 0, cell, None)
        sums = (count_if(employer, name), sum_ifs(strength, employer, name), *_pay(sheets, own, employer, name))
        lines.append([_put(sheet, first + len(lines), place, _if_named(name, found), styles.amount)
                      for place, found in enumerate(sums, start=1)])
    sheet.write_string(row, 0, "all cadres", styles.total_name)
    sheet.write_string(row + 1, 0, "of others")
    for place, (letter, found) in enumerate(zip("BCDE", every, strict=True), start=1):
        _put(sheet, row, place, found, styles.total)
        column = [line[place - 1].value for line in lines]
        below = total(Formula(f"{letter}{first + 1}:{letter}{first + len(lines)}", (column,)))
        _put(sheet, row + 1, place, Formula(f"{letter}{row + 1}", found.columns) - below, styles.amount)
    return first + len(lines)


def _own_currency(sheets: Sheets) -> Formula:
    """Return the currency of the case as the settings say it, an empty text where they do not."""
    settings = sheets.placed["settings"]
    line = last_place(settings.cells("key"), constant("currency"), FIRST_ROW - 1)
    return choose(line.equals(0), "", row_of(settings.cells("value"), line))


def _pay(sheets: Sheets, own: Formula, *of: Formula) -> tuple[Formula, Formula]:
    """Return what is paid in the currency of the case and in another; ``of`` are a column of cadres and its criterion."""
    cadres, parts, grid = (sheets.placed[name] for name in ("cadres", "pay_parts", "pay_grid"))
    people, typed, currency = (cadres.cells(name) for name in ("opening_strength", "pay", "pay_currency"))

    def paid(found: Placed) -> tuple[Formula, Formula]:
        """Return the people on each row: all of them, and those whose cadre is paid in another currency."""
        which = cadres.cells("cadre"), found.cells("cadre"), *of
        return sum_ifs(people, *which), sum_ifs(people, *which, currency, constant("<>"), currency, constant("<>") & own)

    foreign, chosen = _is_foreign(currency, own), [of[0].equals(of[1]) * 1] if of else []
    (on_parts, abroad), (on_grid, grid_abroad) = paid(parts), paid(grid)
    stated = parts.cells("currency")  # where a part is silent, the currency of its cadre holds
    parts_abroad = _is_foreign(stated, own) * on_parts + is_blank(stated) * abroad
    amount, shared = parts.cells("amount"), (grid.cells("amount"), grid.cells("share"))

    def summed(cadre: Formula, part: Formula, step: Formula) -> Formula:
        return sum_product(cadre, people, typed, *chosen) + sum_product(amount, part) + sum_product(*shared, step)

    return (summed(1 - foreign, on_parts - parts_abroad, on_grid - grid_abroad), summed(foreign, parts_abroad, grid_abroad))


def _is_foreign(currency: Formula, own: Formula) -> Formula:
    """Return what is 1 where another currency than that of the case is typed."""
    return is_given(currency) * currency.compared("<>", own)


def _write_years(sheet: Any, styles: Styles, sheets: Sheets, row: int) -> int:
    """Write the sums of amounts and counts by year; returns the row below."""
    tables = [sheets.placed[name] for name in BY_YEAR]
    row = _title(sheet, styles, row, "Sums by year, as typed",
                 "External adds the capability of all needs.",
                 ("year", *BY_YEAR))
    base, end = sheets.base, sheets.end
    planned = end.value - base.value if base.value else 0
    lines = min(MOST, max(planned, max(len(found.years) for found in tables)) + SPARE)
    for number in range(1, lines + 1):
        shown = base + number if tables[0].style is YearStyle.PLAIN else sheets.written(base + number)
        year = _put(sheet, row, 0, choose(both(base > 0, base + number <= end), shown, ""), None)
        for place, found in enumerate(tables, start=1):
            if not found.years:
                sheet.write_string(row, place, "–")
                continue
            amount = unless_error(total(_of_year(found, year & "")), "no column")
            _put(sheet, row, place, _if_named(year, amount), styles.amount)
        row += 1
    return row


def _write_pledges(sheet: Any, styles: Styles, sheets: Sheets, row: int) -> int:
    """Write what each donor pledges over all years, in its currency; returns the row below."""
    donors, pledges = sheets.placed["donors"], sheets.placed["pledges"]
    row = _title(sheet, styles, row, "Pledges, by donor", "All years of the sheet pledges, in the currency of the donor.",
                 ("donor", "currency", "pledged"))
    for place, cell in enumerate(_names(donors, "donor")):
        name = _put(sheet, row, 0, cell, None)
        typed = donors.cell_at("currency", place)
        _put(sheet, row, 1, _if_named(name, choose(is_blank(typed), "of the case", typed)), None)
        line = last_place(pledges.cells("donor"), name, FIRST_ROW - 1)
        given: Formula | str = "no row"
        if pledges.years:
            given = total(row_of(pledges.cells(pledges.years[0], pledges.years[-1]), line))
        _put(sheet, row, 2, _if_named(name, choose(line.equals(0), "no row", given)), styles.amount)
        row += 1
    return row


def _write_needs(sheet: Any, styles: Styles, sheets: Sheets, row: int) -> int:
    """Write for each need how it is demanded and who serves it; returns the row below."""
    needs, demand, effects = (sheets.placed[name] for name in ("needs", "demand", "effects"))
    row = _title(sheet, styles, row, "Needs: who serves them, and what is demanded in the first year",
                 "Demand adds the absolute rows only; rows per 100,000 inhabitants are counted, not added.",
                 ("need", "cadres that serve", "rows of demand", "per 100,000", "demand"))
    serves, asked, basis = effects.cells("need"), demand.cells("need"), demand.cells("basis")
    for cell in _names(needs, "need"):
        name = _put(sheet, row, 0, cell, None)
        amount: Formula | str = "no column"
        if demand.years:
            first = _of_year(demand, sheets.written(sheets.base + 1))
            amount = unless_error(sum_ifs(first, asked, name, basis, constant("<>per_100k")), "no column")
        sums = count_if(serves, name), count_if(asked, name), count_ifs(asked, name, basis, constant("per_100k")), amount
        for place, found in enumerate(sums, start=1):
            _put(sheet, row, place, _if_named(name, found), styles.amount)
        row += 1
    return row


def _put(sheet: Any, row: int, place: int, found: Formula, style: Any) -> Formula:
    """Write a formula with what it gives; return the cell as the formulas beside it and below name it."""
    sheet.write_formula(row, place, f"={found.words}", style, found.value)
    return Formula(f"${xl_col_to_name(place)}{row + 1}", found.columns)


def _if_named(name: Formula, found: Formula | str) -> Formula:
    """Return a formula in a line that has a name, and nothing in one without."""
    return choose(name.equals(""), "", found)


def _of_year(found: Placed, year: Formula) -> Formula:
    """Return the column of a year, found by its heading."""
    first, last = found.years[0], found.years[-1]
    return column_of(found.cells(first, last), matched(year, found.heads(first, last)))


def _title(sheet: Any, styles: Styles, row: int, title: str, words: str, heads: tuple[str, ...]) -> int:
    """Write the head of a block; returns the row of its first line."""
    sheet.write_string(row, 0, title, styles.subtitle)
    sheet.write_string(row + 1, 0, words, styles.help)
    sheet.set_row(row + 2, 32)
    for place, name in enumerate(heads):
        sheet.write_string(row + 2, place, name, styles.head)
    return row + 3


def _names(found: Placed, key: str) -> list[Formula]:
    """Return the name in each line of names of a table, blank ones for names to come."""
    cells = (found.cell_at(key, at) for at in range(min(MOST, len(found.rows) + SPARE, found.last - HEADING_ROW)))
    return [choose(either(is_blank(cell), left(cell, 1).equals("#")), "", cell) for cell in cells]
