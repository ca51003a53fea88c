"""Hard limits that cannot hold together, in the case's own words."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.case.case import Case
from rightfin.lp.kinds import Axis
from rightfin.lp.program import Label
from rightfin.lp.rules import FAMILY
from rightfin.result.plan import Names
from rightfin.result.typed_at import typed_at
from rightfin.schema import YearStyle


def conflict_in_words(
    rows: Iterable[Label], names: Names, style: YearStyle = YearStyle.PLAIN, case: Case | None = None,
) -> tuple[str, ...]:
    """Return one line per limit of a contradictory set: what it is, of whom, in which years, and where that is typed.

    Where it is typed is said with the prepared case. What the case marks as hard comes first.
    """
    by_limit: dict[tuple[str, tuple[str, ...]], list[Label]] = {}
    for label in sorted(rows, key=lambda label: (not FAMILY[label[0]].hard, label[0])):
        whose = [names.called(axis, str(part)) for axis, part in zip(FAMILY[label[0]].axes, label[1], strict=True)
                 if axis is not Axis.YEAR]
        by_limit.setdefault((label[0], tuple(whose)), []).append(label)

    def told(family: str, whose: tuple[str, ...], labels: list[Label]) -> str:
        years = [style.text(year) for label in labels if (year := FAMILY[family].year_of(label[1])) is not None]
        cells = dict.fromkeys(at.told(style) for label in labels
                              if case is not None and (at := typed_at(label, case)) is not None)
        when = f" in {_listed(years)}" if years else ""
        who = (" to " if Axis.GRADE in FAMILY[family].axes else ", ").join(whose)
        where = f" ({'; '.join(cells)})" if cells else ""
        return f"{FAMILY[family].title}: {who}{when}{where}"

    return tuple(told(family, whose, labels) for (family, whose), labels in by_limit.items())


def _listed(years: list[str]) -> str:
    return f"{', '.join(years[:-1])} and {years[-1]}" if len(years) > 1 else years[0]
