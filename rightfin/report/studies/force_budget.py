"""What a force costs and what a budget buys, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.charts.coverage import coverage_chart
from rightfin.report.charts.force_budget import cost_chart
from rightfin.report.charts.plan import strength_chart
from rightfin.report.studies.findings import WHOLE, Cell, Findings, FindingsTable, Form, Heading, Picture
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import listed, money, people, percent, scale_of_years
from rightfin.result.plan import Plan, Status
from rightfin.study.levers.budget import BudgetForce
from rightfin.study.levers.force import ForceCost
from rightfin.tolerances import NEGLIGIBLE

_MISSED = 0.005
"""Share of the people asked for that may be missing and still reads as all of them."""


def _contradictory(plans: tuple[Plan, Plan], study: str, title: str) -> Findings | None:
    """Return what is found where one of the plans is none; ``None`` where both are answered."""
    plan = next((one for one in plans if one.status is Status.CONTRADICTORY), None)
    if plan is None:
        return None
    named = listed(plan.conflict) or "the solver could not name them"
    text = f"The hard limits of the case contradict one another: {named}."
    return Findings(study, title, plan.currency, scale_of_years((), plan.currency), answered=False,
                    sentences=(Sentence("contradiction", "No plan", text),), tables=())


def cost_findings(found: ForceCost) -> Findings:
    """Return what a force costs by year, beside the money of the case as it stands."""
    plan, title = found.plan, f"{found.plan.title}: what the force costs"
    none = _contradictory((found.plan, found.standing), "force", title)
    if none is not None:
        return none
    table, cadres = _cost_by_year(found), _cadres(found)
    scale = facts.money_scale(plan)
    return Findings(
        study="force", title=title, currency=plan.currency, scale=scale, answered=True,
        sentences=tuple(_cost_sentences(found, table, cadres)), tables=(table, cadres),
        pictures=(
            Picture("cost", "Cost and money", cost_chart(table, scale), "by_year"),
            Picture("strength", "Strength", strength_chart(plan), "by_year"),
        ),
        method=(
            "The case is planned with these strengths as its limits of people, as much money as that takes, and no demand "
            "that it be kept up for good; floors of own money on parts of the budget are left out. People who cannot be "
            "recruited or trained in time are not there; those who cannot leave in time are, and are paid. Cost is what "
            "the people cost, supported as the case asks, with equipment and buildings as the plan buys them.",
            "The money there is: the ceiling of own money of the case, of all payers, and what arrives from donors after "
            "fees, whatever it may be spent on. No reserve is counted.",
        ),
    )


def _cost_by_year(found: ForceCost) -> FindingsTable:
    headings = (
        Heading("year", "Year", Form.YEAR),
        Heading("asked", "People asked for", Form.PEOPLE),
        Heading("people", "People there are", Form.PEOPLE, "Of those asked for, with what recruiting and training allow."),
        Heading("cost", "Cost", Form.MONEY, "What they cost, supported as the case asks."),
        Heading("own", "Own money at most", Form.MONEY, "The ceiling of own money of the case."),
        Heading("donors", "Donors' money", Form.MONEY, "What arrives from donors in the case, after fees."),
        Heading("short", "Short", Form.MONEY, "Cost beyond own money and donors'."),
    )
    arriving = _donors(found.standing)
    rows: list[tuple[Cell, ...]] = []
    for row, standing in zip(facts.yearly(found.plan), facts.yearly(found.standing), strict=True):
        asked = sum(by_year[int(row.year)] for by_year in found.asked.values())
        donors = arriving.get(row.year, 0.0)
        short = max(0.0, row.asked - standing.ceiling - donors)
        rows.append((row.year, asked, row.strength, row.asked, standing.ceiling, donors, short))
    return FindingsTable("by_year", "What the force costs by year", headings, tuple(rows), "Money at current prices.")


def _donors(plan: Plan) -> dict[int, float]:
    arriving, fees = (plan.tables["pledges"].by_year(column) for column in ("disbursed", "fee"))
    return {year: amount - fees.get(year, 0.0) for year, amount in arriving.items()}


def _cadres(found: ForceCost) -> FindingsTable:
    strength, names = found.plan.tables["strength"], found.plan.names.cadres
    last = found.plan.years[-1]
    headings = (
        Heading("cadre", "Cadre", Form.TEXT), Heading("first", "Asked for at first", Form.PEOPLE),
        Heading("last", f"Asked for in {last}", Form.PEOPLE), Heading("there", f"There in {last}", Form.PEOPLE),
    )
    rows = tuple(
        (names.get(cadre, cadre), next(iter(by_year.values())), by_year[int(last)],
         strength.where("cadre", (cadre,)).by_year("strength").get(last, 0.0))
        for cadre, by_year in found.asked.items()
    )
    return FindingsTable("cadres", "Cadre by cadre", headings, rows)


def _cost_sentences(found: ForceCost, table: FindingsTable, cadres: FindingsTable) -> Iterator[Sentence]:
    plan, last = found.plan, facts.yearly(found.plan)[-1]
    row = table.rows[-1]
    own, donors, short = (float(str(value)) for value in row[4:])
    money_of = f"{money(own, plan.currency)} of own money"
    money_of += f" and {money(donors, plan.currency)} from donors" if donors >= WHOLE else ""
    missing = f"{money(short, plan.currency)} short of it" if short > NEGLIGIBLE * last.asked else (
        "that pays for it")
    yield Sentence("cost", "What it costs", (
        f"A force of {people(last.strength)} people costs {money(last.asked, plan.currency)} in {last.year}, supported as "
        f"the case asks. The case has {money_of} in that year: {missing} (current prices)."
    ))
    shorts = {year: float(str(one[6])) for one in table.rows for year in (one[0],)
              if float(str(one[6])) > NEGLIGIBLE * float(str(one[3]))}
    if shorts:
        worst = max(shorts, key=lambda year: shorts[year])
        years = f"{len(shorts)} of {len(table.rows)} years"
        yield Sentence("short", "What is short", (
            f"The money is short in {years}, most in {worst}: {money(shorts[worst], plan.currency)}. All years together "
            f"lack {money(sum(shorts.values()), plan.currency)} (current prices, added up)."
        ))
    else:
        yield Sentence("short", "What is short", "In no year is more asked for than own money and donors' come to.")
    missed = [str(one[0]) for one in cadres.rows if float(str(one[3])) < (1.0 - _MISSED) * float(str(one[2]))]
    if missed:
        yield Sentence("missed", "Who is missing", (
            f"In {last.year} there are fewer than asked for of these: {listed(missed)}."
        ))
    many = [str(one[0]) for one in cadres.rows
            if float(str(one[3])) > (1.0 + _MISSED) * float(str(one[2])) and float(str(one[3])) >= 1.0]
    if many:
        yield Sentence("many", "Who is still there", (
            f"In {last.year} there are more than asked for of these: {listed(many)}."
        ))


def budget_findings(found: BudgetForce) -> Findings:
    """Return the force and the coverage that a budget buys, beside those of the case as it stands."""
    plan, title = found.plan, f"{found.plan.title}: what the budget buys"
    none = _contradictory((found.plan, found.standing), "budget", title)
    if none is not None:
        return none
    return Findings(
        study="budget", title=title, currency=plan.currency, scale=facts.money_scale(plan), answered=True,
        sentences=tuple(_budget_sentences(found)), tables=(_budget_by_year(found),),
        pictures=(
            Picture("strength", "Strength", strength_chart(plan), "by_year"),
            Picture("coverage", "Coverage", coverage_chart(plan), "by_year"),
        ),
        method=("The case is planned with the government's ceiling of own money of each year as it was asked for, all else "
                "as the case says. Ceilings of years that were not asked about stay.",),
    )


def _budget_by_year(found: BudgetForce) -> FindingsTable:
    headings = (
        Heading("year", "Year", Form.YEAR),
        Heading("ceiling", "Ceiling", Form.MONEY, "What the government may spend of its own money."),
        Heading("standing_ceiling", "Ceiling in the case", Form.MONEY),
        Heading("people", "People", Form.PEOPLE), Heading("standing_people", "People in the case", Form.PEOPLE),
        Heading("coverage", "Needs covered", Form.SHARE), Heading("standing_coverage", "Covered in the case", Form.SHARE),
        Heading("missing", "Unpaid or unsupported", Form.MONEY),
        Heading("standing_missing", "Missing in the case", Form.MONEY),
    )
    rows = tuple(
        (row.year, found.ceilings[int(row.year)], found.standing_ceilings[int(row.year)], row.strength, was.strength,
         row.coverage, was.coverage, row.missing, was.missing)
        for row, was in zip(facts.yearly(found.plan), facts.yearly(found.standing), strict=True)
    )
    return FindingsTable("by_year", "What the budget buys by year", headings, rows, "Money at current prices.")


def _budget_sentences(found: BudgetForce) -> Iterator[Sentence]:
    plan, rows, were = found.plan, facts.yearly(found.plan), facts.yearly(found.standing)
    last, was = rows[-1], were[-1]
    more = sum(found.ceilings.values()) - sum(found.standing_ceilings.values())
    change = "as much as in the case" if abs(more) < WHOLE else (
        f"{money(abs(more), plan.currency)} {'more' if more > 0 else 'less'} than in the case")
    yield Sentence("budget", "The budget", (
        f"The ceilings come to {money(sum(found.ceilings.values()), plan.currency)} in all years shown, {change}, at "
        "current prices."
    ))
    covered = "" if last.coverage is None or was.coverage is None else (
        f", which cover {percent(last.coverage)} of needs ({percent(was.coverage)} in the case)")
    yield Sentence("buys", "What it buys", (
        f"In {last.year} it keeps {people(last.strength)} people ({people(was.strength)} in the case){covered}."))
    missing, before = sum(row.missing for row in rows), sum(row.missing for row in were)
    nothing = NEGLIGIBLE * sum(row.asked for row in rows)
    yield Sentence("missing", "What is not paid", (
        "Everything due is paid, and everyone is supported as the case asks." if missing <= nothing else
        f"{money(missing, plan.currency)} is unpaid or unsupported in all years shown, at current prices "
        f"({money(before, plan.currency) if before > nothing else 'nothing'} in the case)."))
