"""Rows that pages of the documentation offer to copy are valid, and have the columns that tables have."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from small_case import added, edited, small_case

from rightfin.case.checks import check_case
from rightfin.case.issue import Severity
from rightfin.schema import BY_NAME, Kind

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table of which the page has a block."""
    found = re.findall(r"`(\w+)\.csv`[^`]*```text\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    return {table: [{name: value(table, name, text) for name, text in row.items() if text}
                    for row in csv.DictReader(rows.splitlines())] for table, rows in found}


def value(table: str, column: str, text: str) -> object:
    kind = BY_NAME[table].column(column).kind
    if kind is Kind.BOOLEAN:
        return text == "true"
    if kind in (Kind.INTEGER, Kind.YEAR):
        return int(text)
    return float(text) if kind in (Kind.NUMBER, Kind.SHARE) else text


@pytest.mark.parametrize(("page", "tables"), [
    ("programmes.md", ("programmes", "programme_costs", "programme_effects", "programme_order")),
    ("chain.md", ("justice_stages", "justice_staff")),
])
def test_rows_to_copy_are_valid(page: str, tables: tuple[str, ...]) -> None:
    rows = blocks(page)
    assert tuple(rows) == tables
    changes = [added(table, **row) for table, all_rows in rows.items() for row in all_rows]
    case = small_case(edited("institutions", "police", training_places=900.0), *changes)
    found = check_case(case)
    assert [one for one in found if one.severity is Severity.ERROR] == []
    assert [one for one in found if one.table in tables and one.column == "weight"] == []


def test_stages_that_weigh_more_than_all_needs_are_asked_about() -> None:
    rows = [{**row, "weight": 2.0} for row in blocks("chain.md")["justice_stages"]]
    case = small_case(*(added("justice_stages", **row) for row in rows))
    (issue,) = (one for one in check_case(case) if one.code == "stage_weights")
    assert (issue.table, issue.row, issue.column) == ("justice_stages", "investigation", "weight")
    assert "sum to 4, those of all needs to 3" in issue.message
