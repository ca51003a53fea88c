"""Checks of what is typed and used by nothing, and problems that would only repeat another one."""

from __future__ import annotations

import numpy as np
import pytest
from small_case import YEARS, Change, edited, setting, small_case

from rightfin.case import Issue
from rightfin.case.checks import check_case
from rightfin.fiscal.project import project
from rightfin.schema import YearStyle
from tests.written_years import restyled


def coded(code: str, *changes: Change) -> list[Issue]:
    return [issue for issue in check_case(small_case(*changes)) if issue.code == code]


@pytest.mark.parametrize(("changes", "told"), [
    ([edited("institutions", "courts", pipeline=30)], True),  # training_lead 0: recruits join as they are trained
    ([edited("institutions", "courts", pipeline=30), edited("cadres", "judge", training_lead=2)], False),
    ([edited("institutions", "courts", pipeline=30), edited("cadres", "judge", training_lead=2, entry=False)], True),
    ([edited("institutions", "police", pipeline=30)], False),
    ([edited("institutions", "courts", pipeline=0)], False),
])
def test_recruits_in_training_who_never_join_are_told(changes: list[Change], told: bool) -> None:
    found = coded("pipeline_unused", *changes)
    assert [(issue.table, issue.row, issue.column) for issue in found] == [("institutions", "courts", "pipeline")] * told


def test_training_places_of_who_never_hires_are_told() -> None:
    places = edited("institutions", "army", training_places=100)
    assert coded("places_unused", places) == []
    found, = coded("places_unused", places, edited("cadres", "soldier", entry=False))
    assert (found.row, found.column) == ("army", "training_places")


LATE = (setting("year_starts", 7), edited("donors", "usa", year_starts=10, exit_year=2028))
LAST = edited("pledges", "usa", y2025=0.0, y2029=0.0, y2030=0.0)


@pytest.mark.parametrize(("changes", "lost"), [
    ((*LATE, LAST), 1e7),  # 3 of 12 months of the last year's 40 million
    ((*LATE, LAST, edited("donors", "usa", exit_year=2029)), 0.0),
    (LATE, 0.0),  # pledged beyond the exit, which cuts it on purpose
    ((LAST, edited("donors", "usa", exit_year=2028)), 0.0),
    ((LAST, edited("donors", "usa", exit_year=2028, delay_years=1)), 4e7),
    ((*LATE, LAST, edited("donors", "usa", delay_years=1)), 5e7),
    ((*LATE, LAST, edited("donors", "usa", delay_years=1, arrival_share=0.5)), 2.5e7),
    ((*LATE, LAST, edited("donors", "usa", arrival_share=0.0)), 0.0),
])
def test_what_a_donor_pledges_and_loses_by_its_own_exit_is_told_and_is_what_a_plan_loses(
    changes: tuple[Change, ...], lost: float,
) -> None:
    found = coded("last_pledge", *changes)
    assert [f"{lost:,.0f} USD of what usa pledges" in issue.message for issue in found] == [True] * (lost > 0.0)
    # The projection agrees: what arrives after the exit, in dollars.
    donors = project(small_case(*changes), {}).donors
    place = donors.donors.index("usa")
    leaves, rate = donors.last_year["usa"], np.array([80.0, 90.0, 90.0, 90.0, 90.0])
    after = [year > (leaves or 9999) for year in YEARS]
    if changes != LATE:
        assert float((donors.disbursed[place][: len(after)] / rate)[after].sum()) == pytest.approx(lost)


@pytest.mark.parametrize(("changes", "code"), [
    ([edited("cadres", "constable", institution="polise")], "promotion_across"),
    ([edited("cadres", "constable", institution="polise")], "equipment_across"),
    ([edited("assets", "vehicle", institution="polise")], "equipment_across"),
])
def test_a_name_that_nobody_has_is_one_problem(changes: list[Change], code: str) -> None:
    assert len(coded("unknown_reference", *changes)) == 1
    assert coded(code, *changes) == []


def test_a_reserve_of_an_unknown_donor_and_a_step_of_an_unknown_cadre_are_one_problem_each() -> None:
    case = small_case(edited("cadres", "judge", pay=None))
    steps = [{"cadre": "judge", "grade": "j", "step": n, "amount": 10.0, "share": 0.5, "moves": 0.1 * (n == 1)}
             for n in (1, 2)]
    for tables in (
        {"earmarks": [{"earmark": "courts", "donor": "usb", "scope": "institution:courts", "bound": "min", "2026": 5e9}]},
        {"pay_grid": [steps[0], steps[1] | {"cadre": "jugde"}]},
    ):
        codes = {issue.code for issue in check_case(case.replace(tables))}
        assert "unknown_reference" in codes
        assert not codes & {"earmark_above_pledge", "grid_shares", "grid_top"}


def test_a_year_of_another_form_has_one_remedy_and_the_years_of_the_plan_are_those_shown() -> None:
    def told(text: str) -> Issue:
        case = restyled(small_case(), YearStyle.SPLIT)
        settings = [*case.records("settings"), {"key": "sustained_from", "value": text}]
        found, = (i for i in check_case(case.replace({"settings": settings})) if i.code.startswith("sustained"))
        return found

    assert told("2029").remedy == (
        "Type 2028/29 if the year that ends in 2029 is meant, 2029/30 if the one that begins in it.")
    late = told("2044/45")
    assert "the years of the plan, 2025/26 to 2029/30, or the 3 after it (tail_years)" in late.message
    assert late.remedy.startswith("Type a year from 2025/26 to 2032/33, exit")
