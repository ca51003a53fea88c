"""Answers that all visitors may have: only of shipped cases, only to who asks the same, and within bounds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pipeline import donor, tiny_case
from report.plan_fixture import make_plan

from rightfin.case.case import Cell
from rightfin.desk import Desk, Request, Task
from rightfin.desk.shared import SharedAnswers
from rightfin.desk.wire import packed
from rightfin.question import Question
from rightfin.result.plan import Plan

QUESTION = Question.of(tiny_case(**donor(30.0)))
LEAVES: tuple[Cell, ...] = (("donors", ("friends",), "exit_year", 2022),)


def asked(changes: tuple[Cell, ...] = (), *, shared: bool = True, starts: Mapping[str, int] | None = None) -> Request:
    return Request(QUESTION, changes, starts or {}, shared=shared)


def quiet(step: int, steps: int, what: str) -> None:
    """Tell nobody."""


def test_who_asks_the_same_has_the_same_plan_and_nobody_else_has_it() -> None:
    answers, found = SharedAnswers(), make_plan(title="found")
    answers.keep("case", asked(LEAVES), found)
    assert answers.find("case", asked(LEAVES)) is found
    for key, request in (
        ("other", asked(LEAVES)), ("case", asked()), ("case", asked(LEAVES, shared=False)),
        ("case", asked((*LEAVES[:-1], (*LEAVES[-1][:-1], 2022.0)))), ("case", asked(LEAVES, starts={"a": 2021})),
        ("case", Request(QUESTION, LEAVES, wanted=Task(make_plan), shared=True)),
    ):
        assert answers.find(key, request) is None


@pytest.mark.parametrize("request_of_one", [
    asked(LEAVES, shared=False), Request(QUESTION, wanted=Task(make_plan), shared=True),
])
def test_what_is_for_one_visitor_is_not_kept(request_of_one: Request) -> None:
    answers = SharedAnswers()
    answers.keep("case", request_of_one, make_plan())
    assert answers.bytes == 0
    assert answers.find("case", request_of_one) is None


def test_bytes_are_bounded_and_the_answer_asked_for_longest_ago_makes_room() -> None:
    plans = [make_plan(title=f"plan {place}") for place in range(3)]
    size = len(packed(plans[0]))
    answers = SharedAnswers(most=2 * size + size // 2)
    requests = [asked((("donors", ("friends",), "exit_year", 2021 + place),)) for place in range(3)]
    for request, found in zip(requests[:2], plans[:2], strict=True):
        answers.keep("case", request, found)
    assert answers.find("case", requests[0]) is plans[0]
    answers.keep("case", requests[2], plans[2])
    assert answers.bytes <= 2 * size + size // 2
    assert answers.find("case", requests[1]) is None
    assert answers.find("case", requests[0]) is plans[0]


def test_a_plan_that_nobody_looks_at_any_more_is_made_anew_from_its_bytes() -> None:
    answers, found = SharedAnswers(), make_plan(title="found")
    answers.keep("case", asked(), found)
    del found
    again = answers.find("case", asked())
    assert isinstance(again, Plan)
    assert again == make_plan(title="found")
    assert answers.find("case", asked()) is again


def test_visitors_of_a_shipped_case_share_an_answer_which_is_the_one_that_each_would_have_had() -> None:
    with Desk(1) as desk:
        first = desk.seat().do(asked(LEAVES), quiet)
        assert desk.seat().do(asked(LEAVES), quiet) is first
        own = desk.seat().do(asked(LEAVES, shared=False), quiet)
        assert own is not first
        assert own == first
