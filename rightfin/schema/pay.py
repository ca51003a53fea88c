"""Tables of pay that is more than one number: its parts, and the grid of grades and steps behind its average."""

from __future__ import annotations

from rightfin.schema.shared import MONEY_A_HEAD, SOURCE_AND_NOTE, identifier, reference
from rightfin.schema.types import Changed, Column, Kind, Table

BASE = "base"

PAY_PARTS = Table(
    "pay_parts",
    "Pay in parts",
    "What the pay of a cadre consists of, each part a line of the budget of its own: who may pay it, and what limits it, "
    "can be said of cadre/part, such as constable/stipend. A cadre with parts has no pay in cadres.",
    key=("cadre", "part"),
    columns=(
        reference("cadre", "cadres", "Cadre that is paid the part."),
        identifier("part", "part of pay"),
        Column("kind", Kind.CHOICE, "What it is. The kind decides whether it is pensionable where that is not said.",
               required=True, choices=(BASE, "allowance", "stipend")),
        Column("amount", Kind.NUMBER, "The part of one person's pay, at base-year prices.", MONEY_A_HEAD, required=True,
               minimum=0.0),
        Column("currency", Kind.TEXT, "Currency of the amount: the case's own or the foreign_currency of settings.",
               default_text="pay_currency of the cadre"),
        Column("growth", Kind.NUMBER, "Growth of the part above prices.", "share a year",
               default_text="real_pay_growth of the cadre", above=-1.0, maximum=1.0, usual=(-0.2, 0.25)),
        Column("pensionable", Kind.BOOLEAN, "Whether a pension that is a share of pay (pension_share) counts it.",
               default_text="true for base, false for allowance and stipend"),
        *SOURCE_AND_NOTE,
    ),
    absent="The pay of a cadre is one line, paid as a whole.",
)

PAY_GRID = Table(
    "pay_grid",
    "Pay grid",
    "What people earn by grade and step, and how many are on each: the average is the pay of the cadre, and moving up the "
    "steps raises it year by year. A cadre with a grid has no pay in cadres and no parts.",
    key=("cadre", "grade", "step"),
    columns=(
        reference("cadre", "cadres", "Cadre that is paid by the grid."),
        identifier("grade", "grade"),
        Column("step", Kind.INTEGER, "Step within the grade, from the lowest on.", required=True, minimum=1, maximum=99),
        Column("amount", Kind.NUMBER, "Pay of one person on the step, at base-year prices, in the pay_currency of the "
               "cadre.", MONEY_A_HEAD, required=True, minimum=0.0),
        Column("share", Kind.SHARE, "Share of the cadre's staff on the step in the base year; the shares of a cadre sum to "
               "1.", "share of staff", required=True, minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        Column("moves", Kind.SHARE, "Share of the people on the step who are a step higher in the same grade a year later, "
               "net of recruits who start below; nobody moves from the highest one.", "share a year", default=0.0,
               minimum=0.0, maximum=1.0),
        *SOURCE_AND_NOTE,
    ),
    absent="The average pay of a cadre is typed.",
)

TABLES = (PAY_PARTS, PAY_GRID)
