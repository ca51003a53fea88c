"""The full model in linopy, written over labelled arrays and solved through linopy's persistent interface to HiGHS.

The equations are those of the docstrings in ``rightfin.lp``; what they sum over is a product with a matrix of members.
Absent decisions (masks) make the rows absent in which they stand alone, and count as zero where ``fillna`` says so.

The model is written once and handed over once; a new objective and a moved bound are changed in the running solver, the
fastest way that linopy offers. Since a new row would make linopy hand over the whole model again, the rows that hold
levels stand in the model from the start and hold nothing until a bound is set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import linopy
import xarray as xr
from linopy.constants import TerminationCondition
from linopy.solvers import Solver
from peer_levels import DEFAULT, INTERIOR, OPTIONS, PeerResult, Run, solved, working_inputs
from peer_linopy_data import Data

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.inputs import Inputs
from rightfin.lp.objectives import hollow_weight
from rightfin.schema.switches import Switch

RELEASED = float("inf")
"""The bound of a hold that holds nothing."""


def run(parameters: Parameters, inputs: Inputs) -> PeerResult:
    """Build the full model in linopy and solve all levels; ``inputs`` are those of the full layout."""
    working = working_inputs(parameters, inputs)
    # The semantics of linopy 1.0, without which there are no sparse models; as an option it holds for the whole process.
    with linopy.options as options:
        options.set_value(semantics="v1")
        start = perf_counter()
        written = LinopyModel(Data(working.parameters, working))
        built = perf_counter()
        return solved("linopy", LinopyPeer(written), parameters, built - start, built)


def total(*parts: Any) -> linopy.LinearExpression:
    """Return the sum of decisions and expressions; merging all at once is faster than adding one by one."""
    found = [part if isinstance(part, linopy.LinearExpression) else part.to_linexpr() for part in parts]
    return linopy.merge(found, cls=linopy.LinearExpression)


class LinopyModel:
    """The decisions, rows and objectives of the full model; ``objectives`` holds those that depend on a decision."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.model = linopy.Model(sparse=True)
        self.people()
        self.establishment()
        self.readiness()
        self.capability()
        self.cost()
        self.money()
        self.donors()
        self.composition()
        self.churn()
        self.objectives = self.objective_sums()

    def variable(self, name: str, *dims: str, mask: xr.DataArray | None = None, upper: Any = float("inf")) -> Any:
        """Add a decision that is never negative."""
        return self.model.add_variables(0.0, upper, [self.data.labels[dim] for dim in dims], name, mask)

    def rows(self, name: str, rows: Any, mask: xr.DataArray | None = None) -> None:
        """Add a family of rows."""
        self.model.add_constraints(rows, name=name, mask=mask)

    def people(self) -> None:
        """Strength from year to year, training, retrenchment and promotion."""
        d = self.data
        self.strength = self.variable("strength", "cadre", "year")
        self.hires = self.variable("hires", "cadre", "year", mask=d.entry)
        self.exits = self.variable("exits", "cadre", "year", mask=d.max_exit_rate > 0.0)
        self.promotions = self.variable("promotions", "promotion", "year")
        self.before = self.strength.shift(year=1).fillna(0.0) + d.opening * d.is_first
        self.joining, self.leaving = self.hires.fillna(0.0), self.exits.fillna(0.0)
        moved = self.promotions @ d.promoted
        stayed = (1.0 - d.attrition) * self.before
        self.rows("flow", total(self.strength, -stayed, -self.joining, self.leaving, -moved) == d.integrated)
        self.rows("exit_rate", self.exits - d.max_exit_rate * self.before <= 0.0)
        self.rows("promotion_rate", self.promotions - self.before @ d.promotable <= 0.0)
        if d.on(Switch.TRAINING):
            trainees = sum(
                self.hires.sel(cadre=cadres).shift(year=-lead).fillna(0.0) @ d.employed.sel(cadre=cadres)
                for lead, cadres in d.cadres_by_lead.items()
            )
            self.rows("training", trainees <= d.training_places, d.has_trainees)
            early = self.hires.where(d.is_early).fillna(0.0).sum("year") @ d.employed
            self.rows("pipeline", early <= d.pipeline, (d.is_early.any("year") * d.employed).any("cadre"))

    def establishment(self) -> None:
        """Least and greatest strength."""
        d = self.data
        self.below = self.variable("below", "cadre", "year", mask=d.soft_min)
        self.above = self.variable("above", "cadre", "year", mask=d.soft_max)
        self.rows("minimum_strength", self.strength + self.below.fillna(0.0) >= d.min_strength, d.has_min)
        self.rows("maximum_strength", self.strength - self.above.fillna(0.0) <= d.max_strength, d.has_max)

    def readiness(self) -> None:
        """People on needs, supported or not, and the equipment of those who are supported."""
        d = self.data
        self.ready = self.variable("supported", "post", "year")
        self.unready = self.variable("unsupported", "post", "year", mask=(d.part > 0.0))
        self.standby = self.variable("standby", "cadre", "year", mask=d.stands_by)
        self.hollow = self.variable("hollow", "cadre", "year", mask=d.serves & (d.support_floor > 0.0))
        self.stock = self.variable("stock", "asset", "year")
        self.bought = self.variable("bought", "asset", "year")
        retired = self.variable("retired", "asset", "year")
        self.supported = self.ready @ d.posted + self.standby.fillna(0.0)
        unsupported = self.unready.fillna(0.0) @ d.posted
        self.rows("assignment", total(self.supported, unsupported, -self.strength) <= 0.0, d.serves)
        self.rows("readiness", total(self.supported, self.hollow, -d.support_floor * self.strength) >= 0.0)
        last = self.stock.shift(year=1).fillna(0.0) + d.opening_stock * d.is_first
        self.rows("asset_flow", total(self.stock, -d.kept * last, -self.bought, retired) == 0.0)
        if d.on(Switch.EQUIPMENT):
            self.rows("equipment", self.supported @ d.units - self.stock <= 0.0, (d.units > 0.0).any("cadre"))
            finite = d.max_purchase < float("inf")
            self.rows("absorption", self.bought <= d.max_purchase.where(finite, 0.0), finite)

    def capability(self) -> None:
        """What people deliver and which needs it covers."""
        d = self.data
        cover = self.variable("cover", "supply", "region", "year")
        self.unmet = self.variable("unmet", "need", "region", "year", "band", mask=d.is_band, upper=d.unmet_limit)
        delivered = d.effect * self.ready + d.effect * d.part * self.unready.fillna(0.0)
        nation = cover.sum("region")
        self.rows("capability", nation - delivered @ d.supplied <= 0.0)
        if d.limited:
            self.rows("team", delivered.sel(post=d.limited) - nation @ d.share.sel(post=d.limited) <= 0.0)
        unmet = self.unmet.fillna(0.0).sum("band")
        self.rows("need", cover @ d.supply_need + unmet >= d.shortage)

    def cost(self) -> None:
        """Cost of every line: each category is a product with the matrix of its lines, which grosses up for leakage."""
        d = self.data
        self.costs = self.variable("cost", "line", "year")
        self.pensioners = self.variable("pensioners", "cadre", "year", mask=d.pensions > 0.0)
        last = self.pensioners.shift(year=1).fillna(0.0) + d.opening_pensioners * d.is_first
        self.rows("pensioners", total(self.pensioners, (d.pension_exit - 1.0) * last, -d.retiring * self.before) == 0.0)
        overhead = self.strength.where(~d.serves).fillna(0.0)
        benefits = d.severance * self.leaving + d.pensions * self.pensioners.fillna(0.0)
        direct = total(
            (d.pay * self.strength) @ d.cadre_line["pay"],
            (d.support * (self.supported + overhead)) @ d.cadre_line["operations"],
            (d.upkeep * d.price * self.stock) @ d.asset_line["operations"],
            *self.training_cost(),
            (d.price * self.bought) @ d.asset_line["capital"],
            benefits @ d.cadre_line["benefits"],
        )
        self.rows("cost", self.costs - direct == d.committed)

    def training_cost(self) -> Iterator[Any]:
        """Yield the cost of training recruits as long before they join as their cadres need, by line.

        Where they would join beyond the horizon, it is the cost of replacing this year's attrition.
        """
        d = self.data
        for lead, cadres in d.cadres_by_lead.items():
            recruits = self.hires.sel(cadre=cadres).shift(year=-lead).fillna(0.0)
            beyond = d.year_place + lead >= len(d.year_place)
            if beyond.any():
                recruits = recruits + (d.attrition * beyond).sel(cadre=cadres) * self.before.sel(cadre=cadres)
            yield (d.training_cost.sel(cadre=cadres) * recruits) @ d.cadre_line["training"].sel(cadre=cadres)

    def money(self) -> None:
        """Who pays, arrears, and what the state may spend."""
        d = self.data
        self.own = self.variable("own", "line", "year")
        self.unfunded = self.variable("unfunded", "line", "year")
        self.grant = self.variable("grant", "donor", "line", "year", mask=d.may_fund)
        self.arrears = self.variable("arrears", "year")
        self.cleared = self.variable("cleared", "year")
        self.grants = self.grant.fillna(0.0)
        self.rows("balance", total(self.own, self.grants.sum("donor"), self.unfunded, -self.costs) == 0.0)
        owed = self.arrears.shift(year=1).fillna(0.0) + d.parameters.policy.opening_arrears * d.is_first
        self.rows("arrears", total(self.arrears, -owed, -self.unfunded.sum("line"), self.cleared) == 0.0)
        self.rows("ceiling", self.own.sum("line") + self.cleared <= d.ceiling)
        self.rows("old_arrears", self.cleared - owed <= 0.0)
        if d.on(Switch.CLEARING_LIMIT):
            self.rows("clearing_limit", self.cleared <= d.parameters.policy.max_clearing_share * d.ceiling)
        if d.wage_ceiling is not None and d.on(Switch.WAGE_BILL):
            self.rows("wage_bill", self.own.sel(line=d.pay_lines).sum("line") <= d.wage_ceiling)

    def donors(self) -> None:
        """Pledges, the handover and co-financing."""
        d = self.data
        self.carried = self.variable("carried", "donor", "year", mask=d.may_carry)
        lapsed = self.variable("lapsed", "donor", "year")
        last = self.carried.shift(year=1).fillna(0.0) + d.opening_carried * d.is_first
        spent = total(self.grants.sum("line"), self.carried.fillna(0.0), lapsed, -d.keep * last)
        self.rows("pledge", spent == d.arriving)
        if d.on(Switch.HANDOVER):
            granted = self.grants.sel(line=d.recurrent_lines).sum(["donor", "line"])
            paid = self.own.sel(line=d.recurrent_lines).sum("line")
            self.rows("handover", d.own_share * granted - (1.0 - d.own_share) * paid <= 0.0, d.hands_over)
        if d.on(Switch.CO_FINANCING):
            for donor, lines in d.scope.items():
                granted = self.grants.sel(donor=donor, line=lines, drop=True).sum("line")
                matched = d.match[donor] * self.own.sel(line=lines).sum("line")
                untied, spendable = d.untied.sel(donor=donor, drop=True), d.spendable.sel(donor=donor, drop=True)
                self.rows(f"co_financing_{donor}", granted - matched <= untied, spendable)

    def composition(self) -> None:
        """Overhead staff, grades and the rules of the case."""
        d = self.data
        self.overhead_miss = self.variable("overhead_miss", "cadre", "year", mask=d.is_overhead)
        self.grade_excess = self.variable("grade_excess", "cadre", "year", mask=d.is_graded)
        self.miss = self.variable("rule_miss", "rule", "year", mask=d.in_force & (d.miss != 0.0))
        self.excess = self.variable("rule_excess", "rule", "year", mask=d.in_force & d.excess)
        served = (self.strength @ d.served).rename(of="cadre")
        feeding = (self.strength @ d.feeding).rename(of="cadre")
        self.rows("overhead", total(self.strength, self.overhead_miss, -served) >= 0.0)
        self.rows("grade_ratio", total(self.strength, -self.grade_excess, -feeding) <= 0.0)
        gap = (self.strength @ d.gap_strength, self.joining @ d.gap_hires, self.costs @ d.gap_cost)
        missed = total(*gap, d.miss * self.miss.fillna(0.0), -self.excess.fillna(0.0))
        for relation in (">=", "<=", "="):
            chosen = d.labels["rule"][(d.relation == relation).to_numpy()]
            if len(chosen):
                rows = missed.sel(rule=chosen).to_constraint(relation, 0.0)
                self.rows(f"rule {relation}", rows, d.in_force.sel(rule=chosen))

    def churn(self) -> None:
        """The rise and the fall of hires, retrenchment and promotion over the year before."""
        self.changes: list[Any] = []
        for name, dim, part in (
            ("hires", "cadre", self.hires), ("exits", "cadre", self.exits), ("promotions", "promotion", self.promotions),
        ):
            last = part.shift(year=1)
            known = ~(part.isnull() | last.isnull())
            up = self.variable(f"{name}_up", dim, "year", mask=known)
            down = self.variable(f"{name}_down", dim, "year", mask=known)
            self.rows(f"{name}_change", total(part, -last, -up, down) == 0.0)
            self.changes += [part, up, down]

    def objective_sums(self) -> dict[str, Any]:
        """Return the objectives as scalar expressions, of the secondary ones only that of the case."""
        d = self.data
        worth, rate = d.money_discount, d.parameters.policy.discount_rate
        unfunded = (worth * self.unfunded).sum()
        grants = worth * self.grants
        secondary = {
            "donor_money": lambda: grants.sum(), "own_money": lambda: (worth * self.own).sum(),
            "early_handover": lambda: (d.since_base * grants).sum(), "total_cost": lambda: (worth * self.costs).sum(),
        }
        clearing = worth[::-1].cumsum("year")[::-1]
        weight = d.parameters.policy.rule_weight * d.discount
        found = {
            "obligations": unfunded + (hollow_weight(rate) * worth * d.gross * d.support * self.hollow).sum(),
            "unfunded": unfunded,
            "arrears": (worth * self.arrears).sum(),
            "uncleared": (-clearing * self.cleared).sum(),
            "needs": total(
                (d.shortfall_weight * self.unmet).sum(), (weight / d.overhead_base * self.overhead_miss).sum(),
                (weight / d.grade_base * self.grade_excess).sum(), (weight * self.miss).sum(), (weight * self.excess).sum(),
            ),
            **{name: secondary[name]() for name in (d.parameters.policy.secondary_objective, "total_cost")},
            "churn": total(*(part.sum() for part in self.changes)),
        }
        if d.soft_min.any() or d.soft_max.any():
            found["limits"] = (
                (d.discount / d.min_strength.where(d.has_min, 1.0) * self.below).sum()
                + (d.discount / d.max_strength.where(d.has_max, 1.0) * self.above).sum()
            )
        if d.may_carry.any():
            found["reserve"] = (worth * self.carried).sum()
        return found


@contextmanager
def quiet() -> Iterator[None]:
    """Send what HiGHS prints nowhere: linopy sets options only after it has handed the model over."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


class LinopyPeer:
    """A linopy model in one persistent HiGHS."""

    def __init__(self, written: LinopyModel) -> None:
        self.model, self.objectives = written.model, written.objectives
        self.held = {
            name: self.model.add_constraints(sums, "<=", RELEASED, name=f"held_{name}", freeze=False)
            for name, sums in self.objectives.items()
        }
        self.model.add_objective(self.objectives["obligations"])
        with quiet():
            self.solver = Solver.from_name(
                "highs", self.model, io_api="direct", options=dict(OPTIONS), track_updates=True
            )
        self.clock = 0.0

    def size(self) -> tuple[int, int, int]:
        """Return columns, rows and nonzeros as HiGHS holds them, the rows that hold levels left out: they come last."""
        highs = self.solver.solver_model
        columns, rows = highs.getNumCol(), highs.getNumRow() - len(self.held)
        return columns, rows, highs.getNumNz() - sum(highs.getRow(rows + n)[-1] for n in range(len(self.held)))

    def has_terms(self, name: str) -> bool:
        """Return whether an objective depends on any decision."""
        return name in self.objectives

    def minimise(self, name: str, *, interior: bool) -> Run:
        """Minimise an objective; linopy finds what changed and HiGHS starts from the last basis where there is one."""
        self.model.add_objective(self.objectives[name], overwrite=True)
        for option, value in (INTERIOR if interior else DEFAULT).items():
            self.solver.solver_model.setOptionValue(option, value)
        found = self.solver.solve(self.model, disallow_rebuild=True)
        highs = self.solver.solver_model
        # The clock of HiGHS runs on from run to run.
        before, self.clock = self.clock, highs.getRunTime()
        # linopy calls a run of unknown outcome fine if there is a point: only its termination says that it is optimal.
        optimal = found.status.termination_condition is TerminationCondition.optimal
        value = found.solution.objective if optimal and found.solution is not None else None
        return Run(value, self.clock - before, highs.getInfo().simplex_iteration_count)

    def hold(self, name: str, bound: float) -> None:
        """Keep an objective at or below a bound; moves the bound if it is held already."""
        self.held[name].update(rhs=bound)

    def release(self, name: str) -> None:
        """Stop holding an objective."""
        self.hold(name, RELEASED)
