"""The refusal of a study where hard limits of the case contradict one another, so that there is nothing to compare."""

from __future__ import annotations

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.resolve import style_of_case
from rightfin.result.assemble import names_of
from rightfin.result.conflict import conflict_in_words
from rightfin.solve.levels import Contradiction, Solution


def solution_or_refusal(found: Solution | Contradiction, case: Case) -> Solution:
    """Return a solution; raises ``CaseError`` that names the hard limits if there is none."""
    if isinstance(found, Solution):
        return found
    words = "; ".join(conflict_in_words(found.rows, names_of(case), style_of_case(case), case))
    raise CaseError([Issue(
        "contradictory", f"The hard limits of the case contradict one another{': ' if words else ''}{words}.",
        "Mark one of them as soft, or give way in what stands against it; rightfin contradictions says how little will do.",
    )])
