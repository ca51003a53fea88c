"""How the rows of a case stand in its file: their order, and the notes between them, so that another form keeps both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rightfin.case.case import CaseTable, key_text
from rightfin.case.cell import LONGEST_TEXT, UNPRINTABLE, as_text, is_blank
from rightfin.case.reading.header import TablePlaces
from rightfin.case.reading.raw import RawRow, RawTable
from rightfin.schema import BY_NAME, Value

Note = tuple[str, ...]
"""The texts of a row that begins with ``#``."""

Record = Mapping[str, Value]


@dataclass(frozen=True)
class LineOrder:
    """The lines of a table in order: rows by the text of their key, and notes."""

    lines: tuple[str | Note, ...]

    def records(self, table: CaseTable, names: Sequence[str]) -> list[Record]:
        """Return the rows of a table in this order, notes at their places; rows that are not arranged come last.

        A note fills the columns ``names`` from the first; what is left over goes into the last.
        """
        rows: dict[str, Record] = {key_text(table.key_of(record)): record for record in table.records()}
        found: list[Record] = []
        for line in self.lines:
            if isinstance(line, tuple):
                texts = [*line[:len(names) - 1], " ".join(line[len(names) - 1:])]
                found.append({name: text for name, text in zip(names, texts, strict=False) if text})
            elif line in rows:
                found.append(rows.pop(line))
        return [*found, *rows.values()]

    def is_kept_in_a_list(self, name: str) -> bool:
        """Return whether a table that lists all its entries in their own order loses nothing: no notes, no order of people.

        Sorted by name, as files are written, is no order of people.
        """
        order = {entry.name: at for at, entry in enumerate(BY_NAME[name].entries)}
        known = [order[line] for line in self.lines if isinstance(line, str) and line in order]
        names = [line for line in self.lines if isinstance(line, str)]
        return (known == sorted(known) or names == sorted(names)) and len(names) == len(self.lines)


def arrangements(raw: Iterable[RawTable], positions: Mapping[str, TablePlaces]) -> dict[str, LineOrder]:
    """Return how the rows of each table stand in a file, by the name of the table."""
    names = {places.raw.name: name for name, places in positions.items()}
    found: dict[str, LineOrder] = {}
    for table in raw:
        name = names.get(table.name)
        if name is None:
            continue
        keys = {number: key for key, number in positions[name].rows.items()}
        lines = (keys.get(row.number) or _note(row) for row in table.rows)
        found[name] = LineOrder(tuple(line for line in lines if line))
    return found


def _note(row: RawRow) -> Note:
    """Return the texts of a row that is a note, none for any other."""
    texts = [UNPRINTABLE.sub(" ", as_text(cell))[:LONGEST_TEXT // 2] for cell in row.cells if not is_blank(cell)]
    return tuple(texts) if texts and texts[0].startswith("#") else ()
