"""The numbers of a plan that its readers ask for first, by a rule that says which and why no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rightfin.result.plan import Plan, Status
from rightfin.schema import as_year
from rightfin.tolerances import NEGLIGIBLE, UNSHOWN

EACH = 4
"""Most numbers of each of three kinds while the other kinds have more than their places."""

MOST = 3 * EACH
"""Most numbers in all."""


def asked_first(plan: Plan) -> tuple[str, ...]:
    """Return the numbers that readers of a plan ask for first, as ``explain`` takes them; at most ``MOST``.

    They are of three kinds: the strength of each institution in the last year shown, the largest first; the coverage of
    each need that is ever short, in the year in which it is least covered, the least covered first; and what each payer and
    donor pays in the first year that is short, the largest first. A year is short in which something asked is not paid;
    where there is none, the first in which a need is not covered. Each kind has ``EACH`` places, and those that it leaves.
    """
    if plan.status is not Status.ANSWERED:
        return ()
    kinds = [list(_strengths(plan)), list(_needs(plan)), list(_paid(plan))]
    spare = MOST - sum(min(EACH, len(kind)) for kind in kinds)
    chosen: list[str] = []
    for kind in kinds:
        more = min(spare, max(0, len(kind) - EACH))
        chosen += kind[: EACH + more]
        spare -= more
    return tuple(chosen)


def _strengths(plan: Plan) -> Iterable[str]:
    last, people = plan.years[-1], dict[str, float]()
    for (cadre, year), strength in plan.tables["strength"].sums(("cadre", "year"), "strength").items():
        if year == last:
            owner = plan.names.cadre_institution.get(str(cadre), str(cadre))
            people[owner] = people.get(owner, 0.0) + strength
    yield from (f"institution={institution},year={last}" for institution in _largest_first(people))


def _coverage(plan: Plan) -> dict[str, dict[int, float]]:
    """Return coverage of each need over all regions, by year; years without need are left out."""
    table = plan.tables["needs"]
    needed, unmet = (table.sums(("need", "year"), column) for column in ("needed", "unmet"))
    found: dict[str, dict[int, float]] = {}
    for (need, year), amount in needed.items():
        if amount > 0.0:
            found.setdefault(str(need), {})[as_year(year)] = 1.0 - unmet[need, year] / amount
    return found


def _needs(plan: Plan) -> Iterable[str]:
    worst = {need: min(by_year.items(), key=lambda pair: (pair[1], pair[0])) for need, by_year in _coverage(plan).items()}
    for need, (year, covered) in sorted(worst.items(), key=lambda pair: (pair[1][1], pair[0])):
        if covered < 1.0 - UNSHOWN:
            yield f"need={need},year={year}"


def first_short(plan: Plan) -> int | None:
    """Return the first year in which something asked is not paid, else that in which a need is not covered."""
    costs = plan.tables["budget"].by_year("cost") if plan.tables["budget"].rows else {}
    missing = plan.tables["indicators"].where("indicator", ("broken_obligations",))
    unpaid = missing.by_year("value") if missing.rows else {}
    for year in plan.years:
        if unpaid.get(year, 0.0) > NEGLIGIBLE * max(1.0, costs.get(year, 0.0)):
            return year
    coverage = _coverage(plan).values()
    return next((year for year in plan.years if any(one.get(year, 1.0) < 1.0 - UNSHOWN for one in coverage)), None)


def _paid(plan: Plan) -> Iterable[str]:
    year = first_short(plan)
    if year is None:
        return
    grants = plan.tables["grants"].sums(("donor", "year"), "amount")
    amounts = {f"donor={donor}": amount for (donor, when), amount in grants.items() if when == year}
    payers = plan.tables["payers"]
    if payers.rows:
        amounts |= {f"payer={payer}": amount for (payer, when), amount in payers.sums(("payer", "year"), "own").items()
                    if when == year}
    else:
        amounts["own"] = plan.tables["budget"].by_year("own").get(year, 0.0)
    for payer in _largest_first({payer: amount for payer, amount in amounts.items() if amount > NEGLIGIBLE}):
        yield f"own@{year}" if payer == "own" else f"{payer},year={year}"


def _largest_first(amounts: Mapping[str, float]) -> list[str]:
    return sorted(amounts, key=lambda one: (-amounts[one], one))
