from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from report.plan_fixture import contradictory_plan, make_plan

from rightfin.report.answer import headline
from rightfin.report.limits import limits_sentence, step_of, tightest, weighted_gap, worths
from rightfin.report.wording import scale_of
from rightfin.result.plan import TABLE_COLUMNS, Plan, PlanTable


def with_prices(*rows: tuple[str, str, int, float, str, float]) -> Plan:
    plan = make_plan()
    table = PlanTable("prices", TABLE_COLUMNS["prices"], rows)
    return replace(plan, tables=MappingProxyType({**plan.tables, "prices": table}))


def test_limits_come_in_order_of_what_one_per_cent_more_is_worth() -> None:
    found = worths(make_plan())
    assert [one.limit.family for one in found] == ["ceiling", "training", "pledge"]
    assert [one.weight for one in found] == pytest.approx([2e-9 * 1e6, 3e-4 * 5, 1e-9 * 2e5])
    assert [one.worth for one in found] == pytest.approx([2e-9 * 1e6, 3e-4 * 10, 1e-9 * 1e6])
    assert found[0].share == pytest.approx(2e-3 / 12.5)
    assert found[0].sentence == "MRD 1 million more of own money in 2025 would close 0.016% of the gap."
    assert found[2].text == "MRD 1 million more that arrives from Bilateral ally in 2032"


def test_a_small_school_does_not_come_before_the_ceiling() -> None:
    plan = with_prices(("ceiling", "", 2025, 1e8, "MRD", 2e-9), ("training", "courts", 2025, 25.0, "persons", 1e-3))
    first, second = worths(plan)
    assert first.limit.family == "ceiling"
    assert second.text.startswith("one person more trained by ")


def test_relations_between_people_come_last_and_are_not_advice() -> None:
    plan = with_prices(("overhead", "clerk", 2026, 0.0, "persons", 0.5), ("ceiling", "", 2025, 1e8, "MRD", 2e-9))
    assert [one.limit.family for one in worths(plan)] == ["ceiling", "overhead"]
    assert [one.limit.family for one in tightest(plan)] == ["ceiling"]


def test_the_sentence_names_each_kind_of_limit_once() -> None:
    plan = with_prices(*(("ceiling", "", year, 1e8, "MRD", 1e-9 * year) for year in range(2025, 2033)))
    assert [one.year for one in tightest(plan)] == [2032]
    assert limits_sentence(plan).count("ceiling of own spending") == 1
    assert "in 2032" in limits_sentence(plan)


def test_negative_prices_widen_the_gap_and_are_not_advice() -> None:
    plan = with_prices(("ceiling", "", 2025, 1e8, "MRD", -2e-9))
    assert worths(plan)[0].sentence == "MRD 1 million more of own money in 2025 would widen 0.016% of the gap."
    assert limits_sentence(plan) == ""
    assert headline(plan).sentence("limits") is None
    assert headline(plan).brief[-1].topic == "afterwards"


def test_a_limit_without_a_phrase_of_its_own_is_still_named() -> None:
    text = worths(with_prices(("rule", "women", 2026, 0.0, "share", 0.5)))[0].sentence
    assert text == (
        "Rule of composition, women in 2026, eased by one per cent of what it asks in the base year, would close 0.04% of "
        "the gap."
    )


def test_no_plan_has_no_limits() -> None:
    assert worths(contradictory_plan()) == ()
    assert weighted_gap(contradictory_plan()) == 0.0
    assert headline(contradictory_plan()).brief[0].topic == "contradiction"


def test_steps_of_money_are_the_unit_of_the_tables() -> None:
    assert step_of("MRD", 7e10, "MRD", scale_of(5e10, "MRD")) == (1e9, "MRD 1 billion")
    assert step_of("MRD", 0.0, "MRD", scale_of(5e10, "MRD")) == (1e9, "MRD 1 billion")
    assert step_of("MRD", 5e5, "MRD", scale_of(5e5, "MRD")) == (1e3, "MRD 1,000")
    assert step_of("persons", 0.0, "MRD", scale_of(5e5, "MRD")) == (100.0, "100 persons")


@pytest.mark.parametrize(("unit", "amount", "step", "words"), [
    ("MRD", 2.55e8, 1e7, "MRD 10 million"),
    ("MRD", 9_000.0, 100.0, "MRD 100"),
    ("MRD", 3.0, 1.0, "MRD 1"),
    ("persons", 1_000.0, 100.0, "100 persons"),
    ("persons", 999.0, 10.0, "10 persons"),
    ("persons", 25.0, 1.0, "one person"),
    ("persons", 0.4, 1.0, "one person"),
])
def test_steps_are_small_against_what_the_limit_allows(unit: str, amount: float, step: float, words: str) -> None:
    assert step_of(unit, amount, "MRD", scale_of(5e10, "MRD")) == (pytest.approx(step), words)
