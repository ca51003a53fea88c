"""How it reads what makes two answers differ: sentences, waterfalls, tables that add up, and where scenarios meet."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from pipeline import tiny_case
from random_cases import random_case
from report.vega_lite import is_valid
from study.test_attribution import SCENARIOS, TINY, changed

import rightfin
from rightfin.question import Question
from rightfin.report.compare.overlaps import overlaps, overlaps_said, overlaps_table
from rightfin.report.studies.attribution import findings
from rightfin.report.studies.findings import Findings, FindingsTable
from rightfin.report.studies.findings_files import write_findings_file
from rightfin.study.why.attribution import Attribution, attribution

STACK = ("less", "dear", "safe")


@cache
def split() -> Attribution:
    return attribution(Question.of(TINY), Question.of(TINY, scenarios=STACK))


def number(cell: object) -> float:
    assert isinstance(cell, (int, float))
    return float(cell)


def waterfalls(found: Findings) -> list[FindingsTable]:
    return [table for table in found.tables if table.name.startswith("waterfall_")]


def test_a_sentence_tells_the_change_its_parts_and_their_ranges() -> None:
    found = findings(split(), "Today", "All three")
    said = {sentence.heading: sentence.text for sentence in found.sentences}
    assert said["People in pay"] == (
        "Falls by 2,800 in 2026, from 10,000 to 7,200: −1,900 from dear (between −2,000 and −1,800 depending on the order) "
        "and −900 from less (between −1,000 and −800 depending on the order); nothing from safe.")
    assert "over 3 scenarios: less, dear and safe. The parts add up to it." in said["What was split"]
    assert said["Coverage: War"].startswith("Falls by 5.0 points in 2026, from 50.0% to 45.0%: ")


@pytest.mark.parametrize("seed", [None, 1, 4])
def test_steps_of_a_waterfall_lead_from_one_answer_to_the_other(seed: int | None) -> None:
    made = split() if seed is None else attribution(
        Question.of(random_case(seed)), Question.of(changed(random_case(seed), seed)))
    found = findings(made, "Today", "Then")
    assert waterfalls(found)
    for table in waterfalls(found):
        first, *steps, last = table.rows
        assert [row[0] for row in (first, last)] == ["Today", "Then"]
        assert len(steps) == len(made.groups)
        at = number(first[3])
        size = max(1.0, abs(at), abs(number(last[3])))
        for _, start, share, end, least, most in steps:
            assert number(start) == pytest.approx(at, abs=1e-12 * size)
            assert number(least) - 1e-9 * size <= number(share) <= number(most) + 1e-9 * size
            at = number(start) + number(share)
            assert number(end) == at
        assert at == pytest.approx(number(last[3]), abs=1e-9 * size)
    assert [picture.table for picture in found.pictures] == [table.name for table in waterfalls(found)]
    assert all(is_valid(picture.chart) for picture in found.pictures)


@pytest.mark.parametrize("seed", range(4))
def test_every_contribution_that_is_told_stands_in_its_waterfall(seed: int) -> None:
    made = attribution(Question.of(random_case(seed)), Question.of(changed(random_case(seed), seed)))
    found = findings(made)
    tables = {table.title.split(",")[0]: table for table in waterfalls(found)}
    told = [one for one in found.sentences if one.topic == "split"]
    assert told
    for sentence in told:
        parts = re.findall(r"([+−]?[\d.]+) from ([^(;.]+?)(?= \(|, | and |;|\.)", sentence.text.split(": ", 1)[-1])
        table = tables.get(sentence.heading)
        if "points" not in sentence.text or table is None:
            continue
        shares = {str(row[0]): number(row[2]) for row in table.rows[1:-1]}
        for said, group in parts:
            assert float(said.replace("−", "-")) == pytest.approx(100.0 * shares[group], abs=0.0501), sentence.text


def test_tables_by_year_hold_all_numbers_and_add_up() -> None:
    found = findings(split())
    names = [heading.name for heading in found.table("split_people").headings]
    for name in ("split_coverage", "split_money", "split_people"):
        sums: dict[tuple[object, object], float] = {}
        changes: dict[tuple[object, object], float] = {}
        for row in found.table(name).rows:
            one = dict(zip(names, row, strict=True))
            key = one["quantity"], one["year"]
            sums[key] = sums.get(key, 0.0) + number(one["share"])
            changes[key] = number(one["change"])
            assert changes[key] == number(one["after"]) - number(one["before"])
        assert sums == pytest.approx(changes, abs=1e-6)
        assert {year for _, year in sums} >= {"2021", "2026"}


def test_one_group_has_all_of_the_difference() -> None:
    found = findings(attribution(Question.of(TINY), Question.of(TINY, scenarios=["less"])), "Today", "Less")
    said = {sentence.heading: sentence.text for sentence in found.sentences}
    assert "all of the difference is its" in said["What was split"]
    assert "from Macro" not in said["People in pay"]


def test_sampled_orders_are_told() -> None:
    found = findings(attribution(Question.of(TINY), Question.of(TINY, scenarios=STACK), orders=4))
    assert any("4 orders of the 3 groups were drawn" in text for text in found.method)
    assert next(heading for heading in found.table("split_people").headings if heading.name == "error").shown


def test_a_comparison_with_its_split_is_one_workbook(tmp_path: Path) -> None:
    items = rightfin.side_by_side(TINY, title="Today", scenarios={"All three": STACK, "Less": ["less"]})
    assert [item.title for item in items] == ["Today", "All three", "Less"]
    less = attribution(items[0].question, items[2].question)
    found = rightfin.with_attributions(rightfin.comparison(items, on_live_models=False), items, [split(), less])
    assert len({table.name for table in found.tables}) == len(found.tables)
    assert len({picture.name for picture in found.pictures}) == len(found.pictures)
    assert all(found.table(picture.table) for picture in found.pictures)
    assert "each from nothing" in " ".join(found.method)
    assert any(one.heading == "People in pay, All three" for one in found.sentences)
    write_findings_file(found, tmp_path / "c.xlsx")
    assert any(name.startswith("Waterfall") for name in openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames)


def test_without_plans_only_inputs_are_compared() -> None:
    dearer = tiny_case(soldier={"pay": 1800.0})
    items = rightfin.side_by_side(TINY, scenarios=["less"], others={"Dearer": dearer}, answers=False)
    found = rightfin.comparison(items)
    assert not found.answered
    assert {table.name for table in found.tables} == {"changes_1", "changes_2"}
    with pytest.raises(rightfin.CaseError, match="nothing to compare"):
        rightfin.side_by_side(TINY)
    with pytest.raises(rightfin.CaseError, match="There is no scenario lesser"):
        rightfin.side_by_side(TINY, scenarios=["lesser"])


def test_where_scenarios_meet_is_told_cell_by_cell() -> None:
    more = [{"scenario": "dearer", "order": 1, "table": "cadres", "key": "*", "column": "pay", "operation": "multiply",
             "value": 2.0},
            {"scenario": "usual", "order": 1, "table": "cadres", "key": "soldier", "column": "pay", "operation": "set",
             "value": 1500.0}]
    case = tiny_case(scenarios=[*SCENARIOS, *more])
    question = Question.of(case, scenarios=["dear", "less", "dearer"])
    (cell,) = overlaps(question)
    assert (cell.table, cell.key, cell.column, cell.before) == ("cadres", ("soldier",), "pay", 1500.0)
    assert cell.alone == (("dear", 2000.0), ("dearer", 3000.0))
    assert cell.together == 4000.0
    assert overlaps_said(question, (cell,)) == (
        "dear and dearer both change one cell of cadres. The later one acts on what the earlier one left.")
    table = overlaps_table(question, (cell,), 1, "Both")
    assert [row[3:] for row in table.rows] == [(1500.0, "dear: 2,000; dearer: 3,000", 4000.0)]
    back = Question.of(case, scenarios=["dear", "usual"])
    assert [one.together for one in overlaps(back)] == [1500.0], "what sets a cell back to what it was changes it, too"
    apart = Question.of(case, scenarios=["less", "dear"])
    assert overlaps(apart) == ()
    assert overlaps_said(apart, ()) == ""
    items = rightfin.side_by_side(case, scenarios=[("dear", "dearer"), ("less", "dear")], answers=False)
    found = rightfin.comparison(items)
    meet = [one.heading for one in found.sentences if one.topic == "same_cells"]
    assert meet == ["Where scenarios of dear + dearer meet"]
    assert found.table("same_cells_1").rows


def test_an_attribution_of_nothing_says_so() -> None:
    made = split()
    same = replace(made, changes=tuple(
        replace(one, by_year={year: replace(part, after=part.before, contributions=tuple(
            replace(other, share=0.0, least=0.0, most=0.0) for other in part.contributions)) for year, part in
            one.by_year.items()}, in_all=None) for one in made.changes))
    found = findings(same)
    assert [one.topic for one in found.sentences] == ["compared", "nothing"]
    assert waterfalls(found) == []
