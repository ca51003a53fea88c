"""From the tables of a case to parameter arrays."""

from __future__ import annotations

import numpy as np
import pytest
from pipeline import MILLION, donor, macro, tiny_case

from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project


def of(**tables: object) -> Parameters:
    return project(tiny_case(**tables), {})  # type: ignore[arg-type]


def test_the_ceiling_is_a_share_of_revenue_and_tail_years_keep_its_growth() -> None:
    found = of(macro=[
        {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.05},
        {"series": "deflator_growth", "2021": 0.1}, {"series": "revenue_ratio", "2020": 0.1, "2021": 0.12},
        {"series": "security_share", "2021": 0.25},
    ])
    assert found.horizon.years == tuple(range(2021, 2032))
    assert found.horizon.shown == 6
    assert found.fiscal.revenue[0] == pytest.approx(1e8)
    assert found.fiscal.revenue[1] == pytest.approx(1e9 * 1.05 * 1.1 * 0.12)
    assert found.fiscal.ceiling[1:] / found.fiscal.ceiling[:-1] == pytest.approx(np.full(10, 1.05 * 1.1))
    assert found.fiscal.money_discount[1] == pytest.approx(1.05**-2 / 1.1**2)


def test_a_donor_with_an_exit_year_has_left_in_the_tail_and_one_without_stays() -> None:
    gone, stays = of(**donor(3.0, exit_year=2024)), of(**donor(3.0))
    assert gone.donors.disbursed[0, 6:] == pytest.approx(np.zeros(5))
    assert stays.donors.disbursed[0, 6:] == pytest.approx(np.full(5, 3 * MILLION))


def test_foreign_prices_follow_the_exchange_rate_and_foreign_inflation() -> None:
    found = of(
        settings={"currency": "LCU", "foreign_currency": "USD"},
        soldier={"support_currency": "USD", "support": 10.0},
        macro=[*macro(20.0), {"series": "exchange_rate", "2020": 100.0, "2021": 110.0, "2022": 121.0},
               {"series": "foreign_inflation", "2021": 0.02}],
        **donor(1.0, currency="USD"),
    )
    assert found.people.support[0, :3] == pytest.approx([10 * 110 * 1.02, 10 * 121 * 1.02**2, 10 * 121 * 1.02**3])
    assert found.people.base_support[0] == pytest.approx(1000.0)
    assert found.donors.disbursed[0, :2] == pytest.approx([110 * MILLION, 121 * MILLION])


REGIONS = [{"region": "north", "name": "North", "population": 3e5}, {"region": "south", "name": "South", "population": 1e5}]


def test_demand_of_all_regions_is_shared_by_people_and_a_row_of_its_own_comes_first() -> None:
    shared = of(regions=REGIONS, demand=[{"need": "war", "region": "*", "2021": 800.0}])
    assert shared.needs.need[0, :, 0] == pytest.approx([600.0, 200.0])
    named = of(regions=REGIONS, demand=[{"need": "war", "region": "*", "basis": "per_100k", "2021": 100.0},
                                        {"need": "war", "region": "south", "2021": 7.0}])
    assert named.needs.need[0, :, 0] == pytest.approx([300.0, 7.0])
    assert named.needs.base_demand[0] == pytest.approx(307.0)


def test_external_capability_is_capped_at_the_need_of_its_region() -> None:
    found = of(regions=REGIONS, demand=[{"need": "war", "region": "*", "2021": 800.0}], external=[
        {"provider": "un", "need": "war", "region": "south", **{str(y): 500.0 for y in range(2021, 2027)}},
    ])
    assert found.needs.external[0, :, 0] == pytest.approx([0.0, 200.0])


def test_what_several_providers_supply_adds_up() -> None:
    years = [str(year) for year in range(2021, 2027)]
    found = of(external=[
        {"provider": name, "need": "war", "region": "national", **dict.fromkeys(years, size)}
        for name, size in (("au", 500.0), ("eu", 250.0), ("un", 125.0))
    ])
    assert found.needs.external[0, 0] == pytest.approx(np.full(11, 875.0))


def test_threat_levels_scale_demand() -> None:
    found = of(threat_levels=[{"need": "war", "2021": 1.0, "2023": 1.5}])
    assert found.needs.need[0, 0, :4] == pytest.approx([20_000.0, 20_000.0, 30_000.0, 30_000.0])


def test_the_most_specific_eligibility_wins() -> None:
    case = tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "oda_class": "not_eligible"},
                      {"institution": "police", "name": "Police", "sector": "interior"}],
        cadres=[{"cadre": "soldier", "institution": "army", "name": "S", "opening_strength": 1.0, "pay": 1.0},
                *({"cadre": cadre, "institution": "police", "name": cadre, "opening_strength": 1.0, "pay": 1.0}
                  for cadre in ("constable", "sergeant"))],
        assets=[{"asset": "car", "institution": "police", "name": "Cars", "price": 1.0, "life": 5.0}],
        donors=[{"donor": "aid", "name": "Aid", "oda_only": True}, {"donor": "any", "name": "Any"}],
        eligibility=[
            {"donor": "any", "institution": "*", "category": "*", "allowed": False},
            {"donor": "any", "institution": "police", "category": "*", "allowed": True},
            {"donor": "any", "institution": "police", "category": "pay", "allowed": False},
            {"donor": "any", "institution": "police", "category": "*", "item": "sergeant", "allowed": False},
            {"donor": "any", "institution": "police", "category": "pay", "item": "sergeant", "allowed": True},
        ],
    )
    found = project(case, {}).donors.eligible
    assert ("aid", ("army", "pay", "soldier")) not in found
    assert ("aid", ("police", "pay", "constable")) in found
    assert {line for d, line in found if d == "any"} == {
        *(("police", c, "constable") for c in ("operations", "training", "benefits")), ("police", "capital", "car"),
        ("police", "operations", "car"),
        ("police", "pay", "sergeant"),
    }


def test_overhead_keeps_its_base_year_ratio_to_those_whom_it_serves() -> None:
    soldier = {"cadre": "soldier", "institution": "army", "name": "S", "opening_strength": 1000.0, "pay": 1.0}
    clerk = {**soldier, "cadre": "clerk", "opening_strength": 50.0}
    found = of(cadres=[soldier, clerk]).people
    assert dict(zip(found.cadres, found.overhead_ratio[:, 0], strict=True)) == {"clerk": 0.05, "soldier": 0.0}
    assert found.overhead_base == {"clerk": ("soldier",)}


def test_parameters_cannot_be_changed() -> None:
    found = of()
    with pytest.raises(ValueError, match="read-only"):
        found.people.pay[0, 0] = 1.0
