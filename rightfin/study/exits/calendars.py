"""Exit calendars: one year for each of several donors, such that none can leave earlier unless another leaves later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from rightfin.case.case import Case, Cell
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import base_and_end, planning_years, resolved_settings, style_of_case
from rightfin.definition import Definition
from rightfin.progress import Progress, Steps, said_as
from rightfin.question import Question
from rightfin.result.glance import Glance
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth
from rightfin.study.batch import Batch, Variation
from rightfin.study.exits.criterion import ALL_PAID, ExitTest
from rightfin.study.exits.leaving import (
    Leaving,
    exit_cells,
    leaving_donors,
    leaving_of,
    unasked,
    years_of_own_financing,
)
from rightfin.study.exits.study import TRYING
from rightfin.study.search import least_whole
from rightfin.study.whatif import WhatIf

MOST_PLANS = 2000
"""Plans that are solved at most unless more are allowed."""

MOST_DONORS = 6
"""Donors whose years are looked for at once: with more, even listing what is open takes too long."""

Place = tuple[int, ...]
"""A calendar by the places of its years among the years asked about."""


class OutOfPlansError(Exception):
    """All plans that are allowed have been solved."""


@dataclass(frozen=True)
class ExitCalendar:
    """The first year without each donor, in the order of the study's donors, and the answer at levels 1 and 2.

    A year after the end year says that the donor does not leave within the horizon.
    """

    own_from: tuple[int, ...]
    glance: Glance


@dataclass(frozen=True)
class ExitCalendars:
    """The calendars of which none is dominated, in the order of their years; empty if no calendar passes the test.

    ``swept`` are the donors of which all years were tried; among the others a calendar no earlier than a passing one
    passes. ``grid`` is how many calendars there are. Where ``complete`` is false the plans that were allowed ran out: every
    calendar listed is one of which none is dominated, but there may be others.
    """

    title: str
    currency: str
    base_year: int
    years: tuple[int, ...]
    leaving: Leaving
    test: ExitTest
    calendars: tuple[ExitCalendar, ...]
    swept: tuple[str, ...]
    complete: bool
    plans: int
    most_plans: int
    grid: int


def exit_calendars(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    donors: Iterable[str] | None = None, years: Iterable[int] | None = None,
    test: ExitTest = ALL_PAID, most_plans: int = MOST_PLANS, workers: int = 1, progress: Progress | None = None,
    control: Control = NEVER,
) -> ExitCalendars:
    """Return the exit calendars of some donors that pass a test and are not dominated; the others keep their exit years.

    Parameters
    ----------
    donors : those whose years are looked for; all of the case if absent.
    years : first years without a donor that are tried; all of the horizon if absent. Staying to the end is always added.
    test : what has to hold; coverage is compared from the first exit of the calendar on.
    most_plans : plans that are solved at most.
    workers : processes, where all calendars are solved; the search by order uses one.
    progress : called as a step begins, see ``Progress``; a step is a plan.

    Raises ``CaseError`` if the case, a donor or a year cannot be used, or if all calendars would have to be solved and
    there are more than ``most_plans``, and ``SolveStoppedError`` if ``control`` stops it.
    """
    question = unasked(Question.of(case, definition, scenarios, settings, starts=starts))
    base = question.prepared
    asked = years_of_own_financing(base, years)
    leaving = leaving_of(base, _few(leaving_donors(base, donors)), question.definition)
    grid = len(asked) ** len(leaving.donors)
    swept = tuple(donor for donor in leaving.donors if donor in leaving.demanding or not test.plain)
    complete = True
    if swept == leaving.donors:
        _affordable(grid, most_plans)
        depth = test.depth(Depth.NEEDS)
        with Batch.of(question, depth, workers) as batch:
            passing = _of_grid(batch, leaving, asked, test, progress, control)
        plans = grid + 1
    else:
        what_if = WhatIf.of(question)
        search = _Search(what_if, leaving, swept, asked, most_plans, progress, control)
        found, complete = search.earliest()
        passing, plans = {place: search.solved[place] for place in found}, search.plans
    passing = {place: passing[place] for place in _least(passing)}
    start, _ = base_and_end(base)
    style = style_of_case(base)
    titles = resolved_settings(base)
    return ExitCalendars(
        title=str(titles["title"]), currency=str(titles["currency"]), base_year=style.written(start),
        years=style.all(planning_years(base)), leaving=leaving, test=test,
        calendars=tuple(ExitCalendar(_years(asked, place), passing[place]) for place in sorted(passing)),
        swept=swept, complete=complete, plans=plans, most_plans=most_plans, grid=grid,
    )


def earliest_passing(latest: Place, passes: Callable[[Place], bool]) -> tuple[list[Place], bool]:
    """Return the least places that pass, where every place no less than a passing one passes, and whether these are all.

    ``latest`` is the greatest place. ``passes`` may raise ``OutOfPlansError``; then those found so far are returned, each
    of them least.

    What is left open is always all that is not above a place found. Its greatest places are kept: where they fail,
    everything below them fails; where one passes, going down from it by halving, one part after the other, leads to
    another least place. So every answer is the bound of some region, and each is needed.
    """
    found: list[Place] = []
    left = [latest]
    try:
        while left:
            place = left.pop()
            if not passes(place):
                continue
            least = _down(place, passes)
            found.append(least)
            left = _greatest([part for other in (place, *left) for part in _without(other, least)])
    except OutOfPlansError:
        return found, False
    return found, True


def _down(place: Place, passes: Callable[[Place], bool]) -> Place:
    """Return a least place that passes, no greater than one that does; the last part goes down first."""
    for part in reversed(range(len(place))):
        place = _down_one_part(place, part, passes)
    return place


def _down_one_part(place: Place, part: int, passes: Callable[[Place], bool]) -> Place:
    before, after = place[:part], place[part + 1 :]
    return (*before, least_whole(-1, place[part], lambda least: passes((*before, least, *after))), *after)


def _without(place: Place, least: Place) -> list[Place]:
    """Return the greatest places no greater than ``place`` that are not at or above ``least``."""
    if any(has < needs for has, needs in zip(place, least, strict=True)):
        return [place]
    return [(*place[:n], needs - 1, *place[n + 1 :]) for n, needs in enumerate(least) if needs > 0]


def _greatest(places: Iterable[Place]) -> list[Place]:
    """Return the places that are not below another one, each once, sorted."""
    unique = sorted(set(places))
    return [one for one in unique if not any(one != other and _is_below(one, other) for other in unique)]


def _is_below(one: Place, other: Place) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


class _Search:
    """Asks live models about calendars, none that follows from those asked before.

    Years of the donors in ``swept`` are all tried; for each choice of them the order holds among the others.
    """

    def __init__(
        self, what_if: WhatIf, leaving: Leaving, swept: Sequence[str], asked: Sequence[int], most_plans: int,
        progress: Progress | None, control: Control,
    ) -> None:
        self.solved: dict[Place, Glance] = {}
        """The answers of calendars that pass."""
        self._what_if, self._leaving, self._asked = what_if, leaving, asked
        self._swept = [n for n, donor in enumerate(leaving.donors) if donor in swept]
        self._free = [n for n, donor in enumerate(leaving.donors) if donor not in swept]
        self._most, self._steps, self._control = most_plans, Steps(progress, most_plans), control

    @property
    def plans(self) -> int:
        """How many plans were solved."""
        return self._steps.begun

    def earliest(self) -> tuple[list[Place], bool]:
        """Return the places that pass and are least for their swept years, and whether these are all."""
        found: list[Place] = []
        for fixed in product(reversed(range(len(self._asked))), repeat=len(self._swept)):
            passing, failing = list[Place](), list[Place]()

            def whole(part: Place, fixed: Place = fixed) -> Place:
                at = dict(zip((*self._free, *self._swept), (*part, *fixed), strict=True))
                return tuple(at[n] for n in range(len(at)))

            def passes(
                part: Place, whole: Callable[[Place], Place] = whole, passing: list[Place] = passing,
                failing: list[Place] = failing,
            ) -> bool:
                if any(_is_below(known, part) for known in passing):
                    return True
                if any(_is_below(part, known) for known in failing):
                    return False
                does = self._asks(whole(part))
                (passing if does else failing).append(part)
                return does

            least, complete = earliest_passing((len(self._asked) - 1,) * len(self._free), passes)
            found += [whole(part) for part in least]
            if not complete:
                return found, False
        return found, True

    def _asks(self, place: Place) -> bool:
        """Return whether everything is paid under a calendar; raises ``OutOfPlansError`` once enough were solved."""
        if self.plans >= self._most:
            raise OutOfPlansError
        self._steps.begin("trying calendars")
        cells = _cells(self._leaving.donors, _years(self._asked, place))
        glance = self._what_if.ask(cells, control=self._control)
        if glance is None or glance.least_missing > self._leaving.most_unpaid:
            return False
        self.solved[place] = glance
        return True


def _of_grid(
    batch: Batch, leaving: Leaving, asked: Sequence[int], test: ExitTest, progress: Progress | None, control: Control
) -> dict[Place, Glance]:
    """Solve all calendars and return those that pass."""
    places = list(product(range(len(asked)), repeat=len(leaving.donors)))
    calendars = [_years(asked, place) for place in places]
    variations = [Variation(str(years), _cells(leaving.donors, years)) for years in calendars]
    staying = Variation("never", exit_cells(leaving.donors, None))
    reference, *answers = batch.answer([staying, *variations], progress=said_as(progress, TRYING), control=control)
    passing: dict[Place, Glance] = {
        place: answer.glance for place, years, answer in zip(places, calendars, answers, strict=True)
        if answer.glance is not None
        and not test.failures(answer.glance, min(years), leaving.most_unpaid, reference.glance)
    }
    return passing


def _least(places: Iterable[Place]) -> list[Place]:
    """Return the places that are not above another one."""
    known = list(places)
    return [one for one in known if not any(one != other and _is_below(other, one) for other in known)]


def _years(asked: Sequence[int], place: Place) -> tuple[int, ...]:
    return tuple(asked[at] for at in place)


def _cells(donors: Sequence[str], years: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(cell for donor, year in zip(donors, years, strict=True) for cell in exit_cells((donor,), year))


def _few(donors: tuple[str, ...]) -> tuple[str, ...]:
    if len(donors) > MOST_DONORS:
        raise CaseError([Issue(
            "many_donors", f"Exit calendars of {len(donors)} donors are too many to compare.",
            f"Name up to {MOST_DONORS} donors; the others keep the exit years of the case.", "donors",
        )])
    return donors


def _affordable(grid: int, most_plans: int) -> None:
    if grid + 1 > most_plans:
        raise CaseError([Issue(
            "large_grid", f"This test needs a plan for each of {grid:,} calendars, and {most_plans:,} plans are allowed.",
            "Name fewer donors or years, or allow more plans. Without coverage and margin in the test, and without donors "
            "that have a match_base, most calendars follow from others.", "donors",
        )])
