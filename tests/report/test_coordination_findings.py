"""What coordination is worth in sentences, tables and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from pipeline import MILLION, macro, tiny_case

from rightfin.report.coordination import findings
from rightfin.report.findings import Findings
from rightfin.study.coordination import coordination


def asked(restricted: bool) -> Findings:
    """Pay is 15 and support 5 million; the state has 5, Anna gives 5, Bert 10, each for one of them if restricted."""
    rows = [
        {"donor": donor, "institution": "*", "category": category, "allowed": category != "*"}
        for donor, own in (("anna", "pay"), ("bert", "operations")) for category in ("*", own)
    ]
    case = tiny_case(
        soldier={"attrition": 0.0, "entry": False, "support_floor": 1.0}, macro=macro(5.0),
        donors=[{"donor": name, "name": name.title()} for name in ("anna", "bert")]
        + [{"donor": "carl", "name": "Carl", "may_pool": False}],
        pledges=[{"donor": name, **{str(y): amount * MILLION for y in range(2021, 2027)}}
                 for name, amount in (("anna", 5.0), ("bert", 10.0), ("carl", 0.0))],
        eligibility=rows if restricted else [],
    )
    return findings(coordination(case, fee=0.0 if not restricted else 0.01, delay=0))


@pytest.fixture(scope="module")
def found() -> Findings:
    return asked(restricted=True)


def text(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def test_members_and_who_stays_outside_are_said(found: Findings) -> None:
    assert text(found, "question") == (
        "What if Anna and Bert put their money into one pool? Carl may not pool and stays outside."
    )


def test_what_pools_are_worth_is_said(found: Findings) -> None:
    assert text(found, "pooled").endswith("could fund nothing at all: there is no line that all members may fund.")
    perfect = text(found, "perfect")
    assert "USD 41.5 million less stays unpaid or unsupported" in perfect  # 5 million a year, discounted over 11 years
    assert "Under earmarks the same takes 100% more of all members' pledges" in perfect


def test_the_costly_restriction_is_named(found: Findings) -> None:
    said = text(found, "restrictions")
    assert said.startswith("1 of 2 restrictions cost something by themselves.")
    assert "that Bert may not fund anything of all institutions (USD 41.5 million unpaid or unsupported" in said


def test_tables_hold_the_numbers(found: Findings) -> None:
    for table in found.tables:
        assert all(len(row) == len(table.headings) for row in table.rows), table.name
    rows = found.table("arrangements").rows
    assert [row[0] for row in rows] == ["Earmarked", "Pooled", "Pooled perfectly"]
    assert [row[8] for row in rows] == [None, 1.0, pytest.approx(2.0, abs=2e-3)]
    assert len(found.table("by_year").rows) == 3 * 6
    assert [row[1:4] for row in found.table("restrictions").rows] == [("Anna", "all", "all"), ("Bert", "all", "all")]


def test_where_nothing_is_gained_that_is_said() -> None:
    free = asked(restricted=False)
    assert text(free, "pooled").endswith("makes no difference to what is paid and covered.")
    assert text(free, "restrictions") == "No donor's money is restricted in this case."
    assert text(free, "joining") == "With two members nothing is gained or lost by pooling."
    assert "restrictions" not in {table.name for table in free.tables}


def test_pictures_are_drawn_beside_tables_that_exist(found: Findings, tmp_path: Path) -> None:
    assert [picture.name for picture in found.pictures] == ["coordinate_money", "coordinate_coverage"]
    for picture in found.pictures:
        found.table(picture.table)
        drawn = tmp_path / f"{picture.name}.png"
        picture.chart.save(drawn, format="png")
        assert drawn.read_bytes().startswith(b"\x89PNG")
