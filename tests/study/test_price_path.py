"""Prices, revenue and pledges multiplied along a path change nothing that is real: no year, no share, no verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import MILLION, Row, donor, macro, tiny_case

from rightfin import Case
from rightfin.result.paid import can_be_paid
from rightfin.study.coordination.study import coordination
from rightfin.study.exits.study import exit_study
from rightfin.study.exits.verdicts import verdicts
from rightfin.study.requirement.study import require
from rightfin.study.sustain.study import sustained
from rightfin.study.withdrawal.study import withdrawals

FIRST, LAST = 2021, 2026
FLAT = [0.0] * 6
PATHS = st.lists(st.sampled_from([0.0, 0.1, 1.0, 10.0]), min_size=6, max_size=6)
DONORS = ("anna", "bert", "cleo")
GIFTS = st.fixed_dictionaries({name: st.sampled_from([1.0, 3.0, 6.0]) for name in DONORS})
REFUSED = st.lists(st.tuples(st.sampled_from(DONORS), st.sampled_from(["pay", "operations"])), max_size=3, unique=True)


def levels(growth: Sequence[float]) -> dict[int, float]:
    """Return the level of prices by year, 1 in the base year."""
    level, found = 1.0, {}
    for year, rate in zip(range(FIRST, LAST + 1), growth, strict=True):
        level *= 1.0 + rate
        found[year] = level
    return found


def prices(ceilings: dict[int, float] | float, growth: Sequence[float]) -> list[Row]:
    """Return macro rows whose ceilings, in millions at constant prices, follow a path of prices as GDP does."""
    rows = [row for row in macro(ceilings) if row["series"] != "deflator_growth"]
    return [*rows, {"series": "deflator_growth", **{str(FIRST + n): rate for n, rate in enumerate(growth)}}]


def with_prices(ceilings: dict[int, float], growth: Sequence[float], pledge: float) -> Case:
    """Return a case whose prices grow along a path; GDP, pay and support follow them, and so do the pledges."""
    pledges = {year: pledge * level for year, level in levels(growth).items()}
    return tiny_case(settings={"tail_years": 0}, soldier={"support_floor": 1.0}, macro=prices(ceilings, growth),
                     **donor(pledges))


def with_donors(
    ceiling: float, growth: Sequence[float], gifts: Mapping[str, float], refused: Sequence[tuple[str, str]] = ()
) -> Case:
    """Return a case of several donors, whose pledges follow prices and are not carried over, and what they do not pay."""
    return tiny_case(
        settings={"tail_years": 0}, soldier={"support_floor": 1.0}, macro=prices(ceiling, growth),
        donors=[{"donor": name, "name": name.title(), "carry_over": 0.0} for name in gifts],
        pledges=[{"donor": name, **{str(year): gift * MILLION * level for year, level in levels(growth).items()}}
                 for name, gift in gifts.items()],
        eligibility=[{"donor": name, "institution": "army", "category": category, "allowed": False}
                     for name, category in refused],
    )


@settings(max_examples=6)
@given(PATHS)
def test_a_requirement_is_real(growth: list[float]) -> None:
    flat, rising = (require(with_prices({2021: 20.0}, path, 10.0), year=2024, pace=2.5) for path in (FLAT, growth))
    assert rising.holds == flat.holds
    assert rising.force == pytest.approx(flat.force, rel=1e-4)
    for need in flat.needs:
        if need.name.startswith("pledge_of_"):  # the same nominal amount in every year: dearer years ask for more of it
            assert rising.need(need.name).amount >= need.amount * (1.0 - 1e-3)
        else:
            assert rising.need(need.name).amount == pytest.approx(need.amount, rel=1e-3), need.name
    assert flat.missing is not None
    assert rising.missing is not None
    real = [amount / price for amount, price in zip(rising.missing, rising.prices, strict=True)]
    assert real == pytest.approx(flat.missing, rel=1e-3, abs=100.0)


@settings(max_examples=3)
@given(PATHS)
def test_the_force_that_can_be_kept_is_real(growth: list[float]) -> None:
    def asked(path: list[float]) -> Case:
        pledges = {year: 10.0 * level * (year < 2025) for year, level in levels(path).items()}
        return tiny_case(settings={"tail_years": 0}, soldier={"opening_strength": 14_000.0, "support_floor": 1.0},
                         macro=prices(20.0, path), **donor(pledges, exit_year=2024))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rightfin.study.sustain.study.POINTS", 1)
        flat, rising = (sustained(asked(path)) for path in (FLAT, growth))
    for one, other in zip(flat.frontier, rising.frontier, strict=True):
        assert other.coverage[-1] == pytest.approx(one.coverage[-1], rel=1e-4)
        assert other.excess == pytest.approx(one.excess, rel=1e-4, abs=100.0)
    assert rising.kept.strength == pytest.approx(flat.kept.strength, rel=1e-4)
    for taken in (flat.points[0], rising.points[0]):
        assert taken.enough is not None
        assert taken.too_little <= 0.4 * MILLION * (1.0 + 1e-4)
        assert taken.enough >= 0.4 * MILLION * (1.0 - 1e-4)


@settings(max_examples=6)
@given(PATHS)
def test_the_tests_of_exits_are_real(growth: list[float]) -> None:
    ceilings = {2021: 8.0, 2022: 12.0, 2023: 16.0, 2024: 20.0}
    flat, rising = (exit_study(with_prices(ceilings, path, 15.0)) for path in (FLAT, growth))
    assert [(one.measure, one.first) for one in verdicts(rising)] == [(one.measure, one.first) for one in verdicts(flat)]
    assert [[failure.year for failure in answer.failures] for answer in rising.answers] == [
        [failure.year for failure in answer.failures] for answer in flat.answers
    ]


def test_whom_nobody_pays_is_told_by_what_is_missing_at_constant_prices() -> None:
    # Nobody pays the army in the first year, 15 million, and the police in the last, 7.5 million at prices 1,000 times as
    # high; the state can spend a million.
    growth = [0.0, 9.0, 9.0, 9.0, 0.0, 0.0]
    level = levels(growth)
    gifts = {"anna": {year: 15.0 * (year > FIRST) for year in level}, "bert": {year: 7.5 * (year < LAST) for year in level}}
    cadre: Row = {"entry": False, "attrition": 0.0, "pay": 1500.0}
    army, police = ({"institution": name, **cadre} for name in ("army", "police"))
    case = tiny_case(
        settings={"tail_years": 0}, macro=prices(1.0, growth),
        institutions=[{"institution": name, "name": name.title(), "sector": "defence"} for name in ("army", "police")],
        cadres=[{"cadre": "soldier", "name": "Soldiers", "opening_strength": 10_000.0, **army},
                {"cadre": "constable", "name": "Constables", "opening_strength": 5_000.0, **police}],
        donors=[{"donor": name, "name": name.title(), "carry_over": 0.0} for name in gifts],
        pledges=[{"donor": name, **{str(year): gift * MILLION * level[year] for year, gift in given.items()}}
                 for name, given in gifts.items()],
        eligibility=[{"donor": "anna", "institution": "police", "category": "*", "allowed": False},
                     {"donor": "bert", "institution": "army", "category": "*", "allowed": False}],
    )
    assert [name for name, _ in exit_study(case).unpaid] == ["Army", "Police"]


@settings(max_examples=5)
@given(PATHS, st.sampled_from([8.0, 12.0, 16.0]), GIFTS, REFUSED)
def test_withdrawals_are_real(
    growth: list[float], ceiling: float, gifts: dict[str, float], refused: list[tuple[str, str]]
) -> None:
    flat, rising = (withdrawals(with_donors(ceiling, path, gifts, refused), year=2023) for path in (FLAT, growth))
    for name, broken in flat.breaks.items():  # before anything is decided
        assert rising.breaks[name].get(FIRST, 0.0) == pytest.approx(broken.get(FIRST, 0.0), rel=1e-4, abs=100.0)
    if not can_be_paid(flat.base):
        return  # which debts the plan makes before the news, and clears, depends on prices, which eat them up
    assert [(one.donor, one.year, one.notice) for one in rising.worst] == [
        (one.donor, one.year, one.notice) for one in flat.worst
    ]
    for name, broken in flat.breaks.items():
        assert rising.breaks[name] == pytest.approx(broken, rel=1e-4, abs=100.0)
    for one in flat.each:
        other = rising.of(one.donor)
        assert (other.year, other.notice) == (one.year, one.notice)
        assert other.broken == pytest.approx(one.broken, rel=1e-4, abs=100.0)


@settings(max_examples=3)
@given(PATHS, st.sampled_from([6.0, 10.0, 20.0]), GIFTS, REFUSED)
def test_coordination_is_real(
    growth: list[float], ceiling: float, gifts: dict[str, float], refused: list[tuple[str, str]]
) -> None:
    flat, rising = (
        coordination(with_donors(ceiling, path, gifts, refused), fee=0.01, delay=0) for path in (FLAT, growth)
    )
    for one, other in zip(flat.arrangements, rising.arrangements, strict=True):
        assert other.broken == pytest.approx(one.broken, rel=1e-4, abs=100.0)
    for one, other in zip(flat.restrictions, rising.restrictions, strict=True):
        assert (other.kind, other.key) == (one.kind, one.key)
        assert other.broken == pytest.approx(one.broken, rel=1e-4, abs=100.0)
    if max(one.broken for one in flat.arrangements) > 0.0:
        return  # in which year a debt is made and cleared depends on prices, which eat it up
    for one, other in zip(flat.arrangements, rising.arrangements, strict=True):
        assert other.unmet == pytest.approx(one.unmet, rel=1e-4)
    assert [one.donor for one in rising.joining] == [one.donor for one in flat.joining]
    for one, other in zip(flat.joining, rising.joining, strict=True):
        assert other.unmet == pytest.approx(one.unmet, abs=1e-4)
    assert [(one.kind, one.who, one.words) for one in rising.asks] == [(one.kind, one.who, one.words) for one in flat.asks]
