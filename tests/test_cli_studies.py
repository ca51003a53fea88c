"""The commands of studies: what they print, write and refuse."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from pipeline import donor, tiny_case
from random_cases import random_case
from typer.main import get_group
from typer.testing import CliRunner

from rightfin.cli import app
from rightfin.io import write_case

run = CliRunner()

ABOUT_DONORS = {"exit": [], "require": ["--exit", "2024"], "coordinate": [], "withdraw": ["--year", "2024"]}
COMMANDS = {**ABOUT_DONORS, "sustain": [], "cost": ["--cadre", "soldier"], "programmes": ["--fix", "reform=2023"],
            "alternatives": ["--loss", "1%"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("studies") / "tiny"
    case = tiny_case(soldier={"support_floor": 1.0}, **donor(10.0))
    rows = {table: case.records(table) for table in ("donors", "pledges")}
    reform = {"programme": "reform", "name": "Reform", "institution": "army", "years": 2}
    twice = {table: [*own, {**own[0], "donor": "neighbours"}] for table, own in rows.items()}
    write_case(case.replace({**twice, "programmes": [reform]}), path)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_study_prints_its_answer_and_writes_its_files(command: str, folder: Path, tmp_path: Path) -> None:
    given = [command, str(folder), *COMMANDS[command]]
    found = run.invoke(app, [*given, "--out", str(tmp_path)])
    assert found.exit_code in (0, 1), found.output
    assert "Tiny (fictional)" in found.stdout
    document = json.loads((tmp_path / f"{command}.json").read_text(encoding="utf-8"))
    assert document["study"] == command
    assert document["provenance"]["case"]
    assert (found.exit_code == 0) == document["answered"]
    assert all(sentence["text"] for sentence in document["sentences"])
    printed = run.invoke(app, [*given, "--json"])
    assert json.loads(printed.stdout) == document


@pytest.mark.parametrize("command", COMMANDS)
def test_a_study_refuses_to_overwrite_before_it_works(command: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / f"{command}.json").write_text("mine")
    found = run.invoke(app, [command, str(folder), *COMMANDS[command], "--out", str(tmp_path)])
    assert found.exit_code == 2
    assert "--force" in found.stderr
    assert (tmp_path / f"{command}.json").read_text() == "mine"


@pytest.mark.parametrize("command", ABOUT_DONORS)
def test_an_unknown_donor_is_named(command: str, folder: Path) -> None:
    found = run.invoke(app, [command, str(folder), *COMMANDS[command], "--donor", "nobody"])
    assert found.exit_code == 2
    assert "nobody" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_time_limit_stops_a_study(command: str, folder: Path, tmp_path: Path) -> None:
    found = run.invoke(app, [command, str(folder), *COMMANDS[command], "--time-limit", "0", "--out", str(tmp_path / "out")])
    assert found.exit_code == 2
    assert "time limit" in found.stderr
    assert not (tmp_path / "out").exists()


def test_the_number_that_is_asked_for_is_printed(folder: Path) -> None:
    found = run.invoke(app, ["require", str(folder), "--exit", "2024"])
    assert found.exit_code == 0
    assert "10.00 points of GDP" in found.stdout.replace("\n", " ")


def test_calendars_that_are_too_many_are_refused_before_anything_is_solved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("solved first")

    monkeypatch.setattr("rightfin.study.exits.study.exit_study", never)
    monkeypatch.setattr("rightfin.study.exits.calendars.MOST_DONORS", 1)
    found = run.invoke(app, ["exit", str(folder), "--calendars"])
    assert found.exit_code == 2
    assert "too many" in found.stderr


def test_calendars_are_solved_by_as_many_workers_as_the_exits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rightfin.study.exits import calendars

    asked: list[object] = []

    def seen(*given: object, **named: object) -> object:
        asked.append(named["workers"])
        return plainly(*given, **{**named, "workers": 1})

    plainly = calendars.exit_calendars
    monkeypatch.setattr(calendars, "exit_calendars", seen)
    run.invoke(app, ["exit", str(folder), "--calendars", "--workers", "2", "--time-limit", "0"])
    assert asked == [2]


def test_every_study_lets_people_say_the_same_beside_its_own() -> None:
    shared = {"case", "model", "scenario", "setting", "folder", "as_json", "time_limit", "force", "replan", "within"}
    commands = get_group(app).commands
    own = {name: [parameter.name for parameter in commands[name].params] for name in COMMANDS}
    assert all(shared <= set(names) and names[0] == "case" for names in own.values())
    assert {name: [one for one in names if one not in shared] for name, names in own.items()} == {
        "exit": ["donor", "provider", "coverage", "margin", "calendars", "workers"],
        "require": ["year", "donor", "keep", "pace", "tax_limit"],
        "coordinate": ["fee", "delay", "donor"], "withdraw": ["year", "donor", "provider"], "sustain": [],
        "cost": ["cadre", "year"], "programmes": ["fix", "without", "decide", "frontier"],
            "alternatives": ["loss", "of_what", "year", "pair", "ranges"],
    }
    by_name = {parameter.name: parameter for parameter in commands["require"].params}
    assert by_name["year"].required
    assert by_name["keep"].default == 1.0
    assert by_name["donor"].multiple


@pytest.mark.parametrize("command", ["exit", "withdraw"])
def test_a_peace_operation_is_asked_about_in_place_of_donors(command: str, tmp_path: Path) -> None:
    mission = {"provider": "un", "need": "war", "region": "national", **{str(year): 500.0 for year in range(2021, 2027)}}
    write_case(tiny_case(external=[mission], **donor(10.0)), tmp_path / "case")  # type: ignore[list-item]
    found = run.invoke(app, [command, str(tmp_path / "case"), "--provider", "un", "--out", str(tmp_path / "out")])
    assert found.exit_code in (0, 1), found.output
    document = json.loads((tmp_path / "out" / f"{command}.json").read_text(encoding="utf-8"))
    assert {"missions", "by_year", "supply"} <= set(document["tables"])
    refused = run.invoke(app, [command, str(tmp_path / "case"), "--provider", "un", "--donor", "friends"])
    assert refused.exit_code == 2
    assert "--provider and --donor ask about different things." in refused.stderr


def test_the_next_question_can_be_copied_and_is_understood(tmp_path: Path) -> None:
    """What explain ends with, whynot reads, and the other way round; what is laid over the case is asked with it."""
    path = tmp_path / "a case"
    write_case(random_case(3), path)
    asked = ["explain", str(path), "--at", "institution=police,year=2022", "--set", "tail_years=1"]
    for command in ("whynot", "explain"):
        found = run.invoke(app, asked)
        assert found.exit_code == 0, found.stderr
        line = found.stdout.rstrip().splitlines()[-1]
        asked = shlex.split(line)[1:]
        assert asked[:2] == [command, str(path)]
        assert asked[-2:] == ["--set", "tail_years=1"]


@pytest.mark.parametrize(("given", "says"), [
    (["compare"], ["There is nothing to compare the case with", "--with OTHER.xlsx", "--exits DONOR=YEAR"]),
    (["alternatives", "--year", "2050"], ["2050 is no year that is shown", "--year 2026"]),
    (["alternatives", "--pair", "army"], ["strength.army names one number, and a pair has two", "--pair "]),
    (["explain", "--at", "army"], ["Write --at institution=army,year=2026."]),
    (["explain", "--at", "Soldiers"], ["Write --at cadre=Soldiers,year=2026."]),
    (["explain"], ["rightfin explain lacks --at", "--at institution=police,year=2029"]),
    (["whynot"], ["rightfin whynot lacks --wish", '--wish "strength.police >= 9000 in 2029"']),
    (["reach"], ["rightfin reach lacks --target", "--target "]),
    (["whynot", "--wish", "army >= 9000", "--may", "taxes"], ["Type one of: own-money, donor, training, limits."]),
])
def test_what_is_lacking_is_said_with_what_to_write(given: list[str], says: list[str], folder: Path) -> None:
    command, *options = given
    found = run.invoke(app, [command, str(folder), *options])
    assert found.exit_code == 2
    for words in says:
        assert words in " ".join(found.stderr.split()), found.stderr


def test_a_command_without_a_case_says_what_a_case_is() -> None:
    found = run.invoke(app, ["explain"])
    assert found.exit_code == 2
    assert "rightfin explain lacks CASE: A folder of CSV files or an .xlsx workbook." in found.stderr
    assert "For example: rightfin explain inputs/demo --at institution=police,year=2029" in found.stderr
