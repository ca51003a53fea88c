"""Kinds of limits that may be why a need is short: rows whose sides are taken away, or what else of a case is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from rightfin.fiscal.parameters import Parameters


class ShortCause(StrEnum):
    """A kind of limit that may be why a need is short."""

    MONEY = "money"
    CEILINGS = "ceilings"
    WHO_PAYS = "who_pays"
    PLACES = "places"
    CAREERS = "careers"
    POSTS = "posts"
    RULES = "rules"
    KIT = "kit"
    KEPT = "kept"
    TIME = "time"
    """Training takes years: in the first ones only those join who were in training when the plan started."""
    ELIGIBILITY = "eligibility"
    """Who pays may pay for some lines alone."""
    REGIONS = "regions"
    """Institutions serve some regions alone."""


FAMILIES: Mapping[ShortCause, tuple[str, ...]] = {
    ShortCause.MONEY: ("ceiling", "pledge"),
    ShortCause.PLACES: ("training",),
    ShortCause.KIT: ("absorption",),
    ShortCause.POSTS: ("maximum_strength",),
    ShortCause.CEILINGS: ("part_ceiling", "wage_bill", "no_cliff"),
    ShortCause.WHO_PAYS: ("earmark_limit", "earmark_reserve", "co_financing", "handover"),
    ShortCause.CAREERS: ("promotion_rate", "exit_rate", "grade_ratio"),
    ShortCause.RULES: ("rule", "target", "overhead", "minimum_strength", "part_floor", "team"),
    ShortCause.KEPT: ("sustained",),
}
"""The families of rows of each cause that is rows, in the order in which causes are tried."""


def _trained_at_once(p: Parameters) -> Parameters:
    if not any(p.people.training_lead.values()):
        return p
    return replace(p, people=replace(p.people, training_lead=dict.fromkeys(p.people.training_lead, 0)))


def _paying_for_all(p: Parameters) -> Parameters:
    every = frozenset((donor, line) for donor in p.donors.donors for line in p.lines)
    payable = {payer: frozenset(p.lines) for payer in p.payers.payable}
    if every <= p.donors.eligible and all(lines <= p.payers.payable[payer] for payer, lines in payable.items()):
        return p
    return replace(p, donors=replace(p.donors, eligible=every), payers=replace(p.payers, payable=payable))


def _serving_all(p: Parameters) -> Parameters:
    everywhere = frozenset(p.needs.regions)
    return p if all(everywhere <= regions for regions in p.needs.served.values()) else replace(
        p, needs=replace(p.needs, served={}))


CHANGES: Mapping[ShortCause, Callable[[Parameters], Parameters]] = {
    ShortCause.TIME: _trained_at_once,
    ShortCause.ELIGIBILITY: _paying_for_all,
    ShortCause.REGIONS: _serving_all,
}
"""What becomes of a case without causes that are no rows; the same object where it has no such limit."""
