"""Where some who are paid are not there, charts and texts say which head they count."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from solve.test_ghosts import losing

from rightfin import plan
from rightfin.case import Case
from rightfin.report import facts
from rightfin.report.charts.plan import strength_chart
from rightfin.report.page.force import the_force
from rightfin.report.words.payment import _lacking
from rightfin.report.words.wording import percent
from rightfin.report.workbook import write_workbook
from rightfin.result.plan import Plan


def haunted() -> Case:
    """Half of those paid are ghosts, and some of those who are there have no support."""
    return losing({"support_floor": 0.0, "attrition": 0.0, "entry": False}, ghosts=0.5)


@pytest.fixture(scope="module")
def ghosts() -> Plan:
    return plan(haunted())


@pytest.fixture(scope="module")
def nobody() -> Plan:
    return plan(losing())


def test_the_chart_of_strength_shows_who_is_there(ghosts: Plan, nobody: Plan) -> None:
    chart = strength_chart(ghosts)
    line = chart["layer"][1]
    assert {row["year"]: row["present"] for row in line["data"]["values"]} == facts.people_present(ghosts)
    assert "those of them who are there" in chart["title"]["subtitle"]
    assert "layer" not in strength_chart(nobody)


def test_the_page_tells_both_heads(ghosts: Plan, nobody: Plan) -> None:
    paid, there = (ghosts.tables["strength"].by_year(name)[2021] for name in ("strength", "present"))
    assert f"{paid:,.0f} paid in 2021 ({there:,.0f} of them there)" in the_force(ghosts, None).lines[0].text
    assert the_force(ghosts, None).lines[0].text.endswith("All that follows counts the people paid.")
    assert "paid" not in the_force(nobody, None).lines[0].text


def test_a_share_without_support_is_one_of_those_who_are_there() -> None:
    """Who lacks support delivers nearly as much here, and costs less: hardly anyone has it."""
    made = plan(losing({"support_floor": 0.0, "unsupported_effect": 0.95}, ghosts=0.5))
    missing, there = facts.unsupported_people(made), facts.people_present(made)
    worst = max(missing[year] / there[year] for year in there)
    paid = max(missing[year] / strength for year, strength in made.tables["strength"].by_year("strength").items())
    assert percent(paid) != percent(worst)
    assert f"{percent(worst)} of those who are there" in _lacking(made, facts.yearly(made))


def test_the_workbook_has_the_line_too(ghosts: Plan, nobody: Plan, tmp_path_factory: pytest.TempPathFactory) -> None:
    titles = []
    for made, case in ((ghosts, haunted()), (nobody, losing())):
        path = tmp_path_factory.mktemp("out") / "plan.xlsx"
        write_workbook(made, case, path)
        with ZipFile(path) as book:
            charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
        titles.append(any("all who are there" in chart for chart in charts))
    assert titles == [True, False]
