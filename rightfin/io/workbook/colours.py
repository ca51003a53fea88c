"""Colours that a sheet shows by itself: blanks that are needed, names without a match, lines under filled rows."""

from __future__ import annotations

from typing import Any

from rightfin.case.case import NATIONAL
from rightfin.io.layout import HEADING_ROW
from rightfin.io.workbook.lists import PLAN_BASE, PLAN_END, WITHOUT_ROW, ids_name, named
from rightfin.io.workbook.place import FIRST_ROW, Placed, needed
from rightfin.io.workbook.style import Styles
from rightfin.io.xlsx.formula import unseen
from rightfin.schema import Blank, Column, Kind, Table


def mark(sheet: Any, styles: Styles, placed: Placed) -> None:
    """Give the rows of a table their colours: amber for a blank that is needed, red for a name without a match."""
    table = placed.table
    last = placed.letter(placed.names[-1])
    if table.entries:
        _mark_entries(sheet, styles, placed)
    else:
        for part in _key(table):
            _colour(sheet, placed, part, styles.missing,
                    f'AND(LEN(TRIM({{cell}}))=0,COUNTA($A{FIRST_ROW}:${last}{FIRST_ROW})>0,LEFT($A{FIRST_ROW},1)<>"#")')
        for column in (column for column in table.value_columns if column.or_in):
            row = unseen(f"$A{FIRST_ROW}")
            elsewhere = "".join(f",{named(unseen(ids_name(name)), row).words}=0" for name in column.or_in)
            _colour(sheet, placed, column.name, styles.missing, f"AND({_ROW},LEN(TRIM({{cell}}))=0{elsewhere})")
        for name in needed(table):
            _colour(sheet, placed, name, styles.missing, f"AND({_ROW},LEN(TRIM({{cell}}))=0)")
        if table.years is not None and table.years.blank is Blank.ERROR:
            for year in placed.years:
                _colour(sheet, placed, year, styles.missing, f"AND({_ROW},LEN(TRIM({{cell}}))=0,{_planned(placed, year)})")
    for column in table.columns:
        if column.kind is Kind.REFERENCE:
            _colour(sheet, placed, column.name, styles.unmatched, f"AND({_ROW},LEN({{cell}})>0,{unmatched(column)})")
    sheet.conditional_format(f"A{FIRST_ROW}:{last}{placed.last}", {
        "type": "formula", "criteria": f"=LEN($A{FIRST_ROW})>0", "format": styles.filled})


def unmatched(column: Column) -> str:
    """Return the condition under which the name in ``{cell}`` is no row of the table that its column refers to."""
    ids = ids_name(column.refers_to)
    tests = [f"{named(unseen(ids), unseen('{cell}')).words}=0", "NOT(EXACT({cell},LOWER({cell})))"]
    if not column.wildcard:
        tests.append('{cell}="*"')
    words = f"OR({','.join(tests)})"
    if column.wildcard:
        words = f'{{cell}}<>"*",{words}'
    if column.refers_to in WITHOUT_ROW:
        words += f',NOT(EXACT({{cell}},"{WITHOUT_ROW[column.refers_to]}"))'
    if column.refers_to == "regions":
        words += f',NOT(AND({{cell}}="{NATIONAL}",COUNTA({ids})=0))'
    return words


_ROW = f'LEN($A{FIRST_ROW})>0,LEFT($A{FIRST_ROW},1)<>"#"'


def _key(table: Table) -> tuple[str, ...]:
    """Return the parts of a key that must not be blank; a line of the trail may wait for its digest."""
    return tuple(part for part in table.key if table.column(part).required)


def _planned(placed: Placed, year: str) -> str:
    head = f'{placed.letter(year)}${HEADING_ROW}&""'
    return f'{head}>={placed.style.formula(f"{PLAN_BASE}+1")},{head}<={placed.style.formula(PLAN_END)}'


def _colour(sheet: Any, placed: Placed, name: str, style: Any, condition: str) -> None:
    """Colour the cells of a column for which a condition holds; ``{cell}`` in it stands for the cell."""
    letter = placed.letter(name)
    sheet.conditional_format(f"{letter}{FIRST_ROW}:{letter}{placed.last}", {
        "type": "formula", "criteria": f"={condition.format(cell=f'{letter}{FIRST_ROW}')}", "format": style})


def _mark_entries(sheet: Any, styles: Styles, placed: Placed) -> None:
    """Colour the values of settings, and the years of series, that are needed and not given."""
    first, last = ("value", "value") if placed.table.years is None else (placed.years[0], placed.years[-1])
    left, right = placed.letter(first), placed.letter(last)
    for number, row in enumerate(placed.rows, start=FIRST_ROW):
        entry = placed.entry(row)
        if entry is not None and entry.required:
            sheet.conditional_format(f"{left}{number}:{right}{number}", {
                "type": "formula", "criteria": f"=COUNTA(${left}{number}:${right}{number})=0", "format": styles.missing})
