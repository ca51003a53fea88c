"""When donors could have left Afghanistan: the table of its page, against the closed form."""

from __future__ import annotations

import math
import re

import pytest
from shipped import AFGHANISTAN, INPUTS, projected, shipped_case

from rightfin.case import Case
from rightfin.study.exits import earliest_exit

DOCS = INPUTS.parent / "docs"
PROMISED, CEILING_2015 = 4.1e9, 0.30 * 0.5e9 / 0.14
RATES = range(4, 21)


def growing(rate: float) -> Case:
    """Return the case with revenue that grows by a rate from 2016 on, to the end of any horizon."""
    case = shipped_case(AFGHANISTAN)
    years = [str(year) for year in case.tables["macro"].years if year > 2015]
    return case.with_cells("macro", [(("real_growth",), year, rate) for year in years])


def by_hand(rate: float) -> int:
    """Return the first year in which 30 % of revenue is 4.1 billion."""
    return next(year for year in range(2016, 2056) if CEILING_2015 * (1.0 + rate) ** (year - 2015) >= PROMISED)


def test_long_horizon_holds_force_and_pledges_to_2055() -> None:
    parameters = projected(AFGHANISTAN, "long_horizon")
    people, donors, shown = parameters.people, parameters.donors, parameters.horizon.shown
    assert parameters.horizon.years[shown - 1] == 2055
    assert (people.min_strength.sum(axis=0)[1:shown] == 228_500).all()
    assert (people.max_strength.sum(axis=0)[1:shown] == 228_500).all()
    assert donors.disbursed.sum(axis=0)[1:shown] == pytest.approx(3.6e9)
    assert set(donors.last_year.values()) == {2055}


@pytest.mark.parametrize("percent", RATES)
def test_earliest_first_year_without_donors_is_that_of_the_closed_form(percent: int) -> None:
    found = earliest_exit(growing(percent / 100), scenarios=["long_horizon"])
    assert found.method == "bisection"
    assert found.own_from == by_hand(percent / 100)


def test_page_shows_the_years_of_the_closed_form() -> None:
    text = (DOCS / "afghanistan.md").read_text(encoding="utf-8")
    section = text.split("## When could donors have left?")[1].split("\n## ")[0]
    shown = {int(rate): int(year) for rate, year in re.findall(r"^\| (\d+) % \| (\d{4}) \|", section, re.MULTILINE)}
    assert shown == {percent: by_hand(percent / 100) for percent in RATES}
    assert "_static/afghanistan_exit.png" in section
    assert (DOCS / "_static" / "afghanistan_exit.png").read_bytes().startswith(b"\x89PNG")
    assert math.ceil(math.log(PROMISED / CEILING_2015) / math.log1p(0.10)) + 2015 == shown[10]
