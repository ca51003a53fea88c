"""Writing the results workbook, sheet by sheet, with the same bytes for the same plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rightfin.case import Case, CaseError
from rightfin.case.exchange.trail import Trail
from rightfin.io.workbook.style import new_workbook, save_workbook
from rightfin.io.workbook.write import add_case_sheets
from rightfin.io.writable import refuse_unwritable
from rightfin.report.page import Page, page_of
from rightfin.report.words.answer import PlanAnswer, headline
from rightfin.report.workbook.ahead import ahead_sheet
from rightfin.report.workbook.base_year import base_year_sheet
from rightfin.report.workbook.budget import budget_sheet
from rightfin.report.workbook.chain import chain_sheet
from rightfin.report.workbook.changes import LaidChange, changes_sheet
from rightfin.report.workbook.contents import CONTENTS, contents_sheet
from rightfin.report.workbook.coverage import coverage_sheet
from rightfin.report.workbook.explanations import explanations_sheet
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.financing import financing_sheet, payers_sheet
from rightfin.report.workbook.indicators import indicators_sheet
from rightfin.report.workbook.lines import ceilings_sheet, lines_sheet
from rightfin.report.workbook.marks import earmarks_sheet, targets_sheet
from rightfin.report.workbook.money import fiscal_sheet, handover_sheet, pledges_sheet
from rightfin.report.workbook.notes import (
    assumptions_sheet,
    defaults_sheet,
    provenance_sheet,
    warnings_sheet,
)
from rightfin.report.workbook.own_money import own_money_sheet
from rightfin.report.workbook.page import PAGE, page_sheet
from rightfin.report.workbook.people import equipment_sheet, strength_sheet
from rightfin.report.workbook.prices import prices_sheet
from rightfin.report.workbook.programmes import programmes_sheet
from rightfin.report.workbook.style import Book
from rightfin.report.workbook.summary import summary_sheet
from rightfin.result.plan import Plan

if TYPE_CHECKING:
    from rightfin.study.why.explain import Explanation


def write_workbook(
    plan: Plan, case: Case, path: Path, trail: Trail = (), page: Page | None = None, changes: Sequence[LaidChange] = (),
    explained: Sequence[Explanation] = (),
) -> None:
    """Write the results workbook of a plan, replacing what stands at ``path``.

    ``case`` is the case as it was read: it stands at the end of the workbook with its ``trail``, so that the workbook
    can be planned again. It is left out, and the sheet Provenance says so, where a workbook cannot hold it. ``page`` is
    the first sheet; that of the plan alone if absent. ``changes`` are listed where there are any; ``explained`` are the
    numbers of which the sheet of explanations says why. Sheets without content (grants where there is no donor, say) are
    left out; a contradictory plan has the page, the summary and the notes only.
    Raises ``OSError`` if the file cannot be written.
    """
    answer = headline(plan)
    file = new_workbook(answer.title)
    file.set_calc_mode("auto")
    book = Book(file, answer.title, answer.scale, CONTENTS)
    figures = Figures(book, plan)
    first, summary = book.blank_sheet(PAGE), book.blank_sheet("Summary")
    book.sheet(CONTENTS, "Click a name to go to the sheet.", ("Sheet", "Part", "What it holds"), (22, 12, 96))
    if answer.yearly:
        _numbers(figures)
    page_sheet(book, first, page if page is not None else page_of(plan))
    summary_sheet(figures, summary, answer)
    if changes:
        changes_sheet(book, changes)
    inside = _fits(case)
    _notes(figures, case, answer, explained, inside=inside)
    if inside:
        add_case_sheets(file, case, trail)
    names = [sheet.name for sheet in file.worksheets() if sheet.name != CONTENTS]
    contents_sheet(book, names)
    book.set_pages()
    save_workbook(file, path)


def _numbers(figures: Figures) -> None:
    """Write the sheets of numbers, those that others refer to first."""
    tables = figures.plan.tables
    strength_sheet(figures)
    budget_sheet(figures)
    lines_sheet(figures)
    if tables["ceilings"].rows:
        ceilings_sheet(figures)
    if tables["base_year"].rows:
        base_year_sheet(figures)
    financing_sheet(figures)
    payers_sheet(figures)
    if tables["payers"].rows:
        own_money_sheet(figures)
    if figures.donors():
        pledges_sheet(figures)
    if tables["earmarks"].rows:
        earmarks_sheet(figures)
    if tables["handover"].rows:
        handover_sheet(figures)
    if tables["needs"].rows:
        coverage_sheet(figures)
    if tables["justice"].rows:
        chain_sheet(figures)
    if tables["targets"].rows:
        targets_sheet(figures)
    if tables["programmes"].rows:
        programmes_sheet(figures)
    if tables["assets"].rows:
        equipment_sheet(figures)
    if tables["pensions_ahead"].rows or tables["severance_ahead"].rows:
        ahead_sheet(figures)
    fiscal_sheet(figures)
    indicators_sheet(figures)


def _notes(
    figures: Figures, case: Case, answer: PlanAnswer, explained: Sequence[Explanation], *, inside: bool
) -> None:
    book, plan = figures.book, figures.plan
    explanations_sheet(figures, answer, explained, case if inside else None)
    if plan.tables["prices"].rows:
        prices_sheet(figures)
    assumptions_sheet(book, case)
    defaults_sheet(book, plan)
    warnings_sheet(book, plan)
    provenance_sheet(book, plan, inside=inside)


def _fits(case: Case) -> bool:
    """Return whether a workbook can hold the case."""
    try:
        refuse_unwritable(case)
    except CaseError:
        return False
    return True
