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


def case_size(p: Parameters) -> float:
    """Return the yearly size of a case in money at base-year prices: its means or its bill, whichever is larger.

    Scales and tolerances are relative to it, so that neither depends on the unit of the currency.
    """
    deflator = p.fiscal.deflator[1:]
    means = float(((p.fiscal.ceiling + p.donors.disbursed.sum(axis=0)) / deflator).max(initial=0.0))
    bill = float((p.people.base_pay + p.people.base_support) @ p.people.opening_strength)
    committed = float((p.committed.sum(axis=(0, 1)) / deflator).max(initial=0.0))
    return max(means, bill + committed)
