from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.plan_fixture import contradictory_plan, make_plan
from report.vega_lite import is_valid

from rightfin.report import facts
from rightfin.report.charts.ahead import ahead_chart
from rightfin.report.charts.coverage import coverage_chart
from rightfin.report.charts.overview import sustained_chart
from rightfin.report.charts.paid import paid_chart
from rightfin.report.charts.palette import (
    BLACK,
    DONORS,
    FURTHER,
    OTHER,
    OTHER_DONORS,
    SERIES,
    VERMILLION,
    donor_places,
    payer_colours,
    role_colours,
    series_colours,
)
from rightfin.report.charts.plan import CHARTS, charts_of, payers_chart, strength_chart
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.charts.vega import Chart, legend_below
from rightfin.report.overview.paid import payers_of
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
    assert len(names) == 8  # one for each colour, and the rest in grey
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
        assert (row["text"] == "100") == (percent(float(str(row["share"]))) == "100.0%")


def test_colours_are_distinct() -> None:
    roles = (*SERIES, VERMILLION, BLACK, OTHER)
    assert len(set(roles)) == len(roles), "what is missing has a colour that nothing else has"
    payers = (*DONORS, *FURTHER, SERIES[0], VERMILLION, BLACK, OTHER)
    assert len(set(payers)) == len(payers)
    assert len(set(series_colours(7))) == 7
    assert series_colours(9)[7:] == series_colours(3, others=True)[2:] * 2


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


def colours_in(chart: Chart) -> dict[str, str]:
    parts = [part["encoding"]["color"] for part in (chart, *chart.get("layer", [])) if "color" in part.get("encoding", {})]
    found = [dict(zip(part["scale"]["domain"], part["scale"]["range"], strict=True)) for part in parts if "scale" in part]
    return {name: colour for one in found for name, colour in one.items()}


Gifts = list[tuple[int, str, int, float]]


def with_donors(count: int, gifts: Gifts) -> Plan:
    """A plan with so many donors and these gifts: which donor, to which institution, when, how much."""
    plan = make_plan()
    grants, pledges = plan.tables["grants"], plan.tables["pledges"]
    first = dict(zip(grants.columns, grants.rows[0], strict=True))
    rows = [tuple({**first, "donor": f"d{donor}", "institution": institution, "year": year, "amount": amount}[column]
                  for column in grants.columns) for donor, institution, year, amount in gifts]
    names = replace(plan.names, donors={f"d{place}": f"Donor {place}" for place in range(count)})
    return replace(plan, names=names, tables={
        **plan.tables, "grants": PlanTable("grants", grants.columns, rows),
        "pledges": PlanTable("pledges", pledges.columns, []),
    })


GIFTS = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["police", "army"]), st.sampled_from([2025, 2026, 2032]),
                           st.floats(0.0, 1e7)), max_size=20)


@given(st.integers(1, 9), GIFTS)
@settings(max_examples=15)
def test_a_donor_has_one_colour_in_all_pictures_of_a_plan_and_its_workbook(count: int, gifts: Gifts) -> None:
    """Those that have none of their own are gathered in every picture, and grey in the workbook."""
    plan = with_donors(count, [(donor % count, *rest) for donor, *rest in gifts])
    own = donor_places(plan)
    seen: dict[str, set[str]] = {}
    for institution in (None, "police", "army"):
        chart = paid_chart(plan, payers_of(plan, institution), "x")
        for shown in (colours_in(chart), colours_in(payers_chart(plan)), colours_in(sustained_chart(plan))):
            assert len(set(shown.values())) == len(shown), "colours of one picture are distinct"
            for name, colour in shown.items():
                seen.setdefault(name, set()).add(colour)
    labels = [*facts.donor_labels(plan).values()]
    for name, colour in zip(labels, payer_colours(plan, labels), strict=True):  # as the workbook asks
        seen.setdefault(name, set()).add(colour)
        assert (colour == OTHER) == (name not in own)
    assert all(len(colours) == 1 for colours in seen.values())
    assert seen.get(OTHER_DONORS, {OTHER}) == {OTHER}
    if len(plan.names.donors) <= len(DONORS):
        assert set(labels) <= set(own)
        assert all(seen[name] == {DONORS[int(name.split()[1])]} for name in labels), "the colour of its place in the case"
    elif labels:
        given_by = facts.donor_labels(plan)
        totals = {given_by[str(key[0])]: amount for key, amount in plan.tables["grants"].sums(("donor",), "amount").items()
                  if str(key[0]) in given_by}
        assert min((totals.get(name, 0.0) for name in own), default=0.0) >= max(
            (amount for name, amount in totals.items() if name not in own), default=0.0)


def test_more_things_than_colours_have_those_of_the_largest() -> None:
    sizes = {f"i{place}": float(place % 10) for place in range(12)}
    places = facts.places_among(sizes, sizes, len(SERIES))
    assert [*places] == ["i3", "i4", "i5", "i6", "i7", "i8", "i9"]
    assert role_colours(["i8", "i1", "i3"], places) == [SERIES[5], OTHER, SERIES[0]]
    assert facts.places_among(["b", "a"], {}, 2) == {"b": 0, "a": 1}


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
