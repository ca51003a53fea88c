"""Groups of changed inputs, and the case with the changes of some of them: by scenario, by table, or as named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from rightfin.case.case import Case, CaseTable
from rightfin.case.exchange.difference import Difference, difference, same_table
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.scenario import apply_scenario
from rightfin.question import Question
from rightfin.schema import BY_NAME

OTHERS = "other changes"
"""What is called the group of all changes that no named group has."""


class Grouped(Protocol):
    """Changed inputs in groups: what each is called, and the case with the changes of some of them."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the groups are called, in their order."""

    def case(self, coalition: int) -> Case:
        """Return the case, as typed and unchecked, with the changes of the groups whose bits are set in ``coalition``.

        Tables that say the same are the same objects. Raises ``CaseError`` for a change that cannot be made there.
        """


class SharedTables:
    """Cases whose tables are the same objects wherever they say the same, so that who reads them can tell by ``is``."""

    def __init__(self, case: Case) -> None:
        self._known = {name: [table] for name, table in case.tables.items()}

    def shared(self, case: Case) -> Case:
        """Return the case with tables that were seen before in place of equal ones."""
        return Case(MappingProxyType({name: self._same(name, table) for name, table in case.tables.items()}))

    def _same(self, name: str, table: CaseTable) -> CaseTable:
        for known in self._known[name]:
            if known is table or same_table(known, table):
                return known
        self._known[name].append(table)
        return table


class ScenarioGroups:
    """Scenarios laid over the case of a question, each a group: those of a coalition in the order in which all stand."""

    def __init__(self, question: Question, scenarios: Sequence[str]) -> None:
        self.names = tuple(scenarios)
        self._question, self._tables = question, SharedTables(question.laid)

    def case(self, coalition: int) -> Case:
        """Return the case with the scenarios of a coalition; see ``Grouped``."""
        chosen = (name for place, name in enumerate(self.names) if coalition >> place & 1)
        asked = replace(self._question, scenarios=(*self._question.scenarios, *chosen))
        return self._tables.shared(asked.laid)


class ScenariosOver:
    """Groups of changes, and after them scenarios that are laid over what these make of a case, each a group."""

    def __init__(self, grouped: Grouped, scenarios: Sequence[str], stated: Case) -> None:
        """``stated`` is a case that has these scenarios."""
        self.names = (*grouped.names, *scenarios)
        self._grouped, self._over = grouped, tuple(scenarios)
        self._stated, self._tables = stated.tables["scenarios"], SharedTables(grouped.case(0))

    def case(self, coalition: int) -> Case:
        """Return the case with the changes of a coalition; see ``Grouped``."""
        under = len(self.names) - len(self._over)
        made = self._grouped.case(coalition & ((1 << under) - 1))
        chosen = [name for place, name in enumerate(self._over) if coalition >> (under + place) & 1]
        if not chosen:
            return made
        case = Case(MappingProxyType({**made.tables, "scenarios": self._stated}))
        for name in chosen:
            case = apply_scenario(case, name)
        return self._tables.shared(Case(MappingProxyType({**case.tables, "scenarios": made.tables["scenarios"]})))


@dataclass(frozen=True)
class ChangedTables:
    """What a group changes: whole tables, or of some tables only the rows named, by their key as text.

    ``rows`` has an empty set for a whole table.
    """

    name: str
    rows: Mapping[str, frozenset[str]]

    def has(self, table: str, row: str) -> bool:
        """Return whether a row belongs to the group."""
        rows = self.rows.get(table)
        return rows is not None and (not rows or row in rows)


class TableGroups:
    """What one case says otherwise than another, in groups of tables or of rows."""

    def __init__(self, a: Case, b: Case, named: Sequence[ChangedTables] = ()) -> None:
        """Without ``named`` each changed table is a group; with it, what no group names is one more group.

        Raises ``CaseError`` for a group in which nothing differs.
        """
        self._a = a
        found = difference(a, b)
        parts = _in_groups(found, named) if named else _by_table(found)
        self.names, self._parts = tuple(parts), tuple(parts.values())
        self._made: dict[tuple[str, int], CaseTable] = {}
        self._whole = b

    def case(self, coalition: int) -> Case:
        """Return the first case with the changes of a coalition; see ``Grouped``."""
        tables = dict(self._a.tables)
        for name in dict.fromkeys(name for part in self._parts for name in part.tables):
            tables[name] = self._table(name, coalition)
        return Case(MappingProxyType(tables))

    def _table(self, name: str, coalition: int) -> CaseTable:
        touching = sum(1 << place for place, part in enumerate(self._parts) if name in part.tables)
        here = coalition & touching
        if not here:
            return self._a.tables[name]
        if here == touching:
            return self._whole.tables[name]
        if (name, here) not in self._made:
            parts = [_of_table(part, name) for place, part in enumerate(self._parts) if here >> place & 1]
            together = Difference(*(tuple(change for part in parts for change in getattr(part, kind))
                                    for kind in ("added", "removed", "changed")))
            self._made[name, here] = together.applied(self._a).tables[name]
        return self._made[name, here]


def groups_named(texts: Iterable[str]) -> tuple[ChangedTables, ...]:
    """Return groups that texts name: ``money=macro,pledges``, or of a table some rows, ``academy=cadres/cadet``.

    Raises ``CaseError`` with everything that names no table, and for a name that stands twice or is that of all others.
    """
    issues, found = [], dict[str, ChangedTables]()
    for text in texts:
        name, equals, rest = (part.strip() for part in text.partition("="))
        if not equals or not name or not rest:
            issues.append(Issue("group_form", f"{text} names no group.",
                                "Write NAME=table,table, or table/key of a row for one row of it."))
            continue
        if name == OTHERS:
            issues.append(Issue("group_name", f"{OTHERS} is what no group names.", "Call the group something else."))
        if name in found:
            issues.append(Issue("group_twice", f"The group {name} is named twice.", "Name it once, with all its tables."))
        rows: dict[str, set[str]] = {}
        for part in (one.strip() for one in rest.split(",")):
            table, _, key = part.partition("/")
            if table not in BY_NAME or table == "scenarios":
                issues.append(Issue("unknown_table", f"The group {name} names {table or 'nothing'}, which is no table that "
                                    "can differ.", choose(table, [one for one in BY_NAME if one != "scenarios"])))
            rows.setdefault(table, set()).add(key)
        found[name] = ChangedTables(name, {
            table: frozenset() if "" in keys else frozenset(keys) for table, keys in rows.items()})
    if issues:
        raise CaseError(issues)
    return tuple(found.values())


def _by_table(found: Difference) -> dict[str, Difference]:
    """Return what differs by table; scenarios, sources and notes change no answer and are no group."""
    parts = {name: _of_table(found, name) for name in found.tables if name != "scenarios"}
    return {BY_NAME[name].title: part for name, part in parts.items() if not part.is_silent}


def _in_groups(found: Difference, named: Sequence[ChangedTables]) -> dict[str, Difference]:
    """Return what differs by the first group that has it; the rest is a group of its own."""
    parts = {group.name: _where(found, lambda table, row, group=group: _first(named, table, row) is group)
             for group in named}
    issues = [Issue("group_empty", f"Nothing differs in what the group {name} names.",
                    f"Leave it out; what differs is in {', '.join(found.tables) or 'no table'}.")
              for name, part in parts.items() if part.is_empty]
    if issues:
        raise CaseError(issues)
    rest = _where(found, lambda table, row: table != "scenarios" and _first(named, table, row) is None)
    return parts if rest.is_silent else {**parts, OTHERS: rest}


def _first(named: Sequence[ChangedTables], table: str, row: str) -> ChangedTables | None:
    return next((group for group in named if group.has(table, row)), None)


def _of_table(found: Difference, name: str) -> Difference:
    return _where(found, lambda table, _: table == name)


def _where(found: Difference, belongs: _Belongs) -> Difference:
    """Return the part of a difference whose rows belong to something."""
    return replace(
        found, added=tuple(row for row in found.added if belongs(row.table, row.row)),
        removed=tuple(row for row in found.removed if belongs(row.table, row.row)),
        changed=tuple(cell for cell in found.changed if belongs(cell.table, cell.row)),
    )


class _Belongs(Protocol):
    def __call__(self, table: str, row: str, /) -> bool: ...
