"""Equations say what rules do: the decisions that a rule reads are those that its docstring names.

In an equation ``\\mathit{hires\\_up}`` is the decision ``hires_up``. A name of no decision is a parameter that the rule
reads, or a sum that some docstring defines, as in ``\\mathit{supported}_{k,t} = ...``: it stands for the decisions on its
right side.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from golden_case import REDUCED_ONLY, SETTLED_ONLY, golden_case, portions_case, settled_parameters
from reads import Reads

from rightfin.fiscal.project import project
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Family
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import OBJECTIVES, Objective
from rightfin.lp.rules import DECISION, FAMILIES

_NAME = re.compile(r"\\mathit\{([\w\\]+)\}")
_DEFINITION = re.compile(r"\\mathit\{([\w\\]+)\}_(?:\{[^}]*\}|\w) = (.*)", re.DOTALL)


def equations(of: Callable[..., Any]) -> Iterator[str]:
    """Yield the displayed equations of a docstring; several in one stand apart by a wide space."""
    for text in re.findall(r"\$\$(.*?)\$\$", inspect.getdoc(of) or "", re.DOTALL):
        yield from (part.strip() for part in text.split(r"\qquad"))


def names_in(text: str) -> set[str]:
    return {name.replace("\\", "") for name in _NAME.findall(text)}


RULES = [*(family.rule for family in FAMILIES), *(objective.rule for objective in OBJECTIVES)]
DEFINED = {
    found[1].replace("\\", ""): names_in(found[2])
    for rule in RULES for part in equations(rule) if (found := _DEFINITION.match(part))
    and found[1].replace("\\", "") not in DECISION
}


WITHIN = {
    "effect": "effects", "max_rate": "promotions", "own_share": "share", "penalty": "bands", "band_width": "bands",
    "going_on": "commitments", "today": "opening_strength", "bound": "ceiling",
    "need": "shortage",
    "reserved": "earmark_amount", "external": "shortage", "left": "rules", "right": "rules", "coefficient": "rules",
}
"""Names of equations that stand within a parameter of another name: one of its entries, or a part of them."""

OUT_OF = {"purse_money": {"ceiling", "payer_ceiling", "transfer_amount"}}
"""Names of equations that the inputs make out of several parameters."""

BASES = {"rule": "rules", "needs": "overhead_ratio"}
"""What the ``base`` of a rule or level comes from."""


def parameters_in(rule: Callable[..., Any]) -> set[str]:
    """Return the parameters that a docstring names in its equations."""
    names = set().union(*map(names_in, equations(rule))) - set(DECISION) - set(DEFINED)
    made = set().union(*(OUT_OF.get(name, set()) for name in names))
    return made | {
        BASES[rule.__name__] if name == "base" else WITHIN.get(name, name) for name in names if name not in OUT_OF
    }


def named(rule: Callable[..., Any]) -> set[str]:
    """Return the decisions that a docstring names in its equations."""
    names = set().union(*map(names_in, equations(rule)))
    return {one for name in names for one in (DEFINED.get(name, set()) | {name}) if one in DECISION}


def every_case(of: str) -> Iterator[Inputs]:
    """Yield inputs in which each rule and level has all that it may read; sergeants, who may stand by, drive too."""
    used = [{"asset": "car", "cadre": cadre, "units_per_head": 0.25} for cadre in ("constable", "sergeant")]
    if of in SETTLED_ONLY:
        parameters = settled_parameters()
        yield Inputs(parameters, layout_of(parameters))
        return
    alone = of in REDUCED_ONLY
    for case, reduced in [(portions_case(), True)] if alone else [(golden_case(), True), (golden_case(), False)]:
        parameters = project(case.replace({"equipment": used}), {})
        yield Inputs(parameters, layout_of(parameters, reduced=reduced))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_rule_reads_the_decisions_that_its_equation_names(family: Family) -> None:
    for inputs in every_case(family.name):
        reads = Reads(inputs)
        for index in family.indices(inputs):
            family.rule(reads.decisions, reads.inputs, *index)
        assert reads.kinds == named(family.rule)
        assert parameters_in(family.rule) <= reads.parameters


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.name)
def test_a_level_reads_the_decisions_that_its_equation_names(objective: Objective) -> None:
    for inputs in every_case(objective.name):
        reads = Reads(inputs)
        objective.rule(reads.decisions, reads.inputs)
        assert reads.kinds == named(objective.rule)
        assert parameters_in(objective.rule) <= reads.parameters
