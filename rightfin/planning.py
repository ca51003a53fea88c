"""From a case to its plan: scenarios, checks, projection, formulation, solution, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rightfin.case.case import Case
from rightfin.case.checks import check_case
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.case.overlay import lay_over
from rightfin.case.resolve import settings as case_settings
from rightfin.case.scenario import apply_scenario, apply_settings
from rightfin.definition import Definition, default_definition
from rightfin.fiscal.projection import Projection
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import inputs_of
from rightfin.lp.layout import layout_of
from rightfin.lp.pause import without_collection
from rightfin.progress import Progress, with_more
from rightfin.result.assemble import assemble, provenance_of
from rightfin.result.plan import Plan
from rightfin.result.prices import try_limits
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Solution, solve_on
from rightfin.solve.order import STEPS
from rightfin.solve.stages import Stages
from rightfin.solve.trials import Trials


def prepare(
    case: Case,
    definition: Definition,
    scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None,
) -> Case:
    """Return the case that is planned.

    Settings and rows of the definition come first, then its scenarios, then those asked for, then settings.

    Raises ``CaseError`` if a scenario or setting is unknown or leads to a case that cannot be used.
    """
    case = lay_over(apply_settings(case, definition.settings), definition.tables)
    for name in (*definition.scenarios, *scenarios):
        case = apply_scenario(case, name)
    return apply_settings(case, settings or {})


def plan(
    case: Case,
    definition: Definition | None = None,
    scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None,
    progress: Progress | None = None,
    warnings: Iterable[Issue] = (),
    control: Control = NEVER,
) -> Plan:
    """Plan a case.

    Parameters
    ----------
    case : a case as ``read_case`` returns it.
    definition : model definition; the default one if absent.
    scenarios : names of scenarios of the case, applied in order after those of the definition.
    settings : settings that override those of the definition and of the case.
    progress : called as a step begins, see ``Progress``.
    warnings : what was found when the case was read; the plan lists it before what is found now,
        without what scenarios and settings mend.
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
    definition = definition or default_definition()
    scenarios = tuple(scenarios)
    prepared = prepare(case, definition, scenarios, settings)
    issues = _told(case, prepared, tuple(warnings))
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise CaseError(issues)
    projection = Projection(definition.rules, definition.grade_ratio_factor)
    parameters = projection.of(prepared)
    idle = tuple(name for name in scenarios if _changes_nothing(name, case, definition, scenarios, settings, projection))
    inputs = inputs_of(parameters, layout_of(parameters))
    with without_collection():
        program = Assembly(inputs).program
    stages = Stages(program)
    found = solve_on(stages, parameters, progress=with_more(progress, 1), control=control, priced=True)
    limits = None
    if isinstance(found, Solution):
        if progress is not None:
            progress(STEPS + 1, STEPS + 1, "trying what limits cost")
        currency = str(case_settings(prepared)["currency"])
        limits = try_limits(inputs, program, found, Trials(stages, parameters, found.levels, control), currency)
    options = {key: str(value) for key, value in sorted((settings or {}).items())}
    provenance = provenance_of(
        case, (definition.name, definition.digest), (*definition.scenarios, *scenarios), options, program
    )
    return replace(assemble(prepared, inputs, program, found, provenance, issues, limits), idle=idle)


def _changes_nothing(
    name: str, case: Case, definition: Definition, scenarios: tuple[str, ...], settings: Mapping[str, Value] | None,
    projection: Projection,
) -> bool:
    """Return whether the numbers that the plan sees are the same without one of its scenarios.

    ``projection`` has just made those of the whole; it gives the same object back where nothing differs.
    """
    whole = projection.of(prepare(case, definition, scenarios, settings))
    without = prepare(case, definition, tuple(other for other in scenarios if other != name), settings)
    if any(issue.severity is Severity.ERROR for issue in check_case(without, try_scenarios=False)):
        return False
    return projection.of(without) is whole


def _told(case: Case, prepared: Case, read: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """Return what is wrong or odd about the case that is planned.

    What was found when it was read goes first, without what scenarios and settings have mended; what only they bring about
    says so.
    """
    typed = {_which(issue) for issue in check_case(case, try_scenarios=False)}
    found = check_case(prepared, try_scenarios=False)
    planned, known = {_which(issue) for issue in found}, {_which(issue) for issue in read}
    kept = [issue for issue in read if _which(issue) in planned or _which(issue) not in typed]
    new = [issue for issue in found if _which(issue) not in known]
    brought = [replace(issue, message=f"{_LAID} {issue.message}") for issue in new if _which(issue) not in typed]
    return (*kept, *(issue for issue in new if _which(issue) in typed), *brought)


_LAID = "With the scenarios and settings that are laid over the case:"


def _which(issue: Issue) -> tuple[str, str, str, str]:
    return issue.code, issue.table, issue.row, issue.column
