"""The page about donors' exits, run by Streamlit's own tester."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pipeline import donor, tiny_case
from streamlit.testing.v1 import AppTest

from rightfin.case import Case
from rightfin.desk.live import Live
from rightfin.io import write_case
from rightfin.planning import plan
from rightfin.reading import read_case
from rightfin.report.studies import exits as exit_report
from rightfin.report.words.wording import money
from rightfin.result.paid import least_unpaid
from rightfin.result.plan import Plan
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.study.exits.study import exit_study
from rightfin.ui import donors, sources
from rightfin.ui.calendar import FREE_FROM
from rightfin.ui.view import Changes, PageView, from_link, to_link

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def case(name: str) -> Case:
    return read_case(ROOT / "inputs" / name)


def go(app: AppTest, path: str) -> AppTest:
    """Follow the link to a page, as the list of pages does; the tester itself switches to files only."""
    app._page_hash = next(
        key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == path
    )
    return app.run()


def visit() -> AppTest:
    return go(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run(), "donors")


def typed(app: AppTest, years: dict[int, str | None]) -> AppTest:
    """Type years into rows of the calendar, which the tester cannot do: send what the browser would send."""
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = app.data_editor[0].proto.id
    edits = {str(row): {FREE_FROM: year} for row, year in years.items()}
    state.string_value = json.dumps({"edited_rows": edits, "added_rows": [], "deleted_rows": []})
    return app._run(states)


def said(app: AppTest) -> str:
    """Return all that the page says, in whatever form."""
    main = app.main
    parts = (*main.markdown, *main.caption, *main.info, *main.warning, *main.success, *main.error)
    return "\n".join(element.value for element in parts).replace("\\", "")


def tiles_of(app: AppTest) -> str:
    return next((html.body for html in app.get("html") if "rf-tiles" in html.body), "")


def shown_plan(app: AppTest) -> Plan:
    found: Plan = app.session_state["live_changes"].last[1]
    return found


def calendar_shown(app: AppTest) -> list[str]:
    return [str(year) for year in app.data_editor[0].value[FREE_FROM]]


def exits(app: AppTest) -> dict[str, object]:
    """Return the last years of donors that are changes of what is looked at."""
    changes: Changes = app.session_state["view"].changes
    assert all((table, column) == ("donors", "exit_year") for table, _, column, _ in changes)
    return {str(key[0]): value for _, key, _, value in changes}


def test_the_page_opens_with_the_case_as_it_stands() -> None:
    app = visit()
    assert not app.exception
    # The case states the last year with a donor; people ask for the first one without it.
    rows = case("afghanistan_2012").records("donors")
    assert calendar_shown(app) == [str(int(str(row["exit_year"])) + 1) for row in rows]
    assert "**What is not paid.** As the case stands" in said(app)
    assert len(app.get("vega_lite_chart")) == 4  # who pays, own share, step, what breaks
    assert app.button(key="exits_back").disabled
    assert "against the case" not in tiles_of(app)


def test_a_changed_year_changes_the_answer_as_a_plan_does() -> None:
    app = visit()
    app.selectbox(key="case").select("Demo").run()
    assert "everything due is paid" in said(app)
    demo = case("demo")
    typed(app, dict.fromkeys(range(len(demo.records("donors"))), "2027"))
    assert not app.exception
    cells = [((str(row["donor"]),), "exit_year", 2026) for row in demo.records("donors")]
    expected = least_unpaid(plan(demo.with_cells("donors", cells)))
    assert expected > 1e9
    assert least_unpaid(shown_plan(app)) == pytest.approx(expected, rel=1e-6)
    assert "has no payer" in app.main.error[0].value
    assert tiles_of(app).count("against the case") >= 3
    assert f"With these exits {money(expected, 'MRK')} cannot be paid or supported" in said(app)


def test_years_that_cannot_be_used_are_refused_and_nothing_is_lost() -> None:
    app = typed(visit(), {1: "2018"})
    before = shown_plan(app)
    assert "With these exits" in said(app)
    for wrong in ("2018.5", "soon", "2015", "-5", "20180"):
        typed(app, {1: wrong})
        assert not app.exception
        assert wrong in app.error[0].value.replace("\\", "")
        assert "United States" in app.error[0].value
        assert shown_plan(app) is before
        assert "With these exits" in said(app)
        assert app.session_state["exits_refused"][1].texts == {"united_states": wrong}, "it stays in the table"
        assert exits(app) == {"united_states": 2017}
    typed(app, {1: "2018"})
    assert not any("United States:" in error.value for error in app.error)


def test_the_calendar_outlives_a_visit_to_the_other_page_and_can_be_brought_back() -> None:
    app = typed(visit(), {0: "2019", 1: None})
    after = said(app)
    go(app, "")
    assert any("shown-overview" in html.body for html in app.get("html"))
    go(app, "donors")
    assert calendar_shown(app) == ["2019", ""]
    assert said(app) == after
    app.button(key="exits_back").click().run()
    assert calendar_shown(app) == ["2024", "2024"]
    assert "As the case stands" in said(app)
    assert app.button(key="exits_back").disabled


def linked(view: PageView, path: str) -> AppTest:
    """Open the link of a view, as if in another browser."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in to_link(view).items():
        app.query_params[name] = value
    app = go(app.run(), path)
    assert not app.exception
    return app


def test_a_link_holds_the_years_and_undo_goes_step_by_step() -> None:
    app = typed(visit(), {0: "2017"})
    typed(app, {0: "2017", 1: "2019"})
    assert exits(app) == {"partners": 2016, "united_states": 2018}
    shown = {name: app.query_params[name] for name in app.query_params}
    link = {name: [given] if isinstance(given, str) else given for name, given in shown.items()}
    assert from_link(link)[0] == app.session_state["view"]
    answer = said(app)
    other = linked(app.session_state["view"], "donors")
    assert calendar_shown(other) == ["2017", "2019"]
    assert said(other) == answer
    app.button(key="exits_undo").click().run()
    assert exits(app) == {"partners": 2016}
    assert calendar_shown(app) == ["2017", "2024"]
    app.button(key="exits_undo").click().run()
    assert exits(app) == {}
    assert "As the case stands" in said(app)
    app.button(key="exits_redo").click().run()
    assert calendar_shown(app) == ["2017", "2024"]
    typed(app, {0: ""})
    assert exits(app) == {"partners": None}, "it stays"
    typed(app, {0: "2024"})
    assert exits(app) == {}, "as in the case is no change"


def test_the_lever_and_the_timeline_are_one_and_agree() -> None:
    app = typed(visit(), {1: "2018"})
    mine = shown_plan(app)
    go(app, "whatif")
    assert [button.label.replace("\\", "") for button in app.button if str(button.key).startswith("take_back_")] == [
        "United States: last year of its money: 2017 (in the case 2023)"]
    assert shown_plan(app) is mine
    app.selectbox(key="lever_group").set_value("Donors' exits").run()
    lever = next(one for one in app.select_slider if str(one.key).startswith("lever_exit_united_states"))
    assert lever.value == "2017"
    lever.set_value("2018").run()
    assert exits(app) == {"united_states": 2018}
    moved = shown_plan(app)
    go(app, "donors")
    assert calendar_shown(app) == ["2024", "2019"]
    assert shown_plan(app) is moved
    assert "against the case" in tiles_of(app)
    cells = [(("united_states",), "exit_year", 2018)]
    expected = least_unpaid(plan(case("afghanistan_2012").with_cells("donors", cells)))
    assert least_unpaid(moved) == pytest.approx(expected, rel=1e-6)


def test_other_changes_lie_under_the_years_and_stay_when_exits_are_taken_back() -> None:
    more: Changes = (("donors", ("united_states",), "exit_year", 2018), ("macro", ("security_share",), "2016", 0.5))
    app = linked(PageView("Afghanistan 2012", changes=more), "donors")
    assert "2 changes are laid over the case" in said(app)
    assert "With these changes" in said(app)
    typed(app, {0: "soon"})
    assert app.session_state["exits_refused"][1].texts == {"partners": "soon"}
    typed(app, {0: "soon", 1: "2020"})
    assert any("soon is not a whole year" in error.value for error in app.error), "what was refused stays with its sentence"
    assert ("donors", ("united_states",), "exit_year", 2019) in app.session_state["view"].changes
    app.button(key="exits_back").click().run()
    assert not any("whole year" in error.value for error in app.error)
    assert [cell[:3] for cell in app.session_state["view"].changes] == [more[1][:3]]
    assert "One change is laid over the case" in said(app)
    app.button(key="laid_clear").click().run()
    assert app.session_state["view"].changes == ()
    assert "laid over the case" not in said(app)


def test_a_year_of_a_link_that_is_none_is_a_sentence() -> None:
    app = linked(PageView("Afghanistan 2012", changes=(("donors", ("united_states",), "exit_year", "soon"),)), "donors")
    assert any("exit_year" in text.value.replace("\\", "") for text in (*app.error, *app.markdown))


def test_studies_begin_from_the_years_that_are_typed() -> None:
    app = typed(visit(), {0: "2016"})
    changed = case("afghanistan_2012").with_cells("donors", [(("partners",), "exit_year", 2015)])
    next(choice for choice in app.multiselect if str(choice.key).startswith("leaving_")).select("united_states")
    app.button(key="try_years").click().run()
    assert not app.exception
    text = said(app)
    for sentence in exit_report.findings(exit_study(changed, donors=["united_states"])).sentences:
        assert sentence.text in text
    plain = exit_report.findings(exit_study(case("afghanistan_2012"), donors=["united_states"]))
    assert any(sentence.text not in text for sentence in plain.sentences)
    typed(app, {0: "2017"})
    assert any("question has changed" in note.value for note in app.warning)


def test_visitors_share_no_models() -> None:
    one, other = visit(), visit()
    assert one.session_state["live_changes"] is not other.session_state["live_changes"]
    typed(one, {1: "2017"})
    assert calendar_shown(other.run()) == ["2024", "2024"]
    assert shown_plan(other) is other.session_state["live_changes"].standing


def test_the_study_of_all_years_is_shown_and_marked_when_the_question_changes() -> None:
    app = visit().button(key="try_years").click().run()
    assert not app.exception
    found = exit_report.findings(exit_study(case("afghanistan_2012")))
    text = said(app)
    for sentence in found.sentences:
        assert sentence.text in text
    assert any("Earliest exit" in note.value for note in app.warning), "the answer stands in front, not its basis"
    assert len(app.get("vega_lite_chart")) == 4 + len(found.pictures)
    assert not any("question has changed" in note.value for note in app.warning)
    donors = next(choice for choice in app.multiselect if str(choice.key).startswith("leaving_"))
    donors.select("united_states").run()
    assert any("question has changed" in note.value for note in app.warning)
    app.button(key="scenario_0").click().run()
    assert "Earliest exit" not in said(app)


def test_what_it_takes_is_asked_for_the_year_and_the_share_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit()
    next(one for one in app.selectbox if str(one.key).startswith("free_from")).set_value(2021)
    app.slider(key="keep").set_value(90)
    app.button(key="work_it_out").click().run()
    assert not app.exception
    assert "from 2021 on, and keep 90.0% of the force" in said(app)
    assert any("What is missing" in note.value for note in app.info)
    assert "**Latest start.**" in said(app)

    def stopped(*_: object, **__: object) -> None:
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(donors, "require", stopped)
    app.button(key="work_it_out").click().run()
    assert not app.exception
    assert app.warning[0].value == "The solve was cancelled."


@pytest.mark.parametrize(("study", "button"), [("exit_study", "try_years"), ("require", "work_it_out")])
def test_what_a_button_begins_hears_that_it_is_to_stop(monkeypatch: pytest.MonkeyPatch, study: str, button: str) -> None:
    app = visit()
    heard: list[Control] = []

    def watched(*_: object, control: Control, **__: object) -> None:
        heard.append(control)
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(donors, study, watched)
    app.button(key=button).click().run()
    assert [control.active for control in heard] == [True]
    assert heard[0].stops(), "nobody asks any more"


def test_a_study_that_is_dropped_is_said_to_be_stopped(
    monkeypatch: pytest.MonkeyPatch, dropping: Callable[[], AbstractContextManager[None]]
) -> None:
    app = visit()
    with dropping():
        app.button(key="try_years").click().run()
    assert [note.value.split(" was ")[0] for note in app.warning] == ["**Try every year**"]

    def cancelled(*_: object, **__: object) -> None:
        raise SolveStoppedError("The solve was cancelled.")

    monkeypatch.setattr(donors, "require", cancelled)
    app.button(key="work_it_out").click().run()
    assert any("**Try every year** was stopped before it was done" in note.value for note in app.warning)
    assert not any("**Work it out**" in note.value for note in app.warning)
    monkeypatch.setattr(donors, "exit_study", cancelled)
    app.button(key="try_years").click().run()
    assert [note.value for note in app.warning] == ["The solve was cancelled."]


def test_while_a_calendar_is_solved_the_page_says_that_the_answer_is_an_earlier_one(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visit()
    told: list[str] = []
    found, spinner = Live.found, st.spinner

    @contextmanager
    def told_spinner(text: str) -> Iterator[None]:
        told.append(text)
        with spinner(text):
            yield
        told.remove(text)

    def watched(live: Live, *asked: Any) -> object:
        assert len(told) == 1
        assert "Solving" in told[0]
        assert "answer to the years before" in told[0]
        return found(live, *asked)

    monkeypatch.setattr(st, "spinner", told_spinner)
    monkeypatch.setattr(Live, "found", watched)
    typed(app, {1: "2018"})
    assert not app.exception
    assert told == []
    assert "With these exits" in said(app)


def test_a_case_without_donors_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_case(tiny_case(), tmp_path / "alone.xlsx")
    monkeypatch.setenv(sources.INPUTS_VARIABLE, str(tmp_path))
    app = visit()
    assert not app.exception
    assert "has no donors" in app.info[0].value


def test_a_case_whose_limits_contradict_one_another_names_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = [{"cadre": "soldier", "bound": "max", "hard": True, "2021": 3000.0}]
    case = tiny_case(strength_limits=limits, **donor(1.0))
    write_case(case, tmp_path / "torn.xlsx")
    monkeypatch.setenv(sources.INPUTS_VARIABLE, str(tmp_path))
    app = typed(visit(), {0: "2022"})
    assert not app.exception
    assert "contradict one another" in app.error[0].value
    assert tiles_of(app) == ""
    app.button(key="try_years").click().run()
    app.button(key="work_it_out").click().run()
    assert not app.exception


def test_a_plan_of_one_year_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tiny_case(settings={"end_year": 2021}, **donor(1.0, range(2021, 2022)))
    write_case(case, tmp_path / "short.xlsx")
    monkeypatch.setenv(sources.INPUTS_VARIABLE, str(tmp_path))
    app = typed(visit(), {0: "2021"})
    assert not app.exception
    assert any("one year only" in note.value for note in app.info)
    app.button(key="try_years").click().run()
    assert not app.exception
