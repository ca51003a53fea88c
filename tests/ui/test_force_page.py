"""The pages about the force and needs and about method, run by Streamlit's own tester."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from report.plan_fixture import contradictory_plan, make_plan
from streamlit.testing.v1 import AppTest
from study.test_sustain import helped

from rightfin.desk import FailedError, Request, Task
from rightfin.progress import Progress
from rightfin.report.overview.briefed import briefed
from rightfin.report.overview.method import citation
from rightfin.report.studies.sustain import findings
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.study.briefing.asks import GivesWay
from rightfin.study.briefing.relief import Relief
from rightfin.study.briefing.study import Briefing, briefing
from rightfin.study.sustain.study import Sustained, sustained
from rightfin.ui import asked, sustain, work

ROOT = Path(__file__).resolve().parents[2]
RELIEFS = tuple(
    Relief(GivesWay.SAVING, "", words, 0.0, share, share, "", {}, 0.0, False)
    for words, share in (("less <b>", 0.01), ("more places", 0.2), ("nothing", 0.0))
)


class Desk:
    """A desk that gives a hand-made plan, and a briefing unless it fails."""

    def __init__(self) -> None:
        self.plan: Plan = make_plan()
        self.reliefs = RELIEFS
        self.fails = False

    def do(self, request: Request, tell: Progress, seconds: float = 0.0) -> object:
        wanted = request.wanted
        if not isinstance(wanted, Task):
            return self.plan
        if wanted.function is not briefing and wanted.told is not None:
            return wanted.told(wanted.function(request.question.case))
        if self.fails:
            raise FailedError("The program made a mistake.")
        return briefed(Briefing(self.plan, reliefs=self.reliefs))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    found = Desk()
    for module in (asked, work):
        monkeypatch.setattr(module, "seat", lambda: found)
    st.cache_resource.clear()
    yield found
    st.cache_resource.clear()


def visit(path: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app._page_hash = next(key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == path)
    return app.run()


def said(app: AppTest) -> str:
    main = app.main
    parts = (*main.markdown, *main.caption, *main.info, *main.warning, *main.error, *main.code)
    return "\n".join(element.value for element in parts).replace("\\", "")


def test_all_three_parts_are_there_when_it_opens(desk: Desk) -> None:
    app = visit("force")
    assert not app.exception
    assert [heading.value for heading in app.main.subheader] == [
        "Who serves", "Who pays them", "How far needs are covered", "What binds", "What can be kept"]
    assert len(app.get("vega_lite_chart")) == 5  # who serves, who pays, needs, one need by region, what binds
    assert "Covered least: **Case disposal**" in said(app)
    found = next(frame.value for frame in app.dataframe if "What gives way" in frame.value)
    assert found["What gives way"].tolist() == ["More places", "Less <b>", "Nothing"]


def test_an_institution_is_shown_by_its_cadres(desk: Desk) -> None:
    app = visit("force")
    assert app.selectbox(key="institution").options == [
        "All institutions", "National Army", "National Police", "Courts & prosecution", "Prison Service"]
    app.selectbox(key="institution").select("police").run()
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "Cadre" in frame.value)
    assert table["Cadre"].tolist() == ["Constables", "Sergeants"]
    assert "Who serves: National Police, 2025 to 2032" in said(app)
    app.selectbox(key="category").select("pay").run()
    assert not app.exception
    assert "Who pays: pay, National Police, 2025 to 2032" in said(app)


def test_a_region_has_its_own_needs(desk: Desk) -> None:
    app = visit("force")
    app.selectbox(key="region").select("north").run()
    assert not app.exception
    assert "How far needs are covered: North" in said(app)
    table = next(frame.value for frame in app.dataframe if "Need" in frame.value and "2032 (%)" in frame.value)
    needs = desk.plan.table("needs")
    row = needs[(needs["region"] == "north") & (needs["year"] == 2025) & (needs["need"] == "insurgency")].iloc[0]
    shown = table.set_index("Need").loc["Insurgency", "2025 (%)"]
    assert shown == pytest.approx(100.0 * (1.0 - row["unmet"] / row["needed"]), abs=0.06)


def test_what_was_not_tried_says_so(desk: Desk) -> None:
    desk.fails = True
    app = visit("force")
    assert not app.exception
    assert "*Not tried yet*" in said(app)
    assert "The program made a mistake." in said(app)
    assert len(app.get("vega_lite_chart")) == 4


def test_where_nothing_closes_the_gap_it_says_so(desk: Desk) -> None:
    desk.reliefs = RELIEFS[2:]
    assert "Nothing that was tried closes a part" in said(visit("force"))


def test_one_region_needs_no_choice_and_no_need_no_grid(desk: Desk) -> None:
    whole = desk.plan
    one = whole.tables["needs"].where("region", ("north",))
    desk.plan = replace(whole, tables={**whole.tables, "needs": one})
    app = visit("force")
    assert not app.exception
    assert [box.key for box in app.main.selectbox if box.key not in ("case", "model")] == [
        "institution", "category"]
    desk.plan = replace(whole, tables={**whole.tables, "needs": one.where("region", ())})
    st.cache_resource.clear()
    app = visit("force")
    assert not app.exception
    assert "How far needs are covered" not in [heading.value for heading in app.main.subheader]


def test_what_can_be_kept_is_worked_out_by_a_button_and_stays_for_the_choice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, cases = sustained(helped()), list[object]()

    def known(case: object, **_: object) -> Sustained:
        cases.append(case)
        return study

    monkeypatch.setattr(sustain, "sustained", known)  # what it finds is tried elsewhere
    app = visit("force")
    assert not app.exception
    drawn = len(app.get("vega_lite_chart"))
    assert app.main.subheader[-1].value == "What can be kept"
    app.button(key="keep_up").click().run()
    assert not app.exception
    found = findings(study)
    assert all(sentence.text in said(app) for sentence in found.sentences)
    assert len(app.get("vega_lite_chart")) == drawn + len(found.pictures)
    assert len(cases) == 1
    app.button(key="scenario_0").click().run()
    assert found.sentences[0].text not in said(app)

    def cancelled(*_: object, **__: object) -> None:
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(sustain, "sustained", cancelled)
    app.button(key="keep_up").click().run()
    assert [note.value for note in app.warning] == ["The solve was cancelled."]


@pytest.mark.parametrize("path", ["force", "method"])
def test_a_contradiction_is_told(desk: Desk, path: str) -> None:
    desk.plan = contradictory_plan()
    app = visit(path)
    assert not app.exception
    if path == "force":
        assert "contradict one another" in said(app)
    else:
        assert desk.plan.provenance.case_digest in said(app)


def test_the_method_says_what_an_answer_rests_on_and_how_to_cite_it(desk: Desk) -> None:
    app = visit("method")
    assert not app.exception
    text = said(app)
    assert [heading.value for heading in app.main.subheader] == [
        "What the model does not know", "What the words mean", "In which order a plan settles things",
        "What counts as nothing", "How to cite this answer"]
    for line in citation(desk.plan):
        assert f"{line.label}: {line.text}" in text
    assert "never given up for what stands later" in text
