"""The trail of a case: saves are added, lines by hand completed, changes since noticed; both forms keep it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from raw_tables import raw_table
from small_case import edited, small_case

from rightfin.case import CaseError, Issue
from rightfin.case.exchange.trail import Save, Trail, begun, lineage, read_trail, saved, united, unsaved_changes
from rightfin.io import write_case
from rightfin.reading import read_unchecked

FIRST, SECOND = small_case(), small_case(edited("cadres", "judge", pay=1.0))
ONE = saved((), FIRST, who="Amina", when="2027-01-10", why="First version")
TWO = saved(ONE, SECOND, who="Boris", when="2027-02-03", why="Pay of judges as in the law")


def codes(error: pytest.ExceptionInfo[CaseError]) -> list[str]:
    return [issue.code for issue in error.value.issues]


def test_each_save_names_the_one_before() -> None:
    assert [*ONE] == [Save(FIRST.digest, "", "", "2027-01-10", "Amina", "First version")]
    assert TWO[1] == Save(SECOND.digest, FIRST.digest, "", "2027-02-03", "Boris", "Pay of judges as in the law")
    assert TWO[0] == ONE[0]


def test_whether_the_content_is_what_was_saved() -> None:
    assert lineage(TWO, SECOND).is_current is True
    assert lineage(TWO, FIRST).is_current is False
    assert lineage((), FIRST).is_current is None
    assert lineage((Save(who="Amina", why="typed"),), FIRST).is_current is None
    assert unsaved_changes(TWO, SECOND) is None
    assert unsaved_changes((), FIRST) is None
    issue = unsaved_changes(TWO, FIRST)
    assert issue is not None
    assert (issue.code, issue.severity) == ("unsaved_changes", "warning")
    assert SECOND.digest[:8] in issue.message
    assert "Boris" in issue.message


def test_a_parent_that_is_not_in_the_trail_is_named() -> None:
    assert lineage(TWO, SECOND).unknown == ()
    assert lineage(TWO[1:], SECOND).unknown == (FIRST.digest,)
    merged = saved(TWO, FIRST, who="Chen", when="2027-03-01", why="Merged", parent="abc", other_parent=SECOND.digest)
    assert lineage(merged, FIRST).unknown == ("abc",)


@pytest.mark.parametrize(("hand", "why"), [
    (Save(why="Pay corrected"), "Pay corrected; as in the law"), (Save(who="Boris", when="2027-02-02"), "as in the law"),
    (Save(who="Boris", why="as in the law"), "as in the law"),
])
def test_a_line_by_hand_is_completed_and_not_doubled(hand: Save, why: str) -> None:
    trail = saved((*ONE, hand), SECOND, who="Boris", when="2027-02-03", why="as in the law")
    assert trail == (*ONE, Save(SECOND.digest, FIRST.digest, "", hand.when or "2027-02-03", "Boris", why))


def test_a_line_by_the_hand_of_another_stays_as_it_is() -> None:
    hand = Save(who="Dana", why="Pay corrected")
    trail = saved((*ONE, hand), SECOND, who="Boris", when="2027-02-03", why="as in the law")
    assert trail[:2] == (*ONE, hand)
    assert trail[2].who == "Boris"
    assert lineage((*ONE, hand), FIRST).unsaved == (hand,)


def test_a_merge_that_is_left_to_settle_gets_its_digest_when_it_is_settled() -> None:
    trail = begun(TWO, who="Chen", when="2027-03-01", why="Both together", parent=FIRST.digest, other_parent=SECOND.digest)
    assert trail[-1] == Save("", FIRST.digest, SECOND.digest, "2027-03-01", "Chen", "Both together")
    done = saved(trail, SECOND, who="Chen", when="2027-03-02", why="settled")
    assert done == (*TWO, replace(trail[-1], digest=SECOND.digest, why="Both together; settled"))


def test_trails_are_united_in_order_and_without_repetition() -> None:
    other = saved(ONE, FIRST, who="Dana", when="2027-02-01", why="Reviewed")
    assert united(ONE, TWO, other) == (*TWO, other[1])
    assert united(ONE, ONE) == ONE


@pytest.mark.parametrize(("who", "when", "why", "code"), [
    ("", "2027-01-01", "reason", "no_who"), ("  ", "2027-01-01", "reason", "no_who"),
    ("Amina", "2027-01-01", " ", "no_why"), ("Amina", "1 March", "reason", "not_a_date"),
    ("Amina", "", "reason", "not_a_date"),
    ("Amina", "2027-02-30", "reason", "not_a_date"), ("Ami\x07na", "2027-01-01", "reason", "unprintable"),
])
def test_an_honest_trail_needs_a_name_a_date_and_a_reason(who: str, when: str, why: str, code: str) -> None:
    with pytest.raises(CaseError) as error:
        saved((), FIRST, who=who, when=when, why=why)
    assert codes(error) == [code]
    with pytest.raises(CaseError):
        begun((), who=who, when=when, why=why, parent="abc")


def test_what_people_type_is_read_leniently() -> None:
    table = raw_table("Trail", [
        ["Who", "why", "mine", "when"], ["Amina", "first", "x", "2027-01-10"], [None, None, None, None], ["# a note"],
        ["Boris"], [None, "=cmd", None, 20270203.0],
    ])
    assert read_trail([table]) == (
        Save(who="Amina", why="first", when="2027-01-10"), Save(who="Boris"), Save(why="=cmd", when="20270203"),
    )
    assert read_trail([]) == ()


@pytest.mark.parametrize("form", ["case.xlsx", "case"])
def test_both_forms_keep_the_trail_and_no_digest_depends_on_it(tmp_path: Path, form: str) -> None:
    trail: Trail = (*TWO, Save(who="=HYPERLINK(1)", why="-5 % 'quoted', \"twice\"\nnext line"))
    write_case(SECOND, tmp_path / form, trail=trail)
    found = read_unchecked(tmp_path / form)
    assert found.trail == trail
    assert found.case == SECOND
    assert lineage(found.trail, found.case).is_current is True
    assert not any(issue.table == "trail" for issue in found.issues)


def test_a_folder_loses_its_trail_when_a_case_without_one_replaces_it(tmp_path: Path) -> None:
    write_case(SECOND, tmp_path / "case", trail=TWO)
    write_case(FIRST, tmp_path / "case", force=True)
    assert not (tmp_path / "case" / "trail.csv").exists()
    assert read_unchecked(tmp_path / "case").trail == ()


def test_the_same_case_and_trail_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "other.xlsx"):
        write_case(SECOND, tmp_path / name, trail=TWO)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()


def test_a_merge_that_somebody_else_settles_is_still_made_from_both() -> None:
    trail = begun(TWO, who="Chen", when="2027-03-01", why="Both together", parent=FIRST.digest, other_parent=SECOND.digest)
    done = saved(trail, SECOND, who="Dana", when="2027-03-02", why="settled")
    assert done[-2] == trail[-1]
    assert done[-1] == Save(SECOND.digest, FIRST.digest, SECOND.digest, "2027-03-02", "Dana", "settled")


@pytest.mark.parametrize(("name", "issue", "told"), [
    ("a", Issue("x", "The table a has no rows.", ""), "In a: The table a has no rows."),
    ("a", Issue("x", "a is not a case.", ""), "a is not a case."),
    ("a.xlsx", Issue("x", "in/a.xlsx does not exist.", ""), "in/a.xlsx does not exist."),
    ("a.xlsx", Issue("x", "Blank.", "", cell="cadres!C5"), "a.xlsx: cadres!C5: Blank."),
])
def test_a_problem_in_one_of_several_files_names_the_file(name: str, issue: Issue, told: str) -> None:
    assert str(CaseError([issue]).of(name)) == told
