"""What a study found, in the one form that the command line, workbooks and pages show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from rightfin import __version__
from rightfin.question import Question
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import Scale, begun, listed, people, percent

if TYPE_CHECKING:
    from rightfin.report.charts.vega import Chart

Cell = str | int | float | None

_FINEST = 6
"""Most decimals of a number; less than that is rounding."""

WHOLE = 0.5
"""Currency units below which an amount is nothing."""


class Form(StrEnum):
    """What the cells of a column hold, which decides how they are written."""

    TEXT = "text"
    YEAR = "year"
    MONEY = "money"
    """Whole currency units; shown in the unit of the findings."""
    PEOPLE = "people"
    SHARE = "share"
    """A fraction, shown in per cent."""
    POINTS = "points"
    """A difference of two fractions, shown in percentage points, never as per cent; the heading says so."""
    NUMBER = "number"
    VALUE = "value"
    """What a cell of a case holds, a number or a text; all digits are shown."""


@dataclass(frozen=True)
class Heading:
    """A column: ``name`` for programs (CSV, JSON), ``text`` for people, what its cells are, and what it means."""

    name: str
    text: str
    kind: Form
    meaning: str = ""
    shown: bool = True
    """Whether people see it; a column that is not shown is written for programs alone, as CSV and JSON."""


@dataclass(frozen=True)
class FindingsTable:
    """One table of a study: rows of cells in the order of ``headings``; ``None`` is *not known* or *does not apply*."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    """A line below the table: where its numbers come from, what is assumed."""

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows with the names of the columns."""
        names = [heading.name for heading in self.headings]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def shown(self) -> FindingsTable:
        """Return the table with the columns that people see."""
        places = [place for place, heading in enumerate(self.headings) if heading.shown]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return replace(self, headings=tuple(self.headings[place] for place in places), rows=rows)


@dataclass(frozen=True)
class Picture:
    """A chart with the name of the table beside it that holds its numbers."""

    name: str
    heading: str
    chart: Chart
    table: str


BASES = frozenset({"question", "laid_over", "compared", "force_held"})
"""Topics of sentences that say what was asked and on what basis, and not what was found."""


@dataclass(frozen=True)
class Findings:
    """What a study found.

    ``study`` is its short name (``exit``), ``answered`` is false where the answer is *no* (no year, no quantity passes).
    ``method`` says how each number was found; ``provenance`` names the case, the model and the options by what made them.
    """

    study: str
    title: str
    currency: str
    scale: Scale
    answered: bool
    sentences: tuple[Sentence, ...]
    tables: tuple[FindingsTable, ...]
    pictures: tuple[Picture, ...] = ()
    method: tuple[str, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
    following: tuple[str, ...] = ()
    """The question that comes next: the name of its command and the options that it is asked with."""

    @property
    def lead(self) -> Sentence | None:
        """The sentence that answers what was asked: the first that says what was found."""
        return next((one for one in self.sentences if one.topic not in BASES), None)

    def table(self, name: str) -> FindingsTable:
        """Return a table by name; ``KeyError`` if there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


def stamped(findings: Findings, question: Question) -> Findings:
    """Return findings that say what made them: the case as it was read, the model, scenarios and settings, the version."""
    definition = question.definition
    laid = [
        *([] if definition.name == "default" else [f"the model definition {definition.name} ({definition.title})"]),
        *(f"the scenario {name}" for name in question.laid_over),
        *(f"the setting {key} = {value}" for key, value in question.options.items()),
    ]
    over = (Sentence("laid_over", "Laid over the case", f"{begun(listed(laid))}."),) if laid else ()
    return replace(findings, sentences=(*findings.sentences[:1], *over, *findings.sentences[1:]), provenance=(
        ("case", question.case.digest), ("model", f"{definition.name} {definition.digest}"),
        ("scenarios", ", ".join(question.laid_over)),
        ("settings", ", ".join(f"{key}={value}" for key, value in question.options.items())), ("rightfin", __version__),
        *findings.provenance,
    ))


def _in_scale(amount: float, scale: Scale) -> str:
    """Return an amount in the unit of a table; what would read as nothing, but is not, keeps two digits."""
    text = f"{scale.of(amount):,.{scale.decimals}f}"
    if text.strip("-0."):
        return text
    if abs(amount) < WHOLE:
        return text.lstrip("-")
    return np.format_float_positional(scale.of(amount), precision=2, fractional=False, trim="-")


def in_points(difference: float) -> float:
    """Return a difference of fractions in percentage points, to a tenth of one."""
    return round(100.0 * difference, 1) + 0.0


def decimals_of(cells: Sequence[Cell]) -> int:
    """Return with how many decimals a column of numbers is written: as many as the largest needs for four digits."""
    largest = max((abs(cell) for cell in cells if isinstance(cell, int | float) and np.isfinite(cell)), default=0.0)
    whole = all(isinstance(cell, str | None) or float(cell).is_integer() for cell in cells)
    return 0 if whole or largest < 0.5 * 10.0**-_FINEST else min(_FINEST, max(0, 3 - math.floor(math.log10(largest))))


def numbers_alike(cells: Sequence[Cell]) -> list[str]:
    """Return a column of numbers with as many decimals each (``decimals_of``); noise reads as nought."""
    decimals = decimals_of(cells)
    return [
        "" if cell is None else cell if isinstance(cell, str) else f"{round(cell, decimals) + 0.0:,.{decimals}f}"
        for cell in cells
    ]


def written(cell: Cell, kind: Form, scale: Scale) -> str:
    """Return a cell as people read it; money in the unit of the scale, blank where nothing is known."""
    if cell is None:
        return ""
    if isinstance(cell, str) or kind in (Form.TEXT, Form.YEAR):
        return str(cell)
    if kind is Form.MONEY:
        return _in_scale(cell, scale)
    if kind is Form.PEOPLE:
        return people(cell)
    if kind is Form.VALUE:
        return f"{cell + 0.0:,.15g}"
    if kind is Form.POINTS:
        return f"{in_points(cell):,.1f}"
    return percent(cell) if kind is Form.SHARE else f"{cell + 0.0:,.4g}"
