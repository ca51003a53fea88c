"""A case with packages and programmes as one of ordinary tables: what the checks look at and the model sees."""

from __future__ import annotations

from types import MappingProxyType

from rightfin.case.case import Case
from rightfin.case.made import Expansion
from rightfin.case.packages import expansion as packages
from rightfin.case.packages.wanted import TABLE as PACKAGES
from rightfin.case.programmes import expansion as programmes
from rightfin.case.resolve import years_are_beyond


def expanded(case: Case) -> Expansion:
    """Return a case with its packages and its planned programmes as ordinary rows; worked out once for a case.

    Packages come first: a programme may change the number of a cadre that a package makes. A case with more years than can
    be planned stays as it is.
    """
    return case.once(_expanded)


def _expanded(case: Case) -> Expansion:
    if years_are_beyond(case):
        return Expansion(case, case, MappingProxyType({}), ())
    first = packages.expanded(case)
    second = programmes.expanded(first.checked)
    if second.case is first.checked:  # no programmes
        return first
    planned = second.case if first.checked is first.case else second.case.replace({PACKAGES: []})
    return Expansion(planned, second.checked, {**first.made, **second.made}, (*first.issues, *second.issues))
