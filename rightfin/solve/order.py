"""The steps in which levels are solved: which objectives are minimised in which place, and what is held meanwhile.

Which place a level has stands in ``rightfin.lp.objectives``, and only there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.terms import Policy
from rightfin.lp.objectives import LAST, OBJECTIVES, SAVING
from rightfin.lp.program import Program
from rightfin.schema import BY_NAME

STRICT = "2 at tolerance 0"
"""Level under which a plan with an arrears tolerance says how far needs would be covered without it."""


def _at(place: str) -> tuple[str, ...]:
    """Return the names of the levels of a place, in their order."""
    return tuple(objective.name for objective in OBJECTIVES if objective.place == place)


def _saved() -> tuple[str, ...]:
    """Return what a case may save first, by name: the levels of that place, then others that the setting lets choose."""
    (setting,) = (entry for entry in BY_NAME["settings"].entries if entry.name == "secondary_objective")
    return tuple(dict.fromkeys((*_at(SAVING), *setting.choices)))


LEVELS: tuple[tuple[str, ...], ...] = (
    ("1a", "obligations", "paying what is due"),
    ("1a", "unfunded", "leaving the least unpaid"),
    ("1b", *_at("1b"), "clearing arrears"),
    ("1c", *_at("1c"), "respecting strength limits"),
    ("1d", *_at("1d"), "keeping the force to what can be kept up"),
    (STRICT, "needs", "covering needs with all paid that can be"),
    ("2", "needs", "covering needs"),
    ("2 then 1", "obligations", "unfunded", "arrears", "paying what is due with needs covered"),
    (SAVING, *_saved(), "saving money"),
    ("4", *_at("4"), "saving cost"),
    (LAST, *_at(LAST), "smoothing hires"),
    ("6", "ties", "settling ties"),
)
"""Steps as progress shows them: order, names of the levels, and what is being done."""

STEPS = len(LEVELS)
"""How many steps progress counts."""


def step_of(order: str, name: str) -> int:
    """Return the step of a level, from 1 on; ``ValueError`` if no step solves it."""
    for number, (place, *names, _) in enumerate(LEVELS, 1):
        if place == order and name in names:
            return number
    raise ValueError(f"no step solves the level {order} {name}")


def following(program: Program, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield order and name of the levels after level 2.

    What the arrears tolerance bought is coverage: obligations, then arrears, are minimised again with the needs held, so
    that it never leaks into savings. A level that counts nothing here is left out, but for the last, which ends a plan.
    """
    if policy.arrears_tolerance > 0.0:
        yield from (("2 then 1", name) for name in ("obligations", "unfunded", "arrears"))
    saved = policy.secondary_objective
    yield SAVING, saved
    for level in OBJECTIVES:
        comes = level.place > SAVING and level.name != saved
        if comes and (level.place == LAST or np.any(program.objectives[level.name].coefficients)):
            yield level.place, level.name


def tolerated(parameters: Parameters) -> float:
    """Return what the arrears tolerance lets stay unpaid in level 2, in discounted base-year currency."""
    fiscal = parameters.fiscal
    return parameters.policy.arrears_tolerance * float(fiscal.money_discount @ fiscal.ceiling)


def loosened(held: Mapping[str, float], strict: float, unpaid: float, tolerance: float) -> dict[str, float]:
    """Return what level 2 holds, by objective, where the arrears tolerance lets so much more stay unpaid.

    Arrears are free then; the debts that were cleared are held as before. ``strict`` are the least broken obligations,
    ``unpaid`` is what is unpaid at least; all in one unit.
    """
    kept = {name: value for name, value in held.items() if name not in ("arrears", "needs")}
    return kept | {"obligations": strict + tolerance, "unfunded": unpaid + tolerance}


def objective_of(level: str, policy: Policy) -> str | None:
    """Return the objective of a level by its place (``2``, ``1c``) or its own name; ``None`` if there is no such level.

    A place with several objectives means the first of them, level 3 the one that the case saves.
    """
    for order, *names, _ in LEVELS[:-1]:
        if level in names:
            return level
        if level in (order, order.removesuffix("a")):
            return policy.secondary_objective if policy.secondary_objective in names and order == SAVING else names[0]
    return None
