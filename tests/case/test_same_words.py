"""What checks say has the same words in the same order in every process, whatever order sets have there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from golden_case import golden_case

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.schema import TABLES, Kind

_NAMING = (Kind.REFERENCE, Kind.TEXT, Kind.GROUP, Kind.ID, Kind.CHOICE)
_UNLIKE = "qqqqqqqq"
"""A name like no other, so that all that are known are listed."""


def spoilt(case: Case) -> Iterator[Case]:
    """Yield the case with one name wrong, for every column of names: in its first row, then in all rows."""
    for table in TABLES:
        rows = case.records(table.name)
        for column in (column.name for column in table.columns if column.kind in _NAMING):
            if any(row[column] is not None for row in rows):
                for wrong in (_UNLIKE, f"item:{_UNLIKE}", f"tag:{_UNLIKE}"):
                    yield case.replace({table.name: [{**rows[0], column: wrong}, *rows[1:]]})
                yield case.replace({table.name: [{**row, column: f"{_UNLIKE}{place}"} for place, row in enumerate(rows)]})


def said() -> str:
    """Return all that checks say of the spoilt cases, a problem a line."""
    return "\n".join(
        f"{issue.place}: {issue.message} {issue.remedy}" for case in spoilt(golden_case()) for issue in check_case(case))


def test_problems_are_told_in_the_same_words_in_every_process() -> None:
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parent), str(here.parent.parent)])
    found = [
        subprocess.run(
            [sys.executable, "-c", "import test_same_words as t; print(t.said())"], capture_output=True, text=True,
            check=True, env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed},
        ).stdout for seed in ("1", "2")
    ]
    assert found[0].count("Type one of: ") > 20
    assert found[0] == found[1]
