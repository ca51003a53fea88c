"""Golden rows: every family of the registry has a file of its rows on a tiny case, in natural units, mostly in full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from golden_case import REDUCED_ONLY, SETTLED_ONLY, golden_case, portions_case, settled_parameters
from standard_form import compiled

from rightfin.fiscal.project import project
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.program import Program, public_name
from rightfin.lp.rules import FAMILIES

GOLDEN = Path(__file__).parent / "golden"
NAMES = [family.name for family in FAMILIES]


@pytest.fixture(scope="module")
def programs() -> dict[str, Program]:
    """The golden case in full, what has rows in the reduced layout alone, and what has them after settled years alone."""
    found = {}
    for name, parameters in (
        ("full", project(golden_case(), {})), ("reduced", project(portions_case(), {})), ("settled", settled_parameters()),
    ):
        found[name] = compiled(Inputs(parameters, layout_of(parameters, reduced=name == "reduced")))
    return found


def shown_in(family: str) -> str:
    """Return which program shows the rows of a family."""
    return "reduced" if family in REDUCED_ONLY else "settled" if family in SETTLED_ONLY else "full"


def written_rows(program: Program, family: str) -> Iterator[str]:
    """Yield the rows of a family in natural units, one line each."""
    by_row = program.matrix.tocsr()
    for place, label in enumerate(program.rows):
        if label[0] != family:
            continue
        start, stop = by_row.indptr[place], by_row.indptr[place + 1]
        terms = sorted(
            (int(column), float(value)) for column, value in
            zip(by_row.indices[start:stop], by_row.data[start:stop], strict=True)
        )
        scale = float(program.row_scale[place])
        left = " ".join(
            f"{value * scale / float(program.column_scale[column]):+.10g} {public_name(program.columns[column])}"
            for column, value in terms
        )
        low, high = float(program.row_lower[place]) * scale, float(program.row_upper[place]) * scale
        relation = f"= {high:.10g}" if low == high else f"<= {high:.10g}" if np.isfinite(high) else f">= {low:.10g}"
        yield f"{public_name(label)}: {left} {relation}"


@pytest.mark.parametrize("family", NAMES)
def test_rows_are_those_of_the_golden_file(
    family: str, programs: dict[str, Program], request: pytest.FixtureRequest
) -> None:
    rows = "".join(f"{row}\n" for row in written_rows(programs[shown_in(family)], family))
    assert rows, f"the golden case switches {family} off: it must switch every family on"
    path = GOLDEN / f"{family}.txt"
    if request.config.getoption("--update-golden"):
        path.write_text(rows, encoding="utf-8")
    assert path.exists(), f"no golden file for {family}: read its rows, then run pytest --update-golden"
    assert rows == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == sorted(NAMES)


def test_every_row_belongs_to_a_family(programs: dict[str, Program]) -> None:
    assert {family for family, _ in programs["full"].rows} == set(NAMES) - REDUCED_ONLY - SETTLED_ONLY
    assert {family for family, _ in programs["reduced"].rows} <= set(NAMES)
    for program in programs.values():
        assert len(set(program.rows)) == len(program.rows)
