"""What each payer keeps up, and what nobody can who may: a regional police of which more stand than its region can pay."""

from __future__ import annotations

import pytest
from pipeline import MILLION, levels_only
from solve.test_several_payers import police_of

import rightfin
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.sustain import findings
from rightfin.report.words.keeping import afterwards, keeping_of, sustained_sentence
from rightfin.study.sustain.study import Sustained, sustained


@pytest.fixture(scope="module")
def study() -> Sustained:
    """3,000 constables must be there, of whom seven in ten must be supported; the region has 4 million, and not 5.55.

    The government has 20 million and needs 10 for its army. One year is planned, because every year is alike.
    """
    floor = [{"cadre": "constable", "bound": "min", "hard": True, "2021": 3000.0}]
    return sustained(police_of("juba", strength_limits=floor), settings={"end_year": 2022, "tail_years": 0})


@pytest.fixture(scope="module")
def found(study: Sustained) -> Findings:
    return findings(study)


def test_each_payer_keeps_up_what_it_may_pay_and_the_rest_is_stranded(study: Sustained) -> None:
    last = study.kept.payers[-1]
    assert {payer: (one.may / MILLION, one.keeps / MILLION) for payer, one in last.items()} == {
        "government": pytest.approx((20.0, 10.0), rel=3e-5), "juba": pytest.approx((4.0, 4.0), rel=3e-5)}
    assert study.kept.stranded[-1] == {"police": pytest.approx(1.55 * MILLION, rel=3e-5)}
    assert study.kept.overhang[-1] == pytest.approx(1.55 * MILLION, rel=3e-5)
    assert study.kept.ceiling[-1] == pytest.approx(24 * MILLION)
    assert study.today.ceiling == pytest.approx(24 * MILLION)


def test_more_stand_than_can_be_kept_although_the_government_has_money_left(study: Sustained) -> None:
    assert not study.answered


def test_who_would_have_to_go_is_no_number_where_one_payer_runs_short(study: Sustained, found: Findings) -> None:
    assert study.kept.kept[-1] is None
    told = {sentence.topic: sentence.text for sentence in found.sentences}
    assert "Those who may pay lack USD 1.55 million a year to keep all of them up for good." in told["kept"]
    assert "all payers together may spend USD 24.0 million then, each on what it may pay" in told["today"]
    (table,) = (table for table in found.tables if table.name == "by_year")
    at = [heading.name for heading in table.headings].index("kept")
    assert [row[at] for row in table.rows] == [None, None]
    assert "who has to go depends on which payer's money runs short" in table.note


def test_the_sentence_says_who_keeps_what_and_what_is_stranded(found: Findings) -> None:
    (text,) = (sentence.text for sentence in found.sentences if sentence.topic == "payers")
    assert text == (
        "Of what keeping up the force of 2022 costs: The government keeps up USD 10.0 million a year, USD 10.0 million "
        "less than it may spend. Juba keeps up USD 4.00 million a year, all that it may spend. Ceilings and transfers are "
        "counted. Stranded is Regional Police (USD 1.55 million a year): the government may not pay it, and those who may "
        "have no more for it. What others have left does not help there."
    )


def test_the_tables_have_every_year(found: Findings) -> None:
    (payers,) = (table for table in found.tables if table.name == "payers")
    assert [row[:2] for row in payers.rows] == [
        ("The government", 2021), ("The government", 2022), ("Juba", 2021), ("Juba", 2022)]
    (stranded,) = (table for table in found.tables if table.name == "stranded")
    assert [row[:2] for row in stranded.rows] == [("Regional Police", 2021), ("Regional Police", 2022)]


def test_what_is_stranded_is_what_the_level_leaves(study: Sustained) -> None:
    """Level 1d counts the same for each year from the first asked for on, discounted."""
    floor = [{"cadre": "constable", "bound": "min", "hard": True, "2021": 3000.0}]
    case = police_of("juba", strength_limits=floor, settings={
        "end_year": 2022, "tail_years": 0, "sustained_from": 2022, "discount_rate": 0.0})
    levels = levels_only(case)
    assert next(value for name, value in levels.items() if name.endswith(" sustained")) == pytest.approx(
        1.55 * MILLION, rel=3e-5)


def test_the_answer_says_who_lacks_what_and_names_no_people_who_could_be_kept() -> None:
    """5,000 soldiers, whom the government pays, and 3,000 constables of whom the region can keep fewer."""
    floor = [{"cadre": "constable", "bound": "min", "hard": True, "2021": 3000.0}]
    made = rightfin.plan(police_of("juba", strength_limits=floor, settings={
        "end_year": 2022, "tail_years": 0, "sustained_from": "2022"}))
    assert sustained_sentence(made).endswith(
        " In 2022 those who may pay lack USD 1.55 million a year to keep all 8,000 people up.")
    keeping = keeping_of(made)
    assert keeping is not None
    assert keeping.kept is None
    text = afterwards(keeping, made.currency)
    assert text.startswith(
        "Without donors and savings, the payers' own ceilings of 2022 do not keep all of that year's 8,000 people up")
    assert text.endswith("USD 1.55 million of it is more than those have who may pay it: it cannot be kept up.")


def test_what_is_left_where_all_are_kept_is_the_governments() -> None:
    """2,000 constables cost the region its 4 million; the army costs the government 10 of 20."""
    most = [{"cadre": "constable", "bound": "max", "hard": True, "2021": 2000.0}]
    made = rightfin.plan(police_of("juba", strength_limits=most, settings={"end_year": 2022, "tail_years": 0}))
    keeping = keeping_of(made)
    assert keeping is not None
    assert keeping.is_enough
    assert "the payers' own ceilings of 2022 keep all of that year's" in afterwards(keeping, made.currency)
    assert afterwards(keeping, made.currency).endswith("; of what the government may spend, USD 10.0 million is left.")
