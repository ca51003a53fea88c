"""Deciding the starts of many programmes on the fictional case, or a national one: seconds, nodes, and what is proven.

    python benchmarks/many_programmes.py [--within 60] [10 20 30]
    python benchmarks/many_programmes.py --national --within 300 20
"""

from __future__ import annotations

from argparse import ArgumentParser
from time import perf_counter

import numpy as np
from generate import NATIONAL, generated

import rightfin
from rightfin.case import Case
from rightfin.study.starts.decided import decided_programmes

Row = dict[str, object]


def with_reforms(case: Case, programmes: int, seed: int = 0) -> Case:
    """Return a case with programmes of the police, the army and justice that may start in any year of the plan.

    Costs of a programme are of the order of a thousandth of the budget; of each institution two run at once at most, and
    a third of the programmes needs another one.
    """
    rng = np.random.default_rng((seed, programmes))
    cadres: dict[str, list[str]] = {}
    for row in case.records("cadres"):
        cadres.setdefault(str(row["institution"]), []).append(str(row["cadre"]))
    posts: dict[str, list[str]] = {}
    for row in case.records("effects"):
        posts.setdefault(str(row["cadre"]), []).append(str(row["need"]))
    institutions = case.records("institutions")
    for row in institutions:
        row["at_once"] = 2
    leaks = {str(row["institution"]): row for row in institutions}
    names = sorted(cadres, key=lambda name: -len(cadres[name]))
    taken: dict[tuple[str, str], int] = {}
    rows: list[Row] = []
    costs: list[Row] = []
    effects: list[Row] = []
    order: list[Row] = []
    for n in range(programmes):
        name, institution = f"reform_{n:02d}", names[n % len(names)]
        rows.append({"programme": name, "name": f"Reform {n}", "institution": institution, "years": 3,
                     "phase": "main", "kept": float(rng.choice([1.0, 1.0, 0.6]))})
        costs.append({"programme": name, "category": "operations", "item": "reform", "year": 1, "to": 3,
                      "amount": round(10.0 ** rng.uniform(7.0, 8.6)), "assistance": bool(rng.random() < 0.3)})
        kinds = [kind for kind in ("ghosts", "skimming", "waste") if leaks[institution].get(kind)]
        serving = [cadre for cadre in cadres[institution] if cadre in posts]
        kinds += ["attrition", *(["effect"] if serving else [])]
        for kind in rng.choice(kinds, size=min(len(kinds), int(rng.integers(1, 3))), replace=False):
            on = institution
            if kind == "attrition":
                on = str(rng.choice(cadres[institution]))
                if next(row for row in case.records("cadres") if row["cadre"] == on).get("attrition") is None:
                    continue
            elif kind == "effect":
                cadre = str(rng.choice(serving))
                on = f"{cadre}/{rng.choice(posts[cadre])}"
            if taken.get((str(kind), on), 0) > 1:  # three clean-ups of one payroll are one
                continue
            taken[str(kind), on] = taken.get((str(kind), on), 0) + 1
            effects.append({"programme": name, "kind": str(kind), "on": on, "gain": round(rng.uniform(0.05, 0.4), 2),
                            "after": int(rng.integers(0, 2)), "ramp": int(rng.integers(1, 4))})
        if n and rng.random() < 0.33:
            order.append({"programme": name, "rule": "after", "other": f"reform_{int(rng.integers(n)):02d}",
                          "lag": int(rng.integers(0, 3))})
    return case.replace({  # type: ignore[arg-type]
        "institutions": institutions, "programmes": rows, "programme_costs": costs, "programme_effects": effects,
        "programme_order": order,
    })


def measured(base: Case, programmes: int, within: float) -> str:
    """Return a row of the table: seconds before the search, seconds and nodes of it, and the first level not proven."""
    case = with_reforms(base, programmes)
    began, told = perf_counter(), list[tuple[float, str]]()
    found = decided_programmes(
        case, within=within, reasons=False, progress=lambda *step: told.append((perf_counter() - began, step[2])))
    before = next(at for at, what in told if what.startswith("deciding starts"))
    deciding = [level for level in found.search if level.decides]
    left = next((level for level in deciding if not level.proven), None)
    gap = "proven" if left is None else (
        f"{left.name} not searched" if left.gap is None else f"{left.name}: {100.0 * left.gap:.2g} % at most")
    searched = sum(level.seconds for level in deciding)
    return (f"| {programmes} | {before:.0f} | {searched:.0f} | {sum(level.nodes for level in deciding)} | {gap} "
            f"| {'; '.join(found.doubts) or 'none'} |")


def main() -> None:
    """Print the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("programmes", nargs="*", type=int, default=[10, 20, 30])
    parser.add_argument("--within", type=float, default=60.0)
    parser.add_argument("--national", action="store_true", help="at the national size (benchmarks/generate.py)")
    given = parser.parse_args()
    base = generated(NATIONAL) if given.national else rightfin.read_case("inputs/demo")
    print("| Programmes | s until what each start changes is known | s of search | nodes | gap | doubts |")
    print("| ---: | ---: | ---: | ---: | --- | --- |")
    for programmes in given.programmes:
        print(measured(base, programmes, given.within), flush=True)


if __name__ == "__main__":
    main()
