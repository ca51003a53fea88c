"""Shadow prices of what payers have, against the same amount typed into the case and planned again."""

from __future__ import annotations

import pytest
from real_payers import payer_budget
from solve.test_prices import cold

from rightfin.case import Case
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.program import Program
from rightfin.result.prices import priced_limits
from rightfin.solve.levels import Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.solve.trials import Trials
from rightfin.tolerances import NEEDS_SETTLED


def program_of(case: Case) -> tuple[Inputs, Program]:
    parameters = project(case, {})
    inputs = Inputs(parameters, layout_of(parameters))
    return inputs, Assembly(inputs).program


def with_more(case: Case, d: Inputs, payer: str, year: int, amount: float) -> Case:
    """Return the case in which a payer's ceiling of one year is larger by an amount: a larger share of its revenue."""
    place, shown = d.parameters.payers.further.index(payer), d.parameters.horizon.written
    shares = d.parameters.payers.payer_ceiling[place] / d.parameters.payers.payer_revenue[place, 1:]
    more = amount / d.terms[payer].revenue[year]
    row = payer, "security_share"
    return case.with_cells("payer_money", [
        (row, str(t), float(shares[n]) + (more if t == year else 0.0)) for n, t in enumerate(shown)
    ])


@pytest.mark.parametrize("seed", [8, 9, 44])
def test_a_payers_ceiling_moves_all_that_typing_more_of_it_moves(seed: int) -> None:
    """Transfers that are cut to the ceiling are not there: they would grow with it."""
    case = payer_budget(seed).replace({"transfers": []})
    d, program = program_of(case)
    stages, parameters = Stages(program), d.parameters
    solution = solve_on(stages, parameters, priced=True)
    assert isinstance(solution, Solution)
    trials, end = Trials(stages, parameters, solution.levels), parameters.horizon.written[-1]
    found = [one for one in priced_limits(d, program, solution, "LCU")
             if one.limit.name == "ceiling" and one.name and one.price != 0.0 and one.year < end]
    heaviest = max(found, key=lambda one: abs(one.price * one.step))
    more = trials.moved(dict(heaviest.moves))
    base, levels = (cold(program_of(one)[1], parameters, {}) for one in (
        case, with_more(case, d, heaviest.name, heaviest.year, heaviest.step)))
    assert more is not None
    assert base is not None
    assert levels is not None
    within = 2.0 * NEEDS_SETTLED * natural_sizes(parameters)["needs"]
    assert more.needs == pytest.approx(levels["needs"] - base["needs"], abs=within)
    assert more.needs != 0.0 or more.owed != 0.0
