"""A cell of a table that pages show is the number that is explained when it is asked about."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from random_cases import random_case
from ui.whole_case import right_to_left, whole_case

from rightfin.question import Question
from rightfin.report import facts
from rightfin.report.charts.against import against
from rightfin.report.overview.force import coverage_rows, coverage_table, force_table, needs_of, regions_of, regions_rows
from rightfin.report.overview.lines import cost_table
from rightfin.report.overview.paid import categories_of, paid_table, payers_of
from rightfin.report.overview.shown import ShownKind, ShownTable, number_at
from rightfin.report.overview.sustained import paid_and_sustained
from rightfin.report.words.answer import headline
from rightfin.result.plan import Plan
from rightfin.solve.levels import Depth, Solution
from rightfin.solve.session import Session
from rightfin.study.why.aggregates import value_of
from rightfin.study.why.cells import cell_at
from rightfin.study.why.quantities import QuantityUnit
from rightfin.ui import session as shown
from rightfin.ui.findings_tables import frame_of

CASES = {"demo": shipped_case(DEMO), "afghanistan": shipped_case(AFGHANISTAN), "whole": whole_case(),
         "right to left": right_to_left(), **{f"random {seed}": random_case(seed) for seed in range(6)}}

_Shown = tuple[ShownTable, pd.DataFrame]
"""A table as a page draws it."""


def tables(plan: Plan) -> Iterator[_Shown]:
    """Yield every table of the pages that shows numbers of a plan by year, whatever it is kept to."""
    scale = facts.money_scale(plan)
    yield ShownTable(ShownKind.YEARLY), shown.yearly_table(headline(plan))
    yield ShownTable(ShownKind.STRENGTH), shown.strength_table(plan)
    sustained = pd.DataFrame([(line, year, scale.of(amount)) for line, year, amount in paid_and_sustained(plan)],
                             columns=["line", "year", "value"])
    yield ShownTable(ShownKind.PAYERS), shown.across(sustained, "line", "value", "Paid", plan.years)
    if plan.tables["payers"].rows:
        yield ShownTable(ShownKind.OWN_MONEY), shown.own_money_table(plan)
    for kind, indicator, factor in (
        (ShownKind.ALL_STRENGTH, "total_strength", 1.0), (ShownKind.ALL_COVERAGE, "coverage", 100.0),
    ):
        lines = [(line, year, value) for line, of in against(plan, plan, indicator).items() for year, value in of.items()]
        yield ShownTable(kind), shown.lines_table(
            pd.DataFrame(lines, columns=["line", "year", "value"]), "Line", factor, 1)
    yield ShownTable(ShownKind.PAYERS), frame_of(paid_table(payers_of(plan)), scale)
    for institution in ("", *facts.institutions(plan)):
        yield ShownTable(ShownKind.FORCE, institution), frame_of(force_table(plan, institution or None), scale)
        for category in ("", *categories_of(plan, institution or None)):
            yield ShownTable(ShownKind.COST, institution, category), frame_of(
                cost_table(plan, institution or None, category or None), scale)
    if plan.tables["needs"].rows:
        for region in ("", *regions_of(plan)):
            yield ShownTable(ShownKind.COVERAGE, region=region), frame_of(
                coverage_table(coverage_rows(plan, region or None), "Needs"), scale)
        yield ShownTable(ShownKind.COVERAGE), shown.coverage_table(plan)
        for need in needs_of(plan).values():
            yield ShownTable(ShownKind.REGIONS, need=need), frame_of(
                coverage_table(regions_rows(plan, need), need, "Region"), scale)


@pytest.mark.parametrize("name", CASES)
def test_the_number_in_a_cell_is_the_one_that_is_asked_about(name: str) -> None:
    question = Question.of(CASES[name])
    session = Session(question.parameters)
    found = session.solve(question.parameters, Depth.PLAN)
    assert isinstance(found, Solution)
    plan, case = question.plan_of(session.inputs, session.program, found), question.prepared
    decisions = dict(zip(session.program.columns, found.columns.tolist(), strict=True))
    size, scale = max(row.cost for row in facts.yearly(plan)), facts.money_scale(plan)
    whole = float(scale.divisor)
    factors = {
        QuantityUnit.PEOPLE: (1.0, 0.51), QuantityUnit.SHARE: (100.0, 0.051),
        QuantityUnit.MONEY: (1.0 / whole, 1e-6 * size / whole + 0.51 * 10.0**-scale.decimals),
    }
    values: dict[str, tuple[float, float]] = {}
    asked: set[ShownKind] = set()
    one_year = str(plan.years[len(plan.years) // 2])
    for table, frame in tables(plan):
        names = frame.iloc[:, table.name_column].tolist()
        for column in frame.columns[1:]:
            for row, shown_number in zip(names, frame[column].tolist(), strict=True):
                number = number_at(plan, table, str(row), column)
                if number is None or pd.isna(shown_number):
                    continue
                asked.add(table.kind)
                if number.at.startswith("line=") and number.year != one_year:
                    continue  # lines take long to put together
                if number.at not in values:
                    cell = cell_at(number.at, case)
                    assert number.year in {str(year) for year in plan.years if year == cell.year}
                    by, within = factors[cell.quantity.unit]
                    values[number.at] = by * value_of(
                        cell.quantity.sum_in(session.inputs, int(cell.year)), decisions), within
                value, within = values[number.at]
                assert shown_number == pytest.approx(value, abs=within), (table, row, column, number.at)
    expected = {ShownKind.YEARLY, ShownKind.STRENGTH, ShownKind.FORCE, ShownKind.COST, ShownKind.PAYERS,
                ShownKind.ALL_STRENGTH}
    if plan.tables["needs"].rows:
        expected |= {ShownKind.COVERAGE, ShownKind.REGIONS, ShownKind.ALL_COVERAGE}
    assert expected <= asked


def test_every_year_of_every_row_can_be_asked_about_where_rows_are_numbers_of_the_plan() -> None:
    question = Question.of(CASES["demo"])
    session = Session(question.parameters)
    found = session.solve(question.parameters, Depth.PLAN)
    assert isinstance(found, Solution)
    plan = question.plan_of(session.inputs, session.program, found)
    whole = {ShownKind.STRENGTH, ShownKind.COVERAGE, ShownKind.REGIONS, ShownKind.COST}
    for table, frame in tables(plan):
        if table.kind in whole:
            rows = frame.iloc[:, table.name_column].astype(str)
            assert all(number_at(plan, table, row, column) for row in rows for column in frame.columns[1:])


def test_what_is_no_number_of_one_year_is_not_asked_about() -> None:
    plan = Question.of(CASES["demo"])
    session = Session(plan.parameters)
    found = session.solve(plan.parameters, Depth.PLAN)
    assert isinstance(found, Solution)
    made = plan.plan_of(session.inputs, session.program, found)
    year = str(made.years[0])
    for table, row, column in (
        (ShownTable(ShownKind.YEARLY), year, "Arrears"), (ShownTable(ShownKind.YEARLY), year, "Missing"),
        (ShownTable(ShownKind.YEARLY), "1999", "Strength"), (ShownTable(ShownKind.FORCE), "Constables (men)", "Serves"),
        (ShownTable(ShownKind.PAYERS), "All that is asked", year), (ShownTable(ShownKind.PAYERS), facts.UNSUPPORTED, year),
        (ShownTable(ShownKind.STRENGTH), "Nobody", year),
    ):
        assert number_at(made, table, row, column) is None
