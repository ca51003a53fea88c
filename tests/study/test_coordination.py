"""What coordination is worth: hand-solved cases, plans with and without restrictions, laws on generated cases."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, Row, macro, tiny_case
from random_cases import random_case

import rightfin
from rightfin import Case, CaseError, read_case
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.pool import pooled, pooled_perfectly
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes
from rightfin.solve.levels import Depth, Level, Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.coordination.arrangement import Way
from rightfin.study.coordination.restrictions import Restricts, restrictions_of
from rightfin.study.coordination.study import Coordination, WhyOutside, coordination
from rightfin.study.rank import ORDER, Rank, compared, ranked
from rightfin.tolerances import FINE

TAIL = range(2021, 2032)
SHOWN = range(2021, 2027)


def discounted(amount: float, years: range = TAIL) -> float:
    """Return a yearly amount in discounted base-year money; prices are flat and the base year is 2020."""
    return sum(amount * 1.05 ** -(year - 2020) for year in years)


def giving(amounts: dict[str, float], ceiling: float, eligibility: list[Row] | None = None, **columns: object) -> Case:
    """Return the tiny case with donors that pledge so many millions a year; 10,000 people who neither come nor go."""
    return tiny_case(
        soldier={"attrition": 0.0, "entry": False, "support_floor": 1.0}, macro=macro(ceiling),
        donors=[{"donor": donor, "name": donor.title(), **columns} for donor in amounts],
        pledges=[{"donor": donor, **{str(year): amount * MILLION for year in SHOWN}} for donor, amount in amounts.items()],
        eligibility=eligibility or [],
    )


def only(donor: str, category: str) -> list[Row]:
    """Return the rows that let a donor fund one category alone."""
    return [{"donor": donor, "institution": "*", "category": "*", "allowed": False},
            {"donor": donor, "institution": "*", "category": category, "allowed": True}]


@pytest.fixture(scope="module")
def crossed() -> Coordination:
    """Pay is 15 million and support 5: the state has 5, one donor gives 5 for pay alone, the other 10 for support alone."""
    return coordination(giving({"anna": 5.0, "bert": 10.0}, 5.0, [*only("anna", "pay"), *only("bert", "operations")]))


def test_earmarks_leave_pay_missing_that_a_perfect_pool_pays(crossed: Coordination) -> None:
    assert crossed.earmarked.broken == pytest.approx(discounted(5 * MILLION), rel=1e-5)
    assert crossed.earmarked.lost == pytest.approx(dict.fromkeys(SHOWN, 5 * MILLION), rel=1e-4)
    assert crossed.earmarked.spent == pytest.approx(dict.fromkeys(SHOWN, 10 * MILLION), rel=1e-4)
    assert crossed.perfect.broken == pytest.approx(0.0, abs=100.0)
    assert crossed.perfect.spent == pytest.approx(dict.fromkeys(SHOWN, 15 * MILLION), rel=1e-4)
    assert [one.way for one in crossed.arrangements] == list(Way)


def test_a_pool_whose_members_agree_on_nothing_pays_nothing(crossed: Coordination) -> None:
    assert crossed.pooled.lines == ()
    assert sum(crossed.pooled.spent.values()) == 0.0
    assert crossed.pooled.worth is not None
    assert (crossed.pooled.worth.better, crossed.pooled.worth.factor, crossed.pooled.worth.extra) == (-1, 1.0, 0.0)


def test_twice_the_pledges_do_as_well_as_the_perfect_pool(crossed: Coordination) -> None:
    worth = crossed.perfect.worth
    assert worth is not None
    assert worth.factor == pytest.approx(2.0, abs=1.5 * FINE)
    assert worth.extra == pytest.approx((worth.factor - 1.0) * discounted(15 * MILLION, SHOWN), rel=1e-6)
    assert worth.better == 1


def test_what_each_refusal_costs(crossed: Coordination) -> None:
    """Bert's support money could pay wages, Anna's wage money is short already."""
    costs = {one.key: one.broken for one in crossed.restrictions if one.kind is Restricts.ELIGIBILITY}
    assert costs == {("anna", "*", "*"): 0.0, ("bert", "*", "*"): pytest.approx(discounted(5 * MILLION), rel=1e-5)}


def test_no_amount_may_do_as_well() -> None:
    """Wages lack 5 million, and neither donor may pay any; a third one outside pays wages only by name."""
    rows = [*only("anna", "operations"), *only("bert", "training"), *only("carl", "pay")]
    found = coordination(giving({"anna": 10.0, "bert": 1.0, "carl": 0.0}, 10.0, rows))
    assert found.perfect.worth is not None
    assert found.perfect.worth.better == 1
    assert found.perfect.worth.factor is None
    assert found.perfect.worth.extra is None


def test_members_are_ranked_by_what_their_joining_gains() -> None:
    """With a fee of a tenth everybody's joining loses a tenth of its money; the smallest donor's loses least."""
    found = coordination(giving({"anna": 4.0, "bert": 2.0, "carl": 1.0}, 5.0), fee=0.1, delay=0)
    assert [one.donor for one in found.joining] == ["carl", "bert", "anna"]
    lost = [discounted(pledge * 0.1 * MILLION) for pledge in (1.0, 2.0, 4.0)]
    assert [one.broken for one in found.joining] == pytest.approx([-amount for amount in lost], rel=1e-4)


def test_the_share_of_needs_met_is_that_of_the_bands() -> None:
    """Half of the need is met: bands of 0.2 and 0.3 at penalties 1 and 2 are missed, of 0.2, 0.3 and 0.5 at 1, 2 and 4."""
    found = coordination(giving({"anna": 5.0, "bert": 5.0}, 10.0), fee=0.0, delay=0)
    assert found.earmarked.met == pytest.approx(1.0 - 0.8 / 2.8, rel=1e-6)


def test_who_stays_outside_and_why() -> None:
    case = giving(dict.fromkeys(("anna", "bert", "carl", "dora", "emil"), 1.0), 10.0)
    case = case.with_cell("donors", ("carl",), "match", 1.0).with_cell("donors", ("dora",), "may_pool", False)
    found = coordination(case)
    assert found.members == ("anna", "bert", "emil")
    assert found.outside == {"carl": WhyOutside.MATCH, "dora": WhyOutside.MAY_NOT}
    named = coordination(case, members=["emil", "anna"])
    assert named.members == ("anna", "emil")
    assert named.outside == {"bert": WhyOutside.NOT_NAMED, "carl": WhyOutside.MATCH, "dora": WhyOutside.MAY_NOT}


@pytest.mark.parametrize(("options", "message"), [
    ({"members": ["anna", "nobody"]}, "no donor nobody"), ({"members": ["anna", "carl"]}, "carl gives only as"),
    ({"members": ["anna", "dora"]}, "dora may not pool"), ({"members": ["anna"]}, "only anna can"),
    ({"fee": 1.0}, "cannot keep 1"), ({"fee": -0.1}, "cannot keep"), ({"delay": 11}, "delay of 11"),
    ({"delay": -1}, "delay of -1"), ({"delay": True}, "delay of True"), ({"fee": float("nan")}, "cannot keep nan"),
])
def test_what_cannot_be_asked_is_said(options: dict[str, object], message: str) -> None:
    case = giving(dict.fromkeys(("anna", "bert", "carl", "dora"), 1.0), 10.0)
    case = case.with_cell("donors", ("carl",), "match", 1.0).with_cell("donors", ("dora",), "may_pool", False)
    with pytest.raises(CaseError, match=message):
        coordination(case, **options)  # type: ignore[arg-type]


def test_contradictory_hard_limits_are_named() -> None:
    case = giving({"anna": 1.0, "bert": 1.0}, 10.0).replace({"strength_limits": [
        {"cadre": "soldier", "bound": "min", "hard": True, "2021": 12_000.0}
    ]})
    with pytest.raises(CaseError, match=r"contradict one another: .*Soldiers"):
        coordination(case)


def of_plan(case: Case) -> dict[str, float]:
    """Return levels 1a and 2 and mean coverage of ``rightfin.plan``."""
    found = rightfin.plan(case)
    objective, indicators = found.table("objective"), found.table("indicators")
    first = objective[objective["level"].isin(["1a", "2"])].drop_duplicates("name").set_index("name")["value"]
    coverage = indicators[indicators["indicator"] == "coverage"]["value"].astype(float)
    return {"broken": float(first["obligations"]), "unmet": float(first["needs"]), "coverage": 100.0 * coverage.mean()}


def restricted_case() -> Case:
    """Return a generated case with a refusal, an ODA rule and a match that all cost something."""
    case = giving({"anna": 6.0, "bert": 4.0, "carl": 8.0}, 9.0, only("anna", "operations"))
    case = case.with_cell("institutions", ("army",), "oda_class", "not_eligible")
    case = case.with_cell("donors", ("bert",), "oda_only", True)
    return case.with_cell("donors", ("carl",), "match", 0.2)


def test_the_cost_of_a_restriction_is_that_of_two_plans_with_and_without_it() -> None:
    case = restricted_case()
    found = {(one.kind, one.key): one for one in coordination(case).restrictions}
    assert {at for at in found if at[0] not in (Restricts.CARRY_OVER, Restricts.SAVING)} == {
        (Restricts.ELIGIBILITY, ("anna", "*", "*")), (Restricts.ODA_ONLY, ("bert",)), (Restricts.MATCH, ("carl",)),
    }
    with_it = of_plan(case)
    for lifted in restrictions_of(case):
        free, cost = of_plan(lifted.case(case)), found[lifted.kind, lifted.key]
        assert cost.broken > 0.0 or lifted.kind in (Restricts.CARRY_OVER, Restricts.SAVING)
        assert cost.share == pytest.approx(cost.unmet / with_it["unmet"])
        assert cost.broken == pytest.approx(with_it["broken"] - free["broken"], rel=1e-5, abs=10.0)
        assert cost.unmet == pytest.approx(with_it["unmet"] - free["unmet"], rel=1e-4, abs=1e-5)
        assert cost.coverage == pytest.approx(free["coverage"] - with_it["coverage"], abs=1e-3)


def cold(case: Case) -> dict[str, float]:
    """Return levels 1a and 2, solved from nothing and no further, which takes a sixth of the time of a plan."""
    parameters = project(case, {})
    program = Assembly(Inputs(parameters, layout_of(parameters))).program
    found = solve_on(Stages(program), parameters, Depth.NEEDS)
    assert isinstance(found, Solution)
    levels = {level.name: level.value for level in reversed(found.levels)}
    return {"broken": levels["obligations"], "unmet": levels["needs"]}


@settings(max_examples=5)
@given(st.integers(0, 10**6))
def test_on_generated_cases_too(seed: int) -> None:
    case = random_case(seed)
    assume(restrictions_of(case) and len(poolable(project(case, {}))) > 1)
    found = coordination(case)
    sizes = natural_sizes(project(case, {}))
    with_it = cold(case)
    for lifted, cost in zip(restrictions_of(case), found.restrictions, strict=True):
        free = cold(lifted.case(case))
        assert cost.broken == pytest.approx(with_it["broken"] - free["broken"], rel=1e-4, abs=5e-6 * sizes["obligations"])
        assert cost.unmet == pytest.approx(with_it["unmet"] - free["unmet"], rel=1e-3, abs=1e-5 * sizes["needs"])


def test_a_line_that_another_row_refuses_stays_refused() -> None:
    case = giving({"anna": 1.0}, 10.0, [
        {"donor": "anna", "institution": "army", "category": "*", "allowed": False},
        {"donor": "anna", "institution": "*", "category": "pay", "allowed": False},
    ])
    lines = [
        {line.category for _, line in project(lifted.case(case), {}).donors.eligible} for lifted in restrictions_of(case)
        if lifted.kind is Restricts.ELIGIBILITY
    ]
    refusals = [one for one in restrictions_of(case) if one.kind is Restricts.ELIGIBILITY]
    assert [one.key[2] for one in refusals] == ["pay", "*"]
    assert lines == [set(), {"operations", "training", "benefits"}]


def test_a_refusal_that_a_broader_one_repeats_costs_nothing() -> None:
    """Wages lack 5 million; the row about pay alone says nothing that the row about everything does not say."""
    refusals: list[Row] = [{"donor": "anna", "institution": institution, "category": category, "allowed": False}
                           for institution, category in (("*", "*"), ("army", "pay"))]
    found = coordination(giving({"anna": 10.0, "bert": 5.0}, 5.0, refusals))
    costs = {one.key[1]: one.broken for one in found.restrictions if one.kind is Restricts.ELIGIBILITY}
    assert costs == {"*": pytest.approx(costs["*"]), "army": 0.0}
    assert costs["*"] > MILLION


def test_money_that_lapses_and_a_limit_on_saving_are_restrictions() -> None:
    """In 2021 and 2022 there is more than is needed, later less: what is kept over the years is paid later."""
    pledges = [{"donor": donor, "2021": 20 * MILLION, "2022": 20 * MILLION, **{str(y): 0.0 for y in range(2023, 2027)}}
               for donor in ("anna", "bert")]
    case = giving({"anna": 1.0, "bert": 1.0}, 15.0, carry_over=0.5).replace({"pledges": pledges})
    case = case.replace({"settings": [*case.records("settings"), {"key": "reserve_allowed", "value": True},
                                      {"key": "max_saving_share", "value": 0.01}]})
    found = coordination(case)
    costs = {(one.kind, one.key): one.broken for one in found.restrictions}
    assert set(costs) == {(Restricts.CARRY_OVER, ("anna",)), (Restricts.CARRY_OVER, ("bert",)), (Restricts.SAVING, ())}
    assert min(costs.values()) > MILLION
    assert {ask.kind for ask in found.asks} >= {"carry_over", "saving"}


CASES = Path(__file__).parent / "cases"


def test_a_verdict_that_slack_decided_is_right() -> None:
    """Natural sizes of its own made the perfect pool worse: equal in all but what a hold lets slip."""
    found = coordination(read_case(CASES / "coordination_decided_by_slack"))
    assert found.perfect.worth is not None
    assert found.perfect.worth.better == 1
    assert found.perfect.unmet < found.earmarked.unmet


def poolable(parameters: Parameters) -> list[str]:
    return [donor for donor in parameters.donors.donors if donor not in parameters.donors.scope]


def poor_pool(seed: int, means: float, most_alone: int) -> Parameters:
    """Return the first random case from a seed on in which more donors than ``most_alone`` may pool."""
    return next(found for found in (poor_case(seed + step, means) for step in count()) if len(poolable(found)) > most_alone)


def poor_case(seed: int, means: float) -> Parameters:
    """Return a random case whose state may spend a share of what it could."""
    case = random_case(seed)
    poor = [(("security_share",), column, means * float(str(value))) for row in case.records("macro")
            if row["series"] == "security_share" for column, value in row.items() if column.isdigit() and value is not None]
    return project(case.with_cells("macro", poor), {})


def rank_of(parameters: Parameters, sizes: Mapping[str, float]) -> Rank:
    program = Assembly(Inputs(parameters, layout_of(parameters))).program
    found = solve_on(Stages(program), parameters, Depth.NEEDS, sizes=sizes)
    assert isinstance(found, Solution)
    return ranked(found.levels)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from([1.0, 0.5, 0.25]))
def test_a_perfect_pool_is_never_worse(seed: int, means: float) -> None:
    """In poor cases, too, where something is unpaid whatever is done and holds let it slip."""
    parameters = poor_pool(seed, means, 1)
    members = poolable(parameters)
    perfect = pooled_perfectly(parameters, members)
    sizes = natural_sizes(parameters)
    assert compared(rank_of(perfect, sizes), rank_of(parameters, sizes), sizes) >= 0


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.sampled_from([0.5, 0.25]))
def test_joining_a_perfect_pool_is_never_worse(seed: int, means: float) -> None:
    parameters = poor_pool(seed, means, 2)
    members = poolable(parameters)
    sizes = natural_sizes(parameters)
    together, without = (rank_of(pooled_perfectly(parameters, some), sizes) for some in (members, members[1:]))
    assert compared(together, without, sizes) >= 0


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.sampled_from([0.5, 0.25]))
def test_whether_joining_helps_is_what_levels_without_slack_say(seed: int, means: float) -> None:
    parameters = poor_pool(seed, means, 2)
    members = poolable(parameters)
    sizes, found = natural_sizes(parameters), []
    for some in (members, members[1:]):
        given_ = pooled(parameters, some, fee=0.01, delay=1)
        program = Assembly(Inputs(given_, layout_of(given_))).program
        solution = solve_on(Stages(program), given_, Depth.PLAN, sizes=sizes)
        assert isinstance(solution, Solution)
        found.append(solution)
    told, exact = (compared(ranked(one), ranked(other), sizes) for one, other in (
        (found[0].levels, found[1].levels), (found[0].settled, found[1].settled)))
    assert told == exact


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_a_free_pool_of_equals_changes_nothing(seed: int) -> None:
    """Members with the same lines, last year and carry-over, without fees: pooling them is what they do anyway."""
    case = random_case(seed)
    rows = case.records("donors")
    assume(len(rows) > 1)
    alike = {**rows[0], "match": None, "untied": 0.0, "fee": 0.0}
    equal = case.replace({
        "donors": [{**alike, "donor": row["donor"], "name": row["name"]} for row in rows],
        "eligibility": [{**row, "donor": "*"} for row in case.records("eligibility") if row["donor"] == rows[0]["donor"]],
        "co_financing": [],
    })
    parameters = project(equal, {})
    pool = pooled(parameters, parameters.donors.donors, fee=0.0, delay=0)
    sizes = natural_sizes(parameters)
    assert compared(rank_of(pool, sizes), rank_of(parameters, sizes), sizes) == 0


def test_levels_are_compared_in_their_order() -> None:
    sizes = dict.fromkeys(ORDER, 1.0)
    none = (0.0,) * (len(ORDER) - 2)
    worse_first, better_last = (1.0, *none, 0.0), (0.0, *none, 9.0)
    assert compared(better_last, worse_first, sizes) == 1
    assert compared(worse_first, better_last, sizes) == -1
    assert compared((1.0 + 1e-6, *none, 2.0), (1.0, *none, 3.0), sizes) == 1
    levels = [Level("1a", "obligations", 1.0), Level("2", "needs", 3.0), Level("2 then 1", "obligations", 9.0)]
    assert ranked(levels) == (1.0, *none, 3.0)
