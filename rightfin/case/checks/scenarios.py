"""Scenarios: whether each can be applied, and whether the case stays sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rightfin.case.checks.view import View
from rightfin.case.checks.wording import warning
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.case.scenario import apply_scenario, scenario_names

Check = Callable[[View], Iterable[Issue]]


def check_scenarios(view: View, checks: tuple[Check, ...], known: Iterable[Issue]) -> Iterator[Issue]:
    """Every change can be made; a scenario that makes an error beside the ``known`` ones is warned about.

    It is a warning because a scenario may be meant for use on top of another one.
    """
    places = {_place(issue) for issue in known}
    for name in scenario_names(view.case):
        try:
            changed = View(apply_scenario(view.case, name))
        except CaseError as refusal:
            yield from refusal.issues
            continue
        for check in checks:
            for issue in check(changed):
                if issue.severity is Severity.ERROR and _place(issue) not in places:
                    yield warning(
                        "scenario_breaks",
                        f"Applied by itself, {name} leads to an error ({issue.place}): {issue.message}",
                        issue.remedy,
                        "scenarios",
                        name,
                    )


def _place(issue: Issue) -> tuple[str, str, str, str]:
    return issue.code, issue.table, issue.row, issue.column
