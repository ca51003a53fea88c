"""The link that opens the same view again, whatever stands in it."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.ui.view import (
    LONGEST_LINK,
    MOST_NAMES,
    VARIANTS,
    LinkError,
    PageView,
    as_text,
    from_link,
    from_text,
    to_link,
)

VALUES = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False) | (
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
NAMES = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
CELLS = st.tuples(NAMES, st.lists(VALUES, max_size=3).map(tuple), NAMES, VALUES)
CHANGES = st.lists(CELLS, max_size=6).map(tuple)
VIEWS = st.builds(
    PageView, NAMES, NAMES, st.lists(NAMES, max_size=4, unique=True).map(tuple), CHANGES,
    st.dictionaries(st.sampled_from(VARIANTS), CHANGES, max_size=3).map(
        lambda kept: {name: kept[name] for name in VARIANTS if name in kept}),
    st.lists(NAMES, max_size=4, unique=True).map(tuple),
)


def parameters(view: PageView) -> dict[str, list[str]]:
    """Return a link as a browser hands it over: every parameter a list."""
    return {name: [part] if isinstance(part, str) else part for name, part in to_link(view).items()}


@given(VIEWS)
def test_a_link_opens_the_same_view(view: PageView) -> None:
    opened, problems = from_link(parameters(view))
    assert opened == view
    assert not problems


@given(VIEWS)
def test_the_same_view_has_one_link(view: PageView) -> None:
    opened, _ = from_link(parameters(view))
    assert to_link(opened) == to_link(view)


@given(st.dictionaries(st.sampled_from(("case", "model", "scenario", "changes", "a", "b", "c", "x", "compare")),
                       st.lists(st.text(max_size=40), max_size=3)))
def test_whatever_stands_in_a_link_opens_something(given_parameters: dict[str, list[str]]) -> None:
    view, _ = from_link(given_parameters)
    assert from_link(parameters(view))[0] == view


@pytest.mark.parametrize("text", [
    "[", "{}", '[["a",["b"],"c"]]', '[["a","b","c",1]]', '[[1,["b"],"c",1]]', '[["a",["b"],"c",[1]]]',
    '[["a",["b"],"c",NaN]]',
    '[["a",["b"],"c",1' + "0" * 400 + "]]", '[["a",["\\ud800"],"c",1]]',
    '[["a",["b"],"c",1e999]]', "[" * 100_000, "[" + ",".join(["0"] * 3000) + "]",
])
def test_what_is_no_list_of_changes_is_refused(text: str) -> None:
    with pytest.raises(LinkError):
        from_text(text)


@pytest.mark.parametrize("packed", ["%%%", "AAAA", "x" * (LONGEST_LINK + 1)])
def test_a_damaged_link_is_told_and_the_rest_of_it_opens(packed: str) -> None:
    view, problems = from_link({"case": ["Demo"], "changes": [packed]})
    assert view == PageView("Demo")
    assert len(problems) == 1
    assert problems[0].endswith("The link's part changes was left out.")


def test_a_link_that_unpacks_to_much_is_refused_before_it_does() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" + b" " * 100_000_000, 9)).decode()
    view, problems = from_link({"changes": [bomb[:LONGEST_LINK]], "b": [base64.urlsafe_b64encode(
        zlib.compress(b" " * 2_000_000, 9)).decode()]})
    assert not view.changes
    assert len(problems) == 2


def test_more_changes_than_a_link_carries_are_told() -> None:
    many = tuple(("macro", (f"series {n * 7919 % 104729}",), str(2026 + n), n * 0.37) for n in range(2000))
    with pytest.raises(LinkError, match="Send the workbook instead"):
        to_link(PageView("Demo", changes=many))


def test_changes_are_kept_under_letters_in_one_order() -> None:
    first, second = (("macro", ("gdp",), "2027", 1.0),), (("macro", ("gdp",), "2027", 2.0),)
    view = PageView("Demo", changes=first).keeping("B")
    view = PageView("Demo", changes=second, kept=view.kept).keeping("A")
    assert dict(view.kept) == {"A": second, "B": first}
    assert list(view.kept) == ["A", "B"]
    assert dict(view.without("A").kept) == {"B": first}
    with pytest.raises(KeyError):
        view.keeping("D")
    assert as_text(first) == '[["macro",["gdp"],"2027",1.0]]'


def test_a_link_names_so_many_things_at_most() -> None:
    # Names of workbooks that are not here were told apart from one another for a quarter of a minute.
    view, problems = from_link({name: [f"upload:{'a' * 8}{place}" for place in range(2_000)]
                                for name in ("scenario", "compare")})
    assert len(view.scenarios) == len(view.compared) == MOST_NAMES
    assert problems == ()
