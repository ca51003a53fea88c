"""Hostile, broken and odd files are refused with one plain sentence, or read right with the odd cells named."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import corpus
import pytest
from corpus import CORPUS, packed
from measure import outcome_of

from rightfin.case import CaseError, Severity
from rightfin.io import read_form, read_workbook
from rightfin.io.workbook.marked import write_marked

MOST_MEGABYTES = 150
SLOW = {"most_numbers", "most_texts", "longest_texts", "million_styles"}
QUICK = sorted(set(CORPUS) - SLOW)


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file reach the network or start a program."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file reached out")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.mark.parametrize("name", QUICK)
def test_what_becomes_of_a_file(name: str, tmp_path: Path) -> None:
    make, expected = CORPUS[name]
    path = tmp_path / "case.xlsx"
    path.write_bytes(make())
    said = outcome_of(path)
    if expected == "=":
        sound = tmp_path / "sound.xlsx"
        sound.write_bytes(packed(corpus.sound()))
        assert said == outcome_of(sound)
        assert read_form(path).case == read_form(sound).case
    elif " " in expected:
        assert said.removeprefix("read; ").split(", ")[0] == expected
    elif expected in ("hidden", "empty_table"):
        assert said == f"read; {expected}"
    elif expected != "?":
        assert said == expected
        with pytest.raises(CaseError) as caught:
            read_workbook(path)
        issue, = caught.value.issues
        assert issue.message.endswith(".")
        assert issue.remedy.endswith(".")
        assert "\n" not in str(issue)


@pytest.mark.parametrize("name", sorted(name for name in CORPUS if name.startswith("formula_text")))
def test_texts_that_look_like_formulas_stay_texts_in_the_marked_copy(name: str, tmp_path: Path) -> None:
    path, copy = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(CORPUS[name][0]())
    parsed = read_form(path)
    texts = {row["name"] for row in parsed.case.records("cadres")}
    assert texts & {text.strip() for text in corpus.FORMULAS}
    write_marked(path, parsed.issues, copy)
    assert {row["name"] for row in read_form(copy).case.records("cadres")} == texts


def test_a_hidden_place_is_one_warning_and_its_values_are_read(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(CORPUS["hidden_row"][0]())
    issue, = [issue for issue in read_form(path).issues if issue.code == "hidden"]
    assert issue.severity is Severity.WARNING
    assert "row 2" in issue.message
    assert read_form(path).case.records("cadres")


def test_no_file_takes_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    found = corpus.table(tmp_path)
    assert set(found) == set(CORPUS)
    assert {name: peak for name, (_, peak) in found.items() if peak > MOST_MEGABYTES} == {}
    assert [name for name, (said, _) in found.items() if said.startswith("FAILED")] == []
    for name in SLOW - {"most_numbers"}:
        assert found[name][0] == found["sound"][0]
