r"""The most and the least people that any plan can have: what cadres become with all recruits, and with none.

All bounds hold for every plan; closer ones may exist. With *stay* the share that neither leaves nor is struck off:

$$
\mathit{most}_{G,t} = \mathit{stay}\,\mathit{most}_{G,t-1} + \mathit{integrated}_{G,t}
+ \sum_{i} \mathit{places}_{i,t-\mathit{lead}}
(1 - \mathit{wash\_out}) + \mathit{max\_rate}\,\mathit{most}_{\to G,t-1}
$$

$$
\mathit{least}_{k,t} = (\mathit{stay}_{k,t} - \mathit{max\_exit\_rate}_{k,t} - \sum_{k'} \mathit{max\_rate}_{k,k'})\,
\mathit{least}_{k,t-1} + \mathit{integrated}_{k,t}
$$
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.schema.switches import Switch


class PeopleBounds:
    """Bounds on the people of one case, by planning year, tail included."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters
        self._people = parameters.people
        self._place = {cadre: n for n, cadre in enumerate(self._people.cadres)}
        self._institution = {name: n for n, name in enumerate(self._people.institutions)}
        self._years = len(parameters.horizon.years)
        self._stay: Floats = (1.0 - self._people.attrition) * (1.0 - parameters.departures.struck_off)
        self._most: dict[str, Floats] = {}

    @cached_property
    def is_limited(self) -> bool:
        """Whether least and greatest strengths hold at all."""
        return self._p.policy.switches.get(Switch.STRENGTH_LIMITS, True)

    @cached_property
    def wanted(self) -> Floats:
        """The least strengths that the case asks for, hard or soft, (K, Y); zero where there is none."""
        found: Floats = np.nan_to_num(self._people.min_strength, nan=0.0) if self.is_limited else np.zeros(self._stay.shape)
        return found

    @cached_property
    def allowed(self) -> Floats:
        """The greatest strengths that the case allows, hard or soft, (K, Y); infinite where there is none."""
        if not self.is_limited:
            return np.full(self._stay.shape, np.inf)
        found: Floats = np.where(np.isnan(self._people.max_strength), np.inf, self._people.max_strength)
        return found

    @cached_property
    def least(self) -> Floats:
        """The least people of each cadre that any plan can have, (K, Y): nobody joins, all leave who may be let go.

        Nothing is said of cadres of whom some retire in known years.
        """
        people, found = self._people, np.zeros(self._stay.shape)
        retiring = {cadre for cadre, _, _ in (*self._p.departures.retires, *self._p.departures.due)}
        for cadre, k in self._place.items():
            if cadre in retiring:
                continue
            up = sum(rate for (below, _), rate in people.promotions.items() if below == cadre)
            leave = people.max_exit_rate[self._institution[people.institution_of[cadre]]] + up
            last = float(people.opening_strength[k])
            for t in range(self._years):
                last = max(0.0, self._stay[k, t] - leave[t]) * last + people.integrated[k, t]
                found[k, t] = last
        return found

    def most(self, cadres: Iterable[str]) -> Floats:
        """Return the most people that some cadres together can have, (Y,); infinite where nothing bounds their recruits."""
        group = tuple(dict.fromkeys(cadres))
        if not group:
            return np.zeros(self._years)
        if len(group) == 1 and group[0] in self._most:
            return self._most[group[0]]
        people, places = self._people, [self._place[cadre] for cadre in group]
        stay = self._stay[places].max(axis=0)
        joins = people.integrated[places].sum(axis=0) + (self.recruits(group) * people.recruits_kept[places].max(axis=0))
        risen = np.zeros(len(joins))
        for (below, above), rate in people.promotions.items():
            if above in group and below not in group:
                before = self.most([below])
                opening = float(people.opening_strength[self._place[below]])
                with np.errstate(invalid="ignore"):
                    more = rate * np.concatenate([[opening], before[:-1]]) if rate > 0.0 else np.zeros(len(joins))
                risen += more
        early = self._early(group) * float(people.recruits_kept[places].max())
        found, last = np.zeros(len(joins)), float(people.opening_strength[places].sum())
        for t in range(len(found)):
            last = stay[t] * last + joins[t] + risen[t] if last < np.inf else last
            found[t] = last
        found = found + early
        if len(group) == 1:
            self._most[group[0]] = found
        return found

    def recruits(self, cadres: Iterable[str]) -> Floats:
        """Return the most recruits who can join some cadres in a year, (Y,), those already in training apart."""
        found = np.zeros(self._years)
        for name, members in self._entering(cadres).items():
            i = self._institution[name]
            for lead in sorted({self._people.training_lead[cadre] for cadre in members}):
                mine = [self._place[cadre] for cadre in members if self._people.training_lead[cadre] == lead]
                joining = (1.0 - self._people.wash_out[mine]).max(axis=0) * self._people.training_places[i]
                found[lead:] += joining[: len(found) - lead] if lead < len(found) else 0.0
        return found

    def hired(self, cadres: Iterable[str]) -> Floats:
        """Return the most recruits who can join some cadres in a year, (Y,), those already in training included."""
        group = tuple(cadres)
        found, early = self.recruits(group), self._early(group)
        last = max((self._people.training_lead[cadre] for cadre in group if self._people.entry[cadre]), default=0)
        found[:last] += early
        return found

    def _early(self, cadres: Iterable[str]) -> float:
        """Return how many who are already in training can join some cadres in their lead years."""
        total = 0.0
        for name, members in self._entering(cadres).items():
            mine = [self._place[cadre] for cadre in members if self._people.training_lead[cadre] > 0]
            if mine:
                total += float(self._people.pipeline[self._institution[name]]) * float(
                    (1.0 - self._people.wash_out[mine, 0]).max())
        return total

    def _entering(self, cadres: Iterable[str]) -> dict[str, list[str]]:
        """Return those of some cadres who hire from outside, by institution."""
        found: dict[str, list[str]] = {}
        for cadre in cadres:
            if self._people.entry[cadre]:
                found.setdefault(self._people.institution_of[cadre], []).append(cadre)
        return found
