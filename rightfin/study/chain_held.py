"""What holds back the people of a chain of whom more were asked for than came, as far as the plan itself shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.program import Label, Program
from rightfin.result.plan import Plan
from rightfin.tolerances import NOBODY, REACHED


class Limit(StrEnum):
    """A limit that a plan stands on."""

    ALLOWED = "as many as the case allows"
    TRAINING = "training places"
    MONEY = "ceiling of own spending"


@dataclass(frozen=True)
class HeldBack:
    """A cadre of which fewer came than were asked for: ``missing`` persons in the last year shown.

    ``limit`` is what the plan stands on that keeps more from coming, ``None`` where no limit is seen; ``institution`` is
    the one that employs them.
    """

    cadre: str
    institution: str
    missing: float
    limit: Limit | None


def held_back(
    wanted: Mapping[str, float], parameters: Parameters, program: Program, columns: Floats, plan: Plan
) -> tuple[HeldBack, ...]:
    """Return the cadres of which fewer are there in the last year shown than ``wanted``, in its order.

    ``parameters`` are those of the case, before more was asked for; ``columns`` are the decisions of the plan in natural
    units, in the order of ``program``.
    """
    people, last, found = parameters.people, parameters.horizon.shown - 1, []
    for cadre, asked in wanted.items():
        there = plan.tables["strength"].where("cadre", (cadre,)).by_year("strength")[plan.years[-1]]
        if there >= asked - max(NOBODY, REACHED * asked):
            continue
        limit = None
        if there >= people.max_strength[people.cadres.index(cadre), last] * (1.0 - REACHED):  # not where there is no most
            limit = Limit.ALLOWED
        elif _places_are_taken(cadre, parameters, program, columns):
            limit = Limit.TRAINING
        elif _money_is_spent(plan):
            limit = Limit.MONEY
        found.append(HeldBack(cadre, people.institution_of[cadre], asked - there, limit))
    return tuple(found)


def _places_are_taken(cadre: str, parameters: Parameters, program: Program, columns: Floats) -> bool:
    """Return whether every place is taken in which someone could be trained who joins a cadre by the last year shown.

    Those count, too, who were in training when the plan begins.
    """
    people, horizon = parameters.people, parameters.horizon
    if not people.entry[cadre]:
        return False
    institution, lead = people.institution_of[cadre], people.training_lead[cadre]
    years = horizon.years[: max(0, horizon.shown - lead)]
    rows: set[Label] = {("training", (institution, year)) for year in years}
    rows |= {("pipeline", (institution,))} if lead else set()
    return bool(years) and rows <= _full(program, columns)


def _full(program: Program, columns: Floats) -> set[Label]:
    """Return the rows that stand on the most that they allow."""
    activity = (program.matrix @ (columns / program.column_scale)) * program.row_scale
    most = program.row_upper * program.row_scale
    limited = np.isfinite(most)
    full = activity[limited] >= most[limited] - np.fmax(NOBODY, REACHED * np.abs(most[limited]))
    return {program.rows[place] for place in np.flatnonzero(limited)[full]}


def _money_is_spent(plan: Plan) -> bool:
    """Return whether own money reaches its ceiling in the last year shown and nothing of it is kept."""
    last = plan.tables["fiscal"].records()[-1]
    own, kept = float(last["own"]), float(last["reserve"])
    return own >= float(last["ceiling"]) * (1.0 - REACHED) and kept <= REACHED * own
