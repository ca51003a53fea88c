"""A session answers as a cold solve does, edits as little as possible, and survives whatever it is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any
from weakref import ref

import numpy as np
import pytest
from numpy.random import default_rng
from pipeline import donor, macro, tiny_case
from random_cases import random_case
from standard_form import compiled

import rightfin
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.projection import Projection
from rightfin.lp.assembly import Assembly
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.pause import without_collection
from rightfin.reading import read_case
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.solve.engine import Edits, Engine, SolverError
from rightfin.solve.levels import Contradiction, Depth, Solution, solve_on
from rightfin.solve.policy import INTERIOR
from rightfin.solve.session import SHELF, Session, Stand
from rightfin.solve.stages import Stages

ROOT = Path(__file__).resolve().parents[2]
SAME = 1e-6
"""Levels agree to this share of their natural size: the tolerance of the holds, widened once."""


def assert_levels_agree(found: object, wanted: object, parameters: Parameters) -> None:
    """Fail unless two solutions have the same levels with the same values."""
    if isinstance(wanted, Contradiction):
        assert isinstance(found, Contradiction)
        return
    assert isinstance(found, Solution)
    assert isinstance(wanted, Solution)
    sizes = natural_sizes(parameters)
    assert [(level.order, level.name) for level in found.levels] == [(level.order, level.name) for level in wanted.levels]
    for one, other in zip(found.levels, wanted.levels, strict=True):
        assert one.value == pytest.approx(other.value, rel=SAME, abs=SAME * sizes[one.name]), one.name


def varied(parameters: Parameters, rng: np.random.Generator) -> Parameters:
    """Return parameters with one kind of number moved by up to a tenth or two."""
    p, kind = parameters, int(rng.integers(8))
    if kind == 0:
        return replace(p, fiscal=replace(p.fiscal, ceiling=p.fiscal.ceiling * rng.uniform(0.8, 1.2)))
    if kind == 1:
        path = np.cumprod(1.0 + rng.normal(0.0, 0.03, len(p.fiscal.ceiling)))
        return replace(p, fiscal=replace(p.fiscal, ceiling=p.fiscal.ceiling * path))
    if kind == 2 and len(p.donors.donors):
        return replace(p, donors=replace(p.donors, disbursed=p.donors.disbursed * rng.uniform(0.5, 1.5)))
    if kind == 3 and len(p.donors.donors):
        first = p.donors.donors[0]
        year = int(rng.choice(p.horizon.years[: p.horizon.shown]))
        return replace(p, donors=replace(p.donors, last_year={**p.donors.last_year, first: year}))
    if kind == 4:
        return replace(p, people=replace(p.people, pay=p.people.pay * rng.uniform(0.9, 1.1)))
    if kind == 5:
        effects = {pair: value * rng.uniform(0.9, 1.1) for pair, value in p.needs.effects.items()}
        return replace(p, needs=replace(p.needs, effects=effects))
    if kind == 6:
        return replace(p, policy=replace(p.policy, opening_arrears=p.policy.opening_arrears + 1e6 * rng.uniform()))
    need = p.needs.need * rng.uniform(0.8, 1.2)
    return replace(p, needs=replace(p.needs, need=need, external=np.minimum(p.needs.external, need)))


@pytest.mark.parametrize("seed", range(20))
def test_levels_after_any_chain_of_changes_are_those_of_a_cold_solve(seed: int) -> None:
    rng = default_rng(seed)
    base = Projection({}).of(random_case(seed))
    session = Session(base)
    for step in range(4):
        parameters = varied(base if step % 2 else session.inputs.parameters, rng)
        found = session.solve(parameters)
        assert_levels_agree(found, solve_on(Stages(session.program), parameters), parameters)


@pytest.mark.parametrize("seed", range(6))
def test_live_models_hold_the_numbers_of_models_built_anew(seed: int) -> None:
    rng = default_rng(seed)
    session = Session(base := Projection({}).of(random_case(seed)))
    session.solve(base)
    parameters = base
    for _ in range(5):
        parameters = varied(parameters, rng)
        session.edit(parameters)
    fresh = Stages(compiled(session.inputs, session._assembly.scales))
    for stage in session._stages._engines:
        live, new = session._stages._engine(stage)._highs.getLp(), fresh._engine(stage)._highs.getLp()
        rows = len(new.row_lower_) - 11  # what holds objectives is moved between levels
        for name in ("row_lower_", "row_upper_"):
            np.testing.assert_allclose(getattr(live, name)[:rows], getattr(new, name)[:rows], rtol=1e-13, atol=1e-13)
        np.testing.assert_allclose(live.col_upper_, new.col_upper_, rtol=1e-13)
        np.testing.assert_allclose(dense(live), dense(new), rtol=1e-12, atol=1e-12)


def dense(model: object) -> np.ndarray:
    from scipy.sparse import csc_array

    part = model.a_matrix_  # type: ignore[attr-defined]
    shape = model.num_row_, model.num_col_  # type: ignore[attr-defined]
    return csc_array((part.value_, part.index_, part.start_), shape=shape).toarray()


def test_a_ceiling_edits_its_own_rows_and_nothing_else() -> None:
    projection, case = Projection({}), tiny_case(**donor(5.0))
    session = Session(base := projection.of(case))
    session.solve(base)
    change = session.edit(projection.of(case.with_cell("macro", ("security_share",), "2021", 0.19)))
    years = len(session.inputs.years)
    assert change.edits == Edits(rows=2 * years)  # the ceiling and the limit of clearing, which is a share of it
    assert not change.rebuilt


def test_an_exit_year_edits_bounds_of_columns() -> None:
    case = tiny_case(**donor(5.0, exit_year=2025))
    projection = Projection({})
    session = Session(base := projection.of(case))
    session.solve(base)
    change = session.edit(projection.of(case.with_cell("donors", ("friends",), "exit_year", 2023)))
    assert (change.edits.rows, change.edits.coefficients, change.rebuilt) == (0, 0, "")
    assert change.edits.columns > 0


def test_nothing_changed_is_no_edit_and_the_same_answer() -> None:
    session = Session(base := Projection({}).of(random_case(2)))
    first = session.solve(base)
    assert session.edit(replace(base)).edits == Edits()
    assert_levels_agree(session.solve(replace(base)), first, base)


def test_another_structure_builds_anew_and_says_why() -> None:
    projection, case = Projection({}), tiny_case()
    session = Session(base := projection.of(case))
    session.solve(base)
    longer = projection.of(case.with_cell("settings", ("end_year",), "value", 2028))
    found = session.solve(longer)
    assert "years" in session.change.rebuilt
    assert_levels_agree(found, solve_on(Stages(session.program), longer), longer)


def test_another_structure_starts_from_what_it_has_in_common_with_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    projection, case, ways = Projection({}), read_case(ROOT / "inputs/demo"), list[str]()
    session = Session(base := projection.of(case))
    session.solve(base)
    run = Engine._run
    monkeypatch.setattr(Engine, "_run", lambda self, method: (ways.append(method.name), run(self, method))[1])
    leaving = projection.of(case.with_cell("donors", ("lake_state",), "exit_year", 2030))  # it never leaves in the case
    found = session.solve(leaving)
    assert "rows or decisions disappear" in session.change.rebuilt
    assert INTERIOR.name not in ways, "level 2 does not begin from nothing"
    ways.clear()
    assert_levels_agree(found, solve_on(Stages(session.program), leaving), leaving)
    assert INTERIOR.name in ways


def test_a_structure_that_was_there_before_is_not_built_again_and_answers_to_the_bit_as_if_it_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built: list[str] = []
    begin = Assembly.__init__
    monkeypatch.setattr(Assembly, "__init__", lambda self, inputs: (built.append("anew"), begin(self, inputs))[1])
    projection, case = Projection({}), read_case(ROOT / "inputs/demo")
    base = projection.of(case)

    def leaving(year: int) -> Parameters:
        return projection.of(case.with_cell("donors", ("lake_state",), "exit_year", year))  # it never leaves in the case

    def answer(session: Session, stand: Stand, year: int) -> Solution:
        built.clear()
        session.restart(stand)
        found = session.solve(leaving(year), Depth.NEEDS)
        assert isinstance(found, Solution)
        assert "rows or decisions disappear" in session.change.rebuilt
        return found

    before, fresh = Session(base), Session(base)
    stands = []
    for session in (before, fresh):
        session.solve(base, Depth.NEEDS)
        stands.append(session.stand())
    answer(before, stands[0], 2029)
    assert built == ["anew"]
    again = answer(before, stands[0], 2032)
    assert built == []
    wanted = answer(fresh, stands[1], 2032)
    assert built == ["anew"]
    assert again.levels == wanted.levels
    assert np.array_equal(again.columns, wanted.columns)


def test_few_structures_are_kept_beside_that_of_the_models() -> None:
    projection, case = Projection({}), tiny_case()
    session = Session(projection.of(case))
    for end in range(2028, 2034):
        session.edit(projection.of(case.with_cell("settings", ("end_year",), "value", end)))
    assert len(session._shelf) == SHELF


def test_a_structure_that_has_little_in_common_with_the_last_one_starts_from_nothing() -> None:
    projection, case = Projection({}), tiny_case()
    session = Session(base := projection.of(case))
    session.solve(base)
    session.edit(projection.of(case.with_cell("settings", ("end_year",), "value", 2040)))
    assert not session.stand().bases


def test_a_contradiction_is_said_and_the_session_goes_on() -> None:
    projection = Projection({})
    case = tiny_case(strength_limits=[{"cadre": "soldier", "bound": "min", "hard": True, "2021": 5000.0},
                                      {"cadre": "soldier", "bound": "max", "hard": True, "2021": 8000.0}])
    session = Session(base := projection.of(case))
    before = session.solve(base)
    impossible = case.with_cell("strength_limits", ("soldier", "max"), "2021", 3000.0)
    assert isinstance(session.solve(projection.of(impossible)), Contradiction)
    assert_levels_agree(session.solve(base), before, base)


@dataclass(frozen=True)
class AfterSomeQuestions(Control):
    """Stops once it was asked a number of times; ``asked`` is shared by reference."""

    asked: tuple[list[int], int] = ((), 0)  # type: ignore[assignment]

    @property
    def active(self) -> bool:
        return True

    def stops(self) -> bool:
        self.asked[0].append(1)
        return len(self.asked[0]) > self.asked[1]


def ask_until_stopped(session: Session, parameters: Parameters, questions: int) -> None:
    """Solve again with fewer questions if a short solve ended before it was asked often enough."""
    for _ in range(20):
        session.solve(replace(parameters), control=AfterSomeQuestions(asked=([], questions)))
        questions //= 2


@pytest.mark.parametrize("questions", [0, 1, 2, 5, 20, 60, 120])
def test_a_cancelled_solve_leaves_the_session_usable(questions: int) -> None:
    projection = Projection({})
    session = Session(base := projection.of(random_case(7)))
    session.solve(base)
    other = replace(base, fiscal=replace(base.fiscal, ceiling=base.fiscal.ceiling * 0.7))
    with pytest.raises(SolveStoppedError):
        ask_until_stopped(session, other, questions)
    assert_levels_agree(session.solve(other), solve_on(Stages(session.program), other), other)


def test_a_time_limit_stops_with_a_sentence() -> None:
    session = Session(base := Projection({}).of(random_case(7)))
    with pytest.raises(SolveStoppedError, match="time limit"):
        session.solve(base, control=Control.within(0.0))
    cancelled = Event()
    cancelled.set()
    with pytest.raises(SolveStoppedError, match="cancelled"):
        session.solve(base, control=Control(cancelled))
    assert isinstance(session.solve(base), Solution)


def test_what_a_solver_leaves_over_is_no_debt_to_be_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wages can be paid, support cannot: nothing is unpaid, and a trace of it must not bring up the levels of arrears."""
    limit = {"cadre": "soldier", "bound": "min", "hard": True, "2021": 11_500.0}
    base = Projection({}).of(tiny_case(soldier={"support_floor": 1.0}, strength_limits=[limit]))
    wanted = Session(base).solve(base)
    exact = Stages.value
    monkeypatch.setattr(Stages, "value", lambda stages, name: exact(stages, name) + 1e-14)
    found = Session(base).solve(base)
    assert isinstance(found, Solution)
    assert found.levels[0].value > 1e6
    assert_levels_agree(found, wanted, base)


def test_a_published_plan_does_not_depend_on_the_history_of_a_session() -> None:
    case = random_case(5)
    before = rightfin.plan(case)
    session = Session(base := Projection({}).of(case))
    for seed in range(4):
        session.solve(varied(base, default_rng(seed)))
    after = rightfin.plan(case)
    assert dict(after.tables) == dict(before.tables)


def test_going_back_to_bases_makes_answers_independent_of_what_came_before() -> None:
    rng = default_rng(1)
    base = Projection({}).of(random_case(9))
    one, other = Session(base), Session(base)
    one.solve(base)
    other.solve(base)
    stand = other.stand()
    for _ in range(3):
        other.solve(varied(base, rng))
    question = varied(base, default_rng(77))
    one.restart(one.stand())
    other.restart(stand)
    first, second = one.solve(question), other.solve(question)
    assert isinstance(first, Solution)
    assert isinstance(second, Solution)
    assert np.array_equal(first.columns, second.columns)


def test_levels_one_and_two_alone_are_those_of_the_whole_order() -> None:
    parameters = Projection({}).of(random_case(11))
    session = Session(parameters)
    some, whole = session.solve(parameters, Depth.NEEDS), session.solve(parameters)
    assert isinstance(some, Solution)
    assert isinstance(whole, Solution)
    assert some.levels[-1].name == "needs"
    assert whole.levels[: len(some.levels)] == some.levels


def test_a_solver_that_fails_on_live_models_starts_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = Projection({}).of(tiny_case(macro=macro(10.0)))
    session = Session(parameters)
    wanted = session.solve(parameters)
    minimise, failed = Engine.minimise, []

    def fails_once(self: Engine, *given: object, **named: object) -> object:
        if not failed:
            failed.append(True)
            raise SolverError("HiGHS found no optimum")
        return minimise(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "minimise", fails_once)
    assert_levels_agree(session.solve(replace(parameters)), wanted, parameters)
    assert "lost its way" in session.change.rebuilt


def test_solvers_end_with_their_session_without_waiting_for_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS holds megabytes for each, and who answers questions for hours makes thousands."""
    made: list[ref[Engine]] = []
    begin = Engine.__init__

    def noted(engine: Engine, *arguments: Any) -> None:
        begin(engine, *arguments)
        made.append(ref(engine))

    monkeypatch.setattr(Engine, "__init__", noted)
    parameters = Projection({}).of(tiny_case(**donor(30.0)))
    session = Session(parameters)
    with without_collection():
        session.solve(parameters, control=Control(Event()))
        stand = session.stand()
        for _ in range(3):
            session.restart(stand)
            session.solve(parameters, control=Control(Event()))
        live = sum(engine() is not None for engine in made)
        del session
        assert live < len(made) / 2
        assert not [engine for engine in made if engine() is not None]
