"""The justice chain as parameters: stages in their order, who works them, who brings cases, and the places of prisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bands = tuple[tuple[float, float], ...]


class Segment(NamedTuple):
    """What waits at the end of a year, at least: ``kept · before + arrived · inflow - cleared · capacity``, in cases."""

    kept: float
    arrived: float
    cleared: float


@dataclass(frozen=True)
class Justice:
    """The justice chain: ``stages`` in their order, cases in numbers, people in persons.

    ``outside`` are cases that come by themselves, ``pass_rate`` is the share of those done that go on, zero for the last.
    ``base_inflow`` is a stage's inflow in the base year, in the first year with any where that is zero, if stages before it
    get done what arrives; 1 where none ever does.
    ``drop_years`` is NaN where dropping counts more than waiting; ``held_years`` are the years for which an accused is held
    while the case is in hand; ``sentence`` is in years, NaN where nobody goes to prison.
    ``throughput`` and ``cases_per_head`` have the pairs of ``justice_staff`` for which there is one in some year.
    ``prison_places`` are NaN, and ``base_places`` 0, where nobody says how many places there are.
    """

    stages: tuple[str, ...]
    stage_weight: Annotated[Floats, "stage"]
    stage_bands: Mapping[str, Bands]
    segments: Mapping[str, tuple[Segment, ...]]
    opening_backlog: Annotated[Floats, "stage"]
    base_inflow: Annotated[Floats, "stage"]
    outside: Annotated[Floats, "stage", "year"]
    pass_rate: Annotated[Floats, "stage", "year"]
    drop_share: Annotated[Floats, "stage", "year"]
    drop_years: Annotated[Floats, "stage"]
    held_share: Annotated[Floats, "stage", "year"]
    held_years: Annotated[Floats, "stage", "year"]
    prison_share: Annotated[Floats, "stage", "year"]
    sentence: Annotated[Floats, "stage", "year"]
    opening_convicted: Annotated[Floats, "stage"]
    throughput: Annotated[Mapping[tuple[str, str, int], float], "stage", "cadre", "year"]
    cases_per_head: Annotated[Mapping[tuple[str, str, int], float], "stage", "cadre", "year"]
    prison_places: Annotated[Floats, "year"]
    base_places: float
    prison_weight: float
    prison_bands: Bands

    @property
    def works(self) -> tuple[tuple[str, str], ...]:
        """Every (stage, cadre) that the cadre works."""
        return tuple(dict.fromkeys((stage, cadre) for stage, cadre, _ in self.throughput))

    @property
    def brings(self) -> tuple[tuple[str, str], ...]:
        """Every (stage, cadre) into which the cadre brings cases."""
        return tuple(dict.fromkeys((stage, cadre) for stage, cadre, _ in self.cases_per_head))
