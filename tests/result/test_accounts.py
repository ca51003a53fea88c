"""Identities: true of every plan, and found broken when a table is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import Solved, solved
from random_cases import random_case

from rightfin.result.accounts import AccountError, check_accounts
from rightfin.result.plan import PlanTable


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_the_accounts_of_random_plans_balance(seed: int) -> None:
    solved(random_case(seed))  # raises AccountError if an identity fails


@cache
def rich() -> Solved:
    """Return the first random plan in which every table has something to break."""
    for seed in range(200):
        found = solved(random_case(seed))
        frames = {name: found.frame(name) for name in ("grants", "assets", "pledges", "handover")}
        if all(map(len, frames.values())) and frames["pledges"]["spent"].max() > 0:
            return found
    raise AssertionError("no random case has donors, assets and a handover")


def broken(table: str, column: str, by: float, pick: Callable[[dict[str, object]], bool] = lambda row: True) -> str:
    """Change one cell of a plan's table; return what the accounts say."""
    found = rich()
    old = found.tables[table]
    place = old.columns.index(column)
    rows = [list(row) for row in old.rows]
    target = next(row for row in rows if pick(dict(zip(old.columns, row, strict=True))))
    target[place] = float(target[place]) + by
    tables = {**found.tables, table: PlanTable(table, old.columns, tuple(tuple(row) for row in rows))}
    with pytest.raises(AccountError) as error:
        check_accounts(tables, found.parameters)
    return str(error.value)


@pytest.mark.parametrize(
    ("table", "column", "by", "says"),
    [
        ("budget", "cost", 1e4, "uses and sources differ"),
        ("budget", "own", 1e4, "budget and fiscal own differ"),
        ("budget", "unfunded", 1e4, "budget and fiscal unfunded differ"),
        ("grants", "amount", 1e4, "grants and budget differ"),
        ("pledges", "spent", 1e4, "a pledge does not add up"),
        ("pledges", "lapsed", 1e4, "a pledge does not add up"),
        ("fiscal", "arrears", 1e4, "arrears do not add up"),
        ("fiscal", "own", 1e9, "the ceiling is exceeded"),
        ("strength", "strength", 5.0, "people do not add up"),
        ("strength", "struck", 5.0, "ghosts struck off are others"),
        ("strength", "due", 1e6, "more are to retire than are there"),
        ("strength", "retirements", 5.0, "those who retire are others"),
        ("strength", "supported", 1e6, "more are supported than present"),
        ("strength", "promoted_in", 5.0, "promotions do not match"),
        ("assets", "bought", 5.0, "assets do not add up"),
        ("handover", "own", 1e4, "handover and lines own differ"),
        ("handover", "grants", 1e4, "handover and lines grants differ"),
        ("handover", "required_share", 0.1, "a handover asks for another share"),
        ("handover", "share", 0.1, "a handover does not do what it says"),
        ("needs", "unmet", 5.0, "needs do not add up"),
        ("needs", "covered", -1e6, "a need is covered negatively"),
    ],
)
def test_a_broken_table_is_found(table: str, column: str, by: float, says: str) -> None:
    assert says in broken(table, column, by)


def test_donors_that_pay_more_than_a_handover_leaves_them_are_found() -> None:
    found = rich()
    handovers, old = found.parameters.handovers, found.tables["handover"]
    asked = replace(found.parameters, handovers=replace(handovers, share=np.ones_like(handovers.share)))
    table = PlanTable("handover", old.columns, tuple((*row[:2], 1.0, *row[3:]) for row in old.rows))
    with pytest.raises(AccountError, match="donors pay more than a handover leaves them"):
        check_accounts({**found.tables, "handover": table}, asked)


def test_a_cell_that_is_not_a_number_is_found() -> None:
    assert "uses and sources differ: nan" in broken("budget", "own", math.nan)
    assert "needs do not add up: nan" in broken("needs", "unmet", math.nan)


def test_a_table_without_some_of_its_rows_is_found() -> None:
    found = rich()
    old = found.tables["needs"]
    tables = {**found.tables, "needs": PlanTable("needs", old.columns, (*old.rows[:3], *old.rows[4:]))}
    with pytest.raises(AccountError, match="the rows of needs do not go line by line"):
        check_accounts(tables, found.parameters)


def test_a_gap_is_named_with_its_place_and_size() -> None:
    found = rich()
    asset, year = found.tables["assets"].rows[1][:2]
    said = broken("assets", "bought", 5.0, lambda row: (row["asset"], row["year"]) == (asset, year))
    assert said == f"The accounts do not balance: assets do not add up: 5 at {asset} {year}"
