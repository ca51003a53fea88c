"""What a study found, in the one form that the command line, workbooks and pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rightfin.report.answer import Sentence
from rightfin.report.charts import Chart
from rightfin.report.wording import Scale

Cell = str | int | float | None


class Kind(StrEnum):
    """What the cells of a column hold, which decides how they are written."""

    TEXT = "text"
    YEAR = "year"
    MONEY = "money"
    """Whole currency units; shown in the unit of the findings."""
    PEOPLE = "people"
    SHARE = "share"
    """A fraction, shown in per cent."""
    NUMBER = "number"


@dataclass(frozen=True)
class Heading:
    """A column: ``name`` for programs (CSV, JSON), ``text`` for people, what its cells are, and what it means."""

    name: str
    text: str
    kind: Kind
    meaning: str = ""


@dataclass(frozen=True)
class FindingsTable:
    """One table of a study: rows of cells in the order of ``headings``; ``None`` is *not known* or *does not apply*."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    """A line below the table: where its numbers come from, what is assumed."""


@dataclass(frozen=True)
class Picture:
    """A chart with the name of the table beside it that holds its numbers."""

    name: str
    heading: str
    chart: Chart
    table: str


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
    provenance: Mapping[str, str] = MappingProxyType({})

    def table(self, name: str) -> FindingsTable:
        """Return a table by name; ``KeyError`` if there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)
