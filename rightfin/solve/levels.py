"""The order of objectives: each level is solved with the levels above it held at their optimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.fiscal.project import case_size
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.solve.diagnose import HARD, contradiction
from rightfin.solve.engine import Engine, Outcome, Point, SolverError
from rightfin.solve.verify import verify

HOLD = 1e-7
"""How far a level may slip while later ones are solved, relative to its natural size."""

WIDENINGS = 2
"""How often all holds are widened tenfold where a level finds no optimum."""

BLEND = 1e-3
"""Weight of a level against the one before it where a strict hold fails."""

Progress = Callable[[int, int, str], None]
"""Called with step, number of steps, and what is being done."""


@dataclass(frozen=True)
class Level:
    """The optimum of one level, in natural units, tail years included."""

    order: str
    name: str
    value: float


@dataclass(frozen=True)
class Solution:
    """An optimum of all levels: ``columns`` holds every decision in natural units, in the program's order."""

    levels: tuple[Level, ...]
    columns: Floats


@dataclass(frozen=True)
class Contradiction:
    """Hard limits that cannot hold together, as row labels; empty if no small set was found."""

    rows: tuple[Label, ...]


def natural_sizes(parameters: Parameters) -> dict[str, float]:
    """Return the size of each objective, from the data alone: what its tolerance is relative to."""
    fiscal, donors, needs = parameters.fiscal, parameters.donors, parameters.needs
    own = (case_size(parameters) or 1.0) * float(fiscal.discount.sum())
    money = own + float(fiscal.money_discount @ donors.disbursed.sum(axis=0))
    relative = (needs.weight / needs.base_demand)[:, None] * needs.need.sum(axis=1)
    return {
        "obligations": own,
        "unfunded": own,
        "arrears": own,
        "uncleared": own,
        "limits": 1.0,
        "needs": max(float((relative @ fiscal.discount).sum()), 1e-3),
        "donor_money": money,
        "own_money": money,
        "early_handover": money * len(parameters.horizon.years),
        "total_cost": money,
        "reserve": own,
        "churn": max(float(parameters.people.opening_strength.sum()), 1.0),
    }


def solve(program: Program, parameters: Parameters, progress: Progress | None = None) -> Solution | Contradiction:
    """Solve all levels from a cold start, in one canonical order, and verify the point that the solver returned.

    Raises ``SolverError`` if the solver fails or returns a point that breaks a row.
    """
    return _Order(program, parameters, progress).run()


class _Order:
    """One pass through the levels on one engine."""

    def __init__(self, program: Program, parameters: Parameters, progress: Progress | None) -> None:
        self.program = program
        self.policy = parameters.policy
        self.parameters = parameters
        self.sizes = natural_sizes(parameters)
        self.engine = Engine(program)
        self.progress = progress
        self.levels: list[Level] = []
        self.point: Point | None = None
        self.last = ""
        self.held: dict[str, float] = {}
        self.widening = 1.0

    def objective(self, name: str) -> CompiledObjective:
        return self.program.objectives[name]

    def slack(self, name: str) -> float:
        return self.widening * HOLD * self.sizes[name] / self.objective(name).scale

    def value_now(self, name: str) -> float:
        """Return the scaled value of an objective at the last point."""
        objective = self.objective(name)
        return 0.0 if self.point is None else float(objective.coefficients @ self.point.columns) + objective.offset

    def tell(self, order: str, name: str) -> None:
        """Report that a level is being solved."""
        if self.progress is not None:
            place = next((n for n, step in enumerate(_STEPS, 1) if step[0] == order and name in step), len(_STEPS))
            self.progress(place, len(_STEPS), _STEPS[place - 1][-1])

    def minimise(self, order: str, name: str) -> float:
        """Minimise one level, hold it, record it; return its scaled optimum."""
        self.tell(order, name)
        objective = self.objective(name)
        found = self.engine.minimise(objective)
        for _ in range(WIDENINGS):
            if isinstance(found, Point):
                break
            self.widen()
            found = self.engine.minimise(objective)
        return self.accept(order, name, found if isinstance(found, Point) else self.blend(objective))

    def accept(self, order: str, name: str, point: Point) -> float:
        """Hold and record a level at its optimum; return the scaled optimum."""
        objective = self.objective(name)
        self.point = point
        value = self.value_now(name)
        self.hold(name, value)
        self.last = name
        self.levels.append(Level(order, name, value * objective.scale))
        return value

    def hold(self, name: str, value: float) -> None:
        """Keep an objective at a scaled value from now on, within its slack."""
        self.held[name] = value
        self.engine.hold(name, self.objective(name), value + self.slack(name))

    def release(self, name: str) -> None:
        """Stop holding an objective."""
        self.held.pop(name, None)
        self.engine.release(name)

    def widen(self) -> None:
        """Give all holds ten times their slack: the solver lost its way between rows that nearly coincide."""
        self.widening *= 10.0
        for name, value in self.held.items():
            self.engine.hold(name, self.objective(name), value + self.slack(name))

    def blend(self, objective: CompiledObjective) -> Point:
        """Drop the last hold and minimise the level before together with a little of this one."""
        if self.last not in ("donor_money", "own_money", "early_handover", "total_cost", "reserve"):
            raise SolverError("HiGHS found no optimum of a level")
        before = self.objective(self.last)
        self.release(self.last)
        largest = [max(float(np.abs(o.coefficients).max()), 1e-12) for o in (before, objective)]
        blended = before.coefficients / largest[0] + BLEND * objective.coefficients / largest[1]
        found = self.engine.minimise(CompiledObjective(blended, 0.0, 1.0))
        if not isinstance(found, Point):
            raise SolverError("HiGHS found no optimum of a blended level")
        value = float(before.coefficients @ found.columns) + before.offset
        self.hold(self.last, value)
        return found

    def run(self) -> Solution | Contradiction:
        self.tell("1a", "obligations")
        first = self.engine.minimise(self.objective("obligations"))
        if first is Outcome.INFEASIBLE:
            if not any(family in HARD for family, _ in self.program.rows):
                raise SolverError("HiGHS calls a case without hard limits contradictory")
            return Contradiction(contradiction(self.program, self.parameters.horizon.years))
        if not isinstance(first, Point):
            raise SolverError("HiGHS found no optimum of the first level")
        strict = self.accept("1a", "obligations", first)
        unpaid = 0.0
        if strict > self.slack("obligations"):
            unpaid = self.minimise("1a", "unfunded")
        if unpaid > 0.0 or self.policy.opening_arrears > 0.0:
            self.minimise("1b", "arrears")
            self.minimise("1b", "uncleared")
        if np.any(self.objective("limits").coefficients):
            self.minimise("1c", "limits")
        self.cover_needs(strict, unpaid)
        self.minimise("3", self.policy.secondary_objective)
        if self.policy.secondary_objective != "total_cost":
            self.minimise("4", "total_cost")
        if np.any(self.objective("reserve").coefficients):
            self.minimise("4", "reserve")
        self.minimise("5", "churn")
        if self.point is None:
            raise SolverError("no level was solved")
        verify(self.program, self.point.columns)
        return Solution(tuple(self.levels), self.point.columns * self.program.column_scale)

    def cover_needs(self, strict: float, unpaid: float) -> None:
        """Solve level 2 with obligations loosened by the arrears tolerance, then tighten them again.

        What the tolerance leaves unpaid may stand as arrears, but old debts are cleared as before. What it bought is
        coverage: obligations, then arrears, are minimised again with the needs held, so that it never leaks into
        savings.
        """
        fiscal = self.parameters.fiscal
        ceilings = float(fiscal.money_discount @ fiscal.ceiling)
        tolerance = self.policy.arrears_tolerance * ceilings / self.objective("obligations").scale
        if tolerance > 0.0:
            if "arrears" in self.held:
                self.release("arrears")
            for name, bound in (("obligations", strict + tolerance), ("unfunded", unpaid + tolerance)):
                self.hold(name, bound)
        self.minimise("2", "needs")
        if tolerance <= 0.0:
            return
        for name in ("obligations", "unfunded", "arrears"):
            self.minimise("2 then 1", name)


_STEPS: tuple[tuple[str, ...], ...] = (
    ("1a", "obligations", "paying what is due"),
    ("1a", "unfunded", "leaving the least unpaid"),
    ("1b", "arrears", "uncleared", "clearing arrears"),
    ("1c", "limits", "respecting strength limits"),
    ("2", "needs", "covering needs"),
    ("2 then 1", "obligations", "unfunded", "arrears", "paying what is due with needs covered"),
    ("3", "donor_money", "own_money", "early_handover", "total_cost", "saving money"),
    ("4", "total_cost", "reserve", "saving cost"),
    ("5", "churn", "smoothing hires"),
)
"""Steps as progress shows them: order, names of the levels, and what is being done."""
