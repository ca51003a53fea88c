"""What is decided or was begun before the plan begins."""

from __future__ import annotations

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import filled, rows_across
from rightfin.fiscal.parameters import Floats, Horizon, Inherited, People
from rightfin.schema.learning import TO_GRADE


def inherited_of(case: Case, horizon: Horizon, people: People) -> Inherited:
    """Return what is decided of a case; nothing is known of what was begun before its base year ended.

    In the tail nothing is decided.
    """
    years = horizon.years[: horizon.shown]
    found: dict[str, dict[tuple[str, int], float]] = {}
    across = rows_across(case, "decided", horizon.base + 1, horizon.end)
    for row, values in zip(filled(case, "decided"), across, strict=True):
        known = found.setdefault(str(row["measure"]), {})
        known |= {(str(row["whose"]), year): value for year, value in zip(years, values, strict=True) if value is not None}
    unknown = np.full(len(people.cadres), np.nan)

    def of_cadres(measure: str) -> Floats:
        at = found.get(measure, {})
        return np.array([
            [at.get((cadre, year), np.nan) for year in horizon.years] for cadre in people.cadres
        ], dtype=float).reshape(len(people.cadres), len(horizon.years))

    return Inherited(
        decided=of_cadres("strength"), decided_hires=of_cadres("hires"), decided_exits=of_cadres("exits"),
        decided_promotions={
            (name, grade, year): persons for (whose, year), persons in found.get("promoted", {}).items()
            for name, _, grade in (whose.partition(TO_GRADE),)
        },
        in_training=np.full((len(people.cadres), len(horizon.years)), np.nan),
        last_hires=unknown, last_exits=unknown.copy(), last_promotions={},
    )
