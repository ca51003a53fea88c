"""The vocabulary in which tables are described: kinds of value, columns, year values, tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | float | int | bool | None
"""What one cell of a case holds; ``None`` is a blank, which is never zero."""


class Kind(StrEnum):
    """What a cell may hold."""

    ID = "id"
    TEXT = "text"
    NUMBER = "number"
    INTEGER = "whole number"
    YEAR = "year"
    SHARE = "share"
    BOOLEAN = "true or false"
    CHOICE = "choice"
    REFERENCE = "reference"
    BANDS = "bands"
    GROUP = "group"
    YEARS = "column or years"
    ANY = "any value"


class Blank(StrEnum):
    """What a blank year means in a table whose years stand across."""

    CARRY = "takes the last value to its left"
    ERROR = "is an error: type 0 where there is nothing"
    UNKNOWN = "is not known"


class Adds(StrEnum):
    """Which rows of a table whose years stand across may be added up by year."""

    NEVER = "rows say different things"
    ALIKE = "rows that differ only in the last part of their key are of one kind, one unit, one currency"
    ALL = "all rows are of one kind"


class Changed(StrEnum):
    """What a number within its bounds may lead to when it takes the place of another one in a case without errors."""

    SOUND = "nothing"
    CROSSES = "an error together with another cell"
    FILLS = "an error where nothing stood there before"
    DIVIDES = "an error where it is 0, because nothing is left to divide by"
    WARNS = "warnings at most, whatever year it is, or a blank"


@dataclass(frozen=True)
class Column:
    """One column of a table, or one entry of a table of named values.

    ``minimum`` and ``maximum`` are inclusive bounds, ``above`` and ``below`` exclusive ones; a value outside ``usual``,
    where hardly any country has been, is asked about. ``default`` is used for a blank; where the default depends on other
    data, ``default_text`` says how and ``default`` is ``None``; ``follows`` names the setting whose value a blank takes.
    ``summed`` says whether the sum over all rows means something, ``coded`` whether the name of an entry may go on with a
    colon and a code, as ``exchange_rate:EUR`` does. ``or_in`` names tables, the first part of whose key names rows of this
    one: a row there says what a blank leaves out, and one of these or the column itself is needed.
    """

    name: str
    kind: Kind
    help: str
    unit: str = ""
    required: bool = False
    default: Value = None
    default_text: str = ""
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    usual: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    wildcard: bool = False
    base_only: bool = False
    follows: str = ""
    summed: bool = False
    or_in: tuple[str, ...] = ()
    coded: bool = False
    changed: Changed = Changed.SOUND

    @property
    def default_label(self) -> str:
        """The default in words, empty if the column has none."""
        if self.default_text:
            return self.default_text
        if self.default is None:
            return ""
        if isinstance(self.default, bool):
            return "true" if self.default else "false"
        return f"{self.default:g}" if isinstance(self.default, float) else str(self.default)


@dataclass(frozen=True)
class YearValues:
    """The values that stand across, one column a year, in a table *by year*.

    ``base_year`` says whether the value of the base year is used, a blank there taking that of the first planning year;
    ``first_required`` whether the first year must be filled although a later blank is carried on.
    """

    kind: Kind
    unit: str
    help: str
    blank: Blank
    default: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    below: float | None = None
    earlier: bool = False
    """Whether years before the first planning year are read; those before the base year are otherwise not used, and
    a warning says so."""
    first_required: bool = False
    nothing: str = "no limit"
    """What holds where a blank has no value to its left and there is no default."""
    stays_blank: tuple[str, Value] | None = None
    """Column, and its value in rows in which a blank year takes no value from its left although others do."""
    adds: Adds = field(kw_only=True)
    base_year: bool = field(kw_only=True)
    changed: Changed = field(kw_only=True)


@dataclass(frozen=True)
class Table:
    """One table: a CSV file, a sheet, a section of the reference page.

    ``entries`` describes the rows of a table of named values (``settings``, ``macro``): the key of a row names the
    entry, the entry gives type, unit and bounds of its value or values.
    """

    name: str
    title: str
    help: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    years: YearValues | None = None
    entries: tuple[Column, ...] = ()
    required: bool = False
    absent: str = ""
    """What a missing table means, in a sentence."""
    long: bool = False
    """Whether it often has a row for each district, so that its sheet needs room."""
    slashed: str = ""
    """Part of the key that may hold slashes where a key is written as one text; the last part, if empty."""

    @property
    def key_defaults(self) -> dict[str, Value]:
        """What parts of the key stand for that may be left blank, by column."""
        return {name: self.column(name).default for name in self.key if self.column(name).default is not None}

    @property
    def value_columns(self) -> tuple[Column, ...]:
        """The columns outside the key."""
        return tuple(c for c in self.columns if c.name not in self.key)

    def carries(self, row: Mapping[str, Value]) -> bool:
        """Return whether a blank year of a row takes the last value to its left."""
        if self.years is None or self.years.blank is not Blank.CARRY:
            return False
        return self.years.stays_blank is None or row.get(self.years.stays_blank[0]) != self.years.stays_blank[1]

    def column(self, name: str) -> Column:
        """Return the column of that name; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def entry(self, name: str) -> Column | None:
        """Return the entry that a row of named values describes; ``exchange_rate:EUR`` is an ``exchange_rate``."""
        stem = name.split(":", 1)[0]
        for entry in self.entries:
            if entry.name in (name, stem):
                return entry
        return None
