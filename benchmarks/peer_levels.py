"""What the peers share: their result, their units, and the order in which the levels are solved and held.

A peer builds the same full model in another modelling layer and solves it through that layer's own interface to HiGHS.
The order of levels is that of ``rightfin.solve.levels``; the tolerances are too, so that level values can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Protocol

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.fiscal.terms import Rule
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes

HOLD = 1e-7
"""How far a level may slip while later ones are solved, relative to its natural size: what rightfin allows."""

WIDENINGS = 2
"""How often all holds are widened tenfold where a level finds no optimum."""

OPTIONS: Mapping[str, object] = {
    "output_flag": False,
    "threads": 1,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}
"""Options of HiGHS for every peer; whatever is not named here keeps its default. rightfin uses the same tolerances."""

INTERIOR: Mapping[str, object] = {"solver": "ipm", "run_crossover": "on"}
"""Options for a level where the defaults find no optimum even with wide holds."""

DEFAULT: Mapping[str, object] = {"solver": "choose", "run_crossover": "on"}
"""Options that take ``INTERIOR`` back: what HiGHS does by default."""

MONEY, PEOPLE, CAPABILITY, ASSETS = 1e6, 1e3, 1e3, 1e3
"""How many currency units, persons, capability units and assets make one unit of a peer's model."""

UNIT: Mapping[str, float] = {
    **dict.fromkeys(
        ("obligations", "unfunded", "arrears", "uncleared", "donor_money", "own_money", "early_handover", "total_cost",
         "reserve"),
        MONEY,
    ),
    "limits": 1.0, "needs": 1.0, "churn": PEOPLE,
}
"""How many natural units (currency, persons, or none) make one unit of each objective."""


@dataclass(frozen=True)
class PeerResult:
    """What a peer found and what it took.

    ``build_seconds`` is the time to write the model down in the modelling layer; ``solve_seconds`` is everything after
    that, handing the model to HiGHS and all overhead of the interface included; ``highs_seconds`` is the part of it
    that HiGHS itself reports for its runs. ``levels`` holds (order, level, value in natural units, tail years
    included) as they were solved. ``widenings`` and ``interior_runs`` count the extra runs after one without optimum.
    """

    name: str
    columns: int
    rows: int
    nonzeros: int
    build_seconds: float
    solve_seconds: float
    highs_seconds: float
    simplex_iterations: int
    levels: tuple[tuple[str, str, float], ...]
    widenings: int
    interior_runs: int

    @property
    def rescues(self) -> int:
        """How many extra runs were needed after runs without optimum."""
        return self.widenings + self.interior_runs


@dataclass(frozen=True)
class Run:
    """One run of HiGHS: the optimum in the peer's units, ``None`` if there was none, and what it took."""

    value: float | None
    seconds: float
    iterations: int


class Peer(Protocol):
    """A model handed to HiGHS by another modelling layer, with all objectives at hand; values in the peer's units."""

    def size(self) -> tuple[int, int, int]:
        """Return columns, rows and nonzeros as HiGHS holds them, holds left out."""

    def has_terms(self, name: str) -> bool:
        """Return whether an objective depends on any decision."""

    def minimise(self, name: str, *, interior: bool) -> Run:
        """Minimise an objective subject to what is held, by the default method or by ``INTERIOR``."""

    def hold(self, name: str, bound: float) -> None:
        """Keep an objective at or below a bound; moves the bound if it is held already."""

    def release(self, name: str) -> None:
        """Stop holding an objective."""


class Levels:
    """One pass through the levels on one peer; values and bounds in natural units."""

    def __init__(self, peer: Peer, parameters: Parameters) -> None:
        self.peer = peer
        self.parameters = parameters
        self.sizes = natural_sizes(parameters)
        self.held: dict[str, float] = {}
        self.levels: list[tuple[str, str, float]] = []
        self.runs: list[Run] = []
        self.widening = 1.0
        self.widenings = 0
        self.interior_runs = 0

    def solve(self) -> None:
        """Solve all levels in order."""
        policy = self.parameters.policy
        strict = self.minimise("1a", "obligations")
        unpaid = 0.0
        if strict > self.slack("obligations"):
            unpaid = self.minimise("1a", "unfunded")
        if unpaid > 0.0 or policy.opening_arrears > 0.0:
            self.minimise("1b", "arrears")
            self.minimise("1b", "uncleared")
        if self.peer.has_terms("limits"):
            self.minimise("1c", "limits")
        self.cover_needs(strict, unpaid)
        self.minimise("3", policy.secondary_objective)
        if policy.secondary_objective != "total_cost":
            self.minimise("4", "total_cost")
        if self.peer.has_terms("reserve"):
            self.minimise("4", "reserve")
        self.minimise("5", "churn")

    def cover_needs(self, strict: float, unpaid: float) -> None:
        """Solve level 2 with obligations loosened by the arrears tolerance, then tighten them again."""
        fiscal = self.parameters.fiscal
        tolerance = self.parameters.policy.arrears_tolerance * float(fiscal.money_discount @ fiscal.ceiling)
        if tolerance > 0.0:
            if "arrears" in self.held:
                del self.held["arrears"]
                self.peer.release("arrears")
            self.hold("obligations", strict + tolerance)
            self.hold("unfunded", unpaid + tolerance)
        self.minimise("2", "needs")
        if tolerance > 0.0:
            for name in ("obligations", "unfunded", "arrears"):
                self.minimise("2 then 1", name)

    def minimise(self, order: str, name: str) -> float:
        """Minimise one level, hold it, record it; return its optimum.

        Where the defaults find no optimum, all holds are widened; where that does not help either, the interior point
        method with crossover has the last word.
        """
        found = self.run(name)
        for _ in range(WIDENINGS):
            if found is not None or not self.held:
                break
            self.widen()
            found = self.run(name)
        if found is None:
            self.interior_runs += 1
            found = self.run(name, interior=True)
        if found is None:
            raise RuntimeError(f"HiGHS found no optimum of the level {name}")
        self.hold(name, found)
        self.levels.append((order, name, found))
        return found

    def run(self, name: str, *, interior: bool = False) -> float | None:
        """Run HiGHS once and count what it took; return the optimum."""
        run = self.peer.minimise(name, interior=interior)
        self.runs.append(run)
        return None if run.value is None else run.value * UNIT[name]

    def slack(self, name: str) -> float:
        """Return how far a held objective may slip."""
        return self.widening * HOLD * self.sizes[name]

    def hold(self, name: str, value: float) -> None:
        """Keep an objective at a value from now on, within its slack."""
        self.held[name] = value
        self.peer.hold(name, (value + self.slack(name)) / UNIT[name])

    def widen(self) -> None:
        """Give all holds ten times their slack."""
        self.widenings += 1
        self.widening *= 10.0
        for name, value in self.held.items():
            self.hold(name, value)


def solved(name: str, peer: Peer, parameters: Parameters, build_seconds: float, started: float) -> PeerResult:
    """Solve all levels on a peer; ``started`` is the reading of ``perf_counter`` when its model was written down."""
    size = peer.size()
    levels = Levels(peer, parameters)
    levels.solve()
    return PeerResult(
        name, *size, build_seconds=build_seconds, solve_seconds=perf_counter() - started,
        highs_seconds=sum(run.seconds for run in levels.runs),
        simplex_iterations=sum(run.iterations for run in levels.runs),
        levels=tuple(levels.levels), widenings=levels.widenings, interior_runs=levels.interior_runs,
    )


def working_inputs(parameters: Parameters, inputs: Inputs) -> Inputs:
    """Return the inputs of the full layout with money, people, capability and assets in the units of the peers.

    Raises ``ValueError`` if ``inputs`` are those of the reduced layout.
    """
    by_region = tuple(inputs.layout.cells.regions) == parameters.needs.regions
    if not by_region or any(len(c.lines) > 1 for c in inputs.layout.classes):
        raise ValueError("peers solve the full model: take the inputs of layout_of(parameters, reduced=False)")
    scaled = in_working_units(parameters)
    return Inputs(scaled, layout_of(scaled, reduced=False))


def in_working_units(parameters: Parameters) -> Parameters:
    """Return parameters in which money, people, capability and assets are counted in the units of the peers.

    All rules are linear, so this is the same model. One number in the formulation has a unit of its own: a greatest
    strength of zero is compared with one person at least; raises ``NotImplementedError`` where a case has that.
    """
    fiscal, people, gear, needs, donors = (
        parameters.fiscal, parameters.people, parameters.equipment, parameters.needs, parameters.donors,
    )
    if np.any(people.max_strength == 0.0):
        raise NotImplementedError("no peer writes down a greatest strength of zero")
    a_head = MONEY / PEOPLE
    return replace(
        parameters,
        fiscal=replace(
            fiscal, gdp=fiscal.gdp / MONEY, revenue=fiscal.revenue / MONEY, ceiling=fiscal.ceiling / MONEY,
            wage_ceiling=_over(fiscal.wage_ceiling, MONEY), max_step=_over(fiscal.max_step, MONEY),
            own_spending=fiscal.own_spending / MONEY,
        ),
        people=replace(
            people, training_places=people.training_places / PEOPLE, pipeline=people.pipeline / PEOPLE,
            opening_strength=people.opening_strength / PEOPLE, opening_pensioners=people.opening_pensioners / PEOPLE,
            min_strength=people.min_strength / PEOPLE, max_strength=people.max_strength / PEOPLE,
            integrated=people.integrated / PEOPLE, pay=people.pay / a_head, support=people.support / a_head,
            part_pay=people.part_pay / a_head, base_part_pay=people.base_part_pay / a_head,
            base_pay=people.base_pay / a_head, base_support=people.base_support / a_head,
            training_cost=people.training_cost / a_head, severance=people.severance / a_head,
            pension=people.pension / a_head,
        ),
        equipment=replace(
            gear, opening_stock=gear.opening_stock / ASSETS, price=gear.price / (MONEY / ASSETS),
            max_purchase=gear.max_purchase / ASSETS,
            units_per_head={key: units / (ASSETS / PEOPLE) for key, units in gear.units_per_head.items()},
        ),
        needs=replace(
            needs, need=needs.need / CAPABILITY, external=needs.external / CAPABILITY,
            base_demand=needs.base_demand / CAPABILITY,
            effects={key: effect / (CAPABILITY / PEOPLE) for key, effect in needs.effects.items()},
        ),
        donors=replace(
            donors, disbursed=donors.disbursed / MONEY, opening_carried=donors.opening_carried / MONEY,
            untied=donors.untied / MONEY,
        ),
        rules=tuple(_rule(rule) for rule in parameters.rules),
        committed=parameters.committed / MONEY, running=parameters.running / MONEY,
        policy=replace(
            parameters.policy, opening_arrears=parameters.policy.opening_arrears / MONEY,
            opening_reserve=parameters.policy.opening_reserve / MONEY,
        ),
    )


def _over(values: Floats | None, unit: float) -> Floats | None:
    return None if values is None else values / unit


def _rule(rule: Rule) -> Rule:
    return replace(rule, base=rule.base / (MONEY if rule.measure == "cost" else PEOPLE))
