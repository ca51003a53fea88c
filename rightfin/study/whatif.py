"""What if: a case with live models, asked again and again with other numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Self

from rightfin.case.case import Case, Cell, Key, is_number
from rightfin.case.checks import check_case
from rightfin.case.checks.cells import surely_sound
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.programmes.proposed import OWN_TABLES
from rightfin.case.programmes.proposed import TABLE as PROGRAMMES
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.pause import without_collection
from rightfin.progress import Progress
from rightfin.question import ChangedCase, Question, sound
from rightfin.result.glance import Gauge, Glance
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, Depth
from rightfin.solve.session import ChangeEffect, Session, Stand

START = PROGRAMMES, "start"
"""Table and column of the start of a programme."""

ON_LIVE_MODELS = {"solved": "on live models"}
"""How a plan was solved that comes from live models."""

_REMEDY = {
    "packages": "In what is planned packages are the rows that they stand for: change those, such as the limits of "
                "strength (strength_limits), or change the case and plan it.",
    **dict.fromkeys(OWN_TABLES, "In what is planned programmes are the rows that they stand for: change those "
                                "(running_costs, over_time), or change the case and plan it."),
}
"""What to do about a cell that a table does not have, where the case may have it all the same."""


class WhatIf:
    """Live models of one case; ``glance`` and ``plan`` answer for any case made from it.

    ``ask`` and ``changed`` make cases that share everything else with the base, so that only what changed is projected,
    edited and solved. For one thread at a time. Raises ``CaseError`` if the case, a scenario or a setting cannot be used.
    """

    def __init__(
        self, case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
        settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    ) -> None:
        self._begin(Question.of(case, definition, scenarios, settings, starts=starts))

    @classmethod
    def of(cls, question: Question) -> Self:
        """Return the live models of a question."""
        made = cls.__new__(cls)
        made._begin(question)
        return made

    def _begin(self, question: Question) -> None:
        self._question = question
        self.base = question.prepared
        self._projection = question.projection()
        self._session = Session(self._projection.of(self.base))
        self._gauge: Gauge | None = None

    @property
    def change(self) -> ChangeEffect:
        """What the last question did to the live models: edits, or why they were built anew."""
        return self._session.change

    @property
    def parameters(self) -> Parameters:
        """The parameters of the case that was asked last."""
        return self._session.inputs.parameters

    @property
    def seconds(self) -> float:
        """Seconds spent in HiGHS's own runs since the models were built."""
        return self._session.seconds

    def changed(self, cells: Iterable[Cell]) -> Case:
        """Return the base, scenarios and settings applied, with other values in some cells.

        Raises ``CaseError`` for a cell that is not of the form (table, key, column, value) or that the base does not have.
        """
        return with_cells(self.base, as_cells(cells))

    def ask(self, cells: Iterable[Cell], *, depth: Depth = Depth.NEEDS, control: Control = NEVER) -> Glance | None:
        """Return the answer for the base with other values in some cells: (table, key, column, value).

        Numbers within the bounds of their columns are taken at once; with anything else the whole case is checked first.
        Raises as ``changed`` and ``glance`` do.
        """
        listed = as_cells(cells)
        return self.glance(
            with_cells(self.base, listed), depth=depth, checked=surely_sound(self.base, listed), control=control
        )

    def glance(
        self, case: Case, *, depth: Depth = Depth.NEEDS, checked: bool = False, control: Control = NEVER
    ) -> Glance | None:
        """Return the answer for a case by year; ``None`` if its hard limits contradict one another.

        The case is checked first and ``CaseError`` lists what is wrong, unless ``checked`` says that it was. Raises
        ``SolveStoppedError`` if ``control`` stops it.
        """
        if not checked:
            check_or_raise(case)
        with without_collection():  # a question leaves no cycles
            return self._glance(case, Depth(depth), control)

    def _glance(self, case: Case, depth: Depth, control: Control) -> Glance | None:
        found = self._session.solve(self._projection.of(case), depth, control=control)
        if isinstance(found, Contradiction):
            return None
        inputs, program = self._session.inputs, self._session.program
        if self._gauge is None or not self._gauge.fits(program, inputs):
            self._gauge = Gauge(program, inputs)
        return self._gauge.of(inputs, program, found)

    def plan(self, case: Case, *, progress: Progress | None = None, control: Control = NEVER) -> Plan:
        """Return the complete plan of a case from the live models.

        Its objective values are those of ``rightfin.plan`` within the tolerances of the levels. Publish what
        ``rightfin.plan`` returns: among equally good plans this one may choose another, since donors with equal rights
        stand apart here.
        """
        return self._planned(self._question, case, progress, control)

    def plan_from(
        self, starts: Starts, *, cells: Iterable[Cell] = (), progress: Progress | None = None, control: Control = NEVER
    ) -> Plan:
        """Return the complete plan with other starts of programmes, and other values in some cells of what results.

        Raises ``CaseError`` for a start or a cell that cannot be used, before anything moves.
        """
        question = replace(self._question, starts={**self._question.starts, **starts}) if starts else self._question
        return self._planned(question, with_cells(question.prepared, as_cells(cells)), progress, control)

    def _planned(self, question: Question, case: Case, progress: Progress | None, control: Control) -> Plan:
        changed = ChangedCase(case, question.issues if case is question.prepared else check_or_raise(case))
        found = self._session.solve(self._projection.of(case), Depth.PLAN, progress, control)
        return question.plan_of(
            self._session.inputs, self._session.program, found, study=ON_LIVE_MODELS, changed=changed,
        )

    def start(self, control: Control = NEVER) -> Stand:
        """Solve the base case and return where the models stand then; ``SolveStoppedError`` if ``control`` stops it."""
        self._session.solve(self._projection.of(self.base), Depth.NEEDS, control=control)
        return self._session.stand()

    def back_to(self, stand: Stand) -> None:
        """Go back to where the models stood: what comes next depends on nothing asked since."""
        self._session.restart(stand)


def as_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return cells in their exact form: keys as tuples, years as text.

    Raises ``CaseError`` for what is not a sequence of (table, key, column, value).
    """
    if not isinstance(cells, Iterable):
        raise CaseError([Issue("cell_form", f"{cells!r} is not a list of changed cells.",
                               "Write [(table, key of the row, column or year, value), ...].")])
    found = []
    for cell in cells:
        if not isinstance(cell, (tuple, list)) or len(cell) != 4:
            raise CaseError([Issue("cell_form", f"{cell!r} is not a changed cell.",
                                   "Write (table, key of the row, column or year, value).")])
        table, key, column, value = cell
        parts = tuple(key) if isinstance(key, (tuple, list)) else (key,)
        for single in (*parts, value):
            if isinstance(single, (list, tuple, dict, set)):
                raise CaseError([
                    Issue("cell_form", f"{single!r} is not a value.", "Give one number or one text.", str(table))
                ])
        found.append((str(table), parts, str(column), value))
    return tuple(found)


def with_cells(case: Case, cells: Iterable[Cell]) -> Case:
    """Return a case with other values in some cells, which are in their exact form (see ``as_cells``).

    Raises ``CaseError`` for a cell that the case does not have.
    """
    by_table: dict[str, list[tuple[Key, str, Value]]] = {}
    for table, key, column, value in cells:
        by_table.setdefault(table, []).append((key, column, value))
    for table, found in by_table.items():
        if table not in case.tables:
            raise CaseError([Issue("unknown_cell", f"There is no table {table}.", "Name a table of the case.", table)])
        try:
            case = case.with_cells(table, found)
        except KeyError as unknown:
            remedy = _REMEDY.get(table, "Name a row and a column that the table has.")
            raise CaseError([Issue("unknown_cell", f"{unknown.args[0]}.", remedy, table)]) from None
    return case


def started(question: Question, cells: Iterable[Cell]) -> tuple[Question, tuple[Cell, ...]]:
    """Return a question with the starts of programmes that are among cells, and the other cells, in their exact form.

    The prepared case has no rows of programmes, only what follows from them: cells of it say no starts. Raises
    ``CaseError`` as ``as_cells`` does, and for a start that is no year.
    """
    starts, others = starts_among(cells)
    return (replace(question, starts={**question.starts, **starts}) if starts else question), others


def starts_among(cells: Iterable[Cell]) -> tuple[Starts, tuple[Cell, ...]]:
    """Return the starts of programmes among cells, by programme, and the other cells; raises as ``started`` does."""
    starts: dict[str, int | None] = {}
    others = []
    for cell in as_cells(cells):
        table, key, column, value = cell
        if (table, column) != START or len(key) != 1:
            others.append(cell)
        elif value is None:
            starts[str(key[0])] = None
        elif is_number(value) and float(value) == int(value):
            starts[str(key[0])] = int(value)
        else:
            raise CaseError([Issue("start_no_year", f"{key[0]}: {value} is no year.",
                                   "Write a whole year, or nothing for a programme that is not to start.", *START)])
    return starts, tuple(others)


def start_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the starts of programmes among cells, as cells, one a programme; raises as ``started`` does."""
    return tuple(start_cell(name, year) for name, year in starts_among(cells)[0].items())


def start_cell(programme: str, year: int | None) -> Cell:
    """Return the cell that says when a programme starts, ``None`` if it is not planned."""
    table, column = START
    return table, (programme,), column, year


def changed_question(question: Question, cells: Iterable[Cell]) -> Question:
    """Return a question whose prepared case is that of another with other values in some cells.

    Packages and programmes stay what they are where the cells stand outside of what they become. Its case has definition,
    scenarios and settings applied; of the definition the rules and parameters are left. Starts of programmes among the
    cells are those of the question. Raises ``CaseError`` for a cell that the prepared case does not have, and for one that
    cannot be used.
    """
    question, listed = started(question, cells)
    if not listed:
        return question
    wanted = with_cells(question.prepared, listed)
    check_or_raise(wanted)  # first: what becomes of packages and programmes is made of years that may be planned
    bare = replace(question.definition, settings={}, scenarios=(), tables={})
    found = Question(wanted, bare, warnings=question.warnings)
    with suppress(CaseError):
        kept = Question(with_cells(question.laid, listed), bare, warnings=question.warnings)
        found = kept if kept.prepared == wanted else found
    if found.case is not wanted:
        check_or_raise(found.case)
    return found


def raise_if_unfit(question: Question, cells: Iterable[Cell]) -> None:
    """Raise ``CaseError`` where a question cannot be asked with other values in some cells, as ``changed_question`` does.

    Numbers within the bounds of their columns are taken at once; with anything else the whole case is checked.
    """
    question, listed = started(question, cells)
    changed = with_cells(question.prepared, listed)
    if not surely_sound(question.prepared, listed):
        check_or_raise(changed)


def check_or_raise(case: Case) -> tuple[Issue, ...]:
    """Return the warnings about a case; raises ``CaseError`` with all issues if there are errors."""
    return sound(check_case(case, try_scenarios=False))
