"""Earmarks of donors: closed forms and laws."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, donor, levels_only, solved, tiny_case
from real_budgets import real_budget
from solve.test_laws import changed, never_worse

from rightfin import CaseError
from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.fiscal.earmarks import claimed
from rightfin.fiscal.pool import pooled
from rightfin.fiscal.project import project
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.report.studies.restrictions import restrictions_sentence
from rightfin.study.coordination.restrictions import Restricts
from rightfin.study.coordination.study import WhyOutside, coordination

YEARS = range(2021, 2027)
PAY = [{"donor": "friends", "institution": "*", "category": "*", "allowed": False},
       {"donor": "friends", "institution": "*", "category": "pay", "allowed": True}]


def marked(pledge: float, *marks: dict[str, object], eligibility: list[dict[str, object]] | None = None,
           **columns: object) -> Case:
    """Return the tiny case with one donor and its earmarks: 1,500 of pay and 500 of support a head, 20 million own."""
    return tiny_case(earmarks=[{"donor": "friends", **mark} for mark in marks], eligibility=eligibility or [],
                     **donor(pledge, **columns))


def test_a_limit_of_an_earmark_binds() -> None:
    """Of 5 million for pay, 1.5 may be used: 21.5 million make 10,750 soldiers."""
    found = solved(marked(5.0, {"earmark": "e", "scope": "cadre:soldier", "2021": 1.5 * MILLION}, eligibility=PAY))
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, 10_750.0), rel=3e-5)
    assert found.by_year("earmarks", "spent") == pytest.approx(dict.fromkeys(YEARS, 1.5 * MILLION), rel=3e-5)


def test_amounts_are_in_the_donors_money_and_net_of_its_fee() -> None:
    case = marked(5.0, {"earmark": "e", "scope": "all", "2021": 1 * MILLION}, currency="EUR", fee=0.2)
    case = case.replace({"macro": [*case.records("macro"), {"series": "exchange_rate:EUR", "2020": 2.0}]})
    assert project(case, {}).by_name.earmark_amount["e", 2023] == pytest.approx(1.6 * MILLION)


def test_the_fee_of_an_amount_is_that_of_its_year() -> None:
    """One million at a fee of a fifth until 2023, of a half after it."""
    case = marked(5.0, {"earmark": "e", "scope": "all", "2021": 1 * MILLION}, fee=0.2)
    rise = {"table": "donors", "row": "friends", "column": "fee", "2024": 0.5}
    amount = project(case.replace({"over_time": [rise]}), {}).by_name.earmark_amount
    assert [amount["e", year] for year in YEARS] == pytest.approx([0.8 * MILLION] * 3 + [0.5 * MILLION] * 3)


def test_reserved_money_that_finds_no_use_lapses() -> None:
    """8 of 10 million for support alone: 22 million of pay make 14,667 soldiers, whose support is 7.3 million."""
    found = solved(marked(10.0, {"earmark": "e", "scope": "category:operations", "bound": "min", "2021": 8 * MILLION}))
    strength = 22 * MILLION / 1500.0
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, strength), rel=3e-5)
    assert found.by_year("earmarks", "spent") == pytest.approx(dict.fromkeys(YEARS, 500.0 * strength), rel=3e-5)
    lapsed = dict.fromkeys(YEARS, 8 * MILLION - 500.0 * strength)
    assert found.by_year("earmarks", "unspent") == pytest.approx(lapsed, rel=3e-4)
    assert found.by_year("pledges", "lapsed") == pytest.approx(lapsed, rel=3e-4)


def test_carrying_over_takes_no_mark_off() -> None:
    """10 million in 2021 alone, 8 of them for training that costs nothing: only 2 million are ever spent."""
    mark = {"earmark": "e", "scope": "category:training", "bound": "min", "2021": 8 * MILLION, "2022": 0.0}
    columns = {"carry_over": 1.0, "exit_year": 2026}
    found = solved(marked({2021: 10.0}, mark, **columns))  # type: ignore[arg-type]
    free = solved(marked({2021: 10.0}, **columns))  # type: ignore[arg-type]
    assert sum(found.by_year("pledges", "spent").values()) == pytest.approx(2 * MILLION, rel=3e-5)
    assert sum(free.by_year("pledges", "spent").values()) == pytest.approx(10 * MILLION, rel=3e-5)


def test_reserves_that_lie_apart_add_up_and_inner_ones_count_within_outer_ones() -> None:
    apart = [{"earmark": name, "scope": f"category:{name}", "bound": "min", "2021": 4 * MILLION}
             for name in ("training", "benefits")]
    assert sum(solved(marked(10.0, *apart)).by_year("pledges", "spent").values()) == pytest.approx(12 * MILLION, rel=3e-5)
    inner = [{**apart[0], "scope": "category:training|benefits", "earmark": "both"}, apart[0]]
    assert sum(solved(marked(10.0, *inner)).by_year("pledges", "spent").values()) == pytest.approx(36 * MILLION, rel=3e-5)


def test_reserves_of_more_than_arrives_are_cut_in_proportion() -> None:
    marks = [{"earmark": name, "scope": f"category:{name}", "bound": "min", "2021": amount * MILLION}
             for name, amount in (("pay", 9.0), ("operations", 3.0))]
    parameters = project(marked(8.0, *marks), {})
    reserved = Inputs(parameters, layout_of(parameters)).reserved
    assert (reserved["pay", 2021], reserved["operations", 2021]) == pytest.approx((6 * MILLION, 2 * MILLION))


def test_what_scopes_claim_together() -> None:
    one, two, three = frozenset("ab"), frozenset("a"), frozenset("c")
    assert claimed([(one, 5.0), (two, 3.0), (three, 1.0)]) == 6.0
    assert claimed([(two, 3.0), (frozenset("b"), 4.0), (one, 5.0)]) == 7.0
    assert claimed([]) == 0.0


def test_reserves_that_cross_are_refused_with_a_sentence() -> None:
    marks = [{"earmark": "pay_alike", "scope": "category:pay|training", "bound": "min", "2021": 1.0},
             {"earmark": "support", "scope": "category:operations|pay", "bound": "min", "2021": 1.0}]
    found = [issue for issue in check_case(marked(5.0, *marks)) if issue.code == "earmarks_cross"]
    assert [issue.row for issue in found] == ["support"]
    assert "neither lies inside the other" in found[0].message
    other = [{**mark, "bound": "max"} for mark in marks]
    assert not [issue for issue in check_case(marked(5.0, *other)) if issue.code == "earmarks_cross"]


def test_what_an_earmark_cannot_do_is_told() -> None:
    marks = [{"earmark": "idle", "scope": "all"}, {"earmark": "barred", "scope": "category:operations", "2021": 1.0},
             {"earmark": "large", "scope": "category:pay", "bound": "min", "2021": 9 * MILLION}]
    codes = {(issue.code, issue.row) for issue in check_case(marked(5.0, *marks, eligibility=PAY))}
    assert {("earmark_empty", "idle"), ("earmark_unfunded", "barred"), ("earmark_above_pledge", "large")} <= codes


def _scaled(case: Case, bound: str, factor: float) -> Case:
    def change(row: dict[str, object]) -> None:
        if (row["bound"] or "max") == bound:
            for year in [c for c in row if c.isdigit() and row[c] is not None]:
                row[year] = float(str(row[year])) * factor

    return changed(case, "earmarks", change)


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(1.01, 3.0))
def test_a_higher_limit_never_worsens(seed: int, factor: float) -> None:
    case = real_budget(seed)
    assume(any(row["bound"] is None for row in case.records("earmarks")))
    never_worse(case, _scaled(case, "max", factor))


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(0.0, 0.99))
def test_a_lower_reserve_never_worsens(seed: int, factor: float) -> None:
    case = real_budget(seed)
    assume(any(row["bound"] == "min" for row in case.records("earmarks")))
    never_worse(case, _scaled(case, "min", factor))


def test_the_laws_see_earmarks_that_matter() -> None:
    """On random cases earmarks move level 1 or 2 often enough, or the laws above would say nothing."""
    moved = 0
    for seed in range(25):
        case = real_budget(seed)
        if case.records("earmarks"):
            free, found = levels_only(case.replace({"earmarks": []})), levels_only(case)
            moved += any(found[name] > value * (1.0 + 1e-4) + 1e-9 for name, value in free.items() if name == "2 needs")
    assert moved >= 2


def test_less_money_than_is_reserved_never_contradicts() -> None:
    """Studies scale what arrives without asking the case: the reserve follows."""
    mark = {"earmark": "e", "scope": "category:operations", "bound": "min", "2021": 8 * MILLION}
    parameters = project(marked(10.0, mark), {})
    half = replace(parameters, donors=replace(parameters.donors, disbursed=parameters.donors.disbursed / 2.0))
    assert Inputs(half, layout_of(half)).reserved["e", 2024] == pytest.approx(5 * MILLION)


def two_donors() -> Case:
    """Anna has earmarked half of her money; Bert and Carl have not."""
    given = [{"donor": name, "name": name.title(), "carry_over": 1.0} for name in ("anna", "bert", "carl")]
    return tiny_case(
        donors=given, pledges=[{"donor": row["donor"], **{str(y): 2 * MILLION for y in YEARS}} for row in given],
        earmarks=[{"earmark": "courses", "donor": "anna", "scope": "category:training", "bound": "min", "2021": MILLION}],
    )


def test_a_donor_with_an_earmark_stays_outside_a_pool() -> None:
    with pytest.raises(ValueError, match="no pool can be made of anna"):
        pooled(project(two_donors(), {}), ["anna", "bert"])
    assert coordination(two_donors()).outside == {"anna": WhyOutside.EARMARK}
    with pytest.raises(CaseError) as refused:
        coordination(two_donors(), members=["anna", "bert"])
    assert "member_has_earmark" in [issue.code for issue in refused.value.issues]


def test_coordination_says_what_an_earmark_costs() -> None:
    """Without it a million a year more keeps 500 more soldiers of 20,000 who are needed."""
    found = coordination(two_donors())
    cost = next(one for one in found.restrictions if one.kind is Restricts.EARMARK)
    assert cost.key == ("anna", "courses")
    assert cost.coverage == pytest.approx(2.5, rel=1e-3)
    assert cost.unmet > 0.0
    assert "the earmark courses on money of Anna" in restrictions_sentence(found)
