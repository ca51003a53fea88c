"""The reduced model against the full one: the same optimum at every level, on random cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import levels_only
from random_cases import random_case
from real_budgets import limited_budget, real_budget
from real_payers import exercised, payer_budget

from rightfin.case import Case, Severity
from rightfin.case.checks import check_case
from rightfin.fiscal.project import project
from rightfin.lp.cells import ladder
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([random_case, real_budget, limited_budget, payer_budget]))
def test_reduced_and_full_agree_at_every_level(seed: int, made: Callable[[int], Case]) -> None:
    case = made(seed)
    sizes = natural_sizes(project(case, {}))
    reduced, full = levels_only(case), levels_only(case, reduced=False)
    assert list(reduced) == list(full)
    for name, value in reduced.items():
        size = sizes[name.split()[-1]]
        assert value == pytest.approx(full[name], rel=1e-6, abs=1e-6 * size), name


def test_the_cases_exercise_the_reductions() -> None:
    """The law above would be empty if the random cases had one region, one donor and one class each."""
    regions, merged_classes, merged_donors, spelled = set(), 0, 0, set()
    for seed in range(60):
        parameters = project(random_case(seed), {})
        layout = layout_of(parameters)
        regions.add(len(parameters.needs.regions))
        merged_classes += sum(len(found.lines) > 1 for found in layout.classes)
        merged_donors += sum(len(group.members) > 1 for group in layout.groups)
        spelled.add(len(layout.classes))
    assert {1, 2, 3, 4} <= regions
    assert merged_classes > 60
    assert merged_donors > 3
    assert len(spelled) >= 4


def test_the_cases_have_limits_of_all_kinds() -> None:
    """A donor's alone, two donors' on one line, limits inside limits, limits with reserves, two donors in one class."""
    seen = Counter[str]()
    for seed in range(60):
        parameters = project(limited_budget(seed), {})
        layout, marks = layout_of(parameters), parameters.earmarks
        for financing in layout.classes:
            portions = [portion for portion in layout.portions if portion.financing == financing.name]
            donors = Counter(portion.donor for portion in portions)
            seen["alone"] += bool(portions)
            seen["two donors in a class"] += len(donors) > 1
            seen["limits within limits"] += any(count > 2 for count in donors.values())
            on = [e for e in marks.earmarks if financing.lines[0] in marks.earmark_lines[e]
                  and (marks.earmark_donor[e], financing.lines[0]) in parameters.donors.eligible]
            seen["shared"] += len({marks.earmark_donor[e] for e in on if not marks.is_reserve[e]}) > 1
            seen["with a reserve"] += len({marks.is_reserve[e] for e in on}) > 1
    assert set(seen) == {"alone", "two donors in a class", "limits within limits", "shared", "with a reserve"}
    assert min(seen.values()) >= 5, seen


def test_the_cases_say_who_pays_whom_in_every_way() -> None:
    """Payers, transfers free and tied, service classes, limits that name a payer, missions that leave, packages."""
    seen = Counter[str]()
    for seed in range(40):
        seen.update(set(exercised(payer_budget(seed))))
    assert set(seen) == {
        "2 payers", "3 payers", "4 payers", "payer of a region", "opening reserve of a payer", "opening arrears of a payer",
        "wage_bill_share of a payer", "max_step_share of a payer", "lines that the government may not pay",
        "free transfer", "tied transfer", "1 service class", "several service classes",
        "max_share of a regional institution", "payer named in ceilings", "payer named in handovers",
        "payer named in donors", "mission with a last year", "packages", "sustained_from",
    }
    assert min(seen.values()) >= 5, seen


def test_what_is_solved_passes_every_check() -> None:
    cases = [made(seed) for made in (random_case, real_budget, limited_budget, payer_budget) for seed in range(15)]
    assert [issue for case in cases for issue in check_case(case) if issue.severity is Severity.ERROR] == []


def test_lines_are_split_only_where_a_row_tells_them_apart() -> None:
    split = 0
    for seed in range(40):
        plain, deep = (layout_of(project(made(seed), {})) for made in (random_case, real_budget))
        assert all(block.name in ("army", "police", "courts") for found in plain.classes for block in found.blocks)
        split += any("." in block.name for found in deep.classes for block in found.blocks)
    assert split > 30


@given(st.integers(0, 10**6), st.integers(1, 6), st.floats(0.0, 1.2))
def test_the_ladder_is_the_cheapest_way_to_leave_a_shortage(seed: int, regions: int, helped: float) -> None:
    """Against brute force: spreading a supply greedily over regions by penalty, in small pieces."""
    rng = np.random.default_rng(seed)
    need = rng.uniform(0.0, 100.0, (regions, 1))
    net = np.maximum(need - rng.uniform(0.0, 100.0, (regions, 1)) * helped, 0.0)
    widths = [0.2, 0.3, 0.6]
    found = ladder(need, net, widths)
    assert found.sum(axis=0) == pytest.approx(net, abs=1e-9)
    for band, width in enumerate(widths):
        assert np.all(found[band] <= width * need + 1e-12)
    # Penalty of leaving all of the shortage, region by region: mild bands are filled first.
    for region in range(regions):
        left = float(net[region, 0])
        for band, width in enumerate(widths):
            taken = min(left, width * float(need[region, 0]))
            assert found[band, region, 0] == pytest.approx(taken, abs=1e-9)
            left -= taken
