"""A calendar that keeps all rules among starts, whatever it means for the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.calendars.choices import Calendar, ChoiceRow, StartChoice, State
from rightfin.lp.program import CompiledObjective
from rightfin.solve.whole import WholeEngine
from rightfin.tolerances import FEASIBILITY

HALF = 0.5
"""What divides whole from none."""


@dataclass(frozen=True)
class _RulesAlone:
    """Nothing but starts and the rules among them."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats
    integral: np.ndarray


def allowed_calendar(
    choices: Sequence[StartChoice], rules: Sequence[ChoiceRow], wanted: Calendar
) -> dict[str, State] | None:
    """Return a calendar that keeps all rules, with as many states of ``wanted`` as can be; ``None`` if there is none."""
    return nearest_calendar(choices, rules, dict.fromkeys(wanted.items(), 1.0))


def nearest_calendar(
    choices: Sequence[StartChoice], rules: Sequence[ChoiceRow], wanted: Mapping[tuple[str, State], float]
) -> dict[str, State] | None:
    """Return the calendar that keeps all rules and has the greatest sum of what its states are wanted, 0 if not said.

    ``None`` if there is none.
    """
    keys = [(choice.programme, state) for choice in choices for state in choice.states]
    place = {key: n for n, key in enumerate(keys)}
    rows = [{place[choice.programme, state]: 1.0 for state in choice.states} for choice in choices]
    rows += [{place[key]: value for key, value in rule.terms.items()} for rule in rules]
    at = np.array([(n, column) for n, row in enumerate(rows) for column in row], np.int32)
    values = np.array([value for row in rows for value in row.values()], np.float64)
    matrix = csc_array((values, (at[:, 0], at[:, 1])), shape=(len(rows), len(keys)))
    one, free = np.ones(len(choices)), np.full(len(rules), -np.inf)
    arrays = _RulesAlone(
        matrix, np.concatenate([one, free]), np.concatenate([one, [rule.upper for rule in rules]]),
        np.ones(len(keys)), np.ones(len(keys), dtype=bool),
    )
    costs = np.array([-wanted.get(key, 0.0) for key in keys])
    found = WholeEngine(arrays).search(CompiledObjective(costs, 0.0, 1.0), gap=FEASIBILITY, seconds=60.0)
    if found.columns is None:
        return None
    return {name: state for (name, state), value in zip(keys, found.columns.tolist(), strict=True) if value > HALF}
