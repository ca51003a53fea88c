r"""All calendars in one mixed-integer program.

A binary decision $z_{p,s}$ says whether programme $p$ has the state $s$, and exactly one state of each holds. Where the
numbers of the case's rows depend on starts:

- A right side is $b + \sum_{p,s} \Delta b_{p,s}\,z_{p,s}$. Where several programmes change it in ways that do not add up,
  shares $w_c$ of the ways $c$ in which they meet take the place of $z$. They are tied to the starts exactly: for every
  programme and every kind $v$ of its states,

$$
\sum_{c\,:\,p \text{ is } v \text{ in } c} w_c = \sum_{s \text{ of kind } v} z_{p,s}
$$

  so that whole starts make one way 1 and all others 0.
- A decision $x$ whose coefficients depend on starts is parted by the courses $c$ that its coefficients may take,
  $x = \sum_c x_c$ with $0 \le x_c \le U_x\,w_c$, and each part has the coefficients of its course: the product of a start
  and a decision, exactly. $U_x$ is the most that the decision can be in that year (``rightfin.solve.envelope``), not one
  big number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.sparse import coo_array, csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.calendars.choices import Calendar, ChoiceRow, State
from rightfin.lp.calendars.differences import Places
from rightfin.lp.calendars.touched import Kinds, Shift, Touched
from rightfin.lp.program import CompiledObjective

Indicator = tuple[int, ...]
"""Columns whose sum is 1 where some way holds and 0 elsewhere."""


@dataclass(frozen=True)
class Whole:
    """Arrays with whole decisions: ``row_lower ≤ matrix @ x ≤ row_upper``, ``0 ≤ x ≤ column_upper``.

    The first ``own`` columns are the decisions of the case, scaled; ``starts`` gives the column of every state of every
    programme. ``integral`` (columns,) marks what must be whole.
    """

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats
    integral: np.ndarray
    objectives: Mapping[str, CompiledObjective]
    own: int
    starts: Mapping[tuple[str, State], int]

    def calendar(self, columns: Floats) -> dict[str, State]:
        """Return the calendar of a point: of each programme the state that is nearest to whole."""
        found: dict[str, State] = {}
        best: dict[str, float] = {}
        for (programme, state), place in self.starts.items():
            if columns[place] > best.get(programme, -1.0):
                found[programme], best[programme] = state, float(columns[place])
        return found

    def fixed(self, calendar: Calendar) -> Places:
        """Return the columns of the states that a calendar does not have."""
        return np.array([place for (name, state), place in self.starts.items() if calendar[name] != state], np.int64)

    def relaxed(self) -> Whole:
        """Return the same arrays in which nothing must be whole."""
        return Whole(self.matrix, self.row_lower, self.row_upper, self.column_upper, np.zeros_like(self.integral),
                     self.objectives, self.own, self.starts)


@dataclass(frozen=True)
class _Part:
    """A row that bounds parts of a decision by how far it reaches, ``Σ parts − U·indicator ≤ 0``, where it can be said."""

    row: int
    decision: int
    indicator: Indicator


@dataclass(frozen=True)
class _Course:
    """A part of a decision: the whole of it where the indicator is 1."""

    column: int
    decision: int
    indicator: Indicator


@dataclass
class _Arrays:
    """Rows and columns as they come."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    greatest: list[float] = field(default_factory=list)

    def column(self, greatest: float) -> int:
        self.greatest.append(greatest)
        return len(self.greatest) - 1

    def row(self, terms: Iterable[tuple[int, float]], lower: float, upper: float) -> int:
        place = len(self.lower)
        self.lower.append(lower)
        self.upper.append(upper)
        for column, value in terms:
            self.put(place, column, value)
        return place

    def put(self, row: int, column: int, value: float) -> None:
        self.rows.append(row)
        self.columns.append(column)
        self.values.append(value)


class CalendarModel:
    """The mixed-integer program of all calendars, once it is known what programmes touch and what rules bind starts."""

    def __init__(self, touched: Touched, rules: Sequence[ChoiceRow]) -> None:
        self._choices = touched.choices
        self._items, self._shape = touched.items, touched.shape
        base = touched.items.base
        self.own = base.matrix.shape[1]
        """How many columns are decisions of the case."""
        self._own_rows = base.matrix.shape[0]
        self._arrays = _Arrays()
        self._arrays.greatest = base.upper.tolist()
        self._scales = self._shape.scales(touched.base_program)
        free = len(self._shape.objectives)
        right, sense = base.right[: self._own_rows - free], self._shape.sense
        self._arrays.lower = [*np.where(sense <= 0, right, -np.inf).tolist(), *[-np.inf] * free]
        self._arrays.upper = [*np.where(sense >= 0, right, np.inf).tolist(), *[np.inf] * free]
        self.starts: dict[tuple[str, State], int] = {}
        self._of_state = [[self._start(c.programme, state) for state in c.states] for c in self._choices]
        for places in self._of_state:
            self._arrays.row(((place, 1.0) for place in places), 1.0, 1.0)
        self.rules = {
            rule.name: self._arrays.row(((self.starts[at], value) for at, value in rule.terms.items()), -np.inf, rule.upper)
            for rule in rules
        }
        """The row of each rule among starts, by its name."""
        self._ways: dict[tuple[tuple[int, ...], tuple[Kinds, ...]], dict[Kinds, Indicator]] = {}
        self._parts: list[_Part] = []
        self._courses: list[_Course] = []
        entries: dict[int, list[tuple[int, Shift]]] = {}
        for item, changes in touched.changes.items():
            if self._items.is_entry(item):
                row, column = self._items.entry(item)
                entries.setdefault(column, []).extend((row, change) for change in changes)
            elif self._items.is_right(item):
                self._move(item - self._items.first_right, changes)
            else:
                self._limit(item - self._items.first_upper, changes)
        for column, found in entries.items():
            for together in _clusters(found):
                self._split(column, together)

    def _start(self, programme: str, state: State) -> int:
        place = self._arrays.column(1.0)
        self.starts[programme, state] = place
        return place

    def _indicators(self, programmes: tuple[int, ...], kinds: tuple[Kinds, ...]) -> dict[Kinds, Indicator]:
        """Return what is 1 where a way holds, for every way in which kinds of states of some programmes meet."""
        key = programmes, kinds
        if key in self._ways:
            return self._ways[key]
        of_kind = [
            {v: tuple(place for place, kind in zip(self._of_state[p], mine, strict=True) if kind == v) for v in set(mine)}
            for p, mine in zip(programmes, kinds, strict=True)
        ]
        found: dict[Kinds, Indicator]
        if len(programmes) == 1:
            found = {(v,): places for v, places in of_kind[0].items()}
        else:
            found = {way: (self._arrays.column(1.0),) for way in product(*(sorted(one) for one in of_kind))}
            for n, by in enumerate(of_kind):
                for v, places in by.items():
                    shares = [(found[way][0], 1.0) for way in found if way[n] == v]
                    self._arrays.row([*shares, *((place, -1.0) for place in places)], 0.0, 0.0)
        self._ways[key] = found
        return found

    def _terms(self, change: Shift) -> list[tuple[int, float]]:
        """Return the terms that come to a change."""
        shares = self._indicators(change.programmes, change.kinds)
        return [(place, value) for way, value in change.by.items() if value for place in shares[way]]

    def _move(self, row: int, changes: Sequence[Shift]) -> None:
        for change in changes:
            for place, value in self._terms(change):
                self._arrays.put(row, place, -value)

    def _limit(self, column: int, changes: Sequence[Shift]) -> None:
        least = self._arrays.greatest[column]
        terms = [(place, -value) for change in changes for place, value in self._terms(change)]
        self._arrays.row([(column, 1.0), *terms], -np.inf, least)
        self._arrays.greatest[column] = max(0.0, least + sum(max(change.by.values()) for change in changes))

    def _split(self, column: int, found: Sequence[tuple[int, Shift]]) -> None:
        """Part a decision by the courses that some of its coefficients may take."""
        programmes = tuple(dict.fromkeys(p for _, change in found for p in change.programmes))
        finest = tuple(_finest([
            change.kinds[change.programmes.index(p)] for _, change in found if p in change.programmes
        ]) for p in programmes)
        shares = self._indicators(programmes, finest)
        courses: dict[tuple[float, ...], list[Kinds]] = {}
        for way in shares:
            states = {p: mine.index(v) for p, mine, v in zip(programmes, finest, way, strict=True)}
            values = tuple(
                change.by[tuple(kinds[states[p]] for p, kinds in zip(change.programmes, change.kinds, strict=True))]
                for _, change in found
            )
            courses.setdefault(values, []).append(way)
        parts = []
        for values, ways in courses.items():
            if not any(values):
                continue
            part = self._arrays.column(self._arrays.greatest[column])
            parts.append((part, 1.0))
            for (row, _), value in zip(found, values, strict=True):
                if value:
                    self._arrays.put(row, part, value)
            indicator = [place for way in ways for place in shares[way]]
            self._courses.append(_Course(part, column, tuple(indicator)))
            self._bound([(part, 1.0)], column, indicator)
        rest = [place for values, ways in courses.items() if not any(values) for way in ways for place in shares[way]]
        self._arrays.row([*parts, (column, -1.0)], -np.inf, 0.0)
        self._bound([(column, 1.0), *((part, -1.0) for part, _ in parts)], column, rest)

    def _bound(self, terms: Sequence[tuple[int, float]], decision: int, indicator: Sequence[int]) -> None:
        row = self._arrays.row(terms, -np.inf, np.inf)
        self._parts.append(_Part(row, decision, tuple(indicator)))

    def point(self, own: Floats, calendar: Calendar) -> Floats:
        """Return the whole point, (columns,), of decisions of the case, (own columns,), under a calendar; all scaled."""
        found = np.zeros(len(self._arrays.greatest))
        found[: self.own] = own
        for (programme, state), place in self.starts.items():
            found[place] = float(calendar[programme] == state)
        states = [choice.states.index(calendar[choice.programme]) for choice in self._choices]
        for (programmes, kinds), shares in self._ways.items():
            if len(programmes) > 1:
                way = tuple(mine[states[p]] for p, mine in zip(programmes, kinds, strict=True))
                found[shares[way][0]] = 1.0
        for course in self._courses:
            found[course.column] = found[list(course.indicator)].sum() * found[course.decision]
        return found

    @property
    def parted(self) -> Places:
        """The decisions whose reach has to be known, in order."""
        return np.array(sorted({part.decision for part in self._parts}), np.int64)

    def whole(self, reach: Floats | None = None) -> Whole:
        """Return the arrays; ``reach`` (own columns,) is the most that each decision can be, scaled.

        Without it parts of decisions are not bound to starts, which makes all that is reached by some calendar a part of
        what these arrays allow.
        """
        found = self._arrays
        rows, columns, values, upper = list(found.rows), list(found.columns), list(found.values), list(found.upper)
        if reach is not None:
            for part in self._parts:
                rows += [part.row] * len(part.indicator)
                columns += part.indicator
                values += [-float(reach[part.decision])] * len(part.indicator)
                upper[part.row] = 0.0
        base = coo_array(self._items.base.matrix)
        at = [
            np.concatenate([own, np.array(more, np.int64)]) for own, more in ((base.row, rows), (base.col, columns))
        ]
        matrix = csc_array(coo_array(
            (np.concatenate([base.data, values]), (at[0], at[1])), shape=(len(upper), len(found.greatest)),
        ))
        matrix.sum_duplicates()
        matrix.sort_indices()
        integral = np.zeros(len(found.greatest), dtype=bool)
        integral[list(self.starts.values())] = True
        first = self._own_rows - len(self._shape.objectives)
        costs = matrix[first: self._own_rows].toarray()
        objectives = {
            name: CompiledObjective(costs[n], -float(self._items.base.right[first + n]), self._scales[name])
            for n, name in enumerate(self._shape.objectives)
        }
        return Whole(matrix, np.array(found.lower), np.array(upper), np.array(found.greatest), integral, objectives,
                     self.own, dict(self.starts))


def _clusters(found: Sequence[tuple[int, Shift]]) -> list[list[tuple[int, Shift]]]:
    """Return the changes of a decision's coefficients in clusters that have no programme in common."""
    clusters: list[tuple[set[int], list[tuple[int, Shift]]]] = []
    for row, change in found:
        mine = set(change.programmes), [(row, change)]
        for other in [one for one in clusters if one[0] & mine[0]]:
            clusters.remove(other)
            mine = other[0] | mine[0], [*other[1], *mine[1]]
        clusters.append(mine)
    return [changes for _, changes in clusters]


def _finest(kinds: Sequence[Kinds]) -> Kinds:
    """Return kinds of states that tell apart what any of several kinds tells apart."""
    seen: dict[tuple[int, ...], int] = {}
    return tuple(seen.setdefault(one, len(seen)) for one in zip(*kinds, strict=True))
