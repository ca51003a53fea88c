"""Why needs are short and numbers move, in words, from plans and findings made by hand."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from golden_case import golden_case
from report.plan_fixture import CADRES, YEARS, make_plan

from rightfin.fiscal.project import project
from rightfin.fiscal.terms import Rule
from rightfin.lp.rules import LIMITS
from rightfin.report.composition import asked_of
from rightfin.report.page.asks import ask_for
from rightfin.report.page.force import the_force
from rightfin.report.page.gaps import not_done
from rightfin.report.page.parts import Section
from rightfin.report.page.reasons import _LIMITS
from rightfin.report.words.wording import percent
from rightfin.result.plan import Plan, PlanTable
from rightfin.study.briefing.asks import GivesWay
from rightfin.study.briefing.easing import Eased, _changes
from rightfin.study.briefing.ranges import Number, Range, Ranges
from rightfin.study.briefing.relief import Relief
from rightfin.study.briefing.stated import Cause, Stated
from rightfin.study.briefing.study import Briefing


def with_rows(plan: Plan, name: str, rows: list[tuple[str | int | float, ...]]) -> Plan:
    table = PlanTable(name, plan.tables[name].columns, rows)
    return replace(plan, tables=MappingProxyType({**plan.tables, name: table}))


def said(section: Section, label: str) -> str:
    return next(line.text for line in section.lines if line.label == label)


def rule(left: str, coefficient: float, right: tuple[str, ...], relation: str = "at_least", measure: str = "hires") -> Rule:
    return Rule("r", measure, relation, coefficient, (left,), right, (), (), "all", frozenset(YEARS), hard=False,
                base=1.0)


def half_covered(plan: Plan) -> Plan:
    """Return a plan in which Insurgency stands at 50% in every year, where its bands meet."""
    rows = [(*row[:6], 0.5 * float(row[3])) if row[0] == "insurgency" else row for row in plan.tables["needs"].rows]
    return with_rows(plan, "needs", rows)


def test_a_limit_and_the_weighting_are_one_account_and_an_edge_is_explained_once() -> None:
    plan = half_covered(make_plan())
    found = Briefing(plan, eased=(
        Eased("money", "", 0.01, {"insurgency": {2031: 0.01, 2032: 0.01}}),
        Eased("training", "army", 0.01, {"insurgency": {2025: 0.01}, "violent_crime": {2025: 0.01}}),
    ))
    section = not_done(plan, found)
    assert said(section, "Insurgency").endswith(
        "Held back by: 2025 training places of National Army, at the edge of our own weighting (what is missing above 50% "
        "counts 1, below it 2); 2026-2030 our own weighting; 2031-2032 money, at the edge of our own weighting."
    )
    assert "Held back by: 2025 training places of National Army; 2026-" in said(section, "Violent crime")
    assert section.lines[0].label == "Held back by"


def test_the_entry_of_the_case_that_accepts_people_without_support_is_named() -> None:
    plan = make_plan(short=False)
    text = said(not_done(plan, None), "In pay without kit or rooms")
    assert "by its support floor, the least share of each cadre that must be supported." in text
    assert "The case accepts all of them" not in text
    at = plan.tables["strength"].columns.index("hollow")
    none_hollow = with_rows(plan, "strength", [(*row[:at], 0.0, *row[at + 1:]) for row in plan.tables["strength"].rows])
    assert "The case accepts all of them" in said(not_done(none_hollow, None), "In pay without kit or rooms")


def stated(rules: tuple[Rule, ...] = (), **causes: Cause) -> Stated:
    return Stated((), {k: dict.fromkeys(YEARS, causes.get(k, Cause.SCHOOL)) for k in CADRES}, rules, None)


def moved(plan: Plan, cadre: str, numbers: dict[int, float], **others: float) -> Plan:
    """Return a plan in which a cadre has other strengths, and other flows in every year."""
    columns, rows = plan.tables["strength"].columns, []
    for row in plan.tables["strength"].rows:
        cells = dict(zip(columns, row, strict=True))
        if cells["cadre"] == cadre:
            cells |= {"strength": numbers[int(row[1])], **others}
        rows.append(tuple(cells.values()))
    return with_rows(plan, "strength", rows)


def course(first: float, between: float, last: float) -> dict[int, float]:
    return dict.fromkeys(YEARS, between) | {YEARS[0]: first, YEARS[-1]: last}


def test_a_peak_and_who_came_and_went_are_told() -> None:
    plan = moved(make_plan(), "soldier", course(33_000.0, 25_000.0, 20_000.0), integrated=500.0, exits=250.0)
    assert said(the_force(plan, Briefing(plan, stated())), "National Army").endswith(
        "Soldiers: 30,000 in 2024, 33,000 in 2025, 20,000 in 2032, 4,000 integrated, 2,000 demobilised "
        "(2025-2032 as many as can be trained). Of others: Officers 649 demobilised."
    )
    alone = moved(plan, "officer", course(3_000.0, 3_000.0, 3_000.0), exits=0.0)
    assert "Of others" not in said(the_force(alone, Briefing(alone, stated())), "National Army")
    former = moved(plan, "officer", course(3_000.0, 3_000.0, 3_000.0), exits=25.0, integrated=250.0, retirements=12.5)
    assert said(the_force(former, Briefing(former, stated())), "National Army").endswith(
        " Of others: Officers 2,000 integrated, 200 demobilised and 100 retired in known years.")
    struck = moved(make_plan(), "soldier", course(33_000.0, 25_000.0, 20_000.0), exits=0.0, struck=100.0,
                   retirements=50.0)
    assert "20,000 in 2032, 800 ghosts struck off, 400 retired in known years (" in said(
        the_force(struck, Briefing(struck, stated())), "National Army")
    low = moved(make_plan(), "judge", course(300.0, 500.0, 900.0), exits=1.0)
    assert "400 in 2024, 300 in 2025, 900 in 2032, 8 let go (" in said(
        the_force(low, Briefing(low, stated())), "Courts & prosecution")
    flat = moved(make_plan(), "judge", course(402.0, 500.0, 502.0), exits=0.0)
    assert "Judges and prosecutors: 400 in 2024, 502 in 2032 (" in said(
        the_force(flat, Briefing(flat, stated())), "Courts & prosecution")


def test_a_school_that_others_fill_is_told_with_who_they_are() -> None:
    plan = moved(make_plan(), "constable", course(19_000.0, 16_000.0, 10_000.0), hires=5.0)
    plan = moved(plan, "sergeant", dict.fromkeys(YEARS, 2_000.0), hires=95.0)
    text = said(the_force(plan, Briefing(plan, stated())), "National Police")
    assert "as many as can be trained" not in text
    assert "(2025-2032 the school is full: of 800 who join 40 are Constables and 760 Sergeants)" in text
    alone = moved(plan, "sergeant", dict.fromkeys(YEARS, 2_000.0), hires=0.5)
    assert "(2025-2032 as many as can be trained)" in said(
        the_force(alone, Briefing(alone, stated())), "National Police")


def test_what_no_limit_holds_is_explained_once() -> None:
    plan = make_plan()
    found = Briefing(plan, stated(**dict.fromkeys(CADRES, Cause.WEIGHED)))
    text = "\n".join(line.text for line in the_force(plan, found).lines)
    assert text.count("no limit of its own holds: as many as needs and money make best") == 1
    assert text.count("(2025-2032 no limit of its own") == 4


def test_a_rule_that_settles_a_number_is_said_with_its_share() -> None:
    plan = make_plan()
    rules = (rule("judge", 0.02, tuple(CADRES), measure="strength"),)
    assert said(the_force(plan, Briefing(plan, stated(rules, judge=Cause.RULE))), "Courts & prosecution").endswith(
        "(2025-2032 by a rule of the case). The case asks for at least 2% of all people."
    )
    assert "asks for" not in said(the_force(plan, Briefing(plan, stated(rules))), "Courts & prosecution")


def tied(least: float, other_greatest: float, year: int = YEARS[-1]) -> Briefing:
    """Return a briefing in which ties decide how many of the police are sergeants, of 22,000 with the constables."""
    plan = moved(make_plan(), "sergeant", dict.fromkeys(YEARS, 12_000.0), exits=0.0)
    plan = moved(plan, "constable", dict.fromkeys(YEARS, 10_000.0), exits=0.0)
    ranges = (Range(Number.STRENGTH, "sergeant", year, 12_000.0, least, 16_000.0),
              Range(Number.STRENGTH, "constable", year, 10_000.0, 6_000.0, other_greatest))
    both = ("constable", "sergeant")
    rules = (rule("sergeant", 0.4, both, "at_most"), rule("sergeant", 0.25, both))
    return Briefing(plan, stated(rules, sergeant=Cause.RULE), ranges=Ranges(ranges, 20, 0))


def test_a_number_that_ties_decide_has_no_reasons_of_its_own() -> None:
    found = tied(5_000.0, 17_000.0)
    assert said(the_force(found.plan, found), "National Police").endswith(
        "Sergeants: 2,000 in 2024, 12,000 in 2032, though 5,000 to 16,000 would be as good. The case asks for at least 25% "
        "and at most 40% of all who join National Police. Together with Constables: 20,000 in 2024, 22,000 in "
        "2032 either way (2025-2032 as many as can be trained)."
    )


def test_numbers_whose_sum_moves_too_are_not_told_together() -> None:
    found = tied(5_000.0, 12_000.0)
    text = said(the_force(found.plan, found), "National Police")
    assert "would be as good" in text
    assert "Together" not in text
    assert "trained" not in text


def test_the_sum_of_two_is_not_told_where_a_third_number_is_open() -> None:
    found = tied(5_000.0, 17_000.0)
    known = found.ranges
    assert known is not None
    third = Range(Number.STRENGTH, "soldier", YEARS[-1], 10_000.0, 9_000.0, 11_000.0)
    found = replace(found, ranges=replace(known, ranges=(*known.ranges, third)))
    assert "Together" not in said(the_force(found.plan, found), "National Police")


def test_a_few_people_more_or_less_take_away_no_reason() -> None:
    found = tied(5_000.0, 17_000.0)
    known = found.ranges
    assert known is not None
    narrow = replace(known.ranges[0], least=11_950.0, greatest=12_020.0)
    found = replace(found, ranges=replace(known, ranges=(narrow,)))
    text = said(the_force(found.plan, found), "National Police")
    assert "as good" not in text
    assert "(2025-2031 by a rule of the case; 2032 any of 11,950 to 12,020)" in text


def test_a_tie_of_another_year_is_told_with_its_year() -> None:
    found = tied(5_000.0, 12_000.0, 2029)
    assert said(the_force(found.plan, found), "National Police").endswith(
        "(2025-2028 and 2030-2032 by a rule of the case; 2029 any of 5,000 to 16,000). The case asks for at least 25% and "
        "at most 40% of all who join National Police."
    )


def test_institutions_that_count_as_justice_are_named_and_those_that_do_not() -> None:
    plan = make_plan()
    names = replace(plan.names, sectors={**plan.names.sectors, "courts": "non_state", "army": "justice"})
    assert said(the_force(plan, None), "Justice and prisons").endswith("Counted: Courts & prosecution and Prison Service.")
    other = replace(plan, names=replace(names, cofog={**names.cofog, "courts": "03.4"}))
    assert said(the_force(other, None), "Justice and prisons").endswith(
        "Counted: National Army and Prison Service; not Courts & prosecution.")


@pytest.mark.parametrize("relation", ["at_least", "at_most"])
def test_rules_in_words(relation: str) -> None:
    plan, words = make_plan(), relation.replace("_", " ")
    both = ("constable", "sergeant")
    cases = {
        f"{words} 25% of all who join National Police": rule("constable", 0.25, both, relation),
        f"{words} 2 for each of the Judges and prosecutors": rule("constable", 2.0, ("judge",), relation, "strength"),
        f"{words} 25% of people of National Police": rule("constable", 0.25, both, relation, "strength"),
        f"{words} 2 for each of those who join as Soldiers or Judges and prosecutors":
            rule("constable", 2.0, ("soldier", "judge"), relation),
        f"{words} 10% as many as Constables": rule("sergeant", 0.1, ("constable",), relation, "strength"),
        f"{words} 0.2% of all people": rule("judge", 0.002, tuple(CADRES), relation, "strength"),
    }
    for text, one in cases.items():
        assert asked_of(plan, [one]) == [text]


def test_each_limit_that_is_eased_has_its_words() -> None:
    eased = {family for (family, _), _ in _changes(project(golden_case(), {}))}
    assert eased - {"money", "donors"} <= {limit.name for limit in LIMITS}
    assert eased <= set(_LIMITS)


def test_what_may_spend_more_within_the_limits_is_not_said_to_cost_nobody_more() -> None:
    plan = make_plan()
    one = Relief(GivesWay.PART_CEILING, "", "a ceiling police_max 10% higher", 0.0, 1.0, 0.16, "2", {}, 0.0, False)
    section = ask_for(Briefing(plan, stated(), reliefs=(one,)))
    assert said(section, "A ceiling police_max 10% higher") == (
        "closes 16% of the gap; asks for no money beyond the ceiling of own spending and the pledges.")
    assert not any("costs no" in line.text for line in section.lines)


def test_easing_that_takes_support_to_pay_bills_is_not_said_to_support_anybody() -> None:
    """A ceiling of 0 on new bills, opened: bills go before fuel, and needs lose what was supported."""
    opened = Relief(GivesWay.PART_OPENED, "", "own money under the ceiling new", 4e3, -4.5, -0.46, "1a", {}, 0.0, False)
    section = ask_for(Briefing(make_plan(), stated(), reliefs=(opened,)))
    assert said(section, "Worst restriction") == (
        "a ceiling of 0 by part. Eased to own money under the ceiling new: more can be paid or supported, which comes "
        "first: the gap widens by 46%.")
    both = ask_for(Briefing(make_plan(), stated(), reliefs=(replace(opened, closes=4.5, share=0.46),)))
    assert said(both, "Own money under the ceiling new").startswith("more can be paid or supported, and it closes 46% of")


def test_what_a_peace_operation_meets_is_said_with_the_need() -> None:
    """It meets 5% of the need of the south until 2027."""
    plan = make_plan()
    needs = plan.table("needs").query("need == 'insurgency' and year == 2025")
    share = needs["external"].sum() / needs["needed"].sum()
    told = f"Of the need others, such as a peace operation, meet {percent(share)} in 2025 and nothing from 2028 on."
    assert told in said(not_done(plan, None), "Insurgency")
    rows = [(*row[:4], 0.0, *row[5:]) for row in plan.tables["needs"].rows]
    assert "Of the need" not in said(not_done(with_rows(plan, "needs", rows), None), "Insurgency")
