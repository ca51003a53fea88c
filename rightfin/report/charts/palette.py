"""Colours that colour-blind readers can tell apart (Okabe and Ito), shared by charts and workbook."""

from __future__ import annotations

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


def payer_colours(payers: list[str]) -> list[str]:
    """Return a colour for each payer: own money blue, what is missing vermillion and black, donors in turn, then grey."""
    donors = [payer for payer in payers if payer not in (OWN, *MISSING)]
    turn = dict(zip(donors, (*DONORS, *[OTHER] * len(donors)), strict=False))
    return [{OWN: BLUE, UNFUNDED: VERMILLION, UNSUPPORTED: BLACK}.get(payer) or turn[payer] for payer in payers]


def series_colours(count: int, *, others: bool = False) -> list[str]:
    """Return colours for ``count`` series; those beyond the palette are grey, and the last if ``others``."""
    colours = [*SERIES, *[OTHER] * count][:count]
    return [*colours[:-1], OTHER] if others else colours
