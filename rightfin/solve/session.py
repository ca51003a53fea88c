"""A session: one model kept alive, edited when inputs change, solved again from where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.assembly import Assembly, StructureChangedError
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import Layout, layout_of_session
from rightfin.lp.program import Program
from rightfin.lp.scales import Scales
from rightfin.progress import Progress
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Edits, SolverError
from rightfin.solve.levels import Contradiction, Depth, Solution, solve_on
from rightfin.solve.stages import Bases, Stages

SHELF = 2
"""Structures other than that of the models whose arrays are kept: of a donor that leaves for ever other years are tried."""


@dataclass(frozen=True)
class ChangeEffect:
    """What the last change of inputs did to the live models.

    ``edits`` counts the numbers that differed in the first model; the others differ in the same ones. ``rebuilt`` says
    why everything was built anew, and is empty where edits were enough.
    """

    edits: Edits
    rebuilt: str = ""


@dataclass(frozen=True)
class Stand:
    """Where a session stood: what was made of its parameters, the bases of its models, and which building they are of."""

    assembly: Assembly
    bases: Bases
    build: int


class Session:
    """Live models of one case, for one thread at a time.

    ``solve`` takes the parameters of the case, changed in any way. Numbers that changed become edits of the live models,
    and every level starts from where it ended last. Parameters with other rows or columns build the models anew, which
    start from what the old ones have in common with them; ``change.rebuilt`` says why. After an error, a contradiction or
    a stop the session can be used on.

    A session answers questions: its objective values are those of a plan within the tolerances of the levels, and ties are
    settled as in a plan, but among donors with equal rights, who stand apart here. A plan that is published comes from
    ``rightfin.plan``, which starts from nothing.
    """

    def __init__(self, parameters: Parameters) -> None:
        self._builds = count(1)
        self._shelf: list[tuple[Assembly, Stages]] = []
        self._build(parameters, layout_of_session(parameters), "")

    def _build(self, parameters: Parameters, layout: Layout, why: str) -> None:
        self._build_number = next(self._builds)
        self._assembly = Assembly(Inputs(parameters, layout))
        self._stages = Stages(self._assembly.program)
        self.change = ChangeEffect(Edits(), why)

    @property
    def assembly(self) -> Assembly:
        """What was made of the parameters at which the live models stand; only the session moves it on."""
        return self._assembly

    @property
    def inputs(self) -> Inputs:
        """The inputs that the live models stand at."""
        return self._assembly.inputs

    @property
    def program(self) -> Program:
        """The arrays that the live models stand at, before reductions."""
        return self._assembly.program

    @property
    def iterations(self) -> int:
        """Simplex iterations since the models were built."""
        return self._stages.iterations

    @property
    def seconds(self) -> float:
        """Seconds spent in HiGHS's own runs since the models were built."""
        return self._stages.seconds

    def edit(self, parameters: Parameters) -> ChangeEffect:
        """Bring the live models to new parameters without solving; return what that took."""
        last = self.inputs
        layout = layout_of_session(parameters, (last.parameters, last.layout))
        inputs = Inputs(parameters, layout)
        if Scales(inputs).is_far_from(self._assembly.scales):
            self._build(parameters, layout, "numbers changed by orders of magnitude")
            return self.change
        try:
            self.change = ChangeEffect(self._stages.update(self._assembly.update(inputs)))
        except StructureChangedError as changed:
            before = self._stages
            if not self._found_on_shelf(inputs, str(changed)):
                self._build(parameters, layout, str(changed))
                kept = self._assembly.copy(), Stages(self._assembly.program, self._stages)
                self._shelf = [kept, *self._shelf][:SHELF]
            with suppress(SolverError):  # then it starts from nothing
                self._stages.start_like(before)
        except SolverError:
            self._build(parameters, layout, "the solver refused an edit")
        return self.change

    def _found_on_shelf(self, inputs: Inputs, why: str) -> bool:
        """Go on with arrays of another structure that were built before, if they fit, as if they were built anew."""
        for place, (assembly, stages) in enumerate(self._shelf):
            if assembly.scales != Scales(inputs):
                continue
            made = assembly.copy()
            try:
                program = made.update(inputs)
            except StructureChangedError:
                continue
            self._shelf.insert(0, self._shelf.pop(place))
            self._build_number, self._assembly, self._stages = next(self._builds), made, Stages(program, stages)
            self.change = ChangeEffect(Edits(), why)
            return True
        return False

    def solve(
        self, parameters: Parameters, depth: Depth = Depth.PLAN, progress: Progress | None = None,
        control: Control = NEVER, *, priced: bool = False, sizes: Mapping[str, float] | None = None,
    ) -> Solution | Contradiction:
        """Solve the levels for parameters, warm, with shadow prices if asked for; the point is verified as a plan's is.

        ``sizes`` are the natural sizes of another case that this one is compared with; see ``solve_on``.

        Where the solver fails on the live models, they are built anew and it starts from nothing. Raises ``SolverError`` if
        it fails then too, and ``SolveStoppedError`` if ``control`` stops it.
        """
        if parameters is not self.inputs.parameters:
            self.edit(parameters)
        try:
            return solve_on(self._stages, parameters, depth, progress, control, priced=priced, sizes=sizes)
        except SolverError:
            self._build(parameters, layout_of_session(parameters), "the solver lost its way on the live models")
            return solve_on(self._stages, parameters, depth, progress, control, priced=priced, sizes=sizes)

    def stand(self) -> Stand:
        """Return where the models stand, to start again from there with ``restart``."""
        return Stand(self._assembly.copy(), self._stages.bases(), self._build_number)

    def restart(self, stand: Stand) -> None:
        """Forget everything that was solved since the models stood there, and start from the same numbers and bases.

        What is solved afterwards depends on nothing that came between. Models that were built anew since make room for
        those of that time, scales included.
        """
        other = self._build_number != stand.build
        self._build_number = stand.build
        self._assembly = stand.assembly.copy()
        self.change = ChangeEffect(Edits(), "going back to other models" if other else "")
        self._stages = Stages(self._assembly.program, None if other else self._stages)
        self._stages.start_from(stand.bases)
