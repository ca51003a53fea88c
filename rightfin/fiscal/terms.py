"""What a case lays down that is no array: rules of composition, contracts that go on, and how the plan weighs things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.lines import Line


@dataclass(frozen=True)
class Rule:
    """A rule of composition. Sides are cadres, or lines where the measure is cost; ``right_group`` is the right side as it
    is typed, ``base`` coefficient times the right side in the base year, in the unit of the measure."""

    name: str
    measure: str
    relation: str
    coefficient: float
    left_cadres: tuple[str, ...]
    right_cadres: tuple[str, ...]
    left_lines: tuple[Line, ...]
    right_lines: tuple[Line, ...]
    right_group: str
    years: frozenset[int]
    hard: bool
    base: float


@dataclass(frozen=True)
class Commitment:
    """Committed money on a line: ``yearly`` in currency, (years shown,), ``last`` its last; whether it goes on then."""

    line: Line
    yearly: tuple[float, ...]
    goes_on: bool

    @property
    def last(self) -> float:
        """Its amount in the last year shown, in currency."""
        return self.yearly[-1]


@dataclass(frozen=True)
class Policy:
    """How the plan weighs things; see the table ``settings``."""

    discount_rate: float
    secondary_objective: str
    arrears_tolerance: float
    rule_weight: float
    max_clearing_share: float
    opening_arrears: float
    reserve_allowed: bool
    opening_reserve: float
    max_saving_share: float
    grade_ratio_factor: float
    sustained_from: int | None
    """First year in which what stands must be kept up without donors who leave; ``None`` where nothing asks for it."""
    glides: bool
    """Whether what may stand before that year falls to what can be kept."""
    glide_share: tuple[float, ...]
    """How much of the way is gone by planning year; empty where it is straight."""
    switches: Mapping[str, bool]
