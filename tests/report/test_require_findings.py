"""A requirement in words: every number in the sentences is one of the requirement."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pipeline import donor, macro, tiny_case

from rightfin import read_case
from rightfin.report.studies.findings import Findings, Form, written
from rightfin.report.studies.requirement import findings
from rightfin.study.requirement.study import require

CASES = Path(__file__).parents[1] / "study" / "cases"


def texts(found: Findings) -> dict[str, str]:
    return {sentence.topic: sentence.text for sentence in found.sentences}


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    return texts(findings(require(case, year=2024, pace=2.5)))


def test_the_sentences_name_the_numbers(said: dict[str, str]) -> None:
    assert said["question"].endswith("(15,000 people in 2024)? Money is at current prices.")
    assert "wage_bill" not in said
    assert said["force_held"] == (
        "It is the force of the plan in which these donors never leave and repeat their last pledges: 15,000 people in "
        "2024. The plan of the case (rightfin plan) has about as many then, and in every later year shown."
    )
    assert said["missing"] == (
        "USD 30.0 million from 2024 to 2026, the largest part, compared at constant prices, in 2024 (USD 10.0 million); "
        "USD 50.0 million more in the years planned beyond 2026. As the case stands, these donors give USD 30.0 million "
        "from 2024 to 2026."
    )
    assert "5.00 points of GDP in every year from 2024 on: USD 50.0 million in 2024" in said["revenue_level"]
    assert "of which 20.0% go to the sector" in said["revenue_level"]
    assert "1.25 points of GDP more every year, from 2021 on" in said["revenue_path"]
    assert "33.3% lower" in said["unit_costs"]
    assert "66.7% of that force can be kept: 10,000 people in 2024" in said["force"]
    assert "must begin to rise in 2023 at the latest" in said["latest_start"]
    assert said["bridging_fund"].startswith(
        "One that pays USD 30.0 million from 2024 to 2026, and USD 50.0 million more in"
    )
    assert "a fund of 25.5% of the value of the one that does alone" in said["balance"]
    assert said["balance"].endswith("Each is 25.5% of what it would have to be alone.")


def test_a_pace_that_is_too_slow_is_said() -> None:
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    assert "does not do it" in texts(findings(require(case, year=2024, pace=0.5)))["latest_start"]


def test_where_nothing_is_needed_there_is_one_answer() -> None:
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    found = findings(require(case, year=2024, keep=0.6, tax_limit=0.2))
    assert texts(found)["answer"].endswith(
        "that force alone. The limit of revenue of 20% of GDP (--tax-limit) was not used: no more revenue is needed."
    )
    least = {row[0]: row[2] for row in found.table("needs").rows}
    assert least["revenue_level"] == least["force"] == "nothing is needed"
    assert found.answered
    assert set(texts(found)) == {"question", "force_held", "answer"}
    assert not found.pictures


def test_what_is_missing_only_after_the_years_shown_is_told_without_a_largest_year() -> None:
    found = require(tiny_case(soldier={"support_floor": 1.0}, **donor(10.0)), year=2024)
    later = replace(found, missing=(0.0,) * len(found.years), missing_after=7e6)
    assert texts(findings(later))["missing"].startswith("Nothing up to 2026, but USD 7.00 million more in the years")
    trace = replace(later, missing_after=0.0)
    assert texts(findings(trace))["missing"].startswith("In every year less than can be told from nothing. As the case")


def test_what_is_missing_before_the_exit_names_rules_as_examples() -> None:
    """Own spending starts at 5 million and may rise by hardly anything: that binds, not the sector's ceiling of 20."""
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(4.0))
    slow = macro(20.0, max_step_share=0.02, own_spending={2020: 5e6})
    said = texts(findings(require(case.replace({"macro": slow}), year=2024)))
    assert said["before"].endswith(
        "Not their exit is the cause, but a rule such as how fast own spending may rise (max_step_share) or the ceiling; "
        "none was tried away here. rightfin plan shows the years."
    )


def test_more_than_donors_give_is_asked_for_with_the_reason() -> None:
    """The plan as it stands shrinks when the money ends; the force held does not."""
    case = tiny_case(soldier={"support_floor": 1.0}, **donor({2021: 10.0, 2022: 10.0, 2023: 10.0}))
    said = texts(findings(require(case, year=2024, pace=2.5)))
    assert "15,000 people in 2024. The plan of the case (rightfin plan) has 10,000 then" in said["force_held"]
    assert said["force_held"].endswith("because in that plan their money ends, as pledged and by their exit years.")
    assert said["missing"].endswith(
        "As the case stands, these donors give nothing from 2024 to 2026; more is missing, because the force held is "
        "the one "
        "that USD 30.0 million from them would make possible."
    )


def test_the_year_in_which_the_force_held_differs_most_from_the_plan_is_named() -> None:
    """The pledges end in 2025: by attrition the plan of the case falls to the 10,000 that it pays in 2026."""
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(dict.fromkeys(range(2021, 2026), 10.0)))
    assert texts(findings(require(case, year=2024)))["force_held"].endswith(
        "in 2024. The plan of the case (rightfin plan) has 12,346 then; the two differ most in 2026, 15,000 people "
        "here and 10,000 there, because in that plan their money ends, as pledged and by their exit years."
    )
    part = texts(findings(require(case, year=2024, keep=0.8)))["force_held"]
    assert part.endswith("12,000 people in 2024. The plan of the case (rightfin plan) has 12,346 then.")


def test_a_force_that_the_plan_of_the_case_has_too_is_no_reason_for_what_is_missing() -> None:
    """A hard least strength holds 15,000 in the plan as well, which leaves a third of them unpaid from 2024 on."""
    least = [{"cadre": "soldier", "bound": "min", "hard": True, "2021": 15_000.0}]
    case = tiny_case(soldier={"support_floor": 1.0}, strength_limits=least, **donor({2021: 10.0, 2022: 10.0, 2023: 10.0}))
    said = texts(findings(require(case, year=2024)))
    assert said["force_held"].endswith("has about as many then, and in every later year shown.")
    assert said["missing"].endswith(
        "these donors give nothing from 2024 to 2026; more is missing, though the force is as large."
    )


def test_what_no_amount_does_is_said_once_for_all_that_the_same_limit_stands_against() -> None:
    """The ceiling of 12 million in 2022 leaves 8 million of 30 unpaid two years before the donor leaves."""
    least = [{"cadre": "soldier", "bound": "min", "hard": True, "2021": 15_000.0}]
    case = tiny_case(soldier={"support_floor": 1.0}, macro=macro({2021: 20.0, 2022: 12.0, 2023: 20.0, 2024: 30.0}),
                     strength_limits=least, **donor(10.0))
    found = findings(require(case, year=2024))
    said = texts(found)
    assert said["before"] == (
        "USD 8.00 million of it is missing before 2024, while these donors still pay. Not their exit is the cause, but "
        "a rule such as the ceiling; none was tried away here. rightfin plan shows the years."
    )
    assert said["no_amount_of_revenue_level"] == (
        "None of these does it alone, whatever its amount: revenue as a level; a larger share for the sector; a pledge of "
        "Friends. What stands against each: least strength (Soldiers); tried without this limit, some amount does. What "
        "begins in 2024 comes after USD 8.00 million of what is missing."
    )
    assert not {"revenue_level", "security_share", "pledge_of_friends"} & set(said)
    by_need = {row[0]: row[2] for row in found.table("needs").rows}
    assert by_need["revenue_level"] == by_need["pledge_of_friends"] == "no amount does it"
    assert by_need["latest_start"] == "no year does it"


def limited_pay(share: float, ceiling: float) -> Findings:
    """Pay of 15,000 is 22.5 and their support 7.5 million; revenue is 100 million, the donor gives 10."""
    most = [{"cadre": "soldier", "bound": "max", "hard": True, "2021": 15_000.0}]
    case = tiny_case(soldier={"support_floor": 1.0}, macro=macro(ceiling, wage_bill_share=share), strength_limits=most,
                     **donor(10.0))
    return findings(require(case, year=2024, pace=2.5))


def test_a_limit_of_the_wage_bill_that_is_all_that_binds_is_said_to() -> None:
    """The ceiling pays for all; pay may take 18 million of its 22.5, and of each million more 0.18."""
    said = texts(limited_pay(0.18, 30.0))
    assert said["missing"].startswith("USD 13.5 million from 2024 to 2026")
    assert said["wage_bill"] == (
        "Own pay may take at most 18.0% of revenue in 2024, of extra revenue too. This limit is what binds: tried without "
        "it, all else the same, nothing is missing: with its savings, the state can pay that force and support the least "
        "share of it that the case asks for, in the years planned. Whether it could for good is another question "
        "(Afterwards, in rightfin plan)."
    )
    assert said["revenue_level"].startswith("2.50 points of GDP in every year from 2024 on: USD 25.0 million in 2024")
    assert said["revenue_level"].endswith("go to the sector, at most 18.0% to own pay.")


def test_a_limit_of_the_wage_bill_that_binds_beside_the_ceiling_is_said_with_what_it_leaves() -> None:
    """Pay may take 18 of the 22.5 million it costs, and the ceiling of 28 is 2 short of all."""
    said = texts(limited_pay(0.18, 28.0))
    assert said["wage_bill"].endswith(
        "This limit binds: tried without it, all else the same, USD 6.00 million up to 2026 and USD 10.0 million more in "
        "the years planned beyond 2026 would be missing."
    )


def test_a_limit_of_the_wage_bill_that_does_not_bind_is_not_blamed() -> None:
    said = texts(limited_pay(0.9, 20.0))
    assert said["missing"].startswith("USD 30.0 million from 2024 to 2026")
    assert said["wage_bill"].endswith("was tried away, all else the same: as much would be missing without it.")


def test_real_money_is_never_nothing_however_fast_prices_rise() -> None:
    found = findings(require(read_case(CASES / "hyperinflation_require_zero"), year=2029))
    said = texts(found)
    assert said["missing"].startswith(
        "ARL 2.25 billion from 2026 to 2027, the largest part, compared at constant prices, in 2026 (ARL 688 million)"
    )
    assert said["bridging_fund"] == "One that pays ARL 2.25 billion from 2026 to 2027."
    table = found.table("by_year").shown()
    place = [heading.name for heading in table.headings].index("missing")
    shown = [written(row[place], Form.MONEY, found.scale) for row in table.rows]
    assert [text == "0.000" for text in shown] == [False, False, True, True, True, True]
