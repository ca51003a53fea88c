"""A year by month: it sums to the plan's year, and lateness, bridges and earlier tranches are the hand sums."""

from __future__ import annotations

import random
from collections.abc import Mapping

import numpy as np
import pytest
from pipeline import donor, macro, tiny_case
from random_cases import random_case

from rightfin.case import Case
from rightfin.case.issue import CaseError
from rightfin.planning import plan
from rightfin.result.plan import Plan
from rightfin.study.learning.cash import OLD, Cash, CashYear, cash

Row = dict[str, object]

YEAR = 2022


def lumpy(payer: str, months: Mapping[int, float], *, table: str = "revenue_months", who: str = "payer") -> list[Row]:
    """Return rows of months for one payer or donor."""
    return [{who: payer, "month": month, "share": share} for month, share in months.items()]


def tranches(months: Mapping[int, float], name: str = "friends") -> list[Row]:
    return lumpy(name, months, who="donor")


def random_months(seed: int, case: Case) -> Case:
    """Return a case whose payers and donors pay in a few months, with a little bridging."""
    chosen = random.Random(seed)

    def months() -> dict[int, float]:
        picked = sorted(chosen.sample(range(1, 13), chosen.randint(1, 4)))
        return {month: 1.0 / len(picked) for month in picked}

    payers = ["government", *(str(row["payer"]) for row in case.records("payers"))]
    return case.replace({
        "revenue_months": [row for payer in payers if chosen.random() < 0.7 for row in lumpy(payer, months())],
        "tranches": [row for one in case.records("donors") for row in tranches(months(), str(one["donor"]))],
    })


def with_settings(case: Case, **settings: object) -> Case:
    rows = [row for row in case.records("settings") if row["key"] not in settings]
    return case.replace({"settings": [*rows, *({"key": key, "value": value} for key, value in settings.items())]})


def assert_sums_to(found: Cash, whole: Plan) -> None:
    """Assert that the months sum to the year of a plan made by itself, line by line and payer by payer."""
    size = sum(row["cost"] for row in whole.tables["budget"].records() if row["year"] == found.year)
    lines = {
        (row["institution"], row["category"], row["item"]): row for row in whole.tables["lines"].records()
        if row["year"] == found.year
    }
    for one in found.found.lines:
        if one.line.category == OLD:
            continue
        row = lines[tuple(one.line)]
        paid = sum(float(amounts.sum()) for amounts in one.paid.values())
        assert paid == pytest.approx(row["own"] + row["grants"], rel=1e-9, abs=1e-9 * size)
        assert float(one.due.sum()) == pytest.approx(row["cost"], rel=1e-9, abs=1e-6 * size)
    by_donor = whole.tables["grants"].where("year", {found.year}).sums(["donor"], "amount")
    own = whole.tables["fiscal"].where("year", {found.year}).records()[0]
    others = 0.0
    for account in found.found.accounts:
        paid = float(account.paid.sum())
        if account.is_donor:
            assert paid == pytest.approx(by_donor.get((account.name,), 0.0), rel=1e-9, abs=1e-9 * size)
        else:
            others += paid
        held = account.opening + np.cumsum(account.money_in - account.paid) + account.bridge
        np.testing.assert_allclose(held, account.balance, atol=1e-9 * size)
        assert float(account.balance.min()) >= -1e-6 * size
        assert account.bridge[-1] == 0.0
    assert others == pytest.approx(own["own"] + own["cleared"], rel=1e-9)


def one_army(months: Mapping[int, float], **settings: object) -> Case:
    """Return an army that the government alone pays, with money in few months."""
    return with_settings(tiny_case(revenue_months=lumpy("government", months)), **settings)


def levels(found: CashYear) -> tuple[float, float, float]:
    return found.person_months, found.late_money, sum(float(one.bridge.sum()) for one in found.accounts)


@pytest.mark.parametrize("seed", range(6))
def test_months_sum_to_the_year_of_the_plan(seed: int) -> None:
    case = with_settings(random_months(seed, random_case(seed)), bridge_share=0.05, bridge_price=0.01)
    found = cash(case)
    assert_sums_to(found, plan(case))


def test_even_money_is_never_late() -> None:
    found = cash(tiny_case(macro=macro(20.0), **donor(10.0))).found
    assert levels(found) == (0.0, 0.0, 0.0)
    assert all(float(one.late.max()) == 0.0 for one in found.lines)


def test_money_of_april_alone_by_hand() -> None:
    """One, two and three months of pay are owed until the money is there, all is made good, and other bills wait alike."""
    found = cash(one_army({4: 1.0}), year=YEAR).found
    army, people = found.institutions[0], found.cadres[0].people
    np.testing.assert_allclose(army.months, [1.0, 2.0, 3.0, *[0.0] * 9], atol=1e-9)
    other = sum(float(one.due.sum()) for one in found.lines if one.line.category != "pay") / 12.0
    assert found.person_months == pytest.approx(6.0 * people)
    assert found.late_money == pytest.approx(6.0 * other)


def test_a_bridge_by_hand() -> None:
    """A bridge of a month's payments goes to pay first: what it does not reach is owed, and it is owed from January on."""
    found = cash(one_army({4: 1.0}, bridge_share=1.0 / 12.0, bridge_price=0.02), year=YEAR).found
    account, army = found.accounts[0], found.institutions[0]
    whole = float(account.paid.sum()) / 12.0
    reached = whole / army.monthly
    np.testing.assert_allclose(army.months[:4], [0.0, max(2.0 - reached, 0.0), max(3.0 - reached, 0.0), 0.0], atol=1e-8)
    np.testing.assert_allclose(account.bridge[:4], [army.monthly, whole, whole, 0.0], rtol=1e-8, atol=1.0)
    assert found.bridge_cost == pytest.approx(0.02 * (army.monthly + 2.0 * whole), rel=1e-8)


def test_a_tranche_a_month_earlier_by_hand() -> None:
    """A donor alone pays the soldiers, in May: in April they would wait for nothing at the end of April."""
    case = tiny_case(
        macro=macro(20.0), **donor(60.0), tranches=tranches({5: 1.0}),
        may_pay=[{"payer": "government", "institution": "army", "category": "pay", "item": "*", "allowed": False}],
    )
    found = cash(case, year=YEAR)
    account = next(one for one in found.found.accounts if one.name == "friends")
    army = found.found.institutions[0]
    np.testing.assert_allclose(army.months[:5], [1.0, 2.0, 3.0, 4.0, 0.0], atol=1e-8)
    assert len(found.earlier) == 1
    one = found.earlier[0]
    assert (one.donor, one.month, one.amount) == ("friends", 4, pytest.approx(float(account.money_in.sum())))
    assert one.person_months == pytest.approx(4.0 * army.people, rel=1e-8)


def test_a_year_that_is_none_of_the_plan_is_refused() -> None:
    with pytest.raises(CaseError, match="no year of the plan"):
        cash(tiny_case(), year=2020)
