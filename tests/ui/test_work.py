"""What a button works out, in a page of its own: kept when it ends, told when it was dropped, kept when it is refused."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rightfin.ui import work


def page() -> None:
    """A page whose work finds what the question says, or ends otherwise."""
    from functools import partial

    import streamlit as st
    from pipeline import tiny_case
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from ui.work_toys import answer

    from rightfin.desk import Request, Task
    from rightfin.question import Question
    from rightfin.ui.work import Work

    work, other = Work[str]("one", "Find it"), Work[str]("other", "Find more", seconds=0.3)
    question = st.text_input("Question", "a", key="question")
    choice = st.text_input("Choice", "here", key="choice")
    drawn = get_script_run_ctx()
    assert drawn is not None
    assert drawn.script_requests is not None
    request = Request(Question(tiny_case()), wanted=Task(partial(answer, question, drawn.script_requests.request_stop)))
    if st.button(work.button, key="find"):
        work.do(choice, question, request)
    if st.button(other.button, key="more"):
        other.do(choice, question, request)
    if st.button("Take what another visitor found", key="take"):
        work.keep(choice, question, "found elsewhere")
    other.say_if_stopped(choice)
    found = work.answer(choice, question)
    if found is not None:
        st.write(f"{choice}: {found}")


def asked(app: AppTest, question: str) -> AppTest:
    app.text_input(key="question").set_value(question)
    app.button(key="find").click().run()
    assert not app.exception
    return app


def visit() -> AppTest:
    return AppTest.from_function(page, default_timeout=60).run()


def written(app: AppTest) -> list[str]:
    return [text.value for text in app.markdown]


def test_what_ends_is_kept_for_its_choice_and_nothing_is_said_to_be_stopped() -> None:
    app = asked(visit(), "b")
    assert written(app) == ["here: found b"]
    assert not app.warning
    app.text_input(key="question").set_value("c").run()
    assert written(app) == ["here: found b"]
    assert "answer to the earlier one; press **Find it**" in app.warning[0].value
    app.text_input(key="choice").set_value("there").run()
    assert written(app) == []
    assert not app.warning
    assert not app.error


def test_what_is_dropped_is_told_for_its_choice_until_it_is_asked_again() -> None:
    app = asked(visit(), "dropped")
    assert not app.warning, "a page that is stopped says nothing any more"
    app.run()
    assert [note.value.split(" before ")[0] for note in app.warning] == ["**Find it** was stopped"]
    app.text_input(key="choice").set_value("there").run()
    assert not app.warning
    app.text_input(key="choice").set_value("here").run()
    assert len(app.warning) == 1
    assert not asked(app, "c").warning


def test_what_was_dropped_is_told_no_more_once_its_answer_comes_from_elsewhere() -> None:
    app = asked(visit(), "dropped").run()
    assert len(app.warning) == 1
    app.button(key="take").click().run()
    assert written(app) == ["here: found elsewhere"]
    assert not app.warning


def test_what_has_no_answer_says_why_and_leaves_what_was_found(caplog: pytest.LogCaptureFixture) -> None:
    app = asked(visit(), "b")
    assert [text.value for text in asked(app, "refused").error] == [r"It is odd\. Mend it\."]
    assert asked(app, "cancelled").warning[0].value == "It was cancelled."
    app.text_input(key="question").set_value("long")
    assert "took longer than 0 seconds" in app.button(key="more").click().run().warning[0].value
    (failed,) = asked(app, "failed").error
    assert "the program made a mistake (KeyError)" in failed.value
    caplog.clear()
    assert written(app) == ["here: found b"]
    assert not [note for note in app.warning if "stopped" in note.value], "all have ended"


def test_visitors_share_nothing() -> None:
    one, other = asked(visit(), "b"), visit()
    assert written(other) == []
    asked(other, "dropped").run()
    assert len(other.warning) == 1
    assert written(one.run()) == ["here: found b"]
    assert not one.warning
    assert one.session_state["seat"] is not other.session_state["seat"]


@pytest.mark.parametrize(("said", "number"), [("", None), ("3", 3), (" 12 ", 12), ("0", None), ("-1", None), ("two", None)])
def test_the_environment_says_how_many_workers(said: str, number: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(work.WORKERS_VARIABLE, said)
    assert work._number(work.WORKERS_VARIABLE) == number
