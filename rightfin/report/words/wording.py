"""How numbers are written for people: money with its unit, heads, shares, years."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

WITHIN_LIMITS = "asks for no money beyond the ceiling of own spending and the pledges"
"""What is said of a thing to ask for to which no payer must add; within these limits it may cost more than the plan."""

_WEIGHED, _FINEST = 3, 9
"""Decimals of unmet need, and the most that are written to tell two amounts apart."""

_STEPS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True)
class Scale:
    """The unit in which tables and charts of one plan show money: divide by ``divisor``, write ``unit``."""

    divisor: float
    unit: str
    decimals: int

    def of(self, amount: float) -> float:
        """Return an amount in currency units as a number in this unit."""
        return amount / self.divisor


def scale_of(largest: float, currency: str) -> Scale:
    """Return the unit for a plan whose largest yearly amount is ``largest`` currency units.

    Billions start at ten billion, so that lines of ten million still show.
    """
    if largest >= 1e13:
        return Scale(1e12, f"{currency} trillion", 3)
    if largest >= 1e10:
        return Scale(1e9, f"{currency} billion", 3)
    if largest >= 1e6:
        return Scale(1e6, f"{currency} million", 1)
    return Scale(1.0, currency, 0)


def scale_of_years(amounts: Iterable[float], currency: str) -> Scale:
    """Return the unit for a series of years: that of the smallest year that is not zero.

    Where prices multiply, the unit of the largest year would show real money of the first years as 0.
    """
    return scale_of(min((amount for amount in amounts if amount > 0.0), default=0.0), currency)


def money(amount: float, currency: str) -> str:
    """Return an amount in currency units in words: ``AFN 12.3 billion``, ``-AFN 4 million``."""
    sign = "-" if amount < 0 else ""
    size = abs(amount)
    for divisor, word in _STEPS:
        if size >= 0.9995 * divisor:
            return f"{sign}{currency} {_three_digits(size / divisor)} {word}"
    whole = f"{size:,.0f}"
    return f"{currency} 0" if whole == "0" else f"{sign}{currency} {whole}"


def _three_digits(number: float) -> str:
    if number >= 99.95:
        return f"{number:,.0f}"
    if number >= 9.995:
        return f"{number:.1f}"
    return f"{number:.2f}"


def people(number: float) -> str:
    """Return a number of people or person-years: ``12,345``."""
    return f"{round(number):,}"


def percent(share: float) -> str:
    """Return a share in per cent: ``12.3%``."""
    return f"{round(100.0 * share, 1) + 0.0:.1f}%"


def as_shown(share: float) -> float:
    """Return a share as it reads in per cent, so that differences are those of the numbers that are shown."""
    return round(100.0 * share, 1) / 100.0


def significant(share: float) -> str:
    """Return a share in per cent: two significant digits below ten per cent, else whole per cent."""
    number = 100.0 * share
    if number >= 9.95:
        return f"{number:,.0f}%"
    return f"{np.format_float_positional(number, precision=2, fractional=False, trim='-')}%"


def weighed(amount: float) -> str:
    """Return unmet need, weighted and discounted, as every sentence says it: ``7.333``; two digits of a very small one."""
    text = f"{amount + 0.0:,.{_WEIGHED}f}"
    small = amount != 0.0 and not text.strip("-0.")
    return np.format_float_positional(amount, precision=2, fractional=False, trim="-") if small else text


def weighed_instead(amount: float, other: float) -> str:
    """Return two such amounts, ``7.333 instead of 7.301``, with more digits where they would read alike."""
    decimals = next((n for n in range(_WEIGHED, _FINEST) if f"{amount:.{n}f}" != f"{other:.{n}f}"), _FINEST)
    return f"{amount + 0.0:,.{decimals}f} instead of {other + 0.0:,.{decimals}f}"


def in_full(share: float) -> bool:
    """Return whether a share reads 100.0%: what is left out is then not worth a word."""
    return percent(share) == percent(1.0)


def begun(text: str) -> str:
    """Return a text that begins with a capital letter, for a sentence that starts with a word of its own."""
    return f"{text[:1].upper()}{text[1:]}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return words as an English list: ``a, b and c``, or with another word before the last."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def span_of(years: Sequence[int]) -> str:
    """Return from when to when years go, in words."""
    first, last = min(years, default=""), max(years, default="")
    return f"{first}" if first == last else f"{first} to {last}"


def in_order(names: Mapping[str, str], ids: Collection[str]) -> list[str]:
    """Return ids in the order in which ``names`` has them, which is that of the case; those that it lacks come last."""
    return [*(one for one in names if one in ids), *sorted(one for one in ids if one not in names)]


def labels(names: Mapping[str, str], ids: Iterable[str]) -> dict[str, str]:
    """Return a label for each id: its full name, followed by the id where several share one name."""
    wanted = list(dict.fromkeys(ids))
    full = {key: names.get(key, key) for key in wanted}
    counts: dict[str, int] = {}
    for name in full.values():
        counts[name] = counts.get(name, 0) + 1
    return {key: name if counts[name] == 1 else f"{name} ({key})" for key, name in full.items()}
