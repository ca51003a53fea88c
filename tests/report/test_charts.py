from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest
from report.plan_fixture import contradictory_plan, make_plan
from report.vega_lite import is_valid

from rightfin.report import facts
from rightfin.report.charts.ahead import ahead_chart
from rightfin.report.charts.palette import OTHER, SERIES, payer_colours, role_colours, series_colours
from rightfin.report.charts.plan import CHARTS, charts_of, coverage_chart, payers_chart, strength_chart
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.charts.vega import Chart, legend_below
from rightfin.report.words.wording import percent
from rightfin.result.plan import Plan, PlanTable
from rightfin.schema import YearStyle


def data_of(chart: Chart) -> list[dict[str, object]]:
    parts = [chart, *chart.get("layer", [])]
    return sorted((row for part in parts for row in part.get("data", {}).get("values", [])), key=str)


def test_contradictory_plan_has_no_charts() -> None:
    assert charts_of(contradictory_plan()) == {}


@pytest.mark.parametrize("draw", [draw for _, draw in CHARTS], ids=[stem for stem, _ in CHARTS])
def test_charts_are_what_vega_lite_knows(draw: Callable[[Plan], Chart]) -> None:
    chart = draw(make_plan())
    assert is_valid(chart)
    assert not is_valid({**chart, "width": "wide"})


@pytest.mark.parametrize(("stem", "draw"), CHARTS, ids=[stem for stem, _ in CHARTS])
def test_titles_name_subject_and_years(stem: str, draw: Callable[[Plan], Chart]) -> None:
    title = draw(make_plan())["title"]
    assert ("2033 to 2062" if stem == "ahead" else "2025 to 2032") in title["text"]
    assert title["subtitle"]


def test_payers_chart_shows_the_tables_in_their_unit() -> None:
    plan = make_plan()
    rows = data_of(payers_chart(plan))
    own = {row["year"]: row["amount"] for row in rows if row.get("payer") == facts.OWN}
    ceilings = {row["year"]: row["ceiling"] for row in rows if "ceiling" in row}
    for row in facts.yearly(plan):
        assert own[row.year] == pytest.approx(row.own / 1e6)
        assert ceilings[row.year] == pytest.approx(row.ceiling / 1e6)
    assert "MRD million" in str(payers_chart(plan)["title"]["subtitle"])


def many_institutions(count: int) -> Plan:
    plan = make_plan()
    rows = tuple(
        (f"cadre{place:02}", year, size := 100.0 + place, 90.0, *(0.0,) * 6, size, 0.0, size, 0.0, 0.0, 0.0, 0.0)
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


def test_what_is_left_to_pay_adds_up_to_the_pension_bill_and_what_is_owed() -> None:
    plan = make_plan()
    by_year: dict[object, float] = {}
    for row in data_of(ahead_chart(plan)):
        by_year[row["year"]] = by_year.get(row["year"], 0.0) + float(str(row["amount"]))
    pensions, owed = plan.tables["pensions_ahead"], plan.tables["severance_ahead"]
    asked = {year: amount + owed.by_year("severance").get(year, 0.0) + owed.by_year("reintegration").get(year, 0.0)
             for year, amount in pensions.by_year("cost").items()}
    assert by_year == pytest.approx({year: amount / 1e6 for year, amount in asked.items()})


def test_heat_map_rounds_no_gap_away() -> None:
    plan = make_plan()
    rows = data_of(coverage_chart(plan))
    for row in rows:
        assert (row["text"] == "100") == (percent(float(str(row["coverage"]))) == "100.0%")


def test_colours_are_distinct() -> None:
    payers = [facts.OWN, "a", "b", "c", "d", "e", *facts.MISSING]
    places = {donor: place for place, donor in enumerate("abcde")}
    assert len(set(payer_colours(payers, [facts.OWN], places))) == len(payers)
    assert len(set(series_colours(7))) == 7
    assert series_colours(9)[7:] == series_colours(3, others=True)[2:] * 2


def test_a_donor_has_its_colour_whoever_else_is_in_the_picture() -> None:
    donors = {donor: place for place, donor in enumerate("abcde")}
    own = [facts.OWN]
    whole = dict(zip("abcde", payer_colours("abcde", own, donors), strict=True))
    for shown in ("c", "ec", "bd", "eba"):
        assert payer_colours(shown, own, donors) == [whole[donor] for donor in shown]
    assert payer_colours(["b", "Other donors"], own, donors) == [whole["b"], OTHER]


def test_payers_keep_their_colours_when_a_donor_has_left() -> None:
    plan = make_plan()
    gone, left = [*plan.names.donors]

    def colours(of: Plan) -> dict[str, str]:
        scale = payers_chart(of)["layer"][0]["encoding"]["color"]["scale"]
        return dict(zip(scale["domain"], scale["range"], strict=True))

    less = replace(plan, tables={**plan.tables, **{
        name: PlanTable(name, plan.tables[name].columns,
                        [row for row in plan.tables[name].rows if row[plan.tables[name].columns.index("donor")] != gone])
        for name in ("grants", "pledges")
    }})
    before, after = colours(plan), colours(less)
    assert plan.names.donors[left] in after
    assert plan.names.donors[gone] not in after
    assert after == {name: before[name] for name in after}


def test_more_things_than_colours_are_distinct_as_long_as_few_are_shown() -> None:
    places = {f"i{place}": place for place in range(12)}
    shown = ["i1", "i8", "i3"]
    assert role_colours(shown, places, SERIES) == [SERIES[1], SERIES[2], SERIES[3]]
    assert len(set(role_colours([*places][5:], places, SERIES))) == len(SERIES)
    assert role_colours([*places], places, SERIES)[7:] == [OTHER] * 5


@pytest.mark.parametrize("width", [170, 278, 450, 640, 1100])
@pytest.mark.parametrize("longest", [5, 16, 29])
def test_names_below_a_picture_stand_whole_beside_one_another(width: int, longest: int) -> None:
    legend = legend_below(["a", "b" * longest, "c", "d", "e"])

    def pixels(part: str) -> float:
        found = {"width": width, "floor": math.floor, "max": max, "clamp": lambda x, low, high: min(max(x, low), high)}
        return float(eval(legend[part]["expr"], {"__builtins__": {}}, found))

    columns, label = pixels("columns"), pixels("labelLimit")
    assert columns in (1, 2, 3, 4)
    assert label >= 6.2 * longest, "the mean of letters at the size of legends"
    assert columns == 1 or columns * (6.2 * longest + 30) <= width
    assert columns == 4 or (columns + 1) * (6.5 * longest + 29) > width, "no more would have room"


def test_the_calendar_of_reforms_has_a_bar_for_each_year_in_which_a_programme_runs() -> None:
    """Years of the axis and of the bars are of one kind: a drawing that does not find a year puts its bar at the left."""
    plan = make_plan()
    for shown in (plan, replace(plan, years=tuple(map(YearStyle.SPLIT.written, plan.years)), tables={
        **plan.tables, "programmes": PlanTable("programmes", plan.tables["programmes"].columns, [
            (row[0], YearStyle.SPLIT.written(int(row[1])), *row[2:]) for row in plan.tables["programmes"].rows])},
    )):
        chart = calendar_chart(shown)
        assert is_valid(chart)
        years = chart["encoding"]["x"]["scale"]["domain"]
        assert [row["year"] for row in chart["data"]["values"] if row["programme"] == "Police academy"] == years[2:4]
        assert [row["year"] for row in chart["data"]["values"] if row["programme"] == "Vetting"] == years[:2]
