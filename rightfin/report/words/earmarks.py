"""Earmarks in words: money that is reserved, is not spent where it is reserved, and lapses."""

from __future__ import annotations

from dataclasses import dataclass, field

from rightfin.report.words.payment import amounts
from rightfin.report.words.wording import listed, money
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import MATERIAL, SEEN

_SAVING = ("donor_money", "early_handover")
"""Levels that save donors' money before own money."""


@dataclass
class Lapse:
    """What lapses of a reserve by year shown, and what others pay of the same lines in these years, in currency.

    ``replaced`` is the part of it that lapsed money is enough for. ``spent`` is what the donor pays of the lines, and
    ``held_by`` are other rules that limit it there, each once.
    """

    by_year: dict[int, float] = field(default_factory=dict)
    others: float = 0.0
    replaced: float = 0.0
    spent: float = 0.0
    held_by: list[str] = field(default_factory=list)


def lapsed(plan: Plan) -> dict[tuple[str, str], Lapse]:
    """Return what lapses of reserves by (earmark, donor); rounding is left out."""
    found: dict[tuple[str, str], Lapse] = {}
    for earmark, year, donor, bound, amount, spent, unspent, others, held in plan.tables["earmarks"].rows:
        if bound == "min" and float(unspent) > SEEN * float(amount):
            of = found.setdefault((str(earmark), str(donor)), Lapse())
            of.by_year[as_year(year)] = float(unspent)
            of.others += float(others)
            of.replaced += min(float(others), float(unspent))
            of.spent += float(spent)
            of.held_by += [rule for rule in str(held).split("; ") if rule and rule not in of.held_by]
    return found


def lapses_sentence(plan: Plan) -> str:
    """Return which earmarks reserve money that is not spent, how much, when and why; empty where none does."""
    return " ".join(_lapse(plan, *key, found) for key, found in lapsed(plan).items())


def _lapse(plan: Plan, earmark: str, donor: str, found: Lapse) -> str:
    name = plan.names.donors.get(donor, donor)
    text = (f"Of what {name} reserves under the earmark {earmark}, "
            f"{amounts(found.by_year, plan.currency)} is not spent there and lapses.")
    rules = listed([f"the {rule}" for rule in found.held_by])
    held = f" What {name} may pay of them is limited by {rules}." if rules else ""
    if found.replaced <= MATERIAL * sum(found.by_year.values()):
        if found.spent <= MATERIAL * sum(found.by_year.values()):
            return f"{text} Nobody pays anything of the lines that {name} may fund there.{held}"
        return f"{text} {name} pays already all that is paid of the lines that it may fund there.{held}"
    why = f"Own money and other donors pay {money(found.others, plan.currency)} of the same lines in these years"
    if held or not any(level in _SAVING for level in map(str, plan.tables["objective"].column("name"))):
        return f"{text} {why}.{held}"
    return (f"{text} {why}; with the reserve in its place nothing more would be paid or covered, and the plan saves "
            "donors' money before own money (secondary_objective).")
