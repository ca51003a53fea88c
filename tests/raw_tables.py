"""A small valid case as raw tables of a workbook, for tests that spoil one cell of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

from rightfin.case.reading.raw import RawCell, RawRow, RawTable

Grid = list[list[RawCell]]


def raw_table(name: str, grid: Grid, notes: dict[tuple[int, int], str] | None = None) -> RawTable:
    """Return a table whose header stands in row 1, as a workbook names its cells."""
    header = tuple("" if cell is None else str(cell) for cell in grid[0])
    letters = tuple(get_column_letter(number) for number in range(1, len(header) + 1))
    rows = tuple(RawRow(number, tuple(row)) for number, row in enumerate(grid[1:], start=2))
    return RawTable(name, header, letters, rows, "{table}!{column}{row}", notes or {})


def grids() -> dict[str, Grid]:
    """Return new grids of a valid case over 2025 to 2027: all required tables, donors, pledges, scenarios."""
    return {
        "settings": [
            ["key", "value", "note"], ["title", "A country", None], ["currency", "LCU", None],
            ["base_year", 2025, None], ["end_year", 2027, None],
        ],
        "macro": [
            ["series", 2025, 2026, 2027, "note"], ["gdp", 1e9, None, None, None],
            ["real_growth", None, 0.03, None, None], ["deflator_growth", 0.05, None, None, None],
            ["revenue_ratio", 0.2, 0.21, None, None], ["security_share", 0.3, 0.3, 0.3, None],
        ],
        "institutions": [
            ["institution", "name", "sector", "leakage"], ["police", "Police", "interior", 0.1],
            ["army", "Army", "defence", None],
        ],
        "cadres": [
            ["cadre", "institution", "name", "opening_strength", "pay", "training_lead", "civilian"],
            ["constable", "police", "Constables", 1000, 2400.5, 1, None],
            ["soldier", "army", "Soldiers", 2000, 2000, None, False],
        ],
        "needs": [["need", "name", "weight", "bands"], ["crime", "Crime", 1, "0.2:1;0.3:2;0.5:4"]],
        "demand": [["need", "region", "basis", 2026, 2027], ["crime", "*", "absolute", 900, None]],
        "effects": [["cadre", "need", "effect"], ["constable", "crime", 1.0]],
        "donors": [["donor", "name", "exit_year", "on_budget"], ["fund", "A fund", 2027, "yes"]],
        "pledges": [["donor", 2026, 2027], ["fund", 100000, 0]],
        "scenarios": [
            ["scenario", "order", "table", "key", "column", "operation", "value"],
            ["bad", 1, "macro", "real_growth", 2027, "set", "-0.02"],
        ],
    }


def write_grids(content: dict[str, Grid], path: Path, merged: tuple[str, str] | None = None) -> Path:
    """Write grids as a workbook and return its path; ``merged`` is a sheet and a range of it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in content.items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(row)
    if merged is not None:
        book[merged[0]].merge_cells(merged[1])
    book.save(path)
    return path


def tables(content: dict[str, Grid]) -> Iterable[RawTable]:
    """Return grids as raw tables."""
    return [raw_table(name, grid) for name, grid in content.items()]
