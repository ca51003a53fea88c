"""From the tables to shares by year and lines, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from pipeline import tiny_case

from rightfin.fiscal.parameters import Handovers
from rightfin.fiscal.project import project

INSTITUTIONS: list[dict[str, object]] = [
    {"institution": "army", "name": "Army", "sector": "defence"},
    {"institution": "courts", "name": "Courts", "sector": "justice"},
]


CADRES: list[dict[str, object]] = [
    {"cadre": cadre, "institution": institution, "name": cadre, "opening_strength": 1.0, "pay": 1.0}
    for cadre, institution in (("soldier", "army"), ("judge", "courts"))
]


def handovers(settings: dict[str, object] | None = None, **tables: list[dict[str, object]]) -> Handovers:
    rows = {"institutions": INSTITUTIONS, "cadres": CADRES, **tables}
    return project(tiny_case(settings={"tail_years": 2, **(settings or {})}, **rows), {}).handovers


def test_the_settings_are_the_handover_of_the_sector_and_rows_come_beside_it() -> None:
    found = handovers(
        {"handover": "linear"},
        handovers=[{"handover": "courts_pay", "scope": "sector:justice & category:pay|capital", "path": "stepped",
                    "start": 2021, "end": 2025, "from": 0.2, "to": 1.0, "steps": 2}],
    )
    assert found.handovers == ("sector", "courts_pay")
    assert {category for _, category, _ in found.lines["sector"]} == {"pay", "operations", "training", "benefits"}
    assert found.lines["courts_pay"] == (("courts", "pay", "judge"),)
    years = [1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1.0]
    assert found.share == pytest.approx(np.array([[*years, 1.0, 1.0], [0.2, 0.2, 0.6, 0.6, 1.0, 1.0, 1.0, 1.0]]))


def test_blank_years_are_carried_and_the_tail_keeps_the_last_value_even_of_a_longer_path() -> None:
    rows: list[dict[str, object]] = [
        {"handover": "a", "path": "by_year", "2019": 0.1, "2023": 0.4, "2026": 0.7},
        {"handover": "b", "path": "linear", "start": 2020, "end": 2030},
    ]
    found = handovers(handovers=rows)
    assert found.share[0] == pytest.approx([0.1, 0.1, 0.4, 0.4, 0.4, 0.7, 0.7, 0.7])
    assert found.share[1] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.6, 0.6])


def test_floor_and_step_count_from_the_base_year() -> None:
    rows: list[dict[str, object]] = [{"handover": "a", "path": "by_year", "2020": 0.0, "2021": 0.9, "floor": 0.1,
                                      "max_step": 0.3}]
    assert handovers(handovers=rows).share[0] == pytest.approx([0.4, 0.7, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9])


def test_income_per_head_is_in_foreign_currency_at_current_prices() -> None:
    """GDP is 1e9, prices grow by 10 %, people by 2 %, and foreign money costs 2 and then 2.2: 500 a head, then 490."""
    tables: dict[str, list[dict[str, object]]] = {
        "macro": [
            {"series": "gdp", "2020": 1e9},
            {"series": "real_growth", "2021": 0.0}, {"series": "deflator_growth", "2021": 0.1},
            {"series": "revenue_ratio", "2021": 0.1}, {"series": "security_share", "2021": 0.2},
            {"series": "exchange_rate", "2020": 2.0, "2021": 2.2}, {"series": "population_growth", "2021": 0.02},
        ],
        "regions": [{"region": "north", "name": "North", "population": 4e5},
                    {"region": "south", "name": "South", "population": 6e5}],
        "demand": [{"need": "war", "region": "north", "2021": 20_000.0}],
    }
    incomes = [500.0 * (1.1 / 1.02) ** n / 1.1 for n in range(1, 7)]
    assert incomes[0] == pytest.approx(490.2, abs=0.1)

    def entered(test: str, above: float) -> int:
        rule: list[dict[str, object]] = [{"phase_rule": "r", "phase": "p", "order": 1, "test": test, "above": above,
                                          "share": 0.5}]
        rows: list[dict[str, object]] = [{"handover": "a", "path": "phases", "phase_rule": "r"}]
        share = handovers({"currency": "LCU", "foreign_currency": "USD"}, handovers=rows, phases=rule, **tables).share[0]
        return int(np.argmax(share > 0.0)) if share.any() else -1

    for n in range(1, 6):
        assert entered("income_per_head", incomes[n] * 0.9999) == n
        assert entered("revenue_per_head", 0.1 * incomes[n] * 0.9999) == n
    assert entered("income_per_head", incomes[-1] * 1.0001) == -1


def test_without_the_family_nothing_is_handed_over() -> None:
    case = tiny_case(settings={"handover": "linear"}, handovers=[{"handover": "a", "path": "linear"}])
    assert project(case, {"handover": False}).handovers.handovers == ()
