"""Currencies: known ones, and a rate for each that is used."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue
from rightfin.schema import BY_NAME

_PREFIX = "exchange_rate:"

_OF_DONORS = ("donors", "in_kind")
"""Tables whose amounts may be in a third currency."""


def _priced(view: View) -> Iterator[tuple[str, str, str, str]]:
    """Yield table, row, column and currency of every currency that is typed."""
    for table in (
        "cadres", "demobilisation", "pay_parts", "assets", "donors", "in_kind", "running_costs", "programme_costs",
        "providers",
    ):
        columns = [
            c.name for c in BY_NAME[table].columns if c.name == "currency" or c.name.endswith("_currency")
        ]
        for row in view.rows(table):
            for column in columns:
                if row[column] is not None:
                    yield table, view.key(table, row), column, str(row[column])


def check_currencies(view: View) -> Iterator[Issue]:
    """Prices are in the case's or the foreign currency; donors may also use one that has an exchange rate."""
    third = [name.removeprefix(_PREFIX) for name in view.names("macro") if name.startswith(_PREFIX)]
    own, foreign = view.currencies
    for table, row, column, currency in _priced(view):
        known = list(dict.fromkeys((own, foreign, *(third if table in _OF_DONORS else ()))))
        if currency in known:
            continue
        alike = next((code for code in known if code.casefold() == currency.casefold()), None)
        remedy = view.suggestions.choose(currency, known, f"Type {' or '.join(known)}.")
        if alike is not None:
            remedy = f"Did you mean {alike}?"
        if table in _OF_DONORS:
            remedy += f" Another currency needs a row {_PREFIX}{currency} in macro, in {own} per {currency}."
        elif currency in third:
            remedy = f"Convert the price to {own} or {foreign}: only donors may use a third currency."
        yield error(
            "unknown_currency",
            f"{currency} is not a currency that {table} may use.",
            remedy,
            table,
            row,
            column,
        )


def check_exchange_rates(view: View) -> Iterator[Issue]:
    """Every foreign currency in use has a rate, and every rate says something."""
    own, foreign = view.currencies
    rows = {str(row["series"]): row for row in view.rows("macro")}
    given = {name for name, row in rows.items() if any(c.isdigit() and v is not None for c, v in row.items())}
    used = any(currency == foreign for *_, currency in _priced(view))
    if used and foreign != own and "exchange_rate" not in given:
        yield warning(
            "rate_assumed",
            f"{foreign} is used, but the series exchange_rate is not given, so one {foreign} "
            f"counts as one {own}.",
            f"Add a row exchange_rate to macro, in {own} per {foreign}.",
            "macro",
            "exchange_rate",
        )
    if foreign == own and any(rate != 1.0 for rate in view.series("exchange_rate") or ()):
        yield warning(
            "rate_unused",
            f"exchange_rate is not used, because {own} is both the case's currency and the foreign_currency.",
            "Type another foreign_currency in settings, or delete the row.",
            "macro",
            "exchange_rate",
        )
    for name in rows:
        if not name.startswith(_PREFIX):
            continue
        code = name.removeprefix(_PREFIX)
        if name not in given:
            yield error(
                "no_rate",
                f"{name} has no value.",
                f"Type the rate, in {own} per {code}, from the base year on.",
                "macro",
                name,
            )
        if code == foreign and foreign != own:
            yield error(
                "two_rates",
                f"{code} is the foreign_currency, whose rate is the series exchange_rate.",
                "Rename the row to exchange_rate and keep one of them.",
                "macro",
                name,
                "series",
            )
        elif code == own:
            yield warning(
                "rate_unused",
                f"{name} is not used, because {own} is the case's currency.",
                "Delete the row.",
                "macro",
                name,
                "series",
            )
