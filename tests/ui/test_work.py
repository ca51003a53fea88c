"""What a button works out, in a page of its own: kept when it ends, told when it was dropped, kept when it is refused."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    """A page whose work finds what the question says, or ends otherwise."""
    import streamlit as st

    from rightfin.case import CaseError, Issue
    from rightfin.progress import Progress
    from rightfin.solve.control import SolveStoppedError
    from rightfin.ui.work import Work

    work, other = Work[str]("one", "Find it"), Work[str]("other", "Find more")
    question = st.text_input("Question", "a", key="question")
    choice = st.text_input("Choice", "here", key="choice")

    def make(tell: Progress) -> str:
        tell(1, 2, "seeking")
        if question == "dropped":
            st.rerun()
        if question == "refused":
            raise CaseError([Issue("odd", "It is odd.", "Mend it.")])
        if question == "cancelled":
            raise SolveStoppedError("It was cancelled.")
        return f"found {question}"

    if st.button(work.button, key="find"):
        work.do(choice, question, make)
    if st.button("Take what another visitor found", key="take"):
        work.keep(choice, question, "found elsewhere")
    work.say_if_stopped(choice)
    other.say_if_stopped(choice)
    kept = work.kept()
    if kept is not None:
        st.write(f"{kept.choice}, {kept.question}: {kept.found}")


def asked(app: AppTest, question: str) -> AppTest:
    app.text_input(key="question").set_value(question)
    app.button(key="find").click().run()
    assert not app.exception
    return app


def test_what_ends_is_kept_and_nothing_is_said_to_be_stopped() -> None:
    app = asked(AppTest.from_function(page, default_timeout=60).run(), "b")
    assert [text.value for text in app.markdown] == ["here, b: found b"]
    app.text_input(key="choice").set_value("there").run()
    assert [text.value for text in app.markdown] == ["here, b: found b"]
    assert not app.warning
    assert not app.error


def test_what_is_dropped_is_told_for_its_choice_until_it_is_asked_again() -> None:
    app = asked(AppTest.from_function(page, default_timeout=60).run(), "dropped")
    assert [note.value.split(" before ")[0] for note in app.warning] == ["**Find it** was stopped"]
    app.text_input(key="choice").set_value("there").run()
    assert not app.warning
    app.text_input(key="choice").set_value("here").run()
    assert len(app.warning) == 1
    assert not asked(app, "c").warning


def test_what_was_dropped_is_told_no_more_once_its_answer_comes_from_elsewhere() -> None:
    app = asked(AppTest.from_function(page, default_timeout=60).run(), "dropped")
    assert len(app.warning) == 1
    app.button(key="take").click().run()
    assert [text.value for text in app.markdown] == ["here, dropped: found elsewhere"]
    assert not app.warning


def test_what_is_refused_or_cancelled_says_so_and_leaves_what_was_found() -> None:
    app = asked(AppTest.from_function(page, default_timeout=60).run(), "b")
    assert [text.value for text in asked(app, "refused").error] == [r"It is odd\. Mend it\."]
    assert [note.value for note in asked(app, "cancelled").warning] == ["It was cancelled."]
    assert [text.value for text in app.markdown] == ["here, b: found b"]
