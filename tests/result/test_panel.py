"""Panels: tables as arrays over lines and years."""

from __future__ import annotations

import numpy as np
import pytest

from rightfin.result.panel import Panel
from rightfin.result.plan import PlanTable

YEARS = (2026, 2027, 2028)
ROWS = tuple(
    (line, category, year, 10.0 * n + year)
    for n, (line, category) in enumerate((("army", "pay"), ("army", "training"), ("police", "pay"))) for year in YEARS
)


def table(rows: tuple[tuple[str | int | float, ...], ...] = ROWS) -> PlanTable:
    return PlanTable("budget", ("institution", "category", "year", "cost"), rows)


def test_a_panel_names_its_lines_and_gives_its_numbers_by_line_and_year() -> None:
    panel = Panel.of(table(), YEARS)
    assert panel.lines == (("army", "pay"), ("army", "training"), ("police", "pay"))
    assert panel["cost"].tolist() == [[2026.0, 2027.0, 2028.0], [2036.0, 2037.0, 2038.0], [2046.0, 2047.0, 2048.0]]
    before = panel.year_before("cost", np.array([[1.0], [2.0], [3.0]]))
    assert before.tolist() == [[1.0, 2026.0, 2027.0], [2.0, 2036.0, 2037.0], [3.0, 2046.0, 2047.0]]


def test_a_table_of_years_has_one_line_and_an_empty_table_none() -> None:
    fiscal = PlanTable("fiscal", ("year", "own"), tuple((year, 1) for year in YEARS))
    assert Panel.of(fiscal, YEARS).lines == ((),)
    assert Panel.of(fiscal, YEARS)["own"].tolist() == [[1.0, 1.0, 1.0]]
    assert Panel.of(table(()), YEARS).lines == ()
    assert Panel.of(table(()), YEARS)["cost"].shape == (0, 3)


@pytest.mark.parametrize(
    "rows",
    [ROWS[:-1], ROWS[1:], (ROWS[1], ROWS[0], *ROWS[2:]), (ROWS[3], *ROWS[1:3], ROWS[0], *ROWS[4:])],
    ids=["last row missing", "first row missing", "years out of order", "lines mixed up"],
)
def test_rows_that_do_not_go_line_by_line_are_refused(rows: tuple[tuple[str | int | float, ...], ...]) -> None:
    with pytest.raises(ValueError, match="the rows of budget do not go line by line"):
        Panel.of(table(rows), YEARS)
