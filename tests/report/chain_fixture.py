"""A justice chain for the hand-made plan: three stages, of which the last is overwhelmed as police bring more cases."""

from __future__ import annotations

STAGES = {"inquiry": "Inquiry", "prosecution": "Prosecution", "trial": "Trial"}
PASSES = {"inquiry": 0.5, "prosecution": 0.8}
OPENING = {"inquiry": 3000.0, "prosecution": 900.0, "trial": 2000.0}
CASES_PER_HEAD, OUTSIDE = 1.2, 6000.0

CAPACITY = {  # stage: cadre, its capacity in the first year, growth a year
    "inquiry": ("constable", 28000.0, 0.05), "prosecution": ("judge", 16500.0, 0.04), "trial": ("judge", 12000.0, 0.01),
}
THROUGHPUT = {"inquiry": 14.0, "prosecution": 90.0, "trial": 60.0}
PLACES, HELD, MONTHS, PRISON, STAY = 6500.0, 0.4, 2.0, 0.25, 0.6

Row = tuple[str | int | float, ...]


def chain_rows(present: dict[int, float], years: tuple[int, ...]) -> dict[str, list[Row]]:
    """Return the rows of the tables of the chain for so many constables by year."""
    cells: dict[tuple[str, int], dict[str, float]] = {}
    waits = dict(OPENING)
    for place, year in enumerate(years):
        passed, in_all = 0.0, 0.0
        for stage in STAGES:
            outside, brought = (OUTSIDE, CASES_PER_HEAD * present[year]) if stage == "inquiry" else (0.0, 0.0)
            arrives = outside + brought + passed
            _, first, growth = CAPACITY[stage]
            can = first * (1.0 + growth) ** place
            before = waits[stage]
            dropped = 0.02 * before if stage == "inquiry" else 0.0
            done = min(can, before + arrives - dropped) * 0.97
            waits[stage] = before + arrives - done - dropped
            in_all = waits[stage] + in_all
            cells[stage, year] = {
                "before": before, "outside": outside, "brought": brought, "passed": passed, "inflow": arrives, "done": done,
                "dropped": dropped, "backlog": waits[stage], "waits_in_all": in_all, "people": can / THROUGHPUT[stage],
                "capacity": can, "utilisation": done / can, "waiting": 12.0 * waits[stage] / done,
                "spare": can / (before + arrives) - 1.0,
            }
            passed, in_all = PASSES.get(stage, 0.0) * done, PASSES.get(stage, 0.0) * in_all
    tight = {year: min(STAGES, key=lambda stage: cells[stage, year]["spare"]) for year in years}
    prisons: list[Row] = []
    convicted = 3000.0
    for year in years:
        trial = cells["trial", year]
        detained = HELD * (trial["backlog"] + MONTHS / 12.0 * trial["inflow"])
        convicted = STAY * convicted + 0.8 * PRISON * trial["done"]
        held = detained + convicted
        prisons.append((year, detained, convicted, held, PLACES, max(0.0, held - PLACES), detained / held))
    sent = {"inquiry": 1.0, "prosecution": 0.5, "trial": 0.4}
    return {
        "justice": [
            (stage, year, *cells[stage, year].values(), "yes" if tight[year] == stage else "no")
            for stage in STAGES for year in years
        ],
        "postings": [
            (cadre, "stage", stage, year, cells[stage, year]["people"], 0.0)
            for stage, (cadre, _, _) in CAPACITY.items() for year in years
        ],
        "prisons": prisons,
        "clears": [
            (stage, cadre, "constable", year, THROUGHPUT[stage] / (CASES_PER_HEAD * sent[stage]))
            for stage, (cadre, _, _) in CAPACITY.items() for year in years
        ],
    }
