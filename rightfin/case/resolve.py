"""What blanks stand for: defaults, values carried from the left, and the list of all that were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter

from rightfin.case.calendars import months_apart, moved
from rightfin.case.case import Case, CaseTable, key_text
from rightfin.schema import BY_NAME, TABLES, Blank, Column, Value, YearStyle, style_of

LONGEST_HORIZON = 60
"""Most planning years; beyond that a plan of yearly budgets says nothing."""


@dataclass(frozen=True)
class DefaultUsed:
    """One blank of the case and what was used in its place."""

    table: str
    row: str
    column: str
    used: str


def resolved_settings(case: Case) -> dict[str, Value]:
    """Return every setting with its value or default; ``None`` where there is neither."""
    typed = {str(row["key"]): row["value"] for row in case.records("settings")}
    found: dict[str, Value] = {}
    for entry in BY_NAME["settings"].entries:
        value = typed.get(entry.name)
        found[entry.name] = entry.default if value is None else value
    for entry in BY_NAME["settings"].entries:
        if found[entry.name] is None and entry.follows:
            found[entry.name] = found[entry.follows]
    return found


def style_of_case(case: Case) -> YearStyle:
    """Return how a case writes its years."""
    return style_of(resolved_settings(case)["year_form"])


def base_and_end(case: Case) -> tuple[int, int]:
    """Return base year and end year."""
    found = resolved_settings(case)
    return int(str(found["base_year"])), int(str(found["end_year"]))


def years_are_beyond(case: Case) -> bool:
    """Return whether the settings of a case ask for far too many years, or for fewer than none after the last one shown.

    Nothing is to be worked out year by year then.
    """
    found = resolved_settings(case)
    base, end, tail = found["base_year"], found["end_year"], found["tail_years"]
    horizon = end - base if type(base) is int and type(end) is int else 0
    return horizon > LONGEST_HORIZON or (type(tail) is int and not 0 <= tail <= LONGEST_HORIZON)


def settled_to(case: Case) -> int | None:
    """Return the last year that is over and of which the end is data; ``None`` where that is the base year."""
    found = resolved_settings(case)["settled_to"]
    return found if type(found) is int and found > base_and_end(case)[0] else None


def planning_years(case: Case) -> tuple[int, ...]:
    """Return the years that the plan shows: from the one after the base year, or after those that are settled, to the end
    year."""
    base, end = base_and_end(case)
    return tuple(range((settled_to(case) or base) + 1, end + 1))


def filled(case: Case, table: str) -> list[dict[str, Value]]:
    """Return the rows of a table with fixed defaults in place of blanks.

    Defaults that depend on other data stay ``None``; years stay as typed (see ``across``).
    """
    defaults = _defaults(table)
    rows = case.records(table)
    for row in rows:
        for name, default in defaults:
            if row[name] is None:
                row[name] = default
    return rows


def filled_column(case: Case, table: str, name: str) -> list[Value]:
    """Return the values of one column of ``filled``."""
    place, default = case.tables[table].columns.index(name), dict(_defaults(table)).get(name)
    return [default if row[place] is None else row[place] for row in case.tables[table].rows]


@cache
def _defaults(table: str) -> tuple[tuple[str, Value], ...]:
    """Return the columns of a table that have a fixed default, each with it."""
    return tuple((column.name, column.default) for column in BY_NAME[table].value_columns if column.default is not None)


def across(table: str, row: Mapping[str, Value], first: int, last: int) -> list[float | None]:
    """Return a row's values for the years ``first`` to ``last``, blanks filled as the table says.

    A carried blank takes the last value to its left (years before ``first`` included) and, failing that, the table's
    or the series' default; ``None`` where there is no default. In tables of amounts a blank stays ``None``.
    """
    shown = [row.get(year) for year in _year_names(first, last)]
    earlier: list[Value] = []
    if shown and type(shown[0]) is not float:  # else whatever stands before it has no say
        earlier = [row[c] for c in sorted((c for c in row if c.isdigit() and int(c) < first), key=int)]
    return _filled_years(table, row.get(BY_NAME[table].key[0]), earlier, shown, carried=BY_NAME[table].carries(row))


def rows_across(case: Case, table: str, first: int, last: int) -> list[list[float | None]]:
    """Return what ``across`` returns for every row of a table, in their order."""
    found = case.tables[table]
    fixed = len(found.columns) - len(found.years)
    column = {year: fixed + n for n, year in enumerate(found.years)}
    blank = len(found.columns)  # the place of a blank that is put at the end of every row
    places = [column.get(year, blank) for year in range(first, last + 1)]
    pick = itemgetter(*places, blank, blank)  # of one place it would return no tuple: the two blanks are cut off again
    before = slice(fixed, fixed + sum(year < first for year in found.years))
    name = found.columns.index(BY_NAME[table].key[0])
    gaps = BY_NAME[table].years
    at = found.columns.index(gaps.stays_blank[0]) if gaps is not None and gaps.stays_blank is not None else None
    return [
        _filled_years(
            table, row[name], row[before], pick((*row, None))[:-2],
            carried=at is None or BY_NAME[table].carries({found.columns[at]: row[at]}),
        )
        for row in found.rows
    ]


def _filled_years(
    table: str, name: Value, earlier: Sequence[Value], shown: Sequence[Value], *, carried: bool
) -> list[float | None]:
    """Return the values ``shown`` of a row with its blanks filled; ``earlier`` are those of the years before, in order.

    Blanks stay where the table gives them no value, or where they are not ``carried`` in this row. ``name`` is the first
    part of the row's key, which names its entry in a table of entries.
    """
    years = BY_NAME[table].years
    if years is None:
        raise ValueError(f"{table} has no years")
    if years.blank is not Blank.CARRY or not carried:
        return [
            value if type(value) is float else float(value) if isinstance(value, (int, float)) else None
            for value in shown
        ]
    entry = BY_NAME[table].entry(str(name)) if BY_NAME[table].entries else None
    default = entry.default if entry else years.default
    current: float | None = float(default) if isinstance(default, (int, float)) else None
    for value in earlier:
        current = float(value) if isinstance(value, (int, float)) else current
    return [
        current := value if type(value) is float else float(value) if isinstance(value, (int, float)) else current
        for value in shown
    ]


@lru_cache(maxsize=256)
def _year_names(first: int, last: int) -> tuple[str, ...]:
    return tuple(map(str, range(first, last + 1)))


def series(case: Case, name: str, span: tuple[int, int] | None = None) -> list[float] | None:
    """Return a macro series over base year to end year; ``None`` if it is absent and has no default.

    A blank base year takes the value of the first planning year, so that a series may start with the plan. ``span`` is
    base year and end year, for who knows them; otherwise the settings are read.
    """
    table = case.tables["macro"]
    place = table.columns.index("series")
    row = next((row for row in table.rows if row[place] == name), None)
    found = _series_of(name, table.columns, row, span or base_and_end(case))
    apart = _apart(case, table.columns, row)
    if found is None or not apart:
        return None if found is None else list(found)
    return moved(_beside(dict(zip(table.columns, row or (), strict=True)), found, span or base_and_end(case)), apart)


def _apart(case: Case, columns: tuple[str, ...], row: tuple[Value, ...] | None) -> int:
    """Return by how many months the years of a series differ from the case's; 0 where its row does not say."""
    return 0 if row is None else months_from(case, row[columns.index("year_starts")])


def months_from(case: Case, other: Value) -> int:
    """Return how many months after the other year of the same name the case's year starts; see ``months_apart``.

    The settings are read only where the other year says when it starts.
    """
    return 0 if other is None else months_apart(resolved_settings(case), other)


def _beside(row: Mapping[str, Value], values: Sequence[float], span: tuple[int, int]) -> list[float]:
    """Return values from base year to end year with the one before and the one after: the nearest, where none is typed."""
    before, after = row.get(str(span[0] - 1)), row.get(str(span[1] + 1))
    return [float(before) if isinstance(before, (int, float)) else values[0], *values,
            float(after) if isinstance(after, (int, float)) else values[-1]]


@lru_cache(maxsize=4096)
def _series_of(
    name: str, columns: tuple[str, ...], typed: tuple[Value, ...] | None, span: tuple[int, int]
) -> tuple[float, ...] | None:
    row = {"series": name} if typed is None else dict(zip(columns, typed, strict=True))
    values = across("macro", row, *span)
    if row.get(str(span[0])) is None and not _earlier(row, span[0]) and len(values) > 1:
        values[0] = values[1]
    if BY_NAME["macro"].entry(name) is None or any(value is None for value in values):
        return None
    return tuple(float(value) for value in values if value is not None)


def base_value(case: Case, name: str, base: int | None = None) -> float | None:
    """Return the value of a base-year series such as ``gdp``; ``None`` if it is not given.

    ``base`` is the base year, for who knows it; otherwise the settings are read.
    """
    year = base_and_end(case)[0] if base is None else base
    for row in _macro_rows(case, name):
        value = row.get(str(year))
        if isinstance(value, (int, float)):
            return float(value) * (_gdp_moved(case, row, year) if name == "gdp" else 1.0)
    return None


def in_own_years(case: Case, row: Mapping[str, Value], last: int) -> dict[str, Value]:
    """Return a row of macro whose years start in another month as one of the case's years, from the base year to ``last``.

    The row as it is where its years are the case's, or it has no value in some year.
    """
    name, base = str(row["series"]), base_and_end(case)[0]
    if not months_from(case, row["year_starts"]):
        return dict(row)
    entry = BY_NAME["macro"].entry(name)
    if entry is not None and entry.base_only:
        values = {base: base_value(case, name, base)}
    else:
        values = dict(enumerate(series(case, name, (base, last)) or (), base))
    if not values or None in values.values():
        return dict(row)
    fixed = {column: value for column, value in row.items() if not column.isdigit()}
    return {**fixed, "year_starts": None, **{str(year): value for year, value in values.items()}}


def _gdp_moved(case: Case, row: Mapping[str, Value], base: int) -> float:
    """Return what the GDP of the base year is times, moved to the case's year: by the growth of the years beside it."""
    apart = months_from(case, row["year_starts"])
    if not apart:
        return 1.0
    growth = 1.0
    for name in ("real_growth", "deflator_growth"):
        typed = next(iter(_macro_rows(case, name)), {"series": name})
        rates = across("macro", typed, base, base + 1)
        rate = rates[1] if apart > 0 or rates[0] is None else rates[0]
        growth *= 1.0 + (rate or 0.0)
    return moved([1.0 / growth, 1.0, growth], apart)[0]


def _macro_rows(case: Case, name: str) -> list[dict[str, Value]]:
    """Return the rows of a series as typed: one, or none, in a case that has been checked."""
    table = case.tables["macro"]
    place = table.columns.index("series")
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows if row[place] == name]


def _earlier(row: Mapping[str, Value], base: int) -> bool:
    return any(c.isdigit() and int(c) < base and v is not None for c, v in row.items())


def defaults_used(case: Case) -> tuple[DefaultUsed, ...]:
    """Return every default that stands in for a blank, in the order of the tables."""
    used: list[DefaultUsed] = []
    years = planning_years(case)
    for table in TABLES:
        found = case.tables[table.name]
        keys = [found.columns.index(part) for part in table.key]
        if table.entries:
            value = found.columns.index("value") if table.years is None else keys[0]
            named = {str(row[keys[0]]) for row in found.rows if row[value] is not None}
            used += [
                DefaultUsed(table.name, entry.name, "value", _worded(entry))
                for entry in table.entries if entry.name not in named and entry.default_label
            ]
        words = [
            (found.columns.index(column.name), column.name, _worded(column))
            for column in table.value_columns if column.default_label
        ]
        carried = _Carried(case, found, years) if years and table.years and table.years.blank is Blank.CARRY else None
        for row in found.rows:
            key = key_text([row[place] for place in keys])
            used += [DefaultUsed(table.name, key, column, word) for place, column, word in words if row[place] is None]
            if carried is not None:
                used += carried.in_row(key, row)
    return tuple(used)


def _worded(column: Column) -> str:
    return f"{column.default_label} {column.unit}".strip() if column.default is not None else column.default_label


class _Carried:
    """What stands in for the blank years of one table; looks up the places of its columns once for all rows."""

    def __init__(self, case: Case, found: CaseTable, years: tuple[int, ...]) -> None:
        self._found, self._years, self._style = found, years, style_of_case(case)
        across = BY_NAME[found.name].years
        self._base_year_counts = across is not None and across.base_year
        self._places = [found.columns.index(str(year)) if year in found.years else None for year in years]
        base = years[0] - 1
        self._base = found.columns.index(str(base)) if base in found.years else None
        self._earlier = [found.columns.index(str(year)) for year in found.years if year < base]

    def in_row(self, key: str, row: tuple[Value, ...]) -> list[DefaultUsed]:
        """Return the blank years of a row, each with what is used for it."""
        name, years = self._found.name, self._years
        entry = BY_NAME[name].entry(key) if BY_NAME[name].entries else None
        if entry is not None and entry.base_only:
            return []
        used = []
        shown = [None if place is None else row[place] for place in self._places]
        if (
            self._base_year_counts and shown[0] is not None and (self._base is None or row[self._base] is None)
            and all(row[place] is None for place in self._earlier)
        ):
            used = [DefaultUsed(name, key, self._style.text(years[0] - 1),
                                f"{float(str(shown[0])):g} (as in {self._style.text(years[0])})")]
        if None in shown:
            record = dict(zip(self._found.columns, row, strict=True))
            values = across(name, record, years[0], years[-1])
            described = BY_NAME[name].years
            nothing = described.nothing if described is not None else ""
            used += [
                DefaultUsed(name, key, self._style.text(year), nothing if value is None else f"{value:g} (carried)")
                for year, given, value in zip(years, shown, values, strict=True) if given is None
            ]
        return used
