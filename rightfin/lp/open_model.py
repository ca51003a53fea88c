"""The open form of the model: a Pyomo model that others read, extend, write to a file and solve with a solver of theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyomo.environ import Block, ConcreteModel, Constraint, NonNegativeReals, Objective, Suffix, Var

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Component, Decision, Family
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.rules import DECISIONS, FAMILIES
from rightfin.lp.scales import Scales


def open_model(inputs: Inputs, level: str = OBJECTIVES[0].name) -> ConcreteModel:
    """Return the Pyomo model of a layout: every decision, every row that the case switches on, every objective.

    Decisions stand under their public names, ``model.strength["soldier", 2027]``. Rows stand in the block ``rows``, since
    some have the name of a decision: ``model.rows.ceiling[2027]``. Objectives stand in the block ``levels``; only ``level``
    is active. Money is in whole currency units and people in persons. ``model.scaling_factor`` holds, for Pyomo's
    transformation ``core.scale_model``, the powers of two that bring all numbers near one, as solvers need them.

    Raises ``KeyError`` if there is no objective of that name.
    """
    model = ConcreteModel("rightfin")
    model.scaling_factor = Suffix(direction=Suffix.LOCAL)
    scales = Scales(inputs)
    for decision in DECISIONS:
        model.add_component(decision.name, _variable(decision, inputs))
        _scale(model, model.component(decision.name), decision, scales)
    model.rows, model.levels = Block(), Block()
    for family in FAMILIES:
        if not family.exists(inputs):
            continue
        rows = [_place(index) for index in family.indices(inputs)]
        model.rows.add_component(family.name, Constraint(rows, rule=_rule(family, model, inputs)))
        _scale(model, model.rows.component(family.name), family, scales)
    for objective in OBJECTIVES:
        model.levels.add_component(objective.name, Objective(expr=objective.rule(model, inputs)))
        model.scaling_factor[model.levels.component(objective.name)] = 1.0 / scales.of_objective(objective.name)
    minimise(model, level)
    return model


def whole_model(parameters: Parameters, level: str = OBJECTIVES[0].name) -> ConcreteModel:
    """Return the open model in which every region, line and donor stands apart; see ``open_model``."""
    return open_model(Inputs(parameters, layout_of(parameters, reduced=False)), level)


def minimise(model: ConcreteModel, level: str) -> None:
    """Let one objective of the model be the active one.

    Raises ``KeyError`` if there is no objective of that name.
    """
    chosen = {objective.name: model.levels.component(objective.name) for objective in OBJECTIVES}
    active = chosen[level]
    for objective in chosen.values():
        objective.deactivate()
    active.activate()


def _scale(model: ConcreteModel, component: Any, kind: Component, scales: Scales) -> None:
    for place, part in component.items():
        index = place if isinstance(place, tuple) else (place,)
        model.scaling_factor[part] = 1.0 / scales.of(kind, index)


def _place(index: Index) -> Any:
    """Return an index as Pyomo writes it: one part stands alone."""
    return index if len(index) > 1 else index[0]


def _variable(decision: Decision, inputs: Inputs) -> Var:
    places = [_place(index) for index in decision.indices(inputs)]
    upper = decision.upper
    if upper is None:
        return Var(places, domain=NonNegativeReals)
    return Var(places, domain=NonNegativeReals, bounds=lambda _m, *index: (0.0, upper(inputs, *index)))


def _rule(family: Family, model: ConcreteModel, inputs: Inputs) -> Callable[..., Any]:
    """Return the rule as Pyomo calls it; a row without any decision that holds as it stands is left out."""

    def rule(_block: Block, *index: Any) -> Any:
        row = family.rule(model, inputs, *index)
        return Constraint.Skip if row is True else row

    return rule
