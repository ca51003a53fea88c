"""Explanations: every change that is told is that of a full solve from nothing, and what changes nothing is not told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from random_cases import random_case

from rightfin.case import Case
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.rules import FAMILY
from rightfin.question import Question
from rightfin.result.prices import Priced, priced_limits
from rightfin.solve.control import Control
from rightfin.solve.face import Ends
from rightfin.solve.levels import Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.why import causes
from rightfin.study.why.cells import PlanCell, cell_at
from rightfin.study.why.explain import explained
from rightfin.study.why.live import LivePlan, change_seen
from rightfin.study.why.money import MoneyTried, Purse
from rightfin.study.why.quantities import LinearSum
from rightfin.study.why.short_causes import CHANGES, FAMILIES, ShortCause

AT = {
    "demo": ("institution=police,year=2029", "need=violent_crime,year=2030"),
    "afghanistan": ("strength@2016", "coverage@2018"),
    **{str(seed): ("strength.police@2023", "coverage@2024", "cost@2022") for seed in range(8)},
}


def case_of(name: str) -> Case:
    return random_case(int(name)) if name.isdigit() else shipped_case({"demo": DEMO, "afghanistan": AFGHANISTAN}[name])


def live_of(name: str) -> LivePlan:
    return LivePlan(Question.of(case_of(name)))


def from_nothing(live: LivePlan, moves: dict[int, float], asked: LinearSum) -> Ends | None:
    """Return the ends of a sum with rows moved, on solvers that know nothing yet."""
    lower, upper = live.program.row_lower.copy(), live.program.row_upper.copy()
    for row, by in moves.items():
        lower[row] += by / live.program.row_scale[row]
        upper[row] += by / live.program.row_scale[row]
    stages = Stages(replace(live.program, row_lower=lower, row_upper=upper))
    found = solve_on(stages, live.parameters, faced=True)
    if not isinstance(found, Solution):
        return None
    assert found.face is not None
    ends = found.face.ends_of(asked.terms)
    value = sum(by * found.columns[live.program.columns.index(label)] for label, by in asked.terms.items()
                if label in set(live.program.columns))
    within = 1e-6 * max(1.0, abs(value))
    assert ends.least - within <= value <= ends.greatest + within, "the plan itself lies between the ends"
    return Ends(ends.least + asked.constant, ends.greatest + asked.constant)


@pytest.mark.parametrize("name", AT)
def test_every_change_that_is_told_is_that_of_a_solve_from_nothing(name: str) -> None:
    live = live_of(name)
    limits = {(one.limit.name, one.name, one.year): one
              for one in priced_limits(live.inputs, live.program, live.solution, "X", every=("ceiling", "pledge"))}
    for at in AT[name]:
        cell = cell_at(at, live.question.prepared)
        asked = cell.quantity.sum_in(live.inputs, cell.year)
        found = explained(live, cell)
        base = from_nothing(live, {}, asked)
        assert base is not None
        within = 1e-5 * max(1.0, abs(base.least), abs(base.greatest))
        assert (found.ends.least, found.ends.greatest) == pytest.approx((base.least, base.greatest), abs=within)
        for one in found.limits:
            priced = limits[one.family, one.name, one.year]
            for sign, told in ((1.0, one.more), (-1.0, one.less)):
                factor = sign * one.step / priced.step
                again = from_nothing(live, {row: factor * by for row, by in priced.moves.items()}, asked)
                assert (again is None) == (told is None)
                if again is not None and told is not None:
                    assert (told.least, told.greatest) == pytest.approx(
                        (again.least - base.least, again.greatest - base.greatest), abs=within), (at, one)
            assert max(abs(one.more.least), abs(one.more.greatest)) > change_seen(found.ends)


@pytest.mark.parametrize("name", AT)
def test_how_far_each_unit_does_as_much_holds(name: str) -> None:
    live = live_of(name)
    limits = {(one.limit.name, one.name, one.year): one
              for one in priced_limits(live.inputs, live.program, live.solution, "X")}
    for at in AT[name][:2]:
        cell = cell_at(at, live.question.prepared)
        asked = cell.quantity.sum_in(live.inputs, cell.year)
        found = explained(live, cell)
        seen = 2.0 * change_seen(found.ends)
        for one in found.limits:
            priced = limits[one.family, one.name, one.year]

            if one.same_to is not None:
                times = one.same_to / one.step
                assert times >= 1.0
                for factor in (times, 0.5):
                    does = rise(live, priced, factor * one.step, asked, found.ends)
                    assert does == pytest.approx(factor * one.more.least, rel=0.02, abs=seen)
            assert one.same_to is None or one.bends_at is None or one.bends_at > one.same_to


def rise(live: LivePlan, priced: Priced, by: float, asked: LinearSum, before: Ends) -> float:
    """Return what moving a limit by so much does to the least value of a sum."""
    again = live.moved({row: by / priced.step * move for row, move in priced.moves.items()}, asked)
    assert again is not None
    return again.ends.least - before.least


def parameters_with(live: LivePlan, family: str, name: str, year: int, step: float) -> Parameters | None:
    """Return the parameters of the case in which a limit is changed as people would change it; ``None`` for others."""
    p = live.parameters
    at = p.horizon.written.index(year)

    def more(values: Floats, of: tuple[str, ...]) -> Floats:
        found = values.copy()
        found[of.index(name), at] += step
        return found

    if family == "training":
        return replace(p, people=replace(p.people, training_places=more(p.people.training_places, p.people.institutions)))
    if family == "maximum_strength":
        return replace(p, people=replace(p.people, max_strength=more(p.people.max_strength, p.people.cadres)))
    if family == "absorption":
        return replace(p, equipment=replace(p.equipment, max_purchase=more(p.equipment.max_purchase, p.equipment.assets)))
    if family == "pledge":
        return replace(p, donors=replace(p.donors, disbursed=more(p.donors.disbursed, p.donors.donors)))
    if family == "wage_bill" and not name and p.fiscal.wage_ceiling is not None:
        ceiling = p.fiscal.wage_ceiling.copy()
        ceiling[at] += step
        return replace(p, fiscal=replace(p.fiscal, wage_ceiling=ceiling))
    return None


def test_every_change_is_that_of_a_changed_case_planned_from_nothing() -> None:
    compared = set()
    for name in ("demo", "afghanistan", *map(str, range(12))):
        live = live_of(name)
        for at in AT.get(name, ("strength@2022", "coverage@2024"))[:2]:
            cell = cell_at(at, live.question.prepared)
            found = explained(live, cell)
            within = 1e-5 * max(1.0, abs(found.ends.least))
            for one in found.limits:
                changed = parameters_with(live, one.family, one.name, one.year, one.step)
                if changed is None:
                    continue
                inputs = Inputs(changed, layout_of_session(changed))
                program = Assembly(inputs).program
                again = solve_on(Stages(program), changed, faced=True)
                assert isinstance(again, Solution)
                assert again.face is not None
                asked = cell.quantity.sum_in(inputs, cell.year)
                ends = again.face.ends_of(asked.terms)
                assert (one.more.least, one.more.greatest) == pytest.approx((
                    ends.least + asked.constant - found.ends.least, ends.greatest + asked.constant - found.ends.greatest,
                ), abs=within), (name, at, one)
                compared.add(one.family)
    assert {"training", "maximum_strength", "pledge"} <= compared


@pytest.mark.parametrize("name", ["afghanistan", *map(str, range(8))])
def test_causes_are_enough_and_none_can_be_left_out(name: str) -> None:
    live = live_of(name)
    for year in live.parameters.horizon.written[1:4]:
        cell = cell_at(f"coverage@{year}", live.question.prepared)
        found = explained(live, cell)
        short = found.causes
        assert (short is None) == (found.ends.least >= 1.0 - 5e-5)
        if short is None or not short.least:
            continue

        def without(chosen: tuple[ShortCause, ...], cell: PlanCell = cell) -> float:
            parameters = live.parameters
            for one in CHANGES:
                parameters = CHANGES[one](parameters) if one in chosen else parameters
            inputs = Inputs(parameters, layout_of_session(parameters))
            program, families = Assembly(inputs).program, {family for one in chosen for family in FAMILIES.get(one, ())}
            asked = cell.quantity.sum_in(inputs, cell.year)
            free = np.array([family in families for family, _ in program.rows])
            bare = replace(program, row_lower=np.where(free, -np.inf, program.row_lower),
                           row_upper=np.where(free, np.inf, program.row_upper))
            again = solve_on(Stages(bare), parameters, faced=True)
            assert isinstance(again, Solution)
            assert again.face is not None
            return again.face.ends_of(asked.terms).least + asked.constant

        assert without(short.least) == pytest.approx(1.0, abs=5e-5)
        for one in short.least:
            rest = tuple(other for other in short.least if other is not one)
            assert not rest or without(rest) < 1.0 - 5e-5


@pytest.mark.parametrize(("seed", "at"), [(29, "coverage.war@2025"), (55, "coverage.crime@2022")])
def test_what_solves_differ_by_decides_no_cause(seed: int, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    live = live_of(str(seed))
    cell = cell_at(at, live.question.prepared)
    before = live.ends_of(cell.quantity.sum_in(live.inputs, cell.year))
    solved = causes._ends_without
    found = []
    for sign in (1.0, -1.0):
        def noisy(live: LivePlan, cell: PlanCell, chosen: tuple[ShortCause, ...], control: Control,
                  sign: float = sign) -> Ends | None:
            ends = solved(live, cell, chosen, control)
            by = sign * 1e-9 * list(ShortCause).index(chosen[0])
            return None if ends is None else Ends(ends.least + by, ends.greatest + by)

        monkeypatch.setattr(causes, "_ends_without", noisy)
        found.append(causes.causes_of(live, cell, before))
    assert [one.causes for one in found[0].tried] == [one.causes for one in found[1].tried]
    assert found[0].least == found[1].least


def test_what_money_does_is_that_of_a_case_with_more_money() -> None:
    compared = dict.fromkeys(Purse, 0)
    for name in ("demo", "afghanistan", *map(str, range(12))):
        live = live_of(name)
        p = live.parameters
        cell = cell_at(AT.get(name, ("strength@2022",))[0], live.question.prepared)
        found = explained(live, cell)
        for one in found.money.tried:
            if one.purse is Purse.OWN and p.policy.arrears_tolerance > 0.0:
                continue  # which is a share of the ceilings, and stays where it was
            changed = with_more_money(p, one, found.money.amount)
            if changed is None:
                continue
            inputs = Inputs(changed, layout_of_session(changed))
            again = solve_on(Stages(Assembly(inputs).program), changed, faced=True)
            assert isinstance(again, Solution)
            assert again.face is not None
            asked = cell.quantity.sum_in(inputs, cell.year)
            ends = again.face.ends_of(asked.terms)
            assert (one.least, one.greatest) == pytest.approx(
                (ends.least + asked.constant - found.ends.least, ends.greatest + asked.constant - found.ends.greatest),
                abs=1e-5 * max(1.0, abs(found.ends.least))), (name, one)
            compared[one.purse] += 1
    assert min(compared.values()) >= 5


def test_money_beside_easier_limits_is_tried_with_all_of_their_kind() -> None:
    live, compared = live_of("demo"), 0
    for at in ("institution=courts,year=2030", "institution=courts,year=2031"):
        d = live.inputs
        cell = cell_at(at, live.question.prepared)
        asked = cell.quantity.sum_in(d, cell.year)
        found = explained(live, cell)
        held = found.money.held
        if held is None:
            continue
        easier, shown = {}, set(live.parameters.horizon.written)
        for row, (family, index) in enumerate(live.program.rows):
            side = float(live.program.row_upper[row] * live.program.row_scale[row])
            year = FAMILY[family].year_of(index) or d.first
            if family == held.family and year in shown and np.isfinite(side) and side > 0.0:
                easier[row] = 0.1 * side
        assert len(easier) == len(held.eased)
        money = {}
        for one in priced_limits(d, live.program, live.solution, "X", every=("ceiling",)):
            if one.limit.name == "ceiling" and (one.name, one.year) in held.money.whose:
                for row, by in one.moves.items():
                    money[row] = money.get(row, 0.0) + by * found.money.amount / one.step
        alone = from_nothing(live, easier, asked)
        both = from_nothing(live, {row: easier.get(row, 0.0) + money.get(row, 0.0) for row in {**easier, **money}}, asked)
        assert alone is not None
        assert both is not None
        within = 1e-5 * max(1.0, abs(found.ends.greatest))
        assert (held.least, held.greatest) == pytest.approx(
            (both.least - alone.least, both.greatest - alone.greatest), abs=within)
        assert held.least > change_seen(found.ends)
        compared += 1
    assert compared


def test_the_limit_beside_which_money_adds_most_is_named_first() -> None:
    """In 2033 money pays more soldiers once more are allowed; judges, whom the case lists before, let none be paid."""
    live = live_of("demo")
    cell = cell_at("institution=army,year=2033", live.question.prepared)
    asked, found = cell.quantity.sum_in(live.inputs, cell.year), explained(live, cell)
    held = found.money.held
    assert held is not None
    first = held.first
    assert first is not None
    assert (held.family, first.whose, held.whose[0]) == ("maximum_strength", ("soldiers",), "soldiers")
    money = {row: by * found.money.amount / one.step for one in priced_limits(
        live.inputs, live.program, live.solution, "X", every=("ceiling",))
        if one.limit.name == "ceiling" and (one.name, one.year) in held.money.whose for row, by in one.moves.items()}
    adds = {}
    for who in held.whose:
        easier = {}
        for row, (family, index) in enumerate(live.program.rows):
            if family == held.family and str(index[0]) == who and (who, index[1]) in held.eased:
                easier[row] = 0.1 * float(live.program.row_upper[row] * live.program.row_scale[row])
        alone, both = from_nothing(live, easier, asked), from_nothing(live, {**easier, **money}, asked)
        assert alone is not None
        assert both is not None
        adds[who] = both.least - alone.least
    assert max(adds, key=lambda who: adds[who]) == first.whose[0]
    assert first.least == pytest.approx(adds[first.whose[0]], abs=1e-5 * found.ends.greatest)


def with_more_money(p: Parameters, one: MoneyTried, amount: float) -> Parameters | None:
    """Return parameters with more money as people would type it; ``None`` for transfers that are tied."""
    ceiling, others, disbursed = p.fiscal.ceiling.copy(), p.payers.payer_ceiling.copy(), p.donors.disbursed.copy()
    for who, year in one.whose:
        at = p.horizon.written.index(year)
        if one.purse is Purse.DONOR:
            disbursed[p.donors.donors.index(who), at] += amount
        elif who and who not in p.payers.further:
            return None
        elif who:
            others[p.payers.further.index(who), at] += amount
        else:
            ceiling[at] += amount
    return replace(p, fiscal=replace(p.fiscal, ceiling=ceiling), donors=replace(p.donors, disbursed=disbursed),
                   payers=replace(p.payers, payer_ceiling=others))
