"""Causes of a shortage that are no rows of the model, each by hand: time, what may be paid for, and who serves where."""

from __future__ import annotations

import pytest
from pipeline import donor, macro, tiny_case

import rightfin
from rightfin.case import Case
from rightfin.question import Question
from rightfin.study.why.cells import cell_at
from rightfin.study.why.explain import Explanation
from rightfin.study.why.explain import explained as asked
from rightfin.study.why.live import LivePlan
from rightfin.study.why.short_causes import ShortCause

ARMY = {"institution": "army", "name": "Army", "sector": "defence"}


def explained(case: Case, at: str) -> Explanation:
    return rightfin.explain(case, at=at)


def alone(found: Explanation) -> dict[ShortCause, float]:
    assert found.causes is not None
    return {one.causes[0]: round(one.ends.least, 6) for one in found.causes.tried if len(one.causes) == 1}


def short(found: Explanation) -> str:
    return next(one.text for one in rightfin.findings(found).sentences if one.topic == "short")


def test_what_cannot_be_there_yet_is_held_by_the_time_that_training_takes() -> None:
    """By hand: of 10,000 people a tenth leaves each year, and who begins training in 2021 joins in 2023: money is there."""
    late = tiny_case(soldier={"training_lead": 2, "training_cost": 100.0}, macro=macro(90.0))
    found = explained(late, "need=war,year=2022")
    assert found.value == pytest.approx(8_100.0 / 20_000.0)
    assert found.causes is not None
    assert found.causes.least == (ShortCause.TIME,)
    assert alone(found)[ShortCause.TIME] == 1.0
    assert "What keeps it from being covered in full: the time that training takes." in short(found)
    at_once = explained(tiny_case(macro=macro(90.0)), "need=war,year=2022")
    assert at_once.value == pytest.approx(1.0)


def test_money_that_may_not_be_spent_there_is_told_apart_from_money() -> None:
    """By hand: 20 million keep 10,000; 20 million more of a donor would keep as many, if it might pay for an army.

    The state's own spending may not rise, so more of its own money alone does nothing.
    """
    tables = donor(20.0, oda_only=True)
    case = tiny_case(institutions=[{**ARMY, "oda_class": "not_eligible"}], macro=[
        *macro(20.0), {"series": "max_step_share", "2021": 0.0}, {"series": "own_spending", "2020": 20e6}], **tables)
    found = explained(case, "need=war,year=2023")
    assert found.value == pytest.approx(0.5)
    assert found.causes is not None
    assert found.causes.least == (ShortCause.ELIGIBILITY,)
    assert alone(found) | {ShortCause.ELIGIBILITY: 1.0} == {
        ShortCause.MONEY: 0.5, ShortCause.CEILINGS: 0.5, ShortCause.ELIGIBILITY: 1.0}
    assert "what each donor or payer may pay for" in short(found)


def test_a_place_that_nobody_serves_is_told_as_such() -> None:
    """By hand: the army may have all 40,000 that are needed, but serves one of two regions that need 20,000 each."""
    case = tiny_case(
        macro=macro(90.0),
        regions=[{"region": one, "name": one.title(), "population": 1e6} for one in ("hills", "coast")],
        demand=[{"need": "war", "region": name, "2021": 20_000.0} for name in ("hills", "coast")],
        serves=[{"institution": "army", "region": "coast"}])
    found = explained(case, "need=war,year=2023")
    assert found.value == pytest.approx(0.5)
    assert found.causes is not None
    assert found.causes.least == (ShortCause.REGIONS,)
    assert alone(found)[ShortCause.REGIONS] == 1.0
    assert "which regions each institution serves" in short(found)
    of_place = explained(case, "need=war,region=hills,year=2023")
    assert (of_place.value, of_place.causes and of_place.causes.least) == (pytest.approx(0.0), (ShortCause.REGIONS,))


def test_what_is_asked_of_a_plan_again_is_answered_alike() -> None:
    case = tiny_case(soldier={"training_lead": 2}, macro=macro(30.0))
    live = LivePlan(Question.of(case))
    cell = cell_at("need=war,year=2022", case)
    first, second = asked(live, cell), asked(live, cell)
    assert first.causes is not None
    assert second.causes is not None
    assert (first.causes.least, first.solves) == (second.causes.least, second.solves)


@pytest.mark.parametrize("at", [
    "region=national,year=2023", "need=war,region=national,year=2023", "line=army.pay,year=2023"])
def test_a_number_is_found_by_the_name_that_it_is_told_with(at: str) -> None:
    case = tiny_case()
    cell = cell_at(at, case)
    again = cell_at(f"{cell.quantity.name}@2023", case)
    assert (again.quantity, again.year) == (cell.quantity, cell.year)
