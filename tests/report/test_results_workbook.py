from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from report.plan_fixture import contradictory_plan, make_case, make_plan

from rightfin.case import Issue
from rightfin.report import headline
from rightfin.report.workbook import write_workbook
from rightfin.result.definitions import INDICATORS

SHEETS = [
    "Summary",
    "Strength",
    "Budget",
    "Who pays",
    "Grants",
    "Pledges",
    "Handover",
    "Needs",
    "Assets",
    "Indicators",
    "Fiscal path",
    "Assumptions",
    "Defaults used",
    "Warnings",
    "Provenance",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("book") / "plan.xlsx"
    write_workbook(make_plan(), make_case(), target)
    return target


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(cell) for row in sheet.values for cell in row if cell is not None)


def row_of(sheet: Worksheet, *labels: str) -> list[object]:
    for row in sheet.values:
        if row[: len(labels)] == labels:
            return list(row)
    raise AssertionError(labels)


def test_two_writes_give_the_same_bytes(tmp_path: Path, path: Path) -> None:
    write_workbook(make_plan(), make_case(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_sheets_and_print_settings(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is the default of the format
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title != "Summary":
            assert sheet.freeze_panes is not None


def test_summary_says_the_answer(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Summary"]
    answer = headline(make_plan())
    found = texts(sheet)
    assert answer.title in found
    for sentence in answer.sentences:
        assert sentence.text in found
    years = {row[0]: row for row in sheet.values if isinstance(row[0], int)}
    for row in answer.yearly:
        assert years[row.year][1] == pytest.approx(row.strength)
        assert years[row.year][2] == pytest.approx(row.cost / 1e6)
    with zipfile.ZipFile(path) as parts:
        assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) == 3


def test_formulas_hold_the_values_that_they_give(path: Path) -> None:
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    checked = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    expected = calculate(str(cell.value)[1:], sheet.title, values)
                    assert values[sheet.title][cell.coordinate].value == pytest.approx(expected), (
                        cell.coordinate
                    )
                    checked += 1
    assert checked > 300


def calculate(formula: str, title: str, values: openpyxl.Workbook) -> float | None:
    """Work out the few forms that the workbook uses, from the stored values of the cells."""

    def cell(name: str) -> float:
        sheet, _, place = name.rpartition("!")
        return float(values[sheet or title][place].value or 0.0)

    if match := re.fullmatch(r"SUM\((.+)\)", formula):
        left, top, right, bottom = range_boundaries(match[1])
        return sum(
            float(values[title].cell(row, column).value or 0.0)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        )
    if match := re.fullmatch(r"ROUND\((\w+)-(\w+!\w+),6\)", formula):
        return round(cell(match[1]) - cell(match[2]), 6)
    if match := re.fullmatch(r"IF\((\w+)=0,0,(\w+)/\1\)", formula):
        return cell(match[2]) / cell(match[1])
    if match := re.fullmatch(r'IF\((\w+)=0,"",1-(\w+)/\1\)', formula):
        return 1 - cell(match[2]) / cell(match[1])
    if re.fullmatch(r"\w+(\+\w+)*", formula):
        return sum(map(cell, formula.split("+")))
    raise AssertionError(formula)


def test_totals_are_those_of_the_plan(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    answer = headline(make_plan())
    assert row_of(book["Strength"], "All institutions", None)[2:] == pytest.approx(
        [r.strength for r in answer.yearly]
    )
    costs = [row.cost / 1e6 for row in answer.yearly]
    assert row_of(book["Budget"], "All institutions", None, "All")[4:] == pytest.approx(costs)
    assert row_of(book["Who pays"], "Cost")[1:] == pytest.approx(costs)
    assert row_of(book["Who pays"], "Own money")[1:] == pytest.approx(
        [row.own / 1e6 for row in answer.yearly]
    )
    needs = make_plan().table("needs")
    last = needs[(needs["year"] == 2032) & (needs["need"] == "case_disposal")]
    expected = 1 - last["unmet"].sum() / last["needed"].sum()
    assert row_of(book["Needs"], "Case disposal", "All regions")[-1] == pytest.approx(expected)


def test_codes_of_classifications(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Budget"]
    assert row_of(sheet, "National Army", "02.1", "Capital", "31")
    assert row_of(sheet, "National Police", "03.1", "Pay", "21")


def test_indicators_come_with_their_definitions(path: Path) -> None:
    found = texts(openpyxl.load_workbook(path)["Indicators"])
    shown = {row[0] for row in make_plan().tables["indicators"].rows}
    for indicator in INDICATORS:
        assert (indicator.meaning in found) == (indicator.name in shown)


def test_notes(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert "The cadre clerk serves no need." in texts(book["Warnings"])
    assert "0.12 (carried)" in texts(book["Defaults used"])
    assert "c" * 64 in texts(book["Provenance"])
    assert "2025: 0.12; 2028: 0.13" in texts(book["Assumptions"])


def test_texts_of_the_case_never_become_formulas(tmp_path: Path) -> None:
    plan = make_plan(title="=1+1 (fictional)")
    evil = replace(
        plan,
        names=replace(
            plan.names,
            cadres={**plan.names.cadres, "judge": "=cmd()"},
            donors={"ally": "=HYPERLINK(1)", "trust_fund": "https://example.org"},
        ),
    )
    write_workbook(evil, make_case("=1+1"), tmp_path / "evil.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "evil.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert re.match(r"=(SUM|ROUND|IF|[A-Z]+[0-9])", str(cell.value))
                assert cell.hyperlink is None
    book = openpyxl.load_workbook(tmp_path / "evil.xlsx")
    assert row_of(book["Assumptions"], "macro", "revenue_ratio")[4] == "=cmd()"


def test_names_of_the_case_never_become_references_of_charts(tmp_path: Path) -> None:
    plan = make_plan()
    evil = replace(
        plan,
        currency="[a.xlsx]b!C1",
        names=replace(
            plan.names,
            institutions={**plan.names.institutions, "army": "='https://example.org/[x.xlsx]a'!$A$1"},
            donors={"ally": "[book.xlsx]Sheet!A1", "trust_fund": "Fund"},
        ),
    )
    write_workbook(evil, make_case(), tmp_path / "evil.xlsx")
    with zipfile.ZipFile(tmp_path / "evil.xlsx") as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/")]
        assert not [name for name in parts.namelist() if "external" in name.lower()]
    references = [reference for chart in charts for reference in re.findall(r"<c:f>(.*?)</c:f>", chart)]
    assert len(references) > 20
    for reference in references:
        assert re.fullmatch(r"(Summary|Strength|'Who pays')!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", reference)
    # The legend shows the names all the same.
    assert "<c:v>[book.xlsx]Sheet!A1</c:v>" in "".join(charts)


def test_series_of_charts_are_named_by_their_rows(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    with zipfile.ZipFile(path) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/")]
    found = [
        (sheet.strip("'"), row, name)
        for chart in charts
        for sheet, row, name in re.findall(r"<c:tx><c:strRef><c:f>(.*?)!\$A\$(\d+)</c:f>.*?<c:v>(.*?)</c:v>", chart)
    ]
    assert len(found) == 4 + 4 + 1
    for sheet, row, name in found:
        assert book[sheet][f"A{row}"].value == name.replace("&amp;", "&")


def test_long_texts_keep_rows_within_what_excel_shows(tmp_path: Path) -> None:
    issue = Issue("long", "word " * 2_000, "Shorten it.")
    plan = replace(contradictory_plan(), issues=(issue,), conflict=("limit of soldier in 2026 (hard)",) * 300)
    write_workbook(plan, make_case(), tmp_path / "long.xlsx")
    book = openpyxl.load_workbook(tmp_path / "long.xlsx")
    for name in ("Summary", "Warnings"):
        heights = [row.height or 0 for row in book[name].row_dimensions.values()]
        assert 400 < max(heights) <= 409, name


def test_money_indicators_name_the_currency(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Indicators"]
    assert row_of(sheet, "Revenue left per head")[1] == "MRD per head"
    assert row_of(sheet, "Cost")[1] == "MRD million"


def test_contradictory_plan_has_summary_and_notes(tmp_path: Path) -> None:
    write_workbook(contradictory_plan(), make_case(), tmp_path / "no.xlsx")
    book = openpyxl.load_workbook(tmp_path / "no.xlsx")
    assert book.sheetnames == ["Summary", "Assumptions", "Defaults used", "Warnings", "Provenance"]
    assert "least strength of soldier in 2026 (hard)" in texts(book["Summary"])


def test_state_alone_has_no_donor_sheets(tmp_path: Path) -> None:
    write_workbook(make_plan(donors=False), make_case(), tmp_path / "alone.xlsx")
    names = openpyxl.load_workbook(io.BytesIO((tmp_path / "alone.xlsx").read_bytes())).sheetnames
    assert "Grants" not in names
    assert "Pledges" not in names
    assert "Who pays" in names
