"""From a case to its open model: everything that a plan is made from, with nothing taken out before a solver sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rightfin.case.case import Case
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.question import Question
from rightfin.schema import Value

if TYPE_CHECKING:
    from pyomo.environ import ConcreteModel


def pyomo_model(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
) -> ConcreteModel:
    """Return the whole model of a case in Pyomo, to read, extend and solve.

    Nothing is merged or substituted, as it is for a plan. Decisions have their public names
    (``model.strength["soldier", 2027]``), rows stand in ``model.rows`` (``model.rows.ceiling[2027]``), objectives in
    ``model.levels``, of which the first is active. Money is in whole currency units and people in persons; a solver needs
    other units, which Pyomo's transformation ``core.scale_model`` takes from ``model.scaling_factor``.

    Parameters
    ----------
    case : a case as ``read_case`` returns it.
    definition, scenarios, settings : what is laid over it, as for ``plan``.

    Raises
    ------
    CaseError
        If the case, a scenario or a setting cannot be used; ``issues`` lists every problem.
    """
    from rightfin.lp.open_model import whole_model  # takes a second to import

    return whole_model(Question.of(case, definition, scenarios, settings, starts=starts).parameters)
