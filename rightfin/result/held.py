"""Which other rules of a case limit what a donor pays of lines in a year."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import isfinite

from rightfin.case.lines import Line
from rightfin.fiscal.parameters import Parameters


def held_by(p: Parameters, donor: str, lines: Collection[Line], at: int) -> Iterator[str]:
    """Yield rules, each called by its kind and id, that limit grants of a donor on some of its lines in a year.

    ``at`` is the place of the year. Eligibility is not asked: ``lines`` are those that the donor may fund. A floor counts,
    because money of its own that the state has to spend leaves less for a donor.
    """
    handovers, marks, parts, year = p.handovers, p.earmarks, p.parts, p.horizon.years[at]
    for place, name in enumerate(handovers.handovers):
        if handovers.share[place, at] > 0.0 and not set(handovers.lines[name]).isdisjoint(lines):
            yield f"handover {name}"
    if (donor, year) in p.donors.match and not p.donors.scope[donor].isdisjoint(lines):
        yield f"co-financing condition of {donor}"
    for place, name in enumerate(marks.earmarks):
        limits = marks.earmark_donor[name] == donor and not marks.is_reserve[name]
        if limits and isfinite(marks.earmark_amount[place, at]) and not set(marks.earmark_lines[name]).isdisjoint(lines):
            yield f"limit {name}"
    for place, name in enumerate(parts.parts):
        if parts.is_floor[name] and parts.part_limit[place, at] > 0.0 and not set(parts.part_lines[name]).isdisjoint(lines):
            yield f"floor {name}"
