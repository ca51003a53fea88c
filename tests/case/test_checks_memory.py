"""What checks find from memory is what they find anew, whatever was changed in a case and in what order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inputs.shipped import DEMO as DEMO_NAME
from inputs.shipped import shipped_case

from rightfin.case import nearest
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


@pytest.mark.parametrize(("value", "other", "same"), [
    (1.0, 1.0, True), (1.0, 1, False), (1.0, True, False), (0.0, -0.0, False), (None, None, True), (None, 0.0, False),
])
def test_a_table_made_anew_is_known_only_if_it_says_the_same_to_the_letter(
    nothing_known: None, value: Value, other: Value, same: bool,
) -> None:
    asked: list[View] = []

    def look(view: View) -> list[Issue]:
        asked.append(view)
        assert view.rows("donors")
        return []

    def with_match(match: Value) -> Case:
        table = DEMO.tables["donors"]
        at = table.columns.index("match")
        rows = tuple((*row[:at], match, *row[at + 1 :]) for row in table.rows)
        return Case({**DEMO.tables, "donors": replace(table, rows=rows)})

    View(with_match(value)).found(look)
    View(with_match(other)).found(look)
    assert len(asked) == (1 if same else 2)


def test_the_order_in_which_rows_were_typed_is_part_of_what_is_known(nothing_known: None) -> None:
    table = DEMO.tables["donors"]
    other = replace(table, typed=tuple(reversed(table.typed)))
    assert memory.TableWatch({"donors": table}).tables["donors"] is table
    assert memory.TableWatch({"donors": other}).tables["donors"] is other


def test_a_remedy_that_was_not_sought_any_more_is_not_remembered(
    nothing_known: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of very many misspelt names the last have no suggestion; once the others are mended, they do."""
    monkeypatch.setattr(nearest, "MOST_COMPARISONS", 60)
    donor = str(DEMO.records("donors")[0]["donor"])
    cadres = DEMO.records("cadres")
    many = DEMO.replace({
        "cadres": [{**row, "institution": f"nobody{n}"} for n, row in enumerate(cadres)],
        "pledges": [{**row, "donor": f"{donor}x"} for row in DEMO.records("pledges")[:1]],
    })
    first = check_case(many, try_scenarios=False)
    mended = many.replace({"cadres": cadres})
    assert check_case(mended, try_scenarios=False) == anew(mended)
    told = [issue.remedy for issue in check_case(mended, try_scenarios=False) if issue.table == "pledges"]
    assert f"Did you mean {donor}?" in told
    assert f"Did you mean {donor}?" not in [issue.remedy for issue in first if issue.table == "pledges"]


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
