"""Parameters: the numbers that the optimisation sees, as read-only arrays over named sets.

Shapes use these letters: Y planning years (tail included), K cadres, I institutions, A assets, H needs, R regions,
D donors, C categories. Money is in whole units of the case's currency at current prices unless a field says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rightfin.schema import CATEGORIES

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Horizon:
    """The years: ``base`` is observed, ``years`` are planned, the first ``shown`` of them are reported."""

    base: int
    years: tuple[int, ...]
    shown: int

    @property
    def end(self) -> int:
        """The last year shown."""
        return self.years[self.shown - 1]

    @property
    def last(self) -> int:
        """The last year planned."""
        return self.years[-1]


@dataclass(frozen=True)
class Fiscal:
    """The state's means.

    ``gdp``, ``revenue``, ``deflator`` and ``population_index`` have shape (Y + 1,), the base year first; the two
    indices are 1 in the base year. The rest has shape (Y,). ``discount`` is the real discount factor,
    ``money_discount`` turns current money into discounted base-year money. ``wage_ceiling`` and ``max_step`` are ``None``
    where the case has no such rule.
    """

    gdp: Floats
    revenue: Floats
    deflator: Floats
    population_index: Floats
    ceiling: Floats
    reserve_yield: Floats
    discount: Floats
    money_discount: Floats
    wage_ceiling: Floats | None
    max_step: Floats | None
    own_spending: float


@dataclass(frozen=True)
class People:
    """Cadres and the institutions that employ them.

    ``pay``, ``support``, ``severance``, ``pension`` (currency per person-year) and ``training_cost`` (currency per
    recruit) have shape (K, Y); ``min_strength`` and ``max_strength`` (K, Y) in persons, NaN where there is no limit,
    with ``min_hard`` and ``max_hard`` of shape (K,); ``integrated`` (K, Y) persons; ``max_exit_rate`` (I, Y) share;
    ``base_pay`` and ``base_support`` (K,) at base-year prices; ``training_places`` (I,) persons a year, infinite where
    unlimited; ``overhead_ratio`` (K,), zero where the rule is off. ``promotions`` maps (from, to) to the largest yearly
    rate.
    """

    institutions: tuple[str, ...]
    sector: Mapping[str, str]
    training_places: Floats
    pipeline: Floats
    leakage: Floats
    max_exit_rate: Floats
    cadres: tuple[str, ...]
    institution_of: Mapping[str, str]
    opening_strength: Floats
    attrition: Floats
    training_lead: Mapping[str, int]
    pay: Floats
    support: Floats
    base_pay: Floats
    base_support: Floats
    training_cost: Floats
    severance: Floats
    pension: Floats
    retiring_share: Floats
    pension_exit: Floats
    opening_pensioners: Floats
    min_strength: Floats
    max_strength: Floats
    min_hard: Flags
    max_hard: Flags
    integrated: Floats
    unsupported_effect: Floats
    support_floor: Floats
    entry: Mapping[str, bool]
    promotions: Mapping[tuple[str, str], float]
    overhead_ratio: Floats
    overhead_base: Mapping[str, tuple[str, ...]]
    """For each overhead cadre, the need-serving cadres that it is measured against."""


@dataclass(frozen=True)
class Equipment:
    """Assets: ``price`` (A, Y) currency per unit, ``upkeep`` (A,) share of price a year, ``life`` (A,) years,
    ``max_purchase`` (A,) units a year, infinite where unlimited. ``units_per_head`` maps (asset, cadre) to units."""

    assets: tuple[str, ...]
    institution_of: Mapping[str, str]
    opening_stock: Floats
    price: Floats
    life: Floats
    upkeep: Floats
    max_purchase: Floats
    units_per_head: Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Needs:
    """Threats: ``need`` and ``external`` (H, R, Y) in capability units, external capped at the need.

    ``base_demand`` (H,) is each need's national demand in the base year, its first positive year if that is zero, and
    1 if it is never positive. ``bands`` gives (width, penalty) mild to severe. ``population`` (R,) is of the base year,
    NaN where unknown.
    """

    needs: tuple[str, ...]
    regions: tuple[str, ...]
    population: Floats
    weight: Floats
    bands: Mapping[str, tuple[tuple[float, float], ...]]
    need: Floats
    external: Floats
    base_demand: Floats
    effects: Mapping[tuple[str, str], float]
    max_share: Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Donors:
    """Donors: ``disbursed`` (D, Y) is what arrives, in the case's currency, before the ``fee`` (D,) taken at deposit.

    ``keep`` (D,) is the share of unspent money that may be spent a year later, ``opening_carried`` (D,) currency.
    ``last_year`` is the last year in which money may be spent (``None``: for ever). ``eligible`` holds the
    (donor, institution, category) that may be funded; ``match`` gives grant per unit of own money for donors with a
    co-financing rule, ``untied`` (D, Y) currency, ``scope`` their lines, ``match_base`` (D,) the own money a year, in the
    case's currency, that earns no grant.
    """

    donors: tuple[str, ...]
    disbursed: Floats
    fee: Floats
    keep: Floats
    opening_carried: Floats
    last_year: Mapping[str, int | None]
    on_budget: Mapping[str, bool]
    eligible: frozenset[tuple[str, str, str]]
    match: Mapping[str, float]
    untied: Floats
    scope: Mapping[str, frozenset[tuple[str, str]]]
    match_base: Floats


@dataclass(frozen=True)
class Handovers:
    """Handovers: ``share`` (N, Y) is what the state must bear at least of what is paid on the ``lines`` of each.

    ``lines`` are recurrent lines (institution, category), in the order of the case.
    """

    handovers: tuple[str, ...]
    lines: Mapping[str, tuple[tuple[str, str], ...]]
    share: Floats


@dataclass(frozen=True)
class Rule:
    """A rule of composition. Sides are cadres, or lines (institution, category) where the measure is cost; ``base`` is
    coefficient times the right side in the base year, in the unit of the measure."""

    name: str
    measure: str
    relation: str
    coefficient: float
    left_cadres: tuple[str, ...]
    right_cadres: tuple[str, ...]
    left_lines: tuple[tuple[str, str], ...]
    right_lines: tuple[tuple[str, str], ...]
    years: frozenset[int]
    hard: bool
    base: float


@dataclass(frozen=True)
class Commitment:
    """One line of committed money: ``last`` is its amount in the last year shown, in currency; whether it goes on then."""

    institution: str
    category: str
    item: str
    last: float
    goes_on: bool


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
    switches: Mapping[str, bool]


@dataclass(frozen=True)
class Parameters:
    """Everything the formulation needs.

    ``committed`` (I, C, Y) is money already contracted, in currency, and ``commitments`` the lines that it sums.
    """

    horizon: Horizon
    fiscal: Fiscal
    people: People
    equipment: Equipment
    needs: Needs
    donors: Donors
    handovers: Handovers
    rules: tuple[Rule, ...]
    committed: Floats
    commitments: tuple[Commitment, ...]
    policy: Policy
    categories: tuple[str, ...] = CATEGORIES

    def __post_init__(self) -> None:
        for part in (self.fiscal, self.people, self.equipment, self.needs, self.donors, self.handovers, self):
            for entry in fields(part):
                value = getattr(part, entry.name)
                if isinstance(value, np.ndarray):
                    value.setflags(write=False)
