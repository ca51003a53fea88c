"""Rules of composition: their groups and years."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.group_names import unknown_names
from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import error, warning
from rightfin.case.groups import parse_group
from rightfin.case.issue import Issue


def check_groups(view: View) -> Iterator[Issue]:
    """Both sides of every rule can be read, fit the measure, and hold somebody."""
    for row in view.rows("rules"):
        for side in ("left", "right"):
            text = row[side]
            if isinstance(text, str):
                yield from _group(view, str(row["rule"]), str(row["measure"]), side, text)


def _group(view: View, rule: str, measure: str, side: str, text: str) -> Iterator[Issue]:
    try:
        group = parse_group(text)
    except ValueError as reason:
        yield error(
            "group",
            f"The group {text} cannot be read. {reason}",
            "A group is all, or terms such as sector:justice & women.",
            "rules",
            rule,
            side,
        )
        return
    misfit = group.misfit(measure)
    if misfit:
        yield error(
            "group_measure",
            f"The group {text} does not fit its measure: {misfit}",
            "Change the measure, or use institution and sector.",
            "rules",
            rule,
            side,
        )
        return
    unknown = list(unknown_names(view, group))
    for message, remedy in unknown:
        yield error("group_unknown", message, remedy, "rules", rule, side)
    if not unknown and not (group.has_lines(view.case) if measure == "cost" else group.cadres(view.case)):
        what = "budget line" if measure == "cost" else "cadre"
        yield error(
            "group_empty",
            f"No {what} belongs to the group {text}.",
            "Name institutions, sectors, cadres or tags that the case has.",
            "rules",
            rule,
            side,
        )


def check_rule_years(view: View) -> Iterator[Issue]:
    """A rule begins before it ends, and holds in some planning year."""
    for row in view.rows("rules"):
        rule, first, last = str(row["rule"]), number(row["first_year"]), number(row["last_year"])
        if first is not None and last is not None and last < first:
            yield error(
                "rule_years",
                f"The rule ends in {view.written(last)}, before it begins in {view.written(first)}.",
                "Exchange first_year and last_year, or leave one blank.",
                "rules",
                rule,
                "last_year",
            )
        elif view.years and last is not None and last < view.years[0]:
            yield warning(
                "rule_never",
                f"The rule ends in {view.written(last)}, before the first planning year {view.years[0]}.",
                "Type a later last_year, or leave it blank.",
                "rules",
                rule,
                "last_year",
            )
        elif view.years and first is not None and first > view.years[-1]:
            yield warning(
                "rule_never",
                f"The rule begins in {view.written(first)}, after the plan ends in {view.years[-1]}.",
                "Type an earlier first_year, or leave it blank.",
                "rules",
                rule,
                "first_year",
            )
