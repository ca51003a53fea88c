"""In which year's cell a value is typed that holds in a year: blanks take the value to their left."""

from __future__ import annotations

from rightfin.case.case import Case, key_text
from rightfin.schema import BY_NAME


def typed_year(case: Case, table: str, row: str, year: int) -> str | None:
    """Return the column of the last value typed up to a year; empty if there is none, ``None`` if there is no such row.

    ``row`` is the key of the row, parts joined by a slash.
    """
    for one in case.records(table):
        if key_text(one[part] for part in BY_NAME[table].key) == row:
            typed = (name for name, value in one.items() if name.isdecimal() and value is not None and int(name) <= year)
            return max(typed, key=int, default="")
    return None
