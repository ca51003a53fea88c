"""What is possible and unlikely is asked about, and nothing that a real case holds is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_case import Change, added, amounts, edited, setting, small_case, years

from rightfin.case import Severity
from rightfin.case.cell import LARGEST_NUMBER
from rightfin.case.checks import check_case

ERROR, WARNING = Severity.ERROR, Severity.WARNING

ASKED: list[tuple[list[Change], tuple[str, Severity, str, str, str]]] = [
    ([years("macro", "deflator_growth", y2026=7.5)], ("unusual", WARNING, "macro", "deflator_growth", "2026")),
    ([years("macro", "revenue_ratio", y2025=1.0)], ("unusual", WARNING, "macro", "revenue_ratio", "2025")),
    ([edited("institutions", "army", leakage=0.99)], ("unusual", WARNING, "institutions", "army", "leakage")),
    ([added("over_time", table="cadres", row="clerk", column="pay", form="growth", y2027=5.0)],
     ("unusual", WARNING, "over_time", "cadres/clerk/pay", "2027")),
    ([added("over_time", table="cadres", row="clerk", column="attrition", y2027=0.9)],
     ("unusual", WARNING, "over_time", "cadres/clerk/attrition", "2027")),
    ([added("strength_limits", cadre="judge", bound="max", form="growth", y2027=5.0)],
     ("unusual", WARNING, "strength_limits", "judge/max", "2027")),
    ([edited("cadres", "clerk", attrition=0.9)], ("unusual", WARNING, "cadres", "clerk", "attrition")),
    ([years("macro", "exchange_rate", y2025=1000.0, y2028=1.0)], ("rate_jumps", WARNING, "macro", "exchange_rate", "2028")),
    ([edited("pledges", "usa", **{f"y{year}": 40.0 for year in amounts(0.0)})],
     ("magnitude", WARNING, "pledges", "usa", "")),
    ([added("committed", institution="police", category="capital", item="barracks / North",
            **{f"y{year}": 1.0 for year in amounts(0.0)})],
     ("alike", ERROR, "committed", "police/capital/barracks / North", "institution")),
    ([setting("currency", "usd"), setting("foreign_currency", "USD")],
     ("currencies_alike", ERROR, "settings", "currency", "value")),
    ([setting("tail_years", 20), years("macro", "deflator_growth", y2026=99.0)],
     ("prices_explode", ERROR, "macro", "deflator_growth", "2026")),
    ([edited("cadres", "clerk", pay=1e30)], ("too_large", ERROR, "cadres", "clerk", "pay")),
    ([added("regions", region=name, name=name.title(), population=size) for name, size in
      (("north", 3e6), ("south", 2e6), ("total", 5e6))],
     ("sum_of_others", WARNING, "regions", "total", "population")),
]


@pytest.mark.parametrize(("changes", "expected"), ASKED)
def test_what_is_hardly_meant_is_asked_about_in_its_place(
    changes: list[Change], expected: tuple[str, Severity, str, str, str]
) -> None:
    found = [(one.code, one.severity, one.table, one.row, one.column) for one in check_case(small_case(*changes))]
    assert expected in found
    assert found.count(expected) == 1


def test_a_currency_in_small_letters_is_told_its_name() -> None:
    (issue,) = (one for one in check_case(small_case(edited("cadres", "clerk", pay_currency="usd")))
                if one.code == "unknown_currency")
    assert issue.remedy == "Did you mean USD?"


def test_a_rate_kept_while_prices_run_away_is_no_jump() -> None:
    steady = small_case(years("macro", "deflator_growth", y2026=8.0), years("macro", "exchange_rate", y2025=80.0))
    assert "rate_jumps" not in {one.code for one in check_case(steady)}


def test_a_rate_that_follows_prices_is_no_jump() -> None:
    both = small_case(years("macro", "deflator_growth", y2026=0.05, y2028=9.0, y2029=0.05),
                      years("macro", "exchange_rate", y2025=80.0, y2028=800.0))
    assert "rate_jumps" not in {one.code for one in check_case(both)}


@given(st.lists(st.floats(1.0, 1e7), min_size=2, max_size=5, unique=True))
def test_a_total_among_regions_is_always_asked_about_and_its_parts_never(parts: list[float]) -> None:
    rows = [added("regions", region=f"r{n}", name=f"R{n}", population=size) for n, size in enumerate(parts)]
    whole = added("regions", region="whole", name="Total", population=sum(parts))
    found = [one for one in check_case(small_case(*rows, whole)) if one.code == "sum_of_others"]
    assert [one.row for one in found] == ["whole"]
    assert not [one for one in check_case(small_case(*rows[:2])) if one.code == "sum_of_others"]


@given(st.floats(1.01 * LARGEST_NUMBER, 1e300), st.sampled_from(["pay", "opening_strength"]))
def test_no_number_that_only_rounding_is_left_of_gets_by(size: float, column: str) -> None:
    codes = {one.code for one in check_case(small_case(edited("cadres", "soldier", **{column: size})))}
    assert "too_large" in codes
