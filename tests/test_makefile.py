"""The Makefile: where results go, and that a broken environment is made anew."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

STAND_IN = """#!/bin/sh
# Stands in for Python: an environment that it makes holds commands that say how they were called.
case "$*" in *"-m venv"*)
    for last; do :; done
    rm -rf "$last" && mkdir -p "$last/bin"
    for name in python rightfin streamlit; do
        printf '#!/bin/sh\\necho %s "$@"\\n' "$name" > "$last/bin/$name"
        chmod +x "$last/bin/$name"
    done;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "stand_in").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / "stand_in").chmod(0o755)
    return tmp_path


def make(checkout: Path, *arguments: str) -> list[str]:
    """Return the lines that ``make`` prints, called as a user calls it, whatever ``make`` runs these tests."""
    found = subprocess.run(
        ["make", "--no-print-directory", *arguments, "PYTHON=./stand_in"],
        cwd=checkout, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True, timeout=60,
    )
    return found.stdout.splitlines()


@pytest.mark.parametrize("case", ["inputs/demo", "inputs/demo/"])
def test_results_stand_in_a_folder_of_the_case(checkout: Path, case: str) -> None:
    assert make(checkout, "plan", f"CASE={case}")[-1] == f"rightfin plan {case} --out results/demo --force"


def test_libraries_are_installed_once_and_again_in_an_environment_made_anew(checkout: Path) -> None:
    install = "python -m pip install --quiet --constraint constraints.txt --editable ."
    plain, web = install, f"{install}[web]"
    assert plain in make(checkout, "plan")
    assert web in make(checkout, "app")
    assert len(make(checkout, "plan")) == len(make(checkout, "app")) == 1
    (checkout / ".venv/bin/python").unlink()
    assert plain in make(checkout, "plan")
    assert web in make(checkout, "app")
    assert len(make(checkout, "plan")) == len(make(checkout, "app")) == 1
