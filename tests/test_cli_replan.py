"""Starts of programmes on the command line: typed unless --replan decides them, and which it is stands in the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pipeline import tiny_case
from study.chain_case import chain_case
from study.test_replanned import two_donors
from typer.testing import CliRunner

from rightfin.case import Case
from rightfin.cli import app, asked
from rightfin.io import write_case
from rightfin.progress import Progress, done_share
from rightfin.solve.calendars import CalendarSearch
from rightfin.study.starts.decided import WITHIN

run = CliRunner()

COMMANDS = {
    "exit": [], "require": ["--exit", "2023"], "coordinate": [], "withdraw": ["--year", "2023"], "sustain": [],
    "cost": ["--cadre", "soldier"], "programmes": [], "audit": ["--level", "1"],
}


def saved(case: Case, folder: Path) -> str:
    write_case(case, folder)
    return str(folder)


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The case of taxes that are raised too late for an exit in 2023."""
    return saved(two_donors(2025), tmp_path_factory.mktemp("late") / "case")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> str:
    """That case with a justice chain and a peace operation."""
    tables = ("programmes", "programme_costs", "programme_effects", "donors", "pledges")
    mission = {"provider": "un", "need": "crime", "region": "national", **{str(year): 50.0 for year in range(2021, 2027)}}
    rows: dict[str, Any] = {table: two_donors(2025).records(table) for table in tables}
    return saved(chain_case(**rows, external=[mission]), tmp_path_factory.mktemp("everything") / "case")


def answer(*given: str) -> dict[str, Any]:
    found = run.invoke(app, [*given, "--json"])
    assert found.exit_code in (0, 1), found.output
    document: dict[str, Any] = json.loads(found.stdout)
    return document


def text_of(document: dict[str, Any], topic: str) -> str:
    return next((str(sentence["text"]) for sentence in document["sentences"] if sentence["topic"] == topic), "")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_answer_says_which_starts_it_is_about(command: str, late: str) -> None:
    typed = answer(command, late, *COMMANDS[command])
    decided = answer(command, late, *COMMANDS[command], "--replan", "--within", "9")
    if command != "programmes":  # which tells its calendar itself
        assert text_of(typed, "starts").startswith("Starts as typed: Tax office 2025")
        assert typed["provenance"]["starts"] == "as typed: taxes 2025"
    about = "the case without the donors' money from 2023 on" if command == "require" else "the case as it stands"
    assert text_of(decided, "starts").startswith(f"Starts decided for this question, {about}: ")
    assert "Tax office" in text_of(decided, "starts")
    assert decided["provenance"]["starts"].startswith(f"decided for {about} within 9 seconds: taxes ")


def test_a_chain_and_a_peace_operation_are_asked_about_with_decided_starts(tmp_path: Path) -> None:
    tables = ("programmes", "programme_costs", "programme_effects")
    mission = {"provider": "un", "need": "war", "region": "national", **{str(year): 500.0 for year in range(2021, 2027)}}
    case = two_donors(2025)
    with_mission = saved(case.replace({"external": [mission]}), tmp_path / "mission")  # type: ignore[list-item]
    courts = {table: case.records(table) for table in tables}  # its army and its government are there, too
    with_chain = saved(chain_case(**courts), tmp_path / "chain")  # type: ignore[arg-type]
    un = [with_mission, "--provider", "un"]
    for given in (["chain", with_chain], ["exit", *un], ["withdraw", *un]):
        assert text_of(answer(*given), "starts").startswith("Starts as typed: Tax office 2025")
        decided = text_of(answer(*given, "--replan"), "starts")
        assert decided.startswith("Starts decided for this question, the case as it stands: ")


@pytest.mark.parametrize(("command", "options"), [
    *((command, [*options, *more]) for command, options in COMMANDS.items() for more in ([], ["--replan"])),
    *((command, ["--provider", "un", "--replan"]) for command in ("exit", "withdraw")), ("chain", ["--replan"]),
    ("exit", ["--calendars"]), ("exit", ["--calendars", "--replan"]), ("exit", ["--coverage", "0.9", "--replan"]),
    ("programmes", ["--decide", "--frontier"]),
])
def test_what_a_command_tells_never_goes_back(
    command: str, options: list[str], everything: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decided starts, the study, and exits with starts of their own are told as one: no step, no share falls."""
    told: list[tuple[int, int, str]] = []

    @contextmanager
    def recorded() -> Iterator[Progress]:
        yield lambda step, steps, what: told.append((step, steps, what))

    monkeypatch.setattr(asked, "progress_bar", recorded)
    answer(command, everything, *options)
    if command == "cost" and not options[2:]:
        assert told == []  # solves nothing
        return
    shares = [done_share(step, steps) for step, steps, _ in told]
    assert shares[0] == 0.0
    assert shares == sorted(shares)
    assert [step for step, *_ in told] == sorted(step for step, *_ in told)
    assert len({steps for _, steps, _ in told}) == 1
    assert all(1 <= step <= steps for step, steps, _ in told)
    if "--replan" in options:
        assert any(what.startswith("deciding starts") for *_, what in told)


def test_what_is_required_changes_with_starts_that_know_of_the_exit(late: str) -> None:
    """Taxes raised by 2023 pay for the force without the donors; raised in 2025 they leave 4 million unpaid."""
    assert "4.00 million in 2023" in text_of(answer("require", late, "--exit", "2023"), "missing")
    replanned = answer("require", late, "--exit", "2023", "--replan")
    assert text_of(replanned, "answer").startswith("Nothing more than the case has")
    assert not text_of(replanned, "missing")
    assert "The force to be kept is that of the plan with these starts, not with those" in text_of(replanned, "starts")
    assert "force to be kept" not in text_of(answer("require", late, "--exit", "2023"), "starts")


def test_an_exit_that_a_reform_makes_possible_is_told_beside_the_others(late: str) -> None:
    typed, decided = answer("exit", late), answer("exit", late, "--replan")
    assert text_of(typed, "earliest").startswith("2024 is the earliest")
    assert "anew" not in {sentence["topic"] for sentence in typed["sentences"]}
    assert text_of(decided, "earliest").startswith("2024 is the earliest")
    assert text_of(decided, "anew").startswith("2023 is the earliest first year without them instead of 2024")
    assert "starts_anew" in decided["tables"]
    assert "starts_anew" not in typed["tables"]


def test_starts_that_are_named_are_not_decided(late: str) -> None:
    decided = answer("programmes", late, "--replan", "--fix", "taxes=2024")
    assert "Tax office 2024." in text_of(decided, "starts")
    declined = answer("programmes", late, "--replan", "--without", "taxes")
    assert "without a start Tax office." in text_of(declined, "starts")


@pytest.mark.parametrize(("given", "seconds"), [([], WITHIN), (["--within", "3"], 3.0)])
def test_the_time_of_a_search_reaches_it(
    given: list[str], seconds: float, late: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    plainly = CalendarSearch.run

    def seen(search: CalendarSearch, within: float, **named: Any) -> Any:
        asked.append(within)
        return plainly(search, within, **named)

    monkeypatch.setattr(CalendarSearch, "run", seen)
    answer("exit", late, "--replan", *given)
    assert len(asked) > 2  # the case as it stands, then exits
    assert all(seconds - 2.5 < found <= seconds for found in asked)


@pytest.mark.parametrize(("given", "said"), [
    (["exit", "--within", "5"], "--within is about starts that are decided."),
    (["programmes", "--within", "5"], "--within and --frontier are about starts that are decided."),
    (["programmes", "--decide", "--replan"], "--decide and --replan ask about different things."),
    (["programmes", "--frontier", "--replan"], "--within and --frontier are about starts that are decided."),
])
def test_options_that_mean_nothing_together_are_refused(given: list[str], said: str, late: str) -> None:
    command, *options = given
    found = run.invoke(app, [command, late, *options])
    assert found.exit_code == 2
    assert said in " ".join(found.stderr.split())


def test_a_case_without_programmes_says_nothing_of_starts_and_has_none_to_decide(tmp_path: Path) -> None:
    folder = saved(tiny_case(), tmp_path / "case")
    plain = answer("sustain", folder)
    assert not text_of(plain, "starts")
    assert "starts" not in plain["provenance"]
    refused = run.invoke(app, ["sustain", folder, "--replan"])
    assert refused.exit_code == 2
    assert "The case has no programmes." in refused.stderr


def test_a_search_is_stopped_by_the_time_limit(late: str, tmp_path: Path) -> None:
    found = run.invoke(app, ["exit", late, "--replan", "--time-limit", "0", "--out", str(tmp_path / "out")])
    assert found.exit_code == 2
    assert "time limit" in found.stderr
    assert not (tmp_path / "out").exists()
