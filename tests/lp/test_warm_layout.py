"""A session sorts lines anew whenever a word of the case says that it must."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from golden_case import golden_case, portions_case

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.issue import Severity
from rightfin.fiscal.projection import Projection
from rightfin.lp.layout import layout_of_session
from rightfin.schema import BY_NAME, Kind, Value
from rightfin.schema.types import Column

WORDS = (Kind.CHOICE, Kind.REFERENCE, Kind.GROUP, Kind.BOOLEAN, Kind.TEXT)
SAYS_NOTHING = ("name", "source", "note", "cofog")
TABLES = (
    "institutions", "cadres", "pay_parts", "donors", "eligibility", "co_financing", "earmarks", "committed",
    "running_costs", "ceilings", "handovers", "rules",
)
GROUPS = ("all", "category:pay", "institution:courts & category:pay", "cadre:clerk", "item:constable/risk")


def made() -> Case:
    """Return the golden case without a force that must be kept up, with rows in the tables that it leaves empty."""
    return portions_case().replace({
        "co_financing": [{"donor": "beta", "institution": "police", "category": "pay", "item": "*"}],
        "eligibility": [{"donor": "alpha", "institution": "courts", "category": "benefits", "item": "*", "allowed": False}],
    })


def others(case: Case, table: str, column: Column) -> list[Value]:
    """Return what a word of a column might be instead."""
    if column.kind is Kind.BOOLEAN:
        return [True, False]
    if column.kind is Kind.GROUP:
        return list(GROUPS)
    if column.kind is Kind.REFERENCE and column.refers_to in BY_NAME:
        return [row[BY_NAME[column.refers_to].key[0]] for row in case.records(column.refers_to)]
    used = [row[column.name] for row in case.records(table)]
    return [*dict.fromkeys([*column.choices, *used, "*" if "*" in used else "clerk"])]


def changes(case: Case, table: str) -> Iterator[tuple[str, Case]]:
    """Yield every sound case in which one word of a table is another."""
    rows = case.records(table)
    for column in BY_NAME[table].columns:
        if column.kind not in WORDS or column.name in SAYS_NOTHING:
            continue
        for place, row in enumerate(rows):
            for value in others(case, table, column):
                if value != row[column.name]:
                    found = case.replace({table: [*rows[:place], {**row, column.name: value}, *rows[place + 1:]]})
                    if not any(issue.severity is Severity.ERROR for issue in check_case(found)):
                        yield f"{column.name} of row {place} {value}", found


@pytest.mark.parametrize("table", TABLES)
def test_a_word_that_changes_sorts_the_lines_as_if_they_were_sorted_for_the_first_time(table: str) -> None:
    case, projection = made(), Projection({})
    before = projection.of(case)
    layout, seen = layout_of_session(before), 0
    for word, changed in changes(case, table):
        parameters = projection.of(changed)
        assert layout_of_session(parameters, (before, layout)) == layout_of_session(parameters), word
        projection.of(case)
        seen += 1
    assert seen


def test_donors_who_stay_and_the_year_from_which_it_matters_sort_the_lines_anew() -> None:
    projection, case = Projection({}), made()
    asked = [golden_case(), case.with_cell("donors", ("beta",), "exit_year", 2022),
             golden_case().with_cell("donors", ("beta",), "exit_year", 2022), case]
    before = projection.of(case)
    layout = layout_of_session(before)
    for one in asked:
        parameters = projection.of(one)
        layout, before = layout_of_session(parameters, (before, layout)), parameters
        assert layout == layout_of_session(parameters)
