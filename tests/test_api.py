"""The public names: complete, documented, and called in one way."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import rightfin
from rightfin import cli

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))

import reference

NAMES = [name for name in rightfin.__all__ if name != "__version__"]
SUBJECTS = {
    "read_case": ["path"], "read_saved": ["path"], "write_case": ["case", "path"], "write_template": ["path"],
    "read_definition": ["path"], "write_plan": ["plan", "case", "folder"], "page": ["found"], "difference": ["a", "b"],
    "merge": ["base", "a", "b"], "compare": ["a", "b"], "findings": ["study"], "write_findings": ["findings", "folder"],
    "saved": ["trail", "case"], "packages": [], "package_cost": ["package"], "attribution": ["question", "other"],
    "comparison": ["items"], "with_attributions": ["findings", "items", "attributions"], "why_not": ["case", "wishes"],
    "reach": ["case", "target"], "asked_first": ["plan"], "roll": ["case", "to"],
}
"""What a call is about, where that is not a case alone."""


def calls() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield what is called: public functions, and the classes that are asked questions."""
    for name in NAMES:
        found = getattr(rightfin, name)
        if inspect.isfunction(found) or name in ("WhatIf", "Batch"):
            yield name, found


def test_every_public_name_has_a_theme_and_a_home() -> None:
    themed = [name for homes in rightfin._PUBLIC.values() for names in homes.values() for name in names]
    assert len(set(themed)) == len(themed)
    assert set(themed) == set(NAMES), f"__all__ or _PUBLIC in rightfin/__init__.py lacks {sorted(set(themed) ^ set(NAMES))}"
    assert all(getattr(rightfin, name) is not None for name in NAMES)


def test_type_checkers_are_told_the_homes_of_public_names() -> None:
    tree = ast.parse(Path(rightfin.__file__).read_text(encoding="utf-8"))
    told = next(node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(told.test) == "TYPE_CHECKING"
    imported = {alias.name: node.module for node in told.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    others = {name for name, _ in set(imported.items()) ^ set(rightfin._HOMES.items())}
    assert not others, f"rightfin/__init__.py does not import under TYPE_CHECKING as _PUBLIC says: {sorted(others)}"


def test_every_file_with_a_command_is_part_of_the_program() -> None:
    written = {file.stem for file in Path(cli.__file__).parent.glob("*.py")
               if re.search(r"^@(?:app\.command|_command)\(", file.read_text(encoding="utf-8"), re.MULTILINE)}
    left_out = written - {name for name in cli.__all__ if inspect.ismodule(vars(cli).get(name))}
    assert not left_out, f"rightfin/cli/__init__.py leaves out {sorted(left_out)}"


def test_the_page_documents_what_is_public_and_nothing_else() -> None:
    listed = [line.rpartition("rightfin.")[2] for line in reference.api().splitlines() if line.startswith(".. auto")]
    assert sorted(listed) == sorted(NAMES)
    assert all(inspect.getdoc(getattr(rightfin, name)) for name in NAMES)
    assert "generated/_api.md" in (Path(reference.__file__).parent / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "call"), list(calls()), ids=lambda of: of if isinstance(of, str) else "")
def test_what_a_call_is_about_comes_first_and_everything_else_by_name_in_one_order(
    name: str, call: Callable[..., Any]
) -> None:
    parameters = inspect.signature(call).parameters
    subjects = SUBJECTS.get(name, ["case"])
    assert list(parameters)[: len(subjects)] == subjects
    others = list(parameters)[len(subjects) :]
    assert all(parameters[other].kind is inspect.Parameter.KEYWORD_ONLY for other in others)
    laid = ["definition", "scenarios", "settings"]
    assert others[:3] == laid or not set(others) & set(laid)
    last = [other for other in ("force", "progress", "control") if other in others]
    assert others[len(others) - len(last) :] == last


@pytest.mark.parametrize("of", [rightfin.WhatIf, rightfin.Batch])
def test_questions_of_live_models_are_asked_in_the_same_way(of: type) -> None:
    for name, method in vars(of).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            named = list(inspect.signature(method).parameters.values())[2:]
            assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in named), name


def test_a_name_that_is_not_public_is_none() -> None:
    with pytest.raises(AttributeError, match="no attribute prepare"):
        rightfin.prepare  # noqa: B018  (reading it is the test)
