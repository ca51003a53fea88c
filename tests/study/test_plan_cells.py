"""Cells of a plan: every form names the number of the tables, and what names nothing is refused with what to do."""

from __future__ import annotations

import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from random_cases import random_case

from rightfin.case import CaseError
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.study.why.cells import cell_at
from rightfin.study.why.live import LivePlan

DEMO_CASE = shipped_case(DEMO)
CASES = {"demo": DEMO_CASE, "afghanistan": shipped_case(AFGHANISTAN),
         **{str(seed): random_case(seed) for seed in range(12)}}


def planned(name: str) -> tuple[LivePlan, Plan]:
    question = Question.of(CASES[name])
    try:
        live = LivePlan(question)
    except CaseError:
        pytest.skip("the hard limits of this case contradict one another")
    return live, question.plan_of(live.inputs, live.program, live.solution)


@pytest.mark.parametrize("name", CASES)
def test_cells_are_the_numbers_of_the_tables(name: str) -> None:
    live, plan = planned(name)
    place = {label: n for n, label in enumerate(live.program.columns)}

    def value(at: str) -> float:
        cell = cell_at(at, live.question.prepared)
        asked = cell.quantity.sum_in(live.inputs, cell.year)
        return asked.constant + sum(by * float(live.solution.columns[place[one]]) for one, by in asked.terms.items())

    year = plan.years[len(plan.years) // 2]
    people = {str(key[0]): number for key, number in plan.tables["strength"].sums(("cadre", "year"), "strength").items()
              if key[1] == year}
    for cadre, number in people.items():
        assert value(f"cadre={cadre},year={year}") == pytest.approx(number, abs=1e-6)
    costs = plan.tables["lines"].sums(("institution", "category", "item", "year"), "cost")
    size = max(costs.values())
    for (institution, category, item, when), amount in costs.items():
        if when == year and institution and category:
            assert value(f"line={institution}.{category}.{item},year={year}") == pytest.approx(amount, abs=1e-9 * size)
    needed, unmet = (plan.tables["needs"].sums(("need", "region", "year"), column) for column in ("needed", "unmet"))
    for (need, region, when), amount in needed.items():
        if when == year and amount > 0.0:
            assert value(f"need={need},region={region},year={year}") == pytest.approx(
                1.0 - unmet[need, region, when] / amount, abs=1e-7), (need, region)


@pytest.mark.parametrize(("at", "remedy"), [
    ("cadre=constable_men,year=2029", "constables_men"), ("cadre=constables_men", "year=2029"),
    ("cadre=constables_men,year=2050", "2026 to 2037"), ("kadre=constables_men,year=2029", "cadre"),
    ("institution=police,cadre=constables_men,year=2029", "one of"), ("region=delt,year=2029", "delta"),
    ("line=police.pai,year=2029", "police.pay"), ("police", "--at"), ("", "2029"),
])
def test_what_names_no_number_is_refused_with_what_to_do(at: str, remedy: str) -> None:
    with pytest.raises(CaseError) as refused:
        cell_at(at, DEMO_CASE)
    assert remedy in refused.value.issues[0].remedy


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(CaseError) as refused:
        cell_at("kadre=constables_men,jahr=2029,x", DEMO_CASE)
    assert len(refused.value.issues) == 3


@pytest.mark.parametrize("name", ["Courts, prosecution", "Courts=prosecution", "Courts@prosecution, and others"])
def test_names_of_things_may_have_signs_that_part_a_cell(name: str) -> None:
    rows = [{**row, "name": name} if row["institution"] == "courts" else dict(row)
            for row in DEMO_CASE.records("institutions")]
    case = Question.of(DEMO_CASE.replace({"institutions": rows})).prepared
    for at in (f"institution={name},year=2029", f"year=2029, institution={name}", f"strength.{name}@2029"):
        cell = cell_at(at, case)
        assert (cell.quantity.name, cell.year) == ("strength.courts", 2029)
