"""When donors could have left Afghanistan: the table of its page, against the closed form."""

from __future__ import annotations

import math
import re

import pytest
from shipped import AFGHANISTAN, INPUTS, projected, shipped_case

import rightfin
from rightfin.case import Case
from rightfin.study.exits.study import earliest_exit
from rightfin.study.requirement.study import require

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


def test_what_2024_takes_in_points_of_gdp_is_the_closed_form() -> None:
    """What is missing in 2024, over the ceiling's share of revenue, over GDP: at 10 % growth a year of both."""
    found = require(shipped_case(AFGHANISTAN), year=2024)
    grown = 1.10**9
    missing = PROMISED - CEILING_2015 * grown
    assert found.missing is not None
    assert found.missing[-1] == pytest.approx(missing, rel=1e-3)
    points = 100.0 * missing / 0.30 / (19.13e9 * grown)
    amount = found.need("revenue_level").amount
    assert amount == pytest.approx(points, rel=1e-3)
    assert f"{amount:.2f} points of GDP" in (DOCS / "afghanistan.md").read_text(encoding="utf-8")
    assert found.need("force").amount == pytest.approx(1.0 - CEILING_2015 * grown / PROMISED, rel=1e-3)


def test_the_least_revenue_makes_the_published_plan_hold_and_one_per_cent_less_does_not() -> None:
    case = shipped_case(AFGHANISTAN)
    cells = require(case, year=2024).need("revenue_level").cells
    ratio = CEILING_2015 / 0.30 / 19.13e9
    for share, missing in ((1.0, 0.0), (0.99, 0.0157e9)):
        changed = case.with_cells("macro", [
            (key, year, ratio + share * (float(str(value)) - ratio)) for _, key, year, value in cells
        ])
        broken = rightfin.plan(changed).table("indicators")
        in_2024 = broken[(broken["indicator"] == "broken_obligations") & (broken["year"] == 2024)]["value"].sum()
        assert in_2024 == pytest.approx(missing, rel=0.01, abs=1e5)
