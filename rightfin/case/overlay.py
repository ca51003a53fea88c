"""Rows laid over a case: a new case, the old one untouched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rightfin.case.case import Case
from rightfin.schema import Value


def lay_over(case: Case, rows: Mapping[str, Iterable[Mapping[str, Value]]]) -> Case:
    """Return the case with more rows in some tables; a row with the key of one that the case has replaces it.

    Nothing is checked.
    """
    changed = {}
    for name, added in rows.items():
        table = case.tables[name]
        by_key = {table.key_of(row): row for row in table.records()}
        blank: dict[str, Value] = dict.fromkeys(column.name for column in table.table.columns)
        changed[name] = list((by_key | {table.key_of(row): {**blank, **row} for row in added}).values())
    return case.replace(changed) if changed else case
