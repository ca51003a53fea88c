"""The force that can be kept in sentences, tables, pictures and files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pipeline import donor, tiny_case
from report.vega_lite import is_valid
from study.test_sustain import helped

from rightfin.report.charts.pictures import drawn
from rightfin.report.charts.sustain import NEVER
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.findings_files import findings_json, write_findings
from rightfin.report.studies.sustain import findings
from rightfin.study.sustain.study import Sustained, sustained


@pytest.fixture(scope="module")
def study() -> Sustained:
    """14,000 soldiers at 2,000, of whom a tenth leaves a year; 20 million keep 10,000; a donor gives 10 until 2024."""
    return sustained(helped())


@pytest.fixture(scope="module")
def found(study: Sustained) -> Findings:
    return findings(study)


def text(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def test_the_sentences_say_what_was_asked_and_found(found: Findings) -> None:
    assert text(found, "question").startswith(
        "How large a force can be kept up for good from 2025 on, the first year without donors who leave?")
    assert text(found, "today") == (
        "14,000 people were paid in 2020. To keep all of them up, everyone supported, would cost USD 28.0 million a year "
        "at prices of 2021, USD 8.00 million more than the state may spend in 2021."
    )
    assert text(found, "kept") == "10,000 people are paid in 2026, who cover 50.0% of needs. They can be kept up for good."
    assert text(found, "path") == (
        "From 14,000 people in 2020 to 13,200 in 2021 and 10,000 in 2025; the fewest are 10,000 in 2025. Nobody is "
        "retrenched."
    )
    assert text(found, "cost").startswith("Against the plan that asks for nothing, coverage in 2026 is the same, unmet")
    assert "Asked for from 2021, 2022 and 2023, more stands than can be kept, whatever is done" in text(found, "frontier")
    assert text(found, "points").startswith(
        "More coverage in 2026, in a force that can be kept, takes extra own money in every year from 2025 on: one point "
        "(51.0%) between USD "
    )
    assert text(found, "points").endswith("The first point is 0.4% of revenue in 2026.")
    assert found.answered


def test_an_institution_without_cadres_is_not_said_to_have_nobody(study: Sustained) -> None:
    names = replace(study.names, institutions={**study.names.institutions, "courts": "Courts"})
    assert "Courts" not in text(findings(replace(study, names=names)), "kept")


def test_several_institutions_are_named_and_what_donors_who_stay_pay() -> None:
    cadre = {"opening_strength": 7_000.0, "pay": 1500.0, "support": 500.0, "attrition": 0.1, "support_floor": 1.0}
    case = tiny_case(
        settings={"sustained_from": "2024", "glide": "none"}, **donor(4.0),
        institutions=[{"institution": name, "name": name.title(), "sector": "defence"} for name in ("army", "police")],
        cadres=[{"cadre": "soldier", "institution": "army", "name": "Soldiers", **cadre},
                {"cadre": "constable", "institution": "police", "name": "Constables", **cadre}],
        effects=[{"cadre": name, "need": "war", "effect": 1.0} for name in ("soldier", "constable")],
    )
    found = findings(sustained(case))
    said = text(found, "kept")
    assert "12,000 people are paid in 2026 (" in said
    assert " in Army and " in said or " in Police and " in said
    assert said.endswith("Donors who never leave could pay USD 4.00 million a year of it in 2026; a plan without them "
                         "from 2024 on pays 10,000 people in 2026, who cover 50.0%.")
    assert "the year that the case states" in text(found, "question")
    assert [heading.name for heading in found.table("force").shown().headings][-1] == "alone"
    assert any("anything may stand" in line for line in found.method)


def test_no_is_said_where_more_stands_than_can_be_kept_and_what_more_takes_keeps_it() -> None:
    """Nobody leaves and 14,000 cost 28 million of 20: from 8 million more on, coverage is up to 70%."""
    found = findings(sustained(helped({"attrition": 0.0})))
    assert not found.answered
    assert text(found, "kept").endswith(
        "The state and donors who never leave can keep 10,000 of them up for good; to keep all costs USD 8.00 million a "
        "year more. No plan leaves less beyond what can be kept, all years together."
    )
    assert "one to five points (26.0%) between USD 7." in text(found, "points")
    assert text(found, "points").endswith("What keeping up those takes who cannot be kept now is in it.")


def test_what_was_not_reached_and_what_is_not_missing_is_said() -> None:
    stuck = findings(sustained(helped({"entry": False, "attrition": 0.2})))
    assert text(stuck, "points") == (
        "One point more was not reached with the amounts tried, up to USD 20.0 million a year: needs are covered "
        "to 18.4% at most."
    )
    table = stuck.table("points")
    assert table.rows[0][3] is None
    shown = {heading.text: cell for heading, cell in zip(table.headings, table.rows[0], strict=True) if heading.shown}
    assert shown["Coverage reached 2026"] == pytest.approx(0.184, abs=5e-4)  # which is less than what was asked
    assert shown["Coverage asked 2026"] == pytest.approx(shown["Coverage reached 2026"] + 0.01, abs=1e-3)
    covered = tiny_case(soldier={"opening_strength": 9_000.0}, demand=[{"need": "war", "region": "national", "2021": 9e3}])
    found = findings(sustained(covered))
    assert text(found, "points") == "Less than a point of coverage is missing."
    assert "the last year shown, since no donor leaves before" in text(found, "question")
    assert [table.name for table in found.tables] == ["by_year", "force", "frontier"]


def test_a_ceiling_by_part_that_decides_the_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Own money pays 5,000 soldiers at 2,000 under a ceiling of 10 million on all, and the sector's is 20 million."""
    monkeypatch.setattr("rightfin.study.sustain.study.POINTS", 1)
    part = [{"ceiling": "army_max", "scope": "institution:army", "bound": "max", "basis": "amount", "2021": 10e6}]
    study = sustained(helped().replace({"ceilings": part}))
    assert study.kept.at_limit == ("army_max",)
    found, named = findings(study), "reaches the ceiling army_max in 2026"
    assert f"Own money {named}, though under the ceiling of the sector USD " in text(found, "kept")
    assert text(found, "points").endswith(f"Own money then {named}, and no more of it may go there.")
    assert "it does not count the ceiling army_max, which own money reaches in 2026" in found.table("by_year").note


def test_tables_hold_the_numbers_of_the_study(found: Findings, study: Sustained) -> None:
    for table in found.tables:
        assert all(len(row) == len(table.headings) for row in table.rows), table.name
    assert [row[0] for row in found.table("frontier").rows] == ["2021", "2022", "2023", "2024", "2025", "2026", NEVER]
    places = {heading.name: place for place, heading in enumerate(found.table("by_year").headings)}
    rows = found.table("by_year").rows
    assert [row[places["strength"]] for row in rows] == list(study.kept.strength)
    assert [row[places["overhang_without"]] for row in rows] == list(study.without.overhang)
    assert found.table("force").rows == (
        ("Army", "Soldiers", 14_000.0, study.without.strength[-1], study.kept.strength[-1], None),
    )
    assert found.table("points").rows[0][:4] == ("1 point", study.points[0].share, study.points[0].too_little,
                                                 study.points[0].enough)


def test_pictures_are_valid_and_are_drawn(found: Findings) -> None:
    assert [picture.name for picture in found.pictures] == ["strength", "unmet", "donors"]
    for picture in found.pictures:
        assert is_valid(picture.chart), picture.name
        assert picture.table in {table.name for table in found.tables}
    assert all(png.startswith(b"\x89PNG") for png in drawn([picture.chart for picture in found.pictures]))
    lines = {row["line"] for row in found.pictures[0].chart["data"]["values"]}
    assert lines == {"Paid in 2020", "Nothing asked", "The path", "What the money keeps"}


def test_files_hold_what_was_found(found: Findings, tmp_path: Path) -> None:
    write_findings(found, tmp_path)
    assert json.loads((tmp_path / "sustain.json").read_text("utf-8")) == json.loads(json.dumps(findings_json(found)))
    sheets = openpyxl.load_workbook(tmp_path / "sustain.xlsx", read_only=True).sheetnames
    assert len(sheets) >= 1 + len(found.tables)
    for table in found.tables:
        with (tmp_path / "tables" / f"sustain_{table.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == [heading.name for heading in table.headings]
        assert len(rows) == 1 + len(table.rows)
