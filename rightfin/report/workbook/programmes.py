"""Reform programmes by year: which run, what they cost, and who pays."""

from __future__ import annotations

from xlsxwriter.utility import xl_range

from rightfin.report.words.programmes import by_start
from rightfin.report.workbook.budget import check_line
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, YearLine, total, wide
from rightfin.schema.results import RESULT

SHEET = "Reform programmes"

_PAID = (("Own money", "own"), ("Donors", "grants"), ("Unpaid", "unfunded"))

_HEADINGS = ("Programme", "Line", "Institution", "Starts", "Ends")
"""What stands at the left of every line, so that lines can be filtered."""

_MEANINGS = (
    "Starts, Ends: The first and the last year in which it runs; either may lie after the years shown.",
    "Runs: 1 in a year in which it runs, 0 in others.",
    f"Cost: {RESULT['programmes'].column('cost').help}",
    "Own money, Donors, Unpaid: What the state and donors pay of the cost, and what nobody pays.",
    "Check: Own money, donors and unpaid together, less the cost. It is 0 in every year: what a programme costs is paid or "
    "said to be unpaid.",
)


def programmes_sheet(figures: Figures) -> None:
    """Write the years of each programme, 1 where it runs, and what it costs whom; all of them together at the end."""
    book, plan = figures.book, figures.plan
    names, institutions = by_start(plan), figures.institutions()
    rows = {name: [*plan.tables["programmes"].where("programme", (name,)).records()] for name in names}
    carrying = [institutions.get(str(one[0]["institution"]), str(one[0]["institution"])) for one in rows.values()]
    sheet = book.sheet(
        SHEET, f"When each programme runs (1), what it costs and who pays, in {book.scale.unit}, current prices.",
        (*_HEADINGS, *figures.headings), (wide(names.values()), 11, wide(carrying), 7, 7, 9), lead=2,
    )
    row, costs = HEADER_ROW + 1, []
    columns = {column: figures.money("programmes", column) for column in ("cost", *(column for _, column in _PAID))}
    for (name, label), institution in zip(names.items(), carrying, strict=True):
        about = institution, str(rows[name][0]["start"]), str(rows[name][0]["end"])
        running = tuple(1.0 if one["running"] == "yes" else 0.0 for one in rows[name])
        row = book.block(sheet, row, label, [], "money")
        book.line(sheet, row, YearLine((label, "Runs", *about), running), "people")
        cost = book.line(sheet, row + 1, YearLine((label, "Cost", *about), columns["cost"][name,]), "money")
        paid = [book.line(sheet, row + 2 + n, YearLine((label, text, *about), columns[column][name,]), "money")
                for n, (text, column) in enumerate(_PAID)]
        row += 2 + len(paid)
        book.line(sheet, row, check_line((label, "Check", *about), sheet.name, paid, cost), "money")
        costs.append(cost)
        row += 2
    book.line(sheet, row, total(("All programmes", "Cost", "", "", ""), sheet.name, costs, figures.years), "money")
    sheet.ignore_errors({"number_stored_as_text": xl_range(HEADER_ROW, 0, row, len(_HEADINGS) - 1)})
    book.fit(sheet)
    book.meanings(sheet, row + 2, _MEANINGS)
