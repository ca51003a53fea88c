"""Contradictions: each set cannot hold together and any smaller one can, and what is said to end it does, in the case."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from pipeline import macro, tiny_case
from random_cases import random_case
from scipy.optimize import linprog

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.issue import Severity
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of, layout_of_session
from rightfin.lp.program import Label, Program
from rightfin.result.typed_at import TypedAt
from rightfin.solve.diagnose import HARD
from rightfin.solve.elastic import Elastic
from rightfin.solve.levels import Depth, Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.why.contradictions import Contradictions, contradictions
from rightfin.study.why.movable import NEAR, movable_limits, outward, with_cells

SEEDS = range(100 if os.environ.get("RIGHTFIN_EXPLORE") == "1" else 24)
Row = dict[str, object]


def contradictory_case(seed: int) -> Case:
    """Return a random case in which one to three groups of hard limits cannot hold together."""
    rng = np.random.default_rng(seed + 10_000)
    case = random_case(seed)
    tables: dict[str, list[Row]] = {
        name: [dict(row) for row in case.records(name)]  # type: ignore[arg-type]
        for name in ("institutions", "strength_limits", "rules", "donors", "pledges")
    }
    tables["targets"] = []
    opening = {str(row["cadre"]): float(row["opening_strength"]) for row in case.records("cadres")}  # type: ignore[arg-type]
    kinds = rng.choice(["places", "targets", "crossed", "ratio", "hires", "match"], size=rng.integers(1, 4), replace=False)
    first = str(int(rng.choice([2022, 2023, 2024])))
    for kind in kinds:
        if kind == "places":
            for row in tables["institutions"]:
                row["training_places"] = 40.0
            limited(tables, "soldier", "min", first, 3.0 * opening["soldier"])
        elif kind == "targets":
            tables["targets"] += [aim("many", "all", "at_least", first, 9e4), aim("few", "all", "at_most", first, 7e4)]
        elif kind == "crossed":
            limited(tables, "judge", "max", first, 3.0 * opening["judge"])
            tables["targets"].append(aim("judges", "cadre:judge", "at_least", first, 4.0 * opening["judge"]))
        elif kind == "ratio":
            limited(tables, "clerk", "min", first, opening["clerk"])
            limited(tables, "constable", "max", first, 2.0 * opening["constable"])
            tables["rules"] = [
                *(row for row in tables["rules"] if row["rule"] != "beside"),
                {"rule": "beside", "measure": "strength", "left": "cadre:constable", "relation": "at_least",
                 "coefficient": 4.0 * opening["constable"] / opening["clerk"], "right": "cadre:clerk", "hard": True,
                 "first_year": int(first)},
            ]
        elif kind == "hires":
            for row in tables["institutions"]:
                if row["institution"] == "police":
                    row["training_places"] = 100.0
            tables["targets"].append(aim("recruits", "institution:police", "at_least", first, 900.0) | {"measure": "hires"})
        else:
            tables["donors"].append({"donor": "matcher", "name": "Matcher", "currency": "LCU", "match": 1.0,
                                     "match_base": 1e12})
            tables["pledges"].append({"donor": "matcher", **{str(2021 + n): 1e6 for n in range(5)}})
    return case.replace(tables)  # type: ignore[arg-type]


def limited(tables: Mapping[str, list[Row]], cadre: str, bound: str, year: str, people: float) -> None:
    kept = [row for row in tables["strength_limits"] if (row["cadre"], row["bound"]) != (cadre, bound)]
    tables["strength_limits"][:] = [
        *kept, {"cadre": cadre, "bound": bound, "hard": True, year: round(people)}]


def aim(name: str, group: str, relation: str, year: str, people: float) -> Row:
    return {"target": name, "measure": "strength", "group": group, "relation": relation, "hard": True, year: people}


def program_of(case: Case) -> tuple[Program, Inputs]:
    parameters = project(case, {})
    inputs = Inputs(parameters, layout_of_session(parameters))
    return Assembly(inputs).program, inputs


def holds(program: Program, rows: list[int]) -> bool:
    """Return whether scipy finds a point that keeps some rows."""
    matrix = program.matrix.tocsr()[rows]
    lower, upper = program.row_lower[rows], program.row_upper[rows]
    below, above = np.isfinite(lower), np.isfinite(upper)
    from scipy.sparse import vstack

    found = linprog(
        np.zeros(matrix.shape[1]), A_ub=vstack([-matrix[below], matrix[above]]),
        b_ub=np.concatenate([-lower[below], upper[above]]),
        bounds=np.column_stack([np.zeros(matrix.shape[1]), program.column_upper]),
    )
    assert found.status in (0, 2), found.message
    return bool(found.status == 0)


def has_plan(case: Case) -> bool:
    """Return whether a case has a plan, in the layout of plans and not that of the study."""
    parameters = project(case, {})
    program = Assembly(Inputs(parameters, layout_of(parameters))).program
    return isinstance(solve_on(Stages(program), parameters, Depth.NEEDS, explained=False), Solution)


def softened(case: Case, labels: Iterator[Label]) -> Case:
    """Return a case in which the hard limits of some rows are soft, a match without its base, in all years."""
    changed = case
    for family, index in labels:
        if family in ("minimum_strength", "maximum_strength"):
            key = (str(index[0]), "min" if family == "minimum_strength" else "max")
            changed = changed.with_cells("strength_limits", [(key, "hard", False)])
        elif family in ("target", "rule"):
            changed = changed.with_cells(f"{family}s", [((str(index[0]),), "hard", False)])
        elif family == "co_financing":
            changed = changed.with_cells("donors", [((str(index[0]),), "match_base", 0.0)])
    return changed


@pytest.fixture(scope="module")
def found() -> dict[int, tuple[Case, Contradictions]]:
    return {seed: (case, contradictions(case)) for seed in SEEDS for case in (contradictory_case(seed),)}


@pytest.mark.parametrize("seed", SEEDS)
def test_each_set_contradicts_and_no_member_can_be_left_out(
    seed: int, found: dict[int, tuple[Case, Contradictions]]
) -> None:
    case, study = found[seed]
    program, _ = program_of(case)
    place = {label: row for row, label in enumerate(program.rows)}
    assert study.sets
    assert not study.more
    used: set[Label] = set()
    for one in study.sets:
        rows = [place[member.label] for member in one.members]
        assert one.verified
        assert not holds(program, rows)
        for row in rows:
            assert len(rows) == 1 or holds(program, [other for other in rows if other != row]), program.rows[row]
        hard = {member.label for member in one.members if member.label[0] in HARD}
        assert hard
        assert not hard & used
        used |= hard


@pytest.mark.parametrize("seed", SEEDS)
def test_without_the_hard_limits_of_all_sets_the_case_has_a_plan(
    seed: int, found: dict[int, tuple[Case, Contradictions]]
) -> None:
    case, study = found[seed]
    assert not has_plan(case)
    assert has_plan(softened(case, (member.label for one in study.sets for member in one.members)))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_to_be_typed_ends_the_contradiction_and_less_does_not(
    seed: int, found: dict[int, tuple[Case, Contradictions]]
) -> None:
    case, study = found[seed]
    assert study.together is not None
    assert study.together.glance is not None
    if study.together.cells:
        changed = with_cells(case, study.together.cells)
        assert has_plan(changed)
        assert not [issue for issue in check_case(changed) if issue.severity is Severity.ERROR]
    program, inputs = program_of(case)
    limits = movable_limits(program, inputs, case)
    least = Elastic(program, [one.rows for one in limits]).least()
    assert least is not None
    assert study.together.total == pytest.approx(sum(least.values()), rel=1e-6)
    assert study.together.total == pytest.approx(_least_by_scipy(program, [one.rows for one in limits]), rel=1e-5, abs=1e-7)
    for one in study.sets:
        for way in one.alone:
            assert way.glance is not None
            assert len({(limit.family, limit.whose) for limit in way.limits}) == 1
            if way.cells:
                others = (member.label for other in study.sets if other is not one for member in other.members)
                assert has_plan(with_cells(softened(case, others), way.cells))
        alone = [way.total for way in one.alone]
        assert alone == sorted(alone)


def _least_by_scipy(program: Program, moves: list[Mapping[int, float]]) -> float:
    """Return the least sum of shares by which limits give way, as scipy finds it from a model of its own."""
    from scipy.sparse import csr_array, hstack, vstack

    count = program.matrix.shape[1]
    give = np.zeros((program.matrix.shape[0], len(moves)))
    for move, sides in enumerate(moves):
        for row, amount in sides.items():
            give[row, move] = amount / program.row_scale[row]
    below, above = np.isfinite(program.row_lower), np.isfinite(program.row_upper)
    matrix, loose = program.matrix.tocsr(), csr_array(give)
    found = linprog(
        np.concatenate([np.zeros(count), np.ones(len(moves))]),
        A_ub=vstack([hstack([-matrix[below], -loose[below]]), hstack([matrix[above], -loose[above]])]),
        b_ub=np.concatenate([-program.row_lower[below], program.row_upper[above]]),
        bounds=[*((0.0, upper) for upper in program.column_upper), *((0.0, None) for _ in moves)],
    )
    assert found.status == 0, found.message
    return float(found.fun)


def test_a_case_with_a_plan_has_no_contradictions() -> None:
    study = contradictions(random_case(3))
    assert study.sets == ()
    assert study.together is None
    assert not study.more


def test_two_targets_by_hand() -> None:
    """At least 20,000 and at most 15,000: one of them gives way by 5,000, which is a quarter or a third of it."""
    aims = [aim("more", "all", "at_least", "2021", 20_000.0), aim("fewer", "all", "at_most", "2021", 15_000.0)]
    study = contradictions(tiny_case(macro=macro(20.0), targets=aims))
    (one,) = study.sets
    assert {member.label for member in one.members} == {("target", ("more", 2021)), ("target", ("fewer", 2021))}
    assert {member.at for member in one.members} == {TypedAt("targets", name, "2021") for name in ("more", "fewer")}
    less, more = one.alone
    assert [(limit.year, limit.moved) for limit in less.limits] == [(year, 15_000.0) for year in range(2021, 2027)]
    assert [limit.share for limit in less.limits] == pytest.approx([0.25] * 6)
    assert [limit.moved for limit in more.limits] == [20_000.0] * 6
    assert [limit.share for limit in more.limits] == pytest.approx([1.0 / 3.0] * 6)
    assert study.together is not None
    assert study.together.total == pytest.approx(6 * 0.25)


def test_the_coefficient_of_a_rule_by_hand() -> None:
    """30 clerks and up to 100 constables: a rule of 4 for each clerk gives way to 100 / 30, or clerks to 25."""
    limits: list[Row] = [{"cadre": "clerk", "bound": "min", "hard": True, "2021": 30.0},
                         {"cadre": "constable", "bound": "max", "hard": True, "2021": 100.0}]
    study = contradictions(tiny_case(
        macro=macro(20.0), strength_limits=limits,
        cadres=[{"cadre": name, "institution": "army", "name": name.title(), "opening_strength": 50.0, "pay": 1e3,
                 "attrition": 0.3} for name in ("clerk", "constable")],
        effects=[{"cadre": name, "need": "war", "effect": 1.0} for name in ("clerk", "constable")],
        rules=[{"rule": "beside", "measure": "strength", "left": "cadre:constable", "relation": "at_least",
                "coefficient": 4.0, "right": "cadre:clerk", "hard": True, "first_year": 2025, "last_year": 2025}],
    ))
    (one,) = study.sets
    by_limit = {(way.limits[0].family, way.limits[0].whose): way for way in one.alone}
    rule = by_limit["rule", ("beside",)]
    (cell, number), = rule.cells.items()
    assert cell == TypedAt("rules", "beside", "coefficient")
    assert 100.0 / 30.0 - 2e-3 <= number <= 100.0 / 30.0
    clerks = by_limit["minimum_strength", ("clerk",)]
    assert {cell.column: number for cell, number in clerks.cells.items()} == {"2025": 25.0, "2026": 30.0}  # as it was
    assert [limit.year for limit in clerks.limits] == [2025]
    (constables,) = by_limit["maximum_strength", ("constable",)].limits
    assert (constables.year, constables.moved) == (2025, 120.0)
    assert all(way.glance is not None for way in one.alone)


def test_what_solves_leave_over_does_not_stand_in_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: a cap of 8,500 beside a least strength of 9,000 becomes 9,000, which is tried, and not 9,001."""
    case = tiny_case(macro=macro(90.0), targets=[aim("few", "all", "at_most", "2022", 8_500.0)],
                     strength_limits=[{"cadre": "soldier", "bound": "min", "hard": True, "2022": 9_000.0, "2023": 7_000.0}])
    least = Elastic.least

    def blurred(self: Elastic, *given: Any, **named: Any) -> dict[int, float] | None:
        found = least(self, *given, **named)
        return None if found is None else {place: share * (1.0 + 1e-7) for place, share in found.items()}

    monkeypatch.setattr(Elastic, "least", blurred)
    (one,) = contradictions(case).sets
    numbers = {number for way in one.alone for number in way.cells.values()}
    assert all(number == round(number, -1) for number in numbers if number > 8_500.0), numbers
    assert 9_000.0 in numbers


def test_a_number_that_needs_its_digits_keeps_them() -> None:
    """What passes a round number by more than what solves leave over is rounded the way it gives way."""
    assert [outward(number, up=True, near=NEAR) for number in (36_000.001, 36_000.4, 0.123456000001)] == [
        36_000.0, 36_001.0, 0.123456]
    assert [outward(number, up=False, near=NEAR) for number in (32_999.999, 32_999.6)] == [33_000.0, 32_999.0]
