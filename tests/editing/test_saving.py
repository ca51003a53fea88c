"""A draft that is saved and opened again is the same, mistakes and all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from small_case import small_case
from strategies import cases
from test_draft import typed

from rightfin.case import Case, CaseError
from rightfin.case.exchange.trail import lineage
from rightfin.editing.checking import check_draft
from rightfin.editing.draft import Draft
from rightfin.editing.listing import Deltas, Listing, apply
from rightfin.editing.opening import Opened, draft_of, open_file
from rightfin.editing.saving import save_draft, workbook_of
from rightfin.reading import read_case, read_saved

FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

SIGNED = {"who": "Amina Roy", "when": "2027-03-31", "why": "Pay as agreed"}


def reopened(workbook: bytes, folder: Path) -> Opened:
    path = folder / "saved.xlsx"
    path.write_bytes(workbook)
    return open_file(path)


BLANK = {"missing_table": "empty_table", "missing_entry": "required"}
"""A workbook has a sheet for every table and a row for every setting and series: one that is gone is blank in it."""


def told(draft: Draft) -> list[tuple[str, str, str, str, str]]:
    """What is wrong with a draft, apart from the numbers of rows and from what a workbook has blank in place of nothing."""
    return sorted((BLANK.get(problem.issue.code, problem.issue.code), problem.issue.table, problem.issue.row,
                   "" if problem.issue.code in ("missing_entry", "required") else problem.column,
                   str(problem.issue.severity)) for problem in check_draft(draft, try_scenarios=False).problems)


def type_in(draft: Draft, table: str, key: str, column: str, value: object) -> Draft:
    """Type into the cell of a row by the first part of its key."""
    listing = Listing.of(draft, table)
    place = next(at for at, cells in enumerate(listing.texts()) if cells[0] == key)
    return apply(draft, listing, Deltas({place: {column: value}}))


@given(cases())
@FEW
def test_a_case_is_written_as_it_is(tmp_path: Path, case: Case) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(workbook_of(draft_of(case).now))
    assert read_case(path) == case


@given(typed())
@FEW
def test_what_is_edited_written_and_read_is_what_was_edited(tmp_path: Path, given_: tuple[Draft, Listing, Deltas]) -> None:
    draft = apply(*given_)
    again = reopened(workbook_of(draft.now), tmp_path).draft
    assert check_draft(again, try_scenarios=False).case == check_draft(draft, try_scenarios=False).case
    assert told(again) == told(draft)


def test_a_save_is_signed(tmp_path: Path) -> None:
    case = small_case()
    draft = type_in(draft_of(case), "cadres", "judge", "pay", "210000")
    made = save_draft(draft, **SIGNED)
    assert made.name == "small_2027-03-31_case.xlsx"
    path = tmp_path / made.name
    path.write_bytes(made.workbook)
    found = read_saved(path)
    assert found.case == case.with_cell("cadres", ("judge",), "pay", 210000.0)
    assert [(save.who, save.when, save.why) for save in found.trail] == [("Amina Roy", "2027-03-31", "Pay as agreed")]
    assert lineage(found.trail, found.case).is_current
    again = save_draft(type_in(draft_of(found.case, found.trail), "cadres", "judge", "pay", "1"), **SIGNED)
    assert [save.parent for save in again.trail] == ["", found.case.digest]


def test_a_save_without_name_or_reason_is_refused_in_words_of_a_page() -> None:
    draft = draft_of(small_case())
    for given_, wanted in (({"who": " "}, "Type your name."), ({"why": ""}, "Type in a sentence what was changed and why."),
                           ({"when": "tomorrow"}, "Type a date such as 2027-03-31.")):
        with pytest.raises(CaseError) as refused:
            save_draft(draft, **{**SIGNED, **given_})
        (issue,) = refused.value.issues
        assert issue.remedy == wanted
        assert "--" not in str(issue)


def test_a_draft_with_errors_is_saved_with_them(tmp_path: Path) -> None:
    draft = type_in(draft_of(small_case()), "cadres", "judge", "pay", "about 200")
    made = save_draft(draft, **SIGNED)
    opened = reopened(made.workbook, tmp_path)
    (problem,) = check_draft(opened.draft).errors
    assert (problem.issue.code, problem.issue.row, problem.column) == ("not_a_number", "judge", "pay")
    mended = type_in(opened.draft, "cadres", "judge", "pay", "200000")
    assert check_draft(mended).case == small_case()
    assert check_draft(mended.undo()).errors


def test_names_of_any_script_and_formulas_stay_as_they_are(tmp_path: Path) -> None:
    draft = type_in(draft_of(small_case()), "institutions", "courts", "name", "محاكم =1+1")
    draft = type_in(draft, "institutions", "army", "note", "=1+1")
    opened = reopened(save_draft(draft, **SIGNED).workbook, tmp_path)
    rows = {row["institution"]: row for row in check_draft(opened.draft).case.records("institutions")}
    assert (rows["courts"]["name"], rows["army"]["note"]) == ("محاكم =1+1", "=1+1")


def test_fiscal_years_are_typed_as_the_case_writes_them(tmp_path: Path) -> None:
    tables = {name: [dict(row) for row in small_case().records(name)] for name in small_case().tables}
    tables["settings"].append({"key": "year_form", "value": "2025/26"})
    case = Case.of(tables)
    draft = draft_of(case)
    assert check_draft(draft).case == case
    listing = Listing.of(draft, "macro")
    assert "2025/26" in listing.headings
    assert "2026" not in listing.headings
    changed = type_in(draft, "macro", "real_growth", "2026/27", "0.04")
    assert check_draft(changed).case == case.with_cell("macro", ("real_growth",), "2027", 0.04)
    wrong = type_in(draft, "settings", "end_year", "value", "2031")
    (problem, *_) = check_draft(wrong).errors
    assert (problem.issue.code, problem.table, problem.column) == ("not_a_year", "settings", "value")
    longer = type_in(draft, "settings", "end_year", "value", "2030/31")
    assert "2030/31" in Listing.of(longer, "pledges").headings
    again = reopened(save_draft(changed, **SIGNED).workbook, tmp_path).draft
    assert check_draft(again).case == check_draft(changed).case
