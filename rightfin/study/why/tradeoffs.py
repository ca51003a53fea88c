"""Trade-offs: what one goal of a plan costs in another, each point a plan in which one is held and the other is best."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.inputs import Inputs
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.program import Label, Program
from rightfin.solve.levels import Contradiction, Solution
from rightfin.study.why.near_best import NEEDS, NearBest, covered_of, level_sum, level_value
from rightfin.study.why.quantities import LinearSum
from rightfin.tolerances import CLOSE, HOLD, KEPT_ROW

LOSSES = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2)
"""Shares of what the best plan covers at which the least money is found."""

TOLERANCES = (0.0, 0.005, 0.01, 0.02, 0.05)
"""Shares of the ceilings that may stay unpaid for the sake of coverage, as ``arrears_tolerance`` has them."""

GIVEN_UP = 0.2
"""Most of what the plan covers of one kind of security that is given up for the other."""

BETWEEN = 9
"""Points between two kinds of security, ends included."""


class TradeoffKind(StrEnum):
    """What stands against what."""

    COST = "cost"
    """The least cost over all years shown, for a loss of coverage that is allowed."""
    DONORS = "donors"
    """The least donors' money over all years shown, for a loss of coverage that is allowed."""
    SECURITY = "security"
    """The best coverage of human security, for one of national security that is asked for."""
    DEBT = "debt"
    """What may stay unpaid for the sake of coverage, and what it buys."""


@dataclass(frozen=True)
class TradeoffPoint:
    """One plan of a trade-off: what was ``held``, the best that was ``found``, and what else is ``owed`` where that counts.

    ``cost`` and ``donors``: held is the share of what the best plan covers that may be lost, found the money at base-year
    prices. ``security``: held is what is covered of national security, found of human security, as shares of what the plan
    covers of each, as level 2 counts. ``debt``: held is the tolerance, found is coverage gained on the plan, as a share of
    what that covers, owed is what nobody pays over the years planned, discounted at base-year prices (level 1a).
    """

    held: float
    found: float
    owed: float = 0.0


@dataclass(frozen=True)
class Tradeoff:
    """A trade-off: points of which none is better than another in both; ``planned`` is where the plan stands."""

    kind: TradeoffKind
    points: tuple[TradeoffPoint, ...]
    planned: TradeoffPoint


@dataclass(frozen=True)
class Securities:
    """Unmet national and human security as level 2 counts them, what the plan covers of each, and the rest of the level."""

    national: LinearSum
    human: LinearSum
    rest: LinearSum
    covered: Mapping[str, float]


def securities(program: Program, inputs: Inputs, columns: Floats, kinds: Mapping[str, str]) -> Securities | None:
    """Return the parts of level 2 by security; ``kinds`` is that of each need. ``None`` where only one kind is covered."""
    whole = level_sum(program, NEEDS)
    parts, covered = dict[str, LinearSum](), dict[str, float]()
    for kind in ("national", "human"):
        needs = {need for need, of in kinds.items() if of == kind}
        parts[kind] = LinearSum({label: by for label, by in whole.terms.items() if _is_unmet(label, needs)})
        covered[kind] = covered_of(program, inputs.parameters, columns, needs)
    if min(covered.values()) <= CLOSE * sum(covered.values()):
        return None
    taken = {label for part in parts.values() for label in part.terms}
    rest = LinearSum({label: by for label, by in whole.terms.items() if label not in taken}, whole.constant)
    return Securities(parts["national"], parts["human"], rest, covered)


def _is_unmet(label: Label, needs: set[str]) -> bool:
    return label[0] == "unmet" and label[1][0] in needs


def money_tradeoff(kind: TradeoffKind, reach: NearBest, place: int, losses: Iterable[float]) -> Tradeoff:
    """Return the least money, the sum at a place, for each loss of coverage; losses that save no more are left out.

    The reach may lose anything afterwards: its loss is set anew by who uses it next.
    """
    points = list[TradeoffPoint]()
    planned = float(reach.planned()[place])
    for loss in sorted({*losses}):
        reach.lose(loss)
        found = reach.least({place: 1.0})
        if not points or found < points[-1].found - CLOSE * abs(planned):
            points.append(TradeoffPoint(loss, found))
    return Tradeoff(kind, tuple(points), TradeoffPoint(0.0, planned))


def security_tradeoff(reach: NearBest, parts: Securities, national: int, human: int, rest: int) -> Tradeoff:
    """Return how far human security may be covered for each coverage of national security, and the other way round.

    Places are those of the three sums in the reach, all of them bounded. What else counts in level 2 gets no worse, and
    neither kind loses more than ``GIVEN_UP`` of what the plan covers of it.
    """
    planned = reach.planned()
    size = {"national": parts.covered["national"], "human": parts.covered["human"]}
    at, tiny = {"national": national, "human": human}, {kind: CLOSE * CLOSE * size[kind] for kind in size}
    reach.lose(math.inf)
    reach.between(rest, -math.inf, float(planned[rest]) + KEPT_ROW * sum(size.values()))

    def end(best: str, other: str) -> float:
        """Return unmet national security where one kind is covered best, and then the other."""
        reach.between(at[other], -math.inf, float(planned[at[other]]) + GIVEN_UP * size[other])
        least = reach.least({at[best]: 1.0})
        reach.between(at[best], -math.inf, least + tiny[best])
        reach.least({at[other]: 1.0})
        found = float(reach.values()[national])
        reach.between(at[best])
        reach.between(at[other])
        return found

    low, high = end("national", "human"), end("human", "national")
    points = []
    for n in range(BETWEEN):
        unmet = low + (high - low) * n / (BETWEEN - 1)
        reach.between(national, -math.inf, unmet + tiny["national"])
        least = reach.least({human: 1.0})
        kept = [1.0 - (value - float(planned[at[kind]])) / size[kind]
                for kind, value in (("national", unmet), ("human", least))]
        points.append(TradeoffPoint(kept[0], kept[1]))
        if high - low <= CLOSE * size["national"]:
            break
    reach.between(national)
    reach.between(rest)
    return Tradeoff(TradeoffKind.SECURITY, tuple(points), TradeoffPoint(1.0, 1.0))


def debt_tradeoff(
    solve: Callable[[Parameters], Solution | Contradiction], program: Program, parameters: Parameters, found: Solution,
    covered: float, tolerances: Iterable[float] = TOLERANCES,
) -> Iterator[TradeoffPoint]:
    """Yield what each tolerance of arrears buys: a plan with all levels solved; those that buy no more are left out.

    ``solve`` solves the case for other parameters, ``found`` is its plan and ``covered`` what that covers.
    """
    planned, last = level_value(program, NEEDS, found.columns), -math.inf
    sizes = natural_sizes(parameters)
    for tolerance in sorted({*tolerances, parameters.policy.arrears_tolerance}):
        policy = replace(parameters.policy, arrears_tolerance=tolerance)
        other = solve(replace(parameters, policy=policy))
        if isinstance(other, Contradiction):
            continue
        gained = (planned - level_value(program, NEEDS, other.columns)) / covered if covered else 0.0
        if gained > last + 10.0 * HOLD * sizes[NEEDS] / max(covered, HOLD):
            last = gained
            yield TradeoffPoint(tolerance, gained, level_value(program, "obligations", other.columns))
