"""What a calendar of exits does, in words and lines, from plans made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report.plan_fixture import YEARS, contradictory_plan, make_plan
from report.vega_lite import is_valid

from rightfin.case.lines import Line
from rightfin.report import facts
from rightfin.report.charts.handover import broken_chart, own_share_chart, step_chart
from rightfin.report.studies import handover
from rightfin.report.words.payment import payment_of
from rightfin.report.words.wording import money
from rightfin.result.plan import Plan, PlanTable


def with_tables(plan: Plan, **rows: list[tuple[object, ...]]) -> Plan:
    tables = {name: PlanTable(name, plan.tables[name].columns, cells) for name, cells in rows.items()}  # type: ignore[arg-type]
    return replace(plan, tables={**plan.tables, **tables})


def plan_of(least: float, steps: dict[int, float], *, short: bool) -> Plan:
    plan = make_plan(short=short)
    others = [row for row in plan.tables["indicators"].rows if row[0] != "own_step"]
    return with_tables(
        plan, objective=[("1a", "obligations", least), ("2", "needs", 1.0)],
        indicators=[*others, *(("own_step", "share of revenue", year, step) for year, step in steps.items())],
    )


PAID = plan_of(0.0, {2026: 0.01, 2027: -0.02}, short=False)
SHORT = plan_of(5e6, {2026: 0.01, 2030: 0.042}, short=True)


def text(plan: Plan, standing: Plan) -> str:
    return " ".join(sentence.text for sentence in handover.sentences(plan, standing))


def test_sentences_name_the_amount_the_worst_year_and_the_largest_step() -> None:
    failing = payment_of(SHORT).missing
    assert set(failing) == {2026, 2027}
    worst = max(failing, key=lambda year: failing[year])
    said = text(SHORT, PAID)
    assert "With these exits MRD 5.00 million cannot be paid or supported, whatever is done" in said
    assert f"{money(sum(failing.values()), 'MRD')} is missing, in 2 years" in said
    assert f"the largest amount in {worst} ({money(failing[worst], 'MRD')})" in said
    assert "As the case stands, everything due is paid" in said
    assert "rises most in 2030, by 4.2% of revenue; as the case stands, it rises most in 2026, by 1.0% of revenue" in said


def test_what_the_tolerance_leaves_unpaid_is_not_said_to_be_unavoidable() -> None:
    choice = replace(SHORT, most_unpaid=6e6, arrears_tolerance=0.01)
    said = text(choice, choice)
    assert "everything could be paid, but to cover needs" in said
    assert "whatever is done" not in said
    figures = {found.label: found.value for found in handover.compared(choice, choice)}
    assert figures["Cannot be paid at least"] == "MRD 0"


def test_the_case_itself_is_compared_with_nothing_and_equal_plans_are_said_to_be_equal() -> None:
    assert "With these exits" not in text(SHORT, SHORT)
    assert {found.standing for found in handover.compared(SHORT, SHORT)} == {""}
    again = replace(SHORT, title="Same")
    assert "This is so as the case stands, too." in text(again, SHORT)
    assert all(found.value == found.standing for found in handover.compared(again, SHORT))


def test_contradictions_on_either_side() -> None:
    contradiction = contradictory_plan()
    for limit in contradiction.conflict:
        assert limit in text(contradiction, PAID)
    assert handover.compared(contradiction, PAID) == ()
    assert "there is no plan" in text(SHORT, contradiction)
    assert {found.standing for found in handover.compared(SHORT, contradiction)} == {""}
    assert set(handover.broken(SHORT, contradiction)["line"]) == {handover.THESE}


def test_only_handovers_of_the_whole_sector_ask_for_its_share() -> None:
    plan = with_tables(PAID, handover=[
        (name, year, share, 0.0, 0.0, 1.0)
        for name, share in (("sector", 0.3), ("all", 0.5), ("police", 0.9)) for year in YEARS
    ])
    lines = [Line(str(row[0]), str(row[1]), str(row[2])) for row in plan.tables["lines"].rows]
    police = [line for line in lines if line[0] == "police"]
    asked = handover.required_share(plan, {"sector": lines, "all": lines, "police": police})
    assert asked == dict.fromkeys(YEARS, 0.5)
    assert handover.required_share(plan, {"police": police}) == {}


def test_lines_hold_the_numbers_of_both_plans() -> None:
    broken = handover.broken(SHORT, PAID)
    failing = payment_of(SHORT).missing
    found = {(line, year): value for line, year, value in broken.itertuples(index=False)}
    assert {year: found[handover.THESE, year] for year in failing} == failing
    assert sum(found.values()) == pytest.approx(sum(failing.values()))
    steps = handover.steps(SHORT, PAID)
    assert steps.values.tolist() == [
        [handover.THESE, 2026, 0.01], [handover.THESE, 2030, 0.042],
        [handover.STANDING, 2026, 0.01], [handover.STANDING, 2027, -0.02],
    ]


def test_charts_draw_each_line_once_and_know_when_there_is_only_one() -> None:
    required = dict.fromkeys(YEARS, 0.5)
    shares = handover.own_share(SHORT, PAID, required)
    for chart, frame in (
        (own_share_chart(shares), shares), (step_chart(handover.steps(SHORT, PAID)), handover.steps(SHORT, PAID)),
        (broken_chart(handover.broken(SHORT, PAID), facts.money_scale(SHORT)), handover.broken(SHORT, PAID)),
    ):
        assert is_valid(chart)
        drawn = str(chart)
        for line in set(frame["line"]):
            assert line in drawn
    alone = step_chart(handover.steps(PAID, PAID))
    assert "layer" not in alone
    assert alone["encoding"]["color"]["legend"] is None
