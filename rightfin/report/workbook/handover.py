"""Sheet about handovers: what share each asks of the state, and what the plan did."""

from __future__ import annotations

from rightfin.report.workbook.people import years_across
from rightfin.report.workbook.style import HEADER_ROW, Book, Line
from rightfin.result.plan import Plan

_SHARES = (("required_share", "Own share required"), ("share", "Own share in the plan"))
_AMOUNTS = (("own", "Paid by the state"), ("grants", "Paid by donors"))


def handover_sheet(book: Book, plan: Plan) -> None:
    """Write required and actual own share of the recurrent lines of every handover, and the money behind it."""
    sheet = book.sheet(
        "Handover",
        f"Own share of what is paid for recurrent cost in scope; money in {book.scale.unit}, current prices.",
        ("Handover", "Line", *map(str, plan.years)),
        (24, 28, 11),
    )
    columns = {name: years_across(plan, "handover", ("handover",), name) for name, _ in (*_SHARES, *_AMOUNTS)}
    row = HEADER_ROW + 1
    for name, in columns["share"]:
        shares = [Line((name, label), columns[column][name,]) for column, label in _SHARES]
        money = [Line((name, label), tuple(map(book.scale.of, columns[column][name,]))) for column, label in _AMOUNTS]
        row = book.block(sheet, row, name, shares, "share")
        for line in money:
            book.line(sheet, row, line, "money")
            row += 1
        row += 1
