from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from report.plan_fixture import contradictory_plan, make_plan

from rightfin.report import facts, headline
from rightfin.report.answer import Answer
from rightfin.result.plan import Plan, PlanTable


def said(answer: Answer, topic: str) -> str:
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
    assert "Readiness is lowest in 2025: 4,168 people, 7.6% of the force" in text


def test_noise_of_the_solver_is_not_debt() -> None:
    plan = make_plan(short=False)
    noisy = with_rows(plan, "budget", [(*row[:6], 1e-3) for row in plan.tables["budget"].rows])
    assert said(headline(noisy), "unpaid").startswith("Everything due is paid, and")


def test_hollow_force_alone_is_told() -> None:
    text = said(headline(with_indicator(make_plan(short=False), "broken_obligations", 2028, 5e6)), "unpaid")
    assert text.startswith("All bills are paid, but not everyone is supported. Some people")
    assert "MRD 5.00 million in 2028" in text


def test_many_unpaid_years_are_summed() -> None:
    plan = make_plan(short=False)
    rows = [
        (*row[:6], 1e6) if row[:2] == ("army", "pay") and row[2] < 2031 else row
        for row in plan.tables["budget"].rows
    ]
    text = said(headline(with_rows(plan, "budget", rows)), "unpaid")
    assert "MRD 6.00 million in all, in 6 years from 2025 to 2030" in text


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
    assert f"may leave {words} of" in said(headline(replace(make_plan(), arrears_tolerance=tolerance)), "tolerance")


@pytest.mark.parametrize(
    ("margin", "words"),
    [
        (-1.25e6, "MRD 1.25 million a year more than"),
        (2e6, "leaves MRD 2.00 million a year"),
        (0.0, "just what"),
    ],
)
def test_after_the_horizon(margin: float, words: str) -> None:
    plan = with_indicator(make_plan(), "steady_state_margin", 2032, margin)
    assert words in said(headline(plan), "afterwards")


def test_tolerance_is_stated() -> None:
    assert "leave 0.1% of all" in said(headline(make_plan()), "tolerance")
    assert "leave 0.001% of all" in said(headline(replace(make_plan(), arrears_tolerance=1e-5)), "tolerance")


def test_title_is_that_of_the_case() -> None:
    assert headline(make_plan()).title == "Meridia security sector (fictional)"


def test_a_failing_plan_says_so_at_once() -> None:
    verdict = said(headline(make_plan(short=True)), "verdict")
    assert verdict.startswith("This force cannot be paid and supported in full: ")
    assert "cannot" not in said(headline(make_plan(short=False)), "verdict").split(",")[0]
    metrics = {metric.label: metric.value for metric in headline(make_plan(short=True)).metrics}
    assert metrics["Unpaid or unsupported"] != "MRD 0"


def test_what_is_laid_over_the_case_is_told() -> None:
    plan = make_plan()
    bare = replace(plan.provenance, scenarios=(), model="default", options={})
    assert all(sentence.topic != "basis" for sentence in headline(replace(plan, provenance=bare)).sentences)
    laid = replace(bare, scenarios=("poor", "late"), model="austerity", options={"discount_rate": "0.1"})
    text = said(headline(replace(plan, provenance=laid)), "basis")
    assert text == "Scenarios: poor, late; model definition: austerity; settings changed: discount_rate = 0.1."


def test_a_trifle_is_not_news() -> None:
    plan = with_indicator(make_plan(short=False), "broken_obligations", 2028, 5e3)
    assert "but for MRD 5,000 in all, within the arrears tolerance" in said(headline(plan), "unpaid")
    assert "cannot be paid" not in said(headline(plan), "verdict")


def test_contradictory_plan_names_the_limits() -> None:
    answer = headline(contradictory_plan())
    assert not answer.answered
    assert answer.yearly == ()
    for limit in contradictory_plan().conflict:
        assert limit in answer.text()


def test_yearly_table_adds_up() -> None:
    for row in headline(make_plan()).yearly:
        assert row.own + row.donors + row.unfunded == pytest.approx(row.cost, rel=1e-9)
        assert row.own_share == pytest.approx(row.own / row.cost)


def test_one_year_plan_reads_well() -> None:
    assert " and " not in said(headline(make_plan(years=(2025,))), "cost")


def test_missing_indicators_are_left_out() -> None:
    plan = with_rows(make_plan(), "indicators", [("coverage", "share", 2025, float("nan"))])
    answer = headline(plan)
    assert answer.yearly[0].coverage is None
    assert "no steady-state margin" in said(answer, "afterwards")
    assert all("Coverage" not in metric.label for metric in answer.metrics)


def test_payers_sum_to_cost_and_never_share_a_label() -> None:
    plan = make_plan()
    frame = facts.payers(plan)
    assert frame["payer"].unique().tolist() == [
        "Own money",
        "Bilateral ally",
        "Law and order trust fund",
        "Unfunded",
    ]
    sums = frame.groupby("year")["amount"].sum()
    for row in facts.yearly(plan):
        assert sums[row.year] == pytest.approx(row.cost)
    odd = replace(plan, names=replace(plan.names, donors={"ally": "Unfunded", "trust_fund": "Fund"}))
    assert facts.donor_labels(odd)["ally"] == "Unfunded (ally)"
