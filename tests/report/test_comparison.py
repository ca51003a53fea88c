"""Two or more cases, scenarios and variants side by side: what is said, tables, pictures, changed cells, the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pipeline import MILLION, donor, macro, tiny_case
from report.vega_lite import is_valid

from rightfin.case import Case, CaseError
from rightfin.case.case import Cell
from rightfin.case.exchange.trail import Save
from rightfin.question import Question
from rightfin.reading import Saved
from rightfin.report import facts
from rightfin.report.charts.compared import COLOURS, SHAPES, compared_chart
from rightfin.report.compare.cells import MOST_CELLS, are_versions, changes_of, changes_table
from rightfin.report.compare.findings import comparison
from rightfin.report.compare.item import LONGEST_TITLE, ComparedItem, unlike
from rightfin.report.compare.largest import furthest_apart
from rightfin.report.compare.measures import further, pictured
from rightfin.report.compare.sources import CellSources
from rightfin.report.compare.tables import SideBySide, differences_table, levels_table
from rightfin.report.studies.findings import Findings, FindingsTable
from rightfin.report.studies.findings_files import write_findings_file
from rightfin.report.words.wording import money
from rightfin.result.plan import Plan, Status
from rightfin.study.whatif import WhatIf

SCENARIOS = [
    {"scenario": "fewer_grants", "order": 1, "table": "pledges", "key": "friends", "column": "2022-", "operation": "set",
     "value": 1e6, "source": "ministry", "note": "They say so."},
    {"scenario": "dear", "order": 1, "table": "cadres", "key": "*", "column": "pay", "operation": "multiply", "value": 1.2,
     "source": "assumption"},
]
LIMITS = [{"cadre": "soldier", "bound": "max", "hard": True, "2021": 1e6}]
BASE = tiny_case(scenarios=SCENARIOS, strength_limits=LIMITS, **donor(3.0, exit_year=2024))
PAY: Cell = ("cadres", ("soldier",), "pay", 2000.0)
TORN: Cell = ("strength_limits", ("soldier", "max"), "2021", 3000.0)
ELSEWHERE = tiny_case(
    settings={"title": "Elsewhere", "currency": "SLL", "base_year": 2023, "end_year": 2028, "year_form": "2025/26"},
    macro=[{"series": row["series"], **{str(int(year) + 3): value for year, value in row.items() if year.isdecimal()}}
           for row in macro(15.0)],
    demand=[{"need": "war", "region": "national", "2024": 20_000.0}],
    institutions=[{"institution": "guard", "name": "Guard", "sector": "defence"}],
    cadres=[{"cadre": "guardsman", "institution": "guard", "name": "Guardsmen", "opening_strength": 5_000.0,
             "pay": 1500.0, "support": 500.0, "attrition": 0.1}],
    effects=[{"cadre": "guardsman", "need": "war", "effect": 1.0}])


@cache
def planned(question: Question, changes: tuple[Cell, ...]) -> Plan:
    return WhatIf.of(question).plan_from({}, cells=changes)


def item(
    title: str, case: Case = BASE, scenarios: Sequence[str] = (), changes: tuple[Cell, ...] = (), *, plan: bool = True
) -> ComparedItem:
    question = Question.of(case, scenarios=scenarios)
    return ComparedItem(title, question, changes, planned(question, changes) if plan else None)


def four() -> list[ComparedItem]:
    return [item("Base"), item("Fewer grants", scenarios=("fewer_grants",)), item("A (kept)", changes=(PAY,)),
            item("Dear", scenarios=("dear",))]


def said(found: Findings, topic: str) -> str:
    return "\n".join(sentence.text for sentence in found.sentences if sentence.topic == topic)


def rows_of(table: FindingsTable) -> dict[str, tuple[object, ...]]:
    return {str(row[0]): row[1:] for row in table.rows}


def test_differences_are_those_of_the_plans() -> None:
    beside = SideBySide(tuple(four()))
    for measure in (*pictured(beside.plans), *further(beside.plans)):
        levels, less = rows_of(levels_table(beside, measure)), rows_of(differences_table(beside, measure))
        assert set(less) == {"Fewer grants", "A (kept)", "Dear"}
        for title, found in less.items():
            for old, new, shown in zip(levels["Base"], levels[title], found, strict=False):
                if old is None or new is None:
                    assert shown is None
                elif shown:
                    assert shown == pytest.approx(float(str(new)) - float(str(old)))
                else:
                    size = max(abs(float(str(cell))) for row in levels.values() for cell in row if cell is not None)
                    assert abs(float(str(new)) - float(str(old))) <= 1e-3 * max(size, 1.0), "only rounding is nothing"
            if measure.is_summed:
                assert found[-1] == pytest.approx(sum(float(str(cell)) for cell in found[:-1]))


def test_levels_are_the_numbers_of_the_plans() -> None:
    found = comparison(four())
    for title, plan in ((one.title, one.plan) for one in four()):
        assert plan is not None
        rows = facts.yearly(plan)
        for name, read in (("asked", [row.asked for row in rows]), ("own", [row.own for row in rows]),
                           ("donors", [row.donors for row in rows]), ("missing", [row.missing for row in rows]),
                           ("people", [row.strength for row in rows]), ("covered", [row.coverage for row in rows])):
            assert rows_of(found.table(name))[title] == pytest.approx(tuple(read))


def test_the_order_of_the_others_orders_rows_and_columns_and_nothing_else() -> None:
    base, *others = four()
    first = comparison([base, *others])
    for order in permutations(others):
        found = comparison([base, *order])
        titles = [base.title, *(one.title for one in order)]
        for table in first.tables:
            if table.name.startswith("changes_"):
                continue
            theirs = found.table(table.name)
            if table.name == "key_figures":
                places = [0, *(1 + [one.text for one in table.headings[1:]].index(title) for title in titles)]
                assert [one.text for one in theirs.headings[1:]] == titles
                assert theirs.rows == tuple(tuple(row[place] for place in places) for row in table.rows)
            else:
                assert sorted(theirs.rows, key=str) == sorted(table.rows, key=str)
        for place, one in enumerate(order, 1):
            mine = next(table for table in first.tables if table.title.startswith(f"What {one.title} says"))
            assert found.table(f"changes_{place}").rows == mine.rows


def test_an_item_equal_to_the_baseline_differs_by_nothing() -> None:
    found = comparison([item("Base"), item("Again")])
    assert "Says the same as Base." in said(found, "item")
    assert "The answer does not change." in said(found, "item")
    for table in found.tables:
        if table.name.endswith("_less"):
            assert all(not cell for cell in table.rows[0][1:])
    assert all(str(row[2]).startswith("the same") for row in found.table("key_figures").rows)
    assert not [table for table in found.tables if table.name.startswith("changes")]


def test_an_item_without_a_plan_is_told_of_and_the_rest_is_shown() -> None:
    torn = item("Torn", changes=(TORN,))
    assert torn.plan is not None
    assert torn.plan.status is Status.CONTRADICTORY
    found = comparison([item("Base"), torn, item("A (kept)", changes=(PAY,))])
    assert "The hard limits of Torn contradict one another: " in said(found, "contradiction")
    assert [row[0] for row in found.table("people").rows] == ["Base", "A (kept)"]
    assert "changes_1" in [table.name for table in found.tables], "what it says otherwise is shown all the same"
    for picture in found.pictures:
        assert picture.chart["encoding"]["color"]["scale"]["range"] == [COLOURS[0], COLOURS[2]], "a place keeps its colour"
    alone = comparison([torn, item("Base")])
    assert alone.table("people").rows
    assert not [table for table in alone.tables if table.name.endswith("_less")], "nothing to subtract"
    nothing = comparison([torn, item("Torn too", changes=(TORN, PAY))])
    assert not nothing.answered
    assert not nothing.pictures
    assert [table.name for table in nothing.tables] == ["changes_1"]


def test_money_of_several_currencies_is_shown_in_revenue_alone() -> None:
    found = comparison([item("Base"), item("Elsewhere", ELSEWHERE)])
    assert "Base in USD and Elsewhere in SLL: amounts cannot stand on one axis" in said(found, "currency")
    assert not said(found, "prices")
    assert {"asked", "own", "donors", "missing"}.isdisjoint(table.name for table in found.tables)
    plan = planned(Question.of(ELSEWHERE), ())
    revenue = plan.tables["fiscal"].by_year("revenue")
    expected = [row.own / revenue[row.year] for row in facts.yearly(plan)]
    shown = rows_of(found.table("own_in_revenue"))["Elsewhere"]
    assert [cell for cell in shown if cell is not None] == pytest.approx(expected)
    units = {str(row[1]) for row in found.table("indicators").rows}
    assert not any("USD" in unit or "SLL" in unit or "currency" in unit for unit in units)


def test_years_are_drawn_where_they_stand_and_differ_where_both_have_them() -> None:
    found = comparison([item("Base"), item("Elsewhere", ELSEWHERE)])
    assert "Base from 2021 to 2026 and Elsewhere from 2023/24 to 2027/28" in said(found, "years")
    assert "write years in different ways" in said(found, "style")
    people = found.table("people")
    assert [heading.text for heading in people.headings[1:]] == [str(year) for year in range(2021, 2029)]
    here = {title: [cell is not None for cell in row] for title, row in rows_of(people).items()}
    assert here == {"Base": [True] * 6 + [False] * 2, "Elsewhere": [False] * 3 + [True] * 5}
    assert [cell is not None for cell in found.table("people_less").rows[0][1:]] == [False] * 3 + [True] * 3 + [False] * 2
    assert found.pictures[0].chart["encoding"]["x"]["scale"]["domain"] == [str(year) for year in range(2021, 2029)]


def test_cells_of_another_country_are_not_listed() -> None:
    assert not are_versions(BASE, ELSEWHERE)
    assert are_versions(BASE, BASE.with_cell("settings", ("title",), "value", "Renamed"))
    found = comparison([item("Base"), item("Elsewhere", ELSEWHERE)])
    assert "Another case than Base: " in said(found, "item")
    assert not [table for table in found.tables if table.name.startswith("changes")]


def test_cells_have_names_both_values_and_where_they_come_from() -> None:
    base = BASE.replace({"cadres": [{**row, "source": "payroll", "note": "of May"} for row in BASE.records("cadres")]})
    found = comparison([item("Base", base), item("Fewer grants", base, ("fewer_grants",)),
                        item("A (kept)", base, changes=(PAY,)), item("Dear", base, ("dear",))])
    grants, kept, dear = (found.table(f"changes_{place}").rows for place in (1, 2, 3))
    assert {row[:2] for row in grants} == {("Pledges (pledges)", "Friends (friends)")}
    assert next(row[3:6] for row in grants) == (3 * MILLION, MILLION, -2 * MILLION)
    assert {row[7] for row in grants} == {"scenario fewer grants; ministry; They say so."}
    assert kept[0][1:8] == ("Soldiers (soldier)", "pay", 1500.0, 2000.0, 500.0, "payroll; of May", "changed on these pages")
    assert dear[0][4] == pytest.approx(1800.0)
    assert dear[0][7] == "scenario dear; assumption", "a star names every row"


def test_a_row_is_named_by_what_it_names() -> None:
    sources = CellSources(item("Base", plan=False), typed=True)
    assert sources.row("effects", ("soldier", "war")) == "Soldiers (soldier) / War (war)"
    assert sources.row("macro", ("revenue_ratio",)) == "Domestic revenue, grants excluded (revenue_ratio)"
    assert sources.row("pledges", ("nobody",)) == "nobody"


def test_rows_and_remarks_are_listed_after_cells() -> None:
    other = BASE.replace({"needs": [*BASE.records("needs"), {"need": "crime", "name": "Crime", "weight": 1.0}],
                          "demand": [*BASE.records("demand"), {"need": "crime", "region": "national", "2021": 5.0}]})
    other = other.with_cell("cadres", ("soldier",), "source", "payroll").with_cell("cadres", ("soldier",), "pay", 1600.0)
    found = comparison([item("Base"), item("Other", other)])
    rows = found.table("changes_1").rows
    assert [row[2] for row in rows] == ["pay", "whole row", "whole row", "source"]
    assert rows[1][1] == "Crime (crime)"
    assert rows[1][3] == "no such row"
    assert "weight = 1" in str(rows[1][4])
    back = comparison([item("Other", other), item("Base")]).table("changes_1").rows
    assert [(row[3], row[4]) for row in back] == [(row[4], row[3]) for row in rows]


def test_inputs_alone_are_compared_without_plans() -> None:
    found = comparison([item("Base", plan=False), item("A (kept)", changes=(PAY,), plan=False)])
    assert [table.name for table in found.tables] == ["changes_1"]
    assert not found.pictures
    assert "1 cell changed in cadres." in said(found, "item")


def test_who_saved_a_workbook_and_why_is_said() -> None:
    other = BASE.with_cell("cadres", ("soldier",), "pay", 1600.0)
    trail = (Save(other.digest, when="2026-05-01", who="Amina", why="New scale"),)
    theirs = replace(item("theirs.xlsx", other), saved=Saved(other, (), trail, {}))
    assert "Saved last by Amina on 2026-05-01: New scale." in said(comparison([item("Base"), theirs]), "item")


def test_changes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(CaseError, match="marine"):
        comparison([item("Base"), ComparedItem("A", Question.of(BASE), (("cadres", ("marine",), "pay", 1.0),))])


def test_cells_that_say_the_same_of_years_in_a_row_are_one_line() -> None:
    other = BASE
    for year, value in ((2022, 1e6), (2023, 1e6), (2024, 2e6), (2026, 2e6)):
        other = other.with_cell("pledges", ("friends",), str(year), value)
    rows = [row[2:6] for row in comparison([item("Base"), item("Other", other)]).table("changes_1").rows]
    old = [MILLION * amount for amount in (3.0, 3.0)]
    assert [row[:3] for row in rows][:2] == [("2022 to 2023", old[0], 1e6), ("2024", old[1], 2e6)]
    assert len(rows) == 3, "what does not follow upon one another stays apart"


def test_the_largest_differences_stand_first_and_are_those_of_the_tables() -> None:
    found = comparison(four())
    text = said(found, "largest")
    assert text.count(" against Base, 2021 to 2026: ") == 3
    total = sum(float(str(cell)) for cell in rows_of(found.table("donors_less"))["Fewer grants"][:-1])
    before = sum(float(str(cell)) for cell in rows_of(found.table("donors"))["Base"])
    less, share = money(abs(total), "USD"), abs(100.0 * total / before)
    assert f"donors' money \N{MINUS SIGN}{less} (\N{MINUS SIGN}{share:.1f}%)" in text
    again = said(comparison([item("Base"), item("Again")]), "largest")
    assert again == "Again against Base, 2021 to 2026: no more than rounding."
    beside = SideBySide(tuple(four()))
    for measure in pictured(beside.plans):
        words = furthest_apart(beside, measure)
        assert all(title in words for title in ("Fewer grants", "A (kept)", "Dear"))
        for title, by_year in beside.differences(measure).items():
            year = max(by_year, key=lambda one: abs(by_year[one]))
            assert f"in {year}" in words if by_year[year] else f"{title} nowhere" in words
    assert not furthest_apart(SideBySide((item("Base"),)), pictured(beside.plans)[0])


def test_only_so_many_cells_are_listed() -> None:
    other = BASE.replace({"pledges": [{"donor": "friends", **{str(year): 1e5 + year for year in range(2021, 2027)}}]})
    changes = changes_of(item("Other", other), item("Base"))
    assert changes.found is not None
    many = replace(changes, found=replace(changes.found, changed=changes.found.changed * 400))
    table = changes_table(many, 1)
    assert len(table.rows) == MOST_CELLS
    assert table.note.startswith("The first 2,000 of 2,400")


def test_pictures_are_vega_lite_and_what_is_nothing_has_none() -> None:
    found = comparison(four())
    assert [picture.name for picture in found.pictures] == ["asked", "own", "donors", "people", "covered"]
    assert "Unpaid or unsupported: nothing in any year" in said(found, "nothing")
    for picture in found.pictures:
        assert is_valid(picture.chart)
        assert picture.table in [table.name for table in found.tables]
        assert picture.chart["encoding"]["color"]["scale"]["domain"] == [one.title for one in four()]
    assert len(set(COLOURS)) == len(COLOURS) == len(set(SHAPES)) == len(SHAPES)
    with pytest.raises(IndexError):
        compared_chart({str(place): {} for place in range(7)}, ["2021"], "", "", "", number="")


def test_the_workbook_holds_all_and_is_the_same_twice(tmp_path: Path) -> None:
    hostile = item("=1+1 [e](http://evil.test) <img src=x>", changes=(PAY,))
    for name in ("one.xlsx", "two.xlsx"):
        write_findings_file(comparison([item("Base"), hostile]), tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    assert {"Answer", "Key figures", "Asked less", "Asked", "Indicators", "Changes 1", "Method"} <= set(book.sheetnames)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


@given(some.lists(some.text(max_size=90), max_size=8))
def test_titles_are_unlike_one_another_and_stand_on_one_line(titles: list[str]) -> None:
    found = unlike(titles)
    assert len(found) == len(titles) == len(set(found))
    assert all(title.splitlines() == [title] and len(title) <= LONGEST_TITLE + 4 for title in found)
    assert unlike(found) == found or any(len(title) > LONGEST_TITLE for title in found)
