"""The study of the force that can be kept: by hand, laws, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import MILLION, Row, donor, macro, solved, tiny_case
from solve.test_sustained import LARGE, asking

import rightfin
from rightfin.case import Case, CaseError
from rightfin.case.sustained import sustained_from
from rightfin.result.paid import can_be_kept
from rightfin.study.sustain.course import Course
from rightfin.study.sustain.points import POINTS, WITHIN, Coverage
from rightfin.study.sustain.study import Sustained, sustained

YEARS = tuple(range(2021, 2027))
TEN: dict[str, list[Row]] = donor(dict.fromkeys(range(2021, 2025), 10.0), exit_year=2024)
"""A donor that gives 10 million a year and leaves after 2024."""


def helped(soldier: Row | None = None, **asked: object) -> Case:
    """Return 14,000 soldiers at 2,000 a year, an own ceiling of 20 million and the donor."""
    return tiny_case(settings=asked, soldier={**LARGE, **(soldier or {})}, **TEN)


@pytest.fixture(scope="module")
def found() -> Sustained:
    """14,000 soldiers at 2,000, of whom a tenth leaves a year; 20 million keep 10,000; a donor gives 10 until 2024."""
    return sustained(helped())


@pytest.fixture
def no_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """What points of coverage take is half of the solves, and not asked about where it is not looked at."""
    monkeypatch.setattr("rightfin.study.sustain.study.POINTS", 0)


def test_the_force_that_can_be_kept_and_the_path_to_it_by_hand(found: Sustained) -> None:
    assert (found.asked_from, found.stated, found.at_exit, found.answered) == (2025, False, True, True)
    assert found.kept.strength == pytest.approx([13_200, 12_400, 11_600, 10_800, 10_000, 10_000], rel=3e-5)
    assert found.kept.coverage[-1] == pytest.approx(0.5, rel=1e-4)
    assert found.kept.kept == pytest.approx([10_000] * 6, rel=1e-4)
    assert found.kept.overhang == pytest.approx([6.4e6, 4.8e6, 3.2e6, 1.6e6, 0.0, 0.0], abs=1000.0)


def test_todays_force_costs_what_all_of_it_costs_at_the_prices_of_the_first_year(found: Sustained) -> None:
    assert (found.today.total, found.today.year) == (14_000.0, 2021)
    assert found.today.cost == pytest.approx(28e6)
    assert found.today.ceiling == pytest.approx(20e6)


def test_what_is_compared_is_the_plan_that_asks_for_nothing(found: Sustained) -> None:
    """15,000 can be paid in the first year; then no more than attrition leads to the 10,000 whom the state can pay."""
    plain = solved(helped())
    assert found.without.asked_from is None
    assert found.without.strength == pytest.approx(list(plain.by_year("strength", "strength").values()), rel=1e-4)
    paid = [15_000.0, *(10_000 / 0.9**years for years in (3, 2, 1))]
    assert found.without.strength[:4] == pytest.approx(paid, rel=1e-4)
    assert found.without.unmet == pytest.approx(plain.levels["needs"], rel=1e-5)
    assert found.donors(found.without) == pytest.approx(sum(2000.0 * one - 20e6 for one in paid), rel=1e-4)
    assert found.without.overhang[0] == pytest.approx(10e6, rel=1e-4)


def test_the_frontier_has_every_year_and_none(found: Sustained) -> None:
    assert [one.asked_from for one in found.frontier] == [*YEARS, None]
    by_year = {one.asked_from: one for one in found.frontier}
    assert by_year[found.asked_from] is found.kept
    assert by_year[None] is found.without
    over = {2021: 2600.0, 2022: 1340.0, 2023: 206.0}  # 12,600 are left after a year, and a tenth goes each year
    least = sum(2000.0 * persons * 1.05 ** -(year - 2020) for year, persons in over.items())
    assert by_year[2021].excess == pytest.approx(least, rel=1e-4)
    assert by_year[2021].beyond == 0.0
    assert [by_year[year].excess for year in (2025, 2026)] == [0.0, 0.0]
    assert by_year[2026].strength[0] >= by_year[2024].strength[0] * (1.0 - 1e-6)


def test_a_point_of_coverage_is_200_people_at_2000_each(found: Sustained) -> None:
    assert [point.points for point in found.points] == list(range(1, POINTS + 1))
    assert found.money_from == 2025
    for point in found.points:
        assert point.enough is not None
        exact = 0.4 * MILLION * point.points
        assert point.too_little <= exact * (1.0 + 1e-4)
        assert exact * (1.0 - 1e-4) <= point.enough <= point.too_little / (1.0 - WITHIN) + 1.0
        assert point.course.coverage[-1] >= point.share > 0.5
        assert point.course.strength[-1] == pytest.approx(10_000 + point.enough / 2000.0, rel=1e-4)


def test_a_plan_with_that_much_more_own_money_confirms_what_a_point_takes(found: Sustained) -> None:
    """Prices and revenue, 100 million, stand still: so many points of the share of revenue are as much money every year."""
    point = found.points[1]
    assert point.enough is not None

    def coverage(amount: float) -> float:
        share = {2021: 20.0, 2025: 20.0 + amount / MILLION}
        case = helped(sustained_from="2025").replace({"macro": macro(share)})  # type: ignore[dict-item]
        return solved(case).indicator("coverage")[2026]

    assert coverage(point.too_little) < point.share <= coverage(point.enough)


@pytest.mark.usefixtures("no_points")
def test_what_the_state_alone_keeps_is_told_apart_where_a_donor_never_leaves() -> None:
    """4 million that never end keep 2,000 more than the 10,000 of the state."""
    case = tiny_case(settings={"sustained_from": "2024"}, soldier=LARGE, **donor(4.0))
    found = sustained(case)
    assert (found.stated, found.asked_from) == (True, 2024)
    assert found.kept.strength[-1] == pytest.approx(12_000, rel=1e-4)
    assert found.kept.lasting[-1] == pytest.approx(4e6, rel=1e-4)
    assert found.alone is not None
    assert found.alone.strength[-1] == pytest.approx(10_000, rel=1e-4)
    assert sustained(helped()).alone is None


@pytest.mark.usefixtures("no_points")
def test_without_donors_who_leave_the_last_year_shown_is_asked_about() -> None:
    found = sustained(tiny_case(soldier=LARGE))
    assert (found.asked_from, found.stated, found.at_exit) == (2026, False, False)
    assert found.alone is None


def test_what_can_never_be_kept_is_answered_no() -> None:
    """Nobody leaves, nobody may go, 14,000 cost 28 million of 20."""
    found = sustained(helped({"attrition": 0.0}))
    assert not found.answered
    assert found.kept.beyond == pytest.approx(8e6, rel=1e-3)
    point = found.points[0]
    assert point.course.beyond == 0.0
    assert point.too_little < 8e6 <= point.enough * (1.0 + 1e-6)  # type: ignore[operator]


def test_more_than_was_tried_is_not_promised() -> None:
    """All 20,000 are covered by no more than what they cost; where people may not be hired no money covers more."""
    covered = sustained(tiny_case(soldier={"opening_strength": 20_000.0}, macro=macro(40.0), **TEN))
    assert covered.points == ()
    stuck = sustained(helped({"entry": False, "attrition": 0.2}))
    (point,) = stuck.points
    assert point.enough is None
    assert point.course.coverage[-1] == pytest.approx(stuck.kept.coverage[-1], rel=1e-4)
    assert point.too_little == pytest.approx(20e6)


@pytest.mark.usefixtures("no_points")
@pytest.mark.parametrize("leaves", [2026, 2030])
@pytest.mark.parametrize("glide", ["straight", "none"])
def test_where_donors_stay_to_the_end_the_last_year_shown_is_asked_about(leaves: int, glide: str) -> None:
    """10 million a year to the end or beyond: in 2026 no more stand than the 10,000 whom the state keeps."""
    found = sustained(tiny_case(settings={"glide": glide}, soldier=LARGE, **donor(10.0, exit_year=leaves)))
    assert (found.asked_from, found.at_exit, found.stated, found.money_from) == (2026, False, False, 2026)
    assert [one.asked_from for one in found.frontier] == [*YEARS, None]
    assert found.kept.strength[-1] == pytest.approx(10_000, rel=1e-4)
    assert found.answered


@pytest.mark.usefixtures("no_points")
@pytest.mark.parametrize(("glide", "stand"), [("straight", 10_000 + 4_000 / 7), ("none", 10_000 / 0.9)])
def test_more_than_can_be_kept_in_the_last_year_shown_is_answered_no_where_a_later_year_is_asked_about(
    glide: str, stand: float
) -> None:
    """From 2027 on 10,000 can be kept; before, more stand on the way, and that in 2026, the last year shown."""
    case = tiny_case(settings={"sustained_from": "2027", "glide": glide}, soldier=LARGE, **donor(10.0, exit_year=2026))
    found = sustained(case)
    assert (found.asked_from, found.stated) == (2027, True)
    assert found.kept.strength[-1] == pytest.approx(stand, rel=1e-4)
    assert found.kept.beyond == pytest.approx(2000.0 * (stand - 10_000), rel=1e-3)
    assert not found.answered


@pytest.mark.usefixtures("no_points")
def test_the_study_calls_a_force_kept_where_the_plan_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts as none is one number: 8 million a year that cannot be avoided are none for both, or for neither."""
    case = helped({"attrition": 0.0}, sustained_from="2025")
    assert (sustained(case).answered, can_be_kept(rightfin.plan(case))) == (False, False)
    monkeypatch.setattr("rightfin.result.paid.PAID", 1.0)
    assert (sustained(case).answered, can_be_kept(rightfin.plan(case))) == (True, True)


def test_tenths_of_a_point_are_asked_for_where_a_whole_one_is_out_of_reach() -> None:
    """No more than 10,130 may serve: 50.65% are covered at most, and 0.6 points are 120 people at 2,000 each."""
    capped = {**LARGE, "max_strength": 10_130.0}
    found = sustained(tiny_case(soldier=capped, **TEN))
    part, whole = found.points
    assert (part.points, whole.points) == (pytest.approx(0.6), 1.0)
    assert part.enough is not None
    assert part.too_little <= 0.24 * MILLION * (1.0 + 1e-4)
    assert part.enough >= 0.24 * MILLION * (1.0 - 1e-4)
    assert whole.enough is None
    assert whole.course.coverage[-1] == pytest.approx(0.5065, rel=1e-4)


def test_no_tenth_that_can_be_reached_is_lost_to_rounding() -> None:
    """56.5% are 1.5 points more than 55%, though 0.565 - 0.55 is a little less in a computer."""
    def course(amount: float) -> Course:
        covered = 0.565 if amount >= 1.0 else 0.55
        return Course(None, (2026,), {}, (0.0,), (covered,), (0.0,), 0.0, 0.0, 0.0, (), ())

    part, whole = Coverage(course(0.0), course, 2.0).up_to(2)
    assert part.points == pytest.approx(1.5)
    assert part.enough is not None
    assert whole.enough is None


def test_where_more_money_covers_less_in_the_last_year_the_best_amount_is_told_and_not_the_most() -> None:
    """The plan covers needs of all years together: with the most money the last year has less than without any."""
    def course(amount: float) -> Course:
        covered = 0.548 if amount >= 2.0 else 0.553 if amount >= 0.03 else 0.55
        return Course(None, (2026,), {}, (0.0,), (covered,), (0.0,), 0.0, 0.0, 0.0, (), ())

    part, whole = Coverage(course(0.0), course, 2.0).up_to(1)
    assert (part.points, whole.points) == (pytest.approx(0.3), 1.0)
    assert part.enough is not None
    assert whole.enough is None
    assert whole.course.coverage == (0.553,)
    assert whole.most is not None
    assert whole.most.coverage == (0.548,)


@pytest.mark.usefixtures("no_points")
@pytest.mark.parametrize("left", [2018, 2020])
def test_donors_who_have_all_left_before_the_plan_leave_its_first_year(left: int) -> None:
    case = tiny_case(settings={"sustained_from": "exit"}, soldier=LARGE, **donor(10.0, exit_year=left))
    assert sustained_from(case) == 2021
    found = sustained(case)
    assert (found.asked_from, found.stated) == (2021, True)
    assert [one.asked_from for one in found.frontier] == [*YEARS, None]


def test_where_the_ceiling_is_nothing_what_todays_force_costs_is_tried() -> None:
    """A point is 200 of 20,000 at 2,000 each and more, as people leave fast; also where only half may go on pay."""
    half = [{"ceiling": "pay", "scope": "category:pay", "basis": "share", "2021": 0.5}]
    case = tiny_case(soldier={**LARGE, "attrition": 0.9}, macro=macro({2021: 20.0, 2022: 0.0}))
    for parts in ({}, {"ceilings": half}):
        found = sustained(case.replace(parts), settings={"sustained_from": "2026", "glide": "none"})
        assert found.kept.coverage[-1] == pytest.approx(0.0, abs=1e-4)
        point = found.points[0]
        assert point.enough is not None
        assert 0.4 * MILLION * (1.0 - 1e-3) <= point.enough <= 0.8 * MILLION


def test_pensions_that_never_end_are_refused() -> None:
    soldier = {"pension": 100.0, "retiring_share": 0.5, "pension_exit": 0.0}
    with pytest.raises(CaseError) as refused:
        sustained(tiny_case(soldier=soldier))
    assert [issue.code for issue in refused.value.issues] == ["sustained_pensions"]


@settings(max_examples=2)
@given(st.integers(0, 10**6))
def test_without_a_glide_a_later_year_never_asks_for_more(seed: int) -> None:
    """A later year asks of fewer years: less excess, or as much and no more unmet need."""
    with pytest.MonkeyPatch.context() as patch:  # which takes half the time
        patch.setattr("rightfin.study.sustain.study.POINTS", 0)
        found = sustained(asking(seed, "none"))
    size = max(one.unmet for one in found.frontier) + 1.0
    for earlier, later in zip(found.frontier, found.frontier[1:], strict=False):
        assert later.excess <= earlier.excess * (1.0 + 1e-4) + 1.0
        if later.excess >= earlier.excess * (1.0 - 1e-4):
            assert later.unmet <= earlier.unmet + 1e-4 * size


def test_a_study_is_the_same_every_time_and_lets_itself_be_stopped(found: Sustained) -> None:
    assert sustained(helped()) == found
    with pytest.raises(rightfin.SolveStoppedError):
        sustained(helped(), control=rightfin.Control.within(0.0))


@pytest.mark.usefixtures("no_points")
def test_settings_laid_over_the_case_are_the_ones_asked(found: Sustained) -> None:
    case: Case = helped()
    other = sustained(case, settings={"sustained_from": "2023", "glide": "none"})
    assert (other.asked_from, other.stated, other.glides) == (2023, True, False)
    assert other.kept.strength[2] < found.kept.strength[2]
