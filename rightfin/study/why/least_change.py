"""The least change of inputs with which wishes can be had and nothing is lost at levels 1 and 2, tried by solving again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.assembly import StructureChangedError
from rightfin.lp.extended import Move
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.program import Label, Program
from rightfin.lp.rules import FAMILY
from rightfin.lp.with_moves import CHANGE, MISS, WithMoves
from rightfin.solve.engine import SolverError
from rightfin.solve.levels import Depth
from rightfin.solve.policy import Stage
from rightfin.solve.stages import Stages
from rightfin.study.why.movable_inputs import EVERYTHING, MayMove, MayWord, MovableInput, movable_inputs
from rightfin.study.why.wished import Asking, WishModels, first_worse
from rightfin.study.why.wishes import Wish
from rightfin.tolerances import HOLD, KEPT_ROW, NO_EXTRA, ROOM

STEP = 0.001
"""How far an input is moved to see which sides of rows move with it, as a share of the size of the case or its force."""

FOR_A_POST = 1e-4
"""What a place or a post more counts against the money of an average one where both may move: so little that money is as
little as it can be, and of what is left to choose the fewest places and posts are moved."""

TIGHTENED = 10
"""How often levels are held by what was lost when a change was tried, before it is given up."""

SPARE = 1e-6
"""Share by which amounts are more than the least, so that a solve with them finds no hair's breadth missing."""


@dataclass(frozen=True)
class LeastChange:
    """The least change of one kind of inputs alone, or of all together, with which wishes can be had without loss.

    ``kinds`` may move; ``amounts`` is by how much each does, in its unit, those that stay left out; ``None`` if no amount
    does. ``money`` is all money at base-year prices, tail years included, ``posts`` the places and posts.
    ``confirmed`` says that the changed case, solved again with the wishes, loses nothing at levels 1 and 2.
    """

    kinds: tuple[MayMove, ...]
    amounts: Mapping[MovableInput, float] | None
    money: float
    posts: float
    confirmed: bool

    def __hash__(self) -> int:
        return hash((self.kinds, self.money, self.posts))


class LeastChanges:
    r"""Least changes of the inputs of a case that may be moved; for one thread at a time.

    One linear programme on the rows of the case, with the wishes as rows:

    $$
    \min \sum_n \mathit{years}_n\,\mathit{move}_n \qquad
    \text{side}_r + \sum_n \mathit{moves}_{n,r}\,\mathit{move}_n \qquad
    \mathit{level}_m \le \overline{\mathit{level}}_m
    $$

    where a bar is the plan, *m* the levels that are held, and $\mathit{moves}_{n,r}$ how far the side of row *r* moves with
    the input *n*, found by making the rows again with the input moved a little. Money counts at base-year prices.
    """

    def __init__(self, models: WishModels, may: Sequence[MayWord] = EVERYTHING) -> None:
        self._models = models
        d = models.inputs
        self._layout = layout_of_session(models.parameters, (models.parameters, d.layout))
        self._size = models.parameters.case_size
        self._force = max(float(models.parameters.people.opening_strength.sum()), 1.0)
        self.inputs = self._all_sides(tuple(movable_inputs(d, may)))
        """What may move, with how far all rows move with one unit, (rows,), scaled. What moves more than sides is left
        out."""

    def _unit(self, one: MovableInput) -> float:
        return self._size if one.kind.is_money else self._force

    def _changed(self, parameters: Parameters) -> Program | None:
        """Return the program of changed parameters at the same scales; ``None`` if it has other rows or decisions."""
        try:
            return self._models.assembly.copy().update(Inputs(parameters, self._layout))
        except StructureChangedError:
            return None

    def _sides_of(self, moved: Mapping[MovableInput, float]) -> Floats | None:
        """Return how far rows move if inputs are moved by amounts, (rows,), scaled; ``None`` if more than sides changes."""
        old, changed = self._models.program, self._changed(self.changed(moved))
        if changed is None or not _same_entries(old, changed):
            return None
        return _finite_sides(changed) - _finite_sides(old)

    def _alone(self, one: MovableInput) -> Floats | None:
        """Return how far rows move with one unit of an input."""
        step = min(STEP * self._unit(one), 0.5 * one.most)
        found = self._sides_of({one: step})
        return None if found is None else found / step

    def _by_year(self, inputs: Sequence[MovableInput]) -> dict[MovableInput, Floats]:
        """Return how far rows move with one unit of each of the inputs of one payer, which have a year each.

        Where the rows of a year move with the money of that year alone, which two changes of all years show, no year is
        moved by itself.
        """
        horizon, step = self._models.parameters.horizon, STEP * self._size
        year_of = np.array([_year_of(label) for label in self._models.program.rows])
        even = self._sides_of(dict.fromkeys(inputs, step))
        rising = self._sides_of({one: step * (n + 1) for n, one in enumerate(inputs)})
        if even is not None and rising is not None:
            found = {
                one: np.where(year_of > horizon.end if one.beyond else year_of == (one.year or 0), even, 0.0) / step
                for one in inputs
            }
            again = sum((n + 1) * step * sides for n, sides in enumerate(found.values()))
            if np.allclose(again, rising, rtol=ROOM, atol=ROOM * STEP) and np.allclose(
                    sum(found.values()) * step, even, rtol=ROOM, atol=ROOM * STEP):
                return found
        alone = {one: self._alone(one) for one in inputs}
        return {one: sides for one, sides in alone.items() if sides is not None}

    def _all_sides(self, inputs: Sequence[MovableInput]) -> dict[MovableInput, Floats]:
        found: dict[MovableInput, Floats] = {}
        for (kind, _), of in groupby(inputs, key=lambda one: (one.kind, one.who)):
            if kind.is_money:
                found |= self._by_year(tuple(of))
            else:
                found |= {one: sides for one in of if (sides := self._alone(one)) is not None}
        return found

    def kinds(self) -> tuple[MayMove, ...]:
        """Return the kinds of what may move, in their order."""
        return tuple(kind for kind in MayMove if any(one.kind is kind for one in self.inputs))

    def of(self, asking: Asking, wishes: Sequence[Wish], held: Sequence[str]) -> tuple[LeastChange, ...]:
        """Return the least change of each kind alone, then of all together where there are several.

        ``held`` are the levels that must not be worse than in the plan, by the names of their objectives.
        """
        if not self.inputs:
            return ()
        wanted = asking.program(wishes)
        extra = np.zeros(len(wanted.rows) - len(self._models.program.rows))
        changeable = WithMoves(
            wanted, [Move(one.name, np.concatenate([sides, extra]), one.most) for one, sides in self.inputs.items()],
            {one.name: (1.0 if one.kind.is_money else FOR_A_POST) * one.years / self._unit(one) for one in self.inputs},
        )
        stages = Stages(changeable.program(wanted, (), missing=True))
        stages.start_like(self._models.stages)
        plan = stages.bases()

        def least(kinds: tuple[MayMove, ...]) -> LeastChange:
            """Return the least change that loses nothing when it is tried.

            What it loses all the same, because levels slip by what solves let them or a limit that moved is missed by a
            larger share of itself, is taken off what levels may come to, and sought again.
            """
            most, moved = self.most(held), None
            stages.start_from(plan)  # which is nearer than where other kinds ended
            for _ in range(TIGHTENED):
                stages.hold(Stage.COVER, most)
                try:
                    found = self._least(stages, changeable, wanted, kinds)
                except SolverError:
                    if moved is None:
                        raise
                    break  # no plan keeps levels that much better than they can be
                if found is None:
                    break
                moved = found
                lost = self.lost(moved, asking, wishes, held)
                if not lost:
                    return self._told(kinds, moved, confirmed=True)
                if not np.all(np.isfinite(list(lost.values()))):
                    break
                most = {name: value - lost.get(name, 0.0) for name, value in most.items()}
            return self._told(kinds, moved, confirmed=False)

        kinds = self.kinds()
        every = least(kinds)
        does_it = {one.kind for one in every.amounts or ()} if every.confirmed else set()

        def alone(kind: MayMove) -> LeastChange:
            """Return the same of one kind: what all together cannot do, it cannot; what they leave to it alone, it does."""
            if every.amounts is None or does_it == {kind}:
                return replace(every, kinds=(kind,))
            return least((kind,))

        return (*(alone(kind) for kind in kinds if len(kinds) > 1), every)

    def _told(self, kinds: tuple[MayMove, ...], moved: dict[MovableInput, float] | None, *, confirmed: bool) -> LeastChange:
        if moved is None:
            return LeastChange(kinds, None, 0.0, 0.0, confirmed=False)
        return LeastChange(
            kinds, moved, sum(amount * one.years for one, amount in moved.items() if one.kind.is_money),
            sum(amount for one, amount in moved.items() if not one.kind.is_money), confirmed)

    def _least(
        self, stages: Stages, changeable: WithMoves, wanted: Program, kinds: Sequence[MayMove]
    ) -> dict[MovableInput, float] | None:
        """Return the least amounts of some kinds; ``None`` if none do."""
        free = [one.name for one in self.inputs if one.kind in kinds]
        stages.update(changeable.program(wanted, free, missing=True))
        point = self._optimum(stages, CHANGE)
        if changeable.missed(point) > ROOM:
            point = self._optimum(stages, MISS)
            if changeable.missed(point) > ROOM:
                return None
            stages.update(changeable.program(wanted, free, missing=False))
            point = self._optimum(stages, CHANGE)
        amounts = changeable.amounts(point)
        return {one: amounts[one.name] * (1.0 + SPARE) for one in self.inputs
                if amounts[one.name] > NO_EXTRA * self._unit(one)}

    def _optimum(self, stages: Stages, name: str) -> Floats:
        stages.go_on_by_primal_steps(Stage.COVER)
        if stages.minimise(Stage.COVER, name, self._models.control) is not None:
            raise SolverError("HiGHS found no least change of inputs")
        return stages.point()

    def most(self, held: Sequence[str]) -> dict[str, float]:
        """Return the scaled values that levels have in the plan, with nothing but what rounding takes: whatever a level may
        slip by stands for money, and a change that lacks it does not hold when it is solved again."""
        found = {}
        point = self._models.found.columns / self._models.program.column_scale
        for name in held:
            objective = self._models.program.objectives[name]
            if np.any(objective.coefficients):
                value = float(objective.coefficients @ point) + objective.offset
                found[name] = value + KEPT_ROW * max(1.0, abs(value))
        return found

    def changed(self, moved: Mapping[MovableInput, float]) -> Parameters:
        """Return the parameters of the case in which inputs are moved by amounts."""
        parameters = self._models.parameters
        for one, amount in moved.items():
            parameters = one.changed(parameters, amount)
        return parameters

    def lost(
        self, moved: Mapping[MovableInput, float], asking: Asking, wishes: Sequence[Wish], held: Sequence[str]
    ) -> dict[str, float]:
        """Return what the first level loses that does, scaled, in the case with moved inputs; nothing where none does.

        Its rows are made again and solved with the wishes. All lose without end where hard limits stand against them.
        """
        program = self._changed(self.changed(moved))
        found = None if program is None else asking.solve(wishes, Depth.NEEDS, program)
        if found is None:
            return dict.fromkeys(held, np.inf)
        name = first_worse(self._models, found, held)
        if name is not None:  # amounts were sought between holds
            found = asking.solve(wishes, Depth.NEEDS, program, between_holds=True)
            if found is None:
                return dict.fromkeys(held, np.inf)
            name = first_worse(self._models, found, held)
        if name is None:
            return {}
        before, after = (sum(one.value for one in of.levels if one.name == name) for of in (self._models.found, found))
        return {name: (after - before + HOLD * self._models.sizes[name]) / self._models.program.objectives[name].scale}


def _year_of(label: Label) -> int:
    """Return the year of a row, 0 if it has none."""
    return FAMILY[label[0]].year_of(label[1]) or 0


def _finite_sides(program: Program) -> Floats:
    return np.where(np.isfinite(program.row_upper), program.row_upper, program.row_lower)


def _same_entries(old: Program, changed: Program) -> bool:
    """Return whether programs differ in sides of rows alone, objectives apart."""
    if changed.rows != old.rows or not np.array_equal(changed.column_upper, old.column_upper):
        return False
    if changed.matrix is old.matrix:
        return True
    apart = (changed.matrix - old.matrix).tocoo()
    return not np.any(apart.data)
