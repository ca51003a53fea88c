"""What a region needs beside what its purse carries, in words."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.words.wording import in_full, labels, listed, money, people, percent
from rightfin.result.plan import Plan
from rightfin.tolerances import SEEN

NAMED = 4
"""Most regions that the answer names, those first whose needs are covered least; the workbook has all of them."""


def regions_sentence(plan: Plan) -> str:
    """Return what regions with a payer of their own have, what serves them alone costs, and how far they are covered.

    Of the last year shown; empty where no payer belongs to a region.
    """
    last = {str(row["region"]): row for row in plan.tables["regions"].records() if row["year"] == plan.years[-1]}
    order = sorted(last, key=lambda region: (round(float(last[region]["coverage"]), 6), region))
    parts = [_of_region(plan, region, {k: float(v) for k, v in last[region].items() if k not in ("region", "year")})
             for region in order[:NAMED]]
    if len(order) > NAMED:
        parts.append(f"{len(order) - NAMED} more regions stand in the table regions.")
    return " ".join(parts)


def serving_alone(plan: Plan, region: str) -> list[str]:
    """Return the labels of the institutions that serve a region and no other, in the order of the case."""
    names = labels(plan.names.institutions, plan.names.institutions)
    return [names[institution] for institution in names if plan.names.serves.get(institution) == (region,)]


def payers_of(plan: Plan, region: str) -> list[str]:
    """Return the labels of the payers of a region, in the order of the case."""
    names = labels(plan.names.payers, plan.names.payers)
    return [names[payer] for payer in names if plan.names.payer_region.get(payer) == region]


def called(plan: Plan, region: str) -> str:
    """Return the name of a region and, unless they are called alike, of its payers."""
    name, payers = labels(plan.names.regions, plan.names.regions).get(region, region), payers_of(plan, region)
    return name if payers == [name] else f"{name} ({listed(payers)})"


def _of_region(plan: Plan, region: str, of: dict[str, float]) -> str:
    year, currency = plan.years[-1], plan.currency
    alone = serving_alone(plan, region)
    may = of["ceiling"] + of["received"] - of["given"]
    text = f"{called(plan, region)} may spend {money(may, currency)} in {year}, transfers counted, and spends "
    text += f"{money(of['own'], currency)}. "
    if alone:
        serve = "serves" if len(alone) == 1 else "serve"
        costs = "counts" if len(alone) == 1 else "count"
        text += (f"{listed(alone)}, which {serve} no other region, {costs} {people(of['strength'])} people and "
                 f"{'costs' if len(alone) == 1 else 'cost'} {money(of['cost'], currency)}{_who(of, currency)}. ")
    else:
        text += "No institution serves it alone. "
    return f"{text}{_covered(plan, region, of['coverage'])}"


def _who(of: dict[str, float], currency: str) -> str:
    """Return who pays the institutions that serve a region alone."""
    given = of["received"] > SEEN * max(of["cost"], 1.0)
    purse = f"its own purse pays, into which others give {money(of['received'], currency)}" if given else (
        "the region itself pays")
    told = (("by_region", purse), ("by_others", "other payers of own money pay"),
            ("grants", "donors pay"), ("unfunded", "nobody pays"))
    parts = [(words, of[column]) for column, words in told if of[column] > SEEN * max(of["cost"], 1.0)]
    if len(parts) == 1:
        return f", all of which {parts[0][0]}" if parts[0][0] != "nobody pays" else ", which nobody pays"
    return f", of which {listed([f'{words} {money(amount, currency)}' for words, amount in parts])}" if parts else ""


def _covered(plan: Plan, region: str, coverage: float) -> str:
    """Return how far the needs of a region are covered in the last year, whoever covers them, and which is least."""
    name = labels(plan.names.regions, plan.names.regions).get(region, region)
    needs = [row for row in facts.coverage_by_region(plan) if row.year == plan.years[-1] and row.region == name]
    if not needs:
        return "It has no needs in that year."
    if all(in_full(row.coverage) for row in needs):
        return "Its needs are covered in full."
    worst = min(needs, key=lambda row: row.coverage)
    lacks = f"{_number(worst.unmet)} of {_number(worst.needed)} units of {worst.need} are missing"
    if len(needs) == 1:
        return f"{percent(coverage)} of its need is covered: {lacks}."
    return f"{percent(coverage)} of its needs, weighted, are covered, whoever covers them; least of {worst.need}: " \
           f"{_number(worst.unmet)} of {_number(worst.needed)} units are missing."


def _number(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 10.0 else f"{amount:.3g}"
