"""Gifts in kind that may be refused: closed forms and laws."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, donor, solved, tiny_case
from real_budgets import real_budget
from solve.test_laws import changed, never_worse

import rightfin
from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.report.words.answer import headline


def offered(upkeep: float, units: float = 2000.0, effect: float = 0.5, **columns: object) -> Case:
    """Return one year in which the only kit is a gift: a unit for ten soldiers, 10,000 a unit, of which ``upkeep`` a year.

    Unsupported soldiers are worth ``effect`` of supported ones and cost 1,500; supported ones 2,000 and a tenth of a unit's
    upkeep. The ceiling is 20 million.
    """
    return tiny_case(
        settings={"end_year": 2021, "tail_years": 0},
        soldier={"opening_strength": 1000.0, "support_floor": 0.0, "unsupported_effect": effect},
        assets=[{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 0.0, "price": 10_000.0,
                 "life": 10.0, "upkeep": upkeep, "max_purchase": 0.0}],
        equipment=[{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
        in_kind=[{"gift": "convoy", "donor": "friends", "asset": "truck", "value": 12_000.0, "2021": units, **columns}],
        **donor(0.0, range(2021, 2022)),
    )


def test_a_gift_turns_at_the_price_at_which_its_upkeep_is_worth_bearing() -> None:
    """One over 2,000 + 1,000 u, with the gift, against a half over 1,500 without: it turns at an upkeep of 1 a year."""
    taken = solved(offered(0.99))
    soldiers = 20 * MILLION / 2990.0
    assert taken.by_year("in_kind", "accepted")[2021] == pytest.approx(soldiers / 10.0, rel=3e-5)
    assert taken.by_year("in_kind", "value")[2021] == pytest.approx(1200.0 * soldiers, rel=3e-5)
    assert taken.by_year("needs", "covered")[2021] == pytest.approx(soldiers, rel=3e-5)
    refused = solved(offered(1.01))
    assert refused.by_year("in_kind", "accepted")[2021] == pytest.approx(0.0, abs=1e-3)
    assert refused.by_year("needs", "covered")[2021] == pytest.approx(0.5 * 20 * MILLION / 1500.0, rel=3e-5)


def test_a_gift_is_no_money_and_is_not_bounded_by_purchases() -> None:
    found = solved(offered(0.1, units=100.0))
    assert found.by_year("in_kind", "accepted")[2021] == pytest.approx(100.0, rel=3e-5)
    assert found.by_year("budget", "cost", category="capital")[2021] == pytest.approx(0.0, abs=1.0)
    assert sum(found.by_year("budget", "grants").values()) == pytest.approx(0.0, abs=1.0)
    assert found.by_year("in_kind", "upkeep")[2021] == pytest.approx(100.0 * 1000.0)


def test_nobody_takes_what_nobody_uses() -> None:
    """With no upkeep, taking more than is used would cost nothing: units that serve nobody are left with the donor."""
    found = solved(offered(0.0, units=5000.0))
    assert found.by_year("in_kind", "accepted")[2021] == pytest.approx(1000.0, rel=3e-5)


def test_gifts_end_with_their_donor() -> None:
    case = offered(0.1)
    case = case.replace({"donors": [{**case.records("donors")[0], "exit_year": 2020}]})
    assert "gift_never" in {issue.code for issue in check_case(case)}
    assert solved(case).by_year("in_kind", "accepted")[2021] == 0.0


def test_the_answer_says_what_is_refused_and_which_bill_it_would_bring() -> None:
    text = headline(rightfin.plan(offered(1.01))).sentence("in_kind")
    assert text is not None
    assert text.text.startswith(
        "Friends offers 2,000 (Trucks, convoy) in 2021, with USD 10,100 of upkeep a unit and year: all are refused, "
        "USD 20.2 million of upkeep a year saved. A unit is refused where a plan with it would rank no better"
    )
    some = headline(rightfin.plan(offered(0.99))).sentence("in_kind")
    assert some is not None
    assert "669 accepted, worth USD 8.03 million and 1,331 refused" in some.text
    every = headline(rightfin.plan(offered(0.1, units=100.0))).sentence("in_kind")
    assert every is not None
    assert "all are accepted, worth USD 1.20 million." in every.text
    assert "refused" not in every.text


def test_currencies_of_gifts_are_those_of_donors() -> None:
    codes = [issue.code for issue in check_case(offered(0.1, currency="XAU"))]
    assert "unknown_currency" in codes


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(1.0, 5.0))
def test_a_larger_gift_that_may_be_refused_never_worsens(seed: int, factor: float) -> None:
    case = real_budget(seed)
    assume(case.records("in_kind"))
    never_worse(case.replace({"in_kind": []}), case)

    def change(row: dict[str, object]) -> None:
        for year in [c for c in row if c.isdigit() and row[c] is not None]:
            row[year] = float(str(row[year])) * factor

    never_worse(case, changed(case, "in_kind", change))
