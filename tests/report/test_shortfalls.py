"""What a plan falls short of, from tables made by hand and from small cases."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from pipeline import tiny_case
from report.plan_fixture import make_plan

from rightfin.planning import plan
from rightfin.report.words.shortfalls import (
    band_edges,
    broken_rules,
    broken_sentence,
    edge_sentence,
    hardest_sentence,
    lacking,
    lacking_sentence,
    steps,
)
from rightfin.result.plan import Plan, PlanTable


def with_table(made: Plan, name: str, rows: list[tuple[str | int | float, ...]]) -> Plan:
    table = PlanTable(name, made.tables[name].columns, rows)
    return replace(made, tables=MappingProxyType({**made.tables, name: table}))


def test_a_soft_rule_that_is_missed_is_named_with_year_and_size() -> None:
    made = make_plan()
    found = broken_rules(made)
    assert [(one.name, one.year) for one in found] == [("justice share", 2025), ("justice share", 2026)]
    assert found[0].found == pytest.approx(0.072)
    assert broken_sentence(made) == (
        "Soft rules are broken: justice share, 7.20% of people in 2025 and 7.20% in 2026 against at least 8.00%."
    )


def test_many_years_of_a_rule_or_other_shares_are_counted_beside_the_worst() -> None:
    rows = [("share", 2025 + n, "strength", "at_least", 0.08, 70.0 + n, 1000.0, "no", "all") for n in range(4)]
    told = broken_sentence(with_table(make_plan(), "rules", rows))
    assert told == "Soft rules are broken: share, 7.00% of people in 2025 against at least 8.00%, and in 3 more years."
    rows = [(*rows[0][:4], 0.09, *rows[0][5:]), rows[1]]
    told = broken_sentence(with_table(make_plan(), "rules", rows))
    assert told == "Soft rules are broken: share, 7.00% of people in 2025 against at least 9.00%, and in one more year."


@pytest.mark.parametrize(("measure", "group", "words"), [
    ("strength", "all", "people"), ("hires", "all", "recruits"), ("cost", "all", "cost"),
    ("strength", "institution:army", "people of National Army"), ("strength", "cadre:soldier", "Soldiers"),
    ("strength", "cadre:soldier|judge & women", "women who are Soldiers or Judges and prosecutors"),
    ("strength", "sector:defence|non_state & civilian", "civilians in defence and non-state"),
    ("strength", "tag:front_line", "people tagged front line"),
    ("hires", "cadre:soldier & women & civilian", "recruits as Soldiers who are civilian women"),
    ("cost", "institution:army & category:pay|capital", "cost of pay and capital of National Army"),
    ("cost", "category:recurrent & cadre:soldier", "recurrent cost for Soldiers"),
    ("cost", "item:truck", "cost for Trucks"),
])
def test_a_broken_rule_says_of_whom_or_what_its_share_is(measure: str, group: str, words: str) -> None:
    rows = [("ratio", 2025, measure, "at_least", 1.5, 900.0, 1000.0, "no", group)]
    assert broken_sentence(with_table(make_plan(), "rules", rows)) == (
        f"Soft rules are broken: ratio, 90.00% of {words} in 2025 against at least 150.00%."
    )


def test_the_plan_says_what_the_right_side_of_a_rule_is() -> None:
    """Half as many guards as soldiers are asked for, soft, and no money is worth them: nobody needs a guard."""
    case = tiny_case()
    soldier = case.records("cadres")[0]
    made = plan(case.replace({
        "cadres": [soldier, {**soldier, "cadre": "guard", "name": "Guards", "opening_strength": 100.0, "entry": False}],
        "rules": [{"rule": "guards", "measure": "strength", "left": "cadre:guard", "relation": "at_least",
                   "coefficient": 0.5, "right": "cadre:soldier"}],
        "strength_limits": [{"cadre": "guard", "bound": "max", "hard": True, "2021": 5000.0}],
    }))
    assert {(row["rule"], row["compared_with"]) for row in made.tables["rules"].records()} == {
        ("guards", "cadre:soldier"), ("guard", ""),
    }
    assert " of Soldiers in 20" in broken_sentence(made)


@pytest.mark.parametrize(("left", "hard", "is_broken"), [(79.99, "no", False), (79.0, "no", True), (79.0, "yes", False)])
def test_rounding_and_hard_rules_are_not_broken(left: float, hard: str, is_broken: bool) -> None:
    rows = [("share", 2025, "strength", "at_least", 0.08, left, 1000.0, hard, "all")]
    assert bool(broken_rules(with_table(make_plan(), "rules", rows))) == is_broken


def test_a_soft_strength_limit_is_told_in_people() -> None:
    rows = [("soldier", 2025, "limit", "at_most", 1.0, 9000.0, 8000.0, "no", "")]
    assert broken_sentence(with_table(make_plan(), "rules", rows)) == (
        "Soft rules are broken: Soldiers, 9,000 in 2025 against at most 8,000."
    )


def test_a_missed_target_is_told_in_its_unit() -> None:
    rows = [("police_density", 2025, "per_100k", "at_least", 220.0, 212.34, "no"),
            ("school", 2026, "hires", "at_most", 500.0, 620.0, "no"),
            ("law", 2026, "strength", "at_least", 9.0, 8.0, "yes")]
    assert broken_sentence(with_table(with_table(make_plan(), "rules", []), "targets", rows)) == (
        "Soft rules are broken: the target police_density, 212.3 per 100,000 inhabitants in 2025 against at least 220.0 "
        "per 100,000 inhabitants; the target school, 620 recruits in 2026 against at most 500 recruits."
    )


def kit_case(trucks: float) -> Plan:
    """Return a plan whose state could support all 10,000 soldiers if there were trucks for them."""
    asset = {"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": trucks, "price": 4000.0,
             "life": 8.0, "max_purchase": trucks / 8.0}
    return plan(tiny_case(
        soldier={"attrition": 0.0, "entry": False}, assets=[asset], settings={"arrears_tolerance": 0.0, "tail_years": 0},
        equipment=[{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
    ))


def test_people_who_lack_kit_are_told_which() -> None:
    made = kit_case(800.0)
    one, = lacking(made, 2021)
    assert one.people == pytest.approx(2000.0, rel=1e-4)
    assert one.accepted == pytest.approx(2000.0, rel=1e-4)
    assert one.kit == ("Trucks",)
    assert lacking_sentence(made, 2021) == "In 2021, 2,000 Soldiers lack Trucks."


def test_people_who_lack_money_are_not_told_of_kit() -> None:
    assert lacking_sentence(make_plan(), 2025).startswith("In 2025, ")
    for one in lacking(make_plan(), 2025):
        assert one.kit == () or one.cadre in ("Soldiers", "Constables")


def test_coverage_on_the_edge_of_a_band_is_a_weighting() -> None:
    made = make_plan()
    rows = [(*row[:6], 0.5 * float(row[3])) if row[0] == "insurgency" else row for row in made.tables["needs"].rows]
    found = [one for one in band_edges(with_table(made, "needs", rows)) if one.need == "Insurgency"]
    assert [(one.coverage, one.penalty, one.penalty_beyond) for one in found] == [(0.5, 1.0, 2.0)]
    assert found[0].years == made.years
    assert edge_sentence(with_table(made, "needs", rows)) == (
        "Where the weighting of the case changes stands Insurgency at 50.0% (what is missing beyond counts 1 instead of 2)."
    )
    assert edge_sentence(made) == ""


def dearer(made: Plan, by: float) -> Plan:
    """Return a plan with the same things at prices that rise by a share a year more."""
    first = made.years[0]
    fiscal = [
        tuple(
            cell if column in ("year", "population")
            else float(cell) * (1.0 + by) ** (int(row[0]) - first - (column == "outlay_before" and int(row[0]) > first))
            for column, cell in zip(made.tables["fiscal"].columns, row, strict=True)
        )
        for row in made.tables["fiscal"].rows
    ]
    budget = [(*row[:3], *(float(cell) * (1.0 + by) ** (int(row[2]) - first) for cell in row[3:]))
              for row in made.tables["budget"].rows]
    figures = [(*row[:3], float(row[3]) * (1.0 + by) ** (int(row[2]) - first) if row[1] == made.currency else row[3])
               for row in made.tables["indicators"].rows]
    return with_table(with_table(with_table(made, "fiscal", fiscal), "budget", budget), "indicators", figures)


def test_the_first_year_is_held_against_the_base_year() -> None:
    made = make_plan(short=False)
    base = sum(float(cost) for _, _, cost in made.tables["base_year"].rows)
    deflator = float(made.table("fiscal")["deflator"].iloc[0])
    first = float(made.table("budget").groupby("year")["cost"].sum().iloc[0])
    assert steps(made)[0].asked == pytest.approx(first / deflator / base - 1.0)
    assert steps(with_table(made, "base_year", []))[0].asked is None


def test_steps_are_real() -> None:
    """Prices that rise do not make a year hard."""
    made = make_plan(short=False)
    for one, other in zip(steps(made), steps(dearer(made, 0.5)), strict=True):
        assert (one.asked is None) == (other.asked is None)
        assert other.asked == pytest.approx(one.asked)
        assert other.own == pytest.approx(one.own)
    assert hardest_sentence(made) == hardest_sentence(dearer(made, 0.5)) != ""
