"""Numbers taken without checking the whole case: none of them may leave a case with an error."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pipeline import donor, tiny_case

from rightfin.case import Case, Severity
from rightfin.case.cell import Fault, read_cell
from rightfin.case.checks import check_case
from rightfin.case.checks.cells import surely_sound
from rightfin.schema import BY_NAME, Kind, Value

CASE = tiny_case(
    regions=[{"region": "all", "name": "All", "population": 1e6}],
    demand=[{"need": "war", "region": "all", "2021": 20_000.0}],
    handovers=[
        {"handover": "ruled", "path": "phases", "phase_rule": "rule", "from": 0.1},
        {"handover": "dated", "path": "by_year", "2021": 0.1, "2024": 0.5},
    ],
    phases=[
        {"phase_rule": "rule", "phase": "line", "order": 1, "longest": 4, "share": 0.2, "share_to": 0.5},
        {"phase_rule": "rule", "phase": "rise", "order": 2, "test": "income_per_head", "above": 900.0, "growth": 0.1},
    ],
    **donor(5.0, match=0.5, match_base=1e6),
)

Place = tuple[str, tuple[Value, ...], str]

PLACES: list[Place] = [
    (name, table.key_of(row), column.name)
    for name, table in CASE.tables.items() if name in ("handovers", "phases", "regions", "donors")
    for row in table.records() for column in table.table.value_columns if column.kind in (Kind.NUMBER, Kind.SHARE)
] + [("handovers", ("dated",), "2021"), ("handovers", ("dated",), "2019"), ("handovers", ("ruled",), "2023")] + [
    ("macro", (row["series"],), year) for row in CASE.records("macro") for year in ("2021", "2022", "2025")
]


def errors(case: Case) -> list[str]:
    return [issue.code for issue in check_case(case) if issue.severity is Severity.ERROR]


def test_the_case_has_no_error_and_places_of_every_new_column() -> None:
    assert errors(CASE) == []
    assert {column for name, _, column in PLACES if name == "phases"} == {
        "above", "share", "growth", "growth_rate", "share_to",
    }


@example(("macro", ("deflator_growth",), "2021"), 23.0)  # prices explode
@given(st.sampled_from(PLACES), st.sampled_from([0.0, 0.3, 1.0]) | st.floats(0.0, 1e6))
def test_what_is_taken_at_once_leaves_no_error(place: Place, value: float) -> None:
    cell = (*place, value)
    assume(surely_sound(CASE, [cell]))
    assert errors(CASE.with_cell(*cell)) == []


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        (("phases", ("rule", "line"), "share", 0.9), "line_falls"),
        (("phases", ("rule", "rise"), "share_to", 0.9), "line_without_end"),
        (("regions", ("all",), "population", 0.0), "no_inhabitants"),
    ],
)
def test_what_may_contradict_another_cell_has_the_case_checked(
    cell: tuple[str, tuple[Value, ...], str, Value], error: str
) -> None:
    name, _, column, value = cell
    assert not isinstance(read_cell(value, BY_NAME[name].column(column)), Fault)
    assert errors(CASE.with_cell(*cell)) == [error]
    assert not surely_sound(CASE, [cell])


def test_a_series_may_change_in_a_year_until_which_an_earlier_value_goes_on() -> None:
    row = next(row for row in CASE.records("macro") if row["series"] == "security_share")
    first = min(int(column) for column, value in row.items() if column.isdigit() and value is not None)
    assert row.get("2024") is None
    assert surely_sound(CASE, [("macro", ("security_share",), "2024", 0.2)])
    assert not surely_sound(CASE, [("macro", ("security_share",), str(first - 1), 0.2)])


def test_numbers_that_nothing_contradicts_are_taken_at_once() -> None:
    assert surely_sound(CASE, [
        ("phases", ("rule", "rise"), "above", 500.0), ("phases", ("rule", "rise"), "growth", 0.2),
        ("handovers", ("ruled",), "from", 0.3), ("handovers", ("dated",), "2023", 0.3),
        ("donors", ("friends",), "match_base", 0.0), ("regions", ("all",), "population", 2e6),
    ])
