"""A case handed back to its author: their own workbook, what is wrong coloured and explained, all problems in front."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from rightfin.case.cell import LONGEST_TEXT, as_text, is_blank, printable
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.case.reading.header import normal
from rightfin.case.reading.names import table_name
from rightfin.case.reading.raw import RawCell
from rightfin.io.csv_folder import read_csv_folder
from rightfin.io.escapes import workbook_escaped, workbook_unescaped
from rightfin.io.layout import find_header
from rightfin.io.refusal import refusal
from rightfin.io.staging import refuse_existing, staged_file
from rightfin.io.workbook.own import NOT_HELD, own_book
from rightfin.io.workbook.problems import COLOURS, saved, write_problems, written
from rightfin.io.workbook.read import is_table, name_of, read_sheet
from rightfin.io.workbook.style import CREATED
from rightfin.io.xlsx.cells import SheetCells, Tally, column_number
from rightfin.io.xlsx.parts import read_parts
from rightfin.io.xlsx.safety import opened
from rightfin.schema import READABLE, Table
from rightfin.shipped import case_place

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "rightfin check"
"""Who the notes at marked cells are by; when a marked copy is marked again, those of before go."""

_CELL = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})", re.DOTALL)
_LINE = re.compile(r"(?P<sheet>.+)\.csv line (?P<row>[0-9]{1,7})", re.DOTALL)
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_WIDEST = 40

Place = tuple[int, int]
"""Row and column of a cell, from 1."""


@dataclass
class _Marked:
    """A workbook to be handed back, with its sheets by the titles under which problems name them.

    ``headings`` gives for each table its sheet, the row of its headings, and the headings. ``own`` says whether it is the
    author's workbook, and not one made anew with the same values.
    """

    book: Workbook
    own: bool
    sheets: dict[str, Worksheet] = field(default_factory=dict)
    headings: dict[str, tuple[str, int, tuple[str, ...]]] = field(default_factory=dict)


def write_marked(path_in: str | Path, issues: Iterable[Issue], path_out: str | Path, force: bool = False) -> None:
    """Hand back a case with the cells marked that ``issues`` name, and all issues on a sheet ``problems`` in front.

    A workbook comes back as it is, as far as openpyxl keeps it: sheets, widths, drop-downs, colours, notes, formulas;
    pictures are left out. A folder comes back as a workbook with a sheet a table, rows in the lines of the files. So does a
    workbook that is too large or too odd for openpyxl: its tables, with values alone. Equal input gives equal bytes.

    Raises ``CaseError`` if the file to be marked cannot be read at all (code ``nothing_to_mark``), if it is the file to be
    written, or if that exists and ``force`` is not given.
    """
    source, target = case_place(path_in), Path(path_out)
    refuse_marked(source, target, force)
    ordered = sorted(issues, key=lambda issue: issue.severity is not Severity.ERROR)
    try:
        marked = _folder(source) if source.is_dir() else _workbook(source)
        try:
            data = _marked_bytes(marked, ordered, folder=source.is_dir())
        except NOT_HELD:
            if not marked.own:
                raise
            data = _marked_bytes(_workbook(source, own=False), ordered, folder=False)
    except CaseError as error:
        raise refusal("nothing_to_mark", f"{source.name} cannot be read, so there are no cells to mark.",
                      "Mend what is said about the file as a whole first.") from error
    with staged_file(target, force) as made:
        made.write_bytes(data)


def _marked_bytes(marked: _Marked, ordered: Sequence[Issue], *, folder: bool) -> bytes:
    """Return the bytes of a workbook with all that ``ordered`` names marked and listed."""
    spots = [_spot(marked, issue) for issue in ordered]
    found: dict[str, dict[Place, list[Issue]]] = defaultdict(lambda: defaultdict(list))
    for spot, issue in zip(spots, ordered, strict=True):
        if spot is not None:
            found[spot[0]][spot[1]].append(issue)
    for title, marks in found.items():
        _mark(marked.sheets[title], marks)
    links = [None if spot is None else (marked.sheets[spot[0]].title, f"{xl_col_to_name(spot[1][1] - 1)}{spot[1][0]}")
             for spot in spots]
    write_problems(marked.book, ordered, links, own=marked.own, folder=folder)
    return saved(marked.book)


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


def _workbook(path: Path, *, own: bool = True) -> _Marked:
    """Return a workbook to be marked, the author's if it can be; raises ``CaseError`` if it cannot be read as a case."""
    with opened(path) as archive:
        tally = Tally(path.name)
        parts = read_parts(archive, tally, is_table)
        tables = [(place, read_sheet(archive, place, parts, tally)) for place in parts.sheets if is_table(place)]
        book = own_book(archive, path.name) if own else None
    marked = _Marked(_empty(), own=False) if book is None else _Marked(book, own=True)
    if book is not None:
        marked.sheets = {printable(workbook_unescaped(sheet.title)): sheet for sheet in book.worksheets}
        for sheet in book.worksheets:
            _unmark(sheet)
    for place, cells in tables:
        if book is None:
            _fill(marked, place.title, cells.rows, cells.notes)
        elif place.title in marked.sheets:
            _escape(marked.sheets[place.title], cells)
        _note_heading(marked, READABLE[name_of(place)], place.title, cells.rows)
    return marked


def _folder(path: Path) -> _Marked:
    """Return a workbook with the tables of a folder, the heading in the first row and each row in that of its line."""
    marked = _Marked(_empty(), own=False)
    for table in read_csv_folder(path):
        if table.header:
            rows: list[tuple[int, tuple[RawCell, ...]]] = [(1, tuple(table.header))]
            rows += [(row.number, row.cells) for row in table.rows]
            _fill(marked, table.name, rows, {})
            marked.headings[table_name(table.name)] = (table.name, 1, tuple(map(normal, table.header)))
    return marked


def _empty() -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.created = CREATED
    return book


def _fill(
    marked: _Marked, title: str, rows: Sequence[tuple[int, Sequence[RawCell]]], spoilt: Mapping[Place, str]
) -> None:
    """Add a sheet with values in their cells; those that cannot be read are ``#N/A``."""
    sheet = marked.book.create_sheet(re.sub(r"[\[\]:*?/\\]", "_", title)[:31] or "sheet")
    marked.sheets[title] = sheet
    widths: dict[int, int] = {}
    for number, cells in rows:
        for column, value in enumerate(cells, start=1):
            if not is_blank(value):
                written(sheet, number, column, value)
                widths[column] = min(_WIDEST, max(widths.get(column, 9), len(str(value)) + 2))
    for number, column in spoilt:
        written(sheet, number, column, "#N/A")
    for column, wide in widths.items():
        sheet.column_dimensions[xl_col_to_name(column - 1)].width = wide


def _escape(sheet: Worksheet, cells: SheetCells) -> None:
    """Write anew what openpyxl would not write as the file had it: texts with escaped signs, numbers beyond all bounds."""
    for number, row in cells.rows:
        for column, value in enumerate(row, start=1):
            odd = bool(_ESCAPE.search(value)) if isinstance(value, str) else value is not None and not isfinite(value)
            if odd and sheet.cell(number, column).data_type != "f":
                written(sheet, number, column, value)


def _note_heading(marked: _Marked, table: Table, title: str, rows: Sequence[tuple[int, tuple[RawCell, ...]]]) -> None:
    at = find_header([cells for _, cells in rows], table)
    if at is not None and title in marked.sheets:
        names = tuple(normal(as_text(cell)) for cell in rows[at][1])
        marked.headings.setdefault(table.name, (title, rows[at][0], names))


def _spot(marked: _Marked, issue: Issue) -> tuple[str, Place] | None:
    """Return the title of the sheet and the place of the cell that an issue is about, ``None`` where it is about none."""
    cell, line = _CELL.fullmatch(issue.cell), _LINE.fullmatch(issue.cell)
    title, row, names = marked.headings.get(issue.table, ("", 0, ()))
    heading = normal(issue.heading)
    named = names.index(heading) + 1 if heading in names else 0
    if cell and cell["sheet"].strip("'") in marked.sheets:
        place = (int(cell["row"]), column_number(cell["column"]))
        inside = 1 <= place[0] <= _LAST_ROW and place[1] <= _LAST_COLUMN
        return (cell["sheet"].strip("'"), place) if inside else None
    if line and line["sheet"] in marked.sheets:
        return line["sheet"], (max(1, int(line["row"])), named or 1)
    # A problem of a whole column is shown at its heading.
    return (title, (row, named)) if not issue.cell and named else None


def _mark(sheet: Worksheet, marks: Mapping[Place, Sequence[Issue]]) -> None:
    """Colour cells and put a note at each; of a merged range it is the first cell that can be seen."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {severity: PatternFill("solid", fgColor=f"FF{colour[1:]}") for severity, colour in COLOURS.items()}
    seen = {place: (merged.min_row, merged.min_col) for merged in sheet.merged_cells.ranges for place in marks
            if merged.min_row <= place[0] <= merged.max_row and merged.min_col <= place[1] <= merged.max_col}
    for place, issues in marks.items():
        cell: Any = sheet.cell(*seen.get(place, place))
        cell.fill = fills[issues[0].severity]
        texts = [f"{str(issue.severity).capitalize()}: {issue.message}\n{issue.remedy}" for issue in issues[:5]]
        before = [cell.comment.text] if cell.comment is not None else []
        text = workbook_escaped(_kept("\n\n".join([*texts, *before])[:5_000]))
        lines = sum(1 + len(line) // 45 for line in text.split("\n"))
        cell.comment = Comment(text, AUTHOR, height=20 + 17 * lines, width=300)


def _kept(text: str) -> str:
    """Return a text with what XML cannot hold replaced."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)[:LONGEST_TEXT]


def _unmark(sheet: Worksheet) -> None:
    """Take away the marks of an earlier copy, and give the notes of the author room for their texts."""
    from openpyxl.styles import PatternFill

    colours = {f"FF{colour[1:]}" for colour in COLOURS.values()}
    for row in sheet.iter_rows():
        for cell in row:
            note = getattr(cell, "comment", None)
            if note is None:
                continue
            if note.author == AUTHOR:
                cell.comment = None
                if cell.fill.fgColor.rgb in colours:
                    cell.fill = PatternFill()
            else:
                lines = sum(1 + len(line) // 45 for line in note.text.split("\n"))
                note.width, note.height = 320, 24 + 18 * lines
