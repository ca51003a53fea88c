"""What a region needs beside what its purse carries; nothing where no payer belongs to a region.

A need may be covered by institutions that serve several regions, and their cost is nobody's in particular. So money is
told of the institutions that serve a region alone, and coverage of all that covers its needs.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.fiscal.parameters import Floats, Needs
from rightfin.result.by_payer import Key, money_of_payers, paid_by_payers
from rightfin.result.point import in_turn
from rightfin.result.yearly import Yearly


def needs_and_purses(sums: Yearly) -> dict[str, dict[str, Floats]]:
    """Return by region that has a payer, and column of the table ``regions``, amounts by year; regions as in the case."""
    p = sums.inputs.parameters
    payers_of: dict[str, list[str]] = {}
    for payer, region in p.payers.payer_region.items():
        payers_of.setdefault(region, []).append(payer)
    if not payers_of:
        return {}
    money, paid = money_of_payers(sums), paid_by_payers(sums)
    return {
        region: _of_region(sums, region, {payer: money[payer] for payer in payers_of[region]}, paid)
        for region in p.needs.regions if region in payers_of
    }


def serving_alone(needs: Needs, region: str) -> frozenset[str]:
    """Return the institutions that serve a region and no other."""
    return frozenset(institution for institution, served in needs.served.items() if served == {region})


def _of_region(
    sums: Yearly, region: str, payers: Mapping[str, Mapping[str, Floats]], paid: Mapping[Key, Floats]
) -> dict[str, Floats]:
    """Return the row of a region, from the money of its ``payers`` and what each payer of the case has ``paid``."""
    p = sums.inputs.parameters
    alone = serving_alone(p.needs, region)
    institutions = [p.people.institution_of[cadre] in alone for cadre in p.people.cadres]
    heads = [institution in alone for institution, _ in sums.inputs.heads]

    def of_payers(*columns: str) -> Floats:
        return in_turn(np.array([money[column] for money in payers.values() for column in columns]))

    def of_heads(of_blocks: Floats) -> Floats:
        return in_turn(sums.by_head(of_blocks)[heads])

    cost, own, unfunded = map(of_heads, (sums.cost_of_blocks, sums.of_blocks("own"), sums.of_blocks("unfunded")))
    by_region = in_turn(np.array([
        np.zeros(len(sums.years)),
        *(amounts for (payer, institution, _), amounts in paid.items()
          if payer in payers and institution in alone),
    ]))
    return {
        "revenue": of_payers("revenue"), "ceiling": of_payers("ceiling"), "received": of_payers("received", "tied"),
        "given": of_payers("given"), "own": of_payers("own"),
        "strength": in_turn(sums.shown("strength")[institutions]),
        "cost": cost, "by_region": by_region, "by_others": np.maximum(own - by_region, 0.0),
        "grants": np.maximum(cost - own - unfunded, 0.0), "unfunded": unfunded,
        "unsupported": in_turn(sums.unsupported_of[institutions]),
        "coverage": _coverage(sums, p.needs.regions.index(region)),
    }


def _coverage(sums: Yearly, place: int) -> Floats:
    """Return the share of the needs of a region that is covered, weighted; 1 where nothing is needed."""
    needs = sums.inputs.parameters.needs
    needed, unmet = needs.need[:, place, : len(sums.years)], sums.unmet_of[:, place]
    weight = needs.weight[:, None] * (needed > 0.0)
    met = 1.0 - np.divide(unmet, needed, out=np.zeros_like(needed), where=needed > 0.0)
    whole = in_turn(weight)
    found: Floats = np.divide(in_turn(weight * np.clip(met, 0.0, 1.0)), whole, out=np.ones_like(whole), where=whole > 0.0)
    return found
