from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_case import small_case

from rightfin.case.groups import Group, parse_group
from rightfin.schema import CATEGORIES, RECURRENT, SECTORS

CASE = small_case()


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
        ("all", [(i, c) for i in ("army", "courts", "police") for c in CATEGORIES]),
        ("sector:justice", [("courts", c) for c in CATEGORIES]),
        ("category:recurrent & institution:army", [("army", c) for c in RECURRENT]),
        (
            "category:capital|pay & sector:defence|interior",
            [(i, c) for i in ("army", "police") for c in ("pay", "capital")],
        ),
    ],
)
def test_lines(text: str, lines: list[tuple[str, str]]) -> None:
    assert parse_group(text).lines(CASE) == tuple(lines)


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
        ("women", False, True),
        ("civilian", False, True),
        ("cadre:judge", False, True),
        ("category:pay", True, False),
        ("category:pay & women", False, False),
    ],
)
def test_terms_fit_their_measure(text: str, cost: bool, people: bool) -> None:
    group = parse_group(text)
    assert (not group.misfit("cost")) is cost
    assert (not group.misfit("hires")) is (not group.misfit("strength")) is people
    if not cost:
        with pytest.raises(ValueError, match="cost"):
            group.lines(CASE)
    if not people:
        with pytest.raises(ValueError, match="category"):
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
