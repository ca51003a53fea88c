"""The page of the case, run by Streamlit's own tester: read, filter, edit, undo, mend, save, merge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from raw_tables import grids, write_grids
from small_case import small_case
from streamlit.testing.v1 import AppTest

from rightfin.case import Case
from rightfin.case.exchange.trail import saved
from rightfin.editing.draft import Draft
from rightfin.editing.merging import joining
from rightfin.editing.opening import draft_of, open_file
from rightfin.io import write_case
from rightfin.reading import Saved
from rightfin.ui import state
from rightfin.ui.case_desk import PROBLEMS, TICK, CaseDesk
from rightfin.ui.inert import plain
from rightfin.ui.view import PageView

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    write_case(small_case(), tmp_path / "inputs" / "small")
    monkeypatch.setenv("RIGHTFIN_INPUTS", str(tmp_path / "inputs"))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def go(app: AppTest, path: str) -> AppTest:
    app._page_hash = next(key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == path)
    return app.run()


def visit(table: str = "cadres") -> AppTest:
    app = go(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run(), "case")
    assert not app.exception
    return app.selectbox(key="case_table").set_value(table).run()


def typed(app: AppTest, cells: dict[int, dict[str, object]]) -> AppTest:
    """Type into the grid, which the tester cannot do: send all that the browser tells of it since it was drawn."""
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = app.data_editor[0].proto.id
    told = {str(place): row for place, row in cells.items()}
    state.string_value = json.dumps({"edited_rows": told, "added_rows": [], "deleted_rows": []})
    found = app._run(states)
    assert not found.exception
    return found


def own(app: AppTest) -> CaseDesk:
    found: CaseDesk = app.session_state["case_desk"]
    return found


def cell(app: AppTest, table: str, key: str, column: str) -> object:
    rows = own(app).check().case.tables[table].records()
    return next(row[column] for row in rows if key in row.values())


def place(app: AppTest, key: str) -> int:
    frame = app.data_editor[0].value
    return next(at for at, row in enumerate(frame.to_numpy().tolist()) if key in row)


def verdict(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.success, *app.warning, *app.error)).replace("\\", "")


def said(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.main.markdown).replace("\\", "")


def test_the_page_opens_with_all_tables_by_group() -> None:
    app = visit("settings")
    table = app.selectbox(key="case_table")
    assert "Frame: Settings, 6 rows" in table.options
    assert "People: Cadres, 6 rows" in table.options
    assert "Units and reform: Packages, empty" in table.options
    assert "No errors" in verdict(app)
    assert app.button(key="case_undo").disabled
    assert app.button(key="case_redo").disabled


def test_an_edit_is_checked_undone_and_made_again() -> None:
    app = visit()
    at = place(app, "judge")
    typed(app, {at: {"pay": "about 200"}})
    assert "1 error" in verdict(app)
    assert "“about 200” is not a number" in said(app)
    assert app.data_editor[0].value[PROBLEMS].tolist()[at].startswith("✗ pay: “about 200”"), "it stands beside the row"
    typed(app, {at: {"pay": "210000"}})
    assert "No errors" in verdict(app)
    assert cell(app, "cadres", "judge", "pay") == 210_000.0
    app.button(key="case_undo").click().run()
    assert "1 error" in verdict(app)
    app.button(key="case_undo").click().run()
    assert own(app).check().case == small_case()
    assert app.button(key="case_undo").disabled
    app.button(key="case_redo").click().run()
    app.button(key="case_redo").click().run()
    assert cell(app, "cadres", "judge", "pay") == 210_000.0


def test_the_problem_that_was_typed_stands_in_a_sentence_above_the_grid() -> None:
    app = visit()
    assert "Nothing is wrong in this table." in [str(one.value) for one in app.caption]
    at = place(app, "judge")
    typed(app, {at: {"pay": "about 200"}})
    above = next(str(one.value) for one in app.main.markdown if str(one.value).startswith("✗ "))
    assert "**judge, pay.**" in above
    problem = own(app).check().errors[0]
    assert problem.told.endswith(problem.issue.remedy)
    assert plain(problem.told) in above, "what is wrong and what to do"
    assert "below" not in above
    typed(app, {at: {"pay": "about 200"}, place(app, "soldier"): {"pay": "about 300"}})
    above = next(str(one.value) for one in app.main.markdown if str(one.value).startswith("✗ "))
    assert "**soldier, pay.**" in above, "what was typed last"
    assert above.endswith("*1 more below.*")


def test_no_second_edit_is_lost_and_edits_outlast_other_pages_and_tables() -> None:
    app = visit()
    at = place(app, "judge")
    cells: dict[int, dict[str, object]] = {at: {}}
    for number, column in enumerate(("pay", "severance", "pension", "note", "source"), start=1):
        cells[at][column] = str(number)
        typed(app, cells)
        assert str(cell(app, "cadres", "judge", column)) in (f"{number}.0", str(number))
    app.selectbox(key="case_table").set_value("donors").run()
    app.selectbox(key="case_table").set_value("cadres").run()
    assert cell(app, "cadres", "judge", "pay") == 1.0
    assert app.data_editor[0].value["pay"].tolist()[at] == "1", "the grid that is drawn anew has it"
    go(go(app, "method"), "case")
    assert cell(app, "cadres", "judge", "pay") == 1.0
    assert app.data_editor[0].value["pay"].tolist()[at] == "1"
    typed(app, {at: {"pension": "9"}})
    assert (cell(app, "cadres", "judge", "pay"), cell(app, "cadres", "judge", "pension")) == (1.0, 9.0)


@pytest.mark.parametrize(("table", "key", "column"), [("cadres", "judge", "opening_strength"), ("cadres", "soldier", "pay"),
                                                      ("donors", "usa", "exit_year")])
def test_a_table_chosen_by_its_label_stays_whatever_is_undone_and_redone(table: str, key: str, column: str) -> None:
    """The browser goes on sending the label as it read when the table was chosen, without the error that it counts now."""
    app = visit(table)
    label = next(one for one in app.selectbox(key="case_table").options if one.split(", ")[0].lower().endswith(table))
    typed(app, {place(app, key): {column: "very many"}})
    wrong = next(one for one in app.selectbox(key="case_table").options if one.split(", ")[0].lower().endswith(table))
    assert wrong == f"{label}, 1 error"
    for _ in range(3):
        for button, sent in (("case_undo", label), ("case_redo", wrong), ("case_undo", wrong), ("case_redo", label)):
            pressed(app, button, sent)
            assert own(app).table == table
            assert app.selectbox(key="case_table").value == table
            assert app.data_editor[0].value.index.tolist() == list(own(app).listed().rows)
            assert ("1 error" if button == "case_redo" else "No errors") in verdict(app)


def pressed(app: AppTest, button: str, label: str) -> AppTest:
    """Press a button in a browser that holds a label of the choice of tables."""
    app.button(key=button).click()
    states = app._tree.get_widget_states()
    choice = next(state for state in states.widgets if state.id == app.selectbox(key="case_table").proto.id)
    choice.string_value = label
    found = app._run(states)
    assert not found.exception
    return found


def test_rows_are_sought_and_edits_reach_the_right_row() -> None:
    app = visit()
    app.text_input(key="case_find").set_value("JUD").run()
    assert app.data_editor[0].value["cadre"].tolist() == ["judge"]
    typed(app, {0: {"pay": "5"}})
    assert cell(app, "cadres", "judge", "pay") == 5.0
    app.text_input(key="case_find").set_value("nothing at all").run()
    assert not app.data_editor
    assert "No row is listed" in "\n".join(str(one.value) for one in app.info)


def test_a_problem_leads_to_its_row() -> None:
    app = visit()
    typed(app, {place(app, "judge"): {"institution": "court"}})
    app.selectbox(key="case_table").set_value("settings").run()
    assert "1 error" in verdict(app)
    app.button(key="case_go_0").click().run()
    assert app.selectbox(key="case_table").value == "cadres"
    assert app.data_editor[0].value["cadre"].tolist() == ["judge"]
    assert "Only this row is listed: judge" in said(app)
    app.button(key="case_all").click().run()
    assert len(app.data_editor[0].value) == 6
    app.checkbox(key="case_only").check().run()
    assert app.data_editor[0].value["cadre"].tolist() == ["judge"]
    typed(app, {0: {"institution": "courts"}})
    assert "No errors" in verdict(app)
    assert app.data_editor[0].value["cadre"].tolist() == ["judge"], "the row stays while it is typed into"


def test_rows_are_added_copied_and_deleted() -> None:
    app = visit("donors")
    rows = len(app.data_editor[0].value)
    app.number_input(key="case_count").set_value(2).run()
    app.button(key="case_add").click().run()
    assert len(app.data_editor[0].value) == rows + 2
    assert own(app).check().case == small_case(), "a blank row says nothing"
    typed(app, {rows: {TICK: True}, rows + 1: {TICK: True}})
    app.button(key="case_delete").click().run()
    assert len(app.data_editor[0].value) == rows
    typed(app, {0: {TICK: True}})
    app.button(key="case_copy").click().run()
    assert "1 error" in verdict(app)
    assert "stands there twice" in said(app)
    app.button(key="case_undo").click().run()
    assert own(app).check().case == small_case()


def test_a_save_is_signed_and_offered_under_a_name_of_case_and_date() -> None:
    app = visit()
    typed(app, {place(app, "judge"): {"pay": "210000"}})
    sign = next(button for button in app.button if button.label == "Sign and make the workbook")
    sign.click().run()
    assert "Type your name" in verdict(app)
    app.text_input(key="case_who").set_value("Amina *Roy*")
    app.text_input(key="case_why").set_value("Pay as agreed")
    next(button for button in app.button if button.label == "Sign and make the workbook").click().run()
    assert not app.exception
    (offered,) = (one for one in app.get("download_button") if one.proto.id.endswith("case_download"))
    assert offered.label.replace("\\", "").startswith("Workbook (small_20")
    assert any("Amina \\*Roy\\*" in one.value for one in app.caption)
    (changes,) = (frame.value for frame in app.dataframe if "Before" in frame.value.columns)
    assert changes.to_numpy().tolist() == [["cadres", "judge", "pay", "200000", "210000"]]


def other_version(case: Case) -> Saved:
    return Saved(case, (), saved((), case, who="Boris", when="2027-02-01", why="Pledges"), {})


SETTLE = """
import streamlit as st
from rightfin.ui.case_exchange import settle
settle(st.session_state["case_desk"], st.session_state["asked"])
"""


def test_conflicts_are_settled_on_the_page_and_can_be_undone() -> None:
    desk = CaseDesk()
    desk.look_at("x", "Small", draft_of(small_case().with_cell("cadres", ("judge",), "pay", 5.0)))
    desk.put(Draft(draft_of(small_case()).base).with_step(desk.draft.done))
    desk.show_row("cadres", None)
    ours = desk.listed()
    desk.take({"edited_rows": {ours.texts().index(next(t for t in ours.texts() if t[0] == "judge")): {"pay": "230000"}}})
    app = AppTest.from_string(SETTLE)
    app.session_state["case_desk"] = desk
    other = small_case().with_cell("cadres", ("judge",), "pay", 220_000.0).with_cell("cadres", ("soldier",), "pay", 7.0)
    app.session_state["asked"] = joining(desk.draft, other_version(other))
    app.run()
    assert "Left to settle: 1" in said(app)
    app.button(key="case_bring_in").click().run()
    assert "nobody has chosen" in verdict(app)
    app.radio(key="case_take_0").set_value("typed").run()
    app.text_input(key="case_typed_0").set_value("225000").run()
    app.button(key="case_bring_in").click().run()
    assert not app.exception
    found = own(app).check().case
    assert (found.with_cell("cadres", ("judge",), "pay", 220_000.0)) == other
    assert {row["cadre"]: row["pay"] for row in found.records("cadres")}["judge"] == 225_000.0
    desk.undo()
    assert {row["cadre"]: row["pay"] for row in desk.check().case.records("cadres")}["judge"] == 230_000.0


def test_what_stands_in_a_case_is_no_markup() -> None:
    app = visit("institutions")
    wild = "[x](http://x.org) **b** $a$ :red[c] <b>"
    typed(app, {0: {"sector": wild}})
    for shown in (*app.main.markdown, *app.error, *app.button):
        text = str(getattr(shown, "value", "") or getattr(shown, "label", ""))
        assert "](http" not in text
        assert "**b**" not in text
        assert ":red[" not in text


def test_sources_may_stand_beside_names() -> None:
    app = visit()
    order = [str(name) for name in app.data_editor[0].proto.column_order]
    assert order.index("source") > order.index("pay")
    app.checkbox(key="case_sources").check().run()
    order = [str(name) for name in app.data_editor[0].proto.column_order]
    assert order.index("source") < order.index("pay")


BROKEN = """
import streamlit as st
from rightfin.ui import case_page
case_page.draw(case_page.taken())
"""


def test_a_workbook_with_mistakes_is_mended_in_place(tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["cadres"][0][4] = "paye"
    spoilt["donors"][1][2] = "soon"
    desk = CaseDesk()
    found = open_file(write_grids(spoilt, tmp_path / "case.xlsx"))
    desk.look_at("file:x", "case.xlsx", found.draft, found.left)
    desk.table = "cadres"
    app = AppTest.from_string(BROKEN, default_timeout=60)
    app.session_state["case_desk"] = desk
    app.run()
    assert not app.exception
    assert "errors" in verdict(app)
    assert "The heading paye" in said(app)
    app.selectbox(key="case_is_own 4").set_value("pay").run()
    app.button(key="case_move_own 4").click().run()
    assert "1 error" in verdict(app)
    app.button(key="case_go_0").click().run()
    typed(app, {0: {"exit_year": "2027"}})
    assert "No errors" in verdict(app)


def test_all_pages_use_the_case_once_they_are_asked_to_and_undo_goes_on() -> None:
    app = visit()
    assert app.button(key="case_use").disabled, "it is used as it stands"
    at = place(app, "judge")
    typed(app, {at: {"pay": "x"}})
    assert app.button(key="case_use").disabled, "it has errors"
    typed(app, {at: {"pay": "210000"}})
    app.button(key="case_use").click().run()
    assert not app.exception
    wanted = small_case().with_cell("cadres", ("judge",), "pay", 210_000.0)
    assert app.session_state["uploaded"][1].case == wanted
    assert app.button(key="case_use").disabled
    assert own(app).check().case == wanted
    app.button(key="case_undo").click().run()
    app.button(key="case_undo").click().run()
    assert own(app).check().case == small_case()
    assert not app.button(key="case_use").disabled


def test_a_new_session_of_the_same_visit_has_the_draft_with_its_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit()
    at = place(app, "judge")
    typed(app, {at: {"pay": "210000"}})
    typed(app, {at: {"pay": "about 200"}})
    app.button(key="case_undo").click().run()
    secret = app.session_state["visit_secret"]
    monkeypatch.setattr(state, "secret", lambda: secret)
    later = visit()
    assert cell(later, "cadres", "judge", "pay") == 210_000.0
    assert not later.button(key="case_redo").disabled
    later.button(key="case_redo").click().run()
    assert "1 error" in verdict(later)
    later.button(key="case_undo").click().run()
    later.button(key="case_undo").click().run()
    assert own(later).check().case == small_case()


def test_an_upload_that_cannot_be_used_is_opened_here(tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["donors"][1][2] = "soon"
    content = write_grids(spoilt, tmp_path / "case.xlsx").read_bytes()
    app = visit()
    digest = state.visits().put_file(app.session_state["visit_secret"], "b.xlsx", content)
    app.session_state["view"] = PageView(f"upload:{digest}")
    app.session_state["case"] = "My own workbook"
    app.run()
    assert not app.exception
    assert "1 error" in verdict(app)
    app.button(key="case_go_0").click().run()
    typed(app, {0: {"exit_year": "2027"}})
    assert "No errors" in verdict(app)
    app.button(key="case_use").click().run()
    assert not app.exception
    assert app.button(key="case_use").disabled
    assert app.session_state["uploaded"][1].case == own(app).check().case


def uploaded(app: AppTest, key: str, name: str, case: Case, folder: Path) -> AppTest:
    write_case(case, folder / name, trail=saved((), case, who="Boris", when="2027-02-01", why="Pledges"))
    app.file_uploader(key=key).set_value((name, (folder / name).read_bytes(), "application/octet-stream"))
    found = app.run()
    assert not found.exception
    return found


def test_another_version_is_uploaded_and_brought_in(tmp_path: Path) -> None:
    app = visit()
    typed(app, {place(app, "soldier"): {"pay": "7"}})
    other = small_case().with_cell("cadres", ("judge",), "pay", 220_000.0)
    uploaded(app, "case_other", "boris.xlsx", other, tmp_path)
    assert "1 of this case, 1 of the other" in said(app)
    app.button(key="case_bring_in").click().run()
    assert own(app).check().case == other.with_cell("cadres", ("soldier",), "pay", 7.0)
    assert any("Boris" in frame.value.to_string() for frame in app.dataframe), "the trail has both"
    app.button(key="case_undo").click().run()
    assert own(app).check().case == small_case().with_cell("cadres", ("soldier",), "pay", 7.0)


def test_a_version_of_another_case_is_compared_with_the_one_that_is_named(tmp_path: Path) -> None:
    app = visit()
    before = small_case().with_cell("cadres", ("judge",), "pay", 1.0)
    uploaded(app, "case_other", "boris.xlsx", before.with_cell("cadres", ("clerk",), "pay", 2.0), tmp_path)
    assert "2 of the other" in said(app)
    uploaded(app, "case_before", "before.xlsx", before, tmp_path)
    assert "1 of this case, 1 of the other" in said(app)


def test_another_workbook_is_opened_for_all_pages_and_what_is_none_is_refused(tmp_path: Path) -> None:
    app = visit()
    other = small_case().with_cell("settings", ("title",), "value", "Another")
    uploaded(app, "case_upload", "other.xlsx", other, tmp_path)
    app.button(key="case_open").click().run()
    assert not app.exception
    assert own(app).check().case == other
    assert app.session_state["uploaded"][1].case == other
    app.file_uploader(key="case_upload").set_value(("none.xlsx", b"PK nothing", "application/octet-stream"))
    app.run()
    app.button(key="case_open").click().run()
    assert not app.exception
    assert "This input cannot be used" in verdict(app)
    assert own(app).check().case == other
