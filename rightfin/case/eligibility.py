"""Which donor may fund which line: the most specific row wins, lines without a row follow the ODA rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from rightfin.case.lines import Line
from rightfin.schema import Value

Row = Mapping[str, Value]

_LINE = ("institution", "category", "item")


class Rules:
    """Rows that name somebody and lines, sorted so that those that fit a line are found at once.

    ``who`` is the column that names a donor in ``eligibility``, a payer in ``may_pay``.
    """

    def __init__(self, rows: Iterable[Row], who: str = "donor") -> None:
        self._rows: dict[tuple[Value, ...], list[tuple[int, Row]]] = {}
        self._items: set[Value] = set()
        self._fitting: dict[tuple[object, ...], list[Row]] = {}
        for place, row in enumerate(rows):
            self._rows.setdefault(tuple(row[part] for part in (who, *_LINE)), []).append((place, row))
            self._items.add(row["item"])

    def most_specific(self, name: str, line: Line) -> list[Row]:
        """Return the most specific rows that fit a line, in their order; several if they are equal in that.

        A part of pay is meant by rows that name its cadre, unless one that is otherwise the same names the part.
        """
        sought = name, line.institution, line.category
        names = tuple(name for name in line.names if name in self._items)
        if (sought, names) not in self._fitting:
            self._fitting[sought, names] = self._found(sought, names)
        return self._fitting[sought, names]

    def _found(self, sought: tuple[str, ...], names: tuple[str, ...]) -> list[Row]:
        deepest, found = 0, list[tuple[int, Row]]()
        for way in product(*({(part,), ("*",)} for part in sought), {names, ("*",)}):
            named = next((named for named in product(*way) if named in self._rows), None)
            if named is None:
                continue
            rows, depth = self._rows[named], len(named) + 1 - named.count("*")
            if depth < deepest:
                continue
            found = found + rows if depth == deepest else list(rows)
            deepest = depth
        return [row for _, row in sorted(found, key=lambda one: one[0])]


def eligible_lines(
    donors: Iterable[Row], institutions: Iterable[Row], lines: Iterable[Line], rules: Iterable[Row]
) -> frozenset[tuple[str, Line]]:
    """Return the (donor, line) that may be funded, from rows with their defaults filled in.

    Without a row of ``eligibility``, a donor marked ``oda_only`` funds institutions whose spending counts as
    development assistance, and any other donor everything.
    """
    counts = {str(row["institution"]): row["oda_class"] == "eligible" for row in institutions}
    listed, all_lines = Rules(rules), tuple(lines)
    found = set()
    for row in donors:
        donor = str(row["donor"])
        for line in all_lines:
            fitting = listed.most_specific(donor, line)
            if any(r["allowed"] is True for r in fitting) if fitting else counts[line.institution] or not row["oda_only"]:
                found.add((donor, line))
    return frozenset(found)
