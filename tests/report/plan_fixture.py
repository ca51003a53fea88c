"""A hand-made plan with consistent numbers: two donors, four institutions, eight years."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from report.chain_fixture import STAGES, chain_rows

from rightfin.case import Case, Issue, Severity
from rightfin.case.resolve import DefaultUsed
from rightfin.result.plan import Names, Plan, PlanTable, Provenance, Status
from rightfin.schema.indicators import BY_NAME
from rightfin.schema.results import RESULT

YEARS = tuple(range(2025, 2033))
BASE = 2024

CADRES = {  # cadre: institution, opening strength, growth a year, pay, support, supported share
    "soldier": ("army", 30000.0, -0.05, 900.0, 700.0, 0.9),
    "officer": ("army", 3000.0, -0.03, 2100.0, 500.0, 1.0),
    "constable": ("police", 18000.0, 0.04, 800.0, 350.0, 0.95),
    "sergeant": ("police", 2000.0, 0.03, 1300.0, 350.0, 1.0),
    "judge": ("courts", 400.0, 0.06, 5200.0, 1500.0, 1.0),
    "prison_officer": ("prisons", 2500.0, 0.02, 850.0, 400.0, 0.85),
}
ASSETS = {
    "truck": ("army", 1200.0, 40000.0),
    "patrol_car": ("police", 900.0, 25000.0),
    "court_room": ("courts", 120.0, 90000.0),
}
NEEDS = {"insurgency": 20000.0, "violent_crime": 16000.0, "case_disposal": 9000.0, "detention": 2500.0}
REGIONS = {"north": 0.3, "centre": 0.45, "south": 0.25}

NAMES = Names(
    institutions={
        "army": "National Army",
        "police": "National Police",
        "courts": "Courts & prosecution",
        "prisons": "Prison Service",
    },
    sectors={"army": "defence", "police": "interior", "courts": "justice", "prisons": "corrections"},
    cofog={"army": "02.1", "police": "03.1", "courts": "03.3", "prisons": "03.4"},
    cadres={
        "soldier": "Soldiers",
        "officer": "Officers",
        "constable": "Constables",
        "sergeant": "Sergeants",
        "judge": "Judges and prosecutors",
        "prison_officer": "Prison officers",
    },
    cadre_institution={cadre: row[0] for cadre, row in CADRES.items()},
    assets={"truck": "Trucks", "patrol_car": "Patrol cars", "court_room": "Court rooms"},
    needs={
        "insurgency": "Insurgency",
        "violent_crime": "Violent crime",
        "case_disposal": "Case disposal",
        "detention": "Safe detention",
    },
    regions={"north": "North", "centre": "Centre", "south": "South"},
    payers={"government": "The government"},
    payer_region={},
    stages=STAGES,
    serves={},
    donors={"trust_fund": "Law and order trust fund", "ally": "Bilateral ally"},
    cadre_kind=dict.fromkeys(CADRES, "uniformed"),
    need_security={"insurgency": "national", "violent_crime": "human", "case_disposal": "human", "detention": "human"},
    donor_channel={"trust_fund": "on budget", "ally": "off budget"},
    programmes={"vetting": "Vetting", "academy": "Police academy", "audit": "Audit office"},
)

Row = tuple[str | int | float, ...]


def make_plan(
    *,
    short: bool = True,
    years: tuple[int, ...] = YEARS,
    title: str = "Meridia security sector (fictional)",
    donors: bool = True,
) -> Plan:
    """Return an answered plan.

    ``short`` leaves part of 2026 and 2027 unpaid; without ``donors`` the state pays alone.
    """
    strength, assets = _strength(years), _assets(years)
    budget, grants = _budget(strength, assets, years, short=short, donors=donors)
    base_year: list[Row] = [(row[0], row[1], 0.9 * float(row[3])) for row in budget if row[2] == years[0]]
    fiscal = _fiscal(budget, years)
    strength = _priced(strength, fiscal)
    needs = _needs(years)
    rows = {
        "strength": [(*row, 0.0, 0.0, 0.0) for row in strength],  # nobody is struck off, and no year of retirement is known
        "assets": assets,
        "budget": budget,
        "ceilings": [
            ("army_pay", row[2], "max", 1.1 * float(row[4]), row[4], row[3], 0.0, row[6]) for row in budget
            if row[:2] == ("army", "pay")
        ],
        "targets": [("police_density", year, "per_100k", "at_least", 100.0, 110.0, "no") for year in years[1:]],
        "earmarks": [("for_pay", year, "ally", "max", 1e9, 1e6, 0.0, 0.0, "") for year in years] if donors else [],
        "programmes": [
            (name, year, "police", phase, start, start + 1, "yes" if start <= year <= start + 1 else "no",
             *((2e5, 1e5, 5e4, 5e4) if start <= year <= start + 1 else (0.0,) * 4))
            for name, phase, start in (("academy", "main", 2027), ("vetting", "preparatory", 2025)) for year in years
        ],
        "in_kind": [],
        **chain_rows({int(row[1]): float(row[2]) for row in strength if row[0] == "constable"}, years),
        "lines": [(*row[:2], "all", *row[2:]) for row in budget],  # one item a head, which is enough for words and sheets
        "base_year": base_year,
        "grants": grants,
        "pledges": _pledges(grants, years) if donors else [],
        "fiscal": fiscal,
        "payers": [],  # the government pays alone
        "paid": [],
        "regions": [],
        "commitments": [
            ("courts", "operations", "radio network", 2e5, "no"), ("army", "operations", "advisers", 1e5, "yes"),
        ],
        "handover": _handover(budget, years) if donors else [],
        "needs": needs,
        "weights": [(need, 1.0 + place / 2) for place, need in enumerate(sorted(NEEDS))],
        "bands": [(need, band, 0.5, float(band)) for need in sorted(NEEDS) for band in (1, 2)],
        "kit": [(*used, year, units) for *used, units in (
            ("truck", "soldier", 0.04), ("patrol_car", "constable", 0.06)) for year in years],
        "rules": [
            ("justice_share", year, "strength", "at_least", 0.08, 72.0 + 8 * (year > 2026), 1000.0, "no", "all")
            for year in years
        ],
        "thresholds": [
            *(("ceiling", year, 0.5 * (place % 2)) for place, year in enumerate(years)),
            *(("handover", year, 0.3) for year in years),
        ],
        "prices": [
            ("ceiling", "", years[0], 1.0e8, "MRD", 2e-9, "confirmed", 1.0e6, 2e-3, 2e-3, 0.0, ""),
            ("pledge", "ally", years[-1], 2.0e7, "MRD", 1e-9, "confirmed", 2.0e5, 2e-4, 2e-4, 0.0, ""),
            ("training", "police", years[0], 500.0, "persons", 3e-4, "one-sided", 5.0, 1.2e-3, 1.6e-3, 0.0, ""),
        ],
        "indicators": _indicators(strength, budget, base_year, fiscal, needs, years),
        "pensions_ahead": [
            (institution, years[-1] + n, 900.0 - 20 * n, 50.0 + 5 * n, 1e4 * (50 + 5 * n), 1e4 * (40 - n))
            for institution in ("army", "police") for n in range(1, 31)
        ],
        "severance_ahead": [("army", years[-1] + n, 2e5 / n, 1e5) for n in (1, 2)],
        "objective": [
            ("1a", "obligations", 1.4 * sum(float(row[4]) for row in fiscal)),
            ("2", "needs", 12.5),
            ("3", "donor_money", 1.5e8),
        ],
    }
    return Plan(
        Status.ANSWERED,
        title,
        "MRD",
        BASE,
        years,
        _tables(rows),
        NAMES,
        (
            DefaultUsed("settings", "discount_rate", "value", "0.05"),
            DefaultUsed("cadres", "soldier", "attrition", "0 share a year"),
            DefaultUsed("macro", "revenue_ratio", "2026", "0.12 (carried)"),
        ),
        (
            Issue(
                "unused_row",
                "The cadre clerk serves no need.",
                "Add it to effects, or leave it as overhead.",
                "cadres",
                "clerk",
                "cadre",
                "cadres!A9",
                Severity.WARNING,
            ),
        ),
        _provenance(),
        0.0,
        100.0,
    )


def contradictory_plan() -> Plan:
    """Return a plan of a case whose hard limits contradict each other: all tables empty."""
    return replace(
        make_plan(),
        status=Status.CONTRADICTORY,
        tables=_tables({name: [] for name in RESULT}),
        conflict=("least strength of soldier in 2026 (hard)", "greatest strength of soldier in 2026 (hard)"),
    )


def make_case(title: str = "Meridia security sector (fictional)") -> Case:
    """Return a small case that goes with the plan."""
    settings = {"title": title, "currency": "MRD", "base_year": BASE, "end_year": YEARS[-1]}
    return Case.of(
        {
            "settings": [
                {"key": key, "value": value, "source": "assumption"} for key, value in settings.items()
            ],
            "macro": [
                {"series": "gdp", "2024": 4.1e9, "source": "Budget office"},
                {"series": "revenue_ratio", "2025": 0.12, "2028": 0.13, "source": "=cmd()"},
            ],
            "scenarios": [
                {
                    "scenario": "early_exit",
                    "order": 1,
                    "table": "donors",
                    "key": "ally",
                    "column": "exit_year",
                    "operation": "set",
                    "value": 2026,
                }
            ],
        }
    )


def _tables(rows: dict[str, list[Row]]) -> MappingProxyType[str, PlanTable]:
    return MappingProxyType(
        {name: PlanTable.of_rows(name, rows[name]) for name in RESULT}
    )


def _provenance() -> Provenance:
    return Provenance(
        "c" * 64,
        "default",
        "d" * 64,
        (),
        {"solver": "ipx"},
        {"rightfin": "0.1.0", "highspy": "1.11"},
        1200,
        900,
        5000,
    )


def _strength(years: tuple[int, ...]) -> list[Row]:
    rows: list[Row] = []
    for cadre, (_, opening, growth, _, _, supported) in sorted(CADRES.items()):
        before = opening
        for year in years:
            now = before * (1 + growth)
            hires = max(0.0, now - before) + 0.04 * before
            exits = hires - (now - before) - 0.04 * before
            rows.append(
                (
                    cadre,
                    year,
                    now,
                    now * supported,
                    now * max(0.0, 0.9 - supported),
                    hires,
                    exits,
                    0.0,
                    0.0,
                    0.0,
                    now,
                    0.0,
                    before,
                    0.04 * before,
                )
            )
            before = now
    return rows


def _priced(strength: list[Row], fiscal: list[Row]) -> list[Row]:
    """Return strength with a cost of support at which supporting all who are hollow costs half of what is unpaid."""
    unpaid = {row[0]: float(row[4]) for row in fiscal}
    hollow = {year: sum(float(row[4]) for row in strength if row[1] == year) for year in unpaid}
    return [(*row[:-3], 0.5 * unpaid[row[1]] / hollow[row[1]], *row[-2:]) for row in strength]


def _assets(years: tuple[int, ...]) -> list[Row]:
    rows: list[Row] = []
    for asset, (_, opening, _) in sorted(ASSETS.items()):
        stock = opening
        for year in years:
            bought = 0.12 * opening
            stock = 0.9 * stock + bought
            rows.append((asset, year, stock, bought, 0.0, 0.0))
    return rows


def _budget(
    strength: list[Row], assets: list[Row], years: tuple[int, ...], *, short: bool, donors: bool
) -> tuple[list[Row], list[Row]]:
    cost: dict[tuple[str, str, int], float] = {}
    for row in strength:
        cadre, year = str(row[0]), int(row[1])
        institution, _, _, pay, support, _ = CADRES[cadre]
        price = 1.03 ** (year - BASE)
        for category, amount in (
            ("pay", pay * float(row[2])),
            ("operations", support * float(row[3])),
            ("training", 600.0 * float(row[5])),
            ("benefits", 900.0 * float(row[6])),
        ):
            cost[institution, category, year] = cost.get((institution, category, year), 0.0) + amount * price
    for row in assets:
        institution, _, unit = ASSETS[str(row[0])]
        year = int(row[1])
        key = (institution, "capital", year)
        cost[key] = cost.get(key, 0.0) + unit * float(row[3]) * 1.02 ** (year - BASE)
    budget: list[Row] = []
    grants: list[Row] = []
    for (institution, category, year), amount in sorted(cost.items()):
        given = max(0.0, 0.6 - 0.1 * (year - years[0])) if donors else 0.0
        unpaid = (
            0.05
            if short and year in (2026, 2027) and institution == "army" and category == "operations"
            else 0.0
        )
        fund = amount * given * (0.75 if year < years[-1] - 1 else 0.0)
        ally = amount * given * 0.25
        budget.append(
            (
                institution,
                category,
                year,
                amount,
                amount * (1 - unpaid) - fund - ally,
                fund + ally,
                amount * unpaid,
            )
        )
        if donors:
            grants += [
                ("ally", institution, category, year, ally),
                ("trust_fund", institution, category, year, fund),
            ]
    return budget, sorted(grants)


def _pledges(grants: list[Row], years: tuple[int, ...]) -> list[Row]:
    rows: list[Row] = []
    for donor, fee in (("ally", 0.0), ("trust_fund", 0.05)):
        for year in years:
            spent = sum(float(row[4]) for row in grants if row[0] == donor and row[3] == year)
            lapsed = 1e5
            rows.append(
                (
                    donor,
                    year,
                    (spent + lapsed) / (1 - fee),
                    (spent + lapsed) / (1 - fee) * fee,
                    spent,
                    0.0,
                    lapsed,
                    0.0,
                )
            )
    return rows


def _fiscal(budget: list[Row], years: tuple[int, ...]) -> list[Row]:
    rows: list[Row] = []
    arrears, before = 0.0, 9e7
    for year in years:
        own = sum(float(row[4]) for row in budget if row[2] == year)
        unfunded = sum(float(row[6]) for row in budget if row[2] == year)
        cleared = min(arrears, 2e5)
        arrears += unfunded - cleared
        ceiling = 1.0e8 * 1.025 ** (year - BASE)
        rows.append((year, ceiling / 0.2, ceiling, own, unfunded, cleared, arrears, 0.0, 0.0, before,
                     40 * ceiling, 2.5e6, 1.025 ** (year - BASE)))
        before = own + cleared
    return rows


def _handover(budget: list[Row], years: tuple[int, ...]) -> list[Row]:
    rows: list[Row] = []
    for place, year in enumerate(years):
        own, grants = (
            sum(float(row[column]) for row in budget if row[2] == year and row[1] != "capital") for column in (4, 5)
        )
        rows.append(("sector", year, 0.3 + 0.05 * place, own, grants, own / (own + grants)))
    return rows


def _needs(years: tuple[int, ...]) -> list[Row]:
    rows: list[Row] = []
    for place, (need, total) in enumerate(sorted(NEEDS.items())):
        for region, share in sorted(REGIONS.items()):
            for year in years:
                needed = total * share
                external = 0.05 * needed if region == "south" and year < 2028 else 0.0
                gap = max(0.0, 0.35 - 0.04 * (year - BASE) - 0.07 * place)
                unmet = gap * needed * (1.2 if region == "north" else 0.9)
                rows.append((need, region, year, needed, external, needed - external - unmet, unmet))
    return rows


def _indicators(
    strength: list[Row], budget: list[Row], base_year: list[Row], fiscal: list[Row], needs: list[Row],
    years: tuple[int, ...],
) -> list[Row]:
    found: dict[str, dict[int, float]] = {}
    base = sum(float(row[2]) for row in base_year)
    for place, year in enumerate(years):
        people = sum(float(row[2]) for row in strength if row[1] == year)
        supported = sum(float(row[3]) for row in strength if row[1] == year)
        cost = sum(float(row[3]) for row in budget if row[2] == year)
        grants = sum(float(row[5]) for row in budget if row[2] == year)
        unfunded = float(fiscal[place][4])
        values = {
            "total_strength": people,
            "total_cost": cost,
            "readiness": supported / people,
            "donor_dependency": grants / cost,
            "broken_obligations": unfunded * 1.5,
            "asked_cost": cost + 0.5 * unfunded,
            "asked_growth": (cost + 0.5 * unfunded) / float(fiscal[place][12]) / base - 1.0,
            "asked_share_of_revenue": (cost + 0.5 * unfunded) / float(fiscal[place][1]),
            "own_share_of_asked_cost": float(fiscal[place][3]) / (cost + 0.5 * unfunded),
            "security_share_of_revenue": cost / float(fiscal[place][1]),
            "coverage": _coverage(needs, year),
            "own_share_of_revenue": (float(fiscal[place][3]) + float(fiscal[place][5])) / float(fiscal[place][1]),
            "revenue_after_security_per_head":
                (float(fiscal[place][1]) - float(fiscal[place][3]) - float(fiscal[place][5])) / 2.5e6,
        }
        for name, value in values.items():
            found.setdefault(name, {})[year] = value
    found |= {
        "steady_state_margin": {years[-1]: -1.25e6}, "steady_state_cost": {years[-1]: 1.2e8},
        "sustainable_strength": {years[-1]: 0.98 * found["total_strength"][years[-1]]},
        "sustainable_coverage": {years[-1]: 0.98 * found["coverage"][years[-1]]},
    }
    return [
        (name, BY_NAME[name].unit.replace("currency", "MRD"), year, value)
        for name in sorted(found)
        for year, value in found[name].items()
    ]


def _coverage(needs: list[Row], year: int) -> float:
    """Return the mean of the needs' coverage, weighted as the table of weights says."""
    above = below = 0.0
    for place, need in enumerate(sorted(NEEDS)):
        rows = [row for row in needs if row[0] == need and row[2] == year]
        share = 1 - sum(float(row[6]) for row in rows) / sum(float(row[3]) for row in rows)
        above += (1.0 + place / 2) * share
        below += 1.0 + place / 2
    return above / below
