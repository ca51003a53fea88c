"""Hard limits that cannot hold together, in the case's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rightfin.case.case import Case
from rightfin.lp.kinds import Axis
from rightfin.lp.program import Label, public_name
from rightfin.lp.rules import FAMILY
from rightfin.result.plan import Names
from rightfin.result.typed_at import typed_at
from rightfin.schema import YearStyle


def conflict_in_words(
    rows: Iterable[Label], names: Names, style: YearStyle = YearStyle.PLAIN, case: Case | None = None,
) -> tuple[str, ...]:
    """Return one line per row of a contradictory set: what it is, of whom, in which year, and its public name.

    With the prepared case it is also said where that is typed. What the case marks as hard comes first.
    """

    def words(label: Label) -> Iterator[str]:
        for axis, part in zip(FAMILY[label[0]].axes, label[1], strict=True):
            yield f"in {style.text(part)}" if axis is Axis.YEAR else names.called(axis, str(part))

    def where(label: Label) -> str:
        at = None if case is None else typed_at(label, case)
        return "" if at is None else f"; {at.told(style)}"

    ordered = sorted(rows, key=lambda label: (not FAMILY[label[0]].hard, label[0]))
    return tuple(f"{FAMILY[label[0]].title}: {' '.join(words(label))} ({public_name(label)}{where(label)})"
                 for label in ordered)
