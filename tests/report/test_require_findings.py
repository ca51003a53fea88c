"""A requirement in words: every number in the sentences is one of the requirement."""

from __future__ import annotations

from pathlib import Path

import pytest
from pipeline import donor, tiny_case

from rightfin import read_case
from rightfin.report.findings import Findings, Kind, written
from rightfin.report.require import findings
from rightfin.study.require import require

CASES = Path(__file__).parents[1] / "study" / "cases"


def texts(found: Findings) -> dict[str, str]:
    return {sentence.topic: sentence.text for sentence in found.sentences}


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    return texts(findings(require(case, 2024, pace=2.5)))


def test_the_sentences_name_the_numbers(said: dict[str, str]) -> None:
    assert "15,000 people in 2024" in said["question"]
    assert said["force_held"] == (
        "It is the force of the plan in which these donors never leave and repeat their last pledges, and as large "
        "as in the "
        "plan of the case as it stands."
    )
    assert said["missing"] == (
        "USD 30.0 million from 2024 to 2026, the largest part, prices apart, in 2024 (USD 10.0 million); USD 50.0 million "
        "more in "
        "the years planned beyond 2026. As the case stands, these donors give USD 30.0 million from 2024 to 2026."
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
    assert "does not do it" in texts(findings(require(case, 2024, pace=0.5)))["latest_start"]


def test_where_nothing_is_needed_there_is_one_answer() -> None:
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    found = findings(require(case, 2024, keep=0.6))
    assert found.answered
    assert set(texts(found)) == {"question", "force_held", "answer"}
    assert not found.pictures


def test_more_than_donors_give_is_asked_for_with_the_reason() -> None:
    """The plan as it stands shrinks when the money ends; the force held does not."""
    case = tiny_case(soldier={"support_floor": 1.0}, **donor({2021: 10.0, 2022: 10.0, 2023: 10.0}))
    said = texts(findings(require(case, 2024, pace=2.5)))
    assert "15,000 people in 2024. The plan of the case as it stands has 1" in said["force_held"]
    assert "then, because there their money ends as pledged." in said["force_held"]
    assert said["missing"].endswith(
        "As the case stands, these donors give nothing from 2024 to 2026; more is missing, because the force held is "
        "the one "
        "that USD 30.0 million from them would make possible."
    )


def test_real_money_is_never_nothing_however_fast_prices_rise() -> None:
    found = findings(require(read_case(CASES / "hyperinflation_require_zero"), 2029))
    said = texts(found)
    assert said["missing"].startswith(
        "ARL 2.25 billion from 2026 to 2027, the largest part, prices apart, in 2026 (ARL 688 million)"
    )
    assert said["bridging_fund"] == "One that pays ARL 2.25 billion from 2026 to 2027."
    table = found.table("by_year").shown()
    place = [heading.name for heading in table.headings].index("missing")
    shown = [written(row[place], Kind.MONEY, found.scale) for row in table.rows]
    assert [text == "0.000" for text in shown] == [False, False, True, True, True, True]
