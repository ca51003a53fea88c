"""No absurd plan with programmes: what begins is paid to its end, by whoever is left, and begins in it or not at all."""

from __future__ import annotations

import pytest
from pipeline import MILLION, Row, donor, solved, tiny_case

from rightfin import CaseError, Question
from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.programmes.choices import broken
from rightfin.case.programmes.starts import with_starts
from rightfin.fiscal.project import project

REFORM: Row = {"programme": "reform", "name": "Reform", "institution": "army", "years": 4, "start": 2022}
COSTS: list[Row] = [
    {"programme": "reform", "category": "operations", "item": "panels", "year": 1, "to": 4, "amount": 2 * MILLION}]
EFFECT: list[Row] = [{"programme": "reform", "kind": "attrition", "on": "soldier", "gain": 0.5, "after": 1}]


def case_of(settings: Row | None = None, **tables: list[Row]) -> Case:
    return tiny_case(settings, **{"programmes": [REFORM], "programme_costs": COSTS, "programme_effects": EFFECT, **tables})


@pytest.mark.parametrize("settings", [
    {}, {"handover": "linear", "handover_start": 2022, "handover_end": 2023, "handover_from": 0.0},
], ids=["donor leaves", "handover"])
def test_a_programme_is_not_begun_for_a_year_that_a_donor_pays_and_cut_after_it(settings: Row) -> None:
    """Prevented by costs that are due in every year of a programme that has begun, whoever pays them."""
    plan = solved(Question(case_of(settings, **donor({2022: 20.0}, exit_year=2022))).prepared)
    cost, grants = (plan.by_year("lines", name, item="panels (reform)") for name in ("cost", "grants"))
    due = {2021: 0.0, **dict.fromkeys(range(2022, 2026), 2 * MILLION), 2026: 0.0}
    assert cost == pytest.approx(due)
    assert sum(grants[year] for year in range(2023, 2027)) == 0.0
    left = [plan.by_year("lines", name, item="panels (reform)") for name in ("own", "unfunded")]
    assert {year: sum(one[year] for one in left) for year in range(2023, 2026)} == pytest.approx(
        dict.fromkeys(range(2023, 2026), 2 * MILLION))


def test_a_programme_of_the_last_year_shown_pays_as_much_as_one_of_the_first() -> None:
    """Prevented by costs that are due in the tail: a late start is no way to have a reform for a quarter of its price."""
    case = case_of()
    for start in range(2021, 2027):
        parameters = project(with_starts(case, {"reform": start}), {})
        (line,) = (n for n, line in enumerate(parameters.lines) if line.item == "panels (reform)")
        assert parameters.running[line].sum() == pytest.approx(8 * MILLION), start


@pytest.mark.parametrize("start", [2020, 2027, 2031])
def test_no_programme_starts_in_the_tail_or_before_the_plan(start: int) -> None:
    case = with_starts(case_of(), {"reform": start})
    assert [issue.code for issue in broken(case, {"reform": start})] == ["programme_start"]
    with pytest.raises(CaseError, match="which is no year of the plan"):
        _ = Question(case).prepared


def test_not_all_programmes_begin_in_year_one_where_that_is_more_than_can_be_carried() -> None:
    programmes = [{**REFORM, "programme": f"reform_{n}", "start": 2021} for n in range(5)]
    army: Row = {"institution": "army", "name": "Army", "sector": "defence", "at_once": 2}
    case = tiny_case(institutions=[army], programmes=programmes)
    (issue,) = (one for one in check_case(case) if one.severity == "error")
    assert issue.code == "programme_at_once"
    assert "5 programmes of army run in 2021" in issue.message


def test_an_effect_does_not_outlive_its_assistance_because_the_plan_ends() -> None:
    """Prevented by a tail in which assistance ends as it would: what nobody learnt to do is gone there."""
    programme = {**REFORM, "start": 2024, "assistance_years": 4, "kept": 0.0}
    attrition = project(case_of(programmes=[programme]), {}).people.attrition[0]
    assert attrition.tolist() == pytest.approx([0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.1, 0.1, 0.1])
