"""What two cases say differently: laws over generated cases, and a case changed by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from small_case import added, deleted, edited, setting, small_case
from strategies import cases

from rightfin.case import Case
from rightfin.case.exchange.difference import CellChange, Difference, difference
from rightfin.io import read_form, write_case
from rightfin.schema import Value

MANY = settings(max_examples=12, deadline=None)


def mirrored(found: Difference) -> Difference:
    """Return the way back: applied to the second case it gives the first."""
    return Difference(
        found.removed, found.added, tuple(replace(cell, old=cell.new, new=cell.old) for cell in found.changed)
    )


@given(cases(), cases())
@MANY
def test_a_difference_applied_to_the_first_case_gives_the_second(a: Case, b: Case) -> None:
    found = difference(a, b)
    assert found.applied(a) == b
    assert found.applied(a).digest == b.digest
    assert difference(b, a) == mirrored(found)
    assert mirrored(found).applied(b) == a
    assert found.is_empty is (a == b)


@given(cases())
@MANY
def test_a_case_does_not_differ_from_itself(case: Case) -> None:
    assert difference(case, Case.of({name: case.records(name) for name in case.tables})) == Difference()


@given(cases(), cases())
@MANY
def test_nothing_is_listed_twice_and_nothing_that_is_equal(a: Case, b: Case) -> None:
    found = difference(a, b)
    places = [(cell.table, cell.key, cell.column) for cell in found.changed]
    assert len(places) == len(set(places))
    assert all(cell.old != cell.new or type(cell.old) is not type(cell.new) for cell in found.changed)
    rows = {(row.table, row.key) for row in (*found.added, *found.removed)}
    assert len(rows) == len(found.added) + len(found.removed)
    assert not rows & {(cell.table, cell.key) for cell in found.changed}


def test_a_number_a_text_a_year_and_a_remark() -> None:
    before = small_case()
    after = small_case(
        edited("cadres", "judge", pay=220_000.0, source="Gazette 12"), edited("donors", "usa", exit_year=2028),
        edited("donors", "eu", name="European Union"),
    )
    found = difference(before, after)
    assert [(c.table, c.row, c.column, c.old, c.new) for c in found.cells] == [
        ("cadres", "judge", "pay", 200_000.0, 220_000.0), ("donors", "eu", "name", "EU", "European Union"),
        ("donors", "usa", "exit_year", 2029, 2028),
    ]
    pay, name, exit_year = found.cells
    assert (pay.change, pay.relative) == (20_000.0, pytest.approx(0.1))
    assert (name.change, name.relative) == (None, None)
    assert (exit_year.change, exit_year.relative) == (-1.0, None), "a year is no quantity of which there is a tenth"
    assert [(c.row, c.column, c.old, c.new) for c in found.remarks] == [("judge", "source", None, "Gazette 12")]
    assert not found.is_silent
    assert found.tables == ("cadres", "donors")


def test_a_blank_that_becomes_what_it_stood_for_changes_no_answer() -> None:
    after = small_case(edited("donors", "usa", on_budget=True), edited("demand", "war", y2027=18_000.0))
    found = difference(small_case(), after)
    assert [(c.column, c.old, c.new, c.is_silent) for c in found.cells] == [
        ("2027", None, 18_000.0, True), ("on_budget", None, True, True),
    ]
    assert found.is_silent
    assert not difference(small_case(), small_case(edited("donors", "usa", on_budget=False))).is_silent
    assert not difference(small_case(), small_case(edited("demand", "war", y2027=18_001.0))).is_silent


def test_a_setting_that_states_its_default_changes_no_answer() -> None:
    stated = difference(small_case(), small_case(setting("discount_rate", 0.05)))
    assert [row.row for row in stated.added] == ["discount_rate"]
    assert stated.is_silent
    assert mirrored(stated).is_silent
    assert not difference(small_case(), small_case(setting("discount_rate", 0.06))).is_silent


def test_a_truth_value_is_no_number() -> None:
    rows = small_case().records("scenarios")
    one, other = ([{**rows[0], "value": value}, *rows[1:]] for value in (True, 1.0))
    found = difference(small_case().replace({"scenarios": one}), small_case().replace({"scenarios": other}))
    assert [(cell.old, cell.new, cell.change) for cell in found.cells] == [(True, 1.0, None)]


def test_rows_come_and_go_and_a_new_name_is_suspected() -> None:
    after = small_case(
        deleted("cadres", "clerk"),
        added("cadres", **{**next(r for r in small_case().records("cadres") if r["cadre"] == "clerk"), "cadre": "usher"}),
    )
    found = difference(small_case(), after)
    assert [row.row for row in found.added] == ["usher"]
    assert [row.row for row in found.removed] == ["clerk"]
    assert dict(found.removed[0].cells)["civilian"] is True
    assert found.renamed == ((found.removed[0], found.added[0]),)


def test_a_new_name_is_suspected_only_where_there_is_no_doubt() -> None:
    def renamed(*names: str) -> Difference:
        rows = small_case().records("promotions")
        return difference(small_case(), small_case().replace({"promotions": [{**rows[0], "to": name} for name in names]}))

    one = renamed("corporal")
    assert [(old.row, new.row) for old, new in one.renamed] == [("constable/sergeant", "constable/corporal")]
    assert renamed("corporal", "inspector").renamed == (), "either of the two may be the new name"
    other = Case.of({"promotions": [{"from": "guard", "to": "corporal", "max_rate": 0.05}]})
    assert difference(small_case(), other).renamed == (), "no part of the key is the same"


def test_a_difference_can_be_applied_to_another_case() -> None:
    found = difference(small_case(), small_case(edited("cadres", "judge", pay=1.0)))
    other = small_case(edited("cadres", "judge", support=2.0))
    applied = {row["cadre"]: row for row in found.applied(other).records("cadres")}
    assert (applied["judge"]["pay"], applied["judge"]["support"]) == (1.0, 2.0)
    with pytest.raises(KeyError):
        replace(found, changed=(CellChange("cadres", ("nobody",), "pay", 1.0, 2.0),)).applied(other)


def test_the_base_year_before_the_first_value_stands_for_what_follows_and_not_for_the_default() -> None:
    """Threats of 1.5 from the first planning year on hold in the base year, too; the default of 1 typed there counts."""
    plain = small_case(added("threat_levels", need="crime", y2026=1.5))
    typed = small_case(added("threat_levels", need="crime", y2025=1.0, y2026=1.5))
    assert [cell.is_silent for cell in difference(plain, typed).cells] == [False]
    later = small_case(added("threat_levels", need="crime", y2026=1.5, y2027=1.5))
    assert difference(plain, later).is_silent


def test_equal_cases_have_equal_digests_whatever_the_type_of_their_numbers(tmp_path: Path) -> None:
    """In Python 5 is often written for 5.0; what is read back from a file is the case that was saved."""
    case = small_case()
    other = Case.of({
        name: [{column: _retyped(value) for column, value in row.items()} for row in table.records()]
        for name, table in case.tables.items()
    })
    assert other == case
    assert other.digest == case.digest
    write_case(other, tmp_path / "case")
    assert read_form(tmp_path / "case").case.digest == other.digest


def _retyped(value: Value) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return float(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value
