"""The page about learning, run by Streamlit's own tester: plan against fact, benchmarks, next year's case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from report.plan_fixture import make_plan
from streamlit.testing.v1 import AppTest

from rightfin.desk import FailedError, Request
from rightfin.progress import Progress
from rightfin.study.briefing.study import briefing
from rightfin.ui import asked, learning, work
from rightfin.ui.rolling import NextYear
from rightfin.ui.sources import read_upload

ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """A desk that works in this process, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def do(self, request: Request, tell: Progress, seconds: float = 0.0) -> object:
        wanted = request.wanted
        if wanted is None:  # the page that is drawn before this one
            return make_plan()
        if wanted.function is briefing:
            raise FailedError("Not here.")
        assert wanted.told is not None
        assert request.changes == ()
        self.asked.append(wanted.function.__name__)
        return wanted.told(wanted.function(request.question.case, **wanted.arguments))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    found = Desk()
    for module in (asked, work):
        monkeypatch.setattr(module, "seat", lambda: found)
    st.cache_resource.clear()
    yield found
    st.cache_resource.clear()


def visit(case: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["case"] = case
    app.run()
    app._page_hash = next(key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == "learning")
    return app.run()


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in (*app.main.markdown, *app.main.info, *app.main.warning)).replace("\\", "")


def test_nothing_is_worked_out_before_it_is_asked_for(desk: Desk) -> None:
    app = visit("Demo")
    assert not app.exception
    assert [tab.label for tab in app.main.tabs] == [
        "Plan against fact", "Benchmarks", "The year by month", "Next year's plan"]
    assert desk.asked == []


def test_a_case_without_facts_says_what_to_type(desk: Desk) -> None:
    app = visit("Sierra Leone 2002")
    assert "table **actuals**" in said(app)
    assert "table **benchmarks**" not in said(app), "it has benchmarks"


def test_next_years_case_is_planned_taken_home_and_opened(desk: Desk) -> None:
    app = visit("Demo")
    assert app.selectbox(key=next(one.key for one in app.selectbox if str(one.key).startswith("over_"))).value == 2026
    app.button(key="plan_on").click().run()
    assert not app.exception
    assert desk.asked == ["roll"]
    assert "All years up to 2026: 18 numbers were counted" in said(app)
    kept = learning._ROLLED.name
    found = app.session_state[f"found_{kept}"].found
    assert isinstance(found, NextYear)
    again = read_upload("next_year.xlsx", found.workbook)
    assert {row["key"]: row["value"] for row in again.case.records("settings")}["settled_to"] == 2026
    app.button(key="open_next_year").click().run()
    assert not app.exception
    assert app.session_state["case"] != "Demo"


def test_a_year_is_shown_by_month_when_it_is_asked_for(desk: Desk) -> None:
    app = visit("Demo")
    app.selectbox(key=next(one.key for one in app.selectbox if str(one.key).startswith("month_of_"))).set_value(2027).run()
    app.button(key="months_now").click().run()
    assert not app.exception
    assert desk.asked == ["cash"]
    assert "2027" in said(app)
    assert "pay owed at the end of" in said(app)
    assert "tables **revenue_months**" not in said(app)


def test_a_case_without_months_says_what_to_type(desk: Desk) -> None:
    assert "tables **revenue_months**" in said(visit("Sierra Leone 2002"))
