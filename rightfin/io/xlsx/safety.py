"""Whether a file is a plain workbook of sensible size; nothing else is opened."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from rightfin.io.refusal import refusal

MOST_BYTES = 20_000_000
MOST_PARTS = 1_000
MOST_DIRECTORY = 500_000
"""Bytes of the archive's list of parts, which the zip library takes into memory as a whole."""

MOST_UNPACKED = 200_000_000
MOST_PART = 100_000_000
MOST_RATIO = 200
"""How many times a part above ``RATIO_FROM`` bytes may shrink when packed; sheets shrink to a thirtieth."""

RATIO_FROM = 1_000_000

_PLAIN = "Save it in Excel or LibreOffice as “Excel workbook (.xlsx)” and try again."
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")

_ACTIVE = (
    (re.compile(r"vbaproject|macrosheet|macroenabled|activex|ctrlprop", re.IGNORECASE), "macros or controls"),
    (re.compile(r"embeddings/|oleobject", re.IGNORECASE), "embedded objects"),
    (re.compile(r"xl/connections|connections\+xml|querytable|xl/model/|customdata", re.IGNORECASE),
     "connections to other data"),
)
"""What makes a workbook more than a table, by the names of parts and by the kinds that they are declared to be."""


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a workbook as the archive that it is, once it is known to be a plain one of sensible size.

    Raises ``CaseError`` with one plain reason if it is anything else; errors of the archive that show while it is open
    become such a reason too. The order matters: what is cheap and certain comes first, and no part is unpacked before
    its declared size is known to be small. The zip library never unpacks more of a part than it declares.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise refusal("too_large",
                          f"{path.name} has {size / 1e6:.0f} MB; at most {MOST_BYTES // 1_000_000} MB are read.",
                          "Delete pictures and sheets that do not belong to the case.")
        _check_kind(path)
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, path.name)
            yield archive
    except PermissionError as error:
        raise refusal("not_opened", f"{path.name} cannot be opened: {error.strerror or 'not permitted'}.",
                      "Close it in other programs, and check who may read it.") from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError,
            struct.error, UnicodeError, ValueError, OverflowError) as error:
        raise refusal("damaged", f"{path.name} is damaged or not complete.",
                      "Copy or download it again, or open it in Excel and let it be repaired.") from error


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


def _check_directory(path: Path) -> None:
    """Refuse an archive with a huge list of parts before the zip library reads it, by every end mark that it may find."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        tail = file.read()
    for mark, place, form in ((b"PK\x05\x06", 12, "<L"), (b"PK\x06\x06", 40, "<Q")):
        at = tail.find(mark)
        while at >= 0:
            size = tail[at + place:at + place + struct.calcsize(form)]
            if len(size) == struct.calcsize(form) and struct.unpack(form, size)[0] > MOST_DIRECTORY:
                raise refusal("too_large", f"{path.name} has far more parts than a case needs.", _PLAIN)
            at = tail.find(mark, at + 4)


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    """Take a census of the archive by what it declares: names, sizes, ratios, active content."""
    parts = archive.infolist()
    names = [plain(part.filename) for part in parts]
    lower = {part.lower() for part in names}
    if "mimetype" in lower and "content.xml" in lower:
        raise refusal("open_document", f"{name} is an OpenDocument file (.ods), whatever its name says.",
                      _PLAIN)
    if "xl/workbook.bin" in lower:
        raise refusal("binary_workbook", f"{name} is a binary workbook (.xlsb).", _PLAIN)
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("password", f"{name} is protected by a password.", "Remove the password and save it.")
    if len(lower) != len(names) or any(_unsafe(part) for part in names):
        raise refusal("unsafe_names",
                      f"{name} is not put together as Excel does it: its parts have odd names.", _PLAIN)
    refuse_active(names, name)
    _check_sizes(parts, name)


def refuse_active(names: Iterable[str], name: str) -> None:
    """Raise ``CaseError`` if parts by these names, or of these kinds, can do more than hold a table."""
    for part in names:
        for pattern, what in _ACTIVE:
            if pattern.search(part):
                raise refusal("active_content", f"{name} contains {what}.", f"Remove them. {_PLAIN}")


def plain(part: str) -> str:
    """Return the name of a part with slashes, also where a program wrote backslashes, as Excel reads it."""
    return part.replace("\\", "/")


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(part.file_size for part in parts)
    too_large = len(parts) > MOST_PARTS or total > MOST_UNPACKED
    for part in parts:
        too_large |= part.file_size > MOST_PART
        too_large |= part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1)
    if too_large:
        raise refusal("too_large", f"{name} would unpack to far more than a case needs.",
                      "Copy the sheets of the case to a new workbook, without pictures or formatted blanks.")


def _unsafe(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or ":" in name
