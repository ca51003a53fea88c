"""Money that would buy the same as an arrangement: more of the same pledges, under the same earmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.pool import paid_in
from rightfin.lp.objectives import natural_sizes
from rightfin.solve.control import Control
from rightfin.solve.levels import Depth
from rightfin.solve.session import Session
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.rank import Rank, compared, ranked
from rightfin.study.search import least_number
from rightfin.tolerances import FINE

MOST = 8.0
"""Largest factor on members' pledges that is tried."""


@dataclass(frozen=True)
class Worth:
    """Money that would buy the same under earmarks.

    ``factor`` on all pledges of the members is the least, to a thousandth, whose plan is at least as good; ``None`` if not
    even ``MOST`` times as much does. ``extra`` is what it adds to the pledges until their exits over the years shown,
    discounted to base-year prices.
    """

    factor: float | None
    extra: float | None
    better: int
    """1 if the arrangement is better than earmarks, 0 if it is as good, -1 if it is worse."""


class ScaledPledges:
    """The case with more money under the same earmarks, on live models."""

    def __init__(self, case: Case, parameters: Parameters, members: Sequence[str], control: Control) -> None:
        self._case, self._parameters, self._members, self._control = case, parameters, members, control
        self._at = parameters.by_name.disbursed.places(members)
        self._session = Session(parameters)
        self._sizes = natural_sizes(parameters)
        self._ranks: dict[float, Rank] = {}

    def worth(self, target: Rank, earmarked: Rank) -> Worth:
        """Return the least factor on members' pledges whose plan is at least as good as ``target``.

        All are solved with the natural sizes of the case, as ``target`` has to be.
        ``earmarked`` is the rank of the pledges as they are. More money never worsens levels 1 and 2 in their order, so the
        factor may be found by halving. Raises ``CaseError`` if hard limits contradict one another.
        """
        better = compared(target, earmarked, self._sizes)
        if better <= 0:
            return Worth(1.0, 0.0, better)
        if not self._does(MOST, target):
            return Worth(None, None, better)
        least = least_number(1.0, MOST, lambda factor: self._does(factor, target), FINE)
        return Worth(least, (least - 1.0) * self._pledged(), better)

    def _does(self, factor: float, target: Rank) -> bool:
        if factor not in self._ranks:
            found = self._session.solve(self._with(factor), Depth.NEEDS, control=self._control, sizes=self._sizes)
            self._ranks[factor] = ranked(solution_or_refusal(found, self._case).levels)
        return compared(self._ranks[factor], target, self._sizes) >= 0

    def _with(self, factor: float) -> Parameters:
        donors = self._parameters.donors
        disbursed = donors.disbursed.copy()
        disbursed[self._at] *= factor
        return replace(self._parameters, donors=replace(donors, disbursed=disbursed))

    def _pledged(self) -> float:
        """Return what arrives from the members until their exits in the years shown, discounted."""
        p, shown = self._parameters, self._parameters.horizon.shown
        paid = sum(paid_in(p, donor)[:shown] for donor in self._members)
        return float(p.fiscal.money_discount[:shown] @ paid)
