"""Where a number of a compared item comes from, and what its row is called: sources, notes and names of the case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rightfin.case.case import Case, Key, key_text
from rightfin.report.compare.item import ComparedItem
from rightfin.schema import BY_NAME, Kind, Value

BY_HAND = "changed on these pages"
"""What is said of the source of a cell that a lever, or whoever looks at the pages, changed."""

_ALL = "*"

_LONGEST_HELP = 60
"""Letters of what a setting is that stand beside its name."""


@dataclass(frozen=True)
class CellSources:
    """Sources and names of one item; ``typed`` says which of its cases is meant, as ``ComparedItem.case`` has it."""

    item: ComparedItem
    typed: bool

    @cached_property
    def _case(self) -> Case:
        return self.item.case(typed=self.typed)

    @cached_property
    def _rows(self) -> dict[str, dict[Key, dict[str, Value]]]:
        return {}

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _by_hand(self) -> frozenset[tuple[str, Key, str]]:
        return frozenset((table, tuple(key), column) for table, key, column, _ in self.item.changes)

    @cached_property
    def _laid(self) -> list[dict[str, Value]]:
        """What the scenarios change that are laid over the case, in the order in which they do."""
        rows = self.item.question.case.records("scenarios")
        return [row for name in self.item.question.laid_over for row in rows if row["scenario"] == name]

    def of(self, table: str, key: Key, column: str) -> str:
        """Return who or what says a cell: the visitor, a scenario, or the source and note of its row; empty if nobody."""
        if (table, key, column) in self._by_hand:
            return BY_HAND
        for row in reversed(self._laid):
            if row["table"] == table and self._names_key(str(row["key"]), key) and self._names_column(
                    row["column"], column):
                return _joined(f"scenario {str(row['scenario']).replace('_', ' ')}", row.get("source"), row.get("note"))
        row = self._row(table, key)
        return _joined("", row.get("source"), row.get("note"))

    def _row(self, table: str, key: Key) -> dict[str, Value]:
        if table not in self._rows:
            held = self._case.tables[table]
            self._rows[table] = {held.key_of(row): row for row in held.records()}
        return self._rows[table].get(key, {})

    def _names_key(self, said: str, key: Key) -> bool:
        if said.strip() in (_ALL, key_text(key)):
            return True
        parts = said.split("/")
        return len(parts) == len(key) and all(
            part.strip() in (_ALL, "" if mine is None else str(mine)) for part, mine in zip(parts, key, strict=True))

    def _names_column(self, said: Value, column: str) -> bool:
        text = str(said).strip()
        if text == column or (text == _ALL and column.isdecimal()):
            return True
        span = self.item.style.span_of(text) if column.isdecimal() else None
        return span is not None and span[0] <= int(column) <= (span[1] if span[1] is not None else int(column))

    def row(self, table: str, key: Key) -> str:
        """Return the key of a row with the names of what it names: ``Constables (constable) / North (north)``.

        A setting or series has what it is in place of a name.
        """
        described = BY_NAME[table]
        entry = described.entry(str(key[0])) if described.entries else None
        if entry is not None:
            return f"{_shortened(entry.help)} ({key_text(key)})"
        told = []
        for part, value in zip(described.key, key, strict=True):
            column = described.column(part)
            named = column.refers_to or (table if column.kind is Kind.ID and len(described.key) == 1 else "")
            name = self._name(named, str(value)) if named and value is not None else ""
            text = "" if value is None else str(value)
            told.append(f"{name} ({text})" if name and name != text else text)
        return " / ".join(told)

    def _name(self, table: str, which: str) -> str:
        if table not in BY_NAME or "name" not in {column.name for column in BY_NAME[table].columns}:
            return ""
        if table not in self._names:
            first = BY_NAME[table].key[0]
            self._names[table] = {str(row[first]): str(row["name"] or "") for row in self._case.records(table)}
        return self._names[table].get(which, "")


def _shortened(text: str) -> str:
    """Return the first clause of a text."""
    first = re.split(r"[.;:](?:\s|$)", text, maxsplit=1)[0]
    return first if len(first) <= _LONGEST_HELP else f"{first[:_LONGEST_HELP - 1]}…"


def _joined(*parts: Value) -> str:
    return "; ".join(text for text in (str(part).strip() for part in parts if part is not None) if text)
