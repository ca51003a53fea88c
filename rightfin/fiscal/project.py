"""The projection: from the tables of a case to the numbers that the optimisation sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from rightfin.case.case import Case
from rightfin.case.groups import parse_group
from rightfin.case.resolve import filled, settings
from rightfin.fiscal.donors import donors_of
from rightfin.fiscal.horizon import fiscal_of, horizon_of, number, values_over
from rightfin.fiscal.parameters import Floats, Horizon, Parameters, People, Policy, Rule
from rightfin.fiscal.people import people_of
from rightfin.fiscal.threats import equipment_of, needs_of
from rightfin.schema import CATEGORIES, Value


def project(case: Case, switches: Mapping[str, bool], grade_ratio_factor: float = 1.25) -> Parameters:
    """Return the parameters of a checked case.

    ``switches`` turns families of rules off by name; a family that is not named is on. ``grade_ratio_factor`` bounds
    how far a grade may outgrow the grades that feed it.
    """
    horizon = horizon_of(case)
    fiscal = fiscal_of(case, horizon, switches)
    people = people_of(case, horizon, fiscal)
    if not switches.get("training", True):
        people = replace(people, training_lead=dict.fromkeys(people.cadres, 0))
    return Parameters(
        horizon=horizon,
        fiscal=fiscal,
        people=people,
        equipment=equipment_of(case, horizon, fiscal),
        needs=needs_of(case, horizon, fiscal),
        donors=donors_of(case, horizon, co_financing=switches.get("co_financing", True)),
        rules=_rules(case, horizon, people) if switches.get("composition", True) else (),
        committed=_committed(case, horizon, people.institutions),
        policy=_policy(case, switches, grade_ratio_factor),
    )


def case_size(p: Parameters) -> float:
    """Return the yearly size of a case in money at base-year prices: its means or its bill, whichever is larger.

    Scales and tolerances are relative to it, so that neither depends on the unit of the currency.
    """
    deflator = p.fiscal.deflator[1:]
    means = float(((p.fiscal.ceiling + p.donors.disbursed.sum(axis=0)) / deflator).max(initial=0.0))
    bill = float((p.people.base_pay + p.people.base_support) @ p.people.opening_strength)
    committed = float((p.committed.sum(axis=(0, 1)) / deflator).max(initial=0.0))
    return max(means, bill + committed)


def _policy(case: Case, switches: Mapping[str, bool], grade_ratio_factor: float) -> Policy:
    found = settings(case)
    return Policy(
        discount_rate=number(found["discount_rate"]),
        secondary_objective=str(found["secondary_objective"]),
        arrears_tolerance=number(found["arrears_tolerance"]),
        rule_weight=number(found["rule_weight"]),
        max_clearing_share=number(found["max_clearing_share"]),
        opening_arrears=number(found["opening_arrears"]),
        reserve_allowed=bool(found["reserve_allowed"]),
        opening_reserve=number(found["opening_reserve"]),
        max_saving_share=number(found["max_saving_share"]),
        grade_ratio_factor=grade_ratio_factor,
        switches=dict(switches),
    )


def _committed(case: Case, horizon: Horizon, institutions: tuple[str, ...]) -> Floats:
    """Return money already contracted, (I, C, Y); nothing is committed in the tail."""
    found = np.zeros((len(institutions), len(CATEGORIES), len(horizon.years)))
    for row in case.records("committed"):
        place = institutions.index(str(row["institution"])), CATEGORIES.index(str(row["category"]))
        found[place] += np.nan_to_num(values_over(case, "committed", row, horizon, tail_zero=True))
    return found


def _rules(case: Case, horizon: Horizon, people: People) -> tuple[Rule, ...]:
    return tuple(_rule(case, row, horizon, people) for row in filled(case, "rules"))


def _rule(case: Case, row: dict[str, Value], horizon: Horizon, people: People) -> Rule:
    measure = str(row["measure"])
    left, right = parse_group(str(row["left"])), parse_group(str(row["right"]))
    first = int(number(row["first_year"])) if row["first_year"] is not None else horizon.years[0]
    last = int(number(row["last_year"])) if row["last_year"] is not None else horizon.last
    on_cost = measure == "cost"
    right_cadres = () if on_cost else right.cadres(case)
    right_lines = right.lines(case) if on_cost else ()
    coefficient = number(row["coefficient"])
    return Rule(
        name=str(row["rule"]),
        measure=measure,
        relation=str(row["relation"]),
        coefficient=coefficient,
        left_cadres=() if on_cost else left.cadres(case),
        right_cadres=right_cadres,
        left_lines=left.lines(case) if on_cost else (),
        right_lines=right_lines,
        years=frozenset(year for year in horizon.years if first <= year <= last),
        hard=bool(row["hard"]),
        base=_rule_base(people, measure, coefficient, right_cadres, right_lines),
    )


def _rule_base(
    people: People, measure: str, coefficient: float, cadres: tuple[str, ...], lines: tuple[tuple[str, str], ...]
) -> float:
    """Return coefficient times the right side in the base year.

    Strength: opening; hires: attrition times opening; cost: pay and support of the opening strength. A right side of
    zero would divide by zero: then the whole case stands for it, and for hires without attrition the opening strength.
    """
    if measure == "cost":
        pay, support = people.base_pay * people.opening_strength, people.base_support * people.opening_strength
        amounts = {
            (institution, category): sum(
                float(values[n]) for n, k in enumerate(people.cadres) if people.institution_of[k] == institution
            )
            for institution in people.institutions
            for category, values in (("pay", pay), ("operations", support))
        }
        chosen, whole = sum(amounts.get(line, 0.0) for line in lines), sum(amounts.values())
    else:
        measured = people.opening_strength * (people.attrition if measure == "hires" else 1.0)
        by_cadre = dict(zip(people.cadres, measured.tolist(), strict=True))
        chosen, whole = sum(by_cadre[k] for k in cadres), sum(by_cadre.values())
    factor = coefficient if coefficient > 0.0 else 1.0
    candidates = (coefficient * chosen, factor * whole, factor * float(people.opening_strength.sum()))
    return next((size for size in candidates if size > 0.0), 1.0)
