"""The tables of alternatives: how far each number may move."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import listed
from rightfin.study.why.aggregates import Aggregate
from rightfin.study.why.alternatives import Alternatives, Extent
from rightfin.study.why.options import AlternativePlan, OptionKind
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.together import Together

ALL_YEARS = "all years"
"""How all years shown together are called where others are called by their number."""

WORST = "the worst place"
"""How the place with the least coverage is called, whichever it is."""

_TABLES = {
    QuantityUnit.SHARE: ("coverage", "How far coverage may move", Form.SHARE),
    QuantityUnit.PEOPLE: ("people", "How far numbers of people may move", Form.PEOPLE),
    QuantityUnit.MONEY: ("money", "How far money may move", Form.MONEY),
}


def when(year: int | None) -> str:
    """Return what a year of an aggregate is called."""
    return ALL_YEARS if year is None else str(year)


def form_of(one: Aggregate) -> Form:
    """Return what cells with values of an aggregate hold."""
    return _TABLES[one.quantity.unit][2]


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


def loss_table(found: Alternatives) -> FindingsTable:
    """Return what may be lost, as level 2 counts it."""
    return FindingsTable("loss", "What may be lost", (
        Heading("share", "May be lost", Form.SHARE, "Share of what the plan covers."),
        Heading("unmet", "Unmet need in the plan", Form.NUMBER), Heading("most", "It may be at most", Form.NUMBER),
    ), ((found.loss, found.unmet, found.unmet + found.loss * found.covered),),
        "Unmet need over all years planned, as level 2 counts it.")


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
        third_heading = () if third is None else (Heading("third", third.quantity.title, form_of(third)),)
        rows: list[tuple[Cell, ...]] = [
            (*(() if third is None else (figure.held_at,)), corner, x, y)
            for figure in figures for corner, (x, y) in enumerate(figure.figure.corners, start=1)
        ]
        beyond = max(figure.figure.outside for figure in figures)
        yield FindingsTable(f"together_{n}", f"What {first.quantity.title} and {second.quantity.title} may be together", (
            *third_heading, Heading("corner", "Corner", Form.NUMBER),
            Heading("first", first.quantity.title, form_of(first)),
            Heading("second", second.quantity.title, form_of(second)),
        ), tuple(rows), (
            f"In {first.year}. Each corner is a plan within the loss, and so is all between them; nothing that is possible "
            f"lies farther beyond them than {100.0 * beyond:.1f}% of the width and height."
        ))


def option_tables(found: Alternatives) -> Iterator[FindingsTable]:
    """Yield the options beside the plan with their key figures, and what each keeps as wishes that can be typed."""
    if not found.options:
        return
    shown = [one for one in found.figures if _is_key(found, one)]
    order = [*shown, *(one for one in found.figures if one not in shown)]
    headings = (
        Heading("name", "Name", Form.TEXT, "The name of the option for programs.", shown=False),
        Heading("option", "Option", Form.TEXT),
        Heading("lost", "Lost", Form.SHARE, "Share of what the plan covers that is lost, as level 2 counts."),
        *(Heading(_column(one), f"{one.quantity.title}, {when(one.year)}", form_of(one), shown=one in shown)
          for one in order),
    )
    rows: list[tuple[Cell, ...]] = [("", "The plan", 0.0, *(found.planned[one.key] for one in order))]
    rows += [
        (option.name, label_of(option), option.lost, *(option.values[one.key] for one in order)) for option in found.options
    ]
    yield FindingsTable("options", "Options beside the plan", headings, tuple(rows), (
        "Each option is the best plan that keeps its wishes (table below), all levels solved again with them held. Money "
        f"of a year is at its prices, over all years at prices of {found.base_year}."
    ))
    yield FindingsTable("wishes", "What each option keeps", (
        Heading("option", "Option", Form.TEXT), Heading("wish", "Wish", Form.TEXT, "As it is typed to ask for it."),
    ), tuple((label_of(option), str(wish)) for option in found.options for wish in option.wishes))


def label_of(option: AlternativePlan) -> str:
    """Return what people call an option."""
    names = [one.quantity.title.rpartition(": ")[2] for one in option.about]
    if option.kind is OptionKind.SWAP:
        return f"Less {names[0]}, more {names[1]}"
    return f"{'Most' if option.kind is OptionKind.MOST else 'Least'} {names[0][:1].lower()}{names[0][1:]}"


def _column(one: Aggregate) -> str:
    return f"{one.quantity.name.replace('.', '_')}_{'all' if one.year is None else int(one.year)}"


def _is_key(found: Alternatives, one: Aggregate) -> bool:
    """Return whether people see a figure: what options are about, coverage, and money over all years."""
    about = {other.key for option in found.options for other in option.about}
    last = one.year is not None and one.year == max(other.year or 0 for other in found.figures)
    return one.key in about or (one.quantity.name == "coverage" and last) or one.key in (("cost", None), ("donors", None))


def place_tables(found: Alternatives) -> Iterator[FindingsTable]:
    """Yield coverage by need and place, the worst place after the others of a need."""
    if not found.places:
        return
    names = found.names
    rows: list[tuple[Cell, ...]] = [
        (names.needs[one.need], listed([names.regions.get(region, region) for region in one.regions]) or WORST, one.year,
         one.least, one.planned, one.greatest) for one in found.places
    ]
    yield FindingsTable("places", "How far coverage may move by place", (
        Heading("need", "Need", Form.TEXT), Heading("place", "Place", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("least", "Least", Form.SHARE), Heading("plan", "Plan", Form.SHARE),
        Heading("greatest", "Greatest", Form.SHARE),
    ), tuple(rows), "Regions that the same institutions serve are one place: what these deliver may be used in any of "
        "them. Of the worst place the greatest is the most that all places can have at once.")
