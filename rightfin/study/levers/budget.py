"""From budget to force: what force and how much security a given ceiling of own money buys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, Cell, is_number
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import planning_years, resolved_settings, style_of_case
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.levers.lever import cells_of_moves
from rightfin.study.whatif import WhatIf


@dataclass(frozen=True)
class BudgetForce:
    """What a budget buys: the plan with that ceiling of own money, and the plan of the case as it stands.

    ``ceilings`` are what the government may spend on the sector by year shown, in currency units at current prices, in that
    plan: those asked for, and those of the case in other years; ``standing_ceilings`` are those of the case.
    """

    plan: Plan
    standing: Plan
    ceilings: Mapping[int, float]
    standing_ceilings: Mapping[int, float]


def force_of_budget(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, ceilings: Mapping[int, float],
    progress: Progress | None = None, control: Control = NEVER,
) -> BudgetForce:
    """Plan a case with other ceilings of the government's own money, in currency units at current prices by year.

    Raises ``CaseError`` for a year outside the plan, for what is no amount or more than all revenue of the year, and where
    the share of revenue that may be spent is typed by other years than the case's: an amount of one year is not one of it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    steps = Steps(progress, 2)
    what_if = WhatIf.of(question)
    cells = budget_cells(what_if.base, what_if.parameters, ceilings)
    known = _ceilings(what_if.parameters)
    steps.begin("The case as it stands")
    standing = what_if.plan(what_if.base, control=control)
    steps.begin("The budget that is asked about")
    plan = what_if.plan(what_if.changed(cells), control=control)
    return BudgetForce(plan, standing, _ceilings(what_if.parameters), known)


def budget_cells(case: Case, parameters: Parameters, ceilings: Mapping[int, float]) -> tuple[Cell, ...]:
    """Return the cells that make the government's ceilings of a prepared case these amounts; raises ``CaseError``."""
    years, style = planning_years(case), style_of_case(case)
    revenue = dict(zip(years, parameters.fiscal.revenue[1:].tolist(), strict=False))
    currency, issues = resolved_settings(case)["currency"], list[Issue]()
    if any(row["series"] == "security_share" and row["year_starts"] is not None for row in case.records("macro")):
        issues.append(Issue("budget_years", "The series security_share is typed by years of its own.",
                            "Type it by the years of the case, with year_starts blank, and ask again.", "macro",
                            "security_share", "year_starts"))
    for year, amount in ceilings.items():
        if year not in years:
            issues.append(Issue("budget_year", f"{style.text(year)} is no year of the plan.",
                                f"Take years from {style.text(years[0])} to {style.text(years[-1])}."))
        elif not is_number(amount) or not 0.0 <= amount <= revenue[year]:
            issues.append(Issue("budget_amount", f"{currency} {amount:,.0f} cannot be the ceiling of {style.text(year)}.",
                                f"Type nought to {currency} {revenue[year]:,.0f}, all revenue of the year."))
    if issues:
        raise CaseError(issues)
    return cells_of_moves(case, {
        ("macro", ("security_share",), str(year)): amount / revenue[year] if revenue[year] else 0.0
        for year, amount in ceilings.items()
    })


def _ceilings(parameters: Parameters) -> dict[int, float]:
    """Return what the government may spend on the sector, by year shown."""
    shown = parameters.horizon.years[: parameters.horizon.shown]
    return dict(zip(shown, parameters.fiscal.ceiling.tolist(), strict=False))
