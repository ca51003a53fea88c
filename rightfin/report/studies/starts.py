"""Starts of programmes that were decided: the calendar, why each starts when it does, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rightfin.lp.kinds import Unit
from rightfin.lp.objectives import objective_named
from rightfin.report import facts
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading, Picture
from rightfin.report.studies.starts_frontier import frontier_table, less_money
from rightfin.report.studies.starts_reasons import NEED_YEARS, beside, declined_sentence, names_of, started, why
from rightfin.report.words.answer import Sentence
from rightfin.report.words.programmes import calendar_sentence
from rightfin.report.words.wording import begun, labels, listed, money, percent, weighed
from rightfin.schema.result_types import GAP
from rightfin.solve.calendars import EARLIEST
from rightfin.solve.found import LevelSearch
from rightfin.solve.whole import Ended
from rightfin.study.starts.decided import DecidedStarts
from rightfin.tolerances import MATERIAL

NAMED = 8
"""Most programmes that have a sentence of their own; the table has all of them."""


def findings(found: DecidedStarts) -> Findings:
    """Return decided starts as findings; the answer is no where nothing is planned."""
    planned = any(start is not None for start in found.starts.values())
    pictures = (Picture("calendar", "The calendar", calendar_chart(found.plan), "starts"),) if planned else ()
    frontier = (frontier_table(found),) if found.frontier.points else ()
    return Findings(
        study="programmes", title=f"{found.plan.title}: when reforms start", currency=found.plan.currency,
        scale=facts.money_scale(found.plan), answered=planned, sentences=tuple(_sentences(found)),
        tables=(_starts_table(found), _search_table(found), *frontier), pictures=pictures, method=tuple(_method(found)),
    )


def _method(found: DecidedStarts) -> Iterator[str]:
    yield (
        "All calendars stand in one model, in which each start is a whole decision; levels are searched in the order in "
        "which a plan solves them, down to what the case saves, then the least total cost and the earliest starts. What "
        "was found is checked without the solver and planned by itself; tables and pictures show that plan. Nothing is "
        "called proven where one of these disagrees."
    )
    yield NEED_YEARS
    if found.reasons:
        yield (
            f"{found.calendars_tried} calendars were planned to say why, in as long again as the search may take; what was "
            "not planned by then is told as not tried. A year earlier, all other starts stay; a year later, programmes "
            "that must come after it, or for which there is no room beside it, are pushed as little as the rules ask for. "
            "Of one that is declined the first, the middle and the last start that rules allow are tried."
        )
    if found.frontier.points:
        yield (
            "With less money for programmes, the best calendar was searched anew as far as the level of needs, in as long "
            "again as the search may take, from the lowest limit up; a limit counts what all programmes cost together in "
            "the years shown, at base-year prices. Each calendar that was found was planned by itself, and these are the "
            "numbers that are told. What was found for less money is allowed with more, and stands there where nothing "
            "better was found."
        )


def _sentences(found: DecidedStarts) -> Iterator[Sentence]:
    names = names_of(found)
    yield Sentence("question", "Question", "When should each reform start, if at all?" + _fixed(found))
    yield Sentence("proof", "How sure", proof(found))
    if any(start is not None for start in found.starts.values()):
        yield Sentence("calendar", "The calendar", calendar_sentence(found.plan))
    for reason in [one for one in found.reasons if one.start is not None][:NAMED]:
        yield Sentence(f"start_{reason.programme}", names[reason.programme], why(found, reason))
    if found.declined:
        yield Sentence("declined", "Declined", declined_sentence(found))
    for reason in [one for one in found.reasons if one.start is None][:NAMED]:
        yield Sentence(f"declined_{reason.programme}", f"{names[reason.programme]}, declined", why(found, reason))
    if found.frontier.points:
        yield Sentence("frontier", "With less money for reform", less_money(found))


def _fixed(found: DecidedStarts) -> str:
    names = names_of(found)
    parts = [f"{names[name]} is declined" if start is None else f"{names[name]} starts in {found.year(start)}"
             for name, start in sorted(found.fixed.items())]
    return f" Not decided: {listed(parts)}." if parts else ""


def proof(found: DecidedStarts) -> str:
    """Return how sure it is that no other calendar is better, and what speaks against it."""
    levels = [level for level in found.search if level.decides]
    open_ones = [level for level in levels if not level.proven]
    doubts = f" {' '.join(found.doubts)}" if found.doubts else ""
    if not open_ones and not doubts:
        return "It is proven that no other calendar is better at any level down to what the case saves."
    if not open_ones:
        return f"The search called this calendar the best, and it is not proven.{doubts}"
    first = open_ones[0]
    before = listed([_title(level) for level in levels[:levels.index(first)]])
    best = f"That no other calendar is better is proven for {before}. " if before else ""
    if first.ended is Ended.TIME and found.building >= found.within:
        return (
            f"{best}It is not proven that this calendar is the best, and it may be far from it: seeing what every start "
            f"changes took {found.building:.0f} seconds, and there were {found.within:g} for that and the search. Give it "
            f"more.{doubts}"
        )
    why = (
        f"the time was over ({found.within:g} seconds, in which to see what every start changes and search all levels)"
        if first.ended is Ended.TIME else "the plan, in which no level slips for the next, is not as good as was found"
        if first.ended is Ended.APART else "the solver made an end without a proof, though there was time left"
    )
    return (
        f"{best}It is not proven that this calendar is the best. Of the search of {_title(first)} {why}; it "
        f"could be better by {_gap(first)}.{doubts}"
    )


def _title(level: LevelSearch) -> str:
    return "starts as early as can be" if level.name == EARLIEST else objective_named(level.name).title.lower()


def _gap(level: LevelSearch) -> str:
    gap = level.gap
    if gap is None:
        return "an amount that is not known"
    return "less than 0.01%" if gap < MATERIAL else f"{percent(gap)} at most"


def _starts_table(found: DecidedStarts) -> FindingsTable:
    names, reasons = names_of(found), {reason.programme: reason for reason in found.reasons}
    institutions = labels(found.plan.names.institutions, found.plan.names.institutions)
    headings = (
        Heading("programme", "Programme", Form.TEXT), Heading("institution", "Institution", Form.TEXT),
        Heading("phase", "Phase", Form.TEXT), Heading("start", "Starts", Form.YEAR, "Blank: it is declined."),
        Heading("decided", "Decided", Form.TEXT, "Whether its start was to be decided."),
        Heading("earlier", "A year earlier", Form.TEXT, "Which rule forbids it, or what the plan comes to then."),
        Heading("later", "A year later", Form.TEXT, "Which rule forbids it, or what the plan comes to then."),
        Heading("started", "If it were started", Form.TEXT, "The same, of one that is declined."),
    )
    rows: list[tuple[Cell, ...]] = []
    for programme in found.programmes:
        start, reason = found.starts[programme.name], reasons.get(programme.name)
        told: tuple[Cell, ...] = (None, None, None)
        if reason is not None and start is None:
            told = (None, None, started(found, reason))
        elif reason is not None:
            told = (*beside(found, reason), None)
        rows.append((
            names[programme.name], institutions.get(programme.institution, programme.institution), programme.phase,
            None if start is None else found.year(start), "no" if programme.name in found.fixed else "yes", *told,
        ))
    return FindingsTable("starts", "When each starts", headings, tuple(rows))


def _search_table(found: DecidedStarts) -> FindingsTable:
    headings = (
        Heading("order", "Order", Form.TEXT), Heading("level", "Level", Form.TEXT),
        Heading("unit", "Unit", Form.TEXT, shown=False),
        Heading("value", "Found", Form.NUMBER, shown=False), Heading("bound", "Could be", Form.NUMBER, shown=False),
        Heading("found", "Found", Form.TEXT, "What the calendar comes to, tail years included."),
        Heading("could_be", "Could be", Form.TEXT, "What no calendar can be better than; blank: not searched."),
        Heading("proven", "Proven", Form.TEXT, "After a level that is not proven: for what was found of it."),
        Heading("nodes", "Nodes", Form.NUMBER, "Branches that the solver looked at."),
    )
    rows: list[tuple[Cell, ...]] = []
    sure = True
    for level in found.search:
        sure = sure and level.proven
        proven = "no" if not level.proven else "yes" if sure else "given the level before"
        unit = "years" if level.name == EARLIEST else _unit(found, level.name)
        rows.append((level.order, begun(_title(level)), unit, level.value, level.bound,
                     _amount(found, level.name, level.value), _amount(found, level.name, level.bound),
                     proven, level.nodes))
    return FindingsTable("search", "What was searched", headings, tuple(rows), "Levels in the order in which they count; "
                         "each is held while later ones are searched.")


def _amount(found: DecidedStarts, name: str, amount: float | None) -> str | None:
    """Return what a level comes to, as people read it: money and needs are not of one size, nor of one unit."""
    if amount is None or not math.isfinite(amount):
        return None
    if name == EARLIEST:
        return f"{amount + 0.0:,.0f} years"
    if objective_named(name).unit is Unit.MONEY:
        return money(amount + 0.0, found.plan.currency)
    return f"{weighed(round(amount, 3))}{f' {GAP}' if name == 'needs' else ''}"


def _unit(found: DecidedStarts, name: str) -> str:
    unit = objective_named(name).unit
    return found.plan.currency if unit is Unit.MONEY else str(unit)
