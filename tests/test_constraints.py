"""The known good set of versions: whole, plain, and allowed by the project itself."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import constraints  # noqa: E402 - a tool beside the package

LINES = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
PINS = [Requirement(line.partition("  #")[0]) for line in LINES]
PYTHONS = ("3.11", "3.12", "3.13")


def direct() -> list[Requirement]:
    """Return what the project asks for by name, all extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    return [wanted for wanted in map(Requirement, listed) if wanted.name != "rightfin"]


def test_every_line_is_a_name_a_version_and_perhaps_a_marker() -> None:
    plain = re.compile(r"[a-z0-9-]+==[0-9][0-9A-Za-z.]*( ; [a-z_]+ [^#]+)?(  # \S.*)?")
    assert [line for line in LINES if not plain.fullmatch(line)] == []


def test_for_every_python_each_library_has_one_version_and_the_project_allows_it() -> None:
    for python in PYTHONS:
        here = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": "linux",
                "platform_python_implementation": "CPython"}
        found: dict[str, list[str]] = {}
        for pin in PINS:
            if pin.marker is None or pin.marker.evaluate(here):
                (one,) = pin.specifier
                found.setdefault(canonicalize_name(pin.name), []).append(one.version)
        assert [name for name, versions in found.items() if len(versions) > 1] == []
        for wanted in direct():
            assert wanted.specifier.contains(found[canonicalize_name(wanted.name)][0]), f"{wanted} on {python}"


def test_what_is_held_back_says_why() -> None:
    for name, (bound, reason) in constraints.HELD_BACK.items():
        held = [line for line in LINES if line.startswith(f"{name}==")]
        assert held, f"{name} is not in the set"
        assert reason
        assert all(line.endswith(f"  # {reason}") and Requirement(f"{name}{bound}") for line in held)


def test_a_reason_follows_its_package_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(constraints.HELD_BACK, "numpy", ("<3", "newer ones round otherwise"))
    assert constraints.with_reason("numpy==2.4.6") == "numpy==2.4.6  # newer ones round otherwise"
    assert constraints.with_reason("numpy-typing-compat==1") == "numpy-typing-compat==1"


def test_the_solver_that_answers_wrongly_is_excluded() -> None:
    (solver,) = (wanted for wanted in direct() if wanted.name == "highspy")
    assert not solver.specifier.contains("1.14.0")
    assert solver.specifier.contains("1.13.0")
    assert solver.specifier.contains("1.16.0")
