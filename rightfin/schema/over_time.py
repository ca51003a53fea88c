"""The table of numbers that change from year to year, and which numbers may."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

PRICES: dict[str, tuple[str, ...]] = {
    "cadres": ("pay", "support", "training_cost", "severance", "pension"),
    "assets": ("price",),
}
"""Prices that may change over time, by table: typed at base-year prices, or as a yearly rise."""

CHANGING: dict[str, tuple[str, ...]] = {
    "institutions": ("training_places", "ghosts", "skimming", "waste", "leakage"),
    "cadres": (*PRICES["cadres"], "attrition", "monthly_attrition", "wash_out"),
    "assets": (*PRICES["assets"], "upkeep", "max_purchase"),
    "donors": ("arrival_share",),
}
"""Columns that may change over time, by table."""

GROWTH = "growth"

OVER_TIME = Table(
    "over_time",
    "Values over time",
    "A number of another table that changes from year to year: pay after a reform or a freeze, attrition.",
    key=("table", "row", "column"),
    columns=(
        Column("table", Kind.CHOICE, "Table of the number.", required=True, choices=tuple(CHANGING)),
        Column("row", Kind.TEXT, "Its row: the institution, cadre, asset or donor.", "short name", required=True),
        Column("column", Kind.TEXT, "Column of the number: of institutions training_places, ghosts, skimming, waste or "
               "leakage; of cadres pay, support, training_cost, severance, pension, attrition, monthly_attrition or "
               "wash_out; of assets price, upkeep or max_purchase; of donors arrival_share, in the year of arrival.",
               "name of a column", required=True),
        Column("form", Kind.CHOICE, "value: the years hold what the column would, prices at base-year prices; growth, for "
               "prices: the rise in the year over the year before, prices of the day, 0 for a freeze.", default="value",
               choices=("value", GROWTH)),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(
        Kind.NUMBER, "as the column, or share a year", "Value or rise in the year. A blank value takes the one to its "
        "left, the first ones that of the table; a blank rise is that of prices, and so is that of the years after the "
        "last one shown.", Blank.CARRY, nothing="as in the table", stays_blank=("form", GROWTH), adds=Adds.NEVER,
        base_year=False, changed=Changed.CROSSES,
    ),
    absent="What a table says holds in every year; prices rise with prices.",
)

TABLES = (OVER_TIME,)
