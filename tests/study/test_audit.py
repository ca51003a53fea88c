"""Audits: other solvers come to the levels of plans, wrong plans are found out, and a stopped solver leaves nothing."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from pipeline import tiny_case
from random_cases import random_case
from test_standard_output import COMMAND
from typer.testing import CliRunner

from rightfin.case import Case, CaseError
from rightfin.cli import app
from rightfin.fiscal.project import project
from rightfin.io import write_case
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes
from rightfin.report.studies.all import findings
from rightfin.solve import pyomo_levels
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.solve.levels import Solution, solve
from rightfin.solve.order import STRICT
from rightfin.solve.pyomo_levels import solved
from rightfin.study import audit as study
from rightfin.study.audit import Audited, audit
from rightfin.tolerances import AUDITED

SOLVERS = ("highs", "cbc", "glpk")

CONTRADICTORY = tiny_case(
    institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}],
    strength_limits=[{"cadre": "soldier", "bound": "min", "hard": True, "2023": 12_000.0}],
)


def with_tolerance(case: Case) -> Case:
    return case.replace({"settings": [*case.records("settings"), {"key": "arrears_tolerance", "value": 0.02}]})


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("case", [random_case(1), random_case(6), with_tolerance(random_case(8))],
                         ids=["random 1", "random 6", "with a tolerance"])
def test_each_solver_comes_to_the_levels_of_the_plan(
    solver: str, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    parameters = project(case, {})
    plan = solve(Assembly(Inputs(parameters, layout_of(parameters))).program, parameters)
    assert isinstance(plan, Solution)
    names = [(level.order, level.name) for level in plan.settled]
    assert len(names) >= 5
    assert (STRICT in dict(names)) == (parameters.policy.arrears_tolerance > 0.0)
    sizes = natural_sizes(parameters)
    for level, (value, ending) in zip(plan.settled, solved(parameters, solver, names), strict=True):
        assert ending == "optimal"
        assert value == pytest.approx(level.value, rel=AUDITED, abs=AUDITED * sizes[level.name]), (level.order, level.name)
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_is_right_agrees_down_to_the_level_asked_for() -> None:
    steps: list[tuple[int, int, str]] = []
    found = audit(tiny_case(), level=2, progress=lambda *step: steps.append(step))
    assert found.agrees
    assert [level.order for level in found.levels][-1] == "2"
    assert {level.order[0] for level in found.levels} == {"1", "2"}
    assert found.left_out >= 2
    assert found.version.startswith("1.")
    assert all(0 < step <= steps_ for step, steps_, _ in steps)
    assert [step for step, _, _ in steps] == sorted(step for step, _, _ in steps)
    assert "covering needs, audited by highs" in [what for _, _, what in steps]
    told = findings(found)
    assert told.answered
    assert len(told.table("levels").rows) == len(found.levels)
    assert any("later levels" in sentence.text for sentence in told.sentences)


@pytest.mark.parametrize("share", [-4e-6, 4e-6])
def test_a_plan_that_is_wrong_by_little_is_found_out(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    plainly = solve

    def wrong(*given: object, **named: object) -> Solution:
        found = plainly(*given, **named)  # type: ignore[arg-type]
        assert isinstance(found, Solution)
        last = found.settled[-1]
        return replace(found, settled=(*found.settled[:-1], replace(last, value=last.value * (1.0 + share))))

    monkeypatch.setattr(study, "solve", wrong)
    found = audit(tiny_case())
    assert [level.agrees for level in found.levels] == [True] * (len(found.levels) - 1) + [False]
    told = findings(found)
    assert not told.answered
    assert f"level 5, churn, differs by {-share:+.1e}" in told.sentences[1].text


def test_after_a_level_that_a_solver_does_not_solve_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a tolerance too, which would loosen what level 1a has come to."""
    monkeypatch.setattr(pyomo_levels._Order, "_run", lambda _: "maxTimeLimit")
    parameters = project(with_tolerance(random_case(8)), {})
    found = list(solved(parameters, "highs", [("1a", "obligations"), ("1a", "unfunded"), ("2", "needs")]))
    assert found == [(None, "maxTimeLimit"), (None, "unknown"), (None, "unknown")]


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_contradiction_is_audited_too(solver: str) -> None:
    found = audit(CONTRADICTORY, solver=solver)
    assert found.contradictory
    assert found.agrees, found.levels
    assert "both say" in findings(found).sentences[1].text


def test_a_contradiction_that_is_none_is_found_out() -> None:
    level = Audited("1a", "obligations", None, 5.0, 1e6, "optimal")
    assert not level.agrees
    failed = replace(level, audit=None, ending="unknown")
    assert not failed.agrees
    assert not replace(failed, plan=5.0, ending="infeasible").agrees
    assert replace(failed, ending="infeasible").agrees


@pytest.mark.parametrize(("solver", "told"), [("cbc", "coinor-cbc"), ("glpk", "glpk-utils"), ("gurobi", "Pyomo"),
                                              ("nosuch", "cbc"), ("asl:rm", "cbc"), ("_neos", "cbc"), ("", "cbc")])
def test_a_solver_that_is_not_there_is_an_issue_that_says_what_to_do(
    solver: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CaseError) as refused:
        audit(tiny_case(), solver=solver)
    (issue,) = refused.value.issues
    assert issue.code == "no_solver"
    assert told in issue.remedy


class Started(Control):
    """Stops when a file says that a solver has started."""

    said = Path()

    def stops(self) -> bool:
        return self.said.exists() and bool(self.said.read_text())

    def why(self) -> str:
        return "The solve was cancelled."


def test_a_solver_that_is_stopped_leaves_no_process_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that would take for ever, as a program of its own, in the midst of its run."""
    program, private = tmp_path / "cbc", tmp_path / "private"
    private.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in *.lp*|*.nl*) echo $$ > "$PID_FILE"; exec sleep 100;; *) echo "Version: 2.10.8";; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("PID_FILE", str(tmp_path / "pid"))
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    monkeypatch.setattr(Started, "said", tmp_path / "pid")
    with pytest.raises(SolveStoppedError, match="cancelled"):
        audit(tiny_case(), solver="cbc", control=Started())
    assert multiprocessing.active_children() == []
    assert list(private.iterdir()) == []
    state = Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}/stat")
    assert not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z"


def test_a_solver_that_fails_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "cbc"
    program.write_text('#!/bin/sh\ncase "$*" in *.lp*|*.nl*) exit 3;; *) echo "Version: 2.10.8";; esac\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(CaseError) as refused:
        audit(tiny_case(), solver="cbc")
    assert refused.value.issues[0].code == "solver_failed"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "tiny"
    write_case(tiny_case(), path)
    return path


@pytest.mark.parametrize("solver", ["highs", "glpk"])
def test_the_object_is_all_that_a_process_writes(solver: str, folder: Path, tmp_path: Path) -> None:
    """Also on the real standard output, on which solvers print."""
    found = subprocess.run(
        [sys.executable, "-c", COMMAND, "audit", str(folder), "--solver", solver, "--json", "--out", "result"],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120,
    )
    assert found.returncode == 0, found.stderr
    assert found.stderr == "" or found.stderr.startswith("Working for")
    document = json.loads(found.stdout)
    assert document["answered"]
    assert document == json.loads((tmp_path / "result/audit.json").read_text(encoding="utf-8"))
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_the_command_ends_with_the_codes_of_other_studies(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner()
    for words, said in (
        (["--solver", "nosuch"], "nosuch"), (["--level", "6"], "1 to 5"), (["--level", "0"], "1 to 5"),
        (["--time-limit", "0"], "time limit"),
    ):
        found = run.invoke(app, ["audit", str(folder), *words])
        assert found.exit_code == 2, words
        assert said in found.stderr
        assert found.stdout == ""
    wrong = study.AUDITED
    monkeypatch.setattr(study, "AUDITED", -wrong)
    found = run.invoke(app, ["audit", str(folder), "--level", "1"])
    assert found.exit_code == 1
    assert "No: level 1a" in found.stdout.replace("\n", " ")
