"""Facts, what is decided and settled years: what cannot be is said, with its place."""

from __future__ import annotations

import pytest
from pipeline import tiny_case

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.study.learning.roll import roll

Row = dict[str, object]


def codes(case: Case) -> set[str]:
    return {issue.code for issue in check_case(case)}


@pytest.mark.parametrize(("row", "code"), [
    ({"measure": "strength", "whose": "navy", "2021": 1.0}, "whose_unknown"),
    ({"measure": "coverage", "whose": "war", "2021": 1.2}, "actual_share"),
    ({"measure": "strength", "whose": "army", "2021": -1.0}, "actual_below"),
    ({"measure": "promoted", "whose": "soldier>officer", "2021": 1.0}, "whose_unknown"),
])
def test_facts_that_cannot_be(row: Row, code: str) -> None:
    assert code not in codes(tiny_case())
    assert code in codes(tiny_case().replace({"actuals": [row]}))


def test_what_is_decided_is_of_a_cadre() -> None:
    assert "whose_unknown" in codes(tiny_case().replace({"decided": [{"measure": "hires", "whose": "army", "2022": 1.0}]}))


def test_settled_years_lie_within_the_plan_and_say_what_stands() -> None:
    case = roll(tiny_case(), 2022).case
    assert not [issue for issue in check_case(case) if issue.code.startswith("settled")]
    for year in (2020, 2026):
        rows: list[Row] = [{**row, "value": year} if row["key"] == "settled_to" else dict(row)
                           for row in case.records("settings")]
        assert "settled_year" in codes(case.replace({"settings": rows}))
    without = [dict(row) for row in case.records("actuals") if row["measure"] != "strength"]
    found = [issue for issue in check_case(case.replace({"actuals": without})) if issue.code == "settled_unknown"]
    assert [issue.message for issue in found] == [
        "Years up to 2022 are settled, but strength at the end of that year is not known of soldier."]
