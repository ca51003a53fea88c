"""Tables of a plan: values that compare, hash, pickle and stay as they are, however they were made."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from rightfin.result.plan import PlanTable

COLUMNS = ("need", "year", "unmet")
ROWS = (("war", 2026, 1.5), ("war", 2027, 0.0), ("crime", 2026, 1 / 3))


def by_column() -> PlanTable:
    return PlanTable(
        "needs", COLUMNS, cells=(("war", "war", "crime"), np.array([2026, 2027, 2026]), np.array([1.5, 0.0, 1 / 3]))
    )


def test_a_table_is_the_same_from_rows_and_from_columns() -> None:
    one, other = PlanTable("needs", COLUMNS, ROWS), by_column()
    assert one == other
    assert hash(one) == hash(other)
    assert other.rows == ROWS
    assert [[type(cell) for cell in row] for row in other.rows] == [[str, int, float]] * 3
    assert one.frame().equals(other.frame())
    assert one.frame().dtypes.tolist() == other.frame().dtypes.tolist()
    assert repr(one) == repr(other)


def test_tables_differ_in_name_columns_and_cells() -> None:
    table = by_column()
    assert table != PlanTable("fiscal", COLUMNS, ROWS)
    assert table != PlanTable("needs", ("need", "year", "covered"), ROWS)
    assert table != PlanTable("needs", COLUMNS, ROWS[:2])
    assert table != ROWS


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda table: pickle.loads(pickle.dumps(table))])
def test_copies_are_equal(again: object) -> None:
    assert again(by_column()) == by_column()  # type: ignore[operator]


def test_a_table_stays_as_it_is() -> None:
    table = by_column()
    with pytest.raises(FrozenInstanceError):
        table.name = "other"
    with pytest.raises(FrozenInstanceError):
        del table.cells
    with pytest.raises(ValueError, match="read-only"):
        table.column("unmet")[0] = 7.0  # type: ignore[index]
    frame = table.frame()
    frame.loc[0, "unmet"] = 7.0
    assert table.rows == ROWS


def test_an_empty_table_has_its_columns() -> None:
    table = PlanTable("needs", COLUMNS, ())
    assert table.rows == ()
    assert list(table.frame().columns) == list(COLUMNS)
    assert table.frame().empty


def test_cells_that_do_not_fit_the_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        PlanTable("needs", COLUMNS, (("war", 2026),))
    with pytest.raises(ValueError, match="do not fit"):
        PlanTable("needs", COLUMNS, cells=(("war",), (2026, 2027), (1.0, 2.0)))
