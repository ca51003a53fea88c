"""The tables of a comparison of plans: key figures side by side, each measure by year, differences before totals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from rightfin.report.compare.item import ComparedItem
from rightfin.report.compare.measures import ByYear, ComparedMeasure, apart, largest_cost
from rightfin.report.compare.years import SharedYears
from rightfin.report.overview.figures import MINUS, FigureUnit, KeyFigure, figures
from rightfin.report.overview.numbers import numbers_of_plan
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import people
from rightfin.result.plan import Plan

ALL_YEARS = "All years in both"


@dataclass(frozen=True)
class SideBySide:
    """What is compared: the baseline first, then the others. Only items with an answered plan have numbers."""

    items: tuple[ComparedItem, ...]

    @property
    def baseline(self) -> ComparedItem:
        """The item with which the others are compared."""
        return self.items[0]

    @property
    def others(self) -> tuple[ComparedItem, ...]:
        """The items that are compared with the baseline."""
        return self.items[1:]

    @cached_property
    def answered(self) -> tuple[tuple[int, ComparedItem, Plan], ...]:
        """The items that have an answer: place among all, item, plan."""
        return tuple((place, item, item.answered) for place, item in enumerate(self.items) if item.answered is not None)

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The plans of these."""
        return tuple(plan for _, _, plan in self.answered)

    @cached_property
    def years(self) -> SharedYears:
        """All years of these plans."""
        return SharedYears.of(self.items)

    def differences(self, measure: ComparedMeasure) -> dict[str, ByYear]:
        """Return by title how a measure differs from that of the baseline; empty where that has no answer."""
        before = self.baseline.answered
        if before is None:
            return {}
        standing = measure.values(before)
        return {
            item.title: apart(measure, standing, measure.values(plan), largest_cost((before, plan)))
            for place, item, plan in self.answered if place
        }


def key_figures(beside: SideBySide) -> FindingsTable:
    """Return the six figures, items beside one another: the difference from the baseline, then first year and last."""
    before = beside.baseline.answered
    standing = {one.name: one for one in figures(numbers_of_plan(before))} if before is not None else {}
    columns = [(place, item, {one.name: one for one in figures(numbers_of_plan(plan))})
               for place, item, plan in beside.answered]
    spans = {name: {found[name].span for _, _, found in columns} for name in (columns[0][2] if columns else ())}
    headings = (Heading("figure", "Figure", Form.TEXT), *(
        Heading(f"item_{place}", item.title, Form.TEXT) for place, item, _ in columns))
    rows: list[tuple[Cell, ...]] = []
    for name in columns[0][2] if columns else ():
        together = len(spans[name]) == 1
        label = columns[0][2][name].label
        cells: list[Cell] = [f"{label}, {next(iter(spans[name]))}" if together else label]
        for place, _, found in columns:
            told = found[name]
            moved = _moved(told, standing[name]) if place and name in standing else ""
            cells.append(f"{moved + '; ' if moved else ''}{told.value}{'' if together else f' ({told.span})'}")
        rows.append(tuple(cells))
    return FindingsTable("key_figures", "Key figures, first year and last", headings, tuple(rows),
                         "Before the figures of an item stands by how much its last year differs from the same year of "
                         f"{beside.baseline.title}, or the year that differs most where the last one does not."
                         if before is not None else "")


def _moved(told: KeyFigure, before: KeyFigure) -> str:
    """Return in words how a figure differs from that of the baseline in the years that both have."""
    theirs = dict(zip(before.years, before.values, strict=True))
    moved = replace(told, standing=tuple(theirs.get(year) for year in told.years)).moved
    if moved is None:
        return ""
    year, size = moved
    if size == 0.0:
        return "the same"
    amount = f"{abs(size):,.1f} points" if told.unit is FigureUnit.SHARE else people(abs(size))
    when = "" if year == told.years[-1] else f" in {year}"
    return f"{'+' if size > 0.0 else MINUS}{amount}{when}"


def differences_table(beside: SideBySide, measure: ComparedMeasure) -> FindingsTable:
    """Return how a measure differs from that of the baseline, an item a row, years across; a sum last where it is money.

    Blank: a year that one of the two does not show.
    """
    form = Form.POINTS if measure.kind is Form.SHARE else measure.kind
    rows: list[tuple[Cell, ...]] = []
    for title, found in beside.differences(measure).items():
        if not found:
            continue
        by_year = {int(year): amount for year, amount in found.items()}
        total: tuple[Cell, ...] = (sum(found.values()),) if measure.is_summed else ()
        rows.append((title, *(by_year.get(year) for year in beside.years.years), *total))
    points = ", in percentage points" if form is Form.POINTS else ""
    return FindingsTable(
        f"{measure.name}_less", f"{measure.heading}: difference from {beside.baseline.title}{points}",
        (Heading("item", "Which", Form.TEXT), *_across(beside.years, form),
         *((Heading("all_years", ALL_YEARS, form),) if measure.is_summed else ())),
        tuple(rows), "0: no more than rounding. Blank: not a year of both.",
    )


def levels_table(beside: SideBySide, measure: ComparedMeasure) -> FindingsTable:
    """Return a measure of every item, an item a row, years across; blank where an item does not show a year."""
    rows: list[tuple[Cell, ...]] = []
    for _, item, plan in beside.answered:
        by_year = {int(year): amount for year, amount in measure.values(plan).items()}
        rows.append((item.title, *(by_year.get(year) for year in beside.years.years)))
    prices = " Current prices: those of the year." if measure.kind is Form.MONEY else ""
    unit = f" In {measure.unit}." if measure.unit and measure.kind is Form.NUMBER else ""
    return FindingsTable(measure.name, measure.heading,
                         (Heading("item", "Which", Form.TEXT), *_across(beside.years, measure.kind)), tuple(rows),
                         f"{measure.meaning}{unit}{prices}")


def _across(years: SharedYears, form: Form) -> tuple[Heading, ...]:
    return tuple(Heading(years.text(year), years.text(year), form) for year in years.years)
