"""Whether plans depend on the version of the solver: write the tables with one version, compare what several wrote.

    python benchmarks/versions.py write 1.16.json      # once in an environment of each version
    python benchmarks/versions.py compare 1.13.json 1.15.json 1.16.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

RANDOM = 30
"""How many random cases beside the two shipped ones."""


def write(target: Path) -> None:
    """Plan all cases and write their tables."""
    tables, began = {}, perf_counter()
    for name, case in _cases():
        from rightfin.planning import plan

        found = plan(case)
        tables[name] = {key: {"columns": t.columns, "rows": t.rows} for key, t in found.tables.items()}
    target.write_text(json.dumps({"highspy": version("highspy"), "tables": tables}), encoding="utf-8")
    print(f"highspy {version('highspy')}: {len(tables)} cases in {perf_counter() - began:.0f} s")


def _cases() -> Iterator[tuple[str, Any]]:
    from random_cases import random_case

    from rightfin.reading import read_case

    for name in ("demo", "afghanistan_2012"):
        yield name, read_case(HERE.parent / "inputs" / name)
    yield from ((f"random {seed}", random_case(seed)) for seed in range(RANDOM))


def compare(files: list[Path]) -> None:
    """Print the largest difference of each table to the first file, relative to the largest amount of its column."""
    written = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    first = written[0]
    for other in written[1:]:
        print(f"highspy {first['highspy']} and {other['highspy']}")
        worst: dict[str, tuple[float, str]] = {}
        for case, tables in first["tables"].items():
            for name, table in tables.items():
                found, column = difference(table, other["tables"][case][name])
                worst[name] = max(worst.get(name, (0.0, "")), (found, f"{case}, {column}"))
        for name, (found, where) in worst.items():
            print(f"  {name:<12} {found:.1e}  {where if found else ''}")


def difference(one: dict[str, Any], other: dict[str, Any]) -> tuple[float, str]:
    """Return the largest difference of a column relative to its largest amount, and the column; infinite if rows differ.

    Rows are told apart by what is no amount: names, years, words.
    """
    keys = [tuple(cell for cell in row if not isinstance(cell, float)) for row in one["rows"]]
    if keys != [tuple(cell for cell in row if not isinstance(cell, float)) for row in other["rows"]]:
        return float("inf"), "rows"
    worst = (0.0, "")
    for place, column in enumerate(one["columns"]):
        both = zip(one["rows"], other["rows"], strict=True)
        pairs = [(a[place], b[place]) for a, b in both if isinstance(a[place], float)]
        scale = max((abs(a) for a, _ in pairs), default=0.0)
        gap = max((abs(a - b) for a, b in pairs), default=0.0)
        worst = max(worst, (gap / max(scale, 1e-6), column)) if gap else worst
    return worst


if __name__ == "__main__":
    write(Path(sys.argv[2])) if sys.argv[1] == "write" else compare([Path(name) for name in sys.argv[2:]])
