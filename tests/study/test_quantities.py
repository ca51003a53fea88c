"""Quantities are the numbers of the tables: each is the sum of decisions that its name says, in every year."""

from __future__ import annotations

import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from pipeline import tiny_case
from random_cases import random_case

from rightfin.case import Case, CaseError
from rightfin.question import Question
from rightfin.report import facts
from rightfin.result.plan import Plan
from rightfin.solve.levels import Depth, Solution
from rightfin.solve.session import Session
from rightfin.study.why.quantities import LinearSum, names_between_commas, offered, quantity_named, quantity_of, reported

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
    for one in offered(question.prepared):
        again = quantity_named(one.name, question.prepared)
        assert (again.name, again.measure) == (one.name, one.measure), "a full name names the same"
        assert again.sum_in(session.inputs, int(plan.years[0])) == one.sum_in(session.inputs, int(plan.years[0]))
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


def alike_case(**changed: str) -> Case:
    """Return a case whose office ``prosecutors`` has prosecutors and clerks; ``changed`` are names of ids."""
    names = {"prosecutors": "Prosecution", "prosecutor": "Prosecutors", "clerk": "Clerks", **changed}
    cadres = [{"cadre": cadre, "institution": "prosecutors", "name": names.get(cadre, cadre), "opening_strength": number,
               "pay": 1500.0, "support": 500.0, "attrition": 0.1}
              for cadre, number in ((names.get("id", "prosecutor"), 500.0), ("clerk", 3000.0))]
    return Question.of(tiny_case(
        institutions=[{"institution": "prosecutors", "name": names["prosecutors"], "sector": "justice"}],
        cadres=cadres, effects=[{"cadre": "clerk", "need": "war", "effect": 1.0}])).prepared


def people_of(text: str, case: Case, kind: str = "") -> set[str]:
    inputs = Session(Question.of(case).parameters).inputs
    named = quantity_of(kind, text, case) if kind else quantity_named(text, case)
    return {str(index[0]) for _, index in named.sum_in(inputs, 2022).terms}


BOTH = {"prosecutor", "clerk"}


def test_the_id_of_an_institution_is_not_taken_for_the_plural_of_a_cadre() -> None:
    case = alike_case()
    assert people_of("prosecutors", case) == people_of("strength.prosecutors", case) == BOTH
    assert people_of("Prosecution", case) == people_of("prosecutors", case, "institution") == BOTH
    assert people_of("prosecutor", case) == people_of("prosecutors", case, "cadre") == {"prosecutor"}
    (told,) = (one for one in reported(case) if one.name == "strength.prosecutors")
    inputs = Session(Question.of(case).parameters).inputs
    assert {str(index[0]) for _, index in told.sum_in(inputs, 2022).terms} == BOTH


def test_an_institution_and_a_cadre_with_one_id_have_two_names() -> None:
    case = alike_case(id="prosecutors")
    assert people_of("prosecutors", case) == people_of("strength.institution:prosecutors", case) == {"prosecutors", "clerk"}
    assert people_of("strength.cadre:prosecutors", case) == people_of("prosecutors", case, "cadre") == {"prosecutors"}
    names = [one.name for one in offered(case)]
    assert {"strength.prosecutors", "strength.cadre:prosecutors", "strength.clerk"} <= {*names}
    assert len(names) == len({*names})
    for name in names:
        assert quantity_named(name, case).name == name


def test_a_cadre_called_women_is_not_the_group_of_women() -> None:
    case = alike_case(clerk="Women")
    with pytest.raises(CaseError, match="No cadre of the case belongs to it"):
        quantity_named("strength.women", case)
    assert people_of("strength.Women", case) == {"clerk"}


@pytest.mark.parametrize(("changed", "text", "ways"), [
    ({"prosecutors": "Justice", "prosecutor": "Justice"}, "strength.Justice",
     ("strength.institution:prosecutors", "strength.cadre:prosecutor")),
    ({"prosecutor": "Staff", "clerk": "Staff"}, "staff", ("strength.cadre:prosecutor", "strength.cadre:clerk")),
    ({"clerk": "War", "prosecutor": "P"}, "WAR", ()),
])
def test_what_calls_two_things_equally_well_is_refused(changed: dict[str, str], text: str, ways: tuple[str, ...]) -> None:
    case = alike_case(**changed)
    if not ways:  # an id comes before a name
        assert quantity_named(text, case).name == "coverage.war"
        return
    with pytest.raises(CaseError, match="may be") as refused:
        quantity_named(text, case)
    for way in ways:
        assert way in refused.value.issues[0].remedy
        assert quantity_named(way, case)


def test_a_need_and_an_institution_of_one_name_are_told_apart_by_what_is_asked() -> None:
    case = alike_case(prosecutors="War")
    assert quantity_named("war", case).name == "coverage.war"
    named = Question.of(tiny_case(institutions=[{"institution": "army", "name": "Fight", "sector": "defence"}],
                                  needs=[{"need": "war", "name": "Fight", "weight": 1.0}])).prepared
    with pytest.raises(CaseError, match="may be the institution army or the need war") as refused:
        quantity_named("fight", named)
    assert refused.value.issues[0].remedy == "Write strength.army or coverage.war."


def test_names_with_commas_stand_between_commas() -> None:
    case = alike_case(prosecutors="Courts, law, order", clerk="A, B")
    assert names_between_commas("Courts, law, order, strength.A, B,cost", case) == (
        "Courts, law, order", "strength.A, B", "cost")
    assert names_between_commas("cost, nothing", case) == ("cost", "nothing")
