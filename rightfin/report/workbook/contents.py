"""The list of sheets, each with a link and a word on what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rightfin.report.workbook.style import HEADER_ROW, Book, quoted
from rightfin.schema import BY_NAME

CONTENTS = "Contents"

HOLDS = {
    "The page": "What a minister must know, on one page, question by question.",
    "Summary": "The answer in short, the figures of every year, four charts.",
    "Strength": "People by cadre and institution, and how they join and leave.",
    "Budget": "The medium-term budget by institution and economic category, with COFOG and GFSM codes.",
    "Base year": "What the force of the base year costs to keep up, and what the state is said to have spent.",
    "Financing": "Every line of the budget by who pays it, added up and checked against the budget.",
    "Who pays": "The state, each donor, and what nobody pays.",
    "Pledge flows": "What becomes of each donor's money.",
    "Handover": "What share the state must bear, and what it bears.",
    "Coverage": "How far each need is covered, by region.",
    "Equipment plan": "Stocks and purchases of equipment and buildings.",
    "Indicators": "Every indicator with definition and unit, and whether it keeps its limits.",
    "Fiscal path": "The economy, the ceiling, and what the state spends, owes and keeps.",
    "Explanations": "The whole answer in sentences, and what holds needs back.",
    "Shadow prices": "What needs gained when one limit gave way by one per cent.",
    "Assumptions": "Settings and macro series as the case states them, with sources.",
    "Defaults used": "What the plan used where the case is blank.",
    "Warnings": "What the checks of the case found.",
    "Provenance": "Digests, versions, and the command that makes the plan again.",
    "lists": "What the drop-downs of the case offer.",
    "trail": "Who saved the case, when and why.",
}
"""What the sheets that are no tables of the case hold."""


def contents_sheet(book: Book, sheets: Iterable[str]) -> Any:
    """Fill the sheet ``Contents``, which was made before, with a link to each sheet."""
    sheet = book.file.get_worksheet_by_name(CONTENTS)
    sheet.fit_to_pages(1, 1)
    for place, name in enumerate(sheets, start=HEADER_ROW + 1):
        table = BY_NAME.get(name)
        sort = "The case" if table is not None or name in ("lists", "trail") else "Results"
        sheet.write_url(place, 0, f"internal:{quoted(name)}!A1", book.link(), name)
        book.wrapped(sheet, place, {1: sort, 2: table.help if table is not None else HOLDS.get(name, "")})
    return sheet
