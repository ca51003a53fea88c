"""Indices that several themes share."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.inputs import Index, Inputs

SUPPORTED, UNSUPPORTED = "supported", "unsupported"
"""States of support of people who work on a need."""


def by_cadre(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year)."""
    return ((k, t) for k in d.parameters.people.cadres for t in d.years)


def by_class(d: Inputs) -> Iterator[Index]:
    """Yield (financing class, year)."""
    return ((f.name, t) for f in d.layout.classes for t in d.years)
