"""The command line: answers, exit codes, what goes where."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pipeline import tiny_case
from typer.testing import CliRunner

from rightfin.cli import app
from rightfin.io import write_case
from rightfin.planning import read_case
from rightfin.result.plan import TABLE_COLUMNS

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
    assert tables == set(TABLE_COLUMNS)
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


def test_contradictory_limits_answer_no(tmp_path: Path) -> None:
    path = tmp_path / "hard"
    write_case(tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}],
        strength_limits=[{"cadre": "soldier", "bound": "min", "hard": True, "2023": 12_000.0}],
    ), path)
    found = run.invoke(app, ["plan", str(path), "--out", str(tmp_path / "out")])
    assert found.exit_code == 1
    assert "minimum_strength[soldier,2023]" in found.stdout.replace("\n", "")


def test_settings_and_models_from_the_command_line(folder: Path, tmp_path: Path) -> None:
    found = run.invoke(app, ["plan", str(folder), "--set", "arrears_tolerance=0.02", "--json"])
    assert json.loads(found.stdout)["arrears_tolerance"] == 0.02
    for wrong in (["--set", "arrears_tolerance"], ["--set", "arears_tolerance=1"], ["--set", "end_year=soon"],
                  ["--scenario", "nowhere"], ["--model", str(tmp_path / "none.toml")]):
        refused = run.invoke(app, ["plan", str(folder), *wrong])
        assert refused.exit_code == 2, wrong
        assert "error" in refused.stderr


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


def test_no_stack_trace_reaches_a_user(folder: Path) -> None:
    script = (
        "import sys, rightfin.cli, rightfin.planning\n"
        "def broken(*a, **k): raise RuntimeError('boom')\n"
        "rightfin.planning.plan = broken\n"
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
