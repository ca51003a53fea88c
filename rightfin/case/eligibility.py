"""Which donor may fund which line: the most specific row wins, lines without a row follow the ODA rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rightfin.schema import CATEGORIES, Value

Row = Mapping[str, Value]


def most_specific(rules: Iterable[Row], donor: str, institution: str, category: str) -> list[Row]:
    """Return the most specific rows of ``eligibility`` that fit a line; several if they are equal in that."""
    line = {"donor": donor, "institution": institution, "category": category}
    fitting = [row for row in rules if all(row[part] in (name, "*") for part, name in line.items())]
    depth = [sum(row[part] != "*" for part in line) for row in fitting]
    return [row for row, deep in zip(fitting, depth, strict=True) if deep == max(depth)]


def eligible_lines(
    donors: Iterable[Row], institutions: Iterable[Row], rules: Iterable[Row]
) -> frozenset[tuple[str, str, str]]:
    """Return the (donor, institution, category) that may be funded, from rows with their defaults filled in.

    Without a row of ``eligibility``, a donor marked ``oda_only`` funds institutions whose spending counts as
    development assistance, and any other donor everything.
    """
    counts = {str(row["institution"]): row["oda_class"] == "eligible" for row in institutions}
    listed = list(rules)
    found = set()
    for row in donors:
        donor = str(row["donor"])
        mine = [rule for rule in listed if rule["donor"] in (donor, "*")]
        for institution, is_aid in counts.items():
            for category in CATEGORIES:
                fitting = most_specific(mine, donor, institution, category)
                allowed = any(r["allowed"] is True for r in fitting) if fitting else is_aid or not row["oda_only"]
                if allowed:
                    found.add((donor, institution, category))
    return frozenset(found)
