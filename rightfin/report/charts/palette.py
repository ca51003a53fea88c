"""Colours that colour-blind readers can tell apart (Okabe and Ito), shared by charts and workbook."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.facts import MISSING, OWN, UNFUNDED, UNSUPPORTED

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


def payer_colours(payers: list[str], own: Sequence[str] = (OWN,)) -> list[str]:
    """Return a colour for each payer: what is missing vermillion and black, donors in turn, then grey.

    Of the payers of ``own`` money the first, the government, is blue.
    """
    of_own = dict(zip(own, (BLUE, *FURTHER), strict=False))
    donors = [payer for payer in payers if payer not in (*own, *MISSING)]
    free = (colour for colour in DONORS if colour not in of_own.values())
    turn = dict(zip(donors, (*free, *[OTHER] * len(donors)), strict=False))
    fixed = {UNFUNDED: VERMILLION, UNSUPPORTED: BLACK, **dict.fromkeys(own, OTHER), **of_own, **turn}
    return [fixed[payer] for payer in payers]


def series_colours(count: int, *, others: bool = False) -> list[str]:
    """Return colours for ``count`` series; those beyond the palette are grey, and the last if ``others``."""
    colours = [*SERIES, *[OTHER] * count][:count]
    return [*colours[:-1], OTHER] if others else colours
