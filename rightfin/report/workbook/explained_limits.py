"""The limits of a number in the sheet of explanations: what each brings, how far, where it is typed, a step to try."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from rightfin.io.workbook.case_cells import CaseCells, CellInSheet
from rightfin.lp.kinds import Unit
from rightfin.lp.rules import FAMILY
from rightfin.report.charts.palette import BLUE
from rightfin.report.words.limits import label_of
from rightfin.report.workbook.explained_cells import LAST, WIDTHS, NumberUnit, exact, headings, write_text
from rightfin.report.workbook.style import Book, lines_of, quoted
from rightfin.schema import FiscalYear, YearStyle
from rightfin.study.why.explain import Explanation, Holding, NumberChange

_AMOUNT, _UNIT, _STEP, _MORE, _LESS, _SAME_TO, _TRY, _THEN, _TYPED = range(1, LAST + 1)
"""Columns after the first, which says what the limit is."""

_YELLOW = "#FFF2CC"
"""Colour of the cells to type into."""

_BEYOND, _BENT = "beyond what was tried", "not as much each"
"""What stands in place of a number where a step is larger than was tried, or than does as much for each unit."""


class LimitBase(NamedTuple):
    """The cell that limits add to, and what is stored there."""

    cell: str
    value: float


class ExplainedLimits:
    """Writes the limits of numbers; ``scenarios`` are laid over the case, whose cells are linked where it is there."""

    def __init__(self, book: Book, case: CaseCells | None, scenarios: Collection[str]) -> None:
        self._book, self._case, self._scenarios = book, case, scenarios

    def write(self, sheet: Any, row: int, found: Explanation, unit: NumberUnit, bases: Sequence[LimitBase]) -> int:
        """Write the limits of a number from a row on; return the row after them.

        ``bases`` are the cells of the number that limits add to: one, or its least and greatest value where ties leave it
        open.
        """
        row = headings(self._book, sheet, row, {
            0: "Limit", _AMOUNT: "Allows", _UNIT: "Unit and prices", _STEP: "Moved by", _MORE: f"Giving way adds "
            f"({unit.changes})", _LESS: f"Tightening adds ({unit.changes})", _SAME_TO: "As much for each up to",
            _TRY: "Try: gives way by", _THEN: "The number is then", _TYPED: "Typed at",
        }, (0, _UNIT, _TYPED))
        for one in found.limits:
            row = self._limit(sheet, row, found, one, unit, bases)
        return row

    def _limit(
        self, sheet: Any, row: int, found: Explanation, one: Holding, unit: NumberUnit, bases: Sequence[LimitBase]
    ) -> int:
        book, family = self._book, FAMILY[one.family]
        label = label_of(found.names, family, one.name, several_payers=found.several_payers)
        what = f"{', '.join(filter(None, (family.gives_way, label)))}, {one.year}"
        money = one.unit == found.currency
        divisor = book.scale.divisor if money else 1.0
        basis = f"{book.scale.unit}, current prices" if money else (
            "of what it asks in the base year" if one.unit == Unit.SHARE else one.unit)
        write_text(book, sheet, row, 0, what)
        write_text(book, sheet, row, _UNIT, basis)
        self._amount(sheet, row, one, divisor)
        step = one.step / divisor
        sheet.write_number(row, _STEP, step, exact(book, step))
        tried = one.same_to is not None
        if one.same_to is not None:
            same_to = one.same_to / divisor
            sheet.write_number(row, _SAME_TO, same_to, exact(book, same_to))
            sheet.write_number(row, _TRY, step, exact(book, step, bg_color=_YELLOW, border=1, locked=False))
        typed = self._typed(sheet, row, one)
        bends = None if one.bends_at is None else one.bends_at / divisor
        lines = max(lines_of(what, WIDTHS[0]), lines_of(basis, WIDTHS[_UNIT]), lines_of(typed, WIDTHS[_TYPED] - 1),
                    lines_of(_BEYOND, WIDTHS[_THEN]) if tried else 1)
        book.set_lines(sheet, row, lines)
        for place, (base, side) in enumerate(zip(bases, ("least", "greatest"), strict=False)):
            if place:
                write_text(book, sheet, row + place, 0, "   to its greatest value")
            self._change(sheet, row + place, _MORE, one.more, side, unit)
            if one.less is not None:
                self._change(sheet, row + place, _LESS, one.less, side, unit)
            tries = xl_rowcol_to_cell(row, _TRY) if tried else ""
            sheet.write_formula(row + place, _THEN, f"={_then(row, place, base.cell, tries, bends, unit)}",
                                book.number(unit.kind, wrap=True), base.value + _of(one.more, side) / unit.divisor)
        return row + len(bases)

    def _change(self, sheet: Any, row: int, column: int, change: NumberChange, side: str, unit: NumberUnit) -> None:
        value = unit.times * _of(change, side) / unit.divisor + 0.0
        sheet.write_number(row, column, value, exact(self._book, value))

    def _amount(self, sheet: Any, row: int, one: Holding, divisor: float) -> None:
        """Write what a limit allows, by formula where it is what is typed; nothing of one that compares."""
        if one.amount == 0.0:
            return
        value = one.amount / divisor
        held = self._held(one)
        if held is not None and isinstance(held.held, int | float) and held.held == one.amount:
            by = "" if divisor == 1.0 else f"/{divisor:.0f}"
            sheet.write_formula(row, _AMOUNT, f"={quoted(held.sheet)}!{held.address}{by}", exact(self._book, value), value)
        else:
            sheet.write_number(row, _AMOUNT, value, exact(self._book, value))

    def _held(self, one: Holding) -> CellInSheet | None:
        """Return the cell of a limit in the sheets of the case; ``None`` where it is not there."""
        if one.cell is None or self._case is None:
            return None
        return self._case.cell(one.cell.at.table, one.cell.at.row, one.cell.at.column)

    def _typed(self, sheet: Any, row: int, one: Holding) -> str:
        """Write where a limit is typed, as a link if the case is in the workbook; return what is written."""
        if one.cell is None:
            text = "no single cell"
            write_text(self._book, sheet, row, _TYPED, text)
            return text
        at, held = one.cell.at, self._held(one)
        if at.column and (held is None or held.held != one.cell.typed) and self._case is not None:
            change = self._case.change(self._scenarios, at.table, at.row, at.column)
            held = held if change is None else change
        if held is None:
            text = at.told(one.year.style if isinstance(one.year, FiscalYear) else YearStyle.PLAIN)
            write_text(self._book, sheet, row, _TYPED, text)
            return text
        text = f"{held.sheet} {held.address}"
        look = self._book.format(font_color=BLUE, underline=1, valign="top", text_wrap=True, indent=1)
        sheet.write_url(row, _TYPED, f"internal:{quoted(held.sheet)}!{held.address}", look, text)
        return text


def _then(row: int, place: int, base: str, tries: str, bends: float | None, unit: NumberUnit) -> str:
    """Return the formula of what a number comes to; ``tries`` is the cell of the step to try, empty where none may be.

    Within what was tried it is $base + step \\cdot more / moved$.
    """
    more = xl_rowcol_to_cell(row + place, _MORE)
    by = f"{more}/{unit.times:.0f}" if unit.times != 1.0 else more
    if not tries:
        return f"{base}+{by}"
    moved, same_to = xl_rowcol_to_cell(row, _STEP), xl_rowcol_to_cell(row, _SAME_TO)
    beyond = f'"{_BEYOND}"' if bends is None else f'IF({tries}>={bends!r},"{_BENT}","{_BEYOND}")'
    return (f'IF(ISNUMBER({tries}),IF(AND({tries}>=0,{tries}<={same_to}),{base}+{tries}/{moved}*{by},'
            f'{beyond}),"")')


def _of(change: NumberChange, side: str) -> float:
    return change.least if side == "least" else change.greatest
