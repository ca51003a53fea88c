"""Numbers that the documentation quotes from runs: each stands on its page, and the tool writes those that hold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import rightfin

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import country_quotes  # noqa: E402
import demo_compare  # noqa: E402
import demo_pages  # noqa: E402
import demo_quotes  # noqa: E402
import demo_reform  # noqa: E402
import demo_studies  # noqa: E402
from demo_figures import Figures  # noqa: E402
from quotes import Quote, missing  # noqa: E402


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures()


def test_every_quote_stands_on_its_page_once(figures: Figures) -> None:
    kinds = (demo_quotes.of_plans, demo_quotes.of_limits, demo_pages.of_pages, demo_reform.of_reform,
             demo_studies.of_studies, demo_compare.of_compared)
    assert missing(quote for kind in kinds for quote in kind(figures)) == []
    assert missing(country_quotes.of_countries()) == []


def test_what_the_demo_has_one_answer_for_is_as_quoted(figures: Figures) -> None:
    for quote in (*demo_quotes.settled(figures), *demo_pages.settled_pages(figures)):
        assert quote.written((ROOT / quote.page).read_text(encoding="utf-8"))[1] == [], quote.piece


def test_a_quote_is_written_anew_wherever_its_lines_break() -> None:
    quote = Quote("page.md", "grows to {} people in 2035, {} % more", lambda: ["1,250", "3.1"])
    text = "In 2035 the force\ngrows to\n  -7 people in 2035, 3.0 %\nmore. And 3.0 % stays."
    assert quote.written(text) == (
        "In 2035 the force\ngrows to\n  1,250 people in 2035, 3.1 %\nmore. And 3.0 % stays.", ["-7 -> 1,250", "3.0 -> 3.1"])


def test_each_change_of_the_futures_is_an_assumption_and_each_future_can_be_planned(figures: Figures) -> None:
    case = demo_compare.futures_case(figures.case)
    stacked = [name for stack in demo_compare.STACKS.values() for name in stack]
    rows = [row for row in case.records("scenarios") if row["scenario"] in stacked]
    assert {row["scenario"] for row in rows} == {*stacked}
    assert {row["source"] for row in rows} == {"assumption"}
    assert all(row["note"] for row in rows)
    for stack in demo_compare.STACKS.values():
        assert rightfin.Question.of(case, scenarios=stack).issues == rightfin.Question.of(case).issues


@pytest.mark.parametrize(("text", "times"), [("nothing", 0), ("costs 1 mark, costs 2 mark", 2)])
def test_a_quote_that_is_lost_or_stands_twice_is_told(text: str, times: int) -> None:
    with pytest.raises(LookupError, match=f"has this {times} times"):
        Quote("page.md", "costs {} mark", lambda: ["3"]).written(text)


def test_as_many_numbers_as_places() -> None:
    with pytest.raises(ValueError, match="2 numbers for 1 places"):
        Quote("page.md", "costs {} mark", lambda: ["3", "4"]).written("costs 1 mark")
