"""What-if questions on live models: how long an analyst waits for levels 1 and 2 at a glance, and for a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from clock import alone
from generate import BASE, Size, generated

from rightfin.case.case import Case, Cell
from rightfin.study.whatif import WhatIf

Question = Callable[[Case, np.random.Generator], list[Cell]]


@dataclass(frozen=True)
class Asked:
    """Seconds by question of one kind: until the glance, of which outside HiGHS, and until a complete plan."""

    glances: list[float]
    outside: list[float]
    plans: list[float]
    rebuilt: int


def _rows(case: Case, table: str) -> list[dict[str, Any]]:
    return case.records(table)


def _years(row: Mapping[str, Any]) -> list[str]:
    return [column for column, value in row.items() if column.isdigit() and value and int(column) > BASE]


def ceilings(case: Case, rng: np.random.Generator) -> list[Cell]:
    """All ceilings, or those from some year on, by up to a tenth: the share of revenue that security gets."""
    row = next(row for row in _rows(case, "macro") if row["series"] == "security_share")
    first = _years(row)[0]
    year = first if rng.random() < 0.5 else str(int(first) + int(rng.integers(1, 8)))
    return [("macro", ("security_share",), year, float(row[first]) * rng.uniform(0.9, 1.1))]


def pledges(case: Case, rng: np.random.Generator) -> list[Cell]:
    """All pledges of one donor by up to a fifth."""
    rows = _rows(case, "pledges")
    row, factor = rows[int(rng.integers(len(rows)))], rng.uniform(0.8, 1.2)
    return [("pledges", (row["donor"],), year, row[year] * factor) for year in _years(row)]


def needs(case: Case, rng: np.random.Generator) -> list[Cell]:
    """The threat behind one need, which scales it in all regions and planning years, by up to a tenth."""
    rows = _rows(case, "threat_levels")
    row, factor = rows[int(rng.integers(len(rows)))], rng.uniform(0.9, 1.1)
    return [("threat_levels", (row["need"],), year, row[year] * factor) for year in _years(row)]


def exit_years(case: Case, rng: np.random.Generator) -> list[Cell]:
    """The exit year of one donor, any planning year."""
    rows = [row for row in _rows(case, "donors") if row["exit_year"]]
    end = int(next(row["value"] for row in _rows(case, "settings") if row["key"] == "end_year"))
    row = rows[int(rng.integers(len(rows)))]
    return [("donors", (row["donor"],), "exit_year", int(rng.integers(BASE + 1, end + 1)))]


def pay(case: Case, rng: np.random.Generator) -> list[Cell]:
    """The pay of one cadre by up to a tenth."""
    rows = _rows(case, "cadres")
    row = rows[int(rng.integers(len(rows)))]
    return [("cadres", (row["cadre"],), "pay", row["pay"] * rng.uniform(0.9, 1.1))]


def prices(case: Case, rng: np.random.Generator) -> list[Cell]:
    """The price of one asset by up to a fifth."""
    rows = _rows(case, "assets")
    row = rows[int(rng.integers(len(rows)))]
    return [("assets", (row["asset"],), "price", row["price"] * rng.uniform(0.8, 1.2))]


def effects(case: Case, rng: np.random.Generator) -> list[Cell]:
    """What one cadre delivers on one need by up to a tenth."""
    rows = _rows(case, "effects")
    row = rows[int(rng.integers(len(rows)))]
    return [("effects", (row["cadre"], row["need"]), "effect", row["effect"] * rng.uniform(0.9, 1.1))]


def transfers(case: Case, rng: np.random.Generator) -> list[Cell]:
    """What the government gives one province, by up to a half."""
    rows = _rows(case, "transfers")
    row, factor = rows[int(rng.integers(len(rows)))], rng.uniform(0.5, 1.5)
    return [("transfers", (row["transfer"],), year, row[year] * factor) for year in _years(row)]


KINDS: Mapping[str, Question] = {
    kind.__name__: kind for kind in (ceilings, pledges, needs, exit_years, pay, prices, effects)
}
"""What is asked of every size."""

_OF_PAYERS = {**KINDS, transfers.__name__: transfers}


def asked(size: Size, kinds: tuple[str, ...], count: int) -> dict[str, Asked]:
    """Ask so many questions of each kind about a generated case; in a process of its own."""
    return alone(_asked, size, kinds, count)


def _asked(size: Size, kinds: tuple[str, ...], count: int) -> dict[str, Asked]:
    case = generated(size)
    what_if, rng = WhatIf(case), np.random.default_rng(1)
    what_if.plan(what_if.base)
    found = {}
    for kind in kinds:
        glances, outside, plans, rebuilt = [], [], [], 0
        for cells in [_OF_PAYERS[kind](case, rng) for _ in range(2 * count + 3)]:
            warming = len(plans) < 3
            if not warming and len(glances) < count:
                inside, began = what_if.seconds, perf_counter()
                glance = what_if.ask(cells)
                if glance is None:
                    raise RuntimeError("a question has no answer")
                glances.append(perf_counter() - began)
                outside.append(glances[-1] - (what_if.seconds - inside))
                rebuilt += bool(what_if.change.rebuilt)
            else:
                began = perf_counter()
                what_if.plan(what_if.changed(cells))
                plans.append(perf_counter() - began)
        found[kind] = Asked(glances, outside, plans[3:], rebuilt)
    return found
