"""Tables about what happened and what was promised: actuals by year, benchmarks, and the numbers that both may name."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.schema.indicators import INDICATORS
from rightfin.schema.shared import SOURCE_AND_NOTE, identifier
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues


@dataclass(frozen=True)
class Counted:
    """A number by year that people count or promise; ``label`` is what it is called within a sentence.

    ``whose`` names the tables whose rows it may be of, and ``of_all`` says what it is of none; where that is empty, it is
    always of one. ``in_plan`` says whether a plan has it.
    """

    name: str
    label: str
    unit: str
    meaning: str
    whose: tuple[str, ...] = ()
    of_all: str = ""
    in_plan: bool = True


WHOLE = "*"
"""Whose, where a number is of the whole."""

_WHOSE = Column("whose", Kind.TEXT, "Cadre, institution, need, donor, payer, region or stage that it is of; * for the "
                "whole.", default=WHOLE)

TO_GRADE = ">"
"""Sign between the cadre from which and the grade to which people are promoted."""

PEOPLE = ("cadres", "institutions")

MEASURES: tuple[Counted, ...] = (
    Counted("strength", "people paid", "person-years", "People paid.", PEOPLE, "all people paid"),
    Counted("present", "people present", "person-years", "People who are there: paid, and no ghosts.", PEOPLE,
            "all people present"),
    Counted("hires", "recruits", "persons", "People who join in the year.", PEOPLE, "all who join"),
    Counted("exits", "retrenched", "persons", "People who were retrenched in the year.", PEOPLE, "all who were"),
    Counted("promoted", "promoted", "persons", "People moved up in the year: from a cadre to a grade, as in "
            "constables>sergeants.", ("promotions",), in_plan=False),
    Counted("in_training", "in training", "persons", "Recruits who are in training when the settled years end, by the year "
            "in which they are to join.", ("cadres",), in_plan=False),
    Counted("pensioners", "pensioners", "persons", "People who draw a pension.", ("cadres",), in_plan=False),
    Counted("stock", "in service", "units", "Units of an asset in service at the end of the year.", ("assets",)),
    Counted("coverage", "coverage", "share of need", "Share of needs that is covered.", ("needs",), "all needs, by weight"),
    Counted("cost", "cost", "currency", "What falls due in the year, paid or not.", ("institutions",), "the whole sector"),
    Counted("own", "paid by own money", "currency", "What own money pays of it.", ("payers",), "all own money"),
    Counted("donors", "paid by donors", "currency", "What donors pay of it.", ("donors",), "all donors"),
    Counted("unpaid", "unpaid", "currency", "What nobody pays of it.", ("payers",), "all payers"),
    Counted("arrears", "arrears", "currency", "What is owed unpaid at the end of the year.", ("payers",), "all payers"),
    Counted("pay_owed", "months of pay owed", "months", "Most months of pay that people were owed at the end of a month.",
            PEOPLE, in_plan=False),
    Counted("reserve", "reserve", "currency", "What is saved at the end of the year.", ("payers",), "all payers"),
    Counted("outlay", "given", "currency", "What a payer gives: spent on the sector, paid off of old arrears, saved.",
            ("payers",), "all payers"),
    Counted("backlog", "cases waiting", "cases", "Cases that wait at the end of the year.", ("justice_stages",)),
    Counted("convicted", "serving a sentence", "persons", "People sent to prison by a stage who serve a sentence.",
            ("justice_stages",), in_plan=False),
    Counted("revenue", "revenue", "currency", "Domestic revenue, grants excluded.", ("payers",), "all payers"),
    Counted("prices", "price level", "ratio", "Price level, 1 in the base year.", (), "the country"),
    Counted("exchange_rate", "exchange rate", "currency", "What one unit of the foreign currency costs.", (),
            "the foreign currency"),
    Counted("disbursed", "disbursed", "donor's currency", "What a donor paid in.", ("donors",)),
    Counted("carried", "carried over", "donor's currency", "What of a donor's money is unspent at the end of the year.",
            ("donors",)),
    Counted("threat", "threat level", "index", "Threat level of a need.", ("needs",)),
    Counted("feel_safe", "feel safe", "share of people asked", "People who say that they feel safe.", ("regions",),
            "the country", in_plan=False),
    Counted("trust", "trust", "share of people asked", "People who say that they trust the institution.", ("institutions",),
            in_plan=False),
)
"""What actuals and benchmarks may count, in the order in which reports show it."""

MEASURE: dict[str, Counted] = {measure.name: measure for measure in MEASURES}
"""Measures by name."""

PROMISED: dict[str, str] = {
    **{measure.name: measure.unit for measure in MEASURES}, **{one.name: one.unit for one in INDICATORS},
}
"""What benchmarks may be about, with its unit: measures, and indicators of a plan."""

MAY_BE_NEGATIVE = "outlay"
"""The measure that is below zero where more is taken from savings than is given."""

NOT_COUNTED = "planned, not counted"
"""Source of a row of actuals that stands as planned because nobody says what happened."""

WHOLE_YEAR = 12
"""Months of a figure that covers its year."""

ACTUALS = Table(
    "actuals",
    "Actuals",
    "What happened, by year: people paid and present, money spent and owed, revenue, prices, threats, cover, perceptions.",
    key=("measure", "whose", "months"),
    columns=(
        Column("measure", Kind.CHOICE, "What was counted: " + "; ".join(
            f"{one.name}, {one.unit}" for one in MEASURES) + ".", required=True, choices=tuple(MEASURE)),
        _WHOSE,
        Column("months", Kind.INTEGER, "Months of the year that the figure covers, from its beginning: 6 for a figure of "
               "the middle of the year. It is shown, and not yet taken for the year.", "months", default=WHOLE_YEAR,
               minimum=1, maximum=WHOLE_YEAR),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "that of the measure", "What was counted in or at the end of the year.",
                     Blank.UNKNOWN, earlier=True, adds=Adds.NEVER, base_year=False, changed=Changed.SOUND),
    absent="Nothing is known of what happened.",
    long=True,
)

DECIDABLE = ("strength", "hires", "exits", "promoted")
"""Measures that can be decided for years to come."""

DECIDED = Table(
    "decided",
    "Decided already",
    "What is decided already for years to come, as by a budget that is law: people paid, hired, retrenched or promoted. "
    "The plan keeps to it.",
    key=("measure", "whose"),
    columns=(
        Column("measure", Kind.CHOICE, "What is decided: people paid (strength), who join (hires), who are retrenched "
               "(exits), or who are moved up (promoted).", required=True, choices=DECIDABLE),
        Column("whose", Kind.TEXT, "Cadre; for promotions the cadre and the grade, as in constables>sergeants.",
               required=True),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "persons", "How many it is in the year.", Blank.UNKNOWN, minimum=0.0,
                     adds=Adds.NEVER, base_year=False, changed=Changed.SOUND),
    absent="Nothing is decided but by limits, rules and targets.",
)

BENCHMARKS = Table(
    "benchmarks",
    "Benchmarks",
    "What was promised or published, one number a row: the plan is held against it, and so is what happened.",
    key=("benchmark",),
    columns=(
        identifier("benchmark", "benchmark"),
        Column("name", Kind.TEXT, "What it says, in a sentence."),
        Column("measure", Kind.TEXT, "What it is about: a measure of the table actuals, or an indicator of a plan such as "
               "police_per_100k.", required=True),
        _WHOSE,
        Column("year", Kind.YEAR, "Year for which it was said.", "year", required=True),
        Column("relation", Kind.CHOICE, "Whether the number is to be at least, at most or about as much.",
               default="about", choices=("about", "at_least", "at_most")),
        Column("value", Kind.NUMBER, "The number.", "that of the measure", required=True),
        Column("tolerance", Kind.NUMBER, "How far from it still counts as met, in the unit of the number; what was "
               "published as 4.1 million is met from 4.05 to 4.15.", "that of the measure", default=0.0, minimum=0.0),
        Column("scenarios", Kind.TEXT, "Scenarios of the case under which it was said, joined by +; blank: none."),
        Column("promised_by", Kind.TEXT, "Who said or promised it."),
        *SOURCE_AND_NOTE,
    ),
    absent="The plan is held against no promise.",
)

TABLES = (ACTUALS, DECIDED, BENCHMARKS)
