"""Tables about institutions and the people who serve in them."""

from __future__ import annotations

from rightfin.schema.shared import GROWTH, MONEY_A_HEAD, SECTORS, SOURCE_AND_NOTE, currency_of, identifier, label, reference
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

PERSONS = "persons"

INSTITUTIONS = Table(
    "institutions",
    "Institutions",
    "Army, police, courts, prisons, ministries, oversight bodies, customary courts.",
    key=("institution",),
    columns=(
        identifier("institution", "institution"),
        label("institution"),
        Column("sector", Kind.CHOICE, "Sector that the institution belongs to.", required=True, choices=SECTORS),
        Column("cofog", Kind.TEXT, "Function of government (COFOG) under which it is reported, such as 03.1.",
               default_text="by sector: 02.1 defence, 03.1 interior, 03.3 justice, 03.4 corrections, 03.6 other"),
        Column("oda_class", Kind.CHOICE, "Whether spending on it counts as official development assistance; decides "
               "what donors marked oda_only may fund.", default="eligible", choices=("eligible", "not_eligible")),
        Column("training_places", Kind.NUMBER, "Recruits that can be trained in a year.", "persons a year",
               default_text="unlimited", minimum=0.0),
        Column("pipeline", Kind.NUMBER, "Recruits already in training at the end of the base year who may join in the "
               "lead years of their cadre.", PERSONS, default=0.0, minimum=0.0),
        Column("ghosts", Kind.SHARE, "Share of the people paid who are not there: they draw pay, deliver nothing, and need "
               "no kit and no support. Where it falls from one year to the next they are struck off the payroll.",
               "share", default=0.0, minimum=0.0, below=1.0, usual=(0.0, 0.6), changed=Changed.CROSSES),
        Column("skimming", Kind.SHARE, "Share of the money for pay that is lost before it is paid out.", "share",
               default_text="leakage, or 0", minimum=0.0, below=1.0, usual=(0.0, 0.6), changed=Changed.CROSSES),
        Column("waste", Kind.SHARE, "Share of the money for all but pay that is lost to diversion and waste.", "share",
               default_text="leakage, or 0", minimum=0.0, below=1.0, usual=(0.0, 0.6), changed=Changed.CROSSES),
        Column("leakage", Kind.SHARE, "Share of all spending that is lost, where it is not told apart: skimming and waste "
               "together, and no ghosts. Leave it blank where one of the three is typed.", "share",
               default=0.0, minimum=0.0, below=1.0, usual=(0.0, 0.6), changed=Changed.CROSSES),
        Column("at_once", Kind.INTEGER, "Most programmes of the table programmes that may run at the same time: how many "
               "reforms the institution can carry.", "programmes", default_text="any number", minimum=1, maximum=1000,
               changed=Changed.CROSSES),
        *SOURCE_AND_NOTE,
    ),
    required=True,
)

CADRES = Table(
    "cadres",
    "Cadres",
    "Groups of people with the same pay, work and career: constables, sergeants, judges, analysts.",
    key=("cadre",),
    columns=(
        identifier("cadre", "cadre"),
        reference("institution", "institutions", "Institution that employs the cadre."),
        label("cadre"),
        Column("opening_strength", Kind.NUMBER, "People paid at the end of the base year.", PERSONS, required=True,
               minimum=0.0, summed=True),
        Column("pay", Kind.NUMBER, "Pay and allowances, at base-year prices.", MONEY_A_HEAD,
               default_text="what pay_parts or pay_grid says; one of the three is needed", minimum=0.0,
               or_in=("pay_parts", "pay_grid"), changed=Changed.FILLS),
        Column("support", Kind.NUMBER, "Kit, fuel, food and upkeep that make one person effective, at base-year prices.",
               MONEY_A_HEAD, default=0.0, minimum=0.0),
        Column("training_cost", Kind.NUMBER, "Cost of training one recruit, at base-year prices.",
               "currency per recruit", default=0.0, minimum=0.0),
        Column("training_lead", Kind.INTEGER, "Whole years that training takes before a recruit joins.", "years",
               default=0, minimum=0, maximum=10),
        Column("wash_out", Kind.SHARE, "Share of trainees who cost training and a place and never join.", "share",
               default=0.0, minimum=0.0, below=1.0, usual=(0.0, 0.6)),
        Column("attrition", Kind.SHARE, "Share that leaves every year without being dismissed, of those there when it "
               "begins; recruits stay through their first year.", "share a year",
               default=0.0, minimum=0.0, below=1.0, usual=(0.0, 0.6), changed=Changed.CROSSES),
        Column("monthly_attrition", Kind.SHARE, "In place of attrition: share that leaves every month, of all who are "
               "there; it falls on recruits too, who join through the year.", "share a month",
               default_text="none: attrition holds", minimum=0.0, below=1.0, usual=(0.0, 0.1), changed=Changed.CROSSES),
        Column("real_pay_growth", Kind.NUMBER, "Growth of pay, severance and pension above prices.", "share a year",
               default=0.0, above=-1.0, maximum=1.0, usual=(-0.2, 0.25)),
        Column("severance", Kind.NUMBER, "Paid once to a person who is retrenched, at base-year prices.",
               "currency per person", default=0.0, minimum=0.0),
        Column("pension", Kind.NUMBER, "Pension of one pensioner, at base-year prices.", MONEY_A_HEAD, default=0.0,
               minimum=0.0, changed=Changed.CROSSES),
        Column("pension_share", Kind.SHARE, "In place of pension: pension of one pensioner as a share of what a serving "
               "member earns in the year, of the pensionable parts where pay is in parts.", "share of pay",
               default_text="none: pension holds", minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        Column("retiring_share", Kind.SHARE, "Share of those who leave by attrition with a pension.", "share",
               default=0.0, minimum=0.0, maximum=1.0),
        Column("pension_exit", Kind.SHARE, "Share of pensioners whose pension ends every year.", "share a year",
               default=0.05, minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        Column("opening_pensioners", Kind.NUMBER, "Pensioners at the end of the base year.", PERSONS, default=0.0,
               minimum=0.0),
        Column("min_strength", Kind.NUMBER, "Least strength in every year, a soft limit; strength_limits overrides it.",
               PERSONS, default=0.0, minimum=0.0),
        Column("max_strength", Kind.NUMBER, "Greatest strength in every year, a soft limit; strength_limits overrides "
               "it.", PERSONS, default_text="none", minimum=0.0),
        Column("unsupported_effect", Kind.SHARE, "What a person without kit, fuel or rations delivers, as a share of a "
               "supported one.", "share", default=0.3, minimum=0.0, maximum=1.0),
        Column("support_floor", Kind.SHARE, "Share of the strength that the case asks to be supported with kit, fuel and "
               "rations; below it, support counts as missing.", "share", default=0.7, minimum=0.0, maximum=1.0),
        Column("entry", Kind.BOOLEAN, "Whether people are hired into this cadre from outside.",
               default_text="true unless a promotion leads here"),
        Column("overhead_ratio", Kind.NUMBER, "Least strength per member of the cadres it serves, for a cadre without "
               "effects; 0 switches the rule off.", "ratio",
               default_text="its base-year ratio to the need-serving cadres of its institution, or of the whole case",
               minimum=0.0),
        Column("civilian", Kind.BOOLEAN, "Whether its members are civilians.", default=False),
        Column("women", Kind.BOOLEAN, "Whether the cadre counts women, where women and men are separate cadres.",
               default=False),
        Column("tags", Kind.TEXT, "Words of your own that put cadres together, joined by |, such as frontline|reserve; "
               "groups name them as tag:frontline."),
        currency_of("pay"),
        currency_of("support"),
        currency_of("training_cost"),
        currency_of("severance"),
        currency_of("pension"),
        *SOURCE_AND_NOTE,
    ),
    required=True,
)

PROMOTIONS = Table(
    "promotions",
    "Promotions",
    "Which cadre is promoted into which, and how fast: within one institution, and never back in a circle.",
    key=("from", "to"),
    columns=(
        reference("from", "cadres", "Cadre from which people are promoted."),
        reference("to", "cadres", "Cadre into which they are promoted."),
        Column("max_rate", Kind.SHARE, "Most of last year's strength that may be promoted.", "share a year",
               required=True, minimum=0.0, maximum=1.0),
        *SOURCE_AND_NOTE,
    ),
    absent="Nobody is promoted; all cadres hire from outside.",
)

STRENGTH_LIMITS = Table(
    "strength_limits",
    "Strength limits",
    "Least and greatest strength by year; overrides min_strength and max_strength of the cadre.",
    key=("cadre", "bound"),
    columns=(
        reference("cadre", "cadres", "Cadre that is limited."),
        Column("bound", Kind.CHOICE, "Whether the row gives the least or the greatest strength.", required=True,
               choices=("min", "max")),
        Column("hard", Kind.BOOLEAN, "Whether the limit holds at any price; a soft one is broken before pay is missed.",
               default=False),
        Column("form", Kind.CHOICE, "value: the years hold the limit; growth: by what share it rises over the year before, "
               "-0.05 for 5 per cent less. The first rise is over the limit that cadres states, or the opening strength.",
               default="value", choices=("value", GROWTH)),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, f"{PERSONS}, or share a year", "Limit in the year; a blank takes the value to its left, "
                     "and no value to its left means no limit. Where it grows, a blank leaves the limit as it is, and so "
                     "do the years after the last one shown.", Blank.CARRY, stays_blank=("form", GROWTH), adds=Adds.NEVER,
                     base_year=False, changed=Changed.CROSSES),
    absent="Only the limits of the cadres table hold.",
)

INTEGRATED = Table(
    "integrated",
    "Integrated people",
    "Fighters or community forces that an agreement obliges the state to take in, by year.",
    key=("cadre",),
    columns=(reference("cadre", "cadres", "Cadre into which they are taken."), *SOURCE_AND_NOTE),
    years=YearValues(Kind.NUMBER, PERSONS, "People taken in during the year.", Blank.ERROR, minimum=0.0,
                     adds=Adds.ALL, base_year=False, changed=Changed.SOUND),
    absent="Nobody is integrated.",
)

DEMOBILISATION = Table(
    "demobilisation",
    "Demobilisation",
    "In which years an institution may retrench, and how much; a demobilisation is a decision with dates.",
    key=("institution",),
    columns=(
        reference("institution", "institutions", "Institution that may retrench."),
        Column("reintegration", Kind.NUMBER, "Help to find a civilian life for a person who is retrenched, at base-year "
               "prices; a budget line of its own beside severance, with the item reintegration.", "currency per person",
               default=0.0, minimum=0.0),
        currency_of("reintegration"),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.SHARE, "share of last year's strength", "Most of a cadre that may be retrenched in the year.",
                     Blank.CARRY, default=0.0, minimum=0.0, maximum=1.0, adds=Adds.NEVER, base_year=False,
                     changed=Changed.SOUND),
    absent="Nobody is retrenched: strength falls by attrition only.",
)

TABLES = (INSTITUTIONS, CADRES, PROMOTIONS, STRENGTH_LIMITS, INTEGRATED, DEMOBILISATION)
