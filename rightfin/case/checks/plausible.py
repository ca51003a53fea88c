"""What is possible and so unlikely that its author is asked: rates of no country, sums among their parts, names alike."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from rightfin.case.checks.magnitudes import pay_bill
from rightfin.case.checks.view import Row, View, in_each_table, number
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.issue import Issue
from rightfin.case.limits import RISES, fits
from rightfin.schema import BY_NAME, Adds, Column, Table
from rightfin.schema.over_time import CHANGING
from rightfin.schema.shared import GROWTH
from rightfin.tolerances import TYPED

LARGEST_JUMP = 4.0
"""How many times the exchange rate may move in a year beyond what prices do, before somebody is asked."""

SMALLEST_PLEDGES = 0.001
"""All pledges of their best year over the pay of the opening strength: less than that is taken for a slip of units."""

LARGEST_PROJECTION = 1e24
"""Money at the end of the plan, in currency units; beyond it sums lose the money of the first years."""

_OF = {"strength_limits": "force"}
"""Whose numbers a usual range is of, by table; a country's in all others."""

_SUM_WORDS = frozenset(("total", "totals", "sum", "all", "overall", "subtotal", "gesamt", "totaux", "toplam", "jumla"))


@in_each_table
def check_usual(view: View, table: Table) -> Iterator[Issue]:
    """No rate is far from what countries have had: 7.5 may be 7.5 per cent, or 750."""
    for row in view.rows(table.name):
        for column, values in _asked(view, table, row):
            low, high = column.usual or (-math.inf, math.inf)
            odd = {place: value for place, value in values.items() if value is not None and not low <= value <= high}
            if odd:
                yield _unusual(view, table, row, column, odd)


def _asked(view: View, table: Table, row: Row) -> Iterator[tuple[Column, dict[str, float | None]]]:
    """Yield the columns or entries with a usual range, and what is typed in them by column of the table."""
    entry = table.entry(view.key(table.name, row)) if table.entries else None
    if entry is not None and entry.usual is not None:
        places = [name for name in row if name == "value" or name.isdigit()]
        yield entry, {name: number(row[name]) for name in places}
    for column in table.columns:
        if column.usual is not None:
            yield column, {column.name: number(row[column.name])}
    by_year = _by_year(table, row)
    if by_year is not None and by_year.usual is not None:
        typed = {name: number(row[name]) for name in row if name.isdigit()}
        # What no number of this kind may be has its own message.
        yield by_year, {name: value for name, value in typed.items() if value is None or fits(value, by_year)}


def _by_year(table: Table, row: Row) -> Column | None:
    """Return what the years of a row that says so hold: a rise, or the number of another table."""
    if row.get("form") == GROWTH:
        return RISES.get(table.name)
    changing = CHANGING.get(str(row["table"]), ()) if table.name == "over_time" else ()
    return BY_NAME[str(row["table"])].column(str(row["column"])) if row.get("column") in changing else None


def _unusual(view: View, table: Table, row: Row, column: Column, odd: dict[str, float]) -> Issue:
    place, value = next(iter(odd.items()))
    low, high = column.usual or (0.0, 0.0)
    when = f" in {years_text(view.written(int(name)) for name in odd)}" if place.isdigit() else ""
    meant = f"If {value:g} % is meant, type {value / 100:g}" if low <= value / 100 <= high else "Check it"
    return warning(
        "unusual",
        f"{column.name} is {value:g}{when}, that is {100 * value:,.4g} %: hardly any {_OF.get(table.name, 'country')} has "
        "been outside "
        f"{100 * low:g} to {100 * high:g} %.",
        f"{meant}; if it is meant as it stands, leave it.",
        table.name, view.key(table.name, row), place,
    )


@in_each_table
def check_sums(view: View, table: Table) -> Iterator[Issue]:
    """No row is the sum of the others, which would count everything twice."""
    rows = view.rows(table.name)
    summed = tuple(column.name for column in table.columns if column.summed)
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[part] for part in table.key[:-1]), []).append(row)
    for members in ([rows] if summed else groups.values()):
        yield from _sums(view, table, members, summed or _amounts(table, rows))


def _amounts(table: Table, rows: list[Row]) -> tuple[str, ...]:
    """Return the years of a table of amounts, in which sums over rows mean something."""
    if table.years is None or table.years.adds is Adds.NEVER:
        return ()
    return tuple(name for name in (rows[0] if rows else {}) if name.isdigit())


def _sums(view: View, table: Table, rows: list[Row], columns: tuple[str, ...]) -> Iterator[Issue]:
    if len(rows) < 3 or not columns:
        return
    typed = [[number(row[column]) or 0.0 for column in columns] for row in rows]
    whole = [math.fsum(column) for column in zip(*typed, strict=True)]
    for row, values in zip(rows, typed, strict=True):
        twice = all(math.isclose(2.0 * value, total, rel_tol=TYPED) for value, total in zip(values, whole, strict=True))
        if twice and any(whole) and (_says_sum(row, table) or len(set(map(tuple, typed))) == len(rows)):
            yield warning(
                "sum_of_others",
                f"{view.key(table.name, row)} is the sum of all other rows, so that everything counts twice.",
                "Delete the row if it is a total; leave it if it is something of its own.",
                table.name, view.key(table.name, row), columns[0],
            )


def _says_sum(row: Row, table: Table) -> bool:
    words = {str(row.get(name, "")).lower() for name in (*table.key, "name")}
    return bool(words & _SUM_WORDS)


@in_each_table
def check_names_apart(view: View, table: Table) -> Iterator[Issue]:
    """No two keys look alike and differ in capitals, blanks or the way a letter is composed."""
    seen: dict[str, str] = {}
    for row in view.rows(table.name):
        key = view.key(table.name, row)
        before = seen.setdefault(_folded(key), key)
        if before != key:
            yield error(
                "alike",
                f"The keys {before} and {key} differ only in capitals, blanks or the way a letter is composed.",
                "Give one of them another name, or make one row of both.",
                table.name, key, table.key[0],
            )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def check_currency_names(view: View) -> Iterator[Issue]:
    """The case's currency and the foreign one are the same or differ in more than capitals."""
    own, foreign = view.currencies
    if own != foreign and _folded(own) == _folded(foreign):
        yield error(
            "currencies_alike",
            f"currency is {own} and foreign_currency {foreign}, which would be two currencies.",
            f"Write both in the same way, such as {own.upper()}.",
            "settings", "currency", "value",
        )


def check_exchange_jumps(view: View) -> Iterator[Issue]:
    """The exchange rate does not jump while prices stay: a new currency unit changes both."""
    inflation = view.series("deflator_growth")
    if inflation is None or view.base is None:
        return
    for row in view.rows("macro"):
        name = str(row["series"])
        rates = view.series(name) if name.split(":", 1)[0] == "exchange_rate" else None
        if rates is None or any(rate <= 0.0 for rate in rates):
            continue
        steps = zip(pairwise(rates), inflation[1:], strict=True)
        jumps = {
            view.base + step: (before, now, prices) for step, ((before, now), prices) in enumerate(steps, 1)
            if _jumps(now / before) and _jumps(now / before / max(1.0 + prices, 1e-9))
        }
        if jumps:
            year, (before, now, prices) = next(iter(jumps.items()))
            yield warning(
                "rate_jumps",
                f"{name} goes from {before:,.6g} to {now:,.6g} in {years_text(jumps)}, while prices change by "
                f"{100 * prices:g} %.",
                "If the currency was changed, type all money and rates in one unit, old or new, in all years; if the "
                "rate is meant as it stands, leave it.",
                "macro", name, year_column(year),
            )


def _jumps(factor: float) -> bool:
    return not 1.0 / LARGEST_JUMP <= factor <= LARGEST_JUMP


def check_pledges_size(view: View) -> Iterator[Issue]:
    """Pledges are not so small beside the force's pay that they seem to be in thousands."""
    own, foreign = view.currencies
    currencies = {str(row["donor"]): str(row["currency"] or own) for row in view.rows("donors")}
    pay = pay_bill(view)
    if pay <= 0.0:
        return
    for row in view.rows("pledges"):
        code = currencies.get(str(row["donor"]), own)
        rates = [1.0] if code == own else view.series("exchange_rate" if code == foreign else f"exchange_rate:{code}")
        typed = max((number(value) or 0.0 for name, value in row.items() if name.isdigit()), default=0.0)
        most = typed * max(rates or [1.0])
        if 0.0 < most < SMALLEST_PLEDGES * pay:
            yield warning(
                "magnitude",
                f"{row['donor']} pledges {typed:,.6g} {code} a year at most, less than a thousandth of what the opening "
                f"strength earns, {pay:,.0f} {own}: is it typed in thousands or millions?",
                "Type pledges in whole currency units.",
                "pledges", str(row["donor"]),
            )


def check_projection(view: View) -> Iterator[Issue]:
    """Prices and growth do not carry money beyond what sums can hold."""
    gdp = view.base_value("gdp")
    growth, inflation = view.series("real_growth"), view.series("deflator_growth")
    if gdp is None or growth is None or inflation is None or view.base is None:
        return
    tail = int(number(view.settings["tail_years"]) or 0)
    steps = [(1.0 + g) * (1.0 + i) for g, i in zip(growth[1:], inflation[1:], strict=True)]
    if min([gdp, *steps]) <= 0.0:
        return  # its own fault, found elsewhere
    size = math.log10(gdp) + math.fsum(map(math.log10, steps)) + tail * math.fsum(map(math.log10, steps[-1:]))
    if size > math.log10(LARGEST_PROJECTION):
        yield error(
            "prices_explode",
            f"GDP grows to 10 to the power of {size:.0f} {view.currencies[0]} by the end of the plan: sums of all years "
            "would lose the first ones.",
            "Check deflator_growth and real_growth; with inflation like this plan fewer years.",
            "macro", "deflator_growth", year_column(view.years[0]),
        )
