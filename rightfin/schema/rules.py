"""Tables about rules of composition and about scenarios."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, identifier
from rightfin.schema.types import Column, Kind, Table

GROUP_HELP = (
    "all, or terms joined by &: institution:police, sector:justice|corrections, cadre:judge, civilian, women, "
    "category:pay|operations (cost only; category:recurrent for all but capital)."
)

RULES = Table(
    "rules",
    "Rules of composition",
    "Left at least, at most or exactly coefficient times right, year by year.",
    key=("rule",),
    columns=(
        identifier("rule", "rule"),
        Column("measure", Kind.CHOICE, "What both sides are measured in.", required=True,
               choices=("strength", "hires", "cost")),
        Column("left", Kind.GROUP, f"Group on the left: {GROUP_HELP}", required=True),
        Column("relation", Kind.CHOICE, "How left relates to coefficient times right.", required=True,
               choices=("at_least", "at_most", "exactly")),
        Column("coefficient", Kind.NUMBER, "Factor on the right side.", "ratio", required=True, minimum=0.0),
        Column("right", Kind.GROUP, f"Group on the right: {GROUP_HELP}", required=True),
        Column("first_year", Kind.YEAR, "First year of the rule.", "year", default_text="the first planning year"),
        Column("last_year", Kind.YEAR, "Last year of the rule.", "year", default_text="for ever"),
        Column("hard", Kind.BOOLEAN, "Whether the rule holds at any price; a soft one is weighed against needs.",
               default=False),
        *SOURCE_AND_NOTE,
    ),
    absent="The plan is free in its composition.",
)

SCENARIOS = Table(
    "scenarios",
    "Scenarios",
    "Changes to other tables under a name; applied in order, on top of the case.",
    key=("scenario", "order"),
    columns=(
        identifier("scenario", "scenario"),
        Column("order", Kind.INTEGER, "Place of the change within its scenario.", required=True, minimum=0.0),
        Column("table", Kind.TEXT, "Table that is changed.", required=True),
        Column("key", Kind.TEXT, "Row that is changed: its key, parts joined by /; * for all rows or for any part.",
               required=True),
        Column("column", Kind.YEARS, "Column, year (2027), years (2027-2030), years onward (2027-) or * for all years.",
               required=True),
        Column("operation", Kind.CHOICE, "What is done to the value.", required=True,
               choices=("set", "multiply", "add")),
        Column("value", Kind.ANY, "The new value, the factor or the summand.", required=True),
        *SOURCE_AND_NOTE,
    ),
    absent="There are no scenarios.",
)

TABLES = (RULES, SCENARIOS)
