r"""What targets of at most so many allow against what others ask for at least, in the same year.

For a target *n* of at most so many, the group of which holds groups of other targets that share nobody:

$$
\sum_{m} \mathit{level}_{m,t} + \sum_{k \in \text{group}_n \setminus \bigcup_m \text{group}_m} \mathit{least}_{k,t}
> \mathit{level}_{n,t}
$$

says that no plan keeps all of them. *least* is a least strength, or who is there whatever is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.beforehand.people import PeopleBounds
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.schema.switches import Switch
from rightfin.tolerances import MATERIAL, NOBODY


@dataclass(frozen=True)
class Capped:
    """A target of at most ``allowed`` people in the planning year ``t``, of whom others ask for ``asked`` at least.

    ``targets`` are those that ask, ``cadres`` those of the group beside them whose least strengths do. ``hard`` says that
    all of these hold at any price, so that there is no plan.
    """

    name: str
    t: int
    asked: float
    allowed: float
    targets: tuple[str, ...]
    cadres: tuple[str, ...]
    hard: bool


def capped(parameters: Parameters, people: PeopleBounds) -> Iterator[Capped]:
    """Yield targets of at most so many that cannot stand beside others and least strengths, by year shown.

    Where those that hold at any price contradict one another, others are left out of it.
    """
    if not parameters.policy.switches.get(Switch.COMPOSITION, True):
        return
    targets = parameters.targets
    for n, name in enumerate(targets.targets):
        if targets.at_most[name] and targets.target_cadres[name]:
            for t in range(parameters.horizon.shown):
                chosen = (True, False) if targets.is_hard[name] else (False,)
                found = (_of_year(parameters, people, n, t, only_hard=only) for only in chosen)
                yield from [one for one in found if one is not None][:1]


def _of_year(p: Parameters, people: PeopleBounds, n: int, t: int, *, only_hard: bool) -> Capped | None:
    targets, name = p.targets, p.targets.targets[n]
    allowed = float(targets.target_level[n, t])
    if not np.isfinite(allowed):
        return None
    place = {cadre: k for k, cadre in enumerate(p.people.cadres)}
    group = targets.target_cadres[name]
    least, stay = _least(p, people, name, t, only_hard=only_hard)
    by_cadre = {cadre: float(least[place[cadre]]) for cadre in group}
    if _exceeds(sum(float(stay[place[cadre]]) for cadre in group), allowed):
        return None  # who stays anyhow is too many: that is told by itself
    more = []
    for m, other in enumerate(targets.targets):
        members = set(targets.target_cadres[other])
        level = _counted(p, m, name, t)
        if not targets.at_most[other] and members and members <= set(group) and level is not None and (
                targets.is_hard[other] or not only_hard):
            more.append((level - sum(by_cadre[cadre] for cadre in members), other, members, level))
    asked, left, chosen = 0.0, set(group), list[str]()
    for gain, other, members, level in sorted(more, key=lambda one: -one[0]):
        if gain > 0.0 and members <= left:
            asked, left = asked + level, left - members
            chosen.append(other)
    asked += sum(by_cadre[cadre] for cadre in left)
    cadres = tuple(cadre for cadre in group if cadre in left and by_cadre[cadre] > float(stay[place[cadre]]))
    if not _exceeds(asked, allowed):
        return None
    return Capped(name, t, asked, allowed, tuple(chosen), cadres, only_hard)


def _exceeds(asked: float, allowed: float) -> bool:
    return asked - allowed > NOBODY + MATERIAL * max(asked, allowed)


def _least(p: Parameters, people: PeopleBounds, name: str, t: int, *, only_hard: bool) -> tuple[Floats, Floats]:
    """Return how many of each cadre a target counts at least, (K,), by least strengths and by who stays anyhow alone."""
    if p.targets.measure[name] == "hires":
        none = np.zeros(len(p.people.cadres))
        return none, none
    there = _present(p, t) if p.targets.measure[name] == "per_100k" else np.ones(len(p.people.cadres))
    stay = people.least[:, t]
    wanted = np.where(p.people.min_hard, people.wanted[:, t], 0.0) if only_hard else people.wanted[:, t]
    return there * np.maximum(stay, wanted), there * stay


def _counted(p: Parameters, m: int, name: str, t: int) -> float | None:
    """Return how many a target of at least so many asks for as another one counts them; ``None`` if that says nothing."""
    targets = p.targets
    level, mine, others = float(targets.target_level[m, t]), targets.measure[targets.targets[m]], targets.measure[name]
    if not np.isfinite(level) or (mine == "hires") is not (others == "hires"):
        return None
    if mine == "strength" and others == "per_100k":  # of those in pay, as many are there as of the cadre with most ghosts
        places = [p.people.cadres.index(cadre) for cadre in targets.target_cadres[targets.targets[m]]]
        return level * float(_present(p, t)[places].min())
    return level


def _present(p: Parameters, t: int) -> Floats:
    """Return the share of each cadre in pay that is there, (K,)."""
    rows = [p.people.institutions.index(p.people.institution_of[cadre]) for cadre in p.people.cadres]
    found: Floats = 1.0 - p.people.ghosts[rows, t]
    return found
