"""Shadow prices against what moving a limit really does, all levels solved again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chain_cases import three_stages
from pipeline import Solved, levels_of, solved, tiny_case
from random_cases import random_case
from solve.test_several_payers import police_of

import rightfin
from rightfin.case.scenario import apply_settings
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.program import Program
from rightfin.reading import read_case
from rightfin.report.words.limits import limits_sentence, tightest, worths
from rightfin.result import prices
from rightfin.result.prices import AGREES, FEWEST, Flag, Priced, Tried, TriedLimits, priced_limits, try_limits
from rightfin.solve.levels import Contradiction, Depth, Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.solve.trials import Trial, Trials
from rightfin.tolerances import NEEDS_SETTLED

DEGENERATE = Path(__file__).parent / "cases" / "degenerate_rule"
SOME = Priced(limit=None, name="", year=2021, amount=100.0, unit="USD", price=2.0, step=1.0, moves={})  # type: ignore[arg-type]


def limits_of(found: Solved) -> TriedLimits:
    stages = Stages(found.program)
    trials = Trials(stages, found.parameters, found.solution.levels)
    return try_limits(found.inputs, found.program, found.solution, trials, "USD")


def cold(program: Program, parameters: Parameters, by: Mapping[int, float]) -> dict[str, float] | None:
    """Return levels 1 and 2 from nothing, sides of rows moved by natural amounts; nothing if limits contradict."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    for row, natural in by.items():
        lower[row] += natural / program.row_scale[row]
        upper[row] += natural / program.row_scale[row]
    found = solve_on(Stages(replace(program, row_lower=lower, row_upper=upper)), parameters, Depth.NEEDS)
    return None if isinstance(found, Contradiction) else levels_of(found)


@pytest.mark.parametrize("seed", [1, 6, 11])
def test_every_limit_that_is_shown_does_what_two_cold_solves_do(seed: int) -> None:
    parameters = project(random_case(seed), {})
    inputs = Inputs(parameters, layout_of(parameters))
    program = Assembly(inputs).program
    stages = Stages(program)
    solution = solve_on(stages, parameters, priced=True)
    assert isinstance(solution, Solution)
    base, size = cold(program, parameters, {}), natural_sizes(parameters)["needs"]
    assert base is not None
    limits = try_limits(inputs, program, solution, Trials(stages, parameters, solution.levels), "USD").limits
    assert limits
    for one in limits:
        for sign, trial in ((1.0, one.more), (-1.0, one.less)):
            levels = cold(program, parameters, {row: sign * by for row, by in one.priced.moves.items()})
            assert (trial is None) == (levels is None), one.priced
            if trial is not None and levels is not None:
                within = 2.0 * NEEDS_SETTLED * size
                assert trial.needs == pytest.approx(levels["needs"] - base["needs"], abs=within), one.priced


@pytest.mark.parametrize("seed", range(20, 26))
def test_a_plan_shows_limits_that_helped_when_tried(seed: int) -> None:
    plan = rightfin.plan(random_case(seed))
    for one in tightest(plan):
        assert one.settles > 0.0 or one.closes > 0.0
    for limit, _, _, _, _, price, flag, step, closes, opens, *_ in plan.tables["prices"].rows:
        if flag == Flag.CONFIRMED:
            assert closes == pytest.approx(price * step, rel=1.01 * AGREES, abs=1e-5), limit
            assert opens == pytest.approx(price * step, rel=1.01 * AGREES, abs=1e-5), limit


def test_a_price_that_means_nothing_is_called_so_and_never_named() -> None:
    # Where levels 1 and 2 are both degenerate, the composed price of the rule u0 in 2026 can be 7.735: its row at level 1
    # and the hold at level 2 have their duals from different bases. Loosening the rule does nothing, whatever it says.
    found = solved(read_case(DEGENERATE))
    place = found.program.rows.index(("rule", ("u0", 2026)))
    composed = found.solution.prices
    assert composed is not None
    for price in (7.735, 0.0, -1.108):
        composed[place] = price
        by_rule = {(one.priced.name, one.priced.year): one for one in limits_of(found).limits}
        one = by_rule["u0", 2026]
        assert one.more.needs == 0.0
        assert one.less is not None
        assert one.less.needs > 0.0
        assert one.flag is (Flag.ONE_SIDED if price == 0.0 else Flag.NOT_UNIQUE)


def test_a_limit_that_closes_nothing_is_not_named() -> None:
    plan = rightfin.plan(read_case(DEGENERATE))
    named = "recruits of i0 at least 49.09% of recruits who are women"
    rule = next(one for one in worths(plan) if (one.name, one.year) == (named, 2026))
    assert "closes nothing; moved as far the other way it opens" in rule.sentence
    assert all((one.name, one.year) != (named, 2026) for one in tightest(plan))
    assert named not in limits_sentence(plan)


@pytest.mark.parametrize(("closes", "opens", "flag"), [
    (2.0, 2.0, Flag.CONFIRMED),
    (1.98, 2.03, Flag.CONFIRMED),
    (1.2, 2.0, Flag.ONE_SIDED),
    (1.2, 2.9, Flag.ONE_SIDED),
    (2.9, 1.2, Flag.ONE_SIDED),
    (0.0, 1.1, Flag.NOT_UNIQUE),
    (2.5, 3.0, Flag.NOT_UNIQUE),
    (1.9, None, Flag.ONE_SIDED),
    (2.1, None, Flag.NOT_UNIQUE),
])
def test_flags(closes: float, opens: float | None, flag: Flag) -> None:
    less = None if opens is None else Trial(opens, 0.0, "")
    assert Tried(SOME, Trial(-closes, 0.0, ""), less).flag is flag


def test_what_is_too_small_to_see_contradicts_no_price() -> None:
    # The price says 2 need-years; a change of less than 2.5 counts as none.
    nothing = Trial(0.0, 0.0, "")
    assert Tried(SOME, nothing, nothing, seen=2.5).flag is Flag.CONFIRMED
    assert Tried(SOME, nothing, nothing, seen=0.1).flag is Flag.NOT_UNIQUE


def test_what_is_owed_is_told_first() -> None:
    # 15 million cannot support 10,000 soldiers, who cost 20: more money pays what is missing.
    found = solved(tiny_case({"arrears_tolerance": 0.0}, macro=[
        {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.0}, {"series": "deflator_growth", "2021": 0.0},
        {"series": "revenue_ratio", "2021": 0.1}, {"series": "security_share", "2021": 0.1},
    ]))
    assert found.levels["obligations"] > 0.0
    first = next(one for one in limits_of(found).limits if one.priced.limit.name == "ceiling")
    assert first.more.before == "1a"
    assert first.more.owed == pytest.approx(-0.01 * 10e6 / 1.05, rel=1e-6)


def test_the_price_of_the_ceiling_by_hand() -> None:
    # 20 million support 10,000 of the 16,000 soldiers needed, at 2,000 each. One more dollar supports 1/2,000 of a soldier,
    # who closes 1/16,000 of the need in the second band, which counts twice, and is discounted at 5 %.
    found = solved(tiny_case(demand=[{"need": "war", "region": "national", "2021": 16_000.0}]))
    ceilings = {one.priced.year: one for one in limits_of(found).limits if one.priced.limit.name == "ceiling"}
    assert list(ceilings) == list(range(2021, 2027))
    for year, one in ceilings.items():
        by_hand = 2.0 / 1.05 ** (year - 2020) / 2_000 / 16_000
        assert (one.priced.amount, one.priced.unit, one.priced.step) == (20e6, "USD", 2e5)
        assert one.priced.price == pytest.approx(by_hand, rel=1e-9, abs=0.0)
        assert one.more.needs == pytest.approx(-by_hand * 2e5, rel=1e-6)
        assert one.flag is Flag.CONFIRMED


def test_what_is_a_share_of_the_ceiling_moves_with_it() -> None:
    found = solved(tiny_case({"reserve_allowed": True, "max_saving_share": 0.05, "max_clearing_share": 0.25}))
    one = next(one for one in priced_limits(found.inputs, found.program, found.solution, "USD")
               if (one.limit.name, one.year) == ("ceiling", 2022))
    moved = {found.program.rows[place][0]: by for place, by in one.moves.items()}
    assert moved == pytest.approx({"ceiling": 2e5, "saving_limit": 1e4, "clearing_limit": 5e4})


def test_what_a_payer_keeps_up_moves_with_its_ceiling() -> None:
    found = solved(apply_settings(police_of("juba"), {"sustained_from": "2023"}))
    one = next(one for one in priced_limits(found.inputs, found.program, found.solution, "USD")
               if (one.limit.name, one.name, one.year) == ("ceiling", "juba", 2024))
    moved = {found.program.rows[place][0]: by for place, by in one.moves.items()}
    assert moved == pytest.approx({"ceiling": 4e4, "kept_money": 4e4, "clearing_limit": 4e3})


def test_a_donors_price_is_per_unit_pledged_so_a_fee_lowers_it() -> None:
    donors = {
        "donors": [{"donor": "dear", "name": "Dear", "fee": 0.2}, {"donor": "plain", "name": "Plain"}],
        "pledges": [{"donor": name, **{str(year): 1e6 for year in range(2021, 2027)}} for name in ("dear", "plain")],
    }
    found = solved(tiny_case(**donors))
    priced = priced_limits(found.inputs, found.program, found.solution, "USD")
    by_donor = {(one.name, one.year): (one.amount, one.price) for one in priced if one.limit.name == "pledge"}
    for year in range(2021, 2027):
        assert by_donor["dear", year][0] == 1e6
        assert by_donor["dear", year][1] == pytest.approx(0.8 * by_donor["plain", year][1], rel=1e-9, abs=0.0)


def test_a_donor_has_no_price_where_nothing_of_it_arrives_or_may_be_spent() -> None:
    # Money of 2023 arrives in 2024, when the donor has left: more of it would lapse.
    early, late = {str(year): 1e6 for year in range(2021, 2024)}, dict.fromkeys(("2024", "2025"), 0.0)
    donors = {
        "donors": [{"donor": "late", "name": "Late", "delay_years": 1, "exit_year": 2023}, {"donor": "gap", "name": "Gap"}],
        "pledges": [{"donor": "late", **early, **late},
                    {"donor": "gap", **{str(year): 1e6 * (year != 2023) for year in range(2021, 2026)}}],
    }
    found = solved(tiny_case(**donors))
    years: dict[str, set[int]] = {"late": set(), "gap": set()}
    for one in priced_limits(found.inputs, found.program, found.solution, "USD"):
        if one.limit.name == "pledge":
            years[one.name].add(one.year)
    assert years["late"] == {2022, 2023}
    assert 2023 not in years["gap"]
    assert {2021, 2022, 2024} <= years["gap"]


def test_a_limit_that_leaves_room_has_no_price() -> None:
    demand = [{"need": "war", "region": "national", "2021": 900.0}]
    found = solved(tiny_case({}, {"opening_strength": 1_000.0}, demand=demand))
    assert limits_of(found) == TriedLimits()


def test_the_heaviest_of_each_kind_are_tried_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices, "MOST", 13)
    parameters = project(random_case(3), {})
    inputs = Inputs(parameters, layout_of(parameters))
    program = Assembly(inputs).program
    stages = Stages(program)
    solution = solve_on(stages, parameters, priced=True)
    assert isinstance(solution, Solution)
    priced = [one for one in priced_limits(inputs, program, solution, "USD") if one.price != 0.0]
    tried = try_limits(inputs, program, solution, Trials(stages, parameters, solution.levels), "USD")
    assert FEWEST <= len(tried.limits) <= 13 < len(priced)
    assert tried.left_out == len(priced) - len(tried.limits)
    assert {one.priced.limit.name for one in tried.limits} == {one.limit.name for one in priced}


def test_one_per_cent_more_prison_places_is_of_the_places_that_are_typed() -> None:
    """200 places, of which those who serve a sentence already take a part: one per cent more is two, whoever is in them."""
    found = solved(three_stages(prison_places=[{"prisons": "all", "name": "Prisons", "2021": 200.0}]))
    limits = [one for one in priced_limits(found.inputs, found.program, found.solution, "USD")
              if one.limit.name == "prison_places"]
    assert limits, "a place has a price"
    assert {(one.amount, one.step) for one in limits} == {(200.0, 2.0)}
    assert all(tuple(one.moves.values()) == (2.0,) for one in limits)


def test_a_session_gives_no_prices() -> None:
    found = solved(tiny_case())
    again = solve_on(Stages(found.program), found.parameters)
    assert isinstance(again, Solution)
    assert again.prices is None
    assert not list(priced_limits(found.inputs, found.program, again, "USD"))
    assert np.all(again.columns >= -1e-9)
