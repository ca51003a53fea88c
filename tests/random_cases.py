"""Random well-formed cases for laws of the optimisation: several donors, regions, eligibility patterns and rules."""

from __future__ import annotations

import numpy as np

from rightfin.case import Case

Row = dict[str, object]


def random_case(seed: int, *, years: int = 5, tail: int = 2) -> Case:
    """Return a small case drawn from a seed; every optional part of the model is switched on in some of them."""
    rng = np.random.default_rng(seed)
    chance = lambda share: bool(rng.random() < share)  # noqa: E731
    span = [str(2021 + n) for n in range(years)]
    end = 2020 + years
    institutions: list[Row] = [
        {"institution": "army", "name": "Army", "sector": "defence", "oda_class": "not_eligible"},
        {"institution": "police", "name": "Police", "sector": "interior"},
        {"institution": "courts", "name": "Courts", "sector": "justice"},
    ]
    for row in institutions:
        if chance(0.4):
            row["leakage"] = round(rng.uniform(0, 0.2), 3)
        if chance(0.5):
            row["training_places"] = round(rng.uniform(500, 4000))
    cadres: list[Row] = []
    for name, institution, size in (
        ("soldier", "army", 8000), ("constable", "police", 6000), ("sergeant", "police", 900), ("judge", "courts", 300),
        ("clerk", "courts", 500),
    ):
        cadres.append({
            "cadre": name, "institution": institution, "name": name.title(),
            "opening_strength": round(size * rng.uniform(0.5, 1.2)),
            "pay": round(rng.uniform(800, 3000)), "support": round(rng.uniform(200, 2500)),
            "training_cost": round(rng.uniform(100, 1500)), "attrition": round(rng.uniform(0.03, 0.2), 3),
            "severance": 1000.0, "civilian": name == "clerk",
        })
        if chance(0.3):
            cadres[-1] |= {"pension": round(rng.uniform(200, 900)), "retiring_share": 0.4, "opening_pensioners": 200.0}
        if chance(0.3):
            cadres[-1]["training_lead"] = 1
    needs: list[Row] = [
        {"need": "war", "name": "War", "weight": 2.0, "security": "national"},
        {"need": "crime", "name": "Crime", "weight": 1.0, "bands": "0.25:1;0.25:3;0.6:5"},
        {"need": "cases", "name": "Cases", "weight": round(rng.uniform(0.3, 2), 2)},
    ]
    regions: list[Row] = [
        {"region": f"r{n}", "name": f"Region {n}", "population": round(rng.uniform(1e5, 2e6))}
        for n in range(int(rng.integers(1, 5)))
    ]
    total = sum(float(str(row["population"])) for row in regions)
    demand: list[Row] = []
    for need, size in (("war", 9000.0), ("crime", 8000.0), ("cases", 40000.0)):
        for row in regions:
            share = float(str(row["population"])) / total * rng.uniform(0.5, 1.5)
            demand.append({"need": need, "region": row["region"],
                           **{y: round(size * share * rng.uniform(0.8, 1.3), 1) for y in span}})
    effects: list[Row] = [
        {"cadre": "soldier", "need": "war", "effect": 1.0},
        {"cadre": "constable", "need": "war", "effect": 0.3},
        {"cadre": "constable", "need": "crime", "effect": 1.0},
        {"cadre": "sergeant", "need": "crime", "effect": 1.4, "max_share": 0.5},
        {"cadre": "judge", "need": "cases", "effect": 120.0},
    ]
    external: list[Row] = [
        {"provider": "mission", "need": "war", "region": str(row["region"]),
         **{y: round(rng.uniform(0, 3000) * 0.7**n) for n, y in enumerate(span)}}
        for row in regions if chance(0.5)
    ]
    donors, pledges, eligibility, co_financing = _donors(rng, span, end)
    wealth = 2.5e8 * 10.0 ** rng.uniform(0.0, 1.0)
    macro: list[Row] = [
        {"series": "gdp", "2020": round(wealth)},
        {"series": "real_growth", **{y: round(rng.uniform(-0.02, 0.08), 3) for y in span}},
        {"series": "deflator_growth", "2021": round(rng.uniform(0, 0.06), 3)},
        {"series": "revenue_ratio", "2020": 0.12, **{y: round(0.12 + 0.004 * n, 3) for n, y in enumerate(span)}},
        {"series": "security_share", "2021": round(rng.uniform(0.2, 0.5), 2)},
        {"series": "exchange_rate", "2020": 1.0, "2021": 1.1},
    ]
    if chance(0.4):
        macro.append({"series": "wage_bill_share", "2021": round(rng.uniform(0.1, 0.3), 2)})
    if chance(0.4):
        macro += [{"series": "max_step_share", "2021": round(rng.uniform(0.01, 0.1), 3)},
                  {"series": "own_spending", "2020": round(wealth * 0.12 * rng.uniform(0.1, 0.3))}]
    settings: dict[str, object] = {
        "title": f"Random {seed} (fictional)", "currency": "LCU", "base_year": 2020, "end_year": end, "tail_years": tail,
        "secondary_objective": str(rng.choice(["donor_money", "own_money", "total_cost", "early_handover"])),
    }
    if chance(0.3):
        settings["reserve_allowed"] = True
    if chance(0.4):
        settings |= {"handover": str(rng.choice(["linear", "s_curve", "stepped"])), "handover_to": 0.8}
    if chance(0.3):
        settings["opening_arrears"] = round(rng.uniform(1e5, 5e6))
    tables: dict[str, list[Row]] = {
        "settings": [{"key": key, "value": value} for key, value in settings.items()],
        "macro": macro, "institutions": institutions, "cadres": cadres, "needs": needs, "regions": regions,
        "demand": demand, "effects": effects, "external": external, "donors": donors, "pledges": pledges,
        "eligibility": eligibility, "co_financing": co_financing,
        "promotions": [{"from": "constable", "to": "sergeant", "max_rate": 0.05}],
    }
    if chance(0.5):
        tables["assets"] = [{"asset": "vehicle", "institution": "police", "name": "Vehicles",
                             "opening_stock": round(rng.uniform(100, 600)), "price": 20000.0, "life": 6.0,
                             "upkeep": 0.1, "max_purchase": 200.0, "currency": "USD"}]
        tables["equipment"] = [{"asset": "vehicle", "cadre": "constable", "units_per_head": 0.05}]
    if chance(0.4):
        tables["strength_limits"] = [{"cadre": "soldier", "bound": "max", "2021": 9000.0, span[-1]: 6000.0},
                                     {"cadre": "judge", "bound": "min", "2021": 200.0}]
    if chance(0.3):
        tables["demobilisation"] = [{"institution": "army", "2021": 0.0, "2022": 0.15, "2023": 0.0}]
    if chance(0.3):
        tables["integrated"] = [{"cadre": "soldier", **dict.fromkeys(span, 0.0), "2022": 800.0}]
    if chance(0.3):
        tables["committed"] = [{"institution": "courts", "category": "operations", "item": "advisers",
                                **dict.fromkeys(span, 0.0), "2021": 4e5, "2022": 2e5}]
    if chance(0.5):
        tables["rules"] = [
            {"rule": "justice_share", "measure": "cost", "left": "sector:justice", "relation": "at_least",
             "coefficient": 0.1, "right": "all"},
            {"rule": "sergeants", "measure": "strength", "left": "cadre:sergeant", "relation": "at_least",
             "coefficient": 0.1, "right": "cadre:constable"},
            {"rule": "judges_hired", "measure": "hires", "left": "cadre:judge", "relation": "at_least",
             "coefficient": 0.02, "right": "all"},
        ]
    tables["handovers"], tables["phases"] = _handovers(rng, end, wealth / total)
    for row in donors:
        if "match" in row and chance(0.4):  # at most untied / match, so that the state need not spend for its own sake
            row["match_base"] = round(rng.uniform(1e5, 9e5))
    return Case.of(tables)  # type: ignore[arg-type]


def _handovers(rng: np.random.Generator, end: int, income: float) -> tuple[list[Row], list[Row]]:
    """Return handovers of parts of the sector, and the phases of the one that follows income per head."""
    rows: list[Row] = []
    scopes = ("all", "institution:police", "sector:justice|defence", "category:pay", "institution:army & category:pay")
    for n in range(int(rng.choice([0, 0, 1, 2, 3]))):
        path = str(rng.choice(["linear", "s_curve", "stepped", "by_year", "phases"]))
        row: Row = {"handover": f"part_{n}", "scope": str(rng.choice(scopes)), "path": path}
        if path == "by_year":
            row |= {"2021": round(rng.uniform(0, 0.3), 3), "2023": round(rng.uniform(0.2, 0.8), 3)}
        elif path == "phases":
            row |= {"phase_rule": "income", "from": 0.1}
        else:
            row |= {"start": 2021, "end": end - 1, "to": round(rng.uniform(0.3, 0.9), 3), "steps": int(rng.integers(1, 4))}
        if rng.random() < 0.4:
            row["floor"] = round(rng.uniform(0, 0.3), 3)
        if rng.random() < 0.4:
            row["max_step"] = round(rng.uniform(0.05, 0.3), 3)
        rows.append(row)
    phases: list[Row] = [
        {"phase_rule": "income", "phase": "first", "order": 1, "longest": 2},
        {"phase_rule": "income", "phase": "second", "order": 2, "test": "income_per_head",
         "above": round(income * rng.uniform(0.9, 1.1), 2), "growth": 0.1, "growth_rate": 0.1, "average_years": 2},
        {"phase_rule": "income", "phase": "last", "order": 3, "test": "income_per_head",
         "above": round(income * 1.05, 2), "longest": 3, "share_to": 0.9, "grace_years": 1},
    ]
    return rows, phases if any(row["path"] == "phases" for row in rows) else []


def _donors(rng: np.random.Generator, span: list[str], end: int) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    donors: list[Row] = []
    pledges: list[Row] = []
    eligibility: list[Row] = []
    co_financing: list[Row] = []
    chosen: list[tuple[str, str]] = []
    patterns: list[list[tuple[str, str]]] = [[], [("army", "*")], [("*", "pay")], [("courts", "*"), ("*", "capital")]]
    for n in range(int(rng.integers(0, 5))):
        name = f"donor_{n}"
        row: Row = {"donor": name, "name": f"Donor {n}", "currency": str(rng.choice(["USD", "LCU"]))}
        if rng.random() < 0.5:
            row["exit_year"] = int(rng.choice([end - 2, end - 1]))
        if rng.random() < 0.3:
            row["carry_over"] = 0.5
        if rng.random() < 0.3:
            row |= {"fee": 0.05, "delay_years": 1}
        if rng.random() < 0.3:
            row["oda_only"] = True
        if rng.random() < 0.25:
            row |= {"match": 0.5, "untied": 5e5}
            if rng.random() < 0.5:
                co_financing.append({"donor": name, "institution": "*", "category": "pay"})
        alike = bool(donors) and rng.random() < 0.35
        if alike:  # a donor with the rights of the one before, so that donors are merged
            row = {**donors[-1], "donor": name, "name": f"Donor {n}"}
        donors.append(row)
        size = rng.uniform(1e6, 1.2e7)
        pledges.append({"donor": name, **{y: round(size * rng.uniform(0.6, 1.2)) for y in span}})
        pattern = chosen if alike else patterns[int(rng.integers(0, len(patterns)))]
        chosen = pattern
        for institution, category in pattern:
            eligibility.append({"donor": name, "institution": institution, "category": category, "allowed": False})
    return donors, pledges, eligibility, co_financing


