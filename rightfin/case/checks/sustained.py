"""The year from which on the force must be one that can be kept up for good."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rightfin.case.cell import meant_year
from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import error, warning, year_column
from rightfin.case.issue import Issue
from rightfin.case.sustained import AT_EXIT, NEVER, sustained_from
from rightfin.schema import YearStyle


def check_sustained(view: View) -> Iterator[Issue]:
    """The year is a planning year or a word that stands for one, and what is kept up has a steady cost."""
    text = str(view.settings["sustained_from"] or NEVER).strip()
    if not view.years or text == NEVER:
        return
    first, last = view.years[0], view.written(view.years[-1] + _tail(view))
    year = sustained_from(view.case)
    if text != AT_EXIT and (year is None or not first <= year <= last):
        plain = YearStyle.PLAIN.year_of(text) if year is None else None
        message, remedy = (
            f"sustained_from is {text}, which is none of the years of the plan, {_span(view)}.",
            f"Type a year from {first} to {last}, exit for the first year without donors who leave, or never.",
        ) if plain is None else (
            f"sustained_from is {text}, which is not written as the case writes years.", meant_year(plain, view.style),
        )
        yield error("sustained_from", message, remedy, "settings", "sustained_from", "value")
        return
    if year is None:
        yield warning(
            "sustained_exit",
            "sustained_from is exit, but no donor has an exit_year, so no year asks for a force that can be kept up.",
            "Type the exit_year of a donor that leaves, or a year as sustained_from.",
            "settings", "sustained_from", "value",
        )
        return
    if year > last:
        yield warning(
            "sustained_late",
            f"sustained_from is exit, which is {view.written(year)}: later than the years of the plan, {_span(view)}. So "
            "no year asks for a force that can be kept up.",
            "Type a later end_year or more tail_years, or a year as sustained_from.",
            "settings", "sustained_from", "value",
        )
        return
    yield from _endless(view)


def _tail(view: View) -> int:
    return int(number(view.settings["tail_years"]) or 0)


def _span(view: View) -> str:
    """Return the years shown, and how many more are planned."""
    shown, tail = f"{view.years[0]} to {view.years[-1]}", _tail(view)
    return f"{shown}, or the {tail} after it (tail_years)" if tail else shown


def check_glide(view: View) -> Iterator[Issue]:
    """A glide by year has its series, which leads towards what can be kept, and the series has a glide by year.

    Without a year that asks for a force that can be kept up the series may be missing: a plan does not read it then.
    """
    if not view.years:
        return
    row = next((row for row in view.rows("macro") if row["series"] == "glide_share"), None)
    if view.settings["glide"] != "by_year":
        if row is not None and any(number(value) is not None for name, value in row.items() if name.isdigit()):
            yield warning(
                "glide_share_unused", f"glide_share has no effect while glide is {view.settings['glide']}.",
                "Type by_year as glide in settings, or delete the row.", "macro", "glide_share",
            )
        return
    if view.series("glide_share") is None and sustained_from(view.case) is not None:
        yield error(
            "no_glide_share", f"glide is by_year, but the series glide_share says nothing of {view.years[0]}.",
            "Add a row glide_share to macro with how much of the way to what can be kept is gone by year, or type straight "
            "as glide.",
            "macro", "glide_share", year_column(view.years[0]),
        )
    path = {} if row is None else view.over_years("macro", row)
    known = {year: share for year, share in path.items() if share is not None}
    for (_, before), (year, share) in pairwise(known.items()):
        if share < before:
            yield error(
                "glide_goes_back",
                f"glide_share falls from {before:g} to {share:g} in {view.written(year)}, so a force could grow and would "
                "have to shrink again.",
                "Type a share that is no lower than the one before.", "macro", "glide_share", year_column(year),
            )


def _endless(view: View) -> Iterator[Issue]:
    """Yield cadres whose pensions have no steady level."""
    for row in view.rows("cadres"):
        names = ("pension", "pension_share", "pension_exit", "retiring_share", "attrition", "monthly_attrition")
        by_year = zip(*(view.path("cadres", row, name).values() for name in names), strict=True)
        if any((pension or of_pay) and share and (leave or monthly) and ends == 0.0
               for pension, of_pay, ends, share, leave, monthly in by_year):
            yield error(
                "sustained_pensions",
                f"Pensions of {row['cadre']} never end, so no force with them can be kept up for good.",
                "Type the share of pensioners that leaves each year as pension_exit, or never as sustained_from.",
                "cadres", str(row["cadre"]), "pension_exit",
            )
