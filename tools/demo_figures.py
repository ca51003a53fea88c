"""What is computed of shipped cases for the documentation, each thing once, and how its numbers are written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pandas as pd

import rightfin
from rightfin.case.scenario import apply_settings
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.extended import extended
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.solve.control import NEVER
from rightfin.solve.single import Single

DEMO = Path(__file__).resolve().parents[1] / "inputs" / "demo"
BILLION = 1e9
POLICE = ("constables_men", "constables_women", "sergeants")
Found = TypeVar("Found")


def fixed(value: float, digits: int = 1) -> str:
    """Return a number with digits behind the point; nothing has no sign."""
    return f"{round(value, digits) + 0.0:,.{digits}f}"


def whole(value: float) -> str:
    """Return a number without a fraction, thousands apart."""
    return fixed(value, 0)


def percents(share: float, digits: int = 0) -> str:
    """Return a share in per cent, without the sign."""
    return fixed(100.0 * share, digits)


def billions(amount: float, digits: int = 1) -> str:
    """Return an amount in billions."""
    return fixed(amount / BILLION, digits)


def millions(amount: float) -> str:
    """Return an amount in millions, without a fraction."""
    return whole(amount / 1e6)


class Figures:
    """Plans and studies of a shipped case, the fictional one unless named, each made when it is first asked for."""

    def __init__(self, folder: Path = DEMO) -> None:
        self.case = rightfin.read_case(folder)
        self._made: dict[str, object] = {}

    def once(self, name: str, make: Callable[[], Found]) -> Found:
        """Return what was made under a name, made now if it was not."""
        if name not in self._made:
            sys.stderr.write(f"computing {name}\n")
            self._made[name] = make()
        return self._made[name]  # type: ignore[return-value]

    def planned(self, *scenarios: str, **settings: str | float) -> Planned:
        """Return the plan of the case under scenarios and settings."""
        name = " ".join(["plan", *scenarios, *(f"{key}={value}" for key, value in settings.items())])
        return self.once(name, lambda: Planned(rightfin.plan(self.case, scenarios=scenarios, settings=settings)))

    def changed(self, table: str, row: str, cells: Mapping[str, str | float], **settings: str | float) -> Planned:
        """Return the plan of the case with cells of the row of a table replaced."""
        case = self.case.replace({table: [
            {**record, **cells} if next(iter(record.values())) == row else record for record in self.case.records(table)
        ]})
        name = f"plan of {table} {row} {sorted(cells.items())[:2]} {settings}"
        return self.once(name, lambda: Planned(rightfin.plan(apply_settings(case, settings))))

    def scaled(self, table: str, row: str, factor: float) -> Planned:
        """Return the plan of the case with the amounts by year of the row of a table multiplied."""
        record = next(one for one in self.case.records(table) if next(iter(one.values())) == row)
        given = {year: float(str(value)) for year, value in record.items() if year.isdigit() and value is not None}
        return self.changed(table, row, {year: factor * value for year, value in given.items()})

    def without(self, *tables: str) -> Planned:
        """Return the plan of the case without the rows of tables."""
        case = self.case.replace({table: [] for table in tables})
        return self.once(f"plan without {' '.join(tables)}", lambda: Planned(rightfin.plan(case)))

    def donor_money_saved(self, share: float) -> float:
        """Return how much less donor money (level 3) does if needs may be missed by a share more than in the plan."""
        plan = self.planned()
        parameters = project(self.case, {})
        program = Assembly(Inputs(parameters, layout_of(parameters, reduced=True))).program
        most = {}
        for _, name, value in plan.plan.tables["objective"].rows:
            if name == "donor_money":
                break
            slack = 1.0 + share if name == "needs" else 1.0
            most[str(name)] = slack * float(value) / program.objectives[str(name)].scale + 1e-6
        arrays = extended(program, most=most)
        found = Single().least(arrays, arrays.as_seen(program.objectives["donor_money"]), NEVER)
        if found is None:
            raise ValueError("more room for needs leaves no plan")
        return plan.level("donor_money") - found[0]

    @cached_property
    def exits(self) -> rightfin.ExitStudy:
        """All donors leave together."""
        return self.once("exits", lambda: rightfin.exit_study(self.case))

    @cached_property
    def coordination(self) -> rightfin.Coordination:
        """What a pool is worth."""
        return self.once("coordination", lambda: rightfin.coordination(self.case))

    @cached_property
    def withdrawals(self) -> rightfin.Withdrawals:
        """Each donor leaves without notice."""
        return self.once("withdrawals", lambda: rightfin.withdrawals(self.case))

    def explained(self, at: str) -> rightfin.Explanation:
        """Return why a number of the plan is what it is."""
        return self.once(f"explanation of {at}", lambda: rightfin.explain(self.case, at=at))

    @cached_property
    def alternatives(self) -> rightfin.Alternatives:
        """What else is nearly as good: strengths of the police, options and trade-offs."""
        return self.once("alternatives", lambda: rightfin.alternatives(self.case, of=["strength.police"]))

    def require(self, year: int, *scenarios: str) -> rightfin.Requirement:
        """Return what it takes to be free of donors from a year on, under scenarios."""
        name = " ".join([f"requirement {year}", *scenarios])
        return self.once(name, lambda: rightfin.require(self.case, year=year, scenarios=scenarios))

    @cached_property
    def reform(self) -> rightfin.ProgrammeStudy:
        """What each programme of the scenario ``reform`` is worth."""
        return self.once("reform", lambda: rightfin.programmes(self.case, scenarios=("reform",)))

    @cached_property
    def ranges(self) -> rightfin.Ranges:
        """What ties decide."""
        return self.once("ranges", lambda: rightfin.ranges(self.case))


class Planned:
    """A plan with the views that the documentation quotes."""

    def __init__(self, plan: rightfin.Plan) -> None:
        self.plan = plan

    @cached_property
    def fiscal(self) -> pd.DataFrame:
        """Money of the state by year."""
        return self.plan.table("fiscal").set_index("year")

    @cached_property
    def strength(self) -> pd.DataFrame:
        """People paid, years down and cadres across."""
        return self.plan.table("strength").pivot(index="year", columns="cadre", values="strength")

    @cached_property
    def supported(self) -> pd.DataFrame:
        """People supported, years down and cadres across."""
        return self.plan.table("strength").pivot(index="year", columns="cadre", values="supported")

    @cached_property
    def total(self) -> pd.Series[float]:
        """All people paid by year."""
        return self.strength.sum(axis=1)

    @cached_property
    def police(self) -> pd.Series[float]:
        """Constables and sergeants by year."""
        return self.strength[list(POLICE)].sum(axis=1)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Coverage of each need, years down and needs across."""
        sums = self.plan.table("needs").groupby(["year", "need"])[["needed", "unmet"]].sum()
        return (1.0 - sums.unmet / sums.needed).unstack()

    def rows_of(self, table: str, **keys: str) -> pd.DataFrame:
        """Return the rows of a table with values in some columns, by year."""
        rows = self.plan.table(table)
        for column, value in keys.items():
            rows = rows[rows[column] == value]
        return rows.set_index("year")

    @cached_property
    def police_of_the_delta(self) -> pd.Series[float]:
        """People whom the Delta Police pays, its posts included."""
        return self.strength[[cadre for cadre in self.strength if "delta" in str(cadre)]].sum(axis=1)

    @cached_property
    def cost(self) -> pd.Series[float]:
        """Cost by year."""
        return self.plan.table("budget").groupby("year").cost.sum()

    @cached_property
    def grants(self) -> pd.Series[float]:
        """Donors' money by year."""
        return self.plan.table("grants").groupby("year").amount.sum().reindex(self.fiscal.index, fill_value=0.0)

    @cached_property
    def pledges(self) -> pd.DataFrame:
        """What arrives from donors, and what becomes of it."""
        return self.plan.table("pledges")

    @property
    def arrived(self) -> float:
        """What arrives from donors after fees in all years shown."""
        return float((self.pledges.disbursed - self.pledges.fee).sum())

    @property
    def unused(self) -> float:
        """What of it goes unused."""
        return float((self.pledges.lapsed + self.pledges.carry_loss).sum())

    def level(self, name: str) -> float:
        """Return the value of a level as the plan has it, the last where an arrears tolerance has it solved twice."""
        return [float(value) for _, found, value in self.plan.tables["objective"].rows if found == name][-1]

    def indicator(self, name: str) -> pd.Series[float]:
        """Return an indicator by year."""
        rows = self.plan.table("indicators")
        return rows[rows.indicator == name].set_index("year")["value"]

    def stock(self, asset: str) -> pd.Series[float]:
        """Return the units of an asset by year."""
        rows = self.plan.table("assets")
        return rows[rows.asset == asset].set_index("year")["stock"]

    def present(self, cadre: str) -> pd.Series[float]:
        """Return the people of a cadre who are there by year."""
        rows = self.plan.table("strength")
        return rows[rows.cadre == cadre].set_index("year")["present"]

    @cached_property
    def prisons(self) -> pd.DataFrame:
        """Who is in prison, and its places, by year."""
        return self.plan.table("prisons").set_index("year")

    def unpaid(self, category: str) -> pd.Series[float]:
        """Return what nobody pays of a category by year."""
        rows = self.plan.table("budget")
        return rows[rows.category == category].groupby("year").unfunded.sum()

    @property
    def officers_beyond_norm(self) -> float:
        """By which share of it officers exceed, at most, what the growth of grades allows beside soldiers."""
        return float((self.strength.army_officers / self.strength.soldiers).max()) / (1.25 * 5_000 / 42_000) - 1.0

    @property
    def civilians_of_norm(self) -> pd.Series[float]:
        """Civilian staff of the police over what their ratio to the police of the base year asks for."""
        return self.strength.police_civilians / self.police / (1_200 / 23_800)
