"""How cases wait although there is capacity for the year: what a stage gets done as a few straight lines, from below one.

A stage is a queue of months. What arrives in a month lies off its mean by ``swing``; what waits at the end of a month is
``max(0, waiting + arriving - capacity)``, so that a quiet month's capacity is lost and a busy month's cases wait. The mean
of what waits a year later is convex in what waits today, in the year's inflow and in its capacity together, and twice of
all three is twice of it. Each segment here touches it in one place, where a stage has been so busy for so long. How what
waits is spread over courts is not known to a plan: half of it is taken as it would be spread there, half as alike in all
courts, since the one alone says too much where a long queue is worked off and the other too little where one stands.

What a stage gets done, as a function of what is there and of capacity, is known to planners of production as a *clearing
function* (Karmarkar 1989), its straight lines as that of Asmundsson, Rardin, Turkseven and Uzsoy (2009).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from rightfin.fiscal.chain import Floats, Segment

MONTHS = 12

TOUCHES: tuple[tuple[float, int], ...] = ((0.8, 120), (0.9, 240), (0.97, 120), (1.0, 36))
"""Where segments touch: inflow over capacity, and how many months a stage has been so busy, from nobody waiting on."""

HARDLY = 0.005
"""Share of what arrives below which nobody is said to wait."""

_STEPS = 600
"""Steps of the grid of what waits."""


@cache
def segments_of(swing: float) -> tuple[Segment, ...]:
    """Return the segments of a queue whose monthly inflow has a standard deviation of ``swing`` as a share of its mean.

    None without a swing. No segment asks for more to wait than was there; one by which hardly anybody waits is left out.
    """
    found = (_touching(busy, months, swing) for busy, months in (TOUCHES if swing > 0.0 else ()))
    return tuple(segment for segment in found if segment.arrived > HARDLY)


def _touching(busy: float, months: int, swing: float) -> Segment:
    """Return the segment that touches at an inflow of 1 a year, where so busy a stage stands after so many months.

    Of the mean at the end of the year the part that never was at nothing moves with what waited before; with capacity and
    inflow move the months since nobody waited. Three sums over the grid are carried from month to month: the chance of each
    length of the queue; that times what waited when the year began, if somebody always did; that times the months since.
    """
    deviation = swing / MONTHS
    drift = (1.0 - 1.0 / busy) / MONTHS
    longest = deviation * (8.0 * np.sqrt(months + MONTHS) + 8.0) + max(0.0, drift) * (months + MONTHS)
    if drift < 0.0:  # what waits falls off as exp(-2 |drift| x / deviation²): enough to lose nothing that counts
        longest = min(longest, deviation**2 / (2.0 * -drift) * 16.0 + 36.0 * deviation)
    grid = np.linspace(0.0, longest, _STEPS)
    step, queue = _step(grid, drift, deviation), np.zeros(_STEPS)
    queue[0] = 1.0
    for _ in range(months):
        queue = queue @ step
    before = float(queue @ grid)
    queue = (queue + _alike(grid, before)) / 2.0
    busy_since, waited, counted = step.copy(), queue * grid, np.zeros(_STEPS)
    busy_since[:, 0] = 0.0
    for _ in range(MONTHS):
        counted = (counted + queue) @ busy_since
        waited = waited @ busy_since
        queue = queue @ step
    after, kept = float(queue @ grid), float(waited.sum()) / before if before > 0.0 else 0.0
    cleared = float(counted.sum()) / MONTHS
    arrived = after - kept * before + cleared / busy
    return Segment(min(kept, 1.0), min(arrived, 1.0), cleared)


def _alike(grid: Floats, length: float) -> Floats:
    """Return the chances of each length of the queue where all courts have the same one, (steps,)."""
    found = np.zeros(len(grid))
    place = min(int(length / grid[1]), len(grid) - 2)
    found[place + 1] = length / grid[1] - place
    found[place] = 1.0 - found[place + 1]
    return found


def _step(grid: Floats, drift: float, deviation: float) -> Floats:
    """Return the chances to go from one length of the queue to another in a month, (steps, steps)."""
    from scipy.special import ndtr  # a third of a second, which cases without a justice chain do without

    half = (grid[1] - grid[0]) / 2.0
    edges = np.concatenate([grid[:-1] + half, [np.inf]])
    below: Floats = ndtr((edges[None, :] - grid[:, None] - drift) / deviation)
    return np.diff(below, axis=1, prepend=0.0)
