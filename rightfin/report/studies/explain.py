"""Why a number of the plan is what it is, in sentences and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rightfin.lp.rules import FAMILY
from rightfin.reading import Saved
from rightfin.report.charts.explain import moved_chart
from rightfin.report.charts.vega import Chart
from rightfin.report.studies.explain_money import money_table, money_told
from rightfin.report.studies.explain_typed import TYPED_AT, typed_at_cells
from rightfin.report.studies.explain_words import CAUSES, amount, does, limit, number, span
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading, Picture
from rightfin.report.words.answer import Sentence
from rightfin.report.words.limits import label_of
from rightfin.report.words.wording import begun, listed, scale_of
from rightfin.study.why.causes import Causes
from rightfin.study.why.explain import Explanation, Holding, WeightEdge
from rightfin.study.why.live import change_seen
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.short_causes import ShortCause
from rightfin.tolerances import UNSHOWN

NAMED = 3
"""Most limits that a sentence names; the table has all that move the number."""

_FORMS = {QuantityUnit.PEOPLE: Form.PEOPLE, QuantityUnit.MONEY: Form.MONEY, QuantityUnit.SHARE: Form.SHARE}


def findings(found: Explanation, saved: Saved | None = None) -> Findings:
    """Return why a number is what it is; with the file as it was saved, the place of each limit has its cell."""
    largest = max(abs(ends.greatest) for ends in found.course)
    tables = [_course(found)]
    tables += [_limits(found, saved)] if found.limits else []
    tables += [_weights(found.edge)] if found.edge is not None else []
    tables += [_causes(found, found.causes)] if found.causes is not None else []
    tables += [money_table(found, _unit(found), _factor(found))] if found.money.tried else []
    tables.append(_counts(found))
    return Findings(
        study="explain",
        title=f"{found.title}: {found.quantity.title}, {found.year}",
        currency=found.currency,
        scale=scale_of(largest if found.quantity.unit is QuantityUnit.MONEY else found.money.amount, found.currency),
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=tuple(tables),
        pictures=(Picture("limits", "What moves it", _moved(found), "limits"),) if found.limits else (),
        method=tuple(_method(found)),
        following=_following(found),
    )


def _following(found: Explanation) -> tuple[str, ...]:
    """Return what to ask next: why not a twentieth more people, five points more of a need, or a tenth less money."""
    quantity, value = found.quantity, found.value
    if quantity.name.count(".") > 1 or quantity.name.startswith("line."):
        return ()  # of a line of the budget or a region nothing can be wished
    match quantity.unit:
        case QuantityUnit.PEOPLE:
            asked = f">= {math.ceil(1.05 * value):,}" if value >= 1.0 else ""
        case QuantityUnit.SHARE:
            asked = f">= {min(math.ceil(100.0 * value) + 5, 100)}%" if value < 1.0 - UNSHOWN else ""
        case QuantityUnit.MONEY:
            asked = f"<= {math.floor(0.9 * value):,}" if value >= 1.0 else ""
    return ("whynot", "--wish", f"{quantity.name} {asked} in {found.year}") if asked else ()


def _moved(found: Explanation) -> Chart:
    """Return the picture of what moves the number, money in a unit that suits the largest rise."""
    unit, times = _unit(found), _factor(found)
    if found.quantity.unit is QuantityUnit.MONEY:
        scale = scale_of(max(abs(one.more.mean) for one in found.limits), found.currency)
        unit, times = scale.unit, 1.0 / scale.divisor
    rises = [(begun(limit(found, one)), times * one.more.mean) for one in found.limits]
    return moved_chart(found.quantity.title, found.year, unit, rises)


def _sentences(found: Explanation) -> Iterator[Sentence]:
    yield Sentence("what", "What it is", _what(found))
    yield Sentence("holds", "What holds it there", _holds(found))
    if found.causes is not None:
        yield Sentence("short", "Why it is short", _short(found, found.causes))
    if found.money.tried or found.money.refused:
        yield Sentence("money", "What money does", money_told(found))
    yield Sentence("tried", "What was tried", _tried(found))


def _what(found: Explanation) -> str:
    at = found.years.index(found.year)
    beside = [
        f"{span(found, found.course[n])} in {found.years[n]}" for n in (at - 1, at + 1) if 0 <= n < len(found.years)]
    text = f"{found.quantity.title}: {number(found, found.value)} in {found.year}"
    text += f" ({listed(beside)})." if beside else "."
    if span(found, found.ends) != number(found, found.ends.least):
        text += f" Ties leave it open: plans that are as good at every level have anything from {span(found, found.ends)}."
    return text


def _holds(found: Explanation) -> str:
    raising = [one for one in found.limits if one.more.mean > 0.0]
    lowering = sorted((one for one in found.limits if one.more.mean <= 0.0), key=lambda one: one.more.mean)
    if not found.limits:
        if found.idle:
            return (f"None of the {found.idle} limits that were tried moves it." if found.idle > 1 else
                    "The one limit that was tried does not move it.")
        if found.refused:
            return "No limit that was tried can give way: hard limits contradict one another then."
        return ("No limit has a price, and by the last solution none that leaves no room moves it." if found.untried else
                "No limit has a price or leaves no room.")
    parts = []
    if raising:
        parts += [f"{begun(_told(found, one))}." for one in raising[:NAMED]]
    else:
        parts.append("No limit that was tried raises it by giving way.")
    if lowering:
        parts.append(f"Others would lower it if they gave way: {listed([_told(found, one) for one in lowering[:1]])}.")
    return " ".join(parts)


def _told(found: Explanation, one: Holding) -> str:
    text = f"{limit(found, one)} {does(found, one.more.least, one.more.greatest)}"
    if one.less is None:
        text += "; moved as far the other way, hard limits contradict one another"
    elif max(abs(one.less.least), abs(one.less.greatest)) <= change_seen(found.ends):
        text += "; moved as far the other way it does nothing"
    else:
        text += f", moved as far the other way it {does(found, one.less.least, one.less.greatest)}"
    if one.same_to is not None and one.same_to > one.step:
        text += f"; each unit does as much up to {amount(found, one, one.same_to)}"
        text += ", the most that was tried" if one.bends_at is None else ", the last step that was tried and did"
    elif one.bends_at is not None:
        step = amount(found, one, one.bends_at)
        text += f"; moved by {step} it does " + ("nothing" if one.bends_at < one.step else "less or more for each unit")
    return text


def _short(found: Explanation, causes: Causes) -> str:
    edge = found.edge
    parts = []
    if edge is not None:
        parts.append(f"It stands where the weights of the case change: what is missing above {number(found, edge.share)} "
                     f"counts {edge.above:g}, below it {edge.below:g}. A small step of a limit may do nothing here.")
    seen = change_seen(found.ends)  # what solves differ by puts none first
    alone = sorted((one for one in causes.tried if len(one.causes) == 1), key=lambda one: -int(one.ends.least / seen))
    best = [one for one in alone if one.ends.least > found.ends.least + seen][:2]
    if causes.least:
        what = [CAUSES[one] for one in causes.least]
        parts.append(f"What keeps it from being covered in full: {listed(what)}. Without " + (
            "any such limit in any year, all levels solved again, it is covered in full." if len(what) == 1 else
            "all of these in every year, all levels solved again, it is covered in full; put back any one of them, and it "
            "is not."))
    elif causes.all_together is not None:
        parts.append(f"Not even without all kinds of limits that were tried at once is it covered in full: it would be "
                     f"{number(found, causes.all_together.ends.least)}. None of them holds the rest.")
    else:
        parts.append("No kind of limit covers it in full by giving way.")
    if best and len(causes.least) != 1:
        told = [f"without {CAUSES[one.causes[0]]} it would be {number(found, one.ends.least)}" for one in best]
        parts.append(f"Taken away alone, in every year: {listed(told)}.")
    return " ".join(parts)


def _tried(found: Explanation) -> str:
    moved, idle = len(found.limits), found.idle
    if moved + idle == 0:
        text = "No limit could be tried" if found.refused else "No limit was tried"
    elif moved + idle == 1:
        text = f"One limit was tried: it {'moves it' if moved else 'does not move it'}"
    else:
        text = f"{moved + idle} limits were tried, one at a time: {moved or 'none'} {'move' if moved > 1 else 'moves'} it"
        text += f", {idle} {'does' if idle == 1 else 'do'} not" if moved and idle else ""
    if found.untried:
        have, leave, were = ("has", "leaves", "was") if found.untried == 1 else ("have", "leave", "were")
        more = "more " if moved + idle + found.refused else ""
        text += f"; {found.untried} {more}that {have} a price or {leave} no room {were} not tried"
    if found.refused:
        more = " more" if moved + idle else ""
        text += f". Of {found.refused}{more} nothing is told: where one gives way, hard limits contradict one another"
    return f"{text}. All levels were solved again {f'{found.solves} times' if found.solves != 1 else 'once'}."


def _method(found: Explanation) -> Iterator[str]:
    yield (
        "A limit is moved by one per cent of what it allows, in one year alone where it has years; a relation that allows "
        "no amount by one per cent of what it compares in the plan, a rule by one per cent of what it asks in the base "
        "year. Of the two that raise it most it is half as much, or less, where half does not do half. Everything else "
        "stays, and all levels are solved again: what is due first, then needs, then money, cost and smooth hiring. What "
        "is tried first is chosen by the prices of needs and by what the last solution says of the number; only what was "
        "found by solving is told."
    )
    yield (
        "Where equally good plans differ, the least and the greatest value are told, before and after. Each unit counts as "
        "doing as much as the first step where it lies within 2 %."
    )
    if found.causes is not None:
        yield ("Why it is short: all limits of a kind are taken away in every year, one kind at a time, then two and more "
               "together until it is covered; then each is put back. A kind of which no limit is reached changes nothing "
               "alone, and is not tried alone. Without the time that training takes, recruits join in the year in which "
               "they are trained, and those in training when the plan starts are not there.")


def _course(found: Explanation) -> FindingsTable:
    kind = _FORMS[found.quantity.unit]
    headings = (
        Heading("year", "Year", Form.YEAR),
        Heading("least", "Least", kind, "Least value in plans that are as good at every level."),
        Heading("greatest", "Greatest", kind, "Greatest value in such plans."),
        Heading("plan", "The plan has", kind, "Blank in other years than the one that is asked about."),
    )
    rows = tuple((year, ends.least, ends.greatest, found.value if year == found.year else None)
                 for year, ends in zip(found.years, found.course, strict=True))
    return FindingsTable("course", "Year by year", headings, rows, "Least and greatest differ where ties leave it open.")


def _factor(found: Explanation) -> float:
    return 100.0 if found.quantity.unit is QuantityUnit.SHARE else 1.0


def _unit(found: Explanation) -> str:
    return {QuantityUnit.PEOPLE: "person-years", QuantityUnit.MONEY: found.currency,
            QuantityUnit.SHARE: "percentage points"}[found.quantity.unit]


def _limits(found: Explanation, saved: Saved | None) -> FindingsTable:
    unit, by = _unit(found), _factor(found)
    headings = (
        Heading("limit", "Limit", Form.TEXT), Heading("name", "Whose", Form.TEXT), Heading("year", "In", Form.YEAR),
        Heading("amount", "Allows", Form.NUMBER, "Money at current prices; 0 where a limit compares and allows no amount."),
        Heading("unit", "Unit", Form.TEXT),
        Heading("step", "Moved by", Form.NUMBER, "How far it gave way; tightening is as far."),
        Heading("more", f"Giving way adds ({unit})", Form.NUMBER, "Rise of the number; of its least value if ties leave it "
                "open."),
        Heading("more_greatest", "Its greatest value", Form.NUMBER, "Rise of its greatest value.", shown=False),
        Heading("less", f"Tightening adds ({unit})", Form.NUMBER, "The same when the limit is tightened; blank where hard "
                "limits then contradict one another."),
        Heading("less_greatest", "Its greatest value", Form.NUMBER, "Rise of its greatest value.", shown=False),
        Heading("closes", "Closes of the gap", Form.SHARE, "Share of all weighted unmet need that giving way closes."),
        Heading("same_to", "As much each up to", Form.NUMBER, "Largest move that was tried and does as much for each unit, "
                "within 2 %; blank where no other was tried."),
        Heading("bends_at", "No more so at", Form.NUMBER, "Least move that was tried and does not; blank where none was.",
                shown=False),
        *TYPED_AT,
    )

    def row(one: Holding) -> tuple[Cell, ...]:
        less = one.less
        return (
            FAMILY[one.family].gives_way, label_of(
                found.names, FAMILY[one.family], one.name, several_payers=found.several_payers) or None,
            one.year, one.amount, one.unit, one.step, by * one.more.least, by * one.more.greatest,
            None if less is None else by * less.least, None if less is None else by * less.greatest,
            -one.more.needs / found.gap + 0.0 if found.gap > 0.0 else 0.0, one.same_to, one.bends_at,
            *typed_at_cells(one, saved),
        )

    return FindingsTable("limits", "Limits that move it, each tried alone", headings, tuple(map(row, found.limits)),
                         f"{found.idle} others that were tried do nothing to it; {found.untried} were not tried.")


def _causes(found: Explanation, causes: Causes) -> FindingsTable:
    headings = (
        Heading("without", "Without", Form.TEXT), Heading("least", "It would be", Form.SHARE),
        Heading("greatest", "At most", Form.SHARE, "Where ties leave it open."),
    )
    rows = tuple((_set(causes, one.causes), one.ends.least, one.ends.greatest) for one in causes.tried)
    idle = [CAUSES[one] for one in causes.slack]
    return FindingsTable("causes", "Without limits of a kind, in any year", headings, rows,
                         "Each kind of limit taken away in all years, all levels solved again." + (
                             f" Not tried alone, since none of its limits is reached: {'; '.join(idle)}." if idle else ""))


def _set(causes: Causes, chosen: Sequence[ShortCause]) -> str:
    whole = tuple(chosen) == causes.present and len(chosen) > 2
    return "all of these" if whole else listed([CAUSES[one] for one in chosen])


def _weights(edge: WeightEdge) -> FindingsTable:
    return FindingsTable("weights", "Where the weight of what is missing changes", (
        Heading("share", "Covered to", Form.SHARE), Heading("above", "Weight above", Form.NUMBER),
        Heading("below", "Weight below", Form.NUMBER),
    ), ((edge.share, edge.above, edge.below),), "Bands of the need, as the case has them.")


def _counts(found: Explanation) -> FindingsTable:
    return FindingsTable("tried", "What was tried", (
        Heading("moving", "Limits that move it", Form.NUMBER), Heading("idle", "That do not", Form.NUMBER),
        Heading("refused", "That cannot give way", Form.NUMBER, "Hard limits contradict one another then."),
        Heading("untried", "Not tried", Form.NUMBER, "They have a price or leave no room."),
        Heading("solves", "All levels solved", Form.NUMBER),
    ), ((len(found.limits), found.idle, found.refused, found.untried, found.solves),))
