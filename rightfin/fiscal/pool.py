"""Pooling: several donors' pledges as one donor, as it would be and as it could be at best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from rightfin.case.lines import Line
from rightfin.fiscal.parameters import Donors, Floats, Horizon, Parameters

POOL = "pool"
"""Id of the pool among the donors; ``pool_2`` and so on where a donor has that name."""


def pooled(parameters: Parameters, members: Sequence[str], fee: float = 0.01, delay: int = 1) -> Parameters:
    r"""Return parameters in which some donors pay into one pool, and the pool pays on.

    $$
    \mathit{disbursed}_{\text{pool},t} = \sum_{d \in \text{members},\; t - \mathit{delay} \le \mathit{last\_year}_d}
    \mathit{disbursed}_{d,\,t - \mathit{delay}}
    $$

    - It may fund a line only if every member may.
    - Its ``fee`` takes the place of the members' fees. Its ``delay``, in whole years, comes on top of theirs: the pool
      pays on what has reached it. It begins empty: nothing arrives in its first ``delay`` years, but for what members had
      left.
    - It keeps over a year what the strictest member keeps. Money that members had left at the start is added up, but for
      that of members whose last year is over by then.
    - A member pays in until its own last year. What it paid in may be spent as long as the pool is open, which is until the
      latest last year plus the delay, so that the last payment is not lost on the way; but no longer than the last year
      shown, as for every donor that leaves. A pool with a member that never leaves stays open.
    - It is on the budget if every member is.

    The pool stands after the other donors. It has no match and no earmarks: raises ``ValueError`` for members with
    either, which cannot be said of a common fund, for fewer than two members, for unknown ones, and for a fee or
    delay that cannot be.
    """
    if not 0.0 <= fee < 1.0 or delay < 0:
        raise ValueError(f"no pool has a fee of {fee} and a delay of {delay} years")
    return _with_pool(parameters, members, fee, delay, by_all=True)


def pooled_perfectly(parameters: Parameters, members: Sequence[str]) -> Parameters:
    """Return parameters in which some donors pay into a pool that is as good as one can be.

    It may fund a line if any member may, takes no fee and comes no later than the members' own money, keeps over a year
    what the most generous member keeps, and is open until the latest last year. Whatever members do apart, such a pool can
    do, so no plan with it is worse. Raises ``ValueError`` as ``pooled`` does.
    """
    return _with_pool(parameters, members, 0.0, 0, by_all=False)


def name_of_pool(parameters: Parameters) -> str:
    """Return the id that a pool has among the donors of these parameters."""
    taken, name, count = set(parameters.donors.donors), POOL, 1
    while name in taken:
        count += 1
        name = f"{POOL}_{count}"
    return name


def funded_by(donors: Donors, donor: str) -> frozenset[Line]:
    """Return the lines that a donor may fund."""
    return frozenset(line for d, line in donors.eligible if d == donor)


def paid_in(p: Parameters, donor: str) -> Floats:
    """Return what arrives from a donor until its last year, before its fee, (Y,), in currency."""
    last, given = p.donors.last_year[donor], p.by_name.disbursed
    return np.array([given[donor, year] if last is None or year <= last else 0.0 for year in p.horizon.years])


def _with_pool(parameters: Parameters, members: Sequence[str], fee: float, delay: int, *, by_all: bool) -> Parameters:
    donors, horizon = parameters.donors, parameters.horizon
    chosen = tuple(dict.fromkeys(members))
    apart = {*donors.scope, *parameters.earmarks.earmark_donor.values()}
    wrong = [donor for donor in chosen if donor not in donors.donors or donor in apart]
    if wrong or len(chosen) < 2:
        raise ValueError(f"no pool can be made of {', '.join(wrong or chosen) or 'nobody'}")
    pool = name_of_pool(parameters)
    names = tuple(donor for donor in donors.donors if donor not in chosen)
    stay = parameters.by_name.keep.places(names)
    deposits = np.sum([paid_in(parameters, donor) for donor in chosen], axis=0)
    arrives = np.concatenate([np.zeros(delay), deposits])[: len(deposits)]
    lasting = np.sum([deposits * 0.0, *(paid_in(parameters, donor) for donor in chosen if donor in donors.staying)], axis=0)
    share = np.divide(lasting, deposits, out=np.zeros_like(deposits), where=deposits > 0.0)
    lines = [funded_by(donors, donor) for donor in chosen]
    funded = frozenset.intersection(*lines) if by_all else frozenset.union(*lines)
    keep = parameters.by_name.keep.rows(chosen)
    left = sum(_left_at_start(parameters, donor) for donor in chosen)

    def joined(of_stay: Floats, of_pool: Floats | float) -> Floats:
        return np.concatenate([of_stay[stay], np.broadcast_to(of_pool, (1, *of_stay.shape[1:]))])

    return replace(parameters, donors=replace(
        donors,
        donors=(*names, pool),
        disbursed=joined(donors.disbursed, arrives),
        fee=joined(donors.fee, fee),
        keep=joined(donors.keep, keep.min(axis=0) if by_all else keep.max(axis=0)),
        opening_carried=joined(donors.opening_carried, left),
        last_year={**{d: donors.last_year[d] for d in names},
                   pool: _open_until((donors.last_year[d] for d in chosen), delay, horizon)},
        staying=donors.staying.difference(chosen) | ({pool} if donors.staying.intersection(chosen) else set()),
        lasting_share=joined(donors.lasting_share, np.concatenate([np.zeros(delay), share])[: len(share)]),
        on_budget={**{d: donors.on_budget[d] for d in names}, pool: all(donors.on_budget[d] for d in chosen)},
        eligible=frozenset(
            [*((d, line) for d, line in donors.eligible if d in names), *((pool, line) for line in funded)]
        ),
        untied=joined(donors.untied, 0.0),
        match_base=joined(donors.match_base, 0.0),
    ))


def _left_at_start(p: Parameters, donor: str) -> float:
    """Return what a donor had left at the start and may still spend, in currency."""
    last = p.donors.last_year[donor]
    gone = last is not None and last < p.horizon.years[0]
    return 0.0 if gone else p.by_name.opening_carried[donor]


def _open_until(last_years: Iterable[int | None], delay: int, horizon: Horizon) -> int | None:
    ends = list(last_years)
    known = [end for end in ends if end is not None]
    return min(max(known) + delay, horizon.end) if len(known) == len(ends) else None
