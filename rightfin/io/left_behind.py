"""What a case leaves behind when it is written in another form: whatever of its file is no value of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rightfin.case.cell import shown
from rightfin.case.reading.header import TablePlaces, normal
from rightfin.case.reading.raw import RawCase, RawTable
from rightfin.io.arrangement import LineOrder
from rightfin.io.layout import UNREAD_SHEETS
from rightfin.io.workbook.read import is_table, name_of
from rightfin.io.workbook.sheet import PEOPLE_COLUMNS
from rightfin.io.xlsx.cells import Tally
from rightfin.io.xlsx.parts import read_parts
from rightfin.io.xlsx.safety import opened, plain
from rightfin.io.xlsx.stream import stream
from rightfin.schema import BY_NAME
from rightfin.shipped import case_place

_OUR_COLUMNS = frozenset(normal(name) for name, _ in PEOPLE_COLUMNS)
_MOST_NAMED = 5


def left_behind(path: Path, raw: RawCase, positions: Mapping[str, TablePlaces]) -> list[str]:
    """Return what a case at a path holds that no other form of it can hold, each as a few words; empty if nothing."""
    path, found = case_place(path), _columns(raw.tables, positions)
    if path.is_dir():
        return found
    formulas, sheets, comments = _in_workbook(path)
    if formulas:
        found.append("1 formula (its value is)" if formulas == 1 else f"{formulas:,} formulas (their values are)")
    if sheets:
        found.append(f"the {'sheet' if len(sheets) == 1 else 'sheets'} {_named(sheets)}")
    if comments:
        found.append("1 comment at a cell" if comments == 1 else f"{comments:,} comments at cells")
    if raw.version is None:
        found.append("colours, widths and formats")
    return found


def not_kept(arranged: Mapping[str, LineOrder]) -> list[str]:
    """Return the tables whose order or notes a workbook cannot keep: it lists all their entries in its own order."""
    return [name for name, one in arranged.items() if BY_NAME[name].entries and not one.is_kept_in_a_list(name)]


def _columns(tables: Iterable[RawTable], positions: Mapping[str, TablePlaces]) -> list[str]:
    """Return the columns of each table that are not read and have a heading, those of the template left out."""
    found = []
    read = {places.raw.name: frozenset(places.columns.values()) for places in positions.values()}
    for table in tables:
        own = [shown(heading) for at, heading in enumerate(table.header)
               if heading.strip() and at not in read.get(table.name, range(len(table.header)))
               and normal(heading) not in _OUR_COLUMNS]
        if own:
            found.append(f"the {'column' if len(own) == 1 else 'columns'} {_named(own)} of {table.name}")
    return found


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _in_workbook(path: Path) -> tuple[int, list[str], int]:
    """Return how many formulas the tables of a workbook have, its sheets that are no tables, and comments of people."""
    with opened(path) as archive:
        tally = Tally(path.name)
        parts = read_parts(archive, tally, is_table)
        counts = _Counts()
        for place in parts.sheets:
            if is_table(place) and place.part:
                stream(archive, place.part, counts, tally)
        for part in archive.namelist():
            if "comment" in plain(part).lower() and part.lower().endswith(".xml"):
                counts.authors = []
                stream(archive, part, counts, tally)
        own = [shown(place.title) for place in parts.sheets if not is_table(place) and name_of(place) not in UNREAD_SHEETS]
        return counts.formulas, own, counts.comments


class _Counts:
    """Counts formulas, and comments whose author is not rightfin."""

    def __init__(self) -> None:
        self.formulas = self.comments = 0
        self.authors: list[str] = []

    def begin(self, name: str, attributes: dict[str, str], around: list[str]) -> None:
        if name == "f" and around[-1] == "c":
            self.formulas += 1
        elif name == "author":
            self.authors.append("")
        elif name == "comment":
            at = attributes.get("authorId", "")
            author = self.authors[int(at)] if at.isdecimal() and len(at) < 6 and int(at) < len(self.authors) else ""
            self.comments += not author.startswith("rightfin")

    def end(self, name: str, around: list[str]) -> None: ...

    def text(self, data: str, around: list[str]) -> None:
        if around[-1] == "author" and self.authors:
            self.authors[-1] += data[:100]
