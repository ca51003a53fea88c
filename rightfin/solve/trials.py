"""Trials: levels 1 and 2 of a program that was solved, solved again with the sides of some rows moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.objectives import OBJECTIVES, natural_sizes
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, Depth, Level, solve_on
from rightfin.solve.stages import Stages
from rightfin.tolerances import HELD, NEEDS_SETTLED, SETTLED


@dataclass(frozen=True)
class Trial:
    """What moving a limit did, against the program as it was.

    ``needs`` is the rise of level 2, in weighted need-years, ``owed`` that of level 1a, in discounted base-year currency,
    both zero where they are within the tolerance of the solver. ``before`` is the first level above needs that moved,
    ``1a``, ``1b``, ``1c`` or ``1d``, empty where none did.
    """

    needs: float
    owed: float
    before: str

    @property
    def moved(self) -> bool:
        """Whether anything happened."""
        return bool(self.before) or self.needs != 0.0


class Trials:
    """Trials of one solved program on the live solvers that solved it; natural sizes and tolerances stay those of the base.

    ``levels`` are those of the solution. For one thread at a time.
    """

    def __init__(
        self, stages: Stages, parameters: Parameters, levels: tuple[Level, ...], control: Control = NEVER
    ) -> None:
        self._stages, self._parameters, self._control = stages, parameters, control
        self._program = stages.program
        self._sizes = natural_sizes(parameters)
        self._base = levels

    @property
    def seen(self) -> float:
        """The smallest change of needs that counts, in weighted need-years."""
        return NEEDS_SETTLED * self._sizes["needs"]

    def moved(self, by: Mapping[int, float]) -> Trial | None:
        """Return what happens if both sides of rows move by so much, in natural units, by place of the row.

        ``None`` if hard limits contradict one another then, or more would be reserved than arrives. Raises
        ``SolverError`` and ``SolveStoppedError`` as a solve does.
        """
        lower, upper = self._program.row_lower.copy(), self._program.row_upper.copy()
        for row, natural in by.items():
            step = natural / float(self._program.row_scale[row])
            lower[row] += step
            upper[row] += step
        self._stages.update(replace(self._program, row_lower=lower, row_upper=upper))
        found = solve_on(self._stages, self._parameters, Depth.NEEDS, control=self._control, explained=False)
        return None if isinstance(found, Contradiction) else difference(self._base, found.levels, self._sizes)


def difference(base: Iterable[Level], other: Iterable[Level], sizes: Mapping[str, float]) -> Trial:
    """Return what levels 1 and 2 of another solution are against those of a base; ``sizes`` are natural ones of the base.

    A level of 1 that was not solved had nothing left.
    """
    before, after = _first(base), _first(other)
    rises = {}
    for key in {**before, **after}:
        order, name = key
        within = NEEDS_SETTLED if order == "2" else SETTLED if name == "obligations" else HELD
        rise = after.get(key, 0.0) - before.get(key, 0.0)
        rises[key] = rise if abs(rise) > within * sizes[name] else 0.0
    moved = min((order for (order, _), rise in rises.items() if order != "2" and rise != 0.0), default="")
    return Trial(rises["2", "needs"], rises["1a", "obligations"], moved)


_FIRST = frozenset(objective.place for objective in OBJECTIVES if objective.ranks)


def _first(levels: Iterable[Level]) -> dict[tuple[str, str], float]:
    return {(level.order, level.name): level.value for level in levels if level.order in _FIRST}
