"""Alternatives in words: every number that a sentence says stands in a table, or is what two of its cells differ by."""

from __future__ import annotations

import re
from itertools import product

import pytest
from inputs.shipped import AFGHANISTAN, shipped_case
from pipeline import donor, tiny_case
from random_cases import random_case
from report.vega_lite import is_valid

from rightfin.report.studies.all import findings
from rightfin.report.studies.findings import Findings, Form
from rightfin.report.words.wording import money, people, percent, significant, weighed
from rightfin.study.why.alternatives import Alternatives, alternatives
from rightfin.tolerances import DECIDED

SEEDS = (0, 1, 2, 3, 5, 7, 8, 12)


@pytest.fixture(scope="module", params=SEEDS)
def both(request: pytest.FixtureRequest) -> tuple[Alternatives, Findings]:
    found = alternatives(random_case(request.param))
    return found, findings(found)


def text(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def supported(study: Alternatives, found: Findings) -> set[str]:
    """Return every number that tables support, as sentences write numbers."""
    said = {significant(study.loss), significant(DECIDED)}
    said |= {weighed(study.unmet), weighed(study.unmet + study.loss * study.covered), percent(0.2)}
    for table in found.tables:
        for place, heading in enumerate(table.headings):
            cells = [float(row[place]) for row in table.rows if isinstance(row[place], int | float)]
            apart = [*cells, *(abs(one - other) for one, other in product(cells, cells))]
            if heading.kind is Form.PEOPLE:
                said |= {people(one) for one in apart}
            elif heading.kind is Form.MONEY:
                said |= {money(one, found.currency) for one in apart}
                said |= {percent(abs(one - other) / one) for one, other in product(cells, cells) if one > 0.0}
            elif heading.kind is Form.SHARE:
                said |= {percent(one) for one in apart} | {significant(one) for one in cells}
                said |= {percent(abs(1.0 - one)) for one in cells} | {f"{100.0 * one:.1f} points" for one in apart}
    for one in study.tradeoffs:
        said |= {money(one.planned.found, found.currency)}
        said |= {money(point.owed - one.planned.owed, found.currency) for point in one.points}
    return said


NUMBER = re.compile(
    r"[A-Z]{3} -?[0-9.,]*[0-9](?: trillion| billion| million)?|[0-9.,]*[0-9]%|[0-9,]*[0-9](?= (?:fewer|more) people)"
    r"|[0-9.,]*[0-9] points|(?<=between )[0-9,]*[0-9]|[0-9,]+(?= women)"
)


def test_every_number_of_a_sentence_is_in_the_tables(both: tuple[Alternatives, Findings]) -> None:
    study, found = both
    known, asked = supported(study, found), 0
    for sentence in found.sentences:
        for number in NUMBER.findall(sentence.text):
            asked += 1
            assert number in known, (number, sentence.text)
    assert asked > 20


def test_every_picture_is_valid_and_beside_its_table(both: tuple[Alternatives, Findings]) -> None:
    _, found = both
    assert found.answered
    assert len({picture.name for picture in found.pictures}) == len(found.pictures)
    for picture in found.pictures:
        assert is_valid(picture.chart), picture.name
        assert found.table(picture.table).rows
    assert all(sentence.text.endswith(".") and "  " not in sentence.text for sentence in found.sentences)


def test_a_case_whose_plan_leaves_nothing_open_says_so() -> None:
    study = alternatives(shipped_case(AFGHANISTAN))
    found = findings(study)
    assert study.options == study.swaps == ()
    assert "All 6 numbers are decided" in text(found, "people")
    assert not any(sentence.topic == "swaps" for sentence in found.sentences)


def test_by_hand_two_per_cent_of_what_is_covered_are_people_who_need_not_be_hired() -> None:
    """20 million pay and support 10,000 soldiers, who cover half of the need; the next shortage counts four times.

    Two per cent of the half at the mildest penalty, 1, is 0.01; a shortage of 50 of 20,000 counts 4 times 50 / 20,000
    = 0.01, too.
    """
    study = alternatives(tiny_case({"tail_years": 0, "end_year": 2021, "discount_rate": 0.0},
                                   soldier={"opening_strength": 5_000.0, "support_floor": 1.0}), years=[2021])
    found = findings(study)
    assert (study.covered, study.unmet) == pytest.approx((0.5, 0.2 * 1.0 + 0.3 * 2.0), abs=1e-6)
    for row in found.table("people").rows:
        assert row[3:] == pytest.approx((9_950.0, 10_000.0, 10_000.0), abs=0.1)
    saved = next(one for one in study.tradeoffs if one.kind == "cost")
    assert saved.points[-1].found == pytest.approx(20e6 - 2_000.0 * 500.0, rel=1e-6)
    said = text(found, "against_cost")
    assert re.search(r"losing 1% saves up to USD 50,000 \(0\.[23]%\), 2% saves up to USD 100,000 \(0\.5%\)", said), (
        "a quarter of a per cent may be rounded either way")


def test_money_that_nobody_gives_stands_against_nothing() -> None:
    study = alternatives(tiny_case(), of=["strength", "donors"])
    assert {one.kind.value for one in study.tradeoffs} == {"cost", "debt"}


def test_slices_and_one_year_stand_in_tables() -> None:
    case = tiny_case(**donor(5.0))
    found = findings(alternatives(case, pairs=[("strength", "donors", "cost")], years=[2023]))
    table = found.table("together_1")
    assert [heading.name for heading in table.headings] == ["third", "corner", "first", "second"]
    assert len({row[0] for row in table.rows}) == 3
