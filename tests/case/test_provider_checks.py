"""Providers that leave before what they supply ends: told once, at the year that says so, with all that is lost."""

from __future__ import annotations

from pipeline import Row, tiny_case

from rightfin.case.checks import check_case


def test_what_comes_after_a_provider_left_is_told_at_its_last_year_for_every_row() -> None:
    regions = ("north", "south")
    external: list[Row] = [
        {"provider": "mission", "need": "war", "region": region, "2021": 5.0, "2024": 3.0} for region in regions
    ]
    case = tiny_case(
        regions=[{"region": region, "name": region.title(), "population": 1e6} for region in regions],
        demand=[{"need": "war", "region": region, "2021": 1_500.0} for region in regions],
        external=external, providers=[{"provider": "mission", "name": "Mission", "last_year": 2023}],
    )
    (issue,) = (one for one in check_case(case) if one.code == "capability_after_leaving")
    assert (issue.table, issue.row, issue.column) == ("providers", "mission", "last_year")
    assert issue.message == (
        "mission leaves after 2023, so what external has for 2024 and later does not come: war in north, war in south.")
