"""The question for which starts are decided where donors leave: an exit is laid over it last, as a scenario of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rightfin.case.case import Case
from rightfin.case.resolve import style_of_case
from rightfin.case.scenario import scenario_names
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.study.exits.leaving import exit_cells


def with_exit(question: Question, donors: Iterable[str], own_from: int) -> Question:
    """Return a question in which no grant of some donors is spent from ``own_from`` on.

    Programmes are still typed in it, so that their starts can be decided; once it is prepared they are ordinary rows.
    """
    case, name = question.case, _free_name(question.case)
    style = style_of_case(question.laid)
    rows: list[dict[str, Value]] = [
        {"scenario": name, "order": order, "table": table, "key": str(key[0]), "column": column, "operation": "set",
         "value": style.text(int(str(year)))}
        for order, (table, key, column, year) in enumerate(exit_cells(donors, own_from), start=1)
    ]
    changed = case.replace({"scenarios": [*case.records("scenarios"), *rows]})
    return replace(question, case=changed, scenarios=(*question.scenarios, name))


def _free_name(case: Case) -> str:
    name = "exit"
    while name in scenario_names(case):
        name += "_"
    return name
