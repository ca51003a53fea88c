"""The page that compares two cases, run by Streamlit's own tester."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from pipeline import donor, tiny_case
from streamlit.testing.v1 import AppTest

from rightfin.case import Case
from rightfin.io import write_case
from rightfin.study.versions import Version

ROOT = Path(__file__).resolve().parents[2]
BASE = tiny_case(**donor(3.0, exit_year=2024))


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One shipped case, small enough to be planned at once."""
    write_case(BASE, tmp_path / "inputs" / "tiny")
    monkeypatch.setenv("RIGHTFIN_INPUTS", str(tmp_path / "inputs"))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def visit(other: Case | None) -> AppTest:
    """Go to the page with the other case in the session, where an upload would put it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app._page_hash = next(
        key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == "compare"
    )
    if other is not None:
        app.session_state["compare_other"] = ("other_*.xlsx", other.digest, Version.of("", other).saved)
    return app.run()


def texts(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.markdown)


def test_the_page_waits_for_a_workbook() -> None:
    app = visit(None)
    assert not app.exception
    assert [title.value for title in app.title] == ["Compare"]
    assert not [button for button in app.button if button.key == "compare_now"]


def test_what_was_changed_and_what_it_does_is_shown() -> None:
    app = visit(BASE.with_cell("pledges", ("friends",), "2022", 1e6))
    app.button(key="compare_now").click().run()
    assert not app.exception
    text = texts(app)
    assert "What was changed" in text
    assert "donors' money falls by" in text
    assert r"other\_\*\.xlsx" in text, "the name of the visitor's file is no Markdown"
    assert r"A is Tiny \(fictional\), B is" in text, "its workbook leaves the page: it cannot say 'at the left'"
    app.checkbox(key="compare_inputs").check().run()
    assert "donors' money falls by" not in texts(app), "another question has no answer yet"
    app.button(key="compare_now").click().run()
    assert "What was changed" in texts(app)
    assert "donors' money falls by" not in texts(app)


def test_a_case_that_cannot_be_planned_is_named() -> None:
    app = visit(BASE.with_cell("cadres", ("soldier",), "institution", "navy"))
    app.button(key="compare_now").click().run()
    assert not app.exception
    assert any("navy" in error.value for error in app.error)


def test_an_upload_is_kept_in_the_session_of_its_visitor(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    write_case(BASE.with_cell("pledges", ("friends",), "2022", 1e6), path)
    app = visit(None)
    app.file_uploader(key="compare_upload").set_value(("other.xlsx", path.read_bytes(), "")).run()
    assert not app.exception
    assert app.session_state["compare_other"][0] == "other.xlsx"
    app.checkbox(key="compare_inputs").check().run()
    app.button(key="compare_now").click().run()
    assert "What was changed" in texts(app)
    app.file_uploader(key="compare_upload").set_value(("bad.xlsx", b"no workbook", "")).run()
    assert not app.exception
    assert any("cannot be used" in error.value for error in app.error)
    assert "compare_other" not in app.session_state


def test_a_faulty_workbook_is_handed_back_with_its_cells_marked(tmp_path: Path) -> None:
    path = tmp_path / "faulty.xlsx"
    write_case(BASE.with_cell("cadres", ("soldier",), "institution", "navy"), path)
    app = visit(None)
    app.file_uploader(key="compare_upload").set_value(("faulty.xlsx", path.read_bytes(), "")).run()
    assert not app.exception
    assert any("cannot be used" in error.value for error in app.error)
    assert [button.proto.label for button in app.get("download_button")] == [
        "All problems (problems.csv)", "My workbook, with the cells marked (marked.xlsx)",
    ]
    app.file_uploader(key="compare_upload").set_value(("bad.xlsx", b"no workbook", "")).run()
    assert [button.proto.label for button in app.get("download_button")] == ["All problems (problems.csv)"]


def test_cells_are_shown_with_their_addresses_in_both_files(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    write_case(BASE.with_cell("pledges", ("friends",), "2022", 1e6), path)
    app = visit(None)
    app.file_uploader(key="compare_upload").set_value(("other.xlsx", path.read_bytes(), "")).run()
    app.checkbox(key="compare_inputs").check().run()
    app.button(key="compare_now").click().run()
    assert not app.exception
    shown = next(frame.value for frame in app.dataframe if "Cell in A" in frame.value.columns)
    assert shown["Cell in A"].tolist() == ["pledges.csv line 2"]
    assert [cell.split("!")[0] for cell in shown["Cell in B"]] == ["pledges"]
