"""A draft in words: a table is meant by its label, whatever the label counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rightfin.editing.told import TableTold, table_called
from rightfin.schema import BY_NAME, GROUPS

GROUP_OF = {table.name: group for group, tables in GROUPS for table in tables}

COUNTS = st.integers(0, 2000)


@given(st.sampled_from(sorted(BY_NAME)), COUNTS, COUNTS, COUNTS)
def test_a_label_means_its_table_whatever_it_counts(name: str, rows: int, errors: int, warnings: int) -> None:
    assert table_called(TableTold(name, GROUP_OF[name], rows, errors, warnings).label) == name
    assert table_called(name) == name


def test_another_text_means_no_table() -> None:
    assert table_called("") is None
    assert table_called("People: Cadre, 3 rows") is None
    assert table_called("My own workbook") is None
