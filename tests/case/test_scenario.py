from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_case import BASE, END, YEARS, added, deleted, edited, small_case

from rightfin.case import Case, CaseError
from rightfin.case.exchange.difference import difference
from rightfin.case.resolve import across, resolved_settings, series
from rightfin.case.scenario import apply_scenario, apply_settings, scenario_names
from rightfin.schema import BY_NAME, Blank

Step = tuple[str, str, str, str, Any]


def with_steps(*steps: Step) -> Case:
    rows = [
        {
            "scenario": "s",
            "order": n,
            "table": table,
            "key": key,
            "column": column,
            "operation": operation,
            "value": value,
        }
        for n, (table, key, column, operation, value) in enumerate(steps)
    ]
    return small_case(deleted("scenarios", "*"), *(added("scenarios", **row) for row in rows))


def applied(*steps: Step) -> Case:
    return apply_scenario(with_steps(*steps), "s")


def row(case: Case, table: str, *key: str) -> dict[str, Any]:
    return next(r for r in case.records(table) if tuple(r[part] for part in BY_NAME[table].key) == key)


def path(case: Case, table: str, *key: str) -> list[float | None]:
    return across(table, row(case, table, *key), BASE + 1, END)


def meaning(case: Case) -> dict[str, Any]:
    """What a case says, whether carried values are written out or not."""
    found: dict[str, Any] = {
        "settings": resolved_settings(case),
        "macro": {str(r["series"]): series(case, str(r["series"])) for r in case.records("macro")},
    }
    for name, table in BY_NAME.items():
        if table.years is None or name == "macro":
            continue
        carried = table.years.blank is Blank.CARRY
        for r in case.records(name):
            key = (name, *(r[part] for part in table.key))
            found[str(key)] = across(name, r, BASE + 1, END) if carried else [r[str(y)] for y in YEARS]
    fixed = {name for name, table in BY_NAME.items() if table.years is None and name != "settings"}
    return found | {name: case.tables[name] for name in fixed}


def test_names_are_sorted_and_single() -> None:
    assert scenario_names(small_case(added("scenarios", scenario="austerity", order=1))) == (
        "austerity",
        "boom",
    )
    assert scenario_names(Case.of({})) == ()


def test_unknown_scenario_names_those_that_exist() -> None:
    with pytest.raises(CaseError, match=r"no scenario bom\. The scenarios are: boom\."):
        apply_scenario(small_case(), "bom")


def test_the_case_itself_is_untouched_and_the_scenarios_stay() -> None:
    case = small_case()
    changed = apply_scenario(case, "boom")
    assert case == small_case()
    assert changed != case
    assert changed.tables["scenarios"] == case.tables["scenarios"]


def test_years_that_are_not_named_keep_their_carried_value() -> None:
    case = applied(("macro", "real_growth", "2027", "set", 0.06))
    assert series(case, "real_growth") == [0.03, 0.03, 0.06, 0.03, 0.03, 0.03]


def test_blank_base_year_keeps_the_value_of_the_first_planning_year() -> None:
    case = applied(("macro", "security_share", "2026", "set", 0.4))
    assert series(case, "security_share") == [0.3, 0.4, 0.3, 0.3, 0.3, 0.3]


@pytest.mark.parametrize(
    ("change", "cells"),
    [
        (("transfers", "grant", "*", "multiply", 0.5), {"2026": 4.0}),  # the base year of a transfer is not read
        (("transfers", "grant", "2028-", "multiply", 0.5), {"2028": 4.0}),
        (("transfers", "grant", "2028", "multiply", 0.5), {"2028": 4.0, "2029": 8.0}),
        (("payer_money", "north/security_share", "*", "multiply", 1.5), {"2026": 0.375}),
        (("payer_money", "north/security_share", "2026", "set", 0.5), {"2025": 0.25, "2026": 0.5, "2027": 0.25}),
        (("payer_money", "north/security_share", "2026-", "set", 0.5), {"2025": 0.25, "2026": 0.5}),
        (("macro", "security_share", "*", "multiply", 0.5), {"2026": 0.15}),
    ],
)
def test_a_scenario_types_no_cell_that_says_the_same_blank(change: Step, cells: dict[str, float]) -> None:
    case = with_steps(change).replace({
        "payers": [{"payer": "north", "name": "North"}],
        "payer_money": [{"payer": "north", "series": "security_share", "2026": 0.25}],
        "transfers": [{"transfer": "grant", "from": "government", "to": "north", "2026": 8.0}],
    })
    found = difference(case, apply_scenario(case, "s"))
    assert {cell.column: cell.new for cell in found.cells} == pytest.approx(cells)


@pytest.mark.parametrize(
    ("column", "years"),
    [
        ("2027", [2027]),
        ("2027-2029", [2027, 2028, 2029]),
        ("2028-", [2028, 2029, 2030]),
        ("2027 – 2028", [2027, 2028]),
        ("*", list(YEARS)),
        ("2029-2050", [2029, 2030]),
    ],
)
def test_year_ranges(column: str, years: list[int]) -> None:
    case = applied(("demand", "war/national", column, "multiply", 2.0))
    assert path(case, "demand", "war", "national") == [36_000.0 if y in years else 18_000.0 for y in YEARS]


def test_amounts_are_changed_where_they_are_typed() -> None:
    case = applied(("pledges", "*", "*", "multiply", 0.5))
    assert [row(case, "pledges", "eu")[str(y)] for y in (BASE, *YEARS)] == [5e6] * 6
    assert [row(case, "pledges", "usa")[str(y)] for y in (BASE, *YEARS)] == [None] + [2e7] * 5


def test_gdp_is_changed_in_the_base_year_only() -> None:
    case = applied(("macro", "gdp", "*", "multiply", 1.1))
    assert {c: v for c, v in row(case, "macro", "gdp").items() if c.isdigit() and v is not None} == {
        "2025": 2.2e11
    }


def test_defaults_are_written_before_they_are_multiplied() -> None:
    case = applied(
        ("settings", "discount_rate", "value", "multiply", 2),
        ("cadres", "judge", "support_floor", "add", 0.1),
        ("macro", "foreign_inflation", "2028-", "multiply", 2.0),
        ("settings", "tail_years", "value", "add", 2),
    )
    assert resolved_settings(case)["discount_rate"] == 0.1
    assert row(case, "cadres", "judge")["support_floor"] == 0.8
    assert series(case, "foreign_inflation") == [0.02, 0.02, 0.02, 0.04, 0.04, 0.04]
    assert resolved_settings(case)["tail_years"] == 5
    assert type(resolved_settings(case)["tail_years"]) is int


def test_wildcards_reach_all_rows_or_one_part() -> None:
    case = applied(("cadres", "*", "pay", "multiply", 2.0), ("effects", "*/crime", "effect", "set", 9.0))
    assert {r["pay"] for r in case.records("cadres")} == {120_000.0, 160_000.0, 400_000.0}
    assert {(r["need"], r["effect"]) for r in case.records("effects")} == {("crime", 9.0), ("war", 1.0)}


def test_set_adds_a_row_and_fills_it_step_by_step() -> None:
    case = applied(
        ("strength_limits", "judge/min", "2028-", "set", 400),
        ("strength_limits", "judge/min", "hard", "set", "yes"),
        ("eligibility", "eu/*/capital", "allowed", "set", False),
        ("eligibility", "eu/police/pay/constable", "allowed", "set", False),
        ("demand", "war/*", "2026", "set", 5.0),
        ("committed", "courts/capital/Rooms a/b", "*", "set", 7.0),
    )
    assert path(case, "strength_limits", "judge", "min") == [None, None, 400.0, 400.0, 400.0]
    assert row(case, "strength_limits", "judge", "min")["hard"] is True
    assert row(case, "eligibility", "eu", "*", "capital", "*")["allowed"] is False
    assert row(case, "eligibility", "eu", "police", "pay", "constable")["allowed"] is False
    # A wildcard reaches the row that is there, so that none is added for all regions.
    assert path(case, "demand", "war", "national")[:2] == [5.0, 18_000.0]
    assert row(case, "committed", "courts", "capital", "Rooms a/b")["2030"] == 7.0


def test_key_with_a_slash_in_its_last_part() -> None:
    case = applied(("committed", "police/capital/Barracks / north", "2027", "set", 0))
    assert row(case, "committed", "police", "capital", "Barracks / north")["2027"] == 0.0


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "kept"),
    [
        ("cadres", "clerk", "women", "yes", True),
        ("cadres", "clerk", "civilian", 0, False),
        ("institutions", "army", "sector", "interior", "interior"),
        ("institutions", "army", "cofog", 3, "3"),
        ("cadres", "clerk", "institution", "army", "army"),
        ("donors", "usa", "exit_year", "2027", 2027),
        ("cadres", "clerk", "pay", "55000.5", 55000.5),
        ("needs", "war", "bands", "1:2", "1:2"),
    ],
)
def test_set_gives_the_type_of_the_column(
    table: str, key: str, column: str, value: object, kept: object
) -> None:
    found = row(applied((table, key, column, "set", value)), table, key)[column]
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(
    ("step", "column", "words"),
    [
        (("cadre", "judge", "pay", "set", 1.0), "table", "Did you mean cadres"),
        (("scenarios", "boom/1", "value", "set", 1.0), "table", "cannot change scenarios"),
        (("cadres", "judges", "pay", "multiply", 1.0), "key", "Did you mean judge"),
        (("effects", "judge", "effect", "set", 1.0), "key", "cadre/need"),
        (("cadres", "judge", "payment", "set", 1.0), "column", "not a column of cadres"),
        (("cadres", "judge", "cadre", "set", "x"), "column", "part of the key"),
        (("cadres", "judge", "2027", "set", 1.0), "column", "not a column of cadres"),
        (("settings", "tail_years", "2027", "set", 1.0), "column", "Type value"),
        (("settings", "tail", "value", "set", 1.0), "key", "no key tail"),
        (("macro", "growth", "2027", "set", 1.0), "key", "no series growth"),
        (("macro", "real_growth", "value", "set", 1.0), "column", "2027-2030"),
        (("macro", "real_growth", "2027-2026", "set", 0.1), "column", "run backwards"),
        (("macro", "real_growth", "2031", "set", 0.1), "column", "no year of the plan"),
        (("macro", "gdp", "2026-", "set", 1e9), "column", "base year 2025 only"),
        (("demand", "war/national", "2024", "set", 1.0), "column", "from 2025 to 2030"),
        (("cadres", "clerk", "civilian", "multiply", 2.0), "operation", "can only be set"),
        (("donors", "usa", "exit_year", "multiply", 2.0), "operation", "can only be set"),
        (("cadres", "judge", "max_strength", "multiply", 2.0), "operation", "blank"),
        (("strength_limits", "soldier/max", "2026", "add", 5.0), "operation", "blank"),
        (("pledges", "usa", "2025", "add", 5.0), "operation", "blank"),
        (("cadres", "judge", "pay", "set", "much"), "value", "not a number"),
        (("cadres", "judge", "attrition", "set", 5.0), "value", "5"),
        (("cadres", "judge", "attrition", "multiply", 50.0), "value", "3"),
        (("donors", "usa", "delay_years", "add", 0.5), "value", "whole"),
        (("institutions", "army", "sector", "set", "defense"), "value", "Did you mean defence"),
        (("cadres", "judge", "pay", "set", None), "value", "no value"),
        (("cadres", "judge", "pay", "clear", 5.0), "value", "takes no value"),
        (("cadres", "judge", "institution", "clear", None), "operation", "must hold a value"),
        (("demand", "*", "*", "clear", None), "operation", "cannot be cleared"),
        (("cadres", "nobody", "pay", "clear", None), "key", "No row"),
        (("cadres", "judge", "pay", "raise", 2.0), "operation", "not an operation"),
        (("effects", "*/fraud", "effect", "set", 2.0), "key", "No row of effects"),
        (("assets", "*", "price", "multiply", "x"), "value", "not a number"),
    ],
)
def test_what_cannot_be_done_is_refused_at_its_place(step: Step, column: str, words: str) -> None:
    with pytest.raises(CaseError) as refusal:
        applied(step)
    (issue,) = refusal.value.issues
    assert (issue.table, issue.row, issue.column) == ("scenarios", "s/0", column)
    assert words in str(issue)


def test_clear_leaves_a_column_blank() -> None:
    assert row(small_case(), "cadres", "judge")["pay"] is not None
    assert row(applied(("cadres", "judge", "pay", "clear", None)), "cadres", "judge")["pay"] is None


def test_all_refusals_come_at_once() -> None:
    with pytest.raises(CaseError) as refusal:
        applied(
            ("cadre", "judge", "pay", "set", 1.0),
            ("cadres", "judge", "pay", "set", 1.0),
            ("macro", "x", "*", "set", 1),
        )
    assert [issue.row for issue in refusal.value.issues] == ["s/0", "s/2"]


def test_years_need_a_horizon() -> None:
    steps = with_steps(("macro", "real_growth", "2027", "set", 0.1))
    broken = steps.replace({"settings": [r for r in steps.records("settings") if r["key"] != "end_year"]})
    with pytest.raises(CaseError, match="years of the plan are not known"):
        apply_scenario(broken, "s")


def test_a_longer_plan_is_seen_by_later_steps() -> None:
    case = applied(
        ("settings", "end_year", "value", "set", 2032), ("macro", "real_growth", "2031-", "set", 0.01)
    )
    assert series(case, "real_growth") == [0.03] * 6 + [0.01] * 2


def test_order_matters() -> None:
    first = ("cadres", "judge", "pay", "set", 100.0), ("cadres", "judge", "pay", "multiply", 2.0)
    assert row(applied(*first), "cadres", "judge")["pay"] == 200.0
    assert row(applied(*reversed(first)), "cadres", "judge")["pay"] == 100.0


def test_order_is_that_of_the_order_column_and_numeric() -> None:
    steps = [("set", n, float(n)) for n in range(12)]
    rows = [
        added(
            "scenarios",
            scenario="s",
            order=n,
            table="cadres",
            key="judge",
            column="pay",
            operation=operation,
            value=value + 1.0,
        )
        for operation, n, value in reversed(steps)
    ]
    assert row(apply_scenario(small_case(*rows), "s"), "cadres", "judge")["pay"] == 12.0


CARRIED = [
    ("macro", ("real_growth",)),
    ("macro", ("exchange_rate",)),
    ("macro", ("security_share",)),
    ("demand", ("crime", "*")),
    ("demand", ("war", "national")),
    ("pledges", ("eu",)),
    ("strength_limits", ("soldier", "max")),
]


@given(st.sampled_from(CARRIED), st.sampled_from(list(YEARS)))
def test_setting_the_value_that_is_there_changes_nothing(
    place: tuple[str, tuple[str, ...]], year: int
) -> None:
    table, key = place
    case = small_case()
    values = dict(zip(YEARS, path(case, table, *key), strict=True))
    value = values[year]
    if value is None:
        return
    changed = applied((table, "/".join(key), str(year), "set", value))
    bare = {"scenarios": []}
    assert meaning(changed.replace(bare)) == meaning(case.replace(bare))


factors = st.floats(0.01, 100.0)


@given(factors, st.sampled_from(["2026", "2027-2029", "2028-", "*"]), st.sampled_from(CARRIED[:6]))
def test_multiplying_there_and_back_is_identity(
    factor: float, years: str, place: tuple[str, tuple[str, ...]]
) -> None:
    table, key = place
    case = small_case(
        edited("macro", "security_share", y2026=0.001), edited("macro", "real_growth", y2026=0.001)
    )
    before = path(case, table, *key)
    rows = [
        added(
            "scenarios",
            scenario="s",
            order=n,
            table=table,
            key="/".join(key),
            column=years,
            operation="multiply",
            value=value,
        )
        for n, value in enumerate((factor, 1.0 / factor))
    ]
    small = small_case(
        edited("macro", "security_share", y2026=0.001), edited("macro", "real_growth", y2026=0.001), *rows
    )
    assert path(apply_scenario(small, "s"), table, *key) == pytest.approx(before, rel=1e-12)


@given(
    st.lists(
        st.tuples(st.sampled_from(["set", "multiply", "add"]), st.floats(0.0, 50.0)), min_size=1, max_size=5
    )
)
def test_steps_follow_each_other(operations: list[tuple[str, float]]) -> None:
    expected = 60_000.0
    for operation, value in operations:
        expected = {"set": value, "multiply": expected * value, "add": expected + value}[operation]
    case = applied(*(("cadres", "clerk", "pay", operation, value) for operation, value in operations))
    assert row(case, "cadres", "clerk")["pay"] == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_settings_are_overridden_with_their_type() -> None:
    case = apply_settings(
        small_case(),
        {
            "discount_rate": "0.03",
            "reserve_allowed": "yes",
            "tail_years": 2.0,
            "handover": "linear",
            "end_year": "2028",
        },
    )
    found = resolved_settings(case)
    assert (found["discount_rate"], found["reserve_allowed"], found["tail_years"]) == (0.03, True, 2)
    assert (found["handover"], found["end_year"]) == ("linear", 2028)
    assert type(found["tail_years"]) is int
    assert apply_settings(small_case(), {}) == small_case()


def test_bad_settings_are_all_named() -> None:
    with pytest.raises(CaseError) as refusal:
        apply_settings(
            small_case(), {"discount": 0.1, "tail_years": "x", "handover": "straight", "title": None}
        )
    assert [(i.row, i.column) for i in refusal.value.issues] == [
        ("discount", ""),
        ("tail_years", "value"),
        ("handover", "value"),
        ("title", "value"),
    ]
    assert all(issue.remedy for issue in refusal.value.issues)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_blank_setting_is_said_to_have_no_value(value: str | None) -> None:
    with pytest.raises(CaseError) as refusal:
        apply_settings(small_case(), {"arrears_tolerance": value})
    assert [(i.code, i.message) for i in refusal.value.issues] == [("blank", "There is no value.")]


def test_a_text_is_set_as_typed_and_read_as_the_column_asks() -> None:
    case = applied(
        ("institutions", "police", "cofog", "set", "03.10"),
        ("institutions", "police", "name", "set", "No"),
        ("cadres", "judge", "civilian", "set", "No"),
        ("cadres", "judge", "pay", "set", "10.50"),
    )
    police, judge = row(case, "institutions", "police"), row(case, "cadres", "judge")
    assert (police["cofog"], police["name"]) == ("03.10", "No")
    assert (judge["civilian"], judge["pay"]) == (False, 10.5)
