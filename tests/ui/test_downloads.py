"""What can be taken home from the bar of every page, run by Streamlit's own tester."""

from __future__ import annotations

import io
import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from docx import Document
from report.plan_fixture import contradictory_plan
from streamlit.testing.v1 import AppTest
from study.levers.test_saved import asked as question_about
from study.levers.test_saved import levers

import rightfin
from rightfin.case import CaseError, Issue
from rightfin.case.case import Cell
from rightfin.desk import FailedError, Request, Seat, Task
from rightfin.progress import Progress
from rightfin.report.overview.briefed import briefed
from rightfin.report.overview.contradicted import contradicted
from rightfin.solve.control import SolveStoppedError
from rightfin.study.briefing.study import Briefing, briefing
from rightfin.study.levers.laid import SCENARIO
from rightfin.study.levers.lever import Moved, Typing, cells_of
from rightfin.study.whatif import changed_question
from rightfin.study.why.contradictions import contradictions
from rightfin.ui import asked, downloads, work
from rightfin.ui.site import PAGES
from rightfin.ui.view import PageView

ROOT = Path(__file__).resolve().parents[2]
NAME = "sierra_leone_2002"
SHOWN = "Sierra leone 2002"


@dataclass
class Offered:
    """What was offered to be taken home when a page was drawn last."""

    files: dict[str, tuple[str, Callable[[], bytes]]] = field(default_factory=dict)

    def name(self, label: str) -> str:
        return self.files[label][0]

    def made(self, label: str) -> bytes:
        return self.files[label][1]()


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Offered]:
    """Keep what is offered, since the tester cannot press a button that makes its file when it is pressed."""
    found, draw = Offered(), st.download_button

    def keep(label: str, data: Callable[[], bytes], file_name: str, *more: object, **named: object) -> object:
        found.files[label] = file_name, data
        return draw(label, data, file_name, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(downloads.st, "download_button", keep)
    st.cache_resource.clear()
    yield found
    st.cache_resource.clear()


class Quick:
    """A seat at which plans are made and nothing is tried."""

    def __init__(self) -> None:
        self.briefings = 0
        self.contradictory = False

    def do(self, request: Request, tell: Progress, seconds: float = 0.0) -> object:
        question, wanted = changed_question(request.question, request.changes), request.wanted
        plan = contradictory_plan() if self.contradictory else rightfin.plan(
            question.case, definition=question.definition, scenarios=question.scenarios)
        if isinstance(wanted, Task) and wanted.function is contradictions:
            return contradicted(contradictions(question.case))
        if isinstance(wanted, Task):
            assert wanted.function is briefing
            self.briefings += 1
            return briefed(Briefing(plan))
        return plan


@pytest.fixture
def seat(monkeypatch: pytest.MonkeyPatch) -> Quick:
    found = Quick()
    for module in (asked, work):
        monkeypatch.setattr(module, "seat", lambda: found)
    return found


def open_page(path: str, view: PageView) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state["view"] = view
    app.session_state["case"] = view.case
    app.run()
    app._page_hash = next(key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == path)
    app.run()
    assert not app.exception
    return app


def moved(*scenarios: str) -> tuple[Cell, ...]:
    lever = next(one for one in levers(NAME, *scenarios) if one.ways[0] is Typing.POINTS)
    return cells_of(lever, Moved(Typing.POINTS, -0.5), question_about(NAME, *scenarios))


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_every_page_offers_results_and_case(offered: Offered, seat: Quick, path: str) -> None:
    open_page(path, PageView(SHOWN))
    assert {"Results workbook", "Case workbook"} <= set(offered.files)


def test_names_say_case_scenarios_changes_and_day(offered: Offered, seat: Quick) -> None:
    open_page("case", PageView(SHOWN, scenarios=("army_free",), changes=moved("army_free")))
    day = date.today().isoformat()
    before = "sierra-leone-the-army-and-police-after"
    assert offered.name("Results workbook") == f"{before}_army-free_changed_{day}_plan.xlsx"
    assert offered.name("Case workbook") == f"{before}_army-free_changed_{day}_case.xlsx"
    open_page("case", PageView(SHOWN))
    assert offered.name("Case workbook") == f"{before}_{day}_case.xlsx"


def test_what_is_taken_home_is_what_was_seen(offered: Offered, seat: Quick, tmp_path: Path) -> None:
    cells = moved()
    app = open_page("", PageView(SHOWN, changes=cells))
    seen = app.session_state["own_plans"].get(next(iter(app.session_state["own_plans"]._found)))
    for label in ("Case workbook", "Results workbook"):
        (tmp_path / "home.xlsx").write_bytes(offered.made(label))
        again = rightfin.plan(rightfin.read_case(tmp_path / "home.xlsx"), scenarios=[SCENARIO])
        assert again.tables == seen.tables
    book = openpyxl.load_workbook(tmp_path / "home.xlsx")
    assert book.sheetnames[0] == "The page"
    listed = list(book["Changes"].iter_rows(min_row=5, values_only=True))
    assert {row[1] for row in listed} == {"/".join(map(str, key)) for _, key, _, _ in cells}


def test_the_brief_is_there_once_exits_and_limits_were_tried(offered: Offered, seat: Quick) -> None:
    app = open_page("case", PageView(SHOWN))
    tried = seat.briefings
    assert "Brief" in offered.files, "the overview, where the visit began, had them tried"
    st.cache_resource.clear()
    offered.files.clear()
    app.run()
    assert "Brief" not in offered.files
    assert "download_brief" not in [button.key for button in app.get("download_button")]
    app.button(key="prepare_brief").click().run()
    assert not app.exception
    assert seat.briefings == tried + 1
    assert re.fullmatch(r"sierra-leone.*_\d{4}-\d\d-\d\d_brief\.docx", offered.name("Brief"))
    assert "prepare_brief" not in [button.key for button in app.button]
    document = Document(io.BytesIO(offered.made("Brief")))
    assert document.paragraphs[0].text.startswith("Sierra Leone")
    assert date.today().isoformat() in document.sections[0].footer.paragraphs[0].text


def test_the_brief_of_a_changed_case_says_what_was_changed_and_what_it_does(offered: Offered, seat: Quick) -> None:
    open_page("", PageView(SHOWN, changes=moved()))
    document = Document(io.BytesIO(offered.made("Brief")))
    assert any(paragraph.text.startswith("Changed in the case: Share of revenue") for paragraph in document.paragraphs)
    assert "Against the case" in [cell.text for cell in document.tables[1].rows[0].cells]


def test_where_limits_contradict_one_another_all_can_be_had(offered: Offered, seat: Quick) -> None:
    seat.contradictory = True
    open_page("", PageView(SHOWN))
    assert "contradict one another" in Document(io.BytesIO(offered.made("Brief"))).tables[0].cell(0, 0).text


FILES = {"Results workbook", "Brief", "Case workbook"}
SECRET = "marine-of-the-visitor"


@pytest.mark.parametrize("cell", [
    ("cadres", (SECRET,), "pay", 1.0), ("cadres", ("police",), "institution", SECRET),
    ("programmes", (SECRET,), "start", 2.5),
])
@pytest.mark.parametrize("path", ["", "case", "whatif"])
def test_changes_that_cannot_be_used_offer_nothing_and_say_so(
    offered: Offered, seat: Quick, cell: Cell, path: str
) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    offered.files.clear()
    app.session_state["view"] = PageView(SHOWN, changes=(cell,))
    app.session_state["case"] = SHOWN
    app._page_hash = next(key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == path)
    app.run()
    assert not app.exception
    assert not set(offered.files) & FILES
    assert "prepare_brief" not in [button.key for button in app.button]
    assert any("The changes cannot be used" in note.value for note in app.caption)
    app.session_state["view"] = PageView(SHOWN)
    app.run()
    assert {"Results workbook", "Case workbook"} <= set(offered.files)


def warnings(app: AppTest) -> list[str]:
    return [str(text.value).replace("\\", "") for text in app.warning]


@pytest.mark.parametrize(("error", "said"), [
    (CaseError([Issue("odd", f"{SECRET} is odd.", "Mend it.")]), "cannot be used"), (KeyError(SECRET), "KeyError"),
    (SolveStoppedError("This took longer."), "This took longer"), (FailedError("It was ended."), "It was ended"),
])
def test_what_fails_quotes_nothing_of_a_case_and_is_told_when_the_page_is_drawn_next(
    offered: Offered, seat: Quick, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    app = open_page("case", PageView(SHOWN))

    def fails(*_: object) -> object:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Seat, "do", fails)
        for label in ("Case workbook", "Results workbook"):
            with pytest.raises(downloads.NotMadeError, match=said) as told:
                offered.made(label)
            logged = "".join(traceback.format_exception(told.value))
            assert SECRET not in logged
            assert "in fails" in logged, "where it failed is logged all the same"
    app.run()
    assert [text.split(":")[0] for text in warnings(app)] == ["Results workbook", "Case workbook"]
    assert all(said in text and SECRET not in text for text in warnings(app))
    offered.made("Case workbook")
    assert [text.split(":")[0] for text in warnings(app.run())] == ["Results workbook"]
    app.button(key="scenario_0").click().run()
    assert not app.warning, "another question"


def test_all_is_made_at_the_desk_and_for_a_limited_time(
    offered: Offered, seat: Quick, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page("", PageView(SHOWN, changes=moved()))
    asked_for: list[float] = []

    def watched(_: Seat, request: Request, tell: Progress, seconds: float = 1e9) -> object:
        asked_for.append(seconds)
        raise FailedError("It was ended.")

    monkeypatch.setattr(Seat, "do", watched)
    for label in sorted(FILES):
        with pytest.raises(downloads.NotMadeError):
            offered.made(label)
    assert asked_for == [downloads.MOST_SECONDS] * 3
    assert downloads.MOST_SECONDS <= 120.0


def test_what_cannot_be_used_offers_nothing(offered: Offered, seat: Quick) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    offered.files.clear()
    app.selectbox(key="case").select("My own workbook").run()
    assert not set(offered.files) & FILES
