"""Names that are read from right to left stand by themselves in what is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rightfin.report.words.bidi import FIRST_STRONG_ISOLATE as FIRST
from rightfin.report.words.bidi import POP_ISOLATE as POP
from rightfin.report.words.bidi import all_isolated, alone, bare, isolated, led, unbroken

ARMY, POLICE = "الجيش الوطني", "پولیس سرحدی"


def direction(text: str) -> list[str]:
    """Return the kind of each sign of a text beside isolates, by the annex of Unicode."""
    found, depth = [], 0
    for sign in text:
        depth += (sign == FIRST) - (sign == POP)
        if depth == 0 and sign != POP:
            found.append(unicodedata.bidirectional(sign))
    return found


@pytest.mark.parametrize(("text", "shown"), [
    (f"{ARMY} 2021 → 2026: 4%", f"{FIRST}{ARMY}{POP} 2021 → 2026: 4%"),
    (f"{ARMY}, {POLICE} and more", f"{FIRST}{ARMY}{POP}, {FIRST}{POLICE}{POP} and more"),
    (f"Paid by {ARMY}. {POLICE} pays", f"Paid by {FIRST}{ARMY}{POP}. {FIRST}{POLICE}{POP} pays"),
    ("الشرطة (الوطنية)", f"{FIRST}الشرطة (الوطنية){POP}"),
    (f"The police ({POLICE}) 3", f"The police ({FIRST}{POLICE}{POP}) 3"),
    (f"{ARMY} (army)", f"{FIRST}{ARMY}{POP} (army)"),
    ("لواء 3 الحدود 7", f"{FIRST}لواء 3 الحدود{POP} 7"),
    ("משטרת-הגבול", f"{FIRST}משטרת-הגבול{POP}"),
    ("Café → 5", "Café → 5"),
    ("a\u202eb", "ab"),
    ("\u2067The army, 3", "The army, 3"),
    (f"{POP}The army{POP}, 3", "The army, 3"),
    (f"\u2067a\u2066b{POP}c", f"a\u2066b{POP}c"),
    (f"{FIRST}{ARMY} 3", f"{FIRST}{ARMY}{POP} 3"),
])
def test_a_name_is_isolated_and_what_is_around_it_is_not(text: str, shown: str) -> None:
    assert isolated(text) == shown


SIGNS = some.sampled_from("aé 12.,:()-/→%\u2060" + ARMY + POLICE + "שא")


@given(some.text(SIGNS, max_size=40))
def test_nothing_from_right_to_left_is_left_beside_isolates(text: str) -> None:
    found = isolated(text)
    assert bare(found) == text
    assert isolated(found) == found
    assert not {"R", "AL"} & set(direction(found))
    assert found.count(FIRST) == found.count(POP)


def test_a_title_stands_by_itself_with_its_numbers() -> None:
    assert alone(f"{ARMY} 2021") == isolated(alone(f"{ARMY} 2021")) == f"{FIRST}{ARMY} 2021{POP}"
    assert alone("Marenga 2021") == "Marenga 2021"
    assert alone(f"\u2067Marenga{POP}{POP}\u202e 2021") == "Marenga 2021"
    assert alone(f"{POP}\u2067{ARMY}") == f"{FIRST}{ARMY}{POP}"


@given(some.text(some.sampled_from("a 1,\u2066\u2067\u202a\u202e" + FIRST + POP + ARMY), max_size=20))
def test_no_isolate_of_a_case_is_left_open_or_ends_one_of_ours(text: str) -> None:
    found = isolated(text)
    assert isolated(found) == found
    depth = 0
    for sign in found:
        depth += (sign in "\u2066\u2067\u2068") - (sign == POP)
        assert depth in (0, 1)
    assert depth == 0
    assert not set(bare(text)) & set("\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(("text", "is_led"), [
    (f"{ARMY} 1, {POLICE} 1.", True), (ARMY, False), ("Army 1, police 1.", False), (f"Paid by {ARMY}", True),
])
def test_a_cell_is_read_from_the_left_unless_it_is_one_name(text: str, is_led: bool) -> None:
    found = led(text)
    assert found == (f"\u200e{isolated(text)}" if is_led else isolated(text))
    assert bare(found) == text


def test_parts_of_a_picture_are_isolated_with_the_names_of_their_fields() -> None:
    chart = {"data": {"values": [{ARMY: 1.0, "name": POLICE}]}, "columns": (ARMY, 3, None)}
    assert all_isolated(chart) == {
        "data": {"values": [{f"{FIRST}{ARMY}{POP}": 1.0, "name": f"{FIRST}{POLICE}{POP}"}]},
        "columns": (f"{FIRST}{ARMY}{POP}", 3, None),
    }


def test_a_name_is_not_broken_where_lines_are() -> None:
    found = unbroken(f"More from {ARMY} in 2029")
    assert found == f"More from {FIRST}{ARMY.replace(' ', chr(0xA0))}{POP} in 2029"
    assert unbroken("More from the army") == "More from the army"
