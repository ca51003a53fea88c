"""The order of objectives: each level is solved with the levels above it held at their optimum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.objectives import natural_sizes, objective_named
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.reduce import LATE
from rightfin.lp.wished import WISH
from rightfin.progress import Progress
from rightfin.solve.control import NEVER, Control
from rightfin.solve.diagnose import HARD, contradiction
from rightfin.solve.engine import Outcome, SolverError
from rightfin.solve.exact import Exact
from rightfin.solve.face import Face
from rightfin.solve.order import LEVELS, STEPS, STRICT, following, loosened, step_of, tolerated
from rightfin.solve.policy import Stage
from rightfin.solve.rungs import SolvedLevels
from rightfin.solve.stages import Stages
from rightfin.solve.verify import verify
from rightfin.tolerances import FEASIBILITY, HOLD

WIDENINGS = 2
"""How often all holds are widened tenfold where a level finds no optimum."""

BLEND = 1e-3
"""Weight of a level against the one before it where a strict hold fails."""

_WHERE_ROWS_MOVED = frozenset({"earmark_reserve"})
"""Families that cannot contradict others in a case, and can where single rows were moved."""


class Depth(StrEnum):
    """How far the levels are solved."""

    NEEDS = "needs"
    """Levels 1 and 2: what cannot be paid, and how far needs are covered."""
    PLAN = "plan"
    """All levels."""


@dataclass(frozen=True)
class Level:
    """The optimum of one level, in natural units, tail years included."""

    order: str
    name: str
    value: float


@dataclass(frozen=True)
class Solution:
    """An optimum of the levels solved: ``columns`` holds every decision in natural units, in the program's order."""

    levels: tuple[Level, ...]
    columns: Floats
    prices: Floats | None = None
    """What one unit more of each row's side would add to level 2, all levels solved again, in natural units, (rows,).

    Where several bases are optimal it is one of several answers. ``None`` if nobody asked."""
    settled: tuple[Level, ...] = ()
    """The levels as they stand at this point, which keeps them exactly: what tables show. ``levels`` are solved between
    holds that slip, and those of other solves are to be compared with them. Empty where ties were not settled."""
    face: Face | None = None
    """All plans as good as this one at every level, live; ``None`` if nobody asked, or if the solver failed."""
    solved: SolvedLevels | None = None
    """How its levels were solved exactly, to go on from; ``None`` where ``face`` is, and with an arrears tolerance, where
    level 1 is not at its optimum while needs are covered."""


@dataclass(frozen=True)
class Contradiction:
    """Hard limits that cannot hold together, as row labels; empty if no small set was found."""

    rows: tuple[Label, ...]


def solve(
    program: Program, parameters: Parameters, progress: Progress | None = None, control: Control = NEVER
) -> Solution | Contradiction:
    """Solve all levels from a cold start, in one canonical order, and verify the point that the solver returned.

    The solution carries shadow prices, and ties are settled.

    Raises ``SolverError`` if the solver fails or returns a point that breaks a row, and ``SolveStoppedError`` if
    ``control`` stops it.
    """
    return solve_on(Stages(program), parameters, progress=progress, control=control, priced=True)


def solve_on(
    stages: Stages, parameters: Parameters, depth: Depth = Depth.PLAN, progress: Progress | None = None,
    control: Control = NEVER, *, priced: bool = False, explained: bool = True, sizes: Mapping[str, float] | None = None,
    faced: bool = False, enough: Callable[[Face], bool] | None = None,
) -> Solution | Contradiction:
    """Solve the levels on live solvers, each from where it stands, with shadow prices if asked for; see ``solve``.

    For a whole plan all levels are solved once more without slack and ties are settled, so that the point depends on the
    program alone; down to needs only the values of the levels do, within their tolerance.
    ``sizes`` are the natural sizes that holds are relative to, those of the case itself unless given. Plans that are
    compared with each other are given the same ones, so that none is better only because its holds are wider.

    Without ``explained`` a contradiction names no rows: nobody will read them, and to find them takes many solves. Rows may
    have been moved then, so it is believed where money is reserved too: in no case is more reserved than arrives.

    ``faced`` keeps all plans that are as good as the one found. With ``enough`` ties are left open, where only what all
    these plans share is asked for; levels after the needs are, too, if the plans that are best down to there are enough.
    """
    order = _Order(stages, parameters, progress, control, priced=priced, explained=explained, sizes=sizes)
    order.faced, order.enough = faced or enough is not None, enough
    return order.run(depth)


class _Order:
    """One pass through the levels."""

    def __init__(
        self, stages: Stages, parameters: Parameters, progress: Progress | None, control: Control, *, priced: bool,
        explained: bool, sizes: Mapping[str, float] | None,
    ) -> None:
        self.stages = stages
        self.program = stages.program
        self.policy = parameters.policy
        self.parameters = parameters
        self.has_debts = parameters.policy.opening_arrears > 0.0 or bool(np.any(parameters.payers.payer_arrears > 0.0))
        """Whether any payer owes anything when the plan begins."""
        self.sizes = sizes or natural_sizes(parameters)
        self.progress = progress
        self.control = control
        self.levels: list[Level] = []
        self.settled: list[Level] = []
        self.stage = Stage.PAY
        self.first = Stage.PAY
        """The stage that level 1 ended in."""
        self.last = ""
        self.held: dict[str, float] = {}
        self.unpaid = 0.0
        """What is unpaid at least, scaled."""
        self.tried = ""
        """An objective that is held without slack because its level has not come yet."""
        self.widening = 1.0
        self.priced = priced
        self.explained = explained
        self.faced = False
        self.enough: Callable[[Face], bool] | None = None
        self.face: Face | None = None
        self.exactly: SolvedLevels | None = None
        self.gradients: dict[str, Floats] = {}
        """What the rows do to each level that was solved, scaled, where shadow prices are asked for."""

    def objective(self, name: str) -> CompiledObjective:
        return self.program.objectives[name]

    def slack(self, name: str) -> float:
        return self.widening * HOLD * self.sizes[name] / self.objective(name).scale

    def tell(self, order: str, name: str) -> None:
        """Report that a level is being solved."""
        if self.progress is not None:
            place = step_of(order, name)
            self.progress(place, STEPS, LEVELS[place - 1][-1])

    def enter(self, stage: Stage, *, from_before: bool) -> None:
        """Go on with the solver of another stage, with the same objectives held there."""
        self.stage = stage
        if from_before:
            self.stages.hand_over(stage)
        self.keep()

    def keep(self) -> None:
        """Tell the solver of this stage what is held."""
        self.stages.hold(self.stage, {
            name: value + (0.0 if name == self.tried else self.slack(name)) for name, value in self.held.items()
        })

    def minimise(self, order: str, name: str) -> float:
        """Minimise one level, hold it, record it; return its scaled optimum."""
        self.tell(order, name)
        if name == self.tried:
            return self.accept(order, name, self.held[name])
        if self.at_floor(name):
            return self.accept(order, name, self.stages.value(name))
        failed = self.stages.minimise(self.stage, name, self.control)
        if self.stage is Stage.OWE and not self.limits_cost_nothing(failed):
            failed = self.stages.minimise(self.stage, name, self.control)
        for _ in range(WIDENINGS):
            if failed is None:
                break
            self.widen()
            failed = self.stages.minimise(self.stage, name, self.control)
        if failed is None:
            self.trace(name, self.stages.optimum)
            return self.accept(order, name, self.stages.optimum)
        self.blend(name)
        return self.accept(order, name, self.stages.value(name))

    def trace(self, name: str, value: float) -> None:
        """Note what the rows do to the optimum of the level that was just minimised.

        A level that has nothing left is at its least: no row can better it. Levels after the needs are not traced.
        """
        if self.priced and objective_named(name).ranks and (name == "needs" or abs(value) > FEASIBILITY):
            held = {name: self.gradients[name] for name in self.held if name in self.gradients}
            self.gradients[name] = self.stages.gradient(self.stage, held)

    def at_floor(self, name: str) -> bool:
        """Return whether the last point already has the least value that any point can have: no solve can better it.

        What must not be negative and counts against an objective cannot go below zero. Where something stays unpaid there
        are arrears, and looking at the point would cost more than it saves.
        """
        if self.stage is Stage.OWE and self.unpaid > FEASIBILITY:
            return False
        floor = self.stages.floor(name)
        return floor is not None and self.stages.value(name) - floor <= FEASIBILITY

    def accept(self, order: str, name: str, value: float) -> float:
        """Hold and record a level at its scaled value; return it."""
        self.tried = "" if name == self.tried else self.tried
        self.hold(name, value)
        self.last = name
        self.levels.append(Level(order, name, value * self.objective(name).scale))
        return value

    def hold(self, name: str, value: float) -> None:
        """Keep an objective at a scaled value from now on, within its slack, if it is one that is held."""
        if objective_named(name).held:
            self.held[name] = value
            self.keep()

    def release(self, name: str) -> None:
        """Stop holding an objective."""
        self.held.pop(name, None)
        self.keep()

    def widen(self) -> None:
        """Give all holds ten times their slack: the solver lost its way between rows that nearly coincide."""
        self.widening *= 10.0
        self.keep()

    def blend(self, name: str) -> None:
        """Drop the last hold and minimise the level before together with a little of this one."""
        if not self.last or not objective_named(self.last).saves:
            raise SolverError("HiGHS found no optimum of a level")
        last, here = self.objective(self.last), self.objective(name)
        self.release(self.last)
        largest = [max(float(np.abs(o.coefficients).max()), 1e-12) for o in (last, here)]
        weights = {self.last: 1.0 / largest[0], name: BLEND / largest[1]}
        if self.stages.minimise_sum(self.stage, self.stages.blended(self.stage, weights), self.control) is not None:
            raise SolverError("HiGHS found no optimum of a blended level")
        self.hold(self.last, self.stages.value(self.last))

    def run(self, depth: Depth) -> Solution | Contradiction:
        """Solve the levels down to a depth."""
        self.tell("1a", "obligations")
        if self.stages.limits_kept and np.any(self.objective("limits").coefficients):
            self.tried, self.held["limits"] = "limits", 0.0
        self.enter(Stage.PAY, from_before=False)
        failed = self.stages.minimise(Stage.PAY, "obligations", self.control)
        if not self.limits_cost_nothing(failed):
            failed = self.stages.minimise(Stage.PAY, "obligations", self.control)
        if failed is Outcome.INFEASIBLE:
            limiting = HARD | {WISH} if self.explained else HARD | {WISH} | _WHERE_ROWS_MOVED
            if not any(family in limiting for family, _ in self.program.rows):
                raise SolverError("HiGHS calls a case without hard limits contradictory")
            years = self.parameters.horizon.years
            return Contradiction(contradiction(self.program, years, self.control) if self.explained else ())
        if failed is not None:
            raise SolverError("HiGHS found no optimum of the first level")
        strict = self.stages.optimum
        self.levels.append(Level("1a", "obligations", strict * self.objective("obligations").scale))
        self.trace("obligations", strict)
        self.held["obligations"] = strict
        self.owe(strict)
        self.cover(strict)
        prices = self.prices()
        point = self.settle() if depth is Depth.PLAN else None
        if point is None:
            if depth is Depth.PLAN:
                self.spend()
            point = self.stages.point()
        verify(self.program, point)
        return Solution(
            tuple(self.levels), point * self.program.column_scale, prices, tuple(self.settled), self.face,
            self.exactly)

    def prices(self) -> Floats | None:
        """Return the shadow prices of all rows in natural units, if they were asked for and are at hand."""
        if "needs" not in self.gradients:
            return None
        found: Floats = self.gradients["needs"] * self.objective("needs").scale / self.program.row_scale
        return found

    def limits_cost_nothing(self, failed: Outcome | None) -> bool:
        """Return whether limits held at nothing left the last objective as it is; release them if they did not.

        Level 1c comes after the others of level 1, which leave many ties open; started from any of them it takes as long as
        all the others together. So it is tried with all soft limits kept from the start: if that row has no price, the
        basis is optimal without it too, the objective has its true optimum and the least violation is none.
        """
        if self.tried != "limits":
            return True
        if failed is None and self.stages.price(self.stage, "limits") <= FEASIBILITY:
            return True
        self.tried = ""
        self.release("limits")
        return False

    def owe(self, strict: float) -> None:
        """Solve the rest of level 1."""
        owing = strict > self.slack("obligations")
        # Where nobody is hollow in any optimum, what is broken is what is unpaid, and there is nothing to minimise.
        all_unpaid = owing and self.stages.same_at_every_optimum(Stage.PAY, "obligations", "unfunded")
        limited = self.tried != "limits" and bool(np.any(self.objective("limits").coefficients))
        kept = [name for name in ("sustained", "glide") if np.any(self.objective(name).coefficients)]
        if owing or self.has_debts or limited or kept:
            self.enter(Stage.OWE, from_before=True)
        if all_unpaid:
            self.unpaid = self.accept("1a", "unfunded", self.stages.value("unfunded"))
            if "obligations" in self.gradients:
                self.gradients["unfunded"] = self.gradients["obligations"]
        elif owing:
            self.unpaid = self.minimise("1a", "unfunded")
        if self.unpaid > FEASIBILITY or self.has_debts:
            self.minimise("1b", "arrears")
            self.minimise("1b", "uncleared")
        if np.any(self.objective("limits").coefficients):
            self.stages.limits_kept = self.minimise("1c", "limits") <= FEASIBILITY
        for name in kept:
            self.minimise("1d", name)

    def cover(self, strict: float) -> None:
        """Solve level 2 with obligations loosened by the arrears tolerance.

        What the tolerance leaves unpaid may stand as arrears, but old debts are cleared as before.
        """
        self.first = self.stages.at
        tolerance = tolerated(self.parameters) / self.objective("obligations").scale
        self.enter(Stage.COVER, from_before=False)
        if tolerance > 0.0:
            if self.priced:  # what the tolerance buys is told: how far needs would be covered without it
                self.minimise(STRICT, "needs")
            self.held = loosened(self.held, strict, self.unpaid, tolerance)
            self.keep()
        self.minimise("2", "needs")

    def spend(self) -> None:
        """Solve what follows level 2 between holds."""
        self.enter(Stage.SPEND, from_before=True)
        for order, name in following(self.program, self.policy):
            if name in LATE:
                self.enter(Stage.CHURN, from_before=True)
            self.minimise(order, name)

    def settle(self) -> Floats | None:
        """Solve all levels once more, exactly, go on with those after level 2, and settle ties; return the scaled point.

        ``None``, and nothing recorded, if the solver fails at one. With an arrears tolerance level 1 is not at its optimum
        while needs are covered: it is held as level 2 left it.
        """
        tolerant, solved = self.policy.arrears_tolerance > 0.0, tuple(self.levels)
        exact, again = self.stages.exact(self.stages.at if tolerant else self.first), solved
        if tolerant:
            for name in self.held.keys() - {"needs"}:
                slack = 0.0 if name in ("obligations", "unfunded") else self.slack(name)
                exact.limit(self.stages.held_at(name, self.held[name] + slack))
            again = solved[-1:]
        found = list(solved[: len(solved) - len(again)])
        marks = [exact.mark()] if self.faced and self.enough is None and not tolerant else []
        for order, name in [*((level.order, level.name) for level in again), *following(self.program, self.policy)]:
            if len(found) >= len(solved):
                self.tell(order, name)
            objective = self.stages.objective(name)
            if name == "needs" and not tolerant:
                self.resume(exact, found)
            value = exact.minimise(objective.coefficients, self.control)
            if value is None:
                return None
            found.append(Level(order, name, (value + objective.offset) * objective.scale))
            if marks:
                marks.append(exact.mark())
            if name == "needs" and self.enough is not None:
                columns, face = exact.columns, Face(self.stages, exact)
                if self.enough(face):
                    self.levels, self.settled, self.face = list(solved), found, face
                    return self.stages.whole(columns)
        mark = exact.mark() if self.faced else None
        self.tell("6", "ties")
        if self.enough is None and exact.minimise(self.stages.tie_costs, self.control) is None:
            return None
        self.levels += found[len(solved):]
        self.settled = found
        columns = exact.columns
        if mark is not None:
            exact.back_to(mark)
            self.face = Face(self.stages, exact)
            if marks:
                levels = [(level.order, level.name) for level in found]
                self.exactly = SolvedLevels.of(self.stages, self.face.sums, levels, marks, self.sizes)
        return self.stages.whole(columns)

    def resume(self, exact: Exact, kept: Sequence[Level]) -> None:
        """Go on exactly from where level 2 ended between holds, with these holds, no tighter than what was kept exactly.

        They cut nothing off, and its basis is optimal but for what slipped, which some primal steps mend.
        """
        least = {level.name: level.value / self.objective(level.name).scale for level in kept}
        for name, value in self.held.items():
            if name in least:
                exact.limit(self.stages.held_at(name, max(value, least[name]) + self.slack(name)))
        exact.start_from(self.stages.whole_basis(self.stages.at))
