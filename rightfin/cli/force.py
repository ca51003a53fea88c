"""Commands that ask from one side to the other: what a force costs, and what force a budget buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.asked import Asked, study_command, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rightfin.report.studies.findings import Findings


@study_command("force")
def force_command(
    of: Asked,
    strength: Annotated[
        list[str] | None, typer.Option("--strength", metavar="C=PEOPLE", help="How many people a cadre should have; may be "
                                       "repeated. Cadres that are not named keep theirs.")
    ] = None,
    reached: Annotated[
        str | None, typer.Option("--reached", metavar="YEAR", help="Year by which these numbers are reached, in equal "
                                 "steps; without it, the last year shown.")
    ] = None,
) -> Findings:
    """What does a force cost? People of given numbers, supported as the case asks, beside the money there is for them."""
    from rightfin.report.studies.all import findings
    from rightfin.study.levers.force import cost_of_force

    year = None if reached is None else year_of(of, "--reached", reached)
    return findings(cost_of_force(of.case, **of.words, strengths=_pairs("--strength", strength or ()), reached=year))


@study_command("budget")
def budget_command(
    of: Asked,
    ceiling: Annotated[
        list[str] | None, typer.Option("--ceiling", metavar="YEAR=AMOUNT", help="What the government may spend on the "
                                       "sector in a year, in currency at current prices; may be repeated.")
    ] = None,
) -> Findings:
    """What does a budget buy? The force, and how far needs are covered, with other ceilings of own money."""
    from rightfin.report.studies.all import findings
    from rightfin.study.levers.budget import force_of_budget

    amounts = _pairs("--ceiling", ceiling or ())
    ceilings = {year_of(of, "--ceiling", year): amount for year, amount in amounts.items()}
    return findings(force_of_budget(of.case, **of.words, ceilings=ceilings))


def _pairs(option: str, pairs: Iterable[str]) -> dict[str, float]:
    """Return what an option gives, by name; raises ``CaseError`` for what is no pair of a name and a number."""
    issues, found = [], dict[str, float]()
    for pair in pairs:
        name, _, number = (part.strip() for part in pair.partition("="))
        try:
            amount = float(number.replace(",", ""))
        except ValueError:
            issues.append(Issue("pair_form", f"{option} {pair} has no number.", f"Write {option} NAME=NUMBER."))
            continue
        if found.setdefault(name, amount) != amount:
            issues.append(Issue("pair_twice", f"{option} gives two numbers for {name}.", "Give it one."))
    if issues:
        raise CaseError(issues)
    return found
