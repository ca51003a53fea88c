"""What stands in a case beside its packages, read once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.nearest import Suggestions
from rightfin.case.resolve import resolved_settings
from rightfin.schema import Value

Row = dict[str, Value]

FOLLOWING = ("effects", "justice_staff", "pay_parts", "pay_grid", "over_time")
"""Tables whose rows follow a cadre or an asset that a part of a package is like."""


@dataclass(frozen=True)
class Standing:
    """The rows of a case that packages look at.

    ``parts`` gives the rows of ``cadres`` and ``assets`` by their short names, ``following`` the rows of each table of
    ``FOLLOWING`` by the cadre or asset that they are about.
    """

    settings: Mapping[str, Value]
    series: frozenset[Value]
    institutions: frozenset[Value]
    needs: tuple[str, ...]
    parts: Mapping[str, Mapping[str, Row]]
    following: Mapping[str, Mapping[str, list[Row]]]
    suggestions: Suggestions


def standing_in(case: Case) -> Standing:
    """Return what stands in a case; worked out once for a case."""
    return case.once(_standing)


def _standing(case: Case) -> Standing:
    return Standing(
        settings=resolved_settings(case),
        series=frozenset(row["series"] for row in case.records("macro")),
        institutions=frozenset(row["institution"] for row in case.records("institutions")),
        needs=tuple(str(row["need"]) for row in case.records("needs")),
        parts={table: {str(row[key]): row for row in reversed(case.records(table))}
               for table, key in (("cadres", "cadre"), ("assets", "asset"))},
        following={table: _by_part(case, table) for table in FOLLOWING},
        suggestions=Suggestions(),
    )


def _by_part(case: Case, table: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in case.records(table):
        named, of = str(row["row"]).split("/") if table == "over_time" else [str(row["cadre"])], row.get("table")
        part = named[-1] if of == "justice_staff" else named[0]
        found.setdefault(part, []).append(row)
    return found

