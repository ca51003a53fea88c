"""What may be asked for: a short fixed list of ways in which the world around a plan could give way.

Each is a change of parameters. Only what a case has is asked for: a case without a wage bill ceiling is not told to raise
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product

import numpy as np

from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.result.plan import Names
from rightfin.schema.switches import Switch
from rightfin.tolerances import ADDED_UP

MORE = 0.1
"""How much more places, purchases, posts and room for pay are asked for."""

SAVING = 0.1
"""Share of a year's ceiling that may be saved."""

POINTS = 0.05
"""Points by which a share is eased."""

OF_LARGEST = 0.1
"""How much of the largest year of all donors' money, at constant prices, is asked for on top in one year, before it is
rounded down."""


class GivesWay(StrEnum):
    """What gives way."""

    TRAINING = "training"
    PURCHASES = "purchases"
    SAVING = "saving"
    CARRY_OVER = "carry_over"
    CEILING_OF_STRENGTH = "strength"
    DONOR_MONEY = "donor_money"
    HANDOVER_LATER = "handover_later"
    HANDOVER_LOWER = "handover_lower"
    ELIGIBILITY = "eligibility"
    CO_FINANCING = "co_financing"
    STEP = "step"
    WAGE_BILL = "wage_bill"
    PART_CEILING = "part_ceiling"
    PART_OPENED = "part_opened"
    TRANSFER = "transfer"
    PAYER_MONEY = "payer_money"


@dataclass(frozen=True)
class Ask:
    """One thing to ask for.

    ``who`` is the donor, institution, cadre, payer or transfer that it is about, empty where it is about all. ``words``
    says what it is.
    ``costs`` is what others must add, at current prices, by payer; empty where money that is there already does.
    ``real_cost`` is the sum of it at base-year prices.
    ``unpriced`` says that it takes something that the case gives no price for, such as building an academy.
    """

    kind: GivesWay
    who: str
    words: str
    parameters: Parameters
    costs: Mapping[str, float] = field(default_factory=dict)
    real_cost: float = 0.0
    unpriced: bool = False


def asks_of(p: Parameters, names: Names) -> Iterator[Ask]:
    """Yield what may be asked for in a case, money of donors apart (see ``donor_money``); new rows come last."""
    yield from _places(p, names)
    yield from _room(p)
    yield from _parts(p)
    yield from _posts(p, names)
    yield from _of_handovers(p)
    yield from _of_donors(p)
    yield from _saving(p)
    yield from _of_payers(p, names)
    if p.fiscal.max_step is not None:
        yield Ask(GivesWay.STEP, "", f"own spending{_whose(p)} that may rise as fast as it has to",
                  replace(p, fiscal=replace(p.fiscal, max_step=None)))


def donor_money(p: Parameters, names: Names, donor: str, year: int) -> Ask | None:
    """Return a round amount more from one donor in one year, up to a tenth of what all give in their largest year.

    Years are compared at constant prices, and the amount is one at the prices of its year. ``None`` where no donor gives
    anything.
    """
    given = p.donors.disbursed[:, : p.horizon.shown].sum(axis=0)
    largest = float((given / p.fiscal.deflator[1 : p.horizon.shown + 1]).max(initial=0.0))
    if largest <= 0.0:
        return None
    at = year - p.horizon.years[0]
    price = float(p.fiscal.deflator[at + 1])
    amount = rounded(OF_LARGEST * largest * price)
    disbursed = p.donors.disbursed.copy()
    disbursed[p.donors.donors.index(donor), at] += amount
    words = f"more money from {names.donors.get(donor, donor)} in {p.horizon.style.text(year)}"
    return Ask(GivesWay.DONOR_MONEY, donor, words,
               replace(p, donors=replace(p.donors, disbursed=disbursed)), {donor: amount}, amount / price)


def rounded(amount: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is at most a positive amount."""
    power = 10.0 ** np.floor(np.log10(amount))
    return float(power * next(step for step in (5.0, 2.0, 1.0) if step * power <= amount * (1.0 + ADDED_UP)))


def _whose(p: Parameters) -> str:
    """Return whose own money is meant where there are payers beside the government."""
    return " of the government" if p.payers.further else ""


def _places(p: Parameters, names: Names) -> Iterator[Ask]:
    """Yield more places in each school that has a limit, and in all of them where there are several."""
    places = p.people.training_places
    limited = np.flatnonzero(np.any(np.isfinite(places) & (places > 0.0), axis=1)).tolist()
    for at in limited:
        more = places.copy()
        more[at] *= 1.0 + MORE
        who = p.people.institutions[at]
        yield _training(p, who, f"{100.0 * MORE:.0f}% more training places of {names.institutions.get(who, who)}", more)
    if len(limited) > 1:
        yield _training(p, "", f"{100.0 * MORE:.0f}% more training places everywhere", places * (1.0 + MORE))


def _training(p: Parameters, who: str, words: str, places: Floats) -> Ask:
    return Ask(GivesWay.TRAINING, who, words, replace(p, people=replace(p.people, training_places=places)), unpriced=True)


def _room(p: Parameters) -> Iterator[Ask]:
    equipment, percent = p.equipment, f"{100.0 * MORE:.0f}%"
    if np.any(np.isfinite(equipment.max_purchase) & (equipment.max_purchase > 0.0)):
        bought = replace(equipment, max_purchase=equipment.max_purchase * (1.0 + MORE))
        yield Ask(GivesWay.PURCHASES, "", f"room to buy or build {percent} more a year", replace(p, equipment=bought),
                  unpriced=True)
    if p.fiscal.wage_ceiling is not None:
        fiscal = replace(p.fiscal, wage_ceiling=p.fiscal.wage_ceiling * (1.0 + MORE))
        yield Ask(GivesWay.WAGE_BILL, "", f"a wage bill ceiling{_whose(p)} {percent} higher", replace(p, fiscal=fiscal))


def _parts(p: Parameters) -> Iterator[Ask]:
    """Yield a higher ceiling of each part, and own money on a part in the years in which its ceiling is 0.

    Parts are called by their ceilings, which are all the case names.
    """
    parts = p.parts
    for place, name in enumerate(parts.parts):
        limit = parts.part_limit[place]
        if parts.is_floor[name]:
            continue
        if np.any(np.isfinite(limit) & (limit > 0.0)):  # infinite in years without a limit
            higher = f"the ceiling {name} {100.0 * MORE:.0f}% higher"
            yield _part(p, GivesWay.PART_CEILING, name, higher, limit * (1.0 + MORE))
        closed = limit == 0.0
        if np.any(closed[: p.horizon.shown]):  # the sector's own ceiling is all that binds there then
            yield _part(p, GivesWay.PART_OPENED, name, f"own money under the ceiling {name} in the years in which it is 0",
                        np.where(closed, p.fiscal.ceiling, limit))


def _part(p: Parameters, kind: GivesWay, name: str, words: str, limit: Floats) -> Ask:
    limits: Floats = p.parts.part_limit.copy()
    limits[p.parts.parts.index(name)] = limit
    return Ask(kind, name, words, replace(p, parts=replace(p.parts, part_limit=limits)))


def _of_payers(p: Parameters, names: Names) -> Iterator[Ask]:
    """Yield a larger transfer, out of its giver's ceiling, and more money of each payer beside the government."""
    payers, percent, shown = p.payers, f"{100.0 * MORE:.0f}%", p.horizon.shown
    for place, transfer in enumerate(payers.transfers):
        if np.any(payers.transfer_amount[place] > 0.0):
            amounts: Floats = payers.transfer_amount.copy()
            amounts[place] *= 1.0 + MORE
            giver, taker = (_payer(names, of[transfer]) for of in (payers.transfer_from, payers.transfer_to))
            yield Ask(GivesWay.TRANSFER, transfer, f"{percent} more that {giver} gives {taker} ({transfer})",
                      replace(p, payers=replace(payers, transfer_amount=amounts)))
    for place, payer in enumerate(payers.further):
        more: Floats = MORE * payers.payer_ceiling[place]
        if np.any(more[:shown] > 0.0):
            ceilings: Floats = payers.payer_ceiling.copy()
            ceilings[place] += more
            real = float((more / p.fiscal.deflator[1:])[:shown].sum())
            yield Ask(GivesWay.PAYER_MONEY, payer,
                      f"{percent} more own money of {_payer(names, payer)} in every year",
                      replace(p, payers=replace(payers, payer_ceiling=ceilings)), {payer: float(more[:shown].sum())}, real)


def _payer(names: Names, payer: str) -> str:
    """Return what a payer is called within a sentence."""
    return "the government" if payer == GOVERNMENT else names.payers.get(payer, payer)


def _posts(p: Parameters, names: Names) -> Iterator[Ask]:
    people = p.people
    for place, cadre in enumerate(people.cadres):
        if np.any(people.max_strength[place] > 0.0):
            limits: Floats = people.max_strength.copy()
            limits[place] *= 1.0 + MORE
            yield Ask(GivesWay.CEILING_OF_STRENGTH, cadre,
                      f"{100.0 * MORE:.0f}% more {names.cadres.get(cadre, cadre)} allowed",
                      replace(p, people=replace(people, max_strength=limits)))


def _of_handovers(p: Parameters) -> Iterator[Ask]:
    share = p.handovers.share
    if not np.any(share > 0.0) or not p.donors.donors:
        return
    # Later means that each year asks what the year before asked; the first year, which has none before it, stays.
    later = np.concatenate([share[:, :1], share[:, :-1]], axis=1)
    if np.any(later < share):
        eased = replace(p.handovers, share=np.minimum(later, share))
        yield Ask(GivesWay.HANDOVER_LATER, "", "the handover to the state one year later", replace(p, handovers=eased))
    eased = replace(p.handovers, share=np.maximum(share - POINTS, 0.0))
    yield Ask(GivesWay.HANDOVER_LOWER, "", f"the handover {100.0 * POINTS:.0f} points lower in every year",
              replace(p, handovers=eased))


def _of_donors(p: Parameters) -> Iterator[Ask]:
    donors = p.donors
    if not donors.donors:
        return
    if np.any(donors.keep < 1.0):
        kept = replace(donors, keep=np.ones_like(donors.keep))
        yield Ask(GivesWay.CARRY_OVER, "", "full carry-over of donors' money", replace(p, donors=kept))
    if donors.match:
        free = replace(donors, match={}, scope={})
        yield Ask(GivesWay.CO_FINANCING, "", "donors' money that asks for no co-financing", replace(p, donors=free))
    lines = frozenset(product(donors.donors, p.lines))
    if donors.eligible < lines:
        yield Ask(GivesWay.ELIGIBILITY, "", "donors' money for any line of the sector",
                  replace(p, donors=replace(donors, eligible=lines)))


def _saving(p: Parameters) -> Iterator[Ask]:
    policy = p.policy
    if not policy.switches.get(Switch.SAVING_LIMIT, True):
        return
    share = SAVING if not policy.reserve_allowed else max(SAVING, min(policy.max_saving_share + POINTS, 1.0))
    if not policy.reserve_allowed or share > policy.max_saving_share:
        now = f"{100.0 * policy.max_saving_share:g}%" if policy.reserve_allowed else "none"
        words = f"saving of up to {100.0 * share:g}% of a year's ceiling (now {now})"
        yield Ask(GivesWay.SAVING, "", words,
                  replace(p, policy=replace(policy, reserve_allowed=True, max_saving_share=share)))
