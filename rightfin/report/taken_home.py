"""What people take home of an answer: the results workbook of what is looked at, with changes laid over the case."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rightfin.case import Case, Issue
from rightfin.case.case import Cell
from rightfin.case.exchange.trail import Trail
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.io import write_case
from rightfin.planning import plan_of
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.report.page import Page
from rightfin.report.workbook import write_workbook
from rightfin.report.workbook.changes import LaidChange, changed_cells
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.levers.laid import question_of_changes


def results_workbook(
    plan: Plan, case: Case, trail: Trail = (), page: Page | None = None, changes: Sequence[LaidChange] = ()
) -> bytes:
    """Return the results workbook of a plan, as ``write_workbook`` writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_workbook(plan, case, path, trail, page, changes)
        return path.read_bytes()


def case_workbook(case: Case, trail: Trail = ()) -> bytes:
    """Return a case as a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        write_case(case, path, trail=trail)
        return path.read_bytes()


def case_home(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, changes: tuple[Cell, ...] = (),
    trail: Trail = (), progress: Progress | None = None, control: Control = NEVER,  # it takes no time to stop
) -> bytes:
    """Return a case as a workbook, with changed cells of its prepared form as one scenario more.

    Read again and planned with that scenario alone, it has the plan of the question so changed. Raises ``CaseError`` for
    cells that cannot be used.
    """
    question = question_of_changes(Question.of(case, definition, scenarios, settings, starts=starts), changes)
    Steps(progress, 1).begin("writing the case")
    return case_workbook(question.case, trail)


def results_home(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, warnings: Iterable[Issue] = (),
    changes: tuple[Cell, ...] = (), trail: Trail = (), page: Page | None = None,
    progress: Progress | None = None, control: Control = NEVER,
) -> bytes:
    """Return the results workbook of a case with changed cells of its prepared form, planned from nothing.

    It has the numbers of ``rightfin plan``. What was changed is listed in it, and the case in it has a scenario more with
    which the command in it makes the plan again. ``page`` is the first sheet; that of the plan alone if absent. Raises as
    ``rightfin.plan`` does.
    """
    question = Question.of(case, definition, scenarios, settings, warnings, starts)
    made = question_of_changes(question, changes)
    plan = plan_of(made, progress, control)
    return results_workbook(plan, made.case, trail, page, listed_changes(question, made))


def listed_changes(before: Question, after: Question) -> tuple[LaidChange, ...]:
    """Return what was changed between a question and ``question_of_changes`` of it."""
    if after is before:
        return ()
    if after.scenarios:
        return changed_cells(before.laid, after.laid)
    return changed_cells(before.prepared, after.prepared)
