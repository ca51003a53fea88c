"""Checks of payers, transfers and regions served: what is wrong is said, and what is odd is asked about."""

from __future__ import annotations

from typing import Any

import pytest
from real_payers import payer_budget
from solve.test_several_payers import police_of, two_regions

from rightfin.case import Case, Severity
from rightfin.case.checks import check_case
from rightfin.planning import plan
from rightfin.report import facts

Rows = list[dict[str, Any]]


def codes(case: Case, severity: Severity) -> list[str]:
    return [issue.code for issue in check_case(case) if issue.severity is severity]


def test_a_regional_police_is_sound() -> None:
    assert codes(police_of("juba"), Severity.ERROR) == []
    assert not {"no_own_money", "payer_without_money", "transfers_above_ceiling"} & set(
        codes(police_of("juba"), Severity.WARNING))


@pytest.mark.parametrize("seed", range(12))
def test_random_cases_with_payers_have_no_error(seed: int) -> None:
    assert codes(payer_budget(seed), Severity.ERROR) == []


@pytest.mark.parametrize(("tables", "code"), [
    ({"payers": [{"payer": "government", "name": "State"}]}, "government_payer"),
    ({"payer_money": [{"payer": "government", "series": "revenue", "2020": 1.0}]}, "government_money"),
    ({"payer_money": [{"payer": "juba", "series": "revenue", "2020": 1.0},
                      {"payer": "juba", "series": "revenue_share", "2020": 0.1}]}, "payer_revenue_twice"),
    ({"transfers": [{"transfer": "grant", "from": "juba", "to": "juba", "2021": 1.0}]}, "transfer_to_itself"),
    ({"transfers": [{"transfer": "juba", "from": "government", "to": "juba", "2021": 1.0}]}, "transfer_named_as_payer"),
    ({"transfers": [{"transfer": "g", "from": "government", "to": "juba", "scope": "institution:polise", "2021": 1.0}]},
     "group_unknown"),
    ({"payer_money": [{"payer": "juba", "series": "revenue", "2020": 1e6},
                      {"payer": "juba", "series": "security_share", "2020": 40.0}]}, "share_above_one"),
    ({"payer_money": [{"payer": "juba", "series": "revenue_share", "2023": 30.0, "2020": 0.3},
                      {"payer": "juba", "series": "security_share", "2020": 0.4}]}, "share_above_one"),
    ({"payer_money": [{"payer": "juba", "series": "revenue", "2020": 1e6},
                      {"payer": "juba", "series": "security_share", "2020": 0.4},
                      {"payer": "juba", "series": "wage_bill_share", "2022": 0.4}]}, "payer_series_incomplete"),
    ({"payer_money": [{"payer": "juba", "series": "revenue", "2020": 1e6},
                      {"payer": "juba", "series": "security_share"}]}, "payer_series_incomplete"),
    ({"transfers": [{"transfer": "g", "from": "government", "to": "juba", "basis": "share", "2021": 30.0}]},
     "share_above_one"),
    ({"transfers": [{"transfer": "g", "from": "governmnet", "to": "juba", "2021": 1.0}]}, "unknown_reference"),
])
def test_what_is_wrong_is_an_error(tables: dict[str, Rows], code: str) -> None:
    assert code in codes(police_of("juba").replace(tables), Severity.ERROR)


@pytest.mark.parametrize(("tables", "code"), [
    ({"payer_money": [{"payer": "juba", "series": "revenue", "2020": 1e6}]}, "payer_without_money"),
    ({"payer_money": [{"payer": "juba", "series": "revenue", "2020": 1e6},
                      {"payer": "juba", "series": "security_share", "2020": 0.1},
                      {"payer": "juba", "series": "max_step_share", "2020": 0.1}]}, "payer_step_from_nothing"),
    ({"transfers": [{"transfer": "g", "from": "government", "to": "juba", "2021": 30e6}]}, "transfers_above_ceiling"),
    ({"transfers": [{"transfer": "g", "from": "government", "to": "juba", "scope": "institution:army", "2021": 1e6}]},
     "transfer_unpayable"),
    ({"may_pay": [{"payer": "government", "institution": "police", "category": "*", "allowed": False}]}, "no_own_money"),
])
def test_what_is_odd_is_asked_about(tables: dict[str, Rows], code: str) -> None:
    assert code in codes(police_of("juba").replace(tables), Severity.WARNING)


@pytest.mark.parametrize("money", [
    [{"payer": "juba", "series": "revenue", "2021": 1e6}, {"payer": "juba", "series": "security_share", "2020": 1.0}],
    [{"payer": "juba", "series": "revenue", "2020": 1e6, "2022": 2e6},
     {"payer": "juba", "series": "security_share", "2019": 0.1}],
])
def test_a_series_may_begin_with_the_plan_or_before(money: Rows) -> None:
    assert codes(police_of("juba").replace({"payer_money": money}), Severity.ERROR) == []


def test_transfers_above_the_ceiling_are_told_of_the_largest_by_its_cell() -> None:
    grants = [
        {"transfer": "first", "from": "government", "to": "juba", "2021": 1e6},
        {"transfer": "large", "from": "government", "to": "juba", "basis": "share", "2021": 0.0, "2023": 0.9},
    ]
    case = police_of("juba").replace({"transfers": grants})
    (issue,) = (one for one in check_case(case) if one.code == "transfers_above_ceiling")
    assert (issue.table, issue.row, issue.column) == ("transfers", "large", "2023")


@pytest.mark.parametrize(("typed", "key"), [
    ({"institution": "police", "category": "*"}, "government/police/*/*"),
    ({"institution": "police", "category": "pay"}, "government/police/pay/*"),
    ({"institution": "*", "category": "pay"}, "government/*/pay/*"),
])
def test_what_nobody_may_pay_is_told_by_the_row_that_says_so(typed: dict[str, Any], key: str) -> None:
    case = police_of("juba").replace({"may_pay": [{"payer": "government", "allowed": False, **typed}]})
    found = [one for one in check_case(case) if one.code == "no_own_money"]
    assert found
    assert {(one.table, one.row, one.column) for one in found} == {("may_pay", key, "allowed")}


def test_what_nobody_may_pay_is_told_by_its_item_where_the_row_names_one() -> None:
    rows: Rows = [{"payer": "government", "institution": "*", "category": "operations", "item": "constable",
                   "allowed": False}]
    (issue,) = (one for one in check_case(police_of("juba").replace({"may_pay": rows}))
                if one.code == "no_own_money")
    assert issue.message.startswith("No payer may pay constable in operations of police: ")


@pytest.mark.parametrize(("state", "region", "known", "is_asked"), [
    (5e6, 1e6, 6e6, False), (None, 1e6, 0.0, True), (5e6, None, 0.0, True), (None, None, 0.0, False),
    (5e6, 0.0, 0.0, False),
])
def test_own_money_before_the_plan_is_known_of_all_or_counts_for_none(
    state: float | None, region: float | None, known: float, *, is_asked: bool
) -> None:
    case = police_of("juba")
    series = [row for row in case.records("macro") if row["series"] != "own_spending"]
    series += [] if state is None else [{"series": "own_spending", "2020": state}]
    case = case.replace({"macro": series, "payers": [
        {**row, "own_spending": region} for row in case.records("payers")]})
    assert ("spent_before_partial" in codes(case, Severity.WARNING)) is is_asked
    answer = plan(case)
    first = answer.years[0]
    assert answer.tables["fiscal"].by_year("outlay_before")[first] == known
    assert (first in facts.indicator(answer, "own_step")) is (known > 0.0)


def test_a_negative_amount_is_asked_for_without_a_unit_that_says_nothing() -> None:
    money = [{"payer": "juba", "series": "revenue", "2021": -5.0}]
    case = police_of("juba").replace({"payer_money": money})
    (issue,) = (one for one in check_case(case, try_scenarios=False) if one.code == "out_of_bounds")
    assert issue.remedy == "Type a value of at least 0."


def test_a_series_that_is_incomplete_is_told_by_its_cell() -> None:
    money = [*police_of("juba").records("payer_money"), {"payer": "juba", "series": "wage_bill_share", "2023": 0.4}]
    (issue,) = check_case(police_of("juba").replace({"payer_money": money}), try_scenarios=False)
    assert str(issue) == (
        "payer_money, row juba/wage_bill_share, column 2021: wage_bill_share of juba has no value for 2021-2022. Type it "
        "for 2021 (1 if it is not to bind); later blanks take the value to their left."
    )


def test_a_region_that_nobody_serves_is_asked_about() -> None:
    assert "region_unserved" in codes(two_regions(("north",)), Severity.WARNING)
    assert "region_unserved" not in codes(two_regions(("north", "south")), Severity.WARNING)
