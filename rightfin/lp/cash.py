r"""The formulation of a cash year: what is paid when, out of which account, in the twelve months of a planned year.

What each account pays of each line in the year, :math:`A_{al}`, is the plan's; the months decide only when. Decisions are
the shares :math:`x_{alm}` of it that are paid by the end of month :math:`m = 1 \dots 11` (by the end of the twelfth all of
it is), and what payer :math:`a` owes a bank then, :math:`b_{am}`. With :math:`D_{lm}` what of line :math:`l` fell due by
the end of the month, :math:`N_{am}` what an account would hold if it had paid nothing (its opening balance and all that
came in), :math:`\underline{B}_a` its least balance and :math:`\overline{b}_a` the most that is bridged:

.. math::

    x_{alm} &\le x_{al,m+1} \le 1 &&\text{nothing is paid back}\\
    \sum_a A_{al}\,x_{alm} &\le D_{lm} &&\text{nothing is paid before it is due}\\
    \sum_l A_{al}\,x_{alm} - b_{am} &\le N_{am} - \min(\underline{B}_a, N_{am}) &&\text{the balance}\\
    b_{am} &\le \overline{b}_a, \quad b_{a,12} = 0 &&\text{bridging}

What is owed to people of cadre :math:`k` is :math:`O_{km} = \sum_{l \in k} (D_{lm} - \sum_a A_{al} x_{alm})`, which is
:math:`u_{km} = O_{km} / c_k` months of its pay, where :math:`c_k` is a twelfth of what its pay costs in the year, and
:math:`n_k` are its people. One level after the other, the earlier ones holding:

.. math::

    \min\ & \textstyle\sum_{km} n_k\,u_{km} && \text{person-months unpaid, summed over the ends of months}\\
    \min\ & \textstyle\sum_{km} n_k \sum_{h \in \{1,2,3,6\}} \max(0, u_{km} - h) && \text{nobody waits long}\\
    \min\ & \textstyle\sum_{m, l \notin \text{pay}} (D_{lm} - \sum_a A_{al} x_{alm}) && \text{all else is paid late least}\\
    \min\ & \textstyle\sum_{am} b_{am} && \text{least bridging}\\
    \min\ & -\textstyle\sum_{m, l \in \text{old debts}} \sum_a A_{al} x_{alm} && \text{old debts are paid off early}\\
    \min\ & -\textstyle\sum_{alm} r_{al}\,x_{alm} && \text{and what is left goes by names}

where :math:`r_{al}` falls slightly in the order of names, so that no order of rows counts. All :math:`x` at zero is a
point. Rows are scaled by what an account pays, or a line costs, in the year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array

from rightfin.fiscal.parameters import Floats

AHEAD = 11
"""Months at whose end something is decided: by the end of the twelfth all is paid that the plan pays."""

WAITS = (1.0, 2.0, 3.0, 6.0)
"""Months of pay owed from which waiting counts more, so that a long wait of one weighs more than short ones of many."""

NAMES_WEIGH = 0.5
"""By how much the last in the order of names weighs less than the first in the last level."""


@dataclass(frozen=True)
class CashTerms:
    """What a year by month is about; money in currency at current prices, months in the order of the fiscal year.

    ``pays`` (accounts, lines) is what each account pays of each line in the year, ``due`` (lines, 12) what falls due in
    each month, paid or not. ``paying`` says of each line whose pay it is, -1 for all that is no pay and -2 for old debts;
    ``people`` (cadres,) how many there are. ``has`` (accounts, 12) is what an account would hold at the end of each
    month if it had paid nothing, ``least`` and ``bridged`` (accounts,) the least balance and the most that is bridged.
    ``rank`` (accounts, lines) is the place of each pair in the order of names, from 0 to 1.
    """

    pays: Floats
    due: Floats
    paying: NDArray[np.int32]
    people: Floats
    has: Floats
    least: Floats
    bridged: Floats
    rank: Floats


class CashProgram:
    """The arrays of a cash year and its levels, and what a point comes to."""

    def __init__(self, terms: CashTerms) -> None:
        self.terms = terms
        self._account, self._line = np.nonzero(terms.pays > 0.0)
        self._amount = terms.pays[self._account, self._line]
        self._pairs, self._accounts = len(self._amount), len(terms.pays)
        self._cadres = len(terms.people)
        self._rows: list[tuple[Floats, Floats, Floats]] = []
        self._sides: list[Floats] = []

    # Columns: shares paid (pair, month), then bridges (account, month), then waits beyond (cadre, month, step).

    def _paid(self, month: int) -> NDArray[np.int64]:
        return np.arange(self._pairs) * AHEAD + month

    def _bridge(self, month: int) -> NDArray[np.int64]:
        return self._pairs * AHEAD + np.arange(self._accounts) * AHEAD + month

    def _beyond(self, cadre: int, month: int, step: int) -> int:
        return (self._pairs + self._accounts) * AHEAD + (cadre * AHEAD + month) * len(WAITS) + step

    @property
    def width(self) -> int:
        """Number of columns."""
        return (self._pairs + self._accounts + self._cadres * len(WAITS)) * AHEAD

    @cached_property
    def scale(self) -> Floats:
        """What an account pays in the year, 1 where it pays nothing, (accounts,)."""
        whole = self.terms.pays.sum(axis=1)
        return np.where(whole > 0.0, whole, 1.0)

    @cached_property
    def monthly_pay(self) -> Floats:
        """A twelfth of what the pay of each cadre costs in the year, 1 where it costs nothing, (cadres,)."""
        cost = self.terms.due.sum(axis=1)
        found = np.array([cost[self.terms.paying == k].sum() for k in range(self._cadres)]) / (AHEAD + 1)
        return np.where(found > 0.0, found, 1.0)

    def column_upper(self) -> Floats:
        """Return the greatest values of columns."""
        bridges = np.repeat(self.terms.bridged / self.scale, AHEAD)
        return np.concatenate([
            np.ones(self._pairs * AHEAD), bridges, np.full(self._cadres * AHEAD * len(WAITS), np.inf)])

    def rows(self) -> tuple[csc_array, Floats]:
        """Return the matrix and the greatest values of rows; there are no least ones."""
        at: list[NDArray[np.int64]] = []
        columns: list[NDArray[np.int64]] = []
        values: list[Floats] = []
        upper: list[float] = []

        def add(entries: Sequence[tuple[NDArray[np.int64], Floats]], most: float) -> None:
            for places, amounts in entries:
                at.append(np.full(len(places), len(upper)))
                columns.append(places)
                values.append(amounts)
            upper.append(most)

        for entries, most in (*self._in_turn(), *self._when_due(), *self._balances(), *self._waits()):
            add(entries, most)
        shape = (len(upper), self.width)
        if not upper:
            return csc_array(shape), np.zeros(0)
        matrix = coo_array((np.concatenate(values), (np.concatenate(at), np.concatenate(columns))), shape=shape)
        return csc_array(matrix), np.array(upper)

    def _in_turn(self) -> Iterator[tuple[list[tuple[NDArray[np.int64], Floats]], float]]:
        for month in range(AHEAD - 1):
            for now, later in zip(self._paid(month), self._paid(month + 1), strict=True):
                yield [(np.array([now, later]), np.array([1.0, -1.0]))], 0.0

    def _when_due(self) -> Iterator[tuple[list[tuple[NDArray[np.int64], Floats]], float]]:
        by_then = np.cumsum(self.terms.due, axis=1)
        for line in np.unique(self._line):
            of, cost = np.flatnonzero(self._line == line), float(by_then[line, -1])
            for month in range(AHEAD):
                yield [(self._paid(month)[of], self._amount[of] / cost)], float(by_then[line, month]) / cost

    def _balances(self) -> Iterator[tuple[list[tuple[NDArray[np.int64], Floats]], float]]:
        for account in range(self._accounts):
            of, size = np.flatnonzero(self._account == account), self.scale[account]
            for month in range(AHEAD):
                has = float(self.terms.has[account, month])
                most = (has - min(float(self.terms.least[account]), has)) / size
                yield [(self._paid(month)[of], self._amount[of] / size),
                       (self._bridge(month)[[account]], np.array([-1.0]))], most

    def _waits(self) -> Iterator[tuple[list[tuple[NDArray[np.int64], Floats]], float]]:
        by_then = np.cumsum(self.terms.due, axis=1)
        for cadre in range(self._cadres):
            lines = self.terms.paying == cadre
            of, size = np.flatnonzero(lines[self._line]), self.monthly_pay[cadre]
            for month in range(AHEAD):
                owed = float(by_then[lines, month].sum()) / size
                for step, wait in enumerate(WAITS):
                    if owed > wait:
                        beyond = np.array([self._beyond(cadre, month, step)])
                        yield [(self._paid(month)[of], -self._amount[of] / size), (beyond, np.array([-1.0]))], wait - owed

    def levels(self) -> tuple[Floats, ...]:
        """Return the coefficients of each level, each scaled to about one; see above."""
        of_pay = self.terms.paying[self._line]
        people = np.concatenate([self.terms.people, [0.0]])
        monthly = np.concatenate([self.monthly_pay, [1.0]])
        whose = np.maximum(of_pay, -1)
        persons = np.where(of_pay >= 0, people[whose] * self._amount / monthly[whose], 0.0)
        all_people = max(float(self.terms.people.sum()), 1.0)
        cost = max(float(self.terms.due.sum()), 1.0)
        waits = np.zeros(self.width)
        waits[(self._pairs + self._accounts) * AHEAD:] = np.repeat(self.terms.people, AHEAD * len(WAITS)) / all_people
        bridges = np.zeros(self.width)
        bridges[self._pairs * AHEAD:(self._pairs + self._accounts) * AHEAD] = np.repeat(self.scale, AHEAD) / cost
        rank = self.terms.rank[self._account, self._line]
        return (
            self._of_paid(-persons / all_people),
            waits,
            self._of_paid(np.where(of_pay == OTHER, -self._amount / cost, 0.0)),
            bridges,
            self._of_paid(np.where(of_pay == OLD_DEBTS, -self._amount / cost, 0.0)),
            self._of_paid(-(1.0 - NAMES_WEIGH * rank) / max(self._pairs, 1)),
        )

    def _of_paid(self, by_pair: Floats) -> Floats:
        found = np.zeros(self.width)
        found[: self._pairs * AHEAD] = np.repeat(by_pair, AHEAD)
        return found

    def paid(self, point: Floats) -> Floats:
        """Return what each account has paid of each line by the end of each month, (accounts, lines, 12).

        Shares lie in order between 0 and 1, whatever the solver's rounding, and the last month is the plan's year.
        """
        shares = np.clip(point[: self._pairs * AHEAD].reshape(self._pairs, AHEAD), 0.0, 1.0)
        shares = np.maximum.accumulate(shares, axis=1)
        found = np.zeros((*self.terms.pays.shape, AHEAD + 1))
        found[self._account, self._line, :AHEAD] = shares * self._amount[:, None]
        found[self._account, self._line, AHEAD] = self._amount
        return found

    def bridges(self, point: Floats) -> Floats:
        """Return what each account owes a bank at the end of each month, (accounts, 12); nothing at the end of the last."""
        start = self._pairs * AHEAD
        found = np.maximum(point[start:start + self._accounts * AHEAD].reshape(self._accounts, AHEAD), 0.0)
        return np.concatenate([found * self.scale[:, None], np.zeros((self._accounts, 1))], axis=1)


OTHER, OLD_DEBTS = -1, -2
"""What ``CashTerms.paying`` says of a line that is no pay."""
