"""Every test of an exit side by side: the first year without donors by each, and what fails in the year before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rightfin.solve.levels import Depth
from rightfin.study.exits.criterion import ALL_PAID, ExitTest, Failure, from_then_on
from rightfin.study.exits.study import ExitAnswer, ExitStudy


class Measure(StrEnum):
    """The tests that are set side by side; all ask that everything is paid and everyone supported."""

    PAID = "paid"
    """Nothing else."""
    KEPT_90 = "kept_90"
    """At least 90 % of the coverage that donors make possible is kept."""
    KEPT_95 = "kept_95"
    """At least 95 % of it."""
    ALL_KEPT = "all_kept"
    """All of it: nothing is lost."""
    FOR_GOOD = "for_good"
    """The steady-state margin is not negative: the state can keep the last year's force up by itself."""
    ASKED = "asked"
    """What the user asked for, where it is none of these."""


TESTS = {
    Measure.PAID: ALL_PAID, Measure.KEPT_90: ExitTest(coverage=0.90), Measure.KEPT_95: ExitTest(coverage=0.95),
    Measure.ALL_KEPT: ExitTest(coverage=1.0), Measure.FOR_GOOD: ExitTest(margin=True),
}
"""What each measure asks for."""


@dataclass(frozen=True)
class Verdict:
    """What one test says.

    ``first`` is the first year without the donors from which on the test holds, one past the end year if only in staying
    through it, ``None`` if it fails even then. ``also`` are earlier years in which it holds, though it fails in a later
    one. ``before`` is the latest exit that fails, ``failures`` by what; ``None`` and empty if none of those asked fails.
    ``fewer`` is by how many people the force of the year ``first`` is smaller than if the donors never leave; ``None``
    where that is not known.
    """

    measure: Measure
    test: ExitTest
    first: int | None
    also: tuple[int, ...]
    before: ExitAnswer | None
    failures: tuple[Failure, ...]
    fewer: float | None


def verdicts(study: ExitStudy) -> tuple[Verdict, ...]:
    """Return what every test says of the exits of a study, in the order of ``Measure``.

    A test that cannot be judged is left out: coverage and the margin need complete plans, the margin pensions that end.
    """
    tests = dict(TESTS)
    if study.test not in tests.values():
        tests[Measure.ASKED] = study.test
    return tuple(_verdict(study, measure, test) for measure, test in tests.items() if _is_known(study, test))


def _is_known(study: ExitStudy, test: ExitTest) -> bool:
    if test.plain:
        return True
    margins = [answer.glance.margin for answer in study.answers if answer.glance is not None]
    return study.depth is Depth.PLAN and not (test.margin and None in margins)


def _verdict(study: ExitStudy, measure: Measure, test: ExitTest) -> Verdict:
    failures = {
        answer.own_from: test.failures(answer.glance, answer.own_from, study.leaving.most_unpaid, study.reference)
        for answer in study.answers
    }
    first, also = from_then_on({year: not failed for year, failed in failures.items()})
    failing = [answer for answer in study.answers if failures[answer.own_from]]
    before = failing[-1] if failing else None
    return Verdict(
        measure, test, first, also, before, failures[before.own_from] if before is not None else (), _fewer(study, first)
    )


def _fewer(study: ExitStudy, first: int | None) -> float | None:
    """Return by how many people the force of the first year without donors is smaller than if they never leave."""
    if first is None or first > study.years[-1] or study.reference is None or study.depth is not Depth.PLAN:
        return None
    glance = study.answer(first).glance
    if glance is None:
        return None
    at = glance.years.index(first)
    return max(0.0, study.reference.strength[at] - glance.strength[at])
