"""Arithmetic before solving: whatever it calls short is short in the solved plan, by as much at least."""

from __future__ import annotations

import os
from collections import Counter, defaultdict

import numpy as np
import pytest
from pipeline import donor, macro, tiny_case
from random_cases import random_case
from real_chain import chain_budget
from real_payers import payer_budget
from study.test_contradictions import contradictory_case

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.issue import Severity
from rightfin.fiscal.beforehand.arithmetic import CODES, arithmetic
from rightfin.fiscal.beforehand.foretold import Foretelling, Foretold, foretold
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.question import Question
from rightfin.solve.levels import Contradiction, Depth, solve_on
from rightfin.solve.stages import Stages

SEEDS = range(400 if os.environ.get("RIGHTFIN_EXPLORE") == "1" else 60)
Row = dict[str, object]


def asking(seed: int) -> Case:
    """Return a random case that asks for more than there may be: strengths, targets, rules, floors, kit, contracts."""
    rng = np.random.default_rng(seed + 77_000)
    made = (random_case, payer_budget, chain_budget, contradictory_case)[seed % 4]
    case = made(seed)
    first = int(next(str(row["value"]) for row in case.records("settings") if row["key"] == "base_year")) + 1
    end = int(next(str(row["value"]) for row in case.records("settings") if row["key"] == "end_year"))
    opening = {str(row["cadre"]): float(str(row["opening_strength"])) for row in case.records("cadres")}
    cadres, at = list(opening), lambda: str(int(rng.integers(first, end + 1)))
    tables: dict[str, list[Row]] = {name: [dict(row) for row in case.records(name)] for name in (
        "strength_limits", "targets", "rules", "ceilings", "assets", "equipment", "committed", "institutions")}
    named = {(row["cadre"], row["bound"]) for row in tables["strength_limits"]}
    for cadre in cadres:
        bound = str(rng.choice(["min", "max"]))
        if rng.random() < 0.4 and (cadre, bound) not in named and (cadre, "min") not in named:
            low, high = (0.8, 2.5) if bound == "min" else (0.2, 1.2)
            tables["strength_limits"].append({
                "cadre": cadre, "bound": bound, at(): round(opening[cadre] * rng.uniform(low, high))})
    for name in ("one", "two"):
        if rng.random() < 0.4:
            measure, relation = str(rng.choice(["strength", "hires"])), str(rng.choice(["at_least", "at_most"]))
            group = str(rng.choice(["all", *(f"cadre:{cadre}" for cadre in cadres)]))
            size = sum(opening.values()) if group == "all" else opening[group.removeprefix("cadre:")]
            factor = rng.uniform(0.5, 2.0) if measure == "strength" else rng.uniform(0.01, 0.6)
            tables["targets"].append({"target": name, "measure": measure, "group": group, "relation": relation,
                                      at(): round(size * factor)})
    if rng.random() < 0.4:
        left, right = rng.choice(cadres, 2, replace=False)
        tables["rules"].append({
            "rule": "side", "measure": "strength", "left": f"cadre:{left}", "right": f"cadre:{right}",
            "relation": str(rng.choice(["at_least", "at_most", "exactly"])),
            "coefficient": round(opening[left] / max(opening[right], 1.0) * rng.uniform(0.3, 4.0), 4)})
    if rng.random() < 0.4:
        floor: Row = {"ceiling": "floor_of_all", "scope": "all", "bound": "min", at(): 10.0 ** rng.uniform(6, 9)}
        tables["ceilings"].append(floor)
    for row in tables["assets"]:
        if rng.random() < 0.6:
            row["max_purchase"] = round(rng.uniform(0, 40))
    if rng.random() < 0.4:
        institution = str(case.records("institutions")[0]["institution"])
        tables["committed"].append({
            "institution": institution, "item": "long_contract",
            "category": str(rng.choice(["pay", "operations", "capital"])),
            **{str(year): round(10.0 ** rng.uniform(6, 8)) for year in range(first, end + 1)}})
    for row in tables["institutions"]:
        if rng.random() < 0.5:
            row["training_places"] = round(rng.uniform(50, 900))
    return softened(case.replace(tables))  # type: ignore[arg-type]


def softened(case: Case) -> Case:
    """Return a case without hard limits, which has a plan."""
    return case.replace({
        **{name: [{**row, "hard": False} for row in case.records(name)]
           for name in ("strength_limits", "targets", "rules")},
        "donors": [{**row, "match_base": None} for row in case.records("donors")],
    })


_KINDS = {
    Foretelling.DUE: ("unfunded",), Foretelling.STRENGTHS: ("below", "target_miss", "unfunded"),
    Foretelling.RECRUITS: ("below", "target_miss"), Foretelling.RECRUITED: ("target_miss",),
    Foretelling.CROSSED: ("above", "target_miss"), Foretelling.STAYING: ("above", "target_miss"),
    Foretelling.CAPPED: ("target_miss", "below"),
    Foretelling.RULE: ("rule_miss", "rule_excess", "below"), Foretelling.FLOOR: ("part_miss",),
    Foretelling.KIT: ("hollow", "below"),
}
"""Kinds of decisions of which one has to be more than nothing in every year that is told."""


def is_sound(case: Case) -> bool:
    return not any(issue.severity is Severity.ERROR for issue in check_case(case, try_scenarios=False))


def missed(case: Case) -> tuple[dict[tuple[str, str, int], float], list[Foretold]]:
    """Return what a plan misses, by kind of decision, name and year, and what arithmetic foretold."""
    parameters = project(case, {})
    inputs = Inputs(parameters, layout_of(parameters))
    program = Assembly(inputs).program
    found = solve_on(Stages(program), parameters, Depth.NEEDS, explained=False)
    assert not isinstance(found, Contradiction)
    values: dict[tuple[str, str, int], float] = defaultdict(float)
    for (kind, index), value in zip(program.columns, found.columns.tolist(), strict=True):
        if kind in ("unfunded", "below", "above", "target_miss", "rule_miss", "rule_excess", "part_miss", "hollow"):
            name = "" if kind in ("unfunded", "hollow") else str(index[0])
            values[kind, name, int(index[-1])] += value
            values[kind, "any", int(index[-1])] += value
    return values, list(foretold(parameters))


def assert_no_false_alarm(case: Case) -> Counter[Foretelling]:
    values, told = missed(case)
    levels = _levels(case)
    for one in told:
        year, close = int(one.year), 1.0 - 1e-5
        if one.kind is Foretelling.DUE:
            assert values["unfunded", "", year] >= one.gap * close, one
        elif one.kind is Foretelling.STRENGTHS:
            lacking = [values[kind, "any", year] for kind in ("below", "target_miss", "unfunded")]
            assert max(lacking) > 1e-6, one
        elif one.kind is Foretelling.KIT:
            assert values["hollow", "", year] > 0.0 or values["below", "any", year] > 0.0, one
        elif one.kind is Foretelling.FLOOR:
            assert values["part_miss", one.name, year] * one.needed >= one.gap * close, one
        elif one.kind is Foretelling.RULE:
            assert max(values["rule_miss", one.name, year], values["rule_excess", one.name, year],
                       values["below", "any", year]) > 0.0, one
        elif one.kind is Foretelling.CAPPED:
            missing = [values["target_miss", name, year] for name in (one.name, *one.targets)]
            assert max(*missing, *(values["below", cadre, year] for cadre in one.cadres)) > 0.0, one
        elif one.bound == "min":
            assert values["below", one.name, year] >= one.gap * close, one
        elif one.bound == "institution":
            assert values["below", "any", year] >= one.gap * close, one
        elif one.bound == "max":
            assert values["above", one.name, year] >= one.gap * close, one
        elif one.kind is Foretelling.CROSSED:
            assert max(values["above", "any", year], values["target_miss", one.name, year]) > 0.0, one
        else:
            size = levels[one.name, year]
            assert values["target_miss", one.name, year] * size >= one.gap * close, one
        for also in map(int, one.years):  # every year that is told, not only the worst
            assert any(values[kind, "any" if kind not in ("unfunded", "hollow") else "", also] > 0.0
                       for kind in _KINDS[one.kind]), (one, also)
    return Counter(one.kind for one in told)


def _levels(case: Case) -> dict[tuple[str, int], float]:
    """Return what a miss of one of each target is, in persons."""
    p = project(case, {})
    found = {}
    for n, name in enumerate(p.targets.targets):
        opening = sum(p.people.opening_strength[p.people.cadres.index(k)] for k in p.targets.target_cadres[name])
        for t, year in enumerate(p.horizon.years):
            found[name, year] = float(p.targets.target_level[n, t]) or max(float(opening), 1.0)
    return found


@pytest.fixture(scope="module")
def seen() -> Counter[Foretelling]:
    """What was foretold in all cases together: the tests below fill it."""
    return Counter()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_called_short_is_short_in_the_plan(seed: int, seen: Counter[Foretelling]) -> None:
    case = asking(seed)
    if is_sound(case):
        seen.update(assert_no_false_alarm(case))


def test_each_kind_was_seen(seen: Counter[Foretelling]) -> None:
    """The law above is about something: every kind was foretold in some of these cases."""
    assert set(seen) == set(Foretelling), seen


@pytest.mark.parametrize("seed", range(24))
def test_what_is_called_impossible_has_no_plan(seed: int) -> None:
    case = contradictory_case(seed)
    parameters = project(case, {})
    if any(one.hard for one in foretold(parameters)):
        program = Assembly(Inputs(parameters, layout_of(parameters))).program
        assert isinstance(solve_on(Stages(program), parameters, Depth.NEEDS, explained=False), Contradiction)


def crossed(seed: int) -> Case:
    """Return a random case with hard targets of at least and of at most so many, of nested groups."""
    rng = np.random.default_rng(seed + 3_000)
    case = softened(random_case(seed))
    first = int(next(str(row["value"]) for row in case.records("settings") if row["key"] == "base_year")) + 1
    opening = {str(row["cadre"]): float(str(row["opening_strength"])) for row in case.records("cadres")}
    cadres = [str(one) for one in rng.permutation(list(opening))[:3]]
    groups = [f"cadre:{cadres[0]}", f"cadre:{cadres[1]}", f"cadre:{'|'.join(cadres[:2])}", f"cadre:{'|'.join(cadres)}"]
    measure, targets = str(rng.choice(["strength", "strength", "per_100k", "hires"])), list[Row]()
    people = sum(float(str(row["population"])) for row in case.records("regions"))
    for n in range(int(rng.integers(2, 5))):
        group = str(rng.choice(groups))
        size = sum(opening[one] for one in group.removeprefix("cadre:").split("|"))
        unit = {"strength": 1.0, "per_100k": 1e5 / people, "hires": 0.05}[measure]
        targets.append({
            "target": f"t{n}", "measure": measure, "group": group, "hard": bool(rng.random() < 0.85),
            "relation": "at_most" if n == 0 else str(rng.choice(["at_least", "at_least", "at_most"])),
            str(first + int(rng.integers(0, 3))): round(size * unit * rng.uniform(0.7, 1.1), 3)})
    limits = [{"cadre": cadre, "bound": "min", "hard": True, str(first): round(opening[cadre] * rng.uniform(0.5, 0.9))}
              for cadre in cadres if rng.random() < 0.5]
    return case.replace({"targets": targets, "strength_limits": limits})


def test_targets_that_cross_one_another_leave_no_plan() -> None:
    """Every such finding that is hard means that the solver finds the case contradictory; some cases have none."""
    counts = Counter[str]()
    for seed in SEEDS:
        case = crossed(seed)
        if not is_sound(case):
            continue
        parameters = project(case, {})
        found = [one for one in foretold(parameters) if one.kind is Foretelling.CAPPED and one.hard]
        counts["found" if found else "not"] += 1
        if found:
            program = Assembly(Inputs(parameters, layout_of(parameters))).program
            counts["proven"] += isinstance(
                solve_on(Stages(program), parameters, Depth.NEEDS, explained=False), Contradiction)
            assert counts["proven"] == counts["found"], (seed, found)
    assert min(counts["found"], counts["not"]) >= len(SEEDS) // 8, counts


def test_two_hard_targets_and_a_cap_beside_least_strengths_by_hand() -> None:
    def target(name: str, relation: str, number: float, *, hard: bool = True) -> Row:
        return {"target": name, "measure": "strength", "group": "all", "relation": relation, "hard": hard, "2022": number}

    pair = tiny_case(macro=macro(90.0), targets=[target("more", "at_least", 9_000.0), target("less", "at_most", 8_500.0)])
    (one,) = [one for one in told(pair) if one.kind is Foretelling.CAPPED]
    assert (one.name, one.targets, one.cadres, one.hard) == ("less", ("more",), (), True)
    assert (one.needed, one.there) == (9_000.0, 8_500.0)
    (issue,) = [issue for issue in arithmetic(pair) if issue.code == "short_capped"]
    assert (issue.table, issue.row, issue.column) == ("targets", "less", "2022")
    assert "What asks for them: targets, row more, column 2022" in issue.message
    assert "there is no plan" in issue.message
    cap = tiny_case(macro=macro(90.0), targets=[target("less", "at_most", 8_500.0)],
                    strength_limits=limit("min", 2022, 9_000.0, hard=True))
    (one,) = [one for one in told(cap) if one.kind is Foretelling.CAPPED]
    assert (one.name, one.targets, one.cadres, one.hard) == ("less", (), ("soldier",), True)
    (issue,) = [issue for issue in arithmetic(cap) if issue.code == "short_capped"]
    assert "What asks for them: strength_limits, row soldier/min, column 2022" in issue.message
    for rows in ([target("more", "at_least", 8_500.0), target("less", "at_most", 8_500.0)],
                 [target("more", "at_least", 9_000.0), {**target("less", "at_most", 1.0), "2023": 8_500.0, "2022": None}]):
        held = {one.year for one in told(tiny_case(macro=macro(90.0), targets=rows)) if one.kind is Foretelling.CAPPED}
        assert 2022 not in held
    soft = tiny_case(macro=macro(90.0), targets=[target("more", "at_least", 9_000.0, hard=False),
                                                  target("less", "at_most", 8_500.0)])
    (one,) = [one for one in told(soft) if one.kind is Foretelling.CAPPED]
    assert not one.hard


def limit(bound: str, year: int, people: float, *, hard: bool = False) -> list[Row]:
    return [{"cadre": "soldier", "bound": bound, "hard": hard, str(year): people}]


def told(case: Case) -> list[Foretold]:
    return list(foretold(project(case, {})))


def test_strengths_and_money_by_hand() -> None:
    """20,000 soldiers at 1,500 cost 30 million; the ceiling makes 20 and a grant that may pay them 4: 6 million short."""
    (one,) = told(tiny_case(macro=macro(20.0), strength_limits=limit("min", 2023, 20_000.0), **donor(4.0)))
    assert (one.kind, one.year, one.years) == (Foretelling.STRENGTHS, 2023, (2023, 2024, 2025, 2026))
    assert (one.needed, one.own, one.grants) == pytest.approx((30e6, 20e6, 4e6))
    assert one.gap == pytest.approx(6e6)


def test_what_is_due_by_hand() -> None:
    """Nobody can be let go: 9,000 soldiers are left of 10,000 and cost 13.5 million, of which the ceiling makes 10."""
    (one,) = told(tiny_case(macro=macro(10.0)))
    assert (one.kind, one.year, one.years) == (Foretelling.DUE, 2021, (2021, 2022, 2023))  # 13.5, 12.15, 10.935
    assert (one.needed, one.own) == pytest.approx((13.5e6, 10e6))


def test_a_donor_who_may_not_pay_counts_for_nothing() -> None:
    may_not = [{"donor": "friends", "institution": "army", "category": "pay", "allowed": False}]
    (one,) = told(tiny_case(macro=macro(10.0), eligibility=may_not, **donor(50.0)))
    assert (one.name, one.year, one.grants) == ("", 2021, 0.0)
    assert one.gap == pytest.approx(3.5e6)


def test_recruits_and_time_by_hand() -> None:
    """Of 10,000 are left 9,000, 8,100 and 7,290; places of 500 bring 500, 950 and 1,355 more: 8,645 in the third year."""
    army = [{"institution": "army", "name": "Army", "sector": "defence", "training_places": 500.0}]
    (one,) = told(tiny_case(macro=macro(90.0), institutions=army, strength_limits=limit("min", 2023, 9_000.0)))
    assert (one.kind, one.name, one.bound, one.hard) == (Foretelling.RECRUITS, "soldier", "min", False)
    # 2026 is the worst year of four: 9,000 - (10,000 * 0.9**6 + 500 * (1 - 0.9**6) / 0.1)
    assert one.years == (2023, 2024, 2025, 2026)
    assert one.there == pytest.approx(10_000 * 0.9**6 + 5_000 * (1.0 - 0.9**6))


def test_fewer_than_stay_by_hand() -> None:
    (one,) = told(tiny_case(macro=macro(90.0), strength_limits=limit("max", 2022, 8_000.0, hard=True)))
    assert (one.kind, one.year, one.years, one.hard) == (Foretelling.STAYING, 2022, (2022,), True)
    assert (one.needed, one.there) == pytest.approx((8_000.0, 8_100.0))


def test_check_says_it_in_money_and_people() -> None:
    case = tiny_case(macro=macro(20.0), strength_limits=limit("min", 2023, 20_000.0), **donor(4.0))
    (issue,) = arithmetic(case)
    assert (issue.severity, issue.code, issue.table, issue.row, issue.column) == (
        Severity.WARNING, "short_strengths", "macro", "security_share", "2021")
    assert issue.message == (
        "The least strengths and targets of 2023, with what falls due anyhow, cost 30,000,000 USD; own money makes "
        "20,000,000 and grants that may pay it 4,000,000 at most: 6,000,000 short (such years: 2023-2026). Some of them "
        "will be missed, or as much will stay unpaid.")


def test_a_scenario_that_pays_takes_the_warning_away() -> None:
    case = tiny_case(
        macro=macro(20.0), strength_limits=limit("min", 2023, 20_000.0),
        scenarios=[{"scenario": "rich", "order": 1, "table": "macro", "key": "security_share", "column": "*",
                    "operation": "set", "value": 0.5}])
    warnings = arithmetic(case)
    said = [{issue.code for issue in Question.of(case, scenarios=laid, warnings=warnings).issues} & CODES
            for laid in ((), "rich")]
    assert said == [{"short_strengths"}, set()]


def test_money_that_is_carried_over_counts() -> None:
    """13.5, 12.15 and 10.9 million fall due, own money makes 10 a year; of 20 that come in 2021 the rest is carried."""
    assert told(tiny_case(macro=macro(10.0), **donor({2021: 20.0}, carry_over=1.0))) == []
    (one,) = told(tiny_case(macro=macro(10.0), **donor({2021: 20.0})))
    assert (one.kind, one.years) == (Foretelling.DUE, (2022, 2023))


def test_who_is_in_training_already_counts() -> None:
    """9,000 stay in 2021 and 1,000 join who were in training: 9,900 can be there then, and not a year later."""
    army = [{"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0, "pipeline": 1_000.0}]
    case = tiny_case(macro=macro(90.0), institutions=army, soldier={"training_lead": 1},
                     strength_limits=limit("min", 2021, 9_900.0))
    (one,) = told(case)
    assert (one.kind, one.years) == (Foretelling.RECRUITS, (2022, 2023, 2024, 2025, 2026))
    assert_no_false_alarm(case)


def test_a_handover_holds_donors_back_on_its_own_lines_only() -> None:
    """All pay is handed over; 5 million of contracts are not, which a grant may pay beside 15 million of own money."""
    years = {str(year): 5e6 for year in range(2021, 2027)}
    contract = [{"institution": "army", "category": "operations", "item": "base", **years}]
    wages = [{"handover": "wages", "scope": "category:pay", "path": "by_year", "2021": 1.0}]
    assert told(tiny_case(macro=macro(15.0), committed=contract, handovers=wages, **donor(10.0))) == []
    (one,) = told(tiny_case(macro=macro(10.0), committed=contract, handovers=wages, **donor(50.0)))
    assert (one.kind, one.name, one.own, one.grants) == (Foretelling.DUE, "pay", 10e6, 0.0)
