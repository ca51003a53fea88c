"""Searches under limits that the calendar that is known does not keep."""

from __future__ import annotations

import pytest

from rightfin.case import Case
from rightfin.study.starts.decided import decided_programmes


def unaffordable_army(start: int | None) -> Case:
    """Return an army of which half can be paid, and a programme that lets people leave early."""
    return Case.of({
        "settings": [{"key": key, "value": value} for key, value in {
            "title": "Unaffordable army", "currency": "CUR", "base_year": 2025, "end_year": 2028, "tail_years": 0}.items()],
        "macro": [{"series": "gdp", "2025": 1e9}, {"series": "real_growth", "2026": 0.0},
                  {"series": "deflator_growth", "2026": 0.0}, {"series": "revenue_ratio", "2025": 0.1},
                  {"series": "security_share", "2026": 0.05}],
        "institutions": [{"institution": "army", "name": "Army", "sector": "defence"}],
        "cadres": [{"cadre": "soldier", "institution": "army", "name": "Soldier", "opening_strength": 10_000.0,
                    "pay": 1_000.0, "support": 0.0, "training_cost": 10.0, "attrition": 0.05}],
        "needs": [{"need": "war", "name": "War", "weight": 1.0}],
        "regions": [{"region": "all", "name": "All", "population": 1e6}],
        "demand": [{"need": "war", "region": "all", "2026": 5_000.0}],
        "effects": [{"cadre": "soldier", "need": "war", "effect": 1.0}],
        "programmes": [{"programme": "leave", "name": "Early leave", "institution": "army", "years": 1, "earliest": 2026,
                        "latest": 2026, "start": start}],
        "programme_costs": [{"programme": "leave", "category": "operations", "item": "offers", "year": 1,
                             "amount": 1_000.0}],
        "programme_effects": [{"programme": "leave", "kind": "attrition", "on": "soldier", "gain": -9.9, "after": 0,
                               "ramp": 1}],
    })


def test_the_frontier_does_not_depend_on_the_start_that_is_typed() -> None:
    """Under a limit that forbids it, the calendar that is known says nothing of what may stay unpaid."""
    ends = [
        decided_programmes(unaffordable_army(start), frontier=True, reasons=False, within=20.0).frontier.points[-1]
        for start in (None, 2026)
    ]
    for end in ends:
        assert end.starts == {"leave": None}
        assert end.cost == 0.0
    assert ends[0].unpaid == pytest.approx(ends[1].unpaid, rel=1e-6)
    assert ends[0].unpaid > 0.0
