"""Tables of the study of the justice chain, and the sums over a tried plan that its sentences tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.chain import clears, narrowest, prison_years, stage_years, stages
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import listed
from rightfin.result.plan import Plan
from rightfin.study.chain import Chain, TriedPeople
from rightfin.tolerances import NOBODY

_YEAR = Heading("year", "Year", Form.YEAR)


@dataclass(frozen=True)
class ChainChange:
    """What a plan with more people does otherwise: ``people`` more of them in the last year shown.

    ``waits``, ``detained`` and ``crowded`` are means over the years shown, in cases and persons, ``coverage`` is that of
    the last year as a share; ``None`` where a plan has none.
    """

    people: float
    person_years: float
    waits: float
    detained: float
    crowded: float
    coverage: float | None


def change_of(plan: Plan, tried: TriedPeople) -> ChainChange | None:
    """Return what a tried plan does otherwise than the plan; ``None`` where no plan keeps what was asked."""
    if tried.plan is None:
        return None
    more = {year: amount - paid(plan, tried.cadres)[year] for year, amount in paid(tried.plan, tried.cadres).items()}
    last = plan.years[-1]
    covered = [facts.indicator(of, "coverage").get(last) for of in (plan, tried.plan)]
    waits, detained, crowded = (
        sum(series(tried.plan).values()) - sum(series(plan).values()) for series in (waiting, held, beyond)
    )
    count = len(plan.years)
    return ChainChange(more[last], sum(more.values()), waits / count, detained / count, crowded / count,
                       None if None in covered else float(covered[1] or 0.0) - float(covered[0] or 0.0))


def paid(plan: Plan, cadres: tuple[str, ...]) -> dict[int, float]:
    """Return how many people of some cadres are paid, by year."""
    return plan.tables["strength"].where("cadre", cadres).by_year("strength")


def waiting(plan: Plan) -> dict[int, float]:
    """Return the cases that wait at all stages at the end of each year."""
    return plan.tables["justice"].by_year("backlog")


def held(plan: Plan) -> dict[int, float]:
    """Return who is held before judgment at the end of each year; empty where nobody is followed there."""
    return plan.tables["prisons"].by_year("detained")


def beyond(plan: Plan) -> dict[int, float]:
    """Return people in prison beyond its places at the end of each year; empty as above."""
    return plan.tables["prisons"].by_year("overcrowding")


def cadre_names(plan: Plan, cadres: tuple[str, ...]) -> str:
    """Return the names of cadres as a list."""
    return listed([plan.names.cadres.get(cadre, cadre) for cadre in cadres])


def by_year_table(plan: Plan) -> FindingsTable:
    """Return the chain year by year: its narrowest point, what waits, who is in prison."""
    at = {year: run.stage for run in narrowest(plan) for year in run.years}
    months = {row.year: row.months for row in stage_years(plan) if row.narrowest}
    dropped, waits = plan.tables["justice"].by_year("dropped"), waiting(plan)
    prisons = {row.year: row for row in prison_years(plan)}
    headings = (
        _YEAR, Heading("narrowest", "Narrowest point", Form.TEXT, "Stage with the least spare capacity."),
        Heading("months", "Months of waiting there", Form.NUMBER,
                "What waits there over what is done in the year; blank where nobody works it."),
        Heading("waits", "Cases that wait", Form.PEOPLE, "At all stages, at the end of the year."),
        Heading("dropped", "Cases dropped", Form.PEOPLE),
        Heading("detained", "Held before judgment", Form.PEOPLE), Heading("convicted", "Serving a sentence", Form.PEOPLE),
        Heading("places", "Prison places", Form.PEOPLE), Heading("overcrowding", "Beyond the places", Form.PEOPLE),
        Heading("pretrial_share", "Share held before judgment", Form.SHARE),
    )

    def row(year: int) -> tuple[Cell, ...]:
        prison = prisons.get(year)
        in_prison = (None,) * 5 if prison is None else (
            prison.detained, prison.convicted, prison.places, prison.overcrowding, prison.pretrial_share)
        return (year, at.get(year, "none"), months.get(year), waits[year], dropped[year], *in_prison)

    return FindingsTable("by_year", "The chain year by year", headings, tuple(map(row, plan.years)))


def stages_table(plan: Plan) -> FindingsTable:
    """Return what each stage does in each year."""
    headings = (
        Heading("stage", "Stage", Form.TEXT), _YEAR, Heading("inflow", "Cases that arrive", Form.PEOPLE),
        Heading("done", "Done", Form.PEOPLE), Heading("dropped", "Dropped", Form.PEOPLE),
        Heading("backlog", "Waiting at the end", Form.PEOPLE), Heading("capacity", "Could be done", Form.PEOPLE),
        Heading("waiting", "Months of waiting", Form.NUMBER, "Blank where nobody works the stage."),
        Heading("spare", "Spare capacity", Form.SHARE,
                "What could be done beyond what waits when the year begins and what arrives, over both together."),
    )
    rows = tuple(
        (row.stage, row.year, row.inflow, row.done, row.dropped, row.backlog, row.capacity, row.months, row.spare)
        for row in stage_years(plan)
    )
    return FindingsTable("stages", "Stage by stage", headings, rows)


def one_more_table(found: Chain) -> FindingsTable:
    """Return what one more person of each cadre that works the chain does, tried."""
    headings = (
        Heading("cadre", "Cadre", Form.TEXT), Heading("stages", "Works", Form.TEXT),
        Heading("asked", "More asked for", Form.NUMBER, "People more than planned, in the last year."),
        Heading("people", "More there", Form.NUMBER, "People more than planned, in the last year."),
        Heading("waits", "Cases waiting, for one more", Form.NUMBER, "Mean over the years shown, for one person more."),
        Heading("detained", "Held before judgment, for one more", Form.NUMBER, "The same."),
        Heading("crowded", "Beyond the places, for one more", Form.NUMBER, "The same."),
        Heading("coverage", "Coverage (points)", Form.POINTS, "Of needs in the last year, all of those more together."),
    )
    names, labels = found.plan.names.cadres, stages(found.plan)

    def row(tried: TriedPeople) -> tuple[Cell, ...]:
        cadre, = tried.cadres
        at = listed([label for stage, label in labels.items() if cadre in found.works.get(stage, ())])
        change = change_of(found.plan, tried)
        if change is None:
            return names.get(cadre, cadre), at, tried.asked, None, None, None, None, None
        mean = change.person_years / len(found.plan.years)
        each = (change.waits, change.detained, change.crowded)
        shown = tuple(amount / mean for amount in each) if has_more(change) else (None,) * 3
        return names.get(cadre, cadre), at, tried.asked, change.people, *shown, change.coverage

    return FindingsTable(
        "one_more", "What one more person does", headings, tuple(map(row, found.one_more)),
        "Each cadre in turn, planned again; paid out of the same money, so that others are fewer. Below zero: fewer.",
    )


def has_more(change: ChainChange) -> bool:
    """Return whether a tried plan has anybody more."""
    return change.person_years >= NOBODY


def police_table(plans: Mapping[str, Plan], cadres: tuple[str, ...]) -> FindingsTable:
    """Return the chain by year as planned and with more police; ``cadres`` are those that bring cases."""
    headings = (
        Heading("plan", "Plan", Form.TEXT), _YEAR, Heading("people", cadre_names(next(iter(plans.values())), cadres),
                                                            Form.PEOPLE, "People paid who bring cases."),
        Heading("waits", "Cases that wait", Form.PEOPLE, "At all stages, at the end of the year."),
        Heading("detained", "Held before judgment", Form.PEOPLE), Heading("overcrowding", "Beyond the places", Form.PEOPLE),
        Heading("coverage", "Coverage", Form.SHARE, "Weighted coverage of needs."),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for name, plan in plans.items():
            people, waits, detained, crowded = paid(plan, cadres), waiting(plan), held(plan), beyond(plan)
            coverage = facts.indicator(plan, "coverage")
            for year in plan.years:
                yield (name, year, people[year], waits[year], detained.get(year), crowded.get(year), coverage.get(year))

    return FindingsTable("police", "More police", headings, tuple(rows()))


def clears_table(plan: Plan) -> FindingsTable:
    """Return whose cases one person clears."""
    headings = (
        Heading("stage", "Stage", Form.TEXT), Heading("clearing", "One of", Form.TEXT, "Cadre that works the stage."),
        Heading("sending", "Clears what is sent by", Form.TEXT, "Cadre that brings cases."), _YEAR,
        Heading("people", "So many of them", Form.NUMBER, "From the numbers of the case."),
    )
    rows = tuple((row.stage, row.clearing, row.sending, row.year, row.people) for row in clears(plan))
    return FindingsTable("clears", "Who clears what others send", headings, rows)
