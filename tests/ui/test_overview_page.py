"""The overview, run by Streamlit's own tester: it is filled when it opens, and what has to be tried follows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from report.plan_fixture import contradictory_plan, make_plan
from streamlit.testing.v1 import AppTest

from rightfin.case.scenario import scenario_names
from rightfin.desk import FailedError, Request, Task
from rightfin.io import write_case
from rightfin.progress import Progress
from rightfin.reading import read_case, read_case_with_warnings
from rightfin.report.overview.briefed import briefed
from rightfin.result.plan import Plan
from rightfin.schema.indicators import BY_NAME as INDICATORS
from rightfin.schema.results import RESULT
from rightfin.solve.control import SolveStoppedError
from rightfin.study.briefing.study import Briefing
from rightfin.study.why.contradictions import contradictions
from rightfin.ui import asked, sources, work
from rightfin.ui.choice import OWN
from rightfin.ui.inert import plain
from rightfin.ui.view import Changes, PageView, to_link

TITLE = "Meridia ![x](y) (fictional)"
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Desk:
    """A desk that gives a hand-made plan, and what it was asked."""

    plan: Plan = field(default_factory=lambda: make_plan(title=TITLE))
    fails: Exception | None = None
    requests: list[Request] = field(default_factory=list)
    plan_for: Callable[[Request], Plan] | None = None

    def do(self, request: Request, tell: Progress, seconds: float = 0.0) -> object:
        self.requests.append(request)
        plan = self.plan if self.plan_for is None else self.plan_for(request)
        made = replace(plan, issues=request.question.warnings)
        if not isinstance(request.wanted, Task):
            return made
        if request.wanted.function is contradictions:
            raise FailedError("Nothing was found.")
        tell(1, 2, "trying exits")
        if self.fails is not None:
            raise self.fails
        return briefed(Briefing(made))

    @property
    def plans(self) -> list[tuple[str, ...]]:
        """The scenarios of each plan that was asked for."""
        return [one.question.scenarios for one in self.requests if not isinstance(one.wanted, Task)]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    found = Desk()
    for module in (asked, work):
        monkeypatch.setattr(module, "seat", lambda: found)
    st.cache_resource.clear()
    yield found
    st.cache_resource.clear()


def page() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


def marker(app: AppTest) -> str:
    return next((html.body for html in app.get("html") if "shown-overview" in html.body), "")


def tiles_of(app: AppTest) -> str:
    return next(html.body for html in app.get("html") if "rf-tiles" in html.body)


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in app.main.markdown).replace("\\", "")


def test_it_is_filled_when_it_opens(desk: Desk) -> None:
    app = page()
    assert not app.exception
    # The title is that of the case: whatever it says is shown as it stands.
    assert app.main.header[0].value == r"Meridia \!\[x\]\(y\) \(fictional\)"
    assert "has no payer" in app.main.error[0].value
    assert tiles_of(app).count('role="listitem"') == 6
    assert [heading.value for heading in app.subheader if heading.value.endswith("?")] == [
        "When can donors leave?", "What breaks first?", "What would close the gap?"]
    assert 'data-whole="true"' in marker(app)
    assert "does not judge policy" in app.main.caption[-1].value
    assert len(app.get("vega_lite_chart")) == 4
    assert len(app.dataframe) == 5  # yearly, and the figures of four pictures
    helps = [column.get("help") for frame in app.dataframe for column in json.loads(frame.proto.columns).values()]
    assert plain(INDICATORS["asked_cost"].meaning) in helps  # what each column means, as it is described for results
    assert plain(RESULT["fiscal"].column("arrears").help) in helps
    assert [button.proto.label for button in app.get("download_button")] == [
        "Results workbook", "Brief", "Case workbook"]


def test_a_second_visitor_takes_the_answers_of_the_first(desk: Desk) -> None:
    first, second = page(), page()
    assert marker(first) == marker(second) != ""
    assert len(desk.requests) == 2  # a plan and a briefing, once each


def test_another_scenario_is_another_answer(desk: Desk) -> None:
    app = page()
    app.selectbox(key="case").select("Demo").run()
    before = marker(app)
    name = scenario_names(read_case(ROOT / "inputs" / "demo"))[0]
    app.button(key="scenario_0").click().run()
    assert desk.plans == [(), (), (name,)]
    assert marker(app) != before
    app.button(key="scenario_0").click().run()
    assert marker(app) == before
    assert len(desk.plans) == 3


def test_what_fails_to_be_tried_leaves_the_plan_and_says_so(desk: Desk) -> None:
    for error in (SolveStoppedError("It took too long."), FailedError("The program made a mistake.")):
        desk.fails = error
        app = page()
        assert not app.exception
        assert str(error) in [warning.value for warning in app.main.warning]
        assert said(app).count("*Not tried yet*") == 2
        assert 'data-whole="false"' in marker(app)
        assert tiles_of(app).count('role="listitem"') == 6
        assert not app.get("download_button")[0].proto.disabled, "a plan needs no trying"


def test_who_stops_the_trying_may_go_on(desk: Desk) -> None:
    desk.fails = SolveStoppedError("Stopped.")
    app = page()
    app.session_state["stop_briefing"] = True
    app.run()
    assert "was stopped" in app.main.info[0].value
    tried = len(desk.requests)
    app.run()
    assert len(desk.requests) == tried  # nothing begins by itself any more
    desk.fails = None
    app.button(key="try_again").click().run()
    assert 'data-whole="true"' in marker(app)


def test_contradiction_is_told(desk: Desk) -> None:
    desk.plan = contradictory_plan()
    app = page()
    assert not app.exception
    shown = app.main.error[0].value.replace("\\", "")
    assert "contradict one another" in shown
    for limit in contradictory_plan().conflict:
        assert shown.count(limit[1:]) == 1
    assert not any("rf-tiles" in html.body for html in app.get("html"))
    assert len(desk.requests) == 2, "what contradicts is looked for by itself"
    assert app.main.error[1].value == "Nothing was found."
    app.run()
    assert len(desk.requests) == 2, "and not again"
    app.button(key="find_contradictions").click()
    app.run()
    assert len(desk.requests) == 3


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.selectbox(key="case").select(OWN).run()
    return app.file_uploader(key="upload").set_value((name, content, "application/octet-stream")).run()


def test_problems_of_an_upload_are_listed_with_their_remedy(desk: Desk) -> None:
    app = page()
    before = len(desk.requests)
    app = upload(app, "case.xlsx", b"not a workbook")
    assert not app.exception
    assert "cannot be used" in app.error[0].value
    listed = [element.value for element in app.main.markdown if element.value.startswith("- Error")]
    assert len(listed) == 1
    assert "**" in listed[0]
    assert "Errors: 1; warnings: 0" in app.error[0].value
    assert len(desk.requests) == before


def test_a_workbook_with_problems_is_offered_back_marked(desk: Desk, tmp_path: Path) -> None:
    write_case(read_case(ROOT / "inputs" / "demo"), tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    book["cadres"].cell(book["cadres"].max_row, 5).value = "n/a"
    book.save(tmp_path / "case.xlsx")
    app = upload(page(), "case.xlsx", (tmp_path / "case.xlsx").read_bytes())
    assert not app.exception
    assert any("marked.xlsx" in button.proto.label for button in app.get("download_button"))
    app = upload(app, "other.xlsx", b"not a workbook")
    assert not any("marked.xlsx" in button.proto.label for button in app.get("download_button"))


def test_answers_about_an_upload_are_kept_from_others(desk: Desk, tmp_path: Path) -> None:
    write_case(read_case(ROOT / "inputs" / "demo"), tmp_path / "case.xlsx")
    content = (tmp_path / "case.xlsx").read_bytes()
    app = upload(page(), "case.xlsx", content)
    assert not app.exception
    assert 'data-whole="true"' in marker(app)
    before = len(desk.requests)
    # The same case, shipped: the answers about the upload must not have been kept for others.
    page().selectbox(key="case").select("Demo").run()
    assert len(desk.requests) == before + 2


def test_warnings_of_reading_reach_the_page(desk: Desk, tmp_path: Path) -> None:
    write_case(read_case(ROOT / "inputs" / "demo"), tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    book.create_sheet("Own sums")["A1"] = 1
    book.save(tmp_path / "more.xlsx")
    warnings = read_case_with_warnings(tmp_path / "more.xlsx")[1]
    assert warnings
    app = upload(page(), "more.xlsx", (tmp_path / "more.xlsx").read_bytes())
    assert not app.exception
    assert "Warnings about this workbook: 1." in [told.value for told in app.caption]
    found = app.dataframe[-1].value
    assert found["Problem"].tolist() == [issue.message for issue in warnings]
    assert found["Where"].tolist() == [issue.place for issue in warnings]


def test_nothing_of_a_case_becomes_markup(desk: Desk) -> None:
    desk.plan = replace(make_plan(), currency="<b>$x$ *M*", title="<img src=x>")
    app = page()
    assert not app.exception
    assert "&lt;b&gt;$x$ *M*" in tiles_of(app)
    assert "<b>" not in tiles_of(app)
    for element in (*app.caption, *app.expander):
        assert "$x$" not in (element.label if element.type == "expander" else element.value)
    assert r"\<b\>\$x\$ \*M\*" in app.main.error[0].value


CHANGES: Changes = (("donors", ("united_states",), "exit_year", 2018),)


def test_changes_are_compared_with_the_case_as_it_stands_and_stay_with_the_visitor(desk: Desk) -> None:
    whole = make_plan(short=False)
    plans = {(): whole, CHANGES: make_plan()}
    desk.plan_for = lambda request: plans[request.changes]
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in to_link(PageView("Afghanistan 2012", changes=CHANGES)).items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert "has no payer" in app.main.error[0].value  # the changed plan
    assert tiles_of(app).count("against the case") >= 1
    assert [request.changes for request in desk.requests] == [CHANGES, (), CHANGES]  # plan, the case as it stands, briefing
    assert 'data-whole="true"' in marker(app)
    other = page()
    assert "against the case" not in tiles_of(other)
    assert CHANGES not in [request.changes for request in desk.requests[3:]]
    second = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in to_link(PageView("Afghanistan 2012", changes=CHANGES)).items():
        second.query_params[name] = value
    second.run()
    assert CHANGES in [request.changes for request in desk.requests[3:]]  # asked anew: nothing of it was shared


def test_where_no_case_is_chosen_shipped_ones_are_cards(desk: Desk) -> None:
    app = page()
    app.selectbox(key="case").select(OWN).run()
    assert not app.exception
    cards = [button for button in app.button if button.label == "Open"]
    assert len(cards) == 4
    assert "**Marenga (fictional)**" in said(app)
    captions = "\n".join(told.value for told in app.main.caption).replace("\\", "").replace("\u2060", "")
    assert "2026 to 2037, in MRK: 8 institutions, 5 donors, " in captions
    app.button(key="open_Demo").click().run()
    assert not app.exception
    assert app.selectbox(key="case").value == "Demo"
    assert marker(app)


def test_no_shipped_cases(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sources.INPUTS_VARIABLE, str(tmp_path / "nowhere"))
    app = page()
    assert not app.exception
    assert app.selectbox(key="case").options == [OWN]
    assert "Upload a case workbook" in app.info[0].value


def test_a_link_about_a_workbook_that_is_not_here_goes_on_once_it_is_uploaded(desk: Desk, tmp_path: Path) -> None:
    write_case(read_case(ROOT / "inputs" / "demo"), tmp_path / "case.xlsx")
    content = (tmp_path / "case.xlsx").read_bytes()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["case"] = f"upload:{hashlib.sha256(content).hexdigest()}"
    app.query_params["scenario"] = "early_exit"
    app.run()
    assert "is not here" in app.info[0].value
    app.file_uploader(key="upload").set_value(("case.xlsx", content, "application/octet-stream")).run()
    assert not app.exception
    assert app.session_state["view"].scenarios == ("early_exit",)
