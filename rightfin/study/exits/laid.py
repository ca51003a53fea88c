"""Exits laid over a question, each as a scenario of its own, so that what each does can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.resolve import style_of_case
from rightfin.case.scenario import scenario_names
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.study.exits.leaving import exit_cells, leaving_donors, years_of_own_financing


def with_exits(question: Question, exits: Mapping[str, int]) -> Question:
    """Return a question in which donors leave, by the first year without their money, laid over it after all scenarios.

    Each exit is a scenario of the case, ``without_lake_state_from_2028``. Raises ``CaseError`` with every donor that the
    case does not have and every year outside the plan.
    """
    if not exits:
        return question
    base, issues = question.prepared, list[Issue]()
    for donor, year in exits.items():
        for check in (lambda donor=donor: leaving_donors(base, [donor]),
                      lambda year=year: years_of_own_financing(base, [year])):
            try:
                check()
            except CaseError as error:
                issues += error.issues
    if issues:
        raise CaseError(issues)
    case, style, names, rows = question.case, style_of_case(question.laid), list[str](), list[dict[str, Value]]()
    for donor, year in exits.items():
        names.append(_free_name(f"without_{donor}_from_{style.text(year)}", case))
        rows += [{"scenario": names[-1], "order": 1, "table": table, "key": str(key[0]), "column": column,
                  "operation": "set", "value": style.text(int(str(last)))}
                 for table, key, column, last in exit_cells([donor], year)]
    changed = case.replace({"scenarios": [*case.records("scenarios"), *rows]})
    return replace(question, case=changed, scenarios=(*question.scenarios, *names))


def exits_over(question: Question) -> tuple[str, ...]:
    """Return the scenarios at the end of what is laid over a question that say when a donor leaves, and nothing else."""
    kinds: dict[str, set[tuple[str, str]]] = {}
    for row in question.case.records("scenarios"):
        kinds.setdefault(str(row["scenario"]), set()).add((str(row["table"]), str(row["column"])))
    found: list[str] = []
    for name in reversed(question.scenarios):
        if kinds.get(name) != {("donors", "exit_year")}:
            break
        found.insert(0, name)
    return tuple(found)


def _free_name(name: str, case: Case) -> str:
    while name in scenario_names(case):
        name += "_"
    return name
