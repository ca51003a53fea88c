"""A case as a folder of CSV files: UTF-8, one table a file, the form for version control."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from rightfin.case.case import Case, CaseTable
from rightfin.case.cell import as_text, is_blank, is_note
from rightfin.case.exchange.trail import Trail, records
from rightfin.case.issue import Issue
from rightfin.case.reading.header import first_read
from rightfin.case.reading.names import is_lock, table_name
from rightfin.case.reading.raw import RawRow, RawTable
from rightfin.io.arrangement import LineOrder
from rightfin.io.escapes import escaped_cell, unescaped
from rightfin.io.layout import find_header, heading_text, headings, skipped_rows, style_in, with_years_written
from rightfin.io.limits import LAST_COLUMN, LAST_ROW, MOST_CELLS
from rightfin.io.refusal import refusal, refused_by_system
from rightfin.io.staging import is_our_own, refuse_existing, staged_folder
from rightfin.io.writable import refuse_unwritable
from rightfin.schema import READABLE, TABLES, Table, Value, YearStyle
from rightfin.schema.trail import TRAIL

MOST_BYTES = 20_000_000
"""Most bytes of all files of a case together."""

MOST_FILES = 200

_FORM = "{table}.csv line {row}"


def read_csv_folder(path: str | Path) -> tuple[RawTable, ...]:
    """Read all CSV files of a folder as they are, sorted by name; hidden files are passed over.

    A file that cannot be read, and a row that cannot be split, become notes of the table, which ``parse``
    reports with file and line. Raises ``CaseError`` if the folder is missing, holds no ``settings.csv``, far
    too many files, or more than a case holds.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise refusal("not_found", f"{folder} is not a folder.",
                      "Give the folder of a case, or its workbook.")
    files = sorted(
        file for file in folder.iterdir()
        if file.suffix.lower() == ".csv" and not file.name.startswith(".") and file.is_file()
    )
    if len(files) > MOST_FILES:
        raise refusal("too_large",
                      f"{folder} holds {len(files)} CSV files; a case has at most {len(TABLES)} tables.",
                      "Give the folder that holds the case and nothing else.")
    if not any(_name(file) == "settings" for file in files):
        raise refusal("not_a_case", f"{folder} is not a case: it holds no settings.csv.",
                      "Give the folder of a case, or make one from a template.", "settings")
    _refuse_large(folder, files)
    tables, cells = [], 0
    for file in files:
        tables.append(_read_file(file))
        cells += sum(len(row.cells) for row in tables[-1].rows)
        if cells > MOST_CELLS:
            raise refusal("too_large", f"{folder} holds more than {MOST_CELLS:,} cells.", "Keep to the rows of the case.")
    return tuple(tables)


def _refuse_large(folder: Path, files: Iterable[Path]) -> None:
    """Raise ``CaseError`` if the files of tables have more bytes together than are read."""
    size = 0
    for file in files:
        with contextlib.suppress(OSError):  # what cannot be looked at is reported when it is read
            size += file.stat().st_size if _name(file) in READABLE else 0
    if size > MOST_BYTES:
        raise refusal("too_large", f"The tables in {folder} have {size / 1e6:.0f} MB; at most {MOST_BYTES // 1_000_000} MB "
                      "are read.", "Keep to the rows of the case.")


def write_csv_folder(
    case: Case, path: str | Path, force: bool = False, trail: Trail = (),
    arranged: Mapping[str, LineOrder] = MappingProxyType({}),
) -> None:
    """Write a case as a folder of CSV files, rows as they were typed; empty tables and trails are not written.

    The same case, typed in the same order, gives the same bytes. With ``force``, files of tables in an existing folder
    are replaced, and those of tables that are now empty removed; other files stay. ``arranged`` gives another order of
    rows and the notes between them.

    Raises ``CaseError`` if the folder exists and is not empty, or a value cannot be written.
    """
    folder = Path(path)
    names = [f"{table.name}.csv" for table in TABLES if case.tables[table.name].rows] + [f"{TRAIL.name}.csv"] * bool(trail)
    refuse = partial(_refuse_folder, folder, force, names)
    refuse()
    refuse_unwritable(case)
    with staged_folder(folder, refuse, lambda: _standing(folder)) as made:
        style = style_in(case.records("settings"))
        for table in TABLES:
            rows = case.tables[table.name]
            if rows.rows:
                text = csv_text(table, rows, arranged.get(table.name), style)
                (made / f"{table.name}.csv").write_bytes(text.encode("utf-8"))
        if trail:
            (made / f"{TRAIL.name}.csv").write_bytes(trail_text(trail).encode("utf-8"))
        _refuse_large(folder, made.iterdir())


def trail_text(trail: Trail) -> str:
    """Return a trail as the text of its CSV file, oldest save first."""
    return _text([column.name for column in TRAIL.columns], records(trail))


def _standing(folder: Path) -> list[str]:
    """Return the names of the files of tables in a folder, which a new case replaces or takes away."""
    if not folder.is_dir():
        return []
    return [old.name for old in sorted(folder.iterdir())
            if old.suffix.lower() == ".csv" and _name(old) in READABLE and old.is_file()]


def _refuse_folder(folder: Path, force: bool, names: Iterable[str]) -> None:
    """Raise ``CaseError`` if files cannot be written to a folder, or something stands there that may not be replaced."""
    with refused_by_system(folder):
        if folder.is_file():
            raise refusal("exists", f"{folder} is a file, not a folder.", "Choose another name.")
        if folder.is_dir() and any(not is_our_own(path) for path in folder.iterdir()):
            refuse_existing(folder, force)
        odd = sorted(name for name in names if (folder / name).is_dir())
    if odd:
        raise refusal("not_written", f"{', '.join(odd)} in {folder} cannot be written: there are folders of that name.",
                      "Rename the folders, or choose another place.")


def csv_text(
    table: Table, rows: CaseTable, arranged: LineOrder | None = None, style: YearStyle = YearStyle.PLAIN
) -> str:
    """Return one table as the text of its CSV file, with LF at the end of each line, as it was typed or is arranged."""
    names = headings(table, rows.years)
    records = rows.in_typed_order() if arranged is None else arranged.records(rows, names)
    return _text(names, with_years_written(table, records, style), style)


def _text(names: Sequence[str], rows: Iterable[Mapping[str, Value]], style: YearStyle = YearStyle.PLAIN) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([heading_text(name, style) for name in names])
    for record in rows:
        writer.writerow([_written(record.get(name)) for name in names])
    return out.getvalue()


def _written(value: Value) -> str:
    """Return a value as its cell: whole numbers without a point, texts that a spreadsheet would run escaped."""
    return escaped_cell(value) if isinstance(value, str) else as_text(value)


def _name(file: Path) -> str:
    """Return the name of the table that a file holds; an owner file, which begins with ``~$``, holds none."""
    return file.stem if is_lock(file.name) else table_name(file.stem)


def _read_file(file: Path) -> RawTable:
    """Return one file as a raw table; an unknown table is named and not read."""
    table = READABLE.get(_name(file))
    if table is None:
        return RawTable(file.stem, (), (), (), _FORM)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return _split(file, table, lines)
    except UnicodeDecodeError:
        return _of_other_encoding(file, table)
    except OSError as error:
        return _damaged(file, 1, f"The file cannot be opened: {error.strerror}.", "Check who may read it.")


def _of_other_encoding(file: Path, table: Table) -> RawTable:
    """Return a file that is not in UTF-8 as Windows would read it, with the error that it is not.

    The case is refused; but rows that are there are not missing as well, and what else is wrong in them is found.
    """
    data = file.read_bytes()
    try:
        text, line = data.decode("utf-8-sig"), 1
    except UnicodeDecodeError as error:
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = data.decode("utf-16" if wide else "cp1252", errors="replace")
        line = data.count(b"\n", 0, error.start) + 1
    found = _split(file, table, io.StringIO(text, newline=""))
    issue = Issue("unreadable", "The file is not in UTF-8.", "Save it as “CSV UTF-8”.", table.name,
                  cell=_FORM.format(table=file.stem, row=line))
    return replace(found, remarks=(issue, *found.remarks))


def _split(file: Path, table: Table, lines: Iterable[str]) -> RawTable:
    """Return the rows of a file; a row of another length than the header becomes a note."""
    ends: list[str] = []
    reader = csv.reader(_noting_ends(lines, ends), strict=True)
    rows: list[_Line] = []
    begin, held = 1, 0
    try:
        for cells in reader:
            if not all(map(is_blank, cells)):
                rows.append(_Line(begin, cells, ends[-1]))
                held += len(cells)
            if len(rows) > LAST_ROW or held > MOST_CELLS:
                return _damaged(file, begin, "The table is larger than any case.",
                                f"Keep to {LAST_ROW:,} rows, heading included, and {MOST_CELLS:,} cells of all tables.")
            begin = reader.line_num + 1
    except csv.Error as error:
        return _damaged(file, begin, f"The line cannot be split into cells: {error}.",
                        "Close every quotation mark, and double those inside a text.")
    place = find_header([row.cells for row in rows], table)
    if place is None:
        return RawTable(file.stem, (), (), (), _FORM)
    line, header = rows[place].number, rows[place].cells
    if len(header) > LAST_COLUMN:
        return _damaged(file, line, f"The table has {len(header)} columns.", f"Keep to {LAST_COLUMN} columns.")
    if len(header) == 1 and re.search("[;\t]", header[0]):
        return _damaged(file, line, "The columns are separated by semicolons or tabs.",
                        "Save the file with commas between columns and points for decimals.")
    kept, notes = _rows(table, rows[place], rows[place + 1:])
    remarks = skipped_rows([(above.number, above.cells) for above in rows[:place]], header, table)
    return RawTable(file.stem, tuple(header), ("",) * len(header), kept, _FORM, notes, remarks=remarks)


@dataclass(frozen=True)
class _Line:
    """One row of a file: the number of its first line, its cells, and the sign at the end of its last line."""

    number: int
    cells: list[str]
    end: str


def _noting_ends(lines: Iterable[str], ends: list[str]) -> Iterator[str]:
    """Yield lines; ``ends`` holds the sign at the end of the last one."""
    for line in lines:
        ends[:] = [line[-1:]]
        yield line


def _rows(table: Table, header: _Line, lines: Sequence[_Line]) -> tuple[tuple[RawRow, ...], dict[tuple[int, int], str]]:
    """Return the rows below the header, and notes about those that have not as many cells as it."""
    kept: list[RawRow] = []
    notes: dict[tuple[int, int], str] = {}
    first, width, torn = first_read(table, header.cells), len(header.cells), 0
    for at, line in enumerate(lines):
        if is_note(line.cells[first] if first < len(line.cells) else None):
            kept.append(RawRow(line.number, tuple(map(unescaped, line.cells))))
            continue
        broken = _goes_on(header, line) and at + 1 < len(lines) and {len(line.cells), len(lines[at + 1].cells)} != {width}
        if broken or torn:
            torn = torn or line.number
            notes[torn, 0] = (
                "A cell of this row holds a carriage return, an old sign for a new line, which breaks the row in two.\n"
                "Delete it, or put quotation marks round the text of the cell."
            )
            torn = torn if broken else 0
        elif len(line.cells) == width:
            kept.append(RawRow(line.number, tuple(map(unescaped, line.cells))))
        else:
            cells = "1 cell" if len(line.cells) == 1 else f"{len(line.cells)} cells"
            notes[line.number, 0] = (
                f"The row has {cells}, but the header has {width}.\n"
                "Put a comma between all cells, and quotation marks round a text that holds a comma."
            )
    return tuple(kept), notes


def _goes_on(header: _Line, line: _Line) -> bool:
    """Return whether a row ends with a carriage return alone, while lines of the file end otherwise."""
    return line.end == "\r" and header.end != "\r"


def _damaged(file: Path, line: int, message: str, remedy: str) -> RawTable:
    """Return a table that could not be read; ``parse`` reports the note, since no row has its line."""
    return RawTable(file.stem, ("",), ("",), (), _FORM, {(line, 0): f"{message}\n{remedy}"})
