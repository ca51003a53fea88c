"""Where a number that can be named stands in the sheets of a plan, so that others show it by formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rightfin.report.facts import OWN, UNFUNDED
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import PlacedLine
from rightfin.study.why.quantities import Quantity, QuantityKind

_OF_ALL: Mapping[QuantityKind, tuple[str, ...]] = {
    QuantityKind.STRENGTH: ("strength",), QuantityKind.HIRES: ("hires",), QuantityKind.COVERAGE: ("indicator", "coverage"),
    QuantityKind.COST: ("cost",), QuantityKind.OWN: ("paid", OWN), QuantityKind.DONORS: ("grants",),
    QuantityKind.UNPAID: ("paid", UNFUNDED),
}
"""The line of a quantity that is of nobody in particular."""


def plan_line(figures: Figures, quantity: Quantity) -> PlacedLine | None:
    """Return the line of a quantity over the years; ``None`` where no sheet has it, such as that of a group of cadres."""
    whose = quantity.name.partition(".")[2]
    if not whose:
        return figures.placed.get(_OF_ALL[quantity.measure])
    keys = _keys(figures, quantity.measure, whose)
    return next((figures.placed[key] for key in keys if key in figures.placed), None)


def _keys(figures: Figures, measure: QuantityKind, whose: str) -> Iterator[tuple[str, ...]]:
    """Yield what lines may be called that are somebody's; ids are those of full names of quantities."""
    names = figures.plan.names
    match measure:
        case QuantityKind.STRENGTH:
            kind, _, one = whose.rpartition(":")
            if kind in ("", "institution") and one in names.institutions:
                yield ("strength", figures.institutions().get(one, ""))
            elif kind in ("", "cadre"):
                yield ("cadre", one)
        case QuantityKind.COVERAGE:
            if "." not in whose:  # of a region
                yield ("coverage", whose)
                yield ("indicator", f"coverage_{whose}")
        case QuantityKind.COST:
            yield ("cost", whose)
        case QuantityKind.OWN:
            yield ("own of", whose)
        case QuantityKind.DONORS:
            yield ("paid", figures.donors().get(whose, ""))
        case QuantityKind.UNPAID:
            yield ("unpaid by", whose)
        case QuantityKind.HIRES:
            return
