"""Rules of composition: who is on each side, in which years, and how large the right side is in the base year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.groups import parse_group
from rightfin.case.lines import Line
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import number
from rightfin.fiscal.parameters import Horizon, People
from rightfin.fiscal.terms import Rule
from rightfin.schema import Value


@dataclass(frozen=True)
class Sizes:
    """What the sides of rules measure in the base year, before the plan changes anything.

    ``strength`` (persons) and ``hires`` (persons a year, as many as leave
    in the first planning year) by cadre, ``cost`` (currency a year) of pay
    and support by line; ``people`` is the whole opening strength.
    """

    strength: Mapping[str, float]
    hires: Mapping[str, float]
    cost: Mapping[Line, float]
    people: float


def sizes_of(people: People) -> Sizes:
    """Return what the sides of rules measure in the base year."""
    opening = people.opening_strength
    by_cadre = dict(zip(people.cadres, opening, strict=True))
    parts = dict(zip(people.pay_items, people.base_part_pay, strict=True))
    cost = {
        Line(people.institution_of[cadre], "pay", item): float(parts[item] * by_cadre[cadre])
        for item, cadre in people.paid_to.items()
    } | {
        Line(people.institution_of[cadre], "operations", cadre): float(support)
        for cadre, support in zip(people.cadres, people.base_support * opening, strict=True)
    }
    replaced = opening * people.attrition[:, 0] / people.recruits_kept[:, 0]
    return Sizes(
        strength=dict(zip(people.cadres, opening.tolist(), strict=True)),
        hires=dict(zip(people.cadres, replaced.tolist(), strict=True)),
        cost=cost,
        people=float(opening.sum()),
    )


def rules_of(case: Case, horizon: Horizon, sizes: Sizes) -> tuple[Rule, ...]:
    """Return the rules of composition, in the order of the table."""
    return tuple([_rule(case, row, horizon, sizes) for row in filled(case, "rules")])


def _rule(case: Case, row: dict[str, Value], horizon: Horizon, sizes: Sizes) -> Rule:
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
        right_group=str(row["right"]),
        years=frozenset(year for year in horizon.years if first <= year <= last),
        hard=bool(row["hard"]),
        base=_rule_base(sizes, measure, coefficient, right_cadres, right_lines),
    )


def _rule_base(
    sizes: Sizes, measure: str, coefficient: float, cadres: tuple[str, ...], lines: tuple[Line, ...]
) -> float:
    """Return coefficient times the right side in the base year.

    Strength: opening; hires: attrition times opening; cost: pay and support of the opening strength. A right side of
    zero would divide by zero: then the whole case stands for it, and for hires without attrition the opening strength.
    """
    if measure == "cost":
        chosen, whole = sum(sizes.cost.get(line, 0.0) for line in lines), sum(sizes.cost.values())
    else:
        by_cadre = sizes.hires if measure == "hires" else sizes.strength
        chosen, whole = sum(by_cadre[k] for k in cadres), sum(by_cadre.values())
    factor = coefficient if coefficient > 0.0 else 1.0
    candidates = (coefficient * chosen, factor * whole, factor * sizes.people)
    return next((size for size in candidates if size > 0.0), 1.0)
