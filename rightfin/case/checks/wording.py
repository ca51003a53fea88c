"""How checks word and place what they find."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.case.issue import Issue, Severity


def error(code: str, message: str, remedy: str, table: str, row: str = "", column: str = "") -> Issue:
    """Return an issue that stops the work."""
    return Issue(code, message, remedy, table, row, column)


def warning(code: str, message: str, remedy: str, table: str, row: str = "", column: str = "") -> Issue:
    """Return an issue that is reported beside the answer."""
    return Issue(code, message, remedy, table, row, column, severity=Severity.WARNING)


def year_column(year: int) -> str:
    """Return the name that the column of a year has in a case, whatever the year is written as."""
    return str(int(year))


def years_text(years: Iterable[int]) -> str:
    """Return years as people write them: ``2026-2028, 2030``."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
