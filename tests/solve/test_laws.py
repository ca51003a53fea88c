"""Laws of the optimisation on random cases: monotonicity, scaling, permutation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import levels_of, solved
from random_cases import random_case

from rightfin.case import Case
from rightfin.case.resolve import planning_years
from rightfin.fiscal.project import project
from rightfin.lp.objectives import natural_sizes

LEVEL_1 = ("obligations", "unfunded", "arrears", "uncleared", "limits", "sustained", "glide")
Records = list[dict[str, object]]


def ranked(case: Case) -> tuple[tuple[float, ...], Mapping[str, float]]:
    """Return (level 1, level 2) in lexicographic order; levels that were skipped are zero."""
    found = solved(case)
    levels = found.levels
    return tuple(levels.get(name, 0.0) for name in (*LEVEL_1, "needs")), natural_sizes(found.parameters)


def never_worse(before: Case, after: Case) -> None:
    """Assert that ``after`` is lexicographically at least as good, within the tolerance of a hold."""
    old, sizes = ranked(before)
    new, _ = ranked(after)
    for name, was, now in zip((*LEVEL_1, "needs"), old, new, strict=True):
        slack = 2e-6 * sizes[name]
        if now < was - slack:
            return
        assert now <= was + slack, f"{name}: {was} -> {now}"


def changed(case: Case, table: str, change: Callable[[dict[str, object]], None]) -> Case:
    """Return the case with every row of a table changed in place."""
    rows: Records = case.records(table)  # type: ignore[assignment]
    for row in rows:
        change(row)
    return case.replace({table: rows})  # type: ignore[dict-item]


def richer(factor: float) -> Callable[[dict[str, object]], None]:
    """Raise revenue in the same proportion in all planning years, as the law asks with the no-cliff row on."""

    def change(row: dict[str, object]) -> None:
        if row["series"] == "revenue_ratio":
            for year in [c for c in row if c.isdigit() and c != "2020" and row[c] is not None]:
                row[year] = float(str(row[year])) * factor

    return change


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(1.01, 1.5))
def test_more_revenue_never_worsens(seed: int, factor: float) -> None:
    case = random_case(seed)
    never_worse(case, changed(case, "macro", richer(factor)))


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(1.01, 2.0))
def test_a_higher_pledge_never_worsens(seed: int, factor: float) -> None:
    case = random_case(seed)
    assume(case.records("pledges"))

    def change(row: dict[str, object]) -> None:
        for year in [c for c in row if c.isdigit()]:
            row[year] = float(str(row[year])) * factor

    never_worse(case, changed(case, "pledges", change))


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_a_later_exit_never_worsens(seed: int) -> None:
    case = random_case(seed)
    end = planning_years(case)[-1]
    leaving = [row for row in case.records("donors") if row["exit_year"] is not None and row["exit_year"] < end]  # type: ignore[operator]
    assume(leaving)

    def change(row: dict[str, object]) -> None:
        if row["exit_year"] is not None and int(str(row["exit_year"])) < end:
            row["exit_year"] = int(str(row["exit_year"])) + 1

    never_worse(case, changed(case, "donors", change))


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.sampled_from(["training", "places", "eligibility", "rules", "handover"]))
def test_a_looser_rule_never_worsens(seed: int, which: str) -> None:
    case = random_case(seed)
    if which == "training":
        looser = changed(case, "institutions", lambda row: row.update(training_places=None))
    elif which == "places":
        looser = changed(case, "assets", lambda row: row.update(max_purchase=None))
    elif which == "eligibility":
        looser = case.replace({"eligibility": []})
        looser = changed(looser, "donors", lambda row: row.update(match=None))
    elif which == "rules":
        looser = changed(case, "rules", lambda row: row.update(coefficient=float(str(row["coefficient"])) * 0.9))
        # The miss of a soft rule is relative to its base, which the coefficient enters: only level 1 can be compared.
        old, sizes = ranked(case)
        new, _ = ranked(looser)
        assert new[0] <= old[0] + 2e-6 * sizes["obligations"]
        return
    else:
        rows = [row for row in case.records("settings") if row["key"] != "handover"]
        looser = case.replace({"settings": rows, "handovers": []})
    never_worse(case, looser)


MONEY_COLUMNS = {
    "cadres": ("pay", "support", "training_cost", "severance", "pension"),
    "assets": ("price",), "donors": ("untied", "opening_carried", "match_base"), "phases": ("above",),
}


def in_other_units(case: Case, factor: float) -> Case:
    """Return the same case in a currency of which ``factor`` units make one old unit."""

    def scaled(value: object) -> object:
        return None if value is None else float(str(value)) * factor

    for table, columns in MONEY_COLUMNS.items():
        case = changed(case, table, lambda row, columns=columns: row.update({c: scaled(row[c]) for c in columns}))
    for table in ("pledges", "committed"):
        case = changed(case, table, lambda row: row.update({c: scaled(v) for c, v in row.items() if c.isdigit()}))

    def macro(row: dict[str, object]) -> None:
        if row["series"] in ("gdp", "own_spending"):
            row.update({c: scaled(v) for c, v in row.items() if c.isdigit()})

    def setting(row: dict[str, object]) -> None:
        if row["key"] in ("opening_arrears", "opening_reserve"):
            row["value"] = scaled(row["value"])

    return changed(changed(case, "macro", macro), "settings", setting)


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.sampled_from([0.001, 7.0, 100.0, 1e6]))
def test_scaling_the_currency_scales_money_and_leaves_people(seed: int, factor: float) -> None:
    case = random_case(seed)
    old, new = solved(case), solved(in_other_units(case, factor))
    sizes = natural_sizes(old.parameters)
    for name in ("obligations", "total_cost", "donor_money"):
        if name in old.levels:
            assert new.levels[name] / factor == pytest.approx(old.levels[name], rel=1e-5, abs=2e-6 * sizes[name])
    assert new.levels["needs"] == pytest.approx(old.levels["needs"], rel=1e-5, abs=2e-6 * sizes["needs"])
    for year, value in old.indicator("total_cost").items():
        assert new.indicator("total_cost")[year] / factor == pytest.approx(value, rel=2e-3)
    total = sum(old.by_year("strength", "strength").values())
    assert sum(new.by_year("strength", "strength").values()) == pytest.approx(total, rel=2e-3)


@settings(max_examples=12)
@given(st.integers(0, 10**6))
def test_permuting_rows_changes_nothing(seed: int) -> None:
    case = random_case(seed)
    rng = np.random.default_rng(seed)
    shuffled = {}
    for name in case.tables:
        rows = case.records(name)
        shuffled[name] = [rows[place] for place in rng.permutation(len(rows))]
    again = Case.of(shuffled)
    assert again == case
    assert again.digest == case.digest
    assert solved(again).tables == solved(case).tables


def test_the_same_case_gives_the_same_plan() -> None:
    case = random_case(7)
    first, second = solved(case), solved(case)
    assert first.tables == second.tables
    assert levels_of(first.solution) == levels_of(second.solution)
    assert project(case, {}).horizon.shown == 5
