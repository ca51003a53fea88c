"""The CSV form: what its files hold, and how damage is named by file and line."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from raw_tables import grids, tables

from rightfin.case import Case, CaseError, Issue, Severity
from rightfin.case.reading.parse import parse
from rightfin.io import csv_folder, read_csv_folder, read_form, writable, write_case, write_csv_folder


@pytest.fixture
def case() -> Case:
    return parse(tables(grids())).case


@pytest.fixture
def folder(case: Case, tmp_path: Path) -> Path:
    write_csv_folder(case, tmp_path / "case")
    return tmp_path / "case"


def errors(folder: Path) -> list[Issue]:
    return [issue for issue in read_form(folder).issues if issue.severity is Severity.ERROR]


def test_files_are_plain_sorted_and_only_of_tables_with_rows(folder: Path) -> None:
    names = sorted(file.name for file in folder.iterdir())
    assert "regions.csv" not in names
    assert len(names) == 10
    assert (folder / "pledges.csv").read_bytes() == b"donor,2026,2027,source,note\nfund,100000,0,,\n"
    assert (folder / "needs.csv").read_text().splitlines()[1] == "crime,Crime,1,,0.2:1;0.3:2;0.5:4,,"
    assert (folder / "donors.csv").read_text().splitlines()[1].startswith("fund,A fund,,true,,2027,")


def test_texts_that_a_spreadsheet_would_run_are_escaped(case: Case, tmp_path: Path) -> None:
    rows = [{"need": "crime", "name": "=1+1", "weight": 1.0, "note": "'-a", "source": "it's"}]
    write_csv_folder(case.replace({"needs": rows}), tmp_path / "case")
    text = (tmp_path / "case" / "needs.csv").read_text()
    assert "'=1+1" in text
    assert "''-a" in text
    assert "it's" in text
    assert read_form(tmp_path / "case").case.records("needs")[0]["name"] == "=1+1"


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(case: Case, folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    found = read_form(folder)
    assert found.issues == ()
    assert found.case == case


def test_titles_and_notes_above_the_header_are_passed_over(case: Case, folder: Path) -> None:
    file = folder / "cadres.csv"
    file.write_text("# drafted in May\n\nCadres of the country\n" + file.read_text())
    found = read_form(folder)
    assert found.case == case
    assert found.issues == ()
    file.write_text(file.read_text().replace("2400.5", "2400;5"))
    assert [issue.cell for issue in errors(folder)] == ["cadres.csv line 5"]


def test_lines_are_counted_with_line_feeds_inside_texts(folder: Path) -> None:
    (folder / "needs.csv").write_text('need,name,weight\ncrime,"two\nlines",1\nother,Other,much\n')
    issue, = errors(folder)
    assert (issue.cell, issue.column) == ("needs.csv line 4", "weight")


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"need,name,weight\ncrime,Crime,1\nother,\xe9t\xe9,1\n", 3, "UTF-8"),
        ("need,name\n".encode("utf-16"), 1, "UTF-8"),
        (b'need,name,weight\ncrime,"Crime,1\nother,Other,1\n', 2, "quotation mark"),
        (b'need,name,weight\ncrime,"Cri"me,1\n', 2, "quotation mark"),
        (b"need,name,weight\ncrime,Crime\n", 2, "2 cells, but the header has 3"),
        (b"need,name,weight\ncrime,Crime,1,1\n", 2, "4 cells, but the header has 3"),
        (b"need;name;weight\ncrime;Crime;1\n", 1, "semicolons"),
        (b"need\tname\tweight\ncrime\tCrime\t1\n", 1, "semicolons or tabs"),
        (b"need,name," + b"x," * 300 + b"weight\n", 1, "columns"),
        (b'need,name,weight\ncrime,"' + b"x" * 140_000 + b'",1\n', 2, "cannot be split"),
    ],
)
def test_damage_is_named_by_file_and_line(folder: Path, content: bytes, line: int, words: str) -> None:
    (folder / "needs.csv").write_bytes(content)
    issue = next(issue for issue in errors(folder) if issue.table == "needs")
    assert issue.cell == f"needs.csv line {line}"
    assert words in f"{issue.message} {issue.remedy}"


def test_damage_in_several_files_is_reported_at_once(folder: Path) -> None:
    for name in ("needs", "cadres"):
        (folder / f"{name}.csv").write_bytes(b"\xff\xfe")
    (folder / "macro.csv").write_text((folder / "macro.csv").read_text().replace("0.05", "5 %"))
    assert sorted(issue.table for issue in errors(folder)) == ["cadres", "macro", "needs"]


def test_a_ragged_note_or_blank_line_is_no_problem(case: Case, folder: Path) -> None:
    with (folder / "needs.csv").open("a") as file:
        file.write("# to do\n,,\n\n")
    found = read_form(folder)
    assert found.case == case
    assert [str(issue) for issue in found.issues] == [
        "1 row that begins with # was not read: 1 in needs. Nothing needs to be done if they are notes."]


def test_unknown_files_are_named_and_others_are_passed_over(case: Case, folder: Path) -> None:
    (folder / "cadre.csv").write_text("not read \xff")
    (folder / "contacts.csv").write_text("not read \xff")
    (folder / "# scratch.csv").write_text("x")
    (folder / "README.md").write_text("x")
    (folder / ".hidden.csv").write_text("x")
    (folder / "more.csv").mkdir()
    found = read_form(folder)
    assert [(issue.code, issue.severity) for issue in found.issues] == [
        ("unknown_table", Severity.ERROR), ("not_read", Severity.WARNING)]
    assert "contacts" in found.issues[1].message
    assert found.case == case


def test_large_files_and_folders_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_folder, "MOST_CELLS", 60)
    with pytest.raises(CaseError, match="more than 60 cells"):
        read_csv_folder(folder)
    monkeypatch.setattr(csv_folder, "MOST_BYTES", 10)
    with pytest.raises(CaseError, match="at most 0 MB are read"):
        read_csv_folder(folder)
    monkeypatch.setattr(csv_folder, "MOST_FILES", 3)
    with pytest.raises(CaseError, match="10 CSV files"):
        read_csv_folder(folder)


def test_a_folder_without_settings_is_not_a_case(folder: Path) -> None:
    (folder / "settings.csv").unlink()
    with pytest.raises(CaseError, match=r"holds no settings\.csv"):
        read_csv_folder(folder)


def test_an_existing_folder_is_replaced_only_with_force(case: Case, folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    smaller = case.replace({"donors": [], "pledges": []})
    with pytest.raises(CaseError, match="--force"):
        write_csv_folder(smaller, folder)
    assert before == {file.name: file.read_bytes() for file in folder.iterdir()}
    (folder / "README.md").write_text("kept")
    (folder / "Scenarios.CSV").write_text("an older spelling")
    write_csv_folder(smaller.replace({"scenarios": []}), folder, force=True)
    names = {file.name for file in folder.iterdir()}
    assert "README.md" in names
    assert not names & {"donors.csv", "pledges.csv", "scenarios.csv", "Scenarios.CSV"}
    assert read_form(folder).case == smaller.replace({"scenarios": []})


def test_what_is_too_large_to_be_read_is_not_written(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_folder, "MOST_BYTES", 10)
    with pytest.raises(CaseError, match="at most 0 MB are read"):
        write_csv_folder(case, tmp_path / "case")
    assert list(tmp_path.iterdir()) == []


def test_a_long_file_is_not_taken_into_memory(folder: Path) -> None:
    (folder / "cadres.csv").write_text("cadre,name\n" + "a,\n" * 2_000_000)
    tracemalloc.start()
    try:
        tables = read_csv_folder(folder)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    cadres = next(table for table in tables if table.name == "cadres")
    assert cadres.rows == ()
    assert "larger than any case" in next(iter(cadres.notes.values()))


def test_an_empty_folder_is_filled(case: Case, tmp_path: Path) -> None:
    write_csv_folder(case, tmp_path)
    assert read_form(tmp_path).case == case


def test_nothing_is_left_behind_when_writing_fails(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csv_folder, "csv_text", fail)
    with pytest.raises(CaseError, match="no space left"):
        write_csv_folder(case, tmp_path / "case")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_moved_where_a_folder_stands_in_the_way(case: Case, folder: Path) -> None:
    (folder / "settings.csv").unlink()
    (folder / "settings.csv").mkdir()
    (folder / "regions.csv").mkdir()
    (folder / "cadres.csv").write_text("older")
    with pytest.raises(CaseError, match=r"settings\.csv in .* cannot be written"):
        write_csv_folder(case, folder, force=True)
    assert (folder / "cadres.csv").read_text() == "older"
    (folder / "settings.csv").rmdir()
    write_csv_folder(case, folder, force=True)
    assert read_form(folder).case == case


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
@pytest.mark.parametrize(("limit", "value"), [("MOST_ROWS", 1), ("LAST_COLUMN", 3), ("MOST_CELLS", 2_000)])
def test_what_no_reader_accepts_is_not_written(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limit: str, value: int
) -> None:
    monkeypatch.setattr(writable, limit, value)
    with pytest.raises(CaseError) as refusal:
        write_case(case, tmp_path / name)
    assert {issue.code for issue in refusal.value.issues} == {"too_large"}
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_the_most_rows_is_read_and_one_more_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_folder, "LAST_ROW", 6)
    assert errors(folder) == []
    monkeypatch.setattr(csv_folder, "LAST_ROW", 5)
    assert {issue.table for issue in errors(folder)} == {"macro"}
