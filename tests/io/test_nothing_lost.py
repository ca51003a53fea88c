"""What a folder or workbook from the field holds under unusual names is read right or named, and never lost in silence."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from small_folder import written

from rightfin.case import CaseError
from rightfin.case.reading.parse import Parsed
from rightfin.io import read_form, write_case
from rightfin.reading import read_case_with_warnings

YEARS = range(2026, 2032)
LIMIT = [11_400, 10_700, 10_000, 10_000, 10_000, 10_000]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small country of 2025 to 2031 with a donor that leaves in 2027 and a hard limit of soldiers."""
    return written(tmp_path / "case")


def headed(folder: Path, headings: list[str]) -> Parsed:
    """Return what is read where the hard limit stands under other headings of years."""
    with (folder / "strength_limits.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["cadre", "bound", "hard", *headings], ["soldiers", "max", "true", *LIMIT]])
    return read_form(folder)


def codes(parsed: Parsed) -> list[str]:
    return [issue.code for issue in parsed.issues]


def errors(folder: Path) -> list[str]:
    with pytest.raises(CaseError) as caught:
        read_case_with_warnings(folder)
    return [str(issue) for issue in caught.value.issues if issue.severity == "error"]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (lambda year: f"{year:,}", ""), (lambda year: f"{year // 1000} {year % 1000:03d}", ""),
        (lambda year: f"{year}.0", ""), (lambda year: f"FY{year}", ""), (lambda year: f"fiscal year {year}", ""),
        (lambda year: f"{year // 1000}\u00a0{year % 1000:03d}", ""), (lambda year: f"Year {year}", ""),
        (lambda year: f"FY{year % 100}", "“FY26” to “FY31” as 2026 to 2031"),
        (lambda year: f"'{year % 100}", "to 2031"),
        (lambda year: f"{year - 621}", "“1405” to “1410” as 2026 to 2031 (of the Solar Hijri calendar)"),
        (lambda year: f"FY{year - 621}", "Solar Hijri"),
        (lambda year: f"{year + 543}", "Buddhist"),
        (lambda year: f"Year {year - 2025}", "counted from the base year 2025"),
        (lambda year: f"Y{year - 2025}", "counted from the base year 2025"),
        (lambda year: f"{year}/{year % 100 + 1}", "the year in which it begins"),
        (lambda year: f"{year}-{year + 1}", "the year in which it begins"),
        (lambda year: f"FY{year % 100}/{year % 100 + 1}", "the year in which it begins"),
        (lambda year: f"{year - 1}/{year % 100}", "the year in which it ends"),
        (lambda year: f"{year - 1}–{year}", "the year in which it ends"),
    ],
)
def test_years_in_any_certain_form_are_the_years(folder: Path, form, told: str) -> None:  # type: ignore[no-untyped-def]
    plain = headed(folder, [str(year) for year in YEARS])
    assert plain.issues == ()
    found = headed(folder, [form(year) for year in YEARS])
    assert found.case == plain.case
    assert codes(found) == (["years_read"] if told else [])
    assert not told or told in found.issues[0].message


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Year 1", "2026"), ("26", "2026"), ("2026/27", "2026"), ("2026 budget", "2026"), ("Jan 2026", "2026"),
        ("FY24", "2024"), ("1447", "2025"), ("1905-07-18", "2026"), ("2026-12-31", "2026"), ("31/12/2026", "2026"),
        ("1", "heading"), ("1300", "four digits"), ("2026e", "2026"), ("Year 26", "2026"), ("Y26", "2026"),
        ("Dec-26", "2026"), ("SH 1405", "2026"), ("1405 AP", "2026"), ("2569 BE", "2026"), ("1390 budget", "2011"),
        ("1404/05", "2025"), ("5786", "four digits"),
    ],
)
def test_a_heading_that_may_be_a_year_is_an_error_that_names_it(folder: Path, heading: str, meant: str) -> None:
    parsed = headed(folder, [heading, *map(str, range(2027, 2032))])
    issue, = [issue for issue in parsed.issues if issue.severity == "error"]
    assert issue.code in ("year_heading", "date_heading")
    assert heading in issue.message
    assert meant in issue.remedy


def test_years_that_span_two_are_certain_only_where_all_tables_agree(folder: Path) -> None:
    begin = [f"{year}/{year % 100 + 1}" for year in YEARS]
    pledges = folder / "pledges.csv"
    rows = list(csv.reader(pledges.read_text().splitlines()))
    ends = [f"{year - 1}/{year % 100}" for year in YEARS]
    pledges.write_text("\n".join([",".join(["donor", *ends]), *(",".join(row) for row in rows[1:])]) + "\n")
    assert codes(headed(folder, begin)).count("year_heading") == 12


def test_years_of_a_short_table_are_certain_where_another_tells(folder: Path) -> None:
    headed(folder, [f"Year {number}" for number in range(1, 7)])
    (folder / "demobilisation.csv").write_text("institution,Year 1,Year 2,Year 3\narmy,0.1,0.2,0.2\n")
    found = read_form(folder)
    assert codes(found) == ["years_read"]
    row, = found.case.records("demobilisation")
    assert (row["2026"], row["2027"], row["2028"]) == (0.1, 0.2, 0.2)


def test_years_that_all_lie_elsewhere_are_an_error(folder: Path) -> None:
    assert "years_elsewhere" in codes(headed(folder, [str(year + 57) for year in YEARS]))  # Bikram Sambat


def test_two_headings_of_one_year_are_an_error(folder: Path) -> None:
    parsed = headed(folder, ["2026", "FY26", "2028", "2029", "2030", "2031"])
    issue, = [issue for issue in parsed.issues if issue.severity == "error"]
    assert (issue.code, issue.column) == ("duplicate_column", "2026")
    assert "“2026” and “FY26”" in issue.message


@pytest.mark.parametrize("heading", ["exit year", "Exit-Year", " EXIT  YEAR ", "exit\u00a0year"])
def test_a_heading_with_blanks_is_the_column(folder: Path, heading: str) -> None:
    plain = read_form(folder)
    path = folder / "donors.csv"
    path.write_text(path.read_text().replace("exit_year", heading))
    found = read_form(folder)
    assert found.issues == ()
    assert found.case == plain.case


@pytest.mark.parametrize(
    ("heading", "value", "nearest"),
    [("exit yr", "2027", "exit_year"), ("exit", "2027", "exit_year"), ("year of exit", "2027", "exit_year"),
     ("exityear", "end of 2027", "exit_year"), ("untide", "0.1", "untied"), ("on budget?", "yes", "on_budget"),
     ("last date", "1,200", "")],
)
def test_a_column_that_may_be_meant_is_an_error(folder: Path, heading: str, value: str, nearest: str) -> None:
    (folder / "donors.csv").write_text(f'donor,name,currency,{heading}\nally,Ally,USD,"{value}"\n')
    issue, = [issue for issue in read_form(folder).issues if issue.severity == "error"]
    assert issue.code == "unknown_column"
    assert (f"Did you mean {nearest}?" in issue.remedy) is bool(nearest)
    assert "begin the heading with #" in issue.remedy
    (folder / "donors.csv").write_text(f'donor,name,currency,# {heading}\nally,Ally,USD,"{value}"\n')
    assert read_form(folder).issues == ()


@pytest.mark.parametrize(
    ("heading", "value"),
    [("responsible officer", "Ms Noor"), ("comment", "as agreed"), ("name_fa", "متحد"), ("checked on", "2026-01-05"),
     ("remarks", "none"), ("No.", "1"), ("notes", "by letter"), ("approved", "yes")],
)
def test_a_column_of_the_users_own_is_listed(folder: Path, heading: str, value: str) -> None:
    (folder / "donors.csv").write_text(f"donor,name,currency,exit_year,{heading}\nally,Ally,USD,2027,{value}\n")
    issue, = read_case_with_warnings(folder)[1]
    assert (issue.code, issue.table) == ("not_read", "donors")
    assert heading in issue.message


def test_a_margin_of_row_numbers_loses_no_row(folder: Path) -> None:
    plain = read_form(folder)
    path = folder / "strength_limits.csv"
    head, row = path.read_text().splitlines()
    path.write_text(f"No.,{head}\n#1,{row}\n")
    found = read_form(folder)
    assert found.case == plain.case
    assert codes(found) == ["not_read"]
    assert "only under “cadre”" in found.issues[0].message
    path.write_text(f",{head}\n#,{row}\n")
    assert "unnamed_column" in codes(read_form(folder))


def test_notes_are_counted(folder: Path) -> None:
    for name in ("cadres", "donors"):
        with (folder / f"{name}.csv").open("a") as file:
            file.write("# a note, with commas, in it\n" * (2 if name == "cadres" else 1))
    issue, = read_case_with_warnings(folder)[1]
    assert issue.message == "3 rows that begin with # were not read: 2 in cadres, 1 in donors."


def test_a_banner_above_the_headings_is_not_taken_for_them(folder: Path) -> None:
    plain = read_form(folder)
    path = folder / "pledges.csv"
    path.write_text("donor,Pledges (USD),,,,,\n" + path.read_text())
    found = read_form(folder)
    assert found.case == plain.case
    assert [(issue.code, issue.severity) for issue in found.issues] == [("above_heading", "warning")]
    assert "Row 1 stands above the headings" in found.issues[0].message


def test_a_carriage_return_in_a_cell_is_called_so(folder: Path) -> None:
    path = folder / "donors.csv"
    for text in ("donor,name,currency,exit_year,note\nally,Ally,USD,2027,first line\rsecond line\n",
                 "donor,name,currency,exit_year,note\nally,Al\rly,USD,2027,x\n",
                 "donor,name,currency,exit_year,note\nally,A\rl\rly,USD,2027,x\n"):
        path.write_bytes(text.encode())
        issue, = [issue for issue in read_form(folder).issues if issue.table == "donors"]
        assert "carriage return" in issue.message
        assert issue.cell == "donors.csv line 2"


def test_lines_may_all_end_with_a_carriage_return(folder: Path) -> None:
    plain = read_form(folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r"))
    found = read_form(folder)
    assert (found.case, found.issues) == (plain.case, ())


@pytest.mark.parametrize("name", ["~$donors", "Copy of donors", "donors - Copy", "donors (1)", "donors copy 2",
                                  "donors.csv"])
def test_a_lock_file_or_a_copy_beside_its_original_is_listed(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").write_bytes(b"\x00\xff")
    issue, = read_case_with_warnings(folder)[1]
    assert issue.code == "not_read"
    assert name in issue.message


@pytest.mark.parametrize("name", ["Copy of donors", "donors (1)", "Donors 2027", "donor", "donrs", "USD donors"])
def test_a_file_that_may_be_a_table_that_is_not_there_is_an_error(folder: Path, name: str) -> None:
    (folder / "donors.csv").rename(folder / f"{name}.csv")
    assert any("Did you mean donors?" in error for error in errors(folder))


@pytest.mark.parametrize("form", ["{} - Table 1", "{}-Table 1", "{} - Tabelle 1", " {} "])
def test_sheets_and_files_may_be_called_as_programs_export_them(folder: Path, tmp_path: Path, form: str) -> None:
    plain = read_form(folder)
    write_case(plain.case, tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    for sheet in book:
        sheet.title = form.format(sheet.title.replace("_", " ").title())
    book.save(tmp_path / "exported.xlsx")
    assert read_form(tmp_path / "exported.xlsx").case == plain.case
    for path in sorted(folder.iterdir()):
        path.rename(folder / f"{form.format(path.stem.replace('_', '-').upper())}.csv")
    found = read_form(folder)
    assert (found.case, found.issues) == (plain.case, ())


def test_two_files_of_one_table_are_an_error(folder: Path) -> None:
    (folder / "strength limits.csv").write_bytes((folder / "strength_limits.csv").read_bytes())
    assert codes(read_form(folder)) == ["duplicate_table"]


def test_own_sheets_are_listed_together(folder: Path, tmp_path: Path) -> None:
    write_case(read_form(folder).case, tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    for title in ("Export Summary", "contacts", "# scratch", "Notes"):
        book.create_sheet(title)["A1"] = 7
    book.save(tmp_path / "more.xlsx")
    issue, = read_form(tmp_path / "more.xlsx").issues
    assert (issue.code, issue.severity) == ("not_read", "warning")
    assert all(title in issue.message for title in ("Export Summary", "contacts", "Notes"))
    assert "scratch" not in issue.message


def test_headings_of_years_that_are_not_read_are_all_that_is_told(folder: Path) -> None:
    headed(folder, [f"{year} (plan)" for year in YEARS])
    with pytest.raises(CaseError) as caught:
        read_case_with_warnings(folder)
    assert [issue.code for issue in caught.value.issues] == ["year_heading"] * len(YEARS) + ["follows"]


def test_a_row_of_names_above_the_headings_is_told_and_a_title_is_not(folder: Path) -> None:
    path = folder / "effects.csv"
    plain = path.read_text()
    path.write_text("constables,border,as typed\n" + plain)
    assert codes(read_form(folder)) == ["above_heading"]
    for title in ("What each cadre delivers,,\n", "person-years,short name,units\n", "effects,,\n"):
        path.write_text(title + plain)
        assert codes(read_form(folder)) == []
