"""Phase rules: that each can be applied, and that what it tests is known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue

_TABLE = "phases"


def _rules(view: View) -> dict[str, list[Row]]:
    """Return the rows of each rule, in the order of its phases; rows without an order are left out."""
    found: dict[str, list[Row]] = {}
    for row in sorted(view.rows(_TABLE), key=lambda row: number(row["order"]) or 0.0):
        if number(row["order"]) is not None:
            found.setdefault(str(row["phase_rule"]), []).append(row)
    return found


def _used(view: View) -> set[str]:
    return {str(row["phase_rule"]) for row in view.rows("handovers") if row["path"] == "phases" and row["phase_rule"]}


def check_phase_rules_given(view: View) -> Iterator[Issue]:
    """A handover by phases names a rule, and every rule is used."""
    for row in view.rows("handovers"):
        if row["path"] == "phases" and row["phase_rule"] is None:
            yield error(
                "no_phase_rule",
                f"The path of {row['handover']} is phases, but no rule is named.",
                "Type the name of a rule of the table phases as phase_rule, or another path.",
                "handovers",
                str(row["handover"]),
                "phase_rule",
            )
    for rule in _rules(view):
        if rule not in _used(view):
            yield warning(
                "phase_rule_unused",
                f"No handover uses the rule {rule}.",
                "Name it as phase_rule of a row of handovers whose path is phases, or delete its phases.",
                _TABLE,
                view.key(_TABLE, _rules(view)[rule][0]),
                "phase_rule",
            )


def check_phase_order(view: View) -> Iterator[Issue]:
    """The phases of a rule have an order, and each can be reached."""
    for rows in _rules(view).values():
        for before, row in pairwise(rows):
            if before["order"] == row["order"]:
                yield error(
                    "phases_equal",
                    f"The phases {before['phase']} and {row['phase']} have the same order {number(row['order']):g}.",
                    "Number the phases of a rule from first to last.",
                    _TABLE,
                    view.key(_TABLE, row),
                    "order",
                )
            if row["test"] == "always" and before["longest"] is None:
                yield error(
                    "phase_unreached",
                    f"{row['phase']} is never entered by itself: its test is always, so it waits for the end of "
                    f"{before['phase']}, which has no longest.",
                    f"Type the years of {before['phase']} as its longest, or a test for {row['phase']}.",
                    _TABLE,
                    view.key(_TABLE, row),
                    "test",
                )


def check_phase_columns(view: View) -> Iterator[Issue]:
    """What a phase types fits together: a test and its threshold, a straight line and its length."""
    for row in view.rows(_TABLE):
        key = view.key(_TABLE, row)
        longest, grace = number(row["longest"]), number(row["grace_years"]) or 0.0
        rises = (number(row["growth"]) or 0.0) > 0.0 or (number(row["growth_rate"]) or 0.0) > 0.0
        share, share_to = number(row["share"]), number(row["share_to"])
        if row["test"] != "always" and row["above"] is None:
            yield error(
                "no_threshold",
                f"{row['phase']} tests {row['test']}, but not against what.",
                "Type the threshold as above, in foreign currency per inhabitant.",
                _TABLE, key, "above",
            )
        if row["test"] == "always" and row["above"] is not None:
            yield warning(
                "threshold_unused",
                f"above has no effect, because the test of {row['phase']} is always.",
                "Clear it, or type income_per_head or revenue_per_head as test.",
                _TABLE, key, "above",
            )
        if share_to is not None and longest is None:
            yield error(
                "line_without_end",
                f"The share of {row['phase']} is to rise in a straight line, but its length is not given.",
                "Type the years of the phase as longest, or clear share_to.",
                _TABLE, key, "share_to",
            )
        if share_to is not None and share is not None and share_to < share:
            yield error(
                "line_falls",
                f"The share of {row['phase']} is to move from {share:g} to {share_to:g}, but a straight line only rises.",
                "Type a share_to of at least share.",
                _TABLE, key, "share_to",
            )
        if share_to is not None and rises:
            yield warning(
                "growth_unused",
                f"growth and growth_rate have no effect, because share_to says how {row['phase']} rises.",
                "Clear share_to, or growth and growth_rate.",
                _TABLE, key, "share_to",
            )
        if longest is not None and grace >= longest:
            yield error(
                "all_grace",
                f"{row['phase']} lasts {longest:g} years, and all of them are years of grace.",
                "Type fewer grace_years, or a larger longest.",
                _TABLE, key, "grace_years",
            )


def check_phase_growth(view: View) -> Iterator[Issue]:
    """No phase lets a share of zero rise by a part of itself."""
    opens_at_zero = {row["phase_rule"]: str(row["handover"]) for row in view.rows("handovers")
                     if row["path"] == "phases" and number(row["from"]) == 0.0}
    for rule, rows in _rules(view).items():
        if rule not in opens_at_zero:
            continue
        for row in rows:
            if any((number(row[column]) or 0.0) > 0.0 for column in ("share", "growth", "share_to")):
                break
            if (number(row["growth_rate"]) or 0.0) > 0.0:
                yield warning(
                    "growth_of_nothing",
                    f"The share of {opens_at_zero[rule]} is 0 when {row['phase']} begins, and a part of nothing is "
                    "nothing: it does not rise.",
                    f"Type the opening share as from of {opens_at_zero[rule]}, a growth in points, or a share.",
                    _TABLE, view.key(_TABLE, row), "growth_rate",
                )
                break


def check_phase_tests(view: View) -> Iterator[Issue]:
    """What a rule that is used tests can be known: inhabitants and an exchange rate."""
    people = sum(number(row["population"]) or 0.0 for row in view.rows("regions"))
    for row in view.rows(_TABLE):
        if row["test"] in ("always", None) or row["phase_rule"] not in _used(view):
            continue
        key = view.key(_TABLE, row)
        if people <= 0.0:
            yield error(
                "no_inhabitants",
                f"{row['phase']} tests {row['test']}, but the inhabitants of the country are not given.",
                "Add the table regions with the population in the base year.",
                _TABLE, key, "test",
            )
        own, foreign = view.currencies
        if own != foreign and "exchange_rate" not in view.names("macro"):
            yield warning(
                "phase_rate_assumed",
                f"{row['phase']} tests {row['test']} in {foreign}, but there is no exchange_rate, so one {own} counts as "
                f"one {foreign}.",
                "Add a row exchange_rate to macro.",
                _TABLE, key, "test",
            )
        if view.base_value("gdp") is None and view.years:
            yield error(
                "no_income",
                f"{row['phase']} tests {row['test']}, but GDP in the base year is not given.",
                "Add a row gdp to macro.",
                _TABLE, key, "test",
            )
