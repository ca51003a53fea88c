"""What packages of the library cost, in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import money, people, scale_of, scale_of_years
from rightfin.study.unit_cost.package import PackageCost

_COSTS = (
    Heading("set_up", "To set up", Form.MONEY, "Training of its people, trainees who never join included, and its kit."),
    Heading("yearly", "A year", Form.MONEY, "Pay, support, upkeep and running costs."),
    Heading("kept_up", "A year, kept up", Form.MONEY, "With training for those who leave, pensions at the level that "
            "attrition sustains, and replacement of what wears out."),
    Heading("over_life", "Over its life", Form.MONEY, "Set-up and all years until its longest-lived asset is worn out, not "
            "discounted. Kit is bought once for each of its lives, the first time in set-up: so it is less than set-up and "
            "so many years kept up."),
)


def findings(found: PackageCost) -> Findings:
    """Return what one package costs, part by part."""
    package = found.package
    where = f" in {found.institution}, {found.title}" if found.institution else ""
    return Findings(
        study="package",
        title=f"{package.title}{where}",
        currency=found.currency,
        scale=scale_of_years((part.kept_up for part in found.parts), found.currency),
        answered=True,
        sentences=(
            Sentence("cost", "What it costs", _cost(found)), Sentence("prices", "Whose prices", _prices(found)),
            Sentence("sources", "Sources", _sources(found)),
        ),
        tables=(_parts(found), _figures(found)),
        method=(
            "Training, pay, support, upkeep, replacement and pensions are those of the rules that plans obey, with what is "
            f"lost on the way; all are of the first year that is planned, at prices of {found.base_year}, and are not "
            "discounted.",
        ),
    )


def of_library(found: Iterable[PackageCost]) -> Findings:
    """Return all packages, each in a row."""
    listed = tuple(found)
    currency = listed[0].currency if listed else ""
    headings = (
        Heading("package", "Package", Form.TEXT), Heading("title", "What it is", Form.TEXT),
        Heading("sector", "Sector", Form.TEXT), Heading("currency", "Currency", Form.TEXT, shown=False),
        Heading("price_year", "Prices of", Form.YEAR), Heading("people", "People", Form.PEOPLE), *_COSTS,
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.package.name, one.package.title, one.package.sector, one.currency, one.base_year, one.package.people,
         *_costs(one)) for one in listed
    )
    note = "At the prices of the library; rightfin packages NAME CASE has one at the prices of a case."
    table = FindingsTable("packages", "Packages of the library", headings, rows, note)
    smallest = min((one.total("yearly") for one in listed), default=0.0)
    said = Sentence("packages", "Packages", (
        f"{len(listed)} packages, each people, kit and running costs. Type one in the table packages of a case to plan it."
    ))
    return Findings("packages", "The library of packages", currency, scale_of(smallest, currency), True, (said,), (table,))


def _costs(one: PackageCost) -> Sequence[float]:
    return [one.total(heading.name) for heading in _COSTS]


def _cost(found: PackageCost) -> str:
    set_up, yearly, kept_up, life = (money(amount, found.currency) for amount in _costs(found))
    return (
        f"{people(found.package.people)} people. To set up {set_up}; a year {yearly}, and {kept_up} with what keeps it as "
        f"it is: training for those who leave, pensions, replacement of what wears out. Over the {found.life:g} years that "
        f"its longest-lived asset lasts {life}, not discounted."
    )


def _prices(found: PackageCost) -> str:
    if not found.institution:
        return f"The library's own, {found.currency} of {found.base_year}; nothing is lost on the way."
    package = found.package
    return (
        f"Those of the case, {found.currency} of {found.base_year}. Figures of the library ({package.currency} of "
        f"{package.price_year}) hold for what the row of the table packages does not liken to a cadre or an asset of the "
        "case."
    )


def _sources(found: PackageCost) -> str:
    said = [figure.source for figure in found.package.figures if figure.source]
    assumed = sum(source == "assumption" for source in said)
    return (
        f"Of the {len(said)} figures of the library that have a source, {assumed} are assumptions; the table of figures "
        "says which. Names and the like, which have none, stand there, too."
    )


def _parts(found: PackageCost) -> FindingsTable:
    headings = (
        Heading("kind", "Kind", Form.TEXT), Heading("part", "Part", Form.TEXT), Heading("number", "Number", Form.NUMBER),
        *_COSTS,
    )
    rows: list[tuple[Cell, ...]] = [
        (part.kind, part.name, part.number, part.set_up, part.yearly, part.kept_up, part.over_life) for part in found.parts
    ]
    rows.append(("", "All", None, *_costs(found)))
    return FindingsTable("parts", "What one costs", headings, tuple(rows))


def _figures(found: PackageCost) -> FindingsTable:
    headings = tuple(Heading(name, text, Form.VALUE if name == "value" else Form.TEXT) for name, text in (
        ("table", "Table"), ("row", "Row"), ("figure", "Figure"), ("value", "Value"), ("unit", "Unit"),
        ("source", "Source"), ("note", "Note"),
    ))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (figure.table, figure.row, figure.name, _cell(figure.value), figure.unit, figure.source, figure.note)
        for figure in found.package.figures
    )
    return FindingsTable("figures", "Figures of the library", headings, rows)


def _cell(value: object) -> Cell:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
