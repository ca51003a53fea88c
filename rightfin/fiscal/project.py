"""The projection: from the tables of a case to the numbers that the optimisation sees."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.case.case import Case
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.projection import Projection


def project(case: Case, switches: Mapping[str, bool], grade_ratio_factor: float = 1.25) -> Parameters:
    """Return the parameters of a checked case.

    ``switches`` turns families of rules off by name; a switch that is not named is on. ``grade_ratio_factor`` bounds
    how far a grade may outgrow the grades that feed it. Who projects one case after another keeps a ``Projection``.
    """
    return Projection(switches, grade_ratio_factor).of(case)
