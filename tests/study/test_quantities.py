"""Quantities are the numbers of the tables: each is the sum of decisions that its name says, in every year."""

from __future__ import annotations

import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from random_cases import random_case

from rightfin.case import Case, CaseError
from rightfin.question import Question
from rightfin.report import facts
from rightfin.result.plan import Plan
from rightfin.solve.levels import Depth, Solution
from rightfin.solve.session import Session
from rightfin.study.why.quantities import LinearSum, quantity_named, reported

CASES = {"demo": shipped_case(DEMO), "afghanistan": shipped_case(AFGHANISTAN),
         **{f"random {seed}": random_case(seed) for seed in range(12)}}


def solved(case: Case) -> tuple[Question, Session, Solution, Plan]:
    question = Question.of(case)
    session = Session(question.parameters)
    found = session.solve(question.parameters, Depth.PLAN)
    assert isinstance(found, Solution)
    return question, session, found, question.plan_of(session.inputs, session.program, found)


@pytest.mark.parametrize("name", CASES)
def test_every_reported_quantity_is_what_the_tables_say(name: str) -> None:
    question, session, found, plan = solved(CASES[name])
    place = {label: n for n, label in enumerate(session.program.columns)}

    def value(total: LinearSum) -> float:
        return total.constant + sum(by * float(found.columns[place[label]]) for label, by in total.terms.items())

    tables = plan.tables
    people: dict[tuple[str, int], float] = {}
    for (cadre, when), number in tables["strength"].sums(("cadre", "year"), "strength").items():
        key = plan.names.cadre_institution[str(cadre)], int(str(when))
        people[key] = people.get(key, 0.0) + number
    donors = tables["grants"].sums(("donor", "year"), "amount")
    needed, unmet = (tables["needs"].sums(("need", "year"), column) for column in ("needed", "unmet"))
    needs = {key: 1.0 - unmet[key] / amount for key, amount in needed.items() if amount > 0.0}
    rows = {row.year: row for row in facts.yearly(plan)}
    size = max(row.cost for row in rows.values())
    quantities = {one.name: one for one in reported(question.prepared)}
    assert len(quantities) == len(reported(question.prepared)), "names are unlike"
    for year in plan.years:
        row = rows[year]
        asked = {"strength": row.strength, "cost": row.cost, "own": row.own, "donors": row.donors, "unpaid": row.unfunded}
        asked |= {"coverage": 1.0 if row.coverage is None else row.coverage}
        asked |= {f"strength.{one}": people.get((one, int(year)), 0.0) for one in plan.names.institutions}
        asked |= {f"coverage.{need}": needs[need, year] for need in plan.names.needs if (need, year) in needs}
        asked |= {f"donors.{donor}": amount for (donor, when), amount in donors.items() if when == year}
        for quantity, number in asked.items():
            # What is unpaid below 0.00005 % of the cost stands among own money in tables.
            within = 1e-6 * size if quantities[quantity].unit == "currency" else 1e-9 * max(1.0, abs(number))
            assert value(quantities[quantity].sum_in(session.inputs, int(year))) == pytest.approx(
                number, abs=within), (quantity, year)


@pytest.mark.parametrize(("text", "name"), [
    ("police", "strength.police"), ("National Police", "strength.police"), ("lake_state", "donors.lake_state"),
    ("strength.women", "strength.women"), ("coverage.human", "coverage.human"), ("violent_crime", "coverage.violent_crime"),
    ("judge", "strength.judges"), ("judges", "strength.judges"), (" cost . police ", "cost.police"),
])
def test_a_name_may_be_an_id_or_what_people_say(text: str, name: str) -> None:
    try:
        assert quantity_named(text, CASES["demo"]).name == name
    except CaseError:
        assert text == "judge", "only a plural is cut short"


@pytest.mark.parametrize(("text", "remedy"), [
    ("polise", "police"), ("coverage.violent_crimes_", "violent_crime"), ("strength.stret", "street"),
    ("donors.lake", "lake_state"), ("own.nobody", "government"), ("strength.category:pay", ""), ("", "strength"),
])
def test_what_cannot_be_named_is_said_with_what_can(text: str, remedy: str) -> None:
    with pytest.raises(CaseError) as refused:
        quantity_named(text, CASES["demo"])
    assert remedy in refused.value.issues[0].remedy
