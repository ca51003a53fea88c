"""The parameters of a case as labelled arrays, as a vectorised model reads them.

Dimensions: cadre, institution, asset, need, region, year, donor, line (institution and category), promotion, rule, band,
post (a cadre on a need that it serves), supply (an institution on a need that its cadres serve). Posts, supplies and
promotions are numbered. Who belongs to what is a matrix of two dimensions, so that a sum over members is a product.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from rightfin.case.lines import Line
from rightfin.fiscal.handovers import SECTOR
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.terms import Rule
from rightfin.lp.inputs import Inputs
from rightfin.schema import RECURRENT
from rightfin.schema.switches import Switch


class Data:
    """Everything that the vectorised model reads, in the units of the parameters.

    Raises ``NotImplementedError`` for a case that the vectorised model does not cover.
    """

    def __init__(self, parameters: Parameters, inputs: Inputs) -> None:
        p = self.parameters = parameters
        people, needs = p.people, p.needs
        self.on = inputs.on
        self.posts = list(needs.posts)
        self.supplies = list(dict.fromkeys((people.institution_of[k], h) for k, h in self.posts))
        self.lines = [line for found in inputs.layout.classes for line in found.lines]
        self.moves = list(people.promotions)
        self.labels: dict[str, pd.Index[Any]] = {
            name: pd.Index(list(labels), name=name)
            for name, labels in {
                "cadre": people.cadres, "institution": people.institutions, "asset": p.equipment.assets,
                "need": needs.needs, "region": needs.regions, "year": p.horizon.years, "donor": p.donors.donors,
                "line": [".".join(line) for line in self.lines], "promotion": range(len(self.moves)),
                "rule": [rule.name for rule in p.rules], "band": range(max(map(len, needs.bands.values()), default=0)),
                "post": range(len(self.posts)), "supply": range(len(self.supplies)),
            }.items()
        }
        self._refuse()
        self._people()
        self._needs()
        self._money()
        self._donors()
        self._rules()

    def _refuse(self) -> None:
        p = self.parameters
        if p.policy.reserve_allowed:
            raise NotImplementedError("the linopy peer does not write down a reserve")
        if p.fiscal.max_step is not None and self.on(Switch.NO_CLIFF):
            raise NotImplementedError("the linopy peer does not write down the rule no_cliff")
        people = p.people
        moves = any(np.any(leak != leak[:, :1]) for leak in (people.skimming, people.waste))
        if moves or any(map(np.any, (people.ghosts, people.wash_out, people.recruits_kept != 1.0, p.running))):
            raise NotImplementedError("the linopy peer does not write down ghosts, trainees who leave, or costs by year")
        leaving = p.departures
        late = any(left != paid for _, left, paid in (*leaving.severance_due, *leaving.reintegration_due))
        if leaving.retires or late or np.any(leaving.reintegration):
            raise NotImplementedError("the linopy peer does not write down retirements, or pay in the years after leaving")
        if p.policy.max_clearing_share <= 0.0:
            raise NotImplementedError("the linopy peer expects that arrears may be cleared")
        empty = [name for name, labels in self.labels.items() if not len(labels)]
        if empty:
            raise NotImplementedError(f"the linopy peer expects that a case has at least one of each: {', '.join(empty)}")

    def array(self, values: Any, *dims: str) -> xr.DataArray:
        """Return values over named dimensions."""
        return xr.DataArray(np.asarray(values), coords=[self.labels[dim] for dim in dims], dims=dims)

    def matrix(self, rows: str, columns: str, entries: Iterable[tuple[int, int, float]]) -> xr.DataArray:
        """Return a matrix of two dimensions from (row, column, value); values at one place are added up."""
        found = np.zeros((len(self.labels[rows]), len(self.labels[columns])))
        for row, column, value in entries:
            found[row, column] += value
        return self.array(found, rows, columns)

    def _people(self) -> None:
        p, people = self.parameters, self.parameters.people
        at = {k: n for n, k in enumerate(people.cadres)}
        row = {i: n for n, i in enumerate(people.institutions)}
        employer = [row[people.institution_of[k]] for k in people.cadres]
        self.attrition = self.array(people.attrition, "cadre", "year")
        self.opening = self.array(people.opening_strength, "cadre")
        self.integrated = self.array(people.integrated, "cadre", "year")
        self.max_exit_rate = self.array(people.max_exit_rate[employer], "cadre", "year")
        self.entry = self.array([people.entry[k] for k in people.cadres], "cadre")
        self.year_place = self.array(np.arange(len(p.horizon.years)), "year")
        self.is_first = self.year_place == 0
        self.employed = self.matrix("cadre", "institution", ((n, i, 1.0) for n, i in enumerate(employer)))
        self.promoted = self.matrix("promotion", "cadre", (
            entry for n, (a, b) in enumerate(self.moves) for entry in ((n, at[b], 1.0), (n, at[a], -1.0))
        ))
        self.promotable = self.matrix("cadre", "promotion", (
            (at[a], n, people.promotions[a, b]) for n, (a, b) in enumerate(self.moves)
        ))
        self.training_places = self.array(people.training_places, "institution", "year")
        self.pipeline = self.array(people.pipeline, "institution")
        lead = np.array([people.training_lead[k] for k in people.cadres])
        joins = self.year_place + self.array(lead, "cadre")
        self.cadres_by_lead: Mapping[int, list[str]] = {
            int(years): [k for n, k in enumerate(people.cadres) if lead[n] == years and people.entry[k]]
            for years in sorted(set(lead[self.entry.to_numpy()].tolist()))
        }
        self.is_early = self.entry & (self.year_place < self.array(lead, "cadre"))
        trainees = (self.employed * (self.entry & (joins < len(p.horizon.years)))).any("cadre")
        self.has_trainees = trainees & np.isfinite(self.training_places)
        limits = self.on(Switch.STRENGTH_LIMITS)
        self.min_strength = self.array(np.nan_to_num(people.min_strength), "cadre", "year")
        self.max_strength = self.array(np.nan_to_num(people.max_strength), "cadre", "year")
        self.has_min = limits & (self.min_strength > 0.0)
        self.has_max = limits & self.array(people.max_strength >= 0.0, "cadre", "year")
        self.soft_min = self.has_min & ~self.array(people.min_hard, "cadre")
        self.soft_max = self.has_max & ~self.array(people.max_hard, "cadre")
        self.pensions = self.array(people.pension, "cadre", "year")
        self.opening_pensioners = self.array(people.opening_pensioners, "cadre")
        self.pension_exit = self.array(people.pension_exit, "cadre", "year")
        self.retiring = self.array(people.retiring_share * people.attrition, "cadre", "year")
        self._ranks(at)
        self._gear(at)

    def _ranks(self, at: Mapping[str, int]) -> None:
        """Overhead cadres and grades: what each is measured against (cadre, of), and its size in the base year."""
        people, opening = self.parameters.people, self.parameters.people.opening_strength
        self.labels["of"] = self.labels["cadre"].rename("of")
        cadres = range(len(people.cadres))
        ratio = people.overhead_ratio[:, 0]
        served = {at[k]: [at[j] for j in found] for k, found in people.overhead_base.items()}
        overhead = [n for n in cadres if self.on(Switch.OVERHEAD) and ratio[n] > 0.0 and served.get(n)]
        self.served = self.matrix("cadre", "of", ((j, n, ratio[n]) for n in overhead for j in served[n]))
        self.is_overhead = self.array([n in overhead for n in cadres], "cadre")
        whole = float(opening.sum()) or 1.0
        self.overhead_base = self.array(
            [ratio[n] * (float(opening[served[n]].sum()) or whole) if n in overhead else 1.0 for n in cadres], "cadre"
        )
        feeders = {n: [at[a] for a, b in self.moves if at[b] == n] for n in cadres}
        graded = [n for n in cadres if self.on(Switch.GRADE_RATIO) and opening[n] > 0.0 and opening[feeders[n]].sum() > 0.0]
        factor = self.parameters.policy.grade_ratio_factor
        self.feeding = self.matrix("cadre", "of", (
            (j, n, factor * opening[n] / opening[feeders[n]].sum()) for n in graded for j in feeders[n]
        ))
        self.is_graded = self.array([n in graded for n in cadres], "cadre")
        self.grade_base = self.array([factor * opening[n] if n in graded else 1.0 for n in cadres], "cadre")

    def _gear(self, at: Mapping[str, int]) -> None:
        gear = self.parameters.equipment
        self.kept = self.array(1.0 - 1.0 / gear.life, "asset")
        self.opening_stock = self.array(gear.opening_stock, "asset")
        self.price = self.array(gear.price, "asset", "year")
        self.upkeep = self.array(gear.upkeep, "asset", "year")
        self.max_purchase = self.array(gear.max_purchase, "asset", "year")
        first = self.parameters.horizon.years[0]
        self.units = self.matrix("cadre", "asset", (
            (at[k], gear.assets.index(a), gear.units_per_head[a, k, first]) for a, k in gear.uses
        ))

    def _needs(self) -> None:
        p, people, needs = self.parameters, self.parameters.people, self.parameters.needs
        at = {k: n for n, k in enumerate(people.cadres)}
        need = {h: n for n, h in enumerate(needs.needs)}
        supply = {pair: n for n, pair in enumerate(self.supplies)}
        serving = [at[k] for k, _ in self.posts]
        first = p.horizon.years[0]
        self.effect = self.array([needs.effects[*post, first] for post in self.posts], "post")
        self.part = self.array(people.unsupported_effect[serving, 0], "post")
        self.posted = self.matrix("post", "cadre", ((n, k, 1.0) for n, k in enumerate(serving)))
        self.supplied = self.matrix("post", "supply", (
            (n, supply[people.institution_of[k], h], 1.0) for n, (k, h) in enumerate(self.posts)
        ))
        self.supply_need = self.matrix("supply", "need", ((n, need[h], 1.0) for n, (_, h) in enumerate(self.supplies)))
        shares = {
            n: needs.max_share[*post, first] for n, post in enumerate(self.posts) if (*post, first) in needs.max_share
        }
        self.limited = list(shares) if self.on(Switch.TEAM) else []
        self.share = self.matrix("supply", "post", (
            (s, n, share) for n, share in shares.items() for s, (_, h) in enumerate(self.supplies) if h == self.posts[n][1]
        ))
        serves = np.isin(np.arange(len(people.cadres)), serving)
        self.serves = self.array(serves, "cadre")
        self.stands_by = self.array(np.isin(np.arange(len(people.cadres)), [serving[n] for n in self.limited]), "cadre")
        self.support_floor = self.array(people.support_floor[:, 0], "cadre")
        self.shortage = self.array(needs.need - needs.external, "need", "region", "year")
        width, penalty = np.zeros((2, len(needs.needs), len(self.labels["band"])))
        for h, n in need.items():
            for g, band in enumerate(needs.bands[h]):
                width[n, g], penalty[n, g] = band
        self.is_band = self.array(width > 0.0, "need", "band")
        self.unmet_limit = self.array(needs.need, "need", "region", "year") * self.array(width, "need", "band")
        weight = self.array(needs.weight / needs.base_demand, "need") * self.array(penalty, "need", "band")
        self.discount = self.array(p.fiscal.discount, "year")
        self.shortfall_weight = weight * self.discount

    def _money(self) -> None:
        p, people, fiscal = self.parameters, self.parameters.people, self.parameters.fiscal
        row = {i: n for n, i in enumerate(people.institutions)}
        line = {found: n for n, found in enumerate(self.lines)}
        at = {found: n for n, found in enumerate(p.lines)}
        gear = p.equipment
        self.cadre_line, self.asset_line = {}, {}
        for category in p.categories:
            gross = 1.0 / (1.0 - (people.skimming if category == "pay" else people.waste)[:, 0])
            self.cadre_line[category] = self.matrix("cadre", "line", (
                (n, line[found], gross[row[found.institution]]) for n, k in enumerate(people.cadres)
                if (found := Line(people.institution_of[k], category, k)) in line
            ))
            self.asset_line[category] = self.matrix("asset", "line", (
                (n, line[found], gross[row[found.institution]]) for n, a in enumerate(gear.assets)
                if (found := Line(gear.institution_of[a], category, a)) in line
            ))
        support = 1.0 / (1.0 - people.waste[:, 0])
        self.gross = self.array([support[row[people.institution_of[k]]] for k in people.cadres], "cadre")
        self.pay, self.support, self.training_cost, self.severance = (
            self.array(values, "cadre", "year")
            for values in (people.pay, people.support, people.training_cost, people.severance)
        )
        self.committed = self.array([p.committed[at[found]] for found in self.lines], "line", "year")
        names = dict(zip(self.lines, self.labels["line"], strict=True))
        self.pay_lines = [name for found, name in names.items() if found.category == "pay"]
        self.recurrent_lines = [name for found, name in names.items() if found.category in RECURRENT]
        self.ceiling = self.array(fiscal.ceiling, "year")
        self.wage_ceiling = None if fiscal.wage_ceiling is None else self.array(fiscal.wage_ceiling, "year")
        self.money_discount = self.array(fiscal.money_discount, "year")
        years = np.asarray(p.horizon.years)
        self.since_base = self.array(years - p.horizon.base, "year")

    def _donors(self) -> None:
        p, donors = self.parameters, self.parameters.donors
        years = np.asarray(p.horizon.years)
        last = np.array([
            years[-1] if (leaves := donors.last_year[g]) is None else min(leaves, years[-1]) for g in donors.donors
        ])
        self.spendable = self.array(years <= last[:, None], "donor", "year")
        funded = [[(g, line) in donors.eligible for line in self.lines] for g in donors.donors]
        self.may_fund = self.array(funded, "donor", "line") & self.spendable
        self.keep = self.array(donors.keep[:, 0], "donor")
        self.may_carry = (self.keep > 0.0) & self.array(years < last[:, None], "donor", "year")
        self.arriving = self.array(donors.disbursed * (1.0 - donors.fee), "donor", "year")
        self.opening_carried = self.array(donors.opening_carried, "donor")
        if set(p.handovers.handovers) - {SECTOR}:
            raise ValueError("this model knows one handover, of the whole sector")
        shares = p.handovers.share[0] if p.handovers.handovers else np.zeros(len(years))
        self.own_share = self.array(shares, "year")
        self.hands_over = (self.own_share > 0.0) & self.may_fund.sel(line=self.recurrent_lines).any(["donor", "line"])
        scope = {
            g: [name for line, name in zip(self.lines, self.labels["line"], strict=True) if line in donors.scope[g]]
            for g in donors.scope
        }
        self.scope = {g: lines for g, lines in scope.items() if lines}
        self.match = {g: donors.match[g, p.horizon.years[0]] for g in self.scope}
        self.untied = self.array(donors.untied, "donor", "year")

    def _rules(self) -> None:
        """Every rule as gap = left less coefficient times right over its base, by what it measures."""
        rules = self.parameters.rules
        at: dict[object, int] = {k: n for n, k in enumerate(self.parameters.people.cadres)}
        line: dict[object, int] = {pair: n for n, pair in enumerate(self.lines)}

        def gaps(measure: str, rows: str, place: Mapping[object, int]) -> xr.DataArray:
            return self.matrix(rows, "rule", (
                (place[x], n, sign * weight / rule.base)
                for n, rule in enumerate(rules) if rule.measure == measure
                for sign, weight, side in _sides(rule) for x in side if x in place
            ))

        self.gap_strength, self.gap_hires = gaps("strength", "cadre", at), gaps("hires", "cadre", at)
        self.gap_cost = gaps("cost", "line", line)
        self.in_force = self.array([[t in r.years for t in self.labels["year"]] for r in rules], "rule", "year")
        self.relation = self.array([{"at_least": ">=", "at_most": "<="}.get(r.relation, "=") for r in rules], "rule")
        self.miss = self.array([0.0 if r.hard else -1.0 if r.relation == "at_most" else 1.0 for r in rules], "rule")
        self.excess = self.array([not r.hard and r.relation == "exactly" for r in rules], "rule")


def _sides(rule: Rule) -> Iterator[tuple[float, float, tuple[object, ...]]]:
    """Yield sign, weight and members of the left and of the right side of a rule."""
    on_cost = rule.measure == "cost"
    yield 1.0, 1.0, rule.left_lines if on_cost else rule.left_cadres
    yield -1.0, rule.coefficient, rule.right_lines if on_cost else rule.right_cadres
