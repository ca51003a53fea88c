"""The page *Why*, run by Streamlit's own tester: what it asks the desk, and what it shows of the answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from ui.test_force_page import Desk, said, visit

from rightfin.desk import Request
from rightfin.progress import Progress
from rightfin.report.studies.findings import Findings, Sentence
from rightfin.report.words.wording import scale_of
from rightfin.study.why.alternatives import alternatives
from rightfin.study.why.earliest import reach
from rightfin.study.why.explain import explain
from rightfin.study.why.whynot import why_not
from rightfin.ui import asked, work

STUDIES = (explain, why_not, alternatives, reach)


class WhyDesk(Desk):
    """A desk that answers the studies of the page with a sentence of its own, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[dict[str, object]] = []

    def do(self, request: Request, tell: Progress, seconds: float = 0.0) -> object:
        if request.wanted is None or request.wanted.function not in STUDIES:
            return super().do(request, tell, seconds)
        self.asked.append(dict(request.wanted.arguments))
        told = Sentence("answer", "The answer", f"Found <b>{len(self.asked)}</b>.")
        return Findings("study", "Case", "USD", scale_of(1.0, "USD"), True, (told,), ())


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[WhyDesk]:
    found = WhyDesk()
    for module in (asked, work):
        monkeypatch.setattr(module, "seat", lambda: found)
    st.cache_resource.clear()
    yield found
    st.cache_resource.clear()


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return app.run()


def test_the_page_opens_with_four_questions_and_asks_nothing_by_itself(desk: WhyDesk) -> None:
    app = visit("why")
    assert not app.exception
    assert [tab.label for tab in app.main.tabs] == [
        "Why this number", "Why not another", "What else is possible", "How early"]
    assert desk.asked == []


def test_a_number_and_a_year_are_explained_as_chosen(desk: WhyDesk) -> None:
    app = visit("why")
    chosen = app.selectbox(key="explain_number")
    chosen.set_value("strength")
    app.selectbox(key="explain_year").select_index(1)
    press(app.run(), "explain_it")
    assert desk.asked == [{"at": f"strength@{app.selectbox(key='explain_year').value}"}]
    assert "Found <b>1</b>." in said(app).replace("\\", "")
    app.selectbox(key="explain_year").select_index(0)
    app.run()
    assert "The question has changed" in said(app)


def test_a_wish_is_tried_once_a_number_is_typed(desk: WhyDesk) -> None:
    app = visit("why")
    assert "try_wish" not in {button.key for button in app.button}
    app.selectbox(key="wish_number").set_value("strength")
    app.run()
    app.number_input(key="wish_amount_person-years").set_value(9_000.0)
    press(app.run(), "try_wish")
    (asked_for,) = desk.asked
    year = app.selectbox(key="wish_year").value
    assert asked_for == {"wishes": [f"strength >= 9000 in {year}"]}
    assert f"9000 in {year}" in said(app)


def test_a_target_and_a_loss_are_asked_as_typed(desk: WhyDesk) -> None:
    app = visit("why")
    press(app, "look_around")
    app.selectbox(key="target_number").set_value("coverage")
    app.run()
    app.number_input(key="target_amount_share").set_value(90.0)
    press(app.run(), "find_year")
    assert desk.asked == [{"loss": 0.02}, {"target": "coverage >= 90%"}]
