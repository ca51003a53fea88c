"""What the page *What if* shows of levers and makes of what visitors move, apart from how it is drawn."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from rightfin.case.case import Cell
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import base_and_end, planning_years, style_of_case
from rightfin.desk import Request
from rightfin.question import Question
from rightfin.report.charts.against import against
from rightfin.report.words.wording import begun
from rightfin.result.plan import Plan
from rightfin.study.levers.changes import Changes, LeverChange, cells_of_changes, with_move
from rightfin.study.levers.kinds import exit_lever, levers_of
from rightfin.study.levers.lever import Lever, Moved, Typing, moves_of
from rightfin.study.levers.recognise import Recognised, recognised
from rightfin.study.whatif import start_cell, start_cells, started, starts_among
from rightfin.ui.models import LiveModels

STAYS = "stays"
"""What is shown in place of a last year where a donor never leaves."""

YEAR, IN_CASE, NEW = "Year", "In the case", "New"
"""Headings of the table in which a lever is typed by year."""

Cells = tuple[Cell, ...]

_POINTS = 0.5
"""Step of a lever in percentage points: what a hand can aim at. Finer ones are typed by year."""

_REMEMBERED = 50
"""Sets of changed cells of which it is remembered how they were moved."""


class LeverCells:
    """The levers of a question, and which of them changed cells stand for; ``key`` is the digest of the choice.

    All pages of a visitor ask the same one, so that it knows how levers were moved, not the cells alone. Raises
    ``CaseError`` if the case or a scenario cannot be used.
    """

    def __init__(self, key: str, question: Question) -> None:
        self.key, self.question = key, question
        self.levers = levers_of(question)
        self.by_name = {lever.name: lever for lever in self.levers}
        self.style = style_of_case(question.prepared)
        self.years = planning_years(question.prepared)
        self.base_year = base_and_end(question.prepared)[0]
        self.titles = {one.name: one.title for one in question.programmes}
        self.starts = {one.name: one.start for one in question.programmes}
        self._known: OrderedDict[Cells, Recognised] = OrderedDict()
        self._last: tuple[Starts, Question] = {}, question

    def shown(self, cells: Cells) -> Recognised:
        """Return which levers changed cells stand for: as they were moved here, or else as they are recognised.

        The others begin with starts of programmes. Raises ``CaseError`` for a start that cannot be used.
        """
        found = self._known.get(cells)
        if found is None:
            found = recognised(self.question, self.levers, cells)
        self._remember(cells, found)
        return found

    def with_move(self, cells: Cells, name: str, moved: Moved | None) -> Cells:
        """Return the cells after a lever is moved, or, for ``None``, put back as it is in the case."""
        before = self.shown(cells)
        return self._made(with_move(before.changes, self.by_name[name], moved), before.others)

    def with_exit(self, cells: Cells, donor: str, year: int | None) -> Cells:
        """Return the cells after the last year of a donor's money is moved, ``None`` where it stays; see ``with_move``."""
        lever = self.by_name[exit_lever(donor)]
        standing = next((int(number) for _, number in lever.standing), None)
        moved = None if year == standing else Moved(Typing.YEAR, None if year is None else float(year))
        return self.with_move(cells, lever.name, moved)

    def with_starts(self, cells: Cells, starts: Starts) -> Cells:
        """Return the cells after programmes start in other years, ``None`` where they are not planned.

        Levers stay as they were moved, whatever follows from that with other starts. Raises ``CaseError`` for a case that
        cannot be planned so.
        """
        before = self.shown(cells)
        wanted = {**starts_among(cells)[0], **starts}
        new = tuple(start_cell(name, year) for name, year in wanted.items() if year != self.starts.get(name))
        return self._made(before.changes, (*new, *starts_among(before.others)[1]))

    def without_others(self, cells: Cells) -> Cells:
        """Return the cells without those that neither a lever nor the start of a programme stands for."""
        return self._made(self.shown(cells).changes, start_cells(cells))

    def _made(self, changes: Changes, others: Cells) -> Cells:
        question = self._started(others)
        question.prepared  # noqa: B018  # raises where it cannot be planned
        of_levers = {cell[:3]: cell for cell in cells_of_changes(changes, question)}
        cells = tuple({**of_levers, **{cell[:3]: cell for cell in others}}.values())
        self._remember(cells, Recognised(changes, others))
        return cells

    def _started(self, cells: Cells) -> Question:
        """Return the question with the starts among cells, kept as long as those are asked for."""
        starts, _ = starts_among(cells)
        if starts != self._last[0]:
            self._last = starts, started(self.question, cells)[0]
        return self._last[1]

    def _remember(self, cells: Cells, found: Recognised) -> None:
        self._known[cells] = found
        self._known.move_to_end(cells)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def words(self, cells: Cells) -> tuple[str, ...]:
        """Return what changed cells stand for, a line each: levers that were moved, starts, then all other cells."""
        found = self.shown(cells)
        return (*(change.words(self.style) for change in found.changes), *self.starts_in_words(found.others).values(),
                *self.others_in_words(found.others))

    def starts_in_words(self, cells: Cells) -> dict[str, str]:
        """Return the starts of programmes among cells in words, by programme."""
        def told(year: int | None) -> str:
            return "not planned" if year is None else f"from {self.style.text(year)}"

        return {
            name: f"{self.titles.get(name, name)}: {told(year)} (in the case {told(self.starts.get(name))})"
            for name, year in starts_among(cells)[0].items()
        }

    def others_in_words(self, cells: Cells) -> list[str]:
        """Return other changed cells, a line each: where they are and what they hold."""
        return [
            f"{table} {'/'.join(map(str, key))} {self.style.text(int(column)) if column.isdecimal() else column}: "
            f"{'blank' if value is None else f'{value:,.10g}' if isinstance(value, float) else value}"
            for table, key, column, value in starts_among(cells)[1]
        ]


class LiveChanges(LiveModels[Cells]):
    """Answers for changes laid over the case, as cells."""

    def __init__(self, key: str, question: Question, standing: Plan) -> None:
        super().__init__(key, question, (), standing)

    def request(self, asked: Cells) -> Request:
        """Return the question with these changes."""
        return Request(self.question, asked)


@dataclass(frozen=True)
class Slide:
    """How a lever is moved with one number: from where to where, in which steps, and where it stands."""

    low: float
    high: float
    step: float
    value: float | None
    written: str
    """How the number is written, in the manner of ``printf``."""


def slide_of(lever: Lever, change: LeverChange | None) -> Slide:
    """Return how a lever that is moved by one number is drawn; ends give way to what was typed beyond them."""
    way = lever.ways[0]
    value = lever.resting
    if change is not None and change.moved.way is way and change.moved.amount is not None:
        value = float(change.moved.amount)
    low, high = lever.ends
    if value is not None:
        low, high = min(low, float(math.floor(value))), max(high, float(math.ceil(value)))
    if way is Typing.POINTS:
        return Slide(low, high, _POINTS, value, "%+.1f")
    if way is Typing.FACTOR:
        return Slide(low, high, 1.0, value, "%.0f %%")
    if lever.unit.startswith("%"):
        return Slide(low, high, 1.0, value, "%.0f %%")
    return Slide(low, high, _round_step(lever.ends[1]), value, "%.0f")


def _round_step(largest: float) -> float:
    """Return a hundredth of a number, as a power of ten."""
    return float(10 ** max(0, math.floor(math.log10(max(largest, 1.0))) - 2))


def label_of(lever: Lever, group_of: str) -> str:
    """Return the title of a lever, without whose it is where that is said above it."""
    return begun(lever.title.removeprefix(f"{group_of}: ")) if group_of else lever.title


def standing_of(lever: Lever) -> str:
    """Return what a lever is in the case, first year to last, in a few words; empty where it has no one value."""
    if lever.ways == (Typing.YEAR,):
        return ""
    if not lever.standing:
        return f"In {lever.unit}; blank: as in the case" if lever.ways[0] is Typing.LEVEL else ""
    first, last = lever.standing[0][1], lever.standing[-1][1]
    both = f"{_short(first)} → {_short(last)}" if first != last else _short(first)
    return f"In the case {both} {lever.unit}"


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000.0 else f"{number:,.4g}"


def years_offered(live: LeverCells) -> list[str]:
    """Return the last years of its money that a donor may have, as they are shown."""
    return [*(live.style.text(year) for year in range(live.base_year, live.years[-1] + 1)), STAYS]


def year_shown(live: LeverCells, lever: Lever, change: LeverChange | None) -> str:
    """Return the last year of a donor's money as it is shown; one beyond the plan is as if it stays."""
    year = change.moved.amount if change is not None else lever.resting
    return STAYS if year is None or year > live.years[-1] else live.style.text(max(int(year), live.base_year))


def exit_year_of(live: LeverCells, shown: str) -> int | None:
    """Return the last year of a donor's money as it is shown, ``None`` where it stays."""
    return None if shown == STAYS else live.style.year_of(shown)


def by_year_frame(live: LeverCells, lever: Lever, change: LeverChange | None) -> pd.DataFrame:
    """Return the table in which a lever is typed by year."""
    case = dict(lever.standing)
    after = dict(case)
    if change is not None:
        place = lever.places[0]
        for (_, _, column), value in moves_of(lever, change.moved).items():
            for year in (int(column),) if column.isdecimal() else live.years:
                after[year] = float(str(value)) / lever.scale / place.one_is
    return pd.DataFrame({
        YEAR: [live.style.text(year) for year in live.years],
        IN_CASE: [_rounded(case.get(year)) for year in live.years],
        NEW: [_rounded(after.get(year)) for year in live.years],
    })


def _rounded(value: float | None) -> float:
    return math.nan if value is None else round(value, 6)


def typed_by_year(live: LeverCells, lever: Lever, frame: pd.DataFrame, edited: Mapping[int, float | None]) -> Moved | None:
    """Return the move that a table by year says after numbers of ``NEW`` were typed, by row; ``None`` if as in the case."""
    new = [edited.get(row, value) for row, value in enumerate(frame[NEW].tolist())]
    changed = tuple(
        (year, float(value)) for year, value, was in zip(live.years, new, frame[IN_CASE].tolist(), strict=True)
        if value is not None and not math.isnan(value) and value != was
    )
    return Moved(Typing.BY_YEAR, by_year=changed) if changed else None


def against_frame(plan: Plan, standing: Plan, indicator: str) -> pd.DataFrame:
    """Return the lines of an indicator, of a plan and of the case as it stands, in rows: line, year, value."""
    rows = [(line, int(year), value) for line, by_year in against(plan, standing, indicator).items()
            for year, value in by_year.items()]
    return pd.DataFrame(rows, columns=["line", "year", "value"])

