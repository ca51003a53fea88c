"""What a plan leaves to pay after its last year, in words."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.ahead import YearAhead, years_ahead
from rightfin.report.words.wording import money, percent
from rightfin.result.plan import Plan
from rightfin.tolerances import NEGLIGIBLE


def ahead_sentence(plan: Plan) -> str:
    """Return the pension bill of the years ahead and the severance that is still owed; empty where nothing is."""
    rows = years_ahead(plan)
    text = " ".join(filter(None, (_pensions(plan, rows), _owed(plan, rows))))
    if not text:
        return ""
    return f"{text} Nobody is counted who is hired after {plan.years[-1]}, and money is at the prices of {plan.years[-1]}."


def _pensions(plan: Plan, rows: Sequence[YearAhead]) -> str:
    paying = [row for row in rows if row.pensions > 0.0]
    if not paying:
        return ""
    currency, first, last = plan.currency, paying[0], paying[-1]
    most = max(paying, key=lambda row: (row.pensions, -row.year))
    text = f"Pensions of those who draw one or serve at the end of {plan.years[-1]} cost {money(first.pensions, currency)} "
    text += f"in {first.year}"
    rises = most.pensions > first.pensions * (1.0 + NEGLIGIBLE)
    if rises and most is not last:
        text += f", {money(most.pensions, currency)} in {most.year}, the most of these years,"
    text += f" and {money(last.pensions, currency)} in {last.year}"
    if rises and most is last:
        text += ", the most of these years"
    earned, whole = sum(row.earned for row in paying), sum(row.pensions for row in paying)
    return f"{text}; {percent(earned / whole)} of all of it is for people who still serve."


def _owed(plan: Plan, rows: Sequence[YearAhead]) -> str:
    owed = [row for row in rows if row.owed > 0.0]
    if not owed:
        return ""
    severance, helped = sum(row.severance for row in owed), sum(row.reintegration for row in owed)
    parts = [f"{money(amount, plan.currency)} of {name}" for name, amount in (
        ("severance", severance), ("reintegration", helped)) if amount > 0.0]
    return f"{' and '.join(parts)} is still owed to people who left before, the last in {owed[-1].year}."
