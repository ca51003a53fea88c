"""Building the Pyomo model from the registry of families."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyomo.environ import ConcreteModel, Constraint, NonNegativeReals, Objective, Var

from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Decision, Family
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.rules import DECISIONS, FAMILIES


def build(inputs: Inputs) -> ConcreteModel:
    """Return the Pyomo model: every decision, every family that the case switches on, every objective.

    Rows carry their public names (``ceiling[2027]``); rows that a case does not switch on are absent. Money is in
    whole currency units and people in persons: scaling happens when the model is compiled.
    """
    model = ConcreteModel("rightfin")
    for decision in DECISIONS:
        setattr(model, decision.name, _variable(decision, inputs))
    for family in FAMILIES:
        if family.switch and not inputs.on(family.switch):
            continue
        rows = [index if len(index) > 1 else index[0] for index in family.indices(inputs)]
        model.add_component(f"{family.name}_", Constraint(rows, rule=_rule(family, inputs)))
    for objective in OBJECTIVES:
        model.add_component(f"least_{objective.name}", Objective(expr=objective.rule(model, inputs)))
    return model


def _variable(decision: Decision, inputs: Inputs) -> Var:
    places = [index if len(index) > 1 else index[0] for index in decision.indices(inputs)]
    upper = decision.upper
    if upper is None:
        return Var(places, domain=NonNegativeReals)
    return Var(places, domain=NonNegativeReals, bounds=lambda _m, *index: (0.0, upper(inputs, *index)))


def _rule(family: Family, inputs: Inputs) -> Callable[..., Any]:
    """Return the rule as Pyomo calls it; a row without any decision that holds as it stands is left out."""

    def rule(model: ConcreteModel, *index: Any) -> Any:
        row = family.rule(model, inputs, *index)
        return Constraint.Skip if row is True else row

    return rule
