"""Workbooks of the district size: written, read and checked, merged; reading beside openpyxl and pandas.

``python benchmarks/workbooks.py`` prints the table alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from clock import alone, peak_memory
from generate import DISTRICTS, Size, generated

from rightfin.case import Issue
from rightfin.io import read_form, write_workbook


@dataclass(frozen=True)
class Workbooks:
    """Seconds and peak MB by what was done, each in a process of its own; megabytes of the file."""

    done: dict[str, tuple[float, float]]
    file: float


def workbooks(size: Size = DISTRICTS) -> Workbooks:
    """Measure the workbook of a generated case."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "case.xlsx")
        steps: dict[str, Callable[..., tuple[float, float]]] = {
            "write": _write, "read and check": _read, "openpyxl: values alone, read-only": _openpyxl,
            "pandas: values alone": _pandas, "merge of three, in memory": _merge,
            "read, check, write the marked copy": _marked,
        }
        done = {name: alone(step, path, size) for name, step in steps.items()}
        return Workbooks(done, Path(path).stat().st_size / 1e6)


def _timed(action: Callable[[], object]) -> tuple[float, float]:
    began = perf_counter()
    action()
    return perf_counter() - began, peak_memory()


def _write(path: str, size: Size) -> tuple[float, float]:
    case = generated(size)
    return _timed(lambda: write_workbook(case, path))


def _read(path: str, size: Size) -> tuple[float, float]:
    from rightfin.reading import read_case

    return _timed(lambda: read_case(path))


def _marked(path: str, size: Size) -> tuple[float, float]:
    """Measure a copy in which one cell of each hundred rows of demand is marked."""
    from rightfin.io.workbook.marked import write_marked

    copy = path.replace(".xlsx", " marked.xlsx")
    issues = [Issue("odd", "It is odd.", "Look.", "demand", cell=f"demand!E{row}") for row in range(5, 5_000, 100)]

    def check_and_mark() -> None:
        read_form(path)
        write_marked(path, issues, copy)

    return _timed(check_and_mark)


def _openpyxl(path: str, size: Size) -> tuple[float, float]:
    from openpyxl import load_workbook

    def values() -> int:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
        return sum(cell is not None for row in rows for cell in row)

    return _timed(values)


def _pandas(path: str, size: Size) -> tuple[float, float]:
    import pandas as pd

    return _timed(lambda: pd.read_excel(path, sheet_name=None, header=None))


def _merge(path: str, size: Size) -> tuple[float, float]:
    from rightfin.case.exchange.merge import merge

    base = read_form(path).case
    ours = base.replace({"demand": [{**row, "2030": 1.0} for row in base.records("demand")]})
    theirs = base.replace({"demand": [{**row, "2031": 2.0} for row in base.records("demand")]})
    return _timed(lambda: merge(base, ours, theirs))


def rows_of(found: Workbooks) -> list[list[str]]:
    """Return a row a step: what was done, seconds, times the seconds of reading and checking, peak MB."""
    reading = found.done["read and check"][0]
    return [[name, f"{seconds:.1f}", f"{seconds / reading:.1f}", f"{memory:.0f}"]
            for name, (seconds, memory) in found.done.items()]


if __name__ == "__main__":
    measured = workbooks()
    print(f"{measured.file:.1f} MB")
    for row in rows_of(measured):
        print("  ".join(row))
