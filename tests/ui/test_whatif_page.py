"""The page What if, run by Streamlit's own tester."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rightfin.case import Case
from rightfin.case.case import Cell
from rightfin.planning import plan
from rightfin.question import Question
from rightfin.reading import read_case
from rightfin.report import facts
from rightfin.solve.control import SolveStoppedError
from rightfin.study.levers.changes import Changes, cells_of_changes, with_move
from rightfin.study.levers.kinds import levers_of
from rightfin.study.levers.lever import Lever, Moved, Typing
from rightfin.study.whatif import changed_question
from rightfin.ui import force_budget, overview
from rightfin.ui.moving import NEW, LiveChanges
from rightfin.ui.site import PAGES
from rightfin.ui.view import PageView

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def question(name: str = "demo") -> Question:
    return Question.of(read_case(ROOT / "inputs" / name))


def lever(name: str) -> Lever:
    return next(one for one in levers_of(question()) if one.name == name)


def cells(*moves: tuple[str, Moved]) -> tuple[Cell, ...]:
    changes: Changes = ()
    for name, moved in moves:
        changes = with_move(changes, lever(name), moved)
    return cells_of_changes(changes, question())


def go(app: AppTest, path: str) -> AppTest:
    """Follow the link to a page, as the list of pages does; the tester itself switches to files only."""
    app._page_hash = next(
        key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == path
    )
    return app.run()


def visit(view: PageView | None = None) -> AppTest:
    """Open the link of a view on the page; on the first page it would be briefed about, which takes long."""
    app = go(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run(), "whatif")
    found = app.selectbox(key="case").select("Demo").run()
    assert not found.exception
    if view is not None:
        found.session_state["view"] = view
        found.run()
        assert not found.exception
    return found


def live(app: AppTest) -> LiveChanges:
    found: LiveChanges = app.session_state["live_changes"]
    return found


def changes(app: AppTest) -> tuple[Cell, ...]:
    found: tuple[Cell, ...] = app.session_state["view"].changes
    return found


def slider(app: AppTest, name: str) -> object:
    return next(one for one in app.slider if one.key.startswith(f"lever_{name}_"))


def move(app: AppTest, name: str, value: float) -> AppTest:
    found = slider(app, name).set_value(value).run()  # type: ignore[attr-defined]
    assert not found.exception
    return found  # type: ignore[no-any-return]


def strip(app: AppTest) -> list[str]:
    return [button.label.replace("\\", "") for button in app.button if button.key and button.key.startswith("take_back_")]


def test_the_page_opens_with_the_case_as_it_stands() -> None:
    app = visit()
    assert changes(app) == ()
    assert strip(app) == []
    assert all(app.button(key=key).disabled for key in ("undo", "redo", "clear", "keep_A"))
    assert len(app.get("vega_lite_chart")) == 3
    assert "against the case" not in shown(app)


def shown(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*app.main.markdown, *app.get("html"))).replace("\\", "") + "".join(
        str(element.proto.body) for element in app.get("html"))


def test_a_moved_lever_changes_the_answer_as_a_plan_does_and_is_taken_back() -> None:
    app = move(visit(), "security_share", -2.0)
    asked = cells(("security_share", Moved(Typing.POINTS, -2.0)))
    assert changes(app) == asked
    assert strip(app) == ["Share of revenue for security: 2 points less"]
    by_table = [cell[1:] for cell in asked]
    expected = facts.yearly(plan(question().case.with_cells("macro", by_table)))[-1]
    found = facts.yearly(live(app).last[1])[-1]
    assert (found.ceiling, found.coverage) == pytest.approx((expected.ceiling, expected.coverage), rel=1e-4)
    assert "against the case" in shown(app)
    app.button(key="undo").click().run()
    assert changes(app) == ()
    assert slider(app, "security_share").value == 0.0  # type: ignore[attr-defined]
    app.button(key="redo").click().run()
    assert changes(app) == asked
    app.button(key="take_back_0").click().run()
    assert changes(app) == ()


def test_levers_add_up_from_the_year_that_is_chosen() -> None:
    app = visit()
    app.selectbox(key="lever_since").set_value(2030).run()
    move(move(app, "security_share", 1.0), "revenue_ratio", 0.5)
    assert set(changes(app)) == set(cells(
        ("security_share", Moved(Typing.POINTS, 1.0, 2030)), ("revenue_ratio", Moved(Typing.POINTS, 0.5, 2030))))
    assert strip(app) == ["Share of revenue for security: 1 point more from 2030", "Tax effort: 0.5 points more from 2030"]


def test_changes_are_kept_and_shown_again() -> None:
    app = move(visit(), "security_share", 1.0)
    first = changes(app)
    app.button(key="keep_A").click().run()
    move(app, "revenue_ratio", 1.0)
    assert changes(app) != first
    app.button(key="show_A").click().run()
    assert changes(app) == first
    assert strip(app) == ["Share of revenue for security: 1 point more"]
    app.button(key="forget_A").click().run()
    assert app.session_state["view"].kept == {}


@pytest.mark.parametrize(("name", "moved"), [
    ("real_growth", Moved(Typing.POINTS, 1.0, 2030)), ("exit_union", Moved(Typing.YEAR, 2030.0)),
    ("pledge_union", Moved(Typing.FACTOR, 80.0)), ("max_arbiters", Moved(Typing.LEVEL, 1600.0)),
    ("target_women", Moved(Typing.BY_YEAR, by_year=((2032, 7000.0),))),
])
def test_a_link_opens_levers_as_they_were_moved(name: str, moved: Moved) -> None:
    wanted = cells((name, moved))
    app = visit(PageView("Demo", changes=wanted))
    assert changes(app) == wanted
    found = app.session_state["lever_cells"].shown(wanted)
    assert ([(change.lever.name, change.moved) for change in found.changes], found.others) == ([(name, moved)], ())
    group = next(box for box in app.selectbox if box.key == "lever_group")
    group.set_value(lever(name).group).run()
    assert not app.exception
    if any(box.key == "lever_of" for box in app.selectbox):
        app.selectbox(key="lever_of").set_value(lever(name).of).run()
    assert not app.exception


def test_every_group_is_drawn() -> None:
    app = visit()
    for group in {one.group for one in levers_of(question())}:
        app.selectbox(key="lever_group").set_value(group).run()
        assert not app.exception
        whose = [box for box in app.selectbox if box.key == "lever_of"]
        for option in list(whose[0].options) if whose else []:
            app.selectbox(key="lever_of").set_value("" if option == "Targets of the case" else option).run()
            assert not app.exception


def test_a_lever_is_typed_year_by_year() -> None:
    app = visit()
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = app.data_editor[0].proto.id
    state.string_value = json.dumps({"edited_rows": {"4": {NEW: 30.0}}, "added_rows": [], "deleted_rows": []})
    app._run(states)
    assert not app.exception
    assert changes(app) == cells(("security_share", Moved(Typing.BY_YEAR, by_year=((2030, 30.0),))))
    assert strip(app) == ["Share of revenue for security: 30 in 2030 (% of revenue)"]


def test_changes_that_contradict_the_case_are_refused_and_the_answer_stays() -> None:
    app = visit(PageView("Demo", changes=(("cadres", ("nobody",), "pay", 1.0),)))
    assert any("nobody" in error.value.replace("\\", "") for error in app.error)
    app.button(key="take_back_others").click().run()
    assert changes(app) == ()
    assert not app.error


def test_changes_are_saved_as_a_scenario_that_makes_the_same_case(tmp_path: Path) -> None:
    app = move(visit(), "security_share", 1.0)
    assert app.button(key="make_scenario").disabled
    app.text_input(key="scenario_title").input("More for security!").run()
    app.button(key="make_scenario").click().run()
    assert not app.exception
    _, title, content = app.session_state["scenario_made"]
    assert title == "More for security!"
    (tmp_path / "case.xlsx").write_bytes(content)
    found = Question.of(read_case(tmp_path / "case.xlsx"), scenarios=["more_for_security"]).prepared
    moved = question().case.with_cells("macro", [cell[1:] for cell in changes(app)])
    assert found.tables["macro"] == moved.tables["macro"]


def test_what_a_force_costs_and_what_a_budget_buys_is_worked_out() -> None:
    app = visit()
    app.button(key="work_out_cost").click().run()
    assert "What it costs" in shown(app)
    app.button(key="work_out_force").click().run()
    assert "What it buys" in shown(app)
    assert not app.exception


def test_a_budget_is_asked_about_with_the_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    app = move(visit(), "security_share", -2.0)
    asked: list[Question] = []

    def watched(case: Case, **more: Any) -> None:
        asked.append(Question.of(case, more["definition"], more["scenarios"]))
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(force_budget, "force_of_budget", watched)
    app.button(key="work_out_force").click().run()
    assert not app.exception
    assert asked[0].prepared == changed_question(question(), changes(app)).prepared
    assert asked[0].prepared != question().prepared


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_a_link_with_a_start_that_is_no_year_is_told_on_every_page(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "ask_for_briefing", lambda chosen: None)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["view"] = PageView("Demo", changes=(("programmes", ("tax",), "start", "never"),))
    app.run()
    assert not app.exception
    assert "cannot be used" in app.error[0].value
    go(app, path)
    assert not app.exception
