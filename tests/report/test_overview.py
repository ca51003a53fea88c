"""The overview: every number on it is that of the plan's tables, and news is good or bad as a reader takes it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipeline import donor, tiny_case
from report.plan_fixture import contradictory_plan, make_plan
from report.vega_lite import is_valid

from rightfin.case import Case
from rightfin.planning import plan as planned
from rightfin.report import facts
from rightfin.report.charts.overview import sustained_chart
from rightfin.report.overview import Overview, overview_of
from rightfin.report.overview.figures import MINUS, Better, FigureUnit, KeyFigure, figures
from rightfin.report.overview.numbers import numbers_of_plan
from rightfin.report.overview.sustained import ASKED, ASKED_BEFORE, KEPT_UP, SUSTAINED, paid_and_sustained
from rightfin.report.overview.tone import Tone
from rightfin.report.words.wording import money, percent
from rightfin.result.plan import Plan, PlanTable
from rightfin.study.briefing.study import briefing


def figure(found: Overview, name: str) -> KeyFigure:
    return next(one for one in found.figures if one.name == name)


def with_indicator(plan: Plan, name: str, values: dict[int, float]) -> Plan:
    table = plan.tables["indicators"]
    rows = [row for row in table.rows if row[0] != name] + [(name, "MRD", year, value) for year, value in values.items()]
    changed = PlanTable("indicators", table.columns, rows)
    return replace(plan, tables=MappingProxyType({**plan.tables, "indicators": changed}))


def test_a_plan_that_cannot_be_paid_is_bad_news_with_its_amount_and_first_year() -> None:
    plan = make_plan()
    found = overview_of(plan)
    assert found.banner.tone is Tone.BAD
    missing = {row.year: row.missing for row in facts.yearly(plan) if row.missing > 0.0}
    assert money(sum(missing.values()), "MRD") in found.banner.text
    assert f"first in {min(missing)}, in {len(missing)} years" in found.banner.text
    unpaid = figure(found, "unpaid")
    assert unpaid.bad
    worst = max(missing, key=lambda year: missing[year])
    assert unpaid.note == f"2 years, worst in {worst}: {money(missing[worst], 'MRD')}, current prices"


def test_a_plan_that_is_paid_and_not_kept_is_mixed_and_says_what_lacks() -> None:
    found = overview_of(make_plan(short=False))
    assert found.banner.tone is Tone.MIXED
    assert f"the state lacks {money(1.25e6, 'MRD')} a year (prices of 2032)" in found.banner.text
    assert not figure(found, "unpaid").bad
    kept = figure(found, "kept")
    assert kept.bad
    assert kept.value == percent(1.0 - 1.25e6 / 1.2e8)
    assert kept.span == "2032"  # only the last year is known where the case does not ask for it


def test_a_plan_that_is_paid_and_kept_is_good_unless_a_rule_is_broken() -> None:
    plan = with_indicator(make_plan(short=False), "steady_state_margin", {2032: 1e6})
    plan = with_indicator(plan, "sustainable_strength", facts.indicator(plan, "total_strength"))
    rules = replace(plan, tables=MappingProxyType({
        **plan.tables, **{name: PlanTable(name, plan.tables[name].columns) for name in ("rules", "targets", "ceilings")}}))
    good = overview_of(rules)
    assert good.banner.tone is Tone.GOOD
    assert "can be kept up for good" in good.banner.text
    row = ("street", 2030, "strength", "at_least", 9.0, 3.0, "no")
    missed = PlanTable("targets", plan.tables["targets"].columns, [row])
    bad = overview_of(replace(rules, tables=MappingProxyType({**rules.tables, "targets": missed})))
    assert bad.banner.tone is Tone.MIXED
    assert "but a rule of the case is broken" in bad.banner.text
    assert any("street" in why for why in bad.banner.why)


def test_a_contradiction_has_a_sentence_and_no_figures() -> None:
    plan = contradictory_plan()
    found = overview_of(plan, make_plan())
    assert found.banner.tone is Tone.BAD
    assert len(found.banner.why) == len(plan.conflict)
    assert (found.figures, found.answers) == ((), ())


def test_figures_are_those_of_the_tables_in_one_order() -> None:
    plan = make_plan()
    found, rows = overview_of(plan), facts.yearly(plan)
    assert [one.name for one in found.figures] == ["unpaid", "covered", "people", "donors", "burden", "kept"]
    assert figure(found, "covered").values == tuple(row.coverage for row in rows)
    assert figure(found, "people").values == tuple(row.strength for row in rows)
    assert figure(found, "donors").values == pytest.approx([row.donors / row.asked for row in rows])
    burden = facts.indicator(plan, "own_share_of_revenue")
    assert figure(found, "burden").values == pytest.approx([burden[row.year] for row in rows])
    assert figure(found, "unpaid").values == pytest.approx([row.missing / row.asked for row in rows])
    assert not any(one.change for one in found.figures)  # nothing was changed


def test_the_difference_is_that_of_what_is_shown_and_has_its_direction() -> None:
    short, whole = make_plan(), make_plan(short=False)
    worse = overview_of(short, whole)
    assert figure(worse, "unpaid").standing == figure(overview_of(whole), "unpaid").values
    few = replace(numbers_of_plan(whole), covered=(0.5,) * 8, people=(100.0,) * 8)
    more = replace(few, covered=(0.512,) * 8, people=(150.0,) * 8)
    by_name = {one.name: one for one in figures(more, few)}
    assert (by_name["covered"].change, by_name["covered"].tone) == ("+1.2 points against the case", Tone.GOOD)
    assert (by_name["people"].change, by_name["people"].tone) == ("+50 against the case", Tone.NEUTRAL)
    back = {one.name: one for one in figures(few, more)}
    assert (back["covered"].change, back["covered"].tone) == (f"{MINUS}1.2 points against the case", Tone.BAD)
    early = replace(few, covered=(0.5, 0.4, *few.covered[2:]))
    (told,) = (one for one in figures(early, few) if one.name == "covered")
    assert (told.change, told.tone) == (f"{MINUS}10.0 points against the case in 2026", Tone.BAD)
    assert by_name["donors"].change == "as in the case"
    assert by_name["donors"].tone is Tone.NEUTRAL


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.sampled_from(Better))
def test_a_difference_is_rounded_once_it_is_made(last: float, before: float, better: Better) -> None:
    one = KeyFigure("x", "X", "", FigureUnit.SHARE, better, (2030,), (last,), (before,), "", bad=False)
    shown = round(100.0 * (last - before), 1)
    told = one.change
    assert (told == "as in the case") is (shown == 0.0)
    if shown:
        assert told.startswith(f"{'+' if shown > 0 else MINUS}{abs(shown):.1f} points")
        wanted = (Tone.GOOD if (shown > 0) is (better is Better.MORE) else Tone.BAD)
        assert one.tone is (Tone.NEUTRAL if better is Better.NEITHER else wanted)


def test_people_are_subtracted_before_they_are_rounded() -> None:
    """33,409.6 and 32,895.4 read 33,410 and 32,895, and differ by 514."""
    one = KeyFigure("x", "X", "", FigureUnit.PEOPLE, Better.NEITHER, (2030,), (32_895.4,), (33_409.6,), "", bad=False)
    assert one.moved == (2030, -514.0)


def with_donor() -> Case:
    return tiny_case(**donor(5.0))  # type: ignore[arg-type]


def test_what_was_not_asked_says_so_and_what_was_has_its_numbers() -> None:
    case = with_donor()
    plan = planned(case)
    before = {one.name: one for one in overview_of(plan).answers}
    assert [one.question for one in before.values()] == [
        "When can donors leave?", "What breaks first?", "What would close the gap?"]
    assert (before["leave"].headline, before["leave"].tried) == ("Not tried yet", False)
    assert (before["close"].headline, before["close"].tried) == ("Not tried yet", False)
    found = briefing(case)
    after = {one.name: one for one in overview_of(found.plan, None, found).answers}
    assert all(one.tried for one in after.values())
    assert found.exits is not None
    first = found.exits.earliest
    assert (str(first) if first is not None else "none") in after["leave"].headline.replace("after", "none")


def test_a_case_without_donors_says_that_there_is_none() -> None:
    leave = overview_of(planned(tiny_case())).answers[0]
    assert leave.headline == "There is no donor: the state pays alone."
    assert leave.tried


def test_the_picture_and_its_table_have_the_same_numbers() -> None:
    plan, other = make_plan(), make_plan(short=False)
    for standing in (None, other):
        chart = sustained_chart(plan, standing)
        assert is_valid(chart)
        drawn = {(row["line"], row["year"]): row["amount"] for part in chart["layer"] for row in part["data"]["values"]
                 if "line" in row}
        drawn |= {(row["payer"], row["year"]): row["amount"] for part in chart["layer"] for row in part["data"]["values"]
                  if "payer" in row}
        told = {(line, year): amount / 1e6 for line, year, amount in paid_and_sustained(plan, standing) if line != ASKED}
        assert drawn == pytest.approx(told)
        assert any(line == ASKED_BEFORE for line, _ in told) is (standing is not None)


def test_the_stack_is_all_that_is_asked() -> None:
    rows = paid_and_sustained(make_plan())
    for year in make_plan().years:
        parts = [amount for line, at, amount in rows if at == year and line not in (ASKED, SUSTAINED)]
        assert sum(parts) == pytest.approx(next(amount for line, at, amount in rows if (line, at) == (ASKED, year)))


def test_what_keeping_the_force_up_costs_stands_where_the_case_asks_and_is_what_the_share_is_of() -> None:
    plan = make_plan()
    upkeep = {year: 1.25e9 + int(year) for year in plan.years}
    asked = with_indicator(with_indicator(plan, "kept_up_cost", upkeep), "overhang", dict.fromkeys(plan.years, 1e8))
    by_line = {year: amount for line, year, amount in paid_and_sustained(asked) if line == KEPT_UP}
    assert by_line == pytest.approx(upkeep)
    share = figure(overview_of(asked), "kept").values
    assert share == pytest.approx([(cost - 1e8) / cost for cost in upkeep.values()])
    assert KEPT_UP in str(sustained_chart(asked))
    without = with_indicator(plan, "kept_up_cost", {})
    assert KEPT_UP not in str(sustained_chart(without))
    assert KEPT_UP not in {line for line, *_ in paid_and_sustained(without)}


def test_what_can_be_sustained_counts_donors_who_never_leave_and_no_savings() -> None:
    plan = make_plan()
    ceilings = {row.year: row.ceiling for row in facts.yearly(plan)}
    alone = {year: amount for line, year, amount in paid_and_sustained(plan) if line == SUSTAINED}
    assert alone == pytest.approx(ceilings)
    assert "own money alone can pay" in sustained_chart(plan)["title"]["subtitle"]
    lasting = with_indicator(plan, "lasting_money", dict.fromkeys(plan.years, 5e6))
    both = {year: amount for line, year, amount in paid_and_sustained(lasting) if line == SUSTAINED}
    assert both == pytest.approx({year: amount + 5e6 for year, amount in ceilings.items()})
    assert "donors who never leave" in sustained_chart(lasting)["title"]["subtitle"]
