"""What blanks stand for: defaults, values carried from the left, and the list of all that were used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, key_text
from rightfin.schema import BY_NAME, TABLES, Blank, Column, Value


@dataclass(frozen=True)
class DefaultUsed:
    """One blank of the case and what was used in its place."""

    table: str
    row: str
    column: str
    used: str


def settings(case: Case) -> dict[str, Value]:
    """Return every setting with its value or default; ``None`` where there is neither."""
    typed = {str(row["key"]): row["value"] for row in case.records("settings")}
    found: dict[str, Value] = {}
    for entry in BY_NAME["settings"].entries:
        value = typed.get(entry.name)
        found[entry.name] = entry.default if value is None else value
    for name, fallback in (("handover_start", "base_year"), ("handover_end", "end_year")):
        if found[name] is None:
            found[name] = found[fallback]
    return found


def base_and_end(case: Case) -> tuple[int, int]:
    """Return base year and end year."""
    found = settings(case)
    return int(str(found["base_year"])), int(str(found["end_year"]))


def planning_years(case: Case) -> tuple[int, ...]:
    """Return the years that the plan shows: base year + 1 to end year."""
    base, end = base_and_end(case)
    return tuple(range(base + 1, end + 1))


def filled(case: Case, table: str) -> list[dict[str, Value]]:
    """Return the rows of a table with fixed defaults in place of blanks.

    Defaults that depend on other data stay ``None``; years stay as typed (see ``across``).
    """
    columns = BY_NAME[table].value_columns
    rows = case.records(table)
    for row in rows:
        for column in columns:
            if row[column.name] is None:
                row[column.name] = column.default
    return rows


def across(case: Case, table: str, row: Mapping[str, Value], first: int, last: int) -> list[float | None]:
    """Return a row's values for the years ``first`` to ``last``, blanks filled as the table says.

    A carried blank takes the last value to its left (years before ``first`` included) and, failing that, the table's
    or the series' default; ``None`` where there is no default. In tables of amounts a blank stays ``None``.
    """
    years = BY_NAME[table].years
    if years is None:
        raise ValueError(f"{table} has no years")
    entry = BY_NAME[table].entry(str(row[BY_NAME[table].key[0]])) if BY_NAME[table].entries else None
    default = entry.default if entry else years.default
    value: float | None = float(default) if isinstance(default, (int, float)) else None
    typed = {int(c): float(v) for c, v in row.items() if c.isdigit() and isinstance(v, (int, float))}
    if years.blank is Blank.ERROR:
        return [typed.get(year) for year in range(first, last + 1)]
    for year in sorted(y for y in typed if y < first):
        value = typed[year]
    found = []
    for year in range(first, last + 1):
        value = typed.get(year, value)
        found.append(value)
    return found


def series(case: Case, name: str) -> list[float] | None:
    """Return a macro series over base year to end year; ``None`` if it is absent and has no default.

    A blank base year takes the value of the first planning year, so that a series may start with the plan.
    """
    base, end = base_and_end(case)
    entry = BY_NAME["macro"].entry(name)
    rows = [row for row in case.records("macro") if row["series"] == name]
    row = rows[0] if rows else {"series": name}
    values = across(case, "macro", row, base, end)
    if row.get(str(base)) is None and not _earlier(row, base) and len(values) > 1:
        values[0] = values[1]
    if entry is None or any(value is None for value in values):
        return None
    return [float(value) for value in values if value is not None]


def base_value(case: Case, name: str) -> float | None:
    """Return the value of a base-year series such as ``gdp``; ``None`` if it is not given."""
    base, _ = base_and_end(case)
    for row in case.records("macro"):
        value = row.get(str(base))
        if row["series"] == name and isinstance(value, (int, float)):
            return float(value)
    return None


def _earlier(row: Mapping[str, Value], base: int) -> bool:
    return any(c.isdigit() and int(c) < base and v is not None for c, v in row.items())


def defaults_used(case: Case) -> tuple[DefaultUsed, ...]:
    """Return every default that stands in for a blank, in the order of the tables."""
    used: list[DefaultUsed] = []
    for table in TABLES:
        rows = case.records(table.name)
        if table.entries:
            named = {str(row[table.key[0]]) for row in rows if row.get("value") is not None or table.years is not None}
            for entry in table.entries:
                if entry.name not in named and entry.default_label:
                    used.append(DefaultUsed(table.name, entry.name, "value", _worded(entry)))
        for row in rows:
            key = key_text(row[part] for part in table.key)
            used += [
                DefaultUsed(table.name, key, column.name, _worded(column))
                for column in table.value_columns
                if row[column.name] is None and column.default_label
            ]
            if table.years is not None and table.years.blank is Blank.CARRY:
                used += _carried(case, table.name, key, row)
    return tuple(used)


def _worded(column: Column) -> str:
    return f"{column.default_label} {column.unit}".strip() if column.default is not None else column.default_label


BASE_YEAR_COUNTS = ("macro", "demand", "threat_levels")
"""Tables whose base year is used; a blank there takes the value of the first planning year."""


def _carried(case: Case, table: str, key: str, row: Mapping[str, Value]) -> list[DefaultUsed]:
    entry = BY_NAME[table].entry(key) if BY_NAME[table].entries else None
    if entry is not None and entry.base_only:
        return []
    years = planning_years(case)
    if not years:
        return []
    base = years[0] - 1
    first = row.get(str(years[0]))
    used = []
    if table in BASE_YEAR_COUNTS and row.get(str(base)) is None and first is not None and not _earlier(row, base):
        used = [DefaultUsed(table, key, str(base), f"{float(str(first)):g} (as in {years[0]})")]
    blank = [year for year in years if row.get(str(year)) is None]
    values = dict(zip(years, across(case, table, row, years[0], years[-1]), strict=True))
    return used + [
        DefaultUsed(table, key, str(year), "no limit" if values[year] is None else f"{values[year]:g} (carried)")
        for year in blank
    ]
