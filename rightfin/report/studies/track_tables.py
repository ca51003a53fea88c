"""Tables of plan against fact: every number, the split of spending, donors' promises, revenue forecasts."""

from __future__ import annotations

from rightfin.report.studies.findings import FindingsTable, Form, Heading
from rightfin.report.words.measures import amount_in_words, measure_in_words, name_of
from rightfin.report.words.wording import begun
from rightfin.schema.learning import MEASURE, WHOLE, WHOLE_YEAR
from rightfin.study.learning.track import PRICE, RATE, VOLUME, PlanAgainstFact, Track


def apart(row: PlanAgainstFact) -> float | None:
    """Return by which share of the plan a fact lies apart from it; ``None`` where the plan has nothing to compare."""
    if row.planned is None or row.planned == 0.0 or row.months < WHOLE_YEAR:
        return None
    return row.actual / row.planned - 1.0


def facts_table(found: Track) -> FindingsTable:
    """Return every number that is known of a planned year beside that of the plan."""
    headings = (
        Heading("measure", "Measure", Form.TEXT, shown=False), Heading("whose", "Whose", Form.TEXT, shown=False),
        Heading("what", "What", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("months", "Months covered", Form.NUMBER, "Months of the year, from its beginning, that the fact covers."),
        Heading("plan", "Planned", Form.TEXT), Heading("fact", "In fact", Form.TEXT),
        Heading("apart", "Fact less plan", Form.SHARE, "Share of the planned number; blank for a part of a year."),
        Heading("planned", "Planned, as a number", Form.VALUE, shown=False),
        Heading("actual", "In fact, as a number", Form.VALUE, shown=False),
        Heading("source", "Source", Form.TEXT),
    )
    return FindingsTable("facts", "Plan against fact", headings, tuple(
        (row.measure, row.whose, begun(measure_in_words(row.measure, row.whose, found.names)), row.year, row.months,
         amount_in_words(row.planned, row.measure, found.currency),
         amount_in_words(row.actual, row.measure, found.currency), apart(row), row.planned, row.actual, row.source)
        for row in found.rows
    ), "Numbers are in the unit of their measure; money is at current prices.")


def spending_table(found: Track) -> FindingsTable:
    """Return what explains the difference of spending, by institution and year."""
    headings = (
        Heading("whose", "Whose", Form.TEXT, shown=False), Heading("name", "Spending of", Form.TEXT),
        Heading("year", "Year", Form.YEAR), Heading("planned", "Planned", Form.MONEY),
        Heading(VOLUME, "People", Form.MONEY, "More or fewer people paid than planned, at the cost of the plan a head."),
        Heading(PRICE, "Prices", Form.MONEY, "Prices at home that rose faster or slower than expected."),
        Heading(RATE, "Exchange rate", Form.MONEY, "What is priced in foreign currency, at another rate than expected."),
        Heading("timing", "Timing", Form.MONEY, "What the next or the last year known makes up for; blank while no "
                "neighbouring year is known."),
        Heading("decision", "Decisions and all else", Form.MONEY, "What none of these explains."),
        Heading("actual", "In fact", Form.MONEY),
    )
    return FindingsTable("spending", "What explains the difference of spending", headings, tuple(
        (one.whose, "The whole sector" if one.whose == WHOLE else name_of(one.whose, found.names), one.year, one.planned,
         one.parts[VOLUME], one.parts[PRICE], one.parts[RATE], one.timing, one.decision, one.actual)
        for one in found.splits
    ), "Planned and the parts sum to what was spent. Money is at current prices.")


def promises_table(found: Track) -> FindingsTable:
    """Return what donors were to pay in and did, in their own currencies."""
    headings = (
        Heading("donor", "Donor id", Form.TEXT, shown=False), Heading("name", "Donor", Form.TEXT),
        Heading("year", "Year", Form.YEAR), Heading("promised", "To arrive by the plan", Form.NUMBER),
        Heading("paid", "Paid in", Form.NUMBER), Heading("share", "Share paid in", Form.SHARE),
    )
    return FindingsTable("promises", "Donors' promises and payments", headings, tuple(
        (row.whose, name_of(row.whose, found.names), row.year, row.planned, row.actual,
         row.actual / row.planned if row.planned else None)
        for row in found.rows if row.measure == "disbursed" and row.months == WHOLE_YEAR
    ), f"In the currency of each donor ({MEASURE['disbursed'].unit}).")


def forecast_table(found: Track) -> FindingsTable:
    """Return how far revenue lay from what was expected."""
    headings = (
        Heading("whose", "Whose", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("expected", "Expected", Form.MONEY), Heading("actual", "In fact", Form.MONEY),
        Heading("error", "Fact less forecast", Form.SHARE, "Share of the forecast."),
    )
    return FindingsTable("revenue", "Forecasts of revenue", headings, tuple(
        ("All payers" if row.whose == WHOLE else name_of(row.whose, found.names), row.year, row.planned, row.actual,
         apart(row))
        for row in found.rows if row.measure == "revenue" and row.planned is not None and row.months == WHOLE_YEAR
    ))
