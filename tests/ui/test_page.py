from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from report.plan_fixture import contradictory_plan, make_plan
from streamlit.testing.v1 import AppTest

from rightfin.case import Issue
from rightfin.io import write_case
from rightfin.progress import Progress
from rightfin.reading import read_case, read_case_with_warnings
from rightfin.result.definitions import BY_NAME as INDICATORS
from rightfin.schema.results import RESULT
from rightfin.solve.control import Control
from rightfin.study.briefing.study import Briefing
from rightfin.ui import session, sources
from rightfin.ui.inert import plain

TITLE = "Meridia ![x](y) (fictional)"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, ...]]]:
    """Put a hand-made plan in place of the engine and record the scenarios that are asked for."""
    calls: list[tuple[str, ...]] = []

    def briefing(
        case: object,
        *,
        definition: object,
        scenarios: tuple[str, ...],
        progress: Progress,
        warnings: tuple[Issue, ...],
        control: Control,
    ) -> Briefing:
        assert control.active, "a visitor can stop it"
        calls.append(scenarios)
        progress(1, 2, "least broken obligations")
        return Briefing(replace(make_plan(title=TITLE), issues=warnings), whole=False)

    monkeypatch.setattr(session, "briefing", briefing)
    st.cache_resource.clear()
    yield calls
    st.cache_resource.clear()


def page() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


def marker(app: AppTest) -> str:
    return next((html.body for html in app.get("html") if "shown-plan" in html.body), "")


def test_first_visit_asks_to_plan(asked: list[tuple[str, ...]]) -> None:
    app = page()
    assert not app.exception
    assert "press **Plan**" in app.info[0].value
    assert "does not judge policy" in app.main.caption[-1].value
    assert marker(app) == ""
    assert asked == []


def test_plan_is_shown_with_metrics_figures_and_marker(asked: list[tuple[str, ...]]) -> None:
    app = page().button(key="plan").click().run()
    assert not app.exception
    # The title is that of the case: whatever it says is shown as it stands.
    assert app.main.header[0].value == r"Meridia \!\[x\]\(y\) \(fictional\)"
    assert [metric.value for metric in app.metric][:2] == ["52,988", "MRD 112 million"]
    assert len(app.dataframe) == 5  # yearly, four figures under charts
    helps = [column.get("help") for column in json.loads(app.dataframe[0].proto.columns).values()]
    assert plain(INDICATORS["asked_cost"].meaning) in helps  # what each column means, as it is described for results
    assert plain(RESULT["fiscal"].column("arrears").help) in helps
    assert len(marker(app)) > 64
    assert len(app.get("download_button")) == 2
    assert len(app.get("vega_lite_chart")) == 4


def test_a_plan_that_is_dropped_is_said_to_be_stopped(dropping: Callable[[], AbstractContextManager[None]]) -> None:
    st.cache_resource.clear()
    with dropping():
        app = page().button(key="plan").click().run()
    assert not app.exception
    assert [note.value.split(" before ")[0] for note in app.warning] == ["**Plan** was stopped"]


def test_second_visitor_takes_the_plan_of_the_first(asked: list[tuple[str, ...]]) -> None:
    first, second = (page().button(key="plan").click().run() for _ in range(2))
    assert marker(first) == marker(second) != ""
    assert len(asked) == 1


def test_scenario_is_passed_on_and_an_old_plan_is_marked(asked: list[tuple[str, ...]]) -> None:
    app = page()
    app.selectbox(key="case").select("Demo").run()
    app.button(key="plan").click().run()
    name = app.multiselect(key="scenarios").options[0]
    app.multiselect(key="scenarios").select(name).run()
    assert "choices have changed" in app.warning[0].value
    before = marker(app)
    app.button(key="plan").click().run()
    assert asked == [(), (name,)]
    assert marker(app) != before
    assert not app.warning


def test_contradiction_is_told(asked: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "briefing", lambda *_, **__: Briefing(contradictory_plan()))
    app = page().button(key="plan").click().run()
    assert not app.exception
    assert any("contradict each other" in error.value for error in app.error)
    assert not app.metric
    shown = "\n".join(element.value for element in (*app.error, *app.main.markdown)).replace("\\", "")
    for limit in contradictory_plan().conflict:
        assert shown.count(limit) == 1


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.radio(key="kind").set_value("My own workbook").run()
    return app.file_uploader(key="upload").set_value((name, content, "application/octet-stream")).run()


def test_problems_of_an_upload_are_listed_with_their_remedy(asked: list[tuple[str, ...]]) -> None:
    app = upload(page(), "case.xlsx", b"not a workbook")
    assert not app.exception
    assert "cannot be used" in app.error[0].value
    listed = [element.value for element in app.main.markdown if element.value.startswith("- Error")]
    assert len(listed) == 1
    assert "**" in listed[0]
    assert "Errors: 1; warnings: 0" in app.error[0].value
    assert asked == []


def test_a_workbook_with_problems_is_offered_back_marked(asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    write_case(read_case(ROOT / "inputs" / "demo"), tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    book["cadres"].cell(book["cadres"].max_row, 5).value = "n/a"
    book.save(tmp_path / "case.xlsx")
    app = upload(page(), "case.xlsx", (tmp_path / "case.xlsx").read_bytes())
    assert not app.exception
    assert any("marked.xlsx" in button.proto.label for button in app.get("download_button"))
    app = upload(app, "other.xlsx", b"not a workbook")
    assert not any("marked.xlsx" in button.proto.label for button in app.get("download_button"))


def test_upload_of_one_visitor_is_kept_from_others(asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    write_case(read_case(ROOT / "inputs" / "demo"), tmp_path / "case.xlsx")
    content = (tmp_path / "case.xlsx").read_bytes()
    app = upload(page(), "case.xlsx", content).button(key="plan").click().run()
    assert not app.exception
    assert marker(app)
    # The same case, shipped: the plan of the upload must not have been kept for others.
    other = page()
    assert marker(other) == ""
    other.selectbox(key="case").select("Demo").run().button(key="plan").click().run()
    assert len(asked) == 2


def test_warnings_of_reading_reach_the_page(asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    write_case(read_case(ROOT / "inputs" / "demo"), tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    book.create_sheet("Own sums")["A1"] = 1
    book.save(tmp_path / "more.xlsx")
    warnings = read_case_with_warnings(tmp_path / "more.xlsx")[1]
    assert warnings
    app = upload(page(), "more.xlsx", (tmp_path / "more.xlsx").read_bytes())
    assert "Warnings about this workbook: 1." in [said.value for said in app.sidebar.caption]
    assert any("marked.xlsx" in button.proto.label for button in app.get("download_button"))
    app.button(key="plan").click().run()
    assert not app.exception
    found = app.dataframe[-1].value
    assert found["Problem"].tolist() == [issue.message for issue in warnings]
    assert found["Where"].tolist() == [issue.place for issue in warnings]


def test_amounts_are_no_formulas(asked: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    odd = replace(make_plan(), currency="$x$ *M*")
    monkeypatch.setattr(session, "briefing", lambda *_, **__: Briefing(odd, whole=False))
    app = page().button(key="plan").click().run()
    assert not app.exception
    assert app.metric[1].value == r"\$x\$ \*M\* 112 million"
    for element in (*app.caption, *app.expander):
        assert "$x$" not in (element.label if element.type == "expander" else element.value)


def test_no_shipped_cases(
    asked: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sources.INPUTS_VARIABLE, str(tmp_path / "nowhere"))
    app = page()
    assert not app.exception
    assert app.radio(key="kind").options == ["My own workbook"]
    assert "Upload a case workbook" in app.info[0].value
