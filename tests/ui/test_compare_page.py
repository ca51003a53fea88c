"""The page that compares cases, scenarios and variants, run by Streamlit's own tester."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from pipeline import donor, macro, tiny_case
from streamlit.testing.v1 import AppTest

from rightfin.case import Case, CaseError, Issue
from rightfin.case.case import Cell
from rightfin.desk import FailedError, Request
from rightfin.io import write_case
from rightfin.planning import plan
from rightfin.progress import Progress
from rightfin.report import facts
from rightfin.solve.control import SolveStoppedError
from rightfin.ui import asked, compare, state

ROOT = Path(__file__).resolve().parents[2]

SCENARIOS = [{"scenario": "fewer_grants", "order": 1, "table": "pledges", "key": "friends", "column": "2022-",
              "operation": "set", "value": 1e6, "source": "ministry", "note": "They say so."}]
LIMITS = [{"cadre": "soldier", "bound": "max", "hard": True, "2021": 1e6}]
BASE = tiny_case(settings={"title": "A tiny"}, scenarios=SCENARIOS, strength_limits=LIMITS, **donor(3.0, exit_year=2024))
MORE_PAY: Cell = ("cadres", ("soldier",), "pay", 2000.0)
ELSEWHERE = tiny_case(settings={"title": "Elsewhere", "currency": "SLL", "base_year": 2023, "end_year": 2028},
                      macro=[{"series": row["series"], **{str(int(year) + 3): value for year, value in row.items()
                                                          if year.isdecimal()}} for row in macro(15.0)],
                      demand=[{"need": "war", "region": "national", "2024": 20_000.0}],
                      institutions=[{"institution": "guard", "name": "Guard", "sector": "defence"}],
                      cadres=[{"cadre": "guardsman", "institution": "guard", "name": "Guardsmen",
                               "opening_strength": 5_000.0, "pay": 1500.0, "support": 500.0, "attrition": 0.1}],
                      effects=[{"cadre": "guardsman", "need": "war", "effect": 1.0}])


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two shipped cases, small enough to be planned at once."""
    write_case(BASE, tmp_path / "inputs" / "a_tiny")
    write_case(ELSEWHERE, tmp_path / "inputs" / "elsewhere")
    monkeypatch.setenv("RIGHTFIN_INPUTS", str(tmp_path / "inputs"))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def visit(**view: object) -> AppTest:
    """Go to the page with a view, where a link would put it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app._page_hash = next(
        key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == "compare"
    )
    app.session_state["view"] = replace(app.session_state["view"], **view)
    app.run()
    assert not app.exception
    return app


def pick(app: AppTest, *names: str) -> AppTest:
    """Pick what to compare with, by the names that the link has."""
    found = app.multiselect(key="compare_others").set_value(list(names)).run()
    assert not found.exception
    return found  # type: ignore[no-any-return]


def texts(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.markdown).replace("\\", "").replace("\u2060", "")


def mark(app: AppTest) -> str:
    return next(str(one.proto.body) for one in app.get("html") if "shown-compare" in str(one.proto.body))


def titles(app: AppTest) -> list[list[str]]:
    return [json.loads(chart.proto.spec)["encoding"]["color"]["scale"]["domain"] for chart in app.get("vega_lite_chart")]


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader(key="compare_upload").set_value([(name, content, "") for name, content in files]).run()
    assert not app.exception
    return app


def workbook(case: Case, tmp_path: Path) -> bytes:
    path = tmp_path / "made.xlsx"
    write_case(case, path)
    return path.read_bytes()


def test_the_page_waits_for_something_to_compare_with() -> None:
    app = visit()
    assert [title.value for title in app.title] == ["Compare"]
    assert any("Pick what to compare with" in info.value for info in app.info)
    assert not app.get("vega_lite_chart")
    assert app.selectbox(key="compare_baseline").value == "case"
    assert app.multiselect(key="compare_others").options == ["fewer_grants", "Elsewhere (comes with the program)"]
    assert 'data-items="1" data-whole="false"' in mark(app)


def test_a_scenario_is_compared_without_a_button_and_stands_in_the_link() -> None:
    app = pick(visit(), "scenario:fewer_grants")
    text = texts(app)
    assert "fewer_grants with A tiny, the baseline" in text
    assert "donors' money falls by" in text
    assert "In USD at current prices" in text
    assert titles(app) == [["A tiny", "fewer_grants"]] * 5
    assert "Unpaid or unsupported: nothing in any year of any of them." in text
    assert app.session_state["view"].compared == ("case", "scenario:fewer_grants")
    assert app.query_params["compare"] == ["case", "scenario:fewer_grants"]
    assert 'data-items="2" data-whole="true"' in mark(app)
    cells = next(frame.value for frame in app.dataframe if "Row" in frame.value.columns)
    assert cells["Row"].unique().tolist() == ["Friends (friends)"]
    assert set(cells["Source and note: fewer_grants"]) == {"scenario fewer grants; ministry; They say so."}
    app.checkbox(key="compare_inputs").check().run()
    assert not app.get("vega_lite_chart")
    assert "donors' money falls by" not in texts(app)
    assert [frame for frame in app.dataframe if "Row" in frame.value.columns]
    assert pick(app).session_state["view"].compared == ()


def test_three_with_what_was_kept_and_an_upload(tmp_path: Path) -> None:
    app = visit(kept={"A": (MORE_PAY,)}, changes=(("cadres", ("soldier",), "pay", 1800.0),))
    assert app.multiselect(key="compare_others").options[:2] == ["With the changes of now", "A (kept)"]
    pick(app, "kept:A", "now")
    content = workbook(BASE.with_cell("pledges", ("friends",), "2022", 1e6), tmp_path)
    upload(app, ("other_*.xlsx", content))
    name = f"upload:{hashlib.sha256(content).hexdigest()}"
    assert app.session_state["view"].compared == ("case", "kept:A", "now", name)
    assert titles(app)[0] == ["A tiny", "A (kept)", "With the changes of now", "other_*.xlsx"]
    table = next(frame.value for frame in app.dataframe if "Which" in frame.value.columns and len(frame.value) == 3)
    assert table["Which"].tolist() == ["A (kept)", "With the changes of now", "other_*.xlsx"]
    cells = [frame.value for frame in app.dataframe if "Row" in frame.value.columns]
    assert [frame["Row"].tolist() for frame in cells] == [["Soldiers (soldier)"], ["Soldiers (soldier)"],
                                                          ["Friends (friends)"]]
    assert cells[0]["Source and note: A (kept)"].tolist() == ["changed on these pages"]
    assert [cell.split("!")[0] for cell in cells[2]["Cell: other_*.xlsx"]] == ["pledges"]
    pick(app, name)
    assert titles(app)[0] == ["A tiny", "other_*.xlsx"], "a file that is still in its place is not picked again"


def test_differences_are_those_of_the_plans() -> None:
    app = pick(visit(), "scenario:fewer_grants")
    case = BASE
    before, after = plan(case), plan(case, scenarios=["fewer_grants"])
    expected = [new.donors - old.donors for old, new in zip(facts.yearly(before), facts.yearly(after), strict=True)]
    app.selectbox(key="compare_indicator").set_value("donors").run()
    table = next(frame.value for frame in app.dataframe
                 if any("All years" in name for name in frame.value.columns) and len(frame.value) == 1)
    found = [float(number) for number in table.iloc[0, 1:-1]]
    assert found == pytest.approx([amount / 1e6 for amount in expected], abs=0.06)


def test_a_broken_upload_is_handed_back_marked_and_the_rest_is_shown(tmp_path: Path) -> None:
    app = pick(visit(), "scenario:fewer_grants")
    upload(app, ("faulty.xlsx", workbook(BASE.with_cell("cadres", ("soldier",), "institution", "navy"), tmp_path)),
           ("bad.xlsx", b"no workbook"))
    assert "**faulty.xlsx** is left out of the comparison" in texts(app)
    assert "**bad.xlsx** is left out of the comparison" in texts(app)
    assert sum("cannot be used" in error.value for error in app.error) == 2
    labels = [button.proto.label.replace("\\", "") for button in app.get("download_button")]
    assert labels.count("My workbook, with the cells marked (marked.xlsx)") == 1
    assert labels.count("All problems (problems.csv)") == 2
    assert titles(app)[0] == ["A tiny", "fewer_grants"]
    assert "data-items=\"4\"" in mark(app)


def test_changes_that_do_not_fit_are_said_and_the_rest_is_shown() -> None:
    app = visit(kept={"A": (("cadres", ("marine",), "pay", 1.0),), "B": (MORE_PAY,)}, compared=("case", "kept:A", "kept:B"))
    assert "**A (kept)** is left out of the comparison" in texts(app)
    assert any("marine" in one.value for one in app.markdown)
    assert titles(app)[0] == ["A tiny", "B (kept)"]


def test_hard_limits_that_contradict_one_another_are_said_and_the_rest_is_shown() -> None:
    torn = (("strength_limits", ("soldier", "max"), "2021", 3000.0),)
    app = visit(kept={"A": torn, "B": (MORE_PAY,)}, compared=("case", "kept:A", "kept:B"))
    assert "The hard limits of A (kept) contradict one another" in texts(app)
    assert titles(app)[0] == ["A tiny", "B (kept)"]
    assert 'data-items="3" data-whole="true"' in mark(app)


def test_a_baseline_that_cannot_be_used_gives_way() -> None:
    app = visit(kept={"A": (("cadres", ("marine",), "pay", 1.0),), "B": (MORE_PAY,)}, compared=("kept:A", "case", "kept:B"))
    assert any("In its place stands A tiny" in one.value.replace("\\", "") for one in app.warning)
    assert titles(app)[0] == ["A tiny", "B (kept)"]


def test_different_currencies_never_share_an_axis() -> None:
    app = pick(visit(), "shipped:Elsewhere")
    text = texts(app)
    assert "A tiny in USD and Elsewhere (comes with the program) in SLL: amounts cannot stand on one axis" in text
    assert "Another case than A tiny" in text
    assert "Each is drawn where its years stand" in text
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    assert [spec["encoding"]["y"]["axis"]["format"] for spec in specs] == [".0%"] * 3 + [",.3~f", ".0%"]
    assert specs[0]["encoding"]["x"]["scale"]["domain"] == [str(year) for year in range(2021, 2029)]
    assert not [frame for frame in app.dataframe if "Row" in frame.value.columns], "cells of another case are not listed"


def test_a_link_opens_the_comparison_elsewhere_and_asks_for_the_upload_again(tmp_path: Path) -> None:
    content = workbook(BASE.with_cell("pledges", ("friends",), "2022", 1e6), tmp_path)
    digest = hashlib.sha256(content).hexdigest()
    app = visit(compared=("case", f"upload:{digest}", "scenario:fewer_grants", "scenario:none"))
    assert any(f"A workbook that is not here ({digest[:8]})" in one.value.replace("\\", "") for one in app.info)
    assert any("No longer here" in one.value and "none" in one.value for one in app.caption)
    assert titles(app)[0] == ["A tiny", "fewer_grants"]
    upload(app, ("mine.xlsx", content))
    assert titles(app)[0] == ["A tiny", "mine.xlsx", "fewer_grants"]
    assert app.query_params["compare"] == ["case", f"upload:{digest}", "scenario:fewer_grants"]


def test_a_reload_gives_the_comparison_back(tmp_path: Path) -> None:
    content = workbook(BASE.with_cell("pledges", ("friends",), "2022", 1e6), tmp_path)
    app = upload(visit(), ("mine.xlsx", content))
    secret, view = app.session_state["visit_secret"], app.session_state["view"]
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    again.session_state["visit_secret"] = secret
    again.session_state["view"] = view
    again.run()
    again._page_hash = app._page_hash
    again.run()
    assert not again.exception
    assert titles(again)[0] == ["A tiny", "mine.xlsx"]
    assert state.visits().read(secret).names


def test_another_case_keeps_what_is_of_no_case() -> None:
    app = pick(visit(), "scenario:fewer_grants", "shipped:Elsewhere")
    app.selectbox(key="case").select("Elsewhere").run()
    assert not app.exception
    assert app.session_state["view"].compared == ("case", "shipped:Elsewhere")
    assert app.multiselect(key="compare_others").options == ["A tiny (comes with the program)"]


def test_more_than_six_are_said_to_be_too_many() -> None:
    kept = {letter: (("cadres", ("soldier",), "pay", 1500.0 + place),) for place, letter in enumerate("ABC")}
    names = ("case", "kept:A", "kept:B", "kept:C", "scenario:fewer_grants", "shipped:Elsewhere", "now")
    app = visit(kept=kept, changes=(MORE_PAY,), compared=names)
    assert any("At most 6 things" in one.value for one in app.caption)
    assert len(titles(app)[-1]) == 6


def test_planning_that_is_stopped_goes_on_when_asked() -> None:
    app = visit()
    app.session_state["stop_compare"] = True
    pick(app, "scenario:fewer_grants")
    assert any("Planning was stopped" in info.value for info in app.info)
    assert titles(app)[0] == ["A tiny"], "what is planned already is shown"
    app.button(key="compare_again").click().run()
    assert not app.exception
    assert titles(app)[0] == ["A tiny", "fewer_grants"]


def test_plans_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    ours = asked.solved
    monkeypatch.setattr(asked, "solved", lambda request, tell: (made.append(request.question.key), ours(request, tell))[1])
    app = pick(visit(), "scenario:fewer_grants")
    assert len(made) == 1, "the plan of the case is that of the overview, where it was made"
    app.selectbox(key="compare_indicator").set_value("people").run()
    pick(app, "scenario:fewer_grants", "shipped:Elsewhere")
    assert len(made) == 2


def refusing(error: Exception, made: list[str]) -> Callable[..., object]:
    """Return what refuses to plan what is asked with changes, and notes that it was asked."""
    ours = asked.solved

    def solved(request: Request, tell: Progress) -> object:
        made.append(request.question.key)
        if request.changes:
            raise error
        return ours(request, tell)

    return solved


@pytest.mark.parametrize("error", [FailedError("The process was ended."), SolveStoppedError("This took too long.")])
def test_what_failed_is_asked_again_when_the_visitor_says_so_alone(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    made: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(asked, "solved", refusing(error, made))
        app = visit(kept={"A": (MORE_PAY,)}, compared=("case", "kept:A", "scenario:fewer_grants"))
        assert "**A (kept)** is left out of the comparison" in texts(app)
        assert [note.value.replace("\\", "") for note in app.error] == [str(error)]
        assert titles(app)[0] == ["A tiny", "fewer_grants"]
        before = len(made)
        app.selectbox(key="compare_indicator").set_value("people").run()
        assert [note.value.replace("\\", "") for note in app.error] == [str(error)]
        assert len(made) == before, "drawn anew, nothing is asked"
        app.button(key="compare_try_kept:A").click().run()
        assert len(made) == before + 1
        assert app.error
    app.button(key="compare_try_kept:A").click().run()
    assert not app.exception
    assert not app.error
    assert titles(app)[0] == ["A tiny", "A (kept)", "fewer_grants"]
    assert "compare_try_kept:A" not in [button.key for button in app.button]


def test_what_a_case_itself_forbids_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(asked, "solved", refusing(CaseError([Issue("odd", "It is odd.", "Mend it.")]), made))
    app = visit(kept={"A": (MORE_PAY,)}, compared=("case", "kept:A", "scenario:fewer_grants"))
    before = len(made)
    app.selectbox(key="compare_indicator").set_value("people").run()
    assert len(made) == before
    assert "It is odd." in texts(app)
    assert not [button for button in app.button if str(button.key).startswith("compare_try")], "it would be told the same"


def test_files_of_a_comparison_are_named_after_what_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    draw = st.download_button

    def keep(label: str, data: object, file_name: str, *more: object, **named: object) -> object:
        names.append(file_name)
        return draw(label, data, file_name, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(compare.st, "download_button", keep)
    pick(visit(), "scenario:fewer_grants")
    ours = [name for name in names if name.endswith(".csv")]
    assert len(ours) == len(set(ours)) >= 5
    assert all(name.startswith(f"a-tiny_fewer-grants_{date.today().isoformat()}_") for name in ours)


def test_hostile_names_stay_texts(tmp_path: Path) -> None:
    case = BASE.with_cell("donors", ("friends",), "name", "=1 [e](http://evil.test)").with_cell(
        "pledges", ("friends",), "2022", 1e6)
    app = upload(visit(), ("**j** [e](http:evil).xlsx", workbook(case, tmp_path)))
    shown = [str(element.value) for element in (*app.markdown, *app.info, *app.caption)]
    assert not any("[e](" in text or "**j**" in text for text in shown)


def test_the_difference_is_split_over_what_is_changed_and_the_parts_add_up() -> None:
    app = pick(visit(), "scenario:fewer_grants")
    assert "The parts add up" not in texts(app)
    app.button(key="split").click().run()
    assert not app.exception
    text = texts(app)
    assert "The difference of fewer_grants from A tiny" in text or "fewer_grants differs from A tiny" in text
    assert "pledges" in text.lower()
