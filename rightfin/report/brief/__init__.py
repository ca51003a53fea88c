"""The brief: an answer on two sheets of paper, for people who meet and have no time; what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.charts.overview import sustained_chart
from rightfin.report.charts.vega import Chart
from rightfin.report.overview import Banner, KeyFigure, Reply, overview_of
from rightfin.report.overview.briefed import Briefed
from rightfin.report.overview.method import NOT_KNOWN, citation
from rightfin.report.overview.sustained import paid_and_sustained
from rightfin.report.page.parts import Told
from rightfin.report.words.bidi import alone
from rightfin.report.words.wording import Scale
from rightfin.result.plan import Plan, Status


@dataclass(frozen=True)
class BriefTable:
    """The figures beside the picture: a heading with their unit, years, and rows of a label and a number for each year."""

    heading: str
    years: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Brief:
    """What stands in a brief, from top to bottom.

    ``scenarios`` and ``changes`` say what is laid over the case, each in a few words. Figures, picture, table and answers
    are absent where the hard limits of the case contradict one another. ``prices`` says in which prices and years all
    stands, ``sources`` how to find the same answer again, ``day`` when it was made, if that is said.
    """

    title: str
    scenarios: tuple[str, ...]
    changes: tuple[str, ...]
    banner: Banner
    figures: tuple[KeyFigure, ...]
    picture: Chart | None
    table: BriefTable | None
    answers: tuple[Reply, ...]
    unknown: tuple[Told, ...]
    prices: str
    sources: tuple[Told, ...]
    version: str
    digest: str
    day: str = ""


def brief_of(
    found: Briefed, standing: Plan | None = None, *, scenarios: tuple[str, ...] = (), changes: tuple[str, ...] = (),
    day: str = "",
) -> Brief:
    """Return the brief of an answer; ``standing`` is the plan of the case as it stands where cells of it were changed.

    ``scenarios`` are the titles of what is laid over the case, ``changes`` what was changed in words.
    """
    plan = found.plan
    against = standing if standing is not None and standing.status is Status.ANSWERED else None
    said, answered = overview_of(plan, standing), plan.status is Status.ANSWERED
    return Brief(
        title=plan.title, scenarios=scenarios, changes=changes, banner=said.banner, figures=said.figures,
        picture=sustained_chart(plan, against) if answered else None,
        table=_table(plan, against) if answered else None,
        answers=found.replies or said.answers, unknown=NOT_KNOWN, prices=said.prices, sources=_sources(plan, changes),
        version=plan.provenance.versions.get("rightfin", ""), digest=plan.provenance.case_digest, day=day,
    )


def _sources(plan: Plan, changes: Sequence[str]) -> tuple[Told, ...]:
    """Return how to find the same answer again, with every change; the title of the case stands by itself in it."""
    return tuple(Told(line.label, line.text.replace(plan.title, alone(plan.title))) for line in citation(plan, changes))


def _table(plan: Plan, standing: Plan | None) -> BriefTable:
    scale = facts.money_scale(plan)
    lines: dict[str, dict[int, float]] = {}
    for line, year, amount in paid_and_sustained(plan, standing):
        by_year = lines.setdefault(line, {})
        by_year[year] = by_year.get(year, 0.0) + amount
    rows = tuple((line, tuple(_written(scale, by_year.get(year)) for year in plan.years))
                 for line, by_year in lines.items())
    return BriefTable(f"{scale.unit}, current prices", tuple(map(str, plan.years)), rows)


def _written(scale: Scale, amount: float | None) -> str:
    return "" if amount is None else f"{round(scale.of(amount), scale.decimals) + 0.0:,.{scale.decimals}f}"
