"""Aggregates: a quantity in one year, or over all years shown, as one sum of decisions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label
from rightfin.study.why.quantities import LinearSum, Quantity, QuantityUnit


@dataclass(frozen=True)
class Aggregate:
    """A quantity in one year as the case writes it, or over all years shown where ``year`` is ``None``.

    Over all years people are added up to person-years, money is added up at base-year prices, and shares are averaged.
    """

    quantity: Quantity
    year: int | None

    @property
    def key(self) -> tuple[str, int | None]:
        """Its one name: that of the quantity, and the year."""
        return self.quantity.name, self.year

    def sum_in(self, d: Inputs) -> LinearSum:
        r"""Return it as a sum of decisions in natural units.

        $$
        \sum_t \frac{x_t}{\mathit{deflator}_t} \text{ of money} \qquad \sum_t x_t \text{ of people} \qquad
        \frac{1}{T} \sum_t x_t \text{ of shares}
        $$

        over the $T$ years shown; in one year it is $x_t$, money at the prices of that year.
        """
        if self.year is not None:
            return self.quantity.sum_in(d, int(self.year))
        horizon = d.parameters.horizon
        shown = horizon.years[: horizon.shown]
        weights = {
            QuantityUnit.MONEY: [1.0 / float(index) for index in d.parameters.fiscal.deflator[1 : len(shown) + 1]],
            QuantityUnit.SHARE: [1.0 / len(shown)] * len(shown),
            QuantityUnit.PEOPLE: [1.0] * len(shown),
        }[self.quantity.unit]
        return added(zip(weights, (self.quantity.sum_in(d, year) for year in shown), strict=True))


def added(parts: Iterable[tuple[float, LinearSum]]) -> LinearSum:
    """Return a weighted sum of sums."""
    terms: dict[Label, float] = {}
    constants: list[float] = []
    for weight, part in parts:
        constants.append(weight * part.constant)
        for label, by in part.terms.items():
            terms[label] = terms.get(label, 0.0) + weight * by
    return LinearSum(terms, math.fsum(constants))


def value_of(total: LinearSum, decisions: Mapping[Label, float]) -> float:
    """Return what a sum comes to where decisions have natural values; those that a model does not have count nothing."""
    return total.constant + math.fsum(by * decisions[label] for label, by in total.terms.items() if label in decisions)
