"""Targets of people and tags of cadres: closed forms, laws and what the checks say."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, Row, solved, tiny_case
from real_budgets import real_budget
from solve.test_laws import changed, never_worse

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.planning import plan
from rightfin.result.accounts import AccountError, check_accounts
from rightfin.result.plan import PlanTable, Status

YEARS = range(2021, 2027)
DISCOUNTED = sum(1.05**-n for n in range(1, 12))


def with_target(relation: str = "at_least", measure: str = "strength", group: str = "all", *, hard: bool = False,
                demand: float = 20_000.0, **years: float) -> Case:
    """Return the tiny case with one target; ``years`` are y2021 and so on. A need of less than 10,000 leaves money over."""
    target: Row = {"target": "size", "measure": measure, "group": group, "relation": relation, "hard": hard}
    target |= {year[1:]: value for year, value in years.items()}
    return tiny_case(targets=[target], demand=[{"need": "war", "region": "national", "2021": demand}],
                     regions=[{"region": "national", "name": "All", "population": 4 * MILLION}],
                     soldier={"tags": "uniform | front"})


def codes(case: Case) -> set[str]:
    return {issue.code for issue in check_case(case)}


def test_what_is_missing_to_a_soft_target_weighs_as_a_share_of_it() -> None:
    """20 million pay 10,000 soldiers; 12,000 are aimed at: a sixth is missing in each of eleven years."""
    found = solved(with_target(y2021=12_000.0))
    assert found.by_year("targets", "found") == pytest.approx(dict.fromkeys(YEARS, 10_000.0), rel=3e-5)
    assert found.by_year("targets", "asked") == dict.fromkeys(YEARS, 12_000.0)
    plain = solved(tiny_case()).levels["needs"]
    assert found.levels["needs"] == pytest.approx(plain + 0.3 * DISCOUNTED / 6.0, rel=3e-5)


def test_a_target_keeps_people_whom_no_need_asks_for() -> None:
    found = solved(with_target(demand=5000.0, group="tag:front", y2023=8000.0, y2025=9000.0))
    strength = found.by_year("strength", "strength")
    assert strength[2024] == pytest.approx(8000.0, rel=3e-5)
    assert strength[2025] == strength[2026] == pytest.approx(9000.0, rel=3e-5)
    free = solved(with_target(demand=5000.0, y2030=1.0)).by_year("strength", "strength")
    assert free[2026] == pytest.approx(10_000.0 * 0.9**6, rel=3e-5)


def test_a_target_per_head_grows_with_the_population() -> None:
    case = with_target(demand=4000.0, measure="per_100k", y2023=220.0)
    growth: Row = {"series": "population_growth", "2021": 0.02}
    found = solved(case.replace({"macro": [*case.records("macro"), growth]}))
    strength = found.by_year("strength", "strength")
    for year in range(2023, 2027):
        assert strength[year] == pytest.approx(40.0 * 220.0 * 1.02 ** (year - 2020), rel=3e-5)
    assert found.by_year("targets", "found") == pytest.approx(dict.fromkeys(range(2023, 2027), 220.0), rel=3e-5)


def test_a_hard_target_holds_at_any_price_and_the_accounts_check_it() -> None:
    found = solved(with_target(hard=True, y2021=14_000.0))
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, 14_000.0), rel=3e-5)
    assert found.by_year("fiscal", "unfunded") == pytest.approx(dict.fromkeys(YEARS, 1 * MILLION), rel=1e-4)
    levels = found.parameters.targets.target_level
    levels.setflags(write=True)
    levels[0, 2] += 10.0
    with pytest.raises(AccountError, match=r"the target size is missed: 10 at 2023"):
        check_accounts(found.tables, found.parameters)


def test_recruits_may_be_bounded() -> None:
    found = solved(with_target("at_most", "hires", hard=True, y2021=500.0, y2024=0.0))
    assert found.by_year("strength", "hires") == pytest.approx(
        {2021: 500.0, 2022: 500.0, 2023: 500.0, 2024: 0.0, 2025: 0.0, 2026: 0.0}, abs=0.5)


def test_nobody_is_a_target_too() -> None:
    """Against at most none, what is there counts by the opening strength; a court is bound to keep its people."""
    found = solved(with_target("at_most", y2026=0.0))
    plain = solved(tiny_case()).levels["needs"]
    assert found.levels["needs"] > plain


def test_hard_targets_that_contradict_are_named() -> None:
    case = with_target(hard=True, y2024=12_000.0)
    other: Row = {"target": "small", "measure": "strength", "group": "all", "relation": "at_most", "hard": True}
    made = plan(case.replace({"targets": [*case.records("targets"), {**other, "2024": 9000.0}]}))
    assert made.status is Status.CONTRADICTORY
    assert made.conflict == (
        "Targets: least number of people in 2024 (targets, row size, column 2024)",
        "Targets: greatest number of people in 2024 (targets, row small, column 2024)",
    )


def test_rules_compare_sectors_on_both_sides() -> None:
    case = tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence"},
                      {"institution": "courts", "name": "Courts", "sector": "justice"}],
        cadres=[{"cadre": "soldier", "institution": "army", "name": "Soldiers", "opening_strength": 8000.0, "pay": 1500.0,
                 "support": 500.0, "attrition": 0.1},
                {"cadre": "judge", "institution": "courts", "name": "Judges", "opening_strength": 400.0, "pay": 2000.0,
                 "attrition": 0.1}],
        effects=[{"cadre": "soldier", "need": "war", "effect": 1.0}, {"cadre": "judge", "need": "war", "effect": 0.001}],
        rules=[{"rule": "law", "measure": "strength", "left": "sector:justice", "relation": "at_least", "coefficient": 0.05,
                "right": "sector:defence|interior", "hard": True}],
    )
    found = solved(case)
    judges, soldiers = (found.by_year("strength", "strength", cadre=cadre) for cadre in ("judge", "soldier"))
    assert judges == pytest.approx({year: 0.05 * count for year, count in soldiers.items()}, rel=1e-4)


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.floats(1.01, 2.0))
def test_a_looser_target_never_worsens(seed: int, factor: float) -> None:
    case = real_budget(seed)
    assume(case.records("targets"))

    def change(row: dict[str, object]) -> None:
        for year in [c for c in row if c.isdigit() and row[c] is not None]:
            row[year] = float(str(row[year])) * (factor if row["relation"] == "at_most" else 1.0 / factor)

    never_worse(case, changed(case, "targets", change))


@pytest.mark.parametrize(("change", "code"), [
    ({"group": "tag:fornt"}, "group_unknown"),
    ({"group": "category:pay"}, "group_measure"),
    ({"group": "women"}, "group_empty"),
    ({"group": "tags:front"}, "group"),
    ({"2021": None}, "target_empty"),
])
def test_a_target_that_cannot_be_meant_is_told(change: Row, code: str) -> None:
    case = with_target(y2021=100.0)
    assert not codes(case) & {code}
    assert code in codes(changed(case, "targets", lambda row: row.update(change)))


def test_an_unknown_tag_is_told_with_the_tags_that_there_are() -> None:
    issues = check_case(changed(with_target(y2021=1.0), "targets", lambda row: row.update({"group": "tag:fornt"})))
    told = next(issue for issue in issues if issue.code == "group_unknown")
    assert "There is no fornt among the tags of cadres." in told.message
    assert "front" in told.remedy


def test_targets_need_recruits_and_inhabitants() -> None:
    nobody = changed(with_target(measure="hires", y2021=1.0), "cadres", lambda row: row.update({"entry": False}))
    assert "target_recruits" in codes(nobody)
    assert "no_population" in codes(with_target(measure="per_100k", y2021=1.0).replace({"regions": []}))
    assert "tag" in codes(changed(with_target(y2021=1.0), "cadres", lambda row: row.update({"tags": "a & b"})))


def test_the_table_of_targets_has_its_years_only() -> None:
    table = solved(with_target(y2024=100.0)).tables["targets"]
    assert isinstance(table, PlanTable)
    assert list(table.column("year")) == [2024, 2025, 2026]
