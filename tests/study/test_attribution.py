"""What makes two answers differ: shares are means over all orders, sum exactly, and rest on plans as each is made alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pipeline import MILLION, donor, macro, tiny_case
from random_cases import random_case

from rightfin import plan
from rightfin.case import Case, CaseError
from rightfin.question import Question
from rightfin.report import facts
from rightfin.result.plan import Plan
from rightfin.solve.levels import Contradiction
from rightfin.solve.session import Session
from rightfin.study.exits.laid import with_exits
from rightfin.study.why.attribution import Attribution, SplitNumber, attribution
from rightfin.study.why.coalitions import Coalitions, usable_groups
from rightfin.study.why.groups import TableGroups
from rightfin.study.why.measured import Measured
from rightfin.study.why.shares import coalitions_of, orders_sampled, split_by_orders, split_exactly

SUMS = 1e-9
"""How closely shares must sum to the difference, relative to the size of the numbers."""

SCENARIOS = [
    {"scenario": "less", "order": 1, "table": "macro", "key": "security_share", "column": "2021-", "operation": "multiply",
     "value": 0.9},
    {"scenario": "dear", "order": 1, "table": "cadres", "key": "soldier", "column": "pay", "operation": "set",
     "value": 2000.0},
    {"scenario": "safe", "order": 1, "table": "demand", "key": "war/national", "column": "2021-", "operation": "multiply",
     "value": 0.8},
]
TINY = tiny_case(scenarios=SCENARIOS, **donor(1.0, exit_year=2024))


def by_definition(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, least and most of what each group adds, over all orders one by one."""
    groups = len(values).bit_length() - 1
    added: list[list[np.ndarray]] = [[] for _ in range(groups)]
    for order in permutations(range(groups)):
        mask = 0
        for group in order:
            added[group].append(values[mask | 1 << group] - values[mask])
            mask |= 1 << group
    found = [np.array(one) for one in added]
    return (np.array([one.mean(axis=0) for one in found]), np.array([one.min(axis=0) for one in found]),
            np.array([one.max(axis=0) for one in found]))


@given(some.integers(1, 5), some.integers(0, 10_000))
def test_shares_are_the_mean_over_all_orders_and_sum_to_the_change(groups: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(1 << groups, 3)) * 10.0 ** (seed % 12)
    found = split_exactly(values)
    for ours, theirs in zip((found.share, found.least, found.most), by_definition(values), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-9 * float(np.abs(values).max()))
    size = np.abs(values).max()
    assert np.abs(found.share.sum(axis=0) - (values[-1] - values[0])).max() <= 1e-12 * size
    assert np.all(found.least <= found.share + 1e-12 * size)
    assert np.all(found.share <= found.most + 1e-12 * size)


@given(some.integers(2, 4), some.integers(0, 10_000))
def test_all_orders_as_a_sample_give_what_the_formula_gives(groups: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(1 << groups, 2))
    orders = [one for order in permutations(range(groups)) for one in (order, order[::-1])]
    found, exact = split_by_orders(dict(enumerate(values)), orders), split_exactly(values)
    for ours, theirs in ((found.share, exact.share), (found.least, exact.least), (found.most, exact.most)):
        assert ours == pytest.approx(theirs, abs=1e-12)


@given(some.integers(2, 12), some.integers(1, 9), some.integers(0, 10_000))
def test_sampled_shares_sum_and_have_no_error_where_groups_add_up(groups: int, orders: int, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    sample = orders_sampled(groups, orders, seed)
    assert sample == orders_sampled(groups, orders, seed), "drawn from the seed alone"
    assert len(sample) == max(4, orders + orders % 2)
    assert all(sorted(order) == list(range(groups)) for order in sample)
    assert all(one == other[::-1] for one, other in zip(sample[::2], sample[1::2], strict=True))
    wanted = coalitions_of(sample)
    assert wanted[0] == 0
    assert (1 << groups) - 1 in wanted
    values = {mask: drawn.normal(size=2) for mask in wanted}
    found = split_by_orders(values, sample)
    assert found.share.sum(axis=0) == pytest.approx(values[(1 << groups) - 1] - values[0], abs=1e-12)
    each = drawn.normal(size=(groups, 2))
    additive = {mask: sum((each[g] for g in range(groups) if mask >> g & 1), np.zeros(2)) for mask in wanted}
    simple = split_by_orders(additive, sample)
    assert simple.share == pytest.approx(each, abs=1e-12)
    assert simple.error == pytest.approx(np.zeros((groups, 2)), abs=1e-12)


def test_half_a_table_of_coalitions_is_refused() -> None:
    with pytest.raises(ValueError, match="3 coalitions"):
        split_exactly(np.zeros((3, 1)))


def numbers(found: Attribution) -> list[tuple[str, SplitNumber]]:
    return [(change.name, number) for change in found.changes
            for number in (*change.by_year.values(), *([change.in_all] if change.in_all is not None else []))]


def check_sums(found: Attribution) -> None:
    for name, number in numbers(found):
        total = sum(one.share for one in number.contributions)
        size = max(1.0, abs(number.before), abs(number.after), *(abs(one.most) for one in number.contributions))
        assert abs(total - number.change) <= SUMS * size, name
        for one in number.contributions:
            assert one.least <= one.share + SUMS * size
            assert one.share <= one.most + SUMS * size


def test_a_ceiling_and_pay_by_hand() -> None:
    """20 million pay 10,000 at 2,000; 18 million 9,000; at 2,500 it is 8,000 and 7,200: pay brings -2,000 or -1,800."""
    case = tiny_case(scenarios=SCENARIOS)
    found = attribution(Question.of(case), Question.of(case, scenarios=["less", "dear"]))
    assert found.scenarios
    assert found.groups == ("less", "dear")
    assert found.plans == 4
    people = found.change("strength").by_year[2026]
    assert (people.before, people.after) == pytest.approx((10_000.0, 7_200.0), abs=0.5)
    less, dear = people.contributions
    assert (less.share, less.least, less.most) == pytest.approx((-900.0, -1_000.0, -800.0), abs=0.5)
    assert (dear.share, dear.least, dear.most) == pytest.approx((-1_900.0, -2_000.0, -1_800.0), abs=0.5)
    coverage = found.change("coverage").by_year[2026]
    assert coverage.change == pytest.approx(-0.14, abs=1e-4)
    assert [one.share for one in coverage.contributions] == pytest.approx([-0.045, -0.095], abs=1e-4)
    check_sums(found)


def changed(case: Case, seed: int) -> Case:
    """Return a random case with less revenue, dearer people, other pledges and other needs."""
    drawn = np.random.default_rng(seed)

    def times(table: str, factor: float, column: str) -> list[dict[str, object]]:
        return [{name: value * factor if isinstance(value, float | int) and (name == column or (
            column == "years" and name.isdecimal() and row.get("series", "revenue_ratio") == "revenue_ratio")) else value
            for name, value in row.items()} for row in case.records(table)]

    return case.replace({  # type: ignore[arg-type]
        "macro": times("macro", drawn.uniform(0.8, 1.05), "years"),
        "cadres": times("cadres", drawn.uniform(1.0, 1.2), "pay"),
        "pledges": times("pledges", drawn.uniform(0.5, 1.3), "years"),
        "demand": times("demand", drawn.uniform(0.9, 1.2), "years"),
    })


@pytest.mark.parametrize("seed", range(8))
def test_shares_are_those_of_plans_each_solved_from_nothing(seed: int) -> None:
    case = random_case(seed)
    question, other = Question.of(case), Question.of(changed(case, seed))
    found = attribution(question, other)
    groups = TableGroups(question.laid, other.laid)
    assert found.groups == groups.names
    names = tuple(change.name for change in found.changes)
    values = []
    for mask in range(1 << len(groups.names)):
        prepared = Question(groups.case(mask)).prepared
        session = Session(Question(prepared).parameters)
        solved = session.solve(session.inputs.parameters)
        assert not isinstance(solved, Contradiction)
        values.append(
            Measured(names, [int(year) for year in found.years]).numbers(prepared, session.assembly, solved.columns))
    mean, least, most = by_definition(np.array(values))
    whole = np.array(values)
    size = {"currency": whole[:, [names.index("cost")]].max(), "person-years": whole[:, [names.index("strength")]].max(),
            "share": 1.0}
    for row, change in enumerate(found.changes):
        for column, number in enumerate(change.by_year.values()):
            for group, one in enumerate(number.contributions):
                expected = (mean[group, row, column], least[group, row, column], most[group, row, column])
                assert (one.share, one.least, one.most) == pytest.approx(expected, abs=1e-5 * size[str(change.unit)]), (
                    change.name, group)
    check_sums(found)


def yearly(plan: Plan) -> dict[str, list[float]]:
    rows = facts.yearly(plan)
    return {"strength": [row.strength for row in rows], "cost": [row.cost for row in rows],
            "own": [row.own for row in rows], "donors": [row.donors for row in rows],
            "coverage": [row.coverage or 0.0 for row in rows]}


@pytest.mark.parametrize("seed", [0, 3, 5, 7])
def test_without_and_with_all_changes_the_numbers_are_those_of_published_plans(seed: int) -> None:
    case = random_case(seed)
    question, other = Question.of(case), Question.of(changed(case, seed))
    plans = plan(question.case), plan(other.case)
    found = attribution(question, other)
    for side, made in zip(("before", "after"), plans, strict=True):
        for name, expected in yearly(made).items():
            ours = [getattr(number, side) for number in found.change(name).by_year.values()]
            assert ours == pytest.approx(expected, rel=1e-5, abs=1e-5 * max(map(abs, expected))), (side, name)


def test_groups_in_another_order_have_the_same_shares() -> None:
    question = Question.of(TINY)
    one = attribution(question, Question.of(TINY, scenarios=["less", "dear", "safe"]))
    other = attribution(question, Question.of(TINY, scenarios=["safe", "less", "dear"]))
    for change in one.changes:
        for year, number in change.by_year.items():
            theirs = dict(zip(other.groups, other.change(change.name).by_year[year].contributions, strict=True))
            for group, part in zip(one.groups, number.contributions, strict=True):
                assert part.share == pytest.approx(theirs[group].share, rel=1e-6, abs=1e-3)


def test_several_processes_find_what_one_finds() -> None:
    question, other = Question.of(TINY), Question.of(TINY, scenarios=["less", "dear", "safe"])
    assert attribution(question, other, workers=2).changes == attribution(question, other).changes


def test_groups_by_name_and_what_no_group_names() -> None:
    case = tiny_case(scenarios=SCENARIOS)
    other = Question.of(case, scenarios=["less", "dear", "safe"])
    found = attribution(Question.of(case), other, groups=["money=macro,cadres/soldier"])
    assert found.groups == ("money", "other changes")
    alone = attribution(Question.of(case), other, groups=["pay=cadres", "rest=macro,demand"])
    assert alone.groups == ("pay", "rest")
    for made in (found, alone):
        check_sums(made)


@pytest.mark.parametrize(("groups", "code"), [
    (["money"], "group_form"), (["a=macro", "a=demand"], "group_twice"), (["a=macros"], "unknown_table"),
    (["a=assets"], "group_empty"), (["a=scenarios"], "unknown_table"), (["other changes=macro"], "group_name"),
])
def test_groups_that_cannot_be(groups: list[str], code: str) -> None:
    with pytest.raises(CaseError) as caught:
        attribution(Question.of(TINY), Question.of(TINY, scenarios=["less"]), groups=groups)
    assert code in {issue.code for issue in caught.value.issues}


def test_what_cannot_stand_alone_is_one_group() -> None:
    case = tiny_case()
    more = tiny_case(macro=macro(18.0), **donor(4.0))
    assert {"donors", "pledges"} <= {name for name in more.tables if more.tables[name].rows}
    grouped = TableGroups(case, more)
    assert len(grouped.names) == 3
    joined = usable_groups(Question.of(case), grouped)
    assert len(joined.names) == 2
    assert any(" + " in name for name in joined.names)
    found = attribution(Question.of(case), Question.of(more))
    check_sums(found)
    new = found.change("donors.friends").by_year[2021]
    assert (new.before, new.after) == pytest.approx((0.0, 4.0 * MILLION), abs=1.0)
    assert Coalitions(Question.of(case), joined).said(1) == (
        f"With the changes of {joined.names[0]} but not those of {joined.names[1]}")


@pytest.mark.parametrize(("first", "second", "scenarios"), [
    (["less"], ["dear", "safe", "ill"], False), (["less"], ["dear"], False), (["less"], [], False),
    (["less", "dear"], ["dear", "less", "safe"], False), (["less"], ["less", "dear", "safe"], True),
])
def test_from_one_stack_of_scenarios_to_another_every_change_counts(
    first: list[str], second: list[str], scenarios: bool
) -> None:
    ill = {**SCENARIOS[1], "scenario": "ill", "column": "attrition", "value": 0.2}
    case = TINY.replace({"scenarios": [*SCENARIOS, ill]})
    one, other = Question.of(case, scenarios=first), Question.of(case, scenarios=second)
    found = attribution(one, other)
    assert found.scenarios is scenarios
    check_sums(found)
    sides = yearly(plan(case, scenarios=first)), yearly(plan(case, scenarios=second))
    for name in ("strength", "own", "coverage"):
        for place, year in enumerate(found.years):
            number = found.change(name).by_year[year]
            expected = [side[name][place] for side in sides]
            assert (number.before, number.after) == pytest.approx(expected, rel=1e-5), (name, year)


def test_an_exit_that_both_stacks_have_is_no_change() -> None:
    case = two_donors()
    both = with_exits(Question.of(case, scenarios=["less"]), {"friends": 2023})
    other = with_exits(replace(both, scenarios=("dear", *both.scenarios[1:])), {"others": 2025})
    found = attribution(replace(both, case=other.case), other)
    assert found.groups[-1] == "without_others_from_2025"
    assert "without_friends_from_2023" not in found.groups
    expected = yearly(plan(other.case, scenarios=other.scenarios))["strength"]
    assert [one.after for one in found.change("strength").by_year.values()] == pytest.approx(expected, rel=1e-5)


def test_models_with_other_numbers_are_not_split() -> None:
    question = Question.of(TINY)
    numbers = {name: 1.5 * number for name, number in question.definition.parameters.items()}
    other = replace(Question.of(TINY, scenarios=["less"]), definition=replace(question.definition, parameters=numbers))
    with pytest.raises(CaseError, match="different numbers of the model definition"):
        attribution(question, other)


def test_a_group_that_is_lost_is_a_defect_and_not_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = TableGroups.case
    monkeypatch.setattr(TableGroups, "case", lambda self, coalition: whole(self, coalition & ~1))
    with pytest.raises(RuntimeError, match="do not make the second case: macro"):
        attribution(Question.of(TINY), Question.of(TINY, scenarios=["less"]))


def test_what_needs_several_others_is_one_group_with_them() -> None:
    """A renamed institution: its cadres and its limits name it, so no two of the tables can be used without the third."""
    allowed = [{"donor": "friends", "institution": "army", "category": "pay", "allowed": True}]
    case = tiny_case(eligibility=allowed, **donor(4.0))
    renamed = case.replace({
        table: [{**row, "institution": "forces"} for row in case.records(table)]
        for table in ("institutions", "cadres", "eligibility")
    }).replace({"macro": tiny_case(macro=macro(18.0)).records("macro")})
    found = attribution(Question.of(case), Question.of(renamed))
    assert len(found.groups) == 2
    joint = next(name for name in found.groups if "+" in name)
    assert joint.count(" + ") == 2
    check_sums(found)


def test_hard_limits_that_contradict_one_another_on_the_way_are_told_with_the_groups() -> None:
    limits = [{"cadre": "soldier", "bound": "min", "hard": True, "2021": 0.0},
              {"cadre": "soldier", "bound": "max", "hard": True, "2021": 20_000.0}]
    case = tiny_case(strength_limits=limits)
    other = case.replace({
        "strength_limits": [limits[0], {**limits[1], "2021": 2_000.0}],
        "cadres": [{**row, "attrition": 0.9} for row in case.records("cadres")],
    })
    with pytest.raises(CaseError) as caught:
        attribution(Question.of(case), Question.of(other))
    issue = caught.value.issues[0]
    assert issue.code == "contradictory_together"
    assert "but not those of" in issue.message


def test_orders_are_sampled_where_asked() -> None:
    question, other = Question.of(TINY), Question.of(TINY, scenarios=["less", "dear", "safe"])
    sampled = attribution(question, other, orders=4, seed=3)
    assert sampled.orders == 4
    check_sums(sampled)
    assert sampled.changes == attribution(question, other, orders=4, seed=3).changes
    exact = attribution(question, other)
    for change in exact.changes:
        for year, number in change.by_year.items():
            theirs = sampled.change(change.name).by_year[year]
            assert (theirs.before, theirs.after) == pytest.approx((number.before, number.after), rel=1e-6, abs=1e-3)
            for one, drawn in zip(number.contributions, theirs.contributions, strict=True):
                assert drawn.error is not None
                assert drawn.least >= one.least - max(1e-3, 1e-6 * abs(one.least))
                assert drawn.most <= one.most + max(1e-3, 1e-6 * abs(one.most))


def test_what_cannot_be_split_is_told_at_once() -> None:
    other = tiny_case(settings={"currency": "EUR"})
    with pytest.raises(CaseError) as caught:
        attribution(Question.of(TINY), Question.of(other))
    assert [issue.code for issue in caught.value.issues] == ["two_currencies"]
    with pytest.raises(CaseError) as caught:
        attribution(Question.of(TINY), Question.of(TINY))
    assert [issue.code for issue in caught.value.issues] == ["nothing_differs"]


def two_donors() -> Case:
    friends = donor(3.0)
    return tiny_case(scenarios=SCENARIOS, **{
        name: [*rows, {**rows[0], "donor": "others", **({"name": "Others"} if name == "donors" else {"2021": 1e6})}]
        for name, rows in friends.items()})


def test_each_exit_is_a_group_beside_scenarios_and_tables() -> None:
    case = two_donors()
    question, exits = Question.of(case), {"friends": 2023, "others": 2025}
    leaving = ("without_friends_from_2023", "without_others_from_2025")
    alone = attribution(question, with_exits(question, exits))
    assert alone.groups == leaving
    assert attribution(question, with_exits(question, {"others": 2025})).groups == leaving[1:]
    stacked = attribution(question, with_exits(Question.of(case, scenarios=["less"]), exits))
    assert (stacked.scenarios, stacked.groups) == (True, ("less", *leaving))
    dearer = case.replace({"cadres": [{**row, "pay": 1700.0} for row in case.records("cadres")]})
    other = with_exits(Question.of(dearer), exits)
    mixed = attribution(question, other)
    assert (mixed.scenarios, mixed.groups) == (False, ("Cadres", *leaving))
    for found in (alone, stacked, mixed):
        check_sums(found)
        for name, number in numbers(found):  # what a donor gives goes with it, in whichever order
            if name == "donors.friends":
                friends = found.groups.index(leaving[0])
                assert number.contributions[friends].share == pytest.approx(number.change, abs=1.0)
    assert mixed.change("donors.friends").by_year[2023].after == pytest.approx(0.0, abs=1.0)
    assert mixed.change("donors.others").by_year[2024].after > 0.0
    plan_of_it = yearly(plan(other.case, scenarios=other.scenarios))
    for name, expected in plan_of_it.items():
        ours = [number.after for number in mixed.change(name).by_year.values()]
        assert ours == pytest.approx(expected, rel=1e-5, abs=1e-5 * max(map(abs, expected))), name


def test_exits_that_cannot_be_are_told_together() -> None:
    with pytest.raises(CaseError) as caught:
        with_exits(Question.of(two_donors()), {"nobody": 2023, "friends": 2050})
    assert {issue.code for issue in caught.value.issues} == {"unknown_donor", "exit_out_of_horizon"}
