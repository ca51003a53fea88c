"""Handovers and tranches: tiny cases solved by hand, edits of live models, and contradictions."""

from __future__ import annotations

import pytest
from pipeline import MILLION, donor, levels_only, macro, solved, tiny_case
from random_cases import random_case

import rightfin
from rightfin.case import Case
from rightfin.fiscal.projection import Projection
from rightfin.lp.layout import layout_of
from rightfin.result.plan import Status
from rightfin.solve.levels import Contradiction
from rightfin.solve.session import Session

YEARS = range(2021, 2027)
TWO = [{"institution": "army", "name": "Army", "sector": "defence"},
       {"institution": "courts", "name": "Courts", "sector": "justice"}]
PEOPLE = [
    {"cadre": name, "institution": institution, "name": name.title(), "opening_strength": 5000.0, "pay": 2000.0,
     "attrition": 0.0} for name, institution in (("soldier", "army"), ("judge", "courts"))
]


def two_institutions(*handovers: dict[str, object], **settings: object) -> Case:
    """Return 5,000 soldiers and 5,000 judges at 10 million each; the state has 12 million, a donor offers 20."""
    return tiny_case(
        settings=settings, institutions=TWO, cadres=PEOPLE, macro=macro(12.0), handovers=list(handovers),
        needs=[{"need": "war", "name": "War", "weight": 1.0}, {"need": "cases", "name": "Cases", "weight": 1.0}],
        demand=[{"need": need, "region": "national", "2021": 5000.0} for need in ("war", "cases")],
        effects=[{"cadre": "soldier", "need": "war", "effect": 1.0}, {"cadre": "judge", "need": "cases", "effect": 1.0}],
        **donor(20.0),
    )


def by_year(name: str, *shares: float) -> dict[str, object]:
    return {"handover": name, "path": "by_year", **{str(2021 + n): share for n, share in enumerate(shares)}}


def test_a_handover_of_one_institution_leaves_the_other_to_donors() -> None:
    """The state must bear 80 % of the courts' 10 million: 8 million; donors pay the rest of both, which is 12."""
    case = two_institutions(by_year("courts", 0.8) | {"scope": "institution:courts"}, secondary_objective="own_money")
    found = solved(case)
    assert found.by_year("budget", "own", institution="courts") == pytest.approx(dict.fromkeys(YEARS, 8e6), rel=1e-5)
    assert found.by_year("budget", "own", institution="army") == pytest.approx(dict.fromkeys(YEARS, 0.0), abs=100.0)
    table = found.frame("handover")
    assert table["share"].to_numpy() == pytest.approx([0.8] * 6, rel=1e-5)
    assert table["required_share"].to_numpy() == pytest.approx([0.8] * 6)
    assert table["own"].to_numpy() == pytest.approx([8 * MILLION] * 6, rel=1e-5)


def test_two_handovers_hold_at_once() -> None:
    """Half of all 20 million is 10, of which 9 must go to the courts."""
    case = two_institutions(
        by_year("courts", 0.9) | {"scope": "sector:justice"}, by_year("whole", 0.5), secondary_objective="own_money"
    )
    found = solved(case)
    assert found.by_year("fiscal", "own") == pytest.approx(dict.fromkeys(YEARS, 10 * MILLION), rel=1e-5)
    assert set(found.frame("handover")["handover"]) == {"courts", "whole"}


def test_what_the_state_cannot_bear_is_left_unpaid_and_never_infeasible() -> None:
    """With all of 20 million to bear and 12 to spend, 8 million of pay stay unpaid: nobody may be dismissed."""
    found = solved(two_institutions(by_year("whole", 1.0)))
    assert found.by_year("fiscal", "unfunded") == pytest.approx(dict.fromkeys(YEARS, 8 * MILLION), rel=1e-5)


def test_the_settings_and_a_row_that_says_the_same_give_the_same_levels() -> None:
    setting = two_institutions(handover="s_curve", handover_start=2021, handover_end=2025, handover_to=0.9)
    row = two_institutions({"handover": "mine", "path": "s_curve", "start": 2021, "end": 2025, "to": 0.9})
    one, other = solved(setting), solved(row)
    assert one.levels == pytest.approx(other.levels, rel=1e-9)
    assert one.frame("handover").drop(columns="handover").equals(other.frame("handover").drop(columns="handover"))


def test_lines_of_different_handovers_are_different_classes() -> None:
    projection = Projection({})
    whole = two_institutions(by_year("whole", 0.5))
    parted = two_institutions(by_year("courts", 0.5) | {"scope": "sector:justice"})
    assert len(layout_of(projection.of(whole)).classes) == 1
    assert len(layout_of(projection.of(parted)).classes) == 2


@pytest.mark.parametrize("seed", [2, 5, 8, 11, 14, 17])
def test_handovers_of_parts_have_the_same_levels_reduced_and_in_full(seed: int) -> None:
    case = random_case(seed, years=3, tail=1)
    rows: list[dict[str, object]] = [
        {"handover": "a", "scope": "institution:police", "path": "linear", "to": 0.8},
        {"handover": "b", "scope": "category:pay", "path": "stepped", "to": 0.6, "steps": 2},
    ]
    case = case.replace({"handovers": rows})  # type: ignore[dict-item]
    reduced, full = levels_only(case), levels_only(case, reduced=False)
    for name in ("1a obligations", "2 needs"):
        assert reduced[name] == pytest.approx(full[name], rel=1e-5, abs=1e-3 + 1e-5 * abs(full["1a obligations"]))


def edited(case: Case, *cells: tuple[str, tuple[object, ...], str, object]) -> Session:
    projection = Projection({})
    session = Session(base := projection.of(case))
    session.solve(base)
    for table, key, column, value in cells:
        case = case.with_cell(table, key, column, value)  # type: ignore[arg-type]
    session.edit(projection.of(case))
    return session


@pytest.mark.parametrize("cell", [
    ("handovers", ("courts",), "2022", 0.6), ("handovers", ("courts",), "floor", 0.3),
    ("handovers", ("courts",), "path", "linear"), ("handovers", ("courts",), "2021", 0.0),
])
def test_another_share_is_an_edit(cell: tuple[str, tuple[object, ...], str, object]) -> None:
    session = edited(two_institutions(by_year("courts", 0.1, 0.5) | {"scope": "sector:justice"}), cell)
    assert session.change.rebuilt == ""
    assert session.change.edits.coefficients > 0
    assert (session.change.edits.rows, session.change.edits.columns) == (0, 0)


def test_another_scope_builds_anew() -> None:
    session = edited(two_institutions(by_year("courts", 0.1)), ("handovers", ("courts",), "scope", "sector:justice"))
    assert "class" in session.change.rebuilt or "rows or decisions" in session.change.rebuilt


TRANCHE = {"match": 0.5, "untied": 2 * MILLION, "match_base": 10 * MILLION}


def test_only_own_money_beyond_the_base_is_matched() -> None:
    """Of 20 million own money 10 earn half as much again: 5, and 2 are untied."""
    found = solved(tiny_case(**donor(20.0, **TRANCHE)))
    assert found.by_year("fiscal", "own") == pytest.approx(dict.fromkeys(YEARS, 20 * MILLION), rel=1e-5)
    assert found.by_year("pledges", "spent") == pytest.approx(dict.fromkeys(YEARS, 7 * MILLION), rel=1e-5)


def test_a_base_that_the_state_cannot_spend_is_named_as_a_contradiction() -> None:
    case = tiny_case(**donor(20.0, match=1.0, untied=2 * MILLION, match_base=30 * MILLION))
    found = rightfin.plan(case)
    assert found.status is Status.CONTRADICTORY
    assert any(line.startswith("Co-financing: Friends in 2021") for line in found.conflict), found.conflict
    assert "match_base_above_ceiling" in {issue.code for issue in found.issues}
    assert all("in 2021" in line for line in found.conflict)


def test_after_its_exit_a_donor_asks_for_no_base() -> None:
    poor_later = macro({2021: 20.0, 2024: 5.0})
    stays = tiny_case(macro=poor_later, **donor(4.0, exit_year=2026, **TRANCHE))
    leaves = tiny_case(macro=poor_later, **donor(4.0, exit_year=2023, **TRANCHE))
    found = rightfin.plan(stays)
    assert found.status is Status.CONTRADICTORY
    assert any("Friends in 2024" in line for line in found.conflict), found.conflict
    assert rightfin.plan(leaves).status is Status.ANSWERED


def test_another_exit_year_edits_bounds_only() -> None:
    session = edited(tiny_case(**donor(5.0, exit_year=2025, **TRANCHE)), ("donors", ("friends",), "exit_year", 2023))
    assert session.change.rebuilt == ""
    assert session.change.edits.coefficients == 0
    assert session.change.edits.rows == 2
    assert not isinstance(session.solve(session.inputs.parameters), Contradiction)
