"""What is asked of the models of a choice: the same again is not asked anew, and what has no answer changes nothing."""

from __future__ import annotations

import pytest
from pipeline import tiny_case
from report.plan_fixture import make_plan

from rightfin.desk import Request
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.ui.models import LiveModels


class Toy(LiveModels[dict[str, int]]):
    """Models whose question has what is asked as its starts."""

    def request(self, asked: dict[str, int]) -> Request:
        return Request(self.question, starts=asked)


def toy() -> Toy:
    return Toy("key", Question(tiny_case()), {}, make_plan(title="as it stands"))


def test_the_case_as_it_stands_is_never_asked_again_and_the_same_question_once() -> None:
    live, solved = toy(), list[dict[str, int | None]]()

    def solve(request: Request) -> Plan:
        solved.append(dict(request.starts))
        return make_plan(title=str(request.starts))

    assert live.last == ({}, live.standing)
    assert live.plan({}, solve) is live.standing
    first = live.plan({"a": 1}, solve)
    assert first.title == "{'a': 1}"
    assert live.plan({"a": 1}, solve) is first
    assert live.last == ({"a": 1}, first)
    assert live.plan({}, solve) is live.standing
    assert live.last == ({}, live.standing)
    assert solved == [{"a": 1}]


def test_a_question_that_changes_afterwards_is_another_one() -> None:
    live, asked = toy(), {"a": 1}
    live.plan(asked, lambda request: make_plan(title="first"))
    asked["a"] = 2
    assert live.plan(asked, lambda request: make_plan(title="second")).title == "second"


def test_what_is_stopped_leaves_the_last_answer() -> None:
    def stopped(request: Request) -> Plan:
        raise SolveStoppedError("It was stopped.")

    live = toy()
    first = live.plan({"a": 1}, lambda request: make_plan())
    with pytest.raises(SolveStoppedError):
        live.plan({"a": 2}, stopped)
    assert live.last == ({"a": 1}, first)
