"""A solver that lies, fails or stalls: what is done then, and that no wrong answer comes of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from pipeline import donor, tiny_case
from solve.test_live_session import assert_levels_agree

from rightfin.case import Case
from rightfin.fiscal.projection import Projection
from rightfin.lp.objectives import natural_sizes
from rightfin.solve import engine, levels
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.solve.engine import Engine, Outcome, SolverError
from rightfin.solve.levels import Contradiction, Depth, Level, Solution, solve, solve_on
from rightfin.solve.session import Session
from rightfin.solve.stages import Stages

CASE = tiny_case(**donor(5.0))
BASE = Projection({}).of(CASE)
LOWER = Projection({}).of(CASE.with_cell("macro", ("security_share",), "2021", 0.19))


@pytest.fixture(scope="module")
def sound() -> dict[int, Solution]:
    """What a sound solver finds for both parameters, by their place."""
    found = {}
    for place, parameters in enumerate((BASE, LOWER)):
        answer = solve(Session(parameters).program, parameters)
        assert isinstance(answer, Solution)
        found[place] = answer
    return found


def lying(once: bool) -> Callable[[Stages, Any], Any]:
    """Return a point for a plan that breaks rows: twice of every decision, once or always."""
    truly, told = Stages.whole, []

    def whole(self: Stages, columns: Any) -> Any:
        told.append(1)
        return truly(self, columns) * 2.0 + 1.0 if len(told) == 1 or not once else truly(self, columns)

    return whole


def failing(first: int, count: int) -> tuple[Callable[..., Outcome | None], list[int]]:
    """Return a minimisation that fails ``count`` times from its call ``first`` on, and the calls that were made."""
    truly, calls = Engine.minimise, list[int]()

    def minimise(self: Engine, *given: Any, **named: Any) -> Outcome | None:
        calls.append(1)
        if first <= len(calls) < first + count:
            return Outcome.FAILED
        return truly(self, *given, **named)

    return minimise, calls


def test_a_point_that_breaks_rows_is_never_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Session(BASE).program
    monkeypatch.setattr(Stages, "whole", lying(once=False))
    with pytest.raises(SolverError, match="broke"):
        solve(program, BASE)
    with pytest.raises(SolverError, match="broke"):
        Session(BASE).solve(BASE)


def test_live_models_that_lied_once_are_built_anew(monkeypatch: pytest.MonkeyPatch, sound: dict[int, Solution]) -> None:
    session = Session(BASE)
    monkeypatch.setattr(Stages, "whole", lying(once=True))
    assert_levels_agree(session.solve(BASE), sound[0], BASE)
    assert "lost its way" in session.change.rebuilt


def test_a_bound_that_is_broken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Session(BASE).program
    truly = Stages.whole

    def whole(self: Stages, columns: Any) -> Any:
        point = truly(self, columns)
        return np.where(np.arange(len(point)) == 0, -1.0, point)

    monkeypatch.setattr(Stages, "whole", whole)
    with pytest.raises(SolverError, match="broke"):
        solve(program, BASE)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_failures_at_any_call_change_no_answer(
    monkeypatch: pytest.MonkeyPatch, sound: dict[int, Solution], count: int
) -> None:
    """Holds are widened, levels blended and models built anew, wherever the solver fails; what is found is the same."""
    program, seen = Session(BASE).program, {"widen": 0, "blend": 0, "answered": 0}
    said: list[str] = []

    def count_calls(name: str, truly: Callable[..., None]) -> Callable[..., None]:
        def counted(*given: Any) -> None:
            seen[name] += 1
            truly(*given)

        return counted

    for name in ("widen", "blend"):
        monkeypatch.setattr(levels._Order, name, count_calls(name, getattr(levels._Order, name)))
    for first in range(1, 40):
        minimise, calls = failing(first, count)
        with monkeypatch.context() as patch:
            patch.setattr(Engine, "minimise", minimise)
            try:
                found = solve(program, BASE)
            except SolverError as error:
                said.append(str(error))
                continue
        assert isinstance(found, Solution)
        seen["answered"] += 1
        sizes = natural_sizes(BASE)
        assert [level.name for level in found.levels] == [level.name for level in sound[0].levels]
        for one, other in zip(found.levels, sound[0].levels, strict=True):
            assert one.value == pytest.approx(other.value, rel=1e-3, abs=1e-3 * sizes[one.name]), (first, one.name)
        if len(calls) < first:
            break
    else:
        pytest.fail("no run was without a failure")
    assert seen["widen"] > 0
    assert (seen["answered"] > 1) == (count <= 3)
    assert (seen["blend"] > 0) == (count >= 3)
    assert all("found no optimum" in text for text in said)
    assert said, "the first level has no second way"


@pytest.mark.parametrize(("first", "count"), [(1, 1), (2, 3)])
def test_a_session_in_which_the_solver_fails_answers_from_models_built_anew(
    monkeypatch: pytest.MonkeyPatch, sound: dict[int, Solution], first: int, count: int
) -> None:
    session = Session(BASE)
    session.solve(BASE)
    minimise, _ = failing(first, count)
    monkeypatch.setattr(Engine, "minimise", minimise)
    assert_levels_agree(session.solve(LOWER), sound[1], LOWER)
    assert "lost its way" in session.change.rebuilt


def test_an_edit_that_is_refused_builds_anew(monkeypatch: pytest.MonkeyPatch, sound: dict[int, Solution]) -> None:
    session = Session(BASE)
    session.solve(BASE)
    truly, refused = engine._check, list[str]()

    def refusing(status: object, what: str, **named: Any) -> None:
        if what == "change rows" and not refused:
            refused.append(what)
            raise SolverError("HiGHS refused to change rows")
        truly(status, what, **named)

    monkeypatch.setattr(engine, "_check", refusing)
    found = session.solve(LOWER)
    assert refused
    assert session.change.rebuilt == "the solver refused an edit"
    assert_levels_agree(found, sound[1], LOWER)


def contradictory() -> Case:
    return tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}],
        strength_limits=[{"cadre": "soldier", "bound": "min", "hard": True, "2023": 12_000.0}],
    )


def test_a_stop_while_a_contradiction_is_explained_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = Projection({}).of(contradictory())
    program, asked, truly = Session(parameters).program, Event(), levels.contradiction

    def late(*given: Any) -> Any:
        asked.set()
        return truly(*given)

    assert isinstance(solve(program, parameters, control=Control(asked)), Contradiction)
    monkeypatch.setattr(levels, "contradiction", late)
    with pytest.raises(SolveStoppedError, match="cancelled"):
        solve(program, parameters, control=Control(asked))
    assert asked.is_set()


@pytest.mark.parametrize("reserves", [False, True])
def test_that_a_trial_has_no_answer_is_believed_only_where_something_can_contradict(
    monkeypatch: pytest.MonkeyPatch, reserves: bool,
) -> None:
    marks = [{"earmark": "all", "donor": "friends", "scope": "category:pay", "bound": "min", "2021": 5e6}]
    parameters = Projection({}).of(CASE.replace({"earmarks": marks}) if reserves else CASE)
    monkeypatch.setattr(Stages, "minimise", lambda *given: Outcome.INFEASIBLE)
    stages = Stages(Session(parameters).program)
    if reserves:
        assert solve_on(stages, parameters, Depth.NEEDS, explained=False) == Contradiction(())
        return
    with pytest.raises(SolverError, match="without hard limits"):
        solve_on(stages, parameters, Depth.NEEDS, explained=False)


def test_soft_limits_that_cost_something_are_tried_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    def limit(strength: float) -> list[Level]:
        parameters = Projection({}).of(tiny_case(
            strength_limits=[{"cadre": "soldier", "bound": "min", "hard": False, "2023": strength}],
        ))
        found = solve(Session(parameters).program, parameters)
        assert isinstance(found, Solution)
        return list(found.levels)

    order, said = levels._Order, list[bool]()
    truly = order.limits_cost_nothing

    def noted(self: Any, failed: Outcome | None) -> bool:
        said.append(truly(self, failed))
        return said[-1]

    monkeypatch.setattr(order, "limits_cost_nothing", noted)
    kept = limit(100.0)
    assert False not in said
    broken = limit(40_000.0)
    assert False in said, "the tried row was let go"
    value = {level.order: level.value for level in broken}
    assert value["1a"] == pytest.approx({level.order: level.value for level in kept}["1a"], abs=1.0)
    assert next(level.value for level in broken if level.name == "limits") > 0.0


def test_a_solver_of_somebody_else_in_the_same_process_does_not_stop_a_plan() -> None:
    """HiGHS has one number of threads for a process: whoever runs it first, such as Pyomo, says how many."""
    script = (
        f"import sys\nsys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
        "import highspy\n"
        "other = highspy.Highs()\nother.setOptionValue('output_flag', False)\nother.setOptionValue('threads', 2)\n"
        "other.minimize(other.addVariable(0, 1))\nassert other.run() == highspy.HighsStatus.kOk\n"
        "import rightfin\nfrom pipeline import tiny_case\n"
        "print(rightfin.plan(tiny_case()).status)\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert found.stdout.splitlines()[-1:] == ["answered"], found.stderr
