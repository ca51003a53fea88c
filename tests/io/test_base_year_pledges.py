"""What donors pledged for the base year: a column for it, and a question where part of it belongs to the first year."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import rightfin
from rightfin.case.checks import check_case
from rightfin.io import write_template, write_workbook
from rightfin.io.layout import HEADING_ROW
from tests.small_case import edited, setting, small_case


def test_a_template_has_room_for_what_donors_pledged_for_the_base_year(tmp_path: Path) -> None:
    write_template(tmp_path / "new.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["pledges"]
    assert [cell.value for cell in sheet[HEADING_ROW]][:3] == ["donor", "2025", "2026"]
    notes = [cell.comment.text for cell in sheet[HEADING_ROW] if cell.comment]
    assert any("delay" in note for note in notes)


def test_a_case_whose_donors_have_calendars_keeps_the_column(tmp_path: Path) -> None:
    case = small_case(edited("donors", "usa", year_starts=10))
    write_workbook(case, tmp_path / "case.xlsx")
    heads = [cell.value for cell in openpyxl.load_workbook(tmp_path / "case.xlsx")["pledges"][HEADING_ROW]]
    assert "2025" in heads
    assert rightfin.read_case(tmp_path / "case.xlsx").records("pledges")[0]["2026"] is not None


@pytest.mark.parametrize(("case_starts", "before", "asked"), [
    (7, None, True), (7, 0.0, False), (7, 5e6, False), (1, None, False),
])
def test_half_a_year_of_a_donor_is_not_lost_without_a_word(case_starts: int, before: float | None, asked: bool) -> None:
    case = small_case(setting("year_starts", case_starts), edited("donors", "usa", year_starts=1),
                      edited("pledges", "usa", y2025=before))
    found = [issue for issue in check_case(case) if issue.code == "first_pledge"]
    assert [(issue.table, issue.row, issue.column) for issue in found] == [("pledges", "usa", "2025")] * asked
    assert all("6 of the 12 months of 2026" in issue.message for issue in found)
