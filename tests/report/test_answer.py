from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from report.plan_fixture import contradictory_plan, make_plan

from rightfin.report import facts
from rightfin.report.words.answer import PlanAnswer, headline
from rightfin.report.words.payment import STRICT_GAP, amounts
from rightfin.report.words.wording import significant
from rightfin.result.plan import Plan, PlanTable


def said(answer: PlanAnswer, topic: str) -> str:
    return next(sentence.text for sentence in answer.sentences if sentence.topic == topic)


def with_rows(plan: Plan, name: str, rows: list[tuple[str | int | float, ...]]) -> Plan:
    table = PlanTable(name, plan.tables[name].columns, tuple(rows))
    return replace(plan, tables=MappingProxyType({**plan.tables, name: table}))


def with_indicator(plan: Plan, indicator: str, year: int, value: float) -> Plan:
    kept = [row for row in plan.tables["indicators"].rows if (row[0], row[2]) != (indicator, year)]
    return with_rows(plan, "indicators", [*kept, (indicator, "currency", year, value)])


def test_sentences_state_the_tables() -> None:
    plan = make_plan()
    answer = headline(plan)
    strength, budget = plan.table("strength"), plan.table("budget")
    for year in (2025, 2032):
        people = strength.loc[strength["year"] == year, "strength"].sum()
        assert f"{people:,.0f}" in said(answer, "size")
        cost = budget.loc[budget["year"] == year, "cost"].sum()
        own = budget.loc[budget["year"] == year, "own"].sum()
        assert f"MRD {cost / 1e6:.3g} million" in said(answer, "cost")
        assert f"{own / cost:.1%}" in said(answer, "who_pays")
    assert "of the asked cost in 2025" in said(answer, "who_pays")
    assert "is not paid, all years shown." in said(answer, "cost")
    assert said(headline(make_plan(short=False)), "cost").endswith("All of it is paid.")
    assert "National Police with 27,168" in said(answer, "size")
    assert "2030 is the last year with donor money" in said(answer, "who_pays")


def test_unpaid_names_years_and_amounts() -> None:
    plan = make_plan()
    text = said(headline(plan), "unpaid")
    unfunded = plan.table("fiscal").set_index("year")["unfunded"]
    assert f"Nobody pays MRD {unfunded[2026]:,.0f} in 2026 and MRD {unfunded[2027]:,.0f} in 2027." in text
    assert f"would cost MRD {unfunded[2026] / 2:,.0f} in 2026" in text
    assert "highest at the end of 2027" in text
    assert "Everything due is paid" not in text


def test_everything_paid() -> None:
    text = said(headline(make_plan(short=False)), "unpaid")
    assert text.startswith("Everything due is paid, and everyone who is paid is supported as the case asks.")
    # The case accepts them, but a reader must hear of them: 7.6 % of 54,844 people in 2025.
    assert "Support is thinnest in 2025: 4,168 people, 7.6% of the force" in text


def test_years_that_are_alike_have_no_worst_one() -> None:
    plan = make_plan(short=False)
    rows = [(*row[:3], 0.9 * float(row[2]), *row[4:]) for row in plan.tables["strength"].rows]
    text = said(headline(with_rows(plan, "strength", rows)), "unpaid")
    assert "In every year 10.0% of the force are paid without being supported" in text
    assert "Most people" not in text


def test_one_amount_in_every_year_is_said_once() -> None:
    assert amounts({2026: 5e6, 2027: 5e6, 2028: 5e6}, "MRD") == "MRD 5.00 million in each of the years 2026 to 2028"
    assert amounts({2026: 5e6, 2028: 5e6}, "MRD") == "MRD 5.00 million in each of 2026 and 2028"
    assert amounts({2026: 5e6}, "MRD") == "MRD 5.00 million in 2026"


def test_noise_of_the_solver_is_not_debt() -> None:
    plan = make_plan(short=False)
    noisy = with_rows(plan, "fiscal", [(*row[:4], 1e-2, *row[5:]) for row in plan.tables["fiscal"].rows])
    assert said(headline(noisy), "unpaid").startswith("Everything due is paid, and")


def with_level(plan: Plan, order: str, name: str, value: float) -> Plan:
    kept = [row for row in plan.tables["objective"].rows if row[:2] != (order, name)]
    return with_rows(plan, "objective", [*kept, (order, name, value)])


def unpayable(plan: Plan) -> Plan:
    return with_level(plan, "1a", "obligations", 5e6)


def test_unsupported_people_alone_are_told() -> None:
    plan = with_indicator(unpayable(make_plan(short=False)), "broken_obligations", 2028, 5e6)
    text = said(headline(plan), "unpaid")
    assert text.startswith("All bills are paid, but not everyone is supported. Some people")
    assert "MRD 5.00 million in 2028" in text


def test_many_unpaid_years_are_summed() -> None:
    plan = unpayable(make_plan(short=False))
    rows = [
        (*row[:4], 1e6 * (row[0] - 2020) if row[0] < 2031 else 0.0, *row[5:]) for row in plan.tables["fiscal"].rows
    ]
    text = said(headline(with_rows(plan, "fiscal", rows)), "unpaid")
    assert "MRD 45.0 million in all, in 6 years from 2025 to 2030, the largest part in 2030 (MRD 10.0 million)" in text


def test_opening_arrears_are_not_called_new_debt() -> None:
    plan = make_plan(short=False)
    rows = [(*row[:6], 3e6, *row[7:]) for row in plan.tables["fiscal"].rows]
    text = said(headline(with_rows(plan, "fiscal", rows)), "unpaid")
    assert text.startswith("Everything due is paid")
    assert (
        "Arrears, those from before the plan included, stand at MRD 3.00 million at the end of 2032." in text
    )


def test_donors_who_stay() -> None:
    text = said(headline(make_plan(years=(2025, 2026))), "who_pays")
    assert "Donors still pay in 2026, the last year shown" in text
    assert "No donor pays" in said(headline(make_plan(donors=False)), "who_pays")


def test_worst_need_and_region() -> None:
    plan = make_plan()
    needs = plan.table("needs")
    last = needs[needs["year"] == 2032].groupby("need")[["needed", "unmet"]].sum()
    worst = (last["unmet"] / last["needed"]).idxmax()
    assert worst == "case_disposal"
    text = said(headline(plan), "undone")
    assert (
        f"Case disposal, at {1 - last.loc[worst, 'unmet'] / last.loc[worst, 'needed']:.1%}, lowest in North"
        in text
    )


def test_full_cover() -> None:
    plan = make_plan()
    rows = [(*row[:6], 0.0) for row in plan.tables["needs"].rows]
    assert "Every need is covered in full in 2032" in said(headline(with_rows(plan, "needs", rows)), "undone")


def test_a_gap_that_reads_as_nothing_is_no_worst_need() -> None:
    plan = make_plan()
    rows = [(*row[:6], 4e-4 * float(row[3])) for row in plan.tables["needs"].rows]
    text = said(headline(with_rows(plan, "needs", rows)), "undone")
    assert "Every need is covered in full in 2032" in text
    rows = [(*row[:6], 6e-4 * float(row[3])) for row in plan.tables["needs"].rows]
    assert "at 99.9%" in said(headline(with_rows(plan, "needs", rows)), "undone")


@pytest.mark.parametrize(
    ("tolerance", "words"),
    [(1.5, "150%"), (0.34567, "35%"), (0.0999, "10%"), (0.0123, "1.2%"), (0.02, "2%"), (1e-7, "0.00001%"), (0.0, "0%")],
)
def test_shares_are_written_for_people(tolerance: float, words: str) -> None:
    assert significant(tolerance) == words


def test_the_people_who_can_be_kept_for_good_stand_in_the_first_sentence() -> None:
    plan = make_plan()
    shown = facts.indicator(plan, "total_strength")[2032]
    told = f"keeps {0.98 * shown:,.0f} of that year's {shown:,.0f} people up for good."
    assert told in said(headline(plan), "verdict")
    text = said(headline(plan), "afterwards")
    assert told in text
    assert "costs MRD 120 million a year, MRD 1.25 million more than the state may spend: it cannot be kept up." in text
    assert "Coverage would then be" in text
    assert "What ends is left out: MRD 200,000 a year of radio network (Courts & prosecution)." in text


@pytest.mark.parametrize(
    ("margin", "words"),
    [(2e6, "MRD 2.00 million less than"), (1.0, "just what the state may spend"), (-1.0, "just what the state may spend")],
)
def test_a_force_that_can_be_kept_whole(margin: float, words: str) -> None:
    plan = make_plan()
    whole = with_indicator(plan, "sustainable_strength", 2032, facts.indicator(plan, "total_strength")[2032])
    text = said(headline(with_indicator(whole, "steady_state_margin", 2032, margin)), "afterwards")
    assert words in text
    assert text.startswith("Without donors and savings, the state's own ceiling of 2032 keeps all of that year's ")
    assert "Coverage would" not in text


def chosen(plan: Plan, tolerance: float = 0.001) -> Plan:
    """Return the plan as one that a tolerance made, with everything payable."""
    return replace(with_level(plan, "1a", "obligations", 0.0), arrears_tolerance=tolerance)


def test_what_a_tolerance_leaves_unpaid_is_left_by_choice() -> None:
    answer = headline(chosen(make_plan()))
    verdict = said(answer, "verdict")
    assert verdict.startswith("Yes: everyone can be paid, and supported as the case asks, in every year. By choice, MRD ")
    text = said(answer, "unpaid")
    assert "None of this has to be: the setting arrears_tolerance lets the plan leave up to 0.1% of all" in text
    assert "cannot" not in verdict + text
    told = said(headline(with_level(chosen(make_plan()), *STRICT_GAP, 25.0)), "unpaid")
    assert "It closes 50% of the gap in needs" in told


def test_what_a_strict_plan_leaves_over_is_no_debt() -> None:
    answer = headline(with_level(make_plan(), "1a", "obligations", 99.0))
    assert said(answer, "verdict").startswith("Yes: everyone can be paid, and supported as the case asks, in every year.")
    assert said(answer, "unpaid").startswith("Everything due is paid")
    assert {metric.label: metric.value for metric in answer.metrics}["Unpaid or unsupported"] == "MRD 0"


def test_debt_after_the_years_shown_is_told_as_such() -> None:
    verdict = said(headline(unpayable(make_plan(short=False))), "verdict")
    assert verdict.startswith("No, but not in a year shown: after 2032, at least MRD 5.00 million at prices of 2024, late")


def test_title_is_that_of_the_case() -> None:
    assert headline(make_plan()).title == "Meridia security sector (fictional)"


def test_a_failing_plan_says_so_at_once() -> None:
    verdict = said(headline(make_plan(short=True)), "verdict")
    assert verdict.startswith("No: this force cannot be paid and supported in full, whatever is done. MRD ")
    assert "in 2026 and MRD " in verdict
    assert "(current prices)" in verdict
    metrics = {metric.label: metric.value for metric in headline(make_plan(short=True)).metrics}
    assert metrics["Unpaid or unsupported"] != "MRD 0"


def test_what_is_laid_over_the_case_is_told() -> None:
    plan = make_plan()
    bare = replace(plan.provenance, scenarios=(), model="default", options={})
    assert all(sentence.topic != "basis" for sentence in headline(replace(plan, provenance=bare)).sentences)
    laid = replace(bare, scenarios=("poor", "late"), model="austerity", options={"discount_rate": "0.1"})
    text = said(headline(replace(plan, provenance=laid)), "basis")
    assert text == "Scenarios: poor, late; model definition: austerity; settings changed: discount_rate = 0.1."


def test_contradictory_plan_names_the_limits() -> None:
    answer = headline(contradictory_plan())
    assert not answer.answered
    assert answer.yearly == ()
    for limit in contradictory_plan().conflict:
        assert limit in answer.text()


def test_yearly_table_adds_up() -> None:
    for row in headline(make_plan()).yearly:
        assert row.paid + row.missing == pytest.approx(row.asked, rel=1e-9)
        assert row.paid == pytest.approx(row.own + row.donors)
        assert row.own_share == pytest.approx(row.own / row.asked)


def test_one_year_plan_reads_well() -> None:
    assert " and MRD" not in said(headline(make_plan(years=(2025,))), "cost")


def test_missing_indicators_are_left_out() -> None:
    plan = with_rows(make_plan(), "indicators", [("coverage", "share", 2025, float("nan"))])
    answer = headline(plan)
    assert answer.yearly[0].coverage is None
    assert said(answer, "afterwards").startswith("Nobody can say what the force costs for good: pensions")
    assert all("Coverage" not in metric.label for metric in answer.metrics)


def test_payers_sum_to_cost_and_never_share_a_label() -> None:
    plan = make_plan()
    rows = facts.payers(plan)
    assert [*dict.fromkeys(row.payer for row in rows)] == [
        "Own money",
        "Bilateral ally",
        "Law and order trust fund",
        "Unpaid",
        "Missing support",
    ]
    for year in facts.yearly(plan):
        assert sum(row.amount for row in rows if row.year == year.year) == pytest.approx(year.asked)
    odd = replace(plan, names=replace(plan.names, donors={"ally": "Unpaid", "trust_fund": "Fund"}))
    assert facts.donor_labels(odd)["ally"] == "Unpaid (ally)"
