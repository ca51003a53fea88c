"""Numbers of a case that programmes change: what they are by year without them, and where what they become is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, is_number, key_text
from rightfin.case.resolve import across, filled, in_own_years, resolved_settings, years_are_beyond
from rightfin.schema import BY_NAME, Column, Value
from rightfin.schema.fiscal import MACRO
from rightfin.schema.over_time import OVER_TIME
from rightfin.schema.programmes import EffectKind
from rightfin.schema.shared import GROWTH

Row = dict[str, Value]


@dataclass(frozen=True)
class Span:
    """The years: ``base`` is observed, ``first`` to ``end`` are shown, up to ``last`` is the tail.

    What is typed for the tail holds where ``as_typed``.
    """

    base: int
    end: int
    last: int
    as_typed: bool

    @property
    def first(self) -> int:
        """The first year planned."""
        return self.base + 1

    @property
    def planned(self) -> range:
        """All years planned, tail included."""
        return range(self.first, self.last + 1)


def span_of(case: Case) -> Span | None:
    """Return the years of a case; ``None`` where its settings do not give any, or far too many."""
    found = resolved_settings(case)
    base, end, tail = found["base_year"], found["end_year"], found["tail_years"]
    if type(base) is not int or type(end) is not int or type(tail) is not int or not base < end:
        return None
    if years_are_beyond(case):
        return None
    return Span(base, end, end + tail, bool(found["tail_as_typed"]))


@dataclass(frozen=True)
class Changeable:
    """A number by year: ``values`` from the base year to the last year planned, and the ``row`` of ``table`` that types it.

    ``is_new`` says that no row types it by year as yet; ``column`` has the bounds of what it may be.
    """

    table: str
    row: Row
    values: Mapping[int, float]
    is_new: bool
    column: Column

    @property
    def key(self) -> str:
        """The key of the row."""
        return key_text(self.row.get(part) for part in BY_NAME[self.table].key)


@dataclass(frozen=True)
class Unknown:
    """Why there is no number: what is wrong, and what may stand there instead."""

    message: str
    known: tuple[str, ...] = ()
    remedy: str = ""


def number_of(case: Case, kind: EffectKind, on: str, span: Span) -> Changeable | Unknown:
    """Return the number that an effect of a kind changes on a row, or why there is none."""
    return _changing(case, kind, on, span) if kind.column else _by_year(case, kind, on, span)


def _changing(case: Case, kind: EffectKind, on: str, span: Span) -> Changeable | Unknown:
    """Return a number of a column, which ``over_time`` types by year."""
    rows = {key_text(row[part] for part in BY_NAME[kind.table].key): row for row in filled(case, kind.table)}
    if on not in rows:
        return Unknown(f"There is no {on} in the table {kind.table}.", tuple(rows))
    typed = next((row for row in filled(case, OVER_TIME.name)
                  if (row["table"], row["row"], row["column"]) == (kind.table, on, kind.column)), None)
    if typed is not None and typed["form"] == GROWTH:
        return Unknown(f"{kind.column} of {on} is typed as yearly rises.", remedy="Type its values by year in over_time.")
    stands = rows[on][kind.column]
    changed = dict.fromkeys(span.planned) if typed is None else _over(OVER_TIME.name, typed, span.first, span)
    values = {span.base: stands, **{year: stands if value is None else value for year, value in changed.items()}}
    if not all(is_number(value) for value in values.values()):
        return Unknown(*_nothing_stands(kind, on, rows[on]))
    row = typed or {"table": kind.table, "row": on, "column": kind.column}
    return Changeable(OVER_TIME.name, dict(row), _floats(values), typed is None, BY_NAME[kind.table].column(kind.column))


def _nothing_stands(kind: EffectKind, on: str, row: Row) -> tuple[str, tuple[str, ...], str]:
    if kind.column in ("skimming", "waste") and is_number(row.get("leakage")) and row["leakage"]:
        return f"{kind.column} of {on} is not told apart from other leakage.", (), (
            f"Type leakage as kind, or {kind.column} of {on} in institutions in place of leakage.")
    if kind.column in ("skimming", "waste"):
        return f"No {kind.column} of {on} is typed.", (), f"Type it in {kind.table}, or delete the row."
    return f"{kind.column} of {on} is unlimited: nothing can be added to it.", (), (
        f"Type the {kind.column} of {on} in {kind.table}, or delete the row.")


def _by_year(case: Case, kind: EffectKind, on: str, span: Span) -> Changeable | Unknown:
    """Return a number that a table types by year."""
    key = kind.key or on
    table = BY_NAME[kind.table]
    if kind.key and on != kind.on:
        return Unknown(f"{kind.name} is that of the {kind.on}, not of {on}.", (kind.on,))
    rows = {key_text(row[part] for part in table.key): row for row in filled(case, kind.table)}
    typed = rows.get(key)
    if typed is None:
        refers = table.columns[0].refers_to
        known = tuple(str(row[BY_NAME[refers].key[0]]) for row in case.records(refers)) if refers else ()
        if kind.absent is None or on not in known:
            return Unknown(f"There is no {on} in the table {kind.table}.", tuple(rows) if kind.absent is None else known)
        values: dict[int, Value] = dict.fromkeys((span.base, *span.planned), kind.absent)
        return Changeable(kind.table, {table.key[0]: key}, _floats(values), is_new=True, column=_bounds(kind))
    if table is MACRO:  # an effect is of the case's years, whatever month those of the series start in
        typed = in_own_years(case, typed, span.last if span.as_typed else span.end)
    values = dict(_over(kind.table, typed, span.base, span))
    if typed.get(str(span.base)) is None and not any(year.isdigit() and int(year) < span.base and typed[year] is not None
                                                    for year in typed):
        values[span.base] = values[span.first]
    if not all(is_number(value) for value in values.values()):
        return Unknown(f"{key} has no value in some year of the plan.", remedy=f"Type one in {kind.table}.")
    return Changeable(kind.table, dict(typed), _floats(values), is_new=False, column=_bounds(kind))


def _over(table: str, row: Row, first: int, span: Span) -> dict[int, Value]:
    """Return what a row says from year ``first`` to the last one planned; the tail keeps the last value that holds."""
    last = span.last if span.as_typed else span.end
    typed = across(table, row, first, last)
    return dict(zip(range(first, span.last + 1), [*typed, *[typed[-1]] * (span.last - last)], strict=True))


def _bounds(kind: EffectKind) -> Column:
    """Return the bounds of what stands in a year of a table by year."""
    table = BY_NAME[kind.table]
    if kind.key:
        entry = table.entry(kind.key)
        if entry is not None:
            return entry
    years = table.years
    if years is None:
        raise ValueError(f"{kind.table} has no years")
    return Column(kind.name, years.kind, "", years.unit, minimum=years.minimum, maximum=years.maximum, below=years.below)


def _floats(values: Mapping[int, Value]) -> dict[int, float]:
    return {year: float(str(value)) for year, value in values.items()}
