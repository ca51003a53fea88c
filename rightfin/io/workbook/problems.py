"""The first sheet of a marked copy, with all problems, and the copy's bytes, which are equal for equal content."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rightfin.case.cell import LONGEST_TEXT, letters
from rightfin.case.issue import Issue, Severity
from rightfin.case.reading.raw import RawCell
from rightfin.io.escapes import workbook_escaped
from rightfin.io.layout import PROBLEMS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

COLOURS = {Severity.ERROR: "#F0B090", Severity.WARNING: "#F7EFA0"}
"""Fill of a cell by how bad its problem is; told apart by colour-blind readers too, and the note says the word."""

TITLE = "Problems of this case"
_HEADINGS = (("Severity", 11), ("Table", 18), ("Row", 24), ("Column", 18), ("Cell", 20), ("What", 50), ("What to do", 50))
_OWN = ("This is your workbook. Mend the marked cells, save it in Excel or LibreOffice, and send it back: this sheet and "
        "the marks are not read.")
_ANEW = ("Your workbook could not be given back as it is, so here are its tables with their values. Mend the cells in your "
         "own workbook, or in this one, which is read like any other.")
_FOLDER = ("Each file of the folder is a sheet here, its rows in their lines. Mend them in the files, or in this workbook, "
           "which is read like any other.")
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
_SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_problems(
    book: Workbook, issues: Sequence[Issue], links: Sequence[tuple[str, str] | None], *, own: bool, folder: bool
) -> None:
    """Put a sheet in front: how many problems of each kind, then all of them, each with a link to its cell.

    ``links`` gives the sheet and cell of each issue. The sheet of an earlier copy goes.
    """
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    old = next((sheet for sheet in book.worksheets if sheet.title.lower() == PROBLEMS and sheet["A1"].value == TITLE), None)
    if old is not None:
        book.remove(old)
    sheet: Worksheet = book.create_sheet(PROBLEMS, 0)
    bold, blue = Font(bold=True), Font(color="FF0563C1", underline="single")
    wrap = Alignment(wrap_text=True, vertical="top")
    fills = {severity: PatternFill("solid", fgColor=f"FF{colour[1:]}") for severity, colour in COLOURS.items()}
    written(sheet, 1, 1, TITLE).font = Font(bold=True, size=14)
    written(sheet, 2, 1, _FOLDER if folder else _OWN if own else _ANEW)
    written(sheet, 4, 1, "How many").font = bold
    written(sheet, 4, 2, "Kind").font = bold
    row = 5
    kinds = Counter((issue.severity, issue.code) for issue in issues)
    for (severity, code), count in sorted(kinds.items(), key=lambda item: (item[0][0] != "error", -item[1], item[0][1])):
        cell = written(sheet, row, 1, count)
        cell.fill, cell.alignment = fills[severity], Alignment(horizontal="left")
        written(sheet, row, 2, f"{severity}: {code.replace('_', ' ')}")
        row += 1
    row += 1
    for column, (heading, wide) in enumerate(_HEADINGS, start=1):
        sheet.column_dimensions["ABCDEFG"[column - 1]].width = wide
        written(sheet, row, column, heading).font = bold
    sheet.print_title_rows = f"{row}:{row}"
    for number, (issue, link) in enumerate(zip(issues, links, strict=True), start=row + 1):
        where = issue.cell if link is None else f"{link[0]}!{link[1]}"
        texts = (str(issue.severity), issue.table, issue.row, issue.heading, where, issue.message, issue.remedy)
        for column, text in enumerate(texts, start=1):
            written(sheet, number, column, text).alignment = wrap
        sheet.cell(number, 1).fill = fills[issue.severity]
        if link is not None and number - row < 60_000:
            at = sheet.cell(number, 5)
            quoted = link[0].replace("'", "''")
            at.hyperlink = Hyperlink(ref=at.coordinate, location=f"'{quoted}'!{link[1]}")
            at.font = blue
        sizes = zip(texts, (wide - 2 for _, wide in _HEADINGS), strict=True)
        sheet.row_dimensions[number].height = 15 * min(20, max(1 + len(text) // wide for text, wide in sizes))
    _set_page(book, sheet)


def _set_page(book: Workbook, sheet: Worksheet) -> None:
    """Print the sheet on A4 across, and open the workbook there."""
    from openpyxl.workbook.properties import CalcProperties
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.calculation = CalcProperties(fullCalcOnLoad=True)  # formulas are written without their results


def written(sheet: Worksheet, row: int, column: int, value: RawCell) -> Any:
    """Write a value as what it is and return its cell; a text never becomes a formula."""
    cell: Any = sheet.cell(row, column)
    if isinstance(value, float) and abs(value) >= 1e300:  # beyond all numbers; the text reads as such again
        value = "1e999" if value > 0 else "-1e999"
    if isinstance(value, str):
        value = re.sub("[\ud800-\udfff]", "\ufffd", value)
        value = value if letters(value) <= LONGEST_TEXT else value[:LONGEST_TEXT // 2]
        cell.value = None
        cell.data_type, cell._value = "s", workbook_escaped(value)
    else:
        cell.value = value
    return cell


def saved(book: Workbook) -> bytes:
    """Return a workbook as the bytes of its file, with the same times in it whenever it is written."""
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            data = source.read(part)
            if part == "docProps/core.xml":
                data = _SAVED_AT.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
            target.writestr(zipfile.ZipInfo(part, _FIRST_MOMENT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
