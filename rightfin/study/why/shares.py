"""How a change is split over the groups that make it: the mean of what a group brings over orders, which sums exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np

from rightfin.fiscal.parameters import Floats

FEWEST_PAIRS = 2
"""Pairs of orders that a sample has at least: the spread of one is unknown."""


@dataclass(frozen=True)
class Split:
    """A change split over groups, each array (groups, numbers), in the units of the numbers.

    ``share`` sums over the groups to the change. ``least`` and ``most`` are what a group brings in the order in which it
    brings least, and most: apart, they say how much groups depend on one another. ``error`` is the standard error of a
    share where orders were sampled, and then ``least`` and ``most`` are those of the sample; ``None`` where all orders
    count.
    """

    share: Floats
    least: Floats
    most: Floats
    error: Floats | None = None


def split_exactly(values: Floats) -> Split:
    r"""Split a change over $n$ groups by the value of every coalition, (2**n, numbers).

    Row $m$ holds the numbers with the changes of the groups whose bits are set in $m$. The share of a group is the mean,
    over all orders of the groups, of what it adds to those before it (Shapley 1953):

    $$
    \phi_g = \sum_{S \not\ni g} \frac{|S|!\,(n-|S|-1)!}{n!}\,\bigl(v(S \cup \{g\}) - v(S)\bigr),
    \qquad \sum_g \phi_g = v(N) - v(\emptyset)
    $$

    Every $S$ stands before $g$ in some order, so least and most are those over all $n!$ orders.
    """
    n = len(values).bit_length() - 1
    if len(values) != 1 << n:
        raise ValueError(f"{len(values)} coalitions are not those of any number of groups")
    masks = np.arange(len(values))
    sizes = np.array([int(mask).bit_count() for mask in masks])
    weight = np.array([factorial(s) * factorial(max(n - s - 1, 0)) / factorial(n) for s in range(n + 1)])
    shares, least, most = [], [], []
    for group in range(n):
        without = masks[masks & (1 << group) == 0]
        added = values[without | (1 << group)] - values[without]
        shares.append(np.tensordot(weight[sizes[without]], added, axes=1))
        least.append(added.min(axis=0))
        most.append(added.max(axis=0))
    numbers = values.shape[1:]
    return Split(*(np.array(found).reshape(n, *numbers) for found in (shares, least, most)))


def orders_sampled(groups: int, orders: int, seed: int) -> tuple[tuple[int, ...], ...]:
    """Return a sample of orders of groups, drawn from a seed: pairs of an order and its reverse, which err less together.

    There are two pairs at least, and an odd number of orders is rounded up.
    """
    drawn = np.random.default_rng(seed)
    pairs = [tuple(map(int, drawn.permutation(groups))) for _ in range(max(FEWEST_PAIRS, -(-orders // 2)))]
    return tuple(order for one in pairs for order in (one, one[::-1]))


def coalitions_of(orders: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return all coalitions that stand at the beginning of some order, the empty one first, as bits."""
    found = dict.fromkeys([0])
    for order in orders:
        mask = 0
        for group in order:
            mask |= 1 << group
            found[mask] = None
    return tuple(found)


def split_by_orders(values: Mapping[int, Floats], orders: Sequence[Sequence[int]]) -> Split:
    """Split a change over groups by sampled orders, which stand in pairs, and the values of their coalitions.

    The share of a group is the mean of what it adds over the orders. Within each order what groups add sums to the change,
    so shares do, however few orders there are: nothing has to be spread over them. The standard error is that of the means
    of pairs.
    """
    added = np.array([_added(values, order) for order in orders])
    pairs = 0.5 * (added[::2] + added[1::2])
    error = pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))
    return Split(pairs.mean(axis=0), added.min(axis=0), added.max(axis=0), error)


def _added(values: Mapping[int, Floats], order: Sequence[int]) -> Floats:
    """Return what each group adds in one order, (groups, numbers)."""
    found = np.zeros((len(order), *values[0].shape))
    mask = 0
    for group in order:
        found[group] = values[mask | (1 << group)] - values[mask]
        mask |= 1 << group
    return found
