"""Small cases by hand, and the pipeline from a case to levels and tables without files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from rightfin.case import Case
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.program import Program
from rightfin.result.accounts import check_accounts
from rightfin.result.indicators import indicators_of
from rightfin.result.plan import PlanTable
from rightfin.result.point import Point
from rightfin.result.tables import tables_of
from rightfin.result.yearly import Yearly
from rightfin.solve.levels import Solution, solve

Row = dict[str, object]
MILLION = 1e6


def tiny_case(settings: Row | None = None, soldier: Row | None = None, **tables: list[Row]) -> Case:
    """Return one institution, one cadre, one need, six years and a ceiling of 20 million that does not grow.

    A supported soldier costs 2,000 a year (1,500 pay, 500 support), attrition is 10 %. Other tables replace these.
    """
    entries: Row = {"title": "Tiny (fictional)", "currency": "USD", "base_year": 2020, "end_year": 2026,
                    "arrears_tolerance": 0.0, "discount_rate": 0.05, "tail_years": 5, **(settings or {})}
    rows: dict[str, list[Row]] = {
        "settings": [{"key": key, "value": value} for key, value in entries.items()],
        "macro": [
            {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.0},
            {"series": "deflator_growth", "2021": 0.0}, {"series": "revenue_ratio", "2021": 0.1},
            {"series": "security_share", "2021": 0.2},
        ],
        "institutions": [{"institution": "army", "name": "Army", "sector": "defence"}],
        "cadres": [{"cadre": "soldier", "institution": "army", "name": "Soldiers", "opening_strength": 10_000.0,
                    "pay": 1500.0, "support": 500.0, "attrition": 0.1, **(soldier or {})}],
        "needs": [{"need": "war", "name": "War", "weight": 1.0}],
        "demand": [{"need": "war", "region": "national", "2021": 20_000.0}],
        "effects": [{"cadre": "soldier", "need": "war", "effect": 1.0}],
    }
    return Case.of({**rows, **tables})  # type: ignore[arg-type]


def macro(ceiling: Mapping[int, float] | float, **series: Mapping[int, float] | float) -> list[Row]:
    """Return macro rows whose ceiling is given in millions: revenue is 100 million a year, prices are flat."""
    shares = ceiling if isinstance(ceiling, Mapping) else {2021: ceiling}
    rows: list[Row] = [
        {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.0},
        {"series": "deflator_growth", "2021": 0.0}, {"series": "revenue_ratio", "2021": 0.1},
        {"series": "security_share", **{str(year): value / 100.0 for year, value in shares.items()}},
    ]
    for name, values in series.items():
        given = values if isinstance(values, Mapping) else {2021: values}
        rows.append({"series": name, **{str(year): value for year, value in given.items()}})
    return rows


def donor(pledge: Mapping[int, float] | float, years: range = range(2021, 2027), **columns: object) -> dict[str, list[Row]]:
    """Return the tables of one donor that pledges so many millions a year."""
    amounts = {str(y): (pledge.get(y, 0.0) if isinstance(pledge, Mapping) else pledge) * MILLION for y in years}
    if isinstance(pledge, Mapping):
        amounts |= {str(y): value * MILLION for y, value in pledge.items()}
    return {
        "donors": [{"donor": "friends", "name": "Friends", **columns}],
        "pledges": [{"donor": "friends", **amounts}],
    }


@dataclass(frozen=True)
class Solved:
    """A solved case: parameters, program, levels by name (the last of that name) and tables as data frames."""

    parameters: Parameters
    inputs: Inputs
    program: Program
    solution: Solution
    levels: Mapping[str, float]
    tables: Mapping[str, PlanTable]

    def frame(self, name: str) -> pd.DataFrame:
        """Return one table."""
        return self.tables[name].frame()

    def by_year(self, table: str, column: str, **chosen: object) -> dict[int, float]:
        """Return the sum of a column by year over the rows that fit."""
        frame = self.frame(table)
        for name, value in chosen.items():
            frame = frame[frame[name] == value]
        return {int(year): float(value) for year, value in frame.groupby("year")[column].sum().items()}

    def indicator(self, name: str) -> dict[int, float]:
        """Return an indicator by year."""
        return self.by_year("indicators", "value", indicator=name)


def solved(case: Case, switches: Mapping[str, bool] | None = None, grade_ratio_factor: float = 1.25) -> Solved:
    """Solve a case in the reduced layout, with accounts and indicators."""
    parameters = project(case, switches or {}, grade_ratio_factor)
    inputs = Inputs(parameters, layout_of(parameters))
    program = Assembly(inputs).program
    solution = solve(program, parameters)
    assert isinstance(solution, Solution), solution
    sums = Yearly(inputs, Point.of(inputs, program, solution.columns))
    tables = tables_of(sums, solution.levels)
    check_accounts(tables, parameters)
    tables["indicators"] = indicators_of(tables, sums, case)
    return Solved(parameters, inputs, program, solution, levels_of(solution), tables)


def levels_of(solution: Solution) -> dict[str, float]:
    """Return the strict optimum of each level by name; levels that the tolerance minimises again are left out."""
    return {level.name: level.value for level in solution.levels if level.order != "2 then 1"}


def levels_only(case: Case, *, reduced: bool = True, switches: Mapping[str, bool] | None = None) -> dict[str, float]:
    """Solve a case in either layout and return the levels alone."""
    parameters = project(case, switches or {})
    program = Assembly(Inputs(parameters, layout_of(parameters, reduced=reduced))).program
    solution = solve(program, parameters)
    assert isinstance(solution, Solution), solution
    return {f"{level.order} {level.name}": level.value for level in solution.levels}
