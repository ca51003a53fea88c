"""Is the plan right? All levels of the whole model solved by another solver, and each compared with the plan's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings
from rightfin.definition import Definition
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Unit
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import LAST, OBJECTIVES, natural_sizes
from rightfin.progress import Progress, with_more
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, solve
from rightfin.solve.order import LEVELS, STEPS, step_of
from rightfin.solve.outside import Found, NoSolverError, Outside, OutsideError
from rightfin.tolerances import AUDITED

FIRST = ("1a", "obligations")
"""The level that a contradiction is asked about: no point keeps the hard limits."""

NO_POINT = ("infeasible", "infeasibleOrUnbounded", "noSolution", "unbounded")
"""How Pyomo says that no point keeps all rows: obligations cannot be less than nothing, so that GLPK's *unbounded*, which
only means that there is no feasible dual point either, is no other answer."""


@dataclass(frozen=True)
class Audited:
    """One level: its optimum in the plan and in the audit, tail years included, and its natural size, all in one unit.

    ``plan`` is ``None`` where the plan is contradictory, ``audit`` where the solver found no optimum; ``ending`` says how
    it ended then.
    """

    order: str
    name: str
    plan: float | None
    audit: float | None
    size: float
    ending: str

    @property
    def unit(self) -> Unit:
        """What the level is measured in; money is discounted, at base-year prices."""
        return next(objective.unit for objective in OBJECTIVES if objective.name == self.name)

    @property
    def difference(self) -> float | None:
        """How much larger the audit's value is, relative to the larger of the plan's value and the natural size."""
        if self.plan is None or self.audit is None:
            return None
        return (self.audit - self.plan) / max(abs(self.plan), self.size)

    @property
    def agrees(self) -> bool:
        """Whether plan and audit say the same, within the tolerance of an audit."""
        if self.plan is None:
            return self.audit is None and self.ending in NO_POINT
        return self.difference is not None and abs(self.difference) <= AUDITED


@dataclass(frozen=True)
class Audit:
    """A plan compared with the whole model solved by another solver: ``version`` is the solver's, ``pyomo`` Pyomo's."""

    title: str
    currency: str
    solver: str
    version: str
    pyomo: str
    levels: tuple[Audited, ...]
    left_out: int
    """How many levels of the plan were not asked for."""
    contradictory: bool
    """Whether the plan says that hard limits contradict each other."""

    @property
    def agrees(self) -> bool:
        """Whether every level agrees."""
        return all(level.agrees for level in self.levels)


def audit(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    solver: str = "highs", level: int | None = None,
    progress: Progress | None = None, control: Control = NEVER,
) -> Audit:
    """Plan a case, solve the levels of its whole model through Pyomo, and compare.

    The plan is made as ever: from arrays, regions and lines merged, by HiGHS. The audit solves the open model with nothing
    merged, each level among the optima of those before it, in the order of the plan.

    Parameters
    ----------
    solver : ``highs``, ``cbc``, ``glpk``, or another solver that Pyomo can call on this machine.
    level : the last level that is audited, 1 to 5; all if absent.
    definition, scenarios, settings, progress, control : as for ``plan``.

    Raises
    ------
    CaseError
        If the case, a scenario, a setting, the level or the solver cannot be used.
    SolveStoppedError
        If ``control`` stopped it.
    """
    if level is not None and not 1 <= level <= int(LAST):
        raise CaseError([Issue("unknown_level", f"There is no level {level}.", f"Give a level from 1 to {LAST}.")])
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    parameters = question.parameters
    try:
        with Outside(parameters, solver, control) as outside:
            ready = outside.ready()
            inputs = Inputs(parameters, layout_of(parameters))
            plan = solve(Assembly(inputs).program, parameters, with_more(progress, STEPS), control)
            planned = () if isinstance(plan, Contradiction) else plan.settled or plan.levels
            wanted = [one for one in planned if level is None or int(one.order[0]) <= level]
            names = [(one.order, one.name) for one in wanted] or [FIRST]
            found = list(_audited(names, outside.levels(names), progress, solver))
    except NoSolverError as missing:
        raise CaseError([Issue("no_solver", str(missing), missing.remedy)]) from missing
    except OutsideError as failed:
        raise CaseError([Issue("solver_failed", str(failed), "Try another solver.")]) from failed
    sizes = natural_sizes(parameters)
    values = [one.value for one in wanted] if planned else [None]
    levels = tuple(
        Audited(order, name, value, one.value, sizes[name], one.ending)
        for (order, name), value, one in zip(names, values, found, strict=True)
    )
    said = resolved_settings(question.prepared)
    return Audit(
        str(said["title"]), str(said["currency"]), solver, ready.version, ready.pyomo, levels,
        left_out=len(planned) - len(wanted), contradictory=not planned,
    )


def _audited(
    names: Sequence[tuple[str, str]], found: Iterator[Found], progress: Progress | None, solver: str
) -> Iterator[Found]:
    """Yield what is found at each level, each told as it begins: steps that follow those of the plan."""
    for order, name in names:
        step = step_of(order, name)
        if progress is not None:
            progress(STEPS + step, 2 * STEPS, f"{LEVELS[step - 1][-1]}, audited by {solver}")
        yield next(found)
