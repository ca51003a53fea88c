"""Numbers that ties decide: how far they may move without changing the plan at any level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rightfin.case.case import Case
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth
from rightfin.solve.session import Session
from rightfin.solve.sums import EquallyGood
from rightfin.study.contradiction import solution_or_refusal
from rightfin.tolerances import DECIDED

MOST = 16
"""Most numbers whose range is found, two solves each."""

PROBES = 2
"""Directions in which all numbers at once are pushed, both ways, to see which of them move at all."""


class Number(StrEnum):
    """What a range is of."""

    STRENGTH = "strength"
    """People of a cadre in a year, person-years."""
    OWN = "own"
    """What the state pays in a year, in the case's currency at current prices."""
    GRANTS = "grants"
    """What a donor pays in a year, net of fees, in the case's currency at current prices."""


@dataclass(frozen=True)
class Range:
    """A number that the plan does not decide: every value between ``least`` and ``greatest`` is that of a plan as good at
    every level. ``who`` is the id of the cadre or donor, empty for the state; ``value`` is that of one such plan."""

    number: Number
    who: str
    year: int
    value: float
    least: float
    greatest: float


@dataclass(frozen=True)
class Ranges:
    """Numbers that ties decide, the widest for their size first.

    ``asked`` counts the numbers that were looked at; ``left_out`` those that move and whose range was not found, because
    ``MOST`` others move further.
    """

    ranges: tuple[Range, ...]
    asked: int
    left_out: int


def ranges(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, control: Control = NEVER,
) -> Ranges:
    """Return what the plan of a case leaves open: strengths of cadres in the middle and the last year shown, own money and
    each donor's money in the last.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used or its hard limits contradict one another, and
    ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    return ranges_of(question.prepared, Session(question.parameters), control)


def ranges_of(case: Case, session: Session, control: Control = NEVER) -> Ranges:
    """Return the ranges of a prepared case at which live models stand; see ``ranges``."""
    parameters = session.inputs.parameters
    found = solution_or_refusal(session.solve(parameters, Depth.PLAN, control=control), case)
    asked = _asked(session.inputs)
    good = EquallyGood(session.program, parameters, found.levels, found.columns, list(asked.values()), control)
    at = {label: place for place, label in enumerate(session.program.columns)}
    values = np.array([
        sum(by * found.columns[at[one]] for one, by in terms.items() if one in at) for terms in asked.values()
    ])
    moves = _moves(good, values)
    order = sorted(np.flatnonzero(moves > DECIDED).tolist(), key=lambda place: (-moves[place], place))
    widest = []
    for place, (number, who, year) in enumerate(asked):
        if place in order[:MOST]:
            least, greatest = good.range_of(place)
            widest.append((moves[place], Range(number, who, year, float(values[place]), least, greatest)))
    kept = [one for _, one in widest if _width(one.least, one.greatest) > DECIDED]
    kept.sort(key=lambda one: (-_width(one.least, one.greatest), str(one.number), one.who, one.year))
    return Ranges(tuple(kept), len(asked), max(len(order) - MOST, 0))


def _asked(d: Inputs) -> dict[tuple[Number, str, int], dict[Label, float]]:
    """Return the numbers that are looked at, each a sum of decisions."""
    shown = d.parameters.horizon.written
    last, middle = shown[-1], shown[len(shown) // 2]
    found: dict[tuple[Number, str, int], dict[Label, float]] = {
        (Number.STRENGTH, cadre, year): {("strength", (cadre, year)): 1.0}
        for cadre in d.parameters.people.cadres for year in dict.fromkeys((middle, last))
    }
    found[Number.OWN, "", last] = {
        ("own", (purse, name, last)): 1.0 for name, purses in d.own_of.items() for purse in purses
    }
    for group in d.layout.groups:
        if d.spendable(group.name, last):
            found[Number.GRANTS, group.members[0], last] = {
                ("grant", (group.name, line, last)): 1.0 for line in d.funds[group.name]
            }
    return found


def _moves(good: EquallyGood, values: Floats) -> Floats:
    """Return how far each number moves at least, relative to itself, (numbers,): all are pushed at once, in directions that
    are generic, so that a number that could move does."""
    size = np.maximum(np.abs(values), 1.0)
    low, high, rng = values.copy(), values.copy(), np.random.default_rng(0)
    for _ in range(PROBES):
        direction = rng.uniform(0.5, 1.5, len(values)) * rng.choice((-1.0, 1.0), len(values)) / size
        for sign in (1.0, -1.0):
            good.least(sign * direction)
            there = good.values()
            low, high = np.minimum(low, there), np.maximum(high, there)
    return np.array([_width(least, greatest) for least, greatest in zip(low, high, strict=True)])


def _width(least: float, greatest: float) -> float:
    return (greatest - least) / max(abs(greatest), abs(least), 1.0)
