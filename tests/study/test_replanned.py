"""Studies of cases with programmes: starts laid over are starts typed, and exits with starts that are decided for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pipeline import MILLION, Row, tiny_case
from random_cases import random_case
from study.test_exits import growing_ceiling
from study.test_programme_worth import reforms
from written_years import restyled

import rightfin
from rightfin import CaseError, Question
from rightfin.case import Case
from rightfin.case.issue import Issue
from rightfin.case.programmes.choices import calendars
from rightfin.case.programmes.starts import with_starts
from rightfin.definition import Definition, default_definition
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.report.studies.exit_anew import anew_sentence, anew_tables
from rightfin.report.studies.exits import findings as exit_findings
from rightfin.report.studies.starts_said import StartsSaid, with_starts_said
from rightfin.schema import YearStyle
from rightfin.solve.levels import Depth
from rightfin.study.batch import Batch, Variation
from rightfin.study.exits.criterion import ExitTest
from rightfin.study.exits.leaving import exit_cells
from rightfin.study.exits.study import earliest_exit, exit_study
from rightfin.study.starts.decided import decided_of, decided_programmes
from rightfin.study.starts.exits import MOST, exits_anew
from rightfin.study.starts.leaving import with_exit
from rightfin.study.whatif import WhatIf


def tax_reform(start: int | None = None, **columns: object) -> Case:
    """Return a force that costs 20 million a year, a ceiling that rises to it by 2024, and a reform of taxes.

    Ceilings are 8, 12, 16 and then 20 million. The reform costs half a million in its first year, and from that year on
    revenue is 130 million in place of 100, so that ceilings are 10.4, 15.6, 20.8 and 26 million. Nothing is covered better
    with it while a donor gives 15 million, and what is saved is total cost: it is worth what it costs only where the donor
    leaves.
    """
    reform: Row = {"programme": "taxes", "name": "Tax office", "institution": "army", "years": 1, "start": start, **columns}
    case = growing_ceiling().replace({  # type: ignore[arg-type]
        "programmes": [reform],
        "programme_costs": [{"programme": "taxes", "category": "operations", "item": "office", "year": 1,
                             "amount": 0.5 * MILLION}],
        "programme_effects": [{"programme": "taxes", "kind": "revenue", "on": "government", "gain": 0.03}],
    })
    return case.with_cells("settings", [(("arrears_tolerance",), "value", 0.0)]).replace({
        "settings": [*case.records("settings"), {"key": "secondary_objective", "value": "total_cost"}]})


def two_donors(start: int | None = None) -> Case:
    """Return the same with a second donor, for studies that need two."""
    case = tax_reform(start)
    donors, pledges = case.records("donors"), case.records("pledges")
    return case.replace({
        "donors": [*donors, {**donors[0], "donor": "neighbours", "name": "Neighbours"}],
        "pledges": [*pledges, {**pledges[0], "donor": "neighbours"}]})


STUDIES: dict[str, Callable[..., Any]] = {
    "exit": rightfin.exit_study, "calendars": rightfin.exit_calendars,
    "require": lambda case, **over: rightfin.require(case, year=2023, **over),
    "withdraw": lambda case, **over: rightfin.withdrawals(case, year=2023, **over),
    "coordinate": rightfin.coordination, "sustain": rightfin.sustained, "alternatives": rightfin.alternatives,
    "cost": lambda case, **over: rightfin.cadre_cost(case, cadre="soldier", **over),
    "audit": lambda case, **over: rightfin.audit(case, level=2, **over),
}


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_with_starts_is_that_of_the_case_that_types_them(name: str) -> None:
    ask, case = STUDIES[name], two_donors(2025)
    laid, typed = (rightfin.findings(found) for found in (ask(case, starts={"taxes": 2022}), ask(two_donors(2022))))
    assert laid.sentences == typed.sentences
    assert laid.tables == typed.tables
    as_it_stands = rightfin.findings(ask(case))
    assert (as_it_stands.tables == laid.tables) == (name in UNMOVED), name


UNMOVED = {"cost", "audit"}
"""Studies whose numbers are the same with taxes raised in 2022 and in 2025: what one more soldier costs, and the first two
levels of the plan, since all is paid and the force stands."""


def test_plans_models_and_what_if_take_starts() -> None:
    case, starts = two_donors(2025), {"taxes": 2022}
    typed = two_donors(2022)
    assert rightfin.plan(case, starts=starts).tables["fiscal"] == rightfin.plan(typed).tables["fiscal"]
    cells = exit_cells(["friends", "neighbours"], 2023)
    glance = WhatIf(typed).ask(cells)
    assert glance is not None
    assert WhatIf(case, starts=starts).ask(cells) == glance
    with Batch(case, starts=starts) as batch:
        (answer,) = batch.answer([Variation("out", cells)])
        assert answer.glance == glance
    assert earliest_exit(case, starts=starts).own_from == earliest_exit(typed).own_from == 2023
    assert earliest_exit(case).own_from == 2024


def test_unknown_programmes_are_named() -> None:
    with pytest.raises(CaseError, match="There is no programme taxis"):
        exit_study(tax_reform(), starts={"taxis": 2023})


@pytest.mark.parametrize("style", [YearStyle.PLAIN, YearStyle.SPLIT])
def test_an_exit_is_laid_over_whatever_scenarios_and_definitions_say(style: YearStyle) -> None:
    scenario = {"scenario": "exit", "order": 1, "table": "donors", "key": "friends", "column": "exit_year",
                "operation": "set", "value": "2025"}
    case = restyled(tax_reform().replace({"scenarios": [scenario]}), style)  # type: ignore[list-item]
    definition: Definition = replace(default_definition(), scenarios=("exit",))
    for question in (Question.of(case), Question.of(case, scenarios=("exit",)), Question.of(case, definition)):
        leaving = with_exit(question, ["friends"], style.written(2023))
        assert [row["exit_year"] for row in leaving.prepared.records("donors")] == [2022]
        assert leaving.programmes == question.programmes
        assert leaving.settings == question.settings


def test_starts_that_know_of_an_exit_are_others() -> None:
    """While the donor pays, the reform is not worth its cost; without it from 2023 on it must have begun by then."""
    question = Question.of(tax_reform())
    assert decided_of(question).starts == {"taxes": None}
    start = decided_of(with_exit(question, ["friends"], 2023)).starts["taxes"]
    assert start is not None
    assert start <= 2023


def anew(case: Case, test: ExitTest = ExitTest(), **over: Any) -> tuple[Any, Any]:  # noqa: B008
    decided = decided_programmes(case, reasons=False)
    question = replace(Question.of(case), starts=decided.starts)
    study = exit_study(case, starts=decided.starts, test=test)
    return study, exits_anew(question, study, **over)


def test_an_exit_that_a_reform_makes_possible_is_found() -> None:
    study, found = anew(tax_reform())
    assert study.earliest == 2024
    assert found.earliest == 2023
    assert found.halved
    by_year = {one.own_from: one for one in found.tried}
    assert by_year[2023].holds
    assert not by_year[2022].holds  # 15.6 million cannot pay 20, whatever the starts
    assert by_year[2022].impossible
    told = exit_findings(study, None, found)
    assert told.answered
    sentence = next(one.text for one in told.sentences if one.topic == "anew")
    assert sentence == anew_sentence(found).text
    assert sentence.startswith("2023 is the earliest first year without it instead of 2024, with Tax office 20")
    assert "2022 fails: USD 4.40 million is unpaid or unsupported, first in 2022; it is proven that" in sentence
    (table,) = anew_tables(found)
    assert table == told.table("starts_anew")
    rows = {row[0]: row[1:4] for row in table.rows}
    assert rows[2023] == ("no", "yes", None)
    assert rows[2022][:2] == ("no", "no")
    assert any("Starts were decided anew" in line for line in told.method)


def test_where_no_reform_helps_the_earliest_exit_stays() -> None:
    study, found = anew(tax_reform(earliest=2024))
    assert study.earliest == found.earliest == 2024
    assert anew_sentence(found).text.startswith("They let nobody leave earlier. 2023 fails: ")


def test_a_stricter_test_is_tried_year_by_year_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    study, found = anew(tax_reform(), ExitTest(coverage=0.9))
    assert study.earliest == 2024
    assert not found.halved
    assert [one.own_from for one in found.tried] == [2022, 2023]
    assert found.earliest == 2023
    assert MOST > 1
    monkeypatch.setattr("rightfin.study.starts.exits.MOST", 1)
    _, cut = anew(tax_reform(), ExitTest(coverage=0.9))
    assert [one.own_from for one in cut.tried] == [2023]
    assert cut.left == (2021, 2022)
    assert "Own financing from 2021 and 2022 was not tried" in anew_sentence(cut).text


def test_hard_limits_that_contradict_one_another_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise CaseError([Issue("contradictory", "Hard limits contradict one another.", "Mark one as soft.")])

    case, question = tax_reform(2025), Question.of(tax_reform(2025))
    study = exit_study(case)
    monkeypatch.setattr("rightfin.study.starts.exits.decided_of", refused)
    found = exits_anew(question, study)
    assert found.earliest == study.earliest == 2024
    assert all(one.impossible and not one.holds for one in found.tried)
    told = anew_sentence(found).text
    assert "2023 fails: there is no answer: its hard limits contradict one another; it is proven" in told


def test_a_search_that_finds_nothing_for_one_exit_loses_that_exit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise CaseError([Issue("not_searched", "No calendar was found that can be believed.", "Give it more seconds.")])

    case, question = tax_reform(2025), Question.of(tax_reform(2025))
    study = exit_study(case)
    monkeypatch.setattr("rightfin.study.starts.exits.decided_of", nothing)
    found = exits_anew(question, study)
    assert found.earliest == study.earliest == 2024
    assert not any(one.impossible or one.holds for one in found.tried)
    told = anew_sentence(found).text
    assert "2023 fails: there is no answer: no calendar of programmes that can be believed was found in the time;" in told
    assert "is not proven" in told


def small_reforms() -> Iterator[Case]:
    """Yield cases with donors and few calendars."""
    yield tax_reform()
    yield tax_reform(earliest=2022, latest=2023)
    for exit_year in (2022, 2024):
        case = reforms({}, soldier={"support_floor": 1.0})
        case = case.with_cells("donors", [(("friends",), "exit_year", exit_year)])
        yield case.with_cells("programmes", [
            ((str(row["programme"]),), column, year) for row in case.records("programmes")
            for column, year in (("earliest", 2021), ("latest", 2022))])


@pytest.mark.parametrize("case", list(small_reforms()))
def test_the_earliest_exit_is_that_of_the_best_calendar(case: Case) -> None:
    """Every calendar in turn, without a search: the earliest exit of any is what is found, if nothing is left open."""
    _, found = anew(case, within=60.0)
    every = [exit_study(case, starts=calendar, depth=Depth.NEEDS) for calendar in calendars(case)]
    earliest = min((one.earliest for one in every if one.earliest is not None), default=None)
    assert found.earliest == earliest
    for one in found.tried:
        passes = any(answers.answer(one.own_from).holds for answers in every)
        assert one.holds == passes
        assert not (one.impossible and passes)


def test_what_is_said_of_starts() -> None:
    case = reforms({"vetting": 2021, "academy": 2023})
    found = rightfin.findings(exit_study(case))
    typed = with_starts_said(found, Question.of(case), None)
    (sentence,) = (one for one in typed.sentences if one.topic == "starts")
    assert sentence.text == (
        "Starts as typed: Vetting 2021 and Academy 2023; 2 more without one. They are the same for every exit in the "
        "tables by exit.")
    assert typed.sentences[1] is sentence
    assert typed.provenance[-1] == ("starts", "as typed: academy 2023; audit none; clean_up none; vetting 2021")
    short = Question.of(restyled(case, YearStyle.SHORT), starts={"vetting": 2021})
    assert with_starts_said(found, short, None).provenance[-1][1].endswith("vetting FY21")
    inputs = Inputs(short.parameters, layout_of(short.parameters))
    assert dict(short.provenance(Assembly(inputs).program, {}).study)["start of vetting"] == "FY21"
    decided = decided_programmes(case, within=7.0, reasons=False)
    question = replace(Question.of(case), starts=decided.starts)
    said = with_starts_said(found, question, StartsSaid(decided, "the case as it stands"))
    text = next(one.text for one in said.sentences if one.topic == "starts")
    assert text.startswith("Starts decided for this question, the case as it stands: ")
    assert rightfin.findings(decided).sentences[1].text in text  # proven or by how much better others could be
    assert said.provenance[-1][1].startswith("decided for the case as it stands within 7 seconds: academy ")
    plain = random_case(1)
    none = rightfin.findings(rightfin.sustained(tiny_case()))
    assert with_starts_said(none, Question.of(plain), None) is none


def test_typed_starts_are_those_that_a_scenario_types() -> None:
    case = tax_reform(2025).replace({"scenarios": [  # type: ignore[list-item]
        {"scenario": "soon", "order": 1, "table": "programmes", "key": "taxes", "column": "start", "operation": "set",
         "value": "2022"}]})
    found = rightfin.findings(exit_study(case, scenarios=["soon"]))
    told = with_starts_said(found, Question.of(case, scenarios=["soon"]), None)
    assert "Starts as typed: Tax office 2022" in told.sentences[1].text
    typed = with_starts(case, {"taxes": 2022})
    assert found.tables == rightfin.findings(exit_study(typed)).tables
