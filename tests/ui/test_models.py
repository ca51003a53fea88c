"""Live models of a choice: what is asked again is not solved again, and what has no answer changes nothing."""

from __future__ import annotations

import pytest
from report.plan_fixture import make_plan

from rightfin.result.plan import Plan
from rightfin.solve.control import NEVER, Control, SolveStoppedError
from rightfin.ui.models import LiveModels


class Toy(LiveModels[dict[str, int]]):
    """Models whose plan has what is asked as its title."""

    def __init__(self) -> None:
        self.solved: list[dict[str, int]] = []
        super().__init__("key", {}, make_plan(title="as it stands"))

    def _planned(self, asked: dict[str, int], control: Control) -> Plan:
        if control.active:
            raise SolveStoppedError(control.why())
        self.solved.append(dict(asked))
        return make_plan(title=str(asked))


def test_the_case_as_it_stands_is_never_solved_again_and_the_same_question_once() -> None:
    live = Toy()
    assert live.last == ({}, live.standing)
    assert live.plan({}) is live.standing
    first = live.plan({"a": 1})
    assert first.title == "{'a': 1}"
    assert live.plan({"a": 1}) is first
    assert live.last == ({"a": 1}, first)
    assert live.plan({}) is live.standing
    assert live.last == ({}, live.standing)
    assert live.solved == [{"a": 1}]


def test_a_question_that_changes_afterwards_is_another_one() -> None:
    live, asked = Toy(), {"a": 1}
    live.plan(asked)
    asked["a"] = 2
    assert live.plan(asked).title == "{'a': 2}"


def test_what_is_stopped_leaves_the_last_answer() -> None:
    live = Toy()
    first = live.plan({"a": 1})
    with pytest.raises(SolveStoppedError):
        live.plan({"a": 2}, Control(deadline=0.0))
    assert live.last == ({"a": 1}, first)
    assert live.plan({"a": 2}, NEVER).title == "{'a': 2}"
