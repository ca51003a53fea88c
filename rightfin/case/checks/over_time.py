"""Numbers that change from year to year: which number a row means, and whether its years can hold it."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import Row, View
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.issue import Issue
from rightfin.case.limits import RISES, bounds_text, fits
from rightfin.schema import BY_NAME, Column
from rightfin.schema.over_time import CHANGING, FIXED, NO_NUMBER, PRICES
from rightfin.schema.shared import GROWTH

_TABLE = "over_time"


def check_over_time(view: View) -> Iterator[Issue]:
    """Every row means a number that may change; some year has a value, and each is one that the number may have."""
    names = {table: [view.key(table, row) for row in view.rows(table)] for table in CHANGING}
    for row in view.rows(_TABLE):
        table, key, column = (str(row[part]) for part in BY_NAME[_TABLE].key)
        if table not in CHANGING:
            continue  # said where the cell is read
        name = view.key(_TABLE, row)
        if key not in names[table]:
            remedy = view.suggestions.choose(key, names[table])
            yield error("over_time_key", f"There is no {key} in the table {table}.", remedy, _TABLE, name, "row")
        elif column not in CHANGING[table]:
            yield _wrong_column(view, table, column, name)
        elif row["form"] == GROWTH and column not in PRICES.get(table, ()):
            yield error(
                "over_time_form", f"{column} is no price, so it has no yearly rise.",
                "Type value as form, and in the years what the column would hold.", _TABLE, name, "form",
            )
        else:
            yield from _years(view, row, BY_NAME[table].column(column), name)


def _wrong_column(view: View, table: str, column: str, name: str) -> Issue:
    exists, why = any(known.name == column for known in BY_NAME[table].columns), FIXED[table].get(column, NO_NUMBER)
    message = f"{column} of {table} cannot change over time, because {why}." if exists else (
        f"The table {table} has no column {column}.")
    remedy = f"Type one of: {', '.join(CHANGING[table])}."
    return error("over_time_column", message, remedy if exists else view.suggestions.choose(
        column, CHANGING[table], remedy), _TABLE, name, "column")


def _years(view: View, row: Row, column: Column, name: str) -> Iterator[Issue]:
    typed = {year: value for year, value in view.over_years(_TABLE, row).items() if value is not None}
    if view.years and not typed:
        yield warning(
            "over_time_empty", f"{name} has no value in any planning year, so it changes nothing.",
            "Type the value in the first year in which it is another one, or delete the row.", _TABLE, name,
        )
    if row["form"] == GROWTH:
        column = RISES[_TABLE]
    odd = [year for year, value in typed.items() if not fits(value, column)]
    if odd:
        yield error(
            "over_time_bounds", f"{typed[odd[0]]:g} in {years_text(odd)} cannot be the {column.name} of {row['row']}.",
            f"Type {bounds_text(column)}.", _TABLE, name, year_column(odd[0]),
        )
