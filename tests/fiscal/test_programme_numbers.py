"""Programmes in the projection: from case to case, in every order, and in closed form."""

from __future__ import annotations

import random

import numpy as np
import pytest
from fiscal.test_projection import changed_at_random, differences, is_sound
from hypothesis import given
from hypothesis import strategies as st
from real_programmes import programme_budget

from rightfin.case.expansion import expanded
from rightfin.case.programmes.choices import broken, choices_of
from rightfin.case.programmes.proposed import OWN_TABLES, proposed
from rightfin.case.programmes.starts import starts_of, with_starts
from rightfin.fiscal.project import project
from rightfin.fiscal.projection import Projection


@pytest.mark.parametrize("table", OWN_TABLES)
def test_a_change_of_programmes_is_seen_and_what_stays_is_kept(table: str) -> None:
    for seed in range(3):
        rng, case, projection = np.random.default_rng(seed), programme_budget(seed), Projection({})
        projection.of(case)
        for _ in range(8):
            changed = changed_at_random(case, rng, table) if case.records(table) else case
            if is_sound(changed):
                case = changed
            before, found = projection.of(case), projection.of(case)
            assert found is before
            assert not list(differences(found, project(case, {})))


@pytest.mark.parametrize("seed", range(12))
def test_a_case_with_programmes_is_the_case_that_they_make_and_without_starts_the_bare_one(seed: int) -> None:
    case = programme_budget(seed)
    made = expanded(case)
    assert made.issues == ()
    assert not list(differences(project(case, {}), project(made.case, {})))
    assert expanded(made.case).case is made.case
    bare = case.replace({table: [] for table in OWN_TABLES})
    none = with_starts(case, dict.fromkeys(starts_of(case)))
    assert expanded(none).case == bare
    assert not list(differences(project(none, {}), project(bare, {})))


@given(seed=st.integers(0, 10_000), shuffle=st.integers(0, 100))
def test_levels_and_costs_follow_the_closed_form_in_whatever_order_rows_stand(seed: int, shuffle: int) -> None:
    rng = random.Random(shuffle)
    case = programme_budget(seed % 40)
    mixed = case.replace({table: rng.sample(case.records(table), len(case.records(table))) for table in OWN_TABLES})
    parameters = project(mixed, {})
    assert not list(differences(parameters, project(case, {})))
    bare = project(case.replace({table: [] for table in OWN_TABLES}), {})
    years = [parameters.horizon.base, *parameters.horizon.years]
    for one in proposed(case):
        for cost in one.costs:
            item = f"{cost.item} ({one.name})"
            lines = [n for n, line in enumerate(parameters.lines) if line.item == item]
            assert len(lines) == (one.start is not None)
            for line in lines:
                due = [cost.amount if one.start is not None and cost.first <= year - one.start + 1 <= cost.last else 0.0
                       for year in years]
                found = parameters.running[line] / parameters.fiscal.deflator
                np.testing.assert_allclose(found, due, rtol=1e-9, atol=1e-9)
    (academy,) = (one for one in proposed(case) if one.name == "academy")
    (effect,) = academy.effects
    cadre, need = effect.on.split("/")
    for year in parameters.horizon.years:
        level = 0.0
        if academy.start is not None:
            level = min(1.0, max(0.0, (year - academy.start - effect.after + 1) / effect.ramp))
            assisted = academy.assistance_years is None or year < academy.start + academy.assistance_years
            level *= 1.0 if assisted else academy.kept
        ratio = parameters.needs.effects[cadre, need, year] / bare.needs.effects[cadre, need, year]
        assert ratio == pytest.approx(1.0 + effect.gain * level)


@given(seed=st.integers(0, 10_000), data=st.data())
def test_the_rules_of_starts_are_those_that_are_written(seed: int, data: st.DataObject) -> None:
    """An independent judge: each rule as it stands on the page, in a line of its own."""
    case = programme_budget(seed % 20)
    choices = choices_of(case)
    span = range(choices.years.start - 1, choices.years.stop + 1)
    starts = {one.name: data.draw(st.one_of(st.none(), st.sampled_from(span))) for one in choices.programmes}
    named = {one.name: one for one in choices.programmes}
    planned = {name: year for name, year in starts.items() if year is not None}
    rank = {"preparatory": 0, "main": 1, "consolidation": 2}
    fine = all(choices.years.start <= year < choices.years.stop for year in planned.values())
    for rule in choices.after:
        if rule.programme in planned:
            fine &= rule.other in planned and planned[rule.programme] >= planned[rule.other] + rule.lag
    for one in planned:
        for phase in range(rank[named[one].phase]):
            earlier = [other for other, about in named.items() if rank[about.phase] == phase]
            fine &= not earlier or any(other in planned for other in earlier)
            fine &= all(planned[other] <= planned[one] for other in earlier if other in planned)
    assert (broken(case, starts) == ()) is fine
