"""Shadow prices against what moving a limit really does, all levels solved again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pipeline import levels_of, solved, tiny_case
from random_cases import random_case

from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.lp.compile import compile_program
from rightfin.lp.inputs import inputs_of
from rightfin.lp.layout import layout_of
from rightfin.lp.program import Program
from rightfin.result.prices import LIMITS, NOISE, prices_table
from rightfin.solve.engine import SolverError
from rightfin.solve.levels import Depth, Solution, solve, solve_on
from rightfin.solve.stages import Stages

PRICED = frozenset(limit.family for limit in LIMITS)


def needs_when(program: Program, parameters: Parameters, row: int, by: float) -> float:
    """Return level 2 with one row's sides moved by a scaled amount; not a number if nothing is feasible then."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    lower[row] += by
    upper[row] += by
    try:
        found = solve_on(Stages(replace(program, row_lower=lower, row_upper=upper)), parameters, Depth.NEEDS)
    except SolverError:
        return np.nan
    return levels_of(found)["needs"] if isinstance(found, Solution) else np.nan


@pytest.mark.parametrize("seed", [1, 3, 6, 7, 10, 11])
def test_a_price_lies_between_what_a_little_more_and_a_little_less_do(seed: int) -> None:
    parameters = project(random_case(seed), {})
    program = compile_program(inputs_of(parameters, layout_of(parameters)))
    solution = solve(program, parameters)
    assert isinstance(solution, Solution)
    assert solution.prices is not None
    base = levels_of(solution)["needs"]
    places = [n for n, (family, _) in enumerate(program.rows) if family in PRICED]
    with_price = [n for n in places if abs(solution.prices[n] * program.row_scale[n]) > NOISE]
    assert with_price
    rng = np.random.default_rng(seed)
    for place in [*rng.choice(with_price, 3), *rng.choice(places, 2)]:
        side = program.row_upper[place] if np.isfinite(program.row_upper[place]) else program.row_lower[place]
        step = 1e-3 * max(1.0, abs(float(side)))
        natural = step * float(program.row_scale[place])
        slopes = [(needs_when(program, parameters, place, sign * step) - base) / (sign * natural) for sign in (1, -1)]
        price = float(solution.prices[place])
        slack = 1e-6 * (base + 1e-3) / natural + 1e-3 * abs(price)
        assert np.nanmin(slopes) - slack <= price <= np.nanmax(slopes) + slack, program.rows[place]


def test_the_price_of_the_ceiling_by_hand() -> None:
    # 20 million support 10,000 of the 20,000 soldiers needed, at 2,000 each. One more dollar supports 1/2,000 of a soldier,
    # who closes 1/20,000 of the need in the second band, which counts twice, and is discounted at 5 %.
    found = solved(tiny_case())
    table = prices_table(found.inputs, found.program, found.solution.prices, "USD")
    ceilings = {year: (amount, unit, price) for limit, _, year, amount, unit, price in table.rows if limit == "ceiling"}
    assert list(ceilings) == list(range(2021, 2027))
    for year, (amount, unit, price) in ceilings.items():
        assert (amount, unit) == (20e6, "USD")
        assert price == pytest.approx(2.0 / 1.05 ** (year - 2020) / 2_000 / 20_000, rel=1e-9, abs=0.0)


def test_a_donors_price_is_per_unit_pledged_so_a_fee_lowers_it() -> None:
    donors = {
        "donors": [{"donor": "dear", "name": "Dear", "fee": 0.2}, {"donor": "plain", "name": "Plain"}],
        "pledges": [{"donor": name, **{str(year): 1e6 for year in range(2021, 2027)}} for name in ("dear", "plain")],
    }
    found = solved(tiny_case(**donors))
    table = prices_table(found.inputs, found.program, found.solution.prices, "USD")
    prices = {(name, year): (amount, price) for limit, name, year, amount, _, price in table.rows if limit == "pledge"}
    for year in range(2021, 2027):
        assert prices["dear", year][0] == 1e6
        assert prices["dear", year][1] == pytest.approx(0.8 * prices["plain", year][1], rel=1e-9, abs=0.0)


def test_a_donor_has_no_price_where_nothing_of_it_arrives_or_may_be_spent() -> None:
    # Money of 2023 arrives in 2024, when the donor has left: more of it would lapse.
    early, late = {str(year): 1e6 for year in range(2021, 2024)}, dict.fromkeys(("2024", "2025"), 0.0)
    donors = {
        "donors": [{"donor": "late", "name": "Late", "delay_years": 1, "exit_year": 2023}, {"donor": "gap", "name": "Gap"}],
        "pledges": [{"donor": "late", **early, **late},
                    {"donor": "gap", **{str(year): 1e6 * (year != 2023) for year in range(2021, 2026)}}],
    }
    found = solved(tiny_case(**donors))
    table = prices_table(found.inputs, found.program, found.solution.prices, "USD")
    years: dict[str, set[int]] = {"late": set(), "gap": set()}
    for limit, name, year, *_ in table.rows:
        if limit == "pledge":
            years[str(name)].add(int(year))
    assert years["late"] == {2022, 2023}
    assert 2023 not in years["gap"]
    assert {2021, 2022, 2024} <= years["gap"]


def test_a_limit_that_leaves_room_has_no_price() -> None:
    demand = [{"need": "war", "region": "national", "2021": 900.0}]
    found = solved(tiny_case({}, {"opening_strength": 1_000.0}, demand=demand))
    assert prices_table(found.inputs, found.program, found.solution.prices, "USD").rows == ()


def test_a_session_gives_no_prices() -> None:
    found = solved(tiny_case())
    again = solve_on(Stages(found.program), found.parameters)
    assert isinstance(again, Solution)
    assert again.prices is None
    assert prices_table(found.inputs, found.program, None, "USD").rows == ()
