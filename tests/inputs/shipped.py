"""Where the shipped cases are, and how the tests read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from rightfin.case.case import Case
from rightfin.case.reading.parse import parse
from rightfin.case.scenario import apply_scenario
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.io.csv_folder import read_csv_folder
from rightfin.planning import Built
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.shipped import case_names
from rightfin.solve.levels import solve_on

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
AFGHANISTAN = "afghanistan_2012"
DEMO = "demo"
LIBERIA = "liberia_2015"
SIERRA_LEONE = "sierra_leone_2002"
SHIPPED = case_names()
COUNTRIES = tuple(name for name in SHIPPED if name != DEMO)
"""The cases that are made from publications."""


@cache
def shipped_case(name: str) -> Case:
    """Return a shipped case as it stands in its files."""
    return parse(read_csv_folder(INPUTS / name)).case


def projected(name: str, *scenarios: str) -> Parameters:
    """Return the parameters of a shipped case under scenarios."""
    case = shipped_case(name)
    for scenario in scenarios:
        case = apply_scenario(case, scenario)
    return project(case, {})


@cache
def planned(name: str, *scenarios: str) -> Plan:
    """Return the plan of a shipped case under scenarios, without what limits cost: that takes three times as long."""
    question = Question.of(shipped_case(name), None, scenarios, None, ())
    built = Built.of(question.parameters)
    answer = solve_on(built.stages, question.parameters, explained=False)
    return question.plan_of(built.inputs, built.program, answer)


@dataclass(frozen=True)
class Found:
    """A plan's numbers by year."""

    plan: Plan

    def indicator(self, name: str) -> dict[int, float]:
        """Return an indicator by year."""
        rows = self.plan.table("indicators")
        return _by_year(rows[rows["indicator"] == name], "value")

    def fiscal(self, name: str) -> dict[int, float]:
        """Return a column of the table fiscal by year."""
        return _by_year(self.plan.table("fiscal"), name)

    def people(self, cadre: str, column: str = "strength") -> dict[int, float]:
        """Return people of a cadre by year."""
        rows = self.plan.table("strength")
        return _by_year(rows[rows["cadre"] == cadre], column)

    def covered(self, need: str) -> dict[int, float]:
        """Return the share of a need that is met, by year."""
        rows = self.plan.table("needs")
        ours = rows[rows["need"] == need]
        return _by_year(ours.assign(share=1.0 - ours["unmet"] / ours["needed"]), "share")


def _by_year(rows: pd.DataFrame, column: str) -> dict[int, float]:
    values: Mapping[int, float] = rows.set_index("year")[column].to_dict()
    return {int(year): float(value) for year, value in values.items()}


def found(name: str, *scenarios: str) -> Found:
    """Return the numbers by year of the plan of a shipped case under scenarios."""
    return Found(planned(name, *scenarios))
