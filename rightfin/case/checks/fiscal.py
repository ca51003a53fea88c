"""Macro-fiscal series: what must be given, and for which years."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import Row, View
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.issue import Issue
from rightfin.schema import BY_NAME, Column


def _given(view: View) -> Iterator[tuple[Row, str, Column, bool]]:
    """Yield each known series: its row, name, description, and whether it has any value."""
    for row in view.rows("macro"):
        name = str(row["series"])
        entry = BY_NAME["macro"].entry(name)
        if entry is not None:
            yield (
                row,
                name,
                entry,
                any(column.isdigit() and value is not None for column, value in row.items()),
            )


def check_series(view: View) -> Iterator[Issue]:
    """A series has a value for every planning year; blanks take the value to their left."""
    for row, name, entry, some in _given(view):
        if entry.base_only or not view.years:
            continue
        missing = [year for year, value in view.over_years("macro", row).items() if value is None]
        if missing and entry.required:
            yield error(
                "series_incomplete",
                f"{name} has no value for {years_text(missing)}.",
                f"Type its value ({entry.unit}) for {missing[0]}; later blanks take the value to their left.",
                "macro",
                name,
                year_column(missing[0]),
            )
        elif missing and some:
            yield error(
                "series_incomplete",
                f"{name} has no value for {years_text(missing)}, and a limit that is "
                "not given throughout cannot hold at all.",
                f"Type its value ({entry.unit}) for {missing[0]} (a large one if it is not to bind), or "
                "clear the whole row.",
                "macro",
                name,
                year_column(missing[0]),
            )


def check_base_values(view: View) -> Iterator[Issue]:
    """GDP is given in the base year, and what the state then spent where its step is limited."""
    if view.base is None:
        return
    for row, name, entry, some in _given(view):
        if not entry.base_only:
            continue
        if row.get(year_column(view.base)) is None and (entry.required or some):
            yield error(
                "no_base_value",
                f"{name} has no value in the base year {view.base}.",
                f"Type it ({entry.unit}) under {view.base}.",
                "macro",
                name,
                year_column(view.base),
            )
        others = [
            view.written(int(column))
            for column, value in row.items()
            if column.isdigit() and value is not None and int(column) != view.base
        ]
        if others:
            yield warning(
                "base_only",
                f"{name} is read in the base year only; its values for {years_text(others)} are not used.",
                f"Keep the value under {view.base} and clear the others.",
                "macro",
                name,
                year_column(min(others)),
            )
    if view.series("max_step_share") is not None and view.base_value("own_spending") is None:
        yield error(
            "no_own_spending",
            f"max_step_share limits how fast own spending rises, but what the state spent "
            f"in {view.base} is not given, so the first step would be counted from zero.",
            f"Add a row own_spending with the state's own spending on the sector under {view.base}.",
            "macro",
            "own_spending",
            year_column(view.base),
        )


def check_own_share(view: View) -> Iterator[Issue]:
    """A handover by year has its path, and a path has a handover by year."""
    if not view.years:
        return
    by_year = view.settings["handover"] == "by_year"
    row = next((row for row, name, _, some in _given(view) if name == "own_share" and some), None)
    if by_year and row is None:
        yield error(
            "no_own_share",
            "handover is by_year, but the series own_share is not given.",
            "Add a row own_share to macro with the state's share of recurrent cost by year, or type another "
            "handover.",
            "macro",
            "own_share",
            year_column(view.years[0]),
        )
    elif row is not None and not by_year:
        yield warning(
            "own_share_unused",
            f"own_share has no effect while handover is {view.settings['handover']}.",
            "Type by_year as handover in settings, or delete the row.",
            "macro",
            "own_share",
        )
