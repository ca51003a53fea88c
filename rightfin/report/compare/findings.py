"""A comparison as findings: what is said, key figures, pictures with their tables, differences by year, changed cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rightfin import __version__
from rightfin.case.exchange.trail import lineage
from rightfin.case.resolve import resolved_settings
from rightfin.report import facts
from rightfin.report.charts.compared import compared_chart
from rightfin.report.compare.cells import ItemChanges, changes_of, changes_table
from rightfin.report.compare.item import ComparedItem
from rightfin.report.compare.largest import largest_said
from rightfin.report.compare.measures import ComparedMeasure, further, one_currency, pictured
from rightfin.report.compare.overlaps import overlaps, overlaps_said, overlaps_table
from rightfin.report.compare.tables import SideBySide, differences_table, key_figures, levels_table
from rightfin.report.overview.figures import MINUS
from rightfin.report.studies.difference import effect_said, inputs_said
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading, Picture, in_points
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import Scale, listed, scale_of_years
from rightfin.result.plan import Plan, Status

STUDY = "compare"

CHANGES = "changes_"
"""What the names of the tables of changed cells begin with; the place of the item follows."""


def comparison(items: Sequence[ComparedItem], *, on_live_models: bool = True) -> Findings:
    """Return a comparison of items, the first of which is the baseline.

    ``on_live_models`` says how they were planned, as pages do, or each from nothing, as ``side_by_side`` does.

    Items without a plan, or whose hard limits contradict one another, are told of and have no numbers; ``answered`` is
    whether two have some. Raises ``CaseError`` if changes do not fit an item.
    """
    beside = SideBySide(tuple(items))
    changes = [changes_of(item, beside.baseline) for item in beside.others]
    measures = pictured(beside.plans)
    tables = [key_figures(beside)] if beside.plans else []
    pictures, nothing = list[Picture](), list[str]()
    scale = scale_of_items(beside)
    for measure in measures if beside.plans else ():
        levels = levels_table(beside, measure)
        if not any(cell is not None for row in levels.rows for cell in row[1:]):
            continue
        less = differences_table(beside, measure)
        tables += [less, levels] if less.rows else [levels]
        if _is_something(levels, measure, scale):
            pictures.append(_picture(beside, measure, levels, scale))
        else:
            nothing.append(measure.heading)
    if beside.plans:
        tables.append(_all_indicators(beside))
    tables += [changes_table(found, place) for place, found in enumerate(changes, 1) if _has_cells(found)]
    same = {place: overlaps(item.question) for place, item in enumerate(beside.items) if len(item.question.scenarios) > 1}
    tables += [overlaps_table(beside.items[place].question, found, place, beside.items[place].title)
               for place, found in same.items() if found]
    return Findings(
        study=STUDY, title=" compared with ".join(
            filter(None, (listed([item.title for item in beside.others]), beside.baseline.title))),
        currency=beside.plans[0].currency if beside.plans and one_currency(beside.plans) else "", scale=scale,
        answered=len(beside.plans) > 1, sentences=tuple(_sentences(beside, changes, nothing)), tables=tuple(tables),
        pictures=tuple(pictures), method=tuple(_method(beside, on_live_models)), provenance=tuple(_provenance(beside)),
    )


def scale_of_items(beside: SideBySide) -> Scale:
    """Return the unit in which all items show money: one for all, that of the smallest cost; none in several currencies."""
    if not beside.plans or not one_currency(beside.plans):
        return Scale(1.0, "", 0)
    amounts = (row.asked for plan in beside.plans for row in facts.yearly(plan))
    return scale_of_years(amounts, beside.plans[0].currency)


def _is_something(levels: FindingsTable, measure: ComparedMeasure, scale: Scale) -> bool:
    """Return whether a table holds anything but what reads as nothing."""
    cells = [float(cell) for row in levels.rows for cell in row[1:] if isinstance(cell, (int, float))]
    read = (round(scale.of(cell), scale.decimals) if measure.kind is Form.MONEY else in_points(cell)
            if measure.kind is Form.SHARE else round(cell) for cell in cells)
    return any(read)


def _has_cells(found: ItemChanges) -> bool:
    return found.found is not None and not found.found.is_empty


def _picture(beside: SideBySide, measure: ComparedMeasure, levels: FindingsTable, scale: Scale) -> Picture:
    factor, what, number, axis = {
        Form.MONEY: (1.0 / scale.divisor, scale.unit, ",.1f", ",.3~f"),
        Form.SHARE: (1.0, "Share covered" if measure.name == "covered" else "Share of revenue", ".1%", ".0%"),
    }.get(measure.kind, (1.0, "Person-years", ",.0f", ",.3~f"))
    places = [place for place, _, _ in beside.answered]
    lines = {
        str(row[0]): {beside.years.text(year): factor * float(cell) for year, cell in
                      zip(beside.years.years, row[1:], strict=True) if cell is not None}
        for row in levels.rows
    }
    shown = [line for line in lines if lines[line]]
    covered = measure.name == "covered"
    unit = f"{scale.unit} at current prices" if measure.kind is Form.MONEY else (
        "all needs, weighted; the axis does not begin at zero" if covered else
        "share of domestic revenue of the year" if measure.kind is Form.SHARE else "all institutions, in person-years")
    title = f"{measure.heading}, {beside.years.span(beside.years.years)}"
    chart = compared_chart(
        {line: lines[line] for line in shown}, beside.years.axis, title,
        unit[:1].upper() + unit[1:], what, number=number, axis=axis, from_zero=not covered,
        places=[place for place, line in zip(places, lines, strict=True) if line in shown],
    )
    return Picture(measure.name, measure.heading, chart, levels.name)


def _all_indicators(beside: SideBySide) -> FindingsTable:
    """Return every further indicator of every item by year, for the workbook and the command line."""
    rows: list[tuple[Cell, ...]] = []
    for measure in further(beside.plans):
        for _, item, plan in beside.answered:
            by_year = {int(year): amount for year, amount in measure.values(plan).items()}
            rows.append((measure.heading, measure.unit.replace("currency", plan.currency), item.title,
                         *(by_year.get(year) for year in beside.years.years)))
    return FindingsTable(
        "indicators", "All other indicators", (
            Heading("indicator", "Indicator", Form.TEXT), Heading("unit", "Unit", Form.TEXT),
            Heading("item", "Which", Form.TEXT),
            *(Heading(beside.years.text(year), beside.years.text(year), Form.NUMBER) for year in beside.years.years),
        ), tuple(rows), "Shares are fractions; money is in whole currency units at current prices.")


def _sentences(beside: SideBySide, changes: Sequence[ItemChanges], nothing: Sequence[str]) -> Iterator[Sentence]:
    baseline = beside.baseline
    of = f" ({_titled(baseline)})" if _titled(baseline) not in baseline.title else ""
    yield Sentence("compared", "Compared", f"{listed([item.title for item in beside.others])} with {baseline.title}"
                   f"{of}, the baseline. + is more than {baseline.title}, {MINUS} is less."
                   if beside.others else f"{baseline.title} alone: there is nothing else to compare it with.")
    for item in beside.items:
        if item.plan is not None and item.plan.status is Status.CONTRADICTORY:
            yield Sentence("contradiction", "No plan", f"The hard limits of {item.title} contradict one another: "
                           f"{listed(item.plan.conflict) or 'the solver could not name them'}.")
    largest = largest_said(beside)
    if largest:
        yield Sentence("largest", "Largest differences", largest)
    if beside.plans:
        yield from _basis(beside)
    if nothing:
        yield Sentence("nothing", "Nothing to draw", f"{'; '.join(nothing)}: nothing in any year of any of them.")
    for found in changes:
        yield Sentence("item", found.item.title, " ".join(_told(beside, found)))
    for item in beside.items:
        if len(item.question.scenarios) > 1 and (same := overlaps_said(item.question, overlaps(item.question))):
            yield Sentence("same_cells", f"Where scenarios of {item.title} meet", same)


def _basis(beside: SideBySide) -> Iterator[Sentence]:
    """Yield in which money, prices and years everything stands."""
    if one_currency(beside.plans):
        yield Sentence("prices", "Money", f"In {beside.plans[0].currency} at current prices: those of the year named.")
    else:
        counts = listed([f"{item.title} in {plan.currency}" for _, item, plan in beside.answered])
        yield Sentence("currency", "Money", f"{counts}: amounts cannot stand on one axis, and no exchange rate is assumed. "
                       "They are shown as a share of the domestic revenue of the same case and year.")
    spans = {item.title: tuple(int(year) for year in plan.years) for _, item, plan in beside.answered}
    if len(set(spans.values())) > 1:
        told = listed([f"{item.title} from {plan.years[0]} to {plan.years[-1]}" for _, item, plan in beside.answered])
        yield Sentence("years", "Years", f"{told}. Each is drawn where its years stand; differences are of the years in "
                       "both.")
    if beside.years.mixed:
        yield Sentence("style", "How years are written", "The cases write years in different ways. Here each is written as "
                       "the calendar year by which it is numbered.")


def _told(beside: SideBySide, found: ItemChanges) -> Iterator[str]:
    """Yield sentences on an item: what it says otherwise, what that does, who saved it last."""
    item, before, after = found.item, beside.baseline.answered, found.item.answered
    if item.saved is not None:
        yield f"Its title is {_titled(item)}."
    if found.found is None:
        yield (f"Another case than {beside.baseline.title}: {len(found.tables)} of the {found.filled} tables that one of "
               "the two fills in differ, so single cells are not listed.")
    elif found.found.is_empty:
        yield f"Says the same as {beside.baseline.title}."
    else:
        yield inputs_said(found.found)
        silent = sum(cell.is_silent for cell in found.found.cells)
        if silent:
            yield (f"{silent:,} of these cells cannot change an answer: a blank became what it stood for, or the other way "
                   "round.")
    if before is not None and after is not None:
        yield _effect(before, after)
    saved = item.saved
    last = None if saved is None else lineage(saved.trail, saved.case).last
    if last is not None and (last.who or last.why):
        who = f" by {last.who}" if last.who else ""
        when = f" on {last.when}" if last.when else ""
        yield f"Saved last{who}{when}: {last.why or 'no reason was given'}."


def _titled(item: ComparedItem) -> str:
    return str(resolved_settings(item.question.case)["title"])


def _effect(before: Plan, after: Plan) -> str:
    if not set(before.years) & set(after.years):
        return "No year is in both plans, so there are no differences by year."
    return effect_said(before, after)


def _method(beside: SideBySide, on_live_models: bool) -> Iterator[str]:
    yield ("Rows are aligned by their key, years by their heading. A blank is never zero. A scenario is laid over the case "
           "alone; changes over the case with the scenarios that were chosen with them.")
    if beside.plans:
        how = (", on live models. Among equally good plans the one of a workbook may differ in single years; publish that "
               "one" if on_live_models else ", each from nothing, as rightfin plan does")
        yield (f"All items were planned in the same way{how}. Differences of amounts below a hundred-thousandth of the "
               "largest yearly cost, of other numbers below a ten-thousandth, and of shares below a twentieth of a point "
               "are rounding and shown as 0.")


def _provenance(beside: SideBySide) -> Iterator[tuple[str, str]]:
    for item in beside.items:
        laid = ", ".join(item.question.laid_over)
        changed = f"; changed cells: {len(item.changes)}" if item.changes else ""
        yield item.title, f"case {item.question.case.digest}{f'; scenarios: {laid}' if laid else ''}{changed}"
    definition = beside.baseline.question.definition
    yield "model", f"{definition.name} {definition.digest}"
    yield "rightfin", __version__
