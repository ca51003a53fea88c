"""How commands end: exit codes, signals, and sentences where the system fails, all in real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pipeline import tiny_case
from typer.testing import CliRunner

from rightfin.cli import app
from rightfin.io import write_case

MAIN = "from rightfin.cli import main\nmain()\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("endings") / "tiny"
    write_case(tiny_case(), path)
    return path


def begun(*words: str | Path, before: str = "", **named: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", before + MAIN, *map(str, words)]
    return subprocess.Popen(command, text=True, encoding="utf-8", **{  # type: ignore[call-overload, no-any-return]
        "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **named,
    })


def ended(*words: str | Path, before: str = "", **named: object) -> tuple[int, str, str]:
    process = begun(*words, before=before, **named)
    out, err = process.communicate(timeout=120)
    assert "defect" not in err
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    return process.returncode, out, err


def test_a_full_disk_behind_standard_output_is_a_sentence(folder: Path) -> None:
    for words in (["check", folder], ["check", folder, "--json"], ["--help"], ["--version"], ["plan", folder]):
        with Path("/dev/full").open("w") as full:
            code, _, err = ended(*words, stdout=full)
        assert (code, err) == (2, "The output cannot be written: no space left on device.\n"), words


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_both_outputs_still_has_its_code(folder: Path, unbuffered: str) -> None:
    """What the interpreter still holds when it ends cannot be written either, and must not become a code of its own."""
    with Path("/dev/full").open("w") as full:
        process = begun("check", folder, stdout=full, stderr=full, env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
        assert process.wait(timeout=120) == 2


def test_a_closed_pipe_is_a_sentence(folder: Path) -> None:
    for words in (["check", folder], ["check", folder, "--json"], ["--help"], ["plan", folder]):
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "w") as closed:
            code, _, err = ended(*words, stdout=closed)
        assert (code, err) == (2, "The output cannot be written: nobody reads it any more.\n"), words


def test_a_text_that_the_output_cannot_hold_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "case"
    write_case(tiny_case().with_cell("settings", ("title",), "value", "افغانستان"), path)
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    code, _, err = ended("plan", path, env=ascii_only)
    assert code == 2
    assert err == ("The output is written in ascii, which has no sign for '\\u0627'. Set PYTHONIOENCODING=utf-8, or use "
                   "--json or --out.\n")
    code, out, _ = ended("plan", path, "--json", env=ascii_only)
    assert code == 0
    assert json.loads(out)["title"] == "افغانستان"
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "PYTHONUTF8")}
    code, out, _ = ended("plan", path, env={**plain, "LANG": "C", "LC_ALL": "C"})
    assert code == 0
    assert "افغانستان" in out


def test_a_name_that_is_too_long_is_a_sentence_everywhere(folder: Path, tmp_path: Path) -> None:
    long = tmp_path / ("n" * 300)
    book = tmp_path / ("n" * 300 + ".xlsx")
    for words in (
        ["check", long], ["check", folder, "--marked", book], ["plan", long], ["plan", folder, "--out", long],
        ["convert", folder, long], ["convert", folder, book], ["template", book],
        ["template", tmp_path / "t.xlsx", "--like", long],
        ["diff", folder, folder, "--out", book], ["merge", folder, folder, folder, "--out", book], ["log", long],
        ["plan", folder, "--model", long], ["exit", folder, "--out", long],
        ["require", folder, "--exit", "2024", "--out", long],
        ["coordinate", folder, "--out", long], ["withdraw", folder, "--out", long],
    ):
        found = CliRunner().invoke(app, [str(word) for word in words])
        assert found.exit_code == 2, (words, found.exception)
        assert "too long" in found.stderr, words
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["out", "out.xlsx"])
def test_of_two_processes_for_one_new_place_one_succeeds(folder: Path, tmp_path: Path, target: str) -> None:
    """Both have looked before either has written: each waits until the other one is about to begin."""
    ready = tmp_path / "ready"
    ready.mkdir()
    before = (
        "import os, time\nfrom pathlib import Path\nfrom rightfin.io import staging\n"
        "begin = staging._stage\n"
        "def together(place):\n"
        f"    Path({str(ready)!r}, str(os.getpid())).touch()\n"
        f"    while len(os.listdir({str(ready)!r})) < 2: time.sleep(0.01)\n"
        "    return begin(place)\n"
        "staging._stage = together\n"
    )
    both = [begun("convert", folder, tmp_path / target, before=before) for _ in range(2)]
    ends = [(process.communicate(timeout=120), process.returncode) for process in both]
    assert sorted(code for _, code in ends) == [0, 2]
    assert "already exists" in next(err for (_, err), code in ends if code == 2)


SIGNALLED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs tests in the background ignores it
from rightfin.solve import engine
from rightfin import question
run, assemble = engine.Engine._run, question.assemble
def in_the_solver(self, method):
    os.kill(os.getpid(), signal.{name})
    return run(self, method)
def after_the_last_solve(*given, **named):
    os.kill(os.getpid(), signal.{name})
    return assemble(*given, **named)
{what}
"""
"""What sends a signal at a moment of a plan."""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
@pytest.mark.parametrize("what", [
    "engine.Engine._run = in_the_solver", "question.assemble = after_the_last_solve",
    "from rightfin.report import files\nfiles.json_text = after_the_last_solve",
    "import rightfin.reading\nrightfin.reading.read_saved = after_the_last_solve",
])
def test_a_signal_ends_with_its_code_and_leaves_nothing(
    folder: Path, tmp_path: Path, name: str, code: int, what: str
) -> None:
    found = ended("plan", folder, "--out", tmp_path / "deep" / "out", before=SIGNALLED.format(name=name, what=what))
    assert found == (code, "", "Stopped; nothing was written.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_signal_while_the_answer_is_printed_is_no_answer(folder: Path) -> None:
    what = "from rightfin.report import files\nfiles.plan_json = after_the_last_solve"
    before = SIGNALLED.format(name="SIGINT", what=what)
    assert ended("plan", folder, "--json", before=before) == (130, "", "Stopped.\n")


def test_a_process_that_is_killed_leaves_nothing_for_long(folder: Path, tmp_path: Path) -> None:
    what = "from rightfin.report import files\nfiles.json_text = after_the_last_solve"
    before = SIGNALLED.format(name="SIGKILL", what=what)
    assert ended("plan", folder, "--out", tmp_path / "out", before=before)[0] == -signal.SIGKILL
    assert [path.name[:10] for path in tmp_path.iterdir()] == [".rightfin-"]
    assert ended("convert", folder, tmp_path / "other")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_progress_is_told_in_lines_where_there_is_no_terminal(folder: Path) -> None:
    before = (
        "import time\nfrom rightfin.cli import progress\nfrom rightfin.solve import engine\n"
        "progress.FIRST_LINE, progress.LONGEST_SILENCE = 0.2, 0.4\n"
        "run = engine.Engine._run\n"
        "def slowly(self, method):\n"
        "    engine.Engine._run = run\n"
        "    time.sleep(3)\n"
        "    return run(self, method)\n"
        "engine.Engine._run = slowly\n"
    )
    code, out, err = ended("plan", folder, "--json", before=before)
    assert code == 0
    json.loads(out)
    lines = err.splitlines()
    assert 3 <= len(lines) <= 20
    assert all(line.startswith("Working for ") for line in lines)
    assert any(": step 1 of " in line for line in lines)


@pytest.mark.parametrize(("wanted", "code", "state"), [(0.0, 0, "met"), (1e9, 1, "missed")])
def test_a_check_of_benchmarks_says_which_are_missed(tmp_path: Path, wanted: float, code: int, state: str) -> None:
    write_case(tiny_case().replace({"benchmarks": [
        {"benchmark": "many", "name": "Many soldiers", "measure": "strength", "whose": "army", "year": 2022,
         "relation": "at_least", "value": wanted}]}), tmp_path / "case")
    found, out, err = ended("check", tmp_path / "case", "--benchmarks")
    assert (found, err) == (code, "")
    assert "is a valid case" in out
    assert f"Of 1 benchmark 1 is {state}." in out
    assert ("Many soldiers (many): at least" in " ".join(out.split())) == (state == "missed")
    found, out, _ = ended("check", tmp_path / "case", "--benchmarks", "--json")
    assert (found, [one["state"] for one in json.loads(out)["benchmarks"]]) == (code, [state])


def test_a_check_for_programs_is_one_object(folder: Path, tmp_path: Path) -> None:
    code, out, err = ended("check", folder, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["status"], found["tables"]["cadres"]) == ("valid", 1)
    assert found["issues"] == []
    write_case(tiny_case().with_cell("cadres", ("soldier",), "institution", "navy"), tmp_path / "faulty")
    code, out, err = ended("check", tmp_path / "faulty", "--json")
    found = json.loads(out)
    assert (code, err, found["status"], found["tables"]) == (2, "", "invalid", {})
    assert any("navy" in issue["message"] for issue in found["issues"])
    code, out, err = ended("check", tmp_path / "nowhere", "--json")
    assert (code, json.loads(out)["status"]) == (2, "invalid")
