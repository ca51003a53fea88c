"""The justice chain of a plan in words, on its sheet and in pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
import vl_convert
from report.chain_fixture import CAPACITY, PLACES, STAGES
from report.plan_fixture import YEARS, make_case, make_plan
from report.vega_lite import is_valid

from rightfin.report.chain import clears, narrowest, prison_years, stage_years
from rightfin.report.charts.chain import flow_chart, prisons_chart, waiting_chart
from rightfin.report.charts.palette import BLACK
from rightfin.report.charts.plan import charts_of
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.charts.vega import Chart
from rightfin.report.studies.chain_tables import stages_table
from rightfin.report.words.answer import headline
from rightfin.report.words.chain import chain_sentence, prisons_sentence
from rightfin.report.workbook import write_workbook
from rightfin.result.plan import Plan, PlanTable
from rightfin.schema.results import RESULT

CHAIN = ("justice", "postings", "prisons", "clears")


def changed(table: str, **columns: dict[int, float] | float | str) -> Plan:
    """Return the plan with other cells in some columns of a table, in all rows or by year."""
    plan = make_plan()
    rows = [
        {**row, **{name: cell.get(int(row["year"]), row[name]) if isinstance(cell, dict) else cell
                   for name, cell in columns.items()}}
        for row in plan.tables[table].records()
    ]
    cells = [tuple(row[name] for name in RESULT[table].names) for row in rows]
    return with_tables(plan, {table: PlanTable.of_rows(table, cells)})


def with_tables(plan: Plan, tables: dict[str, PlanTable]) -> Plan:
    return replace(plan, tables=MappingProxyType({**plan.tables, **tables}))


def without(*names: str) -> Plan:
    return with_tables(make_plan(), {name: PlanTable.of_rows(name) for name in names})


def labels_of(*cadres: str) -> list[str]:
    return [make_plan().names.cadres.get(cadre, cadre) for cadre in cadres]


def parts(chart: Chart) -> list[list[dict[str, object]]]:
    return [layer["data"]["values"] for layer in chart.get("layer", [chart])]


def test_the_narrowest_point_is_told_in_runs_of_years() -> None:
    plan = make_plan()
    runs = narrowest(plan)
    assert [(run.stage, run.years[0], run.years[-1]) for run in runs] == [("Inquiry", 2025, 2028), ("Trial", 2029, 2032)]
    text = chain_sentence(plan)
    assert text.startswith("The narrowest point of the chain is Inquiry from 2025 to 2028 and Trial from 2029 to 2032. ")
    last = next(row for row in stage_years(plan) if (row.stage, row.year) == ("Trial", 2032))
    there = last.before + last.inflow
    assert f"In 2032, {there:,.0f} cases wait there or arrive and {last.capacity:,.0f} can be done, " in text
    assert f"{100.0 * (1.0 - last.capacity / there):.1f}% fewer than there are." in text
    assert f"most at Trial: {last.backlog:,.0f}, which takes 8.0 months." in text
    assert f"{last.backlog:,.0f}, which takes a day or two." in chain_sentence(changed("justice", waiting=0.02))
    first = max((row for row in stage_years(plan) if row.year == 2025), key=lambda row: row.backlog)
    assert f"cases wait at the end of 2025 (most at {first.stage}: {first.backlog:,.0f}) and " in text
    assert headline(plan).sentence("chain") is not None


def test_one_stage_is_narrowest_in_every_year_and_a_gap_is_no_run() -> None:
    plan = changed("justice", bottleneck="no")
    assert narrowest(plan) == ()
    assert chain_sentence(plan).startswith("No case arrives anywhere.")
    rows = [(*row[:-1], "yes" if row[0] == "trial" else "no") for row in make_plan().tables["justice"].rows]
    always = with_tables(make_plan(), {"justice": PlanTable.of_rows("justice", rows)})
    assert chain_sentence(always).startswith("The narrowest point of the chain is Trial in every year.")
    gap = [(*row[:-1], "yes" if row[0] == "trial" and row[1] != 2028 else "no") for row in rows]
    broken = with_tables(make_plan(), {"justice": PlanTable.of_rows("justice", gap)})
    assert [run.years for run in narrowest(broken)] == [(2025, 2026, 2027), (2029, 2030, 2031, 2032)]


def test_the_year_in_which_most_cases_wait_is_told_where_it_is_neither_the_first_nor_the_last() -> None:
    assert "Most cases wait" not in chain_sentence(make_plan()), "it is the last"
    most = chain_sentence(changed("justice", backlog={**dict.fromkeys(YEARS, 100.0), 2028: 9000.0}))
    assert "Most cases wait at the end of 2028: 27,000 (most at Inquiry: 9,000)." in most
    cleared = chain_sentence(changed("justice", backlog={**dict.fromkeys(YEARS, 0.0), 2025: 10.0, 2028: 9000.0}))
    assert "30 cases wait at the end of 2025 (most at Inquiry: 10), and none at the end of 2032. Most cases wait" in cleared
    assert "No case waits at the end of 2032." in chain_sentence(changed("justice", backlog=0.0))


def test_a_stage_that_nobody_works_has_no_months_of_waiting(tmp_path: Path) -> None:
    plan = make_plan()
    rows = [
        {**row, "people": 0.0, "done": 0.0, "capacity": 0.0, "waiting": 14.37}
        if row["stage"] == "trial" and row["year"] in (2025, 2026, 2028, 2032) else row
        for row in plan.tables["justice"].records()
    ]
    cells = [tuple(row[name] for name in RESULT["justice"].names) for row in rows]
    plan = with_tables(plan, {"justice": PlanTable.of_rows("justice", cells)})
    text = chain_sentence(plan)
    assert "Nobody works Trial from 2025 to 2026, in 2028 and in 2032: cases there only wait." in text
    assert "where nobody works." in text
    assert "14.4" not in text
    assert "nobody works it" in {line["text"] for line in parts(flow_chart(plan))[2]}
    months = {row[1]: row[7] for row in stages_table(plan).rows if row[0] == "Trial"}
    assert [year for year, cell in months.items() if cell is None] == [2025, 2026, 2028, 2032]
    write_workbook(plan, make_case(), tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Justice chain"]
    first = [str(row[0].value or "") for row in sheet.iter_rows(max_col=1)]
    trial = first.index("Months of waiting") + 1 + len(STAGES)
    assert [cell.value for cell in sheet[trial]][:5] == ["Trial", None, None, pytest.approx(months[2027]), None]


def test_dropped_cases_are_told_where_some_are() -> None:
    whole = sum(row.dropped for row in stage_years(make_plan()))
    assert f"{whole:,.0f} cases are dropped undone over the years shown, all at Inquiry." in chain_sentence(make_plan())
    assert "dropped" not in chain_sentence(changed("justice", dropped=0.0))
    assert "60 at Inquiry, " not in chain_sentence(make_plan())
    assert "24 cases are dropped undone over the years shown, 8 at Inquiry, 8 at Prosecution and 8 at Trial." in (
        chain_sentence(changed("justice", dropped=1.0)))


def test_one_judge_clears_what_so_many_constables_send() -> None:
    text = chain_sentence(make_plan())
    assert "At Trial one of Judges and prosecutors clears what 125 of Constables send (2032)." in text
    assert "what 2.4 of Constables send" in chain_sentence(changed("clears", people=2.4))
    assert "clears" not in chain_sentence(without("clears"))
    assert {row.stage for row in clears(make_plan())} == {*STAGES.values()}


def test_cadres_that_clear_or_send_as_much_are_told_together() -> None:
    sends = {("judge", "constable"): 45.0, ("judge", "corporal"): 45.02, ("clerk", "constable"): 45.0,
             ("clerk", "corporal"): 45.0, ("prosecutor", "constable"): 75.0}
    cells = [("trial", clearing, sending, 2032, people) for (clearing, sending), people in sends.items()]
    text = chain_sentence(with_tables(make_plan(), {"clears": PlanTable.of_rows("clears", cells)}))
    judges, constables, corporals = labels_of("judge", "constable", "corporal")
    clerk, prosecutor = labels_of("clerk", "prosecutor")
    assert (f"At Trial one of {judges} or {clerk} clears what 45 of {constables} or {corporals} send and one of "
            f"{prosecutor} clears what 75 of {constables} send (2032).") in text


def test_detention_and_crowding_are_told() -> None:
    text, last = prisons_sentence(make_plan()), prison_years(make_plan())[-1]
    assert f"{last.detained:,.0f} at the end of 2032, 41.3% of the {last.held:,.0f} in prison." in text
    assert f"overcrowded in 6 of 8 years, most in 2032: {last.held:,.0f} people for {PLACES:,.0f} places (59.9% " in text
    assert "Everybody in prison has a place in every year." in prisons_sentence(changed("prisons", overcrowding=0.0))
    nowhere = prisons_sentence(changed("prisons", overcrowding=0.0, places=0.0))
    assert "place" not in nowhere
    nobody = prisons_sentence(changed("prisons", detained=0.0, convicted=0.0, overcrowding=0.0))
    assert nobody == "Nobody is in prison."
    assert prisons_sentence(without("prisons")) == ""


def test_more_police_without_judges_is_told_where_the_numbers_show_it_and_only_there() -> None:
    text = prisons_sentence(make_plan())
    assert "Police outgrow those who work Trial, and cells fill: people bring 31.6% more cases in 2032 than " in text
    assert "Trial can get only 7.2% more done, and 2,899 more people are held before judgment." in text
    assert "cells fill" not in prisons_sentence(changed("justice", brought=1000.0))  # no more police
    assert "cells fill" not in prisons_sentence(changed("justice", capacity={2025: 100.0, 2032: 200.0}))  # judges keep up
    assert "cells fill" not in prisons_sentence(changed("prisons", detained=1500.0))  # no more people are held
    assert "cells fill" not in prisons_sentence(changed("strength", present=9000.0))  # as many police bring more cases each
    assert "cells fill" not in prisons_sentence(changed("justice", backlog=500.0))  # no more cases wait
    assert "cells fill" not in prisons_sentence(changed("clears", sending="judge"))  # who brings them works the stage
    assert "Trial can get no more done" in prisons_sentence(changed("justice", capacity=100.0))
    assert "Trial can get 50.0% less done" in prisons_sentence(changed("justice", capacity={2025: 100.0, 2032: 50.0}))


def test_a_case_without_a_chain_says_nothing_of_it(tmp_path: Path) -> None:
    plan = without(*CHAIN)
    assert {topic for topic in ("chain", "prisons") if headline(plan).sentence(topic)} == set()
    assert not {"chain", "waiting", "prisons"} & {*charts_of(plan)}
    write_workbook(plan, make_case(), tmp_path / "plan.xlsx")
    assert "Justice chain" not in openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames


def test_the_sheet_adds_up_and_names_the_narrowest_point(tmp_path: Path) -> None:
    plan = make_plan()
    write_workbook(plan, make_case(), tmp_path / "plan.xlsx")
    live, stored = (
        openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=only)["Justice chain"] for only in (False, True)
    )
    first = [str(row[0].value or "") for row in live.iter_rows(max_col=1)]
    names = first.index("Least spare capacity") + 1
    assert [cell.value for cell in live[names]][1:] == ["Inquiry"] * 4 + ["Trial"] * 4
    waiting = first.index("Cases waiting at the end of the year") + 2
    for place, (stage, name) in enumerate(STAGES.items()):
        assert first[waiting + place - 1] == name
        assert str(live.cell(waiting + place, 2).value).count("+") == 1
        found = plan.tables["justice"].where("stage", (stage,)).by_year("backlog")
        assert [cell.value for cell in stored[waiting + place]][1:] == pytest.approx([*found.values()])
    assert first.index("What the lines mean") > first.index("Spare capacity")
    bands = [text for text, row in zip(first, live.iter_rows(max_col=2), strict=True)
             if text and row[0].font.b and row[1].value is None]
    assert all(len(text) < 70 for text in bands[2:]), "a title that is longer goes over the edge of the page"
    held = first.index("People in prison") + 1
    assert [cell.value for cell in stored[held]][1:] == pytest.approx([row.held for row in prison_years(plan)])
    assert str(live.cell(held, 2).value).startswith("=")
    assert "Trial: Constables for one of Judges and prosecutors" in first


def test_the_flow_is_as_wide_as_there_are_cases() -> None:
    plan = make_plan()
    chart = flow_chart(plan)
    assert is_valid(chart)
    area, can, words = parts(chart)
    rows = {(row.stage, row.year): row for row in stage_years(plan)}
    widths = {str(row["cases"]): float(str(row["high"])) - float(str(row["low"])) for row in area}
    scale = {round(float(cases) / wide, 3) for cases, wide in widths.items() if wide}
    assert len(scale) == 1, "one scale for both years"
    narrow = {(row["stage"], row["year"]) for row in area if row["part"] == "Narrowest point"}
    assert narrow == {("Inquiry", 2025), ("Trial", 2032)}
    assert {row["year"] for row in area} == {YEARS[0], YEARS[-1]}
    for (stage, year), row in rows.items():
        if year in (YEARS[0], YEARS[-1]):
            drawn = {line["cases"] for line in area if (line["stage"], line["year"]) == (stage, year)}
            assert {row.inflow, row.done} <= drawn
            assert [line["can"] for line in can if (line["stage"], line["year"]) == (stage, year)] == [row.capacity]
            assert f"{row.backlog:,.0f} wait" in {line["text"] for line in words}
    on = [row["cases"] for row in area if row["part"] == "Goes on to the next stage" and row["year"] == 2032]
    assert on == [rows["Prosecution", 2032].passed] * 2 + [rows["Trial", 2032].passed] * 2


@pytest.mark.parametrize("draw", [flow_chart, waiting_chart, prisons_chart, calendar_chart])
def test_no_legend_is_cut_off_in_a_narrow_picture(draw: Callable[[Plan], Chart]) -> None:
    def around(width: int) -> float:
        drawn = {**draw(make_plan()), "width": width}
        drawn["title"] = ""  # pages write it above the picture
        (found,) = re.findall(r'^<svg[^>]* width="([0-9.]+)"', vl_convert.vegalite_to_svg(drawn))
        return float(found) - width

    assert around(300) <= around(640), "nothing stands out of the picture in the window of a phone"


def test_a_line_that_is_drawn_is_in_the_legend_with_its_colour() -> None:
    """As a stroke: a square would be one of the bars."""
    bars, line = prisons_chart(make_plan())["layer"]
    assert "Places" not in bars["encoding"]["color"]["scale"]["domain"]
    assert line["mark"]["color"] == BLACK
    assert line["encoding"]["strokeDash"]["scale"]["domain"] == ["Places"]
    assert line["encoding"]["strokeDash"]["legend"]["symbolType"] == "stroke"
    alone = prisons_chart(changed("prisons", places=0.0))
    assert "Places" not in alone["encoding"]["color"]["scale"]["domain"]
    assert "layer" not in alone


def test_a_plan_of_one_year_has_one_flow() -> None:
    chart = flow_chart(make_plan(years=(2025,)))
    assert {row["year"] for row in parts(chart)[0]} == {2025}
    assert "2025" in chart["title"]["text"]
    assert "The narrowest point of the chain is Inquiry in 2025." in chain_sentence(make_plan(years=(2025,)))


def test_what_waits_and_who_is_held_add_up() -> None:
    plan = make_plan()
    (bars,) = parts(waiting_chart(plan))
    found: dict[object, float] = {}
    for row in bars:
        found[row["year"]] = found.get(row["year"], 0.0) + float(str(row["backlog"]))
    assert found == pytest.approx(plan.tables["justice"].by_year("backlog"))
    bars, line = parts(prisons_chart(plan))
    held: dict[object, float] = {}
    for row in bars:
        held[row["year"]] = held.get(row["year"], 0.0) + float(str(row["people"]))
    assert held == pytest.approx(plan.tables["prisons"].by_year("held"))
    assert {row["places"] for row in line} == {PLACES}
    assert len(parts(prisons_chart(changed("prisons", places=0.0)))) == 1
    assert len(CAPACITY) == len({row["stage"] for row in parts(waiting_chart(plan))[0]})
