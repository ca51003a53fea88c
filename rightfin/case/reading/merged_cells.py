"""Merged cells: only the first cell of a merged range holds its value, and the others are not blanks on purpose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from rightfin.case.cell import is_blank, is_note
from rightfin.case.issue import Issue
from rightfin.case.reading.header import TablePlaces
from rightfin.case.reading.raw import RawTable

Place = tuple[int, int]

_MOST_AREA = 1_000_000
"""Most cells under all merged ranges of a table; a table has fewer, so that more can only be ranges that overlap."""


def merged_cells(table: str, raw: RawTable, places: TablePlaces) -> tuple[frozenset[Place], list[Issue]]:
    """Return the cells that lie under a merged range without holding its value, and an issue about each such range.

    Cells are given by row number and header index. Only rows and columns that are read count; a range whose first cell
    is blank holds nothing that could be missed, and a row that is a note is not read.
    """
    covered: set[Place] = set()
    issues: list[Issue] = []
    if not raw.merged:
        return frozenset(), issues
    read = frozenset(places.columns.values())
    rows = {row.number: row for row in raw.rows if not is_note(row.at(places.first))}
    numbers = list(rows)
    area = 0
    for top, left, bottom, right in raw.merged:
        if top <= raw.header_row:
            issues += _heading(table, raw, (top, left, bottom, right))
            continue
        if top in rows and is_blank(rows[top].at(left)):
            continue
        wide = [column for column in range(left, min(right, len(raw.header) - 1) + 1) if column in read]
        held = numbers[bisect_left(numbers, top):bisect_right(numbers, bottom)]
        area += len(held) * len(wide)
        if area > _MOST_AREA:
            issues.append(Issue("merged_cells", "Merged ranges lie upon each other.", "Unmerge all cells.", table))
            break
        under = {(row, column) for row in held for column in wide} - {(top, left)}
        if under:
            covered |= under
            first = raw.cell(top, left)
            issues.append(Issue(
                "merged_cells", f"{_span(raw, top, left, bottom, right)} is merged: only {first} holds its value.",
                "Unmerge it and fill in each cell.", table, cell=first,
            ))
    return frozenset(covered), issues


def _heading(table: str, raw: RawTable, area: tuple[int, int, int, int]) -> list[Issue]:
    """Return an issue about a merged heading that leaves a column with values without one of its own."""
    top, left, bottom, right = area
    if bottom < raw.header_row:
        return []
    first = left if top < raw.header_row else left + 1
    bare = [
        column for column in range(first, min(right, len(raw.header) - 1) + 1)
        if not raw.header[column] and any(not is_blank(row.at(column)) for row in raw.rows)
    ]
    if not bare and not (bottom > raw.header_row):
        return []
    return [Issue("merged_cells", f"The heading {_span(raw, top, left, bottom, right)} is merged, so that not every column "
                  "has its own.", "Unmerge it and type a heading over each column.", table,
                  cell=raw.cell(top, left) if left < len(raw.columns) else "")]


def _span(raw: RawTable, top: int, left: int, bottom: int, right: int) -> str:
    last = f"{raw.columns[right] if right < len(raw.columns) else '…'}{bottom}"
    return f"{raw.cell(top, left) if left < len(raw.columns) else '…'}:{last}"
