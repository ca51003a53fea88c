"""Names that refer to rows of other tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View, in_each_table
from rightfin.case.checks.wording import error
from rightfin.case.issue import Issue
from rightfin.schema import Kind, Table


@in_each_table
def check_references(view: View, table: Table) -> Iterator[Issue]:
    """Every name that refers to another table is a row of it; ``*`` only where it may stand for all."""
    for column in table.columns:
        if column.kind is not Kind.REFERENCE:
            continue
        known = view.names(column.refers_to)
        there = frozenset(known)
        for row in view.rows(table.name):
            name = row[column.name]
            if name is None or str(name) in there or (name == "*" and column.wildcard):
                continue
            key = view.key(table.name, row)
            if name == "*":
                message, remedy = (
                    f"* cannot stand for every {column.name} here.",
                    "Write one row for each.",
                )
            else:
                message = f"There is no {name} in the table {column.refers_to}."
                otherwise = f"Add it to {column.refers_to}, or correct the name."
                remedy = view.suggestions.choose(str(name), known, otherwise)
            yield error("unknown_reference", message, remedy, table.name, key, column.name)
