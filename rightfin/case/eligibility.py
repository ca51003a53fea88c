"""Which donor may fund which line: the most specific row wins, lines without a row follow the ODA rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rightfin.schema import CATEGORIES, Value

Row = Mapping[str, Value]


class Rules:
    """Rows of ``eligibility``, sorted so that those that fit a line are found at once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._of_donor: dict[Value, dict[tuple[Value, Value], list[tuple[int, Row]]]] = {}
        for place, row in enumerate(rows):
            lines = self._of_donor.setdefault(row["donor"], {})
            lines.setdefault((row["institution"], row["category"]), []).append((place, row))

    def most_specific(self, donor: str, institution: str, category: str) -> list[Row]:
        """Return the most specific rows that fit a line, in their order; several if they are equal in that."""
        deepest, found = 0, list[tuple[int, Row]]()
        for named in {donor, "*"}:
            lines = self._of_donor.get(named)
            if lines is None:
                continue
            for line in {(institution, category), (institution, "*"), ("*", category), ("*", "*")}:
                if line in lines:
                    depth = 3 - (named, *line).count("*")
                    if depth > deepest:
                        deepest, found = depth, []
                    if depth == deepest:
                        found += lines[line]
        return [row for _, row in sorted(found, key=lambda one: one[0])]


def eligible_lines(
    donors: Iterable[Row], institutions: Iterable[Row], rules: Iterable[Row]
) -> frozenset[tuple[str, str, str]]:
    """Return the (donor, institution, category) that may be funded, from rows with their defaults filled in.

    Without a row of ``eligibility``, a donor marked ``oda_only`` funds institutions whose spending counts as
    development assistance, and any other donor everything.
    """
    counts = {str(row["institution"]): row["oda_class"] == "eligible" for row in institutions}
    listed = Rules(rules)
    found = set()
    for row in donors:
        donor = str(row["donor"])
        for institution, is_aid in counts.items():
            for category in CATEGORIES:
                fitting = listed.most_specific(donor, institution, category)
                allowed = any(r["allowed"] is True for r in fitting) if fitting else is_aid or not row["oda_only"]
                if allowed:
                    found.add((donor, institution, category))
    return frozenset(found)
