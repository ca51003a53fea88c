"""The schema of results: what plans write is what it describes, every column in words, formulas true of plans."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from random_cases import random_case

from rightfin.planning import plan
from rightfin.report.files import csv_text, plan_document
from rightfin.result.plan import Plan
from rightfin.schema.result_types import ResultTable
from rightfin.schema.results import RESULT, RESULTS

SEEDS = (1, 5, 14)
FORMULAS = [(table.name, column.name) for table in RESULTS for column in table.columns if column.formula]


@cache
def answered(seed: int) -> Plan:
    return plan(random_case(seed))


@pytest.mark.parametrize("table", RESULTS, ids=lambda table: table.name)
def test_every_table_and_column_is_explained(table: ResultTable) -> None:
    assert table.title[:1].islower()
    assert not table.title.endswith(".")
    assert not table.help or table.help.endswith(".")
    for column in table.columns:
        assert column.help.endswith("."), f"the column {column.name} of the table {table.name} needs a help"
        assert len(column.help) > 10, f"the column {column.name} of the table {table.name} needs a help"


@pytest.mark.parametrize("table", RESULTS, ids=lambda table: table.name)
def test_names_are_there_once_and_keys_are_columns(table: ResultTable) -> None:
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    assert len({result.name for result in RESULTS}) == len(RESULTS)
    assert table.column(table.key[0]).name == table.key[0]
    with pytest.raises(KeyError):
        table.column("no such column")


@pytest.mark.parametrize("seed", SEEDS)
def test_plans_write_the_tables_and_columns_that_the_schema_describes(seed: int) -> None:
    found = answered(seed)
    assert list(found.tables) == [table.name for table in RESULTS]
    for name, table in found.tables.items():
        assert table.columns == RESULT[name].names, name
        assert csv_text(table).splitlines()[0] == ",".join(RESULT[name].names)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_rows_share_their_key(seed: int) -> None:
    for name, table in answered(seed).tables.items():
        places = [table.columns.index(part) for part in RESULT[name].key]
        keys = [tuple(row[place] for place in places) for row in table.rows]
        assert len(set(keys)) == len(keys), name


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_have_a_unit_and_texts_have_none(seed: int) -> None:
    for name, table in answered(seed).tables.items():
        for column, cells in zip(RESULT[name].columns, zip(*table.rows, strict=True), strict=False):
            kinds = {isinstance(cell, str) for cell in cells if cell != ""}
            if kinds:
                assert kinds == {not column.unit}, f"{name}: {column.name}"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "column"), FORMULAS)
def test_what_follows_from_other_columns_is_what_the_formula_says(name: str, column: str, seed: int) -> None:
    frame = answered(seed).table(name)
    if len(frame):
        worked = frame.eval(RESULT[name].column(column).formula).astype(float)
        known = np.isfinite(worked)  # 0 / 0 where nothing is paid
        sizes = frame.select_dtypes("number").drop(columns="year").abs().max(axis=1)
        assert (np.abs(frame[column] - worked)[known] <= 1e-6 * (1.0 + sizes[known])).all()


def test_json_names_the_currency_of_money() -> None:
    found = answered(SEEDS[0])
    tables = plan_document(found)["tables"]
    for name, table in tables.items():  # type: ignore[attr-defined]
        assert len(table["units"]) == len(table["columns"]), name
        assert not any("currency" in unit for unit in table["units"])
    assert dict(zip(tables["budget"]["columns"], tables["budget"]["units"], strict=True))["cost"] == (  # type: ignore[index]
        found.currency)
