"""Wishes: what can be written is read as it is meant, what cannot is refused with its place and a remedy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case

from rightfin.case import CaseError
from rightfin.question import Question
from rightfin.solve.session import Session
from rightfin.study.why.wishes import Wish, WishSense, wish_of, wishes_of

CASE = Question.of(shipped_case(DEMO)).prepared
SOLAR = Question.of(shipped_case(AFGHANISTAN), settings={"year_form": "1405"}).prepared
FIRST, LAST = 2026, 2037


def read(text: str) -> tuple[str, str, float, int, int]:
    wish = wish_of(text, CASE)
    assert wish.years == tuple(range(wish.years[0], wish.years[-1] + 1))
    return wish.quantity.name, str(wish.sense), wish.number, wish.years[0], wish.years[-1]


@pytest.mark.parametrize(("text", "meant"), [
    ("constables_men>=9000 in 2029", ("strength.constables_men", ">=", 9000.0, 2029, 2029)),
    ("  strength . police  >=  9,000  from 2029 ", ("strength.police", ">=", 9000.0, 2029, LAST)),
    ("National Police <= 1.5k from 2028 on", ("strength.police", "<=", 1500.0, 2028, LAST)),
    ("coverage.violent_crime >= 90% from 2028 to 2030", ("coverage.violent_crime", ">=", 0.9, 2028, 2030)),
    ("coverage.violent_crime=0.9", ("coverage.violent_crime", "=", 0.9, FIRST, LAST)),
    ("coverage \u2265 90 per cent every year", ("coverage", ">=", 0.9, FIRST, LAST)),
    ("donors \u2264 40m in all years", ("donors", "<=", 40e6, FIRST, LAST)),
    ("cost =< 1.25 billion In 2030", ("cost", "<=", 1.25e9, 2030, 2030)),
    ("unpaid == 0", ("unpaid", "=", 0.0, FIRST, LAST)),
    ("cost <= 1,234,567.5 in 2030", ("cost", "<=", 1234567.5, 2030, 2030)),
    ("own >= 3e8 IN EVERY YEAR", ("own", ">=", 3e8, FIRST, LAST)),
])
def test_a_wish_is_read_as_it_is_meant(text: str, meant: tuple[str, str, float, int, int]) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(("text", "message", "remedy"), [
    ("", "no >=, <= or =", "as in strength."),
    ("police", "no >=, <= or =", "as in strength."),
    ("police > 9000", "> is no sign", "Write >= instead"),
    ("polise >= 9000", "polise", "police"),
    (">= 9000", "No quantity", "as in strength."),
    ("police >=", "No number", "9,000"),
    ("police >= -5", "-5 is no number", "zero or more"),
    ("police >= many in 2029", "many is no number", "9,000"),
    ("police >= 9000 <= 10000", "second sign", "two wishes"),
    ("police >= 90%", "not in per cent", "without %"),
    ("coverage >= 90", "more than all", "Write 90%."),
    ("coverage >= 110%", "more than all", "at most 100%"),
    ("police >= 9000 in 2050", "2050 is no year of the plan", "2026 to 2037"),
    ("police >= 9000 in 2025", "2025 is no year of the plan", "2026 to 2037"),
    ("police >= 9000 from 2031 to 2029", "before the first", "2026 to 2037"),
    ("police >= 9000 by 2029", "\u201cby 2029\u201d names no years", "in 2037"),
    ("police >= 9000 in summer", "\u201cin summer\u201d names no years", "in 2037"),
    ("police >= 9,00 in 2029", "9,00 is no number", "9,000"),
    ("police >= 9.000 in 2029", "9.000 may be 9000 or 9", "Write 9,000 or 9."),
    ("police >= 1e999 in 2029", "inf is more than a wish may ask of strength.police", "at most 1e+10 person-years"),
    ("donors <= 1e300", "1e+300 is more than a wish may ask of donors", "at most 1e+18 currency"),
    ("police >= 9000 mm in 2029", "names no years", "in 2037"),
])
def test_what_is_no_wish_is_refused_with_a_remedy(text: str, message: str, remedy: str) -> None:
    with pytest.raises(CaseError) as refused:
        wish_of(text, CASE)
    (issue,) = refused.value.issues
    assert message in issue.message
    assert remedy in issue.remedy
    assert text.strip() in issue.place


def test_all_problems_of_all_wishes_are_told_at_once_with_their_places() -> None:
    with pytest.raises(CaseError) as refused:
        wishes_of(["police >= 9000", "polise >= 90% in 2050", "donors < 3"], CASE)
    said = [str(issue) for issue in refused.value.issues]
    assert [line[:6] for line in said] == ["wish 2", "wish 2", "wish 3"]
    with pytest.raises(CaseError, match="no wish"):
        wishes_of([], CASE)


def test_years_are_written_as_the_case_writes_them() -> None:
    wish = wish_of("police >= 100000 from 1395 to 1397", SOLAR)
    assert list(map(int, wish.years)) == [2016, 2017, 2018]
    assert str(wish).endswith("from 1395 to 1397")
    with pytest.raises(CaseError, match="names no years"):
        wish_of("police >= 100000 in 2014/15", SOLAR)


@given(
    what=st.sampled_from(["cost", "strength.police", "coverage.violent_crime", "donors", "hires", "unpaid"]),
    sense=st.sampled_from(WishSense), number=st.floats(0.0, 1.0), scale=st.sampled_from([1.0, 1e3, 1e9]),
    first=st.integers(FIRST, LAST), last=st.integers(FIRST, LAST),
)
def test_a_wish_that_is_written_is_read_back(
    what: str, sense: WishSense, number: float, scale: float, first: int, last: int
) -> None:
    years = tuple(range(min(first, last), max(first, last) + 1))
    number = number if what.startswith("coverage") else number * scale
    wish = Wish(wish_of(f"{what} >= 0", CASE).quantity, sense, number, years)
    again = wish_of(str(wish), CASE)
    assert (again.quantity, again.sense, again.years) == (wish.quantity, sense, years)
    assert math.isclose(again.number, number, rel_tol=1e-11, abs_tol=1e-13)


def test_rows_are_the_sums_of_the_years_with_their_sides() -> None:
    question = Question.of(shipped_case(DEMO))
    inputs = Session(question.parameters).inputs
    for sense, least, most in (
        (WishSense.AT_LEAST, 9000.0, math.inf), (WishSense.AT_MOST, -math.inf, 9000.0), (WishSense.EXACTLY, 9000.0, 9000.0),
    ):
        wish = wish_of(f"police {sense} 9000 from 2029 to 2030", CASE)
        rows = wish.rows(inputs)
        assert [(row.year, row.least, row.most) for row in rows] == [(2029, least, most), (2030, least, most)]
        assert all(row.total == wish.quantity.sum_in(inputs, row.year) for row in rows)
        assert rows[0].missed_by(8990.0) == (10.0 if sense is not WishSense.AT_MOST else 0.0)
        assert rows[0].missed_by(9010.0) == (10.0 if sense is not WishSense.AT_LEAST else 0.0)


def test_a_name_may_have_a_sign_in_it() -> None:
    rows = [{**row, "name": "Law = order >= all"} if row["institution"] == "courts" else row
            for row in CASE.records("institutions")]
    wish = wish_of("strength.Law = order >= all <= 9000 in 2029", CASE.replace({"institutions": rows}))
    assert (wish.quantity.name, wish.sense, wish.number) == ("strength.courts", WishSense.AT_MOST, 9000.0)
