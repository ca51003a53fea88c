"""One year of a plan by month: who is paid late, what is bridged, and what a tranche a month earlier is worth.

The plan says what is paid in the year, by whom and for what; the months decide only when. Money in and what falls due are
known beforehand: it is a plan of the year, not a forecast of it. The model and its levels are in ``rightfin.lp.cash``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.lines import Line
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import filled, planning_years, resolved_settings, style_of_case
from rightfin.definition import Definition
from rightfin.fiscal.months import MONTHS, due_shares, month_names, place_of_month, revenue_shares, tranche_shares
from rightfin.fiscal.parameters import Floats
from rightfin.lp.cash import OLD_DEBTS, OTHER, CashProgram, CashTerms
from rightfin.planning import Built
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.allocate import lines_of, member_shares
from rightfin.result.by_donor import grants_of_lines
from rightfin.result.by_payer import own_of_lines
from rightfin.result.plan import Names, Plan
from rightfin.result.point import Point
from rightfin.result.yearly import Yearly
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.in_levels import SmallProgram, solve_in_levels
from rightfin.solve.levels import solve_on
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.learning.late_pay import LatePay, acts, late_pay
from rightfin.tolerances import HOLD_OF_A_YEAR, LATE

OLD = "old debts"
"""Category of what a payer pays off of earlier years; its item is the payer."""


@dataclass(frozen=True)
class CashAccount:
    """One account by month, (12,) each, in currency at current prices: a payer's own money, or a donor's.

    ``money_in`` comes in in the month; ``balance`` and ``bridge`` stand at its end, what is bridged included in the
    balance. ``minimum`` is the least balance that is asked for.
    """

    name: str
    is_donor: bool
    opening: float
    money_in: Floats
    paid: Floats
    balance: Floats
    bridge: Floats
    minimum: float
    most_bridged: float


@dataclass(frozen=True)
class CashLine:
    """A line of the budget by month, (12,) each, in currency: what falls due, and what is paid by each account in it.

    ``late`` is what is owed at the end of each month, what the plan never pays included; ``cadre`` whose pay it is, empty
    where it is no pay of a cadre.
    """

    line: Line
    due: Floats
    paid: Mapping[str, Floats]
    late: Floats
    cadre: str


@dataclass(frozen=True)
class PayOwed:
    """How many months of their pay people are owed at the end of each month, (12,): a cadre's or an institution's.

    ``people`` are paid in the plan's year, ``monthly`` is a twelfth of what their pay costs in it, in currency; ``planned``
    is how many months' pay the plan itself leaves unpaid.
    """

    name: str
    institution: str
    people: float
    monthly: float
    months: Floats
    planned: float


@dataclass(frozen=True)
class CashYear:
    """How the months come out, lines and accounts in the order of the case."""

    accounts: tuple[CashAccount, ...]
    lines: tuple[CashLine, ...]
    cadres: tuple[PayOwed, ...]
    institutions: tuple[PayOwed, ...]
    bridge_price: float

    @property
    def person_months(self) -> float:
        """Months of pay owed at the ends of the first eleven months, summed over people and months."""
        return sum(one.people * float(one.months[:-1].sum()) for one in self.cadres)

    @property
    def late_money(self) -> float:
        """What else is owed at the ends of the first eleven months, summed: currency times months."""
        return sum(float(one.late[:-1].sum()) for one in self.lines if not one.cadre and one.line.category != OLD)

    @property
    def bridge_cost(self) -> float:
        """What bridging costs in the year, in currency; it comes on top of the plan."""
        return self.bridge_price * sum(float(one.bridge.sum()) for one in self.accounts)


@dataclass(frozen=True)
class TrancheEarlier:
    """What one tranche of a donor a month earlier is worth, all solved again; each number is how much less there is.

    ``month`` is the place of the month in which it comes as the case has it, ``amount`` the tranche in currency.
    """

    donor: str
    month: int
    amount: float
    person_months: float
    late_money: float
    bridge_cost: float


@dataclass(frozen=True)
class PayerDebts:
    """What a payer owes by year of the plan, in currency: falls due unpaid, is paid off, stands at the end of the year."""

    payer: str
    opening: float
    unpaid: Mapping[int, float]
    cleared: Mapping[int, float]
    arrears: Mapping[int, float]


@dataclass(frozen=True)
class Cash:
    """One year of a plan by month."""

    title: str
    currency: str
    names: Names
    plan: Plan
    year: int
    months: tuple[str, ...]
    found: CashYear
    earlier: tuple[TrancheEarlier, ...]
    debts: tuple[PayerDebts, ...]
    late_pay: tuple[LatePay, ...]
    """What the table ``unpaid_effects`` says that late pay of the year does in the next one, whether it acts or not."""
    late_pay_acts: bool


def cash(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, year: int | None = None,
    progress: Progress | None = None, control: Control = NEVER,
) -> Cash:
    """Plan a case and return a year of the plan by month, the first one where none is named.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used, hard limits contradict one another, or the
    plan does not have the year, and ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    prepared = question.prepared
    years = planning_years(prepared)
    chosen = years[0] if year is None else int(year)
    if chosen not in years:
        style = style_of_case(prepared)
        raise CaseError([Issue("cash_year", f"{style.text(chosen)} is no year of the plan.",
                               f"Name a year from {style.text(years[0])} to {style.text(years[-1])}.")])
    later = sorted({
        (str(row["donor"]), place) for row in filled(prepared, "tranches")
        if isinstance(month := row["month"], (int, float)) and (place := place_of_month(prepared, int(month))) > 0
    })
    built = Built.of(question.parameters)
    found = solution_or_refusal(
        solve_on(built.stages, question.parameters, progress=progress, control=control), prepared)
    sums = Yearly(built.inputs, Point.of(built.inputs, built.program, found.columns))
    asked = _MonthsAsked.of(prepared, sums, chosen)
    steps = Steps(progress, 1 + len(later))
    steps.begin("paying month by month")
    by_month = asked.solved(control)
    earlier = []
    for donor, month in steps.over(later, "trying each tranche a month earlier"):
        moved = asked.earlier(donor, month)
        if moved is not None:
            amount, anew = moved[0], moved[1].solved(control)
            earlier.append(TrancheEarlier(
                donor, month, amount, by_month.person_months - anew.person_months, by_month.late_money - anew.late_money,
                by_month.bridge_cost - anew.bridge_cost))
    plan = question.plan_of(built.inputs, built.program, found)
    written = next(one for one in plan.years if one == chosen)
    worse = late_pay(prepared, {one.name: float(one.months.max()) for one in by_month.cadres})
    return Cash(plan.title, plan.currency, plan.names, plan, written, month_names(prepared, chosen), by_month,
                tuple(earlier), tuple(_debts(sums)), worse, acts(prepared))


def cash_year(case: Case, sums: Yearly, year: int, control: Control = NEVER) -> CashYear:
    """Return a year of a plan that is made by month; ``case`` is the one that was planned, with what is laid over it."""
    return _MonthsAsked.of(case, sums, year).solved(control)


@dataclass(frozen=True)
class _MonthsAsked:
    """A year of a plan with what the case says of its months.

    ``pays`` (accounts, lines) and ``due`` (lines, 12) end with a line of old debts for each payer; ``money_in`` is
    (accounts, 12), the payers first.
    """

    lines: tuple[Line, ...]
    payers: tuple[str, ...]
    donors: tuple[str, ...]
    cadres: tuple[str, ...]
    institution_of: Mapping[str, str]
    people: Floats
    pays: Floats
    due: Floats
    opening: Floats
    money_in: Floats
    least: Floats
    bridged: Floats
    price: float

    @classmethod
    def of(cls, case: Case, sums: Yearly, year: int) -> _MonthsAsked:
        d, at = sums.inputs, list(sums.years).index(year)
        p, settings = d.parameters, resolved_settings(case)
        lines, payers, donors = lines_of(d), tuple(d.terms), p.donors.donors
        cleared, reserve = sums.shown("cleared")[:, at], sums.shown("reserve")
        before = np.array([terms.opening_reserve for terms in d.terms.values()]) if at == 0 else reserve[:, at - 1]
        kept = (1.0 + p.fiscal.reserve_yield[at]) * before
        own = np.array([own_of_lines(sums, payer)[:, at] for payer in payers])
        grants = grants_of_lines(sums)
        given = np.array([grants[donor][:, at] for donor in donors]).reshape(len(donors), len(lines))
        unpaid = sums.by_line(sums.of_blocks("unfunded"))[:, at]
        own, given = np.maximum(own, 0.0), np.maximum(given, 0.0)
        cost = own.sum(axis=0) + given.sum(axis=0) + np.where(unpaid > HOLD_OF_A_YEAR * cost_of(sums, at), unpaid, 0.0)
        shares = due_shares(case, lines)
        due = cost[:, None] * np.array([shares[line] for line in lines]).reshape(len(lines), MONTHS)
        begun = np.zeros((len(payers), MONTHS))
        begun[:, 0] = cleared
        pays = np.block([[own, np.diag(cleared)], [given, np.zeros((len(donors), len(payers)))]])
        outlay = own.sum(axis=1) + cleared + reserve[:, at] - kept
        usable, left = _carried(sums, at)
        taken = given.sum(axis=1) + left  # what lapses does not come in
        held = np.minimum(usable, taken)
        payments = own.sum(axis=1) + cleared
        number = {name: float(value) if isinstance(value := settings[name], (int, float)) else 0.0
                  for name in ("cash_opening", "cash_minimum", "bridge_share", "bridge_price")}
        opening = kept + np.where(np.array(payers) == payers[0], number["cash_opening"], 0.0)
        nothing = np.zeros(len(donors))
        return cls(
            (*lines, *(Line(payer, OLD, payer) for payer in payers)), payers, donors, p.people.cadres,
            p.people.institution_of, sums.shown("strength")[:, at], pays, np.concatenate([due, begun]),
            np.concatenate([opening, held]),
            np.array([*(outlay[n] * revenue_shares(case, payer) for n, payer in enumerate(payers)),
                      *((taken - held)[n] * tranche_shares(case, donor, year) for n, donor in enumerate(donors))]),
            np.concatenate([number["cash_minimum"] * payments, nothing]),
            np.concatenate([number["bridge_share"] * payments, nothing]), number["bridge_price"],
        )

    def earlier(self, donor: str, month: int) -> tuple[float, _MonthsAsked] | None:
        """Return a tranche, and the year in which it comes a month earlier; ``None`` where it brings nothing."""
        place = len(self.payers) + self.donors.index(donor)
        amount = float(self.money_in[place, month])
        if amount <= 0.0:
            return None
        money = self.money_in.copy()
        money[place, month - 1] += amount
        money[place, month] -= amount
        return amount, replace(self, money_in=money)

    @property
    def _terms(self) -> CashTerms:
        accounts = (*self.payers, *self.donors)
        names = sorted((line, account) for line in self.lines for account in accounts)
        place = {name: n / max(len(names) - 1, 1) for n, name in enumerate(names)}
        paying = [
            OLD_DEBTS if line.category == OLD else self.cadres.index(cadre) if (cadre := self._cadre(line)) else OTHER
            for line in self.lines
        ]
        return CashTerms(
            self.pays, self.due, np.array(paying, dtype=np.int32), self.people,
            self.opening[:, None] + np.cumsum(self.money_in, axis=1), self.least, self.bridged,
            np.array([[place[line, account] for line in self.lines] for account in accounts]),
        )

    def _cadre(self, line: Line) -> str:
        return line.names[-1] if line.category == "pay" and line.names[-1] in self.cadres else ""

    def solved(self, control: Control) -> CashYear:
        """Solve the months."""
        program = CashProgram(self._terms)
        matrix, upper = program.rows()
        found = solve_in_levels(SmallProgram.at_most(matrix, upper, program.column_upper()), program.levels(), control)
        paid = program.paid(found.columns)
        bridge = program.bridges(found.columns)
        return self._year(np.diff(paid, axis=2, prepend=0.0), bridge)

    def _year(self, paid: Floats, bridge: Floats) -> CashYear:
        names = (*self.payers, *self.donors)
        of_account = paid.sum(axis=1)
        has = self.opening[:, None] + np.cumsum(self.money_in - of_account, axis=1) + bridge
        accounts = tuple(
            CashAccount(name, n >= len(self.payers), float(self.opening[n]), self.money_in[n], of_account[n], has[n],
                        bridge[n], float(self.least[n]), float(self.bridged[n]))
            for n, name in enumerate(names)
        )
        late = np.maximum(np.cumsum(self.due - paid.sum(axis=0), axis=1), 0.0)
        late[late < LATE * float(self.due.sum())] = 0.0
        lines = tuple(
            CashLine(line, self.due[n], {name: paid[a, n] for a, name in enumerate(names) if self.pays[a, n] > 0.0},
                     late[n], self._cadre(line))
            for n, line in enumerate(self.lines)
        )
        cadres = tuple(
            self._owed(cadre, self.institution_of[cadre], float(self.people[k]),
                         [one for one in lines if one.cadre == cadre])
            for k, cadre in enumerate(self.cadres)
        )
        places = dict.fromkeys(line.institution for line in self.lines if line.category == "pay")
        institutions = tuple(
            self._owed(name, name, sum(one.people for one in cadres if one.institution == name),
                         [one for one in lines if one.cadre and one.line.institution == name])
            for name in places
        )
        return CashYear(accounts, lines, tuple(one for one in cadres if one.monthly > 0.0),
                        tuple(one for one in institutions if one.monthly > 0.0), self.price)

    @staticmethod
    def _owed(name: str, institution: str, people: float, lines: Iterable[CashLine]) -> PayOwed:
        mine = list(lines)
        monthly = sum(float(one.due.sum()) for one in mine) / MONTHS
        owed = sum((one.late for one in mine), np.zeros(MONTHS))
        months = owed / monthly if monthly > 0.0 else np.zeros(MONTHS)
        return PayOwed(name, institution, people, monthly, months, float(months[-1]))


def cost_of(sums: Yearly, at: int) -> float:
    """Return what all lines cost in a year, in currency."""
    return float(sums.cost[at])


def _carried(sums: Yearly, at: int) -> tuple[Floats, Floats]:
    """Return by donor what it may spend of money carried into a year, and what it carries on: (donors,), in currency."""
    donors, layout = sums.inputs.parameters.donors, sums.inputs.layout
    members = member_shares(sums.inputs, sums.point)
    before, after = np.zeros(len(donors.donors)), np.zeros(len(donors.donors))
    for group, carried in zip(layout.groups, sums.shown("carried"), strict=True):
        for n in (donors.donors.index(donor) for donor in group.members):
            before[n] = donors.opening_carried[n] if at == 0 else carried[at - 1] * members[n, at - 1]
            after[n] = carried[at] * members[n, at]
    return donors.keep[:, at] * before, after


def _debts(sums: Yearly) -> Iterable[PayerDebts]:
    for n, (payer, terms) in enumerate(sums.inputs.terms.items()):
        unpaid = sums.shown("unfunded")[n].sum(axis=0)
        yield PayerDebts(payer, terms.opening_arrears, *(
            dict(zip(sums.years, amounts.tolist(), strict=True))
            for amounts in (unpaid, sums.shown("cleared")[n], sums.shown("arrears")[n])))
