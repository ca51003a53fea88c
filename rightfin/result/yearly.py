"""What a point comes to by year: every sum that tables, indicators, glances and thresholds share, added up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from rightfin.fiscal.parameters import Floats
from rightfin.lp.decisions import Decisions
from rightfin.lp.inputs import Inputs
from rightfin.lp.rules.people import of_intakes
from rightfin.lp.steady import number
from rightfin.result.allocate import (
    Decided,
    block_of_lines,
    blocks_of,
    class_of_blocks,
    line_costs,
    line_shares,
    national_unmet,
    unmet_by_region,
)
from rightfin.result.overhang import Overhang, overhangs_of, without_donors
from rightfin.result.point import Point, in_turn
from rightfin.result.portions import PaidBlocks, paid_by_blocks
from rightfin.result.steady import Steady, steady_state


class Yearly:
    """The sums of a point over the years shown; money in currency units at current prices, people in person-years.

    All are (years,) unless they say otherwise. Each is computed when first asked for.
    """

    def __init__(self, inputs: Inputs, point: Point) -> None:
        self.inputs, self.point = inputs, point
        self.years = inputs.parameters.horizon.written
        self._shares: dict[float, Floats] = {}

    def shown(self, name: str) -> Floats:
        """Return a decision that has its year last, (..., years), tail years left out."""
        return self.point[name][..., : len(self.years)]

    # People

    @cached_property
    def present_of(self) -> Floats:
        """People who are paid and there, (cadres, years)."""
        share = self.inputs.present.rows(self.inputs.parameters.people.cadres)[:, : len(self.years)]
        found: Floats = share * self.shown("strength")
        return found

    @cached_property
    def struck_of(self) -> Floats:
        """People struck off the payroll because they are not there, (cadres, years)."""
        people, years = self.inputs.parameters.people, len(self.years)
        before = np.concatenate([people.opening_strength[:, None], self.shown("strength")[:, :-1]], axis=1)
        struck = self.inputs.parameters.departures.struck_off[:, :years]
        found: Floats = struck * (1.0 - people.attrition[:, :years]) * before
        return found

    @cached_property
    def retirements_of(self) -> Floats:
        """People who retire in a year known before, (cadres, years)."""
        return self._of_intakes(self.inputs.retires)

    @cached_property
    def due_of(self) -> Floats:
        """People in pay at the end of the year who retire in a later one that is known, (cadres, years)."""
        return self._of_intakes(self.inputs.due)

    @cached_property
    def decided(self) -> Decisions:
        """The decisions as rules read them."""
        return cast(Decisions, Decided(self.inputs, self.point))

    def _of_intakes(self, shares: Mapping[Any, float]) -> Floats:
        """Return shares of those who joined, by cadre, year of joining and year, as people, (cadres, years)."""
        decided, cadres = self.decided, self.inputs.parameters.people.cadres
        found = np.zeros((len(cadres), len(self.years)))
        for place, cadre in enumerate(cadres):
            for n, year in enumerate(self.years if cadre in self.inputs.intakes else ()):
                people = of_intakes(decided, self.inputs, shares, cadre, year)
                found[place, n] = 0.0 if people is None else number(people)
        return found

    @cached_property
    def supported_of(self) -> Floats:
        """People who are supported, (cadres, years); all of a cadre who are there where it serves no need."""
        present, people = self.present_of, self.inputs.parameters.people
        working = in_turn(np.concatenate([
            np.moveaxis(self.point[name][:, :, : len(self.years), 0], 1, 0) for name in ("assigned", "posted")
        ]))
        serves = np.array([cadre in self.inputs.serves for cadre in people.cadres], dtype=bool)[:, None]
        found: Floats = np.where(serves, np.minimum(working + self.shown("standby"), present), present)
        return found

    @cached_property
    def support_cost_of(self) -> Floats:
        """Cost of supporting one person for the year, what is lost included, (cadres, years)."""
        return self.inputs.parameters.people.support[:, : len(self.years)] * self._gross_up

    @cached_property
    def _gross_up(self) -> Floats:
        """What has to be spent for one unit of support that arrives, (cadres, years)."""
        people, gross_up = self.inputs.parameters.people, self.inputs.gross_up
        return np.array([
            [gross_up[people.institution_of[cadre], "operations", year] for year in self.years] for cadre in people.cadres
        ]).reshape(-1, len(self.years))

    @cached_property
    def strength(self) -> Floats:
        """People paid."""
        return in_turn(self.shown("strength"))

    @cached_property
    def present(self) -> Floats:
        """People paid who are there."""
        return in_turn(self.present_of)

    @cached_property
    def supported(self) -> Floats:
        """People supported."""
        return in_turn(self.supported_of)

    # Money

    @cached_property
    def cost_of_blocks(self) -> Floats:
        """Cost of each block of lines, (blocks, years)."""
        return blocks_of(self.inputs, self.point, "cost")

    @cached_property
    def paid(self) -> PaidBlocks:
        """Who pays which block of lines."""
        return paid_by_blocks(self.inputs, self.cost_of_blocks, self.shown("grant"))

    def of_blocks(self, name: str) -> Floats:
        """Return a decision by payer and class, block by block and all payers together, (blocks, years)."""
        return self.paid.share * in_turn(self.shown(name))[class_of_blocks(self.inputs)]

    def by_head(self, of_blocks: Floats) -> Floats:
        """Return amounts by block as amounts by head of the budget, (heads, years)."""
        place = {head: n for n, head in enumerate(self.inputs.heads)}
        found = np.zeros((len(place), of_blocks.shape[1]))
        for block, amounts in zip(self.inputs.blocks.values(), of_blocks, strict=True):
            found[place[block.institution, block.category]] += amounts
        return found

    @cached_property
    def cost_of_lines(self) -> Floats:
        """Cost of each line, (lines, years), block by block."""
        return line_costs(self.inputs, self.point)

    def by_line(self, of_blocks: Floats) -> Floats:
        """Return amounts by block as amounts by line, (lines, years), in proportion to cost."""
        return line_shares(self.inputs, self.cost_of_lines) * of_blocks[block_of_lines(self.inputs)]

    @cached_property
    def cost(self) -> Floats:
        """What falls due, paid or not."""
        return in_turn(self.cost_of_blocks)

    @cached_property
    def own(self) -> Floats:
        """What the state spends, all payers together."""
        return self._whole("own")

    @cached_property
    def grants(self) -> Floats:
        """What donors spend."""
        grants = self.shown("grant")
        return in_turn(grants.reshape(-1, grants.shape[-1]))

    @cached_property
    def unfunded(self) -> Floats:
        """What falls due and nobody pays."""
        return self._whole("unfunded")

    @cached_property
    def cleared(self) -> Floats:
        """Old arrears paid off, by all payers."""
        return in_turn(self.shown("cleared"))

    @cached_property
    def arrears(self) -> Floats:
        """What all payers owe at the end of the year."""
        return in_turn(self.shown("arrears"))

    @cached_property
    def reserve(self) -> Floats:
        """The reserves of all payers at the end of the year."""
        return in_turn(self.shown("reserve"))

    @cached_property
    def ceiling(self) -> Floats:
        """The ceilings of all payers together."""
        p, years = self.inputs.parameters, len(self.years)
        return in_turn(np.concatenate([p.fiscal.ceiling[None, :years], p.payers.payer_ceiling[:, :years]]))

    @cached_property
    def revenue(self) -> Floats:
        """The revenue of all payers together, that of the government first."""
        p, planned = self.inputs.parameters, slice(1, len(self.years) + 1)
        return in_turn(np.concatenate([p.fiscal.revenue[None, planned], p.payers.payer_revenue[:, planned]]))

    def _whole(self, name: str) -> Floats:
        """Return a decision by payer and class over all of them."""
        amounts = self.shown(name)
        return in_turn(amounts.reshape(-1, amounts.shape[-1]))

    @cached_property
    def broken(self) -> Floats:
        """What nobody pays, and what supporting those would cost who are not supported although the case asks for it."""
        return in_turn(np.concatenate([self.unfunded[None], self.unsupported_of]))

    @cached_property
    def unsupported_of(self) -> Floats:
        """What support would cost of those who lack it although the case asks for it, (cadres, years)."""
        found: Floats = self.shown("hollow") * self.support_cost_of
        return found

    @cached_property
    def unsupported(self) -> Floats:
        """What supporting those would cost who are not supported although the case asks for it."""
        found: Floats = np.maximum(self.broken - self.unfunded, 0.0)
        return found

    @cached_property
    def asked(self) -> Floats:
        """What the people of the plan cost if everyone is paid and supported as the case asks."""
        return self.cost + self.unsupported

    @cached_property
    def saved(self) -> Floats:
        """What goes into the reserve, its yield left out; below zero, what comes out of it."""
        opening = sum(terms.opening_reserve for terms in self.inputs.terms.values())
        reserve = self.reserve
        kept = (1.0 + self.inputs.parameters.fiscal.reserve_yield[: len(self.years)]) * _year_before(reserve, opening)
        found: Floats = reserve - kept
        return found

    @cached_property
    def outlay(self) -> Floats:
        """What the state gives: own money spent, old arrears cleared, and what goes into the reserve."""
        return self.own + self.cleared + self.saved

    @cached_property
    def outlay_before(self) -> Floats:
        """The same of the year before; in the first year what the case states of all who pay, 0 where it does not."""
        return _year_before(self.outlay, self.inputs.parameters.spent_before)

    # Needs

    @cached_property
    def unmet_of(self) -> Floats:
        """Unmet need, (needs, regions, years)."""
        return unmet_by_region(self.inputs, self.point)

    @cached_property
    def covered_of(self) -> Floats:
        """What the state's institutions supply, (needs, regions, years)."""
        needs, years = self.inputs.parameters.needs, len(self.years)
        found: Floats = np.maximum(needs.need[:, :, :years] - needs.external[:, :, :years] - self.unmet_of, 0.0)
        return found

    @cached_property
    def _by_need(self) -> tuple[Floats, Floats, Floats]:
        """Need, what others supply and what the state's institutions supply, each (needs, years)."""
        needs, years = self.inputs.parameters.needs, len(self.years)
        needed, external = needs.need[:, :, :years].sum(axis=1), needs.external[:, :, :years].sum(axis=1)
        return needed, external, np.maximum(needed - external - national_unmet(self.point)[:, :years], 0.0)

    def shares(self, kept: float = 1.0) -> Floats:
        """Return the share of each need that is covered, (needs, years); NaN where nothing is needed.

        ``kept`` is the share of what the state's institutions supply that is counted.
        """
        if kept not in self._shares:
            needed, external, covered = self._by_need
            self._shares[kept] = np.divide(
                external + kept * covered, needed, out=np.full_like(needed, np.nan), where=needed > 0.0
            )
        return self._shares[kept]

    def coverage(self, kept: float = 1.0, chosen: NDArray[np.bool_] | None = None) -> Floats:
        """Return coverage: the shares of the needs chosen, all by default, weighted; NaN where none of them is needed."""
        weight, shares = self.inputs.parameters.needs.weight[:, None], self.shares(kept)
        at = np.ones(len(shares), dtype=bool) if chosen is None else chosen
        whole = in_turn((weight * ~np.isnan(shares))[at])
        met = in_turn((weight * np.nan_to_num(shares))[at])
        found: Floats = np.divide(met, whole, out=np.full_like(whole, np.nan), where=whole > 0.0)
        return found

    # The last year, kept up for good

    @cached_property
    def steady(self) -> Steady | None:
        """What it takes to keep up the force of the last year shown; ``None`` where pensions never end."""
        cadres = self.inputs.parameters.people.cadres
        strength, supported, hollow = (
            dict(zip(cadres, amounts[:, -1].tolist(), strict=True))
            for amounts in (self.shown("strength"), self.supported_of, self.shown("hollow"))
        )
        found = steady_state(self.inputs, strength, supported, hollow)
        if found is None or self.by_payers is None:
            return found
        return replace(found, ceiling=found.cost + found.fixed - self.by_payers.amount)

    @cached_property
    def by_payers(self) -> Overhang | None:
        """What keeping up the force of the last year shown leaves to several payers without donors; ``None`` for one."""
        return without_donors(self.inputs, self.decided) if self.inputs.parameters.payers.further else None

    @cached_property
    def overhangs(self) -> Mapping[int, Overhang]:
        """What each year shown leaves for good, by year; only where the case asks for a force that can be kept up."""
        if self.inputs.parameters.policy.sustained_from is None:
            return {}
        return overhangs_of(self.inputs, self.decided)


def _year_before(amounts: Floats, opening: float) -> Floats:
    return np.concatenate([[opening], amounts[:-1]])
