"""The force that can be sustained: closed forms by hand and laws."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import MILLION, Row, donor, levels_only, macro, solved, tiny_case
from random_cases import random_case
from real_sustained import with_sustained
from solve.test_laws import changed, never_worse

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.scenario import apply_settings
from rightfin.result.overhang import most_paid

YEARS = range(2021, 2027)
LARGE: Row = {"opening_strength": 14_000.0, "support_floor": 1.0}

GLIDES = st.sampled_from(["straight", "none"])


def helped(years: range = range(2021, 2025), **settings: object) -> Case:
    """Return 14,000 soldiers at 2,000 a year, an own ceiling of 20 million and 10 million a year of a donor who leaves."""
    return tiny_case(settings=settings, soldier=LARGE, **donor(10.0, years, exit_year=years[-1]))


def strengths(case: Case) -> dict[int, float]:
    return solved(case).by_year("strength", "strength")


def test_the_force_glides_straight_from_todays_to_what_the_ceiling_keeps() -> None:
    """20 million keep 10,000 from 2025 on: 800 fewer a year, a fifth of the way; attrition alone would take 1,400."""
    found = solved(helped(sustained_from="2025"))
    wanted = {2021: 13_200.0, 2022: 12_400.0, 2023: 11_600.0, 2024: 10_800.0, 2025: 10_000.0, 2026: 10_000.0}
    assert found.by_year("strength", "strength") == pytest.approx(wanted, rel=3e-5)
    assert found.levels["sustained"] == pytest.approx(0.0, abs=100.0)


def test_people_who_cannot_leave_so_fast_glide_from_what_is_left_after_a_year() -> None:
    """13,720 are left of 14,000; the line from there falls by 930 a year, and 274 or fewer leave: the rest is excess."""
    case = helped(sustained_from="2025")
    found = solved(changed(case, "cadres", lambda row: row.update(attrition=0.02)))
    wanted = {year: 14_000 * 0.98 ** (year - 2020) for year in YEARS}
    assert found.by_year("strength", "strength") == pytest.approx(wanted, rel=3e-5)
    allowed = {2021: 13_720.0, 2022: 12_790.0, 2023: 11_860.0, 2024: 10_930.0, **dict.fromkeys(range(2025, 2032), 1e4)}
    least = sum(2000.0 * (14_000 * 0.98 ** (year - 2020) - most) * 1.05 ** -(year - 2020) for year, most in allowed.items())
    assert found.levels["sustained"] == pytest.approx(least, rel=1e-4)


def test_without_a_glide_the_force_grows_and_then_shrinks_as_fast_as_people_leave() -> None:
    """15,000 can be paid until 2024; attrition of a tenth then leads to 10,000 in 2025 only from 11,111 in 2024."""
    wanted = {2021: 15_000.0, 2022: 10_000 / 0.9**3, 2023: 10_000 / 0.9**2, 2024: 10_000 / 0.9, 2025: 1e4, 2026: 1e4}
    assert strengths(helped(sustained_from="2025", glide="none")) == pytest.approx(wanted, rel=3e-5)


def test_exit_is_the_year_after_the_last_donor_that_leaves() -> None:
    at_exit, typed, off = (levels_only(helped(**asked)) for asked in (
        {"sustained_from": "exit"}, {"sustained_from": "2025"}, {"sustained_from": "never"}))
    assert at_exit == typed
    assert off == levels_only(helped())
    assert off["2 needs"] < typed["2 needs"]
    assert "1d sustained" not in off


def test_what_cannot_be_avoided_is_excess_at_its_least() -> None:
    """Asked for at once, 12,600 are left after a year and 1,260, 1,134 … go after it: 2,600 too many, 1,340, 206."""
    found = solved(helped(sustained_from="2021"))
    over = {2021: 2600.0, 2022: 1340.0, 2023: 206.0}
    least = sum(2000.0 * persons * 1.05 ** -(year - 2020) for year, persons in over.items())
    assert found.levels["sustained"] == pytest.approx(least, rel=1e-4)
    wanted = {2021: 12_600.0, 2022: 11_340.0, 2023: 10_206.0, 2024: 1e4, 2025: 1e4, 2026: 1e4}
    assert found.by_year("strength", "strength") == pytest.approx(wanted, rel=1e-4)


def test_donors_who_never_leave_keep_up_what_they_may_pay() -> None:
    """4 million keep 2,000 more; money for training alone keeps nobody where training costs nothing; a fee is lost."""
    training = [{"donor": "friends", "institution": "*", "category": category, "allowed": category == "training"}
                for category in ("*", "training")]
    for columns, tables, kept in (({}, {}, 12_000.0), ({"fee": 0.5}, {}, 11_000.0), ({}, {"eligibility": training}, 1e4)):
        case = tiny_case(settings={"sustained_from": "2021"}, **donor(4.0, **columns), **tables)
        assert strengths(case)[2026] == pytest.approx(kept, rel=3e-5)


def test_a_match_keeps_up_what_it_matches() -> None:
    """30 million a year that match own money one to one: 20 million of each keep 20,000, which is the need."""
    case = tiny_case(settings={"sustained_from": "2021"}, **donor(30.0, match=1.0))
    assert strengths(case)[2026] == pytest.approx(20_000.0, rel=3e-5)
    short = tiny_case(settings={"sustained_from": "2021"}, **donor(30.0, match=0.25))
    assert strengths(short)[2026] == pytest.approx(12_500.0, rel=3e-5)


def test_training_kit_pensions_and_leakage_are_kept_up_too() -> None:
    """A head: 1,500 + 500; a tenth leaves, trained for 1,000; half of it draws 400 ten years; half a truck, 600 a year."""
    soldier = {"training_cost": 1000.0, "pension": 400.0, "retiring_share": 0.5, "pension_exit": 0.1}
    kit: dict[str, list[Row]] = {
        "assets": [{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 10_000.0, "price": 2000.0,
                    "life": 5.0, "upkeep": 0.1}],
        "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.5}],
        "institutions": [{"institution": "army", "name": "Army", "sector": "defence", "leakage": 0.2}],
    }
    a_head = (1500.0 + 500.0 + 100.0 + 0.1 * 0.5 * 400.0 / 0.1 + 0.5 * 2000.0 * 0.3) / 0.8
    case = tiny_case(settings={"sustained_from": "2024"}, soldier=soldier, macro=macro(30.0), **kit, **donor(50.0))
    at_exit = changed(case, "donors", lambda row: row.update(exit_year=2026))
    assert strengths(at_exit)[2026] == pytest.approx(30 * MILLION / a_head, rel=1e-3)


@pytest.mark.parametrize(("value", "code"), [
    ("2020", "sustained_from"), ("2040", "sustained_from"), ("soon", "sustained_from"), ("exit", "sustained_exit"),
])
def test_a_year_that_is_none_is_told(value: str, code: str) -> None:
    assert code in {issue.code for issue in check_case(tiny_case(settings={"sustained_from": value}))}


def test_pensions_that_never_end_cannot_be_kept_up() -> None:
    soldier = {"pension": 100.0, "retiring_share": 0.5, "pension_exit": 0.0}
    for value, refused in (("2023", True), ("never", False)):
        issues = check_case(tiny_case(settings={"sustained_from": value}, soldier=soldier))
        assert ("sustained_pensions" in {issue.code for issue in issues}) == refused


def asking(seed: int, glide: str) -> Case:
    """Return a random case that asks for it from its fourth year on, without what more money may break by itself."""
    case = with_sustained(random_case(seed), np.random.default_rng(0))
    case = apply_settings(case, {"sustained_from": "2024", "glide": glide})
    return changed(case.replace({"co_financing": [], "rules": []}), "donors", lambda row: row.update(match=None))


@settings(max_examples=15)
@given(st.integers(0, 10**6), GLIDES, st.sampled_from(range(2021, 2026)), st.floats(1.01, 1.5))
def test_more_ceiling_in_any_one_year_never_worsens(seed: int, glide: str, year: int, factor: float) -> None:
    case = asking(seed, glide)

    def raised(row: dict[str, object]) -> None:
        if row["series"] == "security_share":
            shares: dict[int, float] = {}
            for at in range(2021, 2026):
                typed = row.get(str(at))
                shares[at] = float(str(typed)) if typed is not None else shares[at - 1]
            row.update({str(at): min(1.0, share * (factor if at == year else 1.0)) for at, share in shares.items()})

    never_worse(case, changed(case, "macro", raised))


@settings(max_examples=15)
@given(st.integers(0, 10**6), GLIDES, st.floats(1.01, 1.3))
def test_less_leakage_everywhere_never_worsens(seed: int, glide: str, factor: float) -> None:
    case = changed(asking(seed, glide), "institutions", lambda row: row.update(leakage=0.3))
    never_worse(case, changed(case, "institutions", lambda row: row.update(leakage=1.0 - 0.7 * factor)))


@settings(max_examples=10)
@given(st.integers(0, 10**6), GLIDES)
def test_full_carry_over_never_worsens(seed: int, glide: str) -> None:
    case = asking(seed, glide)
    never_worse(case, changed(case, "donors", lambda row: row.update(carry_over=1.0)))


def test_the_overhang_is_what_stands_less_what_can_be_kept() -> None:
    found = solved(helped(sustained_from="2025"))
    over = {2021: 6.4, 2022: 4.8, 2023: 3.2, 2024: 1.6, 2025: 0.0, 2026: 0.0}
    assert found.indicator("overhang") == pytest.approx({year: m * MILLION for year, m in over.items()}, abs=1000.0)
    assert found.indicator("kept_strength") == pytest.approx(dict.fromkeys(YEARS, 10_000.0), rel=1e-4)
    assert solved(helped()).indicator("overhang") == {}


def test_givers_pay_the_most_that_they_may() -> None:
    """Two may pay *a*, one of them *b* too: the chain moves the first from a to b. Against all cuts, on random ones."""
    assert most_paid({"x": 5.0, "y": 5.0}, {"a": 5.0, "b": 4.0}, {"x": ["a", "b"], "y": ["a"]}) == 9.0
    rng = np.random.default_rng(7)
    for _ in range(200):
        money = {f"g{n}": float(rng.uniform(0.0, 9.0)) for n in range(3)}
        costs = {f"c{n}": float(rng.uniform(0.0, 9.0)) for n in range(4)}
        may_pay = {giver: [cost for cost in costs if rng.random() < 0.5] for giver in money}
        cuts = [
            sum(amount for giver, amount in money.items() if giver not in kept)
            + sum(costs[cost] for cost in {cost for giver in kept for cost in may_pay[giver]})
            for size in range(4) for kept in combinations(money, size)
        ]
        assert most_paid(money, costs, may_pay) == pytest.approx(min(cuts))
