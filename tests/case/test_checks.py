from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from small_case import (
    YEARS,
    Change,
    added,
    amounts,
    deleted,
    edited,
    setting,
    small_case,
    small_tables,
    years,
)

from rightfin.case import Case, Issue, Severity
from rightfin.case.checks import CHECKS, check_case
from rightfin.schema import BY_NAME

ERROR, WARNING = Severity.ERROR, Severity.WARNING
EVERY_YEAR = {f"y{year}": value for year, value in amounts(1.0).items()}
ZERO = dict.fromkeys(EVERY_YEAR, 0.0)


def found(case: Case) -> list[Issue]:
    return list(check_case(case))


def test_small_case_has_no_issue() -> None:
    assert found(small_case()) == []


BY_PHASES = added("handovers", handover="h", path="phases", phase_rule="r")
PEOPLED = added("regions", region="national", name="All", population=2e6)

ROBES = added("pay_parts", cadre="judge", part="robe", kind="allowance", amount=10.0)
STEPS = added("pay_grid", cadre="judge", grade="j", step=1, amount=10.0, share=1.0)

Expected = tuple[str, Severity, str, str, str]

CASES: list[tuple[list[Change], Expected]] = [
    # pay
    ([edited("cadres", "judge", pay=None)], ("pay_missing", ERROR, "cadres", "judge", "pay")),
    ([ROBES], ("pay_twice", ERROR, "cadres", "judge", "pay")),
    ([STEPS], ("pay_twice", ERROR, "cadres", "judge", "pay")),
    ([edited("cadres", "judge", pay=None), ROBES, STEPS], ("pay_twice", ERROR, "pay_parts", "judge/robe", "cadre")),
    ([edited("cadres", "judge", pay=None), ROBES, added("pay_parts", cadre="judge", part="car", kind="perk", amount=1.0)],
     ("not_a_choice", ERROR, "pay_parts", "judge/car", "kind")),
    ([edited("cadres", "judge", pay=None), added("pay_parts", cadre="judge", part="car", kind="base", amount=1.0,
                                                 currency="GBP")],
     ("unknown_currency", ERROR, "pay_parts", "judge/car", "currency")),
    ([edited("cadres", "judge", pay=None), ROBES,
      added("over_time", table="cadres", row="judge", column="pay", y2027=10.0)],
     ("over_time_parts", ERROR, "over_time", "cadres/judge/pay", "column")),
    ([edited("cadres", "judge", pay=None), STEPS,
      added("pay_grid", cadre="judge", grade="j", step=2, amount=2.0, share=0.1)],
     ("grid_shares", ERROR, "pay_grid", "judge/j/1", "share")),
    ([edited("cadres", "judge", pay=None), STEPS,
      added("pay_grid", cadre="judge", grade="j", step=2, amount=2.0, share=0.0, moves=0.2)],
     ("grid_top", WARNING, "pay_grid", "judge/j/2", "moves")),
    ([edited("cadres", "judge", pension=10.0, pension_share=0.5)],
     ("pension_twice", ERROR, "cadres", "judge", "pension_share")),
    # years and settings
    ([setting("end_year", 2025)], ("horizon", ERROR, "settings", "end_year", "value")),
    ([setting("end_year", 2086)], ("horizon", ERROR, "settings", "end_year", "value")),
    (
        [edited("cadres", "judge", training_lead=4)],
        ("short_tail", WARNING, "settings", "tail_years", "value"),
    ),
    (
        [setting("handover", "linear"), setting("handover_start", 2028), setting("handover_end", 2028)],
        ("handover_years", ERROR, "settings", "handover_end", "value"),
    ),
    (
        [setting("handover", "linear"), setting("handover_start", 2030), setting("handover_end", 2032)],
        ("handover_late", WARNING, "settings", "handover_start", "value"),
    ),
    (
        [setting("handover", "linear"), setting("handover_from", 0.5), setting("handover_to", 0.2)],
        ("handover_falls", WARNING, "settings", "handover_to", "value"),
    ),
    ([setting("handover_end", 2029)], ("handover_unused", WARNING, "settings", "handover_end", "value")),
    # values against the schema
    ([deleted("demand", "*")], ("missing_table", ERROR, "demand", "", "")),
    ([setting("title", None)], ("missing_entry", ERROR, "settings", "title", "value")),
    ([deleted("macro", "revenue_ratio")], ("missing_entry", ERROR, "macro", "revenue_ratio", "")),
    ([setting("discount_rat", 0.1)], ("unknown_entry", ERROR, "settings", "discount_rat", "key")),
    (
        [added("macro", series="real_growth:EUR", y2026=0.1)],
        ("unknown_entry", ERROR, "macro", "real_growth:EUR", "series"),
    ),
    (
        [added("needs", need="war", name="War again", weight=1.0)],
        ("duplicate_key", ERROR, "needs", "war", "need"),
    ),
    ([edited("cadres", "judge", opening_strength=None)], ("missing_value", ERROR, "cadres", "judge", "opening_strength")),
    ([edited("cadres", "judge", attrition=6.0)], ("out_of_bounds", ERROR, "cadres", "judge", "attrition")),
    ([edited("cadres", "judge", pay="much")], ("not_a_number", ERROR, "cadres", "judge", "pay")),
    ([edited("cadres", "judge", pay="200")], ("wrong_type", ERROR, "cadres", "judge", "pay")),
    ([setting("base_year", 2025.0)], ("wrong_type", ERROR, "settings", "base_year", "value")),
    ([setting("discount_rate", 5.0)], ("out_of_bounds", ERROR, "settings", "discount_rate", "value")),
    (
        [edited("macro", "revenue_ratio", y2027=12.0)],
        ("out_of_bounds", ERROR, "macro", "revenue_ratio", "2027"),
    ),
    ([edited("demand", "war", y2027=-1.0)], ("out_of_bounds", ERROR, "demand", "war/national", "2027")),
    ([edited("pledges", "usa", y2028=None)], ("blank_amount", ERROR, "pledges", "usa", "2028")),
    (
        [edited("institutions", "army", sector="defense")],
        ("not_a_choice", ERROR, "institutions", "army", "sector"),
    ),
    ([edited("needs", "war", bands="0.2:1;0.3:2")], ("not_bands", ERROR, "needs", "war", "bands")),
    # references
    (
        [edited("cadres", "judge", institution="court")],
        ("unknown_reference", ERROR, "cadres", "judge", "institution"),
    ),
    ([edited("effects", "judge", need="*")], ("unknown_reference", ERROR, "effects", "judge/*", "need")),
    (
        [edited("demand", "war", region="north")],
        ("unknown_reference", ERROR, "demand", "war/north", "region"),
    ),
    (
        [added("threat_levels", need="wars", y2026=1.0)],
        ("unknown_reference", ERROR, "threat_levels", "wars", "need"),
    ),
    # macro
    (
        [years("macro", "real_growth", y2028=0.1)],
        ("series_incomplete", ERROR, "macro", "real_growth", "2026"),
    ),
    (
        [years("macro", "max_step_share", y2027=0.1)],
        ("series_incomplete", ERROR, "macro", "max_step_share", "2026"),
    ),
    ([years("macro", "gdp", y2026=2e11)], ("no_base_value", ERROR, "macro", "gdp", "2025")),
    ([edited("macro", "gdp", y2026=2e11)], ("base_only", WARNING, "macro", "gdp", "2026")),
    ([deleted("macro", "own_spending")], ("no_own_spending", ERROR, "macro", "own_spending", "2025")),
    ([setting("handover", "by_year")], ("no_own_share", ERROR, "macro", "own_share", "2026")),
    (
        [setting("handover", "by_year"), added("macro", series="own_share", y2028=0.5)],
        ("series_incomplete", ERROR, "macro", "own_share", "2026"),
    ),
    (
        [added("macro", series="own_share", y2026=0.5)],
        ("own_share_unused", WARNING, "macro", "own_share", ""),
    ),
    # currencies
    (
        [edited("cadres", "judge", pay_currency="EUR")],
        ("unknown_currency", ERROR, "cadres", "judge", "pay_currency"),
    ),
    (
        [edited("assets", "vehicle", currency="GBP")],
        ("unknown_currency", ERROR, "assets", "vehicle", "currency"),
    ),
    ([edited("donors", "usa", currency="CHF")], ("unknown_currency", ERROR, "donors", "usa", "currency")),
    ([deleted("macro", "exchange_rate")], ("rate_assumed", WARNING, "macro", "exchange_rate", "")),
    (
        [
            setting("foreign_currency", "AFN"),
            edited("assets", "vehicle", currency=None),
            edited("donors", "usa", currency=None),
        ],
        ("rate_unused", WARNING, "macro", "exchange_rate", ""),
    ),
    (
        [years("macro", "exchange_rate:EUR"), edited("macro", "exchange_rate:EUR", note="to be agreed")],
        ("no_rate", ERROR, "macro", "exchange_rate:EUR", ""),
    ),
    (
        [added("macro", series="exchange_rate:USD", y2025=80.0)],
        ("two_rates", ERROR, "macro", "exchange_rate:USD", "series"),
    ),
    (
        [added("macro", series="exchange_rate:AFN", y2025=80.0)],
        ("rate_unused", WARNING, "macro", "exchange_rate:AFN", "series"),
    ),
    # people
    (
        [added("promotions", from_="judge", to="judge", max_rate=0.1)],
        ("promotion_to_itself", ERROR, "promotions", "judge/judge", "to"),
    ),
    (
        [added("promotions", from_="sergeant", to="judge", max_rate=0.1)],
        ("promotion_across", ERROR, "promotions", "sergeant/judge", "to"),
    ),
    (
        [added("promotions", from_="sergeant", to="constable", max_rate=0.1)],
        ("promotion_cycle", ERROR, "promotions", "sergeant/constable", "to"),
    ),
    (
        [added("strength_limits", cadre="soldier", bound="min", hard=True, y2028=26_000.0)],
        ("limits_cross", ERROR, "strength_limits", "soldier/min", "2028"),
    ),
    (
        [added("strength_limits", cadre="soldier", bound="min", y2028=26_000.0)],
        ("limits_cross", WARNING, "strength_limits", "soldier/min", "2028"),
    ),
    (
        [edited("cadres", "soldier", min_strength=26_000.0)],
        ("limits_cross", WARNING, "strength_limits", "soldier/max", "2027"),
    ),
    (
        [edited("cadres", "judge", min_strength=400.0, max_strength=300.0)],
        ("limits_cross", WARNING, "cadres", "judge", "min_strength"),
    ),
    (
        [added("strength_limits", cadre="judge", bound="max")],
        ("limit_empty", WARNING, "strength_limits", "judge/max", "2026"),
    ),
    ([edited("cadres", "judge", pension=0.0)], ("no_pension", WARNING, "cadres", "judge", "pension")),
    (
        [edited("cadres", "clerk", opening_pensioners=5.0)],
        ("no_pension", WARNING, "cadres", "clerk", "pension"),
    ),
    (
        [edited("cadres", "judge", attrition=None)],
        ("no_pensioners", WARNING, "cadres", "judge", "retiring_share"),
    ),
    ([edited("cadres", "judge", entry=False)], ("no_entry", WARNING, "cadres", "judge", "entry")),
    (
        [edited("cadres", "judge", overhead_ratio=0.1)],
        ("overhead_unused", WARNING, "cadres", "judge", "overhead_ratio"),
    ),
    (
        [added("institutions", institution="navy", name="Navy", sector="defence")],
        ("institution_empty", WARNING, "institutions", "navy", ""),
    ),
    # equipment
    (
        [
            added(
                "assets",
                asset="room",
                institution="courts",
                name="Room",
                opening_stock=9.0,
                price=1.0,
                life=20.0,
            ),
            added("equipment", asset="room", cadre="clerk", units_per_head=0.1),
        ],
        ("equipment_of_overhead", ERROR, "equipment", "room/clerk", "cadre"),
    ),
    (
        [added("equipment", asset="vehicle", cadre="judge", units_per_head=0.1)],
        ("equipment_across", ERROR, "equipment", "vehicle/judge", "asset"),
    ),
    ([deleted("equipment", "vehicle")], ("asset_unused", WARNING, "assets", "vehicle", "")),
    # needs
    (
        [
            added("needs", need="fraud", name="Fraud", weight=1.0),
            added("effects", cadre="judge", need="fraud", effect=1.0),
        ],
        ("no_demand", WARNING, "needs", "fraud", ""),
    ),
    ([years("demand", "war", y2025=0.0)], ("zero_demand", WARNING, "demand", "war/national", "2026")),
    (
        [added("threat_levels", need="war", y2026=0.0)],
        ("zero_demand", WARNING, "demand", "war/national", "2026"),
    ),
    (
        [edited("demand", "war", basis="per_100k")],
        ("no_population", ERROR, "demand", "war/national", "basis"),
    ),
    (
        [
            edited("demand", "war", basis="per_100k"),
            added("regions", region="national", name="All", population=0.0),
        ],
        ("no_population", WARNING, "demand", "war/national", "basis"),
    ),
    (
        [added("demand", need="war", region="*", y2026=1.0)],
        ("demand_unused", WARNING, "demand", "war/*", "region"),
    ),
    ([deleted("effects", "soldier")], ("unserved", WARNING, "needs", "war", "")),
    (
        [edited("effects", "soldier", max_share=0.9)],
        ("shares_below_one", WARNING, "effects", "soldier/war", "max_share"),
    ),
    # money
    ([edited("donors", "usa", exit_year=2025)], ("exit_before_plan", WARNING, "donors", "usa", "exit_year")),
    ([edited("donors", "usa", exit_year=2199)], ("exit_far", WARNING, "donors", "usa", "exit_year")),
    (
        [edited("donors", "usa", opening_carried=5.0)],
        ("opening_lapses", WARNING, "donors", "usa", "carry_over"),
    ),
    ([deleted("pledges", "usa")], ("no_pledge", WARNING, "donors", "usa", "")),
    ([edited("pledges", "usa", **ZERO)], ("pledge_lapses", WARNING, "pledges", "usa", "")),
    ([edited("donors", "usa", delay_years=4)], ("pledge_lapses", WARNING, "pledges", "usa", "")),
    ([edited("donors", "usa", arrival_share=0.0)], ("pledge_lapses", WARNING, "pledges", "usa", "")),
    (
        [added("eligibility", donor="usa", institution="*", category="*", allowed=False)],
        ("eligibility_contradicts", ERROR, "eligibility", "*/courts/*/*", "allowed"),
    ),
    (
        [
            added("eligibility", donor="usa", institution="*", category="*", allowed=False),
            added("eligibility", donor="usa", institution="courts", category="*", allowed=False),
        ],
        ("funds_nothing", WARNING, "donors", "usa", ""),
    ),
    ([edited("donors", "eu", match=None)], ("no_match", WARNING, "co_financing", "eu/police/*/*", "donor")),
    (
        [added("eligibility", donor="usa", institution="police", category="pay", item="tank", allowed=True)],
        ("item_unknown", ERROR, "eligibility", "usa/police/pay/tank", "item"),
    ),
    (
        [added("running_costs", institution="police", category="pay", item="constable/bonus", y2027=5.0)],
        ("item_slash", ERROR, "running_costs", "police/pay/constable/bonus", "item"),
    ),
    (
        [added("committed", institution="police", category="pay", item="constable/bonus", y2027=5.0)],
        ("item_slash", ERROR, "committed", "police/pay/constable/bonus", "item"),
    ),
    (
        [added("co_financing", donor="eu", institution="police", category="capital", item="constable")],
        ("item_unknown", ERROR, "co_financing", "eu/police/capital/constable", "item"),
    ),
    ([edited("donors", "usa", untied=5.0)], ("untied_unused", WARNING, "donors", "usa", "untied")),
    ([edited("co_financing", "eu", institution="army")], ("empty_scope", WARNING, "donors", "eu", "match")),
    (
        [setting("opening_arrears", 1e9), setting("max_clearing_share", 0.0)],
        ("arrears_stay", WARNING, "settings", "max_clearing_share", "value"),
    ),
    ([setting("opening_reserve", 1e9)], ("reserve_closed", WARNING, "settings", "reserve_allowed", "value")),
    (
        [setting("reserve_allowed", True), setting("max_saving_share", 0.0)],
        ("reserve_empty", WARNING, "settings", "max_saving_share", "value"),
    ),
    # handovers
    (
        [setting("handover", "linear"), added("handovers", handover="sector", path="linear")],
        ("handover_name", ERROR, "handovers", "sector", "handover"),
    ),
    (
        [added("handovers", handover="h", path="linear", start=2028, end=2028)],
        ("handover_years", ERROR, "handovers", "h", "end"),
    ),
    (
        [added("handovers", handover="h", path="s_curve", start=2030)],
        ("handover_years", ERROR, "handovers", "h", "start"),
    ),
    (
        [added("handovers", handover="h", path="linear", start=2030, end=2032)],
        ("handover_late", WARNING, "handovers", "h", "start"),
    ),
    (
        [added("handovers", handover="h", path="stepped", from_=0.5, to=0.2)],
        ("handover_falls", WARNING, "handovers", "h", "to"),
    ),
    (
        [added("handovers", handover="h", path="by_year", y2026=0.5, end=2029)],
        ("handover_column_unused", WARNING, "handovers", "h", "end"),
    ),
    (
        [added("handovers", handover="h", path="linear", steps=4)],
        ("handover_column_unused", WARNING, "handovers", "h", "steps"),
    ),
    (
        [added("handovers", handover="h", path="by_year", y2026=0.5, from_=0.2)],
        ("handover_column_unused", WARNING, "handovers", "h", "from"),
    ),
    (
        [added("handovers", handover="h", path="by_year", y2026=0.5, to=0.9)],
        ("handover_column_unused", WARNING, "handovers", "h", "to"),
    ),
    (
        [added("handovers", handover="h", path="by_year", y2015=0.0, y2018=1.0)],
        ("handover_past", WARNING, "handovers", "h", "2018"),
    ),
    (
        [added("handovers", handover="h", path="linear", y2026=0.5)],
        ("handover_years_unused", WARNING, "handovers", "h", "path"),
    ),
    (
        [added("handovers", handover="h", path="linear", max_step=0.0)],
        ("handover_never_rises", WARNING, "handovers", "h", "max_step"),
    ),
    (
        [added("handovers", handover="h", path="by_year", y2028=0.5)],
        ("handover_incomplete", ERROR, "handovers", "h", "2026"),
    ),
    (
        [added("handovers", handover="h", path="by_year")],
        ("handover_incomplete", ERROR, "handovers", "h", "2026"),
    ),
    ([added("handovers", handover="h", path="linear", scope="polices")], ("group", ERROR, "handovers", "h", "scope")),
    (
        [added("handovers", handover="h", path="linear", scope="item:tank")],
        ("group_unknown", ERROR, "handovers", "h", "scope"),
    ),
    (
        [added("handovers", handover="h", path="linear", scope="institution:army & civilian")],
        ("group_empty", ERROR, "handovers", "h", "scope"),
    ),
    (
        [added("handovers", handover="h", path="linear", scope="institution:navy")],
        ("group_unknown", ERROR, "handovers", "h", "scope"),
    ),
    (
        [added("handovers", handover="h", path="linear", scope="category:capital")],
        ("group_empty", ERROR, "handovers", "h", "scope"),
    ),
    (
        [
            added("handovers", handover="h", path="linear", scope="institution:courts"),
            edited("eligibility", "*", allowed=False),
        ],
        ("handover_unfunded", WARNING, "handovers", "h", "scope"),
    ),
    # phase rules
    ([added("handovers", handover="h", path="phases")], ("no_phase_rule", ERROR, "handovers", "h", "phase_rule")),
    (
        [added("handovers", handover="h", path="phases", phase_rule="r")],
        ("unknown_reference", ERROR, "handovers", "h", "phase_rule"),
    ),
    (
        [added("phases", phase_rule="r", phase="p", order=1)],
        ("phase_rule_unused", WARNING, "phases", "r/p", "phase_rule"),
    ),
    (
        [
            BY_PHASES,
            added("phases", phase_rule="r", phase="p", order=1, longest=2),
            added("phases", phase_rule="r", phase="q", order=1),
        ],
        ("phases_equal", ERROR, "phases", "r/q", "order"),
    ),
    (
        [
            BY_PHASES,
            added("phases", phase_rule="r", phase="p", order=1),
            added("phases", phase_rule="r", phase="q", order=2),
        ],
        ("phase_unreached", ERROR, "phases", "r/q", "test"),
    ),
    (
        [BY_PHASES, PEOPLED, added("phases", phase_rule="r", phase="p", order=1, test="income_per_head")],
        ("no_threshold", ERROR, "phases", "r/p", "above"),
    ),
    (
        [BY_PHASES, added("phases", phase_rule="r", phase="p", order=1, above=900.0)],
        ("threshold_unused", WARNING, "phases", "r/p", "above"),
    ),
    (
        [BY_PHASES, added("phases", phase_rule="r", phase="p", order=1, share_to=1.0)],
        ("line_without_end", ERROR, "phases", "r/p", "share_to"),
    ),
    (
        [BY_PHASES, added("phases", phase_rule="r", phase="p", order=1, longest=3, share=0.5, share_to=0.4)],
        ("line_falls", ERROR, "phases", "r/p", "share_to"),
    ),
    (
        [BY_PHASES, added("phases", phase_rule="r", phase="p", order=1, longest=3, growth=0.1, share_to=0.4)],
        ("growth_unused", WARNING, "phases", "r/p", "share_to"),
    ),
    (
        [
            BY_PHASES,
            added("phases", phase_rule="r", phase="p", order=1, longest=2),
            added("phases", phase_rule="r", phase="q", order=2, longest=2, growth_rate=0.1),
            added("phases", phase_rule="r", phase="s", order=3, longest=4, share_to=1.0),
        ],
        ("growth_of_nothing", WARNING, "phases", "r/q", "growth_rate"),
    ),
    (
        [BY_PHASES, added("phases", phase_rule="r", phase="p", order=1, longest=3, grace_years=3)],
        ("all_grace", ERROR, "phases", "r/p", "grace_years"),
    ),
    (
        [BY_PHASES, added("phases", phase_rule="r", phase="p", order=1, test="income_per_head", above=9.0)],
        ("no_inhabitants", ERROR, "phases", "r/p", "test"),
    ),
    (
        [BY_PHASES, PEOPLED, years("macro", "gdp", y2026=2e11),
         added("phases", phase_rule="r", phase="p", order=1, test="income_per_head", above=9.0)],
        ("no_income", ERROR, "phases", "r/p", "test"),
    ),
    (
        [BY_PHASES, PEOPLED, deleted("macro", "exchange_rate"),
         added("phases", phase_rule="r", phase="p", order=1, test="income_per_head", above=9.0)],
        ("phase_rate_assumed", WARNING, "phases", "r/p", "test"),
    ),
    # matches with a base
    (
        [edited("donors", "usa", match_base=1e6)],
        ("match_base_unused", WARNING, "donors", "usa", "match_base"),
    ),
    (
        [edited("donors", "eu", match_base=9e9)],
        ("match_base_above_ceiling", WARNING, "donors", "eu", "match_base"),
    ),
    # rules
    ([edited("rules", "women", left="womens")], ("group", ERROR, "rules", "women", "left")),
    ([edited("rules", "women", left="category:pay")], ("group_measure", ERROR, "rules", "women", "left")),
    ([edited("rules", "women", left="item:judge")], ("group_measure", ERROR, "rules", "women", "left")),
    ([edited("rules", "justice", right="item:tank")], ("group_unknown", ERROR, "rules", "justice", "right")),
    (
        [edited("rules", "women", right="institution:polices")],
        ("group_unknown", ERROR, "rules", "women", "right"),
    ),
    (
        [edited("rules", "women", right="cadre:soldier & civilian")],
        ("group_empty", ERROR, "rules", "women", "right"),
    ),
    (
        [edited("rules", "justice", left="sector:corrections")],
        ("group_empty", ERROR, "rules", "justice", "left"),
    ),
    ([edited("rules", "justice", last_year=2026)], ("rule_years", ERROR, "rules", "justice", "last_year")),
    ([edited("rules", "women", last_year=2024)], ("rule_never", WARNING, "rules", "women", "last_year")),
    ([edited("rules", "women", first_year=2031)], ("rule_never", WARNING, "rules", "women", "first_year")),
    # units
    (
        [edited("macro", "gdp", y2025=2e5), edited("macro", "own_spending", y2025=1.0)],
        ("magnitude", WARNING, "macro", "gdp", "2025"),
    ),
    ([edited("cadres", "*", pay=0.06)], ("magnitude", WARNING, "macro", "gdp", "2025")),
    (
        [edited("macro", "own_spending", y2025=2.5e10)],
        ("magnitude", WARNING, "macro", "own_spending", "2025"),
    ),
    (
        [added("regions", region="national", name="All", population=400.0)],
        ("magnitude", WARNING, "regions", "national", "population"),
    ),
    # scenarios
    (
        [edited("scenarios", "boom", key="real_grow")],
        ("scenario_change", ERROR, "scenarios", "boom/1", "key"),
    ),
    (
        [
            added(
                "scenarios",
                scenario="bust",
                order=1,
                table="cadres",
                key="guard",
                column="pay",
                operation="set",
                value=1.0,
            )
        ],
        ("scenario_breaks", WARNING, "scenarios", "bust/1", ""),
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"), CASES, ids=[f"{n}-{e[0]}" for n, (_, e) in enumerate(CASES)]
)
def test_each_problem_is_found_at_its_place(changes: list[Change], expected: Expected) -> None:
    issues = found(small_case(*changes))
    places = [(issue.code, issue.severity, issue.table, issue.row, issue.column) for issue in issues]
    assert expected in places, places
    for issue in issues:
        assert issue.message.endswith((".", "?", ")"))
        assert issue.remedy.endswith((".", "?"))


@pytest.mark.parametrize(
    "changes",
    [
        [edited("cadres", "soldier", severance=100.0)],
        [edited("cadres", "soldier", max_strength=30_000.0)],
        [
            added("demand", need="crime", region="national", y2026=5.0),
            deleted("demand", "crime"),
            added("demand", need="crime", region="*", y2026=5.0),
        ],
        [added("eligibility", donor="usa", institution="*", category="*", allowed=True)],
        [
            added("eligibility", donor="usa", institution="courts", category="*", allowed=False),
            added("eligibility", donor="*", institution="courts", category="pay", allowed=False),
        ],
        [years("macro", "max_step_share")],
        [setting("handover", "by_year"), added("macro", series="own_share", y2026=0.5)],
        [
            setting("foreign_currency", "AFN"),
            deleted("macro", "exchange_rate"),
            edited("assets", "vehicle", currency=None),
            edited("donors", "usa", currency=None),
        ],
        [added("handovers", handover="h", path="by_year", y2025=0.4)],
        [added("handovers", handover="h", path="by_year", y2015=0.0, y2018=0.4, y2030=0.5)],
        [BY_PHASES, added("phases", phase_rule="r", phase="p", order=1, share=0.1, growth_rate=0.1)],
        [
            added("handovers", handover="h", path="phases", phase_rule="r", from_=0.1),
            added("phases", phase_rule="r", phase="p", order=1, growth_rate=0.1),
        ],
        [edited("cadres", "judge", pay_currency="USD", pay=3_000.0)],
        [edited("effects", "soldier", max_share=1.0)],
        [edited("donors", "eu", match=0.0)],
        [edited("rules", "women", left="all & women", right="cadre:constable|policewoman")],
        [added("promotions", from_="policewoman", to="sergeant", max_rate=0.1)],
    ],
)
def test_what_is_fine_is_left_alone(changes: list[Change]) -> None:
    assert found(small_case(*changes)) == []


def test_nothing_is_said_of_what_an_unknown_path_uses() -> None:
    case = small_case(added("handovers", handover="h", end=2029, steps=4, y2026=0.5))
    assert [(issue.code, issue.column) for issue in found(case)] == [("missing_value", "path")]


def test_suggestions_name_the_nearest() -> None:
    issues = found(small_case(edited("cadres", "judge", institution="court"), setting("discount_rat", 0.1)))
    assert {i.remedy for i in issues if i.code in ("unknown_reference", "unknown_entry")} == {
        "Did you mean courts?",
        "Did you mean discount_rate?",
    }


def test_limit_row_goes_before_the_cadre() -> None:
    case = small_case(edited("cadres", "soldier", max_strength=1.0, min_strength=24_000.0))
    assert found(case) == []


def test_cycle_of_three_is_reported_once() -> None:
    case = small_case(
        added("promotions", from_="sergeant", to="policewoman", max_rate=0.1),
        added("promotions", from_="policewoman", to="constable", max_rate=0.1),
    )
    cycles = [issue for issue in found(case) if issue.code == "promotion_cycle"]
    assert [issue.message for issue in cycles] == [
        "Promotions lead round in a circle: constable to sergeant to policewoman to constable."
    ]


def test_all_problems_are_found_at_once() -> None:
    case = small_case(
        edited("cadres", "judge", pay=None),
        deleted("macro", "own_spending"),
        edited("rules", "women", left="x:y"),
        edited("equipment", "vehicle", cadre="judges"),
    )
    codes = {issue.code for issue in found(case)}
    assert {"pay_missing", "no_own_spending", "group", "unknown_reference"} <= codes


def test_contradiction_that_a_more_specific_row_settles_is_no_contradiction() -> None:
    contradiction = [
        added("eligibility", donor="eu", institution="police", category="*", allowed=True),
        added("eligibility", donor="eu", institution="*", category="pay", allowed=False),
    ]
    assert [i.code for i in found(small_case(*contradiction))] == ["eligibility_contradicts"]
    settled = added("eligibility", donor="eu", institution="police", category="pay", allowed=True)
    courts = added("eligibility", donor="eu", institution="courts", category="pay", allowed=True)
    assert found(small_case(*contradiction, settled, courts)) == []


def test_an_empty_case_lacks_its_required_tables() -> None:
    issues = found(Case.of({}))
    assert {issue.table for issue in issues} == {name for name, table in BY_NAME.items() if table.required}


@pytest.mark.parametrize("table", list(BY_NAME))
def test_no_check_fails_without_a_table(table: str) -> None:
    tables = small_tables()
    tables.pop(table, None)
    found(Case.of(tables))


WRONG = [None, "nonsense", -1.0, 1e12, True, "*", 1900, ""]


@given(st.integers(0, 2**32))
@example(17552)  # a growth of -1
def test_no_check_fails_on_a_damaged_case(seed: int) -> None:
    rng = random.Random(seed)
    tables = small_tables()
    for _ in range(rng.randint(1, 6)):
        name = rng.choice(sorted(tables))
        if not tables[name] or rng.random() < 0.1:
            tables[name] = []
            continue
        row = rng.choice(tables[name])
        columns = [c.name for c in BY_NAME[name].columns]
        columns += [str(y) for y in YEARS] if BY_NAME[name].years else []
        row[rng.choice(columns)] = rng.choice(WRONG)
    for check in CHECKS:
        assert check.__doc__
    for issue in check_case(Case.of(tables)):
        assert issue.message
        assert issue.remedy


def test_amounts_are_worded_in_full_and_years_in_the_right_number() -> None:
    case = small_case(
        setting("opening_arrears", 1_234_567_890.0), setting("max_clearing_share", 0.0), setting("tail_years", 0),
        edited("cadres", "judge", opening_pensioners=1_234_567.0, pension=0.0, retiring_share=0.0),
    )
    words = " ".join(issue.message for issue in found(case))
    assert "opening_arrears of 1,234,567,890," in words
    assert "1234567 pensioners" in words
    assert "takes 1 year," in words


def test_a_number_out_of_bounds_is_quoted_as_typed() -> None:
    issue = next(i for i in found(small_case(setting("rule_weight", 1_234_567.25))) if i.code == "out_of_bounds")
    assert issue.message.startswith("1234567.25 is above")
