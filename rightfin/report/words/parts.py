"""Ceilings by part in words: where one is reached, what stays unpaid under it, and what therefore does not count it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rightfin.report import facts
from rightfin.report.words.wording import listed, money
from rightfin.result.part_ceilings import PartOfYear
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import MATERIAL, REACHED

WAGE_BILL = "the limit of the wage bill"

_LINES = 3
"""Most lines that a sentence names."""


def reached(plan: Plan) -> tuple[PartOfYear, ...]:
    """Return the ceilings by part that own money reaches, in the order of the table."""
    rows = (
        PartOfYear(str(part), as_year(year), str(bound), *map(float, amounts))
        for part, year, bound, *amounts in plan.tables["ceilings"].rows
    )
    return tuple(one for one in rows if one.is_reached)


def unpaid_under_ceilings(plan: Plan, years: Collection[int], *, support: bool = False) -> str:
    """Return which ceilings by part are reached in ``years`` while their part stays unpaid, with its lines; else empty.

    With ``support``, support that people lack although the case asks for it counts as unpaid too.

    Scopes may overlap, and money is told once: ceilings under which the same amounts stay unpaid in the same years are
    named together, and where others remain the sentence says that their amounts do not add up.
    """
    unfunded = plan.tables["budget"].by_year("unfunded")
    cost = plan.tables["budget"].by_year("cost")
    found: dict[str, list[PartOfYear]] = {}
    for one in reached(plan):
        due = one if support else one._replace(unsupported=0.0)
        if due.year in years and _missing(due) > MATERIAL * cost[due.year]:
            found.setdefault(due.part, []).append(due)
    told = []
    for names, of_year in _alike(found):
        amount, lacking = sum(map(_missing, of_year)), sum(one.unsupported for one in of_year)
        whole = all(one.unfunded >= (1.0 - REACHED) * unfunded[one.year] for one in of_year)
        if lacking >= (1.0 - REACHED) * amount:
            what = "support"
        elif lacking > MATERIAL * amount:
            what = "for lines and for support"
        else:
            what = _lines(plan, [one.year for one in of_year]) if whole else "for lines"
        limits = f"{listed(ceilings_in_words(names))} {'allows' if len(names) == 1 else 'allow'}"
        told.append(f"{money(amount, plan.currency)} of it is {what} on which {limits} no more own money")
    more = " Money under more than one of them is in each of these amounts." if len(told) > 1 else ""
    return f"{listed(told)}, and no donor pays that.{more}" if told else ""


def _missing(one: PartOfYear) -> float:
    return one.unfunded + one.unsupported


def _alike(found: Mapping[str, list[PartOfYear]]) -> list[tuple[list[str], list[PartOfYear]]]:
    """Return names of ceilings under which the same amounts stay unpaid in the same years, each with one of them."""
    groups: list[tuple[list[str], list[PartOfYear]]] = []
    for name, of_year in found.items():
        for names, same in groups:
            if [one.year for one in same] == [one.year for one in of_year] and all(
                abs(_missing(one) - _missing(other)) <= REACHED * _missing(other)
                for one, other in zip(of_year, same, strict=True)
            ):
                names.append(name)
                break
        else:
            groups.append(([name], of_year))
    return groups


def _lines(plan: Plan, years: Collection[int]) -> str:
    """Return the lines that are unpaid in some years, the largest first."""
    amounts: dict[tuple[str, str], float] = {}
    for _, category, item, year, _, _, _, unfunded in plan.tables["lines"].rows:
        if year in years:
            key = str(category), str(item)
            amounts[key] = amounts.get(key, 0.0) + float(unfunded)
    least = MATERIAL * sum(amounts.values())
    order = sorted((key for key in amounts if amounts[key] > least), key=lambda key: (-amounts[key], key))
    names = [f"{category} of {plan.names.item(item)}" for category, item in order]
    return listed(names if len(names) <= _LINES else [*names[:_LINES], f"{len(names) - _LINES} more lines"])


def limits_reached(plan: Plan) -> tuple[str, ...]:
    """Return the limits that own money reaches in the last year shown and that what can be kept does not count."""
    last = plan.years[-1]
    limits = ceilings_in_words([one.part for one in reached(plan) if one.year == last])
    wages, pay = facts.threshold(plan, "wage_bill"), facts.indicator(plan, "own_pay_share_of_revenue")
    if last in wages and last in pay and pay[last] >= (1.0 - REACHED) * wages[last]:
        limits = (*limits, WAGE_BILL)
    return limits


def ceilings_in_words(ids: Sequence[str]) -> tuple[str, ...]:
    """Return how ceilings by part are called, each by its id: the same wherever one is named."""
    return tuple(f"the ceiling {one}" for one in ids)


def not_counted(plan: Plan) -> str:
    """Return a sentence that names the limits that own money reaches in the last year and that do not count."""
    limits = limits_reached(plan)
    return f"Not counted: {listed(limits)}, which own money reaches in {plan.years[-1]}." if limits else ""
