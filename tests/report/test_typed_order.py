"""Institutions stand in reports as they were typed; in what order rows are typed changes nothing else."""

from __future__ import annotations

import pickle
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_cases import random_case

from rightfin.case import Case
from rightfin.definition import default_definition
from rightfin.io import read_form, write_case
from rightfin.planning import plan
from rightfin.question import Question
from rightfin.report import facts
from rightfin.report.page import page_of
from rightfin.report.workbook import write_workbook
from rightfin.schema import BY_NAME, Value
from rightfin.ui.session import plan_key, strength_table


def reversed_rows(case: Case) -> Case:
    """Return the case with the rows of every table the other way round."""
    return Case.of({name: [*reversed(table.in_typed_order())] for name, table in case.tables.items()})


def institutions(case: Case) -> list[str]:
    return [str(row["institution"]) for row in case.tables["institutions"].in_typed_order()]


MANY = next(case for case in map(random_case, range(40)) if len(case.records("institutions")) > 2)


@given(st.permutations(MANY.records("institutions")))
def test_a_case_keeps_the_order_that_it_is_given_and_is_equal_in_any(rows: list[dict[str, Value]]) -> None:
    typed = [str(row["institution"]) for row in rows]
    case = Case.of({**{name: MANY.records(name) for name in BY_NAME}, "institutions": rows})
    assert case == MANY
    assert case.digest == MANY.digest
    changed = case.with_cell("institutions", (typed[0],), "leakage", 0.123)
    assert changed != case
    renewed = case.replace({"institutions": case.records("institutions")})
    for other in (case, changed, renewed, pickle.loads(pickle.dumps(case))):
        assert institutions(other) == typed
    new: dict[str, Value] = {**rows[0], "institution": "aaa"}
    more = case.replace({"institutions": [new, *case.records("institutions")]})
    assert institutions(more) == [*typed, "aaa"]


@pytest.mark.parametrize("form", ["folder", "book.xlsx"])
def test_files_keep_the_order(form: str, tmp_path: Path) -> None:
    for name, case in (("one", MANY), ("other", reversed_rows(MANY))):
        place = tmp_path / name / form
        place.parent.mkdir()
        write_case(case, place)
        again = read_form(place).case
        assert institutions(again) == institutions(case)
        assert again == MANY


def test_plans_are_equal_and_shown_in_the_order_of_typing(tmp_path: Path) -> None:
    cases = MANY, reversed_rows(MANY)
    first, second = map(plan, cases)
    assert first == second
    shown = []
    for made, case in ((first, cases[0]), (second, cases[1])):
        names = facts.institutions(made)
        assert [*names] == [one for one in institutions(case) if one in names]
        labels = [*names.values()]
        serving = [row.institution for row in facts.strength_by_institution(made)]
        assert [*dict.fromkeys(serving)] == [label for label in labels if label in serving]
        assert strength_table(made)["Institution"].tolist() == [*dict.fromkeys(serving)]
        who = next(section for section in page_of(made).sections if section.name == "force")
        assert [line.label for line in who.lines if line.label in labels] == [*dict.fromkeys(serving)]
        write_workbook(made, case, tmp_path / "plan.xlsx")
        book = openpyxl.load_workbook(tmp_path / "plan.xlsx", read_only=True, data_only=True)
        for sheet in ("Strength", "Budget", "Base year"):
            column = [str(row[0]) for row in book[sheet].values if row and row[0] in labels]
            assert [*dict.fromkeys(column)] == [label for label in labels if label in column], sheet
        shown.append(labels)
    assert shown[0] == shown[1][::-1]
    assert len(shown[0]) > 2


def test_the_web_does_not_show_the_order_of_another_visitor() -> None:
    def key_of(case: Case) -> str:
        return plan_key(Question.of(case, default_definition(), ()))

    one, other = MANY, reversed_rows(MANY)
    assert key_of(one) != key_of(other)
    again = Case.of({name: table.in_typed_order() for name, table in one.tables.items()})
    assert key_of(one) == key_of(again)
