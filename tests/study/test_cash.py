"""A year by month: it sums to the plan's year, and lateness, bridges and earlier tranches are the hand sums."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from inputs.shipped import AFGHANISTAN, DEMO, LIBERIA, SIERRA_LEONE, shipped_case
from pipeline import donor, macro, tiny_case
from random_cases import random_case
from real_payers import payer_budget
from real_programmes import programme_budget
from scipy.optimize import linprog

from rightfin.case import Case
from rightfin.case.issue import CaseError
from rightfin.case.resolve import planning_years
from rightfin.planning import plan
from rightfin.result.plan import Plan
from rightfin.study.learning.cash import OLD, Cash, CashYear, cash
from rightfin.study.learning.roll import roll

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


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("made", [random_case, payer_budget, programme_budget])
def test_months_sum_to_the_year_of_the_plan(made: Callable[[int], Case], seed: int) -> None:
    """In the second year, which begins with what the first one carried on, saved and owed."""
    case = with_settings(random_months(seed, made(seed)), bridge_share=0.05, bridge_price=0.01)
    found = cash(case, year=planning_years(case)[1])
    assert_sums_to(found, plan(case))


@pytest.mark.parametrize("name", [DEMO, SIERRA_LEONE, LIBERIA, AFGHANISTAN])
def test_so_do_months_of_shipped_cases(name: str) -> None:
    case = shipped_case(name)
    assert_sums_to(cash(case), plan(case))


def test_even_money_is_never_late() -> None:
    found = cash(tiny_case(macro=macro(20.0), **donor(10.0))).found
    assert levels(found) == (0.0, 0.0, 0.0)
    assert all(float(one.late.max()) == 0.0 for one in found.lines)


def test_even_money_of_a_plan_that_leaves_nothing_unpaid_is_never_late_whoever_pays() -> None:
    seen = 0
    for seed in range(40):
        case = random_case(seed)
        found = cash(case).found
        if all(float(one.late[-1]) == 0.0 for one in found.lines):
            seen += 1
            assert levels(found) == (0.0, 0.0, 0.0), seed
    assert seen >= 10


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


@pytest.mark.parametrize("seed", range(8))
def test_person_months_are_those_of_another_formulation(seed: int) -> None:
    """What is paid month by month, in currency and unscaled, by scipy: the same least person-months."""
    case = with_settings(random_months(seed, random_case(seed)), bridge_share=0.03, cash_minimum=0.01)
    found = cash(case).found
    people = {one.name: one for one in found.cadres}
    accounts = {one.name: n for n, one in enumerate(found.accounts)}
    pairs = [(n, name) for n, one in enumerate(found.lines) for name in one.paid]
    width = 12 * len(pairs)
    rows: list[np.ndarray] = []
    upper: list[float] = []
    months = np.tri(12)
    for n, one in enumerate(found.lines):
        of = [k for k, pair in enumerate(pairs) if pair[0] == n]
        for m in range(12):
            row = np.zeros((len(pairs), 12))
            row[of, : m + 1] = 1.0
            rows.append(np.concatenate([row.ravel(), np.zeros(12 * len(accounts))]))
            upper.append(float(one.due[: m + 1].sum()))
    for account in found.accounts:
        of = [k for k, pair in enumerate(pairs) if pair[1] == account.name]
        has = account.opening + months @ account.money_in
        for m in range(12):
            row, bridge = np.zeros((len(pairs), 12)), np.zeros((len(accounts), 12))
            row[of, : m + 1], bridge[accounts[account.name], m] = 1.0, -1.0
            rows.append(np.concatenate([row.ravel(), bridge.ravel()]))
            upper.append(has[m] - (min(account.minimum, has[m]) if m < 11 else 0.0))
    equal = np.zeros((len(pairs), width + 12 * len(accounts)))
    for k in range(len(pairs)):
        equal[k, 12 * k : 12 * k + 12] = 1.0
    totals = np.array([float(found.lines[n].paid[name].sum()) for n, name in pairs])
    most = np.array([[account.most_bridged] * 11 + [0.0] for account in found.accounts]).ravel()
    size = max(float(totals.sum()), 1.0)

    def sums(weigh: Mapping[int, float]) -> np.ndarray:
        """Return what a month's payment takes off what is owed at the ends of months, weighed by line."""
        costs = np.zeros(width + len(most))
        for k, (n, _) in enumerate(pairs):
            costs[12 * k : 12 * k + 12] = -weigh.get(n, 0.0) * np.arange(11, -1, -1)
        return costs

    pay = {n: people[one.line.names[-1]].people / people[one.line.names[-1]].monthly for n, one in enumerate(found.lines)
           if one.line.category == "pay" and one.line.names[-1] in people}
    bounds = [(0.0, None)] * width + [(0.0, float(one) / size) for one in most]
    due = {n: float((months @ one.due)[:11].sum()) for n, one in enumerate(found.lines)}

    def least(costs: np.ndarray, held: list[tuple[np.ndarray, float]]) -> float:
        extra = [row for row, _ in held]
        answer = linprog(
            costs, np.array([*rows, *extra]), np.array([*(one / size for one in upper), *(side for _, side in held)]),
            equal, totals / size, bounds)
        assert answer.status == 0, answer.message
        return float(answer.fun)

    first = sums({n: weight / sum(one.people for one in found.cadres) * size for n, weight in pay.items()})
    best = least(first, [])
    scale = sum(one.people for one in found.cadres)
    owed = scale * best + sum(pay[n] * due[n] for n in pay)
    assert found.person_months == pytest.approx(owed, rel=1e-6, abs=1e-5 * scale)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    case = with_settings(random_months(seed, random_case(seed)), bridge_share=0.02)
    tables = ("institutions", "cadres", "donors", "pledges", "revenue_months", "tranches", "assets")
    turned = case.replace({table: list(reversed(case.records(table))) for table in tables})
    one, other = cash(case).found, cash(turned).found
    assert levels(other) == pytest.approx(levels(one), rel=1e-5, abs=1e-3 * max(levels(one)[0], 1.0))


@pytest.mark.parametrize("seed", range(6))
def test_a_larger_least_balance_never_helps_and_a_larger_bridge_never_hurts(seed: int) -> None:
    case = random_months(seed, random_case(seed))
    free, held, bridged = (
        cash(with_settings(case, **settings)).found.person_months for settings in
        ({"bridge_share": 0.02}, {"bridge_share": 0.02, "cash_minimum": 0.05}, {"bridge_share": 0.06}))
    assert held >= free * (1.0 - 1e-7) - 1e-6
    assert bridged <= free * (1.0 + 1e-7) + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_an_earlier_tranche_never_makes_more_pay_wait(seed: int) -> None:
    found = cash(random_months(seed, random_case(seed)))
    for one in found.earlier:
        assert one.person_months >= -1e-6 * max(found.found.person_months, 1.0)
        assert one.amount > 0.0


@pytest.mark.parametrize("seed", [0, 4])
def test_an_earlier_tranche_is_what_the_case_says_that_has_it_earlier(seed: int) -> None:
    case = with_settings(random_months(seed, random_case(seed)), bridge_share=0.02, bridge_price=0.01)
    found = cash(case)
    assert found.earlier
    for one in found.earlier:
        months: dict[tuple[str, int], float] = {}
        for row in case.records("tranches"):
            place = int(float(str(row["month"])))
            moved = place - 1 if (row["donor"], place) == (one.donor, one.month + 1) else place
            key = str(row["donor"]), moved
            months[key] = months.get(key, 0.0) + float(str(row["share"]))
        typed = [{"donor": donor, "month": month, "share": share} for (donor, month), share in months.items()]
        anew = cash(case.replace({"tranches": typed})).found
        assert found.found.person_months - anew.person_months == pytest.approx(
            one.person_months, abs=1e-6 * max(found.found.person_months, 1.0))
        assert found.found.bridge_cost - anew.bridge_cost == pytest.approx(
            one.bridge_cost, abs=1e-6 * max(found.found.bridge_cost, 1.0))


def test_a_year_after_settled_ones_is_that_of_the_plan_before() -> None:
    case = one_army({4: 1.0}, bridge_share=0.05)
    before, after = cash(case, year=2023).found, cash(roll(case, YEAR).case).found
    np.testing.assert_allclose(after.institutions[0].months, before.institutions[0].months, atol=1e-6)
    assert after.person_months == pytest.approx(before.person_months, rel=1e-6)


def test_who_has_low_pay_comes_first_and_what_the_plan_leaves_unpaid_stays() -> None:
    """Least person-months: a little money pays the cheaper cadre, as the docs say."""
    case = one_army({1: 0.2, 6: 0.8}).replace({"cadres": [
        {"cadre": "soldier", "institution": "army", "name": "Soldiers", "opening_strength": 1000.0, "pay": 1500.0,
         "support": 500.0, "attrition": 0.1},
        {"cadre": "officer", "institution": "army", "name": "Officers", "opening_strength": 1000.0, "pay": 6000.0,
         "support": 500.0, "attrition": 0.1},
    ]})
    found = cash(case, year=YEAR).found
    months = {one.name: one.months for one in found.cadres}
    assert float(months["soldier"].max()) <= float(months["officer"].max())
    assert float(months["officer"].max()) > 1.0
