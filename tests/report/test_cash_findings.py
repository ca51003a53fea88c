"""A year by month in words: who waits, until when, what an earlier tranche does, and how debts end."""

from __future__ import annotations

import pytest
from inputs.shipped import DEMO, shipped_case
from pipeline import donor, macro, tiny_case

from rightfin.case import Case
from rightfin.report.studies.cash import findings
from rightfin.report.studies.findings import Findings
from rightfin.study.learning.cash import cash

Row = dict[str, object]


def said(found: Findings) -> dict[str, str]:
    return {one.topic: one.text for one in found.sentences}


def late_case(**tables: list[Row]) -> Case:
    """Return an army that a donor alone pays, in May."""
    may_pay: Row = {"payer": "government", "institution": "army", "category": "pay", "item": "*", "allowed": False}
    return tiny_case(
        macro=macro(20.0), **donor(60.0), tranches=[{"donor": "friends", "month": 5, "share": 1.0}], may_pay=[may_pay],
        **tables)


def test_who_waits_until_when_and_what_an_earlier_tranche_does() -> None:
    found = findings(cash(late_case(), year=2022))
    told = said(found)
    assert "rmy: 4.0 months' pay owed at the end of April 2022, made good in May 2022." in told["late"]
    assert "Friends, its USD" in told["tranches"]
    assert "of May 2022 in April 2022" in told["tranches"]
    assert {picture.name for picture in found.pictures} == {"money", "owed"}
    owed = found.table("owed").records()
    assert [row["owed"] for row in owed][:5] == pytest.approx([1.0, 2.0, 3.0, 4.0, 0.0])


def test_nothing_late_is_said_in_one_sentence_and_has_no_picture() -> None:
    found = findings(cash(tiny_case(macro=macro(60.0))))
    assert said(found)["on_time"] == "In 2021 all pay is paid in the month in which it falls due."
    assert {picture.name for picture in found.pictures} == {"money"}
    assert "owed" not in {table.name for table in found.tables}


def test_what_the_plan_itself_leaves_unpaid_is_never_made_good() -> None:
    found = findings(cash(tiny_case(macro=macro(9.0)), year=2021))
    told = said(found)
    assert "not made good within the year" in told["late"]
    assert "no month makes up for it" in told["unpaid"]
    assert found.table("plan_owed").records()[0]["months"] > 1.0
    assert "still owes" in told["debts"] or "owes nothing" in told["debts"]


def test_what_late_pay_does_is_told_with_whether_it_acts() -> None:
    points: list[Row] = [{"months": 4, "attrition_added": 0.2}]
    off = findings(cash(late_case(unpaid_effects=points), year=2022)).table("late_pay")
    assert off.records()[0]["leaving"] == pytest.approx(0.2)
    assert "acts on no plan" in off.note


def test_tables_of_the_fictional_case_agree_with_each_other() -> None:
    found = findings(cash(shipped_case(DEMO)))
    months, accounts, lines = (found.table(name).records() for name in ("months", "accounts", "lines"))
    for row in months:
        of_month = [one for one in accounts if one["month"] == row["month"]]
        size = float(str(row["due"]))
        assert sum(float(str(one["in"])) for one in of_month) == pytest.approx(
            float(str(row["own_in"])) + float(str(row["donors_in"])), abs=1e-6 * size)
        assert sum(float(str(one["paid"])) for one in of_month) == pytest.approx(float(str(row["paid"])), abs=1e-6 * size)
        of_lines = [one for one in lines if one["month"] == row["month"] and one["category"] != "old debts"]
        assert sum(float(str(one["due"])) for one in of_lines) == pytest.approx(size)
        assert sum(float(str(one["late"])) for one in of_lines) == pytest.approx(float(str(row["late"])), abs=1e-6 * size)
