"""Colours that colour-blind readers can tell apart (Okabe and Ito, Tol), by role, shared by charts and workbook.

Vermillion and black are those of what is missing, and of lines and marks over the colours, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rightfin.report import facts
from rightfin.report.facts import MISSING, OWN
from rightfin.result.plan import Plan

ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILLION, PURPLE, GREY, BLACK = "#0072B2", "#D55E00", "#CC79A7", "#999999", "#000000"
INDIGO, WINE, DARK = "#332288", "#882255", "#5A5A5A"

NOTHING = "#f4f4f4"
"""Colour of a heat map's cells in which nothing is wrong; its worst cells are vermillion."""

SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW, INDIGO)
"""Colours of things without a fixed meaning, in order; what comes after them is gathered under ``OTHER``."""

OTHER = GREY
"""Colour of everything that is gathered into one series."""

DONORS = (SKY, ORANGE, GREEN, PURPLE, YELLOW)

FURTHER = (INDIGO, WINE)
"""Colours of payers of own money beside the government; the rest of them is ``DARK``."""

OTHER_DONORS, OTHER_PAYERS = "Other donors", "Other payers"
"""Names of what is gathered."""


def donor_places(plan: Plan) -> dict[str, int]:
    """Return the donors of a plan that have a colour of their own, by label, with their place among the colours."""
    return facts.donor_places(plan, len(DONORS))


def further_places(plan: Plan) -> dict[str, int]:
    """Return the payers of own money beside the government that have a colour of their own, in the same way."""
    return facts.further_places(plan, len(FURTHER))


def institution_places(plan: Plan) -> dict[str, int]:
    """Return the institutions that have a colour of their own, in the same way."""
    return facts.institution_places(plan, len(SERIES))


def payer_colours(plan: Plan, payers: Iterable[str]) -> list[str]:
    """Return the colour that each payer, by its label, has in every picture and in the workbook of a plan.

    The government, or all own money together, is blue, what is missing vermillion and black, the rest of donors grey.
    """
    further = [*facts.own_labels(plan).values()][1:]
    found = {
        **{label: FURTHER[place] for label, place in further_places(plan).items()},
        **{label: DONORS[place] for label, place in donor_places(plan).items()},
        **dict.fromkeys((OWN, *[*facts.own_labels(plan).values()][:1]), BLUE),
        **dict(zip(MISSING, (VERMILLION, BLACK), strict=True)),
    }
    return [found.get(payer, DARK if payer in (*further, OTHER_PAYERS) else OTHER) for payer in payers]


def role_colours(shown: Iterable[str], places: Mapping[str, int]) -> list[str]:
    """Return the colour of each thing of ``SERIES`` by its place, grey for what has none: things gathered into one."""
    return [SERIES[places[name]] if name in places else OTHER for name in shown]


def series_colours(count: int, *, others: bool = False) -> list[str]:
    """Return colours for ``count`` series; those beyond the palette are grey, and the last if ``others``."""
    colours = [*SERIES, *[OTHER] * count][:count]
    return [*colours[:-1], OTHER] if others else colours
