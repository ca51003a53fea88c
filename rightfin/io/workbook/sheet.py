"""One table as a sheet: title, help, units, headings with notes, then its rows, as an Excel table that can be typed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from rightfin.case.reading.header import is_year
from rightfin.io.layout import GUIDE, HEADING_ROW, KIND_LABELS, LAST_COLUMNS, column_help, heading_text, year_help
from rightfin.io.workbook.colours import mark
from rightfin.io.workbook.place import FIRST_ROW, Placed
from rightfin.io.workbook.style import LONG_TEXTS, Styles, width
from rightfin.io.workbook.validation import bounds_in_words, shorten, validation
from rightfin.schema import Column, Kind, Table, Value

PEOPLE_COLUMNS = (("# unit", 20), ("# what it is", 60), ("# if blank", 24))
"""Columns for people at the right of settings and series, with their widths; a heading that begins with # is not read."""

READABLE_WIDTH = 280
"""Widest sheet, in characters, that is still readable on one page; a wider one goes over several, its key repeated."""

PAGE_ROWS = 18
"""Rows that surely fit on a page."""

MOST_LINES = 20
"""Most lines of a text that a row makes room for."""

PERMITTED = {
    "select_locked_cells": True, "select_unlocked_cells": True, "sort": True, "autofilter": True, "format_columns": True,
    "format_rows": True, "format_cells": True, "insert_hyperlinks": True, "objects": True,
}
"""What a protected sheet lets people do besides typing; objects are the comments by which advisers ask each other."""

def write_sheet(book: Any, styles: Styles, placed: Placed, footer: str, *, guide: bool = True) -> None:
    """Add the sheet of one table; texts are texts, whatever they hold.

    Headings, titles and the names of settings and series are locked, without a password; everything that is typed is
    not. ``footer`` is the title of the case. With ``guide`` the title carries a link back to the guide.
    """
    sheet = book.add_worksheet(placed.table.name)
    widths = _widths(placed)
    _write_top(sheet, styles, placed, widths, guide)
    _write_headings(sheet, styles, placed)
    _write_rows(sheet, styles, placed, widths)
    mark(sheet, styles, placed)
    sheet.freeze_panes(HEADING_ROW, len(placed.table.key))
    across = sum(widths) + sum(wide for _, wide in PEOPLE_COLUMNS if placed.table.entries)
    pages = 1 + across // READABLE_WIDTH
    set_page(sheet, footer, pages)
    # LibreOffice takes up to a third of a second for each sheet with rows to repeat, and more with columns, too. Sheets to
    # type in grow; those beside results that are no longer than a page do without.
    if guide or len(placed.rows) > PAGE_ROWS:
        sheet.repeat_rows(HEADING_ROW - 2, HEADING_ROW - 1)
    if pages > 1:
        sheet.repeat_columns(0, len(placed.table.key) - 1)
    # Years are texts as headings of an Excel table must be, and codes such as 03.10 are meant as texts.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_last_letter(placed)}{placed.last}"})
    sheet.protect("", PERMITTED)


def set_page(sheet: Any, footer: str, pages: int = 1) -> None:
    """Print a sheet on A4 across, so many pages wide, with title, sheet and page at the foot.

    No print area is set: spare rows hold nothing that prints, and a fixed area would cut off rows added later.
    """
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    words = "".join(character if character.isprintable() else " " for character in shorten(footer, 80))
    sheet.set_footer(f"&L{words.replace('&', '&&')}&C&A&RPage &P of &N")


def unit_label(column: Column) -> str:
    """Return what stands small over a heading: the unit, or what kind of thing is typed, with short bounds."""
    if column.kind is Kind.REFERENCE:
        return f"name from {column.refers_to}{' or *' if column.wildcard else ''}"
    label = column.unit or KIND_LABELS.get(column.kind, str(column.kind))
    if column.minimum == 0 and column.maximum is None and column.below is None:
        return label  # nobody expects less than nothing
    bounds = bounds_in_words(column).replace("from ", "")
    return f"{label}{bounds}" if len(bounds) <= 16 else label


def _write_top(sheet: Any, styles: Styles, placed: Placed, widths: Sequence[int], guide: bool) -> None:
    """Write title, help and units, and set the widths of the columns."""
    table = placed.table
    for place, (name, wide) in enumerate(zip(placed.names, widths, strict=True)):
        sheet.set_column(place, place, wide, styles.number(placed.column(name)))
        for row, style in enumerate((styles.title, styles.help)):
            sheet.write_blank(row, place, None, style)
        sheet.write_string(2, place, unit_label(placed.column(name)), styles.unit)
    if table.entries:
        for place, (_, wide) in enumerate(PEOPLE_COLUMNS, start=len(placed.names)):
            sheet.set_column(place, place, wide)
    sheet.set_row(0, 24)
    sheet.set_row(2, 11 * max(_lines(unit_label(placed.column(name)), 1.2 * wide)
                              for name, wide in zip(placed.names, widths, strict=True)) + 3)
    sheet.write_string(0, 0, table.title, styles.title)
    sheet.write_string(1, 0, _help(table), styles.help)
    if guide:
        at = _after(widths, 1.8 * len(table.title))
        sheet.write_url(0, at, f"internal:'{GUIDE}'!A1", styles.link, "back to the guide")


def _help(table: Table) -> str:
    """Return the line of help under the title: what the table is for, and what it means to leave it empty."""
    if table.required:
        return f"{table.help} Needed."
    return f"{table.help} If it is empty: {table.absent[:1].lower()}{table.absent[1:]}"


def _widths(placed: Placed) -> list[int]:
    """Return the widths of the columns: room for what stands in them, and all together for the line of help."""
    found = []
    for name in placed.names:
        column = placed.column(name)
        texts = max((len(str(value)) for value in placed.values(name) if isinstance(value, str)), default=0)
        longest = max((len(f"{value:,.0f}") for value in placed.values(name)
                       if isinstance(value, (int, float)) and not isinstance(value, bool)), default=0)
        found.append(max(width(column), longest + 2, min(texts + 2, 45)))
    if placed.table.entries:
        return found
    found[-1] += max(0, round(1.05 * len(_help(placed.table))) - sum(found))
    return found


def _after(widths: Sequence[int], length: float) -> int:
    """Return the first column, not the first of all, that stands right of a text of so many characters."""
    total, place = widths[0], 1
    while total < length and place < len(widths) - 1:
        total += widths[place]
        place += 1
    return place


def _write_headings(sheet: Any, styles: Styles, placed: Placed) -> None:
    """Write the headings as those of an Excel table over all rows, each with a note that says what to type."""
    names = [*placed.names, *(_people(placed.table))]
    sheet.add_table(HEADING_ROW - 1, 0, placed.last - 1, len(names) - 1, {
        "name": f"t_{placed.table.name}", "style": None, "banded_rows": False,
        "columns": [
            {"header": heading_text(name, placed.style), "header_format": styles.headings[_role(placed.table, name)]}
            for name in names
        ],
    })
    for place, name in enumerate(placed.names):
        column = placed.column(name)
        _explain(sheet, HEADING_ROW - 1, place, year_help(placed.table) if is_year(name) else column_help(column))
        if not (placed.table.entries and (name == "value" or is_year(name) or name in placed.table.key)):
            _validate(sheet, placed, column, name, FIRST_ROW, placed.last)


def _people(table: Table) -> list[str]:
    return [name for name, _ in PEOPLE_COLUMNS] if table.entries else []


def _role(table: Table, name: str) -> str:
    if name.startswith("#"):
        return "people"
    if is_year(name):
        return "year"
    if name in table.key:
        return "key"
    return "required" if table.column(name).required else "optional"


def _explain(sheet: Any, row: int, place: int, text: str) -> None:
    """Put a note at a cell, large enough for its text."""
    size = {"width": 320, "height": 24 + 18 * sum(_lines(line, 50) for line in text.split("\n"))}
    sheet.write_comment(row, place, text, {"author": "rightfin", **size})


def _lines(text: str, wide: float) -> int:
    return 1 + int(len(text) / wide)


def _validate(sheet: Any, placed: Placed, column: Column, name: str, first: int, last: int, until: str = "") -> None:
    """Say what the cells of a column, or of the columns until another, may be given, in the rows ``first`` to ``last``."""
    letter = placed.letter(name)
    key = placed.table.key
    unique = f"${letter}${FIRST_ROW}:${letter}${placed.last}" if key == (name,) else ""
    found = validation(column, f"{letter}{first}", unique, prompt=first == last and not until)
    if found is not None:
        sheet.data_validation(f"{letter}{first}:{placed.letter(until or name)}{last}", found)


def _write_rows(sheet: Any, styles: Styles, placed: Placed, widths: Sequence[int]) -> None:
    """Write the rows; a blank is no cell, its column says how it looks."""
    if placed.table.entries:
        _write_entries(sheet, styles, placed, widths)
        return
    long = [place for place, name in enumerate(placed.names) if name in LONG_TEXTS]
    formats = [styles.number(placed.column(name)) for name in placed.names]
    for number, row in enumerate(placed.rows, start=FIRST_ROW - 1):
        for place, value in enumerate(row):
            if value is not None:
                _write(sheet, number, place, value, formats[place])
        _fit(sheet, number, [(row[place], widths[place]) for place in long])


def _write_entries(sheet: Any, styles: Styles, placed: Placed, widths: Sequence[int]) -> None:
    """Write settings or series with their own formats and drop-downs, and for people what each of them is."""
    listed = {entry.name for entry in placed.table.entries}
    years = placed.years
    for number, row in enumerate(placed.rows, start=FIRST_ROW):
        entry = placed.entry(row)
        for place, (name, value) in enumerate(zip(placed.names, row, strict=True)):
            style = styles.number(placed.cell(name, entry))
            if place == 0 and value in listed:
                style = styles.locked_key
            _write(sheet, number - 1, place, value, style)
        texts: list[tuple[Value, int]] = [(row[placed.names.index(name)], widths[placed.names.index(name)])
                                          for name in LAST_COLUMNS]
        if entry is None:
            _fit(sheet, number - 1, texts)
            continue
        first = "value" if placed.table.years is None else next(iter(years), "")
        if first:
            cell = placed.cell(first, entry)
            _validate(sheet, placed, cell, first, number, number, years[-1] if years else "")
        meaning = _write_people(sheet, styles, number, len(placed.names), entry, named=row[0] == entry.name)
        _fit(sheet, number - 1, [*texts, (meaning, round(1.3 * PEOPLE_COLUMNS[1][1]))])


def _write_people(sheet: Any, styles: Styles, number: int, place: int, entry: Column, *, named: bool) -> str:
    """Write unit, meaning and default of a setting or series at the right of its row; return the meaning."""
    blank = "needed" if entry.required and named else entry.default_label or "nothing"
    meaning = " ".join(column_help(entry).split("\n")[:-1]).replace(f" Unit: {entry.unit}.", "")
    for at, text in enumerate((entry.unit or KIND_LABELS.get(entry.kind, str(entry.kind)), meaning, blank)):
        sheet.write_string(number - 1, place + at, text, styles.people)
    return meaning


def _fit(sheet: Any, row: int, texts: Sequence[tuple[Value, int]]) -> None:
    """Make a row high enough for its long texts, each with the width of its column; LibreOffice does not by itself."""
    lines = max((sum(_lines(line, 0.95 * wide) for line in value.split("\n"))
                 for value, wide in texts if isinstance(value, str)), default=1)
    if lines > 1:
        sheet.set_row(row, 15 * min(lines, MOST_LINES))


def _write(sheet: Any, row: int, place: int, value: Value, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, style)
    else:
        sheet.write_number(row, place, value, style)


def _last_letter(placed: Placed) -> str:
    return str(xl_col_to_name(len(placed.names) + len(_people(placed.table)) - 1))

