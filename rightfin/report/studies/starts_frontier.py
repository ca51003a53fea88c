"""What less money for reform costs: the calendars found under falling limits, in words and as a table."""

from __future__ import annotations

import math
from itertools import groupby

from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.studies.starts_reasons import names_of
from rightfin.report.words.wording import listed, money, weighed
from rightfin.schema.result_types import GAP
from rightfin.study.starts.decided import DecidedStarts
from rightfin.study.starts.frontier import FrontierPoint

Run = tuple[FrontierPoint, ...]
"""Points that follow one another with the same calendar, the greatest limit first."""


def runs_of(found: DecidedStarts) -> tuple[Run, ...]:
    """Return the points of the frontier, those together that are one calendar: it is told once."""
    less = found.frontier.points[1:]
    return (found.frontier.points[:1], *(tuple(run) for _, run in groupby(less, key=lambda one: dict(one.starts))))


def less_money(found: DecidedStarts) -> str:
    """Return what less money for programmes would cost."""
    first, currency = found.frontier.points[0], found.plan.currency
    if first.cost == 0.0:
        return "The programmes of this calendar cost nothing in the years shown, so there is no less to ask about."
    told = [f"The programmes of this calendar cost {money(first.cost, currency)} in the years shown, at prices of "
            f"{found.plan.base_year}, and leave {weighed(first.unmet)} {GAP} unmet{_unpaid(found, first)}."]
    runs = runs_of(found)[1:]
    told += [*(_run(found, run) for run in runs), *([_sure(found, runs)] if runs else [])]
    if found.frontier.open:
        told.append(f"With {_span(found, found.frontier.open)} at most no calendar was found in the time.")
    if found.frontier.impossible:
        told.append(f"With {_span(found, found.frontier.impossible)} at most there is none: what is fixed costs more, or "
                    "hard limits contradict one another.")
    return " ".join(told)


def _run(found: DecidedStarts, run: Run) -> str:
    last = run[-1]
    cost = f"costs {money(last.cost, found.plan.currency)}" if any(last.starts.values()) else "has no programme"
    told = _changes(found, last)
    changes = f" ({told})" if told and any(last.starts.values()) else ""
    return (f"With {_span(found, [one.limit for one in run])} at most the best calendar found {cost}{changes} and leaves "
            f"{weighed(last.unmet)} {GAP}{_unpaid(found, last)}.")


def _sure(found: DecidedStarts, runs: tuple[Run, ...]) -> str:
    """Return which calendars are proven to be the best within their limits."""
    proven = [run for run in runs if all(one.proven for one in run)]
    if len(proven) == len(runs):
        return f"{'Each of these is' if len(runs) > 1 else 'It is'} proven to be the best within its limit."
    if not proven:
        return f"{'None of these is' if len(runs) > 1 else 'It is not'} proven to be the best within its limit."
    which = listed([f"with {_span(found, [one.limit for one in run])}" for run in proven])
    return f"Proven to be the best within its limit is the one {which} at most; of the others that is not known."


def _changes(found: DecidedStarts, point: FrontierPoint) -> str:
    """Return how its calendar differs from the one that was found, and whether part of its cost is not counted."""
    names, first = names_of(found), found.frontier.points[0].starts
    left = [names[name] for name, start in first.items() if start is not None and point.starts[name] is None]
    new = [f"{names[name]} in {found.year(start)}" for name, start in point.starts.items()
           if start is not None and start != first[name]]
    last = found.choices.years.stop - 1
    beyond = any(start is not None and start + one.years - 1 > last
                 for one in found.programmes for start in [point.starts[one.name]])
    return "; ".join([
        *([f"without {listed(left)}"] if left else []), *([f"with {listed(new)}"] if new else []),
        *([f"part of the cost falls after {found.year(last)} and is not counted"] if beyond else []),
    ])


def _span(found: DecidedStarts, limits: list[float] | tuple[float, ...]) -> str:
    currency = found.plan.currency
    texts = list(dict.fromkeys(money(limit + 0.0, currency) for limit in (min(limits), max(limits))))
    return " to ".join(texts)


def _unpaid(found: DecidedStarts, point: FrontierPoint) -> str:
    return f" and {money(point.unpaid, found.plan.currency)} of obligations broken" if point.unpaid > 0.0 else ""


def frontier_table(found: DecidedStarts) -> FindingsTable:
    """Return the calendars by limit, one row for each."""
    names = names_of(found)
    headings = (
        Heading("limit", "Limit", Form.MONEY, "What programmes may cost together at most; blank: no limit."),
        Heading("down_to", "Same down to", Form.MONEY, "The lowest limit under which the same calendar was found; blank: "
                "no other."),
        Heading("cost", "Cost", Form.MONEY, "What those planned cost in the years shown, at base-year prices."),
        Heading("unmet", "Unmet need", Form.NUMBER, f"Level of needs of its plan, in {GAP}, all years planned."),
        Heading("broken", "Unpaid", Form.MONEY, "Level of broken obligations of its plan."),
        Heading("planned", "Planned", Form.TEXT, "Programmes with their starts."),
        Heading("proven", "Proven", Form.TEXT, "Whether no other calendar within the limit is better at needs and before."),
    )
    rows: list[tuple[Cell, ...]] = []
    for run in runs_of(found):
        first, last = run[0], run[-1]
        planned = [f"{names[name]} {found.year(start)}" for name, start in last.starts.items() if start is not None]
        rows.append((None if math.isinf(first.limit) else first.limit, last.limit if len(run) > 1 else None, last.cost,
                     last.unmet, last.unpaid, "; ".join(planned) or "none",
                     "yes" if all(one.proven for one in run) else "no"))
    return FindingsTable("frontier", "With less money for reform", headings, tuple(rows))
