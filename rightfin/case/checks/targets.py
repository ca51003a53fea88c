"""Targets: their groups, years and inhabitants."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.group_names import cadres_in_group
from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue

_TABLE = "targets"


def check_targets(view: View) -> Iterator[Issue]:
    """The group of every target holds people, of whom some are recruited if it is about recruits; some year has a value."""
    fed = {row["to"] for row in view.rows("promotions")}
    entry = {
        row["cadre"] for row in view.rows("cadres")
        if row["entry"] is True or (row["entry"] is None and row["cadre"] not in fed)
    }
    people = sum(number(row["population"]) or 0.0 for row in view.rows("regions"))
    for row in view.rows(_TABLE):
        name, text = str(row["target"]), row["group"]
        if isinstance(text, str):
            issues, cadres = cadres_in_group(view, _TABLE, name, "group", text)
            yield from issues
            if row["measure"] == "hires" and cadres and entry.isdisjoint(cadres):
                yield error(
                    "target_recruits",
                    f"{name} is about recruits, but nobody is hired from outside into {text}.",
                    "Name a group with a cadre that hires, or measure strength.",
                    _TABLE, name, "group",
                )
        if row["measure"] == "per_100k" and people <= 0.0:
            yield error(
                "no_population",
                f"{name} is per 100,000 inhabitants, but the table regions names none, so the population is not known.",
                "Fill in regions (one row national will do), or measure strength.",
                _TABLE, name, "measure",
            )
        if view.years and all(value is None for value in view.over_years(_TABLE, row).values()):
            yield warning(
                "target_empty",
                f"{name} has no value in any planning year, so it asks for nothing.",
                "Type the value in the first year in which it holds, or delete the row.",
                _TABLE, name,
            )


def check_tags(view: View) -> Iterator[Issue]:
    """Every tag can be named in a group."""
    for row in view.rows("cadres"):
        if isinstance(row["tags"], str) and "&" in row["tags"]:
            yield error(
                "tag",
                f"The tags {row['tags']} hold the sign &, which joins the terms of a group, so no group can name them.",
                "Type words joined by |, such as frontline|reserve.",
                "cadres", str(row["cadre"]), "tags",
            )
