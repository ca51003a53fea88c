"""The ladder of tolerances: what a rung lets through is nothing to the next, and no tolerance stands anywhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import rightfin
from rightfin import tolerances as t

PACKAGE = Path(rightfin.__file__).parent

LADDER = {name: value for name, value in vars(t).items() if name.isupper()}

RUNGS = {
    "arithmetic before the solver": "CANCELLED < ADDED_UP < FEASIBILITY",
    "what is typed adds up": "ADDED_UP < TYPED",
    "a point drifts before it is refused": "FEASIBILITY < DRIFT < NO_DECISION < VIOLATION",
    "what is held is wider than the solver is exact, and closer than what counts as a violation":
        "FEASIBILITY < BAND < VIOLATION",
    "prices before certainty": "FEASIBILITY < PRICED < CERTAIN",
    "limits that give way are seen before a row is broken": "FEASIBILITY < GIVEN_WAY < WIDENED",
    "a row that binds may be broken by as much": "DRIFT < ROOM",
    "level 1a is not held before it is compared": "FEASIBILITY < SETTLED < HOLD",
    "needs are compared closer than plans": "SETTLED < NEEDS_SETTLED < ALIKE",
    "held decisions leave no extra money": "BAND < NO_EXTRA",
    "the rest of level 1 slips by holds": "HOLD < HELD",
    "what is paid is so after a hold": "HOLD < PAID",
    "a level kept by a study is wider than a hold": "HOLD < KEPT",
    "money in a plan": "HOLD < HOLD_OF_A_YEAR < NEGLIGIBLE < MONEY_APART < MATERIAL < DIFFERS",
    "identities hold for what is held": "HOLD < IDENTITY < MONEY_APART",
    "equally bad is wider than what money is apart": "MONEY_APART < AS_BAD",
    "as large is wider than what money is apart": "MONEY_APART < AS_LARGE",
    "shares in a plan": "HOLD < UNSHOWN < REACHED < SEEN < DIFFERS < HELPS",
    "people in a plan": "HOLD < PEOPLE_APART < DIFFERS",
    "points of coverage are a hundredth of a share": "POINTS_APART < SEEN",
    "persons left over are nobody": "LEFT_OVER < NOBODY",
    "a range is wider than what is held": "HOLD < DECIDED",
    "starts are whole before points are refused": "FEASIBILITY < SEARCHED < VIOLATION",
    "a search holds closer than a plan": "ADDED_UP < SEARCH_HOLD < HOLD",
    "a row that keeps a level is exact but for the solver": "ADDED_UP < KEPT_ROW < SEARCH_HOLD",
    "what is late is more than levels slip by": "KEPT_ROW < LATE < HOLD_OF_A_YEAR",
    "a search differs from a plan by more than plans do": "ALIKE < SEARCH_APART < CLOSE",
    "an audit compares more widely than solvers are exact": "HOLD < AUDITED",
    "a search ends beyond what its answers differ by": "ALIKE < CLOSE < FINE",
}
"""Tolerances of which each has to be wider than the one before it, by why."""

FACTORS = {
    "ten times the solver's": (t.DRIFT, t.FEASIBILITY, 10.0),
    "a tenth of a violation": (t.VIOLATION, t.BAND, 10.0),
    "a hundred times what a start is given": (t.SEARCHED, t.FEASIBILITY, 100.0),
    "a hundred times the solver's": (t.PRICED, t.FEASIBILITY, 100.0),
    "a hundred times that of the solver": (t.GIVEN_WAY, t.FEASIBILITY, 100.0),
    "a thousand times the solver's": (t.CERTAIN, t.FEASIBILITY, 1000.0),
    "ten times what holds let slip": (t.HELD, t.HOLD, 10.0),
    "ten times what solves differ by": (t.PAID, t.HOLD, 10.0),
    "twice what one level is kept within": (t.ALIKE, t.KEPT, 2.0),
    "one hold": (t.NEEDS_SETTLED, t.HOLD, 1.0),
}
"""Factors that the reasons name."""

ELSEWHERE = {
    ("case/checks/plausible.py", 1e-9),  # bounds a division
    ("case/checks/plausible.py", 0.001),  # the least pledges of a country, a plausibility
    ("report/page/asks.py", 5e-4),  # worth asking for
    ("report/studies/difference.py", 1e-3),  # a sum worth a word besides its years
    ("report/studies/difference_tables.py", 1e-12),  # bounds a division
    ("report/studies/difference_tables.py", 1e-9),  # the rank of a text
    ("report/studies/restrictions.py", 5e-5),  # worth telling
    ("lp/objectives.py", 1e-3),  # the least size of needs
    ("study/sustain/points.py", 0.001),  # a tenth of a point of coverage, told where no whole point is reached
    ("study/why/least_change.py", 1e-3),  # how far an input is moved to see what moves with it
    ("study/why/least_change.py", 1e-4),  # the weight of a post against money
    ("study/why/least_change.py", 1e-6),  # what is added to the least change, so that it is enough
    ("study/unit_cost/career.py", 1e-6),  # the share of those who joined together that is nobody
    ("solve/levels.py", 1e-3),  # the weight of a blend
    ("solve/levels.py", 1e-12),  # bounds a division
    ("solve/straight.py", 1e-9),  # a share of a path that is no piece
    ("solve/straight.py", 1e-11),  # a move that is none
}
"""Small numbers that are no tolerances: where they stand, and why."""


@pytest.mark.parametrize("reason", RUNGS)
def test_each_rung_is_wider_than_the_one_before(reason: str) -> None:
    rungs = [LADDER[name] for name in RUNGS[reason].split(" < ")]
    assert rungs == sorted(set(rungs)), rungs


@pytest.mark.parametrize("reason", FACTORS)
def test_the_factor_that_a_reason_names_is_so(reason: str) -> None:
    wide, narrow, factor = FACTORS[reason]
    assert wide == pytest.approx(factor * narrow)


def test_every_tolerance_has_its_place_in_the_order() -> None:
    assert set(LADDER) == {name for rungs in RUNGS.values() for name in rungs.split(" < ")}


def test_every_tolerance_says_its_reason_and_is_used() -> None:
    tree = ast.parse((PACKAGE / "tolerances.py").read_text(encoding="utf-8")).body
    names = [
        (ast.unparse(node.targets[0]), isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant))
        for node, after in zip(tree, [*tree[1:], None], strict=True) if isinstance(node, ast.Assign)
    ]
    assert all(told for _, told in names), names
    imported = {
        alias.name for module in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "rightfin.tolerances" for alias in node.names
    }
    assert {name for name, _ in names} == imported


def test_no_small_number_stands_elsewhere_without_a_reason() -> None:
    found = {
        (module.relative_to(PACKAGE).as_posix(), node.value)
        for module in PACKAGE.rglob("*.py") if module.name != "tolerances.py"
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and 0.0 < node.value < 0.004
    }
    assert found == ELSEWHERE
