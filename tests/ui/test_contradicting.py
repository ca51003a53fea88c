"""A contradictory case: pages show what contradicts, lead to its rows, and lay a change over it that ends it."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from pipeline import macro, tiny_case
from streamlit.testing.v1 import AppTest
from ui.test_force_page import said, visit
from ui.whole_case import contradictory, whole_case

import rightfin
from rightfin.case import Case
from rightfin.io import write_case
from rightfin.report.overview.contradicted import contradicted
from rightfin.result.plan import Status
from rightfin.study.whatif import changed_question
from rightfin.study.why.contradictions import contradictions
from rightfin.study.why.movable import keyed_cells
from rightfin.ui.view import PageView


def crossed() -> Case:
    """Return a case with two targets that cannot both hold."""
    return tiny_case(settings={"end_year": 2022}, macro=macro(10.0)).replace({"targets": [
        {"target": name, "measure": "strength", "group": "all", "relation": relation, "hard": True, "2021": people}
        for name, relation, people in (("more", "at_least", 20_000.0), ("fewer", "at_most", 15_000.0))
    ]})


@pytest.fixture
def opened(inputs: Path) -> AppTest:
    write_case(crossed(), inputs / "Crossed")
    st.cache_resource.clear()
    return visit("")


def go(app: AppTest, path: str) -> AppTest:
    app._page_hash = next(one for one, page in app._registered_pages.items() if page.get("url_pathname", "") == path)
    return app.run()


def test_the_overview_says_what_contradicts_by_itself(opened: AppTest) -> None:
    assert not opened.exception
    text = said(opened)
    assert "One set of limits cannot hold together." in text
    assert "20,000" in text
    labels = [button.label.replace("\\", "") for button in opened.button if (button.key or "").startswith("row_")]
    assert {"targets, more, 2021", "targets, fewer, 2021"} <= set(labels)


@pytest.mark.parametrize("page", ["", "why"])
def test_a_change_that_ends_it_is_laid_over_the_case_and_can_be_taken_back(opened: AppTest, page: str) -> None:
    app = go(opened, page)
    ends = [button.key for button in app.button if (button.key or "").startswith("end_")]
    assert ends
    app.button(key=ends[0]).click()
    app.run()
    assert not app.exception
    view: PageView = app.session_state["view"]
    assert len(view.changes) >= 1
    assert "cannot hold together" not in said(app)
    app.button(key="laid_clear").click()
    app.run()
    assert app.session_state["view"].changes == ()
    assert "cannot hold together" in said(app)


def test_a_limit_leads_to_its_row(opened: AppTest) -> None:
    key = next(button.key for button in opened.button if button.label.replace("\\", "") == "targets, fewer, 2021")
    opened.button(key=key).click()
    opened.run()
    app = go(opened, "case")
    assert not app.exception
    assert app.session_state["case_desk"].table == "targets"
    assert "Only this row is listed: fewer" in said(app)


@pytest.mark.parametrize("case", [crossed(), contradictory(whole_case())], ids=["crossed", "rules"])
def test_every_change_that_pages_offer_gives_a_plan(case: Case) -> None:
    question = rightfin.question.Question.of(case)
    found = contradictions(case)
    told = contradicted(found)
    assert len(told.sets) == len(found.sets) > 0
    assert sum(len(limit.cells) for one in told.sets for limit in one.limits) > 0
    changes = [*(change for one in told.sets if not one.set_aside for change in one.alone),
               *([told.together] if told.together is not None else [])]
    for change in changes:
        if change.cells:
            changed = changed_question(question, keyed_cells(question.prepared, dict(change.cells)))
            assert rightfin.plan(changed.case).status is not Status.CONTRADICTORY
