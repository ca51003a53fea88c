"""Models as files: other programs read the same model, names are safe, and files come whole or not at all."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import highspy
import pytest
from pipeline import tiny_case
from pyomo.environ import ConcreteModel, Objective, Var
from random_cases import random_case
from typer.testing import CliRunner

import rightfin
from rightfin.case import Case, CaseError
from rightfin.cli import app
from rightfin.fiscal.project import project
from rightfin.io import write_case
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.open_model import minimise
from rightfin.lp.program import Program, public_name
from rightfin.report.model_files import LONGEST, write_model
from rightfin.solve.engine import Engine
from rightfin.solve.policy import Stage, Start, methods

run = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "tiny"
    write_case(tiny_case(), path)
    return path


def program_of(case: Case) -> Program:
    parameters = project(case, {})
    return Assembly(Inputs(parameters, layout_of(parameters, reduced=False))).program


def optimum(program: Program, name: str) -> float:
    """Return the least value of one objective alone in natural units, nothing held."""
    engine = Engine(program)
    assert engine.minimise(program.objectives[name], methods(Stage.PAY, Start.NOTHING)) is None
    return engine.value * program.objectives[name].scale


def units_of(path: Path) -> dict[str, float]:
    """Return natural units by name from the table beside a model."""
    with path.with_name(f"{path.name}.units.csv").open(encoding="utf-8", newline="") as lines:
        return {row["name"]: float(row["natural_units"]) for row in csv.DictReader(lines)}


def read_by_highs(path: Path) -> highspy.Highs:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) != highspy.HighsStatus.kError
    return highs


def read_by_cbc(path: Path) -> float:
    said = subprocess.run(["cbc", str(path), "solve", "quit"], capture_output=True, text=True, check=True, timeout=60)
    return float(re.findall(r"Optimal objective (\S+)", said.stdout)[-1])


def read_by_glpsol(path: Path) -> float:
    form = {".lp": "--lp", ".mps": "--freemps"}[path.suffix]
    said = subprocess.run(["glpsol", form, str(path), "-o", f"{path}.sol"], capture_output=True, text=True, check=True,
                          timeout=60)
    assert "OPTIMAL LP SOLUTION FOUND" in said.stdout
    return float(re.findall(r"^Objective: .* = (\S+)", Path(f"{path}.sol").read_text(), re.MULTILINE)[0])


@pytest.mark.parametrize("ending", ["lp", "mps"])
@pytest.mark.parametrize("level", ["needs", "churn"])
def test_three_solvers_read_the_model_that_plans_come_from(ending: str, level: str, tmp_path: Path) -> None:
    case = random_case(1)
    model, path, program = rightfin.pyomo_model(case), tmp_path / f"model.{ending}", program_of(case)
    minimise(model, level)
    write_model(model, path)
    wanted, units = optimum(program, level), units_of(path)
    highs = read_by_highs(path)
    highs.run()
    found = [float(highs.getInfo().objective_function_value), read_by_cbc(path), read_by_glpsol(path)]
    assert [value * units[f"levels.{level}"] for value in found] == pytest.approx([wanted] * 3, rel=1e-6, abs=1e-6)
    names = {public_name(label).replace("[", "(").replace("]", ")") for label in program.columns}
    assert set(highs.getLp().col_names_) - {"ONE_VAR_CONSTANT"} <= names
    rows = {re.fullmatch(r"c_[uel]_rows\.(.*)_", name)[1] for name in highs.getLp().row_names_  # type: ignore[index]
            if "ONE_VAR_CONSTANT" not in name}
    assert rows == {public_name(label).replace("[", "(").replace("]", ")") for label in program.rows}
    assert units.keys() >= names


def test_natural_units_are_written_if_asked_for(tmp_path: Path) -> None:
    model = rightfin.pyomo_model(tiny_case())
    assert write_model(model, tmp_path / "model.lp", natural=True) == (tmp_path / "model.lp",)
    text = (tmp_path / "model.lp").read_text()
    assert re.search(r"c_u_rows\.ceiling\(government,2021\)_:\n.*\n*[^<]*<= 20000000(\.0+\d*)?\n", text)


def test_units_of_an_earlier_model_do_not_stay_beside_one_in_natural_units(folder: Path, tmp_path: Path) -> None:
    asked = ["model", str(folder), "--out", str(tmp_path / "model.lp")]
    assert run.invoke(app, asked).exit_code == 0
    (tmp_path / "model.lp").unlink()
    refused = run.invoke(app, [*asked, "--natural"])
    assert (refused.exit_code, [path.name for path in tmp_path.iterdir()]) == (2, ["model.lp.units.csv"])
    assert run.invoke(app, [*asked, "--natural", "--force"]).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["model.lp"]


def test_an_nl_file_has_the_names_beside_it(tmp_path: Path) -> None:
    case = random_case(2)
    program = program_of(case)
    files = write_model(rightfin.pyomo_model(case), tmp_path / "model.nl")
    assert sorted(file.name for file in files) == ["model.col", "model.nl", "model.nl.units.csv", "model.row"]
    columns, rows = program.matrix.shape[1], program.matrix.shape[0]
    assert (tmp_path / "model.nl").read_text().splitlines()[1].split()[:2] == [str(columns), str(rows)]
    named = (tmp_path / "model.row").read_text().replace("'", "").splitlines()
    assert sorted(named[:rows]) == sorted(f"rows.{public_name(label)}" for label in program.rows)
    assert named[rows:] == ["levels.obligations"]
    named = (tmp_path / "model.col").read_text().replace("'", "").splitlines()
    assert sorted(named) == sorted(public_name(label) for label in program.columns)


def test_equal_cases_give_equal_bytes_in_every_process(folder: Path, tmp_path: Path) -> None:
    script = (
        "import sys, rightfin\nfrom rightfin.report.model_files import write_model\n"
        "model = rightfin.pyomo_model(rightfin.read_case(sys.argv[1]))\n"
        "for ending in ('lp', 'mps', 'nl'): write_model(model, f'{sys.argv[2]}/model.{ending}')\n"
    )
    written = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        subprocess.run([sys.executable, "-c", script, str(folder), str(out)], check=True, timeout=60,
                       env={**os.environ, "PYTHONHASHSEED": seed})
        written.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert len(written[0]) == 8
    assert written[0] == written[1]


@pytest.mark.parametrize("sign", ["\n", " ", ":", "\\", "<", "]", "é", "\0", "e3 >= 1\nc_u_x: 3 y"])
def test_no_sign_of_a_name_can_add_to_a_file(sign: str, tmp_path: Path) -> None:
    """Ids are short names in any case that passes its checks; a name is safe for all that."""
    model = ConcreteModel("rightfin")
    model.x = Var([f"a{sign}b"], bounds=(0.0, 1.0))
    model.least = Objective(expr=sum(model.x.values()))
    write_model(model, tmp_path / "model.lp", natural=True)
    safe = re.sub(r"[^a-z0-9_)]", "_", sign.replace("]", ")"))
    lines = [line for line in (tmp_path / "model.lp").read_text().splitlines() if "x" in line]
    assert lines == [f"+1 x(a{safe}b)", f"   0.0 <= x(a{safe}b) <= 1.0"]


def test_a_name_too_long_for_readers_is_refused_and_nothing_written(tmp_path: Path) -> None:
    cadres = tiny_case().records("cadres")
    name = "s" * LONGEST
    case = tiny_case(cadres=[{**cadres[0], "cadre": name}], effects=[{"cadre": name, "need": "war", "effect": 1.0}])
    with pytest.raises(CaseError, match="signs"):
        write_model(rightfin.pyomo_model(case), tmp_path / "model.lp")
    assert list(tmp_path.iterdir()) == []
    assert write_model(rightfin.pyomo_model(case), tmp_path / "model.nl")


def test_the_command_writes_a_level_by_its_place_or_name(folder: Path, tmp_path: Path) -> None:
    written = {}
    for level in ("1", "2", "needs", "3", "donor_money", "1c", "limits"):
        target = tmp_path / f"{level}.lp"
        found = run.invoke(app, ["model", str(folder), "--out", str(target), "--level", level])
        assert found.exit_code == 0, found.output
        written[level] = target.read_text()
    assert written["2"] == written["needs"] != written["1"]
    assert written["3"] == written["donor_money"] != written["2"]
    assert written["1c"] == written["limits"]
    first = run.invoke(app, ["model", str(folder), "--out", str(tmp_path / "first.lp")])
    assert first.exit_code == 0
    assert (tmp_path / "first.lp").read_text() == written["1"]
    assert "least obligations" in first.stdout


@pytest.mark.parametrize("level", ["0", "6", "ties", "nothing", ""])
def test_an_unknown_level_is_refused(level: str, folder: Path, tmp_path: Path) -> None:
    found = run.invoke(app, ["model", str(folder), "--out", str(tmp_path / "m.lp"), "--level", level])
    assert found.exit_code == 2
    assert "no level" in found.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["model.txt", "model", "model.lp.gz", "model.gms"])
def test_an_unknown_ending_is_refused(name: str, folder: Path, tmp_path: Path) -> None:
    found = run.invoke(app, ["model", str(folder), "--out", str(tmp_path / name)])
    assert found.exit_code == 2
    assert ".lp, .mps and .nl" in found.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("standing", ["model.nl", "model.row", "model.col", "model.nl.units.csv"])
def test_nothing_is_replaced_without_force(standing: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / standing).write_text("mine")
    asked = ["model", str(folder), "--out", str(tmp_path / "model.nl")]
    found = run.invoke(app, asked)
    assert found.exit_code == 2
    assert "--force" in found.stderr
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {standing: "mine"}
    assert run.invoke(app, [*asked, "--force"]).exit_code == 0
    assert len(list(tmp_path.iterdir())) == 4


def test_files_that_belong_together_come_all_or_none(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk refuses the last of the files: those that came before it go again, and old ones come back."""
    (tmp_path / "model.row").write_text("mine")
    (tmp_path / "model.nl").write_text("mine")
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if "arriving" in self.parts and self.name == "model.row":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(CaseError, match="no space left"):
        write_model(rightfin.pyomo_model(tiny_case()), tmp_path / "model.nl", force=True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"model.row": "mine", "model.nl": "mine"}
