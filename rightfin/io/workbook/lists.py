"""What drop-downs of references offer: the names entered on other sheets, before them ``*`` or a name that needs no row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rightfin.case.payers import GOVERNMENT
from rightfin.io.layout import LISTS
from rightfin.io.workbook.place import FIRST_ROW, Placed
from rightfin.io.workbook.style import Styles
from rightfin.io.xlsx.formula import Formula, constant, count_if, substitute, sum_product, unless_error
from rightfin.schema import TABLES, Column, Kind, Table, YearStyle

PLAN_BASE, PLAN_END = "plan_base", "plan_end"
"""Defined names of base year and end year as the sheet settings says them, 0 where it does not."""


def ids_name(table: str) -> str:
    """Return the defined name that holds the names entered on the sheet of a table, as far as it is filled."""
    return f"ids_{table}"


def with_star_name(table: str) -> str:
    """Return the defined name that holds ``*``, or the name that needs no row, and then the names of a table."""
    return f"star_{table}"


WITHOUT_ROW = {"payers": GOVERNMENT}
"""Names that columns may refer to although no row has them, by table."""


def offered_name(column: Column) -> str:
    """Return the defined name that holds what the drop-down of a reference offers."""
    first = column.wildcard or column.refers_to in WITHOUT_ROW
    return with_star_name(column.refers_to) if first else ids_name(column.refers_to)


def named(ids: Formula, cell: Formula) -> Formula:
    """Return how many rows of a range of names hold exactly the name in a cell.

    ``COUNTIF`` by itself takes ``a*``, ``a?`` and ``>a`` for patterns, which other names match; no name holds such signs.
    """
    return count_if(ids, constant("=") & substitute(substitute(substitute(cell, "~", " "), "*", " "), "?", " "))


def plan_year(settings: Placed, key: str) -> Formula:
    """Return what the sheet settings says is the base year or the end year, 0 where it does not."""
    keys, values, style = settings.cells("key"), settings.cells("value"), settings.style
    if style is YearStyle.PLAIN:
        return unless_error(sum_product(keys.equals(key) * 1, values), 0)
    typed = next((row[1] for row in settings.rows if row[0] == key), None)
    read = style.number_formula(f'INDEX({values.words},MATCH("{key}",{keys.words},0))')
    return Formula(f"IFERROR({read},0)", ((style.year_of(str(typed)) or 0,),))


def referred(tables: Sequence[Table] = TABLES, *, wildcard: bool = False) -> tuple[str, ...]:
    """Return the tables that others refer to, in order; with ``wildcard`` those for which ``*`` may stand."""
    names = {column.refers_to for table in tables for column in table.columns
             if column.kind is Kind.REFERENCE and (column.wildcard or not wildcard)}
    return tuple(table.name for table in tables if table.name in names)


def instead(tables: Sequence[Table] = TABLES) -> tuple[str, ...]:
    """Return the tables whose rows say what blanks of other tables leave out."""
    return tuple(dict.fromkeys(name for table in tables for column in table.columns for name in column.or_in))


def write_lists(book: Any, styles: Styles, placed: Mapping[str, Placed]) -> None:
    """Add the hidden sheet ``lists`` and the defined names of all drop-downs that refer to other sheets.

    ``placed`` holds the sheets of the tables that are referred to, by name.
    """
    sheet = book.add_worksheet(LISTS)
    sheet.write_string(0, 0, "What drop-downs offer where * or a name without a row may stand. Nothing here is read.",
                       styles.help)
    for place, name in enumerate((*referred(wildcard=True), *WITHOUT_ROW)):
        found = placed[name]
        key = found.table.key[0]
        sheet.set_column(place, place, 24)
        sheet.write_string(1, place, name, styles.head)
        sheet.write_string(2, place, WITHOUT_ROW.get(name, "*"))
        values = found.values(key)
        letter = found.letter(key)
        for number in range(FIRST_ROW, found.last + 1):
            source = f"'{name}'!${letter}{number}"
            at = number - FIRST_ROW
            stored = values[at] if at < len(values) else None
            sheet.write_formula(3 + at, place, f'=IF(LEN({source})=0,"",{source})', None, stored or "")
        column = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]
        last = 3 + found.last - FIRST_ROW + 1
        book.define_name(with_star_name(name), f"={LISTS}!${column}$3:INDEX({LISTS}!${column}$3:${column}${last},"
                                               f"1+{_filled(found)})")
    for name in (*referred(), *instead()):
        cells = placed[name].cells(placed[name].table.key[0]).words
        first = cells.rsplit(":", 1)[0]
        book.define_name(ids_name(name), f"={first}:INDEX({cells},MAX(1,{_filled(placed[name])}))")
    settings = placed["settings"]
    for name, key in ((PLAN_BASE, "base_year"), (PLAN_END, "end_year")):
        book.define_name(name, f"={plan_year(settings, key).words}")
    sheet.protect("")
    sheet.hide()


def _filled(found: Placed) -> str:
    """Return the formula of how many rows there are up to the last one with a key; blank rows between do no harm."""
    cells = found.cells(found.table.key[0]).words
    return f"MAX(0,SUMPRODUCT(MAX((LEN({cells})>0)*ROW({cells})))-{FIRST_ROW - 1})"
