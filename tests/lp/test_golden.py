"""Golden rows: every family of the registry has a file of its rows on a tiny case, in natural units, full layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_case import golden_case
from standard_form import compiled

from rightfin.fiscal.project import project
from rightfin.lp.inputs import inputs_of
from rightfin.lp.layout import layout_of
from rightfin.lp.program import Program
from rightfin.lp.rules import FAMILIES

GOLDEN = Path(__file__).parent / "golden"
NAMES = [family.name for family in FAMILIES]


@pytest.fixture(scope="module")
def program() -> Program:
    parameters = project(golden_case(), {})
    return compiled(inputs_of(parameters, layout_of(parameters, reduced=False)))


@pytest.mark.parametrize("family", NAMES)
def test_rows_are_those_of_the_golden_file(family: str, program: Program, request: pytest.FixtureRequest) -> None:
    rows = "".join(f"{row}\n" for row in program.written_rows(family))
    assert rows, f"the golden case switches {family} off: it must switch every family on"
    path = GOLDEN / f"{family}.txt"
    if request.config.getoption("--update-golden"):
        path.write_text(rows, encoding="utf-8")
    assert path.exists(), f"no golden file for {family}: read its rows, then run pytest --update-golden"
    assert rows == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == sorted(NAMES)


def test_every_row_belongs_to_a_family(program: Program) -> None:
    assert {family for family, _ in program.rows} == set(NAMES)
    assert len(set(program.rows)) == len(program.rows)
