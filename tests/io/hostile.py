"""Workbooks that attack their reader, built by hand from a harmless one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
Parts = dict[str, bytes]


def plain(path: Path, extra: str = "") -> None:
    """Write a small harmless workbook whose first sheet is called settings, with a second such sheet if it has a name."""
    book = xlsxwriter.Workbook(str(path))
    for title in ("settings", extra):
        if title:
            sheet = book.add_worksheet(title)
            for row, (key, value) in enumerate((("key", "value"), ("title", "A country"), ("currency", "LCU"))):
                sheet.write_string(row, 0, key)
                sheet.write_string(row, 1, value)
    book.close()


def changed(path: Path, change: Callable[[Parts], object]) -> bytes:
    """Return the harmless workbook with its parts changed in place."""
    plain(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def put(name: str, data: bytes = b"x") -> Callable[[Parts], None]:
    """Return a change that adds or replaces one part."""
    return lambda parts: parts.update({name: data})


def in_sheet(old: bytes, new: bytes) -> Callable[[Parts], None]:
    """Return a change of the text of the first sheet."""

    def change(parts: Parts) -> None:
        if old not in parts[SHEET]:
            raise ValueError(f"{old!r} is not in the sheet")
        parts[SHEET] = parts[SHEET].replace(old, new, 1)

    return change


DOCTYPE = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def entities(parts: Parts) -> None:
    """Put an entity bomb before the root of the sheet."""
    head, _, rest = parts[SHEET].partition(b"?>")
    parts[SHEET] = head + b"?>" + DOCTYPE + rest


def moved_sheet(
    suffix: str, change: Callable[[Parts], object], padding: int = 0
) -> Callable[[Parts], None]:
    """Return a change that moves the changed sheet to a part that does not look like XML by its name."""

    def move(parts: Parts) -> None:
        change(parts)
        data = parts.pop(SHEET)
        # White space may come first only where there is no XML declaration.
        parts[f"xl/worksheets/sheet1.{suffix}"] = b" " * padding + (data.partition(b"?>")[2] if padding else data)
        for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            parts[name] = parts[name].replace(b"sheet1.xml", f"sheet1.{suffix}".encode())

    return move


def disguised_sheet(suffix: str, padding: int = 0) -> Callable[[Parts], None]:
    """Return a change that hides an entity bomb in a moved sheet."""
    return moved_sheet(suffix, entities, padding)


def foreign_root(parts: Parts) -> None:
    """Call the root of an overfull sheet something else."""
    many_cells(parts)
    parts[SHEET] = parts[SHEET].replace(b"<worksheet", b"<foo").replace(b"</worksheet", b"</foo")


def one_long_row(parts: Parts) -> None:
    """Put more cells into a row than a row can have."""
    row = b"<row>" + b"<c/>" * 16_385 + b"</row></sheetData>"
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row)


def nested_rows(parts: Parts) -> None:
    """Put as many cells into one row, in portions."""
    row = b"<row>" + (b"<c/>" * 10_000 + b"<row/>") * 2 + b"</row></sheetData>"
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row)


def many_cells(parts: Parts) -> None:
    """Fill the sheet with cells that hold nothing."""
    row = b"<row>" + b"<c/>" * 10_000 + b"</row>"
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row * 101 + b"</sheetData>")
