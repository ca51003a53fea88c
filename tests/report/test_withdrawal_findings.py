"""Withdrawal tests in sentences, tables and pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pipeline import donor, macro, tiny_case

from rightfin.report.findings import Findings
from rightfin.report.palette import NOTHING, VERMILLION
from rightfin.report.withdrawal import findings
from rightfin.study.withdrawal import withdrawals


@pytest.fixture(scope="module")
def found() -> Findings:
    """Friends pay 1.5 of 15 million for 10,000 people; strangers are a donor without any money."""
    gift = donor(1.5)
    case = tiny_case(
        soldier={"support": 0.0}, macro=macro(13.5), demand=[{"need": "war", "region": "national", "2021": 10_000.0}],
        donors=[*gift["donors"], {"donor": "strangers", "name": "Strangers"}],
        pledges=[*gift["pledges"], {"donor": "strangers", **{str(year): 0.0 for year in range(2021, 2027)}}],
    )
    return findings(withdrawals(case, 2023))


def text(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def test_what_breaks_opens_up_and_would_have_absorbed_it_is_said(found: Findings) -> None:
    said = text(found, "donor_friends")
    assert "USD 1.50 million of pay of Army in 2023" in said
    assert "Arrears are up to USD 1.50 million higher (2023)." in said
    assert "Coverage falls most for War (by 19.0 points in 2025)." in said
    assert "Left unpaid beyond the plan, at current prices: USD 1.50 million of pay of Army in 2023." in said
    assert ("A reserve of USD 1.30 million (at base-year prices, discounted) would have kept everything paid and supported "
            "as planned. One of USD 9.") in said
    assert "A year's notice would have been enough" in said


def test_the_worst_comes_first_and_a_donor_without_money_changes_nothing(found: Findings) -> None:
    assert text(found, "worst").startswith(
        "Something breaks if Friends leaves: USD 1.30 million has to stay unpaid or unsupported (at base-year prices, "
        "discounted, years after 2026 included)."
    )
    assert text(found, "donor_strangers") == (
        "The plan spends nothing of its money from 2023 on, so nothing changes if it leaves."
    )


def test_of_equal_amounts_the_first_years_are_named_and_the_rest_is_not_called_smaller() -> None:
    """Prices are flat: half of the pay is missing in each of five years."""
    case = tiny_case(soldier={"support": 0.0, "attrition": 0.0, "entry": False}, macro=macro(7.5), **donor(7.5))
    said = text(findings(withdrawals(case, 2022)), "donor_friends")
    named = ", ".join(f"USD 7.50 million of pay of Army in {year}" for year in (2022, 2023))
    assert f"{named} and USD 7.50 million of pay of Army in 2024, and 2 more, none larger." in said
    assert "Arrears are up to USD 37.5 million higher (2026)." in said
    assert ("A reserve of USD 55.2 million (at base-year prices, discounted, years after 2026 included) would have kept "
            "everything paid and supported as planned. It would have kept needs as covered on the whole, too.") in said


def test_a_donor_that_gives_only_after_the_years_shown_is_not_said_to_give_nothing() -> None:
    case = tiny_case(soldier={"support": 0.0, "attrition": 0.0, "entry": False}, macro=macro({2021: 15.0, 2026: 10.0}),
                     **donor({2026: 5.0}, delay_years=1))
    found = findings(withdrawals(case))
    assert found.table("withdrawals").rows[0][1] == 2026
    assert text(found, "donor_friends").startswith(
        "Without it from 2026 on, money that the plan spends after 2026 does not come."
    )


def test_tables_hold_the_numbers(found: Findings) -> None:
    for table in found.tables:
        assert all(len(row) == len(table.headings) for row in table.rows), table.name
    first, second = found.table("withdrawals").rows
    assert first[:2] == ("Friends", 2023)
    assert first[4] == pytest.approx(1.5e6, rel=1e-4)
    assert first[-1] == 1
    assert second[1] is None
    years = found.table("by_year").rows
    assert [row[1] for row in years] == [*range(2021, 2027)] * 2
    assert [row[3] for row in years[:3]] == pytest.approx([0.0, 0.0, 1.5e6], rel=1e-4, abs=10.0)
    assert {row[3] for row in found.table("unpaid").rows} == {2023}
    assert "unsupported" not in {table.name for table in found.tables}


def test_the_first_table_fits_into_a_window_and_files_have_all_of_it(found: Findings) -> None:
    table = found.table("withdrawals")
    shown = [heading.name for heading in table.shown().headings]
    assert shown == ["donor", "year", "lost", "broken", "coverage_fall", "reserve", "notice"]
    assert sum(len(heading.text) + 2 for heading in table.shown().headings[1:]) <= 80  # 30 are left for a donor's name
    assert {"unpaid", "arrears", "unsupported", "reserve_for_needs"} < {heading.name for heading in table.headings}


@pytest.mark.parametrize("breaks", [True, False])
def test_one_donor_is_compared_with_no_other(breaks: bool) -> None:
    case = tiny_case(soldier={"support": 0.0}, macro=macro(13.5), **donor(3.0),
                     demand=[{"need": "war", "region": "national", "2021": 12_000.0}])
    tested = withdrawals(case, 2023, donors=["friends"])
    if not breaks:  # nothing but the words is asked for
        tested = replace(tested, each=(replace(tested.each[0], broken=0.0),))
    found = findings(tested)
    assert found.title.endswith(": Friends leaves without notice")
    assert text(found, "question").startswith("What if Friends gives nothing any more, in 2023 and without notice")
    said = text(found, "worst")
    assert said.startswith("Something breaks if Friends leaves: USD " if breaks else
                           "If Friends leaves, nothing has to stay unpaid or unsupported")
    assert " The coverage of needs falls by " in said
    assert not any(word in said for word in ("ost ", "Whoever", "donors"))


def test_heat_maps_are_grey_where_nothing_is_wrong_and_vermillion_at_worst(found: Findings) -> None:
    for picture in found.pictures:
        layers = picture.chart.to_dict()["layer"]
        assert layers[0]["encoding"]["color"]["scale"]["range"] == [NOTHING, VERMILLION]


def test_pictures_are_drawn_beside_tables_that_exist(found: Findings, tmp_path: Path) -> None:
    assert [picture.name for picture in found.pictures] == ["withdraw_coverage", "withdraw_broken"]
    for picture in found.pictures:
        found.table(picture.table)
        drawn = tmp_path / f"{picture.name}.png"
        picture.chart.save(drawn, format="png")
        assert drawn.read_bytes().startswith(b"\x89PNG")


def test_nothing_is_drawn_where_nobody_gives() -> None:
    none = findings(withdrawals(tiny_case(**donor(0.0))))
    assert none.pictures == ()
    assert {sentence.topic for sentence in none.sentences} == {"question", "donor_friends"}
