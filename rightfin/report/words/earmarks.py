"""Earmarks in words: money that is reserved, finds no use where it is reserved, and lapses."""

from __future__ import annotations

from rightfin.report.words.payment import amounts
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import SEEN


def lapsed(plan: Plan) -> dict[tuple[str, str], dict[int, float]]:
    """Return what lapses of reserves by (earmark, donor) and year shown, in currency; rounding is left out."""
    found: dict[tuple[str, str], dict[int, float]] = {}
    for earmark, year, donor, bound, amount, _, unspent in plan.tables["earmarks"].rows:
        if bound == "min" and float(unspent) > SEEN * float(amount):
            found.setdefault((str(earmark), str(donor)), {})[as_year(year)] = float(unspent)
    return found


def lapses_sentence(plan: Plan) -> str:
    """Return which earmarks reserve money in vain, how much and when; empty where none does."""
    told = [
        f"Of what {plan.names.donors.get(donor, donor)} reserves under the earmark {earmark.replace('_', ' ')}, "
        f"{amounts(by_year, plan.currency)} finds no use there and lapses."
        for (earmark, donor), by_year in lapsed(plan).items()
    ]
    return " ".join(told)
