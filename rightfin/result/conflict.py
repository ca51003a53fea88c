"""Hard limits that cannot hold together, in the case's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rightfin.lp.program import Label, public_name
from rightfin.lp.rules import FAMILIES
from rightfin.result.plan import Names
from rightfin.solve.diagnose import HARD


def conflict_in_words(rows: Iterable[Label], names: Names) -> tuple[str, ...]:
    """Return one line per row of a contradictory set: what it is, of whom, in which year, and its public name.

    What the case marks as hard comes first.
    """
    titles = {family.name: family.title for family in FAMILIES}
    known = {
        **dict.fromkeys(("training", "pipeline"), names.institutions),
        **dict.fromkeys(("asset_flow", "equipment", "absorption"), names.assets),
        **dict.fromkeys(("need",), names.needs),
        **dict.fromkeys(("pledge", "co_financing"), names.donors),
        "rule": {},
        "handover": {},
    }

    def words(label: Label) -> Iterator[str]:
        table = known.get(label[0], names.cadres)
        for part in label[1]:
            yield f"in {part}" if isinstance(part, int) else table.get(str(part), str(part))

    ordered = sorted(rows, key=lambda label: (label[0] not in HARD, label[0]))
    return tuple(f"{titles[label[0]]}: {' '.join(words(label))} ({public_name(label)})" for label in ordered)
