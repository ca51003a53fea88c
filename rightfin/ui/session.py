"""What the page shows and keeps, apart from how it is drawn."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable

import pandas as pd

from rightfin.case import Issue
from rightfin.case.exchange.trail import Trail
from rightfin.io.escapes import escaped_cell
from rightfin.question import Question
from rightfin.report import facts
from rightfin.report.ahead import years_ahead
from rightfin.report.words.answer import YEARLY_HEADINGS, PlanAnswer
from rightfin.report.words.programmes import by_start
from rightfin.result.plan import Plan


def plan_key(question: Question, trail: Trail = ()) -> str:
    """Return the digest of all that a plan and its files depend on: what an answer does, and who saved the case."""
    return hashlib.sha256(repr((question.key, trail)).encode()).hexdigest()


def issue_table(issues: Iterable[Issue]) -> pd.DataFrame:
    """Return problems as the page shows them: severity, cell or place, message, remedy; errors first."""
    ordered = sorted(issues, key=lambda issue: issue.severity != "error")
    return pd.DataFrame(
        [(str(issue.severity).capitalize(), issue.place, issue.message, issue.remedy) for issue in ordered],
        columns=["Severity", "Where", "Problem", "What to do"],
    )


def issues_csv(table: pd.DataFrame) -> str:
    """Return a table of problems as CSV; texts that a spreadsheet would run are escaped."""
    return table.map(escaped_cell).to_csv(index=False)


def yearly_table(answer: PlanAnswer) -> pd.DataFrame:
    """Return the yearly table; ``yearly_units`` says in which units it stands."""
    digits = answer.scale.decimals
    rows = [
        (
            str(row.year),
            round(row.strength),
            round(row.without_support),
            *(round(answer.scale.of(amount), digits) for amount in row.money),
            _per_cent(row.coverage),
            _per_cent(row.readiness),
        )
        for row in answer.yearly
    ]
    return pd.DataFrame(rows, columns=list(YEARLY_HEADINGS))


def yearly_units(answer: PlanAnswer) -> str:
    """Return the units of the yearly table in words."""
    return (
        f"People in person-years; money in {answer.scale.unit} at current prices. Asked: what this force costs, everyone "
        "paid and supported as the case asks. Paid: own money and donors. Missing: asked and not paid. Coverage and "
        "readiness in per cent."
    )


def strength_table(plan: Plan) -> pd.DataFrame:
    """Return strength by institution, years across, in person-years."""
    frame = pd.DataFrame(facts.strength_by_institution(plan))
    return across(frame, "institution", "strength", "Institution", plan.years).round(0)


def payers_table(plan: Plan) -> pd.DataFrame:
    """Return who pays, years across, in the unit of the plan's money."""
    frame = pd.DataFrame(facts.payers(plan))
    scale = facts.money_scale(plan)
    frame["amount"] = [scale.of(float(amount)) for amount in frame["amount"]]
    return across(frame, "payer", "amount", f"Paid by ({scale.unit})", plan.years).round(scale.decimals)


def ahead_table(plan: Plan) -> pd.DataFrame:
    """Return what follows after the plan, years across, in the unit of the plan's money."""
    scale, rows = facts.money_scale(plan), years_ahead(plan)
    parts = [(text, row.year, scale.of(amount)) for row in rows for text, amount in row.parts]
    frame = pd.DataFrame(parts, columns=["part", "year", "amount"])
    return across(frame, "part", "amount", f"Left to pay ({scale.unit})", [row.year for row in rows]).round(scale.decimals)


def own_money_table(plan: Plan) -> pd.DataFrame:
    """Return what each payer may spend, spends and owes, years across, in the unit of the plan's money."""
    scale = facts.money_scale(plan)
    rows = [
        (f"{row.payer}: {what}", row.year, scale.of(amount))
        for row in facts.own_money(plan)
        for what, amount in (("may spend", row.may), ("spends", row.own), ("nobody pays", row.unfunded))
    ]
    frame = pd.DataFrame(rows, columns=["line", "year", "amount"])
    return across(frame, "line", "amount", f"Own money ({scale.unit})", plan.years).round(scale.decimals)


def coverage_table(plan: Plan) -> pd.DataFrame:
    """Return coverage by need, years across, in per cent."""
    frame = pd.DataFrame(facts.coverage_by_need(plan))
    frame["coverage"] = [100.0 * float(share) for share in frame["coverage"]]
    return across(frame, "need", "coverage", "Need (% covered)", plan.years).round(1)


def programmes_table(plan: Plan) -> pd.DataFrame:
    """Return what each planned programme costs, by start, years across, in the unit of the plan's money."""
    scale, names = facts.money_scale(plan), by_start(plan)
    costs = plan.tables["programmes"].sums(("programme", "year"), "cost")
    rows = [(label, year, scale.of(costs[name, year])) for name, label in names.items() for year in plan.years]
    frame = pd.DataFrame(rows, columns=["programme", "year", "cost"])
    return across(frame, "programme", "cost", f"Cost ({scale.unit})", plan.years).round(scale.decimals)


def lines_table(frame: pd.DataFrame, heading: str, factor: float, digits: int) -> pd.DataFrame:
    """Return lines of a handover (columns line, year, value), years across, times ``factor`` and rounded."""
    scaled = frame.assign(value=[factor * float(value) for value in frame["value"]])
    return across(scaled, "line", "value", heading).round(digits)


def across(frame: pd.DataFrame, group: str, value: str, heading: str, years: Iterable[int] = ()) -> pd.DataFrame:
    """Return a table of group, year and value with years across, groups in the order in which they come.

    What several rows say of a group and year is added up. Pandas' own pivot takes ten times as long for so few rows.
    """
    sums: dict[object, dict[int, float]] = {}
    for name, year, amount in zip(frame[group].tolist(), frame["year"].tolist(), frame[value].tolist(), strict=True):
        by_year = sums.setdefault(name, {})
        by_year[year] = by_year.get(year, 0) + (0.0 if amount != amount else amount)
    written: dict[object, str] = {int(year): str(year) for year in years}
    columns: dict[str, list[object]] = {heading: list(sums)}
    for year in sorted({year for by_year in sums.values() for year in by_year}):
        columns[str(written.get(year, year))] = [by_year.get(year, math.nan) for by_year in sums.values()]
    return pd.DataFrame(columns)


def _per_cent(share: float | None) -> float | None:
    return None if share is None else round(100.0 * share, 1)
