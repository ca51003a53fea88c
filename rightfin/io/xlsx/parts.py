"""What the cells of a workbook refer to: its list of sheets, its texts, and which formats are dates."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from rightfin.case.cell import printable
from rightfin.case.issue import CaseError
from rightfin.io.escapes import workbook_unescaped
from rightfin.io.limits import MOST_NAMES, MOST_SHEETS, MOST_SMALL_PART, MOST_TEXT_BYTES, MOST_TEXTS
from rightfin.io.refusal import refusal
from rightfin.io.xlsx.number_format import BUILT_IN_DATES, is_date
from rightfin.io.xlsx.safety import plain, refuse_active
from rightfin.io.xlsx.stream import FEWER, Budget, Handler, damaged, stream

_USUAL_WORKBOOK = "xl/workbook.xml"
_RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_TRUE = ("1", "true", "on")
_LONGEST_FORMAT = 1_000

@dataclass(frozen=True)
class SheetPlace:
    """One sheet of a workbook: its title, its part (empty for a sheet that is a chart), whether it is hidden.

    ``missing`` is a sheet that the workbook lists without holding it.
    """

    title: str
    part: str
    hidden: str
    missing: bool = False


@dataclass(frozen=True)
class Parts:
    """A workbook but for its cells: sheets in order, texts by index, date formats by style, dates from 1904.

    ``texts`` is ``None`` if the workbook does not hold its list of texts; ``linked`` says whether it refers to other
    workbooks.
    """

    sheets: tuple[SheetPlace, ...]
    texts: tuple[str, ...] | None
    dates: tuple[bool, ...]
    from_1904: bool
    linked: bool = False


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


def read_parts(archive: zipfile.ZipFile, budget: TextBudget, wanted: Callable[[SheetPlace], bool]) -> Parts:
    """Return all of a workbook but its cells, found as its relations say, whatever its parts are called.

    That parts are listed and missing is for those to say who need them. Where the workbook holds more texts than a case,
    only those of the sheets that are ``wanted`` are kept. Raises ``CaseError`` if it is no workbook, is damaged, or holds
    too much.
    """
    names = {plain(name).lower(): name for name in archive.namelist()}
    _refuse_active_kinds(archive, names, budget)
    place = _workbook_place(archive, names, budget)
    folder, _, file = place.rpartition("/")
    relations = _Relations(folder)
    listed = names.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
    if listed is not None:
        _stream_small(archive, listed, relations, budget)
    refuse_active((kind for kind, _ in relations.found.values()), budget.name)
    book = _Book(budget.name, relations.found, names)
    _stream_small(archive, names[place.lower()], book, budget)
    if listed is None and book.sheets:
        raise damaged(budget.name, "the list of its parts is missing")
    styles, sheets = _Styles(), tuple(book.sheets)
    part = _first(relations, "styles", names)
    if part:
        _stream_small(archive, part, styles, budget)
    part = _first(relations, "sharedstrings", names)
    texts = _texts(archive, part, [sheet for sheet in sheets if sheet.part and wanted(sheet)], budget) if part else None
    linked = any(kind == "externalLink" for kind, _ in relations.found.values())
    return Parts(sheets, texts, styles.dates(), book.from_1904, linked)


def _stream_small(archive: zipfile.ZipFile, part: str, handler: Handler, budget: Budget) -> None:
    """Read a part that is small in any case that people make; raises ``CaseError`` as ``stream`` does, or if it is not."""
    if archive.getinfo(part).file_size > MOST_SMALL_PART:
        raise refusal("too_large", f"{budget.name} would unpack to far more than a case needs.", FEWER)
    stream(archive, part, handler, budget)


def _refuse_active_kinds(archive: zipfile.ZipFile, names: Mapping[str, str], budget: Budget) -> None:
    """Raise ``CaseError`` if a part is declared to be a macro, a control, or a connection, whatever it is called."""
    declared = names.get("[content_types].xml")
    if declared is None:
        return
    kinds = _Kinds(names)
    _stream_small(archive, declared, kinds, budget)
    refuse_active(kinds.found, budget.name)


def _workbook_place(archive: zipfile.ZipFile, names: Mapping[str, str], budget: Budget) -> str:
    """Return the name of the workbook's own part, with slashes: as the archive says, or else the usual one."""
    said = _Relations("")
    if "_rels/.rels" in names:
        _stream_small(archive, names["_rels/.rels"], said, budget)
    for place in (*(target for kind, target in said.found.values() if kind == "officeDocument"), _USUAL_WORKBOOK):
        if place.lower() in names:
            return place
    raise _no_workbook(budget.name)


def _no_workbook(name: str) -> CaseError:
    return refusal("not_a_workbook", f"{name} is an archive, but not a workbook.",
                   "Save it in Excel or LibreOffice as “Excel workbook (.xlsx)” and try again.")


def _first(relations: _Relations, kind: str, names: Mapping[str, str]) -> str:
    """Return the part of a kind that the workbook names first; empty if it names none, or one that is not there."""
    return next((names.get(target.lower(), "") for of, target in relations.found.values() if of.lower() == kind), "")


def _texts(archive: zipfile.ZipFile, part: str, sheets: Sequence[SheetPlace], budget: TextBudget) -> tuple[str, ...]:
    """Return the texts of a workbook; where they are too many, those that no sheet of the case needs are blank."""
    texts = _Texts(budget)
    try:
        stream(archive, part, texts, budget)
    except CaseError as error:
        if error.issues[0].code != "too_large" or budget.spent_up:
            raise
        budget.texts = budget.bytes = 0
        needed = _References(budget)
        for sheet in sheets:
            stream(archive, sheet.part, needed, budget)
        texts = _Texts(budget, needed.found)
        stream(archive, part, texts, budget)
    return tuple(texts.found)


class _Kinds:
    """What the parts of a workbook are declared to be, one by one or by the ending of their name."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.endings = {name.rpartition(".")[2] for name in names}
        self.found: set[str] = set()

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        there = (name == "Override" and attributes.get("PartName", "").lstrip("/").lower() in self.names) or (
            name == "Default" and attributes.get("Extension", "").lower() in self.endings)
        if there and len(self.found) < MOST_NAMES:
            self.found.add(attributes.get("ContentType", ""))

    def end(self, name: str, around: list[str]) -> None: ...

    def text(self, data: str, around: list[str]) -> None: ...


class _Relations:
    """The parts that a part in a folder names: kind and place by identifier."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External" or len(self.found) > 4 * MOST_SHEETS:
            return
        target = plain(attributes.get("Target", ""))
        place = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(self.folder, target))
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
        if not around and name != "workbook":
            raise _no_workbook(self.name)
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "").lower() in _TRUE
        if name != "sheet" or around != ["workbook", "sheets"]:
            return
        title = printable(workbook_unescaped(attributes.get("name", "")))
        identifier = next((attributes[key] for key in _RELATION_IDS if key in attributes), "")
        kind, target = self.relations.get(identifier, ("", ""))
        chart = kind.lower() in ("chartsheet", "dialogsheet")
        part = self.parts.get(target.lower(), "") if kind == "worksheet" else ""
        if part:
            odd = not part.lower().endswith(".xml") or any(sheet.part == part for sheet in self.sheets)
            if odd:
                raise refusal("unsafe_names", f"{self.name} is not put together as Excel does it: its sheets stand in odd "
                              "parts.", "Copy the tables into a new workbook.")
        if len(self.sheets) >= MOST_SHEETS:
            raise refusal("too_large", f"{self.name} has more than {MOST_SHEETS} sheets.", FEWER)
        state = attributes.get("state", "visible")
        self.sheets.append(SheetPlace(title, part, "" if state == "visible" else state, not part and not chart))

    def end(self, name: str, around: list[str]) -> None: ...

    def text(self, data: str, around: list[str]) -> None: ...


class _References:
    """Which texts the cells of sheets refer to."""

    def __init__(self, budget: TextBudget) -> None:
        self.budget = budget
        self.found: set[int] = set()
        self.pieces: list[str] = []
        self.refers = False

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        if name == "c":
            self.refers, self.pieces = attributes.get("t") == "s", []

    def end(self, name: str, around: list[str]) -> None:
        number = "".join(self.pieces).strip() if name == "c" and self.refers else ""
        if number.isdecimal() and len(number) < 10 and len(self.found) <= MOST_TEXTS:
            self.found.add(int(number))

    def text(self, data: str, around: list[str]) -> None:
        if self.refers and around[-1] == "v" and len(self.pieces) < 10:
            self.pieces.append(data)


class _Texts:
    """The texts that cells refer to; readings of Chinese and Japanese signs beside a text are no part of it.

    With ``needed``, indices of texts, the others are blank and do not count.
    """

    def __init__(self, budget: TextBudget, needed: Set[int] | None = None) -> None:
        self.budget, self.needed = budget, needed
        self.found: list[str] = []
        self.pieces: list[str] = []

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None: ...

    def end(self, name: str, around: list[str]) -> None:
        if name == "si":
            if self.needed is None or len(self.found) in self.needed:
                self.budget.keep("", 1)
            self.found.append(workbook_unescaped("".join(self.pieces)))
            self.pieces = []

    def text(self, data: str, around: list[str]) -> None:
        if around[-1] == "t" and "rPh" not in around and (self.needed is None or len(self.found) in self.needed):
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
            self.formats[attributes.get("numFmtId", "")[:9]] = is_date(attributes.get("formatCode", "")[:_LONGEST_FORMAT])
        elif name == "xf" and around[-1:] == ["cellXfs"] and len(self.cells) < 70_000:
            self.cells.append(attributes.get("numFmtId", "0")[:9])

    def end(self, name: str, around: list[str]) -> None: ...

    def text(self, data: str, around: list[str]) -> None: ...

    def dates(self) -> tuple[bool, ...]:
        """Return for each style whether it shows a date."""
        return tuple(self.formats.get(number, number.isdecimal() and int(number) in BUILT_IN_DATES)
                     for number in self.cells)
