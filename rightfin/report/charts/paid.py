"""Who pays for a part of the force: an institution, or one category of its costs."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.charts.palette import OTHER_DONORS, donor_places, payer_colours
from rightfin.report.charts.plan import Amounts, gathered, stacked
from rightfin.report.charts.vega import Chart, finished, legend_below
from rightfin.report.facts import MISSING, OWN, UNSUPPORTED
from rightfin.report.words.wording import span_of
from rightfin.result.plan import Plan


def paid_chart(plan: Plan, rows: Amounts, of: str) -> Chart:
    """Return who pays by year as stacked bars; ``rows`` are as of ``payers_of``, ``of`` says what is paid."""
    scale = facts.money_scale(plan)
    donors, order = gathered([row for row in rows if row[0] not in (OWN, *MISSING)], donor_places(plan), OTHER_DONORS)
    own, missing = ([row for row in rows if row[0] in names] for names in ((OWN,), MISSING))
    shown = [(payer, year, scale.of(amount)) for payer, year, amount in (*own, *donors, *missing)]
    order = [OWN, *order, *dict.fromkeys(payer for payer, _, _ in missing)]
    colours = payer_colours(plan, order)
    bars = stacked(shown, ("payer", "amount"), order, colours, scale.unit, "Paid by", ",.1f")
    bars["encoding"]["color"]["legend"] = legend_below(order)
    what = "What falls due, and support that is missing" if UNSUPPORTED in order else "What falls due"
    return finished(bars, f"Who pays: {of}, {span_of(plan.years)}", f"{what}, {scale.unit} at current prices")
