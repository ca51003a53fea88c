"""Late pay in the next year's case: as many more leave and so much less is delivered as the table says, for one year."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pipeline import tiny_case

from rightfin.case import Case
from rightfin.case.resolve import planning_years
from rightfin.fiscal.parameters import Parameters
from rightfin.question import Question
from rightfin.report.studies import roll as words
from rightfin.study.learning.late_pay import late_pay, with_late_pay
from rightfin.study.learning.roll import roll

Row = dict[str, object]

POINTS: list[Row] = [
    {"months": 3, "attrition_added": 0.12, "readiness_lost": 0.2}, {"months": 1, "attrition_added": 0.02},
]
"""Out of order, as people may type them."""

APRIL: list[Row] = [{"payer": "government", "month": 4, "share": 1.0}]


def case_of(*, acts: bool = True, soldier: Row | None = None, **tables: list[Row]) -> Case:
    """Return an army whose pay is three months late in March of every year."""
    return tiny_case(settings={"unpaid_worsens": acts}, soldier=soldier,
                     **{"revenue_months": APRIL, "unpaid_effects": POINTS, **tables})


def attrition(parameters: Parameters) -> Mapping[int, float]:
    return dict(zip(parameters.horizon.years, parameters.people.attrition[0].tolist(), strict=True))


@pytest.mark.parametrize(("months", "leaving", "lost"), [
    (0.5, 0.01, 0.0), (1.0, 0.02, 0.0), (2.0, 0.07, 0.1), (3.0, 0.12, 0.2), (9.0, 0.12, 0.2),
])
def test_it_is_straight_between_rows_and_level_after_the_last(months: float, leaving: float, lost: float) -> None:
    found = late_pay(case_of(), {"soldier": months})[0]
    assert (found.leaving, found.lost) == (pytest.approx(leaving), pytest.approx(lost))


def test_pay_that_is_on_time_does_nothing() -> None:
    assert late_pay(case_of(), {"soldier": 0.0}) == ()
    assert late_pay(tiny_case(), {"soldier": 3.0}) == ()


def test_more_leave_and_less_is_delivered_in_the_next_year_alone() -> None:
    case = case_of()
    rolled = roll(case, 2022)
    assert [(one.cadre, round(one.months, 6)) for one in rolled.late_pay] == [("soldier", 3.0)]
    now, usual = (attrition(Question.of(one).parameters) for one in (rolled.case, roll(case_of(acts=False), 2022).case))
    assert now[2023] == pytest.approx(1.0 - 0.9 * 0.88)
    assert {year: share for year, share in now.items() if year != 2023} == pytest.approx(
        {year: share for year, share in usual.items() if year != 2023})
    effects = Question.of(rolled.case).parameters.needs.effects
    assert {year: effects["soldier", "war", year] for year in now} == pytest.approx(
        {year: 0.8 if year == 2023 else 1.0 for year in now})
    assert any(one.topic == "late_pay" for one in words.findings(rolled).sentences)


def test_it_does_nothing_unless_it_is_let() -> None:
    off, without = roll(case_of(acts=False), 2022), roll(case_of(acts=False, unpaid_effects=[]), 2022)
    assert off.late_pay == ()
    assert off.case.records("over_time") == without.case.records("over_time") == []


def test_attrition_by_the_month_loses_as_many_over_the_year() -> None:
    case = case_of(soldier={"monthly_attrition": 0.01})
    changed = with_late_pay(case, late_pay(case, {"soldier": 3.0}), 2023)
    row = next(row for row in changed.records("over_time") if row["column"] == "monthly_attrition")
    assert (1.0 - float(str(row["2023"]))) ** 12 == pytest.approx(0.99**12 * 0.88)
    assert row["2024"] == 0.01


def test_what_changes_over_time_already_goes_on_from_there() -> None:
    rows: list[Row] = [{"table": "cadres", "row": "soldier", "column": "attrition", "2022": 0.2, "2025": 0.05}]
    case = case_of(over_time=rows)
    changed = with_late_pay(case, late_pay(case, {"soldier": 3.0}), 2023)
    usual, now = (attrition(Question.of(one).parameters) for one in (case, changed))
    assert now[2023] == pytest.approx(1.0 - 0.8 * 0.88)
    assert {y: s for y, s in now.items() if y != 2023} == pytest.approx({y: s for y, s in usual.items() if y != 2023})


def test_the_last_year_stays_as_it_is() -> None:
    case = case_of()
    last = planning_years(case)[-1]
    assert with_late_pay(case, late_pay(case, {"soldier": 3.0}), last) == case


@pytest.mark.parametrize("whose", ["soldier", "army"])
def test_what_was_counted_goes_before_the_plan(whose: str) -> None:
    rolled = roll(case_of(actuals=[{"measure": "pay_owed", "whose": whose, "2022": 1.0}]), 2022)
    assert [(one.cadre, one.months) for one in rolled.late_pay] == [("soldier", 1.0)]
