"""Checks of a whole case: small functions, listed here, that find every problem at once."""

from __future__ import annotations

from rightfin.case.case import Case
from rightfin.case.checks import (
    careers,
    cash,
    ceilings,
    currencies,
    earmarks,
    equipment,
    fiscal,
    gifts,
    handovers,
    justice,
    learning,
    magnitudes,
    matches,
    money,
    needs,
    over_time,
    own_money,
    packages,
    pay,
    payers,
    people,
    phases,
    plausible,
    programmes,
    providers,
    references,
    rules,
    scenarios,
    sustained,
    targets,
    values,
    years,
)
from rightfin.case.checks.memory import MOST_FOUND
from rightfin.case.checks.scenarios import Check
from rightfin.case.checks.view import View
from rightfin.case.expansion import expanded
from rightfin.case.issue import Issue, in_style

CHECKS: tuple[Check, ...] = (
    values.check_tables_given,
    values.check_entries,
    values.check_keys,
    values.check_cells,
    references.check_references,
    years.check_horizon,
    years.check_tail,
    years.check_handover,
    sustained.check_sustained,
    sustained.check_glide,
    fiscal.check_series,
    fiscal.check_base_values,
    fiscal.check_own_share,
    currencies.check_currencies,
    currencies.check_exchange_rates,
    people.check_promotions,
    people.check_promotion_cycles,
    people.check_limits,
    people.check_empty_limits,
    pay.check_pay,
    pay.check_grids,
    people.check_pensions,
    people.check_entry,
    people.check_overhead,
    people.check_training_used,
    packages.check_packages_trained,
    people.check_institutions_used,
    people.check_losses,
    people.check_attrition,
    careers.check_retirements,
    careers.check_severance_years,
    careers.check_reintegration,
    equipment.check_equipment,
    equipment.check_assets_used,
    needs.check_demand,
    needs.check_first_demand,
    needs.check_population,
    needs.check_wildcard_demand,
    needs.check_served,
    own_money.check_regions_served,
    providers.check_providers,
    justice.check_stages,
    justice.check_stages_staffed,
    justice.check_stage_weights,
    justice.check_case_numbers,
    justice.check_cases,
    justice.check_staff,
    justice.check_prisons,
    over_time.check_over_time,
    programmes.check_programmes,
    programmes.check_programme_lines,
    programmes.check_programme_order,
    programmes.check_programme_starts,
    programmes.check_programme_gains,
    programmes.check_programme_effects,
    money.check_exits,
    money.check_pledges,
    money.check_first_pledge,
    money.check_last_pledge,
    ceilings.check_ceilings,
    earmarks.check_earmarks,
    gifts.check_gifts,
    money.check_eligibility,
    money.check_items,
    money.check_slashes,
    money.check_lines,
    payers.check_payers,
    own_money.check_payers_known,
    own_money.check_payers_before,
    own_money.check_payer_series,
    own_money.check_transfers,
    own_money.check_somebody_pays,
    money.check_co_financing,
    matches.check_match_base,
    money.check_arrears,
    money.check_reserve,
    handovers.check_handover_names,
    handovers.check_handover_paths,
    handovers.check_handover_by_year,
    handovers.check_handover_scopes,
    phases.check_phase_rules_given,
    phases.check_phase_order,
    phases.check_phase_columns,
    phases.check_phase_growth,
    phases.check_phase_tests,
    rules.check_groups,
    rules.check_rule_years,
    targets.check_tags,
    targets.check_targets,
    cash.check_months,
    learning.check_actuals,
    learning.check_settled,
    learning.check_decided,
    learning.check_benchmarks,
    magnitudes.check_ceiling,
    magnitudes.check_own_spending,
    magnitudes.check_first_step,
    magnitudes.check_population_unit,
    plausible.check_usual,
    plausible.check_sums,
    plausible.check_names_apart,
    plausible.check_currency_names,
    plausible.check_exchange_jumps,
    plausible.check_pledges_size,
    plausible.check_projection,
)
"""Every check but that of the scenarios, which applies each scenario and runs these again."""


def check_case(case: Case, *, try_scenarios: bool = True) -> tuple[Issue, ...]:
    """Return every problem of a case, errors and warnings, in the order of the checks.

    The case may be partly invalid: what cannot be judged is skipped. Issues name table, row and column; the
    reader of the file adds the cells. Packages and programmes are looked at as the rows that they stand for.
    ``try_scenarios`` applies every scenario of the case and checks what it leads to, unless the years of the plan are
    unknown, without which no scenario can be judged, or thousands of problems stand before them. A check that finds more
    than ``MOST_FOUND`` problems lists as many.
    """
    expansion = expanded(case)
    view = View(expansion.checked)
    found = [*expansion.issues, *expansion.placed(issue for check in CHECKS for issue in view.found(check))]
    judged = try_scenarios and bool(view.years) and len(found) < MOST_FOUND
    return in_style((*found, *(scenarios.check_scenarios(case, view, CHECKS, found) if judged else ())), view.style)


__all__ = ["CHECKS", "check_case"]
