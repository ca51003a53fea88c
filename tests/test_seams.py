"""The seams of the package: toys of every kind, added to a copy of it, work, and what is left out of one is noticed."""

from __future__ import annotations

import compileall
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
from omissions import outcomes
from toy_family import FAMILY
from toy_parts import COLUMN, COMMAND, INDICATOR, LEVEL, PAGE
from toy_study import STUDY

ROOT = Path(__file__).parents[1]
MOST_FILES = 12
"""Most files of the package that a soft family of rows may touch, with all that belongs to it."""

TOYS = {
    "A rule with all that belongs to it": FAMILY, "A study": STUDY, "A level": LEVEL, "A command": COMMAND,
    "A page of the web": PAGE, "A column": COLUMN, "An indicator": INDICATOR,
}
"""All toys, by what ``docs/architecture.md`` calls them."""

EVERY = tuple(edit for toy in TOYS.values() for edit in toy)
ROSTER = ('        "donors": [', '        "rosters": [{"cadre": "clerk", "share": 0.5}],\n')
"""What the case of golden rows needs to have a row of the toy family: where it stands, and the row."""

ASK = """
import json, sys
from dataclasses import replace
import rightfin
from rightfin.report.words.answer import headline
from rightfin.schema.indicators import BY_NAME
case = rightfin.read_case(sys.argv[1])
rows = [{"cadre": "soldiers", "share": 1.0}]
def told(case):
    plan = rightfin.plan(case, settings={"rule_weight": 0.02})
    people = plan.table("strength").set_index(["cadre", "year"])
    found = plan.table("indicators").set_index(["indicator", "year"])["value"]
    return {
        "strength": people.loc["soldiers", "strength"].tolist(),
        "miss": people.loc["soldiers", "roster_miss"].tolist() if "roster_miss" in people else None,
        "others": float(people["roster_miss"].drop("soldiers", level="cadre").abs().sum()),
        "indicator": found.loc["roster_missing"].tolist(),
        "needs": [row[2] for row in plan.tables["objective"].rows if row[1] == "needs"][0],
        "prices": sorted({row[0] for row in plan.tables["prices"].rows}),
        "opening": 42000.0,
    }
print(json.dumps([told(case), told(case.replace({"rosters": rows}))]))
"""


RECRUITS = """
import json
import rightfin
from golden_case import golden_case
case = golden_case()
plan = rightfin.plan(case.replace({"rosters": []}) if "rosters" in case.tables else case)
hires = zip(plan.tables["strength"].column("year"), plan.tables["strength"].column("hires"), strict=True)
order = [name for _, name, _ in plan.tables["objective"].rows]
levels = {name: value for _, name, value in plan.tables["objective"].rows}
print(json.dumps({"level": levels.get("recruits"), "order": order,
                  "recruits": sum(float(number) / 1.05 ** (year - plan.base_year) for year, number in hires)}))
"""

VISIT = """
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(sys.argv[1], default_timeout=120).run()
app._page_hash = next(key for key, page in app._registered_pages.items() if page.get("url_pathname", "") == "payroll")
app.run()
assert not app.exception, app.exception
print(json.dumps({"title": [one.value for one in app.title], "said": [str(one.value) for one in app.markdown]}))
"""

INVALIDED = """
import json
import rightfin
from golden_case import golden_case
def strength(column):
    rows = golden_case().records("cadres")
    cadres = [row | {column: (row[column] or 0.0) + 0.02, "monthly_attrition": None} for row in rows]
    made = rightfin.plan(golden_case().replace({"cadres": cadres, "over_time": []})).table("strength")
    return made.select_dtypes("number").to_numpy().tolist()
print(json.dumps([strength("attrition"), strength("invalided")]))
"""

SUPPORT = """
import json, sys
from pathlib import Path
import openpyxl
import rightfin
from golden_case import golden_case
from rightfin.report.workbook import write_workbook
plan = rightfin.plan(golden_case())
people = plan.table("strength").groupby("year")[["strength", "supported"]].sum()
values = plan.table("indicators").set_index("indicator").loc["without_support", "value"]
write_workbook(plan, golden_case(), Path(sys.argv[1]))
sheet = openpyxl.load_workbook(sys.argv[1])["Indicators"]
formula = next(row[-1].value for row in sheet.iter_rows() if row[0].value == "Without support")
print(json.dumps({"values": list(values), "wanted": list(people.strength - people.supported), "formula": formula}))
"""


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with all toys, and beside it ``bare/rightfin``, the package as it is."""
    top = tmp_path_factory.mktemp("seams")
    for part in ("rightfin", "tests"):
        shutil.copytree(ROOT / part, top / part)
    shutil.copytree(ROOT / "rightfin", top / "bare/rightfin")
    compileall.compile_dir(top / "bare/rightfin", quiet=1)  # once, and not in every copy
    for part in ("inputs", "models", "docs", "app.py", "pyproject.toml"):
        (top / part).symlink_to(ROOT / part)
    seams.apply(top / "rightfin", EVERY)
    compileall.compile_dir(top / "rightfin", quiet=1)
    golden, (anchor, row) = top / "tests/golden_case.py", ROSTER
    golden.write_text(golden.read_text(encoding="utf-8").replace(anchor, row + anchor), encoding="utf-8")
    return top


def run(top: Path, *words: str) -> str:
    paths = os.pathsep.join((str(top), str(top / "tests")))
    done = subprocess.run([sys.executable, *words], check=False, capture_output=True, text=True, encoding="utf-8",
                          timeout=300, cwd=top, env={**os.environ, "PYTHONPATH": paths})
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def without(left_out: seams.Edit, top: Path) -> Path:
    """Return the folder of a copy of the package with all toys but one edit; other files are links to those of one copy."""
    place = top / f"without_{EVERY.index(left_out)}"
    shutil.copytree(top / "bare/rightfin", place / "rightfin", copy_function=os.link)
    seams.apply(place / "rightfin", tuple(edit for edit in EVERY if edit is not left_out))
    return place


def test_what_is_left_out_is_noticed_by_name(top: Path) -> None:
    noticing = {edit.noticed for edit in EVERY}
    tests = tuple(sorted(name for name in noticing if name.startswith("tests/")))
    whole = [(top, top, names) for names in (tests, *((name,) for name in sorted(noticing - set(tests))))]
    lacking = [(without(edit, top), top, (edit.noticed,)) for edit in EVERY]
    found = outcomes([*whole, *lacking])
    for (_, _, names), (code, told) in zip(whole, found, strict=False):
        assert code == 0, f"{names} notice something where nothing is left out: {told[-2000:]}"
    unnoticed = [
        f"{edit.file} without {edit.text.strip()[:60]!r}: {edit.noticed} does not say {edit.words!r} but {told[-600:]}"
        for edit, (code, told) in zip(EVERY, found[len(whole):], strict=True) if not code or edit.words not in told
    ]
    assert not unnoticed, "\n".join(unnoticed)


def test_a_soft_family_of_rows_works_from_its_table_to_its_indicator(top: Path) -> None:
    found: list[dict[str, Any]] = json.loads(run(top, "-c", ASK, str(ROOT / "inputs/demo")))
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


def test_a_study_has_its_sentence_its_table_and_its_command(top: Path) -> None:
    main = "import sys; from rightfin.cli import main; main()"
    found = json.loads(run(top, "-c", main, "headcount", str(ROOT / "inputs/demo"), "--json"))
    assert re.fullmatch(r"[\d,]+ people are in pay in 2037\.", found["sentences"][0]["text"])
    assert found["tables"]["people"]["rows"][0][0] == 2037
    assert found["provenance"]["case"]


def test_a_level_is_minimised_in_its_place(top: Path) -> None:
    """What it counts is no more than in the plan that does not have it; the case has no years after those shown."""
    without, level = (json.loads(run(where, "-c", RECRUITS)) for where in (ROOT, top))
    assert level["level"] == pytest.approx(level["recruits"], rel=1e-6)
    assert level["recruits"] <= without["recruits"] * (1.0 + 1e-6)
    assert without["level"] is None
    assert level["order"] == [*without["order"][:-1], "recruits", "churn"]


def test_a_command_is_listed_and_answers(top: Path) -> None:
    main = "import sys; from rightfin.cli import main; main()"
    assert "payroll" in run(top, "-c", main, "--help")
    assert re.fullmatch(r"[\d,]+ a year\n", run(top, "-c", main, "payroll", str(ROOT / "inputs/demo")))


def test_a_page_is_shown_for_the_case_that_is_chosen(top: Path) -> None:
    found = json.loads(run(top, "-c", VISIT, str(top / "app.py")))
    assert found["title"] == ["Payroll"]
    assert re.fullmatch(r"[\d,]+ a year", found["said"][-1])


def test_a_column_changes_the_plan_as_it_should(top: Path) -> None:
    for left, invalided in zip(*json.loads(run(top, "-c", INVALIDED)), strict=True):
        assert invalided == pytest.approx(left, rel=1e-6, abs=1e-6)


def test_an_indicator_is_worked_out_and_has_its_formula(top: Path, tmp_path: Path) -> None:
    found = json.loads(run(top, "-c", SUPPORT, str(tmp_path / "golden.xlsx")))
    assert found["values"] == pytest.approx(found["wanted"])
    assert re.fullmatch(r"='?Strength'?!\w+-'?Strength'?!\w+", found["formula"])


def test_a_soft_family_touches_few_files() -> None:
    assert len(seams.files(FAMILY)) <= MOST_FILES


@pytest.mark.parametrize("heading", TOYS)
def test_the_map_lists_the_files_that_a_toy_touches(heading: str) -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    told = re.findall(r"`([a-z_/<>]+\.py)`", text.split(f"**{heading}**")[1].split("\n\n")[0])
    new = {edit.file for edit in TOYS[heading] if not edit.anchor}
    wanted = [re.sub(r"\w+\.py$", "<name>.py", file) if file in new else file for file in seams.files(TOYS[heading])]
    assert told == wanted
