"""What coordination is worth: the same pledges earmarked, in a pool, and in a pool as good as one can be.

Everything is compared by levels 1 and 2 in their order: broken obligations first, then the rest of level 1, then unmet
needs. Levels are held within slacks that are shares of their natural sizes, and natural sizes count donors' money, which a
pool changes; so all plans are solved with the natural sizes of the earmarked case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import filled
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.pool import name_of_pool, pooled, pooled_perfectly
from rightfin.lp.objectives import natural_sizes
from rightfin.planning import Built
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth, Solution, solve_on
from rightfin.solve.session import Session
from rightfin.study.briefing.relief import Relief, reliefs_of
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.coordination.arrangement import Arrangement, Way, arrangement_of
from rightfin.study.coordination.restrictions import Restriction, costs_of_restrictions, in_words, restrictions_of
from rightfin.study.coordination.worth import ScaledPledges
from rightfin.study.rank import Rank, better_by, ranked, rounded
from rightfin.study.whatif import WhatIf


class WhyOutside(StrEnum):
    """Why a donor is not in the pool."""

    MATCH = "has a match"
    EARMARK = "has an earmark"
    MAY_NOT = "may not pool"
    NOT_NAMED = "was not named"


@dataclass(frozen=True)
class Joining:
    """What one member adds to the pool: the pool without it, its money earmarked, less the pool of all.

    Positive numbers are gains: ``broken`` in discounted base-year currency (level 1a), ``unmet`` in units of level 2.
    """

    donor: str
    broken: float
    unmet: float
    rank: Rank
    """Gain in each level in their order, zero where the two count as alike."""


@dataclass(frozen=True)
class Coordination:
    """What pooling is worth, what each restriction costs, and from whose joining most is gained.

    ``outside`` says who is not in the pool and why. ``joining`` is ordered by what is gained, most first.
    """

    fee: float
    delay: int
    members: tuple[str, ...]
    outside: Mapping[str, WhyOutside]
    earmarked: Arrangement
    pooled: Arrangement
    perfect: Arrangement
    restrictions: tuple[Restriction, ...]
    asks: tuple[Relief, ...]
    """Things to ask for, each tried alone under earmarks, what closes most for its money first."""
    joining: tuple[Joining, ...]
    discounted: Mapping[int, float]
    """What turns money of a year shown into discounted base-year money."""

    @property
    def arrangements(self) -> tuple[Arrangement, ...]:
        """The three ways to give: earmarked, pooled, pooled perfectly."""
        return self.earmarked, self.pooled, self.perfect


def coordination(
    case: Case,
    *,
    definition: Definition | None = None,
    scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None,
    starts: Starts | None = None,
    fee: float = 0.01,
    delay: int = 1,
    members: Sequence[str] | None = None,
    progress: Progress | None = None,
    control: Control = NEVER,
) -> Coordination:
    """Compare the same pledges earmarked, pooled, and pooled perfectly.

    Parameters
    ----------
    fee : share that the pool keeps of what is paid in, in place of the members' own fees.
    delay : whole years that money spends in the pool, on top of the members' own delays.
    members : donors in the pool; all that may pool and have no match and no earmark if absent.
    progress : called as a step begins, see ``Progress``.

    Raises
    ------
    CaseError
        If the case, a scenario or a setting cannot be used, fee or delay cannot be, a member is unknown, may not pool or
        has a match or an earmark, fewer than two can pool, or hard limits contradict one another.
    SolveStoppedError
        If ``control`` stopped it.
    """
    study = _Study(Question.of(case, definition, scenarios, settings, starts=starts), control)
    _check_terms(fee, delay)
    chosen, outside = study.members(members)
    listed = restrictions_of(study.case)
    joiners = chosen if len(chosen) > 2 else ()
    steps = Steps(progress, 6 + len(listed) + len(joiners))
    steps.begin("planning with earmarked money")
    earmarked = study.arrangement(Way.EARMARKED, study.parameters, ())
    steps.begin("planning with a pool")
    common = pooled(study.parameters, chosen, fee, delay)
    real = study.arrangement(Way.POOLED, common, chosen)
    steps.begin("planning with a perfect pool")
    perfect = study.arrangement(Way.PERFECT, pooled_perfectly(study.parameters, chosen), chosen)
    scaled, before = ScaledPledges(study.case, study.parameters, chosen, control), ranked(earmarked.levels)
    steps.begin("seeking the money that does as well as the pool")
    real = replace(real, worth=scaled.worth(ranked(real.levels), before))
    steps.begin("seeking the money that does as well as a perfect pool")
    perfect = replace(perfect, worth=scaled.worth(ranked(perfect.levels), before))
    names = earmarked.plan.names
    costs = costs_of_restrictions(
        study.live, listed, lambda one: steps.begin(f"lifting {in_words(one.kind, one.key, names)}"), control
    )
    steps.begin("trying what may be asked for")
    asks = reliefs_of(study.case, Session(study.parameters), names, control=control)
    joining = []
    for donor in joiners:
        steps.begin(f"pooling without {names.donors.get(donor, donor)}")
        others = [member for member in chosen if member != donor]
        found = ranked(study.solve(pooled(study.parameters, others, fee, delay), Depth.NEEDS)[1].levels)
        joining.append(study.joining(donor, found, real))
    if not joiners:  # a pool of one is none: the other one stays earmarked, too
        joining = [study.joining(donor, before, real) for donor in chosen]
    fiscal = study.parameters.fiscal
    return Coordination(
        fee=fee, delay=delay, members=chosen, outside=outside, earmarked=earmarked, pooled=real, perfect=perfect,
        restrictions=costs, asks=tuple(ask for ask in asks if ask.helps),
        joining=tuple(sorted(joining, key=lambda found: ([-rounded(gain) for gain in found.rank], found.donor))),
        discounted=dict(zip(earmarked.plan.years, fiscal.money_discount.tolist(), strict=False)),
    )


def _check_terms(fee: float, delay: int) -> None:
    if not 0.0 <= fee < 1.0:
        raise CaseError([Issue("pool_fee", f"A pool cannot keep {fee:g} of what is paid in.",
                               "Give the fee as a share from 0 to less than 1, such as 0.01.")])
    if not isinstance(delay, int) or isinstance(delay, bool) or not 0 <= delay <= 10:
        raise CaseError([Issue("pool_delay", f"A delay of {delay} cannot be used.", "Give whole years from 0 to 10.")])


class _Study:
    """The case whose donors may pool."""

    def __init__(self, question: Question, control: Control) -> None:
        self._question, self._control = question, control
        self.live = WhatIf.of(question)
        """Live models of the case."""
        self.case = question.prepared
        self.parameters = self.live.parameters
        self.sizes = natural_sizes(self.parameters)

    def members(self, named: Sequence[str] | None) -> tuple[tuple[str, ...], dict[str, WhyOutside]]:
        """Return who is in the pool, and who is outside and why; raises ``CaseError`` if no pool can be made."""
        donors = self.parameters.donors
        may = {str(row["donor"]): bool(row["may_pool"]) for row in filled(self.case, "donors")}
        marked = frozenset(self.parameters.earmarks.earmark_donor.values())
        issues = []
        for donor in named or ():
            if donor not in may:
                issues.append(Issue("unknown_donor", f"The case has no donor {donor}.", choose(donor, may), "donors",
                                    donor))
            elif donor in donors.scope:
                issues.append(Issue("member_has_match", f"{donor} gives only as the state pays too, so it stays outside.",
                                    "Leave it out, or clear its match.", "donors", donor, "match"))
            elif donor in marked:
                issues.append(Issue("member_has_earmark", f"{donor} marks what its money is for, so it stays outside.",
                                    "Leave it out, or delete its rows of earmarks.", "donors", donor))
            elif not may[donor]:
                issues.append(Issue("may_not_pool", f"{donor} may not pool.", "Leave it out, or set may_pool to true.",
                                    "donors", donor, "may_pool"))
        outside: dict[str, WhyOutside] = {}
        for donor in donors.donors:
            if donor in donors.scope:
                outside[donor] = WhyOutside.MATCH
            elif donor in marked:
                outside[donor] = WhyOutside.EARMARK
            elif not may[donor]:
                outside[donor] = WhyOutside.MAY_NOT
            elif named is not None and donor not in named:
                outside[donor] = WhyOutside.NOT_NAMED
        chosen = tuple(donor for donor in donors.donors if donor not in outside)
        if not issues and len(chosen) < 2:
            who = f"only {chosen[0]} can" if chosen else "none can"
            issues = [Issue("no_pool", f"A pool needs two donors, and {who} join one.",
                            "Set may_pool to true for more donors without a match or an earmark, or name more of them.",
                            "donors")]
        if issues:
            raise CaseError(issues)
        return chosen, outside

    def solve(self, parameters: Parameters, depth: Depth) -> tuple[Built, Solution]:
        """Solve the levels for parameters from nothing, as a plan is, with the natural sizes of the earmarked case."""
        built = Built.of(parameters)
        found = solve_on(
            built.stages, parameters, depth, control=self._control, priced=depth is Depth.PLAN, sizes=self.sizes
        )
        return built, solution_or_refusal(found, self.case)

    def arrangement(self, way: Way, parameters: Parameters, members: Sequence[str]) -> Arrangement:
        """Return the plan of one way to give."""
        built, found = self.solve(parameters, Depth.PLAN)
        done = {"donors": f"{way}: {', '.join(members)}"} if members else {}
        plan = self._question.plan_of(built.inputs, built.program, found, study=done)
        pool = name_of_pool(self.parameters)
        if members:
            plan = replace(plan, names=replace(plan.names, donors={**plan.names.donors, pool: "Pooled fund"}))
        return arrangement_of(way, plan, built.inputs, built.program, found, pool if members else None)

    def joining(self, donor: str, without: Rank, together: Arrangement) -> Joining:
        """Return what is gained when a donor joins the others."""
        gains = better_by(ranked(together.levels), without, self.sizes)
        return Joining(donor, gains[0], gains[-1], gains)
