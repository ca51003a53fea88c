"""What checks find from memory is what they find anew, whatever was changed in a case and in what order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inputs.shipped import DEMO as DEMO_NAME
from inputs.shipped import shipped_case

from rightfin.case.case import Case, Cell
from rightfin.case.checks import check_case, memory, values
from rightfin.case.checks.view import View
from rightfin.case.issue import Issue
from rightfin.schema import Value

DEMO = shipped_case(DEMO_NAME)
Place = tuple[str, tuple[Value, ...], str]

PLACES: list[Place] = [
    (name, table.key_of(row), column)
    for name, table in DEMO.tables.items() for row in table.records() for column in row if row[column] is not None
]
OTHERS: st.SearchStrategy[Value] = st.sampled_from([None, 0, 1, 1.0, True, -3.5, 7.5, 1e30, "", "nobody", "*", "police"])


@pytest.fixture
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_FOUND", {})
    monkeypatch.setattr(memory, "_TABLES", {})


def anew(case: Case) -> tuple[Issue, ...]:
    """Check a case with nothing remembered, and leave what is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "_FOUND", {})
        patch.setattr(memory, "_TABLES", {})
        return check_case(Case(dict(case.tables)), try_scenarios=False)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.tuples(st.sampled_from(PLACES), OTHERS), min_size=1, max_size=3), min_size=1, max_size=4))
def test_edit_after_edit_finds_what_a_first_look_finds(edits: list[list[tuple[Place, Value]]]) -> None:
    case = DEMO
    for edit in edits:
        cells: list[Cell] = [(*place, value) for place, value in edit]
        for table, key, column, value in cells:
            try:
                case = case.with_cell(table, key, column, value)
            except KeyError:  # an edit before renamed or removed the row
                continue
        assert check_case(case, try_scenarios=False) == anew(case)


def test_a_table_made_anew_is_known_only_if_its_values_are_of_the_same_type(nothing_known: None) -> None:
    rows = DEMO.records("donors")
    first = check_case(DEMO, try_scenarios=False)
    asked: list[View] = []

    def look(view: View) -> list[Issue]:
        asked.append(view)
        assert view.rows("donors")
        return []

    View(DEMO).found(look)
    View(DEMO.replace({"donors": rows})).found(look)
    assert len(asked) == 1
    typed = [{**row, "match": True} if row["donor"] == rows[0]["donor"] else row for row in rows]
    changed = DEMO.replace({"donors": typed})
    View(changed).found(look)
    assert len(asked) == 2
    assert check_case(DEMO, try_scenarios=False) == first


def test_only_what_looks_at_a_changed_table_looks_again(nothing_known: None) -> None:
    looked: list[str] = []

    def at_cadres(view: View) -> list[Issue]:
        looked.append("cadres")
        assert view.institution_of  # from the table of cadres, worked out once
        return []

    def at_donors_through_names(view: View) -> list[Issue]:
        looked.append("donors")
        assert view.names("donors")
        return []

    def ask(case: Case) -> list[str]:
        looked.clear()
        view = View(case)
        for check in (at_cadres, at_donors_through_names):
            assert view.institution_of
            view.found(check)
        return looked

    assert ask(DEMO) == ["cadres", "donors"]
    assert ask(DEMO) == []
    name = str(DEMO.records("cadres")[0]["cadre"])
    assert ask(DEMO.with_cell("cadres", (name,), "name", "Other")) == ["cadres"]
    donor = str(DEMO.records("donors")[0]["donor"])
    assert ask(DEMO.with_cell("donors", (donor,), "name", "Other")) == ["donors"]


def test_one_table_changed_is_the_only_one_whose_cells_are_read(
    nothing_known: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_case(DEMO, try_scenarios=False)
    read: list[str] = []
    sound = values._Sound
    monkeypatch.setattr(values, "_Sound", lambda table, *rest: read.append(table.name) or sound(table, *rest))
    donor = str(DEMO.records("donors")[0]["donor"])
    check_case(DEMO.with_cell("donors", (donor,), "name", "Other"), try_scenarios=False)
    assert read == ["donors"]


def test_nothing_is_kept_of_a_very_large_case(nothing_known: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST_ROWS", 10)
    found = check_case(DEMO, try_scenarios=False)
    assert not memory._FOUND
    assert not memory._TABLES
    assert found == anew(DEMO)


def test_memory_holds_no_more_than_some_answers_of_a_check(nothing_known: None) -> None:
    donor = str(DEMO.records("donors")[0]["donor"])
    for number in range(memory._ANSWERS + 5):
        check_case(DEMO.with_cell("donors", (donor,), "name", f"Name {number}"), try_scenarios=False)
    assert max(map(len, memory._FOUND.values())) == memory._ANSWERS
    assert max(map(len, memory._TABLES.values())) == memory._ANSWERS
