"""Pay that nobody may pay: own money is ruled out by a ceiling of 0, and no donor is left."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.group_names import lines_in_scope
from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import warning, years_text
from rightfin.case.issue import Issue
from rightfin.case.lines import Line

_NAMED = 3
"""Most lines that one warning names; the others it counts."""


def check_payers(view: View) -> Iterator[Issue]:
    """Whoever is owed pay has somebody who may pay it: own money within a ceiling above 0, or a donor that has not left."""
    for row in view.rows("ceilings"):
        closed = [year for year, limit in view.over_years("ceilings", row).items() if limit == 0.0]
        if row["bound"] != "max" or not closed or not isinstance(row["scope"], str):
            continue
        name = str(row["ceiling"])
        _, lines = lines_in_scope(view, "ceilings", name, row["scope"])
        stranded: dict[tuple[int, ...], list[str]] = {}
        for line in sorted(lines):
            last = _last_paid(view, line)
            years = tuple(year for year in closed if year > last and _is_owed(view, line, year))
            if line.category == "pay" and years:
                stranded.setdefault(years, []).append(line.item)
        for years, items in stranded.items():
            yield _warned(view, name, years, items)


def _warned(view: View, ceiling: str, years: tuple[int, ...], items: list[str]) -> Issue:
    of = ", ".join(items[:_NAMED]) + (f" and {len(items) - _NAMED} more" if len(items) > _NAMED else "")
    to_the_end = years == tuple(year for year in view.years if year >= years[0])
    when = f"From {years[0]} on" if to_the_end else f"In {years_text(years)}"
    part = next((item for item in items if "/" in item), None)
    ends = "" if part is None else (
        f", or end it: a row of over_time with the table pay_parts, the row {part}, the column amount and 0 from "
        f"{years[0]} on"
    )
    return warning(
        "nobody_pays",
        f"{when} nobody may pay {of}: the ceiling {ceiling} is 0 for own money, and no donor is left that may pay it. "
        "The plan can only run down those who are owed it.",
        f"Type more than 0 in {ceiling} from {years[0]} on, allow a donor that stays in eligibility{ends}.",
        "ceilings",
        ceiling,
        str(int(years[0])),
    )


def _last_paid(view: View, line: Line) -> float:
    """Return the last year in which a donor is there that may pay a line; minus infinity where none may."""
    leaves = (number(row["exit_year"]) for row in view.rows("donors") if line in view.eligible[str(row["donor"])])
    return max((float("inf") if year is None else year for year in leaves), default=float("-inf"))


def _is_owed(view: View, line: Line, year: int) -> bool:
    """Return whether a line of pay comes to anything in a year; a grid does."""
    table, column = ("pay_parts", "amount") if "/" in line.item else ("cadres", "pay")
    row = next((row for row in view.rows(table) if view.key(table, row) == line.item), None)
    return row is not None and view.path(table, row, column).get(year) != 0.0
