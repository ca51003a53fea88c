"""The table of numbers that change from year to year: which numbers may, and why others cannot."""

from __future__ import annotations

from rightfin.schema.shared import GROWTH, SOURCE_AND_NOTE
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

PRICES: dict[str, tuple[str, ...]] = {
    "cadres": ("pay", "support", "training_cost", "severance", "pension"),
    "pay_parts": ("amount",),
    "assets": ("price",),
}
"""Prices that may change over time, by table: typed at base-year prices, or as a yearly rise."""

CHANGING: dict[str, tuple[str, ...]] = {
    "institutions": ("training_places", "ghosts", "skimming", "waste", "leakage"),
    "cadres": (
        *PRICES["cadres"], "attrition", "monthly_attrition", "wash_out", "pension_share", "retiring_share",
        "pension_exit", "unsupported_effect", "support_floor", "overhead_ratio",
    ),
    "pay_parts": PRICES["pay_parts"],
    "assets": (*PRICES["assets"], "upkeep", "max_purchase"),
    "donors": ("fee", "carry_over", "arrival_share", "match", "untied", "match_base"),
    "effects": ("effect", "max_share"),
    "equipment": ("units_per_head",),
    "justice_stages": ("pass_rate", "drop_share", "held_share", "held_months", "prison_share", "sentence"),
    "justice_staff": ("throughput", "cases_per_head"),
}
"""Columns that may change over time, by table."""

_AT_START = "it is what the plan starts from"
_BY_YEAR = "the table {} says it by year"
_WEIGHED = "years are weighed alike, later ones by the discount rate"

FIXED: dict[str, dict[str, str]] = {
    "institutions": {"pipeline": _AT_START, "at_once": "it bounds when programmes start, and is no number of the plan"},
    "cadres": {
        "opening_strength": _AT_START, "opening_pensioners": _AT_START,
        "training_lead": "recruits stay in training for as many years as when they began",
        "real_pay_growth": "pay with a value, or with growth as form, says the same by year",
        "min_strength": _BY_YEAR.format("strength_limits"), "max_strength": _BY_YEAR.format("strength_limits"),
    },
    "pay_parts": {"growth": "amount with a value, or with growth as form, says the same by year"},
    "assets": {
        "opening_stock": _AT_START,
        "life": "units wear out as fast as when they were bought, and are not told apart by age",
    },
    "donors": {
        "year_starts": "a calendar is the same in all years", "exit_year": "it is itself a year",
        "delay_years": "the table pledges says what is promised for which year", "opening_carried": _AT_START,
    },
    "effects": {},
    "equipment": {},
    "justice_stages": {
        "opening_backlog": _AT_START, "opening_convicted": _AT_START, "order": "the chain is one for all years",
        "weight": _WEIGHED, "drop_years": _WEIGHED, "swing": "how cases of a month lie about their mean is told once",
    },
    "justice_staff": {},
}
"""Numbers of the same tables that cannot change, each with the reason, which goes on *because*."""

NO_NUMBER = "it is no number that the model reads by year"
"""Why what is no number cannot change."""


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


CHANGING_TEXT = "; ".join(f"of {table} {_listed(columns)}" for table, columns in CHANGING.items())
"""Which numbers may change, in words."""

OVER_TIME = Table(
    "over_time",
    "Values over time",
    "A number of another table that changes from year to year: pay after a reform or a freeze, attrition, a donor's fee.",
    key=("table", "row", "column"),
    columns=(
        Column("table", Kind.CHOICE, "Table of the number.", required=True, choices=tuple(CHANGING)),
        Column("row", Kind.TEXT, "Its row: the institution, cadre, asset, donor or stage; of pay_parts the cadre and the "
               "part, of effects the cadre and the need, of equipment the asset and the cadre, of justice_staff the stage "
               "and the cadre, with a slash between them.",
               "short name, or two: judge/cases",
               required=True),
        Column("column", Kind.TEXT, f"Column of the number: {CHANGING_TEXT}.", "name of a column", required=True),
        Column("form", Kind.CHOICE, "value: the years hold what the column would, prices at base-year prices; growth, for "
               "prices: the rise in the year over the year before, prices of the day in the currency of the number, 0 for "
               "a freeze.", default="value",
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
    slashed="row",
)

TABLES = (OVER_TIME,)
