"""The earliest year from which a target can hold and stay, what stands against the year before, and what that takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.progress import Progress, Steps, in_parts
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth
from rightfin.study.search import least_whole
from rightfin.study.why.least_change import LeastChange, LeastChanges
from rightfin.study.why.movable_inputs import MayWord, may_words
from rightfin.study.why.refused import wishes_asked
from rightfin.study.why.standing_against import StandingAgainst, standing_against
from rightfin.study.why.wished import RANKING, Asking, WishedPlan, WishModels, WishValue, first_worse
from rightfin.study.why.wishes import Wish

PROMISED = tuple(name for name in RANKING if name != "needs")
"""Level 1, by the names of its parts: what has to be kept where a target is reached."""


@dataclass(frozen=True)
class Reaching:
    """When targets can be reached, with all that is promised kept as in the plan.

    ``year`` is the earliest year from which they can hold and stay up to the last one shown, ``None`` if there is none;
    ``in_plan`` the same of the plan as it is. ``values`` are what the plan has, year by year, and the plan of the targets;
    ``wished`` is that plan against the first.

    ``before`` is the year before, ``None`` where there is none: then ``against`` says what stands against the targets from
    that year on, and ``changes`` what is the least change of inputs with which they hold from then on. If no year will do,
    it is the last one.
    """

    plan: Plan
    targets: tuple[Wish, ...]
    year: int | None
    in_plan: int | None
    values: tuple[WishValue, ...]
    wished: WishedPlan | None
    before: int | None
    against: StandingAgainst | None
    changes: tuple[LeastChange, ...]
    tried: int
    """How many years were tried."""


def reach(
    case: Case, target: str | Iterable[str], *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, may: Iterable[str] = (),
    progress: Progress | None = None, control: Control = NEVER,
) -> Reaching:
    """Return the earliest year from which a target such as ``coverage.violent_crime >= 0.9`` can hold and stay.

    Several targets hold together. ``may`` is what may be moved to have them a year earlier, as for ``why_not``.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used, a target cannot be read or names years, or
    hard limits contradict one another, and ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    targets = _targets([target] if isinstance(target, str) else list(target), question, control)
    movable = may_words([may] if isinstance(may, str) else list(may), question.prepared)
    planning, searching = in_parts(progress, 2)
    return reached(WishModels(question, planning, control), targets, movable, searching)


def _targets(texts: Sequence[str], question: Question, control: Control) -> tuple[Wish, ...]:
    targets = wishes_asked(texts, question, "target", control)
    if dated := [wish for wish in targets if not wish.every]:
        raise CaseError([
            Issue("target_years", f"The target {wish} names years.", "Leave them out: the earliest is what is sought. "
                  "rightfin whynot says what it costs in a year.") for wish in dated
        ])
    return targets


def reached(
    models: WishModels, targets: tuple[Wish, ...], may: tuple[MayWord, ...], progress: Progress | None = None
) -> Reaching:
    """Return when targets can be reached in a case whose plan is made; see ``reach``."""
    steps = Steps(progress, 4)
    asking = models.asking(targets)
    values = asking.told(None)
    missing = [value.year for value in values if not value.holds]
    years = models.years
    in_plan = next((year for year in years if year > max(missing, default=0)), None)
    steps.begin("seeking the earliest year")
    first, tried = _first(asking, targets, years if in_plan is None else years[: years.index(in_plan) + 1], in_plan)
    wished = None
    if first is not None:
        steps.begin("planning with the target")
        found = asking.solve(_from(targets, years, first))
        if found is not None:
            shown = asking.told(found)
            wished = asking.against_plan(found)
            values = shown
    place = len(years) if first is None else years.index(first)
    if place == 0:
        return Reaching(models.plan(), targets, first, in_plan, values, wished, None, None, (), tried)
    before = years[place - 1]
    earlier = _from(targets, years, before)
    changes = LeastChanges(models, may)
    steps.begin("looking for what stands against the year before")
    against = standing_against(asking, earlier, changes.most(PROMISED))
    steps.begin("seeking what one year earlier takes")
    moved = changes.of(asking, earlier, PROMISED)
    return Reaching(models.plan(), targets, first, in_plan, values, wished, before, against, moved, tried)


def _from(targets: Sequence[Wish], years: Sequence[int], first: int) -> tuple[Wish, ...]:
    return tuple(target.at(year for year in years if year >= first) for target in targets)


def _first(
    asking: Asking, targets: Sequence[Wish], years: Sequence[int], in_plan: int | None
) -> tuple[int | None, int]:
    """Return the first of years from which targets can hold with what is promised kept, and how many were tried.

    To hold from a later year on is to hold in fewer years: so if one year will do, all later ones do. The plan shows that
    ``in_plan`` does, if it is a year; it is the last of ``years`` then.
    """
    tried = 0

    def holds(place: int) -> bool:
        nonlocal tried
        tried += 1
        found = asking.solve(_from(targets, asking.models.years, years[place]), Depth.NEEDS)
        return found is not None and first_worse(asking.models, found, PROMISED) is None

    last = len(years) - 1
    if in_plan is None and not holds(last):
        return None, tried
    return years[least_whole(-1, last, holds)], tried
