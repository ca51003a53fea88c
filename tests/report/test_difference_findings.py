"""Two versions side by side: what is said about the inputs, what about the answer, and the workbook of both."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pipeline import donor, tiny_case

from rightfin.case import Case, CaseError
from rightfin.case.case import Cell
from rightfin.case.exchange.difference import difference
from rightfin.planning import plan
from rightfin.report import facts
from rightfin.report.studies import difference as difference_report
from rightfin.report.studies import difference_tables
from rightfin.report.studies.difference import findings
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.findings_files import findings_json, write_findings_file
from rightfin.result.plan import Plan
from rightfin.study.versions import Version, Versions, compare


def case() -> Case:
    return tiny_case(**donor(3.0, exit_year=2024))


def changed(*cells: Cell, base: Case | None = None) -> Case:
    made = base or case()
    for table, key, column, value in cells:
        made = made.with_cell(table, key, column, value)
    return made


def compared(a: Case, b: Case, **options: Any) -> tuple[Versions, Findings]:
    found = compare(Version.of("a.xlsx", a), Version.of("b.xlsx", b), **options)
    return found, findings(found)


def said(found: Findings, topic: str) -> str:
    return next((sentence.text for sentence in found.sentences if sentence.topic == topic), "")


def names(found: Findings) -> list[str]:
    return [table.name for table in found.tables]


def test_equal_cases_are_said_to_be_equal() -> None:
    _, found = compared(case(), changed())
    assert [sentence.topic for sentence in found.sentences] == ["equal"]
    assert found.tables == ()
    assert found.answered


def test_the_answer_by_year_is_that_of_both_plans() -> None:
    less = changed(("pledges", ("friends",), "2022", 1e6), ("donors", ("friends",), "exit_year", 2023))
    versions, found = compared(case(), less)
    assert "2 cells changed in donors and pledges" in said(found, "inputs")
    assert "friends in pledges, 2022, from 3,000,000 to 1,000,000 (-66.7%)" in said(found, "largest")
    assert "friends in donors, exit_year, from 2024 to 2023" in said(found, "largest")
    before, after = (facts.yearly(plan(of)) for of in (case(), less))
    table = found.table("answer_changes")
    assert [heading.name for heading in table.headings][:4] == ["year", "cost", "own", "donors"]
    for row, old, new in zip(table.rows, before, after, strict=True):
        assert row[0] == old.year
        assert row[1:4] == pytest.approx((new.cost - old.cost, new.own - old.own, new.donors - old.donors), abs=100.0)
    assert sum(row[3] for row in table.rows if isinstance(row[3], float)) < 0.0
    assert "donors' money falls by" in said(found, "answer")
    assert said(found, "free") == "In A no donor money is spent from 2025 on; in B no donor money is spent from 2024 on."
    assert {row[1] for row in found.table("answers").rows} == {"A", "B"}
    assert [one.table for one in versions.alone] == ["donors", "pledges"]
    assert found.table("alone").rows[0][0] == "donors"


def test_the_sum_over_the_years_counts_what_is_rounding_in_single_years(monkeypatch: pytest.MonkeyPatch) -> None:
    versions, _ = compared(case(), changed(("pledges", ("friends",), "2022", 1e6)))
    made = versions.plan_a
    assert made is not None
    plan_b = dataclasses.replace(made)
    cost = {id(made): {2021: 1e7, 2022: 1e7, 2023: 1e7}, id(plan_b): {2021: 1e7 + 1e3, 2022: 1e7 - 90.0, 2023: 1e7 - 90.0}}
    monkeypatch.setattr(difference_tables, "by_year", lambda plan, measure: cost[id(plan)])
    measure = next(one for one in difference_tables.MEASURES if one.name == "cost")
    change = {2021: 1e3, 2022: 0.0, 2023: 0.0}
    text = difference_report._over_years(measure, change, made, plan_b)
    assert text.startswith("cost rises by USD 820")


def test_numbers_that_read_the_same_have_not_risen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coverage of 82.60 and 82.64 per cent is 82.6 in both."""
    made = plan(case())
    measure = next(one for one in difference_tables.measures(made, made) if one.name == "coverage")
    shown = {2021: (0.70, 0.80), 2022: (0.8260, 0.8264)}

    def by_year(of: Plan, _: difference_tables.YearlyMeasure) -> dict[int, float]:
        return {year: pair[0 if of is made else 1] for year, pair in shown.items()}

    monkeypatch.setattr(difference_report.tables, "by_year", by_year)
    other = dataclasses.replace(made)

    def told(change: dict[int, float]) -> str:
        return difference_report._last_year(measure, change, made, other)

    assert told({2021: 0.1, 2022: 0.0004}) == "coverage of 2021 rises from 70.0% to 80.0%"
    assert told({2021: 0.0, 2022: 0.0004}) == ""
    shown[2022] = (0.82, 0.81)
    assert told({2021: 0.1, 2022: -0.01}) == "coverage of 2022 falls from 82.0% to 81.0%"


def test_numbers_are_named_before_texts() -> None:
    b = changed(("donors", ("friends",), "name", "Others"), ("pledges", ("friends",), "2022", 2.9e6))
    _, found = compared(case(), b, answers=False)
    assert said(found, "largest") == (
        "friends in pledges, 2022, from 3,000,000 to 2,900,000 (-3.3%); friends in donors, name, from Friends to Others."
    )


def test_a_note_changes_no_answer_and_is_listed_apart() -> None:
    versions, found = compared(case(), changed(("donors", ("friends",), "note", "=1+1")))
    assert versions.plan_a is not None
    assert versions.plan_b is not None
    assert versions.plan_b.tables is versions.plan_a.tables
    assert versions.plan_b.provenance.case_digest == versions.b.case.digest != versions.plan_a.provenance.case_digest
    assert "does not change" in said(found, "answer")
    assert said(found, "inputs") == "Only 1 source or note changed; no number and no name."
    assert names(found) == ["inputs", "remarks"]
    assert found.table("remarks").rows[0][:5] == ("donors", "friends", "note", "blank", "=1+1")


def test_a_blank_that_becomes_its_default_is_a_change_that_changes_no_answer() -> None:
    versions, found = compared(case(), changed(("donors", ("friends",), "on_budget", True)))
    assert versions.plan_a is not None
    assert versions.plan_b is not None
    assert versions.plan_b.tables is versions.plan_a.tables
    assert "1 changed cell cannot change an answer" in said(found, "silent")
    assert found.table("changes").rows[0][3:8] == ("blank", "true", None, None, "no")


def test_inputs_alone_plan_nothing() -> None:
    versions, found = compared(case(), changed(("pledges", ("friends",), "2022", 1e6)), answers=False)
    assert (versions.plan_a, versions.plan_b, versions.alone) == (None, None, ())
    assert said(found, "answer") == ""
    assert names(found) == ["inputs", "changes"]


def test_rows_that_come_and_go_are_listed_with_what_they_say() -> None:
    rows = case().records("pledges"), case().records("donors")
    renamed = case().replace({"pledges": [{**row, "donor": "allies"} for row in rows[0]],
                              "donors": [{**row, "donor": "allies"} for row in rows[1]]})
    _, found = compared(case(), renamed, answers=False)
    assert [row[:2] for row in found.table("added").rows] == [("donors", "allies"), ("pledges", "allies")]
    assert [row[:2] for row in found.table("removed").rows] == [("donors", "friends"), ("pledges", "friends")]
    assert "2021 = 3000000" in str(found.table("added").rows[1][2])
    assert "friends as allies (donors)" in said(found, "renamed")


def test_other_years_are_compared_where_both_have_them_and_other_money_is_not() -> None:
    _, found = compared(case(), changed(("settings", ("end_year",), "value", 2025)))
    assert "B from 2021 to 2025" in said(found, "years")
    assert [row[0] for row in found.table("answer_changes").rows] == list(range(2021, 2026))
    _, found = compared(case(), changed(("settings", ("currency",), "value", "EUR")))
    assert "Money cannot be compared" in said(found, "currency")
    assert "cost" not in [heading.name for heading in found.table("answer_changes").headings]


def test_a_version_without_a_plan_is_named() -> None:
    limits = [{"cadre": "soldier", "bound": "min", "hard": True, "2023": 12_000.0}]
    army = {"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}
    _, found = compared(case(), case().replace({"strength_limits": limits, "institutions": [army]}))
    assert "b.xlsx" in said(found, "contradiction")
    assert "answer_changes" not in names(found)


def test_a_version_that_cannot_be_planned_is_named() -> None:
    with pytest.raises(CaseError) as error:
        compared(case(), changed(("pledges", ("friends",), "2022", 1e6)), scenarios=["storm"])
    assert all("a.xlsx" in str(issue) for issue in error.value.issues)


def test_the_workbook_shows_years_as_years_and_texts_as_texts(tmp_path: Path) -> None:
    b = changed(("donors", ("friends",), "exit_year", 2023), ("donors", ("friends",), "name", "=1+1"))
    _, found = compared(case(), b)
    write_findings_file(found, tmp_path / "D.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "D.xlsx")["Changes"].iter_rows() for cell in row]
    assert any(cell.value == "=1+1" and cell.data_type == "s" for cell in cells)
    assert any(cell.value == "2024" for cell in cells)
    with pytest.raises(CaseError):
        write_findings_file(found, tmp_path / "D.xlsx")
    write_findings_file(found, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "D.xlsx").read_bytes()
    assert findings_json(found)["study"] == "diff"


def test_answers_without_a_common_year_are_not_said_to_be_equal() -> None:
    late = changed(("settings", ("base_year",), "value", 2030), ("settings", ("end_year",), "value", 2033))
    found, _ = compared(case(), case())
    assert found.plan_a is not None
    plan_b = dataclasses.replace(found.plan_a, years=(2031, 2032, 2033), tables=dict(found.plan_a.tables))
    versions = dataclasses.replace(found, difference=difference(case(), late), plan_b=plan_b)
    told = findings(versions)
    assert "cannot be compared" in said(told, "years")
    assert said(told, "answer") == ""
    assert "answer_changes" not in names(told)


def test_a_table_alone_counts_the_years_that_both_show_and_only_money_of_one_kind() -> None:
    less = ("pledges", ("friends",), "2022", 1e6)
    shorter = ("settings", ("end_year",), "value", 2023)
    versions, _ = compared(case(), changed(shorter, less))
    effects = {one.table: one for one in versions.alone}
    before, after = (facts.yearly(plan(of)) for of in (case(), changed(shorter)))
    both = sum(new.cost - old.cost for old, new in zip(before, after, strict=False))
    assert effects["settings"].cost == pytest.approx(both, abs=100.0), "two years less are no saving"
    versions, _ = compared(case(), changed(("settings", ("currency",), "value", "EUR"), less))
    effects = {one.table: one for one in versions.alone}
    assert effects["settings"].cost is None
    assert effects["pledges"].cost is not None


def test_long_texts_are_cut_in_sentences_and_whole_in_the_table() -> None:
    _, found = compared(case(), changed(("donors", ("friends",), "name", "x\n" * 9_000 + "x")), answers=False)
    assert len(said(found, "largest")) < 200
    assert len(str(found.table("changes").rows[0][4])) == 18_001


def test_two_cases_that_differ_in_a_note_alone_and_have_no_plan_say_so() -> None:
    limits = [{"cadre": "soldier", "bound": "min", "hard": True, "2023": 12_000.0}]
    army = {"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}
    base = case().replace({"strength_limits": limits, "institutions": [army]})
    _, found = compared(base, changed(("donors", ("friends",), "note", "seen"), base=base))
    assert "of both contradict" in said(found, "contradiction")
