"""Two changed versions of one case brought together, cell by cell; what they say differently is for people to settle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, Key, key_text
from rightfin.case.cell import LONGEST_TEXT, as_text
from rightfin.case.exchange.difference import Content, content_of, same, same_table, with_content
from rightfin.schema import BY_NAME, Value

REMOVED = "removed"
"""What a conflict says of the side that removed a row which the other one changed."""


@dataclass(frozen=True)
class Conflict:
    """One cell that two versions changed from ``base`` in different ways; ``None`` is a blank.

    Where one removed a row that the other changed, ``column`` is empty, the side that removed it says ``removed``, and the
    others hold the changed cells as a JSON object, which ``row_cells`` reads. ``base`` is then ``None`` if it is too long
    for a cell.
    """

    table: str
    key: Key
    column: str
    base: Value
    a: Value
    b: Value

    @property
    def row(self) -> str:
        """The key of the row, parts joined by a slash."""
        return key_text(self.key)

    def record(self) -> dict[str, Value]:
        """Return the conflict as a row of the table ``conflicts``; what to take is left blank."""
        return {
            "table": self.table, "row": self.row, "column": self.column or None,
            "base": self.base, "a": self.a, "b": self.b, "take": None,
        }


@dataclass(frozen=True)
class Merged:
    """Two versions brought together.

    In a cell of ``conflicts``, ``case`` has what ``base`` says, or what ``a`` or ``b`` says where ``base`` is blank; a row
    that one removed and the other changed is kept as changed. ``taken_a`` and ``taken_b`` count the cells and rows that
    only ``a`` or only ``b`` changed, ``taken_both`` those that both changed alike.
    """

    case: Case
    conflicts: tuple[Conflict, ...]
    taken_a: int
    taken_b: int
    taken_both: int


def merge(base: Case, a: Case, b: Case) -> Merged:
    """Return what ``a`` and ``b``, both made from ``base``, say together.

    A cell that one of them changed is taken from that one. What both changed alike is taken; what they changed in
    different ways is a conflict, and so are the differing cells of a row that both added. A row that one removed goes if
    the other left it alone. Nothing is checked: the two may agree cell by cell and still not fit together.
    """
    merging = _Merging()
    tables: dict[str, Mapping[Key, Content]] = {}
    for name in BY_NAME:
        three = base.tables[name], a.tables[name], b.tables[name]
        if same_table(three[0], three[1]) and same_table(three[0], three[2]):
            continue
        tables[name] = merging.table(name, *map(content_of, three))
    return Merged(
        with_content(base, tables), tuple(merging.conflicts), merging.taken["a"], merging.taken["b"], merging.taken["both"]
    )


def row_cells(text: Value) -> Content | None:
    """Return the cells that a conflict about a whole row holds; ``None`` if the text is not of that form."""
    if not isinstance(text, str):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    fits = all(value is None or isinstance(value, (str, int, float, bool)) for value in found.values())
    return found if fits else None


def side_text(value: Value, *, of_row: bool) -> str:
    """Return what one side of a conflict says, as people read it.

    With ``of_row`` it is about a whole row, and its cells read as ``pay = 45000; support = blank``.
    """
    cells = row_cells(value) if of_row else None
    if cells is None:
        return "blank" if value is None else as_text(value)
    return "; ".join(f"{column} = {side_text(cell, of_row=False)}" for column, cell in cells.items())


class _Merging:
    """The state of one merge; it does not leave this module."""

    def __init__(self) -> None:
        self.conflicts: list[Conflict] = []
        self.taken = {"a": 0, "b": 0, "both": 0}

    def table(
        self, name: str, base: Mapping[Key, Content], a: Mapping[Key, Content], b: Mapping[Key, Content]
    ) -> dict[Key, Content]:
        """Return what the rows of a table say together."""
        rows: dict[Key, Content] = {}
        for key in dict.fromkeys([*base, *a, *b]):
            found = self._row(name, key, base.get(key), a.get(key), b.get(key))
            if found is not None:
                rows[key] = found
        return rows

    def _row(self, name: str, key: Key, base: Content | None, a: Content | None, b: Content | None) -> Content | None:
        if base is not None and a is not None and b is not None:
            return self._cells(name, key, base, a, b)
        if base is None and a is not None and b is not None:
            if _alike(a, b):
                self.taken["both"] += 1
                return a
            return self._added_twice(name, key, a, b)
        if base is None:
            self.taken["b" if a is None else "a"] += 1
            return b if a is None else a
        if a is None and b is None:
            self.taken["both"] += 1
            return None
        kept, side = (b, "a") if a is None else (a, "b")  # what is left of the row, and who removed it
        if kept is None or _alike(kept, base):
            self.taken[side] += 1
            return None
        columns = [column for column in _ordered(base, kept) if not same(base.get(column), kept.get(column))]
        was, now = _row_text(base, columns), _row_text(kept, columns)
        self.conflicts.append(Conflict(name, key, "", was, *((REMOVED, now) if side == "a" else (now, REMOVED))))
        return kept

    def _cells(self, name: str, key: Key, base: Content, a: Content, b: Content) -> Content:
        if a == base and b == base and _alike(a, base) and _alike(b, base):
            return base
        row = dict(base)
        for column in _ordered(base, a, b):
            was, one, other = base.get(column), a.get(column), b.get(column)
            if same(one, other):
                self.taken["both"] += not same(one, was)
                row[column] = one
            elif same(one, was):
                self.taken["b"] += 1
                row[column] = other
            elif same(other, was):
                self.taken["a"] += 1
                row[column] = one
            else:
                row[column] = self._conflict(name, key, column, was, one, other)
        return row

    def _added_twice(self, name: str, key: Key, a: Content, b: Content) -> Content:
        row = dict(a)
        for column in _ordered(a, b):
            if not same(a.get(column), b.get(column)):
                row[column] = self._conflict(name, key, column, None, a.get(column), b.get(column))
        return row

    def _conflict(self, name: str, key: Key, column: str, base: Value, a: Value, b: Value) -> Value:
        """Note a conflict and return what the cell holds until it is settled."""
        self.conflicts.append(Conflict(name, key, column, base, a, b))
        return held(base, a, b)


def held(base: Value, a: Value, b: Value) -> Value:
    """Return what a cell in conflict holds until it is settled: never a blank where one of the three is none."""
    return next((value for value in (base, a, b) if value is not None), None)


def _alike(one: Content, other: Content) -> bool:
    return one == other and all(same(value, other[column]) for column, value in one.items())


def _ordered(*rows: Content) -> Iterable[str]:
    """Return the columns of several rows, each once, years last and in order."""
    columns = dict.fromkeys(column for row in rows for column in row)
    return sorted(columns, key=lambda column: int(column) if column.isdecimal() else 0)


def _row_text(row: Content, columns: Iterable[str]) -> Value:
    """Return cells of a row as a JSON object; ``None`` if it is too long for a cell."""
    text = json.dumps({column: row.get(column) for column in columns}, ensure_ascii=False)
    return text if len(text) <= LONGEST_TEXT else None
