"""What a command writes on the real standard output, libraries included."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pipeline import tiny_case

from rightfin.case import Case
from rightfin.io import write_case

COMMAND = "from rightfin.cli import main; main()"


def _contradictory() -> Case:
    return tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}],
        strength_limits=[{"cadre": "soldier", "bound": "min", "hard": True, "2023": 12_000.0}],
    )


@pytest.mark.parametrize(("case", "code"), [(tiny_case(), 0), (_contradictory(), 1)], ids=["answered", "contradictory"])
def test_the_object_is_all_that_a_process_writes(case: Case, code: int, tmp_path: Path) -> None:
    write_case(case, tmp_path / "case")
    found = subprocess.run(
        [sys.executable, "-c", COMMAND, "plan", str(tmp_path / "case"), "--json"], capture_output=True, check=False
    )
    assert found.returncode == code, found.stderr
    assert isinstance(json.loads(found.stdout), dict)
