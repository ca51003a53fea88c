"""Numbers that change from year to year: closed forms, what blanks mean, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import levels_only, macro, solved, tiny_case
from random_cases import Row, random_case

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.resolve import defaults_used
from rightfin.case.scenario import apply_scenario
from rightfin.fiscal.labelled import Labelled
from rightfin.fiscal.project import project
from rightfin.schema.over_time import PRICES

YEARS = range(2021, 2027)


def of_soldiers(column: str, **years: object) -> Row:
    return {"table": "cadres", "row": "soldier", "column": column, **years}


def at_eight_per_cent(**tables: list[Row]) -> Case:
    rows = [{**row, "2021": 0.08} if row["series"] == "deflator_growth" else row for row in macro(20)]
    return tiny_case(macro=rows, **tables)


def pay(case: Case) -> Labelled:
    return project(case, {}).by_name.pay


def test_a_nominal_freeze_of_three_years_at_eight_per_cent_and_prices_afterwards() -> None:
    """Pay of 1,500 stays 1,500 for three years; then it rises by 8 per cent a year, for good: real pay has lost 20.6 %."""
    frozen = dict.fromkeys(("2021", "2022", "2023"), 0.0)
    found = pay(at_eight_per_cent(over_time=[of_soldiers("pay", form="growth", **frozen)]))
    expected = [1500.0] * 3 + [1500.0 * 1.08**n for n in range(1, 9)]
    assert [found["soldier", year] for year in range(2021, 2032)] == pytest.approx(expected)
    assert 1.0 - found["soldier", 2023] / (1500.0 * 1.08**3) == pytest.approx(0.2062, abs=1e-4)


def test_a_cut_of_five_per_cent_a_year_in_money_of_the_day() -> None:
    found = pay(at_eight_per_cent(over_time=[of_soldiers("pay", form="growth", **{"2022": -0.05, "2023": -0.05})]))
    expected = [1620.0, 1620.0 * 0.95, 1620.0 * 0.95**2, 1620.0 * 0.95**2 * 1.08]
    assert [found["soldier", year] for year in range(2021, 2025)] == pytest.approx(expected)


def test_a_rise_of_the_last_year_shown_ends_with_it() -> None:
    found = pay(at_eight_per_cent(over_time=[of_soldiers("pay", form="growth", **{"2026": 0.0})]))
    assert found["soldier", 2026] == found["soldier", 2025]
    assert found["soldier", 2027] == pytest.approx(1.08 * found["soldier", 2026])


def test_a_new_price_is_typed_at_base_year_prices_and_holds_until_the_next() -> None:
    found = pay(at_eight_per_cent(over_time=[of_soldiers("pay", **{"2023": 1800.0, "2025": 2000.0})]))
    base = [1500.0, 1500.0, 1800.0, 1800.0, 2000.0, 2000.0, 2000.0]
    assert [found["soldier", year] for year in range(2021, 2028)] == pytest.approx(
        [amount * 1.08**n for n, amount in enumerate(base, start=1)])


def test_a_pay_rise_in_one_year_costs_people_from_then_on() -> None:
    """Of 20 million, 10,000 soldiers at 2,000; from 2024 at 2,500 that is 8,000, which attrition reaches in time."""
    found = solved(tiny_case(soldier={"attrition": 0.2}, over_time=[of_soldiers("pay", **{"2024": 2000.0})]))
    expected = {year: 10_000.0 if year < 2024 else 8000.0 for year in YEARS}
    assert found.by_year("strength", "strength") == pytest.approx(expected, rel=3e-5)


def test_attrition_of_one_year_empties_the_force_in_that_year() -> None:
    """Nobody is hired: 10 per cent leave each year, half of them in 2023."""
    found = solved(tiny_case(soldier={"entry": False}, over_time=[of_soldiers("attrition", **{"2023": 0.5, "2024": 0.1})]))
    left = np.cumprod([0.9, 0.9, 0.5, 0.9, 0.9, 0.9]) * 10_000.0
    assert list(found.by_year("strength", "strength").values()) == pytest.approx(list(left), rel=1e-6)
    assert found.by_year("strength", "attrition")[2023] == pytest.approx(0.5 * left[1], rel=1e-6)


def test_a_pension_that_begins_later_is_paid_from_then_on() -> None:
    soldier = {"retiring_share": 1.0, "opening_pensioners": 100.0, "pension_exit": 0.0, "entry": False}
    found = solved(tiny_case(soldier=soldier, over_time=[of_soldiers("pension", **{"2025": 1000.0})]))
    pensioners = 100.0 + 10_000.0 * (1.0 - 0.9 ** np.arange(1, 7))
    costs = found.by_year("lines", "cost", category="benefits")
    assert [costs[year] for year in YEARS] == pytest.approx([0.0] * 4 + list(1000.0 * pensioners[4:]), rel=1e-6, abs=1.0)


def test_places_purchases_upkeep_and_arrivals_change_too() -> None:
    institution = {"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}
    truck = {"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 10.0, "price": 4.0, "life": 8.0}
    case = tiny_case(
        institutions=[institution], assets=[truck], donors=[{"donor": "friends", "name": "Friends", "delay_years": 1}],
        pledges=[{"donor": "friends", **{str(year): 100.0 for year in YEARS}}],
        over_time=[
            {"table": "institutions", "row": "army", "column": "training_places", "2023": 300.0},
            {"table": "assets", "row": "truck", "column": "max_purchase", "2022": 5.0},
            {"table": "assets", "row": "truck", "column": "upkeep", "2021": 0.1, "2024": 0.2},
            {"table": "donors", "row": "friends", "column": "arrival_share", "2023": 0.5, "2024": 1.0},
        ],
    )
    found = project(case, {})
    assert found.people.training_places[0, :4].tolist() == [100.0, 100.0, 300.0, 300.0]
    assert found.equipment.max_purchase[0, :3].tolist() == [np.inf, 5.0, 5.0]
    assert found.equipment.upkeep[0, 2:4].tolist() == [0.1, 0.2]
    assert found.donors.disbursed[0, :4].tolist() == [0.0, 100.0, 50.0, 100.0]


def test_what_is_lost_changes_and_leakage_stands_for_what_is_not_told_apart() -> None:
    """Ghosts halve in 2023; waste is leakage, which falls in 2024, and skimming has a path of its own."""
    rows = [("ghosts", {"2023": 0.1}), ("leakage", {"2024": 0.1}), ("skimming", {"2022": 0.05})]
    army = {"institution": "army", "name": "Army", "sector": "defence", "ghosts": 0.2, "leakage": 0.3}
    found = project(tiny_case(institutions=[army], over_time=[
        {"table": "institutions", "row": "army", "column": column, **years} for column, years in rows
    ]), {}).people
    assert found.ghosts[0, 1:4].tolist() == [0.2, 0.1, 0.1]
    assert found.waste[0, 2:5].tolist() == [0.3, 0.1, 0.1]
    assert found.skimming[0, :4].tolist() == [0.3, 0.05, 0.05, 0.05]


def test_leakage_that_falls_pays_more_people() -> None:
    """At a leakage of a fifth a soldier costs 2,500: 20 million pay 8,000, and 10,000 without it, from 2024 on."""
    army = {"institution": "army", "name": "Army", "sector": "defence", "leakage": 0.2}
    row = {"table": "institutions", "row": "army", "column": "leakage", "2024": 0.0}
    found = solved(tiny_case(soldier={"attrition": 0.2}, institutions=[army], over_time=[row]))
    expected = {year: 8000.0 if year < 2024 else 10_000.0 for year in YEARS}
    assert found.by_year("strength", "strength") == pytest.approx(expected, rel=3e-5)


def test_a_school_that_grows_in_time_lets_the_force_grow() -> None:
    """10 per cent of 10,000 leave each year: 500 places, and 1,500 from 2023 on, of which attrition leaves room for few."""
    institution = {"institution": "army", "name": "Army", "sector": "defence", "training_places": 500.0}
    places = {"table": "institutions", "row": "army", "column": "training_places", "2023": 1500.0}
    found = solved(tiny_case(institutions=[institution], over_time=[places]))
    strength = found.by_year("strength", "strength")
    assert strength[2021] == pytest.approx(9500.0, rel=1e-4)
    assert strength[2022] == pytest.approx(9050.0, rel=1e-4)
    assert strength[2023] == pytest.approx(9645.0, rel=1e-4)
    assert strength[2024] == pytest.approx(10_000.0, rel=1e-4)


def restated(case: Case) -> Case:
    """Return the case with every price and rate of attrition said again in ``over_time``, as it is."""
    rows = [
        {"table": table, "row": row[key], "column": column, "2021": row[column]}
        for table, key in (("cadres", "cadre"), ("assets", "asset"))
        for row in case.records(table)
        for column in (*PRICES[table], *(("attrition",) if table == "cadres" else ()))
        if row[column] is not None
    ]
    return case.replace({"over_time": rows})


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_what_is_said_again_changes_nothing(seed: int) -> None:
    case = random_case(seed)
    one, other = project(case, {}), project(restated(case), {})
    for part, names in (("people", (*PRICES["cadres"], "attrition")), ("equipment", PRICES["assets"])):
        for name in names:
            assert np.array_equal(getattr(getattr(one, part), name), getattr(getattr(other, part), name)), name


@settings(max_examples=4)
@given(st.integers(0, 10**6))
def test_a_rise_as_prices_rise_changes_nothing(seed: int) -> None:
    case = random_case(seed)
    found = project(case, {})
    pay = np.column_stack([found.people.base_pay, found.people.pay])
    rises = pay[:, 1:] / pay[:, :-1] - 1.0
    rows = [{"table": "cadres", "row": cadre, "column": "pay", "form": "growth",
             **{str(year): float(rises[n, y]) for y, year in enumerate(found.horizon.years[: found.horizon.shown])}}
            for n, cadre in enumerate(found.people.cadres)]
    assert levels_only(case.replace({"over_time": rows})) == pytest.approx(levels_only(case), rel=1e-6, abs=10.0)


def test_scenarios_change_it_as_any_table() -> None:
    change = {"scenario": "raise", "table": "over_time", "operation": "set"}
    case = at_eight_per_cent(
        over_time=[of_soldiers("pay", form="growth", **{"2021": 0.0})],
        scenarios=[{**change, "order": 1, "key": "cadres/soldier/pay", "column": "2023", "value": 0.1},
                   {**change, "order": 2, "key": "cadres/soldier/attrition", "column": "2024", "value": 0.3}],
    )
    found = project(apply_scenario(case, "raise"), {})
    assert found.by_name.pay["soldier", 2022] == pytest.approx(1500.0 * 1.08)  # the blank stays one: prices
    assert found.by_name.pay["soldier", 2023] == pytest.approx(1500.0 * 1.08 * 1.1)
    assert [found.by_name.attrition["soldier", year] for year in (2023, 2024, 2026)] == [0.1, 0.3, 0.3]


def test_what_blanks_stand_for_is_listed() -> None:
    case = tiny_case(over_time=[
        of_soldiers("pay", **{"2023": 1800.0}), of_soldiers("support", form="growth", **{"2023": 0.0}),
    ])
    used = {(row.row, row.column): row.used for row in defaults_used(case) if row.table == "over_time"}
    assert used["cadres/soldier/pay", "2022"] == "as in the table"
    assert used["cadres/soldier/pay", "2024"] == "1800 (carried)"
    assert used["cadres/soldier/support", "2024"] == "as in the table"


@pytest.mark.parametrize(("row", "code", "column", "words"), [
    (of_soldiers("pay") | {"row": "soldeir"}, "over_time_key", "row", "soldier"),
    (of_soldiers("opening_strength", **{"2021": 1.0}), "over_time_column", "column", "attrition"),
    (of_soldiers("suport", **{"2021": 1.0}), "over_time_column", "column", "support"),
    (of_soldiers("attrition", form="growth", **{"2021": 0.0}), "over_time_form", "form", "value"),
    (of_soldiers("attrition", **{"2023": 1.2}), "over_time_bounds", "2023", "less than 1"),
    (of_soldiers("pay", form="growth", **{"2022": -1.5}), "over_time_bounds", "2022", "at least -1"),
    (of_soldiers("pay"), "over_time_empty", "", "delete"),
])
def test_what_is_wrong_is_said(row: Row, code: str, column: str, words: str) -> None:
    found, = (issue for issue in check_case(tiny_case(over_time=[row])) if issue.table == "over_time")
    assert (found.code, found.column) == (code, column)
    assert words in found.remedy


def test_one_number_has_one_row() -> None:
    rows = [of_soldiers("pay", **{"2021": 1.0}), of_soldiers("pay", form="growth", **{"2021": 0.0})]
    assert any(issue.code == "duplicate_key" for issue in check_case(tiny_case(over_time=rows)))
