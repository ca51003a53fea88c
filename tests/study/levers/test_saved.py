"""Levers and what is saved of them: cells as typed by hand, and scenarios that make the same case."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rightfin
from rightfin.case import Case, CaseError
from rightfin.io import write_case
from rightfin.question import Question
from rightfin.shipped import INPUTS
from rightfin.study.levers.changes import Changes, cells_of_changes, laid_cells, with_move
from rightfin.study.levers.kinds import levers_of
from rightfin.study.levers.lever import Lever, Moved, Typing
from rightfin.study.levers.saved import Row, scenario_of_changes, with_scenario
from rightfin.study.whatif import with_cells

CASES = ("demo", "afghanistan_2012", "liberia_2015", "sierra_leone_2002")


@cache
def asked(name: str, *scenarios: str) -> Question:
    return Question.of(rightfin.read_case(INPUTS / name), scenarios=scenarios)


@cache
def levers(name: str, *scenarios: str) -> tuple[Lever, ...]:
    return levers_of(asked(name, *scenarios))


def question_with(question: Question, rows: tuple[Row, ...], name: str) -> Question:
    """Return the question about the case with a scenario that stands alone, in place of those laid over it."""
    return replace(question, case=with_scenario(question.case, rows), scenarios=(name,))


def moved(draw: st.DrawFn, lever: Lever, years: tuple[int, ...]) -> Moved:
    way = draw(st.sampled_from(lever.ways))
    since = draw(st.none() | st.sampled_from(years))
    if way is Typing.YEAR:
        return Moved(way, draw(st.none() | st.integers(years[0] - 1, years[-1] + 3)))
    if way is Typing.BY_YEAR:
        low, high = (0.0, 40.0)
        named = draw(st.lists(st.sampled_from(years), min_size=1, max_size=3, unique=True))
        return Moved(way, by_year=tuple((year, round(draw(st.floats(low, high)), 2)) for year in sorted(named)))
    low, high = lever.ends if way is lever.ways[0] else (0.0, 50_000.0)
    return Moved(way, round(draw(st.floats(low, high)), 2), since)


@pytest.mark.parametrize(("name", "scenarios"), [
    *((name, ()) for name in CASES), ("demo", ("peace_dividend",)), ("demo", ("reform",)), ("demo", ("more_police",)),
])
@settings(max_examples=40)
@given(data=st.data())
def test_a_scenario_makes_the_case_that_changes_make(name: str, scenarios: tuple[str, ...], data: st.DataObject) -> None:
    known = {str(row["scenario"]) for row in asked(name).case.records("scenarios")}
    question = asked(name, *(one for one in scenarios if one in known))
    free = levers(name, *question.scenarios)
    years = tuple(year for year, _ in free[0].standing)
    changes: Changes = ()
    for lever in data.draw(st.lists(st.sampled_from(free), min_size=1, max_size=4)):
        changes = with_move(changes, lever, data.draw(st.composite(moved)(lever, years)))
    cells = laid_cells(changes, question)
    if not cells:
        return
    rows = scenario_of_changes(question, changes, (), "saved_one", "Saved")
    after = question_with(question, rows, "saved_one")
    assert after.laid.replace({"scenarios": []}) == with_cells(question.laid, cells).replace({"scenarios": []})


def test_changes_hold_in_the_prepared_case_with_programmes_too() -> None:
    """What programmes and packages make of the case is the same with the scenario as with the cells."""
    question = asked("demo", "reform")
    changes: Changes = ()
    for lever in levers("demo", "reform"):
        amount = {Typing.FACTOR: 110.0, Typing.POINTS: 0.5, Typing.LEVEL: 30.0, Typing.YEAR: 2030}[lever.ways[0]]
        changes = with_move(changes, lever, Moved(lever.ways[0], amount))
    cells = cells_of_changes(changes, question)
    after = question_with(question, scenario_of_changes(question, changes, (), "all_moved", "All"), "all_moved")
    assert after.prepared.replace({"scenarios": []}) == with_cells(question.prepared, cells).replace({"scenarios": []})


def test_a_lever_makes_the_cells_that_one_types_by_hand() -> None:
    question = asked("demo")
    by_name = {lever.name: lever for lever in levers("demo")}

    def cells(name: str, moved: Moved) -> Case:
        changes = with_move((), by_name[name], moved)
        return with_cells(question.prepared, cells_of_changes(changes, question))

    def typed(table: str, key: tuple[str, ...], **years: float) -> Case:
        return question.prepared.with_cells(table, [(key, column.lstrip("y"), value) for column, value in years.items()])

    share, ratio, union = ("security_share",), ("revenue_ratio",), ("union",)
    assert cells("security_share", Moved(Typing.POINTS, 1.5, 2036)) == typed("macro", share, y2036=0.265, y2037=0.265)
    assert cells("revenue_ratio", Moved(Typing.BY_YEAR, by_year=((2030, 14.0),))) == typed("macro", ratio, y2030=0.14)
    assert cells("max_judges", Moved(Typing.LEVEL, 900)) == typed("cadres", ("judges",), max_strength=900.0)
    assert cells("exit_union", Moved(Typing.YEAR, 2030)) == question.prepared.with_cell("donors", union, "exit_year", 2030)
    assert cells("pledge_bilateral", Moved(Typing.FACTOR, 50.0, 2033)) == typed("pledges", ("bilateral",), y2033=17e6)
    # years after the one that is moved keep what they stood for, though their cells are blank
    assert cells("ceiling_ministry", Moved(Typing.BY_YEAR, by_year=((2027, 2.5),))) == typed(
        "ceilings", ("ministry",), y2027=0.025, y2028=0.018)


def test_donors_that_stay_have_no_last_year_in_a_scenario() -> None:
    question = asked("demo")
    exits = next(lever for lever in levers("demo") if lever.name == "exit_union")
    rows = scenario_of_changes(question, with_move((), exits, Moved(Typing.YEAR, None)), (), "stays", "Union stays")
    assert [(row["table"], row["key"], row["column"], row["operation"], row["value"]) for row in rows] == [
        ("donors", "union", "exit_year", "clear", None)]


def test_what_cannot_be_saved_is_said() -> None:
    question, lever = asked("demo"), levers("demo")[0]
    share = with_move((), lever, Moved(Typing.POINTS, 1.0))
    for name, changes, code in (("Two words", share, "scenario_name"), ("early_exit", share, "scenario_known"),
                                ("nothing", (), "nothing_changed")):
        with pytest.raises(CaseError) as refused:
            scenario_of_changes(question, changes, (), name, "")
        assert [issue.code for issue in refused.value.issues] == [code]


def test_a_workbook_with_the_scenario_is_read_again(tmp_path: Path) -> None:
    question, lever = asked("demo"), levers("demo")[0]
    rows = scenario_of_changes(
        question, with_move((), lever, Moved(Typing.POINTS, 1.0, 2028)), (), "more_for_security", "More")
    case = with_scenario(question.case, rows)
    write_case(case, tmp_path / "case.xlsx")
    assert rightfin.read_case(tmp_path / "case.xlsx") == case
    assert "more_for_security" in {row["scenario"] for row in case.records("scenarios")}
    assert rows[0]["note"] == "Share of revenue for security: 1 point more from 2028"
