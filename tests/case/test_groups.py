from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_case import small_case

from rightfin.case.groups import Group, parse_group
from rightfin.case.lines import Line, lines_of
from rightfin.schema import RECURRENT, SECTORS

CASE = small_case()
ALL = lines_of(CASE)


@pytest.mark.parametrize(
    ("text", "cadres"),
    [
        ("all", ("clerk", "constable", "judge", "policewoman", "sergeant", "soldier")),
        ("institution:police", ("constable", "policewoman", "sergeant")),
        ("institution:police & women", ("policewoman",)),
        (" sector : justice|defence ", ("clerk", "judge", "soldier")),
        ("sector:justice&civilian", ("clerk",)),
        ("cadre:judge|constable", ("constable", "judge")),
        ("cadre:judge|constable & institution:courts", ("judge",)),
        ("all & women", ("policewoman",)),
        ("civilian & women", ()),
    ],
)
def test_cadres(text: str, cadres: tuple[str, ...]) -> None:
    assert parse_group(text).cadres(CASE) == cadres


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("all", ALL),
        ("sector:justice", [line for line in ALL if line.institution == "courts"]),
        ("category:recurrent & institution:army", [Line("army", c, "soldier") for c in RECURRENT]),
        (
            "category:capital|pay & sector:defence|interior",
            [line for line in ALL if line.institution != "courts" and line.category in ("pay", "capital")],
        ),
        ("item:constable|judge & category:pay", [Line("courts", "pay", "judge"), Line("police", "pay", "constable")]),
        ("cadre:constable", [Line("police", c, "constable") for c in RECURRENT]),
        ("civilian & category:pay", [Line("courts", "pay", "clerk")]),
        ("women & item:constable", []),
    ],
)
def test_lines(text: str, lines: list[Line]) -> None:
    assert parse_group(text).lines(CASE) == tuple(lines)


def test_a_group_of_whole_institutions_has_lines_before_anything_costs_there() -> None:
    empty = CASE.replace({"committed": [], "assets": [], "cadres": [
        row for row in CASE.records("cadres") if row["institution"] != "army"
    ]})
    assert parse_group("institution:army").lines(empty) == ()
    assert parse_group("institution:army").has_lines(empty)
    assert not parse_group("institution:army & civilian").has_lines(empty)
    assert not parse_group("item:tank").has_lines(CASE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing on one side"),
        ("women &", "nothing on one side"),
        ("woman", "Did you mean women?"),
        ("institutions:police", "Did you mean institution?"),
        ("institution:", "lacks a name"),
        ("institution:a||b", "lacks a name"),
        ("cadre", "lacks a name"),
        ("sector:justices", "Did you mean justice?"),
        ("category:wages", "pay, operations"),
        ("women:yes", "takes no names"),
        ("all:x", "takes no names"),
        ("cadre:a & cadre:b", "given twice"),
    ],
)
def test_bad_groups_say_what_to_type(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("?", r"\?")) as reason:
        parse_group(text)
    assert str(reason.value).endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "cost", "people"),
    [
        ("all", True, True),
        ("institution:police", True, True),
        ("sector:justice", True, True),
        ("women", True, True),
        ("civilian", True, True),
        ("cadre:judge", True, True),
        ("category:pay", True, False),
        ("item:judge", True, False),
        ("category:pay & women", True, False),
    ],
)
def test_terms_fit_their_measure(text: str, cost: bool, people: bool) -> None:
    group = parse_group(text)
    assert (not group.misfit("cost")) is cost
    assert (not group.misfit("hires")) is (not group.misfit("strength")) is people
    if not people:
        with pytest.raises(ValueError, match="category or item"):
            group.cadres(CASE)


@given(
    st.lists(
        st.sampled_from(
            (
                "institution:police|army",
                "sector:interior",
                "cadre:constable|soldier",
                "women",
                "civilian",
                "all",
            )
        ),
        min_size=1,
        unique=True,
    ).flatmap(st.permutations)
)
def test_terms_narrow_and_their_order_does_not_count(terms: list[str]) -> None:
    group = parse_group(" & ".join(terms))
    assert group == parse_group("&".join(reversed(terms)))
    expected = set(Group().cadres(CASE))
    for term in terms:
        expected &= set(parse_group(term).cadres(CASE))
    assert set(group.cadres(CASE)) == expected


@given(st.lists(st.sampled_from(SECTORS), min_size=1, unique=True))
def test_names_joined_by_a_bar_widen(sectors: list[str]) -> None:
    joined = parse_group("sector:" + "|".join(sectors)).lines(CASE)
    assert set(joined) == {line for sector in sectors for line in parse_group(f"sector:{sector}").lines(CASE)}
