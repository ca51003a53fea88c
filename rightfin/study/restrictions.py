"""What each restriction on donors' money costs: the case with it against the case without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from rightfin.case.case import Case, Cell, key_text
from rightfin.case.eligibility import Rules
from rightfin.case.issue import CaseError, Issue
from rightfin.case.resolve import filled
from rightfin.result.glance import Glance
from rightfin.schema import CATEGORIES, Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth, natural_sizes
from rightfin.study.rank import better_by, ranked
from rightfin.study.whatif import WhatIf

SEEN = 1e-4
"""Percentage points of coverage that count as none: what two solves of equally good plans may differ by."""


class Kind(StrEnum):
    """What restricts money."""

    ELIGIBILITY = "eligibility"
    ODA_ONLY = "oda_only"
    MATCH = "match"


@dataclass(frozen=True)
class Lifted:
    """A restriction, and the cell that lifts it: ``key`` is the key of its row."""

    kind: Kind
    key: tuple[str, ...]
    cell: Cell

    def case(self, base: Case) -> Case:
        """Return a case without the restriction.

        A line that another refusal names as exactly stays refused: a row of its own says so.
        """
        table, key, column, value = self.cell
        lifted = base.with_cell(table, key, column, value)
        return _with_ties_refused(lifted) if self.kind is Kind.ELIGIBILITY else lifted

    @property
    def name(self) -> str:
        """What it is called while the study runs."""
        return f"{self.kind} {key_text(self.key)}"


@dataclass(frozen=True)
class Restriction:
    """What one restriction costs; positive numbers are costs.

    ``broken`` is level 1a with it less level 1a without it, in discounted base-year currency; ``unmet`` the same of level
    2. ``coverage`` is mean coverage over the years shown without it less that with it, in percentage points. A restriction
    that causes broken obligations may come with a negative ``unmet``: what is paid first leaves less for needs.
    """

    kind: Kind
    key: tuple[str, ...]
    broken: float
    unmet: float
    coverage: float


def restrictions_of(case: Case) -> tuple[Lifted, ...]:
    """Return all restrictions of a case in the order of its tables: refusals of ``eligibility``, ``oda_only``,
    ``match``."""
    refused = [
        (str(row["donor"]), str(row["institution"]), str(row["category"]))
        for row in case.records("eligibility") if row["allowed"] is False
    ]
    rows = filled(case, "donors")
    found = [Lifted(Kind.ELIGIBILITY, key, ("eligibility", key, "allowed", True)) for key in refused]
    found += [
        Lifted(Kind.ODA_ONLY, (donor,), ("donors", (donor,), "oda_only", False))
        for donor in (str(row["donor"]) for row in rows if row["oda_only"])
    ]
    found += [
        Lifted(Kind.MATCH, (donor,), ("donors", (donor,), "match", None))
        for donor in (str(row["donor"]) for row in rows if row["match"] is not None)
    ]
    return tuple(found)


def costs_of_restrictions(
    what_if: WhatIf, lifted: Sequence[Lifted], tell: Callable[[str], None], control: Control = NEVER
) -> tuple[Restriction, ...]:
    """Return what each restriction costs: the base of ``what_if`` with it, against the case that lifts it alone.

    ``tell`` is called with the name of each before it is lifted. Raises ``CaseError`` if hard limits contradict one
    another.
    """
    if not lifted:
        return ()
    base = _glance(what_if, what_if.base, control)
    with_it, sizes = ranked(base.levels), natural_sizes(what_if.parameters)
    found = []
    for one in lifted:
        tell(one.name)
        other = _glance(what_if, one.case(what_if.base), control)
        gains = better_by(ranked(other.levels), with_it, sizes)
        coverage = 100.0 * (fmean(other.coverage) - fmean(base.coverage))
        found.append(Restriction(
            kind=one.kind,
            key=one.key,
            broken=gains[0],
            unmet=gains[-1],
            coverage=coverage if abs(coverage) > SEEN else 0.0,
        ))
    return tuple(found)


def _with_ties_refused(case: Case) -> Case:
    """Return a case with a row for every line that equally specific rows of ``eligibility`` both allow and refuse."""
    rows = case.records("eligibility")
    rules = Rules(rows)
    tied: list[dict[str, Value]] = [
        {"donor": donor, "institution": institution, "category": category, "allowed": False}
        for donor in (str(row["donor"]) for row in case.records("donors"))
        for institution in (str(row["institution"]) for row in case.records("institutions"))
        for category in CATEGORIES
        if len({row["allowed"] for row in rules.most_specific(donor, institution, category)}) > 1
    ]
    return case.replace({"eligibility": [*rows, *tied]}) if tied else case


def _glance(what_if: WhatIf, case: Case, control: Control) -> Glance:
    found = what_if.glance(case, Depth.PLAN, control)
    if found is None:
        raise CaseError([Issue("contradictory", "The hard limits of the case contradict one another.",
                               "Run rightfin plan, which names them, and mend the case.")])
    return found
