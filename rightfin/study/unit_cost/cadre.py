"""What one more person of a cadre costs: a post kept filled over the years of the plan, and one career to its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings
from rightfin.definition import Definition
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.progress import Progress
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control, SolveStoppedError
from rightfin.study.unit_cost.career import Career, career_of
from rightfin.study.unit_cost.marginal import Beside, CostPart, Years


@dataclass(frozen=True)
class CadreCost:
    """What one more person of ``cadre`` costs.

    ``post`` is a post that is filled in ``year`` and kept filled: its cost by part and planning year, years after the last
    one shown included, currency at current prices, what is lost on the way included; ``lost`` is how much of it that is.
    ``deflator`` is 1 in the base year, ``discount`` the real discount factor, both by planning year; ``years`` are those
    shown. ``career`` is one recruit from training to the last pension, at base-year prices. ``overhead`` names the cadres
    of which more are needed, and how many for one more of this.
    """

    title: str
    currency: str
    cadre: str
    name: str
    institution: str
    year: int
    base_year: int
    years: tuple[int, ...]
    post: Mapping[CostPart, Years]
    lost: Years
    deflator: Years
    discount: Years
    career: Career
    overhead: Mapping[str, float]
    trainees: float
    """How many are trained for the one who joins."""
    present: float
    """What share of one who is paid is there."""

    def total(self, year: int) -> float:
        """Return what the post costs in a planning year, currency of the year."""
        return sum(years[year] for years in self.post.values())

    def real(self, part: CostPart, years: Iterable[int] | None = None) -> float:
        """Return what a part of the post costs over years, those shown if none are named, at base-year prices."""
        return sum(self.post[part][t] / self.deflator[t] for t in (self.years if years is None else years))

    def discounted(self, part: CostPart, years: Iterable[int] | None = None) -> float:
        """Return the same, discounted to the base year."""
        shown = self.years if years is None else years
        return sum(self.discount[t] * self.post[part][t] / self.deflator[t] for t in shown)

    @cached_property
    def parts(self) -> tuple[CostPart, ...]:
        """The parts that cost anything, in order."""
        return tuple(part for part in CostPart if any(self.post[part].values()) or self.career.real[part])


def cadre_cost(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    cadre: str, year: int | None = None, progress: Progress | None = None,
    control: Control = NEVER,
) -> CadreCost:
    """Return what one more person of a cadre costs, from the parameters and rules that plans of the case obey.

    The post is filled in ``year``; without it, in the first year in which someone can join who is trained within the plan.
    Nothing is solved: it takes less than a second, and ``progress`` has no steps to tell.

    Raises ``CaseError`` if the case cannot be used, has no such cadre, or the year is not one in which a recruit who is
    trained within the plan can join; ``SolveStoppedError`` if ``control`` stops it.
    """
    if control.stops():
        raise SolveStoppedError(control.why())
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    parameters, prepared = question.parameters, question.prepared
    d, people = Inputs(parameters, layout_of(parameters)), parameters.people
    if cadre not in people.cadres:
        raise CaseError([Issue("unknown_cadre", f"The case has no cadre {cadre}.", choose(cadre, people.cadres))])
    joins = _year(d, cadre, year)
    strength = {t: float(t >= joins) for t in d.years}
    beside = Beside(d, cadre, strength)
    needed = {o: ratio for o in people.cadres if (ratio := _ratio(d, o, cadre, joins)) > 0.0}
    above = [Beside(d, o, _kept(d, o, cadre, strength)) for o in needed]
    post = {part: beside.costs().get(part, dict.fromkeys(d.years, 0.0)) for part in CostPart}
    for one in above:
        for years in one.costs().values():
            post[CostPart.OVERHEAD] = {t: post[CostPart.OVERHEAD][t] + years[t] for t in d.years}
    lost = {t: sum(one.lost()[t] for one in (beside, *above)) for t in d.years}
    style, said = parameters.horizon.style, resolved_settings(prepared)
    recruit = d.recruited[cadre]
    trained = max(joins - int(d.training_lead[recruit]), d.first)
    return CadreCost(
        title=str(said["title"]), currency=str(said["currency"]), cadre=cadre,
        name=next(str(row["name"]) for row in prepared.records("cadres") if row["cadre"] == cadre),
        institution=people.institution_of[cadre], year=style.written(joins),
        base_year=style.written(parameters.horizon.price_year), years=parameters.horizon.written, post=post, lost=lost,
        deflator={t: float(d.deflator[t]) for t in d.years}, discount={t: float(d.discount[t]) for t in d.years},
        career=career_of(d, cadre, joins, needed), overhead=needed,
        trainees=float(d.trainees[recruit, trained]) / float(d.recruits_kept[recruit, joins]),
        present=float(d.present[cadre, joins]),
    )


def _year(d: Inputs, cadre: str, asked: int | None) -> int:
    """Return the year in which the post is filled; raises ``CaseError`` if nobody trained in the plan can join in it."""
    horizon, recruit = d.parameters.horizon, d.recruited[cadre]
    lead = int(d.training_lead[recruit]) if d.entry[recruit] else 0
    first = d.first + lead
    year = first if asked is None else asked
    if first <= year <= horizon.end:
        return year
    said = horizon.style.text
    if first > horizon.end:
        raise CaseError([Issue(
            "no_year", f"{recruit} are trained for {lead} years, so nobody who is trained within the plan joins in it.",
            f"Plan until {said(first)} at least, with --set end_year={said(first)}.")])
    why = f", because training takes {lead} years" if lead else ""
    raise CaseError([Issue(
        "year_outside", f"Nobody trained within the plan can join in {said(year)} and be paid in it{why}.",
        f"Name a year from {said(first)} to {said(horizon.end)}.")])


def _ratio(d: Inputs, overhead: str, cadre: str, year: int) -> float:
    """Return how many of an overhead cadre one more of a cadre asks for."""
    base = d.parameters.people.overhead_base
    return float(d.overhead_ratio[overhead, year]) if cadre in base.get(overhead, ()) else 0.0


def _kept(d: Inputs, overhead: str, cadre: str, strength: Years) -> Years:
    """Return the strength of an overhead cadre that goes with people of a cadre; nobody is dismissed for lower ratios."""
    found: Years = {}
    for t in d.years:
        left = (1.0 - d.attrition[overhead, t]) * found.get(t - 1, 0.0)
        found[t] = max(_ratio(d, overhead, cadre, t) * strength[t], left)
    return found
