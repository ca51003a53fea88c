from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from report.plan_fixture import contradictory_plan, make_plan

from rightfin.lp.rules import LIMITS
from rightfin.report.words.answer import headline
from rightfin.report.words.limits import PHRASES, limits_sentence, tightest, weighted_gap, worths
from rightfin.result.plan import Cell, Plan, PlanTable


def with_prices(*rows: tuple[Cell, ...], left_out: int = 0) -> Plan:
    plan = make_plan()
    table = PlanTable.of_rows("prices", rows)
    return replace(plan, tables=MappingProxyType({**plan.tables, "prices": table}), limits_left_out=left_out)


def tried(
    limit: str, name: str = "", year: int = 2025, amount: float = 1e8, unit: str = "MRD", *, closes: float = 2e-3,
    opens: float | str = 2e-3, settles: float = 0.0, flag: str = "confirmed", before: str = "",
) -> tuple[Cell, ...]:
    step = 0.01 * amount or 10.0
    return limit, name, year, amount, unit, 5e-9, flag, step, closes, opens, settles, before


def test_limits_come_in_order_of_what_happened_and_not_of_their_price() -> None:
    found = worths(make_plan())
    assert [one.limit.name for one in found] == ["ceiling", "training", "pledge"]
    assert [one.closes for one in found] == [2e-3, 1.2e-3, 2e-4]
    assert found[0].share == 2e-3 / 12.5
    assert found[0].sentence == (
        "1% more of the ceiling of own spending in 2025 (MRD 1.00 million) closes 0.016% of the gap; moved as far the "
        "other way it opens 0.016%."
    )
    assert found[1].sentence == (
        "1% more training places of National Police in 2025 (5 persons) closes 0.0096% of the gap; moved as far the other "
        "way it opens 0.013%. Larger steps close less and less: ten times as much closes at most ten times that."
    )
    assert found[2].text == "1% more that arrives from Bilateral ally in 2032 (MRD 200,000)"


def test_the_number_that_is_shown_is_what_happened() -> None:
    first = worths(with_prices(tried("ceiling", closes=1e-3, opens=4e-3, flag="not unique")))[0]
    assert first.price * first.step == 5e-3
    assert "closes 0.008% of the gap; moved as far the other way it opens 0.032%." in first.sentence


def test_a_limit_that_closes_nothing_is_never_named() -> None:
    plan = with_prices(tried("ceiling", closes=0.0, flag="not unique"))
    assert tightest(plan) == ()
    assert limits_sentence(plan) == ""
    assert "closes nothing; moved as far the other way it opens 0.016%" in worths(plan)[0].sentence


def test_what_pays_more_comes_first_even_where_the_gap_widens() -> None:
    plan = with_prices(
        tried("training", "police", unit="persons", closes=0.1),
        tried("ceiling", closes=-2e-3, opens=-2e-3, settles=3e6, before="1a"),
    )
    assert [one.limit.name for one in tightest(plan)] == ["ceiling", "training"]
    assert tightest(plan)[0].sentence == (
        "1% more of the ceiling of own spending in 2025 (MRD 1.00 million) lets more be paid or supported, which comes "
        "first, and widens the gap by 0.016%; moved as far the other way it closes 0.016%."
    )
    (closing,) = worths(with_prices(tried("ceiling", settles=3e6, before="1a")))
    pays = "pays MRD 3.00 million of what is missing (later money counting less)"
    assert closing.outcome == f"{pays}, which comes first, and closes 0.016% of the gap"
    (paying,) = worths(with_prices(tried("ceiling", closes=0.0, settles=3e6, before="1a")))
    assert paying.outcome == pays
    (fewer,) = worths(with_prices(tried("minimum_strength", "soldier", unit="persons", closes=-2e-3)))
    assert fewer.outcome == "widens the gap by 0.016%"


def test_limits_that_cannot_be_tightened_say_so() -> None:
    text = worths(with_prices(tried("maximum_strength", "soldier", opens="", flag="one-sided")))[0].sentence
    assert text.endswith("; moved the other way, the hard limits contradict one another.")


def test_what_may_stand_before_the_first_sustained_year_is_called_the_glide() -> None:
    plan = with_prices(tried("sustained", year=2025), tried("sustained", year=2031))
    judged = PlanTable.of_rows("indicators", [*plan.tables["indicators"].rows, ("excess", "currency", 2031, 0.0)])
    found = worths(replace(plan, tables=MappingProxyType({**plan.tables, "indicators": judged})))
    assert [one.text for one in found] == [
        "1% more that may stand in 2025, on the glide to what can be kept up for good (MRD 1.00 million)",
        "1% more that may be kept up for good in 2031 (MRD 1.00 million)",
    ]


def test_relations_between_people_are_not_advice() -> None:
    plan = with_prices(tried("overhead", "clerk", 2026, 0.0, "persons", closes=0.5), tried("ceiling"))
    assert [one.limit.name for one in worths(plan)] == ["overhead", "ceiling"]
    assert [one.limit.name for one in tightest(plan)] == ["ceiling"]


def test_the_sentence_names_each_kind_of_limit_once_and_what_was_not_tried() -> None:
    plan = with_prices(*(tried("ceiling", year=year, closes=1e-6 * year) for year in range(2025, 2033)), left_out=12)
    assert [one.year for one in tightest(plan)] == [2032]
    assert limits_sentence(plan) == (
        "Tried, one limit at a time, in one year alone and by 1%, with all else as it is: 1% more of the ceiling of own "
        "spending in 2032 (MRD 1.00 million) closes 0.016% of the gap. Of the 8 limits that were tried, each of these "
        "helps most of its kind; 12 more that have a price were not."
    )
    assert headline(plan).sentence("limits") is not None


def test_a_limit_without_a_phrase_of_its_own_is_still_named() -> None:
    text = worths(with_prices(tried("rule", "women", 2026, 0.0, "share", opens=0.0)))[0].sentence
    assert text == ("A relation (rule of composition, women) that is 1% easier in 2026 (of what it asks in the base year) "
                    "closes 0.016% of the gap; moved as far the other way it opens nothing.")


def test_no_plan_has_no_limits() -> None:
    assert worths(contradictory_plan()) == ()
    assert weighted_gap(contradictory_plan()) == 0.0
    assert headline(contradictory_plan()).brief[0].topic == "contradiction"


def test_each_limit_that_people_can_move_has_its_phrase() -> None:
    movable = {limit.name for limit in LIMITS}
    assert set(PHRASES) == movable, f"report/words/limits.py has no phrase for {sorted(movable - set(PHRASES))}"


def test_a_limit_is_named_by_what_its_rows_are_of() -> None:
    names = make_plan().names
    cadre, title = next(iter(names.cadres.items()))
    other, other_title = list(names.cadres.items())[1]
    assert worths(with_prices(tried("exit_rate", cadre)))[0].name == title
    assert worths(with_prices(tried("promotion_rate", f"{cadre}/{other}")))[0].name == f"{title}, {other_title}"
    assert worths(with_prices(tried("ceiling")))[0].name == ""
