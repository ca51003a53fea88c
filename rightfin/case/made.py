"""What a table of named units makes of a case: ordinary rows, each with the row that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.issue import Issue, in_style
from rightfin.case.resolve import style_of_case


@dataclass(frozen=True)
class Expansion:
    """A case whose units of one kind (packages, programmes) stand in the ordinary tables.

    ``case`` has no rows of the units any more; ``checked`` still has them beside what they stand for. ``made`` gives the
    row of units that a row stands for, by table and key, as table and key; ``issues`` are what is wrong with rows of units,
    which then make nothing.
    """

    case: Case
    checked: Case
    made: Mapping[tuple[str, str], tuple[str, str]]
    issues: tuple[Issue, ...]

    def placed(self, issues: Iterable[Issue]) -> tuple[Issue, ...]:
        """Return issues of which those about a row that stands for units are about the row of the units.

        What is said of the row of the units itself is not said once more of what it stands for.
        """
        found = tuple(issues)
        own = {_what(issue) for issue in found}
        return tuple(placed for issue in found if (placed := self._placed(issue)) is issue or _what(placed) not in own)

    def _placed(self, issue: Issue) -> Issue:
        origin = self.made.get((issue.table, issue.row))
        if origin is None:
            return issue
        (there,) = in_style((replace(issue, cell=""),), style_of_case(self.case))
        said = f"In what it stands for ({there.place}): {issue.message}"
        table, row = origin
        return replace(issue, table=table, row=row, column="", message=said)


def _what(issue: Issue) -> tuple[str, str, str]:
    return issue.code, issue.table, issue.row
