"""A stipend that outlives the only donor that may pay it: the answer names what is unpaid, and its ceiling is tried."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from pipeline import donor, macro, tiny_case
from random_cases import Row

import rightfin
from rightfin.case import Case
from rightfin.report import facts
from rightfin.report.studies import exits, requirement, withdrawal
from rightfin.report.studies.findings import Findings
from rightfin.report.words.answer import headline
from rightfin.report.words.keeping import keeping_of, must_change
from rightfin.report.words.payment import can_it_be_paid, payment_of
from rightfin.result.plan import PlanTable
from rightfin.study.briefing.study import Briefing
from rightfin.study.stranded import stranded as stranded_without

PARTS: list[Row] = [
    {"cadre": "soldier", "part": "basic", "kind": "base", "amount": 1000.0},
    {"cadre": "soldier", "part": "stipend", "kind": "stipend", "amount": 500.0},
]


def limited(soldier: Row | None = None, leaves: int | None = None) -> Case:
    """Soldiers who are owed a stipend that only the donor may pay, with nothing else."""
    eligibility: list[Row] = [
        {"donor": "friends", "institution": "*", "category": "*", "allowed": False},
        {"donor": "friends", "institution": "army", "category": "pay", "item": "soldier/stipend", "allowed": True},
    ]
    return tiny_case(
        soldier={"pay": None, **(soldier or {})}, pay_parts=PARTS, eligibility=eligibility,
        ceilings=[{"ceiling": "no_stipend", "scope": "item:soldier/stipend", "2021": 0.0}],
        **donor(4.0, exit_year=leaves),
    )


@cache
def stranded() -> Briefing:
    """The donor pays the stipend to 2023, and from 2024 on nobody may."""
    return rightfin.briefing(limited(leaves=2023))


def test_the_answer_names_the_unpaid_line_and_the_ceiling_over_it() -> None:
    verdict = headline(stranded().plan).sentence("verdict")
    assert verdict is not None
    assert "pay of Soldiers: stipend on which the ceiling no_stipend allows no more own money" in verdict.text


def test_money_under_several_ceilings_is_told_once() -> None:
    """A ceiling over all pay that is reached too is named beside the one over the stipend, not with the amount again."""
    plan = stranded().plan
    rows = plan.tables["ceilings"].rows
    same = [("army_max", *r[1:]) for r in rows]
    beside = dict(plan.tables) | {"ceilings": PlanTable.of_rows("ceilings", [*rows, *same])}
    text = can_it_be_paid(replace(plan, tables=beside), payment_of(plan))
    assert "the ceiling no_stipend and the ceiling army_max allow no more own money, and no donor pays that." in text
    assert text.count(" of it is ") == 1
    halved = [("army_max", *r[1:-1], 0.5 * float(r[-1])) for r in rows]
    other = dict(plan.tables) | {"ceilings": PlanTable.of_rows("ceilings", [*rows, *halved])}
    text = can_it_be_paid(replace(plan, tables=other), payment_of(plan))
    assert text.count(" of it is ") == 2
    assert text.endswith("Money under more than one of them is in each of these amounts.")


def test_a_ceiling_of_nothing_on_support_is_reached_named_and_told_as_not_counted() -> None:
    """Nobody is supported, so support costs nothing; 7 of 9 thousand people lack what the case asks for all the same."""
    found = rightfin.plan(tiny_case(soldier={"attrition": 0.1}, ceilings=[
        {"ceiling": "fuel", "scope": "category:operations", "basis": "amount", "2021": 0.0}]))
    table = found.tables["ceilings"]
    assert set(table.by_year("cost").values()) == {0.0}
    assert table.by_year("unsupported") == pytest.approx({row.year: row.unsupported for row in facts.yearly(found)})
    said = headline(found)
    for topic in ("verdict", "afterwards"):
        sentence = said.sentence(topic)
        assert sentence is not None
        assert "Not counted: the ceiling fuel, which own money reaches in 2026." in sentence.text
        assert ("of it is support on which the ceiling fuel allows no more own money" in sentence.text) == (
            topic == "verdict")


def test_the_limit_of_the_wage_bill_is_told_as_not_counted_beside_a_ceiling_that_is_reached() -> None:
    found = rightfin.plan(tiny_case(macro=macro(20.0, wage_bill_share=0.6), ceilings=[
        {"ceiling": "fuel", "scope": "category:operations", "basis": "amount", "2021": 2e6}]))
    assert must_change(found, keeping_of(found), {}).endswith(
        "Not counted: the ceiling fuel, which own money reaches in 2026. The limit of the wage bill is not counted.")


def test_a_part_is_told_with_what_it_costs_and_what_nobody_pays() -> None:
    table = stranded().plan.tables["ceilings"]
    assert table.by_year("unfunded")[2023] == pytest.approx(0.0, abs=1.0)
    assert table.by_year("unfunded")[2024] == pytest.approx(table.by_year("cost")[2024]) != 0.0


def test_a_ceiling_of_nothing_gives_way_by_a_tenth_of_what_the_part_costs() -> None:
    """4 million of stipends are for 8,000 of the 20,000 who are needed; a tenth more from the state is for 800 more."""
    found = rightfin.briefing(limited(soldier={"attrition": 0.5}))
    tried = {(one.family, one.name): one for one in found.eased}
    gains = tried["part_ceiling", "no_stipend"].gains["war"]
    assert gains == pytest.approx(dict.fromkeys(range(2021, 2027), 0.04), rel=1e-3)
    page = rightfin.page(found).section("not_done")
    assert page is not None
    (text,) = (line.text for line in page.lines if line.label == "War")
    assert text.endswith("2021-2026 money and the ceiling cost for Soldiers: stipend.")


def test_what_can_be_kept_and_what_must_change_name_the_ceilings_that_they_do_not_count() -> None:
    text = "Not counted: the ceiling no_stipend, which own money reaches in 2026."
    afterwards, page = headline(stranded().plan).sentence("afterwards"), rightfin.page(stranded()).section("pay")
    assert afterwards is not None
    assert page is not None
    assert text in afterwards.text
    (change,) = (line.text for line in page.lines if line.label == "What must change")
    assert change.endswith(text)


UNPAID = "pay of Soldiers: stipend on which the ceiling no_stipend allows no more own money"
NOBODY = "nobody may pay soldier/stipend: the ceiling no_stipend is 0 for own money"
MOVED = "a row of over_time with the table pay_parts, the row soldier/stipend, the column amount and 0 from 2024 on"


def told(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def test_an_exit_names_the_line_and_the_ceiling_that_it_breaks_on_and_what_to_move() -> None:
    """With an exit in 2023 the stipend has no payer from 2024 on; the case as it stands has one in every year."""
    found = exits.findings(rightfin.exit_study(limited(), years=[2024]))
    assert UNPAID in told(found, "breaks")
    assert NOBODY in told(found, "nobody_pays")
    assert MOVED in told(found, "nobody_pays")


def test_a_donor_that_walks_out_and_a_requirement_say_it_too() -> None:
    left = withdrawal.findings(rightfin.withdrawals(limited(), year=2024, reserves=False))
    assert UNPAID in told(left, "donor_friends")
    assert NOBODY in told(left, "nobody_pays")
    asked = requirement.findings(rightfin.require(limited(), year=2024))
    assert MOVED in told(asked, "nobody_pays")


def test_what_nobody_may_pay_in_the_case_as_it_stands_is_told_by_check_alone() -> None:
    assert stranded_without(limited(leaves=2023), ("friends",), 2024) == ()
    assert len(stranded_without(limited(), ("friends",), 2024)) == 1
