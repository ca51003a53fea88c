"""Files with whatever is wrong in them are opened, and every problem stands at its row and column, to be mended there."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_tables import Grid, grids, write_grids
from test_saving import type_in

from rightfin.case import CaseError
from rightfin.editing.checking import DraftCheck, check_draft, row_name
from rightfin.editing.headings import cleared, may_be, moved, own_columns
from rightfin.editing.listing import Listing
from rightfin.editing.opening import Opened, open_file


def opened(grids_: dict[str, Grid], folder: Path, merged: tuple[str, str] | None = None) -> Opened:
    """Write grids as a workbook and open it."""
    return open_file(write_grids(grids_, folder / "case.xlsx", merged))


def problems(check: DraftCheck) -> list[tuple[str, str, int | None, str]]:
    return [(problem.issue.code, problem.table, problem.row, problem.column) for problem in check.errors]


def test_a_sound_workbook_has_no_errors(tmp_path: Path) -> None:
    found = opened(grids(), tmp_path)
    assert (check_draft(found.draft).errors, found.left) == ((), ())


def test_faults_stand_at_their_cells_and_roots_alone_are_told(tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["cadres"][2][4] = "two thousand"
    spoilt["donors"][1][2] = "soon"
    spoilt["cadres"][1][1] = "polise"
    draft = opened(spoilt, tmp_path).draft
    check = check_draft(draft)
    assert {("not_a_number", "cadres", 3, "pay"), ("not_a_number", "donors", 2, "exit_year"),
            ("unknown_reference", "cadres", 2, "institution")} <= set(problems(check))
    assert check.counts()["cadres"][0] == 2
    assert check.rows_of("cadres") == {2, 3}
    assert row_name(draft, "cadres", 3) == "soldier"
    assert check.saved is None
    for table, key, column, value in (("cadres", "soldier", "pay", "2000"), ("donors", "fund", "exit_year", "2027"),
                                      ("cadres", "constable", "institution", "police")):
        draft = type_in(draft, table, key, column, value)
    assert check_draft(draft).saved is not None


def test_a_row_that_stands_there_twice_is_told_at_the_second(tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["donors"].append(["fund", "The same", 2027, "no"])
    draft = opened(spoilt, tmp_path).draft
    (problem,) = check_draft(draft).errors
    assert (problem.issue.code, problem.row, problem.column) == ("duplicate_key", 3, "donor")


def test_a_cell_that_shows_an_error_is_told_until_it_is_typed_over(tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["cadres"][1][4] = "=1/0"  # a formula without a stored result
    draft = opened(spoilt, tmp_path).draft
    (problem,) = check_draft(draft).errors
    assert (problem.issue.code, problem.row, problem.column) == ("unreadable_cell", 2, "pay")
    mended = type_in(draft, "cadres", "constable", "pay", "2400.5")
    assert check_draft(mended).errors == ()
    assert check_draft(mended.undo()).errors
    assert check_draft(type_in(draft, "cadres", "constable", "pay", None)).errors


def test_merged_cells_are_mended_by_typing(tmp_path: Path) -> None:
    draft = opened(grids(), tmp_path, ("cadres", "E2:E3")).draft
    (problem,) = check_draft(draft).errors
    assert (problem.table, problem.row, problem.column) == ("cadres", 3, "pay")
    assert check_draft(type_in(draft, "cadres", "soldier", "pay", "2000")).errors == ()


def test_a_heading_that_is_no_column_stays_with_what_stands_under_it(tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["cadres"][0][4] = "paye"
    draft = opened(spoilt, tmp_path).draft
    listing = Listing.of(draft, "cadres")
    assert "paye" in listing.headings
    check = check_draft(draft)
    assert [problem.column for problem in check.errors if problem.issue.code == "unknown_column"] == ["paye"]
    for key, value in (("constable", "2400.5"), ("soldier", "2000")):
        draft = type_in(type_in(draft, "cadres", key, "pay", value), "cadres", key, "paye", None)
    assert check_draft(draft).errors == ()


def test_what_stands_under_a_wrong_heading_is_moved_or_cleared(tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["cadres"][0][4] = "paye"
    draft = opened(spoilt, tmp_path).draft
    sheet = draft.now.sheets["cadres"]
    (own,) = own_columns(sheet)
    assert (own.heading, own.held) == ("paye", 2)
    assert "pay" in may_be(sheet, draft.now.span)
    assert "institution" not in may_be(sheet, draft.now.span)
    mended = draft.with_sheet(moved(sheet, own.name, "pay"))
    assert check_draft(mended).errors == ()
    assert own_columns(mended.now.sheets["cadres"]) == ()
    assert mended.undo().now == draft.now
    assert [row["pay"] for row in check_draft(mended).case.records("cadres")] == [2400.5, 2000.0]
    assert own_columns(cleared(sheet, own.name)) == ()
    assert moved(sheet, own.name, "institution").rows[0].text("institution") == "police", "nothing is typed over"


def test_sheets_of_other_names_are_told_as_left_out(tmp_path: Path) -> None:
    spoilt = grids() | {"cadres2": [["cadre", "pay"], ["x", 1]]}
    found = opened(spoilt, tmp_path)
    assert any("cadres2" in str(issue) for issue in found.left)
    assert check_draft(found.draft).errors == ()


def test_settings_that_are_not_typed_are_listed_to_be_typed(tmp_path: Path) -> None:
    draft = opened(grids(), tmp_path).draft
    assert check_draft(type_in(draft, "settings", "tail_years", "value", "5")).errors == ()
    assert check_draft(draft).case.records("settings") != check_draft(
        type_in(draft, "settings", "tail_years", "value", "5")).case.records("settings")


def test_a_file_that_is_no_case_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(b"PK no workbook")
    with pytest.raises(CaseError):
        open_file(path)
