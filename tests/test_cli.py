"""The command line: answers, exit codes, what goes where."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from pipeline import tiny_case
from typer.testing import CliRunner

from rightfin.case import Issue
from rightfin.cli import app
from rightfin.definition import default_definition
from rightfin.io import write_case
from rightfin.io.workbook.marked import write_marked
from rightfin.reading import read_case, read_case_with_warnings
from rightfin.report.overview.briefed import briefed
from rightfin.report.taken_home import results_workbook
from rightfin.schema.results import RESULT
from rightfin.study.briefing.study import briefing

run = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "tiny"
    write_case(tiny_case(), path)
    return path


def test_plan_prints_the_answer(folder: Path) -> None:
    found = run.invoke(app, ["plan", str(folder)])
    assert found.exit_code == 0, found.output
    assert "Tiny (fictional)" in found.stdout
    assert "Who pays" in found.stdout
    assert "2026" in found.stdout
    assert "10,000" in found.stdout


def test_json_is_one_object_and_nothing_else(folder: Path) -> None:
    found = run.invoke(app, ["plan", str(folder), "--json"])
    document = json.loads(found.stdout)
    assert found.exit_code == 0
    assert {"status", "objective", "indicators", "issues"} <= set(document)
    assert document["status"] == "answered"
    assert document["indicators"]["coverage"]["values"]["2023"] == pytest.approx(0.5, rel=1e-6)
    assert document["objective"][0] == {"level": "1a", "name": "obligations", "value": pytest.approx(0.0, abs=1.0)}


def test_out_writes_everything_and_never_overwrites_without_force(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    first = run.invoke(app, ["plan", str(folder), "--out", str(target)])
    assert first.exit_code == 0, first.output
    tables = {path.stem for path in (target / "tables").glob("*.csv")}
    assert tables == set(RESULT)
    assert (target / "plan.xlsx").exists()
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    second = run.invoke(app, ["plan", str(folder), "--out", str(target)])
    assert second.exit_code == 2
    assert "--force" in second.stderr
    third = run.invoke(app, ["plan", str(folder), "--out", str(target), "--force"])
    assert third.exit_code == 0
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before


def test_bad_input_names_every_problem_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    cadres = folder / "cadres.csv"
    cadres.write_text(cadres.read_text().replace("army", "navy").replace("10000", "many"))
    target = tmp_path / "out"
    found = run.invoke(app, ["plan", str(folder), "--out", str(target)])
    assert found.exit_code == 2
    assert "navy" in found.stderr
    assert "many" in found.stderr
    assert "opening_strength" in found.stderr
    assert not target.exists()
    assert found.stdout == ""
    as_json = run.invoke(app, ["plan", str(folder), "--json"])
    assert as_json.exit_code == 2
    document = json.loads(as_json.stdout)
    assert document["status"] == "invalid"
    assert len(document["issues"]) >= 2


def test_command_line_and_page_give_the_same_plan(tmp_path: Path) -> None:
    path = tmp_path / "tiny"
    change = {"scenario": "cheap", "order": 1, "table": "cadres", "key": "soldier", "column": "pay",
              "operation": "multiply", "value": 0.5}
    growth = {"scenario": "cheap", "order": 2, "table": "macro", "key": "real_growth", "column": "2023",
              "operation": "set", "value": 0.125}
    write_case(tiny_case(scenarios=[change, growth]), path)
    cadres = (path / "cadres.csv").read_text(encoding="utf-8").splitlines()
    cadres = [f"{line},{'remark' if place == 0 else 'x'}" for place, line in enumerate(cadres)]
    (path / "cadres.csv").write_text("\n".join(cadres) + "\n", encoding="utf-8")
    found = run.invoke(app, ["plan", str(path), "--scenario", "cheap", "--out", str(tmp_path / "out"), "--json"])
    assert found.exit_code == 0, found.output
    case, warnings = read_case_with_warnings(path)
    shown = briefed(briefing(case, definition=default_definition(), scenarios=("cheap",), warnings=warnings))
    assert (tmp_path / "out" / "plan.xlsx").read_bytes() == results_workbook(shown.plan, case, (), shown.page)
    issues = json.loads(found.stdout)["issues"]
    assert issues == [issue.as_dict() for issue in shown.plan.issues]
    assert any("remark" in issue["message"] for issue in issues)
    assumptions = openpyxl.load_workbook(tmp_path / "out" / "plan.xlsx")["Assumptions"]
    (growth_row,) = (row for row in assumptions.values if row[1] == "real_growth")
    assert "0.125" not in str(growth_row[2])  # what the case states, not what the scenario makes of it


def test_what_stands_in_the_way_is_told_before_planning(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "tables").write_text("mine", encoding="utf-8")
    found = run.invoke(app, ["plan", str(folder), "--out", str(target), "--force"])
    assert found.exit_code == 2
    assert str(target / "tables") in found.stderr
    assert [path.name for path in target.iterdir()] == ["tables"]


def test_a_long_list_of_problems_is_cut_and_counted(folder: Path) -> None:
    effects = folder / "effects.csv"
    header, *_ = effects.read_text(encoding="utf-8").splitlines()
    columns = header.split(",")
    rows = [
        ",".join({"cadre": f"ghost{place}", "need": "nothing", "effect": "1"}.get(name, "") for name in columns)
        for place in range(60)
    ]
    effects.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    found = run.invoke(app, ["check", str(folder)])
    issues = json.loads(run.invoke(app, ["plan", str(folder), "--json"]).stdout)["issues"]
    codes = Counter(issue["code"] for issue in issues)
    assert codes.total() > 100
    assert f"… and {codes.total() - 50} more." in found.stderr
    for code, count in codes.items():
        assert f"{count} {code}" in found.stderr.splitlines()[-3]


def test_one_warning_is_no_plural(folder: Path) -> None:
    cadres = (folder / "cadres.csv").read_text(encoding="utf-8").splitlines()
    before = run.invoke(app, ["check", str(folder)]).stdout
    assert "0 warnings" in before
    lines = [f"{line},{'remark' if place == 0 else 'x'}" for place, line in enumerate(cadres)]
    (folder / "cadres.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "1 warning." in run.invoke(app, ["check", str(folder)]).stdout


def test_contradictory_limits_answer_no(tmp_path: Path) -> None:
    path = tmp_path / "hard"
    write_case(tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}],
        strength_limits=[{"cadre": "soldier", "bound": "min", "hard": True, "2023": 12_000.0}],
    ), path)
    found = run.invoke(app, ["plan", str(path), "--out", str(tmp_path / "out")])
    assert found.exit_code == 1
    told = " ".join(found.stdout.split())
    assert "Least strength: Soldiers in 2023 (strength_limits, row soldier/min, column 2023)" in told
    assert "minimum_strength[" not in told  # the case's words, not the model's
    assert found.stdout.rstrip().endswith(f"rightfin contradictions {path}")


def test_settings_and_models_from_the_command_line(folder: Path, tmp_path: Path) -> None:
    found = run.invoke(app, ["plan", str(folder), "--set", "arrears_tolerance=0.02", "--json"])
    assert json.loads(found.stdout)["arrears_tolerance"] == 0.02
    for wrong in (["--set", "arrears_tolerance"], ["--set", "arears_tolerance=1"], ["--set", "end_year=soon"],
                  ["--set", "tail_years=1", "--set", "tail_years=2"], ["--scenario", "nowhere"],
                  ["--model", str(tmp_path / "none.toml")]):
        refused = run.invoke(app, ["plan", str(folder), *wrong])
        assert refused.exit_code == 2, wrong
        assert "error" in refused.stderr


def test_a_shipped_case_is_converted_and_marked_by_its_name(tmp_path: Path) -> None:
    book, copy = tmp_path / "demo.xlsx", tmp_path / "marked.xlsx"
    found = run.invoke(app, ["convert", "demo", str(book)])
    assert (found.exit_code, found.stderr) == (0, "")
    assert read_case(book) == read_case("demo")
    write_marked("demo", [Issue("odd", "It is odd.", "Look.", "settings", row="title", column="value")], copy)
    assert copy.exists()


def test_check_convert_and_template(folder: Path, tmp_path: Path) -> None:
    assert run.invoke(app, ["check", str(folder)]).exit_code == 0
    book = tmp_path / "tiny.xlsx"
    assert run.invoke(app, ["convert", str(folder), str(book)]).exit_code == 0
    assert read_case(book) == read_case(folder)
    assert run.invoke(app, ["convert", str(folder), str(book)]).exit_code == 2
    template = tmp_path / "template.xlsx"
    assert run.invoke(app, ["template", str(template)]).exit_code == 0
    empty = run.invoke(app, ["check", str(template)])
    assert empty.exit_code == 2
    assert "settings" in empty.stderr
    assert "nothing was written" not in empty.stderr, "nobody asked to write"
    assert empty.stderr.splitlines()[-1] == f"To see them in their cells: rightfin check {template} --marked OUT.xlsx"


def test_a_template_like_a_case_or_with_other_years(folder: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.xlsx"
    assert run.invoke(app, ["template", str(filled), "--like", str(folder)]).exit_code == 0
    assert read_case(filled) == read_case(folder)
    assert run.invoke(app, ["template", str(tmp_path / "years.xlsx"), "--years", "2027-2040"]).exit_code == 0
    for years in ("2027", "2040-2027", "27-40", "two-three"):
        refused = run.invoke(app, ["template", str(tmp_path / "none.xlsx"), "--years", years])
        assert refused.exit_code == 2
        assert "2027-2040" in refused.stderr
    missing = run.invoke(app, ["template", str(tmp_path / "none.xlsx"), "--like", str(tmp_path / "nothing")])
    assert missing.exit_code == 2
    assert not (tmp_path / "none.xlsx").exists()


def test_no_stack_trace_reaches_a_user(folder: Path) -> None:
    script = (
        "import sys, rightfin.cli, rightfin.planning\n"
        "def broken(*a, **k): raise RuntimeError('boom')\n"
        "rightfin.planning.plan_of = broken\n"
        f"sys.argv = ['rightfin', 'plan', {str(folder)!r}]\n"
        "rightfin.cli.main()\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert found.returncode != 0
    assert "Traceback" not in found.stderr
    assert "defect in rightfin" in found.stderr


def test_help_does_not_import_heavy_libraries() -> None:
    script = (
        "import sys\nfrom rightfin.cli import app\n"
        "print([name for name in ('pandas', 'pyomo', 'highspy', 'altair', 'openpyxl') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_time_limit_ends_with_a_sentence_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "result"
    found = run.invoke(app, ["plan", str(folder), "--out", str(target), "--time-limit", "0"])
    assert found.exit_code == 2
    assert "time limit" in found.stderr
    assert not target.exists()


def test_ctrl_c_after_the_last_solve_still_writes_nothing(folder: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, rightfin.cli\n"
        "from rightfin import question\n"
        "assemble = question.assemble\n"
        "def signalled(*given):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return assemble(*given)\n"
        "question.assemble = signalled\n"
        f"sys.argv = ['rightfin', 'plan', {str(folder)!r}, '--out', {str(tmp_path / 'result')!r}]\n"
        "rightfin.cli.main()\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert found.returncode == 130
    assert "nothing was written" in found.stderr
    assert not (tmp_path / "result").exists()


def test_ctrl_c_stops_the_solver_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    """The signal comes while the solver asks whether to go on."""
    script = (
        "import os, signal, sys, rightfin.cli\n"
        "from rightfin.solve import engine\n"
        "run = engine.Engine._run\n"
        "def signalled(self, method):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return run(self, method)\n"
        "engine.Engine._run = signalled\n"
        f"sys.argv = ['rightfin', 'plan', {str(folder)!r}, '--out', {str(tmp_path / 'result')!r}]\n"
        "rightfin.cli.main()\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert found.returncode == 130
    assert found.stderr == "Stopped; nothing was written.\n"
    assert not (tmp_path / "result").exists()
