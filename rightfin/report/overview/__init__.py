"""The overview of a plan: one sentence, six figures, one picture and three answers, the same for every front end."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.report.overview.answers import Reply, answers
from rightfin.report.overview.banner import Banner, banner
from rightfin.report.overview.figures import KeyFigure, figures
from rightfin.report.overview.numbers import numbers_of_plan
from rightfin.report.words.wording import span_of
from rightfin.result.plan import Plan, Status
from rightfin.study.briefing.study import Briefing

__all__ = ["Banner", "KeyFigure", "Overview", "Reply", "overview_of"]


@dataclass(frozen=True)
class Overview:
    """What is seen first of a plan; ``figures`` are empty and ``answers`` too where its hard limits contradict one another.

    ``prices`` says in which prices and years everything stands.
    """

    banner: Banner
    figures: tuple[KeyFigure, ...]
    answers: tuple[Reply, ...]
    prices: str


def overview_of(plan: Plan, standing: Plan | None = None, found: Briefing | None = None) -> Overview:
    """Return the overview of a plan; ``standing`` is the plan of the case as it stands where the plan is of a changed one.

    ``found`` is what was asked about the plan, if anything was.
    """
    said = banner(plan)
    prices = (f"{span_of(plan.years)}. Shares compare amounts of the same year; amounts are in {plan.currency} at the "
              "prices of the year named with them.")
    if plan.status is Status.CONTRADICTORY:
        return Overview(said, (), (), prices)
    against = None if standing is None or standing.status is Status.CONTRADICTORY else numbers_of_plan(standing)
    return Overview(said, figures(numbers_of_plan(plan), against), answers(plan, found), prices)
