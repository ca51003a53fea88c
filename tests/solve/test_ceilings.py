"""Ceilings and floors of parts of the budget, and lines as fine as items: closed forms and laws."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, donor, levels_only, solved, tiny_case
from real_budgets import real_budget
from solve.test_laws import changed, never_worse

from rightfin.fiscal.project import project
from rightfin.lp.objectives import natural_sizes
from rightfin.result.accounts import AccountError, check_accounts

YEARS = range(2021, 2027)
DISCOUNTED = sum(1.05**-n for n in range(1, 12))


def test_the_ceiling_of_one_part_binds_alone() -> None:
    """Pay of 1,500 a head within 13.5 million: 9,000 soldiers, though the sector's ceiling of 20 would pay 10,000."""
    found = solved(tiny_case(ceilings=[
        {"ceiling": "army_pay", "scope": "institution:army & category:pay", "2021": 13.5 * MILLION},
    ]))
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, 9000.0), rel=3e-5)
    assert found.by_year("fiscal", "own") == pytest.approx(dict.fromkeys(YEARS, 18 * MILLION), rel=3e-5)
    assert found.by_year("ceilings", "own") == pytest.approx(dict.fromkeys(YEARS, 13.5 * MILLION), rel=3e-5)
    assert found.by_year("ceilings", "limit") == dict.fromkeys(YEARS, 13.5 * MILLION)


def test_donors_pay_beyond_the_ceiling_of_a_part() -> None:
    found = solved(tiny_case(
        ceilings=[{"ceiling": "pay", "scope": "cadre:soldier & category:pay", "2021": 13.5 * MILLION}],
        eligibility=[{"donor": "friends", "institution": "*", "category": "*", "allowed": False},
                     {"donor": "friends", "institution": "army", "category": "pay", "item": "soldier", "allowed": True}],
        **donor(1.5),
    ))
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, 10_000.0), rel=3e-5)
    assert found.by_year("lines", "grants", category="pay") == pytest.approx(
        dict.fromkeys(YEARS, 1.5 * MILLION), rel=3e-5)


def test_what_is_missing_to_a_floor_weighs_as_a_broken_rule_does() -> None:
    floor = [{"ceiling": "most", "scope": "all", "bound": "min", "basis": "share", "2021": 1.0},
             {"ceiling": "more", "scope": "all", "bound": "min", "2021": 30 * MILLION}]
    found = solved(tiny_case(ceilings=floor))
    plain = solved(tiny_case()).levels["needs"]
    assert found.by_year("fiscal", "own") == pytest.approx(dict.fromkeys(YEARS, 20 * MILLION), rel=3e-5)
    assert found.levels["needs"] == pytest.approx(plain + 0.3 * DISCOUNTED / 3.0, rel=3e-5)


def test_a_limit_begins_with_its_first_value() -> None:
    limits = [{"ceiling": "later", "scope": "all", "2024": 18 * MILLION}]
    own = solved(tiny_case(ceilings=limits)).by_year("fiscal", "own")
    assert own[2023] == pytest.approx(20 * MILLION, rel=3e-5)
    assert own[2024] == own[2026] == pytest.approx(18 * MILLION, rel=3e-5)


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(1.01, 2.0))
def test_a_looser_ceiling_of_a_part_never_worsens(seed: int, factor: float) -> None:
    case = real_budget(seed)
    assume(case.records("ceilings"))

    def change(row: dict[str, object]) -> None:
        for year in [c for c in row if c.isdigit() and row[c] is not None]:
            if row["bound"] == "min":
                row[year] = float(str(row[year])) / factor
            else:
                row[year] = min(float(str(row[year])) * factor, 1.0)

    never_worse(case, changed(case, "ceilings", change))


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_an_item_split_into_halves_changes_no_objective(seed: int) -> None:
    case = real_budget(seed)
    assume(case.records("committed"))
    halves = []
    for row in case.records("committed"):
        for name in ("one half", "other half"):
            halves.append({**row, "item": name, **{c: float(str(row[c])) / 2.0 for c in row if c.isdigit()}})
    split = case.replace({"committed": halves})
    sizes, before, after = natural_sizes(project(case, {})), levels_only(case), levels_only(split)
    for name, value in before.items():
        assert after[name] == pytest.approx(value, rel=1e-6, abs=1e-6 * sizes[name.split()[-1]]), name


def test_the_accounts_name_a_ceiling_of_a_part_that_is_exceeded() -> None:
    found = solved(tiny_case(ceilings=[{"ceiling": "pay", "scope": "category:pay", "2021": 13.5 * MILLION}]))
    limits = found.parameters.parts.part_limit
    limits.setflags(write=True)
    limits[0, 2] -= MILLION
    with pytest.raises(AccountError, match=r"the ceiling pay is exceeded: 1e\+06 at 2023"):
        check_accounts(found.tables, found.parameters)
