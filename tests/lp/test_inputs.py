"""What rules read: every parameter by name, and what follows from it noted as read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest
from pipeline import donor, tiny_case
from random_cases import random_case

import rightfin.lp
from rightfin.fiscal.labelled import axes_of
from rightfin.fiscal.parameters import Floats, Parameters, People
from rightfin.fiscal.project import project
from rightfin.lp import assembly
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import active_lines, layout_of
from rightfin.lp.rules import FAMILIES
from rightfin.lp.watch import Watch, changed_paths


def inputs(parameters: Parameters) -> Inputs:
    return Inputs(parameters, layout_of(parameters))


def with_axes(parameters: Parameters) -> set[str]:
    """Return the names of all fields with axes."""
    parts = [getattr(parameters, entry.name) for entry in fields(parameters)]
    return {name for part in (parameters, *parts) if hasattr(part, "__dataclass_fields__") for name in axes_of(type(part))}


def test_only_what_is_by_group_or_by_cadre_here_hides_a_parameter() -> None:
    own = {name for name in dir(Inputs) if not name.startswith("_")}
    assert own & with_axes(project(tiny_case(), {})) == {"keep", "opening_carried", "max_exit_rate"}


def read_names(path: Path) -> Iterator[str]:
    """Yield what a module of the formulation reads from its inputs, which are called ``d``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "d":
            yield node.attr


def test_every_name_that_a_rule_reads_exists() -> None:
    parameters = project(tiny_case(), {})
    known = {*dir(Inputs), *with_axes(parameters), *(entry.name for entry in fields(Inputs))}
    files = sorted(Path(rightfin.lp.__file__).parent.rglob("*.py"))
    names = [(path.name, name) for path in files for name in read_names(path)]
    assert len(names) > 100
    assert [found for found in names if found[1] not in known] == []


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("reduced", [True, False])
def test_lines_are_those_that_can_cost_anything(seed: int, reduced: bool) -> None:
    parameters = project(random_case(seed), {})
    found = Inputs(parameters, layout_of(parameters, reduced=reduced)).blocks.values()
    lines = [line for block in found for line in block.lines]
    assert len(lines) == len(set(lines))
    assert set(lines) == set(active_lines(parameters))
    assert reduced or all(len(block.lines) == 1 for block in found)


def test_what_a_derived_value_comes_from_is_noted() -> None:
    parameters = project(tiny_case(**donor(5.0, fee=0.1)), {})
    read: set[tuple[str, ...]] = set()
    watch: Any = Watch(inputs(parameters), read)
    first = parameters.horizon.years[0]
    assert watch.net_disbursed["friends", first] == pytest.approx(0.9 * parameters.donors.disbursed[0, 0])
    assert {("parameters", "donors", "disbursed"), ("parameters", "donors", "fee")} <= read
    assert ("net_disbursed",) not in read
    dearer = replace(parameters, donors=replace(parameters.donors, fee=parameters.donors.fee * 2.0))
    assert changed_paths(read, inputs(parameters), inputs(dearer)) == {("parameters", "donors", "fee")}


def test_parameters_are_compared_by_value_and_by_label() -> None:
    parameters = project(tiny_case(), {})
    again = replace(parameters, people=replace(parameters.people, pay=parameters.people.pay.copy()))
    other = replace(parameters, people=replace(parameters.people, pay=parameters.people.pay * 2.0))
    renamed = replace(parameters, people=replace(parameters.people, cadres=("sergeant",)))
    paths = {("pay",), ("min_strength",)}
    assert changed_paths(paths, inputs(parameters), inputs(again)) == set()
    assert changed_paths(paths, inputs(parameters), inputs(other)) == {("pay",)}
    assert changed_paths(paths, Inputs(parameters, inputs(other).layout), Inputs(renamed, inputs(other).layout)) == paths


@dataclass(frozen=True)
class Hazardous(People):
    """People with one parameter more, of which only this class knows."""

    hazard: Annotated[Floats, "cadre", "year"]


def hazardous(parameters: Parameters, hazard: float) -> Parameters:
    shape = len(parameters.people.cadres), len(parameters.horizon.years)
    return replace(parameters, people=Hazardous(**vars(parameters.people), hazard=np.full(shape, hazard)))


def at_most_hazard(m: Any, d: Inputs, k: str, t: int) -> Any:
    return m.strength[k, t] <= 1000.0 * d.hazard[k, t]


def test_a_rule_reads_a_new_parameter_by_name_and_follows_its_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the projection, which fills it, a parameter is its field: nothing else has to name it."""
    families = tuple(replace(f, rule=at_most_hazard) if f.name == "assignment" else f for f in FAMILIES)
    monkeypatch.setattr(assembly, "FAMILIES", families)
    parameters = project(tiny_case(), {})
    live = Assembly(inputs(hazardous(parameters, 0.25)))
    rows = [place for place, (family, _) in enumerate(live.program.rows) if family == "assignment"]
    assert (live.program.row_upper * live.program.row_scale)[rows].tolist() == [250.0] * len(rows)
    before = live.program
    after = live.update(inputs(hazardous(parameters, 0.5)))
    assert (after.row_upper * after.row_scale)[rows].tolist() == [500.0] * len(rows)
    assert after.matrix is before.matrix
    assert np.flatnonzero(after.row_upper != before.row_upper).tolist() == rows
