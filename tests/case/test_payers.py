"""Pay that nobody may pay is asked about before anything is planned."""

from __future__ import annotations

import pytest
from pipeline import donor, tiny_case
from random_cases import Row

from rightfin.case import Case, Severity
from rightfin.case.checks import check_case

PARTS: list[Row] = [
    {"cadre": "soldier", "part": "basic", "kind": "base", "amount": 1000.0},
    {"cadre": "soldier", "part": "stipend", "kind": "stipend", "amount": 500.0},
]
ENDS: Row = {"table": "pay_parts", "row": "soldier/stipend", "column": "amount", "2024": 0.0}


def recipe(limit: dict[str, float], *, over_time: tuple[Row, ...] = (), leaves: int | None = 2023) -> Case:
    """The stipend that only one donor may pay: it leaves, and the state may spend no more than ``limit`` on it."""
    eligibility: list[Row] = [
        {"donor": "*", "institution": "army", "category": "pay", "item": "soldier/stipend", "allowed": False},
        {"donor": "friends", "institution": "army", "category": "pay", "item": "soldier/stipend", "allowed": True},
    ]
    ceilings: list[Row] = [{"ceiling": "no_stipend", "scope": "item:soldier/stipend", **limit}]
    given = donor(4.0, exit_year=leaves)
    return tiny_case(soldier={"pay": None}, pay_parts=PARTS, eligibility=eligibility, ceilings=ceilings,
                     over_time=[*over_time], **given)


def found(case: Case) -> list[tuple[str, str, str]]:
    """The warnings: where they stand, and what they say."""
    return [(issue.row, issue.column, issue.message) for issue in check_case(case)
            if issue.code == "nobody_pays" and issue.severity is Severity.WARNING]


def test_a_stipend_that_outlives_its_only_payer_is_named_with_its_first_year_and_ceiling() -> None:
    (row, column, message), = found(recipe({"2021": 0.0}))
    assert (row, column) == ("no_stipend", "2024")
    assert message.startswith("From 2024 on nobody may pay soldier/stipend: the ceiling no_stipend is 0")


def test_a_ceiling_of_nothing_for_a_while_names_its_years() -> None:
    (_, column, message), = found(recipe({"2021": 0.0, "2025": 1e6}))
    assert (column, message.split(" nobody")[0]) == ("2024", "In 2024")


@pytest.mark.parametrize("case", [
    recipe({"2021": 0.0}, over_time=(ENDS,)),
    recipe({"2021": 0.0}, leaves=None),
    recipe({"2021": 0.0, "2024": 1e6}),
], ids=["it ends with the donor", "the donor stays", "the state may pay it then"])
def test_pay_that_somebody_may_pay_or_nobody_is_owed_is_none(case: Case) -> None:
    assert found(case) == []
