"""What buttons on the page about reform work out: what each programme is worth, and the best starts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect
from study.chain_case import chain_case
from ui.reforming import ACADEMY, CASE, COURTS, calendar_shown, shown_plan, typed, visit
from ui.texts import written as said

from rightfin.progress import Progress
from rightfin.report.studies import programmes as programmes_report
from rightfin.report.studies import starts as starts_report
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.study.programmes.worth import programmes
from rightfin.study.starts.decided import DecidedStarts, decided_programmes
from rightfin.ui import chain as chain_page
from rightfin.ui import reform


def keep(app: AppTest) -> Multiselect[str]:
    return next(choice for choice in app.multiselect if str(choice.key).startswith("keep_"))


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
