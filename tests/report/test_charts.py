from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from report.plan_fixture import contradictory_plan, make_plan

from rightfin.report import facts
from rightfin.report.charts.palette import payer_colours, series_colours
from rightfin.report.charts.plan import CHARTS, coverage_chart, payers_chart, save_charts, strength_chart
from rightfin.report.words.wording import percent
from rightfin.result.plan import Plan, PlanTable


def data_of(chart: object) -> list[dict[str, object]]:
    specification = chart.to_dict()  # type: ignore[attr-defined]
    rows = [row for rows in specification["datasets"].values() for row in rows]
    return sorted(rows, key=str)


def test_charts_are_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    first, second = (save_charts(make_plan(), tmp_path / name) for name in ("a", "b"))
    assert [path.name for path in first] == ["strength.png", "who_pays.png", "coverage.png", "cost.png"]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert one.read_bytes().startswith(b"\x89PNG")


def test_contradictory_plan_has_no_charts(tmp_path: Path) -> None:
    assert save_charts(contradictory_plan(), tmp_path) == ()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("draw", [draw for _, draw in CHARTS], ids=[stem for stem, _ in CHARTS])
def test_titles_name_subject_and_years(draw: object) -> None:
    title = draw(make_plan()).to_dict()["title"]  # type: ignore[operator]
    assert "2025 to 2032" in title["text"]
    assert title["subtitle"]


def test_payers_chart_shows_the_tables_in_their_unit() -> None:
    plan = make_plan()
    rows = data_of(payers_chart(plan))
    own = {row["year"]: row["amount"] for row in rows if row.get("payer") == facts.OWN}
    ceilings = {row["year"]: row["ceiling"] for row in rows if "ceiling" in row}
    for row in facts.yearly(plan):
        assert own[row.year] == pytest.approx(row.own / 1e6)
        assert ceilings[row.year] == pytest.approx(row.ceiling / 1e6)
    assert "MRD million" in str(payers_chart(plan).to_dict()["title"]["subtitle"])


def many_institutions(count: int) -> Plan:
    plan = make_plan()
    rows = tuple(
        (f"cadre{place:02}", year, 100.0 + place, 90.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 100.0 + place, 0.0)
        for place in range(count)
        for year in plan.years
    )
    owners = {f"cadre{place:02}": f"force{place:02}" for place in range(count)}
    table = PlanTable("strength", plan.tables["strength"].columns, rows)
    return replace(
        plan,
        names=replace(plan.names, cadre_institution=owners),
        tables=MappingProxyType({**plan.tables, "strength": table}),
    )


def test_small_institutions_are_gathered_so_that_colours_stay_distinct() -> None:
    plan = many_institutions(12)
    rows = data_of(strength_chart(plan))
    names = {str(row["institution"]) for row in rows}
    assert len(names) == 7
    assert "Other institutions" in names
    assert "force11" in names  # the largest
    assert "force00" not in names
    total = sum(float(str(row["strength"])) for row in rows if row["year"] == 2025)
    assert total == pytest.approx(sum(100.0 + place for place in range(12)))


def test_heat_map_rounds_no_gap_away() -> None:
    plan = make_plan()
    rows = data_of(coverage_chart(plan))
    for row in rows:
        assert (row["text"] == "100") == (percent(float(str(row["coverage"]))) == "100.0%")


def test_colours_are_distinct() -> None:
    payers = [facts.OWN, "a", "b", "c", "d", "e", *facts.MISSING]
    assert len(set(payer_colours(payers))) == len(payers)
    assert len(set(series_colours(7))) == 7
    assert series_colours(9)[7:] == series_colours(3, others=True)[2:] * 2
