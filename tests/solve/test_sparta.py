"""A published problem as a case: SPARTA of the GAMS model library, enlistment for terms of one to four years.

How many people enlist for which term, so that every period has as many as it requires, at least cost? Its optimum is
3466.38. Here every term is a cadre whose price is paid when people join, and who all retire as many years later.
"""

from __future__ import annotations

import pytest
from pipeline import Row, solved, tiny_case

from rightfin.case import Case

REQUIRED = (5, 6, 7, 6, 4, 9, 8, 8, 6, 4)
PRICE = {1: 50.0, 2: 85.0, 3: 115.0, 4: 143.0}
INDEX = (1.00, 1.05, 1.12, 1.71, 1.80, 1.90, 1.97, 2.10, 2.22, 2.38)
YEARS = range(2021, 2031)


def sparta() -> Case:
    """Return the problem: money is no limit, and all of it that is spent is the price of terms."""
    return tiny_case(
        {"end_year": 2030, "tail_years": 0, "discount_rate": 0.0},
        cadres=[
            {"cadre": f"term_{years}", "institution": "army", "name": f"Term of {years}", "opening_strength": 0.0,
             "pay": 0.0, "training_cost": price, "unsupported_effect": 0.0}
            for years, price in PRICE.items()
        ],
        effects=[{"cadre": f"term_{years}", "need": "war", "effect": 1.0} for years in PRICE],
        demand=[{"need": "war", "region": "national", **dict(zip(map(str, YEARS), REQUIRED, strict=True))}],
        over_time=[
            {"table": "cadres", "row": f"term_{years}", "column": "training_cost",
             **{str(year): price * index for year, index in zip(YEARS, INDEX, strict=True)}}
            for years, price in PRICE.items()
        ],
        retirements=[_ended(years, joined) for years in PRICE for joined in YEARS],
    )


def _ended(years: int, joined: int) -> Row:
    return {"retirement": f"term_{years}_{joined}", "cadre": f"term_{years}", "joined": joined, "year": joined + years,
            "share": 1.0, "with_pension": 0.0}


def test_the_least_cost_of_sparta_is_the_published_one() -> None:
    found = solved(sparta())
    assert found.by_year("needs", "unmet") == pytest.approx(dict.fromkeys(YEARS, 0.0), abs=1e-6)
    assert sum(found.by_year("budget", "cost").values()) == pytest.approx(3466.38, abs=0.005)
    there = found.by_year("strength", "strength")
    assert all(there[year] >= required - 1e-6 for year, required in zip(YEARS, REQUIRED, strict=True))
