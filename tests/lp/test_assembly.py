"""Arrays that are updated equal arrays that are built anew with Pyomo, entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from golden_case import golden_case
from inputs.shipped import DEMO, shipped_case
from numpy.random import default_rng
from pipeline import tiny_case
from random_cases import random_case
from real_budgets import real_budget
from real_chain import chain_budget
from real_payers import payer_budget
from real_programmes import programme_budget
from standard_form import compiled

from rightfin.case import Case
from rightfin.case.programmes.proposed import OWN_TABLES
from rightfin.fiscal.projection import Projection
from rightfin.lp.assembly import Assembly, StructureChangedError
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of, layout_of_session
from rightfin.lp.program import Program
from rightfin.schema import TABLES, Kind

LAST_BIT = 1e-14
"""Pyomo and the rules evaluated alone may multiply three numbers in another order."""

FILLED = [table.name for table in TABLES if table.name not in ("scenarios", "settings")]


def assert_same_arrays(found: Program, wanted: Program) -> None:
    """Fail unless two programs have the same rows, columns, entries and objectives."""
    assert found.rows == wanted.rows
    assert found.columns == wanted.columns
    for name in ("row_lower", "row_upper", "column_upper", "row_scale", "column_scale"):
        np.testing.assert_allclose(getattr(found, name), getattr(wanted, name), rtol=LAST_BIT, err_msg=name)
    np.testing.assert_array_equal(found.matrix.indptr, wanted.matrix.indptr)
    np.testing.assert_array_equal(found.matrix.indices, wanted.matrix.indices)
    np.testing.assert_allclose(found.matrix.data, wanted.matrix.data, rtol=LAST_BIT)
    assert list(found.objectives) == list(wanted.objectives)
    for name, objective in wanted.objectives.items():
        np.testing.assert_allclose(found.objectives[name].coefficients, objective.coefficients, rtol=LAST_BIT, err_msg=name)
        assert found.objectives[name].offset == pytest.approx(objective.offset, rel=LAST_BIT), name
        assert found.objectives[name].scale == objective.scale


def scaled(case: Case, rng: np.random.Generator, table: str) -> Case | None:
    """Return the case with one to three numbers of a table moved by up to a tenth; ``None`` if it has none to move."""
    found = case.tables[table]
    whole = {column.name for column in found.table.columns if column.kind in (Kind.INTEGER, Kind.BOOLEAN, Kind.YEAR)}
    numbers = [
        (row, column) for row in found.records() for column, value in row.items()
        if type(value) in (int, float) and value not in (0.0, 1.0) and column not in whole
    ]
    if not numbers:
        return None
    chosen = [numbers[int(place)] for place in rng.integers(len(numbers), size=int(rng.integers(1, 4)))]
    return case.with_cells(table, [
        (found.key_of(row), column, float(row[column]) * rng.uniform(0.9, 1.1)) for row, column in chosen  # type: ignore[arg-type]
    ])


@pytest.mark.parametrize("reduced", [True, False])
@pytest.mark.parametrize(
    ("made", "seed"), [(made, seed) for made in (random_case, real_budget, payer_budget, chain_budget) for seed in range(5)]
)
def test_rules_alone_give_the_arrays_that_pyomo_gives(made: Callable[[int], Case], seed: int, reduced: bool) -> None:
    parameters = Projection({}).of(made(seed))
    inputs = Inputs(parameters, layout_of(parameters, reduced=reduced))
    assert_same_arrays(Assembly(inputs).program, compiled(inputs))


def test_the_golden_case_with_every_family_switched_on_is_the_same() -> None:
    parameters = Projection({}).of(golden_case())
    inputs = Inputs(parameters, layout_of(parameters, reduced=False))
    assert_same_arrays(Assembly(inputs).program, compiled(inputs))


@pytest.mark.parametrize("table", FILLED)
def test_a_change_of_any_table_gives_the_arrays_of_a_full_build(table: str) -> None:
    """Chains of changes on several cases: each step builds on what the last one left."""
    updated = 0
    for seed in range(100, 113):
        last_resort = seed == 112 and shipped_case(DEMO).records(table)  # with rows that random cases do not have
        random = (
            payer_budget(seed) if table in OF_PAYERS else chain_budget(seed) if table in OF_CHAIN else
            programme_budget(seed, years=4, tail=2) if table in OWN_TABLES else real_budget(seed, years=4, tail=1))
        case = shipped_case(DEMO) if last_resort else random
        if table == "decided":  # no random case has any: it may contradict the rest
            whose = next(row["cadre"] for row in case.records("cadres"))
            case = case.replace({table: [{"measure": "strength", "whose": whose, "2022": 10.0}]})
        rng, projection = default_rng(seed), Projection({})
        parameters = projection.of(case)
        layout = layout_of_session(parameters)
        assembly = Assembly(Inputs(parameters, layout))
        for _ in range(2):
            changed = scaled(case, rng, table)
            if changed is None:
                break
            case, last = changed, assembly.inputs
            parameters = projection.of(case)
            layout = layout_of_session(parameters, (last.parameters, last.layout))
            inputs = Inputs(parameters, layout)
            wanted = compiled(inputs, assembly.scales)
            before = assembly.program
            try:
                found = assembly.update(inputs)
            except StructureChangedError:
                assert (wanted.rows, wanted.columns) != (before.rows, before.columns)
                assert assembly.program is before
                continue
            assert_same_arrays(found, wanted)
            updated += 1
        if updated >= 4:
            return
    assert updated > 0 or table in TEXT_ONLY, f"no number of {table} was ever changed"


OF_CHAIN = ("justice_stages", "justice_cases", "justice_staff", "prison_places")
"""Tables of the justice chain."""

OF_PAYERS = {"payers", "payer_money", "transfers"}
"""Tables that only cases with several payers have."""

TEXT_ONLY = {"eligibility", "co_financing", "serves", "may_pay", "programme_order"}
"""Tables without numbers but whole ones."""


@pytest.mark.parametrize(("key", "value"), [("discount_rate", 0.08), ("rule_weight", 0.9), ("max_clearing_share", 0.3),
                                            ("opening_arrears", 4e6), ("arrears_tolerance", 0.01)])
def test_a_setting_changes_numbers_only(key: str, value: float) -> None:
    projection = Projection({})
    case = random_case(3)
    settings = {str(row["key"]): row["value"] for row in case.records("settings")}
    assembly = Assembly(Inputs(first := projection.of(case), layout_of_session(first)))
    other = Case.of({**{name: table.records() for name, table in case.tables.items()},
                     "settings": [{"key": k, "value": v} for k, v in {**settings, key: value}.items()]})
    parameters = projection.of(other)
    inputs = Inputs(parameters, layout_of_session(parameters))
    assert_same_arrays(assembly.update(inputs), compiled(inputs, assembly.scales))


def test_states_that_are_found_again_give_the_arrays_of_a_full_build() -> None:
    rng, base = default_rng(7), random_case(4)
    projection = Projection({})
    projection.remember()
    tables = ("cadres", "macro", "pledges", "demand", "effects")
    states = [base, *filter(None, (scaled(base, rng, table) for table in tables))]
    states += [one for first in states[1:4] if (one := scaled(first, rng, "needs")) is not None]
    assembly = Assembly(Inputs(found := projection.of(base), layout_of_session(found)))
    assembly.remember()
    for place in rng.integers(len(states), size=40):
        parameters = projection.of(states[place])
        moved = assembly.copy()
        layout = layout_of_session(parameters, (moved.inputs.parameters, moved.inputs.layout))
        inputs = Inputs(parameters, layout)
        fresh = Projection({}).of(states[place])
        wanted = Assembly(Inputs(fresh, layout_of_session(fresh)))
        wanted.scales, wanted._row_scale, wanted._column_scale = moved.scales, moved._row_scale, moved._column_scale
        assert_same_arrays(moved.update(inputs), wanted._program(None, {}))
        assembly = moved


def test_what_did_not_change_is_shared() -> None:
    projection, case = Projection({}), tiny_case()
    parameters = projection.of(case)
    assembly = Assembly(Inputs(parameters, layout_of_session(parameters)))
    before = assembly.program
    other = projection.of(case.with_cell("macro", ("security_share",), "2021", 0.21))
    layout = layout_of_session(other, (parameters, assembly.inputs.layout))
    after = assembly.update(Inputs(other, layout))
    assert after.matrix is before.matrix
    assert all(after.objectives[name] is before.objectives[name] for name in before.objectives)
    moved = np.flatnonzero(after.row_upper != before.row_upper)
    assert {after.rows[place][0] for place in moved} == {"ceiling", "clearing_limit"}


def with_guards(case: Case) -> Case:
    cadres = case.records("cadres")
    return case.replace({"cadres": [*cadres, {**cadres[0], "cadre": "guard"}]})


def with_a_longer_horizon(case: Case) -> Case:
    return case.with_cell("settings", ("end_year",), "value", 2027)


@pytest.mark.parametrize(("change", "named"), [(with_guards, "guard"), (with_a_longer_horizon, "years")])
def test_another_structure_is_refused_by_name_with_nothing_changed(change: Callable[[Case], Case], named: str) -> None:
    projection, case = Projection({}), tiny_case()
    parameters = projection.of(case)
    assembly = Assembly(Inputs(parameters, layout_of_session(parameters)))
    before = assembly.program
    other = projection.of(change(case))
    with pytest.raises(StructureChangedError, match=named):
        assembly.update(Inputs(other, layout_of_session(other)))
    assert assembly.program is before
    same = replace(assembly.inputs)
    assert_same_arrays(assembly.update(same), before)
