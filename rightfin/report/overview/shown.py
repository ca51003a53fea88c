"""Which number of the plan a cell of a table of the pages shows, as ``explain`` is asked for it: said here for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rightfin.report import facts
from rightfin.report.charts.against import CHANGED, STANDING
from rightfin.report.overview.force import cadres_of, needs_of, regions_of
from rightfin.report.overview.lines import items_of
from rightfin.report.overview.paid import categories_of
from rightfin.result.plan import Plan


class ShownKind(StrEnum):
    """What a table shows; its first column names rows, the others are years unless it says otherwise."""

    YEARLY = "yearly"
    """Years in rows, one measure a column."""
    STRENGTH = "strength"
    """People in pay by institution, or by cadre of one."""
    FORCE = "force"
    """Cadres, with people in pay in the first and in the last year."""
    COVERAGE = "coverage"
    """Coverage by need, over all regions or in one."""
    REGIONS = "regions"
    """Coverage of one need by region."""
    PAYERS = "payers"
    """Money by payer, of all institutions and costs together."""
    OWN_MONEY = "own_money"
    """What each payer of own money may spend, spends and owes."""
    COST = "cost"
    """Cost by institution, by category of one, or by line of a category."""
    ALL_STRENGTH = "all_strength"
    """All people in pay, of the plan and of the case as it stands."""
    ALL_COVERAGE = "all_coverage"
    """Coverage of all needs, of both."""


@dataclass(frozen=True)
class ShownTable:
    """A table of a page, and what it is kept to: ids, blank where it shows all; ``need`` is a label.

    ``changed`` says that it shows the case as it stands beside the plan.
    """

    kind: ShownKind
    institution: str = ""
    category: str = ""
    region: str = ""
    need: str = ""
    changed: bool = False

    @property
    def name_column(self) -> int:
        """The place of the column that names rows."""
        return 1 if self.kind is ShownKind.FORCE else 0


@dataclass(frozen=True)
class ShownNumber:
    """A number of the plan in a year: ``at`` is what ``rightfin.study.why.cells.cell_at`` reads."""

    at: str
    year: str


def number_at(plan: Plan, table: ShownTable, row: str, column: str) -> ShownNumber | None:
    """Return which number of the plan stands in a cell of a table, by the name of its row and the heading of its column.

    ``None`` where it is none of one year that can be explained, such as a sum of several or a number of the case.
    """
    heading = column.rsplit(" (", 1)[0].strip()  # without the unit
    if table.kind is ShownKind.YEARLY:
        row, heading = heading, row
    elif table.kind is ShownKind.FORCE:
        heading = heading.removeprefix("People ") if heading.startswith("People ") else ""
    if heading not in set(map(str, plan.years)):
        return None
    named = _NAMED[table.kind](plan, table).get(row)
    if named is None:
        return None
    at = f"{named},year={heading}" if "=" in named else f"{named}@{heading}"
    return ShownNumber(at, heading)


def _yearly(plan: Plan, table: ShownTable) -> Mapping[str, str]:
    return MappingProxyType({"Strength": "strength", "Own money": "own", "Donors": "donors", "Coverage": "coverage"})


def _strength(plan: Plan, table: ShownTable) -> Mapping[str, str]:
    if table.kind is ShownKind.STRENGTH and not table.institution:
        return {label: f"institution={one}" for one, label in facts.institutions(plan).items()}
    return {label: f"cadre={one}" for one, label in cadres_of(plan, table.institution or None).items()}


def _coverage(plan: Plan, table: ShownTable) -> Mapping[str, str]:
    where = f",region={table.region}" if table.region else ""
    return {label: f"need={one}{where}" for one, label in needs_of(plan).items()}


def _regions(plan: Plan, table: ShownTable) -> Mapping[str, str]:
    needs = {label: one for one, label in needs_of(plan).items()}
    if table.need not in needs:
        return {}
    return {label: f"need={needs[table.need]},region={one}" for one, label in regions_of(plan).items()}


def _payers(plan: Plan, table: ShownTable) -> Mapping[str, str]:
    return {
        **{label: f"payer={one}" for one, label in facts.own_labels(plan).items()}, facts.OWN: "own",
        **{label: f"donor={one}" for one, label in facts.donor_labels(plan).items()}, facts.UNFUNDED: "unpaid",
    }


def _own_money(plan: Plan, table: ShownTable) -> Mapping[str, str]:
    labels = facts.own_labels(plan)
    return {**{f"{label}: spends": f"payer={one}" for one, label in labels.items()},
            **{f"{label}: nobody pays": f"unpaid.{one}" for one, label in labels.items()}}


def _cost(plan: Plan, table: ShownTable) -> Mapping[str, str]:
    if not table.institution:
        part = f".{table.category}" if table.category else ""
        return {label: f"line={one}{part}" if part else f"cost.{one}" for one, label in facts.institutions(plan).items()}
    if not table.category:
        return {label: f"line={table.institution}.{one}" for one, label in categories_of(plan, table.institution).items()}
    found = items_of(plan, table.institution, table.category)
    return {label: f"line={table.institution}.{table.category}.{one}" for one, label in found.items()
            if not set(one) & set(",=@")}  # which a text that names a cell cannot hold


def _both(measure: str) -> Callable[[Plan, ShownTable], Mapping[str, str]]:
    """Return what the line of the plan is; the case as it stands has one of its own beside it, which is not asked about."""

    def named(plan: Plan, table: ShownTable) -> Mapping[str, str]:
        return {CHANGED if table.changed else STANDING: measure}

    return named


_NAMED: Mapping[ShownKind, Callable[[Plan, ShownTable], Mapping[str, str]]] = MappingProxyType({
    ShownKind.YEARLY: _yearly, ShownKind.STRENGTH: _strength, ShownKind.FORCE: _strength, ShownKind.COVERAGE: _coverage,
    ShownKind.REGIONS: _regions, ShownKind.PAYERS: _payers, ShownKind.OWN_MONEY: _own_money, ShownKind.COST: _cost,
    ShownKind.ALL_STRENGTH: _both("strength"), ShownKind.ALL_COVERAGE: _both("coverage"),
})
