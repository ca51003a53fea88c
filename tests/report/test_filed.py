"""The medium-term expenditure framework: its sums are those of the plan, and its document shows what its sheets hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import rightfin
from rightfin.case.issue import CaseError
from rightfin.report.filed.markdown import markdown_of
from rightfin.report.filed.mtef import expenditure_framework
from rightfin.report.studies.findings import Findings, written
from rightfin.result.plan import Plan

ROOT = Path(__file__).parents[2]
CASES = ("afghanistan_2012", "liberia_2015", "demo")


@pytest.fixture(scope="module", params=CASES)
def planned(request: pytest.FixtureRequest) -> Plan:
    return rightfin.plan(rightfin.read_case(ROOT / "inputs" / request.param))


@pytest.fixture(scope="module")
def found(planned: Plan) -> Findings:
    return expenditure_framework(planned)


def test_rows_add_up_to_the_total_and_to_the_plan(planned: Plan, found: Findings) -> None:
    *rows, total = found.table("categories").rows
    cost, base = planned.table("budget").groupby("year")["cost"].sum(), planned.table("base_year")["cost"].sum()
    for place, wanted in enumerate([base, *(cost[year] for year in planned.years[:3])], start=3):
        assert sum(row[place] for row in rows) == pytest.approx(wanted, rel=1e-9)
        assert total[place] == pytest.approx(wanted, rel=1e-9)


def test_baseline_and_new_measures_are_the_cost(planned: Plan, found: Findings) -> None:
    rows, deflator = found.table("measures").rows, planned.table("fiscal").set_index("year")["deflator"]
    base = planned.table("base_year").groupby("institution")["cost"].sum()
    for baseline, new, cost in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        assert (baseline[1], new[1], cost[1]) == ("Baseline", "New measures", "Cost")
        assert [a + b for a, b in zip(baseline[2:], new[2:], strict=True)] == pytest.approx(list(cost[2:]), rel=1e-9)
    for place, year in enumerate(planned.years[:3], start=2):
        assert rows[-3][place] == pytest.approx(base.sum() * deflator[year], rel=1e-9)
        assert sum(row[place] for row in rows[2:-3:3]) == pytest.approx(rows[-1][place], rel=1e-9)


def test_growth_and_payers_follow_from_the_other_tables(planned: Plan, found: Findings) -> None:
    total = found.table("categories").rows[-1][3:]
    prices = [1.0, *planned.table("fiscal").set_index("year")["deflator"].loc[list(planned.years[:3])]]
    nominal, real = found.table("growth").rows
    for place in range(3):
        ratio = total[place + 1] / total[place]
        assert nominal[place + 1] == pytest.approx(ratio - 1.0, abs=1e-9)
        assert real[place + 1] == pytest.approx(ratio * prices[place] / prices[place + 1] - 1.0, abs=1e-9)
        assert sum(row[place + 1] for row in found.table("payers").rows[:3]) == pytest.approx(total[place + 1], rel=1e-9)


def test_the_document_shows_every_cell_of_its_tables(found: Findings) -> None:
    text = markdown_of(found)
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    shown = [line for line in lines if set("".join(line)) - set(":- ")]
    for table in found.tables:
        assert f"Table: {table.name}." in text
        for row in table.rows:
            wanted = [written(cell, head.kind, found.scale) for cell, head in zip(row, table.headings, strict=True)]
            assert wanted[-3:] in [line[-3:] for line in shown]


def test_nothing_of_a_case_comes_alive(found: Findings) -> None:
    text = markdown_of(replace(found, title="a | b\n# c <script> [x](y) `z`"))
    assert text.splitlines()[0] == r"# a \| b \# c \<script\> \[x\]\(y\) \`z\`"


@pytest.mark.parametrize("years", [0, 1, 5])
def test_other_spans_are_refused(planned: Plan, years: int) -> None:
    with pytest.raises(CaseError, match="cannot be made"):
        expenditure_framework(planned, years)
