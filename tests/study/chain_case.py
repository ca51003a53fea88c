"""A small case with a justice chain: constables bring cases, investigators, prosecutors and judges get them done."""

from __future__ import annotations

from rightfin.case import Case

Row = dict[str, object]


def chain_tables() -> dict[str, list[Row]]:
    """Return the tables of the case; the money is short of what needs and courts ask for."""
    settings: Row = {"title": "Courts (fictional)", "currency": "USD", "base_year": 2020, "end_year": 2026,
                     "arrears_tolerance": 0.0, "discount_rate": 0.05, "tail_years": 3}
    return {
        "settings": [{"key": key, "value": value} for key, value in settings.items()],
        "macro": [
            {"series": "gdp", "2020": 6e8}, {"series": "real_growth", "2021": 0.04},
            {"series": "deflator_growth", "2021": 0.0}, {"series": "revenue_ratio", "2021": 0.1},
            {"series": "security_share", "2021": 0.25},
        ],
        "institutions": [
            {"institution": "army", "name": "Army", "sector": "defence"},
            {"institution": "police", "name": "Police", "sector": "interior"},
            {"institution": "prosecution", "name": "Prosecution", "sector": "justice"},
            {"institution": "courts", "name": "Courts", "sector": "justice", "training_places": 10.0},
        ],
        "cadres": [
            _cadre("soldier", "army", 2500.0, "Soldiers", 1500.0, 500.0),
            _cadre("constable", "police", 3000.0, "Constables", 1500.0, 500.0),
            _cadre("investigator", "police", 200.0, "Investigators", 2500.0, 500.0),
            _cadre("prosecutor", "prosecution", 90.0, "Prosecutors", 4000.0, 500.0),
            _cadre("judge", "courts", 80.0, "Judges", 6000.0, 1000.0, training_lead=2, training_cost=8000.0),
        ],
        "needs": [
            {"need": "war", "name": "Insurgency", "weight": 1.0}, {"need": "crime", "name": "Violent crime", "weight": 1.0},
        ],
        "demand": [
            {"need": "war", "region": "national", "2021": 3000.0},
            {"need": "crime", "region": "national", "2021": 4000.0, "2026": 6000.0},
        ],
        "effects": [
            {"cadre": "soldier", "need": "war", "effect": 1.0}, {"cadre": "constable", "need": "crime", "effect": 1.0},
        ],
        "justice_stages": [
            {"stage": "inquiry", "name": "Inquiry", "order": 1, "pass_rate": 0.5, "opening_backlog": 1500.0, "weight": 0.3},
            {"stage": "charge", "name": "Prosecution", "order": 2, "pass_rate": 0.8, "opening_backlog": 700.0,
             "weight": 0.3},
            {"stage": "trial", "name": "Trial", "order": 3, "opening_backlog": 1200.0, "weight": 0.3, "held_share": 0.4,
             "held_months": 2.0, "prison_share": 0.25, "sentence": 2.0, "opening_convicted": 1800.0},
        ],
        "justice_cases": [{"stage": "inquiry", "2020": 3000.0}],
        "justice_staff": [
            {"stage": "inquiry", "cadre": "constable", "cases_per_head": 3.0},
            {"stage": "inquiry", "cadre": "investigator", "throughput": 60.0},
            {"stage": "charge", "cadre": "prosecutor", "throughput": 70.0},
            {"stage": "trial", "cadre": "judge", "throughput": 60.0},
        ],
        "prison_places": [{"prisons": "all", "name": "Prisons", "weight": 0.3, "2020": 3200.0}],
    }


def chain_case(**tables: list[Row]) -> Case:
    """Return the case, with other rows in some tables."""
    return Case.of({**chain_tables(), **tables})  # type: ignore[arg-type]


def _cadre(name: str, institution: str, strength: float, label: str, pay: float, support: float, **more: object) -> Row:
    return {"cadre": name, "institution": institution, "name": label, "opening_strength": strength, "pay": pay,
            "support": support, "attrition": 0.05, **more}
