"""From a question to its plan: formulation, solution from nothing, prices tried, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.issue import Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.pause import without_collection
from rightfin.lp.program import Program
from rightfin.progress import Progress, with_more
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.result.prices import try_limits
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, Solution, solve_on
from rightfin.solve.order import STEPS
from rightfin.solve.stages import Stages
from rightfin.solve.trials import Trials


def plan(
    case: Case,
    *,
    definition: Definition | None = None,
    scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None,
    starts: Starts | None = None,
    warnings: Iterable[Issue] = (),
    progress: Progress | None = None,
    control: Control = NEVER,
) -> Plan:
    """Plan a case.

    Parameters
    ----------
    case : a case as ``read_case`` returns it.
    definition : model definition; the default one if absent.
    scenarios : names of scenarios of the case, applied in order after those of the definition.
    settings : settings that override those of the definition and of the case.
    starts : years in which programmes start in place of those typed, ``None`` for one that is declined; such as
        ``decided_programmes`` finds.
    warnings : what was found when the case was read; the plan lists it before what is found now,
        without what scenarios and settings mend.
    progress : called as a step begins, see ``Progress``.
    control : when to stop: another thread cancels, or a time limit passes.

    Returns
    -------
    The plan. Its status is ``contradictory`` if hard limits cannot hold together; a case that is merely unaffordable
    is answered with what stays unpaid, when and for whom.

    Raises
    ------
    CaseError
        If the case, a scenario or a setting cannot be used; ``issues`` lists every problem.
    SolveStoppedError
        If ``control`` stopped the solve.
    """
    return plan_of(Question.of(case, definition, scenarios, settings, warnings, starts=starts), progress, control)


def plan_of(question: Question, progress: Progress | None = None, control: Control = NEVER) -> Plan:
    """Return the plan of a question; see ``plan``."""
    return solved_plan_of(question, progress, control)[0]


def solved_plan_of(
    question: Question, progress: Progress | None = None, control: Control = NEVER
) -> tuple[Plan, Solution | Contradiction]:
    """Return the plan of a question and what was solved for it; see ``plan``."""
    parameters = question.parameters
    built = Built.of(parameters)
    found = solve_on(built.stages, parameters, progress=with_more(progress, 1), control=control, priced=True)
    limits = None
    if isinstance(found, Solution):
        if progress is not None:
            progress(STEPS + 1, STEPS + 1, "trying what limits cost")
        trials = Trials(built.stages, parameters, found.levels, control)
        currency = str(resolved_settings(question.prepared)["currency"])
        limits = try_limits(built.inputs, built.program, found, trials, currency)
    return question.plan_of(built.inputs, built.program, found, limits=limits), found


@dataclass(frozen=True)
class Built:
    """The model of some parameters as a plan solves it: from nothing, donors with equal rights together."""

    inputs: Inputs
    program: Program
    stages: Stages

    @classmethod
    def of(cls, parameters: Parameters) -> Built:
        """Build the model."""
        inputs = Inputs(parameters, layout_of(parameters))
        with without_collection():
            program = Assembly(inputs).program
        return cls(inputs, program, Stages(program))
