"""Months of a fiscal year: where it begins, what comes in when, and what falls due when."""

from __future__ import annotations

import numpy as np
import pytest
from pipeline import donor, tiny_case

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.lines import Line, lines_of
from rightfin.fiscal.months import due_shares, month_names, place_of_month, revenue_shares, tranche_shares

EVEN = np.full(12, 1.0 / 12.0)


def test_a_year_from_july_ends_in_june_of_the_year_that_names_it() -> None:
    case = tiny_case(settings={"year_starts": 7})
    names = month_names(case, 2022)
    assert (names[0], names[5], names[6], names[11]) == ("July 2021", "December 2021", "January 2022", "June 2022")
    assert [place_of_month(case, month) for month in (7, 12, 1, 6)] == [0, 5, 6, 11]
    assert month_names(tiny_case(), 2022)[::11] == ("January 2022", "December 2022")


def test_shares_stand_in_the_order_of_the_fiscal_year() -> None:
    rows: list[dict[str, object]] = [
        {"payer": "government", "month": 7, "share": 0.25}, {"payer": "government", "month": 6, "share": 0.75}]
    found = revenue_shares(tiny_case(settings={"year_starts": 7}, revenue_months=rows), "government")
    assert found.tolist() == [0.25, *[0.0] * 10, 0.75]
    assert revenue_shares(tiny_case(), "government").tolist() == EVEN.tolist()


@pytest.mark.parametrize(("columns", "weights"), [
    ({}, [1.0] * 12),
    ({"year_starts": 1}, [1.0] * 12),
    ({"year_starts": 10}, [20.0] * 9 + [60.0] * 3),
    ({"year_starts": 10, "delay_years": 1}, [10.0] * 9 + [20.0] * 3),
])
def test_a_donor_pays_evenly_over_its_own_years(columns: dict[str, object], weights: list[float]) -> None:
    """From October on a donor's 2022 runs from October 2021 to September 2022; its pledges are 10, 20, 60."""
    case = tiny_case(**donor({2021: 10.0, 2022: 20.0, 2023: 60.0}, **columns))
    np.testing.assert_allclose(tranche_shares(case, "friends", 2022), np.array(weights) / sum(weights))


def test_tranches_go_before_a_donors_own_years() -> None:
    rows: list[dict[str, object]] = [{"donor": "friends", "month": 5, "share": 1.0}]
    case = tiny_case(**donor(10.0, year_starts=10), tranches=rows)
    assert int(np.argmax(tranche_shares(case, "friends", 2022))) == 4


def test_the_most_specific_rows_say_when_lines_fall_due() -> None:
    def row(category: str, item: str, month: int, share: float) -> dict[str, object]:
        return {"institution": "*", "category": category, "item": item, "month": month, "share": share}

    case = tiny_case(spending_months=[
        row("*", "*", 3, 1.0), row("operations", "*", 6, 0.5), row("operations", "*", 9, 0.5)])
    found = due_shares(case, lines_of(case))
    assert np.flatnonzero(found[Line("army", "operations", "soldier")]).tolist() == [5, 8]
    assert np.flatnonzero(found[Line("army", "pay", "soldier")]).tolist() == [2]
    assert due_shares(tiny_case(), lines_of(case))[Line("army", "pay", "soldier")].tolist() == EVEN.tolist()


def codes(case: Case) -> list[tuple[str, str]]:
    return [(issue.code, issue.table) for issue in check_case(case) if issue.code == "month_shares"]


def test_shares_that_do_not_add_up_are_refused() -> None:
    thirds: list[dict[str, object]] = [{"payer": "government", "month": month, "share": 0.333333333} for month in (1, 2, 3)]
    assert codes(tiny_case(revenue_months=thirds)) == [], "nine digits of a third"
    for share in (0.3, 0.34):
        wrong = [{**row, "share": share} for row in thirds]
        assert codes(tiny_case(revenue_months=wrong)) == [("month_shares", "revenue_months")]
