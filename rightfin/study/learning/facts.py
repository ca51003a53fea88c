"""What a case says happened, by measure, whose, and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.resolve import filled, style_of_case
from rightfin.schema.learning import NOT_COUNTED, WHOLE_YEAR

Series = Mapping[int, float]
Whose = tuple[str, str]
"""A measure, and whose; ``*`` for the whole."""


@dataclass(frozen=True)
class Facts:
    """Rows of the table actuals: those of whole years, and those of the first months of a year, by month.

    Rows that say of themselves that nobody counted them are none.
    """

    whole: Mapping[Whose, Series]
    part: Mapping[tuple[str, str, int], Series]
    """By measure, whose, and how many months are covered."""
    sources: Mapping[tuple[str, str, int], str]

    def up_to(self, last: int) -> Mapping[Whose, Series]:
        """Return the facts of whole years up to one."""
        return {whose: {year: value for year, value in series.items() if year <= last}
                for whose, series in self.whole.items()}

    @classmethod
    def of(cls, case: Case) -> Facts:
        """Read the facts of a case."""
        style = style_of_case(case)
        whole: dict[Whose, Series] = {}
        part: dict[tuple[str, str, int], Series] = {}
        sources: dict[tuple[str, str, int], str] = {}
        for row in filled(case, "actuals"):
            if row["source"] == NOT_COUNTED:
                continue
            measure, whose, months = str(row["measure"]), str(row["whose"]), int(float(str(row["months"])))
            found = {
                style.written(int(year)): float(value) for year, value in row.items()
                if year.isdigit() and isinstance(value, (int, float))
            }
            sources[measure, whose, months] = str(row["source"] or "")
            if months == WHOLE_YEAR:
                whole[measure, whose] = found
            else:
                part[measure, whose, months] = found
        return cls(whole, part, sources)
