"""The tables of the force that can be kept: by year, by cadre, by the year asked for, by point of coverage."""

from __future__ import annotations

from rightfin.report.charts.sustain import asked
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.parts import ceilings_in_words
from rightfin.report.words.wording import labels, listed
from rightfin.study.sustain.course import Course
from rightfin.study.sustain.points import PointTaken
from rightfin.study.sustain.study import Sustained


def by_year_table(found: Sustained) -> FindingsTable:
    """Return both plans by year: the one that asks for nothing, and the path to what can be kept."""
    free, path = found.without, found.kept
    columns: tuple[tuple[Heading, tuple[Cell, ...]], ...] = (
        (Heading("year", "Year", Form.YEAR), found.years),
        (Heading("ceiling", "Ceiling", Form.MONEY, "What the state may spend."), path.ceiling),
        (Heading("strength_without", "People, nothing asked", Form.PEOPLE), free.strength),
        (Heading("coverage_without", "Coverage, nothing asked", Form.SHARE, shown=False), free.coverage),
        (Heading("donors_without", "Donors, nothing asked", Form.MONEY), free.donors),
        (Heading("overhang_without", "Overhang, nothing asked", Form.MONEY), free.overhang),
        (Heading("strength", "People, path", Form.PEOPLE), path.strength),
        (Heading("kept", "Money keeps", Form.PEOPLE, "People whom the ceiling of the sector and donors who never leave "
                 f"would keep up for good, composed as in the path; ceilings by part are not counted.{_blank(found)}"),
         path.kept),
        (Heading("coverage", "Coverage, path", Form.SHARE, shown=False), path.coverage),
        (Heading("donors", "Donors, path", Form.MONEY), path.donors),
        (Heading("steady_cost", "Steady cost, path", Form.MONEY, "What keeping up the force of the year costs a year.",
                 shown=False), path.steady),
        (Heading("lasting", "Lasting money, path", Form.MONEY, "What donors who never leave would pay of it.", shown=False),
         path.lasting),
        (Heading("overhang", "Overhang, path", Form.MONEY), path.overhang),
        (Heading("retrenched", "Retrenched, path", Form.PEOPLE, shown=False), path.retrenched),
    )
    return FindingsTable(
        "by_year", "Year by year", tuple(heading for heading, _ in columns),
        tuple(zip(*(cells for _, cells in columns), strict=True)),
        f"Money at current prices. Path: the force must be one that can be kept from {found.asked_from} on. Overhang: what "
        "keeping up the force of the year for good costs beyond the ceiling and money of donors who never leave; below "
        f"zero, what is left. Money keeps: how many that ceiling and those donors would keep, composed as in the path"
        f"{_not_counted(found)}.{_blank(found)}",
    )


def _blank(found: Sustained) -> str:
    """Return what the numbers of people kept leave out where several payers keep the force up."""
    return " All where all can be kept, blank elsewhere: who has to go depends on which payer's money runs short." if (
        len(found.kept.payers[-1]) > 1) else ""


def _not_counted(found: Sustained) -> str:
    """Return which ceilings by part that column leaves out, those that own money reaches in the last year shown."""
    reached = listed(ceilings_in_words(found.kept.at_limit))
    return f"; it does not count {reached}, which own money reaches in {found.years[-1]}" if reached else ""


def payers_table(found: Sustained) -> FindingsTable:
    """Return by payer and year what it may spend and what it keeps up, in both plans."""
    payers = [*found.kept.payers[-1]]
    names = labels(found.names.payers, payers)
    rows: list[tuple[Cell, ...]] = []
    for payer in payers:
        for place, year in enumerate(found.years):
            free, path = found.without.payers[place][payer], found.kept.payers[place][payer]
            rows.append((names[payer], year, path.may, free.keeps, path.keeps, path.may - path.keeps))
    return FindingsTable(
        "payers", "What each payer keeps up",
        (
            Heading("payer", "Payer", Form.TEXT), Heading("year", "Year", Form.YEAR),
            Heading("may", "May spend", Form.MONEY, "Its ceiling, what it receives less what it gives."),
            Heading("keeps_without", "Keeps up, nothing asked", Form.MONEY), Heading("keeps", "Keeps up, path", Form.MONEY),
            Heading("left", "Left, path", Form.MONEY, "What it may spend and does not need for it."),
        ),
        tuple(rows),
        "Money at current prices. Kept up for good is what stands in the year. Payers beside the government keep up as "
        "much as they may before donors who never leave do, those first who stand first in the case; the government keeps "
        "up what they leave of what it may pay.",
    )


def stranded_table(found: Sustained) -> FindingsTable | None:
    """Return by institution and year what the government may not keep up and nobody else can; ``None`` if nothing is."""
    both = found.without.stranded, found.kept.stranded
    names = labels(found.names.institutions, found.names.institutions)
    rows: list[tuple[Cell, ...]] = [
        (names[institution], year, *(of[place].get(institution, 0.0) for of in both))
        for institution in names for place, year in enumerate(found.years)
        if any(institution in of[place] for of in both)
    ]
    return FindingsTable(
        "stranded", "What nobody can keep up who may",
        (
            Heading("institution", "Institution", Form.TEXT), Heading("year", "Year", Form.YEAR),
            Heading("without", "Stranded, nothing asked", Form.MONEY), Heading("path", "Stranded, path", Form.MONEY),
        ),
        tuple(rows),
        "Money at current prices. Of what keeping up what stands costs: lines that the government may not pay, beyond what "
        "other payers and donors who never leave have for them. Money of others does not help there.",
    ) if rows else None


def force_table(found: Sustained) -> FindingsTable:
    """Return who is there by cadre: today, and in the last year of each plan."""
    names = found.names
    institutions, cadres = (labels(of, of) for of in (names.institutions, names.cadres))
    end = found.years[-1]

    def last(course: Course | None, cadre: str) -> float | None:
        return None if course is None else course.by_cadre[cadre][-1]

    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (institutions[names.cadre_institution[cadre]], cadres[cadre], found.today.strength[cadre],
         last(found.without, cadre), last(found.kept, cadre), last(found.alone, cadre))
        for institution in names.institutions for cadre in names.cadres
        if names.cadre_institution[cadre] == institution
    )
    return FindingsTable(
        "force", "The force by cadre",
        (
            Heading("institution", "Institution", Form.TEXT), Heading("cadre", "Cadre", Form.TEXT),
            Heading("today", f"Paid in {found.base_year}", Form.PEOPLE),
            Heading("without", f"{end}, nothing asked", Form.PEOPLE), Heading("path", f"{end}, path", Form.PEOPLE),
            Heading("alone", f"{end}, no lasting donors", Form.PEOPLE, "The path without donors who never leave, from the "
                    "year asked for on; blank: they pay nothing of what is kept up.", shown=found.alone is not None),
        ),
        rows, f"Person-years. Path: the force must be one that can be kept from {found.asked_from} on.",
    )


def frontier_table(found: Sustained) -> FindingsTable:
    """Return what every first year that could be asked for comes to."""
    def row(course: Course) -> tuple[Cell, ...]:
        least = min(range(len(course.years)), key=lambda place: round(course.strength[place]))
        return (
            asked(course), course.asked_from, course.unmet, found.donors(course), course.coverage[-1], course.excess,
            course.strength[least], course.years[least], sum(course.retrenched), course.strength[-1],
        )

    return FindingsTable(
        "frontier", "By the year from which the force must be one that can be kept",
        (
            Heading("asked", "Asked for from", Form.TEXT), Heading("year", "Year", Form.YEAR, shown=False),
            Heading("unmet", "Unmet need", Form.NUMBER, "Over all years planned, weighted, later years counting less."),
            Heading("donors", "Donors", Form.MONEY, "What donors pay in the years shown, at base-year prices."),
            Heading("coverage", f"Coverage {found.years[-1]}", Form.SHARE),
            Heading("excess", "Excess", Form.MONEY, "What is beyond what can be kept, whatever is done, at base-year "
                    "prices, later money counting less, all years planned."),
            Heading("fewest", "Fewest people", Form.PEOPLE, "In the year in which the fewest are paid."),
            Heading("fewest_in", "In", Form.YEAR),
            Heading("retrenched", "Retrenched", Form.PEOPLE, "People retrenched in the years shown."),
            Heading("strength", f"People {found.years[-1]}", Form.PEOPLE),
        ),
        tuple(map(row, found.frontier)),
        f"Unmet need: level 2, all years planned, later years counting less. Donors: prices of {found.price_year}, years "
        "shown. Excess: what is beyond what can be kept whatever is done, the same prices, later money counting less. Each "
        "row is a plan that was solved.",
    )


def points_table(found: Sustained) -> FindingsTable:
    """Return what each further point of coverage takes."""
    price, revenue, gdp = found.prices[-1], found.revenue[-1], found.gdp[-1]

    def share(point: PointTaken, of: float) -> float | None:
        return None if point.enough is None or of <= 0.0 else point.enough * price / of

    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_counted(point.points), point.share, point.too_little, point.enough, share(point, revenue), share(point, gdp),
         point.course.coverage[-1], point.course.strength[-1])
        for point in found.points
    )
    end = found.years[-1]
    return FindingsTable(
        "points", "What further points of coverage take",
        (
            Heading("points", "Points more", Form.TEXT), Heading("share", f"Coverage asked {end}", Form.SHARE),
            Heading("too_little", "Not enough a year", Form.MONEY, "Extra own money with which it is not so."),
            Heading("enough", "Enough a year", Form.MONEY, "Extra own money with which coverage is as high, and all can be "
                    "kept up."),
            Heading("of_revenue", f"Of revenue {end}", Form.SHARE, "What is enough, as a share of revenue."),
            Heading("of_gdp", f"Of GDP {end}", Form.SHARE, "What is enough, as a share of GDP.", shown=False),
            Heading("reached", f"Coverage reached {end}", Form.SHARE,
                    "With what is enough, or else the most that an amount tried covers."),
            Heading("strength", f"People {end}", Form.PEOPLE, "In the same plan."),
        ),
        rows,
        f"Extra own money a year, the same at constant prices in every year from {found.money_from} on, at prices of "
        f"{found.price_year}. Both amounts were solved, and nothing tried below what is enough was enough. More money "
        f"may cover less in {end}: a plan covers the needs of all years together. Where nothing was enough, coverage and "
        "people are those of the amount tried with which most is covered.",
    )


def _counted(points: float) -> str:
    return "1 point" if points == 1.0 else f"{points:g} points"
