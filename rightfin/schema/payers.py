"""Tables about payers of own money beside the government, and what they give each other."""

from __future__ import annotations

from rightfin.schema.shared import CATEGORIES, SOURCE_AND_NOTE, identifier, item_of_line, label, reference
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

PAYERS = Table(
    "payers",
    "Payers",
    "Who pays own money beside the government: regions, member states, towns.",
    key=("payer",),
    columns=(
        identifier("payer", "payer"),
        label("payer"),
        Column("region", Kind.REFERENCE, "Region whose own payer it is; results then show what the region needs beside "
               "what it has. Blank: it belongs to no region.", refers_to="regions", default_text="none"),
        Column("own_spending", Kind.NUMBER, "What it spent on the sector in the base year; required with its "
               "max_step_share.", "currency", default=0.0, minimum=0.0, summed=True),
        Column("max_saving_share", Kind.SHARE, "Most of its year's ceiling that may be put into a reserve of its own, "
               "where reserve_allowed is set.", "share of ceiling", default=0.0, minimum=0.0, maximum=1.0),
        Column("opening_reserve", Kind.NUMBER, "Its reserve at the end of the base year.", "currency", default=0.0,
               minimum=0.0, summed=True),
        Column("opening_arrears", Kind.NUMBER, "What it owes unpaid at the end of the base year.", "currency", default=0.0,
               minimum=0.0, summed=True),
        *SOURCE_AND_NOTE,
    ),
    absent="The government pays alone.",
    long=True,
)

PAYER_MONEY = Table(
    "payer_money",
    "Money of payers",
    "Revenue of payers beside the government by year, and how much of it security may take.",
    key=("payer", "series"),
    columns=(
        reference("payer", "payers", "Payer whose money it is."),
        Column("series", Kind.CHOICE, "What the years hold: revenue in currency, or revenue_share of the nation's revenue, "
               "which stays with the government all the same; security_share of it that may go to the sector; "
               "wage_bill_share of it for own pay at most; max_step_share, its largest yearly rise of own spending beyond "
               "growth in line with revenue.", required=True,
               choices=("revenue", "revenue_share", "security_share", "wage_bill_share", "max_step_share")),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "by series", "Value of the series in the year; a blank takes the value to its left.",
                     Blank.CARRY, minimum=0.0, adds=Adds.NEVER, base_year=True, changed=Changed.CROSSES),
    absent="The government pays alone.",
)

MAY_PAY = Table(
    "may_pay",
    "Who may pay what",
    "Which lines a payer may pay with own money. The most specific row wins; without one the government may pay all lines, "
    "and another payer none.",
    key=("payer", "institution", "category", "item"),
    columns=(
        reference("payer", "payers", "Payer, or government."),
        reference("institution", "institutions", "Institution, or * for all.", wildcard=True),
        Column("category", Kind.CHOICE, "Category of cost, or * for all.", required=True, choices=("*", *CATEGORIES)),
        item_of_line(),
        Column("allowed", Kind.BOOLEAN, "Whether the payer may pay it.", default=True),
        *SOURCE_AND_NOTE,
    ),
    absent="The government pays all lines.",
)

TRANSFERS = Table(
    "transfers",
    "Transfers",
    "What one payer gives another by year, out of its own ceiling.",
    key=("transfer",),
    columns=(
        identifier("transfer", "transfer"),
        reference("from", "payers", "Payer that gives, or government."),
        reference("to", "payers", "Payer that receives, or government."),
        Column("basis", Kind.CHOICE, "What the years hold: an amount in currency, or a share of the giver's revenue.",
               default="amount", choices=("amount", "share")),
        Column("scope", Kind.GROUP, "Group of lines that it is tied to, such as institution:regional_police; blank: it may "
               "be spent like the receiver's own.", default_text="any line that the receiver may pay"),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "currency, or share", "Given in the year; a blank takes the value to its left, and no "
                     "value to its left means nothing.", Blank.CARRY, minimum=0.0, adds=Adds.NEVER, base_year=False,
                     changed=Changed.CROSSES),
    absent="No payer gives another anything.",
)

TABLES = (PAYERS, PAYER_MONEY, MAY_PAY, TRANSFERS)
