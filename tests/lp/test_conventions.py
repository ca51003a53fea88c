"""Conventions at the edges that the pages state: base years, blanks, fallbacks, what counts and what does not."""

from __future__ import annotations

import numpy as np
import pytest
from pipeline import MILLION, donor, macro, tiny_case

from rightfin.case import Case
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import hollow_weight
from rightfin.lp.program import Program
from rightfin.lp.rules.composition import overhead_base


def parameters_of(case: Case) -> Parameters:
    return project(case, {})


def inputs(case: Case) -> Inputs:
    parameters = parameters_of(case)
    return Inputs(parameters, layout_of(parameters))


def program_of(case: Case) -> Program:
    return Assembly(inputs(case)).program


def test_a_need_is_relative_to_its_demand_of_the_base_year_after_the_threat_level() -> None:
    demand = [{"need": "war", "region": "national", "2020": 10_000.0, "2021": 20_000.0}]
    levels = [{"need": "war", "2020": 2.0, "2021": 1.0}]
    assert parameters_of(tiny_case(demand=demand, threat_levels=levels)).needs.base_demand.tolist() == [20_000.0]
    later = [{"need": "war", "region": "national", "2020": 0.0, "2021": 0.0, "2022": 7_000.0}]
    assert parameters_of(tiny_case(demand=later)).needs.base_demand.tolist() == [7_000.0]


def test_hollow_people_count_less_than_debts_without_discounting_too() -> None:
    assert hollow_weight(0.0) == 0.999
    assert hollow_weight(0.05) == pytest.approx((1.0 + 1.0 / 1.05) / 2.0)


def test_the_change_at_the_edges_of_a_demobilisation_is_not_churn() -> None:
    windows = [{"institution": "army", "2021": 0.0, "2022": 0.0, "2023": 0.1, "2024": 0.1, "2025": 0.0, "2026": 0.0}]
    rows = program_of(tiny_case(demobilisation=windows)).rows
    assert [index for family, index in rows if family == "exits_change"] == [("soldier", 2024)]


def test_money_that_is_carried_in_is_exchanged_at_the_base_year_and_untied_money_year_by_year() -> None:
    friends = donor(1.0, currency="USD", opening_carried=3.0, untied=2.0, match=1.0, carry_over=1.0)
    rates = macro(20.0, exchange_rate={2020: 10.0, 2021: 20.0, 2022: 40.0})
    found = parameters_of(tiny_case({"currency": "LCU", "foreign_currency": "USD"}, macro=rates, **friends)).donors
    assert found.opening_carried.tolist() == [30.0]
    assert found.untied[0, :2].tolist() == [40.0, 80.0]
    assert found.disbursed[0, :2].tolist() == [20.0 * MILLION, 40.0 * MILLION]


def test_exchange_rates_go_on_growing_in_the_tail_and_threats_and_help_from_outside_stay() -> None:
    rates = macro(20.0, exchange_rate={2020: 1.0, 2021: 1.0, 2022: 1.0, 2023: 1.0, 2024: 1.0, 2025: 1.0, 2026: 2.0})
    case = tiny_case(
        {"currency": "LCU", "foreign_currency": "USD", "tail_years": 2}, macro=rates,
        threat_levels=[{"need": "war", "2020": 1.0, "2025": 1.0, "2026": 2.0}],
        external=[{"need": "war", "region": "national", **{str(year): 100.0 for year in range(2021, 2026)}, "2026": 900.0}],
        **donor(1.0, currency="USD"),
    )
    found = parameters_of(case)
    assert found.donors.disbursed[0, -3:].tolist() == [2.0 * MILLION, 4.0 * MILLION, 8.0 * MILLION]
    assert found.needs.need[0, 0, -3:].tolist() == [40_000.0] * 3
    assert found.needs.external[0, 0, -3:].tolist() == [900.0] * 3


def test_a_series_that_is_blank_in_the_base_year_starts_with_the_plan() -> None:
    fiscal = parameters_of(tiny_case(macro=[
        {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.0}, {"series": "deflator_growth", "2021": 0.0},
        {"series": "revenue_ratio", "2021": 0.25}, {"series": "security_share", "2021": 0.2},
    ])).fiscal
    assert fiscal.revenue[:2].tolist() == [0.25e9, 0.25e9]


def test_the_stepped_path_of_the_settings_has_three_steps() -> None:
    settings = {"handover": "stepped", "handover_start": 2020, "handover_end": 2026, "handover_from": 0.0,
                "handover_to": 0.9}
    share = parameters_of(tiny_case(settings, **donor(1.0))).handovers.share[0, :6]
    assert share == pytest.approx([0.0, 0.3, 0.3, 0.6, 0.6, 0.9])


def test_a_match_counts_own_money_only_where_the_donor_may_pay_and_is_absent_where_nothing_can_cost() -> None:
    allowed = [{"donor": "friends", "institution": "*", "category": "*", "allowed": False},
               {"donor": "friends", "institution": "army", "category": "operations", "allowed": True}]
    scope = [{"donor": "friends", "institution": "army", "category": category} for category in ("pay", "operations")]
    friends = donor(1.0, match=1.0, match_base=1e6)
    found = parameters_of(tiny_case(eligibility=allowed, co_financing=scope, **friends))
    assert found.donors.scope["friends"] == {("army", "operations", "soldier")}
    only_training = [{"donor": "friends", "institution": "army", "category": "training"}]  # trains nobody at a cost
    rows = program_of(tiny_case(co_financing=only_training, **friends)).rows
    assert not [index for family, index in rows if family == "co_financing"]
    rows = program_of(tiny_case(soldier={"training_cost": 1.0}, co_financing=only_training, **friends)).rows
    assert [index for family, index in rows if family == "co_financing"]


def test_nothing_is_divided_by_a_base_of_zero() -> None:
    clerks = {"cadre": "clerk", "institution": "army", "name": "Clerks", "opening_strength": 50.0, "pay": 1.0,
              "overhead_ratio": 0.1}
    soldiers = {"cadre": "soldier", "institution": "army", "name": "Soldiers", "opening_strength": 0.0, "pay": 1.0}
    assert overhead_base(inputs(tiny_case(cadres=[soldiers, clerks])), "clerk", 2021) == pytest.approx(5.0)


def test_after_a_year_without_revenue_own_spending_starts_from_nothing() -> None:
    rows = [row for row in macro(20.0, max_step_share=0.5) if row["series"] not in ("revenue_ratio", "own_spending")]
    rows += [{"series": "revenue_ratio", "2020": 0.1, "2021": 0.0, "2022": 0.1}, {"series": "own_spending", "2020": 1e7}]
    program = program_of(tiny_case(macro=rows))
    place = program.rows.index(("no_cliff", ("government", 2022)))
    used = program.matrix[[place]].tocoo()
    years = {program.columns[column][1][-1] for column, value in zip(used.col, used.data, strict=True) if value != 0.0}
    assert years == {2022}
    assert np.isfinite(program.row_upper[place])
