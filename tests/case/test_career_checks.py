"""What is wrong in tables about leaving is said where it stands, all at once."""

from __future__ import annotations

from typing import Any

import pytest
from small_case import small_tables

from rightfin.case import Case, Issue, Severity
from rightfin.case.checks import check_case

OF_SOLDIERS = {"retirement": "r", "cadre": "soldier", "joined": 2025, "year": 2028, "share": 0.5, "with_pension": 0.0}
LEAVE = {"institution": "army", "2026": 0.1}
SEVERANCE = {"institution": "army", "payment": "severance", "after": 0, "share": 1.0}


def found(**tables: list[dict[str, Any]]) -> list[Issue]:
    return list(check_case(Case.of({**small_tables(), **tables})))  # type: ignore[arg-type]


def codes(**tables: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    return [(issue.code, issue.severity is Severity.ERROR) for issue in found(**tables)]


def test_sound_tables_have_no_issue() -> None:
    cadres = [{**row, "severance": 1000.0} if row["cadre"] == "soldier" else row for row in small_tables()["cadres"]]
    assert found(
        cadres=cadres,
        retirements=[OF_SOLDIERS, {**OF_SOLDIERS, "retirement": "s", "joined": 2027, "year": 2040, "share": 1.0}],
        demobilisation=[{**LEAVE, "reintegration": 500.0}],
        severance_years=[{**SEVERANCE, "share": 0.7}, {**SEVERANCE, "after": 2, "share": 0.3},
                         {**SEVERANCE, "payment": "reintegration"}],
    ) == []


@pytest.mark.parametrize(("change", "code", "is_error", "column"), [
    ({"joined": 2024}, "retirement_joined", True, "joined"),
    ({"joined": 2031, "year": 2040}, "retirement_joined", True, "joined"),
    ({"year": 2025}, "retirement_before", True, "year"),
    ({"joined": 2027, "cadre": "sergeant"}, "retirement_of_nobody", False, "joined"),
    ({"with_pension": 1.0}, "retirement_without_pension", False, "with_pension"),
])
def test_an_age_profile_that_cannot_be(change: dict[str, Any], code: str, is_error: bool, column: str) -> None:
    issue, = (one for one in found(retirements=[{**OF_SOLDIERS, **change}]))
    assert (issue.code, issue.severity is Severity.ERROR) == (code, is_error)
    assert (issue.table, issue.row, issue.column) == ("retirements", "r", column)


def test_no_more_retire_than_joined_and_all_problems_are_told() -> None:
    rows = [OF_SOLDIERS, {**OF_SOLDIERS, "retirement": "s", "year": 2029, "share": 0.6},
            {**OF_SOLDIERS, "retirement": "t", "joined": 2030, "year": 2029}]
    assert sorted(codes(retirements=rows)) == [("retirement_before", True), ("retirement_shares", True)]


def test_a_pension_that_only_those_draw_who_retire_in_known_years_is_drawn() -> None:
    cadres = [{**row, "pension": 100.0} if row["cadre"] == "soldier" else row for row in small_tables()["cadres"]]
    assert codes(cadres=cadres, retirements=[OF_SOLDIERS]) == [("no_pensioners", False)]
    assert codes(cadres=cadres, retirements=[{**OF_SOLDIERS, "with_pension": 0.5}]) == []


def test_what_is_unknown_is_said_by_itself() -> None:
    assert {code for code, _ in codes(retirements=[{**OF_SOLDIERS, "cadre": "soldiers"}])} == {"unknown_reference"}


@pytest.mark.parametrize(("rows", "code", "is_error"), [
    ([{**SEVERANCE, "share": 0.9}], "severance_shares", True),
    ([{**SEVERANCE, "share": 0.9}, {**SEVERANCE, "after": 1, "share": 0.2}], "severance_shares", True),
])
def test_severance_is_paid_in_full(rows: list[dict[str, Any]], code: str, is_error: bool) -> None:
    cadres = [{**row, "severance": 1000.0} if row["cadre"] == "soldier" else row for row in small_tables()["cadres"]]
    assert codes(cadres=cadres, demobilisation=[LEAVE], severance_years=rows) == [(code, is_error)]


def test_an_unknown_institution_of_severance_is_told_without_sums() -> None:
    """One row is misspelt: neither what it holds nor what the others lack is an error of its own."""
    cadres = [{**row, "severance": 1000.0} if row["cadre"] == "soldier" else row for row in small_tables()["cadres"]]
    rows = [{**SEVERANCE, "share": 0.7}, {**SEVERANCE, "institution": "amry", "after": 1, "share": 0.3}]
    assert codes(cadres=cadres, demobilisation=[LEAVE], severance_years=rows) == [("unknown_reference", True)]
    rows.append({**SEVERANCE, "after": 2, "share": 0.4})
    assert codes(cadres=cadres, demobilisation=[LEAVE], severance_years=rows) == [
        ("unknown_reference", True), ("severance_shares", True)]


def test_payments_without_anybody_to_pay_are_asked_about() -> None:
    assert codes(severance_years=[SEVERANCE], demobilisation=[]) == [("severance_unused", False)]
    assert codes(severance_years=[{**SEVERANCE, "payment": "reintegration"}], demobilisation=[LEAVE]) == [
        ("severance_unused", False)]
    never = {"institution": "army", "reintegration": 500.0, "2026": 0.0}
    assert codes(demobilisation=[never]) == [("reintegration_unused", False)]


def test_a_cadre_is_not_called_as_the_line_of_reintegration_is() -> None:
    cadres = [*small_tables()["cadres"], {**small_tables()["cadres"][0], "cadre": "reintegration", "name": "Helpers"}]
    issues = found(cadres=cadres, demobilisation=[{**LEAVE, "reintegration": 500.0}])
    assert ("reintegration_named", "demobilisation", "army", "reintegration") in [
        (one.code, one.table, one.row, one.column) for one in issues]


def test_reintegration_is_priced_in_a_known_currency() -> None:
    issue, = found(demobilisation=[{**LEAVE, "reintegration": 500.0, "reintegration_currency": "GBP"}])
    assert (issue.code, issue.column) == ("unknown_currency", "reintegration_currency")
