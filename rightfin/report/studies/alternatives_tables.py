"""The tables of alternatives: how far each number may move."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.study.why.aggregates import Aggregate
from rightfin.study.why.alternatives import Alternatives, Extent
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.together import Together

ALL_YEARS = "all years"
"""How all years shown together are called where others are called by their number."""

_TABLES = {
    QuantityUnit.SHARE: ("coverage", "How far coverage may move", Form.SHARE),
    QuantityUnit.PEOPLE: ("people", "How far numbers of people may move", Form.PEOPLE),
    QuantityUnit.MONEY: ("money", "How far money may move", Form.MONEY),
}


def when(year: int | None) -> str:
    """Return what a year of an aggregate is called."""
    return ALL_YEARS if year is None else str(year)


def extent_tables(found: Alternatives) -> Iterator[FindingsTable]:
    """Yield the least, planned and greatest values, a table for each unit."""
    for unit, (name, title, form) in _TABLES.items():
        rows = [_row(one) for one in found.extents if one.aggregate.quantity.unit is unit]
        if rows:
            yield FindingsTable(name, title, (
                Heading("quantity", "Name", Form.TEXT, "How the number is named in options and wishes.", shown=False),
                Heading("title", "Number", Form.TEXT), Heading("year", "Year", Form.TEXT),
                Heading("least", "Least", form), Heading("plan", "Plan", form), Heading("greatest", "Greatest", form),
            ), tuple(rows), _note(found, unit))


def _row(one: Extent) -> tuple[Cell, ...]:
    quantity, year = one.aggregate.quantity, one.aggregate.year
    return quantity.name, quantity.title, when(year), one.least, one.planned, one.greatest


def _note(found: Alternatives, unit: QuantityUnit) -> str:
    over = {
        QuantityUnit.SHARE: "Over all years the mean of the years shown.",
        QuantityUnit.PEOPLE: "Person-years in pay; over all years they are added up.",
        QuantityUnit.MONEY: f"A year at its own prices; over all years added up at prices of {found.base_year}.",
    }[unit]
    return f"Each end is that of a plan of its own, found by solving: the ends of two rows need not go together. {over}"


Pair = tuple[Aggregate, Aggregate, Aggregate | None]


def groups_of(pairs: tuple[Together, ...]) -> Iterator[tuple[Pair, list[Together]]]:
    """Yield figures of the same two numbers together: one, or one for each value of a third."""
    for pair, group in groupby(pairs, key=lambda one: (one.first, one.second, one.third)):
        yield pair, list(group)


def together_tables(found: Alternatives) -> Iterator[FindingsTable]:
    """Yield the corners of what two numbers may be together, a table for each pair."""
    for n, ((first, second, third), figures) in enumerate(groups_of(found.pairs), start=1):
        third_heading = () if third is None else (Heading("third", third.quantity.title, _TABLES[third.quantity.unit][2]),)
        rows: list[tuple[Cell, ...]] = [
            (*(() if third is None else (figure.held_at,)), corner, x, y)
            for figure in figures for corner, (x, y) in enumerate(figure.figure.corners, start=1)
        ]
        beyond = max(figure.figure.outside for figure in figures)
        yield FindingsTable(f"together_{n}", f"What {first.quantity.title} and {second.quantity.title} may be together", (
            *third_heading, Heading("corner", "Corner", Form.NUMBER),
            Heading("first", first.quantity.title, _TABLES[first.quantity.unit][2]),
            Heading("second", second.quantity.title, _TABLES[second.quantity.unit][2]),
        ), tuple(rows), (
            f"In {first.year}. Each corner is a plan within the loss, and so is all between them; nothing that is possible "
            f"lies farther beyond them than {100.0 * beyond:.1f}% of the width and height."
        ))
