"""A glance in a sentence."""

from __future__ import annotations

from rightfin.report.words.glimpse import glimpse
from rightfin.result.glance import Glance
from rightfin.solve.levels import Level


def glance(least: float) -> Glance:
    flat = (1e9, 1e9)
    return Glance(
        years=(2026, 2027), strength=(1000.0, 1000.0), cost=flat, own=flat, grants=flat, unpaid=(7e6, 0.0),
        unsupported=(0.0, 0.0), coverage=(0.5, 0.6), levels=(Level("1a", "obligations", least),),
        revenue=flat, cleared=(0.0, 0.0), saved=(0.0, 0.0), most_unpaid=1.0, by_need={},
    )


def test_nothing_is_missing() -> None:
    found = glimpse(glance(0.2), "AFN")
    assert found == "Everyone can be paid and supported in all years. Needs are covered to 50.0% in 2026 and 60.0% in 2027."


def test_only_what_is_settled_is_said_as_an_amount() -> None:
    found = glimpse(glance(3.5e6), "AFN")
    assert found.startswith("At least AFN 3.50 million cannot be paid or supported, counted over all years at today's")
