"""The package as a whole: what it installs, what it imports, and that its papers agree with it."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_group

import rightfin
from rightfin.cli import app

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "rightfin"
MODULES = sorted(PACKAGE.rglob("*.py"))
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs/tutorial.md", ROOT / "docs/commands.md"]

STAGES = (
    {"tolerances", "progress"}, {"schema", "shipped"}, {"case"}, {"io", "definition", "fiscal"}, {"reading"}, {"editing"},
    {"lp"}, {"solve"}, {"result"}, {"question"}, {"planning"}, {"modelling"},
    {"study"}, {"report"}, {"desk"}, {"ui", "cli"}, {"__main__"},
)
"""The way data flows: a package imports only itself and what stands before it."""
STAGE_OF = {package: place for place, stage in enumerate(STAGES) for package in stage}


def package_of(module: Path) -> str:
    """Return what a file belongs to below ``rightfin``: ``lp``, ``cli``, or ``__init__`` for the root."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(module: Path) -> Iterator[str]:
    """Yield every module that a file imports, at whatever depth; a name from a package may be a module."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names(modules: list[Path]) -> list[str]:
    return [module.relative_to(ROOT).as_posix() for module in modules]


def test_every_package_has_its_place_in_the_flow() -> None:
    assert {package_of(module) for module in MODULES} - {"__init__"} <= set(STAGE_OF)


@pytest.mark.parametrize("package", sorted({package_of(module) for module in MODULES} - {"__init__"}))
def test_no_package_imports_a_later_stage_or_a_neighbour(package: str) -> None:
    wrong = [
        f"{module.relative_to(ROOT)} imports {name}"
        for module in MODULES
        if package_of(module) == package
        for name in imports_of(module)
        for part in name.split(".")[1:2]
        if name.startswith("rightfin.") and part in STAGE_OF and part != package
        and STAGE_OF[part] >= STAGE_OF[package]
    ]
    assert not wrong


@pytest.mark.parametrize(("library", "package"), [("streamlit", "ui"), ("highspy", "solve")])
def test_a_library_is_imported_in_one_package_only(library: str, package: str) -> None:
    users = [m for m in MODULES if any(name.split(".")[0] == library for name in imports_of(m))]
    assert users, f"nothing imports {library}"
    assert {package_of(module) for module in users} == {package}


def test_no_file_is_long() -> None:
    assert not names([m for m in MODULES if len(m.read_text(encoding="utf-8").splitlines()) > 450])


def test_no_two_public_classes_share_a_name() -> None:
    found = [
        node.name for path in MODULES for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert sorted(name for name, times in Counter(found).items() if times > 1) == []


def test_nothing_is_left_to_do() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert not names([m for m in MODULES if unfinished.search(m.read_text(encoding="utf-8"))])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    here = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps", *here]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=120)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_the_package_with_its_cases_and_nothing_else(wheel: Path) -> None:
    files = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    there = {
        (prefix + path.relative_to(ROOT).as_posix())
        for folder, prefix in ((PACKAGE, ""), (ROOT / "inputs", "rightfin/data/"), (ROOT / "models", "rightfin/data/"))
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert there == files


def test_an_installed_wheel_knows_its_cases_by_name(wheel: Path, tmp_path: Path) -> None:
    """Far from the repository, as ``python -m rightfin``: what is printed is the answer and nothing else."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")

    def said(*words: str) -> str:
        found = subprocess.run(
            [sys.executable, "-m", "rightfin", *words], cwd=tmp_path, capture_output=True, text=True, timeout=120,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "site"), "COLUMNS": "120"}, check=False,
        )
        assert found.returncode == 0, found.stderr
        return found.stdout

    listed = said("cases")
    assert all(name in listed for name in ("demo", "afghanistan_2012", "austerity", "Marenga (fictional)"))
    assert "Police station of thirty" in said("packages", "station_30")
    plan = json.loads(said("plan", "afghanistan_2012", "--model", "chicago_2012", "--json"))
    assert plan["title"] == "Afghanistan: the Chicago plan of May 2012"
    said("template", "mine.xlsx", "--like", "demo")
    assert "is a valid case" in said("check", "mine.xlsx")


@pytest.mark.parametrize(("words", "heavy"), [
    (["check", "demo"], ["pandas", "pyomo", "highspy", "altair", "openpyxl", "streamlit"]),
    (["plan", "afghanistan_2012"], ["pandas", "pyomo", "altair", "openpyxl", "streamlit", "scipy.stats"]),
])
def test_a_command_imports_no_heavy_library_that_it_does_not_use(words: list[str], heavy: list[str]) -> None:
    script = (
        "import atexit, sys\nfrom rightfin.cli import main\n"
        f"atexit.register(lambda: print('imported', sorted(set({heavy}) & set(sys.modules))))\n"
        f"sys.argv = ['rightfin', *{words}]\nmain()"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.splitlines()[-1] == "imported []"


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert project["version"] == rightfin.__version__ == importlib.metadata.version("rightfin") == newest[1]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_make_command_in_the_papers_exists(paper: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = paper.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^ {4}|`)make ([a-z]+)\b", text, re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_rightfin_command_and_option_in_the_papers_exists(paper: Path) -> None:
    commands = get_group(app).commands
    text = paper.read_text(encoding="utf-8")
    for command, rest in re.findall(r"(?:^ {4}|`)rightfin ([a-z]+)([^`\n]*)", text, re.MULTILINE):
        assert command in commands
        options = {name for parameter in commands[command].params for name in parameter.opts} | {"--help"}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options


def test_the_readme_opens_with_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert lines[:4] == ["# rightfin", "", "    make plan", "    make test"]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    steps = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert steps[-3:] == ["make check", "make docs", "make test"]
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_every_option_of_plan_is_documented() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    section = text.split("## `rightfin plan`")[1].split("\n## ")[0]
    options = {name for parameter in get_group(app).commands["plan"].params for name in parameter.opts}
    documented = set(re.findall(r"`(--[a-z-]+)", section))
    assert documented == {name for name in options if name.startswith("--")} - {"--help"}
