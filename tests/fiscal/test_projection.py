"""One case after another: the same numbers as from scratch, and the same objects where nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from golden_case import golden_case
from inputs.shipped import DEMO, shipped_case
from random_cases import random_case

from rightfin.case import Case, Severity
from rightfin.case.checks import check_case
from rightfin.case.programmes.proposed import OWN_TABLES
from rightfin.fiscal import projection as module
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.fiscal.projection import Projection, kept
from rightfin.fiscal.threats import RememberedRows, grid_of, read_demand
from rightfin.schema import TABLES, Value

PARTS = tuple(entry.name for entry in fields(Parameters))
ALL_OFF = dict.fromkeys(("training", "composition", "co_financing", "handover", "wage_bill", "no_cliff"), False)
REQUIRED = {table.name for table in TABLES if table.required}


def differences(one: object, other: object, place: str = "") -> Iterator[str]:
    """Yield the places at which two values differ: type, order, shape, or any bit."""
    if type(one) is not type(other):
        yield f"{place}: {type(one)} and {type(other)}"
    elif isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        if (one.dtype, one.shape, one.tobytes()) != (other.dtype, other.shape, other.tobytes()):
            yield place
    elif is_dataclass(one):
        for entry in fields(one):
            yield from differences(getattr(one, entry.name), getattr(other, entry.name), f"{place}.{entry.name}")
    elif isinstance(one, dict) and isinstance(other, dict):
        yield from differences(tuple(one.items()), tuple(other.items()), place)
    elif isinstance(one, tuple) and isinstance(other, tuple):
        if len(one) != len(other):
            yield f"{place}: {len(one)} and {len(other)} items"
        for n, (first, second) in enumerate(zip(one, other, strict=False)):
            yield from differences(first, second, f"{place}[{n}]")
    elif one != other:
        yield f"{place}: {one} and {other}"


def arrays(found: Parameters) -> Iterator[np.ndarray[Any, Any]]:
    for part in (*(getattr(found, name) for name in PARTS), found):
        for entry in fields(part) if is_dataclass(part) else ():
            if isinstance(getattr(part, entry.name), np.ndarray):
                yield getattr(part, entry.name)


def new_parts(before: Parameters, after: Parameters) -> set[str]:
    """The parts that are other objects."""
    return {name for name in PARTS if getattr(before, name) is not getattr(after, name)}


def new_fields(before: object, after: object) -> set[str]:
    """The fields of a part that are other objects."""
    return {e.name for e in fields(before) if getattr(before, e.name) is not getattr(after, e.name)}  # type: ignore[arg-type]


def is_sound(case: Case) -> bool:
    return all(issue.severity is not Severity.ERROR for issue in check_case(case, try_scenarios=False))


def rebuilt(case: Case) -> Case:
    """An equal case of which every object is new, as if it had been read again."""
    return Case.of({name: [dict(row) for row in table.records()] for name, table in case.tables.items()})


def changed_at_random(case: Case, rng: np.random.Generator, table: str | None = None) -> Case:
    """Multiply or blank a cell, drop, add or rewrite rows of a table, or build all anew; the case may be unsound."""
    filled = [name for name, rows in case.tables.items() if rows.rows and name != "scenarios"]
    name = table or str(rng.choice(filled))
    rows = case.tables[name]
    records = rows.records()
    place = int(rng.integers(len(records)))
    kind = rng.choice(["multiply", "multiply", "several", "blank", "drop", "rewrite", "add", "rebuild"])
    if kind == "rebuild":
        return rebuilt(case)
    if kind == "drop":
        return case.replace({name: [row for n, row in enumerate(records) if n != place]})
    if kind == "rewrite":
        return case.replace({name: [{**row, "note": "again"} for row in records]})
    key_place = len(rows.table.key) - 1
    if kind == "add" and name not in REQUIRED and isinstance(records[place][rows.table.key[key_place]], str):
        return case.replace({name: [*records, {**records[place], rows.table.key[key_place]: "*"}]})
    chosen = range(len(records)) if kind == "several" else [place]
    cells = []
    for n in chosen:
        numbers = [c for c, value in records[n].items() if type(value) in (int, float) and c not in rows.table.key]
        if numbers:
            column = str(rng.choice(numbers))
            cells.append((rows.key_of(records[n]), column, _other(records[n][column], rng, blank=kind == "blank")))
    return case.with_cells(name, cells)


def _other(value: Value, rng: np.random.Generator, *, blank: bool) -> Value:
    if blank:
        return None
    return value + int(rng.integers(-1, 2)) if type(value) is int else float(str(value)) * float(rng.uniform(0.5, 1.3))


@pytest.mark.parametrize("seed", range(16))
def test_a_chain_of_changes_gives_at_every_step_what_a_projection_from_scratch_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    switches = ({}, ALL_OFF, {"handover": False}, {"training": False})[seed % 4]
    case = golden_case() if seed == 0 else random_case(seed)
    projection, seen, steps = Projection(switches, 1.5), [case], 0
    for _ in range(40):
        if rng.random() < 0.1:
            case = seen[int(rng.integers(len(seen)))]
        else:
            changed = changed_at_random(case, rng)
            if not is_sound(changed):
                continue
            case = changed
        found = projection.of(case)
        assert not list(differences(found, project(case, switches, 1.5)))
        assert not any(array.flags.writeable for array in arrays(found))
        seen.append(case)
        steps += 1
    assert steps >= 15


@pytest.mark.parametrize("table", [table.name for table in TABLES if table.name != "scenarios"])
def test_a_change_of_any_table_is_seen(table: str) -> None:
    """A change that leaves the parameters as they are must be seen as such; the golden case has what the demo lacks."""
    rng = np.random.default_rng(5)
    case, projection = shipped_case(DEMO), Projection({})
    projection.of(case)
    for _ in range(6):
        changed = changed_at_random(case, rng, table)
        if is_sound(changed):
            case = changed
        before, found, wanted = projection.of(case), projection.of(case), project(case, {})
        assert found is before
        assert not list(differences(found, wanted))


def test_one_projection_can_serve_cases_that_have_nothing_in_common() -> None:
    projection = Projection({})
    for case in (random_case(1), golden_case(), shipped_case(DEMO), random_case(2), random_case(1)):
        assert not list(differences(projection.of(case), project(case, {})))


def test_an_equal_case_gives_the_same_parameters_even_if_all_of_it_is_new() -> None:
    projection = Projection({})
    found = projection.of(shipped_case(DEMO))
    again = rebuilt(shipped_case(DEMO))
    assert again.tables["cadres"] is not shipped_case(DEMO).tables["cadres"]
    assert projection.of(again) is found


Cell = tuple[str, tuple[Value, ...], str, Value]


def step(cell: Cell, case: Case | None = None) -> tuple[Parameters, Parameters]:
    """Parameters of the demo, or of another case, before and after one cell is changed."""
    projection, start = Projection({}), case or shipped_case(DEMO)
    before = projection.of(start)
    return before, projection.of(start.with_cell(*cell))


def first(table: str, case: Case | None = None) -> tuple[Value, ...]:
    """The key of the first row of a table of the demo, or of another case."""
    rows = (case or shipped_case(DEMO)).tables[table]
    return rows.key_of(rows.records()[0])


def test_a_pledge_changes_what_donors_disburse_and_nothing_else() -> None:
    before, after = step(("pledges", first("pledges"), "2027", 12_345_678.0))
    assert new_parts(before, after) == {"donors"}
    assert new_fields(before.donors, after.donors) == {"disbursed"}


def test_a_ceiling_changes_the_ceiling_and_shares_of_it_and_nothing_else() -> None:
    before, after = step(("macro", ("security_share",), "2026", 0.2))
    assert new_parts(before, after) == {"fiscal", "parts"}
    assert new_fields(before.parts, after.parts) == {"part_limit"}
    assert new_fields(before.fiscal, after.fiscal) == {"ceiling"}


def test_a_demand_changes_the_need_and_what_is_counted_from_it() -> None:
    case = shipped_case(DEMO)
    row = next(r for r in case.records("demand") if r["region"] != "*" and isinstance(r["2026"], float) and r["2026"] > 0.0)
    before, after = step(("demand", (row["need"], row["region"]), "2026", row["2026"] * 1.5))  # type: ignore[operator]
    assert new_parts(before, after) == {"needs"}
    assert "need" in new_fields(before.needs, after.needs) <= {"need", "base_demand", "external"}
    later = step(("demand", (row["need"], row["region"]), "2035", 9.5))
    assert "need" in new_fields(later[0].needs, later[1].needs) <= {"need", "external"}


@pytest.mark.parametrize(("cell", "part", "names"), [
    (("needs", ("armed_groups",), "weight", 3.25), "needs", {"weight"}),
    (("donors", ("lake_state",), "fee", 0.0123), "donors", {"fee"}),
    (("assets", None, "upkeep", 0.123), "equipment", {"upkeep"}),
    (("settings", ("rule_weight",), "value", 0.0123), "policy", {"rule_weight"}),
    (("macro", ("reserve_yield",), "2026", 0.0123), "fiscal", {"reserve_yield"}),
    (("cadres", None, "attrition", 0.0123), "people", {"attrition"}),
    (("cadres", None, "training_cost", 123.0), "people", {"training_cost"}),
    (("institutions", ("courts",), "leakage", 0.0123), "people", {"skimming", "waste"}),
])
def test_a_number_changes_its_own_field(cell: Cell, part: str, names: set[str]) -> None:
    table, key, column, value = cell
    rows = shipped_case(DEMO).tables[table]
    known = [rows.key_of(row) for row in rows.records()]
    before, after = step((table, key if key in known else known[0], column, value))
    assert part in new_parts(before, after) <= {part, "rules"}
    assert new_fields(getattr(before, part), getattr(after, part)) == names


def test_a_note_and_a_scenario_change_nothing() -> None:
    for table in TABLES:
        before, after = step((table.name, first(table.name), "note", "look at this"))
        assert after is before, table.name


def test_only_the_rule_that_changed_is_another_object() -> None:
    case = shipped_case(DEMO)
    names = [str(row["rule"]) for row in case.records("rules")]
    assert len(names) > 1
    before, after = step(("rules", (names[1],), "coefficient", 0.0123))
    assert new_parts(before, after) == {"rules"}
    assert [one is other for one, other in zip(before.rules, after.rules, strict=True)] == [
        name != names[1] for name in names
    ]


READS: dict[str, set[str]] = {
    "settings": {"resolved_settings", "horizon_of", "_policy_of", "donors_of"},
    "macro": {"rates_of", "fiscal_of"},
    "institutions": {"lines_of", "people_of", "departures_of", "sizes_of", "eligible_of", "rules_of", "handovers_of"},
    "cadres": {"lines_of", "people_of", "sizes_of", "rules_of", "handovers_of"},
    "promotions": {"people_of", "sizes_of"},
    "strength_limits": {"people_of"},
    "integrated": {"people_of"},
    "demobilisation": {"lines_of", "people_of", "departures_of", "rules_of", "handovers_of"},
    "retirements": {"departures_of"},
    "severance_years": {"departures_of"},
    "assets": {"lines_of", "equipment_of", "rules_of", "handovers_of"},
    "equipment": {"equipment_of"},
    "regions": {"grid_of", "handovers_of"},
    "needs": {"grid_of", "needs_of"},
    "demand": {"demanded_of"},
    "threat_levels": {"demanded_of"},
    "effects": {"people_of", "needs_of"},
    "external": {"supplied_of"},
    "donors": {"donors_of", "eligible_of", "resolved_settings", "_policy_of"},
    "pledges": {"donors_of"},
    "eligibility": {"eligible_of"},
    "co_financing": {"donors_of"},
    "committed": {"lines_of", "rules_of", "handovers_of", "committed_of", "commitments_of"},
    "running_costs": {"lines_of", "rules_of", "handovers_of", "running_of"},
    "over_time": {"people_of", "sizes_of", "equipment_of", "donors_of", "needs_of"},
    "pay_parts": {"lines_of", "people_of", "sizes_of", "rules_of", "handovers_of"},
    "pay_grid": {"people_of", "sizes_of"},
    "handovers": {"handovers_of"},
    "phases": {"handovers_of"},
    "rules": {"rules_of"},
    "scenarios": set(),
}
"""What reads each table of the demo; what is computed from that follows only if a value changed.

Its sustained force hangs on the exits of donors, and the calendar of one donor on that of the case.
"""


@pytest.mark.parametrize("table", sorted(READS))
def test_a_table_is_read_again_only_by_the_parts_that_read_it(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A note makes a new table with the same numbers, so that nothing follows from it."""
    called: set[str] = set()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            called.add(name)
            return function(*given, **named)

        return call

    for name in {"resolved_settings", "sizes_of"}.union(*READS.values()):
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    case, projection = shipped_case(DEMO), Projection({})
    if table != "packages":  # they and programmes make rows of many tables anew whatever changes
        case = case.replace({"packages": [], **{name: [] for name in OWN_TABLES}})
    projection.of(case)
    assert called >= READS[table]
    called.clear()
    projection.of(case)
    assert not called
    projection.of(case.with_cell(table, first(table), "note", "look at this"))
    # All fields are kept, so the part itself is kept, and what is computed from it is not computed again.
    assert called == READS[table] - {"sizes_of"}


def test_only_rows_that_are_new_are_read_again() -> None:
    case, read = random_case(3), list[int]()
    horizon, grid = project(case, {}).horizon, grid_of(case)

    def reading(part: Case, *given: Any) -> Any:
        read.append(len(part.tables["demand"].rows))
        return read_demand(part, *given)

    remembered = RememberedRows("demand", reading)
    records = case.records("demand")
    key = case.tables["demand"].key_of(records[1])
    one_changed = case.with_cell("demand", key, "2022", 5.0)
    two_changed = one_changed.with_cells("demand", [(key, "2021", 0.0), (first("demand", case), "2022", 7.0)])
    table = two_changed.tables["demand"]
    one_dropped = Case({**case.tables, "demand": replace(table, rows=table.rows[1:])})
    for state, count in (
        (case, len(records)), (case, 0), (one_changed, 1), (two_changed, 2), (one_dropped, 0), (two_changed, 1),
        (rebuilt(two_changed), 0), (case.with_cell("demand", key, "2020", 3.0), len(records)),
    ):
        found = remembered.of(state, horizon, grid)
        assert read[-1] == count
        assert not list(differences(found, read_demand(state, horizon, grid)))


def test_rows_are_read_again_where_years_needs_or_regions_are_others() -> None:
    case, remembered = random_case(5), RememberedRows("demand", read_demand)
    horizon, grid, table = project(case, {}).horizon, grid_of(case), case.tables["demand"]
    shifted = Case({**case.tables, "demand": replace(table, years=tuple(year + 1 for year in table.years))})
    for state, years, names in (
        (case, horizon, grid),
        (shifted, horizon, grid),
        (shifted, replace(horizon, years=horizon.years[:-1]), grid),
        (case, horizon, replace(grid, needs=grid.needs[::-1])),
        (case, horizon, replace(grid, regions=grid.regions[::-1])),
    ):
        found = remembered.of(state, years, names)
        assert not list(differences(found, read_demand(state, years, names)))


def test_a_projection_is_not_disturbed_by_a_case_that_it_cannot_read() -> None:
    case, projection = golden_case(), Projection({})
    found = projection.of(case)
    with pytest.raises(KeyError, match="nowhere"):
        projection.of(case.with_cell("demand", ("cases", "north"), "region", "nowhere"))
    assert projection.of(case) is found
    other = case.with_cell("demand", ("cases", "north"), "2021", 900.0)
    assert not list(differences(projection.of(other), project(other, {})))


def test_the_switches_are_those_of_the_beginning() -> None:
    switches = {"composition": False}
    projection = Projection(switches)
    switches["composition"] = True
    assert projection.of(golden_case()).rules == ()


def test_what_is_kept_is_equal_in_every_bit() -> None:
    old = {"a": np.array([0.0, np.nan]), "b": (1.0, (2.0, "x")), "c": frozenset({1}), "d": 3}
    assert kept({**old, "a": np.array([0.0, np.nan]), "b": (1.0, (2.0, "x")), "c": frozenset({1})}, old) is old
    turned = kept(dict(reversed(old.items())), old)
    assert list(turned) == ["d", "c", "b", "a"]
    less = kept({"a": np.array([0.0, np.nan])}, old)
    assert list(less) == ["a"]
    assert less["a"] is old["a"]
    for array in (np.array([-0.0, np.nan]), np.array([0.0, 1.0]), np.array([0.0]), np.array([0, 1])):
        assert kept({**old, "a": array}, old)["a"] is array
    assert kept((1.0, (2.0, "y")), old["b"]) == (1.0, (2.0, "y"))
    assert kept((1.0,), old["b"]) == (1.0,)
    assert type(kept(3.0, 3)) is float
    assert kept(True, 1) is True


def test_project_is_a_projection_of_one_case() -> None:
    assert not list(differences(project(golden_case(), ALL_OFF), Projection(ALL_OFF).of(golden_case())))
