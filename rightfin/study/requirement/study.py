"""What would it take to be free of donors: the least of one thing alone, and the balanced combination of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import base_and_end, resolved_settings, style_of_case
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.extended import Move, moved
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.single import Single
from rightfin.study.exits.leaving import leaving_donors
from rightfin.study.requirement.levers import (
    against,
    cheaper,
    freed,
    institutions,
    pledges,
    security_share,
    tax_effort,
)
from rightfin.study.requirement.missions import missions
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.payers import payers
from rightfin.study.requirement.revenue import Revenue
from rightfin.study.requirement.unaided import FORCE, MINIMUM, Unaided
from rightfin.study.search import least_number
from rightfin.study.stranded import stranded
from rightfin.tolerances import CLOSE

PACE = 0.5
"""Points of GDP by which revenue rises a year where a reform is asked about: what counts as a large episode of revenue
mobilisation if it lasts three years or more (Akitoby and others, IMF Working Paper 18/234)."""

WAGES = ("wage_bill",)
"""The rows of the limit of the wage bill."""


@dataclass(frozen=True)
class Balance:
    """All things moved at once by the same share of what each would need alone: the least such share, and the parts."""

    share: float
    parts: Mapping[str, float]


@dataclass(frozen=True)
class WageBill:
    """What became of the requirement without the limit of the wage bill, all else the same: tried once.

    ``shares`` is how much of revenue own pay may take by year shown. ``missing`` and ``missing_after`` are as those of the
    requirement, zero where that force can be paid without the limit; ``binds`` says that less is missing without it.
    """

    shares: tuple[float, ...]
    missing: tuple[float, ...]
    missing_after: float
    binds: bool


@dataclass(frozen=True)
class Requirement:
    """What own financing takes. Money in currency units at current prices; persons by year over the years shown.

    ``year`` is the first year without the donors' money, ``missing`` what nobody pays by year if nothing else changes and
    the force is kept, supported people included; ``None`` where not all can be supported at any price. It is nothing, and
    ``holds`` true, if and only if level 1a is zero.
    """

    title: str
    currency: str
    year: int
    donors: tuple[str, ...]
    names: tuple[str, ...]
    """Full names of the donors."""
    keep: float
    pace: float
    tax_limit: float | None
    """The share of GDP up to which tax effort was asked about; asked where something is missing only."""
    years: tuple[int, ...]
    revenue: tuple[float, ...]
    gdp: tuple[float, ...]
    security_share: tuple[float, ...]
    prices: tuple[float, ...]
    """Index of prices, 1 in the base year: what turns money of a year into base-year money if it is divided by it."""
    force: tuple[float, ...]
    given: tuple[float, ...]
    """What the donors give in the plan that makes the force, in which they never leave."""
    force_standing: tuple[float, ...] | None
    """All people in the plan of the case as it stands; ``None`` if it has no plan."""
    given_standing: tuple[float, ...] | None
    """What the donors give in that plan."""
    asked_from: int | None
    """From which year on that plan asks for a force that can be kept up for good; the force held is not so asked."""
    missing: tuple[float, ...] | None
    missing_after: float
    limits: frozenset[str]
    """The kinds of rows that the model of the case has, by the names of their families."""
    wage_bill: WageBill | None
    """``None`` where the case has no such limit, where nothing is missing, and where no money can mend what is."""
    holds: bool
    needs: tuple[Need, ...]
    balance: Balance | None
    solves: int
    stranded: tuple[Issue, ...] = ()
    """What nobody may pay any more without the donors, and what to do; empty where the requirement holds."""

    def need(self, name: str) -> Need:
        """Return one need by name; ``KeyError`` if there is none."""
        for need in self.needs:
            if need.name == name:
                return need
        raise KeyError(name)


def require(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    year: int, donors: Sequence[str] | None = None, keep: float = 1.0,
    pace: float = PACE, tax_limit: float | None = None, progress: Progress | None = None, control: Control = NEVER,
) -> Requirement:
    """Work out what it takes that no money of some donors is needed from a year on.

    The force that is kept is ``keep`` times the one of the plan in which these donors never leave, their last pledges
    going on, cadre by cadre, in every year from ``year`` on; it is paid and supported as the case asks. Each need is the
    least of one thing alone, all else as the case has it: extra revenue in points of GDP, as a level from ``year`` on and
    as a rise by so much every year from the first; a cut of all unit costs; a fund that pays what is missing; giving up a
    share of the force; the latest year in which revenue may begin to rise by ``pace`` points of GDP a year; a larger share
    of revenue for the sector; with ``tax_limit``, extra revenue up to that share of GDP; a smaller force of one institution
    alone; the pledge of one donor alone; how many years longer a peace operation that leaves would have to stay for the
    coverage of that plan to be held.

    Raises ``CaseError`` if the case, a donor, the year or the share cannot be used, and ``SolveStoppedError`` if
    ``control`` says so.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    chosen = leaving_donors(question.prepared, donors)
    _refuse(question.prepared, year, keep, pace, tax_limit)
    steps = Steps(progress, 9)
    steps.begin("planning the force that donors make possible")
    unaided = Unaided(question, chosen, year, keep, control)
    return _Asked(unaided, year, pace, tax_limit, control, steps).requirement(question.prepared, chosen, keep)


def _refuse(case: Case, year: int, keep: float, pace: float, tax_limit: float | None) -> None:
    style = style_of_case(case)
    base, end = style.all(base_and_end(case))
    issues = []
    if not base < year <= end:
        issues.append(Issue("year_out_of_range", f"{style.text(year)} cannot be the first year without donors.",
                            f"Give a year from {base + 1} to {end}."))
    if not 0.0 < keep <= 1.0:
        issues.append(Issue("keep_out_of_range", f"{keep:g} is not a share of the force.",
                            "Give a share above 0 and up to 1."))
    if not 0.0 < pace <= 100.0:
        issues.append(Issue("pace_out_of_range", f"{pace:g} points of GDP a year is not a pace.", "Give points above 0."))
    if tax_limit is not None and not 0.0 < tax_limit <= 1.0:
        issues.append(Issue("tax_limit_out_of_range", f"Revenue of {tax_limit:g} of GDP is not a limit.",
                            "Give a share of GDP above 0 and up to 1, such as 0.2."))
    if issues:
        raise CaseError(issues)


class _Asked:
    """One requirement being worked out."""

    def __init__(
        self, unaided: Unaided, year: int, pace: float, tax_limit: float | None, control: Control, steps: Steps
    ) -> None:
        self.of, self.tax_limit = unaided, tax_limit
        self.pace, self.control, self.steps = pace, control, steps
        self.p: Parameters = unaided.parameters
        self.year = self.p.horizon.style.written(year)
        self.shown = self.p.horizon.written
        self.revenue = Revenue(unaided, self.year, pace)

    def requirement(self, case: Case, donors: tuple[str, ...], keep: float) -> Requirement:
        count, fiscal = len(self.shown), self.p.fiscal
        holds = self.of.is_paid(self.of.program)
        missing = self.of.unpaid(self.of.program)
        if holds and missing is not None:  # what a solve leaves over is no need
            missing = 0.0, np.zeros_like(missing[1])
        needs = list(self.needs(missing))
        self.steps.begin("seeking what one institution, donor or peace operation would have to do")
        needs += [] if holds else self.others(donors)
        self.steps.begin("seeking all of it together")
        balance = None if holds else self.balanced({need.name: need for need in needs})
        gone = None if missing is None else missing[1]
        stated = resolved_settings(case)
        return Requirement(
            title=str(stated["title"]), currency=str(stated["currency"]), year=self.year, donors=donors,
            names=_names(case, donors), keep=keep, pace=self.pace,
            tax_limit=self.tax_limit, years=self.shown, revenue=tuple(fiscal.revenue[1 : count + 1].tolist()),
            gdp=tuple(fiscal.gdp[1 : count + 1].tolist()),
            security_share=tuple(_ratio(fiscal.ceiling, fiscal.revenue[1:])[:count].tolist()),
            prices=tuple(fiscal.deflator[1 : count + 1].tolist()),
            force=tuple(self.of.kept.strength.sum(axis=0)[:count].tolist()),
            given=tuple(self.of.kept.given[:count].tolist()),
            force_standing=_shown(self.of.kept.standing, count), given_standing=_shown(self.of.kept.given_standing, count),
            asked_from=None if self.of.kept.asked_from is None else self.p.horizon.style.written(self.of.kept.asked_from),
            missing=None if gone is None else tuple(gone[:count].tolist()),
            missing_after=0.0 if gone is None else float(gone[count:].sum()),
            limits=frozenset(family for family, _ in self.of.program.rows),
            wage_bill=None if holds or missing is None else self.without_wage_bill(missing[0]),
            holds=holds, needs=tuple(needs), balance=balance, solves=self.of.single.solves,
            stranded=() if holds else stranded(case, donors, self.year),
        )

    def needs(self, missing: tuple[float, Floats] | None) -> Iterator[Need]:
        """Yield what each thing alone would have to be."""
        self.steps.begin("seeking extra revenue as a level")
        yield self.revenue.least(
            "revenue_level", f"Extra revenue, the same points of GDP in every year from {self.year} on", "points of GDP",
            self.revenue.level,
        )
        self.steps.begin("seeking extra revenue as a rise")
        yield self.revenue.least(
            "revenue_path", f"Extra revenue that rises evenly from {self.shown[0]} on", "points of GDP more every year",
            self.revenue.path,
        )
        self.steps.begin("seeking a cut of unit costs")
        yield self.unit_costs()
        self.steps.begin("seeking a bridging fund")
        count = len(self.shown)
        yield Need(
            "bridging_fund", "A fund that pays what is missing", None if missing is None else missing[0],
            "currency, present value at base-year prices", "one optimisation",
            () if missing is None else tuple(missing[1][:count].tolist()),
            0.0 if missing is None else float(missing[1][count:].sum()),
            against=against(self.of, lambda lifted: self.of.unpaid(freed(self.of.program, lifted)) is not None)
            if missing is None else None,
        )
        self.steps.begin("seeking the force that can be kept")
        yield self.force()
        self.steps.begin("seeking the latest start of a reform")
        yield self.revenue.latest_start()

    def others(self, donors: Sequence[str]) -> Iterator[Need]:
        """Yield what the sector's share, tax effort, one institution, donor or peace operation alone would have to be."""
        fiscal, count = self.p.fiscal, len(self.shown)
        yield security_share(self.of, self.year, _ratio(fiscal.ceiling, fiscal.revenue[1:])[:count].tolist())
        if self.tax_limit is not None:
            yield tax_effort(self.of, self.year, self.revenue.ratio[:count].tolist(), self.tax_limit)
        yield from institutions(self.of)
        yield from pledges(self.of, self.year, donors)
        yield from missions(self.of)
        yield from payers(self.of, self.year)

    def without_wage_bill(self, missing: float) -> WageBill | None:
        """Try the limit of the wage bill away; ``missing`` is what nobody pays with it, discounted at base-year prices."""
        limits, count = self.p.fiscal.wage_ceiling, len(self.shown)
        if limits is None:
            return None
        found = self.of.unpaid(self.of.program, without=WAGES)
        if found is None:
            return None
        value, by_year = found
        nothing = 2.0 * self.of.most * self.of.program.objectives["unfunded"].scale
        if value <= nothing:
            by_year = np.zeros_like(by_year)
        return WageBill(
            tuple(_ratio(limits, self.p.fiscal.revenue[1:])[:count].tolist()), tuple(by_year[:count].tolist()),
            float(by_year[count:].sum()), binds=missing - value > max(nothing, CLOSE * missing),
        )

    def unit_costs(self) -> Need:
        """Return the least cut of all unit costs: cutting them by c does what 1 / (1 - c) times all money would do."""
        move = Move("more_money", self.of.money_sides())
        found = self.of.least(move)
        cut = None if found is None else 1.0 - 1.0 / (1.0 + found)
        return Need(
            "unit_costs", "A cut of all unit costs, from the first year on; contracts already signed are not cut", cut,
            "share of unit costs", "one optimisation", cells=tuple(cheaper(self.of.case, cut)) if cut else (),
            against=against(self.of, lambda lifted: self.of.least(move, program=freed(self.of.program, lifted)) is not None)
            if found is None else None,
        )

    def force(self) -> Need:
        """Return the least share of the force that has to be given up."""
        move = Move(FORCE, np.zeros(len(self.of.program.rows)), 1.0)
        rows = self.of.rows(by_move=True)
        given_up = self.of.least(move, without=MINIMUM, rows=rows)

        def does(lifted: Sequence[int]) -> bool:
            return self.of.least(move, without=MINIMUM, rows=rows, program=freed(self.of.program, lifted)) is not None

        kept = self.of.kept.strength.sum(axis=0)[: len(self.shown)]
        return Need(
            "force", "Giving up a part of the force, the same share of every cadre", given_up, "share of the force",
            "one optimisation", () if given_up is None else tuple(((1.0 - given_up) * kept).tolist()),
            against=against(self.of, does) if given_up is None else None,
        )

    def balanced(self, needs: Mapping[str, Need]) -> Balance | None:
        """Return the least share of every move that does together, tried; ``None`` where fewer than two do alone."""
        alone = {
            name: float(needs[name].amount or 0.0) for name in ("revenue_level", "unit_costs", "bridging_fund", "force")
            if needs[name].amount is not None
        }
        if len(alone) < 2:
            return None
        solver = Single()

        def suffices(share: float) -> bool:
            cells = self.revenue.level(share * alone["revenue_level"]) if "revenue_level" in alone else []
            program = self.of.with_cells(cells)
            scale = 1.0 / (1.0 - share * alone["unit_costs"]) if "unit_costs" in alone else 1.0
            sides = self.of.money_sides(program)
            given_up = share * alone.get("force", 0.0)
            without = MINIMUM if "force" in alone else ()
            found = self.of.unpaid(moved(program, (scale - 1.0) * sides), given_up=given_up, without=without, single=solver)
            fund = share * alone.get("bridging_fund", 0.0) * scale
            return found is not None and found[0] <= fund + 2.0 * self.of.most * program.objectives["unfunded"].scale

        if not suffices(1.0):
            return None
        share = least_number(0.0, 1.0, suffices, CLOSE)
        return Balance(share, {name: share * amount for name, amount in alone.items()})


def _shown(values: Floats | None, count: int) -> tuple[float, ...] | None:
    return None if values is None else tuple(values[:count].tolist())


def _names(case: Case, donors: Sequence[str]) -> tuple[str, ...]:
    names = {str(row["donor"]): str(row["name"]) for row in case.records("donors")}
    return tuple(names[donor] for donor in donors)


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0.0)
