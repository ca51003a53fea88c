"""Coalitions of changes: the case of each, and groups that go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.question import Question
from rightfin.result.assemble import names_of
from rightfin.result.conflict import conflict_in_words
from rightfin.solve.levels import Contradiction
from rightfin.study.why.groups import Grouped, SharedTables

MOST_GROUPS = 8
"""Groups up to which every coalition is planned: 256 plans."""


class JoinedGroups:
    """Groups some of which count as one, because one cannot be used without the other."""

    def __init__(self, grouped: Grouped, parts: Sequence[tuple[int, ...]]) -> None:
        self._grouped, self._parts = grouped, tuple(parts)
        self.names = tuple(" + ".join(grouped.names[place] for place in part) for part in parts)

    def case(self, coalition: int) -> Case:
        """Return the case with the changes of a coalition; see ``Grouped``."""
        chosen = (1 << one for place, part in enumerate(self._parts) if coalition >> place & 1 for one in part)
        return self._grouped.case(sum(chosen))


class Coalitions:
    """The cases of one question with the changes of some groups, by coalition."""

    def __init__(self, question: Question, grouped: Grouped) -> None:
        self.grouped, self.question = grouped, question
        self._bare = replace(question.definition, settings={}, scenarios=(), tables={})
        self._prepared: dict[int, Case] = {}
        self._tables: SharedTables | None = None

    @property
    def all(self) -> int:
        """The coalition of all groups."""
        return (1 << len(self.grouped.names)) - 1

    def prepared(self, coalition: int) -> Case:
        """Return the case that is planned with the changes of a coalition; raises ``CaseError`` if it cannot be used."""
        if coalition not in self._prepared:
            made = Question(self.grouped.case(coalition), self._bare).prepared
            self._tables = self._tables or SharedTables(made)
            self._prepared[coalition] = self._tables.shared(made)
        return self._prepared[coalition]

    def contradictory(self, coalition: int, case: Case, found: Contradiction) -> CaseError:
        """Return why a coalition has no plan: its groups, and the hard limits in words."""
        words = "; ".join(conflict_in_words(found.rows, names_of(case)))
        return CaseError([Issue(
            "contradictory_together",
            f"{self.said(coalition)}, the hard limits contradict one another{': ' if words else ''}{words}.",
            "So what each group brings in every order cannot be told. Name groups that go together as one, or mark one of "
            "the limits as soft.",
        )])

    def said(self, coalition: int) -> str:
        """Return in words of which groups the changes are made, and of which not."""
        names = self.grouped.names
        made = [name for place, name in enumerate(names) if coalition >> place & 1]
        left = [name for place, name in enumerate(names) if not coalition >> place & 1]
        if not made:
            return "Without any of the changes"
        return f"With the changes of {_and(made)}" + (f" but not those of {_and(left)}" if left else "")


def usable_groups(question: Question, grouped: Grouped) -> Grouped:
    """Return groups, joined where some cannot be used without others: a new donor and its pledges are one.

    Every coalition is tried where there are few groups, and otherwise each alone, each missing, and every pair. Raises
    ``CaseError`` where no group that is missing helps.
    """
    parts: list[tuple[int, ...]] = [(place,) for place in range(len(grouped.names))]
    while True:
        joined = JoinedGroups(grouped, parts) if any(len(part) > 1 for part in parts) else grouped
        tried = Coalitions(question, joined)
        broken = next(((mask, why) for mask in _to_try(len(parts)) if (why := _why_not(tried, mask)) is not None), None)
        if broken is None:
            return joined
        together = _mended_by(tried, broken[0])
        if not together:
            raise CaseError([
                Issue("not_together", f"{tried.said(broken[0])}, the case cannot be used: {issue.message}",
                      "Name groups that go together as one.", issue.table, issue.row, issue.column)
                for issue in {issue.message: issue for issue in broken[1].issues}.values()])
        joint = tuple(sorted(one for place in together for one in parts[place]))
        rest = [part for place, part in enumerate(parts) if place not in together]
        parts = sorted([joint, *rest])


def _mended_by(tried: Coalitions, broken: int) -> tuple[int, ...]:
    """Return groups that go together: one of a coalition that cannot be used, and some outside without which it cannot.

    Groups outside are put in until the coalition can be used, and those that are not needed are taken out again; empty
    where even all of them do not help.
    """
    places = range(len(tried.grouped.names))
    inside = [place for place in places if broken >> place & 1]
    needed = [place for place in places if not broken >> place & 1]
    if _why_not(tried, _with(broken, needed)) is not None:
        return ()
    for other in tuple(reversed(needed)):
        fewer = [place for place in needed if place != other]
        if _why_not(tried, _with(broken, fewer)) is None:
            needed = fewer
    needing = (place for place in inside if _why_not(tried, broken & ~(1 << place)) is None)
    return next(needing, inside[-1]), *needed


def _with(coalition: int, places: Sequence[int]) -> int:
    return coalition | sum(1 << place for place in places)


def _why_not(tried: Coalitions, coalition: int) -> CaseError | None:
    try:
        tried.prepared(coalition)
    except CaseError as error:
        return error
    return None


def _to_try(groups: int) -> Sequence[int]:
    """Return the coalitions that are tried before any is planned, the small ones first."""
    whole = (1 << groups) - 1
    if groups <= MOST_GROUPS:
        return sorted(range(whole), key=int.bit_count)
    pairs = {1 << one | 1 << other for one in range(groups) for other in range(groups)}
    return sorted({*pairs, *(whole & ~(1 << one) for one in range(groups))}, key=int.bit_count)


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
