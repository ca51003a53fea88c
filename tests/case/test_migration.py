"""Tables of older templates brought up to date, with a made-up list of changes."""

from __future__ import annotations

from raw_tables import grids, raw_table, tables

from rightfin.case.issue import Severity
from rightfin.case.reading.migration import bring_up_to_date
from rightfin.case.reading.parse import parse
from rightfin.schema.versions import CHANGES, VERSION, Change, ChangeKind

MADE_UP = (
    Change(3, "staff", "", ChangeKind.RENAMED, "cadres"),
    Change(3, "cadres", "salary", ChangeKind.RENAMED, "pay"),
    Change(3, "cadres", "rank", ChangeKind.REMOVED, "Ranks are not used."),
    Change(3, "old_table", "", ChangeKind.REMOVED, "Nothing replaces it."),
    Change(4, "cadres", "support", ChangeKind.ADDED, "Kit, fuel and food."),
)


def old() -> list[object]:
    content = grids()
    cadres = content.pop("cadres")
    heading = [{"pay": "Salary"}.get(str(name), name) for name in cadres[0]]
    rows = [[*row, None] for row in cadres[1:]]
    rows[0][-1] = "sergeant"
    return [*tables(content), raw_table("staff", [[*heading, "rank"], *rows]), raw_table("old_table", [["x"], ["y"]])]


def test_renamed_and_removed_tables_and_columns_are_brought_up_to_date() -> None:
    raw = old()
    found, news = bring_up_to_date(raw, 2, MADE_UP, 4)
    parsed = parse(found)
    assert parsed.issues == ()
    assert parsed.case == parse(tables(grids())).case
    warning, = news
    assert (warning.code, warning.severity) == ("template_version", Severity.WARNING)
    for words in ("version 2", "version 4", "staff: is now called cadres.", "column salary: is now called pay.",
                  "column rank: removed. Ranks are not used. What the workbook holds there is not read.",
                  "column support: added."):
        assert words in warning.message
    # Cells are still called as the file calls them.
    assert next(table for table in found if table.name == "cadres").cell(7, 0) == "staff!A7"


def test_only_changes_after_the_version_are_made() -> None:
    raw = [raw_table("staff", [["cadre"], ["x"]])]
    found, news = bring_up_to_date(raw, 3, MADE_UP, 4)
    assert [table.name for table in found] == ["staff"]
    assert "staff" not in news[0].message
    assert "support" in news[0].message


def test_a_new_name_that_stands_there_already_is_left_alone() -> None:
    raw = [raw_table("staff", [["cadre"]]), raw_table("cadres", [["salary", "pay"]])]
    found, _ = bring_up_to_date(raw, 2, MADE_UP, 4)
    assert [table.name for table in found] == ["staff", "cadres"]
    assert found[1].header == ("salary", "pay")


def test_nothing_is_done_without_a_template_or_for_the_present_one() -> None:
    raw = tuple(tables(grids()))
    for version in (None, VERSION):
        assert bring_up_to_date(raw, version) == (raw, ())


def test_a_newer_version_is_said() -> None:
    raw = tuple(tables(grids()))
    found, (warning,) = bring_up_to_date(raw, VERSION + 3)
    assert found == raw
    assert f"version {VERSION + 3}" in warning.message
    assert "Update rightfin" in warning.remedy


def test_help_that_version_1_put_into_notes_goes_and_what_people_wrote_stays() -> None:
    content = grids()
    content["settings"] += [["discount_rate", None, "Real discount rate of the objectives."],
                            ["tail_years", None, "to be agreed"]]
    content["settings"][1][2] = "Title of the case, as reports show it."
    found, (warning,) = bring_up_to_date(tuple(tables(content)), 1)
    records = {row["key"]: row for row in parse(found).case.records("settings")}
    assert "discount_rate" not in records
    assert records["tail_years"]["note"] == "to be agreed"
    assert records["title"]["note"] is None
    assert "note" in warning.message


def test_the_list_of_changes_is_in_order_and_ends_with_the_present_version() -> None:
    versions = [change.version for change in CHANGES]
    assert versions == sorted(versions)
    assert versions[-1] == VERSION
