"""Why not: what wishes cost a plan, what they take without any loss, and when they are free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.progress import Progress, Steps, in_parts
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.search import least_whole
from rightfin.study.why.least_change import LeastChange, LeastChanges
from rightfin.study.why.movable_inputs import MayWord, may_words
from rightfin.study.why.refused import wishes_asked
from rightfin.study.why.standing_against import StandingAgainst, standing_against
from rightfin.study.why.wished import RANKING, Asking, WishedPlan, WishModels, WishValue, WishVerdict
from rightfin.study.why.wishes import Wish


@dataclass(frozen=True)
class WishLater:
    """The same wishes, begun later: ``free`` are those of the first later years in which nothing is lost at levels 1 and 2.

    ``within`` are those of the first in which level 1 loses nothing and level 2 at most ``share`` of all that it counts,
    where such a share was asked for. ``None`` where no year of the plan is late enough. ``losses`` are the later beginnings
    that were tried, each with the share that level 2 loses, ``None`` where it cannot be or level 1 loses.
    """

    free: tuple[Wish, ...] | None
    within: tuple[Wish, ...] | None
    share: float
    losses: tuple[tuple[tuple[Wish, ...], float | None], ...]

    @property
    def tried(self) -> int:
        """How many later beginnings were tried."""
        return len(self.losses)


@dataclass(frozen=True)
class WhyNot:
    """What came of wishes.

    ``wished`` is the best plan in which they hold, ``None`` where the plan has them or none can; ``against`` says why none
    can. ``changes`` are the least changes of inputs with which they are had without loss at levels 1 and 2, and ``later``
    when they cost nothing; both are left out where the wishes cost nothing as it is.
    """

    plan: Plan
    wishes: tuple[Wish, ...]
    verdict: WishVerdict
    values: tuple[WishValue, ...]
    wished: WishedPlan | None
    against: StandingAgainst | None
    changes: tuple[LeastChange, ...]
    later: WishLater | None


def why_not(
    case: Case, wishes: Iterable[str], *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, may: Iterable[str] = (),
    loss: float = 0.0, progress: Progress | None = None, control: Control = NEVER,
) -> WhyNot:
    """Return what wishes such as ``strength.police >= 9000 in 2029`` cost the plan of a case, and what they take.

    ``may`` is what may be moved to have them without loss (see ``may_words``), everything where nothing is said. ``loss``
    is a share of what level 2 counts that a later beginning may cost.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used, a wish cannot be read or hard limits
    contradict one another, and ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    asked = wishes_asked([wishes] if isinstance(wishes, str) else list(wishes), question, control=control)
    movable = may_words([may] if isinstance(may, str) else list(may), question.prepared)
    if not 0.0 <= loss <= 1.0:
        raise CaseError([Issue("share", f"{loss:g} is no share that a wish may cost.", "Write a number from 0 to 1.")])
    planning, asking = in_parts(progress, 2)
    return WishStudy(question, planning, control).why_not(asked, movable, loss, asking)


class WishStudy:
    """A case with live models that answer for one wish after the other; for one thread at a time."""

    def __init__(self, question: Question, progress: Progress | None = None, control: Control = NEVER) -> None:
        self.models = WishModels(question, progress, control)
        self._changes: dict[tuple[MayWord, ...], LeastChanges] = {}
        self._plan: Plan | None = None

    @property
    def plan(self) -> Plan:
        """The plan without wishes."""
        self._plan = self._plan or self.models.plan()
        return self._plan

    def changes(self, may: tuple[MayWord, ...]) -> LeastChanges:
        """Return what finds least changes of the inputs that may move."""
        if may not in self._changes:
            self._changes[may] = LeastChanges(self.models, may)
        return self._changes[may]

    def why_not(
        self, wishes: tuple[Wish, ...], may: tuple[MayWord, ...], loss: float = 0.0, progress: Progress | None = None
    ) -> WhyNot:
        """Return what came of wishes; see ``why_not``."""
        steps = Steps(progress, 4)
        asking = self.models.asking(wishes)
        steps.begin("asking for the wish")
        values = asking.told(None)
        if all(value.holds for value in values):
            return WhyNot(self.plan, wishes, WishVerdict.HOLDS, values, None, None, (), None)
        found = asking.solve()
        wished = against = None
        if found is None:
            verdict = WishVerdict.IMPOSSIBLE
            steps.begin("looking for what stands against it")
            against = standing_against(asking, wishes, {})
        else:
            values, wished = asking.told(found), asking.against_plan(found)
            verdict = wished.verdict
        if verdict in (WishVerdict.FREE, WishVerdict.MONEY):
            return WhyNot(self.plan, wishes, verdict, values, wished, None, (), None)
        steps.begin("seeking the least change that brings it")
        changes = self.changes(may).of(asking, wishes, RANKING)
        steps.begin("trying later years")
        return WhyNot(self.plan, wishes, verdict, values, wished, against, changes, later(asking, wishes, loss))


def later(asking: Asking, wishes: Sequence[Wish], loss: float) -> WishLater | None:
    """Return when the same wishes cost nothing if they begin later; ``None`` where there is no later year.

    A wish for some years begins later and ends with the same year if that is the last one shown; then later never costs
    more, and the first year is halved for. Any other is for as many years as before, and one year after the other is tried.
    """
    end = asking.models.years[-1]
    most = min(int(end) - int(wish.years[0 if wish.years[-1] == end else -1]) for wish in wishes)
    if most < 1:
        return None
    losses: dict[int, float | None] = {}

    def costs_at_most(share: float, offset: int) -> bool:
        if offset not in losses:
            losses[offset] = asking.loss(_begun_later(wishes, offset, int(end)))
        lost = losses[offset]
        return lost is not None and lost <= share

    nested = all(wish.years[-1] == end for wish in wishes)
    free = _first(most, partial(costs_at_most, 0.0), nested)
    some = _first(most, partial(costs_at_most, loss), nested) if loss > 0.0 else free
    begun = [None if found is None else _begun_later(wishes, found, int(end)) for found in (free, some)]
    return WishLater(begun[0], begun[1], loss, tuple(
        (_begun_later(wishes, offset, int(end)), lost) for offset, lost in sorted(losses.items())))


def _first(most: int, suffices: Callable[[int], bool], nested: bool) -> int | None:
    if nested:
        return least_whole(0, most, suffices) if suffices(most) else None
    return next((offset for offset in range(1, most + 1) if suffices(offset)), None)


def _begun_later(wishes: Sequence[Wish], offset: int, end: int) -> tuple[Wish, ...]:
    def moved(wish: Wish) -> tuple[int, ...]:
        first, last = wish.years[0], wish.years[-1]
        begun = wish.years[offset:] if int(first) != int(last) == end else tuple(year + offset for year in wish.years)
        return tuple(year for year in begun if int(year) <= end)

    return tuple(wish.at(moved(wish)) for wish in wishes)
