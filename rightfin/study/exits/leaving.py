"""Donors that leave: which, in which years, and what that changes in a case.

In all studies *own financing from Y* means that Y is the first year without the donors' money: their ``exit_year``, the
last year in which it may be spent, is Y - 1. Y one past the end year stands for donors that do not leave within the
horizon; they have left in the years planned after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rightfin.case.case import Case, Cell
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.resolve import base_and_end, planning_years, style_of_case
from rightfin.case.sustained import NEVER
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.question import Question
from rightfin.result.paid import most_unpaid


def leaving_donors(case: Case, donors: Iterable[str] | None) -> tuple[str, ...]:
    """Return the donors that are asked about, each once; all of the case for ``None``.

    Raises ``CaseError`` if the case has none of them or none is named.
    """
    known = [str(row["donor"]) for row in case.records("donors")]
    wanted = tuple(dict.fromkeys(known if donors is None else donors))
    issues = [
        Issue("unknown_donor", f"The case has no donor {donor}.", choose(donor, known), "donors", donor)
        for donor in wanted if donor not in known
    ]
    if not wanted:
        remedy = "Name at least one donor." if known else "Add donors and their pledges to the case."
        if not known and case.records("external"):
            remedy += " A peace operation that leaves is asked about by exit and withdraw with --provider."
        if not known and case.records("payers"):
            remedy += (
                " Where there is none, ask what a transfer or a payer's share would have to be by scenarios that change "
                "transfers or payer_money, planned with --scenario; the tables payers and "
                "stranded of rightfin sustain say who lacks what."
            )
        issues = [Issue("no_donor", "There is no donor whose exit could be studied.", remedy, "donors")]
    if issues:
        raise CaseError(issues)
    return wanted


def years_of_own_financing(case: Case, years: Iterable[int] | None) -> tuple[int, ...]:
    """Return the first years without donors that are asked about, in order, with *never within the horizon* at the end.

    ``None`` stands for all, from the first planning year on. Raises ``CaseError`` for a year beyond the horizon.
    """
    style = style_of_case(case)
    years_planned = planning_years(case)
    base, end = style.all((years_planned[0] - 1, years_planned[-1]))
    wanted = style.all(sorted({*(range(int(base) + 1, end + 1) if years is None else years), end + 1}))
    if wanted[0] <= base or wanted[-1] > end + 1:
        wrong = wanted[0] if wanted[0] <= base else wanted[-1]
        raise CaseError([Issue(
            "exit_out_of_horizon", f"Own financing from {wrong} lies outside the plan.",
            f"Ask for years from {base + 1} to {end}; {end + 1} stands for donors that stay to the end of {end}.",
            "settings", "end_year",
        )])
    return tuple(wanted)


def exit_cells(donors: Iterable[str], own_from: int | None) -> tuple[Cell, ...]:
    """Return the cells that make donors leave, so that no grant is spent from ``own_from`` on; ``None``: never."""
    return tuple(("donors", (donor,), "exit_year", None if own_from is None else int(own_from) - 1) for donor in donors)


def is_asked(question: Question) -> bool:
    """Return whether the case, with all that is laid over it, asks for a force that can be kept up for good."""
    return question.parameters.policy.sustained_from is not None


def unasked(question: Question) -> Question:
    """Return the question without the force that can be kept up for good, if it asks for one.

    When donors leave changes from which year on it is asked for and whose money lasts: an exit would be blamed for that.
    """
    return replace(question, settings={**question.settings, "sustained_from": NEVER}) if is_asked(question) else question


@dataclass(frozen=True)
class Leaving:
    """What a study of leaving donors has to know of the case.

    ``most_unpaid`` is what still counts as nothing broken, the same for all exits; ``money_until`` the last year shown in
    which money of a donor arrives, ``None`` if none does; ``exits`` the exit years as the case has them. ``demanding`` are
    donors whose ``match_base`` asks the state for own money as long as they may spend: a later exit of theirs can cost.
    ``spent_before`` is what all who pay spent of their own in the base year, 0 where it is not known; ``ceilings`` are
    those of own spending in the years shown, all payers together, in currency.
    """

    donors: tuple[str, ...]
    names: Mapping[str, str]
    most_unpaid: float
    spent_before: float
    money_until: Mapping[str, int | None]
    exits: Mapping[str, int | None]
    demanding: tuple[str, ...]
    ceilings: tuple[float, ...]


def leaving_of(base: Case, donors: Sequence[str], definition: Definition) -> Leaving:
    """Return what a study has to know; ``base`` is the case with its scenarios and settings applied."""
    _, end = base_and_end(base)
    at_end = base.with_cells("donors", [cell[1:] for cell in exit_cells(donors, end + 1)])
    parameters = project(at_end, definition.rules, definition.grade_ratio_factor)
    shown, arriving = parameters.horizon.written, parameters.by_name.disbursed
    until = {donor: max((year for year in shown if arriving[donor, year] > 0.0), default=None) for donor in donors}
    rows = {str(row["donor"]): row for row in base.records("donors")}
    style = parameters.horizon.style
    return Leaving(
        donors=tuple(donors),
        names={donor: str(rows[donor]["name"]) for donor in donors},
        most_unpaid=most_unpaid(parameters),
        spent_before=parameters.spent_before,
        ceilings=tuple(float(ceiling) for ceiling in np.sum(
            [parameters.fiscal.ceiling, *parameters.payers.payer_ceiling], axis=0)[: len(shown)]),
        money_until=until,
        demanding=tuple(donor for donor in donors if _demands(parameters, donor)),
        exits={donor: None if rows[donor]["exit_year"] is None else style.written(int(str(rows[donor]["exit_year"])))
               for donor in donors},
    )


def _demands(p: Parameters, donor: str) -> bool:
    """Return whether a donor's co-financing rule asks for own money even where it gives nothing."""
    match, base, untied = p.by_name.match, p.by_name.match_base, p.by_name.untied
    years = [year for year in p.horizon.years if (donor, year) in match]
    return any(match[donor, year] * base[donor, year] > untied[donor, year] for year in years)
