"""What nobody may pay any more once donors have left: a ceiling of 0 rules out own money, and no other donor may."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.case.case import Case
from rightfin.case.checks.payers import check_payers
from rightfin.case.checks.view import View
from rightfin.case.issue import Issue
from rightfin.study.exits.leaving import exit_cells


def stranded(case: Case, donors: Iterable[str], own_from: int) -> tuple[Issue, ...]:
    """Return what nobody may pay if donors have left by ``own_from``, their first year without them, and what to do.

    What nobody may pay in the case as it stands, from the same year on, is left out: ``check`` tells that. The case has
    its scenarios and settings applied.
    """
    known = set(check_payers(View(case)))
    left = case.with_cells("donors", [cell[1:] for cell in exit_cells(donors, own_from)])
    return tuple(issue for issue in check_payers(View(left)) if issue not in known)
