"""Generated cases of five sizes: a fictional sector in which money is short and donors leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rightfin.case.case import Case

BASE = 2025
PATTERNS = 8
"""Most different sets of lines that donors may fund; real donors have a handful."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How large a case is; ``years`` are planning years, the tail included.

    ``earmarks`` limit a donor on pay or support of one cadre, ``ceilings`` limit own money on a part of the budget,
    ``payers`` have own money, the government among them, and ``classes`` of regions are served by different institutions.
    """

    name: str
    cadres: int
    regions: int
    needs: int
    donors: int
    years: int
    earmarks: int = 0
    ceilings: int = 0
    payers: int = 1
    classes: int = 1


SMALL = Size("small", 12, 5, 5, 3, 12)
NATIONAL = Size("national", 30, 34, 8, 6, 15)
BY_PART = replace(NATIONAL, name="national, by part", earmarks=40, ceilings=10)
BY_PAYER = replace(NATIONAL, name="national, by payer", earmarks=40, payers=3, classes=6)
DISTRICTS = Size("districts", 60, 400, 12, 10, 30)
SIZES = {size.name: size for size in (SMALL, NATIONAL, BY_PART, BY_PAYER, DISTRICTS)}

TAIL = 3
"""Of the planning years, how many lie beyond the last year shown."""

_INSTITUTIONS: tuple[tuple[str, str, str], ...] = (
    ("police", "interior", "eligible"), ("army", "defence", "not_eligible"), ("courts", "justice", "eligible"),
    ("prisons", "corrections", "eligible"), ("ministry", "interior", "eligible"),
)

_EXCLUDED: tuple[tuple[tuple[str, str], ...], ...] = (
    (("army", "*"),), (("prisons", "*"), ("army", "*")), (), (("*", "pay"), ("*", "benefits")), (("*", "benefits"),),
    (("army", "*"), ("*", "pay")), (("police", "*"), ("prisons", "*")), (("*", "capital"), ("army", "*")),
)


def generated(size: Size, *, seed: int = 1) -> Case:
    """Return a case of a size, drawn from a seed. Everything in it is invented.

    Sizes that differ in the number of regions alone get the same national needs, spread over more of them.
    """
    rng = np.random.default_rng(seed)
    end = BASE + size.years - TAIL
    span = [str(year) for year in range(BASE + 1, end + 1)]
    cadres = _cadres(rng, size)
    bill = sum((row["pay"] + row["support"]) * row["opening_strength"] for row in cadres)
    donors, pledges, eligibility = _donors(rng, size, span, end, 0.45 * bill)
    needs, effects, demand, external, regions = _needs(rng, np.random.default_rng(seed + 1000), size, cadres, span)
    promotions = [
        {"from": lower["cadre"], "to": upper["cadre"], "max_rate": 0.06}
        for lower, upper in zip(cadres[:-5], cadres[5:], strict=True)
        if lower["institution"] != "ministry" and _grade(upper) == 1
    ]
    revenue = 0.55 * bill / 0.3
    tables: dict[str, list[Row]] = {
        "settings": [{"key": key, "value": value} for key, value in {
            "title": f"Generated {size.name} (fictional)", "currency": "LCU", "base_year": BASE, "end_year": end,
            "tail_years": TAIL, "handover": "linear", "handover_to": 0.9,
        }.items()],
        "macro": [
            {"series": "gdp", str(BASE): round(revenue / 0.14)},
            {"series": "real_growth", **{y: round(float(rng.uniform(0.01, 0.05)), 4) for y in span}},
            {"series": "deflator_growth", span[0]: 0.04},
            {"series": "revenue_ratio", str(BASE): 0.14, **{y: round(0.14 + 0.002 * n, 4) for n, y in enumerate(span)}},
            {"series": "security_share", span[0]: 0.3},
            {"series": "wage_bill_share", span[0]: 0.22},
            {"series": "exchange_rate", str(BASE): 1.0},
        ],
        "institutions": [
            {"institution": name, "name": name.title(), "sector": sector, "oda_class": oda, "leakage": 0.05,
             "training_places": round(0.12 * sum(c["opening_strength"] for c in cadres if c["institution"] == name))}
            for name, sector, oda in _INSTITUTIONS
        ],
        "cadres": cadres,
        "promotions": promotions,
        "assets": [
            {"asset": f"{name}_vehicles", "institution": name, "name": f"Vehicles of {name}", "price": 24000.0,
             "opening_stock": round(0.03 * sum(c["opening_strength"] for c in cadres if c["institution"] == name)),
             "life": 8.0, "upkeep": 0.1, "max_purchase": 400.0, "currency": "USD"}
            for name, *_ in _INSTITUTIONS[:3]
        ],
        "equipment": [
            {"asset": f"{c['institution']}_vehicles", "cadre": c["cadre"], "units_per_head": 0.04}
            for c in cadres if c["institution"] in ("police", "army", "courts")
        ],
        "strength_limits": [
            {"cadre": cadres[0]["cadre"], "bound": "min", span[0]: round(0.8 * cadres[0]["opening_strength"])},
            {"cadre": cadres[1]["cadre"], "bound": "max", span[0]: round(1.1 * cadres[1]["opening_strength"])},
        ],
        "demobilisation": [{"institution": "army", **{y: (0.08 if 1 <= n <= 4 else 0.0) for n, y in enumerate(span)}}],
        "threat_levels": [{"need": row["need"], **dict.fromkeys([str(BASE), *span], 1.0)} for row in needs],
        "needs": needs, "regions": regions, "demand": demand, "effects": effects, "external": external,
        "donors": donors, "pledges": pledges, "eligibility": eligibility,
        "rules": [
            {"rule": "justice_share", "measure": "cost", "left": "sector:justice", "relation": "at_least",
             "coefficient": 0.08, "right": "all"},
            {"rule": "ministry_share", "measure": "strength", "left": "institution:ministry", "relation": "at_least",
             "coefficient": 0.03, "right": "all"},
        ],
        **_by_part(np.random.default_rng(seed + 2000), size, cadres, donors, pledges, span),
        **_by_payer(size, span[0]), **_by_class(size, regions),
    }
    return Case.of({table: [{**row, **_sourced(table)} for row in rows] for table, rows in tables.items()})


def _sourced(table: str) -> Row:
    return {} if table == "settings" else {"source": "assumption"}


def _grade(cadre: Row) -> int:
    return int(cadre["cadre"].rsplit("_", 1)[-1]) % 2


def _cadres(rng: np.random.Generator, size: Size) -> list[Row]:
    """Return cadres, taken in turn by the institutions; every other one of an institution is a higher grade."""
    found = []
    for n in range(size.cadres):
        institution = _INSTITUTIONS[n % len(_INSTITUTIONS)][0]
        grade = n // len(_INSTITUTIONS)
        people = {"police": 9000, "army": 8000, "courts": 900, "prisons": 1500, "ministry": 500}[institution]
        found.append({
            "cadre": f"{institution}_{grade}", "institution": institution, "name": f"{institution.title()} {grade}",
            "opening_strength": round(people * float(rng.uniform(0.5, 1.5)) * (0.3 if grade % 2 else 1.0)),
            "pay": round(float(rng.uniform(1500, 4000)) * (1.6 if grade % 2 else 1.0)),
            "support": round(float(rng.uniform(400, 2000))),
            "training_cost": round(float(rng.uniform(200, 1500))), "training_lead": int(n % 3 == 0),
            "attrition": round(float(rng.uniform(0.04, 0.12)), 3), "severance": 2000.0,
            "pension": 900.0 if n % 4 == 0 else 0.0, "retiring_share": 0.4, "opening_pensioners": 150.0,
            "civilian": institution in ("courts", "ministry"),
        })
    return found


def _by_part(
    rng: np.random.Generator, size: Size, cadres: list[Row], donors: list[Row], pledges: list[Row], span: list[str]
) -> dict[str, list[Row]]:
    """Return limits of donors on single items, in turn over donors and cadres, and of own money on parts of the budget.

    Each is about what the part would take of the money if all were spread evenly, so that about half of them bind.
    """
    bill = sum((row["pay"] + row["support"]) * row["opening_strength"] for row in cadres)
    earmarks, ceilings = [], []
    for n in range(size.earmarks):
        cadre, pays = cadres[n % len(cadres)], ("pay", "support")[n // len(cadres) % 2]
        donor = donors[n % len(donors)]["donor"]
        share = cadre[pays] * cadre["opening_strength"] / bill
        pledged = next(row for row in pledges if row["donor"] == donor)
        earmarks.append({
            "earmark": f"mark_{n:02}", "donor": donor,
            "scope": f"item:{cadre['cadre']} & category:{'pay' if pays == 'pay' else 'operations'}",
            **{y: round(pledged[y] * share * float(rng.uniform(0.5, 3.0))) for y in span if pledged[y]},
        })
    for n in range(size.ceilings):
        institution, category = _INSTITUTIONS[n % len(_INSTITUTIONS)][0], ("pay", "operations")[n // len(_INSTITUTIONS) % 2]
        share = sum(row["pay" if category == "pay" else "support"] * row["opening_strength"] for row in cadres
                    if row["institution"] == institution) / bill
        ceilings.append({
            "ceiling": f"part_{n:02}", "scope": f"institution:{institution} & category:{category}",
            "basis": "share", span[0]: round(share * float(rng.uniform(0.8, 1.6)), 4),
        })
    return {"earmarks": earmarks, "ceilings": ceilings} if earmarks or ceilings else {}


def _by_payer(size: Size, first: str) -> dict[str, list[Row]]:
    """Return provinces that pay institutions in turn beside the government, and what it gives them of its revenue."""
    provinces = [f"province_{n}" for n in range(1, size.payers)]
    if not provinces:
        return {}
    series = {"revenue_share": 0.06, "security_share": 0.4, "wage_bill_share": 0.3}
    return {
        "payers": [{"payer": name, "name": name.replace("_", " ").title()} for name in provinces],
        "payer_money": [{"payer": name, "series": key, first: part} for name in provinces for key, part in series.items()],
        "may_pay": [{"payer": name, "institution": _INSTITUTIONS[n % 4][0], "category": "*", "item": "*", "allowed": True}
                    for k, name in enumerate(provinces) for n in (k, k + 2)],
        "transfers": [{"transfer": f"grant_{k}", "from": "government", "to": name, "basis": "share", first: 0.01,
                       **({"scope": f"institution:{_INSTITUTIONS[k % 4][0]}"} if k % 2 else {})}
                      for k, name in enumerate(provinces)],
    }


def _by_class(size: Size, regions: list[Row]) -> dict[str, list[Row]]:
    """Return which regions police, courts, prisons and army serve: regions in turn belong to one of the classes.

    A class is a set of institutions, written as the digits of a binary number; the last one has them all.
    """
    if size.classes == 1:
        return {}
    institutions = [name for name, *_ in _INSTITUTIONS[:4]]
    sets = [2 ** len(institutions) - 1 - n % size.classes for n in range(size.regions)]
    return {"serves": [
        {"institution": name, "region": region["region"]}
        for place, name in enumerate(institutions) for served, region in zip(sets, regions, strict=True)
        if served >> place & 1
    ]}


def _needs(
    rng: np.random.Generator, local: np.random.Generator, size: Size, cadres: list[Row], span: list[str]
) -> tuple[list[Row], list[Row], list[Row], list[Row], list[Row]]:
    regions = [{"region": f"region_{n:03}", "name": f"Region {n}", "population": round(float(local.uniform(1e5, 2e6)))}
               for n in range(size.regions)]
    needs = [{"need": f"need_{h:02}", "name": f"Need {h}", "weight": round(float(rng.uniform(0.5, 2)), 2),
              "bands": "0.2:1;0.3:2;0.5:4"} for h in range(size.needs)]
    effects: list[Row] = []
    capacity = np.zeros(size.needs)
    serving = [c for c in cadres if c["institution"] != "ministry"]
    for n, cadre in enumerate(serving):
        for step, share in ((0, 1.0), (3, 0.5)):
            h = (n + step) % size.needs
            effect = round(float(rng.uniform(0.8, 1.4)) * share, 3)
            effects.append({"cadre": cadre["cadre"], "need": f"need_{h:02}", "effect": effect,
                            **({"max_share": 0.6} if n % 7 == 3 else {})})
            capacity[h] += effect * cadre["opening_strength"] * (0.75 if step == 0 else 0.5)
    population = np.array([row["population"] for row in regions], float)
    demand: list[Row] = []
    external: list[Row] = []
    for h in range(size.needs):
        growth = float(rng.uniform(-0.03, 0.03))
        share = population * local.uniform(0.5, 1.5, size.regions)
        share /= share.sum()
        helped = share[::3].sum()
        for n, region in enumerate(regions):
            level = 1.3 * capacity[h] * float(share[n])
            demand.append({"need": f"need_{h:02}", "region": region["region"],
                           **{y: round(level * (1.0 + growth) ** m, 4) for m, y in enumerate([str(BASE), *span])}})
            if h < 2 and n % 3 == 0:
                lent = 0.4 / 3.0 * level / float(helped)
                external.append({"provider": "mission", "need": f"need_{h:02}", "region": region["region"],
                                 **{y: round(lent * 0.8**m, 4) for m, y in enumerate(span)}})
    return needs, effects, demand, external, regions


def _donors(
    rng: np.random.Generator, size: Size, span: list[str], end: int, means: float
) -> tuple[list[Row], list[Row], list[Row]]:
    donors: list[Row] = []
    pledges: list[Row] = []
    eligibility: list[Row] = []
    for n in range(size.donors):
        name = f"donor_{n}"
        leaves = end - 2 - n % 4 if n % 3 else None
        donors.append({"donor": name, "name": f"Donor {n}", "currency": "USD" if n % 2 else "LCU", "oda_only": n % 4 == 0,
                       **({"exit_year": leaves} if leaves else {}),
                       **({"carry_over": 0.5} if n % 3 == 1 else {}), **({"fee": 0.05} if n % 5 == 0 else {}),
                       **({"match": 1.0, "untied": round(0.3 * means / size.donors)} if n == 1 else {})})
        level = means / size.donors * float(rng.uniform(0.6, 1.4))
        pledges.append({"donor": name, **{
            y: 0.0 if leaves and int(y) > leaves else round(level * (1.0 - 0.6 * m / len(span))) for m, y in enumerate(span)
        }})
        eligibility += [{"donor": name, "institution": institution, "category": category, "allowed": False}
                        for institution, category in _EXCLUDED[n % PATTERNS]]
    return donors, pledges, eligibility
