"""No absurd plan, with the tables of real budgets: what no plan may do, by hand and on random cases."""

from __future__ import annotations

import pytest
from pipeline import donor, macro, solved, tiny_case
from solve.test_laws import changed


def test_who_can_be_kept_for_good_is_hired_while_donors_pay() -> None:
    """The state keeps 20,000 from 2025 on, 9,000 are left after the first year, and donors would pay 20,000 at once.

    Prevented by the glide, which is never below what will be kept: a line that rises from today's force made a poor state
    on its way to riches stop recruiting in its first year.
    """
    case = tiny_case(
        settings={"sustained_from": "exit"}, macro=macro({2021: 20.0, 2025: 40.0}),
        **donor(dict.fromkeys(range(2021, 2025), 20.0), exit_year=2024),
    )
    held = dict.fromkeys(range(2021, 2027), 20_000.0)
    assert solved(case).by_year("strength", "strength") == pytest.approx(held, rel=1e-4)


def test_the_way_down_begins_with_no_stop_of_recruiting_and_no_dismissals() -> None:
    """14,000 soldiers of whom the state keeps 10,000 from 2025 on; half may be dismissed, or a quarter leaves, each year.

    Prevented by the glide from today's force: one that began with who is left after the first year let 7,000 go at once
    where so many might go, and hired nobody in a year before it hired thousands again.
    """
    case = tiny_case(settings={"sustained_from": "exit"}, soldier={"opening_strength": 14_000.0, "attrition": 0.25},
                     **donor(10.0, range(2021, 2025), exit_year=2024))
    hires = solved(case).by_year("strength", "hires")
    assert min(hires.values()) > 1500.0

    may_go = [{"institution": "army", "2021": 0.5}]
    stays = changed(case, "cadres", lambda row: row.update(attrition=0.05)).replace({"demobilisation": may_go})
    exits = solved(stays).by_year("strength", "exits")
    assert max(exits.values()) < 300.0
