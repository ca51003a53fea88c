"""What is kept of a visit: given back to its own browser alone, whatever happens to the files."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from rightfin.ui.view import Changes
from rightfin.ui.visits import MOST_STEPS, Visit, VisitLimits, Visits

STEP: Changes = (("macro", ("security_share",), "2027", 0.2),)
OTHER: Changes = (("donors", ("union",), "exit_year", "2030"),)


@pytest.fixture
def visits(tmp_path: Path) -> Visits:
    return Visits(tmp_path / "visits")


def test_a_visit_is_given_back(visits: Visits) -> None:
    secret = visits.new_secret()
    visits.write(secret, Visit((STEP, OTHER), (STEP,)))
    assert visits.read(secret) == Visit((STEP, OTHER), (STEP,))
    assert visits.read(visits.new_secret()) == Visit()


def test_a_file_is_given_back_in_its_own_visit_alone(visits: Visits) -> None:
    mine, theirs = visits.new_secret(), visits.new_secret()
    digest = visits.put_file(mine, "صندوق.xlsx", b"content")
    visits.write(theirs, Visit())
    assert visits.file(mine, digest) == ("صندوق.xlsx", b"content")
    assert visits.file(theirs, digest) is None
    assert visits.file(mine, "../" + digest) is None
    assert visits.read(mine).names == {digest: "صندوق.xlsx"}


def test_the_secret_stands_nowhere_on_the_disk(visits: Visits, tmp_path: Path) -> None:
    secret = visits.new_secret()
    visits.put_file(secret, "case.xlsx", b"content")
    assert all(secret not in str(path) for path in tmp_path.rglob("*"))
    assert all(secret.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("secret", ["", "a", "../../etc", "g" * 48, "A" * 48, "0" * 47])
def test_what_is_no_secret_opens_nothing(visits: Visits, secret: str) -> None:
    assert not visits.is_secret(secret)
    with pytest.raises(ValueError, match="no secret"):
        visits.read(secret)


DAMAGED = st.binary(max_size=200) | st.sampled_from([b"{}", b'{"undo": 1}', b'{"undo": ["["], "redo": [], "names": {}}'])


@given(content=DAMAGED)
@settings(max_examples=50)
def test_a_damaged_file_is_as_if_nothing_were_kept(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("visits")
    visits = Visits(folder)
    secret = visits.new_secret()
    visits.write(secret, Visit((STEP,)))
    next(folder.rglob("state.json")).write_bytes(content)
    assert visits.read(secret) == Visit()


def test_a_file_that_was_changed_is_not_given_back(visits: Visits, tmp_path: Path) -> None:
    secret = visits.new_secret()
    digest = visits.put_file(secret, "case.xlsx", b"content")
    next(tmp_path.rglob(digest)).write_bytes(b"another")
    assert visits.file(secret, digest) is None


def test_only_the_last_steps_are_kept(visits: Visits) -> None:
    secret = visits.new_secret()
    steps = tuple((("macro", ("gdp",), "2027", float(n)),) for n in range(MOST_STEPS + 5))
    visits.write(secret, Visit(steps))
    assert visits.read(secret).undo == steps[5:]


def test_visits_looked_at_longest_ago_make_room(tmp_path: Path) -> None:
    visits, unlimited = Visits(tmp_path, VisitLimits(visits=2, days=1.0, total=10_000)), Visits(tmp_path)
    kept = [visits.new_secret() for _ in range(4)]
    for age, secret in enumerate(kept):
        unlimited.put_file(secret, "case.xlsx", b"x" * 1000)
        for file in visits._place(secret).rglob("state.json"):
            os.utime(file, (time.time() - 60.0 * age,) * 2)
    visits.clear()
    assert [bool(visits.read(secret).names) for secret in kept] == [True, True, False, False]
    for file in visits._place(kept[1]).rglob("state.json"):
        os.utime(file, (time.time() - 2 * 86_400.0,) * 2)
    visits.clear()
    assert [bool(visits.read(secret).names) for secret in kept] == [True, False, False, False]
    large = Visits(tmp_path, VisitLimits(total=500))
    large.clear()
    assert not large.read(kept[0]).names


def test_a_text_is_kept_under_its_name_for_its_visit_alone(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    one, other = Visits.new_secret(), Visits.new_secret()
    visits.put_text(one, "draft ../x", "first")
    visits.put_text(one, "draft ../x", "عربي\nsecond")
    assert visits.text(one, "draft ../x") == "عربي\nsecond"
    assert visits.text(one, "other") is None
    assert visits.text(other, "draft ../x") is None
    assert [path.name for path in tmp_path.iterdir()] == [path.name for path in tmp_path.iterdir() if len(path.name) == 64]


def test_visits_of_which_texts_are_kept_make_room_like_others(tmp_path: Path) -> None:
    visits = Visits(tmp_path, VisitLimits(visits=2))
    secrets = [Visits.new_secret() for _ in range(3)]
    for age, secret in enumerate(secrets):
        visits.put_text(secret, "draft", "x")
        place = next(one for one in tmp_path.iterdir() if one == visits._place(secret))
        os.utime(place / "state.json", (time.time() - 100 + age, time.time() - 100 + age))
    visits.clear()
    assert [visits.text(secret, "draft") for secret in secrets] == [None, "x", "x"]


def test_what_one_visit_holds_beyond_its_limit_costs_no_other_its_place(tmp_path: Path) -> None:
    visits = Visits(tmp_path, VisitLimits(each=1_500, total=2_000))
    mine, theirs = Visits.new_secret(), Visits.new_secret()
    visits.put_text(mine, "draft", "x" * 500)
    digest = visits.put_file(theirs, "large.xlsx", b"x" * 5_000)
    assert visits.text(mine, "draft") == "x" * 500
    assert visits.file(theirs, digest) is None


def test_steps_say_to_which_case_they_belong_and_looking_keeps_a_visit(visits: Visits, tmp_path: Path) -> None:
    secret = Visits.new_secret()
    visits.write(secret, Visit((STEP,), case="Demo"))
    state = next(tmp_path.rglob("state.json"))
    os.utime(state, (1.0, 1.0))
    assert visits.read(secret).case == "Demo"
    assert state.stat().st_mtime > 1.0


def steps_of_another_case() -> None:
    import streamlit as st

    from rightfin.ui import state
    from rightfin.ui.view import PageView

    state.look_at(PageView("Demo"))
    state.change((("macro", ("security_share",), "2027", 0.2),))
    state.steps_of("Demo")
    here = state.steps()
    state.steps_of("Liberia 2015")
    st.text(f"{here} {state.steps()}")


def test_steps_of_one_case_are_not_taken_back_in_another() -> None:
    app = AppTest.from_function(steps_of_another_case, default_timeout=60).run()
    assert not app.exception
    assert app.text[0].value == "(1, 0) (0, 0)"
