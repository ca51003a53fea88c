"""What a plan leaves to pay, in words, as a sheet and as figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from plan_fixture import make_case, make_plan

from rightfin.report.ahead import years_ahead
from rightfin.report.words.ahead import ahead_sentence
from rightfin.report.words.answer import headline
from rightfin.report.workbook import write_workbook
from rightfin.result.ahead import ASSUMED
from rightfin.result.plan import Plan, PlanTable
from rightfin.ui.session import ahead_table


def without(*names: str) -> Plan:
    plan = make_plan()
    return replace(plan, tables=MappingProxyType({**plan.tables, **{name: PlanTable.of_rows(name) for name in names}}))


def test_the_sentence_says_the_bill_its_peak_and_what_is_owed() -> None:
    text = ahead_sentence(make_plan())
    assert text.startswith("Pensions of those who draw one or serve at the end of 2032 cost MRD 1.10 million in 2033 and ")
    assert "MRD 4.00 million in 2062, the most of these years; " in text
    assert "MRD 300,000 of severance and MRD 200,000 of reintegration is still owed" in text
    assert "the last in 2034" in text
    assert text.endswith("Nobody is counted who is hired after 2032, and money is at the prices of 2032.")
    assert headline(make_plan()).sentence("ahead") is not None


def test_what_is_not_owed_is_not_said() -> None:
    assert "severance" not in ahead_sentence(without("severance_ahead"))
    assert ahead_sentence(without("pensions_ahead")).startswith("MRD 300,000 of severance")
    assert ahead_sentence(without("pensions_ahead", "severance_ahead")) == ""
    assert headline(without("pensions_ahead", "severance_ahead")).sentence("ahead") is None


def test_the_sheet_has_the_bill_by_institution_its_sum_and_what_is_taken_for_granted(tmp_path: Path) -> None:
    write_workbook(make_plan(), make_case(), tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["After the plan"]
    first = [str(row[0].value or "") for row in sheet.iter_rows(max_col=1)]
    beside = [str(row[0].value or "") for row in sheet.iter_rows(min_col=2, max_col=2)]
    assert [text for text in beside if text in ASSUMED] == [*ASSUMED]
    explained = first[first.index("What the lines mean") :]
    assert {"Still in service", "Pensioners", "Pension bill"} <= {*explained}
    at = next(n for n, text in enumerate(first, start=1) if text.startswith("Pension bill"))
    whole = next(n for n in range(at, len(first) + 1) if first[n - 1] == "All institutions")
    assert whole == at + 3
    assert sheet.cell(at + 1, 2).value == pytest.approx(0.55)
    assert str(sheet.cell(whole, 2).value).startswith("=SUM(")


def test_no_sheet_where_nothing_is_left(tmp_path: Path) -> None:
    write_workbook(without("pensions_ahead", "severance_ahead"), make_case(), tmp_path / "plan.xlsx")
    assert "After the plan" not in openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames


def test_the_table_beside_the_chart_has_the_same_sums() -> None:
    plan = make_plan()
    sums = ahead_table(plan).drop(columns="Left to pay (MRD million)").sum()
    assert sums["2033"] == pytest.approx((years_ahead(plan)[0].pensions + years_ahead(plan)[0].owed) / 1e6, abs=0.2)
