"""Programmes of a plan in words: when each runs, and which are not planned."""

from __future__ import annotations

from rightfin.report.words.wording import begun, labels, listed
from rightfin.result.plan import Plan

NAMED = 8
"""Most programmes that a sentence names; the table has all of them."""


def programmes_sentence(plan: Plan) -> str:
    """Return when each programme runs and which are not planned; empty where the case has none."""
    return " ".join(filter(None, (calendar_sentence(plan), not_planned_sentence(plan))))


def calendar_sentence(plan: Plan) -> str:
    """Return when each planned programme runs, by start; empty where none is planned."""
    table = plan.tables["programmes"]
    runs = {str(row["programme"]): row for row in table.records()}
    if not runs:
        return ""
    names = by_start(plan)
    order, told, last = list(names), [], plan.years[-1]
    for name in order[:NAMED]:
        start, end = runs[name]["start"], runs[name]["end"]
        when = f"in {start}" if start == end else f"from {start} to {end}"
        told.append(f"{names[name]} {when}{', after the last year shown' if int(end) > last else ''}")
    more = len(order) - NAMED
    rest = [f"{more} more"] if more > 0 else []
    return f"{begun(_counted(len(order)))} planned: {listed([*told, *rest])}."


def not_planned_sentence(plan: Plan) -> str:
    """Return which programmes of the case are not planned; empty where all are."""
    planned = set(plan.tables["programmes"].column("programme"))
    names = labels(plan.names.programmes, plan.names.programmes)
    left = [names[name] for name in plan.names.programmes if name not in planned]
    rest = [f"{len(left) - NAMED} more"] if len(left) > NAMED else []
    return f"Proposed and not planned: {listed([*left[:NAMED], *rest])}." if left else ""


def by_start(plan: Plan) -> dict[str, str]:
    """Return a label for each planned programme, by start."""
    starts = dict(zip(*(plan.tables["programmes"].column(name) for name in ("programme", "start")), strict=True))
    return labels(plan.names.programmes, sorted(map(str, starts), key=lambda name: (int(starts[name]), name)))


def _counted(number: int) -> str:
    return "1 programme is" if number == 1 else f"{number} programmes are"
