"""What each payer has and what its region needs: tables, sentences and the sheet of a regional police."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pipeline import MILLION
from report.plan_fixture import make_plan
from report.vega_lite import is_valid
from solve.test_several_payers import police_of

import rightfin
from rightfin.case import Case
from rightfin.report import facts
from rightfin.report.charts.palette import payer_colours
from rightfin.report.charts.plan import charts_of
from rightfin.report.charts.vega import Chart
from rightfin.report.words.answer import headline
from rightfin.report.words.own_money import own_money_sentence
from rightfin.report.workbook import write_workbook
from rightfin.result.accounts import AccountError, check_accounts
from rightfin.result.plan import Plan, PlanTable
from rightfin.ui.session import own_money_table

Rows = list[dict[str, Any]]


def police_of_the_north(**tables: Rows) -> Case:
    """A police of the north alone, paid by Jubaland out of 4 million and a grant of 1; 2,500 of 3,000 can be paid.

    The army serves north and south, and is paid by the government.
    """
    return police_of("juba").replace({
        "transfers": [{"transfer": "grant", "from": "government", "to": "juba", "2021": MILLION}],
        "payers": [{"payer": "juba", "name": "Jubaland", "region": "north"}],
        "regions": [{"region": "north", "name": "The North", "population": 1e6},
                    {"region": "south", "name": "The South", "population": 1e6}],
        "demand": [{"need": "war", "region": "north", "2021": 2500.0}, {"need": "war", "region": "south", "2021": 2500.0},
                   {"need": "crime", "region": "north", "2021": 3000.0}],
        "serves": [{"institution": "police", "region": "north"}],
        **tables,
    })


@pytest.fixture(scope="module")
def plan() -> Plan:
    return rightfin.plan(police_of_the_north())


@pytest.fixture(scope="module")
def sheet(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    path = tmp_path_factory.mktemp("own_money") / "plan.xlsx"
    write_workbook(plan, police_of_the_north(), Path(path))
    return openpyxl.load_workbook(path, data_only=True)["Own money by payer"]


def line(sheet: Worksheet, *labels: str) -> list[object]:
    """The years of the one row with these texts."""
    (found,) = (row[len(labels):] for row in sheet.values if row[: len(labels)] == labels)
    return list(found)


def test_a_region_has_what_its_payer_has_and_costs_what_serves_it_alone(plan: Plan) -> None:
    (row,) = (row for row in plan.tables["regions"].records() if row["year"] == 2024)
    money = {"revenue": 20.0, "ceiling": 4.0, "received": 1.0, "given": 0.0, "own": 5.0, "cost": 5.0, "by_region": 5.0,
             "by_others": 0.0, "grants": 0.0, "unfunded": 0.0}
    assert {name: float(row[name]) / MILLION for name in money} == pytest.approx(money, rel=3e-5, abs=1e-4)
    assert row["strength"] == pytest.approx(2500.0, rel=3e-5)
    assert row["coverage"] == pytest.approx((2500.0 / 2500.0 + 2500.0 / 3000.0) / 2.0, rel=3e-5)


def test_what_the_government_pays_of_it_is_not_the_regions() -> None:
    """It may pay half: all pay of the regional police, which leaves the region support alone."""
    pays: Rows = [{"payer": "juba", "institution": "police", "category": "operations"},
                  {"payer": "government", "institution": "police", "category": "operations", "allowed": False}]
    found = rightfin.plan(police_of_the_north(may_pay=pays)).tables["regions"]
    year = found.where("year", (2024,))
    assert [float(year.column(name)[0]) / MILLION for name in ("cost", "by_region", "by_others")] == pytest.approx(
        [6.0, 1.5, 4.5], rel=3e-5)


def test_no_region_is_told_of_where_no_payer_belongs_to_one() -> None:
    plan = rightfin.plan(police_of("juba"))
    assert plan.tables["regions"].rows == ()
    assert headline(plan).sentence("regions") is None


def test_a_region_that_costs_something_else_is_no_account(plan: Plan) -> None:
    case = police_of_the_north()
    parameters = rightfin.question.Question.of(case, None, (), None).parameters
    regions = plan.tables["regions"]
    place = regions.columns.index("by_region")
    rows = [tuple(float(value) + 1e6 if n == place else value for n, value in enumerate(row)) for row in regions.rows]
    with pytest.raises(AccountError, match="what a region's institutions cost"):
        check_accounts({**plan.tables, "regions": PlanTable("regions", regions.columns, rows)}, parameters)


def test_the_answer_says_what_the_region_has_costs_and_lacks(plan: Plan) -> None:
    sentence = headline(plan).sentence("regions")
    assert sentence is not None
    assert sentence.text == (
        "The North (Jubaland) may spend USD 5.00 million in 2026, transfers counted, and spends USD 5.00 million. Regional "
        "Police, which serves no other region, counts 2,500 people and costs USD 5.00 million, all of which its own "
        "purse pays, into which others give USD 1.00 million. 91.7% of its needs, weighted, are covered, whoever covers "
        "them; least of Crime: 500 of 3,000 units are missing."
    )


def test_why_money_stays_unspent_is_told_where_the_case_asks_for_a_force_that_can_be_kept() -> None:
    """Jubaland pays 2,000 a head and 1,000 for each who is trained anew: it cannot spend all, or later lacks that."""
    case = police_of("juba", settings={"end_year": 2022, "tail_years": 0, "sustained_from": "2022"})
    cadres = [{**row, "training_cost": 1000.0 if row["cadre"] == "constable" else 0.0} for row in case.records("cadres")]
    plan = rightfin.plan(case.replace({"cadres": cadres}))
    sentence = headline(plan).sentence("own_money")
    assert sentence is not None
    assert sentence.text.endswith(
        "What a payer leaves unspent from 2022 on may be what keeping its people up for good takes later: rightfin sustain "
        "says how much of it is left then, by payer.")
    never = rightfin.plan(case.replace({"cadres": cadres}), settings={"sustained_from": "never"})
    sentence = headline(never).sentence("own_money")
    assert sentence is not None
    assert "unspent" not in sentence.text


def test_shares_of_revenue_are_of_that_of_all_payers(plan: Plan) -> None:
    """The government has 100 million and Jubaland 20."""
    share, asked = (facts.indicator(plan, name)[2026] for name in ("asked_share_of_revenue", "asked_cost"))
    revenue = plan.tables["fiscal"].by_year("revenue")[2026]
    assert revenue == pytest.approx(120.0 * MILLION)
    assert share == pytest.approx(asked / revenue)
    sentence = headline(plan).sentence("cost")
    assert sentence is not None
    assert "as a share of the revenue of all payers, " in sentence.text


def bars(chart: Chart) -> dict[str, float]:
    """What the bars of a chart show of 2024, by name."""
    (found,) = (part["data"]["values"] for part in chart["layer"] if part["mark"]["type"] == "bar")
    return {str(row["payer"]): float(row["amount"]) for row in found if row["year"] == 2024}


def test_payers_of_one_name_are_told_apart(plan: Plan) -> None:
    alike = replace(plan, names=replace(plan.names, payers=dict.fromkeys(plan.names.payers, "Treasury")))
    said = own_money_sentence(alike)
    assert "Treasury (government) spends" in said
    assert "Treasury (juba) spends" in said


def test_who_pays_shows_own_money_by_payer_in_colours_of_their_own(plan: Plan) -> None:
    chart = charts_of(plan)["who_pays"]
    assert bars(chart) == pytest.approx(
        {"The government": 10.0, "Jubaland": 5.0, "Unpaid": 0.0, "Missing support": 0.0}, rel=3e-5, abs=1e-3)
    colours = chart["layer"][0]["encoding"]["color"]["scale"]
    assert colours["domain"] == ["The government", "Jubaland", "Unpaid", "Missing support"]
    assert len(set(colours["range"])) == 4
    assert "all payers together" in chart["title"]["subtitle"]


def test_donors_and_payers_never_share_a_colour(plan: Plan) -> None:
    names = {f"d{place}": f"Donor {place}" for place in range(5)}
    grants = make_plan().tables["grants"]
    rows = [(donor, *row[1:]) for donor in names for row in grants.rows[:1]]
    assert grants.columns[0] == "donor"
    given = replace(plan, names=replace(plan.names, donors=names),
                    tables={**plan.tables, "grants": PlanTable("grants", grants.columns, rows)})
    shown = ["The government", "Jubaland", *names.values(), *facts.MISSING, "Other donors", "Other payers"]
    assert len(set(payer_colours(given, shown))) == len(shown)
    assert payer_colours(given, [facts.OWN]) == payer_colours(given, ["The government"])


def test_each_payer_has_a_panel_with_what_it_spends_and_may_spend(plan: Plan) -> None:
    """Of its 20 million the government gives 1; Jubaland spends its 4 and that one."""
    chart = charts_of(plan)["own_money"]
    assert is_valid(chart)
    shown = {(row["payer"], row["what"]): row["amount"] for row in chart["data"]["values"] if row["year"] == 2024}
    assert shown == pytest.approx({
        ("The government", "Spent"): 10.0, ("The government", "Falls due and nobody pays"): 0.0,
        ("The government", "Ceiling, transfers counted"): 19.0,
        ("Jubaland", "Spent"): 5.0, ("Jubaland", "Falls due and nobody pays"): 0.0,
        ("Jubaland", "Ceiling, transfers counted"): 5.0,
    }, rel=3e-5, abs=1e-3)
    table = own_money_table(plan).set_index("Own money (USD million)")["2024"]
    assert [table[f"Jubaland: {what}"] for what in ("may spend", "spends", "nobody pays")] == [5.0, 5.0, 0.0]


def test_a_government_that_pays_alone_has_no_chart_of_payers() -> None:
    plan = make_plan()
    others = ["strength", "who_pays", "coverage", "cost", "chain", "waiting", "prisons", "ahead", "programmes"]
    assert [*charts_of(plan)] == others
    assert facts.own_money(plan) == []


def test_the_sheet_has_the_same(sheet: Worksheet) -> None:
    assert line(sheet, "The North", "People paid") == pytest.approx([2500.0] * 6, rel=3e-5)
    assert line(sheet, "The North", "Costs, paid or not") == pytest.approx([5.0] * 6, rel=3e-5)
    assert line(sheet, "The North", "Crime: missing") == pytest.approx([500.0] * 6, rel=3e-4)
    assert line(sheet, "The North", "Crime: covered, whoever covers it") == pytest.approx([5.0 / 6.0] * 6, rel=3e-5)
    assert line(sheet, "Jubaland", "May spend, transfers counted") == pytest.approx([5.0] * 6, rel=3e-5)
    assert len(sheet._charts) == 3  # all payers together, the government and Jubaland
    assert line(sheet, "Jubaland", "Left") == pytest.approx([0.0] * 6, abs=1e-3)
