"""The page about the force that can be kept, run by Streamlit's own tester."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from study.test_sustain import helped
from ui.test_donors_page import ROOT, go
from ui.texts import written as said

from rightfin.report.studies.findings import Findings
from rightfin.report.studies.sustain import findings
from rightfin.solve.control import SolveStoppedError
from rightfin.study.sustain.study import Sustained, sustained
from rightfin.ui import sustain


@pytest.fixture(scope="module")
def study() -> Sustained:
    return sustained(helped())


def test_a_button_works_it_out_and_what_was_found_stays_for_the_choice(
    study: Sustained, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def known(case: object, **_: object) -> Sustained:
        asked.append(case)
        return study

    monkeypatch.setattr(sustain, "sustained", known)  # what it finds is tried elsewhere
    app = go(AppTest.from_file(str(Path(ROOT) / "app.py"), default_timeout=60).run(), "sustain")
    assert not app.exception
    assert "Today" not in said(app)
    app.button(key="keep_up").click().run()
    assert not app.exception
    found: Findings = findings(study)
    assert all(sentence.text in said(app) for sentence in found.sentences)
    assert len(app.get("vega_lite_chart")) == len(found.pictures)
    assert len(asked) == 1
    app.button(key="scenario_0").click().run()
    assert found.sentences[0].text not in said(app)

    def cancelled(*_: object, **__: object) -> None:
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(sustain, "sustained", cancelled)
    app.button(key="keep_up").click().run()
    assert [note.value for note in app.warning] == ["The solve was cancelled."]
