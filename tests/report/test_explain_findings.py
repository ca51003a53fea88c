"""Explanations in words: every number of a sentence stands in a table, and sentences say no more than was tried."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pipeline import macro, tiny_case
from random_cases import random_case
from typer.testing import CliRunner

import rightfin
from rightfin.case import Case
from rightfin.cli import app
from rightfin.io import write_case
from rightfin.report.studies.explain_words import number as in_words
from rightfin.report.studies.findings import Findings
from rightfin.solve.face import Ends
from rightfin.study.why.causes import WithoutLimits
from rightfin.study.why.live import LivePlan
from rightfin.study.why.short_causes import ShortCause


def findings_of(case: Case, at: str) -> Findings:
    return rightfin.findings(rightfin.explain(case, at=at))


def said(found: Findings, topic: str) -> str:
    return next(one.text for one in found.sentences if one.topic == topic)


def poor_case(places: float | None = None) -> Case:
    """Return a force that 20 million a year keep at 10,000 people, with so many training places; 20,000 are needed."""
    army = {"institution": "army", "name": "Army", "sector": "defence", "training_places": places}
    return tiny_case(institutions=[army])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("at", ["strength@2023", "coverage@2024", "cost.police@2022"])
def test_numbers_of_sentences_stand_in_tables(seed: int, at: str) -> None:
    found = findings_of(random_case(seed), at)
    names = {table.name: table for table in found.tables}
    text = said(found, "holds")
    moved = names["limits"].rows if "limits" in names else ()
    (tried,) = names["tried"].rows
    assert tried[0] == len(moved)
    for verb, number in re.findall(r"(adds|takes) ([\d,.]+) (?:person-years|percentage points)", text):
        sign = 1.0 if verb == "adds" else -1.0
        amount = float(number.replace(",", ""))
        rises = [row[place] for row in moved for place in (6, 8) if row[place] is not None]
        assert any(rise == pytest.approx(sign * amount, rel=0.06, abs=0.6 if amount >= 10.0 else 1e-9)
                   for rise in rises), (verb, number)
    for row in moved:
        assert max(abs(float(str(row[6]))), abs(float(str(row[7])))) > 0.0
    if "money" in names:
        rises = [float(str(row[place])) for row in names["money"].rows for place in (3, 4)]
        for verb, number in re.findall(r"(adds|takes) ([\d,.]+) (?:person-years|percentage points)",
                                       said(found, "money").partition("With all limits of one kind")[0]):
            amount = float(number.replace(",", "")) * (1.0 if verb == "adds" else -1.0)
            assert any(rise == pytest.approx(amount, rel=0.06, abs=0.6 if abs(amount) >= 10.0 else 1e-9) for rise in rises)
        if "does nothing to it" in said(found, "money"):
            size = max(abs(float(str(row[2]))) for row in names["course"].rows)
            assert all(abs(rise) <= 1e-6 * max(100.0, size) for rise in rises)
    if "causes" in names:
        shares = {f"{100.0 * float(str(row[1])):.1f}%" for row in names["causes"].rows}
        text = said(found, "short").partition("A small step")[2] or said(found, "short")
        assert set(re.findall(r"would be ([\d.]+%)", text)) <= shares


def test_a_force_that_money_holds_says_so() -> None:
    """By hand: a soldier costs 2,000 a year, so 20 million pay 10,000, and 1 % more in a year pays 100 more in it."""
    found = rightfin.explain(poor_case(), at="cadre=soldier,year=2022")
    assert found.value == pytest.approx(10_000.0)
    (one,) = found.limits
    assert (one.family, one.year, one.step) == ("ceiling", 2022, pytest.approx(200_000.0))
    assert one.less is not None
    assert (one.more.least, one.less.least) == pytest.approx((100.0, -100.0))
    assert (one.same_to, one.bends_at) == (pytest.approx(1_600_000.0), None)
    assert found.money.amount == 100_000.0
    assert {one.whose: round(one.least, 6) for one in found.money.tried} == {
        (("", 2022),): 50.0, tuple(("", year) for year in (2021, 2023, 2024, 2025, 2026)): 0.0}
    told = rightfin.findings(found)
    text = said(told, "holds")
    assert "(USD 200,000) adds 100 person-years, moved as far the other way it takes 100 person-years" in text
    assert said(told, "money") == (
        "USD 100,000 more: from own money in 2022 it adds 50 person-years. As much does nothing from own money in 2021 "
        "and 2023 to 2026 at once.")


def test_a_force_that_training_holds_says_so_of_money_too() -> None:
    """By hand: 990 places beside attrition of a tenth lead to 9,990 in 2021 and 9,981 in 2022, which money could pay."""
    found = rightfin.explain(poor_case(990.0), at="cadre=soldier,year=2022")
    assert found.value == pytest.approx(9_981.0)
    assert {(one.family, one.year): round(one.more.least, 6) for one in found.limits} == {
        ("training", 2022): 9.9, ("training", 2021): 8.91}
    (tried,), held = found.money.tried, found.money.held
    assert (tried.least, tried.greatest) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert held is not None
    assert (held.family, held.alone, held.together) == ("training", pytest.approx(19.0), pytest.approx(69.0))
    text = said(rightfin.findings(found), "money")
    assert text.endswith(
        "With all limits of one kind a tenth easier at once, USD 100,000 more of own money in every year at once adds 50 "
        "person-years: training places (Army, 2021 to 2026).")


def test_what_cannot_give_way_is_no_limit_that_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a limit or money that gives way contradicts hard limits, that is told, and not that it moves nothing."""
    monkeypatch.setattr(LivePlan, "moved", lambda *_: None)
    found = rightfin.explain(poor_case(990.0), at="cadre=soldier,year=2022")
    assert (found.limits, found.idle, found.refused > 0, found.money.tried) == ((), 0, True, ())
    told = rightfin.findings(found)
    assert said(told, "holds") == "No limit that was tried can give way: hard limits contradict one another then."
    assert said(told, "tried").startswith(
        f"No limit could be tried. Of {found.refused} nothing is told: where one gives way, hard limits contradict one")
    assert said(told, "money") == ("Hard limits contradict one another with USD 100,000 more of own money in every year at "
                                   "once, so that nothing is told of it.")


def test_a_need_that_lacks_money_and_places_says_both() -> None:
    """By hand: without a limit of places 10,000 of 20,000 are paid, without one of money 9,981 are trained."""
    found = rightfin.explain(poor_case(990.0), at="need=war,year=2022")
    assert found.causes is not None
    assert [(one.causes, round(one.ends.least, 6), one.closes) for one in found.causes.tried] == [
        ((ShortCause.PLACES,), 0.5, False), ((ShortCause.MONEY, ShortCause.PLACES), 1.0, True)]
    assert found.causes.slack == (ShortCause.MONEY,)
    text = said(rightfin.findings(found), "short")
    assert "money (ceilings of own spending, pledges of donors) and the number of training places" in text
    assert "put back any one of them, and it is not" in text


def test_what_is_not_covered_in_full_does_not_read_as_if_it_were() -> None:
    found = rightfin.explain(poor_case(990.0), at="need=war,year=2022")
    assert found.causes is not None
    every = WithoutLimits(found.causes.present, Ends(0.9996, 0.9996), closes=False)
    text = said(rightfin.findings(replace(found, causes=replace(found.causes, tried=(every,), least=()))), "short")
    assert "Not even without all kinds of limits that were tried at once is it covered in full: it would be 99.96%." in text
    assert [in_words(found, value) for value in (0.9994, 0.99951, 0.999949, 0.99996, 1.0)] == [
        "99.9%", "99.95%", "99.99%", "100.0%", "100.0%"]


def test_a_need_that_is_covered_has_no_causes() -> None:
    rich = tiny_case(macro=macro(90.0))
    found = rightfin.explain(rich, at="coverage@2026")
    assert found.value == pytest.approx(1.0)
    assert found.causes is None


def test_the_command_prints_writes_and_refuses(tmp_path: Path) -> None:
    case = poor_case()
    write_case(case, tmp_path / "case")
    cadre = str(case.records("cadres")[0]["cadre"])
    run = CliRunner().invoke(app, ["explain", str(tmp_path / "case"), "--at", f"cadre={cadre},year=2022", "--json",
                                   "--out", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert told["study"] == "explain"
    assert (tmp_path / "out").is_dir()
    refused = CliRunner().invoke(app, ["explain", str(tmp_path / "case"), "--at", "cadre=nobody,year=2022"])
    assert refused.exit_code != 0
    assert "nobody" in refused.output + refused.stderr




def test_several_numbers_come_in_one_answer_with_all_that_each_says_alone(tmp_path: Path) -> None:
    case = poor_case(990.0)
    write_case(case, tmp_path / "case")
    at, names = ["cadre=soldier,year=2022", "need=war,year=2022", "own@2022"], [
        "strength.soldier@2022", "coverage.war@2022", "own@2022"]
    run = CliRunner().invoke(app, ["explain", str(tmp_path / "case"), *(part for one in at for part in ("--at", one)),
                                   "--json", "--out", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert [row[0] for row in told["tables"]["numbers"]["rows"]] == names
    assert [row[-1] for row in told["tables"]["numbers"]["rows"]] == ["person-years", "per cent", "USD, current prices"]
    for one, name in zip(at, names, strict=True):
        alone = json.loads(CliRunner().invoke(app, ["explain", str(tmp_path / "case"), "--at", one, "--json"]).stdout)
        assert [part["text"] for part in told["sentences"] if part["topic"].endswith(f" {name}")] == [
            part["text"] for part in alone["sentences"]]
        for table in ("limits", "causes", "money"):
            rows = [row[1:-1] for row in told["tables"].get(table, {"rows": []})["rows"] if row[0] == name]
            assert rows == alone["tables"].get(table, {"rows": []})["rows"]
    columns = told["tables"]["limits"]["columns"]
    cells = {row[columns.index("cell")] for row in told["tables"]["limits"]["rows"] if row[1].startswith("Training places")}
    assert len(cells) == 1
    assert next(iter(cells)).startswith("institutions.csv"), "the cell of the file that was read"
    assert (tmp_path / "out").is_dir()


def test_shares_of_several_numbers_are_in_per_cent_as_their_changes_are() -> None:
    case = poor_case(990.0)
    one, many = rightfin.explain(case, at="need=war,year=2022"), rightfin.explanations(case, at=["need=war,year=2022"])
    table = rightfin.findings(many).table("numbers")
    assert table.rows[0][3:6] == pytest.approx((100.0 * one.value, 100.0 * one.ends.least, 100.0 * one.ends.greatest))
    course = rightfin.findings(many).table("course")
    assert [row[2] for row in course.rows] == pytest.approx([100.0 * ends.least for ends in one.course])
