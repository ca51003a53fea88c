"""Missions that leave, in sentences, tables and a picture."""

from __future__ import annotations

import pytest
from report.vega_lite import is_valid
from study.test_missions import exits, police, row

from rightfin.report.studies.findings import Findings
from rightfin.report.studies.missions import exit_findings, findings
from rightfin.study.missions.study import mission_withdrawals


@pytest.fixture(scope="module")
def left() -> Findings:
    return findings(mission_withdrawals(police(providers=row()), year=2023))


def text(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def test_what_opens_up_and_what_replaces_it_is_said_beside_what_it_cost(left: Findings) -> None:
    assert left.answered
    assert left.title == "Tiny (fictional): UN police leaves without notice"
    assert text(left, "provider_un_police") == (
        "Without it (a peace operation) from 2023 on, coverage falls most for War (by 4.8 points in 2023). Coverage can "
        "be what it was from 2024 on with at least USD 3.15 million of own money more from 2024 to 2026, none of which the "
        "limits of the case allow. The least people are 500 more in 2024, when they are most, 500 Soldiers. The mission "
        "would have cost USD 36.0 million from 2023 to 2026, paid by the members. All that its replacement from 2024 on "
        "takes is 11.7% of the USD 27.0 million that it would have cost from 2024 to 2026.")


def test_tables_hold_the_same(left: Findings) -> None:
    table = left.table("missions")
    shown = dict(zip((heading.name for heading in table.headings), table.rows[0], strict=True))
    assert shown["since"] == 2024
    assert shown["own"] == pytest.approx(3.15e6, rel=1e-4)
    assert shown["cost"] == 36e6
    assert left.table("supply").rows == tuple(("UN police", 2023, "War", year, 500.0) for year in range(2023, 2027))
    assert [found.name for found in left.tables] == ["missions", "by_year", "coverage", "people", "supply"]


def test_nobody_in_time_and_nothing_supplied_are_said() -> None:
    late = findings(mission_withdrawals(police(until=2023, lead=1), year=2023))
    assert text(late, "provider_un_police").endswith(
        "Nobody can be in its place before 2024, when it would have left anyway: what it supplies until then stays "
        "uncovered, whatever is paid.")
    gone = findings(mission_withdrawals(police(until=2022), year=2025))
    assert text(gone, "provider_un_police") == (
        "It supplies nothing any more from then on, so nothing changes if it leaves.")
    never = findings(mission_withdrawals(police(lead=1, places=200.0), year=2023))
    assert "No money replaces it by 2026" in text(never, "provider_un_police")
    for unreplaced in (late, never):
        assert unreplaced.table("missions").rows[0][3:7] == (None, None, None, None)
        assert {row[5:8] for row in unreplaced.table("by_year").rows} == {(None, None, None)}


def test_no_exit_passes_and_every_one_is_priced() -> None:
    found = exit_findings(exits())
    assert not found.answered
    assert text(found, "earliest").startswith("Not before the end of 2026")
    assert [row[0] for row in found.table("missions").rows] == [*range(2021, 2027)]
    assert {row[-1] for row in found.table("missions").rows} == {"no"}
    (picture,) = found.pictures
    assert is_valid(picture.chart)
