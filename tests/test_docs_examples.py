"""Programs in the documents use public names only; the one about the open model prints what its page says."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rightfin

ROOT = Path(__file__).parents[1]
PAPERS = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
          if "```python" in path.read_text(encoding="utf-8")]
PAGE = Path(__file__).parents[1] / "docs/pyomo.md"


def test_the_example_of_the_open_model_prints_what_the_page_says(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    ((program, printed),) = re.findall(r"```python\n(.*?)```\n+```text\n(.*?)```", text, re.DOTALL)
    command = [sys.executable, "-W", "error", "-c", program]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120)
    assert (found.stdout, found.returncode) == (printed, 0), found.stderr


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_programs_use_public_names_only(paper: Path) -> None:
    for program in re.findall(r"^```python\n(.*?)^```", paper.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        for node in ast.walk(ast.parse(program)):
            if isinstance(node, ast.Import):
                assert not [alias.name for alias in node.names if alias.name.startswith("rightfin.")]
            elif isinstance(node, ast.ImportFrom):
                assert not str(node.module).startswith("rightfin."), f"{paper.name} imports from {node.module}"
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "rightfin":
                assert node.attr in rightfin.__all__, f"{paper.name} uses rightfin.{node.attr}"
