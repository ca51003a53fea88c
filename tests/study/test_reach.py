"""How early a target can be reached: every year tried from nothing says the same, and a year earlier takes what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from random_cases import random_case
from test_why_not import CASES, RANDOM, SHIPPED, from_nothing, study_of, values

import rightfin
from rightfin.case import CaseError
from rightfin.report.studies.all import findings
from rightfin.solve.levels import Depth
from rightfin.study.why.earliest import PROMISED, Reaching, reached
from rightfin.study.why.movable_inputs import may_words
from rightfin.study.why.wished import first_worse
from rightfin.study.why.wishes import Wish, WishSense, wish_of


def targets(name: str) -> list[Wish]:
    """Return targets near what the plan has: some within reach, some beyond it."""
    study = study_of(name)
    case = study.models.question.prepared
    found = []
    for text, factor in (("coverage", 1.03), ("strength", 0.97), ("strength.police", 1.2)):
        sense = ">=" if factor > 1.0 else "<="
        wish = wish_of(f"{text} {sense} 0", case)
        number = sorted(values(study, wish))[len(wish.years) // 2] * factor
        found.append(replace(wish, number=min(number, 1.0) if text == "coverage" else number))
    return found


def reach(name: str, target: Wish) -> Reaching:
    study = study_of(name)
    return reached(study.models, (target,), may_words((), study.models.question.prepared))


def from_year_on(name: str, target: Wish) -> list[int]:
    """Return the years from which a target can hold with what is promised kept, each solved from nothing."""
    models = study_of(name).models
    found = []
    for year in models.years:
        wish = target.at(t for t in models.years if t >= year)
        again = from_nothing(models.parameters, [wish], Depth.NEEDS, models.sizes)
        if again is not None and first_worse(models, again, PROMISED) is None:
            found.append(int(year))
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_year_is_the_first_from_which_a_solve_from_nothing_has_the_target(name: str) -> None:
    for target in targets(name)[: 1 if name in SHIPPED else 3]:
        found, years = reach(name, target), from_year_on(name, target)
        assert found.year == min(years, default=None), str(target)
        shown = list(map(int, study_of(name).models.years))
        assert years == shown[len(shown) - len(years):], "what will do from a year on will do from later ones on"
        assert found.before == (shown[-1] if found.year is None else
                                None if found.year == shown[0] else shown[shown.index(found.year) - 1])
        if found.in_plan is not None:
            assert found.year is not None
            assert found.year <= found.in_plan


@pytest.mark.parametrize("name", RANDOM)
def test_what_a_year_earlier_takes_is_enough_when_solved_from_nothing(name: str) -> None:
    study = study_of(name)
    for target in targets(name):
        found = reach(name, target)
        if found.before is None:
            continue
        earlier = target.at(year for year in study.models.years if year >= found.before)
        may = may_words((), study.models.question.prepared)
        for change in found.changes:
            if change.confirmed and change.amounts is not None:
                changed = study.changes(may).changed(change.amounts)
                again = from_nothing(changed, [earlier], Depth.NEEDS, study.models.sizes)
                assert again is not None
                assert first_worse(study.models, again, PROMISED) is None


@pytest.mark.parametrize("name", RANDOM)
def test_what_stands_against_the_year_before_is_tried(name: str) -> None:
    for target in targets(name):
        found = reach(name, target)
        if found.before is None:
            continue
        assert found.against is not None
        sign = 1.0 if target.sense is WishSense.AT_LEAST else -1.0
        missing = sum(max(0.0, sign * (target.number - value)) for value in found.against.reached.values())
        assert missing > 0.0
        for one in found.against.limits:
            left = sum(max(0.0, sign * (target.number - value)) for value in one.reaches.values())
            assert left <= missing * (1.0 + 1e-6)
            assert one.opens is (left <= 1e-6 * max(1.0, abs(target.number)))


def test_a_target_that_the_plan_has_from_the_first_year_on_needs_no_search() -> None:
    found = rightfin.reach(SHIPPED["demo"], "strength.police >= 100")
    assert (found.year, found.in_plan, found.before, found.tried) == (found.plan.years[0], found.plan.years[0], None, 0)
    told = findings(found)
    assert told.answered
    assert told.sentences[1].text == f"From {found.year} on, as in the plan without the target."


def test_a_target_out_of_reach_is_said_to_be() -> None:
    found = rightfin.reach(SHIPPED["demo"], "strength.police >= 10m")
    assert (found.year, found.in_plan, found.before) == (None, None, found.plan.years[-1])
    told = findings(found)
    assert not told.answered
    assert "In no year" in told.sentences[1].text


def test_a_target_names_no_years() -> None:
    with pytest.raises(CaseError, match="names years"):
        rightfin.reach(SHIPPED["demo"], ["coverage >= 90%", "police >= 10 in 2030"])


def test_a_number_that_cannot_be_used_is_told_with_what_the_plan_has() -> None:
    """Per cent of people is refused with the number that the table of the plan has."""
    case = random_case(3)
    plan = rightfin.plan(case)
    strength = {str(cadre): 0.0 for cadre in plan.names.cadres}
    year = plan.years[1]
    for row in plan.tables["strength"].where("year", (year,)).records():
        strength[str(row["cadre"])] += float(row["strength"])
    cadre = max(strength, key=lambda one: strength[one])
    with pytest.raises(CaseError) as raised:
        rightfin.why_not(case, [f"strength.cadre:{cadre} <= 88% in {year}", "nothing >= 1"])
    refused = raised.value.issues
    told = next(issue.message for issue in refused if "not in per cent" in issue.message)
    assert f"The plan has {strength[cadre]:,.0f} in {year}. 88% of it is {0.88 * strength[cadre]:,.0f} in {year}." in told
    assert any("nothing" in issue.message for issue in refused)


def test_a_target_is_called_a_target() -> None:
    for text in ("strength > 9", "strength >= 1 >= 2", "9000", "strength >= 9e99", "strength >= 50%"):
        with pytest.raises(CaseError) as raised:
            rightfin.reach(random_case(3), text)
        words = " ".join(str(issue) for issue in raised.value.issues)
        assert "target" in words
        assert "wish" not in words
        assert " in 20" not in words.partition("Write ")[2]
