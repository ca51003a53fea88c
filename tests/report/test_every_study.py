"""Each study is told and asked in one way: among the findings of all, by a command, and under a public name."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import rightfin
from rightfin.report import studies
from rightfin.report.studies import all as every
from rightfin.report.studies.findings import Findings

PACKAGE = Path(rightfin.__file__).parent


def told() -> Iterator[type]:
    """Yield what functions of ``report/studies`` make findings of."""
    for found in pkgutil.iter_modules(studies.__path__):
        module = importlib.import_module(f"{studies.__name__}.{found.name}")
        for _, function in inspect.getmembers(module, inspect.isfunction):
            hints: dict[str, Any] = get_type_hints(function) if function.__module__ == module.__name__ else {}
            first = next(iter(hints.values()), None)
            if hints.get("return") is Findings and inspect.isclass(first) and first is not Findings:
                yield first


STUDIES = sorted(set(told()), key=lambda study: study.__name__)


def asks(study: type) -> set[str]:
    """Return the public functions that answer with a study."""
    module = importlib.import_module(study.__module__)
    return {
        name for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and get_type_hints(function).get("return") is study
    }


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.__name__)
def test_the_findings_of_a_study_are_among_those_of_all(study: type) -> None:
    assert study in get_args(every.Study), f"{study.__name__} is not in Study of report/studies/all.py"
    bare: Any = object.__new__(study)
    with suppress(AttributeError):  # somebody looked at it and found it empty
        assert every.findings(bare), f"report/studies/all.py has no case for {study.__name__}"


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.__name__)
def test_a_study_is_asked_by_a_command_and_by_a_public_name(study: type) -> None:
    assert asks(study), f"nothing in {study.__module__} returns {study.__name__}"
    imported = {
        alias.name for file in (PACKAGE / "cli").glob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == study.__module__ for alias in node.names
    }
    assert asks(study) & imported, f"no command in rightfin/cli asks for {study.__name__}"
    for names in ({study.__name__}, asks(study)):
        assert names & set(rightfin.__all__), f"{sorted(names)} is not public in rightfin/__init__.py"
