"""Random cases with all tables, solved in several ways that must agree.

Run as ``python benchmarks/agreement.py [cases] [first seed] [step]``; odd seeds have several payers, so that a step of 2
from an odd seed gives those alone. For each case: the reduced model against the full one at every level, the arrays of
rightfin against those that Pyomo makes of the same rules, entry by entry in both layouts, the accounts of the plan, and its
audit by HiGHS on the full model that Pyomo writes.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rightfin.case import Case

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "lp")]

CASES = 200
FIRST = 5000
SAME = 1e-6
"""Levels agree to this share of their value or natural size."""

TABLES = (
    "ceilings", "earmarks", "in_kind", "over_time", "pay_grid", "pay_parts", "running_costs", "targets",
    "strength_limits",
)
"""Tables whose use is counted, so that nobody takes an empty exercise for a proof."""


def levels_apart(case: Case) -> float:
    """Return the largest difference between the reduced and the full model over the levels, relative to their size.

    Raises ``RuntimeError`` if it is too large.
    """
    from pipeline import levels_only

    from rightfin.fiscal.project import project
    from rightfin.lp.objectives import natural_sizes

    sizes = natural_sizes(project(case, {}))
    reduced, full = levels_only(case), levels_only(case, reduced=False)
    if list(reduced) != list(full):
        raise RuntimeError(f"other levels: {list(reduced)}, {list(full)}")
    found = max(
        abs(value - full[name]) / max(abs(value), sizes[name.split()[-1]], 1e-12) for name, value in reduced.items()
    )
    if found > SAME:
        raise RuntimeError(f"levels differ by {found:.1e}")
    return found


def compare_arrays(case: Case) -> None:
    """Fail unless both evaluations of the rules give the same arrays, in both layouts."""
    from standard_form import compiled
    from test_assembly import assert_same_arrays

    from rightfin.fiscal.project import project
    from rightfin.lp.assembly import Assembly
    from rightfin.lp.inputs import Inputs
    from rightfin.lp.layout import layout_of

    parameters = project(case, {})
    for reduced in (True, False):
        inputs = Inputs(parameters, layout_of(parameters, reduced=reduced))
        assert_same_arrays(Assembly(inputs).program, compiled(inputs))


def audited(case: Case) -> float:
    """Return the largest difference of the audit; raises ``RuntimeError`` if it does not agree."""
    from rightfin.study.audit import audit

    found = audit(case)
    if not found.agrees:
        raise RuntimeError(f"the audit differs: {[one for one in found.levels if not one.agrees]}")
    return max((abs(one.difference or 0.0) for one in found.levels), default=0.0)


def main(count: int, first: int, step: int) -> int:
    """Print each case, and at the end how many agreed and which tables they used."""
    from pipeline import solved
    from real_budgets import real_budget
    from real_payers import exercised, payer_budget

    used: Counter[str] = Counter()
    apart, audits, wrong, began = 0.0, 0.0, 0, perf_counter()
    for number, seed in enumerate(range(first, first + step * count, step), start=1):
        case = payer_budget(seed) if seed % 2 else real_budget(seed)
        used.update(name for name in TABLES if case.records(name))
        used.update(set(exercised(case)))
        try:
            levels = levels_apart(case)
            compare_arrays(case)
            solved(case)
            found = audited(case)
        except (AssertionError, RuntimeError, ValueError) as error:
            wrong += 1
            print(f"{seed}: {type(error).__name__}: {str(error)[:2000]}", flush=True)
            continue
        apart, audits = max(apart, levels), max(audits, found)
        print(f"{number} of {count}: {seed} agrees, {perf_counter() - began:.0f} s", flush=True)
    taken = perf_counter() - began
    print(f"{count - wrong} of {count} agree: reduced against full {apart:.1e}, audit {audits:.1e}; {taken:.0f} s")
    print(", ".join(f"{name} in {times}" for name, times in sorted(used.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(given + [CASES, FIRST, 1][len(given):])))
