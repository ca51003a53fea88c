"""What contradicts, told with cells: each that a sentence names is in the tables, and holds in the file what they say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from study.test_contradictions import contradictory_case
from typer.testing import CliRunner

import rightfin
from rightfin.cli import app
from rightfin.reading import read_saved
from rightfin.report.studies.contradictions import findings
from rightfin.study.why.contradictions import contradictions

CELL = re.compile(r"\b([a-z_]+![A-Z]+[0-9]+)\b")
MOVED = re.compile(r"from ([0-9][0-9,.e+]*) to ([0-9][0-9,.e+]*) ")


@pytest.mark.parametrize("seed", range(6))
def test_cells_and_numbers_of_sentences_stand_in_the_tables_and_in_the_file(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    rightfin.write_case(contradictory_case(seed), path)
    saved = read_saved(path)
    told = findings(contradictions(saved.case), saved)
    assert not told.answered
    text = " ".join(sentence.text for sentence in told.sentences)
    members, ways = told.table("sets"), told.table("ways")
    places = [[heading.name for heading in table.headings] for table in (members, ways)]
    listed = {str(row[names.index("cell")])
              for names, table in zip(places, (members, ways), strict=True) for row in table.rows}
    assert set(CELL.findall(text)) <= listed
    shown = {(f"{row[places[1].index('now')]:,.6g}", f"{row[places[1].index('then')]:,.6g}") for row in ways.rows
             if row[places[1].index("now")] is not None}
    assert set(MOVED.findall(text)) <= shown
    book = openpyxl.load_workbook(path)
    for row in members.rows:
        cell, number = str(row[places[0].index("cell")]), row[places[0].index("number")]
        if CELL.fullmatch(cell) and number is not None and row[places[0].index("column")] != "pipeline":
            sheet, _, address = cell.partition("!")
            assert book[sheet][address].value == pytest.approx(number), row


def test_the_command_ends_with_one_and_names_cells(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    rightfin.write_case(contradictory_case(1), path)
    done = CliRunner().invoke(app, ["contradictions", str(path), "--json"])
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert found["answered"] is False
    assert CELL.search(" ".join(sentence["text"] for sentence in found["sentences"]))
