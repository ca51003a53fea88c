"""Tables about rules of composition and about scenarios."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, identifier
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

GROUP_HELP = (
    "all, or terms joined by &: institution:police, sector:justice|corrections, cadre:judge, tag:frontline, civilian, "
    "women, category:pay|operations (cost only; category:recurrent for all but capital)."
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

TARGETS = Table(
    "targets",
    "Targets",
    "How many people of a group there should be, or should join, by year: police per 100,000 at least 220 from 2030.",
    key=("target",),
    columns=(
        identifier("target", "target"),
        Column("measure", Kind.CHOICE, "What the years hold: people paid (strength), people who join in the year (hires; "
               "for at least so many, less those of their cadres who are dismissed in it), or people present for every "
               "100,000 inhabitants.", required=True,
               choices=("strength", "hires", "per_100k")),
        Column("group", Kind.GROUP, "Who counts: all, or terms joined by &: institution:police, sector:interior|justice, "
               "cadre:judge, tag:frontline, civilian, women.", required=True),
        Column("relation", Kind.CHOICE, "Whether there are at least or at most as many.", default="at_least",
               choices=("at_least", "at_most")),
        Column("hard", Kind.BOOLEAN, "Whether the target holds at any price; a soft one is weighed against needs as a rule "
               "is.", default=False),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "persons, or persons per 100,000 inhabitants", "Target in the year; a blank takes the "
                     "value to its left, and no value to its left means no target.", Blank.CARRY, minimum=0.0,
                     adds=Adds.NEVER, base_year=False, changed=Changed.SOUND),
    absent="No number of people is aimed at but by needs, limits and rules.",
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
        Column("operation", Kind.CHOICE, "What is done to the value: clear leaves a column blank, such as the start of a "
               "programme.", required=True, choices=("set", "multiply", "add", "clear")),
        Column("value", Kind.ANY, "The new value, the factor or the summand.",
               default_text="nothing, which only clear takes"),
        *SOURCE_AND_NOTE,
    ),
    absent="There are no scenarios.",
)

TABLES = (RULES, TARGETS, SCENARIOS)
