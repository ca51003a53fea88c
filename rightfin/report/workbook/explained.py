"""Numbers of the plan in the sheet of explanations: what each is, by formula, what holds it, and steps to try."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from rightfin.case import Case
from rightfin.io.workbook.case_cells import CaseCells
from rightfin.report.studies import explain
from rightfin.report.studies.findings import Cell
from rightfin.report.words.wording import begun
from rightfin.report.workbook.explained_cells import WIDTHS, NumberUnit, across, exact, headings, wide_text, write_text
from rightfin.report.workbook.explained_limits import ExplainedLimits, LimitBase
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.plan_lines import plan_line
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, lines_of
from rightfin.schema import as_cell
from rightfin.study.why.explain import Explanation
from rightfin.study.why.live import change_seen
from rightfin.tolerances import PEOPLE_APART

_READ = (
    "Each number was explained by planning again, with one limit moved at a time and all else as it is. What the plan has "
    "is a formula over its sheets. Where a limit was moved far enough, type into the yellow cell by how much it gives way: "
    "within what was tried the number moves by as much for each unit as in the first step, within 2 %; beyond that nothing "
    "is said. Rows do not add up: several limits at once do more or less than the sum. Money is at current prices."
)


def numbers_explained(
    figures: Figures, sheet: Any, rows: Sequence[tuple[str, str]], explained: Sequence[Explanation], inside: Case | None
) -> None:
    """Write rows of sentences, how to read what follows, and the numbers; ``inside`` is the case in the workbook."""
    book, row = figures.book, HEADER_ROW + 1
    for heading, text in rows:
        row = across(book, sheet, row, heading, text)
    row = across(book, sheet, book.block(sheet, row + 1, "Why single numbers are what they are", [], "units"),
                 "How to read it", _READ)
    limits = ExplainedLimits(book, None if inside is None else CaseCells(inside), figures.plan.provenance.scenarios)
    for one in explained:
        row = ExplainedNumber(figures, sheet, one, limits).write(row + 1)


class ExplainedNumber:
    """One number, written from some row on."""

    def __init__(self, figures: Figures, sheet: Any, found: Explanation, limits: ExplainedLimits) -> None:
        self._figures, self._book, self._sheet, self._found, self._limits = figures, figures.book, sheet, found, limits
        self._unit = NumberUnit.of(found, figures.book)

    def write(self, row: int) -> int:
        """Write it; return the row after it."""
        found, told = self._found, explain.findings(self._found)
        row = self._book.block(self._sheet, row, f"{found.quantity.title}, {found.year}", [], "units")
        row, bases = self._values(row)
        for sentence in told.sentences:
            if sentence.topic != "what":
                row = across(self._book, self._sheet, row, sentence.heading, sentence.text)
        if found.limits:
            row = self._limits.write(self._sheet, row, found, self._unit, bases)
        tables = {table.name: table for table in told.tables}
        if "causes" in tables:
            row = self._headings(row, {0: "Why it is short", 1: "It would be", 2: "At most",
                                       3: "Without limits of this kind, in any year"}, (0, 3))
            for cells in tables["causes"].records():
                for column, name in ((1, "least"), (2, "greatest")):
                    value = cells[name]
                    if isinstance(value, float):
                        self._sheet.write_number(row, column, value, self._book.number("exact share"))
                lines = wide_text(self._book, self._sheet, row, 3, begun(str(cells["without"])))
                self._book.set_lines(self._sheet, row, lines)
                row += 1
        if "money" in tables:
            row = self._headings(row, {
                0: "More money of", 1: "In each year", 2: "Unit and prices", 4: f"Adds ({self._unit.changes})",
                **({} if found.decided else {5: "To its greatest value"}), 6: "In each of these years"}, (0, 2, 6))
            for cells in tables["money"].records():
                row = self._money(row, cells)
        return row

    def _values(self, row: int) -> tuple[int, tuple[LimitBase, ...]]:
        """Write what the plan has, and in the years beside; return the row after, and the cells that limits add to."""
        found, line = self._found, self._line()
        place = found.years.index(found.year)
        here, now = row + (place > 0), found.value / self._unit.divisor
        for at, label in ((place - 1, "The year before"), (place, "The plan has"), (place + 1, "The year after")):
            if not 0 <= at < len(found.years):
                continue
            self._text(row, 0, f"{label}: {as_cell(found.years[at])}")
            look = self._book.number(self._unit.kind)
            if line is None:
                value = found.value if at == place else found.course[at].least
                self._sheet.write_number(row, 1, value / self._unit.divisor, look)
            else:
                held, cell = line.values[at], line.cells(self._sheet.name)[at]
                self._sheet.write_formula(row, 1, f"={cell}", look, "" if held is None else held)
                now = held if at == place and held is not None else now
            self._text(row, 2, self._unit.text)
            row += 1
        if found.decided:
            return row, (LimitBase(xl_rowcol_to_cell(here, 1), now),)
        ends = found.ends.least / self._unit.divisor, found.ends.greatest / self._unit.divisor
        for label, value in zip(("Least in plans as good", "Greatest in plans as good"), ends, strict=True):
            self._text(row, 0, label)
            self._sheet.write_number(row, 1, value, self._book.number(self._unit.kind))
            self._text(row, 2, self._unit.text)
            row += 1
        return row, (LimitBase(xl_rowcol_to_cell(row - 2, 1), ends[0]), LimitBase(xl_rowcol_to_cell(row - 1, 1), ends[1]))

    def _line(self) -> PlacedLine | None:
        """Return the line of the plan that has the number, ``None`` where no sheet has it."""
        found = self._found
        line = plan_line(self._figures, found.quantity)
        held = None if line is None else line.values[found.years.index(found.year)]
        if held is None:
            return None
        within = PEOPLE_APART * max(1.0, abs(found.ends.least), abs(found.ends.greatest))
        value = held * self._unit.divisor
        return line if found.ends.least - within <= value <= found.ends.greatest + within else None

    def _headings(self, row: int, texts: Mapping[int, str], at_left: Collection[int]) -> int:
        return headings(self._book, self._sheet, row, texts, at_left)

    def _text(self, row: int, column: int, text: str) -> None:
        write_text(self._book, self._sheet, row, column, text)

    def _money(self, row: int, cells: Mapping[str, Cell]) -> int:
        payer, basis = str(cells["payer"]), f"{self._book.scale.unit}, current prices"
        self._text(row, 0, payer)
        self._sheet.write_number(row, 1, self._book.scale.of(float(str(cells["amount"]))), self._book.number("money"))
        self._text(row, 2, basis)
        for column, name in zip((4,) if self._found.decided else (4, 5), ("adds", "greatest"), strict=False):
            end = cells[name]
            if isinstance(end, float):
                seen = abs(end) > self._unit.times * change_seen(self._found.ends)
                value = end / self._unit.divisor if seen else 0.0
                self._sheet.write_number(row, column, value, exact(self._book, value))
        lines = wide_text(self._book, self._sheet, row, 6, str(cells["years"]))
        self._book.set_lines(self._sheet, row, max(lines, lines_of(payer, WIDTHS[0]), lines_of(basis, WIDTHS[2])))
        return row + 1
