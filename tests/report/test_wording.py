from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.report.words.wording import labels, listed, money, people, percent, scale_of


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0.0, "AFN 0"),
        (-0.2, "AFN 0"),
        (999.4, "AFN 999"),
        (-1234.0, "-AFN 1,234"),
        (999_400.0, "AFN 999,400"),
        (999_999.0, "AFN 1.00 million"),
        (1.5e6, "AFN 1.50 million"),
        (12.345e6, "AFN 12.3 million"),
        (999.99e6, "AFN 1.00 billion"),
        (-4.04e9, "-AFN 4.04 billion"),
        (123.4e9, "AFN 123 billion"),
        (2.5e12, "AFN 2.50 trillion"),
    ],
)
def test_money_in_words(amount: float, text: str) -> None:
    assert money(amount, "AFN") == text


@given(st.floats(min_value=1.0, max_value=1e14))
def test_money_in_words_is_within_half_a_percent(amount: float) -> None:
    _, number, *word = money(amount, "X").split()
    factor = {"million": 1e6, "billion": 1e9, "trillion": 1e12}[word[0]] if word else 1.0
    assert float(number.replace(",", "")) * factor == pytest.approx(amount, rel=0.006, abs=0.5)


@pytest.mark.parametrize(
    ("largest", "unit", "divisor"),
    [
        (9e5, "X", 1.0),
        (2e6, "X million", 1e6),
        (9.9e9, "X million", 1e6),
        (2e10, "X billion", 1e9),
        (2e13, "X trillion", 1e12),
    ],
)
def test_scale_of_a_plan(largest: float, unit: str, divisor: float) -> None:
    scale = scale_of(largest, "X")
    assert scale.unit == unit
    assert scale.of(divisor) == 1.0


def test_small_numbers_have_no_minus_sign() -> None:
    assert people(-0.3) == "0"
    assert people(12345.6) == "12,346"
    assert percent(-1e-9) == "0.0%"
    assert percent(0.1234) == "12.3%"


def test_lists() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_labels_stay_distinct() -> None:
    assert labels({"a": "Courts", "b": "Courts", "c": "Army"}, ["a", "b", "c", "d"]) == {
        "a": "Courts (a)",
        "b": "Courts (b)",
        "c": "Army",
        "d": "d",
    }
