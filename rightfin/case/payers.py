"""Who pays own money: the government, and others with a budget of their own, such as regions."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.case.case import Case
from rightfin.case.eligibility import Rules
from rightfin.case.lines import Line
from rightfin.case.resolve import filled

GOVERNMENT = "government"
"""The payer that every case has; its money is in ``macro`` and ``settings``."""


def payers_of(case: Case) -> tuple[str, ...]:
    """Return all payers, the government first."""
    return (GOVERNMENT, *(str(row["payer"]) for row in case.records("payers")))


def payable_lines(case: Case, lines: Iterable[Line]) -> dict[str, frozenset[Line]]:
    """Return the lines that each payer may pay: the most specific row of ``may_pay`` wins.

    Without a row the government may pay every line, and nobody else any.
    """
    rules, listed = Rules(filled(case, "may_pay"), "payer"), tuple(lines)
    return {payer: frozenset(line for line in listed if _pays(rules, payer, line)) for payer in payers_of(case)}


def _pays(rules: Rules, payer: str, line: Line) -> bool:
    fitting = rules.most_specific(payer, line)
    return any(row["allowed"] is True for row in fitting) if fitting else payer == GOVERNMENT
