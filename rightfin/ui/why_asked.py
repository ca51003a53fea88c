"""What the page *Why* asks, as the texts that commands take: numbers in years, and wishes about them."""

from __future__ import annotations

from enum import StrEnum

from rightfin.schema import YearStyle
from rightfin.study.why.quantities import Quantity, QuantityUnit

PERCENT = 100.0
"""Per cent in a whole."""


class WishWhen(StrEnum):
    """In which years a wish is to hold."""

    IN = "in"
    FROM = "from"
    EVERY = "every year"


def at_text(quantity: Quantity, year: int, style: YearStyle) -> str:
    """Return how a number of a year is named."""
    return f"{quantity.name}@{style.text(year)}"


def at_text_of(asked: str, year: int, style: YearStyle) -> str:
    """Return a number that is named by what it is of, as ``need=crime,region=delta,year=2029``, in another year."""
    parts = [part for part in asked.split(",") if not part.strip().startswith("year")]
    return ",".join([*parts, f"year={style.text(year)}"])


def typed_unit(quantity: Quantity, currency: str) -> str:
    """Return in what a number of a quantity is typed."""
    return {
        QuantityUnit.PEOPLE: "people", QuantityUnit.MONEY: f"{currency} million", QuantityUnit.SHARE: "per cent",
    }[quantity.unit]


def amount_text(quantity: Quantity, typed: float) -> str:
    """Return a number as it is typed on the page, with its unit as wishes write it."""
    ending = {QuantityUnit.PEOPLE: "", QuantityUnit.MONEY: "m", QuantityUnit.SHARE: "%"}[quantity.unit]
    return f"{typed:.15g}{ending}"


def wish_text(quantity: Quantity, sense: str, typed: float, when: WishWhen, year: int, style: YearStyle) -> str:
    """Return a wish in the grammar of ``rightfin.study.why.wishes``; ``typed`` is in the unit of ``typed_unit``."""
    years = str(when) if when is WishWhen.EVERY else f"{when} {style.text(year)}"
    return f"{quantity.name} {sense} {amount_text(quantity, typed)} {years}"


def target_text(quantity: Quantity, sense: str, typed: float) -> str:
    """Return a number that is to be reached, whenever that may be."""
    return f"{quantity.name} {sense} {amount_text(quantity, typed)}"
