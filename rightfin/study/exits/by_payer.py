"""Exits where several payers of own money pay: who pays instead of donors, and whose ceiling decides where one fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.objectives import natural_sizes
from rightfin.question import Question
from rightfin.result.paid import broken_obligations
from rightfin.result.plan import Plan
from rightfin.solve.control import Control
from rightfin.solve.levels import Contradiction, Depth
from rightfin.solve.session import Session
from rightfin.study.batch import Batch
from rightfin.study.exits.leaving import exit_cells
from rightfin.study.whatif import with_cells

AMPLE = 2.0
"""By how much a ceiling is raised that is to be no limit: so many times the yearly size of the case."""

Course = tuple[float, ...]


@dataclass(frozen=True)
class ByPayer:
    """Own money by payer and year shown, in currency at current prices, if donors never leave and if they do.

    ``own_from`` is the first year without the donors. ``broken_from`` is the latest exit within the years shown that cannot
    be paid; ``decides`` are the payers of whom each alone, its ceiling raised beyond any need from ``raised_from`` on, lets
    all be paid and supported: tried, with all else the same. That is the first year without the donors, or an earlier one
    in which something is missing. Where ``broken_from`` is ``None`` nothing was tried.
    """

    own_from: int
    years: tuple[int, ...]
    names: Mapping[str, str]
    staying: Mapping[str, Course]
    leaving: Mapping[str, Course]
    broken_from: int | None
    raised_from: int | None
    decides: tuple[str, ...]
    plans: int


def by_payer(
    question: Question, batch: Batch, donors: Sequence[str], own_from: int, broken: tuple[int, int] | None,
    most_unpaid: float, control: Control,
) -> ByPayer | None:
    """Return who pays instead of donors who leave, and whose ceiling decides; ``None`` where hard limits contradict.

    ``broken`` are the exit that cannot be paid and the year from which ceilings are raised.

    Raises ``SolveStoppedError`` if ``control`` stops it.
    """
    never, gone = (batch.plan(exit_cells(donors, year), control=control) for year in (None, own_from))
    staying, leaving = _own(never), _own(gone)
    if not staying or not leaving:
        return None
    tried = [] if broken is None else [
        payer for payer in leaving if _is_paid(question, donors, *broken, payer, most_unpaid, control)
    ]
    broken_from, raised_from = (None, None) if broken is None else broken
    solves = 2 + (0 if broken is None else len(leaving))
    return ByPayer(
        own_from, gone.years, gone.names.payers, staying, leaving, broken_from, raised_from, tuple(tried), solves
    )


def _own(plan: Plan) -> dict[str, Course]:
    table = plan.tables["payers"]
    return {
        payer: tuple(table.where("payer", (payer,)).by_year("own").values())
        for payer in dict.fromkeys(map(str, table.column("payer")))
    }


def _is_paid(
    question: Question, donors: Sequence[str], own_from: int, first: int, payer: str, most_unpaid: float, control: Control
) -> bool:
    """Return whether all can be paid from nothing but a ceiling of one payer that is no limit from a year on."""
    given = question.projection().of(with_cells(question.prepared, exit_cells(donors, own_from)))
    raised = _with_ample(given, payer, first)
    found = Session(raised).solve(raised, Depth.NEEDS, control=control, sizes=natural_sizes(given))
    return not isinstance(found, Contradiction) and broken_obligations(found.levels) <= most_unpaid


def _with_ample(p: Parameters, payer: str, first: int) -> Parameters:
    late = np.array([year >= first for year in p.horizon.years])
    more = np.where(late, AMPLE * p.case_size * p.fiscal.deflator[1:], 0.0)
    if payer == GOVERNMENT:
        return replace(p, fiscal=replace(p.fiscal, ceiling=p.fiscal.ceiling + more))
    ceiling = p.payers.payer_ceiling.copy()
    ceiling[p.payers.further.index(payer)] += more
    return replace(p, payers=replace(p.payers, payer_ceiling=ceiling))
