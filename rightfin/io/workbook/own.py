"""The workbook of an author as openpyxl holds it, to be marked and handed back; nothing else is read in this way.

openpyxl makes an object of each cell, style and text, and of each cell below a merged range or a link, however small the
file: the case itself is read by the bounded reader. What that accepts is looked through once more here, and only what stays
small in openpyxl, too, is opened.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from rightfin.case.issue import CaseError
from rightfin.io.limits import MOST_CELLS, MOST_MERGED, MOST_TEXT_BYTES, MOST_TEXTS
from rightfin.io.workbook.style import CREATED
from rightfin.io.xlsx.cells import column_number
from rightfin.io.xlsx.safety import plain
from rightfin.io.xlsx.stream import Budget, stream

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_OTHER = 200_000
"""Most elements of XML outside sheets and texts: each style, note and drawing is an object."""

MOST_SPANNED = 50_000
"""Most cells below merged ranges and links, each of which becomes a cell."""

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}):\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
NOT_HELD = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError, RuntimeError,
               ArithmeticError, NotImplementedError, zipfile.BadZipFile)
"""What openpyxl raises, on reading or on writing, where a workbook is not put together as it expects."""


def own_book(archive: zipfile.ZipFile, name: str) -> Workbook | None:
    """Return a workbook with all that openpyxl keeps of it; ``None`` where it is too much for it, or not to be read so.

    ``archive`` has passed the bounded reader. Pictures are left out. Dates stay the numbers that they are.
    """
    try:
        small = _rewritten(archive, name)
    except CaseError:
        return None
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(small, keep_links=True, rich_text=True)
    read_worksheets = reader.read_worksheets

    def with_numbers() -> None:
        # Numbers are written back as they stand; openpyxl takes some of them for dates that are none.
        book: Any = reader.wb
        book._date_formats = book._timedelta_formats = frozenset()
        read_worksheets()

    reader.read_worksheets = with_numbers  # type: ignore[method-assign]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what openpyxl leaves out
        try:
            reader.read()
        except NOT_HELD:
            return None
    if "docProps/core.xml" not in reader.valid_files:
        reader.wb.properties.created = CREATED  # and not today
    return reader.wb


def _rewritten(archive: zipfile.ZipFile, name: str) -> io.BytesIO:
    """Return the archive in memory, parts named with slashes and pictures empty; raises ``CaseError`` if it is too much."""
    budget, seen = Budget(name), _Seen(name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for part in archive.namelist():
            called = plain(part)
            if called.lower().endswith((".xml", ".rels", ".vml")):
                seen.part = called.lower()
                if not called.lower().endswith(".vml"):
                    stream(archive, part, seen, budget)
                data = archive.read(part)
                copy.writestr(called, _listed(data, archive) if called.lower() == "[content_types].xml" else data)
            elif not called.endswith("/"):
                copy.writestr(called, b"")
    out.seek(0)
    return out


def _listed(types: bytes, archive: zipfile.ZipFile) -> bytes:
    """Return the list of parts without those that are not there."""
    there = {f"/{plain(part)}".lower() for part in archive.namelist()}
    return re.sub(rb"<Override\b[^>]*>", lambda found: found[0] if _part_of(found[0]) in there else b"", types)


def _part_of(override: bytes) -> str:
    found = re.search(rb"""PartName\s*=\s*["']([^"']*)""", override)
    return found[1].decode("utf-8", "replace").lower() if found else ""


class _Seen:
    """Counts what openpyxl would make an object of; raises ``CaseError`` where that is more than a case has."""

    def __init__(self, name: str) -> None:
        self.name, self.part = name, ""
        self.cells = self.other = self.texts = self.letters = self.spanned = self.ranges = 0

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        if name in ("c", "row"):
            self.cells += 1
        elif name in ("mergeCell", "hyperlink"):
            self.ranges += 1
            self.spanned += _area(attributes.get("ref", ""))
        elif name in ("si", "r", "t"):
            self.texts += 1
        elif name not in ("v", "f", "is"):
            self.other += 1
        if (self.cells > MOST_CELLS + 50_000 or self.other > MOST_OTHER or self.texts > 4 * MOST_TEXTS
                or self.spanned > MOST_SPANNED or self.ranges > MOST_MERGED):
            raise CaseError(())

    def end(self, name: str, around: list[str]) -> None: ...

    def text(self, data: str, around: list[str]) -> None:
        self.letters += len(data)
        if self.letters > 4 * MOST_TEXT_BYTES:
            raise CaseError(())


def _area(reference: str) -> int:
    found = _RANGE.fullmatch(reference)
    if found is None:
        return 1
    across = abs(column_number(found[3]) - column_number(found[1])) + 1
    return across * (abs(int(found[4]) - int(found[2])) + 1)
