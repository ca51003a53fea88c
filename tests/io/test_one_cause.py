"""One cause, one error: whatever is spoilt in one place of a folder is told once, with nothing that follows from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_folder import FILES

from rightfin.case import CaseError, Issue
from rightfin.reading import read_case_with_warnings

LINKED = {
    **FILES,
    "macro": FILES["macro"] + "exchange_rate:EUR,11,,,,,,\n",
    "donors": FILES["donors"] + "union,Union,EUR,\n",
    "pledges": FILES["pledges"] + "union,1000000,1000000,1000000,1000000,1000000,1000000\n",
    "assets": "asset,institution,name,price,opening_stock,life\ntrucks,army,Trucks,1000,5,10\n",
    "equipment": "asset,cadre,units_per_head\ntrucks,soldiers,0.01\n",
    "rules": "rule,measure,left,relation,coefficient,right\nsteady,strength,cadre:constables,at_least,0.1,sector:defence\n",
    "scenarios": "scenario,order,table,key,column,operation,value\nearly,1,donors,ally,exit_year,set,2026\n"
                 "early,2,cadres,soldiers,pay,multiply,1.1\nearly,3,pledges,ally,2026,multiply,0.5\n",
}
"""Tables that name each other's rows in every way: by reference, by group, by currency, in a scenario."""


def problems(folder: Path) -> list[Issue]:
    """Return what is told about a case, but for the line that counts what follows."""
    try:
        found = list(read_case_with_warnings(folder)[1])
    except CaseError as refusal:
        found = list(refusal.issues)
    return [issue for issue in found if issue.code != "follows"]


def text(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def spoilt(table: str) -> Iterator[tuple[str, bytes]]:
    """Yield the file of a table with one thing wrong, and what."""
    whole = LINKED[table]
    rows = list(csv.reader(whole.splitlines()))
    lines = whole.splitlines()
    yield "another encoding", "\n".join([f"{lines[0]},# \xe9", *(f"{line}," for line in lines[1:]), ""]).encode("cp1252")
    yield "semicolons", whole.replace(",", ";").encode()
    yield "an open quotation mark", whole.replace("\n", '\n"a"b\n', 1).encode()
    for number, row in enumerate(rows[1:], start=1):
        yield f"a cell too many in {row}", text([*rows[:number], [*row, "more"], *rows[number + 1:]]).encode()
        for column, heading in enumerate(rows[0]):
            bad = [*row[:column], "\x07", *row[column + 1:]]
            yield f"{heading} of {row[:2]}", text([*rows[:number], bad, *rows[number + 1:]]).encode()


@pytest.mark.parametrize("table", sorted(LINKED))
def test_whatever_is_spoilt_is_told_once(tmp_path: Path, table: str) -> None:
    for name, content in LINKED.items():
        (tmp_path / f"{name}.csv").write_text(content)
    assert problems(tmp_path) == []
    for what, data in spoilt(table):
        (tmp_path / f"{table}.csv").write_bytes(data)
        found = problems(tmp_path)
        assert [(issue.table, issue.severity) for issue in found] == [(table, "error")], (what, found)


@pytest.mark.parametrize("table", sorted(LINKED))
def test_a_wrong_heading_is_one_error_that_names_it_and_the_right_one(tmp_path: Path, table: str) -> None:
    """Whatever follows is folded: blanks below the right heading, names of rows that are not there, effects of nothing."""
    for name, content in LINKED.items():
        (tmp_path / f"{name}.csv").write_text(content)
    whole = LINKED[table]
    header = whole.splitlines()[0].split(",")
    for at, heading in enumerate(header):
        if heading.isdigit():  # no heading is like a year
            continue
        wrong = f"{heading[:2]}{heading[3:]}" if len(heading) > 4 else f"{heading}s"
        (tmp_path / f"{table}.csv").write_text(whole.replace(whole.splitlines()[0], ",".join(
            [*header[:at], wrong, *header[at + 1:]]), 1))
        found = [issue for issue in problems(tmp_path) if issue.code != "not_read"]
        lost = any(row[at] for row in csv.reader(whole.splitlines()[1:]))
        assert len(found) <= 1, (heading, found)
        assert found or not lost, heading
        for issue in found:
            assert (issue.table, issue.severity) == (table, "error")
            assert wrong in f"{issue.message} {issue.remedy}", (heading, issue)
            assert heading in issue.remedy, (heading, issue)


@pytest.mark.parametrize(("table", "right", "wrong"), [
    ("cadres", "name", "title"), ("cadres", "name", "nmae"), ("cadres", "cadre", "rank"), ("cadres", "institution", "of"),
    ("effects", "cadre", "who"), ("equipment", "units_per_head", "needed"), ("cadres", "pay", "salary"),
])
def test_a_heading_of_another_word_is_one_error(tmp_path: Path, table: str, right: str, wrong: str) -> None:
    for name, content in LINKED.items():
        (tmp_path / f"{name}.csv").write_text(content)
    header, _, rows = LINKED[table].partition("\n")
    parts = [wrong if heading == right else heading for heading in header.split(",")]
    (tmp_path / f"{table}.csv").write_text(f"{','.join(parts)}\n{rows}")
    (issue,) = problems(tmp_path)
    assert (issue.table, issue.row, issue.severity) == (table, "", "error")
    assert f"“{wrong}”" in f"{issue.message} {issue.remedy}"


def test_a_file_in_another_encoding_is_read_to_its_end(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / f"{name}.csv").write_text(content)
    cadres = FILES["cadres"].replace("Constables", "Gardiens de la pai\xe9").replace("26000", "26,5k".replace(",", "."))
    for encoding in ("cp1252", "utf-16"):
        (tmp_path / "cadres.csv").write_bytes(cadres.encode(encoding))
        found = problems(tmp_path)
        assert [(issue.code, issue.row, issue.column) for issue in found] == [
            ("unreadable", "", ""), ("not_a_number", "soldiers", "pay")]
    assert found[0].cell == "cadres.csv line 1"
