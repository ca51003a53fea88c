"""Parameters: the numbers that the optimisation sees, as read-only arrays over named axes.

The type of a field names its axes: ``Annotated[Floats, "cadre", "year"]`` is an array of one row a cadre and one column a
planning year, tail included, which rules read as ``d.pay[cadre, year]``. Years of the axis *year_from_base* start with the
base year. Money is in whole units of the case's currency at current prices unless a field says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from rightfin.case.lines import Line
from rightfin.fiscal.chain import Justice
from rightfin.fiscal.departures import Departures
from rightfin.fiscal.labelled import ByName
from rightfin.fiscal.terms import Commitment, Policy, Rule
from rightfin.schema import CATEGORIES, YearStyle

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Horizon:
    """The years: ``base`` is observed, ``years`` are planned, the first ``shown`` of them are reported."""

    base: int
    years: tuple[int, ...]
    shown: int
    style: YearStyle = YearStyle.PLAIN
    """How the case writes years."""
    as_typed: bool = False
    """Whether what is typed for years of the tail holds there."""
    settled: int = 0
    """How many years before the first planning year are settled: their ends are data, and ``base`` is the last of them."""

    @cached_property
    def written(self) -> tuple[int, ...]:
        """The years shown, as numbers that write themselves as the case does."""
        return self.style.all(self.years[: self.shown])

    @property
    def price_year(self) -> int:
        """The year in whose prices the case is typed, and in which price levels are 1."""
        return self.base - self.settled

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

    ``deflator`` and ``population_index`` are 1 in the base year. ``discount`` is the real discount factor,
    ``money_discount`` turns current money into discounted base-year money. ``wage_ceiling`` and ``max_step`` are ``None``
    where the case has no such rule.
    """

    gdp: Annotated[Floats, "year_from_base"]
    revenue: Annotated[Floats, "year_from_base"]
    deflator: Annotated[Floats, "year_from_base"]
    population_index: Annotated[Floats, "year_from_base"]
    ceiling: Annotated[Floats, "year"]
    reserve_yield: Annotated[Floats, "year"]
    discount: Annotated[Floats, "year"]
    money_discount: Annotated[Floats, "year"]
    wage_ceiling: Annotated[Floats | None, "year"]
    max_step: Annotated[Floats | None, "year"]
    own_spending: float


@dataclass(frozen=True)
class Payers:
    """Payers beside the government, and transfers between payers: money in currency at current prices.

    ``payable`` are the lines that each payer may pay, the government included; ``payer_wage_ceiling`` and
    ``payer_max_step`` are NaN where a payer has no such rule. ``transfer_amount`` is what is to be given, before what the
    giver does not have; ``transfer_lines`` are those that a transfer is tied to, ``None`` where it may be spent freely.
    ``payer_region`` is the region of each payer that belongs to one.
    """

    further: tuple[str, ...]
    payer_region: Mapping[str, str]
    payable: Mapping[str, frozenset[Line]]
    payer_revenue: Annotated[Floats, "payer", "year_from_base"]
    payer_ceiling: Annotated[Floats, "payer", "year"]
    payer_wage_ceiling: Annotated[Floats, "payer", "year"]
    payer_max_step: Annotated[Floats, "payer", "year"]
    payer_own_spending: Annotated[Floats, "payer"]
    payer_saving_share: Annotated[Floats, "payer"]
    payer_reserve: Annotated[Floats, "payer"]
    payer_arrears: Annotated[Floats, "payer"]
    transfers: tuple[str, ...]
    transfer_from: Mapping[str, str]
    transfer_to: Mapping[str, str]
    transfer_lines: Mapping[str, frozenset[Line] | None]
    transfer_amount: Annotated[Floats, "transfer", "year"]


@dataclass(frozen=True)
class People:
    """Cadres and the institutions that employ them.

    ``part_pay``, ``pay`` (the sum of a cadre's parts), ``support``, ``severance`` and ``pension`` are in currency per
    person-year, ``training_cost`` per recruit, ``base_part_pay``, ``base_pay`` and ``base_support`` at base-year prices;
    ``min_strength`` and ``max_strength`` in persons, NaN where there is no limit; ``integrated`` in persons;
    ``max_exit_rate`` a share; ``training_places`` in persons a year, infinite where unlimited; ``attrition`` a share of
    those there when the year begins, ``recruits_kept`` of its recruits those who are left when it ends, ``wash_out`` of
    trainees those who never join; ``opening_present`` are those of ``opening_strength`` who are there, by the base year's
    ghosts; ``ghosts`` shares of the people paid, ``skimming`` of pay and ``waste`` of other money;
    ``overhead_ratio`` is zero where the rule is off. ``promotions`` maps (from, to) to the largest yearly rate.
    """

    institutions: tuple[str, ...]
    sector: Mapping[str, str]
    training_places: Annotated[Floats, "institution", "year"]
    pipeline: Annotated[Floats, "institution"]
    ghosts: Annotated[Floats, "institution", "year"]
    skimming: Annotated[Floats, "institution", "year"]
    waste: Annotated[Floats, "institution", "year"]
    max_exit_rate: Annotated[Floats, "institution", "year"]
    cadres: tuple[str, ...]
    institution_of: Mapping[str, str]
    opening_strength: Annotated[Floats, "cadre"]
    opening_present: Annotated[Floats, "cadre"]
    attrition: Annotated[Floats, "cadre", "year"]
    recruits_kept: Annotated[Floats, "cadre", "year"]
    wash_out: Annotated[Floats, "cadre", "year"]
    training_lead: Annotated[Mapping[str, int], "cadre"]
    pay_items: tuple[str, ...]
    """Items of the lines of pay: a cadre, or each part of its pay."""
    paid_to: Mapping[str, str]
    """The cadre of each of them."""
    part_pay: Annotated[Floats, "pay_item", "year"]
    base_part_pay: Annotated[Floats, "pay_item"]
    pay: Annotated[Floats, "cadre", "year"]
    support: Annotated[Floats, "cadre", "year"]
    base_pay: Annotated[Floats, "cadre"]
    base_support: Annotated[Floats, "cadre"]
    training_cost: Annotated[Floats, "cadre", "year"]
    severance: Annotated[Floats, "cadre", "year"]
    pension: Annotated[Floats, "cadre", "year"]
    retiring_share: Annotated[Floats, "cadre", "year"]
    pension_exit: Annotated[Floats, "cadre", "year"]
    opening_pensioners: Annotated[Floats, "cadre"]
    min_strength: Annotated[Floats, "cadre", "year"]
    max_strength: Annotated[Floats, "cadre", "year"]
    min_hard: Annotated[Flags, "cadre"]
    max_hard: Annotated[Flags, "cadre"]
    integrated: Annotated[Floats, "cadre", "year"]
    unsupported_effect: Annotated[Floats, "cadre", "year"]
    support_floor: Annotated[Floats, "cadre", "year"]
    entry: Annotated[Mapping[str, bool], "cadre"]
    promotions: Annotated[Mapping[tuple[str, str], float], "cadre", "cadre"]
    overhead_ratio: Annotated[Floats, "cadre", "year"]
    overhead_base: Mapping[str, tuple[str, ...]]
    """For each overhead cadre, the need-serving cadres that it is measured against."""


@dataclass(frozen=True)
class Equipment:
    """Assets: ``price`` in currency per unit, ``upkeep`` as a share of price a year, ``life`` in years, ``max_purchase`` in
    units a year, infinite where unlimited. ``units_per_head`` maps (asset, cadre, year) to units."""

    assets: tuple[str, ...]
    institution_of: Mapping[str, str]
    opening_stock: Annotated[Floats, "asset"]
    price: Annotated[Floats, "asset", "year"]
    life: Annotated[Floats, "asset"]
    upkeep: Annotated[Floats, "asset", "year"]
    max_purchase: Annotated[Floats, "asset", "year"]
    units_per_head: Annotated[Mapping[tuple[str, str, int], float], "asset", "cadre", "year"]

    @cached_property
    def uses(self) -> tuple[tuple[str, str], ...]:
        """Every (asset, cadre) that needs it."""
        return tuple(dict.fromkeys((asset, cadre) for asset, cadre, _ in self.units_per_head))


@dataclass(frozen=True)
class Needs:
    """Threats: ``need`` and ``external`` in capability units, external capped at the need.

    ``base_demand`` is each need's national demand in the base year, its first positive year if that is zero, and
    1 if it is never positive. ``bands`` gives (width, penalty) mild to severe. ``population`` is of the base year,
    NaN where unknown. ``max_share`` has the years in which there is one. ``served`` are the regions of institutions that
    do not serve all.
    """

    needs: tuple[str, ...]
    regions: tuple[str, ...]
    population: Annotated[Floats, "region"]
    weight: Annotated[Floats, "need"]
    bands: Mapping[str, tuple[tuple[float, float], ...]]
    need: Annotated[Floats, "need", "region", "year"]
    external: Annotated[Floats, "need", "region", "year"]
    base_demand: Annotated[Floats, "need"]
    effects: Annotated[Mapping[tuple[str, str, int], float], "cadre", "need", "year"]
    max_share: Annotated[Mapping[tuple[str, str, int], float], "cadre", "need", "year"]
    served: Mapping[str, frozenset[str]]

    @property
    def posts(self) -> tuple[tuple[str, str], ...]:
        """Every (cadre, need) that the cadre serves, however much it delivers."""
        return tuple(dict.fromkeys((cadre, need) for cadre, need, _ in self.effects))


@dataclass(frozen=True)
class Donors:
    """Donors: ``disbursed`` is what arrives, in the case's currency, before the ``fee`` taken at deposit.

    ``keep`` is the share of a year's unspent money that may be spent a year later, ``opening_carried`` currency.
    ``last_year`` is the last year in which money may be spent (``None``: for ever); ``staying`` are the donors who never
    leave as the case has it, also where a study lets one of them leave; ``lasting_share`` is the share of what arrives from
    them that is of such donors: less than 1 in a pool with others. ``eligible`` holds the
    (donor, line) that may be funded; ``match`` gives grant per unit of own money in years with a
    co-financing rule, ``untied`` currency, ``scope`` the lines of donors with such a rule in any year, ``match_base`` the
    own money a year, in the case's currency, that earns no grant.
    """

    donors: tuple[str, ...]
    disbursed: Annotated[Floats, "donor", "year"]
    fee: Annotated[Floats, "donor", "year"]
    keep: Annotated[Floats, "donor", "year_from_base"]
    opening_carried: Annotated[Floats, "donor"]
    last_year: Mapping[str, int | None]
    staying: frozenset[str]
    lasting_share: Annotated[Floats, "donor", "year"]
    on_budget: Mapping[str, bool]
    eligible: frozenset[tuple[str, Line]]
    match: Annotated[Mapping[tuple[str, int], float], "donor", "year"]
    untied: Annotated[Floats, "donor", "year"]
    match_payer: Mapping[str, str]
    """Whose own money alone is matched; absent where that of all payers is."""
    scope: Mapping[str, frozenset[Line]]
    match_base: Annotated[Floats, "donor", "year"]


@dataclass(frozen=True)
class Handovers:
    """Handovers: ``share`` is what the state must bear at least of what is paid on the ``lines`` of each.

    ``lines`` are recurrent lines, in the order of the case.
    """

    handovers: tuple[str, ...]
    handover_payer: Mapping[str, str]
    """Whose own money alone counts; absent where that of all payers does."""
    lines: Mapping[str, tuple[Line, ...]]
    share: Annotated[Floats, "handover", "year"]


@dataclass(frozen=True)
class PartLimits:
    """Ceilings and floors of parts of the budget: ``part_limit`` is own money on the ``part_lines``, NaN without limit.

    ``is_floor`` tells floors from ceilings, ``of_ceiling`` limits that are shares of the sector's ceiling from amounts.
    """

    parts: tuple[str, ...]
    part_payer: Mapping[str, str]
    """Whose own money alone counts; absent where that of all payers does."""
    part_lines: Mapping[str, tuple[Line, ...]]
    part_limit: Annotated[Floats, "part", "year"]
    is_floor: Mapping[str, bool]
    of_ceiling: Mapping[str, bool]


@dataclass(frozen=True)
class Earmarks:
    """Earmarks of donors: ``earmark_amount`` is in the case's currency, net of fees, NaN where there is none.

    ``is_reserve`` tells money that may be spent on the ``earmark_lines`` only from limits on what is spent there.
    """

    earmarks: tuple[str, ...]
    earmark_donor: Mapping[str, str]
    earmark_lines: Mapping[str, tuple[Line, ...]]
    earmark_amount: Annotated[Floats, "earmark", "year"]
    is_reserve: Mapping[str, bool]


@dataclass(frozen=True)
class Gifts:
    """Gifts in kind: ``offered`` in units, zero after the donor's exit; ``gift_value`` in currency per unit, only shown."""

    gifts: tuple[str, ...]
    gift_donor: Mapping[str, str]
    gift_asset: Mapping[str, str]
    offered: Annotated[Floats, "gift", "year"]
    gift_value: Annotated[Floats, "gift", "year"]


@dataclass(frozen=True)
class Targets:
    """Targets: ``target_value`` as typed, in persons or per 100,000 inhabitants, ``target_level`` in persons; NaN without.

    ``measure`` is strength, hires or per_100k, ``target_cadres`` who counts.
    """

    targets: tuple[str, ...]
    measure: Mapping[str, str]
    target_cadres: Mapping[str, tuple[str, ...]]
    target_value: Annotated[Floats, "target", "year"]
    target_level: Annotated[Floats, "target", "year"]
    at_most: Mapping[str, bool]
    is_hard: Mapping[str, bool]


@dataclass(frozen=True)
class Inherited:
    """What was begun or decided before the first planning year; NaN, or absent, where nothing is known of it.

    ``decided`` are people paid in years to come, as they are decided, ``decided_hires``, ``decided_exits`` and, from and
    to, ``decided_promotions`` who join, leave and are moved up; ``in_training`` are those who join in a year because
    they were in training when the last one ended; ``last_hires``, ``last_exits`` and ``last_promotions`` are of that year.
    At the start of a case nothing is known of the last three. All in persons.
    """

    decided: Annotated[Floats, "cadre", "year"]
    decided_hires: Annotated[Floats, "cadre", "year"]
    decided_exits: Annotated[Floats, "cadre", "year"]
    decided_promotions: Annotated[Mapping[tuple[str, str, int], float], "cadre", "cadre", "year"]
    in_training: Annotated[Floats, "cadre", "year"]
    last_hires: Annotated[Floats, "cadre"]
    last_exits: Annotated[Floats, "cadre"]
    last_promotions: Annotated[Mapping[tuple[str, str], float], "cadre", "cadre"]


@dataclass(frozen=True)
class Parameters:
    """Everything the formulation needs.

    ``lines`` are all lines of the budget, ``committed`` is money already contracted, in currency, and ``commitments`` where
    it comes from; ``running`` is what must be paid whatever the head count, in currency, the base year first.
    """

    horizon: Horizon
    fiscal: Fiscal
    payers: Payers
    people: People
    departures: Departures
    equipment: Equipment
    needs: Needs
    donors: Donors
    handovers: Handovers
    parts: PartLimits
    earmarks: Earmarks
    in_kind: Gifts
    rules: tuple[Rule, ...]
    targets: Targets
    justice: Justice
    lines: tuple[Line, ...]
    committed: Annotated[Floats, "line", "year"]
    running: Annotated[Floats, "line", "year_from_base"]
    commitments: tuple[Commitment, ...]
    policy: Policy
    inherited: Inherited
    categories: tuple[str, ...] = CATEGORIES
    origin: Parameters | None = None
    """The same from the base year of the case on, where years after it are settled; ``None`` where none is."""

    def __post_init__(self) -> None:
        for part in self._parts:
            for entry in fields(part):
                value = getattr(part, entry.name)
                if isinstance(value, np.ndarray):
                    value.setflags(write=False)

    @property
    def _parts(self) -> tuple[Any, ...]:
        return (self.fiscal, self.payers, self.people, self.departures, self.equipment, self.needs, self.donors,
                self.handovers, self.parts, self.earmarks, self.in_kind, self.targets, self.justice, self.inherited, self)

    @cached_property
    def case_size(self) -> float:
        """The yearly size of a case in money at base-year prices: its means or its bill, whichever is larger.

        Scales and tolerances are relative to it, so that neither depends on the unit of the currency.
        """
        deflator = self.fiscal.deflator[1:]
        own = self.fiscal.ceiling + self.payers.payer_ceiling.sum(axis=0)
        means = float(((own + self.donors.disbursed.sum(axis=0)) / deflator).max(initial=0.0))
        bill = float((self.people.base_pay + self.people.base_support) @ self.people.opening_strength)
        due = float(((self.committed + self.running[:, 1:]).sum(axis=0) / deflator).max(initial=0.0))
        return max(means, bill + due)

    @property
    def spent_before(self) -> float:
        """What all who pay spent of their own in the base year, in currency; 0 where that is not known of all of them."""
        known = (self.fiscal.own_spending, *self.payers.payer_own_spending.tolist())
        return sum(known) if all(amount > 0.0 for amount in known) else 0.0

    @cached_property
    def by_name(self) -> ByName:
        """Every field with axes under its own name: ``by_name.pay[cadre, year]``."""
        years = self.horizon.years
        return ByName(self._parts, {
            "cadre": self.people.cadres,
            "pay_item": self.people.pay_items,
            "institution": self.people.institutions,
            "asset": self.equipment.assets,
            "need": self.needs.needs,
            "region": self.needs.regions,
            "payer": self.payers.further,
            "transfer": self.payers.transfers,
            "donor": self.donors.donors,
            "handover": self.handovers.handovers,
            "category": self.categories,
            "part": self.parts.parts,
            "target": self.targets.targets,
            "earmark": self.earmarks.earmarks,
            "gift": self.in_kind.gifts,
            "stage": self.justice.stages,
            "line": self.lines,
            "year": years,
            "year_from_base": (self.horizon.base, *years),
        })
