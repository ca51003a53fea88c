"""Scenarios: whether each can be applied, and whether the case stays sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rightfin.case.case import Case
from rightfin.case.checks.view import View
from rightfin.case.checks.wording import error, warning
from rightfin.case.expansion import expanded
from rightfin.case.issue import CaseError, Issue, Severity, in_style
from rightfin.case.scenario import apply_scenario, scenario_names

Check = Callable[[View], Iterable[Issue]]

MOST_SCENARIOS = 100
MOST_CHANGES = 2_000
"""Each scenario is applied and checked whenever a case is read, so there is an end to their number."""


def check_scenarios(
    case: Case, view: View, checks: tuple[Check, ...], known: Iterable[Issue]
) -> Iterator[Issue]:
    """Every change can be made; a scenario that makes an error beside the ``known`` ones is warned about.

    It is a warning because a scenario may be meant for use on top of another one. Scenarios change the ``case`` as it is
    typed, packages and all; ``view`` is what the checks see of it.
    """
    rows = case.records("scenarios")
    names = scenario_names(case)
    if len(names) > MOST_SCENARIOS or len(rows) > MOST_CHANGES:
        yield error(
            "too_many_scenarios",
            f"There are {len(names):,} scenarios with {len(rows):,} changes.",
            f"Keep to {MOST_SCENARIOS:,} scenarios and {MOST_CHANGES:,} changes.",
            "scenarios",
        )
        return
    places = {_place(issue) for issue in known}
    first = {str(row["scenario"]): view.key("scenarios", row) for row in reversed(rows)}
    for name in names:
        try:
            expansion = expanded(apply_scenario(case, name))
        except CaseError as refusal:
            yield from refusal.issues
            continue
        changed = View(expansion.checked, view.suggestions)
        for found in (expansion.issues, *(changed.found(check) for check in checks)):
            for issue in expansion.placed(found):
                if issue.severity is Severity.ERROR and _place(issue) not in places:
                    yield warning(
                        "scenario_breaks",
                        f"Applied by itself, {name} leads to an error ({in_style((issue,), view.style)[0].place}): "
                        f"{issue.message}",
                        issue.remedy,
                        "scenarios",
                        first[name],
                    )


def _place(issue: Issue) -> tuple[str, str, str, str]:
    return issue.code, issue.table, issue.row, issue.column
