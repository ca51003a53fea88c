"""The live solvers of one program, one per stage of the order of levels, and the rows that hold its objectives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.objectives import OBJECTIVES, objective_named
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.reduce import LATE, Places, Reduced, Reduction
from rightfin.lp.ties import tie_costs
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Edits, Engine, Outcome, SolverError
from rightfin.solve.exact import Exact
from rightfin.solve.policy import Stage, Start, methods
from rightfin.tolerances import CERTAIN

HOLDABLE = tuple(objective.name for objective in OBJECTIVES if objective.held)
"""Objectives that later levels hold; each that the case has is a row of every solver, free until held: so bases fit."""

BEFORE = {Stage.OWE: Stage.PAY, Stage.SPEND: Stage.COVER, Stage.CHURN: Stage.SPEND}
"""Stages that start from the optimum of another one."""


ALIKE = 0.9
"""Share of decisions that two structures have in common from which on one starts where the other stood."""

Bases = Mapping[Stage, highspy.HighsBasis]
"""Where the stages that start from their own last optimum stand."""


@dataclass(frozen=True)
class StageArrays:
    """The arrays of one stage: those of the reduced program, then one row for each objective that may be held."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats
    objectives: dict[str, CompiledObjective]


class Stages:
    """Live solvers of a program, made when they are needed and edited when its numbers change.

    Which columns of the program a solver sees is settled here; values and points are those of the program, scaled.
    """

    def __init__(self, program: Program, like: Stages | None = None) -> None:
        """Make them for a program; ``like`` are those of a program of the same structure, whose solvers are not taken."""
        self.program = program
        self._reduction: Reduction = Reduction(program) if like is None else like._reduction
        self._reduced = self._reduction.reduced(program)
        self._ties: Floats | None = None if like is None else like._ties
        self._holds = _holds_of(program)
        self._engines: dict[Stage, Engine] = {}
        self._start: dict[Stage, Start] = {}
        self._held: dict[Stage, Floats] = {}
        self._early: StageArrays | None = None
        self._whole: StageArrays | None = None
        self._at = Stage.PAY
        self.limits_kept = True
        """Whether soft limits were all kept at the last optimum of level 1; see ``levels``."""
        self._late: tuple[csc_array, csr_array, csr_array] | None = None

    def update(self, program: Program) -> Edits:
        """Take the numbers of a program of the same structure; return how many differ from the last ones.

        The first solver is edited at once; the others catch up, from whatever they stand at, when they are next used.
        """
        self.program = program
        before = self._reduced
        self._reduced = self._reduction.reduced(program)
        now, holds = self._reduced, self._holds
        self._early = _with_holds(now, holds, whole=False, last=(before, self._early)) if self._early else None
        self._whole = _with_holds(now, holds, whole=True, last=(before, self._whole)) if self._whole else None
        return self._caught_up(Stage.PAY) if Stage.PAY in self._engines else Edits()

    def _caught_up(self, stage: Stage) -> Edits:
        try:
            edits = self._engines[stage].apply(self._model(stage))
        except SolverError:
            del self._engines[stage]  # it may have taken one part of the edits and not the other
            self._start.pop(stage, None)
            raise
        if edits.coefficients:
            self._start[stage] = Start.COEFFICIENTS_CHANGED
        return edits

    @property
    def iterations(self) -> int:
        """Simplex iterations of all solvers since they were made."""
        return sum(engine.iterations for engine in self._engines.values())

    @property
    def seconds(self) -> float:
        """Seconds that all solvers spent in HiGHS's own runs."""
        return sum(engine.seconds for engine in self._engines.values())

    def bases(self) -> Bases:
        """Return the last optimal basis of the stages that start from their own."""
        return {
            stage: self._engines[stage].basis() for stage in (Stage.PAY, Stage.COVER)
            if stage in self._engines and self._engines[stage].started
        }

    def start_from(self, bases: Bases) -> None:
        """Start stages from given bases, which bring no edge weights: level 2 goes on as after a change of coefficients."""
        for stage, basis in bases.items():
            self._engine(stage).start_from(basis)
            self._start[stage] = Start.BOUNDS_CHANGED if stage is Stage.PAY else Start.COEFFICIENTS_CHANGED

    def go_on_by_primal_steps(self, stage: Stage) -> None:
        """Let the next run of a stage mend the point where it stands, as after a change of objective.

        For objectives whose costs are mostly zero, through whose ties dual simplex pivots for long.
        """
        self._start[stage] = Start.FEASIBLE

    def start_like(self, other: Stages) -> None:
        """Start stages from where those of another structure stood, if most decisions are the same.

        What both have stands as it did there, by its name; other decisions are zero, and other rows are not tight. The
        solver completes such a basis, and goes from nothing where it leads nowhere.
        """
        columns, rows = self._early_names()
        known_columns, known_rows = other._early_names()
        if len(set(columns) & set(known_columns)) < ALIKE * len(columns):
            return
        status = highspy.HighsBasisStatus
        for stage, last in other.bases().items():
            of_columns = dict(zip(known_columns, last.col_status, strict=True))
            of_rows = dict(zip(known_rows, last.row_status, strict=True))
            basis = highspy.HighsBasis()
            basis.col_status = [of_columns.get(name, status.kLower) for name in columns]
            basis.row_status = [of_rows.get(name, status.kBasic) for name in rows]
            basis.valid = basis.alien = True
            self.start_from({stage: basis})

    def _early_names(self) -> tuple[list[Label], list[Label]]:
        """Return what the columns and rows of an early solver are called, holds last."""
        r, columns, rows = self._reduced, self.program.columns, self.program.rows
        return (
            [columns[place] for place in self._reduction.columns[: r.early_columns].tolist()],
            [rows[place] for place in self._reduction.rows[: r.early_rows].tolist()]
            + [("hold", (name,)) for name in self._holds],
        )

    def hold(self, stage: Stage, values: Mapping[str, float]) -> None:
        """Keep objectives at or below scaled values from the next run of a stage on, and set all others free.

        Raises ``ValueError`` for a name of no objective that is held.
        """
        objectives, upper = self._model(stage).objectives, np.full(len(self._holds), np.inf)
        for name, value in values.items():
            place = _place_of_hold(name, self._holds)
            upper[place] = value - objectives[name].offset
        self._held[stage] = upper

    def minimise(self, stage: Stage, name: str, control: Control = NEVER) -> Outcome | None:
        """Minimise an objective in a stage; return why there is no optimum, ``None`` if there is."""
        return self.minimise_sum(stage, self._model(stage).objectives[name], control)

    def blended(self, stage: Stage, parts: dict[str, float]) -> CompiledObjective:
        """Return a weighted sum of objectives as a stage sees them."""
        objectives = self._model(stage).objectives
        total = sum(weight * objectives[name].coefficients for name, weight in parts.items())
        return CompiledObjective(np.asarray(total, dtype=float), 0.0, 1.0)

    def minimise_sum(self, stage: Stage, objective: CompiledObjective, control: Control = NEVER) -> Outcome | None:
        """Minimise an objective that a stage sees: one of its own, or a blend."""
        engine = self._engine(stage)
        engine.bound(self._row(stage, self._holds[0]), self._held[stage])
        start = self._start.get(stage, Start.NOTHING)
        first = stage is Stage.PAY
        found = engine.minimise(objective, methods(stage, start), control, feasible=not first)
        if found is Outcome.INFEASIBLE and start is not Start.NOTHING and not engine.cold:  # only a cold run is believed
            found = engine.minimise(objective, methods(stage, Start.NOTHING), control)
        if found is not None:
            return found
        own = stage in (Stage.PAY, Stage.COVER)
        self._start[stage] = Start.BOUNDS_CHANGED if own else Start.FEASIBLE
        self._at = stage
        return None

    @property
    def optimum(self) -> float:
        """Scaled value of the objective that was minimised last."""
        return self._engines[self._at].value

    @property
    def _columns(self) -> Floats:
        return self._engines[self._at].columns

    def value(self, name: str) -> float:
        """Return the scaled value of an objective at the last optimum."""
        objective = self._model(self._at).objectives[name]
        return float(objective.coefficients @ self._columns) + objective.offset

    def price(self, stage: Stage, name: str) -> float:
        """Return what holding an objective costs the one that was minimised last, per scaled unit; zero if nothing."""
        return abs(self._engine(stage).price(self._row(stage, name)))

    def gradient(self, stage: Stage, held: Mapping[str, Floats]) -> Floats:
        """Return what one scaled unit more of each row's side adds to the objective that a stage minimised last, (rows,).

        ``held`` are the gradients of the objectives that are held there: a row also works through them, since another
        side of it moves their optima, and with those the holds.
        """
        duals = self._engine(stage).prices()
        found: Floats = self._reduction.over_rows(duals[: self._reduced.early_rows])
        for name, gradient in held.items():
            found = found + duals[self._row(stage, name)] * gradient
        return found

    def same_at_every_optimum(self, stage: Stage, one: str, other: str) -> bool:
        """Return whether two objectives surely agree at every optimum of the one that a stage minimised last.

        A decision that stands at zero with a positive reduced cost is zero at every optimum. So it is enough that all
        decisions that count otherwise in the two have one.
        """
        objectives = self._model(stage).objectives
        if objectives[one].offset != objectives[other].offset:
            return False
        apart = objectives[one].coefficients != objectives[other].coefficients
        return bool(np.all(self._engine(stage).reduced_costs()[apart] > CERTAIN))

    def floor(self, name: str) -> float | None:
        """Return the value that an objective cannot go below because no decision is negative.

        ``None`` if it can, or if the stage that was solved last does not see all of it.
        """
        objective = self._model(self._at).objectives.get(name)
        return None if objective is None or bool(np.any(objective.coefficients < 0.0)) else objective.offset

    def point(self) -> Floats:
        """Return the last optimum over the scaled columns of the program.

        Before churn was minimised, the decisions that only churn sees are what the others make of them.
        """
        columns = self._columns
        if len(columns) < self._reduced.matrix.shape[1]:
            places, values = self._change(columns)
            columns = np.concatenate([columns, np.zeros(self._reduced.matrix.shape[1] - len(columns))])
            columns[places] = values
        return self._reduction.full(columns)

    @property
    def at(self) -> Stage:
        """The stage that was solved last."""
        return self._at

    def exact(self, stage: Stage) -> Exact:
        """Return a solver of its own over all decisions that starts from the optimum of a stage; nothing is held there."""
        return Exact(self._model(Stage.CHURN), self.whole_basis(stage))

    @property
    def exact_arrays(self) -> StageArrays:
        """The arrays that the solver of ``exact`` has."""
        return self._model(Stage.CHURN)

    def whole_basis(self, stage: Stage) -> highspy.HighsBasis:
        """Return where an early stage ended, for a solver over all decisions."""
        return self._with_churn(self._engines[stage])

    def objective(self, name: str) -> CompiledObjective:
        """Return an objective as the solver of ``exact`` sees it."""
        return self._model(Stage.CHURN).objectives[name]

    @property
    def reduction(self) -> Reduction:
        """Which rows and columns of the program the solver of ``exact`` has, in its order; rows that hold come last."""
        return self._reduction

    def held_at(self, name: str, value: float) -> dict[int, float]:
        """Return the row of the solver of ``exact`` that holds an objective, and its side for a scaled value."""
        return {self._row(Stage.CHURN, name): value - self._model(Stage.CHURN).objectives[name].offset}

    @property
    def tie_costs(self) -> Floats:
        """What settles ties among the columns of the solver of ``exact``, (columns,); names alone make it."""
        if self._ties is None:
            self._ties = tie_costs([self.program.columns[place] for place in self._reduction.columns.tolist()])
        return self._ties

    def whole(self, columns: Floats) -> Floats:
        """Return the scaled columns of the program for a point of the solver of ``exact``."""
        return self._reduction.full(columns)

    def hand_over(self, stage: Stage) -> None:
        """Let a stage start from the optimum of the one before it.

        The rest of level 1 starts from where it stood last, once there is such a point: what it settled then mostly holds.
        """
        if stage is Stage.OWE and stage in self._engines and self._engines[stage].started:
            self._start[stage] = Start.FEASIBLE
            return
        before = self._engines.get(BEFORE[stage])
        if before is None or not before.started:  # there was nothing to minimise in it
            return
        self._engine(stage).start_from(self._with_churn(before) if stage is Stage.CHURN else before.basis())
        self._start[stage] = Start.FEASIBLE

    def _engine(self, stage: Stage) -> Engine:
        if stage not in self._engines:
            self._engines[stage] = Engine(self._model(stage))
        elif self._engines[stage].arrays is not self._model(stage):
            self._caught_up(stage)
        return self._engines[stage]

    def _model(self, stage: Stage) -> StageArrays:
        if stage is Stage.CHURN:
            self._whole = self._whole or _with_holds(self._reduced, self._holds, whole=True)
            return self._whole
        self._early = self._early or _with_holds(self._reduced, self._holds, whole=False)
        return self._early

    def _row(self, stage: Stage, name: str) -> int:
        rows = self._reduced.matrix.shape[0] if stage is Stage.CHURN else self._reduced.early_rows
        return rows + _place_of_hold(name, self._holds)

    def _change(self, columns: Floats) -> tuple[Places, Floats]:
        """Return, for every row of churn, the decision that takes up its change at a point, rise or fall, and how much."""
        r = self._reduced
        if self._late is None or self._late[0] is not r.matrix:
            rows = csr_array(r.matrix)[r.early_rows:]
            self._late = r.matrix, csr_array(rows[:, : r.early_columns]), csr_array(rows[:, r.early_columns:])
        _, early, late = self._late
        gap = r.row_upper[r.early_rows:] - early @ columns[: r.early_columns]
        if not len(gap):
            return np.zeros(0, np.int64), np.zeros(0)
        if not np.all(np.diff(late.indptr) == 2):
            raise ValueError("a row of churn has other than two decisions of its own")
        coefficients = late.data.reshape(-1, 2)
        chosen = np.where(gap / coefficients[:, 0] >= 0.0, 0, 1)
        at = np.arange(len(gap))
        places: Places = late.indices.astype(np.int64).reshape(-1, 2)[at, chosen] + r.early_columns
        return places, np.asarray(gap / coefficients[at, chosen])

    def _with_churn(self, engine: Engine) -> highspy.HighsBasis:
        """Return the basis of an early solver extended by, for each row of churn, the decision that takes up its change."""
        r, basis = self._reduced, engine.basis()
        places, _ = self._change(engine.columns)
        basic, lower = highspy.HighsBasisStatus.kBasic, highspy.HighsBasisStatus.kLower
        late = [lower] * (r.matrix.shape[1] - r.early_columns)
        for place in (places - r.early_columns).tolist():
            late[place] = basic
        rows = list(basis.row_status)
        found = highspy.HighsBasis()
        found.col_status = [*basis.col_status, *late]
        found.row_status = [*rows[: r.early_rows], *[lower] * (r.matrix.shape[0] - r.early_rows), *rows[r.early_rows:]]
        found.valid = True
        return found


def _holds_of(program: Program) -> tuple[str, ...]:
    """Return the objectives that have a row to be held by, in their order: the same for all programs of one structure."""
    kinds = {kind for kind, _ in program.columns}
    return tuple(name for name in HOLDABLE if objective_named(name).counts in ("", *kinds))


def _place_of_hold(name: str, holds: tuple[str, ...]) -> int:
    if not objective_named(name).held:
        raise ValueError(f"{name} is a level that no later one holds")
    return holds.index(name)


def _with_holds(
    r: Reduced, holds: Sequence[str], *, whole: bool, last: tuple[Reduced, StageArrays] | None = None
) -> StageArrays:
    """Return the arrays of a stage; what did not change is shared with the last ones."""
    rows, columns = r.matrix.shape if whole else (r.early_rows, r.early_columns)
    old = last[0] if last else None
    if last and old and old.matrix is r.matrix and all(old.objectives[n] is r.objectives[n] for n in r.objectives):
        matrix, objectives = last[1].matrix, last[1].objectives
    else:
        objectives = {
            name: found if whole else replace(found, coefficients=found.coefficients[:columns])
            for name, found in r.objectives.items() if whole or name not in LATE
        }
        own = r.matrix if whole else r.matrix[:rows, :columns]
        held = csr_array(np.stack([objectives[name].coefficients for name in holds]))
        matrix = csc_array(vstack([own, held], format="csc"))
        matrix.sort_indices()
    free = np.full(len(holds), np.inf)
    return StageArrays(
        matrix=matrix,
        row_lower=np.concatenate([r.row_lower[:rows], -free]),
        row_upper=np.concatenate([r.row_upper[:rows], free]),
        column_upper=r.column_upper[:columns],
        objectives=objectives,
    )
