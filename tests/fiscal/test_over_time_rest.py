"""Numbers that change from year to year, in tables of pairs, of donors, and of what people deliver unsupported."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import MILLION, donor, solved, tiny_case
from random_cases import Row, random_case

from rightfin.case import Case
from rightfin.case.case import key_text
from rightfin.case.checks import check_case
from rightfin.case.scenario import apply_scenario
from rightfin.fiscal.project import project
from rightfin.result.terms import terms_of
from rightfin.schema import BY_NAME, Kind
from rightfin.schema.over_time import CHANGING, CHANGING_TEXT, FIXED, OVER_TIME, PRICES
from rightfin.study.coordination.restrictions import Restricts, restrictions_of

YEARS = range(2021, 2027)
NUMBERS = (Kind.NUMBER, Kind.SHARE, Kind.INTEGER, Kind.YEAR)


def changed(table: str, row: str, column: str, **years: object) -> Row:
    return {"table": table, "row": row, "column": column, **years}


def gear(**years: object) -> dict[str, list[Row]]:
    return {
        "assets": [{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 900.0, "price": 10.0,
                    "life": 1e6, "upkeep": 0.0, "max_purchase": 0.0}],
        "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.09}],
        "over_time": [changed("equipment", "truck/soldier", "units_per_head", **years)],
    }


def test_every_number_of_the_tables_changes_or_there_is_a_reason() -> None:
    for table, columns in CHANGING.items():
        numbers = {column.name for column in BY_NAME[table].value_columns if column.kind in NUMBERS}
        assert numbers == {*columns, *FIXED[table]}
        assert not set(columns) & FIXED[table].keys()
    assert CHANGING_TEXT in OVER_TIME.column("column").help


def test_what_people_deliver_changes() -> None:
    """20 million pay 10,000 supported soldiers, who deliver one unit each, and one and a half from 2024 on."""
    found = solved(tiny_case(over_time=[changed("effects", "soldier/war", "effect", **{"2024": 1.5})]))
    expected = {year: 10_000.0 if year < 2024 else 15_000.0 for year in YEARS}
    assert found.by_year("needs", "covered") == pytest.approx(expected, rel=3e-5)
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, 10_000.0), rel=3e-5)


def test_a_fee_that_falls_away_pays_more_people() -> None:
    """With 10 million at a fee of a fifth, 28 million pay 14,000 at 2,000 each; without it, from 2024 on, 15,000."""
    gives = donor(10.0, fee=0.2)
    found = solved(tiny_case(**gives, over_time=[changed("donors", "friends", "fee", **{"2024": 0.0})]))
    expected = {year: 14_000.0 if year < 2024 else 15_000.0 for year in YEARS}
    assert found.by_year("strength", "strength") == pytest.approx(expected, rel=3e-5)
    fees = found.by_year("pledges", "fee")
    assert [fees[year] for year in YEARS] == pytest.approx([2 * MILLION] * 3 + [0.0] * 3)


def test_a_match_that_begins_later_binds_from_then_on() -> None:
    """The state pays 20 million: a donor of 30 pays it all before 2024, and then half of what the state pays."""
    rows = [changed("donors", "friends", "match", **{"2024": 0.5})]
    found = solved(tiny_case(soldier={"attrition": 0.5}, **donor(30.0), over_time=rows, demand=[
        {"need": "war", "region": "national", "2021": 1e5}]))
    spent = found.by_year("pledges", "spent")
    assert [spent[year] for year in YEARS] == pytest.approx([30 * MILLION] * 3 + [10 * MILLION] * 3, rel=1e-5)


def test_carry_over_is_that_of_the_year_in_which_money_is_left() -> None:
    found = project(tiny_case(**donor(1.0, carry_over=0.5), over_time=[
        changed("donors", "friends", "carry_over", **{"2022": 1.0, "2024": 0.0})]), {}).by_name.keep
    assert [found["friends", year] for year in range(2020, 2026)] == [0.5, 0.5, 1.0, 1.0, 0.0, 0.0]


def test_kit_per_head_changes() -> None:
    """900 trucks, which hardly wear out, equip 10,000 soldiers at 0.09 a head and 9,000 at 0.1, from 2023 on."""
    found = solved(tiny_case(**gear(**{"2023": 0.1})))
    supported = found.by_year("strength", "supported")
    expected = {year: 10_000.0 if year < 2023 else 9000.0 for year in YEARS}
    assert supported == pytest.approx(expected, rel=1e-3)
    kit = terms_of(found.tables, found.inputs)["kit"].records()
    assert {row["year"]: row["units_per_head"] for row in kit} == {year: 0.09 if year < 2023 else 0.1 for year in YEARS}


def test_who_is_to_be_supported_and_what_the_others_deliver_change() -> None:
    """9,000 of 10,000 have kit from 2023 on: the case asks for all only until then, and the others deliver a half."""
    tables = gear(**{"2023": 0.1})
    tables["over_time"] += [changed("cadres", "soldier", "support_floor", **{"2021": 1.0, "2024": 0.9}),
                            changed("cadres", "soldier", "unsupported_effect", **{"2021": 0.0, "2024": 0.5})]
    found = solved(tiny_case(soldier={"attrition": 0.0, "entry": False}, demand=[
        {"need": "war", "region": "national", "2021": 9900.0}], **tables))
    hollow, covered = found.by_year("strength", "hollow"), found.by_year("needs", "covered")
    assert hollow[2023] == pytest.approx(1000.0, rel=1e-2)
    assert hollow[2024] == pytest.approx(0.0, abs=1.0)
    assert covered[2023] == pytest.approx(9000.0, rel=1e-3)
    assert covered[2024] == pytest.approx(9500.0, rel=1e-3)


def restated(case: Case) -> Case:
    """Return the case with every number that may change, and is no price, said again in ``over_time``, as it is."""
    rows = [
        changed(table, key_text(row[part] for part in BY_NAME[table].key), column, **{"2021": value})
        for table in CHANGING for row in case.records(table) for column in set(CHANGING[table]) - set(PRICES.get(table, ()))
        if (value := row[column] if row[column] is not None else BY_NAME[table].column(column).default) is not None
        and not (column == "leakage" and value == 0.0)
    ]
    return case.replace({"over_time": rows})


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_what_is_said_again_changes_nothing(seed: int) -> None:
    case = random_case(seed)
    one, other = project(case, {}), project(restated(case), {})
    for part in ("people", "equipment", "needs", "donors"):
        for name, value in vars(getattr(one, part)).items():
            again = getattr(getattr(other, part), name)
            same = np.array_equal(value, again, equal_nan=True) if isinstance(value, np.ndarray) and (
                value.dtype.kind == "f") else np.array_equal(value, again)
            assert same, name


def test_scenarios_name_rows_of_pairs_as_they_do_elsewhere() -> None:
    change = {"scenario": "trained", "table": "over_time", "operation": "set"}
    rows = [{**change, "order": 1, "key": "effects/soldier/war/effect", "column": "2023-", "value": 1.2}]
    found = project(apply_scenario(tiny_case(scenarios=rows), "trained"), {}).by_name.effects
    assert [found["soldier", "war", year] for year in (2022, 2023, 2026)] == [1.0, 1.2, 1.2]


@pytest.mark.parametrize(("row", "code", "column", "words"), [
    (changed("effects", "soldier/wra", "effect", **{"2021": 1.0}), "over_time_key", "row", "soldier/war"),
    (changed("effects", "soldier", "effect", **{"2021": 1.0}), "over_time_key", "row", "soldier/war"),
    (changed("effects", "soldier/war", "effect", **{"2022": 0.0}), "over_time_bounds", "2022", "more than 0"),
    (changed("donors", "friends", "fee", **{"2022": 1.0}), "over_time_bounds", "2022", "less than 1"),
    (changed("donors", "friends", "fee", form="growth", **{"2022": 0.1}), "over_time_form", "form", "value"),
])
def test_what_is_wrong_is_said(row: Row, code: str, column: str, words: str) -> None:
    found, = (issue for issue in check_case(tiny_case(**donor(1.0), over_time=[row])) if issue.table == "over_time")
    assert (found.code, found.column) == (code, column)
    assert words in found.remedy


@pytest.mark.parametrize(("table", "row", "column", "because"), [
    ("cadres", "soldier", "opening_strength", "because it is what the plan starts from"),
    ("cadres", "soldier", "min_strength", "because the table strength_limits says it by year"),
    ("donors", "friends", "exit_year", "because it is itself a year"),
    ("cadres", "soldier", "entry", "because it is no number that the model reads by year"),
])
def test_what_cannot_change_has_a_reason(table: str, row: str, column: str, because: str) -> None:
    rows = [changed(table, row, column, **{"2022": 1.0})]
    found, = (issue for issue in check_case(tiny_case(**donor(1.0), over_time=rows)) if issue.table == "over_time")
    assert because in found.message


def test_checks_look_at_every_year() -> None:
    """A match that begins later makes sense of its base; a share of cover in one year leaves a need uncovered."""
    gives = donor(1.0, match_base=1.0)
    later = [changed("donors", "friends", "match", **{"2024": 0.5})]
    assert "match_base_unused" in {issue.code for issue in check_case(tiny_case(**gives))}
    assert "match_base_unused" not in {issue.code for issue in check_case(tiny_case(**gives, over_time=later))}
    share = [changed("effects", "soldier/war", "max_share", **{"2024": 0.5})]
    assert "shares_below_one" in {issue.code for issue in check_case(tiny_case(over_time=share))}
    forever = [changed("cadres", "soldier", "pension_exit", **{"2023": 0.0})]
    soldier = {"pension": 10.0, "retiring_share": 0.5}
    case = tiny_case(settings={"sustained_from": "2025"}, soldier=soldier, over_time=forever)
    assert "sustained_pensions" in {issue.code for issue in check_case(case)}


def test_a_restriction_of_one_year_is_lifted_in_all() -> None:
    rows = [changed("donors", "friends", "match", **{"2024": 0.5}),
            changed("donors", "friends", "carry_over", **{"2022": 0.5})]
    case = tiny_case(**donor(1.0, carry_over=1.0), over_time=rows)
    lifted = {one.kind: project(one.case(case), {}).donors for one in restrictions_of(case)}
    assert not lifted[Restricts.MATCH].match
    assert bool(np.all(lifted[Restricts.CARRY_OVER].keep == 1.0))
    assert lifted[Restricts.CARRY_OVER].match
