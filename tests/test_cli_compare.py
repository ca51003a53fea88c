"""``rightfin compare``: scenarios, stacks and other cases beside a case, and what makes them differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pipeline import tiny_case
from study.test_attribution import TINY
from typer.testing import CliRunner

from rightfin.cli import app
from rightfin.io import write_case

RUN = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("compared")
    write_case(TINY, top / "base.xlsx")
    write_case(TINY.replace({"cadres": [{**row, "pay": 1800.0} for row in TINY.records("cadres")]}), top / "dearer.xlsx")
    return top


def test_scenarios_and_another_workbook_side_by_side(folder: Path) -> None:
    done = RUN.invoke(app, ["compare", str(folder / "base.xlsx"), "--scenario", "less", "--scenario", "Hard=dear+safe",
                            "--with", str(folder / "dearer.xlsx"), "--split", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    headings = {one["heading"] for one in found["sentences"]}
    assert {"People in pay, less", "People in pay, Hard", "People in pay, dearer.xlsx"} <= headings
    assert found["tables"]["key_figures"]["columns"] == ["figure", "item_0", "item_1", "item_2", "item_3"]
    rows = {row[0]: row[2] for row in found["tables"]["waterfall_1_2"]["rows"]}
    assert set(rows) == {"base.xlsx", "dear", "safe", "Hard"}


def test_two_stacks_of_one_name_are_both_told(folder: Path) -> None:
    done = RUN.invoke(app, ["compare", str(folder / "base.xlsx"), "--scenario", "A=less", "--scenario", "A=dear",
                            "--scenario", "less+dear", "--inputs-only", "--json"])
    assert done.exit_code == 0, done.output
    headings = {one["heading"] for one in json.loads(done.stdout)["sentences"]}
    assert {"A", "A (2)", "less + dear"} <= headings


def test_what_is_written(folder: Path, tmp_path: Path) -> None:
    done = RUN.invoke(app, ["compare", str(folder / "base.xlsx"), "--scenario", "less+dear", "--split", "--group",
                            "money=macro", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "from money" in " ".join(done.stdout.split())
    assert (tmp_path / "out/compare.xlsx").is_file()
    assert list((tmp_path / "out/charts").glob("compare_waterfall_*.png"))
    assert list((tmp_path / "out/tables").glob("compare_split_*.csv"))
    again = RUN.invoke(app, ["compare", str(folder / "base.xlsx"), "--scenario", "less", "--out", str(tmp_path / "out")])
    assert again.exit_code == 2
    assert "already holds" in again.output


@pytest.mark.parametrize(("options", "said"), [
    ([], "nothing to compare"),
    (["--scenario", "none"], "There is no scenario none"),
    (["--scenario", "less", "--orders", "4"], "Add --split"),
    (["--scenario", "less", "--split", "--inputs-only"], "Leave one of them out"),
    (["--scenario", "less", "--split", "--group", "money"], "names no group"),
    (["--scenario", "less", "--split", "--group", "other changes=cadres"], "Call the group something else"),
    (["--scenario", "less+less"], "named twice"),
    (["--scenario", "less", "--method", "path"], "Add --split"),
    (["--scenario", "less", "--split", "--method", "way"], "There is no method way"),
    (["--scenario", "less", "--split", "--method", "path", "--orders", "4"], "there are no orders"),
    (["--exits", "friends"], "does not say which donor leaves when"),
    (["--exits", "friends=2023", "--exits", "friends=2024"], "names friends twice"),
    (["--exits", "nobody=2023"], "no donor nobody"),
])
def test_what_cannot_be_asked(folder: Path, options: list[str], said: str) -> None:
    done = RUN.invoke(app, ["compare", str(folder / "base.xlsx"), *options])
    assert done.exit_code == 2, done.output
    assert said in " ".join(done.output.split())


def test_what_cannot_be_split_is_told_beside_what_can(folder: Path) -> None:
    write_case(tiny_case(settings={"currency": "EUR"}), folder / "euro.xlsx", force=True)
    done = RUN.invoke(app, ["compare", str(folder / "base.xlsx"), "--scenario", "less", "--with", str(folder / "euro.xlsx"),
                            "--split", "--json"])
    assert done.exit_code == 0, done.output
    said = {one["heading"]: one["text"] for one in json.loads(done.stdout)["sentences"]}
    assert said["Not split, euro.xlsx"].startswith("One case counts in USD, the other in EUR.")
    assert "People in pay, less" in said


def test_inputs_alone(folder: Path) -> None:
    done = RUN.invoke(app, ["compare", str(folder / "base.xlsx"), "--scenario", "less", "--inputs-only"])
    assert done.exit_code == 0, done.output
    assert "cells changed in macro" in " ".join(done.stdout.split())


def test_a_donor_who_leaves_is_compared_and_split(folder: Path) -> None:
    base = str(folder / "base.xlsx")
    done = RUN.invoke(app, ["compare", base, "--exits", "friends=2023", "--split", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    rows = {row[0]: row[2] for row in found["tables"]["waterfall_1"]["rows"]}
    assert set(rows) == {"base.xlsx", "Without friends from 2023", "Without Friends from 2023"}
    done = RUN.invoke(app, ["compare", base, "--exits", "friends=2023", "--scenario", "less", "--split", "--json"])
    assert done.exit_code == 0, done.output
    rows = {row[0]: row[2] for row in json.loads(done.stdout)["tables"]["waterfall_1"]["rows"]}
    assert set(rows) == {"base.xlsx", "less", "Without friends from 2023", "less, without Friends from 2023"}


def test_along_the_path_of_amounts(folder: Path) -> None:
    done = RUN.invoke(app, ["compare", str(folder / "base.xlsx"), "--scenario", "less", "--split", "--method", "path",
                            "--json"])
    assert done.exit_code == 0, done.output
    assert "little by little" in done.stdout
    assert "depending on the order" not in done.stdout
