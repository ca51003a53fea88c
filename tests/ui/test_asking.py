"""A click on a number offers to ask why, and leads to the page *Why* with that number asked and answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from ui.test_force_page import ROOT, said, visit
from ui.test_why_page import WhyDesk
from ui.test_why_page import desk as why_desk  # noqa: F401  # a fixture
from ui.whole_case import whole_case

import rightfin
from rightfin.io import write_case
from rightfin.result.plan import Plan
from rightfin.ui.view import PageView, from_link, to_link

PAGES = {
    "": ("yearly", "figures_Strength", "figures_Coverage of needs", "figures_Who pays, and what can be sustained"),
    "force": ("force_force", "paid_paid", "cost_cost", "coverage_coverage", "by_region_coverage"),
    "whatif": ("figures_Strength", "figures_Coverage", "figures_Who pays"),
    "donors": ("figures_Who pays, and what can be sustained",),
}
"""Tables of each page, by key, whose numbers can be asked about."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return rightfin.plan(whole_case())


@pytest.fixture
def desk(inputs: Path, why_desk: WhyDesk, plan: Plan) -> WhyDesk:  # noqa: F811
    """Return a desk whose plan is of the case that opens."""
    write_case(whole_case(), inputs / "Whole")
    why_desk.plan = plan
    return why_desk


def click(app: AppTest, key: str, row: int, column: str) -> AppTest:
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(row, column)]}}
    return app.run()


def go_why(app: AppTest, key: str) -> AppTest:
    """Press what is offered below a table, and follow it as a browser does."""
    app.button(key=f"why_{key}").click()
    app.run()
    app._page_hash = next(one for one, page in app._registered_pages.items() if page.get("url_pathname", "") == "why")
    return app.run()


def why_of(app: AppTest, key: str) -> str:
    return next(button.label for button in app.button if button.key == f"why_{key}")


@pytest.mark.parametrize("page", PAGES)
def test_every_table_of_numbers_says_that_it_can_be_asked(desk: WhyDesk, page: str) -> None:
    app = visit(page)
    assert not app.exception
    keys = {frame.key for frame in app.dataframe}
    assert set(PAGES[page]) <= keys
    assert said(app).count("Click a number and ask why it is so.") >= len(PAGES[page])


def test_a_number_that_is_clicked_is_asked_about_and_answered_by_itself(desk: WhyDesk) -> None:
    app = visit("")
    frame = next(one for one in app.dataframe if one.key == "figures_Strength").value
    year = frame.columns[2]
    click(app, "figures_Strength", 1, year)
    assert why_of(app, "figures_Strength").replace("\\", "") == (
        f"Why? {frame.iloc[1, 0]}, {year}: {frame.iloc[1, 2]:,.0f}")
    go_why(app, "figures_Strength")
    assert not app.exception
    (asked,) = desk.asked
    assert asked == {"at": f"strength.police@{year}"}
    assert [one.value for one in app.title] == ["Why"]
    assert "Found <b>1</b>." in said(app)
    assert (app.selectbox(key="explain_number").value, str(app.selectbox(key="explain_year").value)) == (
        "strength.police", year)
    assert app.selectbox(key="wish_number").value == "strength.police"
    app.run()
    assert len(desk.asked) == 1, "it is asked once"


def test_what_is_no_number_of_the_plan_says_so(desk: WhyDesk) -> None:
    app = click(visit(""), "yearly", 0, "Arrears")
    assert "it cannot be asked why" in said(app)
    assert "why_yearly" not in {button.key for button in app.button}


def test_a_picture_of_which_nothing_can_be_asked_does_not_say_so(desk: WhyDesk) -> None:
    app = visit("force")
    before = said(app).count("Click a part of the picture")
    app.selectbox(key="category").select("pay").run()
    assert not app.exception
    assert said(app).count("Click a part of the picture") == before - 1


def test_coverage_in_a_region_is_asked_as_such(desk: WhyDesk) -> None:
    app = visit("force")
    app.selectbox(key="region").select("north").run()
    frame = next(one for one in app.dataframe if one.key == "coverage_coverage").value
    click(app, "coverage_coverage", 0, frame.columns[1])
    go_why(app, "coverage_coverage")
    (asked,) = desk.asked
    at = str(asked["at"])
    assert at.endswith(f"region=north,year={frame.columns[1].split(' ')[0]}")
    app.selectbox(key="explain_year").select_index(1)
    app.run()
    assert "The question has changed" in said(app)


def test_a_link_asks_by_itself_and_what_the_case_lacks_is_said(desk: WhyDesk) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["view"] = PageView(why="strength@1999")
    app.run()
    app._page_hash = next(key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == "why")
    app.run()
    assert "1999 is not a year of the plan" in said(app)
    assert desk.asked == []


def test_what_is_asked_about_is_part_of_the_link() -> None:
    view = PageView("Demo", why="need=crime,region=delta,year=2029")
    found, problems = from_link({name: [part] if isinstance(part, str) else part for name, part in to_link(view).items()})
    assert (found, problems) == (view, ())
