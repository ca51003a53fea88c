"""Fiscal years in files: a case is read in the style in which it is written, and other styles are refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recalculated import recalculate
from typer.testing import CliRunner

import rightfin
from rightfin.case import Case, CaseError
from rightfin.case.cell import FIRST_YEAR, LAST_YEAR
from rightfin.case.scenario import apply_scenario, apply_settings
from rightfin.cli.frame import app
from rightfin.io import write_workbook
from rightfin.io.layout import HEADING_ROW
from rightfin.io.workbook.check import VERDICT_CELL
from rightfin.schema import FiscalYear, YearStyle
from tests.small_case import small_tables
from tests.written_years import restyled

STYLES = list(YearStyle)


@given(st.sampled_from(STYLES), st.integers(FIRST_YEAR, LAST_YEAR))
def test_a_year_is_read_as_it_is_written(style: YearStyle, year: int) -> None:
    assert style.year_of(style.text(year)) == year


@pytest.mark.parametrize(("style", "text"), [
    (YearStyle.SPLIT, "2025/26"), (YearStyle.SHORT, "FY26"), (YearStyle.LONG, "FY2026"), (YearStyle.SOLAR, "1405"),
    (YearStyle.PLAIN, "2026"),
])
def test_2026_is_the_fiscal_year_that_ends_in_2026(style: YearStyle, text: str) -> None:
    assert style.text(2026) == text


@given(st.integers(1990, 2090), st.integers(-20, 20))
def test_a_written_year_is_a_number_in_sums_and_a_text_in_sentences(year: int, more: int) -> None:
    written = YearStyle.SPLIT.written(year)
    assert isinstance(written, FiscalYear)
    assert (written, hash(written), written + more, written - more) == (year, hash(year), year + more, year - more)
    assert f"{written}" == str(written) == f"{year - 1}/{year % 100:02d}"
    assert str(written + more) == YearStyle.SPLIT.text(year + more)
    assert type(written - written) is int


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["case", "case.xlsx"])
def test_a_case_is_read_as_it_was_written(style: YearStyle, name: str, tmp_path: Path) -> None:
    case = restyled(Case.of(small_tables()), style)
    rightfin.write_case(case, tmp_path / name)
    assert rightfin.read_case(tmp_path / name) == case


def test_headings_and_cells_carry_the_years_of_the_case(tmp_path: Path) -> None:
    rightfin.write_case(restyled(Case.of(small_tables()), YearStyle.SHORT), tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    assert {"FY26", "FY30"} <= {cell.value for row in book["pledges"].iter_rows() for cell in row}
    assert "FY29" in {cell.value for row in book["donors"].iter_rows() for cell in row}
    values = {row[0].value: row[1].value for row in book["settings"].iter_rows()}
    assert (values["base_year"], values["end_year"]) == ("FY25", "FY30")


@pytest.mark.parametrize(("old", "new", "meant"), [
    ("2027/28", "2028", "Type 2027/28 if the year that ends in 2028 is meant, 2028/29 if the one that begins in it."),
    ("2027/28", "FY28", "Type 2027/28 if the year that ends in 2028 is meant"),
])
def test_a_heading_of_another_style_is_refused_with_the_year_meant(old: str, new: str, meant: str, tmp_path: Path) -> None:
    rightfin.write_case(restyled(Case.of(small_tables()), YearStyle.SPLIT), tmp_path / "case")
    file = tmp_path / "case" / "pledges.csv"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(CaseError) as caught:
        rightfin.read_case(tmp_path / "case")
    found = [issue for issue in caught.value.issues if issue.code == "year_style"]
    assert [new in issue.message for issue in found] == [True]
    assert meant in found[0].remedy


def test_a_cell_of_another_style_is_refused_with_the_year_meant(tmp_path: Path) -> None:
    rightfin.write_case(restyled(Case.of(small_tables()), YearStyle.SPLIT), tmp_path / "case")
    file = tmp_path / "case" / "donors.csv"
    file.write_text(file.read_text("utf-8").replace("2028/29", "2029"), "utf-8")
    with pytest.raises(CaseError) as caught:
        rightfin.read_case(tmp_path / "case")
    (issue,) = caught.value.issues
    assert issue.code == "not_a_year"
    assert "Type 2028/29 if the year that ends in 2029 is meant" in issue.remedy


@pytest.mark.parametrize(("named", "years"), [
    ("2026/27", {2027}), ("2026/27-2028/29", {2027, 2028, 2029}), ("2027-28 - 2028-29", {2028, 2029}),
    ("2027/28-", {2028, 2029, 2030}),
])
def test_scenarios_name_years_as_the_case_writes_them(named: str, years: set[int]) -> None:
    case = restyled(Case.of(small_tables()), YearStyle.SPLIT)
    change = {"scenario": "less", "order": 1, "table": "pledges", "key": "usa", "column": named, "operation": "set",
              "value": 7.0}
    changed = apply_scenario(case.replace({"scenarios": [change]}), "less")
    row = next(row for row in changed.records("pledges") if row["donor"] == "usa")
    assert {year for year in range(2026, 2031) if row[str(year)] == 7.0} == years


def test_a_template_takes_other_years_as_its_case_writes_them(tmp_path: Path) -> None:
    rightfin.write_case(restyled(Case.of(small_tables()), YearStyle.SPLIT), tmp_path / "case")
    like = ["template", str(tmp_path / "new.xlsx"), "--like", str(tmp_path / "case"), "--years"]
    assert CliRunner().invoke(app, [*like, "2024/25-2027/28"]).exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    values = {row[0].value: row[1].value for row in book["settings"].iter_rows()}
    assert (values["base_year"], values["end_year"]) == ("2024/25", "2027/28")
    assert any("--years 2026/27-2039/40" in str(cell.value) for row in book["guide"].iter_rows() for cell in row)
    refused = CliRunner().invoke(app, [*like, "2025-2028"])
    assert refused.exit_code == 2
    assert "2026/27-2039/40" in refused.stderr


def test_an_option_that_is_a_year_is_refused_with_the_year_meant(tmp_path: Path) -> None:
    rightfin.write_case(restyled(Case.of(small_tables()), YearStyle.SHORT), tmp_path / "case")
    refused = CliRunner().invoke(app, ["require", str(tmp_path / "case"), "--exit", "2029"])
    assert refused.exit_code == 2
    assert "Type FY29 if the year that ends in 2029 is meant" in " ".join(refused.stderr.split())


def test_a_setting_that_is_a_year_is_given_as_the_case_writes_it() -> None:
    case = restyled(Case.of(small_tables()), YearStyle.SPLIT)
    found = {row["key"]: row["value"] for row in apply_settings(case, {"end_year": "2028/29"}).records("settings")}
    assert found["end_year"] == 2029
    with pytest.raises(CaseError):
        apply_settings(case, {"end_year": "2029"})


@pytest.mark.parametrize(("years", "form", "base", "after"), [
    ("2025/26-2030/31", "2025/26", "2025/26", "2026/27"), ("FY26-FY31", "fy26", "FY26", "FY27"),
])
def test_an_empty_template_writes_fiscal_years(years: str, form: str, base: str, after: str, tmp_path: Path) -> None:
    made = CliRunner().invoke(app, ["template", str(tmp_path / "new.xlsx"), "--years", years])
    assert made.exit_code == 0
    assert "year_starts" in made.stdout
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    values = {row[0].value: row[1].value for row in book["settings"].iter_rows()}
    assert (values["base_year"], values["year_form"]) == (base, form)
    assert {base, after} <= {cell.value for cell in book["macro"][4]}
    for rule in book["donors"].data_validations.dataValidation:
        assert rule.error is None or "four digits" not in rule.error


def test_headings_of_another_style_are_one_error_and_nothing_follows(tmp_path: Path) -> None:
    case = Case.of(small_tables())
    rightfin.write_case(restyled(case, YearStyle.SPLIT), tmp_path / "case")
    rightfin.write_case(case, tmp_path / "plain")
    for name in ("macro", "pledges", "demand"):
        (tmp_path / "case" / f"{name}.csv").write_bytes((tmp_path / "plain" / f"{name}.csv").read_bytes())
    with pytest.raises(CaseError) as caught:
        rightfin.read_case(tmp_path / "case")
    (issue, *rest) = [issue for issue in caught.value.issues if issue.code != "follows"]
    assert issue.code == "year_style"
    assert "macro, demand, pledges" in issue.message
    assert rest == []


def test_a_sheet_for_plain_years_lets_a_case_write_fiscal_ones(tmp_path: Path) -> None:
    write_workbook(Case.of(small_tables()).replace({"rules": [], "scenarios": []}), tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    for sheet in book:
        for row in sheet.iter_rows() if sheet.title not in ("check", "guide", "lists") else ():
            for cell in row:
                if (isinstance(cell.value, int) and 2000 < cell.value < 2050 and sheet.title in ("settings", "donors")) or (
                    cell.row == HEADING_ROW and str(cell.value).isdecimal()):
                    cell.value = YearStyle.SPLIT.text(int(cell.value))
        for row in sheet.iter_rows() if sheet.title == "settings" else ():
            if row[0].value == "year_form":
                row[1].value = "2025/26"
    book.save(tmp_path / "fiscal.xlsx")
    rightfin.read_case(tmp_path / "fiscal.xlsx")
    verdict = recalculate(tmp_path / "fiscal.xlsx", tmp_path)["check"][VERDICT_CELL].value
    assert verdict == "No fault that this sheet can see; run rightfin check"
