"""Withdrawal tests in sentences, tables and pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pipeline import donor, macro, tiny_case
from report.vega_lite import is_valid

from rightfin.report.charts.palette import NOTHING, VERMILLION
from rightfin.report.charts.pictures import drawn
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.withdrawal import findings
from rightfin.study.withdrawal.study import withdrawals


@pytest.fixture(scope="module")
def found() -> Findings:
    """Friends pay 1.5 of 15 million for 10,000 people; strangers are a donor without any money."""
    gift = donor(1.5)
    case = tiny_case(
        soldier={"support": 0.0}, macro=macro(13.5), demand=[{"need": "war", "region": "national", "2021": 10_000.0}],
        donors=[*gift["donors"], {"donor": "strangers", "name": "Strangers"}],
        pledges=[*gift["pledges"], {"donor": "strangers", **{str(year): 0.0 for year in range(2021, 2027)}}],
    )
    return findings(withdrawals(case, year=2023))


def text(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def test_what_breaks_opens_up_and_would_have_absorbed_it_is_said(found: Findings) -> None:
    said = text(found, "donor_friends")
    assert "USD 1.50 million of pay of Army in 2023" in said
    assert "In all, at the end of 2023, when it is most, USD 1.50 million more is owed." in said
    assert "Coverage falls most for War (by 19.0 points in 2025)." in said
    assert "Left unpaid beyond the plan: USD 1.50 million of pay of Army in 2023." in said
    assert ("A reserve that pays USD 1.50 million in 2023 would have kept everything paid and supported, and debts, as "
            "planned. One that pays USD 13.5 million from 2023 on, also in the years planned beyond 2026, would") in said
    assert "A year's notice would have been enough" in said


def test_the_common_year_comes_first_then_the_worst_and_a_donor_without_money_changes_nothing(found: Findings) -> None:
    assert text(found, "question").startswith(
        "What if one donor after the other gives nothing any more from 2023, or from its worst year, on, and nobody knew"
    )
    assert text(found, "common").startswith(
        "Something breaks without Friends: USD 1.50 million is left unpaid (pay of Army in 2023)."
    )
    assert text(found, "worst") == (
        "Without Friends from 2021 on, USD 1.50 million is left unpaid (pay of Army in 2021), which a year's notice avoids."
    )
    assert "Its worst year is 2021. Without it from 2021 on, USD 9.00 million that the plan spends" in text(
        found, "donor_friends")
    assert text(found, "donor_strangers") == (
        "The plan spends nothing of its money from 2023 on, so nothing changes if it leaves."
    )


def test_the_first_year_planned_is_said_to_be_that() -> None:
    case = tiny_case(
        soldier={"attrition": 0.0, "entry": False, "support_floor": 0.0}, macro=macro(15.0), **donor(5.0), eligibility=[
            {"donor": "friends", "institution": "*", "category": "*", "allowed": False},
            {"donor": "friends", "institution": "*", "category": "operations", "allowed": True},
        ])
    found = findings(withdrawals(case))
    assert "from 2021, the first year planned, or from its worst year, on" in text(found, "question")
    assert text(found, "worst") == (
        "If Friends leaves, in whichever year, all that the plan pays and supports can still be paid and supported."
    )
    assert text(found, "common").startswith("If Friends leaves, all that the plan pays")
    assert found.table("worst").rows[0][0] == "Friends"
    assert set(found.table("worst").rows[0][1:]) == {None}
    assert text(found, "donor_friends").endswith("In no other year would anything more have to break.")


def test_of_equal_amounts_the_first_years_are_named_and_the_rest_is_not_called_smaller() -> None:
    """Prices are flat: half of the pay is missing in each of five years."""
    case = tiny_case(soldier={"support": 0.0, "attrition": 0.0, "entry": False}, macro=macro(7.5), **donor(7.5))
    said = text(findings(withdrawals(case, year=2022)), "donor_friends")
    named = ", ".join(f"USD 7.50 million of pay of Army in {year}" for year in (2022, 2023))
    assert f"{named} and USD 7.50 million of pay of Army in 2024, and 2 more, none larger." in said
    assert "In all, at the end of 2026, when it is most, USD 37.5 million more is owed." in said
    assert ("A reserve that pays USD 75.0 million from 2022 on, also in the years planned beyond 2026, would have kept "
            "everything paid and supported, and debts, as planned. It would have kept needs as covered on the whole, "
            "too.") in said


def test_a_worst_year_that_is_the_common_one_is_shown_once() -> None:
    case = tiny_case(soldier={"support": 0.0, "attrition": 0.0, "entry": False}, macro=macro(7.5), **donor(7.5))
    tested = withdrawals(case, year=2021)
    assert tested.worst[0].year == 2021
    assert [row[:3] for row in findings(tested).table("by_year").rows] == [
        ("Friends", 2021, year) for year in range(2021, 2027)]


def test_a_donor_that_gives_only_after_the_years_shown_is_not_said_to_give_nothing() -> None:
    case = tiny_case(soldier={"support": 0.0, "attrition": 0.0, "entry": False}, macro=macro({2021: 15.0, 2026: 10.0}),
                     **donor({2026: 5.0}, delay_years=1))
    found = findings(withdrawals(case, year=2026))
    assert found.table("withdrawals").rows[0][1] == 2026
    assert text(found, "donor_friends").startswith(
        "Without it from 2026 on, money that the plan spends after 2026 does not come."
    )


def test_tables_hold_the_numbers(found: Findings) -> None:
    for table in found.tables:
        assert all(len(row) == len(table.headings) for row in table.rows), table.name
    first, second = found.table("withdrawals").rows
    assert first[:2] == ("Friends", 2023)
    places = {heading.name: place for place, heading in enumerate(found.table("withdrawals").headings)}
    assert first[places["unpaid"]] == pytest.approx(1.5e6, rel=1e-4)
    assert first[places["reserve"]] == pytest.approx(1.5e6, rel=1e-4)
    assert first[places["broken"]] == pytest.approx(1.5e6 / 1.05**3, rel=1e-4)
    assert first[places["notice"]] == 1
    assert second[1] is None
    years = found.table("by_year").rows
    assert [row[:3] for row in years] == [
        *(("Friends", first, year) for first in (2023, 2021) for year in range(2021, 2027)),
        *(("Strangers", None, year) for year in range(2021, 2027)),
    ]
    assert [row[4] for row in years[:3]] == pytest.approx([0.0, 0.0, 1.5e6], rel=1e-4, abs=10.0)
    assert {(row[1], row[4]) for row in found.table("unpaid").rows} == {(2023, 2023), (2021, 2021)}
    assert "unsupported" not in {table.name for table in found.tables}


def test_the_first_table_fits_into_a_window_and_files_have_all_of_it(found: Findings) -> None:
    table = found.table("withdrawals")
    shown = [heading.name for heading in table.shown().headings]
    assert shown == ["donor", "year", "lost", "unpaid", "unsupported", "arrears", "coverage_fall", "reserve", "notice"]
    assert sum(len(heading.text) + 2 for heading in table.shown().headings[1:]) <= 80  # 30 are left for a donor's name
    assert {"broken", "reserve_for_needs", "reserve_discounted"} < {heading.name for heading in table.headings}


@pytest.mark.parametrize("breaks", [True, False])
def test_one_donor_is_compared_with_no_other(breaks: bool) -> None:
    case = tiny_case(soldier={"support": 0.0}, macro=macro(13.5), **donor(3.0),
                     demand=[{"need": "war", "region": "national", "2021": 12_000.0}])
    tested = withdrawals(case, year=2023, donors=["friends"])
    if not breaks:  # nothing but the words is asked for
        tested = replace(tested, each=(replace(tested.each[0], broken=0.0),), worst=())
    found = findings(tested)
    assert found.title.endswith(": Friends leaves without notice")
    assert text(found, "question").startswith("What if Friends gives nothing any more from 2023,")
    said = text(found, "common")
    assert said.startswith("Something breaks without Friends: USD " if breaks else
                           "If Friends leaves, all that the plan pays and supports can still be paid and supported.")
    assert " The coverage of needs falls by " in said
    assert not any(word in said for word in ("ost ", "Whoever", "donors"))


def test_heat_maps_are_grey_where_nothing_is_wrong_and_vermillion_at_worst(found: Findings) -> None:
    for picture in found.pictures:
        assert is_valid(picture.chart)
        layers = picture.chart["layer"]
        assert layers[0]["encoding"]["color"]["scale"]["range"] == [NOTHING, VERMILLION]


def test_pictures_are_drawn_beside_tables_that_exist(found: Findings) -> None:
    assert [picture.name for picture in found.pictures] == ["withdraw_coverage", "withdraw_broken"]
    for picture in found.pictures:
        found.table(picture.table)
    for picture in drawn([picture.chart for picture in found.pictures]):
        assert picture.startswith(b"\x89PNG")


def test_nothing_is_drawn_where_nobody_gives() -> None:
    none = findings(withdrawals(tiny_case(**donor(0.0))))
    assert none.pictures == ()
    assert {sentence.topic for sentence in none.sentences} == {"question", "donor_friends"}
