"""What a check finds again in tables that it has seen: which tables it looks at, and what it found the last times."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from rightfin.case.case import Case, CaseTable
from rightfin.case.issue import Issue

MOST_FOUND = 2_000
"""Most problems that one check lists."""

_ANSWERS = 16
"""Answers of one check that are kept, and tables of one name: a case as it stands, its scenarios, its last changes."""

_MOST_ROWS = 5_000
"""Rows of a case of which something is kept at most: what visitors leave behind stays below some fifty megabytes."""

T = TypeVar("T")


class TableWatch:
    """The tables of a case, and which of them are looked at while something is worked out.

    What was worked out once is known with the tables that it came from: who is given it has looked at those too.
    """

    def __init__(self, tables: Mapping[str, CaseTable]) -> None:
        self.is_small = sum(len(table.rows) for table in tables.values()) <= _MOST_ROWS
        self.tables = {name: _as_known(table) for name, table in tables.items()} if self.is_small else dict(tables)
        self._seen: list[set[str]] = [set()]
        self._known: dict[Hashable, tuple[Any, frozenset[str]]] = {}

    def see(self, names: Iterable[str]) -> None:
        """Note that tables are looked at."""
        self._seen[-1].update(names)

    def once(self, what: Hashable, work: Callable[[], T]) -> T:
        """Return what ``work`` makes of the tables; it is called once for ``what``."""
        if what not in self._known:
            self._known[what] = self.during(work)
        found, seen = self._known[what]
        self.see(seen)
        return found  # type: ignore[no-any-return]  # what this work made

    def during(self, work: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """Return what ``work`` makes of the tables, and which of them it looked at."""
        self._seen.append(set())
        try:
            found = work()
        finally:
            seen = frozenset(self._seen.pop())
            self.see(seen)
        return found, seen


class WatchedCase(Case):
    """A case whose tables are watched."""

    _watch: TableWatch

    def __init__(self, watch: TableWatch) -> None:
        super().__init__(_Watched(watch))
        object.__setattr__(self, "_watch", watch)

    def once(self, work: Callable[[Case], T]) -> T:
        """Return what a function makes of the case, and note the tables that it comes from."""
        return self._watch.once(work, lambda: work(self))


class _Watched(Mapping[str, CaseTable]):
    def __init__(self, watch: TableWatch) -> None:
        self._watch = watch

    def __getitem__(self, name: str) -> CaseTable:
        found = self._watch.tables[name]
        self._watch.see((name,))
        return found

    def __iter__(self) -> Iterator[str]:
        self._watch.see(self._watch.tables)
        return iter(self._watch.tables)

    def __len__(self) -> int:
        return len(self._watch.tables)


def found_again(
    watch: TableWatch, check: Hashable, look: Callable[[], Iterable[Issue]], given_up: Callable[[], int]
) -> tuple[Issue, ...]:
    """Return what a check finds: what it found before, if all tables that it looked at then are the same now.

    A check is a function of the tables that it looks at; ``check`` says which. ``given_up`` counts how often something was
    not sought because too much was sought before: what is found meanwhile is not kept. At most ``MOST_FOUND`` are returned.
    """
    if not watch.is_small:
        return tuple(islice(look(), MOST_FOUND))
    kept = _FOUND.get(check, ())
    for place, (tables, found) in enumerate(kept):
        if all(watch.tables[name] is table for name, table in tables.items()):
            _FOUND[check] = (kept[place], *kept[:place], *kept[place + 1 :])
            watch.see(tables)
            return found
    before = given_up()
    found, seen = watch.during(lambda: tuple(islice(look(), MOST_FOUND)))
    if given_up() == before:
        _FOUND[check] = (({name: watch.tables[name] for name in seen}, found), *kept[: _ANSWERS - 1])
    return found


_FOUND: dict[Hashable, tuple[tuple[dict[str, CaseTable], tuple[Issue, ...]], ...]] = {}
_TABLES: dict[str, tuple[CaseTable, ...]] = {}


def _as_known(table: CaseTable) -> CaseTable:
    """Return the same table as it was seen before, if it was: one that is made anew may say the same again."""
    kept = _TABLES.get(table.name, ())
    found = next((other for other in kept if other is table), None)
    if found is None:
        found = next((other for other in kept if _is_same(table, other)), table)
    _TABLES[table.name] = (found, *(other for other in kept if other is not found))[:_ANSWERS]
    return found


def _is_same(one: CaseTable, other: CaseTable) -> bool:
    """Return whether two tables say the same, to the letter: 1, 1.0 and True, and 0.0 and -0.0, are not the same here."""
    return one.years == other.years and one.typed == other.typed and len(one.rows) == len(other.rows) and all(
        row is known or (row == known and repr(row) == repr(known))
        for row, known in zip(one.rows, other.rows, strict=True)
    )
