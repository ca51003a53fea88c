"""What the page *Why* asks is what commands understand."""

from __future__ import annotations

import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case

from rightfin.case.resolve import planning_years, style_of_case
from rightfin.question import Question
from rightfin.study.why.cells import cell_at
from rightfin.study.why.quantities import QuantityUnit, offered
from rightfin.study.why.wishes import wish_of
from rightfin.ui.why_asked import WishWhen, at_text, target_text, wish_text

CASES = {name: Question.of(shipped_case(name)).prepared for name in (DEMO, AFGHANISTAN)}
TYPED = {QuantityUnit.PEOPLE: (9_000.0, 9_000.0), QuantityUnit.MONEY: (12.5, 12.5e6), QuantityUnit.SHARE: (90.0, 0.9)}


@pytest.mark.parametrize("name", CASES)
def test_every_number_that_is_offered_can_be_asked_about(name: str) -> None:
    case = CASES[name]
    style, years = style_of_case(case), planning_years(case)
    offers = offered(case)
    assert len({one.title for one in offers}) == len(offers), "titles are told apart"
    for quantity in offers:
        found = cell_at(at_text(quantity, years[2], style), case)
        assert (found.quantity.name, found.year) == (quantity.name, int(years[2]))


@pytest.mark.parametrize("when", list(WishWhen))
@pytest.mark.parametrize("name", CASES)
def test_what_is_chosen_and_typed_is_the_wish_that_is_read(name: str, when: WishWhen) -> None:
    case = CASES[name]
    style, years = style_of_case(case), planning_years(case)
    wanted = {WishWhen.IN: years[2:3], WishWhen.FROM: years[2:], WishWhen.EVERY: years}[when]
    for quantity in offered(case):
        typed, number = TYPED[quantity.unit]
        for sense in (">=", "<="):
            found = wish_of(wish_text(quantity, sense, typed, when, years[2], style), case)
            assert (found.quantity.name, str(found.sense), found.number) == (quantity.name, sense, pytest.approx(number))
            assert tuple(map(int, found.years)) == tuple(map(int, wanted))


def test_a_target_names_no_year() -> None:
    quantity = next(one for one in offered(CASES[DEMO]) if one.name == "coverage.violent_crime")
    assert target_text(quantity, ">=", 90.0) == "coverage.violent_crime >= 90%"
