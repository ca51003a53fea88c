"""Cells alone show which levers were moved."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rightfin
from rightfin.case import CaseError
from rightfin.question import Question
from rightfin.shipped import INPUTS
from rightfin.study.levers.changes import Changes, cells_of_changes, with_move
from rightfin.study.levers.kinds import levers_of
from rightfin.study.levers.lever import Lever, Moved, Typing
from rightfin.study.levers.recognise import recognised
from rightfin.study.whatif import changed_question, with_cells


@cache
def asked(name: str) -> Question:
    return Question.of(rightfin.read_case(INPUTS / name))


@cache
def levers(name: str) -> tuple[Lever, ...]:
    return levers_of(asked(name))


@pytest.mark.parametrize("name", ["demo", "afghanistan_2012"])
@settings(max_examples=30)
@given(data=st.data())
def test_what_is_recognised_makes_the_same_case(name: str, data: st.DataObject) -> None:
    question = asked(name)
    changes: Changes = ()
    for lever in data.draw(st.lists(st.sampled_from(levers(name)), min_size=1, max_size=3)):
        amount = 2030.0 if lever.ways[0] is Typing.YEAR else round(data.draw(st.floats(*lever.ends)), 2)
        changes = with_move(changes, lever, Moved(lever.ways[0], amount, data.draw(st.sampled_from([None, 2020, 2030]))))
    cells = cells_of_changes(changes, question)
    found = recognised(question, levers(name), cells)
    again = with_cells(with_cells(question.prepared, cells_of_changes(found.changes, question)), found.others)
    was = with_cells(question.prepared, cells)
    for table in was.tables:
        for one, other in zip(was.records(table), again.records(table), strict=True):
            for column, value in one.items():
                near = pytest.approx(value, rel=1e-9) if isinstance(value, float) else value
                assert other[column] == near


@pytest.mark.parametrize(("name", "moved"), [
    ("security_share", Moved(Typing.POINTS, 1.5, 2030)), ("pay_growth", Moved(Typing.POINTS, -0.5)),
    ("cost_of_support", Moved(Typing.FACTOR, 90.0)), ("exit_union", Moved(Typing.YEAR, 2030.0)),
    ("exit_union", Moved(Typing.YEAR)), ("pledge_union", Moved(Typing.FACTOR, 120.0, 2028)),
    ("force_police", Moved(Typing.LEVEL, 70.0)), ("max_arbiters", Moved(Typing.LEVEL, 1500.0)),
    ("revenue_ratio", Moved(Typing.BY_YEAR, by_year=((2030, 14.0), (2032, 15.0)))),
    ("threat_armed_groups", Moved(Typing.FACTOR, 60.0, 2029)), ("real_growth", Moved(Typing.POINTS, 1.0)),
])
def test_one_lever_is_recognised_as_it_was_moved(name: str, moved: Moved) -> None:
    question = asked("demo")
    lever = next(lever for lever in levers("demo") if lever.name == name)
    cells = cells_of_changes(with_move((), lever, moved), question)
    found = recognised(question, levers("demo"), cells)
    assert [(change.lever.name, change.moved) for change in found.changes] == [(name, moved)]
    assert found.others == ()


def test_a_series_that_is_typed_once_and_carried_is_recognised() -> None:
    question = asked("sierra_leone_2002")
    for lever in levers("sierra_leone_2002"):
        moved = Moved(lever.ways[0], {Typing.FACTOR: 90.0, Typing.POINTS: 0.5, Typing.LEVEL: 30.0, Typing.YEAR: 2005.0}[
            lever.ways[0]])
        cells = cells_of_changes(with_move((), lever, moved), question)
        if cells:
            found = recognised(question, levers("sierra_leone_2002"), cells)
            assert [(change.lever.name, change.moved) for change in found.changes] == [(lever.name, moved)]
            assert found.others == ()


def test_cells_that_no_lever_stands_for_are_left_over() -> None:
    cells = (("cadres", ("judges",), "attrition", 0.1), ("nothing", ("here",), "value", 1.0))
    found = recognised(asked("demo"), levers("demo"), cells)
    assert (found.changes, found.others) == ((), cells)


@pytest.mark.parametrize(("setting", "value"), [
    ("end_year", 10**6), ("end_year", "never"), ("base_year", -(10**9)), ("base_year", 1e300),
])
def test_years_that_cannot_be_planned_are_told_at_once(setting: str, value: int | float | str) -> None:
    # A link may say so: whoever opened it waited a minute, and all others with them, until memory was gone.
    cells = (("settings", (setting,), "value", value),)
    for name in ("demo", "afghanistan_2012"):
        assert recognised(asked(name), levers(name), cells).others == cells
        with pytest.raises(CaseError):
            changed_question(asked(name), cells)
