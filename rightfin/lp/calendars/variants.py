"""The program of a case under one calendar after another, all of one structure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.assembly import Assembly, StructureChangedError
from rightfin.lp.calendars.choices import Calendar
from rightfin.lp.calendars.reads import Reads
from rightfin.lp.cells import cells_of
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import active_lines, layout_of
from rightfin.lp.pause import without_collection
from rightfin.lp.program import CompiledObjective, Program


@dataclass(frozen=True)
class Spot:
    """One number of a program: the entry of a row, or of an objective by name, at a column.

    Without a column it is the right side of the row (of an objective what it has without any decision, its sign turned);
    without a row, the greatest value of the column.
    """

    row: int | str | None
    column: int | None


Wanted = Sequence[Spot]


@dataclass(frozen=True)
class MadeAgain:
    """What reads a number that a calendar changes, made again and scaled; all else is as in the first program.

    ``rows`` have their entries by column and their right side, ``objectives`` all of theirs, ``upper`` is the greatest
    value of columns.
    """

    rows: Mapping[int, tuple[Mapping[int, float], float]]
    objectives: Mapping[str, CompiledObjective]
    upper: Mapping[int, float]


class Variants:
    """Makes the program of any calendar by making the case's rows again, so that no rule knows of programmes.

    All programs have the rows, columns and scales of the first calendar asked for. Lines of the budget are merged as in
    the calendar in which most are there, so that a line that costs nothing in another calendar is a line there too. For
    one thread at a time.
    """

    def __init__(self, parameters_of: Callable[[Calendar], Parameters], widest: Calendar) -> None:
        """``parameters_of`` has the same lines of the budget for every calendar; in ``widest`` as many as can ever be cost
        something."""
        self._parameters_of = parameters_of
        self._layout = layout_of(parameters_of(widest))
        self._lines = {line for financing in self._layout.classes for line in financing.lines}
        self._assembly: Assembly | None = None
        self._reads: Reads | None = None

    def parameters(self, calendar: Calendar) -> Parameters:
        """Return the parameters under a calendar."""
        return self._parameters_of(calendar)

    def program(self, calendar: Calendar) -> Program:
        """Return the program under a calendar; ``StructureChangedError`` if it has other rows or columns than the first."""
        inputs = self._inputs(calendar)
        with without_collection():
            if self._assembly is None:
                self._assembly = Assembly(inputs)
                self._reads = Reads(self._assembly)
                return self._assembly.program
            return self._assembly.update(inputs)

    def changed(self, calendar: Calendar) -> MadeAgain:
        """Return what reads a number that differs from the first program; much quicker than making all of it.

        Raises ``ValueError`` before any program was made, ``StructureChangedError`` as ``program`` does.
        """
        assembly, reads, inputs = self._assembly, self._reads, self._inputs(calendar)
        if assembly is None or reads is None:
            raise ValueError("no program was made yet")
        again = reads.again(inputs)
        return MadeAgain(
            rows={row: assembly.row_again(inputs, row) for row in again.rows},
            objectives={name: assembly.objective_again(inputs, name) for name in again.objectives},
            upper={column: assembly.upper_again(inputs, column) for column in again.columns},
        )

    def numbers(self, calendar: Calendar, wanted: Wanted) -> list[float]:
        """Return some scaled numbers under a calendar, in their order; much quicker than making the whole program.

        Raises ``ValueError`` before any program was made.
        """
        assembly, reads, inputs = self._assembly, self._reads, self._inputs(calendar)
        if assembly is None or reads is None:
            raise ValueError("no program was made yet")
        reads.again(inputs)
        rows: dict[int, tuple[dict[int, float], float]] = {}
        objectives: dict[str, CompiledObjective] = {}
        found = []
        for number in wanted:
            if isinstance(number.row, str):
                if number.row not in objectives:
                    objectives[number.row] = assembly.objective_again(inputs, number.row)
                one = objectives[number.row]
                found.append(-one.offset if number.column is None else float(one.coefficients[number.column]))
            elif number.row is not None:
                if number.row not in rows:
                    rows[number.row] = assembly.row_again(inputs, number.row)
                terms, right = rows[number.row]
                found.append(right if number.column is None else terms.get(number.column, 0.0))
            elif number.column is not None:
                found.append(assembly.upper_again(inputs, number.column))
        return found

    def _inputs(self, calendar: Calendar) -> Inputs:
        parameters = self._parameters_of(calendar)
        extra = [line for line in active_lines(parameters) if line not in self._lines]
        if extra:
            raise StructureChangedError(f"the line {'/'.join(extra[0])} costs something under some calendars only")
        cells = cells_of(parameters.needs, parameters.horizon, reduced=True)
        return Inputs(parameters, replace(self._layout, cells=cells))
