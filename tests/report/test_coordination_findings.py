"""What coordination is worth in sentences, tables and pictures."""

from __future__ import annotations

import pytest
from pipeline import MILLION, macro, tiny_case
from report.vega_lite import is_valid

from rightfin import Case
from rightfin import plan as planned
from rightfin.report.facts import lost_pledges
from rightfin.report.studies.coordination import findings
from rightfin.report.studies.findings import Findings
from rightfin.study.coordination.restrictions import Restricts, in_words
from rightfin.study.coordination.study import coordination


def asked(restricted: bool) -> Findings:
    """Pay is 15 and support 5 million; the state has 5, Anna gives 5, Bert 10, each for one of them if restricted."""
    rows = [
        {"donor": donor, "institution": "*", "category": category, "allowed": category != "*"}
        for donor, own in (("anna", "pay"), ("bert", "operations")) for category in ("*", own)
    ]
    case = tiny_case(
        soldier={"attrition": 0.0, "entry": False, "support_floor": 1.0}, macro=macro(5.0),
        donors=[
            {"donor": name, "name": name.title(), "may_pool": name != "carl", "carry_over": 0.0 if restricted else 1.0}
            for name in ("anna", "bert", "carl")
        ],
        settings={} if restricted else {"reserve_allowed": True, "max_saving_share": 1.0},
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
        "What if Anna and Bert put their money into one pool? Carl may not pool and stays outside. Money is at the prices "
        "of 2020, discounted: later money counts less."
    )


def test_what_pools_are_worth_is_said(found: Findings) -> None:
    assert text(found, "pooled").endswith("could fund nothing at all: there is no line that all members may fund.")
    perfect = text(found, "perfect")
    assert "USD 41.5 million less stays unpaid or unsupported" in perfect  # 5 million a year, discounted over 11 years
    assert "Under earmarks the same takes 100% more of all members' pledges" in perfect


def test_the_costly_restriction_is_named(found: Findings) -> None:
    said = text(found, "restrictions")
    assert said == (
        "Each of the 6 restrictions was taken away whole, one alone at a time. The worst is the refusal of Bert to fund "
        "what it does not name: without it USD 41.5 million more would be paid or supported. The other 5 cost nothing by "
        "themselves."
    )


def test_things_to_ask_for_are_said_with_what_they_cost(found: Findings) -> None:
    """The support money that may not pay wages is what keeps five million a year unpaid."""
    said = text(found, "asks")
    assert said.startswith("What closes most for its money, each alone: donors' money for any line of the sector (USD ")
    assert "USD 41.5 million more is paid or supported; asks for no money beyond the ceiling of own spending and" in said
    table = found.table("asks")
    assert table.rows[0][0] == "donors' money for any line of the sector"


def test_two_scales_of_the_same_thing_are_told_apart(found: Findings) -> None:
    """Any line of all donors against one refusal of one donor: both free five million a year."""
    assert text(found, "steps") == (
        "Each restriction is taken away whole, for one donor or line alone; what is asked for is another step, smaller or "
        "for all donors at once. Donors' money for any line of the sector, of all donors at once: USD 41.5 million more "
        "would be paid or supported; without the refusal of Bert to fund what it does not name alone: USD 41.5 million "
        "more would be paid or supported."
    )
    assert all(sentence.topic != "steps" for sentence in asked(restricted=False).sentences)


def test_a_restriction_is_told_in_the_words_of_a_ministry_and_files_keep_its_code(found: Findings) -> None:
    table = found.table("restrictions")
    assert not {str(kind) for kind in Restricts} & {cell for row in table.shown().rows for cell in row}
    assert {row[0] for row in table.rows} == {"eligibility", "carry_over", "saving"}


@pytest.mark.parametrize(("kind", "key", "words"), [
    (Restricts.SAVING, (), "the limit on what the state may save"),
    (Restricts.CARRY_OVER, ("anna",), "the limit on carrying over unspent money of Anna"),
    (Restricts.ODA_ONLY, ("anna",), "the condition that Anna pays only what counts as development aid (ODA)"),
    (Restricts.MATCH, ("anna",), "the condition that Anna pays only where the state pays, too (co-financing)"),
    (Restricts.ELIGIBILITY, ("*", "*", "pay"), "the refusal of all donors to fund pay anywhere"),
    (Restricts.ELIGIBILITY, ("anna", "army", "*"), "the refusal of Anna to fund Army"),
    (Restricts.ELIGIBILITY, ("anna", "army", "pay"), "the refusal of Anna to fund pay of Army"),
])
def test_every_restriction_has_words(kind: Restricts, key: tuple[str, ...], words: str) -> None:
    names = coordination(giving(40.0, anna=1.0, bert=1.0)).earmarked.plan.names
    assert in_words(kind, key, names) == words


def test_tables_hold_the_numbers(found: Findings) -> None:
    for table in found.tables:
        assert all(len(row) == len(table.headings) for row in table.rows), table.name
    rows = found.table("arrangements").rows
    assert [row[0] for row in rows] == ["Earmarked", "Pooled", "Perfect pool"]
    factor = [heading.name for heading in found.table("arrangements").headings].index("factor")
    assert [row[factor] for row in rows] == [None, None, pytest.approx(2.0, abs=2e-3)]
    assert len(found.table("by_year").rows) == 3 * 6
    assert [row[:5] for row in found.table("restrictions").rows] == [
        *(("eligibility", "refusal to fund", name, "all", "all") for name in ("Anna", "Bert")),
        *(("carry_over", "limit on carrying over", name, None, None) for name in ("Anna", "Bert", "Carl")),
        ("saving", "limit on saving", None, None, None),
    ]


def test_the_first_table_fits_into_a_window_and_files_have_all_of_it(found: Findings) -> None:
    table = found.table("arrangements")
    assert sum(len(heading.text) + 2 for heading in table.shown().headings[1:]) + len("Perfect pool") <= 115
    assert {heading.name for heading in table.headings if not heading.shown} == {"unmet", "met", "extra", "lines"}


def test_a_pool_that_is_worse_is_worth_nothing_that_could_be_read_as_equal() -> None:
    """A fee of a tenth is all that a pool of equals changes; without one it changes nothing."""
    case = giving(5.0, anna=4.0, bert=2.0)
    worse, equal = (findings(coordination(case, fee=fee, delay=0)).table("arrangements") for fee in (0.1, 0.0))
    place = [heading.name for heading in worse.headings].index("factor")
    assert worse.headings[place].text == "Worth, times the pledges"
    assert worse.rows[1][place:place + 2] == (None, None)
    assert equal.rows[1][place:place + 2] == (1.0, 0.0)


def test_two_members_have_one_line_and_what_a_pool_adds_to_what_breaks_is_above_zero() -> None:
    two = findings(coordination(giving(5.0, anna=4.0, bert=2.0), fee=0.1, delay=0)).table("joining")
    assert [row[0] for row in two.rows] == ["Anna and Bert"]
    said = text(findings(coordination(giving(5.0, anna=4.0, bert=2.0), fee=0.1, delay=0)), "joining")
    assert said.startswith("A pool needs at least two members, and this one has just two: neither could pool without the ")
    assert said.endswith(" The pool of both, compared with earmarks: USD 4.98 million more unpaid or unsupported.")
    assert two.rows[0][1] == pytest.approx(0.6 / 6.0 * 49.8e6, rel=0.02)
    three = findings(coordination(giving(5.0, anna=4.0, bert=2.0, carl=1.0), fee=0.1, delay=0)).table("joining")
    assert [row[0] for row in three.rows] == ["Carl", "Bert", "Anna"]
    changes = [float(str(row[1])) for row in three.rows]
    assert 0.0 < changes[0] < changes[1] < changes[2] == pytest.approx(3.32e6, rel=0.01)


def giving(ceiling: float, settings: dict[str, object] | None = None, refuse: str = "", **pledges: float) -> Case:
    """Return 10,000 people who cost 20 million a year, 15 of them pay, and donors that give so many millions a year."""
    return tiny_case(
        settings, soldier={"attrition": 0.0, "entry": False, "support_floor": 1.0}, macro=macro(ceiling),
        donors=[{"donor": name, "name": name.title()} for name in pledges],
        pledges=[{"donor": name, **{str(year): amount * MILLION for year in range(2021, 2027)}}
                 for name, amount in pledges.items()],
        eligibility=[{"donor": refuse, "institution": "*", "category": "pay", "allowed": False}] if refuse else [],
    )


def test_joining_that_makes_the_pool_worse_is_not_called_a_gain() -> None:
    """A fee of a tenth is all that a pool of equals changes."""
    said = text(findings(coordination(giving(5.0, anna=4.0, bert=2.0, carl=1.0), fee=0.1, delay=0)), "joining")
    assert said.startswith("Whoever joins makes things worse than the pool without it. Least is lost by Carl: USD ")
    assert "Most is lost by Anna: USD 3.32 million more unpaid or unsupported." in said
    assert "gained" not in said


def test_where_nobody_s_joining_matters_that_is_said() -> None:
    found = findings(coordination(giving(40.0, anna=1.0, bert=1.0, carl=1.0)))
    assert text(found, "joining") == "It makes no difference who joins."


def test_a_restriction_that_costs_nothing_is_not_explained_by_what_was_not_found_out() -> None:
    """The state alone pays for everything."""
    said = text(findings(coordination(giving(40.0, refuse="anna", anna=1.0, bert=1.0))), "restrictions")
    assert said == (
        "None of the 4 restrictions costs anything by itself: without any one of them no more could be paid or covered."
    )


def test_what_does_not_differ_is_not_said_to_differ() -> None:
    """Pay is short by more than donors give, so nobody is supported in any year and unmet needs stay the same."""
    found = findings(coordination(giving(5.0, anna=1.0, bert=1.0)))
    assert text(found, "pooled").startswith(
        "A pool that keeps 1.0%, pays a year later and funds only what every member may is worse than earmarked money: "
        "USD 2.05 million more stays unpaid"
    )
    assert "unmet needs" not in text(found, "pooled")


def test_rounding_is_not_money_that_is_lost() -> None:
    said = text(findings(coordination(giving(10.0, anna=5.0, bert=5.0))), "money")
    assert "under earmarks USD 50.8 million are spent, USD 0 go to fees and USD 0 go unused" in said


def test_unused_money_is_that_of_the_plan_with_its_basis_beside_it() -> None:
    """The state alone pays for everything, at prices that rise: all 12 million of pledges go unused."""
    case = giving(40.0, anna=1.0, bert=1.0)
    found = findings(coordination(case))
    arrived, unused = lost_pledges(planned(case))
    assert unused == pytest.approx(arrived) == pytest.approx(12.0 * MILLION)
    said = text(found, "money")
    assert said.endswith(
        "At current prices and not discounted, as rightfin plan counts, USD 12.0 million goes unused under earmarks."
    )
    assert "lost" not in said


def test_a_pool_that_beats_the_perfect_one_by_its_delay_is_explained() -> None:
    """2021 is rich and later years are poor; donors keep nothing, so that what comes late is worth more."""
    case = giving(10.0, anna=5.0, bert=5.0).replace({"macro": macro({2021: 20.0, 2022: 10.0})})
    case = case.with_cells("donors", [(("anna",), "exit_year", 2024), (("bert",), "exit_year", 2024)])
    said = {s.topic: s.text for s in findings(coordination(case, fee=0.0)).sentences}
    assert "is better than earmarked money" in said["pooled"]
    assert "even better than the perfect pool, because of its delay" in said["pooled"]
    assert said["perfect"].endswith("it makes no difference to what is paid and covered.")


def test_where_nothing_is_gained_that_is_said() -> None:
    free = asked(restricted=False)
    assert text(free, "pooled").endswith("makes no difference to what is paid and covered.")
    assert text(free, "restrictions") == "No money is restricted in this case."
    assert text(free, "joining") == "With two members nothing is gained or lost by pooling."
    assert "restrictions" not in {table.name for table in free.tables}


def test_pictures_are_drawn_beside_tables_that_exist(found: Findings) -> None:
    assert [picture.name for picture in found.pictures] == ["coordinate_money", "coordinate_coverage"]
    for picture in found.pictures:
        found.table(picture.table)
        assert is_valid(picture.chart)
