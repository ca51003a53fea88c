"""Starts of programmes that were decided: the calendar, why each starts when it does, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rightfin.case.programmes.choices import broken_among
from rightfin.lp.kinds import Unit
from rightfin.lp.objectives import objective_named
from rightfin.report import facts
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading, Picture
from rightfin.report.words.answer import Sentence
from rightfin.report.words.programmes import calendar_sentence
from rightfin.report.words.wording import begun, labels, listed, money, people, percent, weighed
from rightfin.solve.calendars import EARLIEST, LevelSearch
from rightfin.solve.whole import Ended
from rightfin.study.starts.decided import DecidedStarts
from rightfin.study.starts.reasons import OtherStart, Reason
from rightfin.tolerances import MATERIAL

NAMED = 8
"""Most programmes that have a sentence of their own; the table has all of them."""


def findings(found: DecidedStarts) -> Findings:
    """Return decided starts as findings; the answer is no where nothing is planned."""
    planned = any(start is not None for start in found.starts.values())
    pictures = (Picture("calendar", "The calendar", calendar_chart(found.plan), "starts"),) if planned else ()
    frontier = (_frontier_table(found),) if found.frontier else ()
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
    if found.reasons:
        yield (
            f"{found.calendars_tried} calendars were planned to say why. A year earlier, all other starts stay; a year "
            "later, programmes that must come after it are pushed as little as the rules ask for. Of one that is declined "
            "the first, the middle and the last start that rules allow were tried."
        )
    if found.frontier:
        yield (
            "With less money for programmes, the best calendar was searched anew as far as the level of needs, under a "
            "limit on what all programmes cost together in the years shown, at base-year prices."
        )


def _sentences(found: DecidedStarts) -> Iterator[Sentence]:
    names = _names(found)
    yield Sentence("question", "Question", "When should each reform start, if at all?" + _fixed(found))
    yield Sentence("proof", "How sure", proof(found))
    if any(start is not None for start in found.starts.values()):
        yield Sentence("calendar", "The calendar", calendar_sentence(found.plan))
    for reason in [one for one in found.reasons if one.start is not None][:NAMED]:
        yield Sentence(f"start_{reason.programme}", names[reason.programme], _why(found, reason))
    if found.declined:
        yield Sentence("declined", "Declined", f"{begun(listed([names[name] for name in found.declined]))}.")
    for reason in [one for one in found.reasons if one.start is None][:NAMED]:
        yield Sentence(f"declined_{reason.programme}", f"{names[reason.programme]}, declined", _why(found, reason))
    if found.frontier:
        yield Sentence("frontier", "With less money for reform", _less_money(found))


def _names(found: DecidedStarts) -> dict[str, str]:
    names = [programme.name for programme in found.programmes]
    return labels({programme.name: programme.title for programme in found.programmes}, names)


def _fixed(found: DecidedStarts) -> str:
    names = _names(found)
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
    why = (
        f"the time was over ({found.within:g} seconds for all levels)" if first.ended is Ended.TIME
        else "the solver made an end without a proof, though there was time left"
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


def _why(found: DecidedStarts, reason: Reason) -> str:
    if reason.start is None:
        return _declined(found, reason)
    start = found.year(reason.start)
    earlier, later = _beside(found, reason, "that is the first year of its window", "that is the last year of its window")
    return f"It starts in {start}. Not earlier: {earlier}. Not later: {later}."


def _beside(found: DecidedStarts, reason: Reason, first: str, last: str) -> tuple[str, str]:
    """Return what speaks against a start a year earlier and a year later; ``first`` and ``last`` where the window ends."""
    earlier, later = reason.earlier, reason.later
    return (
        first if earlier is None else _against(found, reason.programme, earlier),
        last if later is None else _against(found, reason.programme, later),
    )


def _declined(found: DecidedStarts, reason: Reason) -> str:
    forced = reason.forced
    if forced is None:
        return "No year is left in which it may start."
    return f"Were it to start in {found.year(forced.year)}: {_against(found, reason.programme, forced)}."


def _rule_against(found: DecidedStarts, programme: str, year: int) -> str:
    """Return what rules say against another start, with the names of the case."""
    names, carried = _names(found), found.plan.names.institutions
    for one, other, _ in found.choices.excludes:
        rival = {one: other, other: one}.get(programme)
        if rival is not None and found.starts[programme] is None and found.starts[rival] is not None:
            return f"{names[rival]} excludes it, which is planned in its place"
    starts = {names[name]: start for name, start in {**found.starts, programme: year}.items()}
    return broken_among(found.choices.renamed(names, labels(carried, carried)), starts)[0].message.rstrip(".")


def _against(found: DecidedStarts, programme: str, other: OtherStart) -> str:
    """Return what speaks against another start of a programme."""
    if other.forbidden:
        return _rule_against(found, programme, other.year)
    pushed = f", with {listed([_names(found)[name] for name in other.pushed])} later too" if other.pushed else ""
    gap = other.difference
    if gap is None:
        return f"nothing gets better or worse{pushed}; of calendars that are alike the cheapest and earliest is taken"
    if math.isinf(gap.worse_by):
        return f"hard limits would contradict one another{pushed}"
    level, how = objective_named(gap.level), "more" if gap.worse_by > 0.0 else "less"
    size = abs(gap.worse_by)
    amount = (money(size, found.plan.currency) if level.unit is Unit.MONEY
              else people(size) if level.unit is Unit.PERSONS else weighed(size))
    return f"{level.title.lower()}{pushed}{',' if pushed else ''} would be {amount} {how}"


def _less_money(found: DecidedStarts) -> str:
    first, *others = found.frontier
    parts = [
        f"for {money(one.cost, found.plan.currency)} unmet need is {weighed(one.unmet)}" for one in others
    ]
    return (
        f"The programmes of this calendar cost {money(first.cost, found.plan.currency)} in the years shown and leave "
        f"{weighed(first.unmet)} of need unmet, weighted, all years planned; {listed(parts)}."
    )


def _starts_table(found: DecidedStarts) -> FindingsTable:
    names, reasons = _names(found), {reason.programme: reason for reason in found.reasons}
    institutions = labels(found.plan.names.institutions, found.plan.names.institutions)
    headings = (
        Heading("programme", "Programme", Form.TEXT), Heading("institution", "Institution", Form.TEXT),
        Heading("phase", "Phase", Form.TEXT), Heading("start", "Starts", Form.YEAR, "Blank: it is declined."),
        Heading("decided", "Decided", Form.TEXT, "Whether its start was to be decided."),
        Heading("not_earlier", "Not earlier", Form.TEXT, "What speaks against a start a year earlier."),
        Heading("not_later", "Not later", Form.TEXT, "What speaks against a start a year later."),
        Heading("not_at_all", "Not at all", Form.TEXT, "What speaks against any start."),
    )
    rows: list[tuple[Cell, ...]] = []
    for programme in found.programmes:
        start, reason = found.starts[programme.name], reasons.get(programme.name)
        told: tuple[Cell, ...] = (None, None, None)
        if reason is not None and start is None:
            told = (None, None, _declined(found, reason))
        elif reason is not None:
            told = (*_beside(found, reason, "first year of its window", "last year of its window"), None)
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
    return weighed(round(amount, 3))


def _unit(found: DecidedStarts, name: str) -> str:
    unit = objective_named(name).unit
    return found.plan.currency if unit is Unit.MONEY else str(unit)


def _frontier_table(found: DecidedStarts) -> FindingsTable:
    names = _names(found)
    headings = (
        Heading("limit", "Limit", Form.MONEY, "What programmes may cost together; blank: no limit."),
        Heading("cost", "Cost", Form.MONEY, "What those planned cost in the years shown, at base-year prices."),
        Heading("unmet", "Unmet need", Form.NUMBER, "Level of needs, weighted, all years planned."),
        Heading("broken", "Unpaid", Form.MONEY, "Level of broken obligations."),
        Heading("planned", "Planned", Form.TEXT, "Programmes with their starts."), Heading("proven", "Proven", Form.TEXT),
    )
    rows: list[tuple[Cell, ...]] = []
    for point in found.frontier:
        planned = [f"{names[name]} {found.year(start)}" for name, start in point.starts.items() if start is not None]
        rows.append((None if math.isinf(point.limit) else point.limit, point.cost, point.unmet, point.unpaid,
                     "; ".join(planned) or "none", "yes" if point.proven else "no"))
    return FindingsTable("frontier", "With less money for reform", headings, tuple(rows))
