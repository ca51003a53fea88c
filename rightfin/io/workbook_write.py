"""A case, or an empty template, as an Excel workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rightfin.case.case import Case
from rightfin.io.layout import file_years, plan_years
from rightfin.io.refusal import refusal
from rightfin.io.staging import refuse_existing, staged
from rightfin.io.workbook_guide import write_guide
from rightfin.io.workbook_sheet import write_sheet
from rightfin.io.workbook_style import Styles, new_workbook
from rightfin.io.writable import refuse_unwritable
from rightfin.schema import TABLES, Table, Value

TEMPLATE_BASE, TEMPLATE_END = 2025, 2035
"""The years that a template shows until its user changes the headings."""

Content = Callable[[Table], tuple[Sequence[int], Sequence[Mapping[str, Value]]]]


def write_workbook(case: Case, path: str | Path, force: bool = False) -> None:
    """Write a case as a workbook: a guide, then all tables; the same case, the same bytes.

    Raises ``CaseError`` if the file exists and ``force`` is not given, or if a value cannot be written.
    """
    _prepare(Path(path), force)
    refuse_unwritable(case)
    _write(Path(path), "Case", lambda table: (file_years(case, table), case.records(table.name)))


def write_template(path: str | Path, force: bool = False) -> None:
    """Write an empty case to be filled in: all headings, and the names and help of all settings and series.

    The years are placeholders, 2025 to 2035. Raises ``CaseError`` if the file exists and ``force`` is not
    given.
    """
    _prepare(Path(path), force)
    _write(Path(path), "Template of a case", _blank)


def _blank(table: Table) -> tuple[Sequence[int], Sequence[Mapping[str, Value]]]:
    """Return the years of a table of the template, and a row without values for each setting or series."""
    rows: list[dict[str, Value]] = [{table.key[0]: entry.name, "note": entry.help} for entry in table.entries]
    return plan_years(table, TEMPLATE_BASE, TEMPLATE_END), rows


def _prepare(path: Path, force: bool) -> None:
    if path.suffix.lower() != ".xlsx":
        raise refusal("not_a_workbook_name", f"{path.name} does not end in .xlsx.",
                      "Give the workbook a name that does.")
    if path.is_dir():
        raise refusal("exists", f"{path} is a folder.", "Choose another name.")
    refuse_existing(path, force)


def _write(path: Path, title: str, content: Content) -> None:
    with staged(path) as place:
        made = place / "case.xlsx"
        book: Any = new_workbook(made, title)
        styles = Styles(book)
        write_guide(book, styles)
        for table in TABLES:
            years, rows = content(table)
            write_sheet(book, styles, table, years, rows)
        book.close()
        made.replace(path)
