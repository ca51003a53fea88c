"""One question, one plan: what ``rightfin.plan`` returns is what every study takes for the plan of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import MILLION, macro, tiny_case

import rightfin
from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.lp.objectives import natural_sizes
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.solve.order import STRICT
from rightfin.tolerances import ALIKE

SCENARIOS = [
    {"scenario": "poor", "order": 1, "table": "macro", "key": "security_share", "column": "2023-", "operation": "multiply",
     "value": 0.7},
    {"scenario": "as_it_is", "order": 1, "table": "cadres", "key": "soldier", "column": "attrition", "operation": "set",
     "value": 0.1},
    {"scenario": "stuck", "order": 1, "table": "settings", "key": "opening_arrears", "column": "value", "operation": "set",
     "value": 1e6},
]


@st.composite
def questions(draw: st.DrawFn) -> tuple[Case, Mapping[str, Any]]:
    """Draw a case with two donors that may pool, and what is laid over it."""
    ceiling = draw(st.sampled_from([5.0, 12.0, 20.0]))
    given_by = {donor: draw(st.sampled_from([1.0, 4.0, 8.0])) for donor in ("anna", "bert")}
    case = tiny_case(
        macro=macro(ceiling), scenarios=SCENARIOS,
        donors=[{"donor": donor, "name": donor.title(), "on_budget": donor == "anna"} for donor in given_by],
        pledges=[{"donor": donor, **{str(year): amount * MILLION for year in range(2021, 2027)}}
                 for donor, amount in given_by.items()],
        eligibility=[{"donor": "bert", "institution": "*", "category": "pay", "allowed": False}],
    )
    scenarios = draw(st.lists(st.sampled_from(["poor", "as_it_is", "stuck"]), unique=True))
    chosen = draw(st.sampled_from([{}, {"arrears_tolerance": 0.01}, {"max_clearing_share": 0.0}]))
    return case, {"scenarios": scenarios, "settings": chosen}


def same_but_prices(one: Plan, other: Plan) -> bool:
    """Return whether two plans are equal, bit for bit, where only the first had limits tried."""
    priced = {"prices": other.tables["prices"]}
    return replace(one, tables={**one.tables, **priced}, limits_left_out=other.limits_left_out) == other


def alike(one: Plan, other: Plan, sizes: Mapping[str, float]) -> bool:
    """Return whether two plans are as good: the same levels with the same values, to what two solves differ by.

    What an arrears tolerance buys is told by the first alone.
    """
    rows = (plan.tables["objective"].rows for plan in (one, other))
    was, now = ({row[:2]: float(row[2]) for row in found if row[0] != STRICT} for found in rows)
    ranks = [key for key in was if key[0] in ("1a", "1b", "1c", "2")]
    return was.keys() == now.keys() and all(abs(was[key] - now[key]) <= ALIKE * sizes[str(key[1])] for key in ranks)


@settings(max_examples=6, deadline=None)
@given(questions())
def test_every_study_starts_from_the_plan_of_the_case(drawn: tuple[Case, Mapping[str, Any]]) -> None:
    case, laid = drawn
    made, question = rightfin.plan(case, **laid), Question.of(case, **laid)
    assert made.provenance.case_digest == case.digest
    assert dict(made.provenance.options) == {name: str(value) for name, value in laid["settings"].items()}
    assert made.provenance.study == {}

    assert rightfin.briefing(case, **laid, quick=True).plan == made
    both = rightfin.compare(rightfin.Version.of("a", case), rightfin.Version.of("b", case), **laid)
    assert both.plan_a == both.plan_b == made
    assert same_but_prices(made, rightfin.coordination(case, **laid).earmarked.plan)

    what_if, sizes = rightfin.WhatIf(case, **laid), natural_sizes(question.parameters)
    live = what_if.plan(what_if.base), {"solved": "on live models"}
    apart = rightfin.withdrawals(case, **laid, reserves=False).base, {"solved": "with every donor apart"}
    for base, study in (live, apart):
        size = {name: getattr(base.provenance, name) for name in ("columns", "rows", "nonzeros")}
        assert base.provenance == replace(made.provenance, **size, study=study)
        for part in ("title", "years", "names", "defaults", "issues", "idle", "most_unpaid", "arrears_tolerance"):
            assert getattr(base, part) == getattr(made, part), part
        assert alike(made, base, sizes)


def test_a_plan_of_other_numbers_says_from_which_case_and_which_was_planned() -> None:
    case = tiny_case()
    what_if = rightfin.WhatIf(case, settings={"discount_rate": 0.07})
    changed = what_if.changed([("cadres", ("soldier",), "pay", 900.0)])
    found = what_if.plan(changed).provenance
    assert found.case_digest == case.digest
    assert found.study == {"solved": "on live models", "case planned": changed.digest}
    assert found.options == {"discount_rate": "0.07"}


def test_what_follows_from_a_question_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[Case] = []

    def counting(case: Case, **named: bool) -> tuple[rightfin.Issue, ...]:
        counted.append(case)
        return check_case(case, **named)

    monkeypatch.setattr("rightfin.question.check_case", counting)
    question = Question(tiny_case(scenarios=SCENARIOS), scenarios=("poor",))
    assert question.prepared is question.prepared
    assert question.parameters is question.parameters
    assert question.issues is question.issues
    assert len(counted) == 2, "the case as given, and as planned"
    plain = Question(tiny_case())
    assert plain.prepared is plain.case
    assert plain.issues == ()
    assert len(counted) == 3, "where nothing is laid over a case, both are one"


def test_a_question_stays_what_it_was_though_lists_that_it_was_made_from_change() -> None:
    scenarios, chosen = ["poor"], {"discount_rate": 0.05}
    made = Question(tiny_case(scenarios=SCENARIOS), scenarios=scenarios, settings=chosen)  # type: ignore[arg-type]
    same = Question(made.case, scenarios=("poor",), settings={"discount_rate": 0.05})
    scenarios.append("nowhere")
    chosen["nonsense"] = 1.0
    assert made == same
    assert made.digest == same.digest
    assert made.laid_over == ("poor",)


def test_equal_questions_are_equal_and_their_digest_sees_everything_that_is_laid_over() -> None:
    case = tiny_case(scenarios=SCENARIOS)
    one = Question.of(case, scenarios=["poor", "stuck"], settings={"rule_weight": 2.0, "discount_rate": 0.05})
    same = Question.of(case, scenarios=("poor", "stuck"), settings={"discount_rate": 0.05, "rule_weight": 2.0})
    assert one == same
    assert (hash(one), one.digest) == (hash(same), same.digest)
    others = [replace(one, scenarios=("stuck", "poor")), replace(one, settings={}), replace(one, case=tiny_case()),
              replace(one, definition=rightfin.read_definition("chicago_2012"))]
    assert len({one.digest, *(other.digest for other in others)}) == 5
