"""Money of donors who never leave keeps up only what their own conditions let it pay: by hand, and reduced against full."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pipeline import Row, donor, levels_only, solved, tiny_case
from real_budgets import real_budget
from solve.test_laws import changed

from rightfin.case import Case
from rightfin.case.scenario import apply_settings
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of

Tables = dict[str, list[Row]]


def yearly(amount: float) -> Row:
    """Return so many millions in each year."""
    return {str(year): 1e6 * amount for year in range(2021, 2027)}


def mark(scope: str, amount: float, bound: str = "max") -> Tables:
    """Return an earmark of the donor, in millions."""
    return {"earmarks": [{"earmark": "e", "donor": "friends", "scope": scope, "bound": bound, "2021": 1e6 * amount}]}


def nested(outer: float, inner: float) -> Tables:
    """Return a reserve for pay within one for all lines, in millions."""
    return {"earmarks": [{"earmark": name, "donor": "friends", "scope": scope, "bound": "min", "2021": 1e6 * amount}
                         for name, scope, amount in (("o", "all", outer), ("i", "category:pay", inner))]}


@pytest.mark.parametrize(("pledge", "columns", "settings", "tables", "kept"), [
    (4.0, {}, {}, {}, 12_000.0),
    (4.0, {}, {}, mark("all", 1.0), 10_500.0),  # no more than a million of it on anything
    (4.0, {}, {}, mark("category:pay", 1.0), 12_000.0),  # the rest pays support
    (4.0, {}, {}, mark("category:training", 3.0, "min"), 10_500.0),  # training is free: three millions lie idle
    (4.0, {}, {}, mark("category:pay", 3.0, "min"), 12_000.0),  # pay needs more than that
    (4.0, {}, {}, nested(4.0, 3.0), 12_000.0),
    (30.0, {"match": 0.25, "untied": 2e6}, {}, {}, 13_500.0),  # 20 own, a fourth of it matched, and 2
    (30.0, {"match": 0.25, "untied": 2e6, "match_base": 4e6}, {}, {}, 13_000.0),  # 16 of the 20 are matched
    (4.0, {}, {"handover": "linear", "handover_from": 0.9, "handover_to": 0.9, "handover_end": 2026}, {}, 20e3 / 1.8),
])
def test_lasting_money_keeps_up_what_it_may_pay(
    pledge: float, columns: Row, settings: Row, tables: Tables, kept: float
) -> None:
    """The state's 20 million keep 10,000 soldiers at 2,000; the donor of so many millions a year keeps the rest."""
    found = solved(tiny_case(settings={"sustained_from": "2021", **settings}, **donor(pledge, **columns), **tables))
    assert found.by_year("strength", "strength")[2026] == pytest.approx(kept, rel=3e-5)
    assert found.indicator("kept_strength")[2026] == pytest.approx(kept, rel=1e-4)
    assert found.indicator("overhang")[2026] == pytest.approx(0.0, abs=2000.0)


def test_a_promise_above_what_stands_is_kept_up_with_own_money() -> None:
    """18 million of own money a year earn nothing: 8,000 soldiers cost 16, so 2 more have to be spent, and 2 are left."""
    tables = {"strength_limits": [{"cadre": "soldier", "bound": "max", "hard": True, "2021": 8000.0}],
              "committed": [{"institution": "army", "category": "operations", "item": "depot", **yearly(2.0)}]}
    soldier: Row = {"opening_strength": 8000.0}
    settings: Row = {"sustained_from": "2021"}
    case = tiny_case(settings=settings, soldier=soldier, **donor(4.0, match=1.0, match_base=18e6), **tables)
    found = solved(case)
    assert found.indicator("overhang")[2026] == pytest.approx(18e6 - 20e6, abs=2000.0)


def test_a_promise_ends_with_the_last_year_of_its_donor() -> None:
    """As in co-financing: what a donor would match later, were it asked when it leaves, has no base."""
    case = tiny_case(settings={"sustained_from": "2021"}, **donor(4.0, match=1.0, match_base=18e6))
    as_is = project(case, {})
    asked = replace(as_is, donors=replace(as_is.donors, last_year={"friends": 2023}))
    program = Assembly(Inputs(asked, layout_of(asked))).program
    most = dict(zip(program.columns, program.column_upper.tolist(), strict=True))
    assert [index for name, index in program.columns if name == "to_match" and most[name, index] > 0.0] == [
        ("friends", t) for t in (2021, 2022, 2023)
    ]
    upper = dict(zip(program.rows, program.row_upper.tolist(), strict=True))
    for family in ("lasting_match", "co_financing"):
        assert upper[family, ("friends", 2023)] < 0.0
        assert upper[family, ("friends", 2024)] == 0.0


def test_two_donors_who_may_pay_the_same_pay_it_once() -> None:
    """One of 15 million for pay alone, one of 9 for all: 20 + 15 + 9 keep 22,000, and pay takes what only it may take."""
    tables: Tables = {
        "donors": [{"donor": "x", "name": "X"}, {"donor": "y", "name": "Y"}],
        "pledges": [{"donor": "x", **yearly(15.0)}, {"donor": "y", **yearly(9.0)}],
        "eligibility": [{"donor": "x", "institution": "*", "category": category, "allowed": category == "pay"}
                        for category in ("*", "pay")],
    }
    found = solved(tiny_case(settings={"sustained_from": "2021"}, soldier={"opening_strength": 20_000.0}, **tables))
    assert found.indicator("overhang")[2026] == pytest.approx(40e6 - 44e6, abs=2000.0)
    few = {**tables, "pledges": [{"donor": "x", **yearly(35.0)}, {"donor": "y", **yearly(1.0)}]}
    found = solved(tiny_case(settings={"sustained_from": "2021"}, soldier={"opening_strength": 20_000.0}, **few))
    assert found.indicator("overhang")[2026] == pytest.approx(40e6 - (20e6 + 30e6 + 1e6), abs=2000.0)


def staying(seed: int) -> Case:
    """Return a random case with marks, matches and handovers whose donors never leave, to be kept up from 2022 on."""
    case = changed(real_budget(seed, years=4, tail=1), "donors", lambda row: row.update(exit_year=None))
    case = changed(case, "cadres", lambda row: row.update(pension_exit=row["pension_exit"] or 0.05))
    settings = [row for row in case.records("settings") if row["key"] not in ("sustained_from", "glide")]
    return apply_settings(case.replace({"settings": settings}), {"sustained_from": "2022"})


@pytest.mark.parametrize("seed", range(6))
def test_reduced_and_full_agree_where_donors_stay(seed: int) -> None:
    case = staying(seed)
    reduced, full = levels_only(case), levels_only(case, reduced=False)
    assert reduced.keys() == full.keys()
    assert {"1d sustained", "1d glide"} & reduced.keys()
    for name, value in full.items():
        assert reduced[name] == pytest.approx(value, rel=2e-6, abs=2e-6 * max(1.0, abs(full["1d sustained"]))), name
