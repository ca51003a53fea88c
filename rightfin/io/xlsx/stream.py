"""One part of a workbook, streamed: no document type, no entity, nothing that grows in memory."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

from rightfin.case.issue import CaseError
from rightfin.io.limits import DEEPEST, LONGEST_TAG, MOST_ELEMENTS, MOST_NAMES
from rightfin.io.refusal import refusal

FEWER = "Delete what does not belong to the case, or copy the case into a new workbook."
REPAIR = "Open it in Excel, let it be repaired, and save it."

_CHUNK = 1 << 16
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main ",
    "http://purl.oclc.org/ooxml/spreadsheetml/main ",
)
"""Names of the elements of a workbook: as Excel saves them, and in its strict form."""

_PACKAGE = (
    "http://schemas.openxmlformats.org/package/2006/relationships ",
    "http://schemas.openxmlformats.org/package/2006/content-types ",
)


class Handler(Protocol):
    """What listens to a part: elements by their bare name, with the names of those around them, and texts."""

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        """Take the start of an element; ``around`` lists what it stands in, outermost first."""

    def end(self, name: str, around: list[str]) -> None:
        """Take the end of an element."""

    def text(self, data: str, around: list[str]) -> None:
        """Take text; long texts come in pieces."""


class Budget:
    """What all parts of one workbook have used up together of what a case may use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.elements = 0

    @property
    def spent_up(self) -> bool:
        """Whether no element is left."""
        return self.elements > MOST_ELEMENTS

    def spend(self) -> None:
        """Count one element; raises ``CaseError`` where it is one too many."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise refusal("too_large", f"{self.name} holds far more than a case needs.", FEWER)


def stream(archive: zipfile.ZipFile, part: str, handler: Handler, budget: Budget) -> None:
    """Read one XML part from its start to its end.

    Elements of other vocabularies than a workbook's are passed over with all that is in them. Raises ``CaseError`` with
    one plain reason if the part is not well formed, has a document type, or could fill the memory; errors of the
    archive come through as the zip library raises them.
    """
    name = budget.name
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    around: list[str] = []
    known: dict[str, str] = {}

    def doctype(*_: object) -> None:
        raise refusal("unsafe_xml", f"{name} holds a document type or entities, which no workbook needs.",
                      "Save it in Excel or LibreOffice as “Excel workbook (.xlsx)” and try again.")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        budget.spend()
        if len(around) >= DEEPEST:
            raise refusal("too_large", f"{name} holds elements deep inside each other, as no case does.", FEWER)
        bare = known.get(tag)
        if bare is None:
            bare = known[tag] = _bare(tag)
        handler.begin(bare, attributes, around)
        around.append(bare)

    def end(tag: str) -> None:
        around.pop()
        handler.end(known[tag], around)

    take: Callable[[str, list[str]], None] = handler.text

    def text(data: str) -> None:
        take(data, around)

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    fed = 0
    try:
        with archive.open(part) as source:
            while chunk := source.read(_CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                # What the parser keeps for itself: the names it has met, and a tag that does not end.
                if len(parser.intern) > MOST_NAMES or fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise refusal("too_large", f"{name} holds XML of a size that no case has, in {part}.", FEWER)
            parser.Parse(b"", True)
    except CaseError:
        raise
    except (expat.ExpatError, UnicodeError, ValueError, LookupError) as error:
        raise damaged(name, f"its part {part} cannot be read") from error


def damaged(name: str, what: str) -> CaseError:
    """Return the error for a workbook that is broken; ``what`` says where, as a clause."""
    return refusal("damaged", f"{name} is damaged: {what}.", REPAIR)


def _bare(tag: str) -> str:
    """Return the name of an element of a workbook without its vocabulary, and the empty text for any other."""
    for space in (*_MAIN, *_PACKAGE):
        if tag.startswith(space):
            return tag[len(space):]
    return ""
