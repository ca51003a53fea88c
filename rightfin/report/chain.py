"""The justice chain of a plan as reports show it: stages by label, in the order in which cases pass through them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from rightfin.report.words.wording import labels
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import NOBODY


@dataclass(frozen=True)
class StageYear:
    """One stage, by its label, in one year: cases; ``people`` in person-years, ``waiting`` in months, ``spare`` a share."""

    stage: str
    year: int
    before: float
    inflow: float
    brought: float
    passed: float
    done: float
    dropped: float
    backlog: float
    people: float
    capacity: float
    waiting: float
    spare: float
    narrowest: bool

    @property
    def unworked(self) -> bool:
        """Whether nobody works the stage although it has cases: what waits has no months of waiting then."""
        return self.people < NOBODY and self.done < NOBODY <= self.backlog

    @property
    def months(self) -> float | None:
        """Months of waiting, ``None`` where nobody works the stage."""
        return None if self.unworked else self.waiting


@dataclass(frozen=True)
class Narrowest:
    """Years that follow one another in which a stage, by its label, is the narrowest point of the chain."""

    stage: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class PrisonYear:
    """Who is in prison at the end of a year, in persons, the places, and the share of those held before judgment."""

    year: int
    detained: float
    convicted: float
    places: float
    overcrowding: float
    pretrial_share: float

    @property
    def held(self) -> float:
        """All people in prison."""
        return self.detained + self.convicted


@dataclass(frozen=True)
class ClearsYear:
    """How many people of a cadre send to a stage in a year what one person of another clears there, all by label."""

    stage: str
    clearing: str
    sending: str
    year: int
    people: float


def stages(plan: Plan) -> dict[str, str]:
    """Return the label of each stage by id, as cases pass through them; none where the case has no chain."""
    return labels(plan.names.stages, map(str, plan.tables["justice"].column("stage")))


def stage_years(plan: Plan) -> tuple[StageYear, ...]:
    """Return what each stage does in each year, stage by stage."""
    names = stages(plan)
    amounts = ("before", "inflow", "brought", "passed", "done", "dropped", "backlog", "people", "capacity", "waiting",
               "spare")
    return tuple(
        StageYear(names[str(row["stage"])], as_year(row["year"]), narrowest=row["bottleneck"] == "yes",
                  **{name: float(row[name]) for name in amounts})
        for row in plan.tables["justice"].records()
    )


def narrowest(plan: Plan) -> tuple[Narrowest, ...]:
    """Return the narrowest point of the chain in runs of years, in order; years in which no case arrives have none."""
    by_year = {row.year: row.stage for row in stage_years(plan) if row.narrowest}
    runs = groupby(plan.years, key=by_year.get)
    return tuple(Narrowest(stage, tuple(years)) for stage, years in runs if stage is not None)


def prison_years(plan: Plan) -> tuple[PrisonYear, ...]:
    """Return who is in prison by year; nothing where the case follows nobody there."""
    return tuple(
        PrisonYear(as_year(row["year"]), *(float(row[name]) for name in (
            "detained", "convicted", "places", "overcrowding", "pretrial_share")))
        for row in plan.tables["prisons"].records()
    )


def clears(plan: Plan) -> tuple[ClearsYear, ...]:
    """Return whose cases one person who works a stage clears, stage by stage."""
    names, cadres = stages(plan), plan.names.cadres
    return tuple(
        ClearsYear(names[str(row["stage"])], cadres.get(str(row["clearing"]), str(row["clearing"])),
               cadres.get(str(row["sending"]), str(row["sending"])), as_year(row["year"]), float(row["people"]))
        for row in plan.tables["clears"].records()
    )
