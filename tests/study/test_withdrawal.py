"""Donors that leave without notice: against hand-solved cases and laws on generated ones."""

from __future__ import annotations

import pandas as pd
import pytest
from golden_case import golden_case
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, donor, macro, tiny_case
from random_cases import random_case

from rightfin import Case, CaseError
from rightfin.fiscal.project import project
from rightfin.lp.objectives import natural_sizes
from rightfin.solve.levels import Depth
from rightfin.solve.session import Session
from rightfin.study.withdrawal.study import Withdrawal, Withdrawals, _worst_year, left, withdrawals
from rightfin.tolerances import ALIKE

STAYING = {"attrition": 0.0, "entry": False}
YEARS = range(2023, 2027)


def discounted(amount: float, first: int, last: int) -> float:
    """Return a yearly amount in discounted base-year money; prices are flat and the base year is 2020."""
    return sum(amount * 1.05 ** -(year - 2020) for year in range(first, last + 1))


def only(found: Withdrawals) -> Withdrawal:
    (one,) = found.each
    return one


def leavers(share: float) -> Case:
    """A force of 10,000 that is to stay so large costs 15 million; a donor pays a share, and a tenth leaves every year."""
    return tiny_case(
        soldier={"support": 0.0}, macro=macro(15.0 * (1.0 - share)),
        demand=[{"need": "war", "region": "national", "2021": 10_000.0}], **donor(15.0 * share),
    )


@pytest.fixture(scope="module")
def half_paid() -> Withdrawal:
    """A donor pays half of a force that nobody leaves and that nobody is dismissed from."""
    return only(withdrawals(tiny_case(soldier={**STAYING, "support": 0.0}, macro=macro(7.5), **donor(7.5)), year=2023))


def test_exactly_the_donors_share_of_pay_is_unpaid(half_paid: Withdrawal) -> None:
    assert [(item.institution, item.category, item.year) for item in half_paid.unpaid] == [
        ("army", "pay", year) for year in YEARS
    ]
    assert [item.amount for item in half_paid.unpaid] == pytest.approx([7.5 * MILLION] * 4, rel=1e-5)
    assert half_paid.lost == pytest.approx(dict.fromkeys(YEARS, 7.5 * MILLION), rel=1e-5)
    assert half_paid.arrears == pytest.approx({year: (year - 2022) * 7.5 * MILLION for year in YEARS}, rel=1e-5)
    assert half_paid.broken == pytest.approx(discounted(7.5 * MILLION, 2023, 2031), rel=1e-5)
    assert half_paid.unsupported == ()
    assert half_paid.falls == ()


def test_a_donor_who_never_leaves_may_walk_out_on_a_force_that_must_be_kept(half_paid: Withdrawal) -> None:
    soldier = {**STAYING, "support": 0.0}
    case = tiny_case(settings={"sustained_from": "2023"}, soldier=soldier, macro=macro(7.5), **donor(7.5))
    kept = only(withdrawals(case, year=2023))
    assert kept.broken == pytest.approx(half_paid.broken, rel=1e-5)
    assert [item.amount for item in kept.unpaid] == pytest.approx([item.amount for item in half_paid.unpaid], rel=1e-5)


def test_a_donor_who_matches_above_a_base_may_walk_out_on_a_force_that_must_be_kept() -> None:
    """What the state spends only for its match is a decision that stays, so that leaving changes numbers alone."""
    found = withdrawals(golden_case(), year=2022)
    assert "beta" in [one.donor for one in found.each]


def test_the_reserve_replaces_it_and_no_notice_helps_where_nobody_leaves(half_paid: Withdrawal) -> None:
    assert half_paid.reserve.discounted == pytest.approx(half_paid.broken, rel=1e-5)
    assert half_paid.reserve.by_year == pytest.approx(dict.fromkeys(range(2023, 2032), 7.5 * MILLION), rel=1e-5)
    assert half_paid.notice is None


def test_attrition_absorbs_a_tenth_of_the_force_a_year_too_late() -> None:
    """The recruits of 2023 have joined when the money does not come; from 2024 on nobody is hired."""
    one = only(withdrawals(leavers(0.1), year=2023))
    assert [(item.category, item.year) for item in one.unpaid] == [("pay", 2023)]
    assert one.unpaid[0].amount == pytest.approx(1.5 * MILLION, rel=1e-5)
    # Old debts come before needs: the force shrinks once more, and a tenth of the ceiling clears them in 2025.
    assert one.arrears == pytest.approx({2023: 1.5 * MILLION, 2024: 1.5 * MILLION, 2025: 0.15 * MILLION}, rel=1e-3)
    falls = {gap.year: gap.points for gap in one.falls}
    assert falls[2024] == pytest.approx(10.0, rel=1e-4)
    assert falls[2025] == pytest.approx(19.0, rel=1e-4)
    assert 2023 not in falls
    assert one.broken == pytest.approx(discounted(1.5 * MILLION, 2023, 2023), rel=1e-5)
    assert one.reserve.discounted == pytest.approx(one.broken, rel=1e-4)
    assert one.reserve.by_year == pytest.approx({2023: 1.5 * MILLION}, rel=1e-4)


@pytest.mark.parametrize(("share", "notice"), [(0.1, 1), (0.19, 2), (0.271, 3), (0.28, None)])
def test_each_year_of_notice_lets_attrition_absorb_a_tenth(share: float, notice: int | None) -> None:
    assert only(withdrawals(leavers(share), year=2023)).notice == notice


def test_needs_are_kept_by_as_much_as_the_donor_gave() -> None:
    """Money for 1,000 people in every year from 2023 on, tail included, is what keeps 10,000 on duty."""
    one = only(withdrawals(leavers(0.1), year=2023))
    assert one.reserve_for_needs.discounted == pytest.approx(discounted(1.5 * MILLION, 2023, 2031), rel=1e-4)


def test_support_is_cut_before_pay() -> None:
    case = tiny_case(soldier={**STAYING, "support_floor": 1.0}, macro=macro(17.5), **donor(2.5))
    one = only(withdrawals(case, year=2024))
    assert one.unpaid == ()
    assert [(item.cadre, item.year) for item in one.unsupported] == [("soldier", year) for year in range(2024, 2027)]
    assert [item.people for item in one.unsupported] == pytest.approx([5000.0] * 3, rel=1e-5)
    # An unsupported unit weighs a little less than unpaid money; the reserve pays all of it.
    assert one.broken == pytest.approx((1 + 1 / 1.05) / 2 * discounted(2.5 * MILLION, 2024, 2031), rel=1e-5)
    assert one.reserve.discounted == pytest.approx(discounted(2.5 * MILLION, 2024, 2031), rel=1e-5)


def rising_share() -> Case:
    """10,000 people cost 15 million; the state pays 14.5 of it until 2023 and 12 from 2024 on, the donor the rest."""
    return tiny_case(
        soldier={"support": 0.0}, macro=macro({2021: 14.5, 2024: 12.0}),
        demand=[{"need": "war", "region": "national", "2021": 10_000.0}],
        **donor({year: 0.5 if year < 2024 else 3.0 for year in range(2021, 2027)}),
    )


def test_the_common_year_is_the_first_one_planned_and_the_worst_is_the_one_in_which_most_breaks() -> None:
    found = withdrawals(rising_share())
    assert found.year == only(found).year == 2021
    assert [(item.year, item.amount) for item in only(found).unpaid] == [(2021, pytest.approx(0.5 * MILLION, rel=1e-4))]
    worst = found.worst_of("friends")
    assert worst is not None
    assert worst.year == 2024
    # A tenth leaves every year, and nobody is dismissed: 15 million, then 13.5 and 12.15 against 12.
    assert {item.year: item.amount for item in worst.unpaid} == {
        2024: pytest.approx(3.0 * MILLION, rel=1e-4), 2025: pytest.approx(1.5 * MILLION, rel=1e-4),
        2026: pytest.approx(0.15 * MILLION, rel=1e-3),
    }
    assert worst.notice == 3
    assert found.breaks["friends"][2024] == pytest.approx(worst.broken, rel=1e-6)
    assert max(found.breaks["friends"], key=lambda year: found.breaks["friends"][year]) == 2024


def test_where_nothing_more_breaks_there_is_no_worst_year() -> None:
    """The donor pays for support alone, and the case accepts people without support."""
    found = withdrawals(tiny_case(
        soldier={**STAYING, "support_floor": 0.0}, macro=macro(15.0), **donor(5.0), eligibility=[
            {"donor": "friends", "institution": "*", "category": "*", "allowed": False},
            {"donor": "friends", "institution": "*", "category": "operations", "allowed": True},
        ]))
    assert only(found).year == 2021
    assert found.worst == ()
    assert set(found.breaks["friends"].values()) == {0.0}
    assert found.worst_of("friends") is None


def test_of_equally_bad_years_the_first_counts() -> None:
    """What differs by rounding alone is equally bad."""
    assert _worst_year({2021: 4e6, 2022: 5e6, 2023: 5e6 + 20.0}) == 2022
    assert _worst_year({2021: 0.0, 2022: 0.0}) is None
    assert _worst_year({}) is None


@pytest.mark.parametrize(("seed", "year"), [(28, None), (33, None), (72, 2021)])
def test_people_that_cannot_be_told_from_rounding_are_left_out(seed: int, year: int | None) -> None:
    """Cases in which thirds of a person came out as unsupported."""
    found = withdrawals(random_case(seed), year=year)
    people = [item.people for one in found.each for item in one.unsupported]
    assert min(people, default=1.0) > 0.5


def test_recruits_in_training_join_though_the_money_is_gone() -> None:
    """With a year in training the recruits of 2024 began in 2023, before the news, and one more year is too dear."""
    case = tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "pipeline": 1000.0}],
        soldier={"support": 0.0, "training_lead": 1}, macro=macro(13.5),
        demand=[{"need": "war", "region": "national", "2021": 10_000.0}], **donor(1.5),
    )
    one = only(withdrawals(case, year=2023))
    assert [item.year for item in one.unpaid] == [2023, 2024]
    assert [item.amount for item in one.unpaid] == pytest.approx([1.5 * MILLION] * 2, rel=1e-4)
    assert one.notice == 2


def test_money_carried_over_is_lost_with_the_donor() -> None:
    """All comes in 2021 and is carried; from 2023 on nothing of it may be spent."""
    gift = donor({2021: 40.0}, carry_over=1.0)
    one = only(withdrawals(tiny_case(soldier={**STAYING, "support": 0.0}, macro=macro(10.0), **gift), year=2023))
    assert [item.amount for item in one.unpaid] == pytest.approx([5 * MILLION] * 4, rel=1e-4)
    carried = one.plan.table("pledges").set_index("year")["carried"]
    assert carried[2021] == pytest.approx(35 * MILLION, rel=1e-4)
    assert carried[2022] == 0.0


def test_a_donor_that_gives_nothing_changes_nothing() -> None:
    found = withdrawals(tiny_case(**donor(0.0)))
    one = only(found)
    assert one.year is None
    assert found.worst == ()
    assert one.notice == 0
    assert one.plan is found.base
    assert only(withdrawals(tiny_case(macro=macro(5.0), **donor(5.0, exit_year=2023)), year=2024)).year is None


@pytest.mark.parametrize("year", [2020, 2027])
def test_a_year_outside_the_horizon_is_refused(year: int) -> None:
    with pytest.raises(CaseError, match=f"{year} is not one of the years planned"):
        withdrawals(tiny_case(**donor(1.0)), year=year)


def test_unknown_donors_and_cases_without_donors_are_refused() -> None:
    with pytest.raises(CaseError, match="no donor strangers"):
        withdrawals(tiny_case(**donor(1.0)), donors=["strangers"])
    with pytest.raises(CaseError, match="no donor"):
        withdrawals(tiny_case())


def test_contradictory_hard_limits_are_named() -> None:
    case = tiny_case(soldier={"entry": False}, **donor(1.0), strength_limits=[
        {"cadre": "soldier", "bound": "min", "hard": True, "2021": 12_000.0}
    ])
    with pytest.raises(CaseError, match=r"contradict one another: .*Soldiers"):
        withdrawals(case)


def test_progress_counts_the_base_plan_and_the_donors() -> None:
    told: list[tuple[int, int]] = []
    withdrawals(leavers(0.1), year=2023, progress=lambda step, count, _what: told.append((step, count)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def spending_value(found: Withdrawals, case: Case, one: Withdrawal) -> float:
    """Return an upper bound of what a donor pays from its last year on, tail included: what there is of its money."""
    parameters = project(case, {})
    donors, fiscal = parameters.donors, parameters.fiscal
    place = donors.donors.index(one.donor)
    has = donors.disbursed[place] @ fiscal.money_discount
    return float(has) + float(donors.opening_carried[place])


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.sampled_from([2022, 2023, 2024]))
def test_laws_of_a_withdrawal(seed: int, year: int) -> None:
    case = random_case(seed)
    assume(case.records("donors"))
    found = withdrawals(case, year=year)
    parameters = project(case, {})
    sizes = natural_sizes(parameters)
    slack = 5e-6 * sizes["obligations"]
    assert [one.broken for one in found.worst] == sorted((one.broken for one in found.worst), reverse=True)
    for one in found.each:
        assert one.broken == pytest.approx(found.breaks[one.donor].get(year, 0.0), rel=1e-6, abs=slack)
        worst = found.worst_of(one.donor)
        assert one.broken <= (worst.broken if worst is not None else 0.0) * (1.0 + 2e-4)
        if one.year is None:
            continue
        # The past stays as it was.
        for table, key, columns in (
            ("strength", ["cadre", "year"], ["strength", "hires", "exits", "supported"]),
            ("budget", ["institution", "category", "year"], ["cost", "own", "unfunded"]),
        ):
            old, new = (plan.table(table).set_index(key) for plan in (found.base, one.plan))
            past = old.index.get_level_values("year") < year
            pd.testing.assert_frame_equal(
                new.loc[past, columns], old.loc[past, columns], rtol=1e-4, atol=2e-6 * float(old[columns[0]].max())
            )
        # Extra money that mends everything is at least what is broken, and at most what the donor had.
        assert one.broken <= one.reserve.discounted + slack
        assert one.reserve.discounted <= one.reserve_for_needs.discounted + slack
        assert one.reserve_for_needs.discounted <= spending_value(found, case, one) + slack
        if one.notice == 0:
            assert one.broken == 0.0
        else:
            assert one.broken > 0.0
        assert one.plan.table("grants").query("donor == @one.donor and year >= @year")["amount"].sum() == 0.0


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_no_plan_without_notice_is_better_than_one_that_knew(seed: int) -> None:
    case = random_case(seed)
    assume(case.records("donors"))
    found = withdrawals(case, year=2023)
    parameters = project(case, {})
    for one in found.each:
        if one.year is None:
            continue
        gone = left(parameters, one.donor, 2023)
        knew = Session(gone).solve(gone, Depth.NEEDS).levels[0].value  # type: ignore[union-attr]
        objective = one.plan.table("objective")
        assert knew <= float(objective["value"].iloc[0]) + ALIKE * natural_sizes(parameters)["obligations"]
