"""Several payers and institutions of some regions only: closed forms, and what is published of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pipeline import MILLION, donor, macro, solved, tiny_case

from rightfin.case import Case
from rightfin.result.accounts import AccountError, check_accounts
from rightfin.result.plan import PlanTable

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


def test_a_region_whose_need_only_its_own_police_may_serve() -> None:
    """Soldiers do the work of constables too, and the government could pay 5,000 more, but not in the south.

    The south needs 3,000 and pays its 2,000 constables; 1,000 stay missing. Half a million a year from the nation pays 250
    of them. Where soldiers go there too, nothing is missing.
    """
    bare = police_of("juba")
    case = bare.replace({
        "regions": [{"region": region, "name": region.title(), "population": 1e6} for region in ("north", "south")],
        "demand": [{"need": need, "region": region, "2021": wanted}
                   for need, region, wanted in (("war", "north", 5000.0), ("crime", "south", 3000.0))],
        "effects": [*bare.records("effects"), {"cadre": "soldier", "need": "crime", "effect": 1.0}],
        "serves": [{"institution": "army", "region": "north"}, {"institution": "police", "region": "south"}],
    })

    def missing(case: Case) -> float:
        return solved(case).by_year("needs", "unmet", region="south")[2024]

    assert missing(case) == pytest.approx(1000.0, rel=3e-4)
    grant = [{"transfer": "grant", "from": "government", "to": "juba", "2021": 0.5 * MILLION}]
    assert missing(case.replace({"transfers": grant})) == pytest.approx(750.0, rel=3e-4)
    everywhere = [row for row in case.records("serves") if row["institution"] != "army"]
    assert missing(case.replace({"serves": everywhere})) == pytest.approx(0.0, abs=1.0)


def test_two_towns_with_half_of_the_money_each_pay_what_one_would() -> None:
    """Juba and Bor have 10 million each and the rights of the one that had 20: together they pay 2,000 at 2,000."""
    bare = police_of("juba", revenue=10.0)
    tables = {table: bare.records(table) for table in ("payers", "payer_money", "may_pay")}
    found = solved(bare.replace({
        table: [*rows, *({**row, "payer": "bor"} for row in rows if row["payer"] == "juba")]
        for table, rows in tables.items()
    }))
    assert found.by_year("strength", "strength", cadre="constable")[2024] == pytest.approx(2000.0, rel=3e-5)
    assert sum(found.by_year("payers", "own", payer=town)[2024] for town in ("juba", "bor")) == pytest.approx(
        4 * MILLION, rel=3e-5)
    assert max(found.by_year("payers", "own", payer=town)[2024] for town in ("juba", "bor")) == pytest.approx(
        2 * MILLION, rel=3e-5)


def with_a_town(**tables: Rows) -> Case:
    """Soldiers at 2,000 a head of whom the government can pay 14 million, and a town 10; 20,000 of them are wanted."""
    return tiny_case(
        macro=macro(14.0), payers=[{"payer": "town", "name": "Town"}],
        payer_money=[{"payer": "town", "series": "revenue", "2020": 20 * MILLION},
                     {"payer": "town", "series": "security_share", "2020": 0.5}],
        may_pay=[{"payer": "town", "institution": "army", "category": "*"}], **tables,
    )


def test_a_ceiling_that_names_a_payer_counts_what_that_payer_spends() -> None:
    """14 million and the 2 that the ceiling leaves the town pay 8,000; without a name 2 million pay 1,000."""
    limit = {"ceiling": "small", "scope": "institution:army", "2021": 2 * MILLION}
    named = solved(with_a_town(ceilings=[{**limit, "payer": "town"}]))
    assert named.by_year("strength", "strength", cadre="soldier")[2024] == pytest.approx(8000.0, rel=3e-5)
    assert named.by_year("ceilings", "own")[2024] == pytest.approx(2 * MILLION, rel=3e-5)
    assert named.by_year("fiscal", "own")[2024] == pytest.approx(16 * MILLION, rel=3e-5)
    parts = replace(named.parameters.parts, part_limit=0.9 * named.parameters.parts.part_limit)
    with pytest.raises(AccountError, match="ceiling small is exceeded"):
        check_accounts(named.tables, replace(named.parameters, parts=parts))
    blank = solved(with_a_town(ceilings=[limit]))
    assert blank.by_year("ceilings", "own")[2024] == pytest.approx(2 * MILLION, rel=3e-5)


def test_a_handover_that_names_a_payer_counts_what_that_payer_spends() -> None:
    """Donors bring 20 million, no more than the town's 10 on half of the cost: 17,000 with the government's 14."""
    half = [{"handover": "half", "scope": "all", "path": "by_year", "payer": "town", "2021": 0.5}]
    found = solved(with_a_town(handovers=half, **donor(20.0)))
    assert found.by_year("strength", "strength", cadre="soldier")[2024] == pytest.approx(17_000.0, rel=3e-5)
    assert found.by_year("handover", "own")[2024] == pytest.approx(10 * MILLION, rel=3e-5)
    assert found.by_year("handover", "share")[2024] == pytest.approx(0.5, rel=3e-5)
    table = found.tables["handover"]
    place = table.columns.index("own")
    rows = [tuple(value + 1e6 if n == place else value for n, value in enumerate(row)) for row in table.rows]
    with pytest.raises(AccountError, match="handover and lines own differ"):
        check_accounts({**found.tables, "handover": PlanTable("handover", table.columns, rows)}, found.parameters)


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
