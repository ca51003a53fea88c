"""Each kind of cell: what is read from it and which fault it has."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.case.cell import LONGEST_TEXT, Fault, as_text, read_cell
from rightfin.case.reading.raw import RawCell
from rightfin.schema import Column, Kind, Value

SECTOR = Column("sector", Kind.CHOICE, "Sector.", choices=("defence", "interior"))
CATEGORY = Column("category", Kind.CHOICE, "Category.", choices=("pay", "training"), wildcard=True)
SHARE = Column("leakage", Kind.SHARE, "Leakage.", "share", minimum=0.0, below=1.0)


def column(kind: Kind) -> Column:
    return Column("column", kind, "Help.")


@pytest.mark.parametrize(
    ("cell", "spec", "value"),
    [
        (3, column(Kind.NUMBER), 3.0),
        (" 2.50 ", column(Kind.NUMBER), 2.5),
        ("1e3", column(Kind.NUMBER), 1000.0),
        ("-.5", column(Kind.NUMBER), -0.5),
        (0.1 + 0.2, column(Kind.NUMBER), 0.3),
        (0, column(Kind.NUMBER), 0.0),
        (0.0, SHARE, 0.0),
        (3.0, column(Kind.INTEGER), 3),
        ("2027.0", column(Kind.YEAR), 2027),
        ("police_force_2", column(Kind.ID), "police_force_2"),
        ("  Über uns  ", column(Kind.TEXT), "Über uns"),
        ("a\r\nb", column(Kind.TEXT), "a\nb"),
        (3.1, column(Kind.TEXT), "3.1"),
        (2027.0, column(Kind.YEARS), "2027"),
        (2027, column(Kind.YEARS), "2027"),
        ("2027-", column(Kind.YEARS), "2027-"),
        ("Interior", SECTOR, "interior"),
        ("*", CATEGORY, "*"),
        ("0.2:1; 0.3:2;0.5:2", column(Kind.BANDS), "0.2:1; 0.3:2;0.5:2"),
        ("2", column(Kind.ANY), 2.0),
        (True, column(Kind.ANY), True),
        ("true", column(Kind.ANY), True),
        ("NO", column(Kind.ANY), "NO"),
        ("03.10", column(Kind.ANY), "03.10"),
        ("-0.02", column(Kind.ANY), -0.02),
        ("1,200", column(Kind.ANY), "1,200"),
        ("eligible", column(Kind.ANY), "eligible"),
        ("2027-2030", column(Kind.ANY), "2027-2030"),
        ("   ", column(Kind.NUMBER), None),
        (None, column(Kind.ID), None),
    ],
)
def test_a_good_cell_is_read_as_its_kind(cell: RawCell, spec: Column, value: Value) -> None:
    found = read_cell(cell, spec)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("true", True), ("TRUE", True), ("Yes", True), ("1", True), (1, True), (1.0, True), (True, True),
     ("false", False), ("No", False), ("0", False), (0, False), (False, False)],
)
def test_booleans_are_accepted_in_any_case(cell: RawCell, value: bool) -> None:
    assert read_cell(cell, column(Kind.BOOLEAN)) is value


@pytest.mark.parametrize(
    ("cell", "spec", "code"),
    [
        ("1,200", column(Kind.NUMBER), "ambiguous_number"),
        ("0,25", column(Kind.NUMBER), "ambiguous_number"),
        ("12%", column(Kind.NUMBER), "percent"),
        ("twelve", column(Kind.NUMBER), "not_a_number"),
        ("١٢", column(Kind.NUMBER), "not_a_number"),
        ("10²", column(Kind.NUMBER), "not_a_number"),
        ("1_000", column(Kind.NUMBER), "not_a_number"),
        ("inf", column(Kind.NUMBER), "not_a_number"),
        ("nan", column(Kind.NUMBER), "not_a_number"),
        (math.inf, column(Kind.NUMBER), "not_finite"),
        (math.nan, column(Kind.NUMBER), "not_finite"),
        ("1e309", column(Kind.NUMBER), "not_finite"),
        ("9" * 400, column(Kind.NUMBER), "not_finite"),
        (10**400, column(Kind.NUMBER), "not_finite"),
        (1.7976931348623157e308, column(Kind.NUMBER), "not_finite"),
        (True, column(Kind.NUMBER), "not_a_number"),
        (2.5, column(Kind.INTEGER), "not_whole"),
        (10**15, column(Kind.INTEGER), "not_whole"),
        (27, column(Kind.YEAR), "not_a_year"),
        (20270, column(Kind.YEAR), "not_a_year"),
        (False, column(Kind.YEAR), "not_a_number"),
        ("maybe", column(Kind.BOOLEAN), "not_a_boolean"),
        (2, column(Kind.BOOLEAN), "not_a_boolean"),
        ("Police Force", column(Kind.ID), "not_an_id"),
        ("1st", column(Kind.ID), "not_an_id"),
        ("polizei_ä", column(Kind.ID), "not_an_id"),
        ("interor", SECTOR, "not_a_choice"),
        ("*", SECTOR, "not_a_choice"),
        ("0.2:1;0.3", column(Kind.BANDS), "not_bands"),
        ("0.2:1;0.3:2", column(Kind.BANDS), "not_bands"),
        ("0.5:2;0.5:1", column(Kind.BANDS), "not_bands"),
        ("1:0", column(Kind.BANDS), "not_bands"),
        ("0:1;1:1", column(Kind.BANDS), "not_bands"),
        ("01:01:00", column(Kind.BANDS), "not_bands"),
        ("1:1e400", column(Kind.BANDS), "not_bands"),
        ("a\x07b", column(Kind.TEXT), "unprintable"),
        ("x" * (LONGEST_TEXT + 1), column(Kind.TEXT), "text_too_long"),
        (-0.1, SHARE, "out_of_bounds"),
        (1, SHARE, "out_of_bounds"),
        (-1, Column("growth", Kind.NUMBER, "Growth.", above=-1.0), "out_of_bounds"),
        (1.5, Column("growth", Kind.NUMBER, "Growth.", maximum=1.0), "out_of_bounds"),
    ],
)
def test_a_bad_cell_is_a_fault_with_a_remedy(cell: RawCell, spec: Column, code: str) -> None:
    found = read_cell(cell, spec)
    assert isinstance(found, Fault)
    assert found.code == code
    assert found.message.endswith(".")
    assert found.remedy.rstrip().endswith(".")


@pytest.mark.parametrize(
    ("cell", "spec", "words"),
    [
        ("1,200", column(Kind.NUMBER), "Write 1200 or 1.200"),
        ("0,25", column(Kind.NUMBER), "Write 0.25:"),
        ("1,200,000", column(Kind.NUMBER), "Write 1200000:"),
        ("12%", column(Kind.NUMBER), "Write 0.12."),
        (25, SHARE, "25 % is 0.25"),
        ("interor", SECTOR, "Did you mean interior?"),
        ("Police Force", column(Kind.ID), "such as police_force"),
    ],
)
def test_the_remedy_says_what_to_type(cell: RawCell, spec: Column, words: str) -> None:
    found = read_cell(cell, spec)
    assert isinstance(found, Fault)
    assert words in found.remedy


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.booleans(), st.none()),
       st.sampled_from(list(Kind)))
def test_any_cell_gives_a_value_or_a_fault(cell: RawCell, kind: Kind) -> None:
    found = read_cell(cell, Column("column", kind, "Help.", choices=("one", "two")))
    assert isinstance(found, (Fault, str, float, int, type(None)))
    if isinstance(found, float):
        assert math.isfinite(found)


@given(st.floats(-1e300, 1e300, allow_nan=False))
def test_a_number_reads_the_same_from_its_text(value: float) -> None:
    assert read_cell(repr(value), column(Kind.NUMBER)) == read_cell(value, column(Kind.NUMBER))


def test_whole_numbers_become_text_without_decimals() -> None:
    assert (as_text(2027.0), as_text(0.5), as_text(True), as_text(None)) == ("2027", "0.5", "true", "")


def test_digits_of_other_scripts_are_named_and_raised_ones_are_not_taken_for_digits() -> None:
    named = read_cell("१२.५", column(Kind.NUMBER))
    assert isinstance(named, Fault)
    assert named.remedy == "Write 12.5."
    raised = read_cell("10²", column(Kind.NUMBER))
    assert isinstance(raised, Fault)
    assert "102" not in raised.remedy
