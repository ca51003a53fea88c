"""A case with packages as one of ordinary tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rightfin.case.case import Case, key_text
from rightfin.case.issue import Issue
from rightfin.case.made import Expansion
from rightfin.case.packages.rows import rows_of
from rightfin.case.packages.standing import Row
from rightfin.case.packages.wanted import TABLE, wanted_by
from rightfin.case.resolve import filled
from rightfin.schema import BY_NAME, Value

MOST_PACKAGES = 500
"""Each row makes some twenty, whenever a case or a scenario of it is checked, so there is an end to their number."""


def expanded(case: Case) -> Expansion:
    """Return a case with its packages as ordinary rows; worked out once for a case.

    A row that is typed under the name of one that a package makes holds in its place.
    """
    return case.once(_expanded)


def _expanded(case: Case) -> Expansion:
    rows = filled(case, TABLE)
    if not rows:
        return Expansion(case, case, MappingProxyType({}), ())
    if len(rows) > MOST_PACKAGES:
        many = Issue("too_many_packages", f"There are {len(rows):,} rows of packages.",
                     f"Keep at most {MOST_PACKAGES}; type the others as ordinary rows.", TABLE)
        return Expansion(case.replace({TABLE: []}), case, MappingProxyType({}), (many,))
    issues: list[Issue] = []
    tables: dict[str, list[Row]] = {}
    standing: dict[str, set[str]] = {}
    made: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        wanted = wanted_by(case, row, issues)
        if wanted is None or not any(wanted.numbers.values()):
            continue
        for table, new in rows_of(wanted, case):
            if table not in tables:
                tables[table] = case.records(table)
                standing[table] = {_key(table, other) for other in tables[table]}
            key = _key(table, new)
            if key not in standing[table]:
                tables[table].append(new)
                standing[table].add(key)
                made[table, key] = TABLE, wanted.key
    checked = case.replace(tables)
    return Expansion(checked.replace({TABLE: []}), checked, MappingProxyType(made), tuple(issues))


def _key(table: str, row: Mapping[str, Value]) -> str:
    return key_text(row.get(part) for part in BY_NAME[table].key)
