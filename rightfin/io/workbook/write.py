"""A case, or an empty template, as an Excel workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rightfin.case.case import Case
from rightfin.case.cell import FIRST_YEAR, LAST_YEAR
from rightfin.case.exchange.merge import Conflict
from rightfin.case.exchange.trail import Trail, records
from rightfin.case.resolve import style_of_case
from rightfin.io.arrangement import LineOrder
from rightfin.io.layout import CHECK, GUIDE, file_years, headings, plan_years, style_in
from rightfin.io.refusal import refusal
from rightfin.io.staging import refuse_existing, staged_file
from rightfin.io.workbook.check import CheckCounts, write_check
from rightfin.io.workbook.conflicts import link_conflicts
from rightfin.io.workbook.counts import Sheets
from rightfin.io.workbook.guide import write_guide
from rightfin.io.workbook.lists import write_lists
from rightfin.io.workbook.place import Placed
from rightfin.io.workbook.sheet import write_sheet
from rightfin.io.workbook.style import Styles, new_workbook, save_workbook
from rightfin.io.writable import refuse_unwritable
from rightfin.schema import CONFLICTS, TABLES, TRAIL, Table, Value, YearStyle

TEMPLATE_BASE, TEMPLATE_END = 2025, 2035
"""The years that a template shows if nobody asks for others."""

STATED = {"sustained_from": "exit", "glide": "straight"}
"""Settings that a template states: a plan should not end with a force that nobody can keep. Blank they ask for nothing."""

COMPANION_SPARE = 50
"""Spare rows of a sheet that goes with the case."""

MOST_YEARS = 100
"""Most years from base to end year that a template may have."""

Content = Callable[[Table], tuple[Sequence[int], Sequence[Mapping[str, Value]]]]


def write_workbook(
    case: Case, path: str | Path, force: bool = False, trail: Trail = (), conflicts: Sequence[Conflict] = (),
    arranged: Mapping[str, LineOrder] = MappingProxyType({}),
) -> None:
    """Write a case as a workbook: guide, check, all tables, and the trail if there is one; the same case, the same bytes.

    ``arranged`` gives the order of rows and the notes between them; settings and series keep the order of the template,
    notes below them.

    With ``conflicts``, which a merge left to settle, their sheet stands before the tables, and the workbook opens there.

    Raises ``CaseError`` if the file exists and ``force`` is not given, or if a value cannot be written.
    """
    _prepare(Path(path), force)
    refuse_unwritable(case)
    _write(Path(path), force, "Case", _title(case), _content(case, arranged), trail, conflicts)


def write_template(
    path: str | Path, *, years: tuple[int, int] | None = None, style: YearStyle = YearStyle.PLAIN, like: Case | None = None,
    trail: Trail = (), force: bool = False,
) -> None:
    """Write a workbook to be filled in: all headings, the names and help of all settings and series, and ``STATED``.

    ``years`` are base year and end year: they set the year columns and are typed into the settings. Without them the
    years stand as 2025 to 2035, and the settings are left for the user to fill in. ``style`` is how they are written, which
    ``year_form`` in the settings then says; a case writes them in its own. ``like`` is a case whose content the
    template gets; ``years`` then replaces its base and end year, and columns of other years that hold values stay. Its
    ``trail`` goes along.

    Raises ``CaseError`` if the years are none, if the file exists and ``force`` is not given, or if a value cannot be
    written.
    """
    _prepare(Path(path), force)
    if years is not None:
        _check_years(years, style if like is None else style_of_case(like))
    if like is not None:
        case = like if years is None else like.replace({"settings": _with_years(like.records("settings"), years)})
        refuse_unwritable(case)
        _write(Path(path), force, "Template of a case", _title(case), _content(case), trail)
        return
    base, end = years or (TEMPLATE_BASE, TEMPLATE_END)
    stated: list[Mapping[str, Value]] = [{"key": key, "value": value} for key, value in STATED.items()]
    if style is not YearStyle.PLAIN:
        stated.append({"key": "year_form", "value": style.value.lower()})
    settings = stated if years is None else _with_years(stated, years)
    _write(Path(path), force, "Template of a case", "Template of a case",
           lambda table: (plan_years(table, base, end, calendars=True), settings if table.name == "settings" else ()))


def write_typed(
    tables: Mapping[str, tuple[Sequence[int], Sequence[Mapping[str, Value]]]], path: str | Path, *, title: str = "",
    trail: Trail = (), force: bool = False,
) -> None:
    """Write tables as they were typed, whatever is wrong in them, as a workbook: years and rows by the name of a table.

    Values of the kind of their column stand as that kind, all others as the texts that they are, so that reading the
    workbook finds the same mistakes. Raises ``CaseError`` if the file exists and ``force`` is not given.
    """
    _prepare(Path(path), force)
    _write(Path(path), force, "Case", title, lambda table: tables.get(table.name, ((), ())), trail)


def add_case_sheets(book: Any, case: Case, trail: Trail = ()) -> None:
    """Add the sheets of a case to an XlsxWriter book: its tables with their drop-downs, and the trail if there is one.

    Guide and check are left out. The case is read back from the book like from any workbook. Raises ``CaseError`` if
    a value cannot be written; ``refuse_unwritable`` says so before the book is begun.
    """
    refuse_unwritable(case)
    styles = Styles(book)
    sheets = _sheets(_content(case), ())
    _add_tables(book, styles, sheets, _title(case), trail, guide=False)


def placed_tables(case: Case) -> Mapping[str, Placed]:
    """Return where ``add_case_sheets`` writes what, by table."""
    return _sheets(_content(case), ()).placed


def _content(case: Case, arranged: Mapping[str, LineOrder] = MappingProxyType({})) -> Content:
    def content(table: Table) -> tuple[Sequence[int], Sequence[Mapping[str, Value]]]:
        years, one, found = file_years(case, table), arranged.get(table.name), case.tables[table.name]
        rows = found.in_typed_order() if one is None else one.records(found, headings(table, years))
        return years, rows

    return content


def _title(case: Case) -> str:
    return next((str(row["value"]) for row in case.records("settings") if row["key"] == "title"), "")


def _with_years(settings: Sequence[Mapping[str, Value]], years: tuple[int, int]) -> list[Mapping[str, Value]]:
    """Return the rows of settings with another base and end year."""
    new: dict[Value, Value] = dict(zip(("base_year", "end_year"), years, strict=True))
    rows: list[Mapping[str, Value]] = [
        {**row, "value": new.pop(row["key"])} if row["key"] in new else row for row in settings
    ]
    for key, year in new.items():
        rows.append({"key": key, "value": year})
    return rows


def _check_years(years: tuple[int, int], style: YearStyle) -> None:
    base, end = years
    if not (FIRST_YEAR <= base < end <= LAST_YEAR) or end - base > MOST_YEARS:
        raise refusal("years_form", f"{style.text(base)}-{style.text(end)} is not a base year and a later end year.",
                      f"Give two years, at most {MOST_YEARS} apart, such as {style.text(2027)}-{style.text(2040)}.")


def _prepare(path: Path, force: bool) -> None:
    if path.suffix.lower() != ".xlsx":
        raise refusal("not_a_workbook_name", f"{path.name} does not end in .xlsx.",
                      "Give the workbook a name that does.")
    if path.is_dir():
        raise refusal("exists", f"{path} is a folder.", "Choose another name.")
    refuse_existing(path, force)


def _sheets(content: Content, conflicts: Sequence[Conflict]) -> Sheets:
    """Return where everything will stand, conflicts last."""
    style = style_in(content(TABLES[0])[1])
    placed = {table.name: Placed.make(table, *content(table), style=style) for table in TABLES}
    if conflicts:
        rows = [conflict.record() for conflict in conflicts]
        placed[CONFLICTS.name] = Placed.make(CONFLICTS, (), rows, COMPANION_SPARE)
    return Sheets(placed)


def _add_tables(book: Any, styles: Styles, sheets: Sheets, footer: str, trail: Trail, *, guide: bool) -> None:
    """Add the sheets of all tables, the lists of their drop-downs, and the trail; before them what is left to settle."""
    if CONFLICTS.name in sheets.placed:
        write_sheet(book, styles, sheets.placed[CONFLICTS.name], footer, guide=guide)
    for table in TABLES:
        write_sheet(book, styles, sheets.placed[table.name], footer, guide=guide)
    write_lists(book, styles, sheets.placed)
    if trail:
        write_sheet(book, styles, Placed.make(TRAIL, (), records(trail), COMPANION_SPARE), footer, guide=guide)


def _write(
    path: Path, force: bool, title: str, footer: str, content: Content, trail: Trail = (),
    conflicts: Sequence[Conflict] = (),
) -> None:
    with staged_file(path, force) as made:
        book: Any = new_workbook(title)
        styles = Styles(book)
        sheets = _sheets(content, conflicts)
        first, second = book.add_worksheet(GUIDE), book.add_worksheet(CHECK)
        counts = CheckCounts.of(sheets)
        write_guide(first, styles, counts.rows, counts.verdict.value, footer, sheets.placed["settings"].style)
        write_check(second, styles, counts, footer)
        _add_tables(book, styles, sheets, footer, trail, guide=True)
        if conflicts:
            link_conflicts(book, conflicts, sheets.placed)
        save_workbook(book, made)
