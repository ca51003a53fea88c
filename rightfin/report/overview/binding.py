"""What binds, ranked: what each limit holds back, each tried alone with the whole plan solved again."""

from __future__ import annotations

from enum import StrEnum

from rightfin.report.studies.findings import FindingsTable, Form, Heading
from rightfin.report.words.wording import begun
from rightfin.study.briefing.relief import Relief
from rightfin.study.briefing.study import Briefing


class Takes(StrEnum):
    """What it takes to let a limit give way."""

    DECISION = "a decision"
    PLACES = "places without a price"
    MONEY = "money"


def binding_table(found: Briefing) -> FindingsTable:
    """Return what was tried, what closes most of the gap first; what lets more be paid comes before all."""
    ranked = sorted(found.reliefs, key=lambda one: (-round(one.settles, 2), -round(one.share, 9), one.words))
    base = found.plan.base_year
    headings = (
        Heading("what", "What gives way", Form.TEXT, "Alone, everything else as it is."),
        Heading("closes", "Closes of the gap", Form.SHARE,
                "The gap is all that needs are left uncovered, weighted, over all years. Below zero it widens, because "
                "more is paid, which comes first."),
        Heading("pays", f"More can be paid (prices of {base})", Form.MONEY,
                "What else can be paid or supported in all years, later money counting less."),
        Heading("takes", "Takes", Form.TEXT, "A decision asks for no money beyond the ceiling of own spending and the "
                                             "pledges."),
        Heading("costs", f"Payers add (prices of {base})", Form.MONEY, "In all years together."),
    )
    rows = tuple((begun(one.words), one.share, one.settles, str(_takes(one)), one.real_cost) for one in ranked)
    return FindingsTable("binding", "What binds, each tried and solved again", headings, rows,
                         "Each was tried alone: one limit gives way, and the plan is solved again.")


def _takes(one: Relief) -> Takes:
    if not one.free:
        return Takes.MONEY
    return Takes.PLACES if one.unpriced else Takes.DECISION
