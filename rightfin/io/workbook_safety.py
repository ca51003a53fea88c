"""Whether a file is a plain workbook of sensible size; nothing else may reach the library that opens it."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.sax import SAXException

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from rightfin.case.issue import CaseError
from rightfin.io.refusal import refusal
from rightfin.io.workbook_census import Census

MOST_BYTES = 20_000_000
MOST_PARTS = 1_000
MOST_UNPACKED = 200_000_000
MOST_PART = 100_000_000
MOST_SMALL_PART = 10_000_000
"""Bytes of a part that is neither a sheet nor the list of texts: styles, relations, the workbook itself."""

MOST_RATIO = 200
"""How many times a part above ``RATIO_FROM`` bytes may shrink when packed; sheets shrink to a thirtieth."""

RATIO_FROM = 1_000_000

_PLAIN = "Save it in Excel or LibreOffice as “Excel workbook (.xlsx)” and try again."
_CHUNK = 1 << 16
_BEFORE_XML = b"\x00\xef\xbb\xbf\xfe\xff \t\r\n"
"""Bytes that may stand before the first tag: white space, the byte order mark, halves of wide characters."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")

_ACTIVE = (
    (re.compile(r"vbaproject|macrosheets/|activex|ctrlprops/", re.IGNORECASE), "macros or controls"),
    (re.compile(r"externallinks/", re.IGNORECASE), "links to other workbooks"),
    (re.compile(r"embeddings/|oleobject", re.IGNORECASE), "embedded objects"),
    (re.compile(r"xl/connections|querytables/|xl/model/|customdata/", re.IGNORECASE),
     "connections to other data"),
)


def check_workbook(path: Path) -> dict[str, tuple[int, int]]:
    """Return the last row and the last column that hold a value, by XML part of a harmless workbook.

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
    census = Census(path.name)
    bounds: dict[str, tuple[int, int]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, path.name)
            for part in archive.infolist():
                if _is_xml(archive, part):
                    _scan(archive, part, census)
                    bounds[part.filename] = census.bounds
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise refusal("damaged", f"{path.name} is damaged or not complete.",
                      "Copy or download it again, or open it in Excel and let it be repaired.") from error
    return bounds


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part is XML, by its name or, whatever its name, by its beginning."""
    if PurePosixPath(part.filename).suffix.lower() in (".xml", ".rels"):
        return True
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            start = chunk.lstrip(_BEFORE_XML)
            if start:
                return start.startswith(b"<")
    return False


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


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, census: Census) -> None:
    """Stream one XML part, which must be well formed, without document type, and no larger than a case needs.

    Drawings of notes (``.vml``) may be malformed: Excel writes some with unclosed tags, and nobody reads them.
    Up to the fault they are counted all the same, since a sheet may hide behind such a name.
    """
    name = census.name
    census.begin(part.filename)
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
        if part.filename.lower().endswith(".vml"):
            return
        raise refusal("damaged", f"{name} is damaged: its part {part.filename} cannot be read.",
                      "Open it in Excel, let it be repaired, and save it.") from error
