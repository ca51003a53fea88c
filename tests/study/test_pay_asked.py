"""Questions about a case whose pay is in parts or on a grid: what if, what would it take, and what the parts are called."""

from __future__ import annotations

import pytest
from pipeline import MILLION, donor, levels_only, tiny_case
from random_cases import random_case
from real_pay import in_parts, on_a_grid

import rightfin
from rightfin import WhatIf
from rightfin.case import Case, CaseError
from rightfin.case.case import Cell
from rightfin.lp.kinds import Axis
from rightfin.lp.objectives import natural_sizes
from rightfin.solve.levels import Depth
from rightfin.study.requirement.study import require
from rightfin.tolerances import ALIKE

CELLS: list[Cell] = [
    ("pay_parts", ("judge", "part_1"), "amount", 400.0),
    ("pay_parts", ("judge", "part_1"), "growth", 0.03),
    ("pay_grid", ("constable", "g", 1), "amount", 900.0),
    ("pay_grid", ("constable", "g", 1), "moves", 0.3),
    ("cadres", ("soldier",), "pay", 1234.0),
]


@pytest.fixture(scope="module")
def case() -> Case:
    return on_a_grid(in_parts(random_case(3), {"judge": (0.6, 0.4)}), "constable", (0.9, 0.7, 0.1), (1.3, 0.3, 0.0))


@pytest.fixture(scope="module")
def what_if(case: Case) -> WhatIf:
    return WhatIf(case)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0]}-{cell[2]}")
def test_a_changed_number_of_either_table_is_one_edit_and_the_answer_of_a_new_plan(what_if: WhatIf, cell: Cell) -> None:
    base = what_if.glance(what_if.base, depth=Depth.PLAN)
    found = what_if.glance(what_if.base.with_cell(*cell), depth=Depth.PLAN)
    assert base is not None
    assert found is not None
    assert what_if.change.rebuilt == ""
    expected = levels_only(what_if.base.with_cell(*cell))
    sizes = natural_sizes(what_if.parameters)
    for level in found.levels:
        near = ALIKE * sizes[level.name]
        assert level.value == pytest.approx(expected[f"{level.order} {level.name}"], rel=ALIKE, abs=near), level.name
    assert [level.value for level in found.levels] != pytest.approx([level.value for level in base.levels], rel=1e-9)


def test_an_amount_for_pay_that_is_in_parts_is_refused_in_words(what_if: WhatIf) -> None:
    with pytest.raises(CaseError, match="pay_parts"):
        what_if.glance(what_if.base.with_cell("cadres", ("judge",), "pay", 1000.0))


def test_what_it_takes_to_keep_a_force_is_the_same_whether_its_pay_is_in_parts_or_not() -> None:
    whole = tiny_case(soldier={"opening_strength": 15_000.0}, **donor(10.0, exit_year=2023))
    found = [require(case, year=2024, pace=2.5) for case in (whole, in_parts(whole, {"soldier": (0.5, 0.5)}))]
    for name in ("revenue_level", "unit_costs", "force"):
        one, other = (requirement.need(name).amount for requirement in found)
        assert one is not None
        assert one > 0.0
        assert other == pytest.approx(one, rel=1e-6), name


def test_a_part_is_called_by_its_cadre_and_its_name() -> None:
    case = tiny_case(soldier={"pay": None}, pay_parts=[
        {"cadre": "soldier", "part": part, "kind": "base", "amount": 750.0} for part in ("basic", "hard_ship")
    ])
    plan = rightfin.plan(case)
    assert plan.names.item("soldier/hard_ship") == "Soldiers: hard ship"
    assert plan.names.called(Axis.BLOCK, "army.soldier/hard_ship+1") == "Army, Soldiers: hard ship and 1 more"
    assert plan.names.item("night/day guards") == "night/day guards"
    items = {(str(row[1]), str(row[2])) for row in plan.tables["lines"].rows}
    assert items == {("pay", "soldier/basic"), ("pay", "soldier/hard_ship"), ("operations", "soldier")}
    assert sum(plan.table("lines").query("year == 2021").cost) == pytest.approx(20 * MILLION, rel=1e-4)
