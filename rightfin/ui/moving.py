"""What the page *What if* shows of levers and makes of what visitors move, apart from how it is drawn."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from rightfin.case.case import Cell
from rightfin.case.resolve import base_and_end, planning_years, style_of_case
from rightfin.desk import Request
from rightfin.question import Question
from rightfin.report.charts.against import against
from rightfin.report.words.wording import begun
from rightfin.result.plan import Plan
from rightfin.study.levers.changes import Changes, LeverChange, cells_of_changes, with_move
from rightfin.study.levers.kinds import levers_of
from rightfin.study.levers.lever import Lever, Moved, Typing, moves_of
from rightfin.study.levers.recognise import Recognised, recognised
from rightfin.ui.models import LiveModels

STAYS = "stays"
"""What is shown in place of a last year where a donor never leaves."""

YEAR, IN_CASE, NEW = "Year", "In the case", "New"
"""Headings of the table in which a lever is typed by year."""

_REMEMBERED = 50
"""Sets of changed cells of which it is remembered how they were moved."""


class LiveLevers(LiveModels[tuple[Cell, ...]]):
    """Answers for moved levers, as cells of the case.

    ``levers`` is what can be moved. Raises ``CaseError`` if the case or a scenario cannot be used.
    """

    def __init__(self, key: str, question: Question, standing: Plan) -> None:
        super().__init__(key, question, (), standing)
        self.levers = levers_of(question)
        self.by_name = {lever.name: lever for lever in self.levers}
        self.style = style_of_case(question.prepared)
        self.years = planning_years(question.prepared)
        self.base_year = base_and_end(question.prepared)[0]
        self._known: OrderedDict[tuple[Cell, ...], Recognised] = OrderedDict()

    def request(self, asked: tuple[Cell, ...]) -> Request:
        """Return the question with levers moved."""
        return Request(self.question, asked)

    def shown(self, cells: tuple[Cell, ...]) -> Recognised:
        """Return which levers changed cells stand for: as they were moved here, or else as they are recognised."""
        found = self._known.get(cells)
        if found is None:
            found = recognised(self.question, self.levers, cells)
        self._remember(cells, found)
        return found

    def with_move(self, cells: tuple[Cell, ...], name: str, moved: Moved | None) -> tuple[Cell, ...]:
        """Return the cells after a lever is moved, or, for ``None``, put back as it is in the case."""
        before = self.shown(cells)
        return self._made(with_move(before.changes, self.by_name[name], moved), before.others)

    def without_others(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the cells without those that no lever stands for."""
        return self._made(self.shown(cells).changes, ())

    def _made(self, changes: Changes, others: tuple[Cell, ...]) -> tuple[Cell, ...]:
        of_levers = {cell[:3]: cell for cell in cells_of_changes(changes, self.question)}
        cells = tuple({**of_levers, **{cell[:3]: cell for cell in others}}.values())
        self._remember(cells, Recognised(changes, others))
        return cells

    def _remember(self, cells: tuple[Cell, ...], found: Recognised) -> None:
        self._known[cells] = found
        self._known.move_to_end(cells)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def others_in_words(self, cells: Sequence[Cell]) -> list[str]:
        """Return changed cells that no lever stands for, a line each: where they are and what they hold."""
        return [
            f"{table} {'/'.join(map(str, key))} {self.style.text(int(column)) if column.isdecimal() else column}: "
            f"{'blank' if value is None else f'{value:,.10g}' if isinstance(value, float) else value}"
            for table, key, column, value in cells
        ]


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
        return Slide(low, high, 0.1, value, "%+.1f")
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


def years_offered(live: LiveLevers) -> list[str]:
    """Return the last years of its money that a donor may have, as they are shown."""
    return [*(live.style.text(year) for year in range(live.base_year, live.years[-1] + 1)), STAYS]


def year_shown(live: LiveLevers, lever: Lever, change: LeverChange | None) -> str:
    """Return the last year of a donor's money as it is shown; one beyond the plan is as if it stays."""
    year = change.moved.amount if change is not None else lever.resting
    return STAYS if year is None or year > live.years[-1] else live.style.text(max(int(year), live.base_year))


def exit_moved(live: LiveLevers, shown: str) -> Moved:
    """Return the move of a donor's last year to what is shown."""
    return Moved(Typing.YEAR, None if shown == STAYS else float(str(live.style.year_of(shown))))


def by_year_frame(live: LiveLevers, lever: Lever, change: LeverChange | None) -> pd.DataFrame:
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


def typed_by_year(live: LiveLevers, lever: Lever, frame: pd.DataFrame, edited: Mapping[int, float | None]) -> Moved | None:
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

