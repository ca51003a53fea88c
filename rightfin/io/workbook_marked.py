"""A case handed back to its author: the same values in the same cells, what is wrong coloured and explained."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from rightfin.case.cell import LONGEST_TEXT, UNPRINTABLE, as_text, is_blank, is_error
from rightfin.case.header import normal
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.case.raw import Cell
from rightfin.io.csv_folder import read_csv_folder
from rightfin.io.layout import PROBLEMS, UNREAD_SHEETS, find_header
from rightfin.io.refusal import refusal
from rightfin.io.staging import refuse_existing, staged_file
from rightfin.io.workbook_cells import Rectangle, Tally, column_number
from rightfin.io.workbook_parts import read_parts
from rightfin.io.workbook_read import read_sheet
from rightfin.io.workbook_safety import opened
from rightfin.io.workbook_style import new_workbook, save_workbook
from rightfin.schema import READABLE

COLOURS = {Severity.ERROR: "#F0B090", Severity.WARNING: "#F7EFA0"}
"""Fill of a cell by how bad its problem is; told apart by colour-blind readers too, and the note says the word."""

_CELL = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})", re.DOTALL)
_LINE = re.compile(r"(?P<sheet>.+)\.csv line (?P<row>[0-9]{1,7})", re.DOTALL)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_SHOWN_ERROR = re.compile(r"shows the error (\S+)\.")
_NARROWEST, _WIDEST = 9, 40
_MOST_MERGED_CELLS = 50_000
"""Most cells under all merged ranges of a sheet that are merged in the copy as well; more would take minutes."""

_SIGNS = 31

Place = tuple[int, int]
Spot = tuple[int, Place]
"""The number of a sheet, and row and column in it, from 1."""


@dataclass(frozen=True)
class _Sheet:
    """One sheet to hand back: rows with their numbers, texts of cells without a readable value, its heading's row."""

    title: str
    rows: Sequence[tuple[int, tuple[Cell, ...]]]
    spoilt: Mapping[Place, str] = field(default_factory=dict)
    heading: int = 0
    merged: Sequence[Rectangle] = ()
    hidden: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: Sequence[tuple[int, int]] = ()


def write_marked(path_in: str | Path, issues: Iterable[Issue], path_out: str | Path, force: bool = False) -> None:
    """Write a workbook with what a case file holds, cell by cell, and mark the cells that ``issues`` name.

    The first sheet, ``problems``, lists all issues, with a link to each cell. Formulas stand there as their values,
    errors as texts such as ``#DIV/0!``, and formulas without a stored result as ``#N/A``. Sheets that rightfin itself
    writes beside a case are left out. Read again, the workbook has problems in the same cells.

    Raises ``CaseError`` if the file to be marked cannot be read at all (code ``nothing_to_mark``), if it is the file to be
    written, or if that exists and ``force`` is not given.
    """
    source, target = Path(path_in), Path(path_out)
    refuse_marked(source, target, force)
    try:
        sheets = list(_folder(source) if source.is_dir() else _workbook(source))
    except CaseError as error:
        raise refusal("nothing_to_mark", f"{source.name} cannot be read, so there are no cells to mark.",
                      "Mend what is said about the file as a whole first.") from error
    ordered = sorted(issues, key=lambda issue: issue.severity is not Severity.ERROR)
    with staged_file(target, force) as made:
        book: Any = new_workbook("Marked copy of a case")
        names = _names([sheet.title for sheet in sheets])
        places = _places(ordered, sheets)
        _write_problems(book, ordered, [_link(names, place) for place in places])
        marks: dict[int, dict[Place, list[Issue]]] = defaultdict(lambda: defaultdict(list))
        for place, issue in zip(places, ordered, strict=True):
            if place is not None:
                marks[place[0]][place[1]].append(issue)
        for number, sheet in enumerate(sheets):
            _write_sheet(book, names[number], sheet, marks[number])
        save_workbook(book, made)


def refuse_marked(source: Path, target: Path, force: bool) -> None:
    """Raise ``CaseError`` if a marked copy of ``source`` cannot be written to ``target``."""
    if target.suffix.lower() != ".xlsx":
        raise refusal("not_a_workbook_name", f"{target.name} does not end in .xlsx.",
                      "Give the marked copy a name that does.")
    if target.is_dir():
        raise refusal("exists", f"{target} is a folder.", "Choose another name.")
    if target.exists() and source.exists() and target.samefile(source):
        raise refusal("same_file", f"{target} is the case itself.", "Give the marked copy another name.")
    refuse_existing(target, force)


def _workbook(path: Path) -> Iterator[_Sheet]:
    """Yield the sheets of a workbook in their order."""
    with opened(path) as archive:
        tally = Tally(path.name)
        parts = read_parts(archive, tally, lambda sheet: True)
        for place in parts.sheets:
            name = place.title.strip().lower()
            if name in UNREAD_SHEETS or not place.part:
                continue
            found = read_sheet(archive, place, parts, tally)
            at = find_header([row for _, row in found.rows], READABLE[name]) if name in READABLE else None
            heading = 0 if at is None else found.rows[at][0]
            spoilt = {spot: _error_text(note) for spot, note in found.notes.items()}
            yield _Sheet(place.title, found.rows, spoilt, heading, found.merged, place.hidden,
                         frozenset(found.hidden_rows), found.hidden_columns)


def _folder(path: Path) -> Iterator[_Sheet]:
    """Yield the tables of a folder, the heading in the first row and each row in that of its line."""
    for table in read_csv_folder(path):
        rows = [(1, tuple(table.header)), *((row.number, row.cells) for row in table.rows)]
        if table.header:
            yield _Sheet(table.name, rows, heading=1)


def _error_text(note: str) -> str:
    found = _SHOWN_ERROR.search(note)
    return found[1] if found and is_error(found[1]) else "#N/A"


def _names(titles: Sequence[str]) -> list[str]:
    """Return a title for each sheet that a workbook accepts, the same where it can be."""
    names: list[str] = []
    taken = {PROBLEMS}
    for title in titles:
        clean = _FORBIDDEN.sub("_", UNPRINTABLE.sub("_", title))[:_SIGNS].strip("'") or "sheet"
        name, number = clean, 2
        while name.lower() in taken:
            suffix = f" ({number})"
            name, number = clean[:_SIGNS - len(suffix)] + suffix, number + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _places(issues: Sequence[Issue], sheets: Sequence[_Sheet]) -> list[Spot | None]:
    """Return for each issue the number of its sheet and its row and column there, ``None`` where it names no cell."""
    number = {sheet.title: at for at, sheet in enumerate(sheets)}
    by_table = {sheet.title.strip().lower(): at for at, sheet in reversed(list(enumerate(sheets)))}
    found: list[Spot | None] = []
    for issue in issues:
        cell, line = _CELL.fullmatch(issue.cell), _LINE.fullmatch(issue.cell)
        place: Spot | None = None
        if cell and cell["sheet"].strip("'") in number:
            place = (number[cell["sheet"].strip("'")], (int(cell["row"]), column_number(cell["column"])))
        elif line and line["sheet"] in number:
            at = number[line["sheet"]]
            place = (at, (int(line["row"]), _column_of(sheets[at], issue.column)))
        elif not issue.cell and issue.column and issue.table in by_table and sheets[by_table[issue.table]].heading:
            # A problem of a whole column is shown at its heading.
            at = by_table[issue.table]
            column = _column_of(sheets[at], issue.column, 0)
            place = (at, (sheets[at].heading, column)) if column else None
        found.append(place)
    return found


def _column_of(sheet: _Sheet, name: str, otherwise: int = 1) -> int:
    """Return the column of a heading in a sheet, from 1."""
    heading = next((cells for row, cells in sheet.rows if row == sheet.heading), ())
    names = [normal(as_text(cell)) for cell in heading]
    return names.index(name) + 1 if name in names else otherwise


def _link(names: Sequence[str], place: Spot | None) -> tuple[str, str] | None:
    """Return the target of a link to a cell and the words for it."""
    if place is None:
        return None
    number, (row, column) = place
    cell = f"{xl_col_to_name(column - 1)}{row}"
    quoted = names[number].replace("'", "''")
    return f"internal:'{quoted}'!{cell}", f"{names[number]}!{cell}"


def _write_problems(book: Any, issues: Sequence[Issue], links: Sequence[tuple[str, str] | None]) -> None:
    """Add the first sheet: how many problems of each kind, then all of them."""
    sheet = book.add_worksheet(PROBLEMS)
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top", "text_wrap": True})
    fills = {severity: book.add_format({"bg_color": colour, "valign": "top"}) for severity, colour in COLOURS.items()}
    counts = {severity: book.add_format({"bg_color": colour, "align": "left"}) for severity, colour in COLOURS.items()}
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, "Problems of this case", book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, "Mend them in your own workbook, or in this one, which is read like any other. Each problem "
                       "is also a note at its cell. Sheets that rightfin writes beside a case are left out.")
    sheet.write_string(3, 0, "How many", bold)
    sheet.write_string(3, 1, "Kind", bold)
    row = 4
    kinds = Counter((issue.severity, issue.code) for issue in issues)
    for (severity, code), count in sorted(kinds.items(), key=lambda item: (item[0][0] != "error", -item[1], item[0][1])):
        sheet.write_number(row, 0, count, counts[severity])
        sheet.write_string(row, 1, f"{severity}: {code.replace('_', ' ')}")
        row += 1
    row += 1
    headings = (("Severity", 11), ("Table", 18), ("Row", 24), ("Column", 18), ("Cell", 20), ("What", 50),
                ("What to do", 50))
    for column, (heading, size) in enumerate(headings):
        sheet.set_column(column, column, size)
        sheet.write_string(row, column, heading, bold)
    sheet.repeat_rows(row)
    for number, (issue, target) in enumerate(zip(issues, links, strict=True), start=row + 1):
        sheet.write_string(number, 0, str(issue.severity), fills[issue.severity])
        for column, text in enumerate((issue.table, issue.row, issue.column), start=1):
            sheet.write_string(number, column, _text(text), wrap)
        if target is not None and number - row < 60_000:
            sheet.write_url(number, 4, target[0], link, _text(target[1]))
        else:
            sheet.write_string(number, 4, _text(target[1] if target else issue.cell), wrap)
        sheet.write_string(number, 5, _text(issue.message), wrap)
        sheet.write_string(number, 6, _text(issue.remedy), wrap)
        fields = ((issue.row, 22), (issue.cell, 18), (issue.message, 46), (issue.remedy, 46))
        sheet.set_row(number, 15 * min(20, max(1 + len(text) // width for text, width in fields)))


def _write_sheet(book: Any, name: str, sheet: _Sheet, marks: Mapping[Place, Sequence[Issue]]) -> None:
    """Add one sheet of the author: values where they stood, then the notes."""
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    frame = {"border": 1, "border_color": "#7F7F7F"}
    fills = {(severity, strong): book.add_format({"bg_color": colour, "bold": strong, **frame})
             for severity, colour in COLOURS.items() for strong in (False, True)}
    page.set_landscape()
    page.fit_to_pages(1, 0)
    last_row = max((row for row, _ in sheet.rows), default=0)
    last_column = max((len(cells) for _, cells in sheet.rows), default=0)
    for top, left, bottom, right in _apart(sheet.merged, last_row, last_column):
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", None)
    for column, size in enumerate(_widths(sheet)):
        hidden = any(low <= column + 1 <= high for low, high in sheet.hidden_columns)
        page.set_column(column, column, size, None, {"hidden": hidden})
    written: set[Place] = set()
    spoilt_until: dict[int, int] = {}
    for row, column in sheet.spoilt:
        spoilt_until[row] = max(column, spoilt_until.get(row, 0))
    for row, cells in sheet.rows:
        if row in sheet.hidden_rows:
            page.set_row(row - 1, None, None, {"hidden": True})
        for column in range(1, max(len(cells), spoilt_until.get(row, 0)) + 1):
            value = sheet.spoilt.get((row, column), cells[column - 1] if column <= len(cells) else None)
            found = marks.get((row, column))
            strong = row == sheet.heading
            style = fills[found[0].severity, strong] if found else (bold if strong else None)
            if found or not is_blank(value):
                _write(page, row - 1, column - 1, value, style)
                written.add((row, column))
    for (row, column), found in marks.items():
        if row < 1 or row > 1_048_576 or column > 16_384:
            continue
        if (row, column) not in written:
            page.write_blank(row - 1, column - 1, None, fills[found[0].severity, row == sheet.heading])
        _note(page, row - 1, column - 1, found)
    if sheet.heading:
        page.freeze_panes(sheet.heading, 1)
    if sheet.hidden == "veryHidden":
        page.very_hidden()
    elif sheet.hidden:
        page.hide()


def _apart(merged: Sequence[Rectangle], last_row: int, last_column: int) -> Iterator[Rectangle]:
    """Yield merged ranges cut to where the sheet has values, without those of one cell and those that overlap."""
    taken: set[Place] = set()
    area = 0
    for top, left, bottom, right in merged:
        low, far = min(bottom, last_row), min(right, last_column)
        if low < top or far < left or (low, far) == (top, left):
            continue
        area += (low - top + 1) * (far - left + 1)
        if area > _MOST_MERGED_CELLS:
            return
        cells = {(row, column) for row in range(top, low + 1) for column in range(left, far + 1)}
        if taken.isdisjoint(cells):
            taken |= cells
            yield top, left, low, far


def _widths(sheet: _Sheet) -> list[int]:
    """Return a sensible width for each column; lines above the heading do not count."""
    widths: list[int] = []
    for row, cells in sheet.rows:
        widths.extend([_NARROWEST] * (len(cells) - len(widths)))
        if row >= sheet.heading:
            for column, cell in enumerate(cells):
                if cell is not None:
                    widths[column] = min(_WIDEST, max(widths[column], len(str(cell)) + 2))
    return widths


def _write(page: Any, row: int, column: int, value: Cell, style: Any) -> None:
    """Write a value as what it is; a text never becomes a formula, and a number that is none stays a text."""
    if value is None or value == "":
        page.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, style)
    elif isinstance(value, (int, float)) and abs(value) < 1e300:
        page.write_number(row, column, value, style)
    elif isinstance(value, float):  # beyond all numbers; the text reads as such again
        page.write_string(row, column, "1e999" if value > 0 else "-1e999", style)
    else:
        page.write_string(row, column, _text(str(value)), style)


def _text(text: str) -> str:
    """Return a text as a cell can hold it: what XML cannot keep becomes another sign that cannot be printed."""
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\x01", text[:LONGEST_TEXT])


def _note(page: Any, row: int, column: int, issues: Sequence[Issue]) -> None:
    text = "\n\n".join(f"{str(issue.severity).capitalize()}: {issue.message}\n{issue.remedy}" for issue in issues[:5])
    lines = sum(1 + len(line) // 45 for line in text.split("\n"))
    page.write_comment(row, column, _text(text[:5_000]), {"author": "rightfin", "width": 300, "height": 20 + 17 * lines})
