"""The page about reform, run by Streamlit's own tester."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType

import pytest
import streamlit as st
from pipeline import Row, macro, tiny_case
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect
from study.chain_case import chain_case
from ui.reform_case import PROGRAMMES, reform_case
from ui.test_donors_page import ROOT, go
from ui.texts import written as said

from rightfin.case import Case
from rightfin.desk import Seat
from rightfin.desk.live import Live
from rightfin.io import write_case
from rightfin.planning import plan
from rightfin.progress import Progress
from rightfin.report import facts
from rightfin.report.studies import chain as chain_report
from rightfin.report.studies import programmes as programmes_report
from rightfin.report.studies import starts as starts_report
from rightfin.report.words.chain import chain_sentence, prisons_sentence
from rightfin.result.plan import Plan
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.study.chain import chain
from rightfin.study.programmes.worth import programmes
from rightfin.study.starts.decided import DecidedStarts, decided_programmes
from rightfin.ui import chain as chain_page
from rightfin.ui import reform, sources
from rightfin.ui.starts import START
from rightfin.ui.view import to_link

CASE = reform_case()
VETTING, ACADEMY, RADIO = range(3)
"""Rows of the calendar."""


COURTS: dict[str, list[Row]] = {
    "programmes": [{"programme": "courts", "name": "Mobile courts", "institution": "courts", "years": 3}],
    "programme_effects": [{"programme": "courts", "kind": "throughput", "on": "trial/judge", "gain": 0.5}],
}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(sources.INPUTS_VARIABLE, str(tmp_path / "inputs"))
    return tmp_path / "inputs"


def visit(inputs: Path, case: Case) -> AppTest:
    write_case(case, inputs / "small", force=True)
    return go(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run(), "reform")


def typed(app: AppTest, years: dict[int, str | None]) -> AppTest:
    """Type years into rows of the calendar, which the tester cannot do: send what the browser would send."""
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = app.data_editor[0].proto.id
    edits = {str(row): {START: year} for row, year in years.items()}
    state.string_value = json.dumps({"edited_rows": edits, "added_rows": [], "deleted_rows": []})
    return app._run(states)


def shown_plan(app: AppTest) -> Plan:
    found: Plan = app.session_state["live_changes"].last[1]
    return found


def calendar_shown(app: AppTest) -> list[str]:
    return [str(year) for year in app.data_editor[0].value[START]]


def headings(app: AppTest) -> list[str]:
    return [element.value for element in (*app.subheader, *app.header)]


def keep(app: AppTest) -> Multiselect[str]:
    return next(choice for choice in app.multiselect if str(choice.key).startswith("keep_"))


def test_the_page_opens_with_the_case_as_it_stands(inputs: Path) -> None:
    app = visit(inputs, CASE)
    assert not app.exception
    assert calendar_shown(app) == ["2021", "2023", ""]
    assert "The calendar of reforms" in headings(app)
    assert "Proposed and not planned: Army radio." in said(app)
    assert "As the case stands" in said(app)
    assert len(app.get("vega_lite_chart")) == 3  # the calendar, who pays, needs
    assert app.button(key="reform_back").disabled
    assert not any(metric.delta for metric in app.metric)
    assert "**Vetting of the army:** 2021 to 2022. Rules let it start in no other year." in said(app)
    assert "**Academy:** 2023 to 2024. Rules let it start in 2024 to 2025, too." in said(app)


def test_a_changed_start_is_answered_as_a_plan_answers_it(inputs: Path) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2025"})
    assert not app.exception
    assert "With these starts" in said(app)
    expected = plan(CASE.with_cell("programmes", ("academy",), "start", 2025))
    mine, theirs = (facts.indicator(one, "coverage") for one in (shown_plan(app), expected))
    assert mine == pytest.approx(theirs, rel=1e-6)
    assert mine != pytest.approx(facts.indicator(plan(CASE), "coverage"), rel=1e-3), "the start is one that counts"
    assert "**Academy:** 2025 to 2026." in said(app)
    assert any(metric.delta for metric in app.metric)
    assert not app.button(key="reform_back").disabled


def test_starts_that_break_rules_are_refused_with_their_names_and_nothing_is_lost(inputs: Path) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2024"})
    before, answer = shown_plan(app), said(app)
    for wrong, told in (
        ({ACADEMY: "2022"}, "2 years must lie between"), ({ACADEMY: "soon"}, "Academy: soon is no year"),
        ({RADIO: "2023"}, "exclude each other"), ({VETTING: ""}, "Academy needs Vetting of the army"),
        ({ACADEMY: "2026"}, "it may not"), ({VETTING: "2030"}, "no year of the plan"),
    ):
        typed(app, {ACADEMY: "2024", **wrong})
        assert not app.exception
        assert told in app.error[0].value.replace("\\", "")
        assert "What you typed is kept" in app.warning[0].value
        assert shown_plan(app) is before
        assert said(app) == answer
    typed(app, {ACADEMY: "2024"})
    assert not app.error


def test_the_calendar_outlives_a_visit_to_another_page_and_can_be_brought_back(inputs: Path) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2025"})
    after = said(app)
    go(app, "")
    go(app, "reform")
    assert calendar_shown(app) == ["2021", "2025", ""]
    assert said(app) == after
    app.button(key="reform_back").click().run()
    assert calendar_shown(app) == ["2021", "2023", ""]
    assert "As the case stands" in said(app)
    assert app.button(key="reform_back").disabled


def starts_laid(app: AppTest) -> dict[str, object]:
    """Return the starts of programmes that are changes of what is looked at."""
    return {str(key[0]): value for table, key, column, value in app.session_state["view"].changes
            if (table, column) == ("programmes", "start")}


def test_starts_are_changes_that_the_link_holds_and_undo_takes_back(inputs: Path) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2025"})
    assert starts_laid(app) == {"academy": 2025}
    mine, text = shown_plan(app), said(app)
    other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in to_link(app.session_state["view"]).items():
        other.query_params[name] = value
    go(other.run(), "reform")
    assert calendar_shown(other) == ["2021", "2025", ""]
    assert said(other) == text
    go(app, "whatif")
    assert [button.label.replace("\\", "") for button in app.button if "take_back_start" in str(button.key)] == [
        "Academy: from 2025 (in the case from 2023)"]
    assert shown_plan(app) is mine, "pages agree"
    move = next(one for one in app.slider if str(one.key).startswith("lever_revenue_ratio"))
    move.set_value(1.0).run()
    assert starts_laid(app) == {"academy": 2025}
    go(app, "reform")
    assert "2 changes are laid over the case" in said(app)
    assert "With these changes" in said(app)
    app.button(key="reform_back").click().run()
    assert starts_laid(app) == {}
    assert "One change is laid over the case" in said(app), "the lever stays"
    app.button(key="reform_undo").click().run()
    assert calendar_shown(app) == ["2021", "2025", ""]


def test_starts_that_are_allowed_together_only_are_typed_one_after_the_other(inputs: Path) -> None:
    app = typed(visit(inputs, CASE), {RADIO: "2023"})
    assert starts_laid(app) == {}
    typed(app, {RADIO: "2023", ACADEMY: ""})
    assert starts_laid(app) == {"academy": None, "radio": 2023}
    assert not app.error


def test_visitors_share_no_models(inputs: Path) -> None:
    one, other = visit(inputs, CASE), visit(inputs, CASE)
    assert one.session_state["live_changes"] is not other.session_state["live_changes"]
    typed(one, {ACADEMY: "2025"})
    assert calendar_shown(other.run()) == ["2021", "2023", ""]


def test_what_each_is_worth_is_asked_with_the_starts_typed_and_stays_for_them(
    inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2025"})
    app.button(key="work_out_worth").click().run()
    assert not app.exception
    found = programmes_report.findings(programmes(CASE, starts={"academy": 2025}))
    text = said(app)
    for sentence in found.sentences:
        assert (sentence.text in text) == (sentence.topic != "calendar"), sentence
    assert len(app.get("vega_lite_chart")) == 3 + len(found.pictures) - 1  # the calendar stands above
    assert not app.warning
    typed(app, {ACADEMY: "2024"})
    assert "question has changed" in app.warning[0].value

    def stopped(*_: object, **__: object) -> None:
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(reform, "programmes", stopped)
    app.button(key="work_out_worth").click().run()
    assert "The solve was cancelled." in [note.value for note in app.warning]
    assert found.sentences[-1].text in said(app), "what was found is kept"


@pytest.mark.parametrize("button", ["work_out_worth", "decide_starts", "try_more_people"])
def test_work_that_is_dropped_is_said_to_be_stopped(
    inputs: Path, dropping: Callable[[], AbstractContextManager[None]], button: str
) -> None:
    app = typed(visit(inputs, chain_case(**COURTS)), {0: "2021"})
    label = app.button(key=button).label
    with dropping():
        app.button(key=button).click().run()
    assert [note.value.split(" was ")[0] for note in app.warning] == [f"**{label}**"]


@pytest.mark.parametrize(("place", "study", "button"), [
    (reform, "programmes", "work_out_worth"), (reform, "decided_programmes", "decide_starts"),
    (chain_page, "chain", "try_more_people"),
])
def test_what_a_button_begins_tells_its_steps_and_hears_that_it_is_to_stop(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, place: ModuleType, study: str, button: str
) -> None:
    app = typed(visit(inputs, chain_case(**COURTS)), {0: "2021"})
    heard: list[bool] = []

    def watched(*_: object, progress: Progress, control: Control, **__: object) -> None:
        progress(1, 2, "asking")
        heard.append(control.stops())
        assert control.cancel is not None
        control.cancel.set()
        heard.append(control.stops())
        progress(2, 2, "never told")

    monkeypatch.setattr(place, study, watched)
    app.button(key=button).click().run()
    assert not app.exception
    assert heard == [False, True]
    assert [note.value for note in app.warning] == ["The solve was cancelled."]


def test_best_starts_are_decided_told_with_their_proof_and_typed_into_the_calendar(inputs: Path) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2025"})
    assert not [button for button in app.button if button.key == "type_best"]
    app.button(key="decide_starts").click().run()
    assert not app.exception
    found = decided_programmes(CASE)
    told = starts_report.findings(found)
    for sentence in told.sentences:
        assert sentence.text in said(app)
    assert any("proven" in sentence.text for sentence in told.sentences)
    app.button(key="type_best").click().run()
    assert not app.exception
    assert found.starts == {"vetting": 2021, "academy": 2023, "radio": None}, "enumerated in other tests"
    assert calendar_shown(app) == ["2021", "2023", ""]
    levels = {name: value for _, name, value in shown_plan(app).tables["objective"].rows}
    for _, name, value in found.plan.tables["objective"].rows:
        assert levels[name] == pytest.approx(value, rel=1e-6, abs=1e-2)
    assert not app.warning
    keep(app).select("academy").run()
    assert "question has changed" in app.warning[0].value
    assert told.sentences[1].text in said(app), "what was found is kept"


def test_starts_that_are_kept_are_not_decided_and_less_money_is_asked_for(
    inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    def watched(*_: object, **words: object) -> DecidedStarts:
        asked.update(words)
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(reform, "decided_programmes", watched)
    app = typed(visit(inputs, CASE), {ACADEMY: "2025"})
    keep(app).select("academy").select("radio").run()
    app.number_input(key="best_within").set_value(7)
    app.checkbox(key="best_frontier").check()
    app.button(key="decide_starts").click().run()
    assert not app.exception
    assert asked["fixed"] == {"academy": 2025, "radio": None}
    assert (asked["within"], asked["frontier"]) == (7.0, True)
    assert [note.value for note in app.warning] == ["The solve was cancelled."]


def test_proposals_none_of_which_is_planned_can_be_planned_on_the_page(inputs: Path) -> None:
    app = visit(inputs, reform_case(programmes=[{**row, "start": None} for row in PROGRAMMES]))
    assert not app.exception
    assert [note.value.split(".")[0] for note in app.info] == [
        "No programme is planned", "No programme is planned, so there is nothing to leave out",
        "This case has no justice chain"]
    assert not [button for button in app.button if button.key == "work_out_worth"]
    assert "Why not earlier, why not later" not in headings(app)
    typed(app, {VETTING: "2022"})
    assert not app.exception
    assert len(app.info) == 1, "there is no chain; all else is answered"
    assert "**Vetting of the army:** 2022 to 2023." in said(app)


def test_a_case_without_programmes_says_so_and_how_to_add_one(inputs: Path) -> None:
    app = visit(inputs, tiny_case())
    assert not app.exception
    assert "has no reform programmes" in app.info[0].value
    assert "programme_costs" in app.info[0].value
    assert not app.get("vega_lite_chart")


def test_a_case_whose_limits_contradict_one_another_names_them(inputs: Path) -> None:
    limits = [{"cadre": "soldier", "bound": "max", "hard": True, "2021": 3000.0}]
    app = typed(visit(inputs, reform_case(strength_limits=limits)), {ACADEMY: "2025"})
    assert not app.exception
    assert "contradict one another" in app.error[0].value
    assert not app.metric
    app.button(key="work_out_worth").click().run()
    app.button(key="decide_starts").click().run()
    assert not app.exception


def test_a_start_that_makes_a_number_unusable_says_which(inputs: Path) -> None:
    effects = [{"programme": "radio", "kind": "demand", "on": "war/national", "gain": 50_000.0}]
    app = visit(inputs, reform_case(programme_effects=effects, programme_order=[]))
    typed(app, {RADIO: "2022"})
    assert not app.exception
    assert "radio" in app.error[0].value
    assert "As the case stands" in said(app)


def test_texts_of_a_stranger_are_shown_as_they_stand(inputs: Path) -> None:
    hostile = "![x](http://evil.test/a.png) $g^2$ **j** =1"
    app = visit(inputs, reform_case(programmes=[{**PROGRAMMES[0], "name": hostile}, *PROGRAMMES[1:]]))
    typed(app, {VETTING: ""})
    assert not app.exception
    assert r"\!\[x\]" in app.error[0].value
    assert any(r"- **\!\[x\]" in text.value and r"\*\*j\*\*" in text.value for text in app.main.markdown)


def test_years_are_written_as_the_case_writes_them(inputs: Path) -> None:
    app = typed(visit(inputs, reform_case({"year_form": "2025/26"}, macro=macro(24.0))), {ACADEMY: "2024/25"})
    assert not app.exception
    assert "**Academy:** 2024/25 to 2025/26." in said(app)
    app.button(key="work_out_worth").click().run()
    assert not app.exception


def test_a_mistake_of_the_program_is_told_and_the_answer_before_stands(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2024"})
    before = said(app)

    def failed(*_: object) -> Plan:
        raise KeyError("academy")

    with monkeypatch.context() as patch:
        patch.setattr(Live, "found", failed)
        typed(app, {ACADEMY: "2025"})
    assert not app.exception
    assert "made a mistake (KeyError)" in app.error[0].value
    assert "still the answer to the starts before" in app.error[0].value
    assert said(app) == before
    caplog.clear()
    typed(app, {ACADEMY: "2025"})
    assert not app.error
    assert "**Academy:** 2025 to 2026." in said(app)


def test_a_page_that_is_drawn_again_asks_nothing_anew(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2024"})
    before = said(app)
    monkeypatch.setattr(Seat, "do", None)  # whoever asks it fails
    app.number_input(key="best_within").set_value(7).run()
    assert not app.exception
    assert said(app) == before


def test_models_whose_building_is_stopped_are_built_when_the_page_is_drawn_next(
    inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise SolveStoppedError("The solve was cancelled.")

    with monkeypatch.context() as patch:
        patch.setattr(Live, "found", stopped)
        app = visit(inputs, CASE)
        assert [note.value for note in app.error] == ["The solve was cancelled."]
    assert "As the case stands" in said(app.run())
    assert not app.error


def test_a_newer_start_stops_the_one_that_is_being_planned(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = typed(visit(inputs, CASE), {ACADEMY: "2024"})
    before = said(app)

    def stopped(*_: object) -> Plan:
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(Live, "found", stopped)
    typed(app, {ACADEMY: "2025"})
    assert not app.exception
    assert "still the answer to the starts before" in app.warning[0].value
    assert said(app) == before


def test_a_case_with_a_chain_and_no_programmes_shows_the_chain(inputs: Path) -> None:
    app = visit(inputs, chain_case())
    assert not app.exception
    assert [note.value.split(".")[0] for note in app.info] == ["This case has no reform programmes"]
    planned = plan(chain_case())
    assert chain_sentence(planned) in said(app)
    assert prisons_sentence(planned) in said(app)
    pictures = app.get("vega_lite_chart")
    assert len(pictures) == 3  # the flow, what waits, who is in prison
    assert "**The justice chain and its narrowest point, 2021 to 2026**" in said(app)
    assert "The first year above the last" in "\n".join(note.value for note in app.caption)
    assert all("title" not in json.loads(one.proto.spec) for one in pictures), "text goes over lines, a title is cut off"
    assert len(app.dataframe) == 2


def test_the_chain_is_that_of_the_starts_that_are_typed(inputs: Path) -> None:
    app = visit(inputs, chain_case(**COURTS))
    before = said(app)
    typed(app, {0: "2021"})
    assert not app.exception
    expected = plan(chain_case(**COURTS).with_cell("programmes", ("courts",), "start", 2021))
    assert chain_sentence(expected) in said(app)
    assert chain_sentence(expected) not in before, "courts clear more"
    assert all("justice_stages" not in note.value for note in app.info)


def test_more_people_in_the_chain_are_tried_with_the_starts_that_are_typed(inputs: Path) -> None:
    app = typed(visit(inputs, chain_case(**COURTS)), {0: "2021"})
    shown = len(app.get("vega_lite_chart"))
    app.button(key="try_more_people").click().run()
    assert not app.exception
    found = chain_report.findings(chain(chain_case(**COURTS), starts={"courts": 2021}))
    text = said(app)
    for sentence in found.sentences:
        assert text.count(sentence.text) == 1, sentence
    assert len(app.get("vega_lite_chart")) == shown + 1  # more police; the others stand above
    assert not app.warning
    typed(app, {0: "2022"})
    assert "question has changed" in app.warning[0].value


def test_a_case_without_a_chain_says_so_and_how_to_add_one(inputs: Path) -> None:
    app = visit(inputs, tiny_case())
    assert "has no justice chain" in app.info[1].value
    assert "justice_staff" in app.info[1].value
    assert not [button for button in app.button if button.key == "try_more_people"]
