"""Prices of what one payer may spend: named with the payer, and what they say happens when the case is changed so."""

from __future__ import annotations

from typing import Any

import pytest
from pipeline import MILLION, levels_only
from solve.test_several_payers import police_of

import rightfin
from rightfin.case import Case
from rightfin.report.words.limits import worths
from rightfin.result.plan import Plan

Rows = list[dict[str, Any]]
SHORT: dict[str, Any] = {"end_year": 2023, "tail_years": 0, "sustained_from": "2023"}


def police(**tables: Rows) -> Case:
    """The region pays 2,000 of the 3,000 constables that are wanted, and may keep up no more from 2023 on."""
    return police_of("juba", settings=SHORT, **tables)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return rightfin.plan(police())


def test_the_price_of_a_payers_ceiling_is_what_one_per_cent_more_of_it_does(plan: Plan) -> None:
    """What it may keep up for good rises with it: without that nobody could be hired on it."""
    (row,) = (row for row in plan.tables["prices"].records()
              if (row["limit"], row["name"], row["year"]) == ("ceiling", "juba", 2023))
    richer = police().with_cells("payer_money", [(("juba", "security_share"), "2023", 0.2 * 1.01)])
    before, after = levels_only(police())["2 needs"], levels_only(richer)["2 needs"]
    assert row["step"] == pytest.approx(0.04 * MILLION)
    assert before - after > 1e-4
    assert row["closes"] == pytest.approx(before - after, rel=1e-3)


def test_sentences_name_the_payer(plan: Plan) -> None:
    told = {(one.limit.name, one.name): one.text for one in worths(plan) if one.year == 2023}
    assert told["ceiling", "Juba"] == "1% more of the ceiling of own spending of Juba in 2023 (USD 40,000)"


def test_the_government_is_told_apart_and_a_transfer_that_is_tied_is_no_ceiling() -> None:
    """The army may need more than the government has, and the police more than a transfer for its pay brings."""
    grant: Rows = [{"transfer": "grant", "from": "government", "to": "juba", "scope": "institution:police",
                    "2021": MILLION}]
    large: Rows = [{"need": "war", "region": "national", "2021": 12_000.0},
                   {"need": "crime", "region": "national", "2021": 3000.0}]
    found = rightfin.plan(police(transfers=grant).replace({"demand": large}))
    told = {one.text.partition(" in 20")[0] for one in worths(found) if one.limit.name == "ceiling"}
    assert {"1% more of the ceiling of own spending of the government", "1% more of the ceiling of own spending of Juba",
            "1% more of the transfer grant"} <= told
