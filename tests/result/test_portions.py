"""Who pays which line where donors tell lines apart: everybody finds a place, by law and by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pipeline import MILLION, Row, levels_only, solved, tiny_case
from real_budgets import limited_budget

import rightfin
from rightfin.case import Case
from rightfin.result.overhang import overhangs_of
from rightfin.result.point import Point
from rightfin.result.portions import Planned, paid_by_donors, poured
from rightfin.result.yearly import Yearly
from rightfin.study.whatif import WhatIf


@given(st.integers(0, 10**9), st.integers(1, 8), st.integers(1, 4), st.floats(0.0, 1.0))
def test_every_donor_finds_its_place_within_costs_and_limits(seed: int, blocks: int, donors: int, full: float) -> None:
    """All that is asked is what the rows of portions and the balance say; a share ``full`` of it is at its bound."""
    rng = np.random.default_rng(seed)
    years = 3

    def some(*shape: int) -> np.ndarray:
        """Return shares of what there may be: all of it or nothing more often than by chance."""
        found: np.ndarray = np.where(rng.random(shape) < full, rng.integers(0, 2, shape), rng.random(shape))
        return found

    costs = rng.uniform(0.0, 100.0, (blocks, years)) * some(blocks, years)
    limited_by = rng.integers(-1, donors, blocks)
    planned, left = {}, costs.sum(axis=0)
    for n in rng.permutation(donors):
        mine = (limited_by == n).astype(float)
        limits = costs * mine[:, None] * some(blocks, years)
        rest = (costs * (1.0 - mine)[:, None]).sum(axis=0) * some(years)
        whole = limits.sum(axis=0) + rest
        cut = np.minimum(1.0, np.divide(left, whole, out=np.ones(years), where=whole > 0.0))
        planned[f"donor_{n}"] = Planned(limits * cut, rest * cut, mine)
        left = left - cut * whole
    found = paid_by_donors(costs, planned)
    assert list(found) == list(planned)
    assert np.all(sum(found.values()) <= costs + 1e-9)
    for donor, plan in planned.items():
        assert np.all(found[donor] >= 0.0)
        assert found[donor].sum(axis=0) == pytest.approx(plan.limits.sum(axis=0) + plan.left, abs=1e-9)
        assert np.all(found[donor] * plan.is_limited[:, None] <= plan.limits + 1e-9)


@given(st.integers(0, 10**6), st.floats(0.0, 1.0))
def test_a_donor_alone_pays_what_was_planned(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    costs = rng.uniform(1.0, 100.0, (5, 2))
    limited = np.array([1.0, 0.0, 1.0, 0.0, 0.0])
    assume(share < 1.0)
    limits = costs * limited[:, None] * rng.random((5, 2))
    left = costs[[1, 3, 4]].sum(axis=0) * share
    found = paid_by_donors(costs, {"one": Planned(limits, left, limited)})["one"]
    assert found[[0, 2]] == pytest.approx(limits[[0, 2]])
    assert found[[1, 3, 4]] == pytest.approx(costs[[1, 3, 4]] * share)


def test_a_plan_is_changed_where_two_donors_would_pay_one_line() -> None:
    """Both plan to pay all of the second line, 10: one because it may pay nothing of the first, so the other gives way."""
    costs = np.array([[10.0], [10.0]])
    planned = {
        "first": Planned(np.array([[0.0], [0.0]]), np.array([10.0]), np.array([1.0, 0.0])),
        "second": Planned(np.array([[0.0], [10.0]]), np.array([0.0]), np.array([0.0, 1.0])),
    }
    found = paid_by_donors(costs, planned)
    assert found["first"].ravel().tolist() == [0.0, 10.0]
    assert found["second"].ravel().tolist() == [10.0, 0.0]


def test_what_is_poured_fills_room_in_proportion() -> None:
    room = np.array([[1.0, 0.0], [3.0, 0.0]])
    assert poured(np.array([2.0, 5.0]), room).tolist() == [[0.5, 0.0], [1.5, 0.0]]


def test_limits_of_one_donor_by_hand() -> None:
    """Of 10 million at most 1.5 for pay: with 20 million of its own the state keeps 21.5 million / 1,500 soldiers.

    Support of these, 7.2 million, is all that the donor pays beyond its limit.
    """
    found = solved(_given({"friends": 10.0}, ("friends", "category:pay", 1.5)))
    assert [(one.name, one.financing, one.is_limited) for one in found.inputs.layout.portions] == [
        ("friends@army.pay", "army.pay+1", True), ("friends@army.operations", "army.pay+1", False),
    ]
    strength = 21.5 * MILLION / 1500.0
    for category, amount in (("pay", 1.5 * MILLION), ("operations", 500.0 * strength)):
        for table, column in (("grants", "amount"), ("lines", "grants")):
            granted = found.by_year(table, column, category=category)
            assert granted == pytest.approx(dict.fromkeys(_YEARS, amount), rel=3e-5)
    assert found.by_year("lines", "own", category="operations") == pytest.approx(dict.fromkeys(_YEARS, 0.0), abs=1.0)
    assert found.by_year("earmarks", "spent") == pytest.approx(dict.fromkeys(_YEARS, 1.5 * MILLION), rel=3e-5)
    sums = Yearly(found.inputs, Point.of(found.inputs, found.program, found.solution.columns))
    lasting = overhangs_of(found.inputs, sums.decided)[2024].lasting
    assert lasting == pytest.approx(1.5 * MILLION + 500.0 * strength, rel=3e-5)


def test_limits_of_two_donors_on_two_lines_by_hand() -> None:
    """Anna may pay no pay, Bert 1 million of support: with 12 million Anna supports all, Bert's 8 million are for pay.

    Of pay there are then 28 million, for 18,667 soldiers, whose support is 9.3 million.
    """
    found = solved(_given({"anna": 12.0, "bert": 8.0}, ("anna", "category:pay", 0.0), ("bert", "category:operations", 1.0)))
    assert len(found.inputs.layout.classes) == 1
    strength = 28.0 * MILLION / 1500.0
    assert found.by_year("strength", "strength")[2026] == pytest.approx(strength, rel=3e-5)
    paid = {(donor, category): found.by_year("grants", "amount", donor=donor, category=category).get(2026, 0.0)
            for donor in ("anna", "bert") for category in ("pay", "operations")}
    assert paid == pytest.approx({
        ("anna", "pay"): 0.0, ("anna", "operations"): 500.0 * strength,
        ("bert", "pay"): 8 * MILLION, ("bert", "operations"): 0.0,
    }, rel=3e-5, abs=1.0)


@pytest.mark.parametrize("seed", [8, 34, 36, 45])
def test_plans_keep_limits_and_their_accounts_hold(seed: int) -> None:
    """Of random cases in which two or three donors have portions of one class."""
    found = solved(limited_budget(seed))  # raises AccountError if an identity fails
    pairs = {(portion.financing, portion.donor) for portion in found.inputs.layout.portions}
    assert max(Counter(name for name, _ in pairs).values()) > 1
    marks = found.frame("earmarks")
    limits = marks[marks["bound"] == "max"]
    assert (limits["spent"] - limits["amount"]).max() < 1.0
    assert limits["spent"].max() > 1e4


@pytest.mark.parametrize("amount", [0.5, 1.5])
def test_prices_of_limits_are_what_moving_them_does(amount: float) -> None:
    """A unit more of the limit on pay is a unit more for soldiers' pay, which costs 1,500, as far as support is paid."""
    plan = rightfin.plan(_given({"friends": 10.0}, ("friends", "category:pay", amount)))
    found = [row for row in plan.tables["prices"].records() if row["limit"] == "earmark_limit"]
    assert len(found) == len(_YEARS)
    assert {row["flag"] for row in found} == {"confirmed"}


def test_warm_questions_about_limits_are_answered_as_from_nothing() -> None:
    base = limited_budget(34)
    marks = base.records("earmarks")
    less = [{**row, "2021": 0.4 * float(str(row["2021"]))} if row["bound"] is None else row for row in marks]
    more = [*marks, {"earmark": "new", "donor": marks[0]["donor"], "scope": "item:constable & category:pay", "2021": 1e5}]
    what_if = WhatIf(base)
    assert what_if.glance(base) is not None
    for rows in (less, marks[1:], more, marks):
        case = base.replace({"earmarks": rows})
        glance, cold = what_if.glance(case), levels_only(case)
        assert glance is not None
        warm = {f"{level.order} {level.name}": level.value for level in glance.levels}
        assert warm == pytest.approx({name: cold[name] for name in warm}, rel=1e-5, abs=1.0)


_YEARS = range(2021, 2027)


def _given(pledges: dict[str, float], *limits: tuple[str, str, float]) -> Case:
    donors: list[Row] = [{"donor": name, "name": name.title()} for name in pledges]
    return tiny_case(
        donors=donors,
        pledges=[{"donor": name, **{str(y): amount * MILLION for y in _YEARS}} for name, amount in pledges.items()],
        earmarks=[{"earmark": f"limit_{n}", "donor": donor, "scope": scope, "2021": amount * MILLION}
                  for n, (donor, scope, amount) in enumerate(limits)],
    )
