"""Coverage by place: ends against solves from nothing, and the worst place against all weights of places."""

from __future__ import annotations

import numpy as np
import pytest
from near_plans import LOSS, Asked, FromNothing
from random_cases import random_case

from rightfin.case import Case
from rightfin.study.why.aggregates import added
from rightfin.study.why.places import coverage_by_place, coverage_of, places_of
from rightfin.study.why.wished import WishModels


def apart(seed: int) -> Case:
    """Return a random case in which the police serves some regions only, so that plans tell two places apart."""
    case = random_case(seed)
    regions = [str(row["region"]) for row in case.records("regions")]
    assert len(regions) > 1
    return case.replace({"serves": [{"institution": "police", "region": regions[0]}]})


@pytest.mark.parametrize("seed", [1, 4, 6, 8, 9, 10])
def test_ends_by_place_are_those_of_solves_from_nothing(seed: int) -> None:
    asked = Asked(apart(seed))
    models, d = WishModels(asked.question), asked.session.inputs
    assert len(places_of(d)) == 2
    year = asked.question.parameters.horizon.end
    found = list(coverage_by_place(models, (year,), LOSS))
    cells = {regions: cell for cell, regions in d.layout.cells.regions.items()}
    by_need: dict[str, list[tuple[float, float]]] = {}
    for one in found:
        if one.regions:
            total = coverage_of(d, one.need, cells[one.regions], year)
            assert total is not None
            ends = [FromNothing(asked, LOSS).least(total, sign) for sign in (1.0, -1.0)]
            assert (one.least, one.greatest) == pytest.approx(tuple(ends), abs=1e-5)
            assert one.least - 1e-6 <= one.planned <= one.greatest + 1e-6
            by_need.setdefault(one.need, []).append((one.least, one.planned))
        else:
            assert (one.least, one.planned) == pytest.approx(tuple(map(min, zip(*by_need[one.need], strict=True))))
            # The best that the worst can be is the least, over weights of places, of the best weighted mean.
            sums = [coverage_of(d, one.need, cell, year) for cell in cells.values()]
            known = [total for total in sums if total is not None]
            brute = FromNothing(asked, LOSS)
            best = min(brute.least(added(zip((share, 1.0 - share), known, strict=True)), -1.0)
                       for share in np.linspace(0.0, 1.0, 41))
            assert one.greatest <= best + 1e-5
            assert one.greatest == pytest.approx(best, abs=0.02)


def test_one_place_tells_nothing_of_regions() -> None:
    asked = Asked(random_case(2))
    assert len(places_of(asked.session.inputs)) == 1
    assert list(coverage_by_place(WishModels(asked.question), (asked.question.parameters.horizon.end,), LOSS)) == []
