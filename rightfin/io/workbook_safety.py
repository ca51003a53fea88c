"""Whether a file is a plain workbook of sensible size; nothing else may reach the library that opens it."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from rightfin.case.issue import CaseError
from rightfin.io.refusal import refusal

MOST_BYTES = 20_000_000
MOST_PARTS = 1_000
MOST_UNPACKED = 200_000_000
MOST_PART = 100_000_000
MOST_SMALL_PART = 10_000_000
"""Bytes of a part that is neither a sheet nor the list of texts: styles, relations, the workbook itself."""

MOST_RATIO = 200
"""How many times a part above ``RATIO_FROM`` bytes may shrink when packed; sheets shrink to a thirtieth."""

RATIO_FROM = 1_000_000
MOST_CELLS = 1_000_000
MOST_TEXTS = 500_000
LAST_ROW = 20_000
LAST_COLUMN = 300

_PLAIN = "Save it in Excel or LibreOffice as “Excel workbook (.xlsx)” and try again."
_CHUNK = 1 << 16
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

_ACTIVE = (
    (re.compile(r"vbaproject|macrosheets/|activex|ctrlprops/", re.IGNORECASE), "macros or controls"),
    (re.compile(r"externallinks/", re.IGNORECASE), "links to other workbooks"),
    (re.compile(r"embeddings/|oleobject", re.IGNORECASE), "embedded objects"),
    (re.compile(r"xl/connections|querytables/|xl/model/|customdata/", re.IGNORECASE),
     "connections to other data"),
)


def check_workbook(path: Path) -> tuple[int, int]:
    """Return the last row and the last column that hold a value in any sheet of a harmless workbook.

    Raises ``CaseError`` with one plain reason if it is anything else, or larger than any case.

    The order matters: what is cheap and certain comes first, and no part is unpacked before its declared
    size is known to be small. The zip library never unpacks more of a part than it declares.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise refusal("too_large",
                      f"{path.name} has {size / 1e6:.0f} MB; at most {MOST_BYTES // 1_000_000} MB are read.",
                      "Delete pictures and sheets that do not belong to the case.")
    _check_kind(path)
    last_row = last_column = 1
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, path.name)
            for part in archive.infolist():
                if _is_xml(archive, part):
                    row, column = _scan(archive, part, path.name)
                    last_row, last_column = max(last_row, row), max(last_column, column)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise refusal("damaged", f"{path.name} is damaged or not complete.",
                      "Copy or download it again, or open it in Excel and let it be repaired.") from error
    return last_row, last_column


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part is XML, by its name or, whatever its name, by its beginning.

    Drawings of notes (``.vml``) are left out: Excel writes some with unclosed tags, and nobody reads them.
    """
    suffix = PurePosixPath(part.filename).suffix.lower()
    if suffix in (".xml", ".rels"):
        return True
    with archive.open(part) as stream:
        start = stream.read(64).replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    return start.startswith(b"<") and suffix != ".vml"


def _check_kind(path: Path) -> None:
    """Look at the first bytes and say what the file is if it is not a zip archive."""
    with path.open("rb") as file:
        start = file.read(4096)
        rest = file.read() if start.startswith(_OLE) else b""
    if start.startswith(b"PK\x03\x04"):
        return
    name = path.name
    if not start:
        raise refusal("empty_file", f"{name} is empty.", "Copy or download it again.")
    if start.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in start + rest:
            raise refusal("password", f"{name} is protected by a password.",
                          "Open it in Excel, remove the password under File, Info, and save it.")
        raise refusal("old_format",
                      f"{name} is a workbook in the old .xls format, or another old Office file.", _PLAIN)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<")):
        raise refusal("web_page", f"{name} is a web page or an XML file, whatever its name says.", _PLAIN)
    if b"\x00" not in start:
        raise refusal("text_file", f"{name} is a text or CSV file, whatever its name says.",
                      f"Put the CSV files of a case into a folder and give the folder. {_PLAIN}")
    raise refusal("not_a_workbook", f"{name} is not a workbook.", _PLAIN)


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    """Take a census of the archive by what it declares: names, sizes, ratios, active content."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    lower = {part.lower() for part in names}
    if "mimetype" in lower and "content.xml" in lower:
        raise refusal("open_document", f"{name} is an OpenDocument file (.ods), whatever its name says.",
                      _PLAIN)
    if "xl/workbook.bin" in lower:
        raise refusal("binary_workbook", f"{name} is a binary workbook (.xlsb).", _PLAIN)
    if "xl/workbook.xml" not in lower:
        raise refusal("not_a_workbook", f"{name} is an archive, but not a workbook.", _PLAIN)
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("password", f"{name} is protected by a password.", "Remove the password and save it.")
    if len(lower) != len(names) or any(_unsafe(part) for part in names):
        raise refusal("unsafe_names",
                      f"{name} is not put together as Excel does it: its parts have odd names.", _PLAIN)
    for pattern, what in _ACTIVE:
        if any(pattern.search(part) for part in names):
            raise refusal("active_content", f"{name} contains {what}.",
                          f"Remove them (links: Data, Edit Links, Break Link). {_PLAIN}")
    _check_sizes(parts, name)


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(part.file_size for part in parts)
    too_large = len(parts) > MOST_PARTS or total > MOST_UNPACKED
    for part in parts:
        large = part.filename.lower().startswith(("xl/worksheets/", "xl/sharedstrings"))
        media = part.filename.lower().startswith("xl/media/")
        too_large |= part.file_size > (MOST_PART if large or media else MOST_SMALL_PART)
        too_large |= part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1)
    if too_large:
        raise refusal("too_large", f"{name} would unpack to far more than a case needs.",
                      "Copy the sheets of the case to a new workbook, without pictures or formatted blanks.")


def _unsafe(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


class _Census(ContentHandler):
    """Counts cells and texts of a part while it streams by."""

    def __init__(self, name: str, part: str) -> None:
        super().__init__()
        self.name, self.part = name, part
        self.root = ""
        self.cells = self.texts = self.row = self.column = self.last_row = self.last_column = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX calls it so
        """Count what begins."""
        tag = name.rsplit(":", 1)[-1]
        self.root = self.root or tag
        if tag == "si":
            self.texts += 1
            if self.texts > MOST_TEXTS:
                raise refusal("too_large", f"{self.name} holds more than {MOST_TEXTS:,} texts.",
                              "Keep to the case.")
        elif self.root == "worksheet":
            self._count(tag, attrs)

    def _count(self, tag: str, attrs: AttributesImpl) -> None:
        if tag == "row":
            number = str(attrs.get("r", "")).strip()
            self.row = int(float(number)) if re.fullmatch(r"[0-9]{1,9}(\.0*)?", number) else self.row + 1
            self.column = 0
        elif tag == "c":
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise refusal("too_large", f"{self.name} holds more than {MOST_CELLS:,} cells in a sheet.",
                              "Delete formatted blanks, or copy the case into a new workbook.")
            match = _CELL.fullmatch(str(attrs.get("r", "")))
            self.column = _column_number(match[1]) if match else self.column + 1
            # The library counts rows by their own numbers, people by those of the cells: both must be near.
            self.row = max(self.row, int(match[2])) if match else self.row
        elif tag in ("v", "f", "is"):
            self._hold_value()

    def _hold_value(self) -> None:
        """Note that the current cell is not empty; a far cell that is only formatted does no harm."""
        if self.row > LAST_ROW or self.column > LAST_COLUMN:
            raise refusal("far_cell",
                          f"{self.name} has a value far outside any table, in row {self.row}, column "
                          f"{self.column} of {PurePosixPath(self.part).name}.",
                          "Delete it, or copy the tables into a new workbook.")
        self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> tuple[int, int]:
    """Stream one XML part, which must be well formed, without document type, and no larger than a case needs.

    Returns the last row and column with a value; zeros for a part that is no sheet.
    """
    census = _Census(name, part.filename)
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(census)
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.feed(chunk)
            parser.close()
    except CaseError:
        raise
    except DefusedXmlException as error:
        raise refusal("unsafe_xml", f"{name} holds a document type or entities, which no workbook needs.",
                      _PLAIN) from error
    except (SAXException, UnicodeError, ValueError) as error:
        raise refusal("damaged", f"{name} is damaged: its part {part.filename} cannot be read.",
                      "Open it in Excel, let it be repaired, and save it.") from error
    return census.last_row, census.last_column
