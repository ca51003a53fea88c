"""What a worker holds of one question: its live models, where they stood, and the answers given last."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from rightfin.case.case import Cell
from rightfin.case.programmes.choices import Starts
from rightfin.desk.request import Task
from rightfin.progress import Progress
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.solve.control import Control
from rightfin.solve.session import Stand
from rightfin.study.whatif import WhatIf, changed_question

ANSWERS = 12
"""Answers of one question that are kept: undo and redo, and what stands, are asked again and again."""


class Live:
    """The live models of one question, built when they are first needed.

    Every question starts from where they stood when the case as it stands was solved: the same one has the same answer,
    whatever was asked before and by whichever worker.
    """

    def __init__(self, question: Question) -> None:
        self._question = question
        self._models: tuple[WhatIf, Stand] | None = None
        self._answers: OrderedDict[str, Plan] = OrderedDict()

    def found(
        self, changes: tuple[Cell, ...], starts: Starts, wanted: Task | None, progress: Progress, control: Control
    ) -> object:
        """Return what is wanted of the question so changed: what a task works out, or a plan.

        Raises ``CaseError`` if the question cannot be used, and ``SolveStoppedError`` if ``control`` stops it.
        """
        if wanted is not None:
            return self._worked_out(wanted, changes, starts, progress, control)
        asked = repr((changes, sorted(starts.items())))  # 1, 1.0 and True are not the same here
        if asked not in self._answers:
            self._answers[asked] = self._solved(changes, starts, progress, control)
            if len(self._answers) > ANSWERS:
                self._answers.popitem(last=False)
        self._answers.move_to_end(asked)
        return self._answers[asked]

    def _solved(self, changes: tuple[Cell, ...], starts: Starts, progress: Progress, control: Control) -> Plan:
        models, stand = self._ready(progress, control)
        progress(1, 1, "solving")
        models.back_to(stand)
        return models.plan_from(starts, cells=changes, progress=progress, control=control)

    def _ready(self, progress: Progress, control: Control) -> tuple[WhatIf, Stand]:
        if self._models is None:
            progress(1, 1, "building the models")
            models = WhatIf.of(self._question)
            self._models = models, models.start(control)
        return self._models

    def _worked_out(
        self, task: Task, changes: tuple[Cell, ...], starts: Starts, progress: Progress, control: Control
    ) -> object:
        question = replace(self._question, starts={**self._question.starts, **starts}) if starts else self._question
        question = changed_question(question, changes)
        more: dict[str, object] = {}
        if question.settings:
            more["settings"] = question.settings
        if question.starts:
            more["starts"] = question.starts
        found = task.function(
            question.case, definition=question.definition, scenarios=question.scenarios, progress=progress,
            control=control, **more, **task.arguments,
        )
        return found if task.told is None else task.told(found)
