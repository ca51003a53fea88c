"""Plan against fact in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.charts.learning import apart_chart, parts_chart
from rightfin.report.studies.findings import Findings, Picture
from rightfin.report.studies.track_tables import apart, facts_table, forecast_table, promises_table, spending_table
from rightfin.report.words.answer import Sentence
from rightfin.report.words.measures import amount_in_words, measure_in_words, name_of
from rightfin.report.words.wording import begun, listed, money, percent
from rightfin.schema.learning import WHOLE, WHOLE_YEAR
from rightfin.study.learning.track import PRICE, RATE, VOLUME, SpendingSplit, Track
from rightfin.tolerances import SEEN

USUAL_ERROR = 0.16
"""Mean absolute error of revenue forecasts one year ahead, as a share: programmes of low-income countries, 1993-99.
"""

FURTHEST = 3
"""Numbers furthest from the plan that a sentence names; the table has all."""


def findings(found: Track) -> Findings:
    """Return how what happened lies beside the plan."""
    tables = [facts_table(found), spending_table(found), promises_table(found), forecast_table(found)]
    return Findings(
        study="track",
        title=f"{found.title}: plan against fact",
        currency=found.currency,
        scale=facts.money_scale(found.plan),
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=tuple(table for table in tables if table.rows),
        pictures=tuple(_pictures(found)),
        method=tuple(_method(found)),
    )


def _pictures(found: Track) -> Iterator[Picture]:
    far = [
        (f"{begun(measure_in_words(row.measure, row.whose, found.names))}, {row.year}", by)
        for row in found.rows if (by := apart(row)) is not None
    ]
    if far:
        title = "How far facts lie from the plan"
        yield Picture("apart", title, apart_chart(far, title), "facts")
    parts = [(f"{_whose(split, found)}, {split.year}", begun(part), amount)
             for split in found.splits for part, amount in _parts(split)]
    if parts:
        title = "What explains the difference of spending"
        yield Picture("spending", title, parts_chart(parts, title, facts.money_scale(found.plan)), "spending")


def _method(found: Track) -> Iterator[str]:
    yield ("Facts are those of the table actuals, for years of the plan. A fact of some months of a year is shown beside "
           "the plan of the whole year and compared with nothing.")
    if found.splits:
        yield ("What the plan's decisions would have cost at the prices and the exchange rate that came about was worked "
               "out by the model of the plan. People, prices and exchange rate share what they explain together as the "
               "mean over all orders (Shapley values), so that no order counts; the rest is what none of them explains. "
               "What one year spends less and its neighbour more, as far as the two make up for each other, is timing.")


def _sentences(found: Track) -> Iterator[Sentence]:
    whole = [row for row in found.rows if row.months == WHOLE_YEAR and row.planned is not None]
    years = sorted({row.year for row in found.rows})
    yield Sentence("known", "What is known", f"{len(found.rows)} numbers of {listed([str(year) for year in years])}; "
                   f"{len(whole)} of them can be compared with the plan.")
    far = sorted(((abs(by), row) for row in whole if (by := apart(row)) is not None), key=lambda one: -one[0])
    told = [
        f"{measure_in_words(row.measure, row.whose, found.names)}: "
        f"{amount_in_words(row.actual, row.measure, found.currency)} in {row.year}, planned "
        f"{amount_in_words(row.planned, row.measure, found.currency)}"
        for by, row in far[:FURTHEST] if by >= SEEN
    ]
    if told:
        yield Sentence("furthest", "Furthest from the plan", f"{begun('; '.join(told))}.")
    for split in found.splits:
        yield Sentence("spending", "Spending", _spending(split, found))
    yield from _revenue(found)


def _whose(split: SpendingSplit, found: Track) -> str:
    return "The sector" if split.whose == WHOLE else name_of(split.whose, found.names)


def _parts(split: SpendingSplit) -> tuple[tuple[str, float], ...]:
    """Return what explains a difference of spending, each part by its name in a sentence; they sum to the difference."""
    return (
        ("people", split.parts[VOLUME]), ("prices", split.parts[PRICE]), ("the exchange rate", split.parts[RATE]),
        ("timing", split.timing or 0.0), ("decisions and all else", split.decision),
    )


def _spending(split: SpendingSplit, found: Track) -> str:
    change = split.actual - split.planned
    parts = [
        f"{name} {'more' if amount > 0.0 else 'less'} {money(abs(amount), found.currency)}"
        for name, amount in _parts(split) if abs(amount) >= SEEN * split.planned
    ]
    text = (f"{_whose(split, found)} spent {money(split.actual, found.currency)} in {split.year}, "
            f"{money(abs(change), found.currency)} {'more' if change > 0.0 else 'less'} than planned")
    return f"{text}: {'; '.join(parts)}." if parts else f"{text}."


def _revenue(found: Track) -> Iterator[Sentence]:
    errors = [apart(row) for row in found.rows
              if row.measure == "revenue" and row.whose == WHOLE and row.months == WHOLE_YEAR]
    known = [error for error in errors if error is not None]
    if known:
        mean = sum(map(abs, known)) / len(known)
        yield Sentence(
            "revenue", "Revenue", f"Revenue lay {percent(mean)} from what was expected, in the mean of "
            f"{len(known)} year{'s' if len(known) > 1 else ''}. In programmes of low-income countries in 1993-99 forecasts "
            f"one year ahead missed by {USUAL_ERROR:.0%} in the mean.")
