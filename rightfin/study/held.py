"""A plan, and what becomes of it once some news has come: what was decided by then is held, the rest is free again."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.decided import Fixable, decided, takeable
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.program import Program
from rightfin.question import ChangedCase, Question
from rightfin.solve.control import Control
from rightfin.solve.engine import SolverError
from rightfin.solve.levels import Contradiction, Solution, solve_on
from rightfin.solve.policy import Stage
from rightfin.solve.stages import Stages
from rightfin.study.contradiction import solution_or_refusal


class HeldPlan:
    """The plan of a question, with live models that answer for other numbers after it; for one thread at a time.

    ``plan`` is the plan, ``columns`` its decisions in natural units in the order of ``program``, ``prices`` the index of
    prices by planning year, 1 in the base year, and ``sizes`` the yearly size of the case at the prices of each year.

    Raises ``CaseError`` if hard limits contradict one another, ``SolveStoppedError`` if ``control`` stops it.
    """

    def __init__(
        self, question: Question, parameters: Parameters, control: Control, study: Mapping[str, str],
        changed: ChangedCase | None = None,
    ) -> None:
        self._control = control
        self._assembly = Assembly(Inputs(parameters, layout_of_session(parameters)))
        self._inputs, self.program = self._assembly.inputs, self._assembly.program
        self._fixable = Fixable(self.program, takeable(self.program, self._inputs))
        self._stages = Stages(self._fixable.fixed(self.program, {}))
        found = solution_or_refusal(solve_on(self._stages, parameters, control=control),
                                    question.prepared if changed is None else changed.case)
        self.columns = found.columns
        self.plan = question.plan_of(self._inputs, self.program, found, study=study, changed=changed)
        horizon = parameters.horizon
        deflators = parameters.fiscal.deflator[1:].tolist()
        self.prices: Mapping[int, float] = dict(zip(horizon.style.all(horizon.years), deflators, strict=True))
        self.sizes = {t: parameters.case_size * index for t, index in self.prices.items()}

    def value(self, objective: str) -> float:
        """Return the value of an objective in the plan, in natural units."""
        named = self.program.objectives[objective]
        scaled = float(named.coefficients @ (self.columns / self.program.column_scale)) + named.offset
        return scaled * named.scale

    def changed(self, parameters: Parameters) -> tuple[Inputs, Program]:
        """Return the program of other numbers, in which nothing is decided yet."""
        layout = layout_of_session(parameters, (self._inputs.parameters, self._inputs.layout))
        inputs = Inputs(parameters, layout)
        return inputs, self._assembly.update(inputs)

    def news(self, program: Program, year: int) -> Program:
        """Bring the live models to a program in which all is held that is decided when news comes; return it."""
        pinned = self._fixable.fixed(program, decided(self.program, self.columns, self._inputs, year))
        try:
            self._stages.update(pinned)
        except SolverError:  # an edit was refused
            self._stages = Stages(pinned)
        return pinned

    def solve(self, parameters: Parameters) -> Solution:
        """Return the best plan after the news that came last; all levels are solved."""
        found = solve_on(self._stages, parameters, control=self._control)
        if isinstance(found, Contradiction):
            raise SolverError("HiGHS calls a plan after some news contradictory, though people and assets can stay")
        return found

    def least_broken(self, program: Program) -> float:
        """Return the optimum of level 1a after the news that came last; ``program`` is that of ``news``."""
        self._stages.hold(Stage.PAY, {})
        if self._stages.minimise(Stage.PAY, "obligations", self._control) is not None:
            raise SolverError("HiGHS found no plan with some years of notice")
        return self._stages.optimum * program.objectives["obligations"].scale
