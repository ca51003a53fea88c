"""Sheets of earmarks, targets and gifts of a plan, and the sentence on reserved money that lapses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pipeline import MILLION, donor, macro, tiny_case

import rightfin
from rightfin.case import Case
from rightfin.report.words.answer import headline
from rightfin.report.words.earmarks import lapses_sentence
from rightfin.report.words.gifts import gifts_sentence
from rightfin.report.workbook import write_workbook
from rightfin.result.plan import Plan, PlanTable

YEARS = range(2021, 2027)


@pytest.fixture(scope="module")
def case() -> Case:
    """A donor gives 10 million, 8 of them for support alone, of which part lapses; and trucks in two years."""
    return tiny_case(
        macro=macro(20),
        assets=[{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 100.0, "price": 20_000.0,
                 "life": 10.0, "upkeep": 0.0}],
        equipment=[{"asset": "truck", "cadre": "soldier", "units_per_head": 0.01}],
        in_kind=[{"gift": "lorries", "donor": "friends", "asset": "truck", "value": 1.0,
                  **{str(year): 30.0 * (year < 2023) for year in YEARS}}],
        earmarks=[{"earmark": "support", "donor": "friends", "scope": "category:operations", "bound": "min",
                   "2021": 8 * MILLION},
                  {"earmark": "no_more", "donor": "friends", "scope": "category:pay", "2022": 5 * MILLION}],
        targets=[{"target": "many", "measure": "strength", "group": "all", "2023": 30_000.0}],
        **donor(10.0),
    )


@pytest.fixture(scope="module")
def plan(case: Case) -> Plan:
    return rightfin.plan(case)


@pytest.fixture(scope="module")
def book(case: Case, plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("marks") / "plan.xlsx"
    write_workbook(plan, case, Path(path))
    return openpyxl.load_workbook(path, data_only=True)


def line(sheet: Worksheet, *labels: str) -> list[object]:
    """The years of the one row with these texts."""
    (found,) = (row[len(labels):] for row in sheet.values if row[: len(labels)] == labels)
    return list(found)


def test_earmarks_show_what_is_reserved_spent_and_lapses(plan: Plan, book: openpyxl.Workbook) -> None:
    sheet, table = book["Earmarked money"], plan.tables["earmarks"].where("earmark", ("support",))
    unit = 8 * MILLION / float(str(line(sheet, "support", "Friends", "Reserve")[0]))
    for label, column in (("Spent", "spent"), ("Unspent, lapses", "unspent")):
        shown = [float(str(value)) * unit for value in line(sheet, "support", "Friends", label)]
        assert shown == pytest.approx([*table.by_year(column).values()], abs=1.0)
    assert line(sheet, "no_more", "Friends", "Limit")[0] is None
    assert set(line(sheet, "no_more", "Friends", "Kept")[1:]) == {"kept"}


def test_targets_show_what_is_asked_reached_and_missed(plan: Plan, book: openpyxl.Workbook) -> None:
    reached = plan.tables["targets"].by_year("found")
    sheet = book["Targets reached"]
    assert line(sheet, "many", "people", "Asked, at least")[:3] == [None, None, 30_000]
    assert line(sheet, "many", "people", "Reached")[2:] == pytest.approx([*reached.values()])
    assert line(sheet, "many", "people", "Missed by")[2:] == pytest.approx([30_000 - value for value in reached.values()])


def test_stock_is_what_is_left_bought_and_given_less_what_is_disposed_of(plan: Plan, book: openpyxl.Workbook) -> None:
    given = plan.tables["in_kind"].by_year("accepted")
    assert max(given.values()) > 0.0
    assert plan.tables["assets"].by_year("gifts") == given
    rows = [row for row in book["Equipment plan"].values if row[0] == "Trucks"]
    stock, bought, gifts, retired = ([float(str(value)) for value in row[1:]] for row in rows)
    assert gifts == pytest.approx([*given.values()])
    for n, before in enumerate([100.0, *stock[:-1]]):
        assert stock[n] == pytest.approx(0.9 * before + bought[n] + gifts[n] - retired[n], abs=1e-3)


def test_the_answer_says_which_reserved_money_lapses(plan: Plan) -> None:
    found = headline(plan).sentence("earmarks")
    assert found is not None
    assert found.text.startswith("Of what Friends reserves under the earmark support, USD ")
    assert found.text.endswith(
        "is not spent there and lapses. Friends pays already all that is paid of the lines that it may fund there.")


@pytest.mark.parametrize(("saved", "spent", "text"), [
    ("donor_money", 0.0, "Own money and other donors pay USD 45.0 million of the same lines in these years; with the "
                         "reserve in its place nothing more would be paid or covered, and the plan saves donors' "
                         "money before own money (secondary_objective)."),
    ("own_money", 2.0, ""),
])
def test_a_reserve_that_saving_donors_money_leaves_unspent_is_not_called_useless(
    saved: str, spent: float, text: str,
) -> None:
    """5,000 soldiers are needed and 7.5 million of pay a year could come from a reserve of 2 million or from the state."""
    found = rightfin.plan(tiny_case(
        settings={"secondary_objective": saved}, soldier={"opening_strength": 5_000.0},
        demand=[{"need": "war", "region": "national", "2021": 5_000.0}],
        earmarks=[{"earmark": "pay", "donor": "friends", "scope": "category:pay", "bound": "min", "2021": 2 * MILLION}],
        **donor(2.0),
    ))
    marks = found.tables["earmarks"]
    assert [*marks.by_year("spent").values()] == pytest.approx([spent * MILLION] * 6, abs=100.0)
    assert [*marks.by_year("others").values()] == pytest.approx([(7.5 - spent) * MILLION] * 6, abs=100.0)
    said = headline(found).sentence("earmarks")
    assert (said.text if said else "").endswith(text)
    assert (said is None) == (spent > 0.0)


@pytest.mark.parametrize(("rules", "held"), [
    ({"handovers": [{"handover": "whole", "scope": "category:pay", "path": "by_year", "2021": 1.0}]}, "handover whole"),
    ({"earmarks": [{"earmark": "cap", "donor": "friends", "scope": "all", "2021": 0.0}]}, "limit cap"),
    ({"donors": [donor(2.0, match=0.0)["donors"][0]]}, "co-financing condition of friends"),
])
def test_a_reserve_that_another_rule_leaves_unspent_names_that_rule_and_no_other_reason(
    rules: dict[str, list[dict[str, object]]], held: str,
) -> None:
    """The state pays all of 7.5 million of pay a year, because the rule lets the donor pay nothing of it."""
    reserve = {"earmark": "pay", "donor": "friends", "scope": "category:pay", "bound": "min", "2021": 2 * MILLION}
    found = rightfin.plan(tiny_case(
        soldier={"opening_strength": 5_000.0}, demand=[{"need": "war", "region": "national", "2021": 5_000.0}],
        **{**donor(2.0), **rules, "earmarks": [reserve, *rules.get("earmarks", [])]},
    ))
    assert set(found.tables["earmarks"].where("bound", ("min",)).column("held_by")) == {held}
    said = headline(found).sentence("earmarks")
    assert said is not None
    assert said.text.endswith("Own money and other donors pay USD 45.0 million of the same lines in these years. What "
                              f"Friends may pay of them is limited by the {held}.")


def test_where_nobody_pays_anything_of_the_reserved_lines_the_donor_is_not_said_to_pay_them(plan: Plan) -> None:
    row = ("support", 2021, "friends", "min", 8e6, 0.0, 8e6, 0.0, "")
    text = lapses_sentence(replace(plan, tables={**plan.tables, "earmarks": PlanTable.of_rows("earmarks", [row])}))
    assert text.endswith("lapses. Nobody pays anything of the lines that Friends may fund there.")


@pytest.mark.parametrize(("accepted", "upkeep", "told", "not_told"), [
    (30.0, 0.0, "all are accepted", "nobody would use"),
    (10.0, 0.0, "Keeping them costs nothing: what is refused, nobody would use.", "Either its upkeep"),
    (10.0, 9e4, "Which of the two it is was not tried: plan with almost no upkeep", "Keeping them costs nothing"),
])
def test_why_a_gift_is_refused_is_said_as_far_as_it_is_known(
    plan: Plan, accepted: float, upkeep: float, told: str, not_told: str,
) -> None:
    row = ("lorries", "friends", "truck", 2021, 30.0, accepted, accepted, upkeep)
    text = gifts_sentence(replace(plan, tables={**plan.tables, "in_kind": PlanTable.of_rows("in_kind", [row])}))
    assert told in text
    assert not_told not in text
