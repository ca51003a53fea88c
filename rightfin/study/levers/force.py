"""From force to budget: what a force of given size costs, beside the money that the case has for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, Cell, is_number
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.overlay import lay_over
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import across, base_and_end, planning_years, style_of_case
from rightfin.case.scenario import apply_settings
from rightfin.case.sustained import NEVER as NOT_ASKED
from rightfin.definition import Definition
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.whatif import WhatIf, with_cells

_WHOLE = 1.0
_FREE = 1000.0
"""Times the revenue of further payers, and of limits in amounts, at which no money binds any more."""


@dataclass(frozen=True)
class ForceCost:
    """What a force costs: the plan that has it, whatever money that takes, and the plan of the case as it stands.

    ``asked`` is how many people each cadre should have by year; ``reached`` the year from which on it is the last number.
    """

    plan: Plan
    standing: Plan
    asked: Mapping[str, Mapping[int, float]]
    reached: int


def cost_of_force(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, strengths: Mapping[str, float],
    reached: int | None = None, progress: Progress | None = None, control: Control = NEVER,
) -> ForceCost:
    """Plan a force of given strengths with as much money as it takes, so that its cost can be read.

    ``strengths`` are persons by cadre, come to in equal steps from today's until ``reached`` (the end year, if not said)
    and kept from then on; a cadre that is not named keeps its people. They take the place of all limits of strength of the
    case. What people, training and demobilisation do not allow is not reached, and what the case asks besides, such as
    support and kit, is bought.

    Raises ``CaseError`` for a cadre that the case does not have, a number that is none, or a year outside the plan.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    steps = Steps(progress, 2)
    what_if = WhatIf.of(question)
    base = what_if.base
    until = base_and_end(base)[1] if reached is None else reached
    asked = _asked(base, strengths, until)
    steps.begin("The case as it stands")
    standing = what_if.plan(base, control=control)
    steps.begin("The force that is asked for")
    return ForceCost(what_if.plan(_with_force(base, asked), control=control), standing, asked, until)


def _asked(case: Case, strengths: Mapping[str, float], reached: int) -> dict[str, dict[int, float]]:
    """Return persons by cadre and year, in equal steps from today's to those asked for in ``reached``."""
    years, style = planning_years(case), style_of_case(case)
    rows = {str(row["cadre"]): row for row in case.records("cadres")}
    issues = [
        Issue("unknown_cadre", f"The case has no cadre {cadre}.", choose(cadre, rows), "cadres", cadre)
        for cadre in strengths if cadre not in rows
    ]
    issues += [
        Issue("strength_number", f"{rows[cadre]['name']}: {number} is no number of people.", "Type nought or more.",
              "cadres", cadre)
        for cadre, number in strengths.items() if cadre in rows and not (is_number(number) and number >= 0.0)
    ]
    if reached not in years:
        issues.append(Issue("reached_year", f"{style.text(reached)} is no year of the plan.",
                            f"Take a year from {style.text(years[0])} to {style.text(years[-1])}."))
    if issues:
        raise CaseError(issues)
    found = {}
    for cadre, row in rows.items():
        today = float(str(row["opening_strength"] or 0.0))
        last = float(strengths.get(cadre, today))
        length = reached - years[0] + 1
        found[cadre] = {
            year: today + (last - today) * min(1.0, (year - years[0] + 1) / length) for year in years
        }
    return found


def _with_force(case: Case, asked: Mapping[str, Mapping[int, float]]) -> Case:
    """Return a case with these strengths as its only limits of people, and money that never binds."""
    limits = [
        {"cadre": cadre, "bound": bound, "hard": False, "form": "value",
         **{str(year): number for year, number in by_year.items()}}
        for cadre, by_year in asked.items() for bound in ("min", "max")
    ]
    free = with_cells(case.replace({"strength_limits": []}), tuple(_lifted(case)))
    return lay_over(apply_settings(free, {"sustained_from": NOT_ASKED}), {"strength_limits": limits})


def _lifted(case: Case) -> Iterator[Cell]:
    """Yield the cells without which money binds: all that is earned may be spent, and no part has to get any of it."""
    years = planning_years(case)
    for row in case.records("macro"):
        if row["series"] in ("security_share", "revenue_ratio", "wage_bill_share", "max_step_share"):
            yield from (("macro", (row["series"],), str(year), _WHOLE) for year in years)
    for row in case.records("payer_money"):
        key, rate = case.tables["payer_money"].key_of(row), row["series"] != "revenue"
        for year, value in zip(years, across("payer_money", row, years[0], years[-1]), strict=True):
            if value is not None:
                yield "payer_money", key, str(year), _WHOLE if rate else value * _FREE
    for row in case.records("ceilings"):
        key, share, is_floor = case.tables["ceilings"].key_of(row), row["basis"] == "share", row["bound"] == "min"
        for year, value in zip(years, across("ceilings", row, years[0], years[-1]), strict=True):
            if value is not None:
                free = _WHOLE if share else max(value, _WHOLE) * _FREE
                yield "ceilings", key, str(year), 0.0 if is_floor else free
