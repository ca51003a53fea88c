"""Texts on a page: as they stand, whatever they contain; tables that can be taken home."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from rightfin.ui.inert import escaped, for_download, plain, statement

JOINER = "\u2060"


def read(markdown: str) -> str:
    """Return the text that a reader sees: escapes undone, the sign without width left out."""
    return re.sub(r"\\(.)", r"\1", markdown).replace(JOINER, "")


@given(some.text(some.sampled_from("ab :/.@w\\`*_[]()#$!<>~-=1"), max_size=30))
def test_a_text_stays_what_it_was_and_none_of_its_marks_is_bare(text: str) -> None:
    found = plain(text)
    assert read(found) == text
    assert not re.search(r"[`*_\[\]()#$!<>~:@.]", re.sub(r"\\.", "", found))


@pytest.mark.parametrize("text", [
    "http://evil.test", "HTTPS://evil.test", "www.evil.test", "WWW.evil.test", "a@evil.test", ":material/home:", ":smile:",
    ":red[x]", "mailto:a@evil.test",
])
def test_what_comes_alive_after_escapes_were_read_is_cut_in_two(text: str) -> None:
    seen = re.sub(r"\\(.)", r"\1", plain(text))
    assert seen != text
    assert not re.search(r"https?://|www\.|@evil|:\w+|mailto:a", seen, re.IGNORECASE)


def test_our_own_markup_stays_and_texts_are_as_they_stand() -> None:
    assert escaped("**Size.** ", "<b>*x* [a](b) $y$") == r"**Size.** \<b\>\*x\* \[a\]\(b\) \$y\$"
    assert statement("*H*", "t\n# u") == r"**\*H\*.** t \# u"
    assert plain("plain 1,234") == "plain 1,234"
    assert plain("rightfin plan --out x") == r"rightfin plan \-\-out x"


def test_a_table_for_download_has_no_live_cell_or_heading() -> None:
    frame = pd.DataFrame({
        "=Name": ["=HYPERLINK(1)", "@x", "-5.0%", "-1,000", "+49 30", "plain"], "-year": [1.0, -2.0, 3, 4, 5, 6],
    })
    found = for_download(frame)
    assert list(found.columns) == ["'=Name", "'-year"]
    assert found["'=Name"].tolist() == ["'=HYPERLINK(1)", "'@x", "-5.0%", "-1,000", "+49 30", "plain"]
    assert found["'-year"].tolist() == frame["-year"].tolist()


def test_an_amount_below_zero_in_words_has_a_true_minus_and_nothing_else_has() -> None:
    frame = pd.DataFrame({"Found": ["-USD 4 million", "-MRK 8.95 billion", "-USD 0", "-USD 4+cmd", "-usd 4", "USD -4"]})
    assert for_download(frame)["Found"].tolist() == [
        "\u2212USD 4 million", "\u2212MRK 8.95 billion", "\u2212USD 0", "'-USD 4+cmd", "'-usd 4", "USD -4"]
