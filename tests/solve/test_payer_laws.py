"""Laws of several payers and of regions served, on random cases with all tables."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, levels_only
from random_cases import random_case
from real_budgets import real_budget
from real_payers import payer_budget, shared_out
from solve.test_laws import changed, in_other_units, never_worse

from rightfin.case import Case
from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.project import project
from rightfin.lp.objectives import natural_sizes

SEEDS = st.integers(0, 10**6)
NAMED = (("handovers", "payer"), ("ceilings", "payer"), ("donors", "match_payer"))
"""Tables that may name a payer whose money alone counts."""

AMOUNTS = ("own_spending", "opening_reserve", "opening_arrears")
"""Money in the table of payers."""

Rows = list[dict[str, Any]]


def assert_same_levels(one: Case, other: Case, factor: float = 1.0) -> None:
    """Assert that levels are the same; money of ``other`` is in a currency of which ``factor`` make one of ``one``."""
    sizes, before, after = natural_sizes(project(one, {})), levels_only(one), levels_only(other)
    assert list(before) == list(after)
    for name, value in before.items():
        scale = 1.0 if name.split()[-1] in ("limits", "needs", "churn") else factor
        assert after[name] / scale == pytest.approx(value, rel=1e-6, abs=1e-6 * sizes[name.split()[-1]]), name


def base_of(case: Case) -> str:
    return next(str(row["value"]) for row in case.records("settings") if row["key"] == "base_year")


def scaled(row: dict[str, Any], factor: float, columns: Iterable[str] | None = None) -> dict[str, Any]:
    """Return a row with some amounts times a factor, those by year where no column is named."""
    named = tuple(filter(str.isdigit, row) if columns is None else columns)
    return {**row, **{name: float(str(row[name])) * factor for name in named if row[name] is not None}}


def names_nobody(case: Case) -> Case:
    """Return the case where handovers, ceilings and matches count the own money of all payers."""
    return case.replace({table: [{**row, column: None} for row in case.records(table)] for table, column in NAMED})


@settings(max_examples=3)
@given(SEEDS)
def test_a_wider_area_of_service_is_never_worse(seed: int) -> None:
    case = payer_budget(seed)
    served = case.records("serves")
    assume(served)
    institution = served[0]["institution"]
    reached = {row["region"] for row in served if row["institution"] == institution}
    missing = [row["region"] for row in case.records("regions") if row["region"] not in reached]
    assume(missing)
    never_worse(case, case.replace({"serves": [*served, {"institution": institution, "region": missing[0]}]}))


@settings(max_examples=3)
@given(SEEDS)
def test_serving_all_regions_is_serving_everywhere(seed: int) -> None:
    """A service class of all regions is the nation, and whether it is typed makes no difference at all."""
    case = payer_budget(seed).replace({"serves": []})
    regions = [row["region"] for row in case.records("regions")]
    typed: Rows = [{"institution": row["institution"], "region": region} for row in case.records("institutions")
                   for region in regions]
    assert levels_only(case.replace({"serves": typed})) == levels_only(case)


@settings(max_examples=3)
@given(SEEDS, st.sampled_from([0.0, 1e6, 1e8]))
def test_a_further_payer_with_money_is_never_worse(seed: int, revenue: float) -> None:
    """If every line had a payer before: what nobody may pay the government owes and clears, and now the new payer would."""
    case = payer_budget(seed)
    base, of = base_of(case), project(case, {})
    assume(frozenset(of.lines) <= frozenset().union(*of.payers.payable.values()))
    never_worse(case, case.replace({
        "payers": [*case.records("payers"), {"payer": "town", "name": "Town"}],
        "payer_money": [*case.records("payer_money"), {"payer": "town", "series": "revenue", base: revenue},
                        {"payer": "town", "series": "security_share", base: 0.5}],
        "may_pay": [*case.records("may_pay"), {"payer": "town", "institution": "*", "category": "*", "item": "*"}],
    }))


@settings(max_examples=3)
@given(SEEDS, st.floats(0.0, 5.0), st.floats(0.1, 20.0))
def test_a_larger_transfer_to_who_may_pay_as_much_is_never_worse(seed: int, less: float, more: float) -> None:
    """More money in freer hands is never worse; the law needs all of this, each for a reason.

    - The receiver may pay whatever the giver may, and has no wage bill of its own: it can do what the giver did.
    - Neither has a limit on rises: whoever spends less this year may spend less the next.
    - No ceiling, handover or match counts the giver's money alone.
    - The receiver may save no smaller a share than the giver, and the giver owes nothing from before, which it alone can
      clear.
    - Every year as much: what may be kept up in the end says how much may stand on the way there.
    """
    case = names_nobody(payer_budget(seed))
    receiver, base = str(case.records("payers")[0]["payer"]), base_of(case)

    def freed(row: dict[str, object]) -> None:
        if row["payer"] == receiver:
            row["max_saving_share"] = 1.0

    case = changed(case, "payers", freed).replace({
        "payer_money": [row for row in case.records("payer_money")
                        if row["payer"] != receiver or row["series"] not in ("wage_bill_share", "max_step_share")],
        "macro": [row for row in case.records("macro") if row["series"] != "max_step_share"],
        "settings": [row for row in case.records("settings") if row["key"] != "opening_arrears"],
        "may_pay": [*(row for row in case.records("may_pay") if row["payer"] != receiver),
                    {"payer": receiver, "institution": "*", "category": "*", "item": "*"}],
    })
    first = str(int(base) + 1)
    grant = {"transfer": "grant", "from": GOVERNMENT, "to": receiver}
    never_worse(*(case.replace({"transfers": [{**grant, first: amount * MILLION}]}) for amount in (less, less + more)))


@settings(max_examples=4)
@given(SEEDS)
def test_two_payers_with_equal_rights_and_money_are_one(seed: int) -> None:
    """Whatever they give and receive, unless a row counts the money of one of them alone."""
    case = names_nobody(payer_budget(seed))
    assert_same_levels(case, halved(case, str(case.records("payers")[-1]["payer"])))


def halved(case: Case, payer: str) -> Case:
    """Return the case with two payers in place of one, each with half of its money and all of its rights."""
    twin = f"{payer}_b"

    def parted(table: str) -> tuple[Rows, Rows]:
        rows: Rows = case.records(table)
        return [row for row in rows if row["payer"] != payer], [row for row in rows if row["payer"] == payer]

    (others, (mine,)), (other_money, money), (_, pays) = map(parted, ("payers", "payer_money", "may_pay"))
    share = scaled(mine, 0.5, AMOUNTS)
    money = [scaled(row, 0.5) if row["series"] in ("revenue", "revenue_share") else row for row in money]
    transfers: Rows = []
    for row in case.records("transfers"):
        if payer not in (row["from"], row["to"]):
            transfers.append(row)
            continue
        column = "from" if row["from"] == payer else "to"
        part = row if column == "from" and row["basis"] == "share" else scaled(row, 0.5)
        transfers += [part, {**part, column: twin, "transfer": f"{row['transfer']}_b"}]
    return case.replace({
        "payers": [*others, share, {**share, "payer": twin}],
        "payer_money": [*other_money, *money, *({**row, "payer": twin} for row in money)],
        "may_pay": [*case.records("may_pay"), *({**row, "payer": twin} for row in pays)],
        "transfers": transfers,
    })


@settings(max_examples=3)
@given(SEEDS)
def test_what_payers_are_called_and_their_order_change_nothing(seed: int) -> None:
    case = payer_budget(seed)
    names = [str(row["payer"]) for row in case.records("payers")]
    mixed = random.Random(seed).sample(names, len(names))
    called = dict(zip(names, (f"payer_{name}" for name in mixed), strict=True))
    other = case
    by_payer = (("payers", "payer"), ("payer_money", "payer"), ("may_pay", "payer"))
    for table, column in (*NAMED, *by_payer, ("transfers", "from"), ("transfers", "to")):
        rows: Rows = other.records(table)
        other = other.replace({table: [{**row, column: called.get(row[column], row[column])} for row in rows]})
    assert_same_levels(case, other)


@settings(max_examples=3)
@given(SEEDS, st.sampled_from([0.001, 7.0, 1e6]))
def test_scaling_the_currency_scales_the_money_of_payers(seed: int, factor: float) -> None:
    case = shared_out(random_case(seed), seed)

    money: Rows = case.records("payer_money")
    given: Rows = case.records("transfers")
    other = in_other_units(case, factor).replace({
        "payers": [scaled(row, factor, AMOUNTS) for row in case.records("payers")],
        "payer_money": [scaled(row, factor) if row["series"] == "revenue" else row for row in money],
        "transfers": [row if row["basis"] == "share" else scaled(row, factor) for row in given],
    })
    assert_same_levels(case, other, factor)


@settings(max_examples=3)
@given(SEEDS)
def test_a_payer_that_may_pay_nothing_changes_nothing(seed: int) -> None:
    case = real_budget(seed)
    assert_same_levels(case, case.replace({
        "payers": [{"payer": "town", "name": "Town"}],
        "payer_money": [{"payer": "town", "series": "revenue", base_of(case): 1.0}],
    }))
