"""The months of a year by themselves: one answer whatever the order of lines, levels that hold, and shares that add up."""

from __future__ import annotations

import numpy as np
import pytest

from rightfin.fiscal.parameters import Floats
from rightfin.lp.cash import OLD_DEBTS, OTHER, CashProgram, CashTerms
from rightfin.solve.in_levels import InLevels, SmallProgram, solve_in_levels

ACCOUNTS, LINES, CADRES = 3, 7, 4


def terms(seed: int) -> CashTerms:
    """Return random months of three accounts, of which the last cannot bridge, four cadres, two bills and old debts."""
    rng = np.random.default_rng(seed)
    pays = rng.uniform(1.0, 9.0, (ACCOUNTS, LINES)) * (rng.random((ACCOUNTS, LINES)) < 0.6)
    pays[0, pays.sum(axis=0) == 0.0] = 5.0
    unpaid = np.where(rng.random(LINES) < 0.3, rng.uniform(0.0, 1.0, LINES), 0.0)
    profile = rng.dirichlet(np.ones(12), LINES)
    profile[:CADRES] = 1.0 / 12.0
    money = pays.sum(axis=1)[:, None] * rng.dirichlet(np.full(12, 0.4), ACCOUNTS)
    whole = pays.sum(axis=1)
    rank = rng.permutation(ACCOUNTS * LINES).reshape(ACCOUNTS, LINES) / (ACCOUNTS * LINES - 1.0)
    return CashTerms(
        pays, (pays.sum(axis=0) + unpaid)[:, None] * profile, np.array([0, 1, 2, 3, OTHER, OTHER, OLD_DEBTS],
        dtype=np.int32), rng.uniform(10.0, 500.0, CADRES), np.cumsum(money, axis=1), np.array([0.02, 0.0, 0.0]) * whole,
        np.array([0.05, 0.1, 0.0]) * whole, rank)


def solved(found: CashTerms) -> tuple[Floats, Floats, InLevels]:
    """Return what is paid by the end of each month, (accounts, lines, 12), the bridges, and the levels."""
    program = CashProgram(found)
    levels = solve_in_levels(SmallProgram.at_most(*program.rows(), program.column_upper()), program.levels())
    return program.paid(levels.columns), program.bridges(levels.columns), levels


@pytest.mark.parametrize("seed", range(12))
def test_lines_and_accounts_in_another_order_are_paid_alike(seed: int) -> None:
    one, rng = terms(seed), np.random.default_rng(seed + 1000)
    lines, accounts = rng.permutation(LINES), rng.permutation(ACCOUNTS)
    cadres = rng.permutation(CADRES)
    place = np.argsort(cadres)
    paying = np.array([place[k] if k >= 0 else k for k in one.paying[lines]], dtype=np.int32)
    other = CashTerms(
        one.pays[np.ix_(accounts, lines)], one.due[lines], paying, one.people[cadres], one.has[accounts],
        one.least[accounts], one.bridged[accounts], one.rank[np.ix_(accounts, lines)])
    paid, bridges, levels = solved(one)
    again, other_bridges, other_levels = solved(other)
    assert other_levels.values == pytest.approx(levels.values, abs=1e-7)
    np.testing.assert_allclose(again, paid[np.ix_(accounts, lines)], atol=1e-6)
    np.testing.assert_allclose(other_bridges, bridges[accounts], atol=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_found_keeps_every_limit_and_every_level(seed: int) -> None:
    found = terms(seed)
    paid, bridges, levels = solved(found)
    by_then = np.cumsum(found.due, axis=1)
    assert np.all(np.diff(paid, axis=2) >= 0.0), "nothing is paid back"
    assert np.all(paid.sum(axis=0) <= by_then + 1e-6), "nothing is paid before it is due"
    np.testing.assert_allclose(paid[:, :, -1], found.pays)
    held = found.has - paid.sum(axis=1) + bridges
    assert np.all(held[:, :-1] >= np.minimum(found.least[:, None], found.has)[:, :-1] - 1e-6)
    assert np.all(bridges <= found.bridged[:, None] + 1e-6)
    assert np.all(bridges[:, -1] == 0.0)
    program = CashProgram(found)
    for value, costs in zip(levels.values, program.levels(), strict=True):
        assert float(costs @ levels.columns) == pytest.approx(value, abs=1e-7), "no level slips for a later one"


@pytest.mark.parametrize("seed", range(4))
def test_a_level_is_as_good_as_with_the_earlier_ones_held_by_rows(seed: int) -> None:
    """Holding by rows with a little slack, as another way, finds no better value at any level."""
    program = CashProgram(terms(seed))
    matrix, upper = program.rows()
    costs = program.levels()
    found = solve_in_levels(SmallProgram.at_most(matrix, upper, program.column_upper()), costs)
    for place in range(1, len(costs)):
        rows = np.vstack([matrix.toarray(), *costs[:place]])
        sides = np.concatenate([upper, [value + 1e-7 for value in found.values[:place]]])
        held = SmallProgram.at_most(type(matrix)(rows), sides, program.column_upper())
        best = solve_in_levels(held, [costs[place]]).values[0]
        assert best <= found.values[place] + 1e-6
        assert found.values[place] <= best + 1e-3 * max(1.0, abs(best))
