"""Cells: the places that are covered, regions that the same institutions serve, and what is short in each.

Regions of one *service class* are served by the same institutions, and what an institution delivers it may use in any of
them. Within a class the bands of all regions together are one ladder of bands (see ``ladder``), so that a class is one cell
of the reduced layout; in the full layout every region is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.parameters import Floats, Horizon, Needs

NATION = "nation"
"""The only cell of the reduced layout where all regions are of one service class."""

Bands = tuple[tuple[float, float], ...]
Place = tuple[str, str, int]
"""Need, cell and year."""


@dataclass(frozen=True)
class Cells:
    """The regions of each cell by its name, in the order of the case.

    ``shortage`` maps (need, cell, year) to the need left after external capability; ``bands`` maps the same key to
    (width, penalty) pairs, mild to severe, whose widths sum to at least the shortage.
    """

    regions: Mapping[str, tuple[str, ...]]
    shortage: Mapping[Place, float]
    bands: Mapping[Place, Bands]


def cells_of(
    needs: Needs, horizon: Horizon, *, reduced: bool, last: tuple[Needs, Horizon, Cells] | None = None
) -> Cells:
    """Return the cells of a case, reduced or spelled out; what did not change is shared with the ``last`` ones."""
    regions = _service_classes(needs) if reduced else {region: (region,) for region in needs.regions}
    if last is not None and (last[2].regions != regions or last[1].years != horizon.years):
        last = None
    place = {region: n for n, region in enumerate(needs.regions)}
    at = {cell: [place[region] for region in members] for cell, members in regions.items()}
    net = needs.need - needs.external
    shortage: dict[Place, float] = {}
    bands: dict[Place, Bands] = {}
    for h, need in enumerate(needs.needs):
        known = last[2] if last is not None and _is_same_need(h, needs, last[0]) else None
        for cell, members in at.items():
            keys = [(need, cell, year) for year in horizon.years]
            if known is not None:
                shortage |= {key: known.shortage[key] for key in keys}
                bands |= {key: known.bands[key] for key in keys}
                continue
            widths, penalties = zip(*needs.bands[need], strict=True)
            short = net[h, members]
            if reduced:
                pieces = over_regions(ladder(needs.need[h, members], short, list(widths)))
            else:  # as typed: one region that external capability helps needs no other bands
                pieces = np.array(widths)[:, None] * over_regions(needs.need[h, members])
            shortage |= zip(keys, over_regions(short).tolist(), strict=True)
            bands |= {
                key: tuple(zip(piece, penalties, strict=True)) for key, piece in zip(keys, pieces.T.tolist(), strict=True)
            }
    return Cells(regions, shortage, bands)


def _service_classes(needs: Needs) -> dict[str, tuple[str, ...]]:
    """Return the regions of each set of institutions that serve them, by the name of the first and how many others."""
    gathered: dict[frozenset[str], list[str]] = {}
    for region in needs.regions:
        gathered.setdefault(frozenset(i for i, served in needs.served.items() if region in served), []).append(region)
    if len(gathered) == 1:
        return {NATION: needs.regions}
    return {
        members[0] + (f"+{len(members) - 1}" if len(members) > 1 else ""): tuple(members) for members in gathered.values()
    }


def _is_same_need(place: int, new: Needs, old: Needs) -> bool:
    name = new.needs[place]
    return (
        place < len(old.needs) and old.needs[place] == name and old.bands[name] == new.bands[name]
        and np.array_equal(old.need[place], new.need[place]) and np.array_equal(old.external[place], new.external[place])
    )


def ladder(need: np.ndarray, net: np.ndarray, widths: list[float]) -> np.ndarray:
    """Return how much of each band every region can leave unmet, mild bands first.

    ``width[g, r] = min(band_width[g] · need[r], max(0, net[r] - Σ_{g' < g} width[g', r]))``: severe bands are cut
    first, because a region with external help never reaches them.

    Parameters
    ----------
    need, net : (R, Y) need, and need less external capability.
    widths : band widths as shares of the need, mild to severe.

    Returns
    -------
    (G, R, Y) widths in capability units; they sum to ``net`` over the bands.
    """
    left = net.copy()
    found = np.zeros((len(widths), *need.shape))
    for band, width in enumerate(widths):
        found[band] = np.minimum(width * need, np.maximum(left, 0.0))
        left = left - found[band]
    return found


def over_regions(amounts: Floats) -> Floats:
    """Return the sum over the regions of amounts, (..., R, Y)."""
    summed: Floats = np.ascontiguousarray(np.swapaxes(amounts, -1, -2)).sum(axis=-1)  # in pairs: exact for many regions
    return summed
