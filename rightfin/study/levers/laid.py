"""A case that holds the changes laid over it, as one scenario more, to be taken home and planned again."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count

from rightfin.case.case import Case, Cell
from rightfin.case.issue import CaseError
from rightfin.case.resolve import style_of_case
from rightfin.case.scenario import scenario_names
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.study.levers.changes import last_of
from rightfin.study.levers.kinds import levers_of
from rightfin.study.levers.recognise import Recognised, recognised
from rightfin.study.levers.saved import Row, scenario_of_cells, scenario_of_changes, with_scenario
from rightfin.study.whatif import as_cells, changed_question, started, with_cells
from rightfin.tolerances import ADDED_UP, TYPED

SCENARIO, TITLE = "changes", "Changes"
"""What the scenario is called that holds changes; a number follows where the case has one of that name."""


def question_of_changes(question: Question, cells: tuple[Cell, ...]) -> Question:
    """Return the question about the case with one scenario more, laid over it alone, that makes changed cells.

    ``cells`` are of the prepared case of the question, and so is what is planned. Where no scenario can say them, the
    question is about the changed case itself, without scenarios. Raises ``CaseError`` for cells that cannot be used.
    """
    cells = as_cells(cells)
    if not cells:
        return question
    begun, others = started(question, cells)
    wanted = with_cells(begun.prepared, others)
    name = _free_name(question.case)
    found = recognised(question, levers_of(question), cells)
    for way in (_of_cells, _of_levers):
        made = _made(question, name, way, found, cells)
        if made is not None and _alike(made, wanted):
            return made
    changed = changed_question(question, cells)
    if not changed.starts:
        return changed
    bare = replace(changed.definition, settings={}, scenarios=(), tables={})
    return Question(changed.laid, bare, warnings=question.warnings)  # with the starts in the case


def changes_in_words(question: Question, cells: tuple[Cell, ...]) -> tuple[str, ...]:
    """Return what was changed in a few words each: levers that were moved, then how many cells that no lever stands for."""
    if not cells:
        return ()
    style, found = style_of_case(question.prepared), recognised(question, levers_of(question), as_cells(cells))
    others = len(found.others)
    return (*(change.words(style) for change in found.changes),
            *([f"{others} other {'cell' if others == 1 else 'cells'}"] if others else []))


def _of_cells(question: Question, found: Recognised, cells: tuple[Cell, ...], name: str) -> tuple[Row, ...]:
    style = style_of_case(question.prepared)
    return scenario_of_cells(question, cells, name, TITLE, last_of(found.changes, lambda change: change.words(style)))


def _of_levers(question: Question, found: Recognised, _: tuple[Cell, ...], name: str) -> tuple[Row, ...]:
    return scenario_of_changes(question, found.changes, found.others, name, TITLE)


_Way = Callable[[Question, Recognised, tuple[Cell, ...], str], tuple[Row, ...]]


def _made(
    question: Question, name: str, way: _Way, found: Recognised, cells: tuple[Cell, ...]
) -> Question | None:
    """Return the question with the scenario that one way makes; ``None`` where it cannot say the changes."""
    with suppress(CaseError):
        rows = way(question, found, cells, name)
        made = replace(question, case=with_scenario(question.case, rows), scenarios=(name,))
        if made.prepared:
            return made
    return None


def _alike(made: Question, wanted: Case) -> bool:
    """Return whether what is planned is what was wanted, but for rounding; scenarios are no part of it."""
    found = made.prepared.tables
    return all(
        table == found[name] or (table.columns == found[name].columns and len(table.rows) == len(found[name].rows)
                                 and all(map(_same_row, table.rows, found[name].rows)))
        for name, table in wanted.tables.items() if name != "scenarios"
    )


def _same_row(one: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
    return len(one) == len(other) and all(map(_same, one, other))


def _same(one: Value, other: Value) -> bool:
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (one, other))
    if numbers:
        return math.isclose(float(str(one)), float(str(other)), rel_tol=TYPED, abs_tol=ADDED_UP)
    return one == other


def _free_name(case: Case) -> str:
    taken = scenario_names(case)
    numbered = (f"{SCENARIO}_{place}" for place in count(2))
    return SCENARIO if SCENARIO not in taken else next(name for name in numbered if name not in taken)
