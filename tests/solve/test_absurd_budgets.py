"""No absurd plan, with the tables of real budgets: what no plan may do, by hand and on random cases, with the tail."""

from __future__ import annotations

from functools import cache
from typing import cast

import numpy as np
import pytest
from pipeline import Solved, donor, macro, solved, tiny_case
from real_budgets import real_budget
from solve.test_laws import changed

from rightfin.case import Case
from rightfin.case.scenario import apply_settings
from rightfin.lp.decisions import Decisions
from rightfin.lp.rules.readiness import supported
from rightfin.result.allocate import Decided
from rightfin.result.point import Point

SEEDS = (*range(10), 43)
ASKED = (False, True)
UNITS = 0.01
"""Below this, in units of kit or persons, an amount is the tolerance of the solver."""


def lasting(case: Case) -> Case:
    """Return a case that asks for a force that can be kept from the exit of donors on, or from 2024; pensions end in it."""
    leaving = any(row["exit_year"] is not None for row in case.records("donors"))
    asked = apply_settings(case, {"sustained_from": "exit" if leaving else "2024", "glide": "straight"})
    return changed(asked, "cadres", lambda row: row.update(pension_exit=row["pension_exit"] or 0.05))


@cache
def read(seed: int, asked: bool) -> tuple[Solved, Decisions]:
    """Return the plan of a random case with all tables, and what it decides, tail included."""
    case = real_budget(seed)
    found = solved(lasting(case) if asked else case)
    point = Point.of(found.inputs, found.program, found.solution.columns)
    return found, cast(Decisions, Decided(found.inputs, point))


def idle(found: Solved, m: Decisions, asset: str) -> dict[int, float]:
    """Return units of an asset that nobody uses, by year of the plan and of the tail."""
    d = found.inputs
    users = [k for a, k in d.parameters.equipment.uses if a == asset]
    return {t: float(m.stock[asset, t]) - sum(d.units_per_head[asset, k, t] * float(cast(float, supported(m, d, k, t)))
                                              for k in users) for t in d.years}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("seed", SEEDS)
def test_kit_that_comes_is_used(seed: int, asked: bool) -> None:
    """Whatever is accepted or bought is all in use in some year from then on, in the tail at the latest; and nothing is
    disposed of in a year in which more comes."""
    found, m = read(seed, asked)
    for asset in found.parameters.equipment.assets:
        spare = idle(found, m, asset)
        for t in found.inputs.years:
            gifts = sum(m.accepted[gift, t] for gift, year in m.accepted if year == t and
                        found.parameters.in_kind.gift_asset[gift] == asset)
            comes = gifts + m.bought[asset, t]
            if comes > UNITS:
                assert min(left for year, left in spare.items() if year >= t) < UNITS + 1e-6 * m.stock[asset, t], (asset, t)
                assert m.retired[asset, t] < UNITS, (asset, t)


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_hired_where_people_are_dismissed(seed: int, asked: bool) -> None:
    """No cadre hires in the year in which it dismisses, nor in the year before."""
    rows = read(seed, asked)[0].frame("strength").sort_values(["cadre", "year"])
    for _, of in rows.groupby("cadre"):
        hires, exits = of["hires"].to_numpy(), of["exits"].to_numpy()
        assert np.minimum(hires, exits).max() < UNITS
        assert np.minimum(hires[:-1], exits[1:]).max() < UNITS


def test_who_can_be_kept_for_good_is_hired_while_donors_pay() -> None:
    """The state keeps 20,000 from 2025 on, 9,000 are left after the first year, and donors would pay 20,000 at once.

    Prevented by the glide, which is never below what will be kept: a line that rises from today's force made a poor state
    on its way to riches stop recruiting in its first year.
    """
    case = tiny_case(
        settings={"sustained_from": "exit"}, macro=macro({2021: 20.0, 2025: 40.0}),
        **donor(dict.fromkeys(range(2021, 2025), 20.0), exit_year=2024),
    )
    held = dict.fromkeys(range(2021, 2027), 20_000.0)
    assert solved(case).by_year("strength", "strength") == pytest.approx(held, rel=1e-4)


def test_the_way_down_begins_with_no_stop_of_recruiting_and_no_dismissals() -> None:
    """14,000 soldiers of whom the state keeps 10,000 from 2025 on; half may be dismissed, or a quarter leaves, each year.

    Prevented by the glide from today's force: one that began with who is left after the first year let 7,000 go at once
    where so many might go, and hired nobody in a year before it hired thousands again.
    """
    case = tiny_case(settings={"sustained_from": "exit"}, soldier={"opening_strength": 14_000.0, "attrition": 0.25},
                     **donor(10.0, range(2021, 2025), exit_year=2024))
    hires = solved(case).by_year("strength", "hires")
    assert min(hires.values()) > 1500.0

    may_go = [{"institution": "army", "2021": 0.5}]
    stays = changed(case, "cadres", lambda row: row.update(attrition=0.05)).replace({"demobilisation": may_go})
    exits = solved(stays).by_year("strength", "exits")
    assert max(exits.values()) < 300.0


def test_no_last_year_is_starved_to_keep_a_force_for_good() -> None:
    """14,000 soldiers of whom the state keeps 10,000 from 2025 on: from then on, five years of the tail included, they stay
    10,000 and are supported.

    Prevented by the bound in every year from then on: imposed on the last year alone, it emptied that one.
    """
    soldier = {"opening_strength": 14_000.0, "support_floor": 1.0}
    found = solved(tiny_case(settings={"sustained_from": "exit"}, soldier=soldier,
                             **donor(10.0, range(2021, 2025), exit_year=2024)))
    point = Point.of(found.inputs, found.program, found.solution.columns)
    since = [n for n, year in enumerate(found.inputs.years) if year >= 2025]
    assert point["strength"][0, since] == pytest.approx(1e4, rel=1e-4)
    assert point["hollow"][0] == pytest.approx(0.0, abs=1.0)


def test_a_gift_is_refused_where_the_state_would_have_to_keep_it_idle() -> None:
    """10,000 soldiers use 1,000 trucks, and have them; 500 more a year are offered, each with 1,000 a year of upkeep.

    Prevented by upkeep, which falls on whoever pays the line: what replaces worn trucks is taken, and nothing is bought.
    """
    tables = {
        "assets": [{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 1000.0, "price": 10_000.0,
                    "life": 20.0, "upkeep": 0.1}],
        "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
        "in_kind": [{"gift": "trucks", "donor": "friends", "asset": "truck", "value": 1.0,
                     **{str(year): 500.0 for year in range(2021, 2027)}}],
        "demand": [{"need": "war", "region": "national", "2021": 10_000.0}],
    }
    found = solved(tiny_case(macro=macro(30.0), **tables, **donor(0.0)))
    rows = found.frame("assets").set_index("year")
    assert rows["stock"].loc[:2025].to_list() == pytest.approx([1000.0] * 5, rel=1e-3)
    assert rows["bought"].max() < UNITS


def test_nobody_is_trained_to_be_dismissed_for_a_target_of_recruits() -> None:
    """10,000 soldiers of whom 8,000 may stay; at least 3,000 recruits are wished for, and half may be dismissed.

    Prevented by recruits beside whom people of their cadre are dismissed counting for no target.
    """
    tables = {
        "targets": [{"target": "joiners", "measure": "hires", "group": "all", "2021": 3000.0}],
        "strength_limits": [{"cadre": "soldier", "bound": "max", "2021": 8000.0}],
        "demobilisation": [{"institution": "army", "2021": 0.5}],
    }
    rows = solved(tiny_case(**tables)).frame("strength")
    assert np.minimum(rows["hires"], rows["exits"]).max() < UNITS
    assert rows["hires"].max() == pytest.approx(800.0, abs=1.0)
