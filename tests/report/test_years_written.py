"""Every text that people read writes years as the case does: no bare year of the plan is left anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import rightfin
from rightfin.case import Case
from rightfin.cli.frame import app
from rightfin.report.charts.plan import charts_of
from rightfin.report.studies.findings import Findings, written
from rightfin.result.plan import Plan
from rightfin.schema import YearStyle
from rightfin.study.versions import Version
from tests.small_case import END, amounts, small_tables
from tests.written_years import bare, restyled

_NOT_SHOWN = ("Provenance", "Method")
"""Sheets that quote what was asked, and how."""


def plain() -> Case:
    """A small case in which money is short, so that shortfalls, arrears and what gives way are told, with a pool of two."""
    tables = small_tables()
    tables["macro"][4]["2026"] = 0.1
    tables["donors"].append({"donor": "uk", "name": "UK"})
    tables["pledges"].append({"donor": "uk", **amounts(1e8)})
    tables["targets"] = [{"target": "many", "measure": "strength", "group": "institution:courts", "2029": 1e6}]
    tables["in_kind"] = [{"gift": "cars", "donor": "uk", "asset": "vehicle", "value": 70.0, **amounts(3.0)}]
    tables["ceilings"] = [{"ceiling": "cap", "scope": "institution:army", "basis": "share", "2027": 1.0}]
    tables["scenarios"].append({"scenario": "bust", "order": 1, "table": "ceilings", "key": "*", "column": "2028",
                                "operation": "set", "value": 5.0})
    return Case.of(tables)


@pytest.fixture(scope="module")
def case() -> Case:
    return restyled(plain(), YearStyle.SPLIT)


@pytest.fixture(scope="module")
def plan(case: Case) -> Plan:
    return rightfin.plan(case)


def texts_of(document: object, keys: bool = False) -> Iterator[object]:
    """All texts of nested data; numbers that could be years as well."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield from [key] * keys
            yield from texts_of(value, keys)
    elif isinstance(document, (list, tuple)):
        for value in document:
            yield from texts_of(value, keys)
    elif isinstance(document, (str, int, float)):
        yield document


def cells_of(path: Path) -> Iterator[str]:
    """The texts and the numbers that could be years of all sheets of a workbook, with their places."""
    for sheet in openpyxl.load_workbook(path, data_only=True):
        if sheet.title not in _NOT_SHOWN:
            for row in sheet.iter_rows():
                for cell in row:
                    is_help = "year_starts" in str(row[0].value) or "year_form" in str(row[0].value)
                    if cell.value is not None and not is_help:
                        yield f"{sheet.title} {cell.coordinate}: {cell.value}"


def told(found: Findings) -> Iterator[str]:
    """All that a study tells people: sentences, tables, charts, how it was found."""
    yield from [found.title, *found.method]
    for sentence in found.sentences:
        yield f"{sentence.heading}. {sentence.text}"
    for table in found.tables:
        shown = table.shown()
        yield from [table.title, table.note, *(heading.text for heading in shown.headings)]
        for row in shown.rows:
            yield from [written(cell, heading.kind, found.scale) for cell, heading in zip(row, shown.headings, strict=True)]
    for picture in found.pictures:
        yield from map(str, texts_of(picture.chart))


def test_the_command_line_and_all_files_of_a_plan_write_years_as_the_case_does(case: Case, tmp_path: Path) -> None:
    rightfin.write_case(case, tmp_path / "case")
    found = CliRunner().invoke(app, ["plan", str(tmp_path / "case"), "--out", str(tmp_path / "out")])
    assert "2029/30" in found.output
    assert not bare(iter(found.output.splitlines()))
    assert not bare(cells_of(tmp_path / "out" / "plan.xlsx"))
    document = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert not bare(texts_of([document["page"], document["defaults"], document["issues"]]))


def test_programs_read_years_as_numbers_and_how_they_are_written(plan: Plan, case: Case, tmp_path: Path) -> None:
    rightfin.write_plan(plan, case, tmp_path / "out")
    document = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert document["years"] == [2026, 2027, 2028, 2029, 2030]
    assert document["years_written"] == ["2025/26", "2026/27", "2027/28", "2028/29", "2029/30"]
    lines = (tmp_path / "out" / "tables" / "fiscal.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["2026", "2027", "2028", "2029", "2030"]


def test_charts_write_years_as_the_case_does(plan: Plan) -> None:
    charts = charts_of(plan)
    assert charts
    shown = {"2025/26", "2026/27", "2027/28", "2028/29", "2029/30"}
    after = {f"{year - 1}/{year % 100:02}" for year in range(2031, 2061)}
    for stem, chart in charts.items():
        layers = (chart, *chart.get("layer", ()))
        years = [row["year"] for layer in layers for row in layer.get("data", {}).get("values", ())]
        assert set(years) <= (after if stem == "ahead" else shown)
        assert not bare(texts_of(chart["title"]))


def test_studies_write_years_as_the_case_does(case: Case) -> None:
    studies = (
        rightfin.exit_study(case), rightfin.withdrawals(case), rightfin.require(case, year=END),
        rightfin.coordination(case), rightfin.sustained(case),
    )
    for study in studies:
        texts = list(told(rightfin.findings(study)))
        assert not bare(iter(texts))


def test_a_comparison_and_a_sheet_write_years_as_the_case_does(case: Case, tmp_path: Path) -> None:
    donors = [{**row, "exit_year": 2030} if row["donor"] == "uk" else row for row in case.records("donors")]
    pledges = [{**row, "2027": 7.0} for row in case.records("pledges") if row["donor"] == "uk"]
    fewer = [row for row in case.records("pledges") if row["donor"] != "uk"]
    gone, other = (case.replace({"donors": donors, "pledges": rows}) for rows in (fewer, fewer + pledges))
    for one in (gone, other):
        texts = list(told(rightfin.findings(rightfin.compare(Version.of("a", case), Version.of("b", one), answers=False))))
        assert any("2026/27" in text for text in texts)
        assert not bare(iter(texts))
    rightfin.write_case(case, tmp_path / "case.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "case.xlsx")["scenarios"]
    assert not bare(cell.comment.text for cell in sheet[4] if cell.comment)


def test_the_plan_is_the_same_whatever_years_are_called(plan: Plan) -> None:
    same = rightfin.plan(plain())
    for name, table in same.tables.items():
        assert plan.tables[name] == table
    assert plan.years == same.years
