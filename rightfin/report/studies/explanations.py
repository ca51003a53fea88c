"""Why several numbers of one plan are what they are, in one set of sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rightfin.reading import Saved
from rightfin.report.studies import explain
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.study.why.explain import Explanation
from rightfin.study.why.explanations import Explanations
from rightfin.study.why.quantities import QuantityUnit

_NUMBER = Heading("number", "Number", Form.TEXT, "Which number it is about, as --at takes it.")
_UNIT = Heading("number_unit", "Unit of the number", Form.TEXT, "In what the number and what is added to it are counted.")


def findings(found: Explanations, saved: Saved | None = None) -> Findings:
    """Return why numbers are what they are; with the file as it was saved, the place of each limit has its cell.

    Tables are those of ``explain.findings``, of all numbers together: the first column says of which, the last its unit.
    """
    single = [explain.findings(one, saved) for one in found.numbers]
    pairs = list(zip(found.numbers, single, strict=True))
    count = len(found.numbers)
    return Findings(
        study="explain",
        title=f"{found.title}: why {count} numbers are what they are" if count > 1 else single[0].title,
        currency=single[0].currency, scale=single[0].scale, answered=True,
        sentences=tuple(_sentences(pairs)),
        tables=(_numbers(found), *_tables(pairs)),
        pictures=tuple(
            replace(picture, name=f"{picture.name}_{place}", heading=f"{one.quantity.title}, {one.year}: {picture.heading}")
            for place, (one, told) in enumerate(pairs, 1) for picture in told.pictures),
        method=tuple(dict.fromkeys(text for told in single for text in told.method)),
    )


def number_unit(found: Explanation) -> str:
    """Return in what a number is counted, with the basis of its prices."""
    return {QuantityUnit.PEOPLE: "person-years", QuantityUnit.MONEY: f"{found.currency}, current prices",
            QuantityUnit.SHARE: "per cent"}[found.quantity.unit]


def _sentences(pairs: list[tuple[Explanation, Findings]]) -> Iterator[Sentence]:
    for one, told in pairs:
        for sentence in told.sentences:
            heading = f"{sentence.heading[:1].lower()}{sentence.heading[1:]}"
            yield Sentence(f"{sentence.topic} {one.cell}", f"{one.quantity.title} in {one.year}, {heading}", sentence.text)


def _numbers(found: Explanations) -> FindingsTable:
    headings = (
        _NUMBER, Heading("title", "What it is", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("value", "The plan has", Form.NUMBER),
        Heading("least", "Least", Form.NUMBER, "Least value in plans that are as good at every level."),
        Heading("greatest", "Greatest", Form.NUMBER, "Greatest value in such plans."), _UNIT,
    )
    rows = tuple(
        (one.cell, one.quantity.title, one.year, _times(one) * one.value, _times(one) * one.ends.least,
         _times(one) * one.ends.greatest, number_unit(one))
        for one in found.numbers
    )
    return FindingsTable("numbers", "Numbers that are explained", headings, rows,
                         "Least and greatest differ where ties leave it open.")


def _times(found: Explanation) -> float:
    return 100.0 if found.quantity.unit is QuantityUnit.SHARE else 1.0


def _tables(pairs: list[tuple[Explanation, Findings]]) -> Iterator[FindingsTable]:
    """Yield the tables of all numbers together, in the order of the number that has most of them."""
    most = max((told.tables for _, told in pairs), key=len)
    names = dict.fromkeys(table.name for tables in (most, *(told.tables for _, told in pairs)) for table in tables)
    for name in names:
        rows: list[tuple[Cell, ...]] = []
        having = [(one, table) for one, told in pairs for table in told.tables if table.name == name]
        for one, table in having:
            for row in table.rows:
                times = _times(one) if name == "course" else 1.0
                cells = (times * cell if isinstance(cell, float) else cell for cell in row)
                rows.append((one.cell, *cells, number_unit(one)))
        first = having[0][1]
        headings = (_NUMBER, *(_plain(heading, name) for heading in first.headings), _UNIT)
        note = "" if name == "limits" else first.note  # how many were tried is said of each number
        yield FindingsTable(name, first.title, headings, tuple(rows), note)


def _plain(heading: Heading, table: str) -> Heading:
    """Return a heading that holds for numbers of any unit, which stands in a column of its own."""
    text = heading.text.partition(" (")[0] if heading.name in ("more", "less", "adds") else heading.text
    kind = Form.NUMBER if table == "course" and heading.kind is not Form.YEAR else heading.kind
    return replace(heading, text=text, kind=kind)
