"""Briefings of shipped cases, made before anybody asks: in a process of its own that gives way to all that visitors ask."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from rightfin.case import CaseError
from rightfin.definition import default_definition, read_definition
from rightfin.desk import Desk, FailedError, Job, Request, Task
from rightfin.reading import read_saved
from rightfin.report.overview.briefed import briefed
from rightfin.solve.control import SolveStoppedError
from rightfin.study.briefing.study import briefing
from rightfin.ui import sources
from rightfin.ui.choice import Choice
from rightfin.ui.kept import Store

PREPARE_VARIABLE = "RIGHTFIN_PREPARE"
"""Names a variable of the environment: ``no`` if nothing is to be made before it is asked for."""

NICENESS = 19
"""The lowest priority that the system has: the process gets what nobody else wants."""

_LOOK = 0.5
"""Seconds between two looks at whether a visitor had the same made meanwhile."""

_A_DAY = 86_400.0
_LOG = logging.getLogger(__name__)


def shipped_choices(inputs: Path) -> Iterator[Choice]:
    """Yield what the pages open with of each shipped case, first model and no scenario; what cannot be read is left out."""
    definitions = sources.shipped_definitions(inputs)
    with suppress(CaseError):
        definition = read_definition(definitions[0].path) if definitions else default_definition()
        for entry in sources.shipped_cases(inputs):
            with suppress(CaseError):
                saved = read_saved(entry.path)
                yield Choice(saved, sources.stamp(entry.path), definition, (), shared=True, name=entry.name)


def prepare(choices: Iterable[Choice], store: Store[object]) -> None:
    """Have the briefing of each choice made that no visitor had made yet, and put it in the store that all share."""
    with Desk(1, niceness=NICENESS) as desk:
        seat = desk.seat()
        for chosen in choices:
            place = chosen.key, chosen.changes
            if chosen.shared and store.get(place) is None:
                try:
                    request = Request(chosen.question, chosen.changes, wanted=Task(briefing, told=briefed))
                    found = _found_unless(seat.ask(request, _A_DAY), place, store)
                except (CaseError, SolveStoppedError, FailedError) as error:
                    _LOG.info("The briefing of a shipped case could not be prepared: %s", type(error).__name__)
                else:
                    if store.get(place) is None:
                        store.put(place, found)


def _found_unless(job: Job, place: Hashable, store: Store[object]) -> object:
    """Return what a job finds; what a visitor had made meanwhile is not waited for: ``SolveStoppedError``."""
    while True:
        try:
            return job.result(_LOOK)
        except TimeoutError:
            if store.get(place) is not None:
                job.cancel()
