"""Another version brought into a draft: laws over generated versions, and conflicts settled by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from small_case import small_case
from strategies import cases
from test_saving import SIGNED, type_in

from rightfin.case import Case, CaseError
from rightfin.case.exchange.trail import saved
from rightfin.editing.checking import check_draft
from rightfin.editing.merging import BEFORE, OURS, THEIRS, TYPED, Taking, edits_to, joined, joining, sides
from rightfin.editing.opening import draft_of
from rightfin.editing.saving import save_draft
from rightfin.reading import Saved

MANY = settings(max_examples=20, deadline=None)

BASE = small_case()
PAY = ("cadres", ("judge",), "pay")
OTHER_PAY = BASE.with_cell(*PAY, 220_000.0)


def version(case: Case) -> Saved:
    return Saved(case, (), saved((), case, who="Boris", when="2027-02-01", why="Pledges"), {})


@given(cases(), cases())
@MANY
def test_edits_make_any_case_of_any_other(one: Case, other: Case) -> None:
    draft = draft_of(one)
    assert check_draft(draft.with_step(edits_to(draft, one, other)), try_scenarios=False).case == other


@given(cases(), cases())
@MANY
def test_what_only_the_other_changed_is_taken_in_one_step(one: Case, other: Case) -> None:
    draft = draft_of(one)
    after = joined(draft, joining(draft, version(other)), {})
    assert check_draft(after, try_scenarios=False).case == other
    assert after.undo().now == draft.now


def test_both_changes_stand_and_the_trail_says_so() -> None:
    draft = type_in(draft_of(BASE), "cadres", "soldier", "pay", "1234")
    asked = joining(draft, version(OTHER_PAY))
    assert asked.conflicts == ()
    after = joined(draft, asked, {})
    wanted = OTHER_PAY.with_cell("cadres", ("soldier",), "pay", 1234.0)
    assert check_draft(after).case == wanted
    trail = save_draft(after, **SIGNED).trail
    assert [save.who for save in trail] == ["Boris", "Amina Roy"]
    assert (trail[-1].digest, trail[-1].other_parent) == (wanted.digest, OTHER_PAY.digest)
    assert trail[-1].parent == asked.ours.digest
    assert [save.who for save in save_draft(after.undo(), **SIGNED).trail] == ["Amina Roy"]


def test_what_both_changed_is_settled_by_choice_or_typed() -> None:
    draft = type_in(draft_of(BASE), "cadres", "judge", "pay", "230000")
    asked = joining(draft, version(OTHER_PAY))
    (conflict,) = asked.conflicts
    assert sides(conflict) == {OURS: "230000", THEIRS: "220000", BEFORE: "200000"}
    for taking, wanted in ((Taking(OURS), 230_000.0), (Taking(THEIRS), 220_000.0), (Taking(BEFORE), 200_000.0),
                           (Taking(TYPED, "225000"), 225_000.0)):
        after = joined(draft, asked, {0: taking})
        assert check_draft(after).case == BASE.with_cell(*PAY, wanted), taking
    for taking, code in ((None, "unsettled"), (Taking(TYPED, "225,000"), "ambiguous_number")):
        with pytest.raises(CaseError) as refused:
            joined(draft, asked, {} if taking is None else {0: taking})
        assert [issue.code for issue in refused.value.issues] == [code]


def test_a_row_that_one_removed_and_the_other_changed_is_settled() -> None:
    without = BASE.replace({"cadres": [row for row in BASE.records("cadres") if row["cadre"] != "clerk"]})
    draft = type_in(draft_of(BASE), "cadres", "clerk", "pay", "1")
    asked = joining(draft, version(without))
    (conflict,) = asked.conflicts
    assert (sides(conflict)[OURS], sides(conflict)[THEIRS]) == ("pay = 1", "removed")
    assert check_draft(joined(draft, asked, {0: Taking(THEIRS)}), try_scenarios=False).case == without
    assert check_draft(joined(draft, asked, {0: Taking(BEFORE)})).case == BASE
    with pytest.raises(CaseError):
        joined(draft, asked, {0: Taking(TYPED, "2")})


def test_whether_both_were_made_from_this_case_is_told() -> None:
    draft = draft_of(BASE)
    assert not joining(draft, version(OTHER_PAY)).is_known
    first = saved((), BASE, who="Amina", when="2027-01-01", why="First")
    theirs = Saved(OTHER_PAY, (), saved(first, OTHER_PAY, who="Boris", when="2027-02-01", why="Pay"), {})
    assert joining(draft, theirs).is_known


def test_a_draft_with_errors_is_not_merged() -> None:
    draft = type_in(draft_of(BASE), "cadres", "judge", "pay", "x")
    with pytest.raises(CaseError) as refused:
        joining(draft, version(OTHER_PAY))
    assert [issue.code for issue in refused.value.issues] == ["mend_first"]
