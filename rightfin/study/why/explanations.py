"""Why several numbers of one plan are what they are: each explained on the same live models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.progress import Progress
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.why.cells import PlanCell, cell_at
from rightfin.study.why.explain import STEPS, Explanation, explained
from rightfin.study.why.live import LivePlan


@dataclass(frozen=True)
class Explanations:
    """Why several numbers of one plan are what they are, in the order in which they were named."""

    title: str
    numbers: tuple[Explanation, ...]


def explanations(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    at: Iterable[str], progress: Progress | None = None, control: Control = NEVER,
) -> Explanations:
    """Return why several numbers of the plan of a case are what they are; each of ``at`` names one, as for ``explain``.

    The plan is solved once for all. Each is what ``explain`` says of it alone; one that is named twice is told once.
    Raises as ``explain`` does, with what is wrong in all names, and if there is none.
    """
    return explanations_of(Question.of(case, definition, scenarios, settings, starts=starts), at, progress, control)


def explanations_of(
    question: Question, at: Iterable[str], progress: Progress | None = None, control: Control = NEVER
) -> Explanations:
    """Return the same of a question."""
    cells = cells_named(question, at)
    steps = 1 + STEPS * len(cells)
    if progress is not None:
        progress(1, steps, "solving the plan")
    live = LivePlan(question, control=control)
    found = tuple(
        explained(live, cell, _after(progress, 1 + STEPS * place, steps, cell.quantity.title), control)
        for place, cell in enumerate(cells)
    )
    return Explanations(found[0].title, found)


def cells_named(question: Question, at: Iterable[str]) -> list[PlanCell]:
    """Return the cells that texts name, each once; raises ``CaseError`` with what is wrong in any of them."""
    cells: dict[tuple[str, int], PlanCell] = {}
    issues: list[Issue] = []
    for text in at:
        try:
            cell = cell_at(text, question.prepared)
        except CaseError as error:
            issues += error.issues
        else:
            cells.setdefault((cell.quantity.name, cell.year), cell)
    if not cells and not issues:
        issues.append(Issue("cell_named", "No number is named that is to be explained.", "Name one: --at strength@2030."))
    if issues:
        raise CaseError(issues)
    return list(cells.values())


def _after(progress: Progress | None, before: int, steps: int, name: str) -> Progress | None:
    """Return the progress of one number, after so many steps of all."""
    if progress is None:
        return None
    return lambda step, _, what: progress(before + step, steps, f"{name}: {what}")
