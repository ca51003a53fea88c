"""A glance in a sentence."""

from __future__ import annotations

from rightfin.report.glimpse import glimpse
from rightfin.result.glance import Glance


def glance(unpaid: tuple[float, ...], unsupported: tuple[float, ...] | None = None) -> Glance:
    count = len(unpaid)
    flat = (1e9,) * count
    return Glance(
        years=tuple(range(2026, 2026 + count)), strength=(1000.0,) * count, cost=flat, own=flat, grants=flat, unpaid=unpaid,
        unsupported=unsupported or (0.0,) * count, coverage=tuple(0.5 + 0.1 * n for n in range(count)), levels=(),
    )


def test_nothing_is_missing() -> None:
    found = glimpse(glance((0.0, 0.0)), "AFN")
    assert found == "Everyone is paid and supported in all years. Needs are covered to 50.0% in 2026 and 60.0% in 2027."


def test_what_is_missing_is_summed_and_its_years_named() -> None:
    found = glimpse(glance((2e6, 0.0, 1e6), (0.0, 0.0, 5e5)), "AFN")
    assert found.startswith("AFN 3.50 million cannot be paid or supported, in 2026 and 2028. ")


def test_many_years_are_counted() -> None:
    found = glimpse(glance((0.0, 1e6, 1e6, 1e6, 1e6)), "AFN")
    assert "in 4 of 5 years, first in 2027" in found
