"""What is taken home with changes laid over the case: planned again, it is what was seen."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from pipeline import tiny_case

import rightfin
from rightfin.case.case import Cell
from rightfin.question import Question
from rightfin.report.taken_home import case_home, case_workbook, listed_changes, results_home, results_workbook
from rightfin.study.levers.kinds import levers_of
from rightfin.study.levers.laid import SCENARIO, changes_in_words, question_of_changes
from rightfin.study.levers.lever import Moved, Typing, cells_of
from rightfin.study.whatif import changed_question

CASE = tiny_case(scenarios=[
    {"scenario": "cheaper", "order": 1, "table": "cadres", "key": "soldier", "column": "pay", "operation": "multiply",
     "value": 0.5},
])
CELLS: tuple[Cell, ...] = (("cadres", ("soldier",), "pay", 1200.0), ("macro", ("security_share",), "2021", 0.15))


def test_the_case_taken_home_has_the_plan_that_was_seen(tmp_path: Path) -> None:
    question = Question.of(CASE, scenarios=["cheaper"])
    (tmp_path / "case.xlsx").write_bytes(case_home(CASE, scenarios=["cheaper"], changes=CELLS))
    again = rightfin.read_case(tmp_path / "case.xlsx")
    found = rightfin.plan(again, scenarios=[SCENARIO])
    seen = rightfin.plan(changed_question(question, CELLS).case)
    assert found.tables == seen.tables
    assert found.tables != rightfin.plan(CASE, scenarios=["cheaper"]).tables
    assert again.replace({"scenarios": CASE.records("scenarios")}) == CASE, "the case itself is as it was"


def test_without_changes_it_is_the_case_as_it_is() -> None:
    assert case_home(CASE, scenarios=["cheaper"]) == case_workbook(CASE)


def test_results_with_changes_list_them_and_can_be_planned_again(tmp_path: Path) -> None:
    content = results_home(CASE, scenarios=["cheaper"], changes=CELLS)
    assert content == results_home(CASE, scenarios=["cheaper"], changes=CELLS), "the same bytes each time"
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [list(row) for row in book["Changes"].iter_rows(min_row=5, values_only=True)]
    assert rows == [["Macro-fiscal projection", "security_share", "2021", 0.2, 0.15],
                    ["Cadres", "soldier", "pay", 750, 1200]]
    provenance = [cell for row in book["Provenance"].values for cell in row]
    assert f"rightfin plan plan.xlsx --scenario {SCENARIO}" in provenance
    (tmp_path / "plan.xlsx").write_bytes(content)
    again = rightfin.plan(rightfin.read_case(tmp_path / "plan.xlsx"), scenarios=[SCENARIO])
    seen = rightfin.plan(changed_question(Question.of(CASE, scenarios=["cheaper"]), CELLS).case)
    assert again.tables == seen.tables


def test_results_without_changes_are_those_of_the_command() -> None:
    content = results_home(CASE, scenarios=["cheaper"])
    assert content == results_workbook(rightfin.plan(CASE, scenarios=["cheaper"]), CASE)
    assert "Changes" not in openpyxl.load_workbook(io.BytesIO(content)).sheetnames


def test_changes_are_told_in_words_of_levers() -> None:
    question = Question.of(CASE)
    assert changes_in_words(question, ()) == ()
    lever = next(one for one in levers_of(question) if one.name == "security_share")
    cells = cells_of(lever, Moved(Typing.POINTS, -5.0), question)
    told = changes_in_words(question, (*cells, CELLS[0]))
    assert told[0] == "Share of revenue for security: 5 points less"
    assert told[1].endswith("20 % less")
    assert listed_changes(question, question_of_changes(question, ())) == ()
    assert sorted(one.before for one in listed_changes(question, question_of_changes(question, CELLS))) == [0.2, 1500.0]
