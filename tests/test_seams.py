"""The seams of the package: a toy family of rows and a toy study, added to a copy of it, plan a case and are shown."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import seams

ROOT = Path(__file__).parents[1]
MOST_FILES = 12
"""Most files of the package that a soft family of rows may touch, with all that belongs to it."""

ASK = """
import json, sys
from dataclasses import replace
import rightfin
from rightfin.report.words.answer import headline
from rightfin.result.definitions import BY_NAME
case = rightfin.read_case(sys.argv[1])
rows = [{"cadre": "soldiers", "share": 1.0}]
def told(case):
    plan = rightfin.plan(case, settings={"rule_weight": 0.02})
    people = plan.table("strength").set_index(["cadre", "year"])
    found = plan.table("indicators").set_index(["indicator", "year"])["value"]
    return {
        "strength": people.loc["soldiers", "strength"].tolist(),
        "miss": people.loc["soldiers", "roster_miss"].tolist() if "roster_miss" in people else None,
        "others": float(people["roster_miss"].sum() - people.loc["soldiers", "roster_miss"].sum()),
        "indicator": found.loc["roster_missing"].tolist(),
        "needs": [row[2] for row in plan.tables["objective"].rows if row[1] == "needs"][0],
        "prices": sorted({row[0] for row in plan.tables["prices"].rows}),
        "opening": 42000.0,
    }
print(json.dumps([told(case), told(case.replace({"rosters": rows}))]))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the toy family and the toy study."""
    top = tmp_path_factory.mktemp("seams")
    shutil.copytree(ROOT / "rightfin", top / "rightfin", ignore=shutil.ignore_patterns("__pycache__"))
    seams.apply(top / "rightfin", (*seams.FAMILY, *seams.STUDY))
    return top


def run(package: Path, *words: str) -> str:
    done = subprocess.run([sys.executable, *words], check=False, capture_output=True, text=True, encoding="utf-8",
                          timeout=300, cwd=package, env={**os.environ, "PYTHONPATH": str(package)})
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_soft_family_of_rows_works_from_its_table_to_its_indicator(package: Path) -> None:
    found: list[dict[str, Any]] = json.loads(run(package, "-c", ASK, str(ROOT / "inputs/demo")))
    without, kept = found
    assert without["miss"] == [0.0] * 12
    assert without["indicator"] == [0.0] * 12
    missing = [max(0.0, kept["opening"] - strength) for strength in kept["strength"]]
    assert kept["miss"] == pytest.approx(missing, abs=0.5)
    assert kept["indicator"] == pytest.approx(missing, abs=0.5)
    assert kept["others"] == 0.0
    assert sum(missing) > 1000.0
    # What is missing counts in the level of needs, and keeping the roster is weighed against them.
    assert kept["needs"] > without["needs"]
    assert sum(kept["strength"]) >= sum(without["strength"]) - 1.0


def test_a_study_has_its_sentence_its_table_and_its_command(package: Path) -> None:
    main = "import sys; from rightfin.cli import main; main()"
    found = json.loads(run(package, "-c", main, "headcount", str(ROOT / "inputs/demo"), "--json"))
    assert re.fullmatch(r"[\d,]+ people are in pay in 2037\.", found["sentences"][0]["text"])
    assert found["tables"]["people"]["rows"][0][0] == 2037
    assert found["provenance"]["case"]


def test_a_soft_family_touches_few_files() -> None:
    assert len(seams.files(seams.FAMILY)) <= MOST_FILES


def test_the_map_lists_the_files_that_the_toys_touch() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for heading, edits in (("A rule with all that belongs to it", seams.FAMILY), ("A study", seams.STUDY)):
        part = text.split(f"**{heading}**")[1].split("\n\n")[0]
        told = re.findall(r"`([a-z_/<>]+\.py)`", part)
        wanted = [re.sub(r"(rosters|headcount)\.py$", "<name>.py", file) for file in seams.files(edits)]
        assert told == wanted, heading
