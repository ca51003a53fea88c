"""Who pays instead of a donor that leaves, and whose ceiling decides: a donor that pays for a regional police."""

from __future__ import annotations

from typing import Any

import pytest
from pipeline import MILLION, donor
from solve.test_several_payers import police_of

from rightfin.case import Case
from rightfin.report.studies.exits import findings
from rightfin.study.exits.study import ExitStudy, exit_study

Rows = list[dict[str, Any]]


def helped(*, revenue: float = 20.0, gives: float = 2.0) -> Case:
    """Friends give 2 million for the regional police, of which 3,000 must be there: 5.55 million, or more."""
    return police_of(
        "juba", revenue=revenue,
        strength_limits=[{"cadre": "constable", "bound": "min", "hard": True, "2021": 3000.0},
                         {"cadre": "constable", "bound": "max", "hard": True, "2021": 3000.0}],
        eligibility=[{"donor": "friends", "institution": "army", "category": "*", "item": "*", "allowed": False}],
        settings={"end_year": 2022, "tail_years": 0, "secondary_objective": "own_money"}, **donor(gives),
    )


def told(study: ExitStudy) -> dict[str, str]:
    return {sentence.topic: sentence.text for sentence in findings(study).sentences}


@pytest.fixture(scope="module")
def fails() -> ExitStudy:
    """The region has 4 million: without friends 1.55 are missing, whatever the government has."""
    return exit_study(helped())


@pytest.fixture(scope="module")
def holds() -> ExitStudy:
    """The region has 8 million: it pays the 2 that friends paid."""
    return exit_study(helped(revenue=40.0))


def test_the_ceiling_of_the_region_decides_and_was_tried(fails: ExitStudy) -> None:
    assert fails.by_payer is not None
    assert (fails.by_payer.broken_from, fails.by_payer.decides) == (2022, ("juba",))
    assert told(fails)["decides"] == (
        "Tried, without it from 2022 on and each payer's ceiling raised alone beyond any need from then on: that of Juba "
        "decides, with it everything can be paid; no other does."
    )
    assert "USD 1.55 million more is unpaid or unsupported" in told(fails)["instead"]


def test_who_lacks_money_to_keep_the_force_is_told_and_what_others_have_left(fails: ExitStudy) -> None:
    (table,) = (table for table in findings(fails).tables if table.name == "tests")
    text = next(str(row[-1]) for row in table.rows if row[0] == "for_good")
    assert text.endswith(
        "to keep up the force of 2022 without donors, USD 2.00 million a year is missing to those who may pay Regional "
        "Police; what others have left may not go there (The government: USD 10.0 million)")
    assert "of the revenue of all payers" in told(fails)["carries"]


def test_where_something_is_missing_before_the_exit_ceilings_are_raised_from_then_on() -> None:
    """Half a million of friends leaves a million unpaid in the first year already."""
    study = exit_study(helped(gives=0.5))
    assert study.by_payer is not None
    assert (study.by_payer.broken_from, study.by_payer.raised_from, study.by_payer.decides) == (2022, 2021, ("juba",))
    assert "beyond any need from 2021 on" in told(study)["decides"]


def test_the_region_pays_instead_and_the_government_as_before(holds: ExitStudy) -> None:
    assert holds.by_payer is not None
    assert (holds.earliest, holds.by_payer.broken_from) == (2021, None)
    assert "decides" not in told(holds)
    assert told(holds)["instead"] == (
        "In 2021, the first year without it, against the plan in which it never leaves: Juba pays USD 2.00 million more "
        "(USD 6.00 million, not USD 4.00 million); the government pays as much as then; donors pay USD 2.00 million less."
    )
    (table,) = (table for table in findings(holds).tables if table.name == "payers")
    more = {(row[0], row[1]): row[-1] for row in table.rows}
    assert more["Juba", 2021] == pytest.approx(2 * MILLION, rel=3e-5)
    assert more["The government", 2021] == pytest.approx(0.0, abs=300.0)


def test_a_force_of_as_many_people_that_costs_less_is_not_called_a_smaller_one() -> None:
    """The region has 5.6 million, which pays 3,000 and supports what must be; friends let it support all."""
    study = exit_study(helped(revenue=28.0, gives=0.4))
    assert study.earliest == 2021
    assert told(study)["instead"].endswith(
        " What is asked costs USD 400,000 less, with as many people: the plan changes who they are, or what it trains, "
        "supports and buys.")


def test_where_the_government_pays_alone_nothing_is_said_of_payers() -> None:
    case = helped().replace({"payers": [], "payer_money": [], "may_pay": []})
    study = exit_study(case)
    assert study.by_payer is None
    assert not {"decides", "instead"} & set(told(study))
