"""Writing the results workbook, sheet by sheet, with the same bytes for the same plan."""

from __future__ import annotations

from pathlib import Path

from rightfin.case import Case
from rightfin.io.workbook_style import new_workbook
from rightfin.report.answer import headline
from rightfin.report.workbook.handover import handover_sheet
from rightfin.report.workbook.money import (
    budget_sheet,
    fiscal_sheet,
    grants_sheet,
    payers_sheet,
    pledges_sheet,
)
from rightfin.report.workbook.needs import indicators_sheet, needs_sheet
from rightfin.report.workbook.notes import assumptions_sheet, defaults_sheet, provenance_sheet, warnings_sheet
from rightfin.report.workbook.people import assets_sheet, strength_sheet
from rightfin.report.workbook.style import Book
from rightfin.report.workbook.summary import summary_charts, summary_sheet
from rightfin.result.plan import Plan


def write_workbook(plan: Plan, case: Case, path: Path) -> None:
    """Write the results workbook of a plan, replacing what stands at ``path``.

    Sheets without content (grants where there is no donor, say) are left out; a contradictory plan has the
    summary and the notes only. Raises ``OSError`` if the file cannot be written.
    """
    answer = headline(plan)
    file = new_workbook(path, answer.title)
    file.set_calc_mode("auto")
    book = Book(file, answer.title, answer.scale)
    summary = book.blank_sheet("Summary")
    below = summary_sheet(book, summary, plan, answer)
    if answer.yearly:
        subtotals = strength_sheet(book, plan)
        payers = payers_sheet(book, plan, budget_sheet(book, plan))
        summary_charts(book, summary, plan, below, subtotals, payers)
        if plan.tables["grants"].rows or plan.tables["pledges"].rows:
            grants_sheet(book, plan)
            pledges_sheet(book, plan)
        if plan.tables["handover"].rows:
            handover_sheet(book, plan)
        if plan.tables["needs"].rows:
            needs_sheet(book, plan)
        if plan.tables["assets"].rows:
            assets_sheet(book, plan)
        indicators_sheet(book, plan)
        fiscal_sheet(book, plan)
    assumptions_sheet(book, case)
    defaults_sheet(book, plan)
    warnings_sheet(book, plan)
    provenance_sheet(book, plan)
    file.close()
