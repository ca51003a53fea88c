"""What one more person of a cadre costs, in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import listed, money, scale_of
from rightfin.study.unit_cost.cadre import CadreCost
from rightfin.study.unit_cost.marginal import CostPart

_NAMES = {
    CostPart.TRAINING: "Recruitment and training", CostPart.PAY: "Pay", CostPart.SUPPORT: "Support",
    CostPart.PURCHASE: "Kit bought", CostPart.UPKEEP: "Kit kept up", CostPart.PENSION: "Pensions",
    CostPart.OVERHEAD: "Share of overhead",
}


def findings(found: CadreCost) -> Findings:
    """Return what one more person costs: over the years of the plan, and for life."""
    return Findings(
        study="cost",
        title=f"{found.title}: one more of {found.name}",
        currency=found.currency,
        scale=scale_of(max(map(found.total, found.years)) / 100.0, found.currency),
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=(_parts(found), _by_year(found)),
        method=tuple(_method(found)),
    )


def _sentences(found: CadreCost) -> Iterator[Sentence]:
    def said(amount: float) -> str:
        return money(amount, found.currency)

    first, last = found.years[0], found.years[-1]
    real, discounted = (sum(map(of, found.parts)) for of in (found.real, found.discounted))
    yield Sentence("post", "Over the plan", (
        f"One more post, filled in {found.year} and kept filled, costs {said(real)} from {first} to {last}, "
        f"{said(discounted)} discounted, at prices of {found.base_year}. In {last} it costs {said(found.total(last))} at "
        "prices of the year."
    ))
    career = found.career
    if career.left:
        yield Sentence("career", "For life", (
            "Hardly anybody leaves, or pensions hardly ever end, by the case's own figures: one career has no end, and no "
            "cost for life is given. Type attrition and pension_exit."
        ))
    else:
        whole, worth = sum(career.real.values()), sum(career.discounted.values())
        drawn = f" and {career.pensioned:.1f} of pension" if career.pensioned else ""
        yield Sentence("career", "For life", (
            f"One who joins in {found.year} gives {career.serving:.1f} years of service{drawn}, as the case lets people "
            f"leave. From training to the end that costs {said(whole)}, {said(worth)} discounted, at prices of "
            f"{found.base_year}."
        ))
    lost = sum(found.lost[t] / found.deflator[t] for t in found.years)
    yield Sentence("within", "What is in it", (
        f"{_trained(found)} Of what is spent on the post, {said(lost) if lost else 'nothing'} is lost to skimming and "
        f"waste.{_there(found)}{_overhead(found)}"
    ))


def _trained(found: CadreCost) -> str:
    if not any(found.post[CostPart.TRAINING].values()):
        return "The case prices training at nothing."
    return f"For one who is there at the end of the year, {found.trainees:.2f} are trained."


def _there(found: CadreCost) -> str:
    if found.present == 1.0:
        return ""
    return f" Of one who is paid {found.present:.2f} is there, and needs support and kit."


def _overhead(found: CadreCost) -> str:
    if not found.overhead:
        return ""
    parts = [f"{ratio:.3f} of {name}" for name, ratio in found.overhead.items()]
    return f" Overhead that goes with it: {listed(parts)}."


def _method(found: CadreCost) -> Iterator[str]:
    yield (
        "The post is costed by the rules of cost that plans obey: recruits are trained before they join and replace "
        "those who leave, kit is bought, replaced as it wears out and kept up, those who retire draw pensions, and what is "
        "lost is spent too. It is what a plan costs more that must have one more, where nothing else in it moves and "
        "everyone is supported."
    )
    yield (
        "For life: one who joins is not replaced. Years after the last one that is planned, tail included, are taken to be "
        "as that one. Overhead is what the ratios of cadres without effects ask for; running costs, which are due whatever "
        "the head count, are in neither."
    )


def _parts(found: CadreCost) -> FindingsTable:
    headings = (
        Heading("part", "Part", Form.TEXT),
        Heading("post_real", "Post, over the plan", Form.MONEY, "At base-year prices, years shown."),
        Heading("post_discounted", "Discounted", Form.MONEY, "The same, discounted to the base year."),
        Heading("career_real", "For life", Form.MONEY, "One who joins, until the last pension, at base-year prices."),
        Heading("career_discounted", "For life, discounted", Form.MONEY, "The same, discounted to the base year."),
        Heading("career_share", "Share of it", Form.SHARE, "Share of what one costs for life, not discounted."),
    )
    career = found.career
    whole = sum(career.real.values())

    def row(name: str, parts: tuple[CostPart, ...]) -> tuple[Cell, ...]:
        of_post = sum(map(found.real, parts)), sum(map(found.discounted, parts))
        if career.left:
            return (name, *of_post, None, None, None)
        real, discounted = (sum(of[part] for part in parts) for of in (career.real, career.discounted))
        return (name, *of_post, real, discounted, real / whole if whole else None)

    rows = (*(row(_NAMES[part], (part,)) for part in found.parts), row("All", found.parts))
    note = f"Money at prices of {found.base_year}, what is lost on the way included."
    return FindingsTable("parts", "What one more costs", headings, rows, note)


def _by_year(found: CadreCost) -> FindingsTable:
    parts = found.parts
    headings = (
        Heading("year", "Year", Form.YEAR), *(Heading(part.value, _NAMES[part], Form.MONEY) for part in parts),
        Heading("total", "All", Form.MONEY), Heading("lost", "Of it lost", Form.MONEY, "What is skimmed or wasted of it."),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (year, *(found.post[part][year] for part in parts), found.total(year), found.lost[year]) for year in found.years
    )
    return FindingsTable("by_year", "The post year by year", headings, rows, "Money at current prices.")
