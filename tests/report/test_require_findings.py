"""A requirement in words: every number in the sentences is one of the requirement."""

from __future__ import annotations

import pytest
from pipeline import donor, tiny_case

from rightfin.report.findings import Findings
from rightfin.report.require import findings
from rightfin.study.require import require


def texts(found: Findings) -> dict[str, str]:
    return {sentence.topic: sentence.text for sentence in found.sentences}


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    return texts(findings(require(case, 2024, pace=2.5)))


def test_the_sentences_name_the_numbers(said: dict[str, str]) -> None:
    assert "15,000 people in 2024" in said["question"]
    assert "USD 30.0 million in all, most of it in 202" in said["missing"]
    assert "5.00 points of GDP in every year from 2024 on: USD 50.0 million in 2024" in said["revenue_level"]
    assert "of which 20.0% go to the sector" in said["revenue_level"]
    assert "1.25 points of GDP more every year, from 2021 on" in said["revenue_path"]
    assert "33.3% lower" in said["unit_costs"]
    assert "66.7% of that force can be kept: 10,000 people in 2024" in said["force"]
    assert "must begin to rise in 2023 at the latest" in said["latest_start"]
    assert "25.5% of what each would need alone" in said["balance"]


def test_a_pace_that_is_too_slow_is_said() -> None:
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    assert "does not do it" in texts(findings(require(case, 2024, pace=0.5)))["latest_start"]


def test_where_nothing_is_needed_there_is_one_answer() -> None:
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    found = findings(require(case, 2024, keep=0.6))
    assert found.answered
    assert set(texts(found)) == {"question", "answer"}
    assert not found.pictures
