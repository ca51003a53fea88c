"""Parts of pay as lines: which groups and rows mean them, against plain definitions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_case import small_case

from rightfin.case.eligibility import Row, Rules
from rightfin.case.groups import parse_group
from rightfin.case.lines import Line, lines_of
from rightfin.case.pay import pay_items

PARTS = [
    {"cadre": "constable", "part": part, "kind": kind, "amount": 30_000.0}
    for part, kind in (("basic", "base"), ("risk", "stipend"))
]
CASE = small_case()
CASE = CASE.replace({
    "cadres": [{**row, "pay": None if row["cadre"] == "constable" else row["pay"]} for row in CASE.records("cadres")],
    "pay_parts": PARTS,
    "committed": [{"institution": "police", "category": "pay", "item": "bonus"},
                  {"institution": "police", "category": "operations", "item": "constable/boots"}],
})
BASIC, RISK = (Line("police", "pay", f"constable/{part}") for part in ("basic", "risk"))
OTHERS = [Line("police", c, "constable") for c in ("operations", "training", "benefits")]


def test_the_parts_stand_in_the_place_of_the_cadre() -> None:
    lines = lines_of(CASE)
    assert [line for line in lines if line.institution == "police" and line.category == "pay"] == [
        BASIC, RISK, *(Line("police", "pay", item) for item in ("policewoman", "sergeant", "bonus")),
    ]
    assert Line("police", "pay", "constable") not in lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("cadre:constable", [BASIC, RISK, *OTHERS]),
        ("item:constable", [BASIC, RISK, *OTHERS]),
        ("item:constable/risk", [RISK]),
        ("item:constable/risk|constable/basic & category:pay", [BASIC, RISK]),
        ("cadre:constable & item:constable/risk", [RISK]),
        ("cadre:judge & item:constable/risk", []),
        ("item:constable/boots", [Line("police", "operations", "constable/boots")]),
    ],
)
def test_groups_find_a_part_by_its_name_and_by_its_cadre(text: str, lines: list[Line]) -> None:
    assert set(parse_group(text).lines(CASE)) == set(lines)


NAMED = {
    "donor": ["eu", "*"], "institution": ["police", "*"], "category": ["pay", "*"],
    "item": ["constable/risk", "constable", "*"],
}
ROWS = st.lists(st.fixed_dictionaries({part: st.sampled_from(names) for part, names in NAMED.items()}), max_size=8,
                unique_by=lambda row: tuple(row.values()))


@given(ROWS)
def test_the_most_specific_rows_are_those_that_no_other_names_more_of(rows: list[Row]) -> None:
    """Rows with most names; of two that differ in the item alone, part or cadre, the one with the part."""
    def names(row: Row) -> int:
        return sum(row[part] != "*" for part in NAMED)

    fitting = [row for row in rows if row["item"] != "constable" or {**row, "item": "constable/risk"} not in rows]
    most = max(map(names, fitting), default=0)
    expected = [row for row in fitting if names(row) == most]
    assert Rules(rows).most_specific("eu", RISK) == expected
    support = Line("police", "operations", "constable")
    assert all(row["item"] != "constable/risk" for row in Rules(rows).most_specific("eu", support))


def test_every_line_of_pay_has_what_is_paid_on_it() -> None:
    found = pay_items(*(CASE.records(table) for table in ("cadres", "pay_parts", "pay_grid")))
    assert {Line("police", "pay", item.item) for item in found if item.cadre == "constable"} == {BASIC, RISK}
    assert [(item.amount, item.pensionable) for item in found if item.cadre == "constable"] == [
        (30_000.0, True), (30_000.0, False),
    ]
    assert sum(item.amount for item in found) == sum(
        float(str(row["pay"])) if row["pay"] is not None else 60_000.0 for row in CASE.records("cadres"))
