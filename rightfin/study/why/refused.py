"""Wishes that lack nothing but a number that can be used: what the plan has, so that a number can be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rightfin.case.issue import CaseError, Issue
from rightfin.question import Question
from rightfin.solve.control import NEVER, Control
from rightfin.study.why.live import LivePlan, value_of
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.wishes import RefusedNumber, Wish, WishError, wish_place, wishes_of


def wishes_asked(
    texts: Sequence[str], question: Question, called: str = "wish", control: Control = NEVER
) -> tuple[Wish, ...]:
    """Return the wishes that texts say; raises as ``wishes_of`` does, with what the plan has where that helps.

    The plan is solved only where a wish lacks nothing but its number.
    """
    try:
        return wishes_of(texts, question.prepared, called)
    except WishError as error:
        if not error.numbers:
            raise
        refused = error
    try:
        live = LivePlan(question, control=control)
    except CaseError:  # nothing can be told of a plan that there is not
        raise refused from None
    told = {wish_place(one.place, texts, called): _has(live, one) for one in refused.numbers}
    raise WishError([_beside(issue, told) for issue in refused.issues], refused.numbers) from None


def _beside(issue: Issue, told: dict[str, str]) -> Issue:
    return replace(issue, message=f"{issue.message} {told.pop(issue.cell)}") if issue.cell in told else issue


def _has(live: LivePlan, one: RefusedNumber) -> str:
    """Return what the plan has of a quantity in the first and the last year for which it is wished."""
    places = {label: n for n, label in enumerate(live.program.columns)}
    found = {year: value_of(live.solution, places, one.quantity.sum_in(live.inputs, int(year)))
             for year in (one.years[0], one.years[-1])}

    def said(value: float) -> str:
        return f"{100.0 * value:.1f}%" if one.quantity.unit is QuantityUnit.SHARE else f"{value + 0.0:,.0f}"

    text = f"The plan has {' and '.join(f'{said(value)} in {year}' for year, value in found.items())}."
    if one.share is not None:
        shares = " and ".join(f"{said(one.share * value)} in {year}" for year, value in found.items())
        text += f" {100.0 * one.share:g}% of it is {shares}."
    return text
