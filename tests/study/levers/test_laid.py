"""A case with the changes of a page as one scenario more: planned with it, the case is the one that was seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from study.levers.test_saved import CASES, asked, levers, moved

import rightfin
from rightfin.case import CaseError
from rightfin.case.case import Cell
from rightfin.io import write_case
from rightfin.question import Question
from rightfin.study.levers.changes import Changes, cells_of_changes, with_move
from rightfin.study.levers.laid import SCENARIO, TITLE, question_of_changes
from rightfin.study.levers.lever import Moved, Typing, cells_of
from rightfin.study.whatif import started, with_cells


@pytest.mark.parametrize(("name", "scenarios"), [
    *((name, ()) for name in CASES), ("demo", ("peace_dividend",)), ("demo", ("reform",)),
])
@settings(max_examples=15)
@given(data=st.data())
def test_what_is_planned_is_the_changed_case(name: str, scenarios: tuple[str, ...], data: st.DataObject) -> None:
    question, free = asked(name, *scenarios), levers(name, *scenarios)
    years = tuple(year for year, _ in free[0].standing)
    changes: Changes = ()
    for lever in data.draw(st.lists(st.sampled_from(free), min_size=1, max_size=4)):
        changes = with_move(changes, lever, data.draw(st.composite(moved)(lever, years)))
    try:
        cells = cells_of_changes(changes, question)
        wanted = with_cells(question.prepared, cells)
        found = question_of_changes(question, cells)
        prepared = found.prepared
    except CaseError:  # no case: the page says why and shows the answer before
        return
    if not cells:
        assert found is question
        return
    assert found.scenarios in ((SCENARIO,), ())
    for table, rows in wanted.tables.items():
        if table == "scenarios":
            continue
        assert len(rows.rows) == len(prepared.tables[table].rows)
        for one, other in zip(rows.rows, prepared.tables[table].rows, strict=True):
            assert other == pytest.approx(one, rel=1e-9) if all(
                isinstance(value, float) for value in one) else _close(one, other)


def _close(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(
        a == b or (isinstance(a, (int, float)) and isinstance(b, (int, float)) and b == pytest.approx(a, rel=1e-9))
        for a, b in zip(one, other, strict=True)
    )


def some_cells(question: Question, name: str) -> tuple[Cell, ...]:
    lever = next(one for one in levers(name, *question.scenarios) if one.ways[0] is Typing.POINTS)
    return cells_of(lever, Moved(Typing.POINTS, 0.5), question)


@pytest.mark.parametrize("name", CASES)
def test_a_moved_lever_is_one_scenario_of_the_case_that_comes_back_from_a_workbook(name: str, tmp_path: Path) -> None:
    question = asked(name)
    cells = some_cells(question, name)
    found = question_of_changes(question, cells)
    assert found.scenarios == (SCENARIO,)
    rows = [row for row in found.case.records("scenarios") if row["scenario"] == SCENARIO]
    assert {row["source"] for row in rows} == {TITLE}
    assert all(row["note"] for row in rows), "what was moved, in words"
    write_case(found.case, tmp_path / "case.xlsx")
    again = Question.of(rightfin.read_case(tmp_path / "case.xlsx"), scenarios=[SCENARIO])
    assert again.digest == found.digest
    assert again.prepared == found.prepared


def test_a_name_that_is_taken_gets_a_number() -> None:
    question = asked("demo")
    cells = some_cells(question, "demo")
    once = question_of_changes(question, cells)
    twice = question_of_changes(Question.of(once.case), cells)
    assert twice.scenarios == (f"{SCENARIO}_2",)


def test_what_no_scenario_can_say_is_the_changed_case_itself() -> None:
    question = asked("demo")
    key = next(row for row in question.case.records("pledges"))
    table = question.case.tables["pledges"]
    year = next(column for column in map(str, table.years) if key.get(column) is not None)
    cells: tuple[Cell, ...] = (("pledges", table.key_of(key), year, None),)
    found = question_of_changes(question, cells)
    assert found.scenarios == ()
    assert found.prepared.replace({"scenarios": []}) == with_cells(question.prepared, cells).replace({"scenarios": []})


def test_starts_of_programmes_are_in_the_scenario_too(tmp_path: Path) -> None:
    question = asked("demo", "reform")
    row = next(row for row in question.laid.records("programmes") if row["start"] is not None)
    cells = (*some_cells(question, "demo"), ("programmes", (row["programme"],), "start", int(str(row["start"])) + 1))
    found = question_of_changes(question, cells)
    assert found.scenarios == (SCENARIO,)
    assert found.starts == {}
    write_case(found.case, tmp_path / "case.xlsx")
    again = Question.of(rightfin.read_case(tmp_path / "case.xlsx"), scenarios=[SCENARIO])
    begun, others = started(question, cells)
    wanted = with_cells(begun.prepared, others)
    assert again.prepared.replace({"scenarios": []}) == wanted.replace({"scenarios": []})


def test_a_cell_that_is_nowhere_is_refused() -> None:
    with pytest.raises(CaseError):
        question_of_changes(asked("demo"), (("cadres", ("nobody",), "pay", 1.0),))
