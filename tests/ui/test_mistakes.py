"""A mistake of the program that nobody foresaw: every page says one sentence, keeps what was typed, and logs the trace."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from small_case import small_case
from streamlit.testing.v1 import AppTest

from rightfin.io import write_case
from rightfin.ui import mistakes, site

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Colonel Amina, 200"


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    write_case(small_case(), tmp_path / "inputs" / "small")
    monkeypatch.setenv("RIGHTFIN_INPUTS", str(tmp_path / "inputs"))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def spoilt(monkeypatch: pytest.MonkeyPatch, body: Callable[[object], None]) -> None:
    """Let the first page draw something else."""
    pages = (replace(site.PAGES[0], introduce=lambda: None, body=body), *site.PAGES[1:])
    monkeypatch.setattr(site, "PAGES", pages)


def opened() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()


def told(app: AppTest) -> list[str]:
    assert not app.exception, "Streamlit's own box is never shown"
    return [str(one.value) for one in app.error]


def wrong(_: object) -> None:
    raise KeyError(SECRET)


def test_a_page_that_fails_says_so_and_the_rest_of_the_window_stands(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spoilt(monkeypatch, wrong)
    app = opened()
    assert told(app) == [mistakes.MISTAKE]
    assert SECRET not in mistakes.MISTAKE
    assert any("model" in str(one.value) for one in app.caption), "its limits stand below"
    assert app.selectbox(key="case").value, "the bar stands above"
    assert SECRET in caplog.text, "the trace is in the log"
    app._page_hash = next(key for key, page in app._registered_pages.items() if page.get("url_pathname") == "method")
    assert told(app.run()) == []
    caplog.clear()


def test_what_fails_around_the_page_is_told_too(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(site, "choose", wrong)
    assert told(opened()) == [mistakes.MISTAKE]
    caplog.clear()


def test_what_was_typed_is_kept_while_the_page_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fails = []

    def body(_: object) -> None:
        if fails:
            raise ValueError
        st.number_input("People", key="people")

    spoilt(monkeypatch, body)
    app = opened()
    app.number_input(key="people").set_value(7).run()
    fails.append(True)
    assert told(app.run()) == [mistakes.MISTAKE]
    fails.clear()
    assert app.session_state["people"] == 7
    assert told(app.run()) == []
    assert app.number_input(key="people").value == 7
    caplog.clear()


def test_a_button_that_fails_is_told_and_the_page_stands(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spoilt(monkeypatch, lambda _: st.button("Do it", key="do", on_click=mistakes.acting(wrong), args=(None,)) or None)
    app = opened()
    assert told(app) == []
    app.button(key="do").click().run()
    assert told(app) == [mistakes.MISTAKE]
    assert app.button(key="do")
    assert SECRET in caplog.text
    assert told(app.run()) == []
    caplog.clear()


def test_what_stops_or_begins_a_page_anew_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def body(_: object) -> None:
        drawn.append(True)
        if len(drawn) == 1:
            st.rerun()
        st.stop()

    spoilt(monkeypatch, body)
    assert told(opened()) == []
    assert len(drawn) == 2


def is_acting(value: ast.expr, functions: dict[str, ast.FunctionDef]) -> bool:
    """Return whether what a button or a box does tells of its own mistakes, wrapped where it is named or made."""
    if isinstance(value, ast.Constant):  # "ignore" and the like
        return True
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "acting"
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    found = functions.get(name)
    return found is not None and any(isinstance(one, ast.Name) and one.id == "acting" for one in found.decorator_list)


def test_whatever_a_button_or_a_box_does_tells_of_its_mistakes() -> None:
    """Streamlit calls it before the page is drawn, where nothing else can catch what fails."""
    seen = 0
    for file in sorted((ROOT / "rightfin/ui").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            for word in call.keywords:
                if word.arg in ("on_click", "on_change", "on_select", "on_submit"):
                    seen += 1
                    assert is_acting(word.value, functions), f"{file.name}:{word.value.lineno} {ast.unparse(word.value)}"
    assert seen > 30
