"""Handovers of the table ``handovers``: their paths, their rules and the lines that count."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.group_names import lines_in_scope
from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.issue import Issue

_TABLE = "handovers"
_BETWEEN = ("linear", "s_curve", "stepped")
"""Paths that run from an opening to a final share."""

_PATHS = (*_BETWEEN, "by_year", "phases")


def check_handover_names(view: View) -> Iterator[Issue]:
    """No row has the name of the handover that the settings give."""
    if view.settings["handover"] != "none" and "sector" in view.names(_TABLE):
        yield error(
            "handover_name",
            "sector is the name of the handover that the settings give.",
            "Give the row another name, or type none as handover in settings.",
            _TABLE,
            "sector",
            "handover",
        )


def check_handover_paths(view: View) -> Iterator[Issue]:
    """A path between two shares has years in order and rises; nothing is typed that its path does not use."""
    for row, typed in zip(view.rows(_TABLE), view.case.records(_TABLE), strict=True):
        name, path = str(row["handover"]), str(row["path"])
        if path not in _PATHS:
            continue
        if path in _BETWEEN:
            yield from _between(view, row, name)
        used = {"from": path != "by_year", "to": path in _BETWEEN, "end": path in _BETWEEN, "steps": path == "stepped",
                "phase_rule": path == "phases", "start": path != "by_year"}
        for column, is_used in used.items():
            if typed[column] is not None and not is_used:
                yield warning(
                    "handover_column_unused",
                    f"{column} of {name} has no effect with the path {path}.",
                    "Clear the cell, or type another path.",
                    _TABLE,
                    name,
                    column,
                )
        start = number(row["start"])
        if used["start"] and start is not None and view.years and start >= view.years[-1]:
            yield warning(
                "handover_late",
                f"The handover {name} starts in {view.written(start)}, when the plan ends, so no year of the plan sees it.",
                f"Type a start before {view.years[-1]}.",
                _TABLE,
                name,
                "start",
            )
        if path != "by_year" and any(column.isdigit() and value is not None for column, value in row.items()):
            yield warning(
                "handover_years_unused",
                f"The years of {name} have no effect with the path {path}.",
                "Type by_year as path, or clear the years.",
                _TABLE,
                name,
                "path",
            )
        if row["max_step"] == 0.0:
            yield warning(
                "handover_never_rises",
                f"{name} may not rise, because its max_step is 0.",
                "Type the largest yearly rise, such as 0.05, or leave it blank.",
                _TABLE,
                name,
                "max_step",
            )


def _between(view: View, row: Row, name: str) -> Iterator[Issue]:
    start = number(view.settings["base_year"] if row["start"] is None else row["start"])
    end = number(view.settings["end_year"] if row["end"] is None else row["end"])
    first, last = number(row["from"]), number(row["to"])
    if start is not None and end is not None and end <= start:
        yield error(
            "handover_years",
            f"The handover {name} ends in {view.written(end)}, which is not after its start in {view.written(start)}.",
            f"Type an end of at least {view.written(start + 1)}, or an earlier start.",
            _TABLE,
            name,
            "start" if row["end"] is None else "end",
        )
    if first is not None and last is not None and last < first:
        yield warning(
            "handover_falls",
            f"The state's share of {name} falls from {first:g} to {last:g}.",
            "Exchange from and to if the state is to take over.",
            _TABLE,
            name,
            "to",
        )


def check_handover_by_year(view: View) -> Iterator[Issue]:
    """A handover by year has a share for every planning year, and not only for years long past."""
    for row in view.rows(_TABLE):
        missing = [year for year, value in view.over_years(_TABLE, row).items() if value is None]
        if row["path"] == "by_year" and missing:
            yield error(
                "handover_incomplete",
                f"{row['handover']} is by_year, but has no share for {years_text(missing)}.",
                f"Type the state's share for {missing[0]}, 0 if nothing is required; later blanks take the value to "
                "their left.",
                _TABLE,
                str(row["handover"]),
                year_column(missing[0]),
            )
        typed = [view.written(int(column)) for column, value in row.items() if column.isdigit() and value is not None]
        if row["path"] == "by_year" and typed and view.base is not None and max(typed) < view.base:
            yield warning(
                "handover_past",
                f"The shares of {row['handover']} end in {max(typed)}, before the base year {view.base}, so that the last "
                "of them holds throughout the plan.",
                "Move the shares to years of the plan, or type the share that shall hold in the base year.",
                _TABLE,
                str(row["handover"]),
                year_column(max(typed)),
            )


def check_handover_scopes(view: View) -> Iterator[Issue]:
    """The scope of a handover can be read and holds recurrent lines, some of which a donor may fund."""
    for row in view.rows(_TABLE):
        name, text = str(row["handover"]), row["scope"]
        if not isinstance(text, str):
            continue
        issue, lines = lines_in_scope(view, _TABLE, name, text, recurrent=True)
        if issue is not None:
            yield issue
        elif view.rows("donors") and not any(lines & funded for funded in view.eligible.values()):
            yield warning(
                "handover_unfunded",
                f"No donor may fund a recurrent line of {name}, so it limits nothing.",
                "Look at scope and at eligibility, or delete the row.",
                _TABLE,
                name,
                "scope",
            )
