"""What each limit holds back: who is in training already holds back only until the first recruits of the plan arrive."""

from __future__ import annotations

import pytest
from pipeline import macro, tiny_case
from solve.test_several_payers import police_of

import rightfin
from rightfin.case import Case


def academy(lead: int) -> Case:
    """Return a case of an army that is too small, has money, and trains few: what it lacks in 2021 it lacks for long."""
    return tiny_case(
        soldier={"training_lead": lead}, macro=macro(60.0),
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 1500.0,
                       "pipeline": 1500.0 * lead}],
    )


@pytest.mark.parametrize("lead", [1, 2, 3])
def test_people_in_training_already_hold_back_until_recruits_of_the_plan_arrive(lead: int) -> None:
    found = rightfin.briefing(academy(lead))
    by = {(one.family, one.name): one for one in found.eased}
    assert set(by["pipeline", "army"].gains["war"]) == set(range(2021, 2021 + lead))
    page = rightfin.page(found).section("not_done")
    assert page is not None
    text = next(line.text for line in page.lines if line.label == "War")
    assert text.endswith(f"{2021 + lead}-2026 training places of Army.")
    assert text.count("who is in training already at Army") == 1


def test_where_nobody_is_trained_before_joining_no_one_is_in_training_already() -> None:
    gains = {one.family: one.gains for one in rightfin.briefing(academy(0)).eased}
    assert not gains.get("pipeline")
    assert set(gains["training"]["war"]) == set(range(2021, 2027))


def test_where_several_pay_the_ceiling_of_each_is_tried_and_the_one_that_holds_back_is_named() -> None:
    """The region can pay 2,000 of 3,000 constables; the government has money over that may not pay them."""
    found = rightfin.briefing(police_of("juba"))
    by = {(one.family, one.name): one.gains for one in found.eased}
    assert set(by["ceiling", "juba"]) == {"crime"}
    assert by["ceiling", "juba"]["crime"][2024] == pytest.approx(0.2 / 3.0, abs=1e-3)
    assert not by["ceiling", ""]
    page = rightfin.page(found).section("not_done")
    assert page is not None
    text = next(line.text for line in page.lines if line.label == "Crime")
    assert "no single limit" not in text
    assert text.endswith("2026 the ceiling of Juba.")
