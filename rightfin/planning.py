"""From a case to its plan: scenarios, checks, projection, formulation, solution, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rightfin.case.case import Case
from rightfin.case.checks import check_case
from rightfin.case.issue import CaseError, Issue, IssueList, Severity
from rightfin.case.overlay import lay_over
from rightfin.case.parse import locate
from rightfin.case.scenario import apply_scenario, apply_settings
from rightfin.definition import Definition, default_definition
from rightfin.fiscal.project import project
from rightfin.io import read_form
from rightfin.lp.compile import compile_program
from rightfin.lp.inputs import inputs_of
from rightfin.lp.layout import layout_of
from rightfin.result.assemble import assemble, provenance_of
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Progress, solve


def read_case(path: str | Path) -> Case:
    """Read a case from a folder of CSV files or a workbook.

    Raises ``CaseError`` with every problem found, each with its cell, if the case cannot be used.
    """
    return read_case_with_warnings(path)[0]


def read_case_with_warnings(path: str | Path) -> tuple[Case, tuple[Issue, ...]]:
    """Read a case and return it with the warnings about it; raises ``CaseError`` as ``read_case`` does."""
    parsed = read_form(Path(path))
    found = IssueList([*parsed.issues])
    known = {(issue.table, issue.row, issue.column) for issue in found.errors}
    spoilt = {(issue.table, issue.row) for issue in found.errors}
    for issue in locate(check_case(parsed.case), parsed):
        # What could not be read is not missing: a row with a bad cell, a table with a bad heading.
        lost = issue.code in ("missing_entry", "missing_table") and spoilt & {(issue.table, issue.row), (issue.table, "")}
        if not lost and (issue.table, issue.row, issue.column) not in known:
            found.add(issue)
    found.raise_if_any()
    return parsed.case, tuple(found.issues)


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
    progress : called with step, number of steps and what is being done.
    warnings : what was found when the case was read; the plan lists it before what is found now.
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
    before = tuple(warnings)
    known = {(issue.code, issue.table, issue.row, issue.column) for issue in before}
    checked = check_case(prepared, try_scenarios=False)
    new = [issue for issue in checked if (issue.code, issue.table, issue.row, issue.column) not in known]
    issues = (*before, *new)
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise CaseError(issues)
    parameters = project(prepared, definition.rules, definition.grade_ratio_factor)
    inputs = inputs_of(parameters, layout_of(parameters))
    program = compile_program(inputs)
    found = solve(program, parameters, progress, control)
    options = {key: str(value) for key, value in sorted((settings or {}).items())}
    provenance = provenance_of(
        case, (definition.name, definition.digest), (*definition.scenarios, *scenarios), options, program
    )
    return assemble(prepared, inputs, program, found, provenance, issues)
