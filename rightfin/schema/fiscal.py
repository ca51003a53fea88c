"""Tables about the state as a whole: settings and the macro-fiscal projection."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues
from rightfin.schema.year_style import YearStyle

SETTINGS = Table(
    "settings",
    "Settings",
    "What the case is about and how the plan weighs things: one setting a row.",
    key=("key",),
    columns=(
        Column("key", Kind.ID, "Name of the setting.", required=True),
        Column("value", Kind.ANY, "Its value; the list of settings gives type and unit.", required=True),
        *SOURCE_AND_NOTE,
    ),
    required=True,
    entries=(
        Column("title", Kind.TEXT, "Title of the case, as reports show it.", required=True),
        Column("currency", Kind.TEXT, "Currency of all money that says nothing else, such as AFN or USD.", required=True),
        Column("base_year", Kind.YEAR, "Last observed year; its stocks are data.", "year", required=True),
        Column("end_year", Kind.YEAR, "Last year that the plan shows.", "year", required=True),
        Column("settled_to", Kind.YEAR, "Last year that is over: the plan begins after it, from what the table actuals "
               "says stands at its end. Prices and paths go on from the base year. rightfin roll fills it in.", "year",
               default_text="none: the plan begins after the base year"),
        Column("year_starts", Kind.INTEGER, "Month in which the fiscal year starts. A year is named by the calendar year "
               "in which it ends: from July, 2026 is July 2025 to June 2026.", "month, 1 to 12", minimum=1, maximum=12),
        Column("year_form", Kind.CHOICE, "How years are written, in headings and cells as in results, by the example of "
               "the year that ends in 2026. Blank: 2026.", choices=tuple(style.value.lower() for style in YearStyle)),
        Column("foreign_currency", Kind.TEXT, "Currency of imported goods and of most donors.", default="USD"),
        Column("discount_rate", Kind.NUMBER, "Real discount rate of the objectives.", "share a year", default=0.05,
               minimum=0.0, maximum=1.0, usual=(0.0, 0.2)),
        Column("secondary_objective", Kind.CHOICE, "What the plan saves once obligations and needs are settled.",
               default="donor_money", choices=("donor_money", "own_money", "total_cost", "early_handover")),
        Column("tail_years", Kind.INTEGER, "Years planned beyond end_year and not shown, so that investment does not "
               "collapse at the end.", "years", default=5, minimum=0, maximum=20),
        Column("tail_as_typed", Kind.BOOLEAN, "Whether values typed for years after end_year hold in the tail, in tables "
               "in which a blank takes the value to its left; otherwise the tail keeps the last value shown. Exchange "
               "rates keep their last growth in any event.", default=False),
        Column("arrears_tolerance", Kind.SHARE, "What the plan may leave unpaid or unsupported by choice, to cover more "
               "needs, as a share of the ceilings of all years, later ones counting less: hiring on credit.", "share",
               default=0.0, minimum=0.0, maximum=0.5),
        Column("rule_weight", Kind.NUMBER, "Weight of broken composition rules against unmet needs.", "weight",
               default=0.3, minimum=0.0, maximum=1000.0),
        Column("max_clearing_share", Kind.SHARE, "Most of a year's ceiling that may go to clearing old arrears.",
               "share of ceiling", default=0.10, minimum=0.0, maximum=1.0),
        Column("opening_arrears", Kind.NUMBER, "Unpaid obligations at the end of the base year.", "currency",
               default=0.0, minimum=0.0),
        Column("reserve_allowed", Kind.BOOLEAN, "Whether the state may save own money in a transition reserve.",
               default=False),
        Column("opening_reserve", Kind.NUMBER, "Transition reserve at the end of the base year.", "currency",
               default=0.0, minimum=0.0),
        Column("max_saving_share", Kind.SHARE, "Most of a year's ceiling that may be put into the reserve.",
               "share of ceiling", default=0.10, minimum=0.0, maximum=1.0),
        Column("cash_opening", Kind.NUMBER, "What the government's account for the sector holds when a year begins, beside "
               "the reserve; it is there again when the year ends. It is for rightfin cash; no plan reads it.", "currency",
               default=0.0, minimum=0.0),
        Column("cash_minimum", Kind.SHARE, "Least balance of each payer's account at the end of a month but the last, as a "
               "share of what it pays in the year. It is for rightfin cash; no plan reads it.",
               "share of the year's payments", default=0.0, minimum=0.0, maximum=1.0),
        Column("bridge_share", Kind.SHARE, "Most that each payer may owe a bank or the treasury for a while within a year, "
               "as a share of what it pays in the year. It is for rightfin cash; no plan reads it.",
               "share of the year's payments", default=0.0, minimum=0.0, maximum=1.0),
        Column("bridge_price", Kind.NUMBER, "What bridging costs a month, as a share of what is owed. It is for rightfin "
               "cash; no plan reads it.", "share a month", default=0.0, minimum=0.0, maximum=1.0, usual=(0.0, 0.05)),
        Column("unpaid_worsens", Kind.BOOLEAN, "Whether late pay does in the next year what the table unpaid_effects says, "
               "when rightfin roll makes that year's case.", default=False),
        Column("sustained_from", Kind.TEXT, "First year in which the force must be one that the state keeps up for good, "
               "with donors who never leave: a year; or exit, the year after the last donor that leaves; or never.", "year",
               default_text="never"),
        Column("glide", Kind.CHOICE, "What may stand before sustained_from: straight, what falls on a straight line from "
               "today's force to what can be kept; by_year, what the series glide_share says; none, anything.",
               default="straight", choices=("straight", "by_year", "none")),
        Column("handover", Kind.CHOICE, "Path of the state's required share of recurrent cost; stepped takes three "
               "equal steps.", default="none",
               choices=("none", "linear", "s_curve", "stepped", "by_year")),
        Column("handover_start", Kind.YEAR, "Last year of the handover's opening share.", "year",
               default_text="the base year", follows="base_year"),
        Column("handover_end", Kind.YEAR, "First year of the handover's final share.", "year",
               default_text="the end year", follows="end_year"),
        Column("handover_from", Kind.SHARE, "Own share of recurrent cost at the start of the handover.", "share",
               default=0.0, minimum=0.0, maximum=1.0),
        Column("handover_to", Kind.SHARE, "Own share of recurrent cost at the end of the handover.", "share",
               default=1.0, minimum=0.0, maximum=1.0),
    ),
)

MACRO = Table(
    "macro",
    "Macro-fiscal projection",
    "Growth, prices, revenue and ceilings, one series a row, years across from the base year.",
    key=("series",),
    columns=(
        Column("series", Kind.TEXT, "Name of the series; an exchange rate of a third currency is exchange_rate:EUR.",
               required=True),
        Column("year_starts", Kind.INTEGER, "Month in which the years of the series start, such as 1 for calendar years; "
               "blank, as the year of the case. Its values are moved to the years of the case by months; own_spending is "
               "that of the case's year.", "month, 1 to 12", minimum=1, maximum=12),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "by series", "Value of the series in the year.", Blank.CARRY, earlier=True,
                     adds=Adds.NEVER, base_year=True, changed=Changed.SOUND),
    required=True,
    entries=(
        Column("gdp", Kind.NUMBER, "Gross domestic product at current prices in the base year.", "currency",
               required=True, above=0.0, base_only=True, changed=Changed.CROSSES),
        Column("real_growth", Kind.NUMBER, "Real growth of GDP.", "share a year", required=True, above=-1.0, maximum=1.0,
               usual=(-0.5, 0.5), changed=Changed.CROSSES),
        Column("deflator_growth", Kind.NUMBER, "Growth of the GDP deflator, which local costs follow.", "share a year",
               required=True, above=-1.0, maximum=100.0, usual=(-0.3, 2.0), changed=Changed.CROSSES),
        Column("revenue_ratio", Kind.SHARE, "Domestic revenue, grants excluded.", "share of GDP", required=True,
               minimum=0.0, maximum=1.0, usual=(0.01, 0.6)),
        Column("security_share", Kind.SHARE, "Ceiling of own spending on the sector.", "share of revenue",
               required=True, minimum=0.0, maximum=1.0, usual=(0.005, 0.7)),
        Column("exchange_rate", Kind.NUMBER, "Local currency per unit of foreign currency; exchange_rate:EUR for a "
               "third currency.", "local per unit", default=1.0, above=0.0, coded=True),
        Column("foreign_inflation", Kind.NUMBER, "Growth of prices typed in foreign currency.", "share a year",
               default=0.02, above=-1.0, maximum=1.0, usual=(-0.05, 0.3)),
        Column("wage_bill_share", Kind.SHARE, "Most of revenue that own pay of the sector may take; blank series: no "
               "such limit.", "share of revenue", minimum=0.0, maximum=1.0),
        Column("max_step_share", Kind.SHARE, "Largest yearly rise of own spending beyond growth in line with revenue; "
               "blank series: no such limit.", "share of revenue", minimum=0.0, maximum=1.0),
        Column("own_spending", Kind.NUMBER, "What the state itself spent on the sector in the base year; required with "
               "max_step_share.", "currency", minimum=0.0, base_only=True),
        Column("own_share", Kind.SHARE, "Required own share of recurrent cost, where handover is by_year.", "share",
               minimum=0.0, maximum=1.0),
        Column("glide_share", Kind.SHARE, "How much of the way from what keeping up today's force costs to what can be "
               "kept is gone in a year before sustained_from, where glide is by_year: 0 is today's force.", "share",
               minimum=0.0, maximum=1.0),
        Column("population_growth", Kind.NUMBER, "Growth of population, the same in all regions.", "share a year",
               default=0.0, above=-1.0, maximum=1.0, usual=(-0.05, 0.08)),
        Column("reserve_yield", Kind.NUMBER, "Nominal yield of the transition reserve.", "share a year", default=0.0,
               above=-1.0, maximum=1.0, usual=(-0.1, 0.5)),
    ),
)

TABLES = (SETTINGS, MACRO)
