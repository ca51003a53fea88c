"""HiGHS on compiled arrays: one live solver that takes edits and starts from its last basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter
from typing import Any, Protocol

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective
from rightfin.solve.control import NEVER, Control, SolveStoppedError
from rightfin.solve.policy import Method
from rightfin.tolerances import DRIFT, FEASIBILITY

Places = NDArray[np.int32]
"""Columns or rows of a model by number, as HiGHS takes them."""


class Outcome(StrEnum):
    """How a run of the solver ended that brought no optimum."""

    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    FAILED = "failed"


ONE_THREAD, AS_STARTED = 1, 0
"""Threads that HiGHS starts; with none said it takes those that the process has."""

AS_SCALED = 0
"""No scaling of HiGHS's own: programs are scaled already, and after edits of numbers a second one made its live bases
take two to three times the iterations (see ``docs/solving.md``)."""

MANY_COEFFICIENTS = 0.2
"""Share of all coefficients beyond which a model is passed anew in place of being edited one by one."""


class SolverError(RuntimeError):
    """The solver neither found an optimum nor proved that there is none; a defect, not a user's error."""


class Arrays(Protocol):
    """What a solver needs: ``row_lower ≤ matrix @ x ≤ row_upper``, ``0 ≤ x ≤ column_upper``."""

    @property
    def matrix(self) -> csc_array:
        """Coefficients, by column."""

    @property
    def row_lower(self) -> Floats:
        """Least values of rows, minus infinity where there is none."""

    @property
    def row_upper(self) -> Floats:
        """Greatest values of rows, infinity where there is none."""

    @property
    def column_upper(self) -> Floats:
        """Greatest values of columns; the least ones are zero."""


@dataclass(frozen=True)
class Edits:
    """How many numbers of a live model were changed."""

    rows: int = 0
    columns: int = 0
    coefficients: int = 0

    def __add__(self, other: Edits) -> Edits:
        return Edits(self.rows + other.rows, self.columns + other.columns, self.coefficients + other.coefficients)


_INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
"""No level is unbounded below: decisions are never negative and so are their costs."""


class QuietHighs(highspy.Highs):  # type: ignore[misc]  # highspy has no types
    """HiGHS that is silent from its constructor on.

    HiGHS 1.16 writes its banner to file descriptor 1 when it is made, before any option can be set from outside; enabling
    callbacks is the first thing that its own constructor does.
    """

    def enableCallbacks(self) -> None:  # noqa: N802 - a name of highspy
        """Be silent, then do what highspy does."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class _Ear:
    """What HiGHS asks during a run. It does not know its engine, which would then stay, with all that HiGHS holds, until
    garbage is collected."""

    def __init__(self) -> None:
        self.control = NEVER

    def interrupt(self, event: Any) -> None:
        """Stop the run if it is to stop; said every time, since HiGHS remembers an earlier interrupt."""
        event.interrupt(self.control.stops())


class Engine:
    """One live HiGHS model.

    ``apply`` edits its numbers, ``bound`` moves the upper sides of rows, ``minimise`` solves; ``value`` and ``columns``
    are those of the last optimum. Not safe for use by two threads at once; different engines are independent.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._highs = QuietHighs()
        self._options: dict[str, object] = {}
        for option, value in (
            ("threads", ONE_THREAD),
            ("random_seed", 0),
            ("primal_feasibility_tolerance", FEASIBILITY),
            ("dual_feasibility_tolerance", FEASIBILITY),
            ("simplex_scale_strategy", AS_SCALED),
        ):
            self._set(option, value)
        self.arrays: Arrays = arrays
        """The numbers that the live model stands at, rows moved by ``bound`` apart."""
        self._row_lower, self._row_upper = np.array(arrays.row_lower), np.array(arrays.row_upper)
        self._costs = np.zeros(0)
        self._good: Any = None
        self.value = 0.0
        """Scaled value of the last optimum."""
        self._columns: Floats | None = None
        self._ear = _Ear()
        self._listening = False
        self.iterations = 0
        """Simplex iterations since it was made."""
        self.seconds = 0.0
        """Seconds spent in HiGHS's own run since it was made."""
        self.cold = False
        """Whether the last run forgot its basis first: only such a run is believed that finds no point."""
        self._pass()

    @property
    def started(self) -> bool:
        """Whether there is a basis of an optimum to start from."""
        return self._good is not None

    def _pass(self) -> None:
        arrays, model = self.arrays, highspy.HighsLp()
        rows, columns = arrays.matrix.shape
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.zeros(columns)
        model.col_lower_ = np.zeros(columns)
        model.col_upper_ = arrays.column_upper
        model.row_lower_ = arrays.row_lower
        model.row_upper_ = self._row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = arrays.matrix.indptr
        model.a_matrix_.index_ = arrays.matrix.indices
        model.a_matrix_.value_ = arrays.matrix.data
        _check(self._highs.passModel(model), "load the model", dropping=True)
        self._costs = np.zeros(columns)

    def _set(self, option: str, value: object) -> None:
        if self._options.get(option) != value:
            _check(self._highs.setOptionValue(option, value), f"set {option}")
            self._options[option] = value

    def apply(self, arrays: Arrays) -> Edits:
        """Change the numbers of the live model to those of new arrays of the same shape; return how many differed.

        Rows that ``bound`` moved stay where they are unless the arrays move them.
        """
        old, self.arrays = self.arrays, arrays
        lower, upper = arrays.row_lower, arrays.row_upper
        rows = np.flatnonzero((lower != old.row_lower) | (upper != old.row_upper)).astype(np.int32)
        columns = np.flatnonzero(arrays.column_upper != old.column_upper).astype(np.int32)
        entries = _differences(old.matrix, arrays.matrix)
        self._row_lower[rows], self._row_upper[rows] = lower[rows], upper[rows]
        if len(entries[0]) > MANY_COEFFICIENTS * arrays.matrix.nnz:
            self._pass()
            if self._good is not None:
                _check(self._highs.setBasis(self._good), "take back its basis")
            return Edits(len(rows), len(columns), len(entries[0]))
        if len(rows):
            _check(self._highs.changeRowsBounds(len(rows), rows, lower[rows], upper[rows]), "change rows")
        if len(columns):
            count = len(columns)
            _check(
                self._highs.changeColsBounds(count, columns, np.zeros(count), arrays.column_upper[columns]),
                "change columns",
            )
        change, done = self._highs.changeCoeff, highspy.HighsStatus.kOk
        for row, column, value in zip(*(part.tolist() for part in entries), strict=True):
            status = change(row, column, value)
            if status != done:  # asked here: there may be thousands
                _check(status, "change a coefficient", dropping=True)
        return Edits(len(rows), len(columns), len(entries[0]))

    def bound(self, first: int, upper: Floats) -> None:
        """Let rows from ``first`` on be at most ``upper``, (rows,)."""
        rows = (first + np.flatnonzero(self._row_upper[first : first + len(upper)] != upper)).astype(np.int32)
        if len(rows):
            self._row_upper[rows] = upper[rows - first]
            _check(
                self._highs.changeRowsBounds(len(rows), rows, self.arrays.row_lower[rows], self._row_upper[rows]),
                "move rows",
            )

    def narrow_columns(self, places: Places, lower: Floats, upper: Floats) -> None:
        """Move columns between least and greatest values that lie within those of the arrays.

        An engine that was narrowed takes no edits afterwards.
        """
        if len(places):
            _check(self._highs.changeColsBounds(len(places), places, lower, upper), "narrow columns")

    def narrow_rows(self, places: Places, lower: Floats, upper: Floats) -> None:
        """Move rows between least and greatest values that lie within those of the arrays, as ``narrow_columns`` does."""
        if len(places):
            _check(self._highs.changeRowsBounds(len(places), places, lower, upper), "narrow rows")

    def move_rows(self, places: Places, lower: Floats, upper: Floats) -> None:
        """Move rows anywhere; a point is checked against where they stand. As ``narrow_columns`` otherwise."""
        self._row_lower[places], self._row_upper[places] = lower, upper
        self.narrow_rows(places, lower, upper)

    def basis(self) -> Any:
        """Return the basis of the last optimum, to start another engine of the same shape from."""
        return self._good

    def start_from(self, basis: Any) -> None:
        """Start the next run from a basis."""
        _check(self._highs.setBasis(basis), "take a basis")
        self._good = basis

    def minimise(
        self, objective: CompiledObjective, ways: Sequence[Method], control: Control = NEVER, *, feasible: bool = False
    ) -> Outcome | None:
        """Minimise an objective by the first of several methods that brings an answer; return why there is no optimum.

        ``feasible`` says that there is a point for certain: a method that finds none is then followed by the next.
        Raises ``SolveStoppedError`` if the control says so; the engine then starts from its last optimum.
        """
        if objective.coefficients is not self._costs:
            places = np.flatnonzero(self._costs != objective.coefficients).astype(np.int32)
            self._costs = objective.coefficients
            _check(self._highs.changeColsCost(len(places), places, self._costs[places]), "change the objective")
        self._columns = None
        self._listen(control)
        for method in ways:
            status = self._run(method)
            if status == highspy.HighsModelStatus.kOptimal:
                self._good = self._highs.getBasis()
                self.value = float(self._highs.getInfo().objective_function_value) + objective.offset
                return None
            if status in _INFEASIBLE and not feasible:
                return Outcome.INFEASIBLE
            unbounded = status == highspy.HighsModelStatus.kUnbounded and float(objective.coefficients.min()) < 0.0
            if unbounded and self._good is not None:  # a sum of decisions that is no level
                _check(self._highs.setBasis(self._good), "take back its basis")
                return Outcome.UNBOUNDED
        return Outcome.FAILED

    def _run(self, method: Method) -> highspy.HighsModelStatus:
        for option, value in method.options.items():
            self._set(option, value)
        limit = method.limit(len(self._row_upper))
        self._set("simplex_iteration_limit", highspy.kHighsIInf if limit is None else limit)
        if method.fresh:
            _check(self._highs.clearSolver(), "forget its basis")
        if self._ear.control.stops():
            self._stopped()
        self.cold = method.fresh
        began = perf_counter()
        if self._highs.run() == highspy.HighsStatus.kError and self._options["threads"] == ONE_THREAD:
            # Somebody else's HiGHS in this process has started more threads, and one process has one number of them. No
            # method here uses more than one.
            self._set("threads", AS_STARTED)
            self._highs.run()
        self.seconds += perf_counter() - began
        status = self._highs.getModelStatus()
        self.iterations += max(0, self._highs.getInfo().simplex_iteration_count)
        if status == highspy.HighsModelStatus.kInterrupt or (
            status != highspy.HighsModelStatus.kOptimal and self._ear.control.stops()
        ):
            self._stopped()
        return status  # type: ignore[no-any-return]

    def _stopped(self) -> None:
        """Leave the engine as after its last optimum and say why it stopped."""
        _check(self._highs.clearSolver(), "forget its basis")
        if self._good is not None:
            _check(self._highs.setBasis(self._good), "take back its basis")
        raise SolveStoppedError(self._ear.control.why())

    def _listen(self, control: Control) -> None:
        """Ask the control during runs; a control that nobody can use is not asked, which saves a call per iteration."""
        self._ear.control = control
        if not self._listening and control.active:
            self._highs.cbSimplexInterrupt += self._ear.interrupt
            self._highs.cbIpmInterrupt += self._ear.interrupt
            self._listening = True

    @property
    def columns(self) -> Floats:
        """The last optimal point, recomputed from a fresh factorisation of its basis if it has drifted; read it before
        the next edit.

        After many warm iterations the point can break rows by more than the tolerance that HiGHS reports.
        """
        if self._columns is None:
            self._columns = np.array(self._highs.getSolution().col_value)
            activity = self.arrays.matrix @ self._columns
            broken = np.maximum(self._row_lower - activity, activity - self._row_upper)
            if float(broken.max(initial=0.0)) > DRIFT:
                self._columns = self._refreshed(self._columns)
        return self._columns

    def _refreshed(self, drifted: Floats) -> Floats:
        _check(self._highs.clearSolver(), "forget its basis")
        _check(self._highs.setBasis(self._good), "take back its basis")
        self._set("solver", "simplex")
        self._set("simplex_iteration_limit", highspy.kHighsIInf)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return drifted
        return np.array(self._highs.getSolution().col_value)

    def price(self, row: int) -> float:
        """Return the dual of a row at the last optimum: how much the objective would gain if the row gave way by one."""
        return float(self._highs.getSolution().row_dual[row])

    def prices(self) -> Floats:
        """Return the duals of all rows at the last optimum, (rows,): what one unit more of a side adds to the objective."""
        return np.array(self._highs.getSolution().row_dual)

    def reduced_costs(self) -> Floats:
        """Return what one unit more of each column would add to the objective at the last optimum, (columns,)."""
        return np.array(self._highs.getSolution().col_dual)

    def ray(self) -> Floats | None:
        """Return weights of rows by which the last run proves that there is no point, (rows,); ``None`` if it has none."""
        status, known, found = self._highs.getDualRay()
        return np.array(found) if known and status == highspy.HighsStatus.kOk else None

    def conflict(self) -> tuple[int, ...]:
        """Return the rows of a small set that cannot hold together; empty if HiGHS finds none.

        Raises nothing: an empty answer means *not found*. Irreducible strategies are tried before the plain one.
        """
        for strategy in (14, 4, 2):
            if self._highs.setOptionValue("iis_strategy", strategy) != highspy.HighsStatus.kOk:
                continue
            status, found = self._highs.getIis()
            if status == highspy.HighsStatus.kOk and len(found.row_index_):
                return tuple(sorted(int(row) for row in found.row_index_))
        return ()


def _differences(old: csc_array, new: csc_array) -> tuple[Any, Any, Any]:
    """Return rows, columns and new values of the entries that differ; an entry that is gone is zero."""
    none = np.zeros(0, np.int32)
    if old is new:
        return none, none, np.zeros(0)
    if np.array_equal(old.indptr, new.indptr) and np.array_equal(old.indices, new.indices):
        places = np.flatnonzero(old.data != new.data)
        columns = np.searchsorted(new.indptr, places, side="right") - 1
        return new.indices[places], columns, new.data[places]
    gap = (new - old).tocoo()
    rows, columns = gap.row[gap.data != 0.0], gap.col[gap.data != 0.0]
    return rows, columns, np.asarray(new[rows, columns]).ravel()


def _check(status: highspy.HighsStatus, what: str, *, dropping: bool = False) -> None:
    """Raise ``SolverError`` unless HiGHS did what it was asked to: a refused option leaves the old one in place.

    With ``dropping``, a warning passes: HiGHS leaves out coefficients below 1e-9, which no scaled row can feel.
    """
    if status == highspy.HighsStatus.kError or (status != highspy.HighsStatus.kOk and not dropping):
        raise SolverError(f"HiGHS refused to {what}")
