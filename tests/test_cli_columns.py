"""Printed tables: whatever the width of the window, every number is there and whole, on a line that fits."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report.plan_fixture import make_plan

from rightfin.cli import columns as printing
from rightfin.cli.columns import Printed, print_columns
from rightfin.cli.ending import Screen
from rightfin.cli.plans import _print_answer
from rightfin.report.words.answer import headline

words = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join)


@st.composite
def tables(draw: st.DrawFn) -> list[Printed]:
    """Tables of years or names with up to fifteen columns of money."""
    rows = draw(st.integers(1, 4))
    names = [Printed(draw(words), tuple(draw(words) for _ in range(rows)), is_text=True)
             for _ in range(draw(st.integers(0, 2)))]
    numbers = st.integers(10_000, 10**11).map(lambda n: f"{n / 10:,.1f}")
    return [*names, *(Printed(draw(words), tuple(draw(numbers) for _ in range(rows)))
                      for _ in range(draw(st.integers(1, 15))))]


@given(table=tables())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_number_is_cut_and_no_line_is_wider_than_the_window(
    table: list[Printed], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "out", Screen(width=80))
    print_columns("Money", table)
    printed = capsys.readouterr().out
    assert all(len(line) <= 80 for line in printed.splitlines())
    told = printed.split()
    assert all(told.count(cell) >= 1 for column in table if not column.is_text for cell in column.cells)


def test_the_yearly_table_of_a_plan_fits_a_window_of_80(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "out", Screen(width=80))
    answer = headline(make_plan())
    _print_answer(answer)
    printed = capsys.readouterr().out
    assert "…" not in printed
    for row in answer.yearly:
        assert all(f"{answer.scale.of(amount):,.{answer.scale.decimals}f}" in printed.split() for amount in row.money)
        assert printed.split().count(str(row.year)) >= 2  # the table goes on below


def test_a_number_in_a_column_of_texts_is_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "out", Screen(width=80))
    number = "1,234,567,890,123,456.789012"
    table = [Printed(f"Old {n}", (number, "a text", "b" * 30), is_text=True) for n in range(3)]
    print_columns("Changes", [Printed("What", ("row " * 9,) * 3, is_text=True), *table])
    assert capsys.readouterr().out.split().count(number) == 3


def test_a_table_that_fits_is_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "out", Screen(width=80))
    narrow = [Printed("Year", ("2026", "2027")), Printed("Asked", ("1.0", "2.0"))]
    assert printing.parts_of(narrow, 80) == [narrow]
