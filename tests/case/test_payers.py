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


def closed(scope: str = "all", **tables: list[Row]) -> Case:
    """The state may spend nothing on ``scope`` from 2024 on, and the one donor leaves after 2023."""
    ceilings: list[Row] = [{"ceiling": "shut", "scope": scope, "2024": 0.0}]
    soldier: Row = {"support_floor": 1.0, "training_cost": 100.0, "entry": True, "pension": 50.0, "retiring_share": 0.5}
    return tiny_case(soldier=soldier, ceilings=ceilings, **donor(4.0, exit_year=2023), **tables)


FIXED: dict[str, list[Row]] = {
    "committed": [{"institution": "army", "category": "capital", "item": "jets",
                   **{str(year): 1e5 * (year == 2025) for year in range(2021, 2027)}}],
    "running_costs": [{"institution": "army", "category": "training", "item": "academy", "2021": 1e5}],
    "assets": [{"asset": name, "institution": "army", "name": name, "opening_stock": stock, "price": 1000.0, "life": 10.0,
                "upkeep": 0.1} for name, stock in (("truck", 10.0), ("tank", 0.0))],
}


@pytest.mark.parametrize(("scope", "told", "means"), [
    ("category:pay", "soldier", "The plan can only run down those who are owed it."),
    ("category:operations", "support of soldier, upkeep of truck",
     "People stay without the support that the case asks for; kit and buildings can only be disposed of."),
    ("category:training", "training of soldier, contracts and running costs for academy",
     "Nobody can be hired without a bill that stays unpaid; contracts and running costs stay unpaid."),
    ("category:benefits", "pensions of soldier", "Pensions stay unpaid."),
])
def test_whatever_falls_due_is_asked_about_and_what_comes_of_it_is_said(scope: str, told: str, means: str) -> None:
    (row, column, message), = found(closed(scope, **FIXED))
    assert (row, column) == ("shut", "2024")
    assert message.startswith(f"From 2024 on nobody may pay {told}: the ceiling shut is 0")
    assert message.endswith(means)


def test_a_ceiling_of_0_on_everything_is_one_warning_that_lists_what_falls_due() -> None:
    (_, _, message), = found(closed(**FIXED))
    assert message.startswith(
        "From 2024 on nobody may pay soldier, support of soldier, upkeep of truck, training of soldier, pensions of "
        "soldier, contracts and running costs for academy; in 2025 nobody may pay contracts and running costs for jets: "
        "the ceiling shut is 0"
    )


def test_what_a_plan_may_do_without_does_not_fall_due() -> None:
    case = closed("category:operations")
    soldier = {**case.records("cadres")[0], "support_floor": 0.0}
    assert found(case.replace({"cadres": [soldier]})) == []
    case = closed("category:training")
    assert found(case.replace({"cadres": [{**case.records("cadres")[0], "entry": False}]})) == []
    assert found(closed("category:capital", assets=FIXED["assets"])) == []


@pytest.mark.parametrize(("scope", "column", "at_first", "later", "since"), [
    ("category:operations", "support_floor", 1.0, {"2025": 0.0}, "In 2024 nobody may pay support of soldier"),
    ("category:operations", "support_floor", 0.0, {"2025": 1.0}, "From 2025 on nobody may pay support of soldier"),
    ("category:benefits", "retiring_share", 0.0, {"2025": 0.5}, "From 2025 on nobody may pay pensions of soldier"),
    ("category:benefits", "retiring_share", 0.5, {"2023": 0.0}, "From 2024 on nobody may pay pensions of soldier"),
    ("category:benefits", "retiring_share", 0.5, {"2021": 0.0}, ""),
])
def test_what_falls_due_only_in_some_years_is_told_for_these(
    scope: str, column: str, at_first: float, later: dict[str, float], since: str,
) -> None:
    """Who retired while people did is a pensioner after it."""
    case = closed(scope, over_time=[{"table": "cadres", "row": "soldier", "column": column, **later}])
    told = found(case.replace({"cadres": [{**case.records("cadres")[0], column: at_first}]}))
    assert [message[: len(since)] for _, _, message in told] == [since] * bool(since)


def test_many_lines_are_counted() -> None:
    rent: Row = {"institution": "army", "category": "operations", "2021": 1.0}
    rows: list[Row] = [{**rent, "item": f"rent_{n}"} for n in range(9)]
    (_, _, message), = found(closed("category:operations", running_costs=rows))
    assert "contracts and running costs for rent_0, rent_1, rent_2 and 6 more: the ceiling" in message
