"""The path of a handover that a phase rule makes from income or revenue: a closed form of data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.parameters import Floats


@dataclass(frozen=True)
class Phase:
    """One phase of a rule; see the columns of the table ``phases``, which these fields are.

    ``test`` names what is tested, ``above`` in its unit; ``longest``, ``share`` and ``share_to`` are ``None`` where the
    rule gives none. Shares are fractions, ``growth`` in points of share a year, ``growth_rate`` a part of the share.
    """

    test: str = "always"
    above: float = 0.0
    average_years: int = 1
    longest: int | None = None
    grace_years: int = 0
    share: float | None = None
    growth: float = 0.0
    growth_rate: float = 0.0
    share_to: float | None = None


def phase_path(
    phases: Sequence[Phase], years: Sequence[int], start: int, opening: float, known: Mapping[str, Mapping[int, float]]
) -> Floats:
    """Return the own share that a rule requires, (years,).

    Parameters
    ----------
    phases : the phases in order.
    years : the years asked for, in order.
    start : last year of the opening share; the rule is applied from the year after.
    opening : own share up to ``start``, and until a phase is entered.
    known : what may be tested, by name and year; a test in a year without a value does not hold.

    In every year the last phase whose test holds is entered, if it comes after the present one; phases between are passed
    over. A phase whose test is ``always`` is entered as the first one, and otherwise only when the one before it has run
    its ``longest`` years. On entering, the share becomes ``share`` after the grace years and rises from the year after;
    without ``share`` it rises at once from what was reached. The share never exceeds 1 and falls only where a phase's
    ``share`` lies below what was reached.
    """
    share, found = opening, dict[int, float]()
    at, in_phase, entered = -1, 0, opening
    for year in range(min(start + 1, years[0]), years[-1] + 1):
        if year > start:
            following = _phase_of(phases, at, in_phase, year, known)
            at, in_phase, entered = (at, in_phase + 1, entered) if following == at else (following, 1, share)
            if at >= 0:
                share = _share(phases[at], in_phase, entered, share)
        found[year] = share
    return np.array([found[year] for year in years])


def _phase_of(
    phases: Sequence[Phase], at: int, in_phase: int, year: int, known: Mapping[str, Mapping[int, float]]
) -> int:
    """Return the place of the phase of a year; ``at`` is that of the year before, after ``in_phase`` years in it."""
    following = at
    longest = phases[at].longest if at >= 0 else None
    if at + 1 < len(phases) and longest is not None and in_phase >= longest:
        following = at + 1
    for place in range(at + 1, len(phases)):
        if _holds(phases[place], year, known) or (place == 0 and phases[0].test == "always"):
            following = max(following, place)
    return following


def _holds(phase: Phase, year: int, known: Mapping[str, Mapping[int, float]]) -> bool:
    values = known.get(phase.test, {})
    if year not in values:
        return False
    span = [values[past] for past in range(year - phase.average_years + 1, year + 1) if past in values]
    return sum(span) / len(span) > phase.above


def _share(phase: Phase, in_phase: int, entered: float, last: float) -> float:
    """Return the share in a year of a phase, counted from 1; ``entered`` was reached before it, ``last`` a year before."""
    past_grace = in_phase - phase.grace_years
    if past_grace <= 0:
        return entered
    if phase.share_to is not None and phase.longest is not None:
        return _straight(phase, past_grace, phase.longest - phase.grace_years, entered)
    if past_grace == 1 and phase.share is not None:
        return min(phase.share, 1.0)
    return min(last * (1.0 + phase.growth_rate) + phase.growth, 1.0)


def _straight(phase: Phase, year: int, length: int, entered: float) -> float:
    """Return the share on the straight line to ``share_to``, which the last of ``length`` years has; then it stays.

    A line that would fall stays level.
    """
    first, steps, done = (entered, length, year) if phase.share is None else (phase.share, length - 1, year - 1)
    rise = max((phase.share_to or 0.0) - first, 0.0)
    return min(first + rise * (1.0 if done >= steps else done / steps), 1.0)
