"""Colours that colour-blind readers can tell apart (Okabe and Ito), shared by charts and workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.report.facts import MISSING, UNFUNDED, UNSUPPORTED

ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILLION, PURPLE, GREY, BLACK = "#0072B2", "#D55E00", "#CC79A7", "#999999", "#000000"

NOTHING = "#f4f4f4"
"""Colour of a heat map's cells in which nothing is wrong; its worst cells are vermillion."""

SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW, VERMILLION)
"""Colours of things without a fixed meaning, in order; what comes after them is gathered under ``OTHER``."""

OTHER = GREY
"""Colour of everything that is gathered into one series."""

DONORS = (SKY, ORANGE, GREEN, PURPLE, YELLOW)

FURTHER = (GREEN, PURPLE)
"""Colours of payers of own money beside the government; donors do without them then."""


def payer_colours(payers: Sequence[str], own: Sequence[str], donors: Mapping[str, int]) -> list[str]:
    """Return a colour for each payer: what is missing vermillion and black, what is gathered grey, others by their role.

    Of the payers of ``own`` money the first, the government, is blue. ``donors`` is the place of each donor in the case: a
    donor has the colour of its place in every picture, whoever else is in it.
    """
    further = role_colours(own[1:], {payer: place for place, payer in enumerate(own[1:])}, FURTHER)
    free = [colour for colour in DONORS if colour not in further]
    giving = [payer for payer in payers if payer not in (*own, *MISSING)]
    found = {
        UNFUNDED: VERMILLION, UNSUPPORTED: BLACK, **dict(zip(own, (BLUE, *further), strict=True)),
        **dict(zip(giving, role_colours(giving, donors, free), strict=True)),
    }
    return [found[payer] for payer in payers]


def role_colours(shown: Sequence[str], places: Mapping[str, int], colours: Sequence[str]) -> list[str]:
    """Return the colour of each thing by its place in the case, grey for what has none: things gathered into one.

    Where there are more places than colours, two that are shown may have the same; the one further down then takes the
    next that nobody has, or grey.
    """
    found: dict[str, str] = {}
    for name in sorted((name for name in shown if name in places), key=lambda name: places[name]):
        first = places[name] % len(colours)
        turned = (*colours[first:], *colours[:first])
        found[name] = next((colour for colour in turned if colour not in found.values()), OTHER)
    return [found.get(name, OTHER) for name in shown]


def series_colours(count: int, *, others: bool = False) -> list[str]:
    """Return colours for ``count`` series; those beyond the palette are grey, and the last if ``others``."""
    colours = [*SERIES, *[OTHER] * count][:count]
    return [*colours[:-1], OTHER] if others else colours
