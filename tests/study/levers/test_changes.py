"""Levers that were moved: in words, one change a lever, as cells."""

from __future__ import annotations

from functools import cache

import pytest
from random_cases import random_case

import rightfin
from rightfin.question import Question
from rightfin.schema import YearStyle
from rightfin.shipped import INPUTS
from rightfin.study.levers.changes import cells_of_changes, overridden, with_move
from rightfin.study.levers.kinds import GROUPS, levers_of
from rightfin.study.levers.lever import Lever, Moved, Typing, cells_of


@cache
def levers() -> dict[str, Lever]:
    return {lever.name: lever for lever in levers_of(Question.of(rightfin.read_case(INPUTS / "demo")))}


@pytest.mark.parametrize(("name", "moved", "words"), [
    ("pay_growth", Moved(Typing.POINTS, 1.5), "Pay growth: 1.5 points more"),
    ("security_share", Moved(Typing.POINTS, -1.0, 2027), "Share of revenue for security: 1 point less from 2027"),
    ("cost_of_support", Moved(Typing.FACTOR, 90.0), "Support: 10 % less"),
    ("min_arbiters", Moved(Typing.LEVEL, 1500.0), "Customary arbiters: least strength: 1,500 persons"),
    ("exit_union", Moved(Typing.YEAR, 2030), "Union of Western States: last year of its money: 2030 (in the case 2035)"),
    ("exit_union", Moved(Typing.YEAR), "Union of Western States: last year of its money: stays (in the case 2035)"),
    ("exit_lake_state", Moved(Typing.YEAR, 2030), "Lake State: last year of its money: 2030 (in the case stays)"),
    ("revenue_ratio", Moved(Typing.BY_YEAR, by_year=((2030, 14.0), (2031, 14.5))),
     "Tax effort: 14 in 2030, 14.5 in 2031 (% of GDP)"),
    ("security_share", Moved(Typing.POINTS, 80.0),
     "Share of revenue for security: 80 points more (as far as the case allows)"),
])
def test_changes_are_told_in_words(name: str, moved: Moved, words: str) -> None:
    (change,) = with_move((), levers()[name], moved)
    assert change.words() == words


def test_years_are_told_as_the_case_writes_them() -> None:
    (change,) = with_move((), levers()["security_share"], Moved(Typing.POINTS, 1.0, 2027))
    assert change.words(YearStyle.SPLIT) == "Share of revenue for security: 1 point more from 2026/27"


def test_a_lever_counts_once_and_a_move_of_nothing_is_no_change() -> None:
    share, pay = levers()["security_share"], levers()["pay_growth"]
    one = with_move(with_move((), share, Moved(Typing.POINTS, 1.0)), pay, Moved(Typing.POINTS, 0.5))
    again = with_move(one, share, Moved(Typing.POINTS, 2.0))
    assert [(change.lever.name, change.moved.amount) for change in again] == [("pay_growth", 0.5), ("security_share", 2.0)]
    assert with_move(again, share, Moved(Typing.POINTS, 0.0)) == again[:1]
    assert with_move(again, pay, None) == again[1:]
    assert with_move(again[:1], share, None) == again[:1]


def test_where_two_levers_move_one_cell_the_last_one_holds_and_that_is_said() -> None:
    question = Question.of(rightfin.read_case(INPUTS / "demo"))
    whole, one = levers()["force_customary_courts"], levers()["min_arbiters"]
    changes = with_move(with_move((), whole, Moved(Typing.LEVEL, 50.0)), one, Moved(Typing.LEVEL, 900.0))
    assert cells_of_changes(changes, question) == (("cadres", ("arbiters",), "min_strength", 900.0),)
    assert overridden(changes) == (
        "Customary arbiters: least strength was moved later and holds in all cells of Customary courts: least strength of "
        "each cadre.",)
    assert cells_of(whole, Moved(Typing.LEVEL, 50.0), question) == (("cadres", ("arbiters",), "min_strength", 700.0),)


@pytest.mark.parametrize("seed", range(4))
def test_every_lever_of_a_case_moves_something_and_stands_in_a_group(seed: int) -> None:
    question = Question.of(random_case(seed))
    found = levers_of(question)
    assert [GROUPS.index(lever.group) for lever in found] == sorted(GROUPS.index(lever.group) for lever in found)
    assert len({lever.name for lever in found}) == len(found)
    for lever in found:
        way = lever.ways[0]
        assert any(cells_of(lever, Moved(way, end), question) for end in lever.ends), lever.name


def test_a_lever_with_nothing_to_move_is_absent() -> None:
    case = rightfin.read_case(INPUTS / "demo")
    without = case.replace({name: [] for name in ("ceilings", "targets", "earmarks", "running_costs", "over_time")})
    names = {lever.name for lever in levers_of(Question.of(without))}
    assert not any(name.startswith(("ceiling_", "target_")) or name == "running_costs" for name in names)
    assert {"security_share", "pay_growth", "exit_union"} <= names
