"""What would help most for its money: a short list of things to ask for, each tried alone on live models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.kinds import Axis
from rightfin.lp.labels import rows_of
from rightfin.lp.objectives import natural_sizes
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.assemble import names_of
from rightfin.result.plan import Names
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, Depth, Solution
from rightfin.solve.session import Session
from rightfin.solve.trials import Trial, difference
from rightfin.study.briefing.asks import Ask, GivesWay, asks_of, donor_money
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.rank import rounded

DONORS = 3
"""Donors whose money is asked for: those with the dearest year by its price, at constant prices."""


@dataclass(frozen=True)
class Relief:
    """What came of one thing that was asked for, everything else as it is; levels 1 and 2 were solved again.

    ``words`` says what it is, as a noun: *10% more training places everywhere*. ``who`` is the id of the donor,
    institution, cadre, payer or transfer that it is about, empty where it is about all.

    ``settles`` is what else can be paid or supported: the fall of level 1a, at base-year prices, discounted. It comes
    first: where ``before`` names a level of 1 that moved (``1a`` to ``1d``), ``closes`` may be negative. ``closes``
    is the fall of the weighted gap, in discounted need-years, and ``share`` that fall over the whole gap, 0 where there is
    none.

    ``costs`` is what payers must add, by id of the donor or payer of own money, in the case's currency at current prices;
    empty where money that is pledged or within the ceilings already pays for it; ``real_cost`` is the sum of it at
    base-year prices, by which things to ask for are compared. ``unpriced`` says that it takes something the case has no
    price for: places or buildings.
    """

    kind: GivesWay
    who: str
    words: str
    settles: float
    closes: float
    share: float
    before: str
    costs: Mapping[str, float]
    real_cost: float
    unpriced: bool

    @property
    def cost(self) -> float:
        """What all payers must add, in the case's currency at current prices."""
        return sum(self.costs.values())

    @property
    def free(self) -> bool:
        """Whether nobody must add money that the case knows of."""
        return self.cost == 0.0

    @property
    def helps(self) -> bool:
        """Whether it makes the plan better: level 1 first, then needs."""
        return self.settles > 0.0 or self.closes > 0.0 or self.before != ""


def reliefs(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    progress: Progress | None = None, control: Control = NEVER,
) -> tuple[Relief, ...]:
    """Try what may be asked for in a case, one thing at a time, and return what each does, the best for its money first.

    What asks for no money beyond the ceilings and the pledges comes first, by what else it pays, then by what it closes;
    then what costs money, by what it closes for a unit of it. What makes hard limits contradict one another is left out.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used or its hard limits contradict one another, and
    ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    prepared = question.prepared
    return reliefs_of(prepared, Session(question.parameters), names_of(prepared), progress, control)


def reliefs_of(
    case: Case, session: Session, names: Names, progress: Progress | None = None, control: Control = NEVER
) -> tuple[Relief, ...]:
    """Return the reliefs of a prepared case at which live models stand; see ``reliefs``."""
    parameters = session.inputs.parameters
    found = session.solve(parameters, Depth.NEEDS, control=control, priced=True)
    base = solution_or_refusal(found, case)
    sizes = natural_sizes(parameters)
    asks = [*_of_donors(session, base, parameters, names), *asks_of(parameters, names)]
    gap = next(level.value for level in base.levels if level.order == "2")
    tried = []
    steps = Steps(progress, len(asks))
    for ask in asks:
        steps.begin(f"trying {ask.words}")
        other = session.solve(ask.parameters, Depth.NEEDS, control=control)
        if not isinstance(other, Contradiction):
            tried.append(_relief(ask, difference(base.levels, other.levels, sizes), gap))
    return tuple(sorted(tried, key=_place))


def _of_donors(session: Session, base: Solution, p: Parameters, names: Names) -> list[Ask]:
    """Return more money of the donors whose dearest years are dearest, each in that year; prices at constant prices."""
    gradients, d = base.prices, session.inputs
    if gradients is None:
        return []
    best: dict[str, tuple[float, int]] = {}
    for place, at in rows_of(session.program, "pledge"):
        year = at[Axis.YEAR]
        if year > p.horizon.end or not d.spendable(at[Axis.GROUP], year):
            continue
        donor = next(group.members[0] for group in d.layout.groups if group.name == at[Axis.GROUP])
        worth = -float(gradients[place]) * (1.0 - p.by_name.fee[donor, year]) * p.by_name.deflator[year]
        if worth > best.get(donor, (0.0, 0))[0]:
            best[donor] = worth, year
    dearest = sorted(best, key=lambda donor: (-best[donor][0], donor))[:DONORS]
    return [ask for donor in dearest if (ask := donor_money(p, names, donor, best[donor][1])) is not None]


def _relief(ask: Ask, trial: Trial, gap: float) -> Relief:
    closes = 0.0 - trial.needs
    return Relief(
        kind=ask.kind, who=ask.who, words=ask.words, settles=0.0 - trial.owed, closes=closes,
        share=closes / gap if gap > 0.0 else 0.0, before=trial.before, costs=dict(ask.costs),
        real_cost=ask.real_cost, unpriced=ask.unpriced,
    )


def _place(one: Relief) -> tuple[bool, float, float, str, str]:
    per = 1.0 if one.free else 1.0 / one.real_cost
    return not one.free, -rounded(one.settles * per), -rounded(one.closes * per), str(one.kind), one.who
