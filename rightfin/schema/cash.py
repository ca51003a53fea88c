"""Tables about the year by month: when money comes in, and when it falls due."""

from __future__ import annotations

from rightfin.schema.shared import CATEGORIES, SOURCE_AND_NOTE, item_of_line, reference
from rightfin.schema.types import Changed, Column, Kind, Table


def _month(help_text: str) -> Column:
    return Column("month", Kind.INTEGER, f"{help_text} 1 is January, whatever month the fiscal year starts in.",
                  "month, 1 to 12", required=True, minimum=1, maximum=12)


def _share(help_text: str) -> Column:
    return Column("share", Kind.SHARE, help_text, "share", required=True, minimum=0.0, maximum=1.0, changed=Changed.CROSSES)


REVENUE_MONTHS = Table(
    "revenue_months",
    "Months of revenue",
    "In which months a payer's own money for the sector comes in. It is for rightfin cash; no plan reads it.",
    key=("payer", "month"),
    columns=(
        reference("payer", "payers", "Payer, or government."),
        _month("Month in which it comes in."),
        _share("Share of the payer's money of the year that comes in this month; those of one payer add up to 1, and "
               "months without a row bring nothing."),
        *SOURCE_AND_NOTE,
    ),
    absent="Own money comes in evenly over the months.",
)

TRANCHES = Table(
    "tranches",
    "Tranches",
    "In which months a donor's money of a year comes in. It is for rightfin cash; no plan reads it.",
    key=("donor", "month"),
    columns=(
        reference("donor", "donors", "Donor that pays in."),
        _month("Month in which the tranche comes in."),
        _share("Share of the donor's money of the year that comes in this month; those of one donor add up to 1."),
        *SOURCE_AND_NOTE,
    ),
    absent="Donors' money comes in evenly over the months of their own years.",
)

SPENDING_MONTHS = Table(
    "spending_months",
    "Months of spending",
    "In which months lines of the budget fall due; the most specific row wins. It is for rightfin cash; no plan reads it.",
    key=("institution", "category", "item", "month"),
    columns=(
        reference("institution", "institutions", "Institution; * for all.", wildcard=True),
        Column("category", Kind.CHOICE, "Category of cost; * for all.", required=True, choices=CATEGORIES, wildcard=True),
        item_of_line(),
        _month("Month in which it falls due."),
        _share("Share of the year's cost of each of these lines that falls due in this month; those that name the "
               "same lines add up to 1."),
        *SOURCE_AND_NOTE,
    ),
    absent="All lines, pay above all, fall due evenly over the months.",
)

UNPAID_EFFECTS = Table(
    "unpaid_effects",
    "What late pay does",
    "How many more people leave and how much less those who stay deliver in the year after their pay was late; straight "
    "between rows, nothing at 0 months, level after the last. Acts where the setting unpaid_worsens is set, when rightfin "
    "roll makes the next year's case.",
    key=("months",),
    columns=(
        Column("months", Kind.INTEGER, "Most months of pay that a cadre was owed at the end of a month of the year.",
               "months of pay", required=True, minimum=1, maximum=120),
        Column("attrition_added", Kind.SHARE, "Share of those who would have stayed that leaves as well, in the next year.",
               "share", default=0.0, minimum=0.0, below=1.0, changed=Changed.CROSSES),
        Column("readiness_lost", Kind.SHARE, "Share of what people deliver that is lost, in the next year.", "share",
               default=0.0, minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        *SOURCE_AND_NOTE,
    ),
    absent="Late pay changes nothing in later years.",
)

TABLES = (REVENUE_MONTHS, TRANCHES, SPENDING_MONTHS, UNPAID_EFFECTS)
