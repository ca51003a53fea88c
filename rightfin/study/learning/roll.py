"""Next year's case: what happened is settled, what nobody counted stands as planned, and the rest is planned anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.payers import GOVERNMENT
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import planning_years, style_of_case
from rightfin.definition import Definition
from rightfin.lp.program import Label
from rightfin.planning import Built, plan_of
from rightfin.progress import Progress, in_parts
from rightfin.question import Question
from rightfin.result.measured import measured
from rightfin.result.plan import Plan, Status
from rightfin.result.point import Point
from rightfin.result.yearly import Yearly
from rightfin.schema import Value
from rightfin.schema.learning import MEASURE, NOT_COUNTED, TO_GRADE, WHOLE, WHOLE_YEAR
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import solve_on
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.learning.cash import cash_year
from rightfin.study.learning.facts import Facts
from rightfin.study.learning.happened import with_facts
from rightfin.study.learning.late_pay import LatePay, acts, counted_over, late_pay, with_late_pay
from rightfin.study.learning.track import Track, tracked
from rightfin.tolerances import NOBODY, REACHED

_FROZEN = {"hires": "hires", "exits": "exits", "promotions": "promoted"}
"""What is decided of a frozen year, by decision."""

Amounts = Mapping[tuple[str, str, int], float]
"""By measure, whose, and year."""


@dataclass(frozen=True)
class Rolled:
    """Next year's case, the plan before and the plan of it, and what is as planned because nobody counted it, by measure.

    Years up to ``year`` are settled, and ``frozen`` more keep the people of the plan before. ``track`` is what happened
    beside that plan, ``None`` where nobody says anything of the settled years. ``moved`` is by which share people of the
    plan before differ in each year of the new one: what all institutions have more or less, over all people.
    """

    case: Case
    year: int
    frozen: int
    before: Plan
    after: Plan
    track: Track | None
    as_planned: Mapping[str, int]
    moved: Mapping[int, float]
    late_pay: tuple[LatePay, ...] = ()
    """What late pay of the last settled year does in the next one, where the case lets it."""

    @property
    def settled(self) -> int:
        """The last settled year, which writes itself as the case does."""
        return next((year for year in self.before.years if year == self.year), self.year)


def roll(
    case: Case, to: int, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, freeze: int = 0,
    planned: Case | None = None, progress: Progress | None = None, control: Control = NEVER,
) -> Rolled:
    """Return the case in which all years up to ``to`` are settled.

    What the table actuals says of them holds; what it does not say is as in the plan before: that of ``planned``, or of
    the case as it was. Prices, the exchange rate and revenue of settled years are those that happened, and price levels go
    on from there; all else that is typed for later years stays. In ``freeze`` more years as many join, are
    retrenched and moved up as in the plan before. Where the setting ``unpaid_worsens`` is set, late pay of the last settled
    year does in the next one what ``unpaid_effects`` says (``late_pay``), pay that nobody counted as in the plan by month.

    Raises ``CaseError`` if the case cannot be used, has no plan, or the year is none that can be settled, and
    ``SolveStoppedError`` if ``control`` stops it.
    """
    before, again = in_parts(progress, 2)
    question = Question.of(case if planned is None else planned, definition, scenarios, settings, starts=starts)
    years = planning_years(question.prepared)
    if to not in years[:-1] or not 0 <= freeze < years[-1] - to:
        raise CaseError([_refusal(question, years, to)])
    built = Built.of(question.parameters)
    found = solution_or_refusal(solve_on(built.stages, question.parameters, progress=before, control=control),
                                question.prepared)
    plan = question.plan_of(built.inputs, built.program, found)
    columns = dict(zip(built.program.columns, found.columns.tolist(), strict=True))
    facts = Facts.of(case)
    standing = _standing(question, plan, columns, to)
    open_ = {key: amount for key, amount in standing.items() if key[2] not in facts.whole.get(key[:2], {})}
    missing = _of_totals(open_, standing, facts, plan, to)
    rolled = _with_rows(with_facts(case, facts.up_to(to)), missing)
    late: tuple[LatePay, ...] = ()
    if acts(question.prepared) and to + 1 < years[-1]:
        sums = Yearly(built.inputs, Point.of(built.inputs, built.program, found.columns))
        owed = {one.name: float(one.months.max()) for one in cash_year(question.prepared, sums, to, control).cadres}
        late = late_pay(question.prepared, counted_over(owed, facts, question.parameters.people.institution_of, to))
        rolled = with_late_pay(rolled, late, to + 1)
    rows = [row for row in rolled.records("settings") if row["key"] != "settled_to"]
    rolled = rolled.replace({"settings": [*rows, {"key": "settled_to", "value": int(to), "source": "rightfin roll"}]})
    if freeze:
        there = {
            cadre: facts.whole.get(("strength", cadre), {}).get(to, missing.get(("strength", cadre, to), 0.0))
            for cadre in question.parameters.people.cadres
        }
        fewer = {
            cadre: min(1.0, people / max(standing["strength", cadre, to], NOBODY)) for cadre, people in there.items()
        }
        rolled = _with_decided(rolled, columns, range(to + 1, to + freeze + 1), fewer)
    asked = Question.of(rolled, definition, scenarios, settings, starts=starts)
    _refuse_other_past(asked, facts, to)
    anew = plan_of(asked, again, control)
    known = any(year <= to for series in facts.whole.values() for year in series if year in plan.years)
    return Rolled(
        rolled, to, freeze, plan, anew, tracked(question, built, plan, found.columns, facts) if known else None,
        Counter(measure for measure, _, _ in missing), _moved(plan, anew), late,
    )


def _refusal(question: Question, years: Sequence[int], to: int) -> Issue:
    style = style_of_case(question.prepared)
    if to in years[:-1]:
        return Issue("roll_freeze", "There is no year left that is not frozen.", "Freeze fewer years.")
    return Issue("roll_year", f"{style.text(to)} is no year that can be settled.",
                 f"Name a year from {style.text(years[0])} to {style.text(years[-2])}."
                 if len(years) > 1 else "The plan has one year only.")


def _refuse_other_past(question: Question, facts: Facts, to: int) -> None:
    """Raise ``CaseError`` where what is laid over the case says otherwise of the last settled year than what happened."""
    d = question.parameters.by_name
    for measure, found in (("prices", d.deflator[to]), ("revenue", d.revenue[to])):
        alone = facts.whole.get((measure, GOVERNMENT), {}).get(to)
        fact = facts.whole.get((measure, WHOLE), {}).get(to) if alone is None else alone
        if alone is None and measure == "revenue":
            found += float(question.parameters.payers.payer_revenue[:, 0].sum())
        if fact is not None and abs(found - fact) > REACHED * abs(fact):
            raise CaseError([Issue(
                "other_past", f"What is laid over the case changes {MEASURE[measure].label} of years that are over: "
                f"{found:,.6g} at the end of the last one, where {fact:,.6g} was counted.",
                "Let the scenario begin after the settled years, or roll without it.", "scenarios")])


def _moved(before: Plan, after: Plan) -> Mapping[int, float]:
    """Return by which share of all people institutions have more or fewer than in the plan before, by year."""
    if after.status is not Status.ANSWERED:
        return {}
    gone: dict[int, float] = {}
    whole = before.tables["strength"].by_year("strength")
    of = {}
    for plan in (before, after):
        table = plan.tables["strength"]
        of[plan is after] = {
            institution: table.where("cadre", {k for k, i in plan.names.cadre_institution.items() if i == institution})
            .by_year("strength") for institution in plan.names.institutions
        }
    for year in after.years:
        apart = sum(abs(of[True][i].get(year, 0.0) - of[False].get(i, {}).get(year, 0.0)) for i in of[True])
        if whole.get(year, 0.0) > 0.0:
            gone[year] = apart / whole[year]
    return gone


def _with_decided(case: Case, columns: Mapping[Label, float], years: range, fewer: Mapping[str, float]) -> Case:
    """Return a case in which who joins, leaves and is moved up in some years is decided, as in a plan.

    Limits on who leaves and is moved up are shares of those there: where these are ``fewer``, by share, so are they.
    """
    rows = {(str(row["measure"]), str(row["whose"])): dict(row) for row in case.records("decided")}
    for (name, index), persons in columns.items():
        if name in _FROZEN and index[-1] in years:
            key = _FROZEN[name], TO_GRADE.join(index[:-1])
            row = rows.setdefault(key, {"measure": key[0], "whose": key[1], "source": "frozen as planned before"})
            share = 1.0 if name == "hires" else fewer[index[0]]
            row.setdefault(str(int(index[-1])), max(persons, 0.0) * share)
    return case.replace({"decided": list(rows.values())})


def _standing(question: Question, plan: Plan, columns: Mapping[Label, float], to: int) -> Amounts:
    """Return all that stands at the end of a year of a plan, and what of the years before still matters."""
    d, case = question.parameters, question.prepared
    years = [year for year in d.horizon.years if year <= to]
    found: dict[tuple[str, str, int], float] = {}

    def take(measure: str, whose: str, year: int, label: Label) -> None:
        if label in columns:
            found[measure, whose, year] = max(columns[label], 0.0)

    for cadre in d.people.cadres:
        take("strength", cadre, to, ("strength", (cadre, to)))
        take("pensioners", cadre, to, ("pensioners", (cadre, to)))
        for year in years:
            take("hires", cadre, year, ("hires", (cadre, year)))
            take("exits", cadre, year, ("exits", (cadre, year)))
        for ahead in range(1, d.people.training_lead[cadre] + 1):
            take("in_training", cadre, to + ahead, ("hires", (cadre, to + ahead)))
    for cadre, grade in d.people.promotions:
        take("promoted", f"{cadre}{TO_GRADE}{grade}", to, ("promotions", (cadre, grade, to)))
    for asset in d.equipment.assets:
        take("stock", asset, to, ("stock", (asset, to)))
    for stage in d.justice.stages:
        take("backlog", stage, to, ("backlog", (stage, to)))
        take("convicted", stage, to, ("convicted", (stage, to)))
    for payer in (GOVERNMENT, *d.payers.further):
        whose = payer if d.payers.further else WHOLE
        take("arrears", whose, to, ("arrears", (payer, to)))
        found["reserve", whose, to] = max(columns.get(("reserve", (payer, to)), 0.0), 0.0)  # none where none is allowed
        found["outlay", whose, to] = measured(plan, case, "outlay", whose)[to]
    for donor in d.donors.donors:
        found["carried", donor, to] = measured(plan, case, "carried", donor)[to]
    return found


def _of_totals(missing: Amounts, standing: Amounts, facts: Facts, plan: Plan, to: int) -> Amounts:
    """Return what nobody counted one by one, such that it sums to what was counted together.

    People of an institution are those counted, its cadres in the proportions of the plan; what all payers owe or have and
    the others do not is the government's.
    """
    found = dict(missing)
    for institution in plan.names.institutions:
        counted = facts.whole.get(("strength", institution), {}).get(to)
        cadres = [k for k, of in plan.names.cadre_institution.items() if of == institution]
        open_ = [k for k in cadres if ("strength", k, to) in missing]
        if counted is None or not open_:
            continue
        known = sum(facts.whole.get(("strength", k), {}).get(to, 0.0) for k in cadres if k not in open_)
        if known > counted:
            raise CaseError([Issue(
                "counted_apart", f"{known:,.0f} people of cadres of {institution} were counted, but {counted:,.0f} in "
                "all of it.", "Correct one of the two in actuals.", "actuals", f"strength/{institution}/{WHOLE_YEAR}")])
        planned = sum(standing["strength", k, to] for k in open_)
        for k in open_:
            share = standing["strength", k, to] / planned if planned > 0.0 else 1.0 / len(open_)
            found["strength", k, to] = (counted - known) * share
    for measure in ("arrears", "reserve", "outlay"):
        total = facts.whole.get((measure, WHOLE), {}).get(to)
        if total is not None and (measure, GOVERNMENT, to) in missing:
            others = sum(
                facts.whole.get((measure, payer), {}).get(to, amount) for (of, payer, year), amount in standing.items()
                if of == measure and year == to and payer != GOVERNMENT)
            found[measure, GOVERNMENT, to] = max(total - others, 0.0)
    return found


def _with_rows(case: Case, amounts: Amounts) -> Case:
    """Return a case with further numbers in the table actuals; what stands there stays."""
    rows = {
        (str(row["measure"]), str(row["whose"] or WHOLE), int(float(str(row["months"] or WHOLE_YEAR)))): dict(row)
        for row in case.records("actuals")
    }
    for (measure, whose, year), amount in sorted(amounts.items()):
        row = rows.setdefault((measure, whose, WHOLE_YEAR), {
            "measure": measure, "whose": whose, "months": WHOLE_YEAR, "source": NOT_COUNTED})
        row[str(int(year))] = amount
    return case.replace({"actuals": list(rows.values())})
