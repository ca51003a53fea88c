"""Who pays and what can be sustained, by year: the figures of the one large picture, and of the table beside it."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.result.plan import Plan

SUSTAINED, ASKED_BEFORE = "What can be sustained", "Cost in the case as it stands"
KEPT_UP = "To keep the force up for good"
"""Names of the lines."""

ASKED = "All that is asked"
"""Name of the row of the table that adds up who pays and what nobody pays."""


def sustained(plan: Plan) -> dict[int, float]:
    """Return what can be paid year after year, in currency units at current prices.

    That is the ceiling of own money of all payers and, where the case asks for a force that can be kept, what donors who
    never leave would pay of it. Savings are not in it: they end.
    """
    lasting = facts.indicator(plan, "lasting_money")
    return {row.year: row.ceiling + lasting.get(row.year, 0.0) for row in facts.yearly(plan)}


def kept_up(plan: Plan) -> dict[int, float]:
    """Return what keeping up what stands in a year costs a year for good, in currency units at current prices.

    It is not what the year costs: leavers and what wears out are replaced, savings and one-off costs are left out. Nothing
    where the case does not ask for a force that can be kept.
    """
    return facts.indicator(plan, "kept_up_cost")


def paid_and_sustained(plan: Plan, standing: Plan | None = None) -> list[tuple[str, int, float]]:
    """Return the rows of the table beside the picture: line, year, amount in currency units at current prices."""
    rows = [(one.payer, one.year, one.amount) for one in facts.payers(plan)]
    rows += [(ASKED, row.year, row.asked) for row in facts.yearly(plan)]
    rows += [(SUSTAINED, year, amount) for year, amount in sustained(plan).items()]
    rows += [(KEPT_UP, year, amount) for year, amount in kept_up(plan).items()]
    if standing is not None:
        rows += [(ASKED_BEFORE, row.year, row.asked) for row in facts.yearly(standing)]
    return rows
