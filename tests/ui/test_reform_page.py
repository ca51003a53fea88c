"""The page about reform, run by Streamlit's own tester: the calendar of starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pipeline import macro, tiny_case
from streamlit.testing.v1 import AppTest
from ui.reform_case import PROGRAMMES, reform_case
from ui.reforming import ACADEMY, CASE, RADIO, VETTING, calendar_shown, headings, shown_plan, typed, visit
from ui.test_donors_page import ROOT, go
from ui.texts import written as said

from rightfin.desk import Seat
from rightfin.desk.live import Live
from rightfin.planning import plan
from rightfin.report import facts
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.ui.view import to_link


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
