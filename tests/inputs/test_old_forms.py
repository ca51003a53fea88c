"""The shipped cases as they were before the tables that look at items and at what can be kept: their plans have not moved.

``old`` holds those cases, and ``old/objectives.csv`` what every level of their plans came to before the program had
such tables.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from shipped import SHIPPED

import rightfin

OLD = Path(__file__).parent / "old"
VALUES = pd.read_csv(OLD / "objectives.csv", keep_default_na=False)
PLANS = [tuple(map(str, plan)) for plan in VALUES[["case", "scenarios"]].drop_duplicates().itertuples(index=False)]


def test_old_forms_are_those_of_shipped_cases() -> None:
    assert {case for case, _ in PLANS} == {folder.name for folder in OLD.iterdir() if folder.is_dir()} <= set(SHIPPED)


@pytest.mark.parametrize(("case", "scenarios"), PLANS)
def test_every_level_has_its_value_of_before(case: str, scenarios: str) -> None:
    found = rightfin.plan(rightfin.read_case(OLD / case), scenarios=scenarios.split())
    now = found.table("objective").set_index(["level", "name"])["value"]
    before = VALUES[(VALUES["case"] == case) & (VALUES["scenarios"] == scenarios)].set_index(["level", "name"])["value"]
    assert list(now.index) == list(before.index)
    something = before.abs() > 1e-3
    assert now[something].to_dict() == pytest.approx(before[something].to_dict(), rel=1e-9)
    # What is nothing but for rounding is nothing: a thousandth of the currency, of a person.
    assert now[~something].to_dict() == pytest.approx(before[~something].to_dict(), abs=1e-3)
