"""Indicators against hand computation."""

from __future__ import annotations

import pytest
from golden_case import golden_case
from pipeline import MILLION, donor, macro, solved, tiny_case

from rightfin.planning import plan
from rightfin.result import indicators
from rightfin.schema.indicators import INDICATORS

REGIONS = [{"region": "all", "name": "All", "population": 2e6}]


def test_shares_of_a_case_paid_by_state_and_donor() -> None:
    found = solved(tiny_case(
        soldier={"attrition": 0.0, "entry": False}, regions=REGIONS,
        demand=[{"need": "war", "region": "all", "2021": 20_000.0}], macro=macro(12.0),
        **donor(8.0, on_budget=False),
    ))
    by = {name: found.indicator(name) for name in
          ("total_cost", "security_share_of_gdp", "security_share_of_revenue", "own_share_of_revenue",
           "donor_dependency", "self_sufficiency", "wage_share", "coverage", "readiness", "aid_off_budget",
           "aid_on_budget", "revenue_after_security", "revenue_after_security_per_head", "steady_state_margin")}
    assert by["total_cost"][2023] == pytest.approx(20 * MILLION, rel=1e-5)
    assert by["security_share_of_gdp"][2023] == pytest.approx(0.02, rel=1e-5)
    assert by["security_share_of_revenue"][2023] == pytest.approx(0.2, rel=1e-5)
    assert by["own_share_of_revenue"][2023] == pytest.approx(0.12, rel=1e-5)
    assert by["donor_dependency"][2023] == pytest.approx(0.4, rel=1e-5)
    assert by["self_sufficiency"][2023] == pytest.approx(0.6, rel=1e-5)
    assert by["wage_share"][2023] == pytest.approx(0.75, rel=1e-5)
    assert by["coverage"][2023] == pytest.approx(0.5, rel=1e-5)
    assert by["readiness"][2023] == pytest.approx(1.0, rel=1e-5)
    assert by["aid_off_budget"][2023] == pytest.approx(8 * MILLION, rel=1e-5)
    assert by["aid_on_budget"][2023] == 0.0
    assert by["revenue_after_security"][2023] == pytest.approx(0.088, rel=1e-5)
    assert by["revenue_after_security_per_head"][2023] == pytest.approx(44.0, rel=1e-5)
    assert by["steady_state_margin"] == {2026: pytest.approx(-8 * MILLION, rel=1e-5)}


def test_steady_state_pays_for_training_assets_and_pensions() -> None:
    found = solved(tiny_case(
        soldier={"training_cost": 100.0, "pension": 200.0, "retiring_share": 0.5, "pension_exit": 0.1},
        assets=[{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 1000.0, "price": 4000.0,
                 "life": 8.0, "upkeep": 0.1}],
        equipment=[{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
    ))
    people = found.by_year("strength", "strength")[2026]
    supported = found.by_year("strength", "supported")[2026]
    trucks = found.by_year("assets", "stock")[2026]
    cost = (people * 1500 + supported * 500 + trucks * 400) + people * 0.1 * 100 + trucks * 4000 / 8
    cost += 200 * (0.5 * 0.1 * people / 0.1)
    assert found.indicator("steady_state_margin")[2026] == pytest.approx(20 * MILLION - cost, rel=1e-5, abs=100.0)


def test_police_and_judges_are_counted_per_100_000() -> None:
    found = solved(tiny_case(
        institutions=[{"institution": "army", "name": "Police", "sector": "interior"}], regions=REGIONS,
        demand=[{"need": "war", "region": "all", "2021": 20_000.0}],
    ))
    assert found.indicator("police_per_100k")[2023] == pytest.approx(500.0, rel=1e-5)


def test_judges_marked_as_civilians_count() -> None:
    found = solved(tiny_case(
        institutions=[{"institution": "army", "name": "Courts", "sector": "justice"}], regions=REGIONS,
        soldier={"civilian": True}, demand=[{"need": "war", "region": "all", "2021": 20_000.0}],
    ))
    assert found.indicator("justice_per_100k")[2023] == pytest.approx(500.0, rel=1e-5)


def test_what_is_asked_and_how_it_grew() -> None:
    """10,000 people cost 20 million in the base year, all supported; what is asked is held against that."""
    found = solved(tiny_case(macro=macro(40.0), demand=[{"need": "war", "region": "national", "2021": 20_000.0}]))
    people, supported = (found.by_year("strength", column)[2026] for column in ("strength", "supported"))
    asked = people * 1500.0 + supported * 500.0
    assert found.indicator("asked_cost")[2026] == pytest.approx(asked, rel=1e-5)
    assert found.frame("base_year").to_dict("records") == [
        {"institution": "army", "category": "pay", "cost": 15 * MILLION},
        {"institution": "army", "category": "operations", "cost": 5 * MILLION},
    ]
    assert found.indicator("asked_growth")[2026] == pytest.approx(asked / (20 * MILLION) - 1.0, rel=1e-5)
    assert found.indicator("own_share_of_asked_cost")[2026] == pytest.approx(1.0, rel=1e-5)
    assert found.indicator("asked_share_of_revenue")[2026] == pytest.approx(asked / (100 * MILLION), rel=1e-5)


def test_without_population_there_is_nothing_per_head() -> None:
    found = solved(tiny_case())
    assert found.indicator("police_per_100k") == {}
    assert found.indicator("revenue_after_security_per_head") == {}
    assert found.indicator("coverage")[2022] == pytest.approx(0.5, rel=1e-5)


def test_an_indicator_without_a_definition_is_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name: found for name, found in indicators.BY_NAME.items() if name != "readiness"}
    monkeypatch.setattr(indicators, "BY_NAME", known)
    with pytest.raises(ValueError, match="indicators without a definition: readiness"):
        solved(tiny_case())


def test_every_indicator_that_is_defined_is_worked_out() -> None:
    case = golden_case().with_cell("needs", ("crime",), "security", "national")
    missing = {indicator.name for indicator in INDICATORS} - {str(row[0]) for row in plan(case).tables["indicators"].rows}
    assert not missing, f"result/indicators.py does not work out {sorted(missing)}"


def test_every_indicator_is_defined_once_with_a_meaning() -> None:
    names = [indicator.name for indicator in INDICATORS]
    assert len(set(names)) == len(names)
    assert all(indicator.meaning.endswith(".") and indicator.unit for indicator in INDICATORS)
