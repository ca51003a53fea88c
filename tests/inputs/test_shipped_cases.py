"""Every shipped case reads cleanly, says where its numbers come from, and its scenarios can be applied."""

from __future__ import annotations

import re

import pytest
from shipped import AFGHANISTAN, COUNTRIES, DEMO, INPUTS, LIBERIA, SHIPPED, SIERRA_LEONE, shipped_case

from rightfin.case.scenario import apply_scenario, scenario_names
from rightfin.fiscal.project import project
from rightfin.reading import read_case_with_warnings
from rightfin.schema import TABLES

URL = re.compile(r"https?://[^\s,;]+\.[^\s,;]+")
MEANT = {LIBERIA: [("ceilings", "transition"), ("ceilings", "transition")]}
"""Warnings that a case is about, by table and row: nothing was committed to Liberia's plan after its first year, and less
than it cost in that one."""


def test_every_folder_under_inputs_is_a_shipped_case() -> None:
    assert sorted(folder.name for folder in INPUTS.iterdir() if folder.is_dir()) == list(SHIPPED)
    assert set(SHIPPED) == {AFGHANISTAN, DEMO, LIBERIA, SIERRA_LEONE}


@pytest.mark.parametrize("name", SHIPPED)
def test_case_reads_without_errors_and_warns_of_nothing_but_what_is_meant(name: str) -> None:
    _, warnings = read_case_with_warnings(INPUTS / name)
    assert [(warning.table, warning.row) for warning in warnings] == MEANT.get(name, [])


def test_the_warning_about_liberia_says_what_to_do() -> None:
    _, (warning, short) = read_case_with_warnings(INPUTS / LIBERIA)
    assert short.message.startswith("36,000,000 USD fall due for transition in 2015/16 whatever is decided")
    assert "own money makes 20,000,000 under the ceiling transition" in short.message
    assert "16,000,000 short" in short.message
    assert warning.remedy == "Type more than 0 in transition from 2016/17 on, or allow a donor that stays in eligibility."


@pytest.mark.parametrize("name", SHIPPED)
def test_every_row_says_where_it_comes_from(name: str) -> None:
    case = shipped_case(name)
    unsourced = [
        (table.name, row) for table in TABLES for row in case.records(table.name)
        if not (str(row["source"]) == "assumption" or URL.search(str(row["source"])))
    ]
    assert unsourced == []


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_assumption_of_a_country_case_says_why(name: str) -> None:
    case = shipped_case(name)
    unexplained = [
        (table.name, row) for table in TABLES for row in case.records(table.name)
        if row["source"] == "assumption" and not row["note"]
    ]
    assert unexplained == []


@pytest.mark.parametrize("name", COUNTRIES)
def test_calculations_of_a_country_case_name_their_figures(name: str) -> None:
    case = shipped_case(name)
    sources = [str(row["source"]) for table in TABLES for row in case.records(table.name)]
    calculated = [source for source in sources if source.startswith("calculation")]
    assert calculated
    assert all(URL.search(source) for source in calculated)


def test_fictional_case_claims_no_source() -> None:
    case = shipped_case(DEMO)
    assert {row["source"] for table in TABLES for row in case.records(table.name)} == {"assumption"}


def test_fictional_case_uses_every_table_and_every_column() -> None:
    case = shipped_case(DEMO)
    assert [table.name for table in TABLES if not case.records(table.name)] == []
    unused = {
        f"{table.name}.{column.name}"
        for table in TABLES if not table.entries
        for column in table.value_columns
        if column.name != "note" and all(row[column.name] is None for row in case.records(table.name))
    }
    # Local costs, as nearly everywhere; support and training abroad show what a currency does.
    local = {"in_kind.currency", "cadres.pay_currency", "cadres.severance_currency", "cadres.pension_currency"}
    assert unused == local | {"programmes.start"}, "programmes are proposed; the scenario reform types when they start"
    reformed = apply_scenario(case, "reform").records("programmes")
    assert {row["programme"] for row in reformed if row["start"] is None} == {"district_courts"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_scenario_changes_the_case_and_can_be_projected(name: str) -> None:
    case = shipped_case(name)
    assert scenario_names(case)
    for scenario in scenario_names(case):
        changed = apply_scenario(case, scenario)
        assert changed != case
        assert (project(changed, {}).fiscal.revenue > 0.0).all()
