"""Gifts in kind in words: what is taken, what is refused, and the bill that either brings."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.report.words.wording import listed, money
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import SEEN


@dataclass(frozen=True)
class GiftTold:
    """One gift over the years shown: units offered and accepted; the value of those accepted, in currency.

    ``bill`` is what keeping up one unit costs a year at the price of the first year in which some are offered.
    """

    gift: str
    donor: str
    asset: str
    first: int
    last: int
    offered: float
    accepted: float
    value: float
    bill: float

    @property
    def refused(self) -> float:
        """Units that are not accepted; nothing where that is what a solve leaves over."""
        left = self.offered - self.accepted
        return left if left > SEEN * self.offered else 0.0


def gifts_told(plan: Plan) -> tuple[GiftTold, ...]:
    """Return every gift of which some is offered in a year shown, in the order of the table."""
    found: dict[str, GiftTold] = {}
    for gift, donor, asset, year, offered, accepted, value, upkeep in plan.tables["in_kind"].rows:
        if float(offered) <= 0.0:
            continue
        old = found.get(str(gift))
        found[str(gift)] = GiftTold(
            str(gift), str(donor), str(asset), old.first if old else as_year(year), as_year(year),
            float(offered) + (old.offered if old else 0.0), float(accepted) + (old.accepted if old else 0.0),
            float(value) + (old.value if old else 0.0), old.bill if old else float(upkeep) / float(offered),
        )
    return tuple(found.values())


def gifts_sentence(plan: Plan) -> str:
    """Return what becomes of gifts in kind; empty where none is offered."""
    told = gifts_told(plan)
    if not told:
        return ""
    parts = [_gift(plan, one) for one in told]
    why = [_why(any(one.bill > 0.0 for one in told if one.refused))] if any(one.refused for one in told) else []
    return " ".join([*parts, *why, "The value is the donor's and is no money."])


def _why(costs: bool) -> str:
    """Return why units are refused, as far as one plan knows: only where keeping them costs nothing there is one reason."""
    if not costs:
        return "Keeping them costs nothing: what is refused, nobody would use."
    return ("A unit is refused where a plan with it would rank no better. Either its upkeep, which falls on whoever pays "
            "the line in every year that it is kept, would take the place of something that counts more, or nobody would "
            "use it. Which of the two it is was not tried: plan with almost no upkeep (column upkeep of assets), and what "
            "is refused even then, nobody would use.")


def _gift(plan: Plan, one: GiftTold) -> str:
    donor, asset = plan.names.donors.get(one.donor, one.donor), plan.names.assets.get(one.asset, one.asset)
    when = f"in {one.first}" if one.first == one.last else f"from {one.first} to {one.last}"
    bill = f"{money(one.bill, plan.currency)} of upkeep a unit and year"
    text = f"{donor} offers {_units(one.offered)} ({asset}, {one.gift.replace('_', ' ')}) {when}, with {bill}:"
    if not one.refused:
        return f"{text} all are accepted, worth {money(one.value, plan.currency)}."
    whole = f"{_units(one.refused)} refused, {money(one.refused * one.bill, plan.currency)} of upkeep a year saved"
    if one.accepted <= SEEN * one.offered:
        return f"{text} all are {whole.split(' ', 1)[1]}."
    return f"{text} {listed([f'{_units(one.accepted)} accepted, worth {money(one.value, plan.currency)}', whole])}."


def _units(number: float) -> str:
    return f"{number:,.0f}" if number >= 10.0 else f"{number:.2g}"
