"""How much more revenue it would take, as a level, as a rise, or begun in some year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from rightfin.case.case import Cell
from rightfin.fiscal.parameters import Floats
from rightfin.lp.extended import Move
from rightfin.study.requirement.levers import against, freed
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.proportion import sides_between, why_searched
from rightfin.study.requirement.unaided import Unaided
from rightfin.study.search import least_number
from rightfin.tolerances import CLOSE

POINT = 0.01
"""One point of GDP."""


class Revenue:
    """Extra revenue for a force kept without donors from ``year`` on; a reform raises it by ``pace`` points a year."""

    def __init__(self, unaided: Unaided, year: int, pace: float) -> None:
        self.of, self.year, self.pace = unaided, year, pace
        self.p = unaided.parameters
        self.shown = self.p.horizon.written
        self.ratio = self.p.fiscal.revenue[1:] / self.p.fiscal.gdp[1:]
        """Revenue over GDP in each planning year."""

    def level(self, points: float) -> list[Cell]:
        """Return the cells of so many points of GDP more in every year without the donors."""
        return self.raised({year: points for year in self.shown if year >= self.year})

    def path(self, points: float) -> list[Cell]:
        """Return those of a rise by so many points every year, from the first one on."""
        return self.raised({year: points * n for n, year in enumerate(self.shown, 1)})

    def ramp(self, start: int) -> list[Cell]:
        """Return those of a rise at the given pace that begins in a year."""
        return self.raised({year: self.pace * (year - start + 1) for year in self.shown if year >= start})

    def raised(self, points: Mapping[int, float]) -> list[Cell]:
        """Return the cells of a revenue ratio raised by points of GDP, in the years that are named."""
        ratio = dict(zip(self.shown, self.ratio.tolist(), strict=False))
        return [("macro", ("revenue_ratio",), str(int(year)), ratio[year] + POINT * more) for year, more in points.items()]

    def extra(self, cells: Iterable[Cell]) -> Floats:
        """Return by how much cells raise the revenue ratio in each year shown."""
        found = np.zeros(len(self.shown))
        for _, _, year, value in cells:
            place = self.shown.index(int(year))
            found[place] = float(str(value)) - float(self.ratio[place])
        return found

    def least(self, name: str, title: str, unit: str, cells: Callable[[float], list[Cell]]) -> Need:
        """Return the least points of GDP."""
        room = self.most_points(cells)
        # Phases that follow revenue can come later than at one point; at the most points all have come.
        one, whole = self.of.with_cells(cells(1.0)), self.of.with_cells(cells(room))
        sides = sides_between(self.of.program, one)
        if sides is None or sides_between(self.of.program, whole) is None:
            amount, how = self.searched(cells, room), why_searched(self.of.program, one, whole)

            def does(lifted: Sequence[int]) -> bool:
                return self.of.is_paid(freed(whole, lifted))
        else:
            move = Move(name, sides, room)
            amount, how = self.of.least(move), "one optimisation"

            def does(lifted: Sequence[int]) -> bool:
                return self.of.least(move, program=freed(self.of.program, lifted)) is not None
        found = tuple(cells(amount)) if amount else ()
        money = self.extra(found) * self.p.fiscal.gdp[1 : len(self.shown) + 1]
        return Need(name, title, amount, unit, how, tuple(money.tolist()) if found else (), cells=found,
                    against=against(self.of, does) if amount is None else None)

    def most_points(self, cells: Callable[[float], list[Cell]]) -> float:
        """Return how many points bring revenue to all of GDP in some year."""
        steps = self.extra(cells(1.0))
        room = 1.0 - self.ratio[: len(self.shown)]
        return float(np.min(np.divide(room, steps, out=np.full_like(room, np.inf), where=steps > 0.0)))

    def searched(self, cells: Callable[[float], list[Cell]], most: float) -> float | None:
        """Return the least amount by halving, taking for granted that more of it never makes things worse."""
        if self.of.is_paid(self.of.with_cells([])):
            return 0.0
        if not self.of.is_paid(self.of.with_cells(cells(most))):
            return None
        return least_number(
            0.0, most, lambda amount: self.of.is_paid(self.of.with_cells(cells(amount))), CLOSE, relative=True
        )

    def latest_start(self) -> Need:
        """Return the latest first year of a rise of revenue at the given pace."""
        how, latest = "sweep over the first year, from the last", None
        for year in reversed(self.shown):
            points = self.ramp(year)
            if max(float(str(value)) for *_, value in points) <= 1.0 and self.of.is_paid(self.of.with_cells(points)):
                latest = year
                break
        return Need("latest_start", f"Latest year in which revenue begins to rise by {self.pace:g} points of GDP a year",
                    None if latest is None else float(latest), "year", how,
                    cells=tuple(self.ramp(latest)) if latest else ())
