"""What the cells of a workbook refer to: its list of sheets, its texts, and which formats are dates."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass

from rightfin.case.cell import printable
from rightfin.io.escapes import workbook_unescaped
from rightfin.io.limits import MOST_SHEETS, MOST_TEXT_BYTES, MOST_TEXTS
from rightfin.io.refusal import refusal
from rightfin.io.workbook_xml import FEWER, Budget, damaged, stream

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_TRUE = ("1", "true", "on")

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the built-in formats that show a date or a time."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What a format shows as it stands: quoted text, escaped signs, colours and conditions."""

_DATE_SIGNS = re.compile("[dmyhs]", re.IGNORECASE)


@dataclass(frozen=True)
class SheetPlace:
    """One sheet of a workbook: its title, its part (empty for a sheet that is a chart), whether it is hidden."""

    title: str
    part: str
    hidden: str


@dataclass(frozen=True)
class Parts:
    """A workbook but for its cells: sheets in order, texts by index, date formats by style, dates from 1904."""

    sheets: tuple[SheetPlace, ...]
    texts: tuple[str, ...]
    dates: tuple[bool, ...]
    from_1904: bool


class TextBudget(Budget):
    """A budget that counts texts and the memory that they take as well."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.texts = self.bytes = 0

    def keep(self, text: str, count: int = 0) -> None:
        """Count a text; raises ``CaseError`` where all of them are more than a case holds."""
        self.texts += count
        self.bytes += len(text) if text.isascii() else len(text) * (4 if max(text) > "\uffff" else 2)
        if self.texts > MOST_TEXTS or self.bytes > MOST_TEXT_BYTES:
            raise refusal("too_large",
                          f"{self.name} holds more text than a case: at most {MOST_TEXTS:,} different texts with "
                          f"{MOST_TEXT_BYTES // 1_000_000} million letters are read.", FEWER)


def read_parts(archive: zipfile.ZipFile, budget: TextBudget) -> Parts:
    """Return all of a workbook but its cells. Raises ``CaseError`` if it is damaged or holds too much."""
    names = {name.lower(): name for name in archive.namelist()}
    relations = _Relations()
    if _RELATIONS not in names:
        raise damaged(budget.name, "the list of its parts is missing")
    stream(archive, names[_RELATIONS], relations, budget)
    book = _Book(budget.name, relations.found, names)
    stream(archive, names[_WORKBOOK], book, budget)
    texts, styles = _Texts(budget), _Styles()
    for handler, kind in ((texts, "sharedstrings"), (styles, "styles")):
        parts = [target for of, target in relations.found.values() if of.lower() == kind]
        for target in parts[:1]:
            if target.lower() not in names:
                raise damaged(budget.name, f"its part {target} is missing")
            stream(archive, names[target.lower()], handler, budget)
    return Parts(tuple(book.sheets), tuple(texts.found), styles.dates(), book.from_1904)


class _Relations:
    """The parts that a workbook names: kind and place by identifier."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External" or len(self.found) > 4 * MOST_SHEETS:
            return
        target = attributes.get("Target", "")
        place = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        self.found[attributes.get("Id", "")] = (attributes.get("Type", "").rsplit("/", 1)[-1], place)

    def end(self, name: str, around: list[str]) -> None: ...

    def text(self, data: str, around: list[str]) -> None: ...


class _Book:
    """The list of sheets."""

    def __init__(self, name: str, relations: dict[str, tuple[str, str]], parts: dict[str, str]) -> None:
        self.name, self.relations, self.parts = name, relations, parts
        self.sheets: list[SheetPlace] = []
        self.from_1904 = False

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "").lower() in _TRUE
        if name != "sheet" or around != ["workbook", "sheets"]:
            return
        title = printable(workbook_unescaped(attributes.get("name", "")))
        identifier = next((attributes[key] for key in _RELATION_IDS if key in attributes), "")
        kind, target = self.relations.get(identifier, ("", ""))
        if kind == "worksheet":
            part = self.parts.get(target.lower())
            if part is None:
                raise damaged(self.name, f"the sheet “{title[:40]}” is listed, but it is not there")
            odd = not part.lower().endswith(".xml") or any(sheet.part == part for sheet in self.sheets)
            if odd:
                raise refusal("unsafe_names", f"{self.name} is not put together as Excel does it: its sheets stand in odd "
                              "parts.", "Copy the tables into a new workbook.")
        elif kind.lower() in ("chartsheet", "dialogsheet"):
            part = ""
        else:
            raise damaged(self.name, f"the sheet “{title[:40]}” is listed, but it is not there")
        if len(self.sheets) >= MOST_SHEETS:
            raise refusal("too_large", f"{self.name} has more than {MOST_SHEETS} sheets.", FEWER)
        state = attributes.get("state", "visible")
        self.sheets.append(SheetPlace(title, part, "" if state == "visible" else state))

    def end(self, name: str, around: list[str]) -> None: ...

    def text(self, data: str, around: list[str]) -> None: ...


class _Texts:
    """The texts that cells refer to; readings of Chinese and Japanese signs beside a text are no part of it."""

    def __init__(self, budget: TextBudget) -> None:
        self.budget = budget
        self.found: list[str] = []
        self.pieces: list[str] = []

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None: ...

    def end(self, name: str, around: list[str]) -> None:
        if name == "si":
            self.budget.keep("", 1)
            self.found.append(workbook_unescaped("".join(self.pieces)))
            self.pieces = []

    def text(self, data: str, around: list[str]) -> None:
        if around[-1] == "t" and "rPh" not in around:
            self.pieces.append(data)
            self.budget.keep(data)


class _Styles:
    """Which styles of cells show their number as a date."""

    def __init__(self) -> None:
        self.formats: dict[str, bool] = {}
        self.cells: list[str] = []

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        # Formats that a condition gives to cells have numbers of their own, elsewhere in the part.
        if name == "numFmt" and around[-1:] == ["numFmts"] and len(self.formats) < 10_000:
            code = attributes.get("formatCode", "").split(";")[0]
            self.formats[attributes.get("numFmtId", "")[:9]] = bool(_DATE_SIGNS.search(_LITERAL.sub("", code)))
        elif name == "xf" and around[-1:] == ["cellXfs"] and len(self.cells) < 70_000:
            self.cells.append(attributes.get("numFmtId", "0")[:9])

    def end(self, name: str, around: list[str]) -> None: ...

    def text(self, data: str, around: list[str]) -> None: ...

    def dates(self) -> tuple[bool, ...]:
        """Return for each style whether it shows a date."""
        return tuple(self.formats.get(number, number.isdecimal() and int(number) in _DATES) for number in self.cells)
