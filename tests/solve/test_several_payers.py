"""Several payers and institutions of some regions only: closed forms and laws."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, levels_only, solved, tiny_case
from real_budgets import real_budget
from real_payers import payer_budget
from solve.test_laws import never_worse

from rightfin.case import Case
from rightfin.fiscal.project import project
from rightfin.result.accounts import AccountError, check_accounts
from rightfin.result.plan import PlanTable
from rightfin.solve.levels import natural_sizes

YEARS = range(2021, 2027)
Rows = list[dict[str, Any]]


def police_of(region: str, *, revenue: float = 20.0, **tables: Rows) -> Case:
    """A regional police of 2,000 at 2,000 a head that only its region pays; 3,000 are wanted. A fifth of revenue is its."""
    cadres = [
        {"cadre": "soldier", "institution": "army", "name": "Soldiers", "opening_strength": 5000.0, "pay": 1500.0,
         "support": 500.0, "attrition": 0.1},
        {"cadre": "constable", "institution": "police", "name": "Constables", "opening_strength": 2000.0, "pay": 1500.0,
         "support": 500.0, "attrition": 0.1},
    ]
    return tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence"},
                      {"institution": "police", "name": "Regional Police", "sector": "interior"}],
        cadres=cadres,
        needs=[{"need": "war", "name": "War", "weight": 1.0}, {"need": "crime", "name": "Crime", "weight": 1.0}],
        demand=[{"need": "war", "region": "national", "2021": 5000.0},
                {"need": "crime", "region": "national", "2021": 3000.0}],
        effects=[{"cadre": "soldier", "need": "war", "effect": 1.0},
                 {"cadre": "constable", "need": "crime", "effect": 1.0}],
        payers=[{"payer": region, "name": region.title()}],
        payer_money=[{"payer": region, "series": "revenue", "2020": revenue * MILLION},
                     {"payer": region, "series": "security_share", "2020": 0.2}],
        may_pay=[{"payer": region, "institution": "police", "category": "*"},
                 {"payer": "government", "institution": "police", "category": "*", "allowed": False}],
        **tables,
    )


def test_a_region_pays_as_many_of_its_police_as_its_revenue_allows() -> None:
    """A fifth of 20 million pays 2,000, though the government has 10 million over: it may not pay them."""
    found = solved(police_of("juba"))
    assert found.by_year("strength", "strength", cadre="constable")[2024] == pytest.approx(2000.0, rel=3e-5)
    assert found.by_year("payers", "own", payer="juba")[2024] == pytest.approx(4 * MILLION, rel=3e-5)
    assert found.by_year("payers", "own", payer="government")[2024] == pytest.approx(10 * MILLION, rel=3e-5)
    assert found.by_year("paid", "amount", payer="juba", institution="army") == {}
    assert found.by_year("fiscal", "own")[2024] == pytest.approx(14 * MILLION, rel=3e-5)


@pytest.mark.parametrize(("given", "kept"), [(1.0, 2500.0), (2.0, 3000.0), (5.0, 3000.0)])
def test_two_million_a_year_are_the_least_transfer_that_pays_all_of_them(given: float, kept: float) -> None:
    grant = [{"transfer": "grant", "from": "government", "to": "juba", "2021": given * MILLION}]
    found = solved(police_of("juba", transfers=grant))
    assert found.by_year("strength", "strength", cadre="constable")[2024] == pytest.approx(kept, rel=3e-5)
    assert found.by_year("payers", "given", payer="government")[2024] == given * MILLION


def test_a_transfer_that_is_tied_elsewhere_pays_none_of_them() -> None:
    tied = [{"transfer": "grant", "from": "government", "to": "juba", "scope": "category:training", "2021": 2 * MILLION}]
    found = solved(police_of("juba", transfers=tied))
    assert found.by_year("strength", "strength", cadre="constable")[2024] == pytest.approx(2000.0, rel=3e-5)
    assert found.by_year("payers", "tied", payer="juba")[2024] == 2 * MILLION


def test_nobody_gives_more_than_its_ceiling() -> None:
    """The government has 20 million and is to give 30: it gives 20, and no soldier is left."""
    grant = [{"transfer": "grant", "from": "government", "to": "juba", "2021": 30 * MILLION}]
    found = solved(police_of("juba", transfers=grant))
    assert found.by_year("payers", "given", payer="government")[2024] == pytest.approx(20 * MILLION)
    assert found.by_year("payers", "own", payer="government")[2024] == pytest.approx(0.0, abs=2000.0)


def test_what_nobody_pays_is_owed_by_who_may_pay_it() -> None:
    floor = [{"cadre": "constable", "bound": "min", "hard": True, "2021": 3000.0}]
    found = solved(police_of("juba", strength_limits=floor))
    assert found.by_year("payers", "unfunded", payer="juba")[2024] == pytest.approx(0.5 * MILLION, rel=3e-5)
    assert found.by_year("payers", "unfunded", payer="government") == dict.fromkeys(YEARS, 0.0)


def test_a_payer_saves_in_its_own_reserve_and_clears_its_own_arrears() -> None:
    """Who leaves is not replaced until 3 million are cleared: 4 million less 1,850 a head for 1,800, 1,620 and 1,458.

    Of those who are paid seven in ten must be supported.
    """
    case = police_of("juba", settings={"reserve_allowed": True, "max_saving_share": 0.0, "max_clearing_share": 0.5})
    rows: Rows = [{"payer": "juba", "name": "Juba", "opening_arrears": 3 * MILLION, "max_saving_share": 0.5}]
    found = solved(case.replace({"payers": rows}))
    cleared = found.by_year("payers", "cleared", payer="juba")
    assert [cleared[year] / MILLION for year in (2021, 2022, 2023)] == pytest.approx([0.67, 1.003, 1.3027], rel=3e-5)
    assert sum(cleared.values()) == pytest.approx(3 * MILLION, rel=3e-5)
    assert found.by_year("payers", "cleared", payer="government") == dict.fromkeys(YEARS, 0.0)


def two_regions(served: tuple[str, ...], **tables: Rows) -> Case:
    """10,000 soldiers and 20,000 wanted, half of them in each of two regions."""
    rows: Rows = [{"institution": "army", "region": region} for region in served]
    return tiny_case(
        regions=[{"region": "north", "name": "North", "population": 1e6}, {"region": "south", "name": "South",
                                                                         "population": 1e6}],
        demand=[{"need": "war", "region": region, "2021": 10_000.0} for region in ("north", "south")],
        serves=rows, **tables,
    )


def test_the_need_of_a_region_that_nobody_serves_stays_unmet() -> None:
    found = solved(two_regions(("north",)))
    assert found.by_year("needs", "covered", region="south") == dict.fromkeys(YEARS, 0.0)
    assert found.by_year("needs", "covered", region="north")[2024] == pytest.approx(10_000.0, rel=3e-5)
    everywhere = solved(two_regions(()))
    assert everywhere.by_year("needs", "covered", region="south")[2024] == pytest.approx(5000.0, rel=3e-5)


def test_serving_all_regions_is_serving_everywhere() -> None:
    named, blank = levels_only(two_regions(("north", "south"))), levels_only(two_regions(()))
    assert named == blank


@settings(max_examples=5)
@given(st.integers(0, 10**6))
def test_a_wider_area_of_service_is_never_worse(seed: int) -> None:
    case = payer_budget(seed)
    served = case.records("serves")
    assume(served)
    institution = served[0]["institution"]
    missing = [row["region"] for row in case.records("regions")
               if {"institution": institution, "region": row["region"]} not in [
                   {"institution": one["institution"], "region": one["region"]} for one in served]]
    assume(missing)
    wider = case.replace({"serves": [*served, {"institution": institution, "region": missing[0]}]})
    never_worse(case, wider)


@settings(max_examples=5)
@given(st.integers(0, 10**6), st.floats(1e5, 1e8))
def test_a_further_payer_with_money_is_never_worse(seed: int, revenue: float) -> None:
    case = payer_budget(seed)
    base = next(str(row["value"]) for row in case.records("settings") if row["key"] == "base_year")
    more = case.replace({
        "payers": [*case.records("payers"), {"payer": "town", "name": "Town"}],
        "payer_money": [*case.records("payer_money"), {"payer": "town", "series": "revenue", base: revenue},
                        {"payer": "town", "series": "security_share", base: 0.5}],
        "may_pay": [*case.records("may_pay"), {"payer": "town", "institution": "*", "category": "*", "item": "*"}],
    })
    never_worse(case, more)


@settings(max_examples=5)
@given(st.integers(0, 10**6))
def test_two_payers_with_equal_rights_and_money_are_one(seed: int) -> None:
    case = payer_budget(seed)
    assume(not case.records("transfers"))
    assert_same_levels(case, halved(case, str(case.records("payers")[0]["payer"])))


def halved(case: Case, payer: str) -> Case:
    """Return the case with two payers in place of one, each with half of its money and all of its rights."""
    amounts = ("own_spending", "opening_reserve", "opening_arrears")
    twin = f"{payer}_b"
    payers: Rows = []
    for row in case.records("payers"):
        if row["payer"] != payer:
            payers.append(row)
            continue
        half: dict[str, Any] = {name: float(str(row[name])) / 2.0 for name in amounts if row[name] is not None}
        payers += [{**row, **half}, {**row, **half, "payer": twin}]
    money: Rows = []
    for row in case.records("payer_money"):
        by_half = row["payer"] == payer and row["series"] in ("revenue", "revenue_share")
        less = {name: float(str(value)) / 2.0 for name, value in row.items() if by_half and name.isdigit() and value}
        money.append({**row, **less})
        if row["payer"] == payer:
            money.append({**row, **less, "payer": twin})
    pays = case.records("may_pay")
    return case.replace({
        "payers": payers, "payer_money": money,
        "may_pay": [*pays, *({**row, "payer": twin} for row in pays if row["payer"] == payer)],
    })


def assert_same_levels(one: Case, other: Case) -> None:
    sizes, before, after = natural_sizes(project(one, {})), levels_only(one), levels_only(other)
    assert list(before) == list(after)
    for name, value in before.items():
        assert value == pytest.approx(after[name], rel=1e-6, abs=1e-6 * sizes[name.split()[-1]]), name


@settings(max_examples=5)
@given(st.integers(0, 10**6))
def test_a_payer_that_may_pay_nothing_changes_nothing(seed: int) -> None:
    case = real_budget(seed)
    base = next(str(row["value"]) for row in case.records("settings") if row["key"] == "base_year")
    idle = case.replace({"payers": [{"payer": "town", "name": "Town"}],
                         "payer_money": [{"payer": "town", "series": "revenue", base: 1.0}]})
    assert_same_levels(case, idle)


def test_limits_that_name_a_payer_count_its_money_alone() -> None:
    """Both may pay the police: of 6 million that it costs the region must and may pay 1, so a handover counts 1."""
    limit: dict[str, Any] = {"payer": "juba", "scope": "institution:police", "2021": MILLION}
    found = solved(police_of("juba").replace({
        "may_pay": [{"payer": "juba", "institution": "police", "category": "*"}],
        "ceilings": [{**limit, "ceiling": "juba_at_least", "bound": "min"},
                     {**limit, "ceiling": "juba_at_most", "bound": "max"}],
        "handovers": [{"handover": "north", "payer": "juba", "scope": "institution:police", "path": "by_year",
                       "2021": 0.2}],
    }))
    assert found.by_year("paid", "amount", payer="juba", institution="police")[2024] == pytest.approx(MILLION, rel=3e-5)
    for ceiling in ("juba_at_least", "juba_at_most"):
        assert found.by_year("ceilings", "own", ceiling=ceiling)[2024] == pytest.approx(MILLION, rel=3e-5)
    assert found.by_year("handover", "own", handover="north")[2024] == pytest.approx(MILLION, rel=3e-5)


def test_the_accounts_of_payers_are_checked() -> None:
    found = solved(police_of("juba"))
    payers = found.tables["payers"]
    place = payers.columns.index("arrears")
    rows = [tuple(value + 1e6 if n == place else value for n, value in enumerate(row)) for row in payers.rows]
    with pytest.raises(AccountError, match="arrears"):
        check_accounts({**found.tables, "payers": PlanTable("payers", payers.columns, rows)}, found.parameters)
