"""What is known about kinds of rows and decisions: it is complete, and it is true of every index."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from dataclasses import replace
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from golden_case import REDUCED_ONLY, SETTLED_ONLY, golden_case, portions_case, settled_parameters
from pipeline import tiny_case

from rightfin.fiscal.project import project
from rightfin.lp import assembly
from rightfin.lp.assembly import Assembly
from rightfin.lp.decisions import Decisions
from rightfin.lp.extended import extended
from rightfin.lp.indices import SUPPORTED, UNSUPPORTED
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Axis, Component, Family, Unit
from rightfin.lp.labels import columns_of, rows_of
from rightfin.lp.layout import layout_of
from rightfin.lp.rules import DECISIONS, FAMILIES, FAMILY, THEMES

KINDS = (*DECISIONS, *FAMILIES)


@pytest.fixture(scope="module", params=[True, False], ids=["reduced", "full"])
def inputs(request: pytest.FixtureRequest) -> Inputs:
    parameters = project(golden_case(), {})
    return Inputs(parameters, layout_of(parameters, reduced=request.param))


def names_on(axis: Axis, d: Inputs) -> Collection[Any]:
    p = d.parameters
    return {
        Axis.CADRE: p.people.cadres, Axis.GRADE: p.people.cadres, Axis.INSTITUTION: p.people.institutions,
        Axis.ASSET: p.equipment.assets, Axis.NEED: p.needs.needs, Axis.CELL: tuple(d.layout.cells.regions),
        Axis.BAND: range(max(len(found) for found in (*p.needs.bands.values(), *p.justice.stage_bands.values()))),
        Axis.STATE: (SUPPORTED, UNSUPPORTED),
        Axis.BLOCK: [name for name, _ in d.blocks], Axis.CATEGORY: p.categories,
        Axis.PAYER: tuple(d.terms), Axis.PURSE: tuple(d.purses),
        Axis.CLASS: [one.name for one in d.layout.classes],
        Axis.PORTION: [*(one.name for one in d.layout.classes), *(one.name for one in d.layout.portions)],
        Axis.GROUP: [one.name for one in d.layout.groups], Axis.RULE: [rule.name for rule in p.rules],
        Axis.HANDOVER: p.handovers.handovers, Axis.PART: p.parts.parts, Axis.TARGET: p.targets.targets,
        Axis.EARMARK: p.earmarks.earmarks, Axis.GIFT: p.in_kind.gifts, Axis.STAGE: p.justice.stages,
        Axis.SEGMENT: range(max(map(len, p.justice.segments.values()))), Axis.YEAR: d.years,
    }[axis]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{type(kind).__name__}-{kind.name}")
def test_every_part_of_an_index_is_what_its_axis_says(kind: Component, inputs: Inputs) -> None:
    if kind.name in REDUCED_ONLY:
        assert not kind.indices(inputs)
        parameters = project(portions_case(), {})
        inputs = Inputs(parameters, layout_of(parameters))
    if kind.name in SETTLED_ONLY:
        assert not kind.indices(inputs)
        parameters = settled_parameters()
        inputs = Inputs(parameters, layout_of(parameters))
    found = kind.indices(inputs)
    assert found, f"the golden case has no {kind.name}"
    for index in found:
        for part, axis in zip(index, kind.axes, strict=True):
            assert part in names_on(axis, inputs), f"{kind.name}{list(index)}: {part} is no {axis}"
        assert kind.year_of(index) == (index[kind.place(Axis.YEAR)] if Axis.YEAR in kind.axes else None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{type(kind).__name__}-{kind.name}")
def test_every_kind_is_named_to_people(kind: Component) -> None:
    assert kind.title[:1].isupper()
    assert len(set(kind.axes)) == len(kind.axes) > 0


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.name)
def test_rules_read_each_decision_by_indices_of_its_axes(decision: Component) -> None:
    hints = get_type_hints(Decisions)
    assert decision.name in hints, f"{decision.name} is missing in lp/decisions.py, where rules find its type"
    key = get_args(hints[decision.name])[0]
    expected = [int if axis in (Axis.YEAR, Axis.BAND, Axis.SEGMENT) else str for axis in decision.axes]
    assert list(get_args(key) or [key]) == expected


def test_no_type_of_a_decision_is_left_over() -> None:
    assert list(get_type_hints(Decisions)) == [decision.name for decision in DECISIONS]


def test_each_decision_and_family_stands_once() -> None:
    of_themes = [decision.name for theme in THEMES for decision in theme.DECISIONS]
    assert sorted(of_themes) == sorted(decision.name for decision in DECISIONS)
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)
    assert all(decision.help.endswith(".") for decision in DECISIONS)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.__name__.rpartition(".")[2])
def test_every_rule_of_a_theme_is_that_of_a_family(theme: ModuleType) -> None:
    rules = {name for name, function in inspect.getmembers(theme, inspect.isfunction)
             if function.__module__ == theme.__name__ and inspect.signature(function).return_annotation == "Comparison"
             and not name.startswith("_")}
    left_out = rules - {family.rule.__name__ for family in FAMILIES}
    assert not left_out, f"FAMILIES in {theme.__name__} lacks {sorted(left_out)}"


def test_an_index_of_another_length_is_an_error_at_assembly(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(FAMILY["ceiling"], axes=(Axis.YEAR,))
    monkeypatch.setattr(assembly, "FAMILIES", (wrong,))
    parameters = project(tiny_case(), {})
    with pytest.raises(ValueError, match=r"ceiling\['government', 2021\] is no index over year"):
        Assembly(Inputs(parameters, layout_of(parameters)))


def test_money_without_a_year_is_an_error() -> None:
    with pytest.raises(ValueError, match="pipeline is money and has no year"):
        replace(FAMILY["pipeline"], unit=Unit.MONEY)


def test_columns_and_rows_of_a_kind_are_found_with_their_parts(inputs: Inputs) -> None:
    program = Assembly(inputs).program
    for name, found, labels in (("unmet", columns_of(program, "unmet"), program.columns),
                                ("pledge", rows_of(program, "pledge"), program.rows)):
        seen = dict(found)
        assert list(seen) == [place for place, label in enumerate(labels) if label[0] == name]
        assert all(tuple(parts.values()) == labels[place][1] for place, parts in seen.items())
    assert all(parts[Axis.YEAR] in inputs.years for _, parts in columns_of(program, "unmet"))
    with pytest.raises(KeyError):
        columns_of(program, "unment")


@pytest.mark.parametrize("family", [family for family in FAMILIES if family.switch], ids=lambda family: family.name)
def test_a_family_has_no_rows_where_its_switch_is_off(family: Family) -> None:
    parameters = project(golden_case(), {str(family.switch): False})
    off = Inputs(parameters, layout_of(parameters))
    assert family.indices(off) == []
    assert not list(rows_of(Assembly(off).program, family.name))


def test_to_set_a_family_free_that_does_not_exist_is_an_error(inputs: Inputs) -> None:
    program = Assembly(inputs).program
    assert extended(program, without=["wage_bill"]).matrix.shape[1] == len(program.columns)
    with pytest.raises(ValueError, match=r"there are no families of rows called wage_bil$"):
        extended(program, without=["wage_bil"])
