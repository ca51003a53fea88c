"""Sheets about flows of money: what becomes of pledges, what handovers ask for, the fiscal path."""

from __future__ import annotations

from rightfin.report.facts import OWN, UNFUNDED, UNSUPPORTED
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, ratio, same, total, wide, worked
from rightfin.report.workbook.verdict import verdict_line
from rightfin.result.thresholds import Relation
from rightfin.schema.results import RESULT

_FLOWS = ("disbursed", "fee", "spent", "carried", "carry_loss", "lapsed")


def pledges_sheet(figures: Figures) -> None:
    """Write what becomes of each donor's money, and of all donors' together.

    Places the flows of all donors as ``("flow", column)``.
    """
    book = figures.book
    sheet = book.sheet(
        "Pledge flows",
        f"What becomes of pledges, {book.scale.unit}, current prices. What is spent comes from the sheet Financing.",
        ("Donor", "Channel", "Flow", *figures.headings),
        (wide(figures.donors().values()), 12, 40, 8),
    )
    flows = {column: figures.money("pledges", column) for column in _FLOWS}
    found: dict[str, list[PlacedLine]] = {column: [] for column in flows}
    row = HEADER_ROW + 1
    for donor, name in figures.donors().items():
        channel = figures.plan.names.donor_channel.get(donor, "off budget")
        row = book.block(sheet, row, name, [], "money")
        for column in _FLOWS:
            texts = (name, channel.capitalize(), _label("pledges", column))
            if column == "spent":
                line = same(texts, sheet.name, figures.placed["payer", name])
            else:
                line = YearLine(texts, flows[column].get((donor,), (0.0,) * figures.years))
            found[column].append(book.line(sheet, row, line, "money"))
            row += 1
        row += 1
    row = book.block(sheet, row, "All donors", [], "money")
    for column in _FLOWS:
        line = total(("All donors", "", _label("pledges", column)), sheet.name, found[column], figures.years)
        figures.placed["flow", column] = book.line(sheet, row, line, "money")
        row += 1
    book.fit(sheet)


def handover_sheet(figures: Figures) -> None:
    """Write required and actual own share of the recurrent lines of every handover, and the money behind it."""
    book = figures.book
    sheet = book.sheet(
        "Handover",
        f"Own share of what is paid for recurrent cost in scope; money in {book.scale.unit}, current prices.",
        ("Handover", "Line", *figures.headings),
        (24, 30, 11),
    )
    required = figures.across("handover", "required_share")
    own, grants = (figures.money("handover", column) for column in ("own", "grants"))
    row = HEADER_ROW + 1
    for key in required:
        name, = key
        row = book.block(sheet, row, name, [], "money")
        paid = book.line(sheet, row, YearLine((name, _label("handover", "own")), own[key]), "money")
        given = book.line(sheet, row + 1, YearLine((name, _label("handover", "grants")), grants[key]), "money")
        asked = book.line(sheet, row + 2, YearLine((name, _label("handover", "required_share")), required[key]), "share")
        share = worked(
            (name, _label("handover", "share")), sheet.name, [paid, given], lambda o, g: f"IF({o}+{g}>0,{o}/({o}+{g}),1)",
            lambda o, g: o / (o + g) if o + g > 0.0 else 1.0,
        )
        found = book.line(sheet, row + 3, share, "share")
        verdict_line(book, sheet, row + 4, (name, "Requirement"), found, asked, Relation.AT_LEAST)
        row += 6
    book.fit(sheet)


def fiscal_sheet(figures: Figures) -> None:
    """Write the fiscal path of the state, with what the plan does in it taken from the other sheets.

    Places ``("revenue",)``, ``("gdp",)``, ``("population",)``, ``("price level",)``, ``("cleared",)``, ``("saved",)``,
    ``("outlay",)``, ``("outlay before",)``, ``("left",)``, ``("unfunded",)``, ``("arrears",)``.
    """
    book, placed = figures.book, figures.placed
    sheet = book.sheet(
        "Fiscal path",
        f"The state as a whole, {book.scale.unit}, current prices.",
        ("Line", *figures.headings),
        (48, 12),
    )

    def typed(column: str) -> YearLine:
        return YearLine((_label("fiscal", column),), figures.money("fiscal", column)[()])

    def put(name: str, row: int, line: YearLine, kind: str = "money") -> PlacedLine:
        placed[name,] = book.line(sheet, row, line, kind)
        return placed[name,]

    row = book.block(sheet, HEADER_ROW + 1, "The economy", [], "money")
    gdp = put("gdp", row, typed("gdp"))
    people = tuple(number / 1000.0 for number in figures.across("fiscal", "population")[()])
    put("population", row + 1, YearLine((f"{_label('fiscal', 'population')}, thousands (0: not known)",), people), "units")
    revenue = put("revenue", row + 2, typed("revenue"))
    put("revenue ratio", row + 3, ratio(("Domestic revenue over GDP",), sheet.name, revenue, gdp), "share")
    level = f"{_label('fiscal', 'deflator')} ({figures.plan.base_year} is 1)"
    prices = YearLine((level,), figures.across("fiscal", "deflator")[()])
    put("price level", row + 4, prices, "ratio")
    row = book.block(sheet, row + 6, "What the state spends on the sector", [], "money")
    ceiling = book.line(sheet, row, same((_label("fiscal", "ceiling"),), sheet.name, placed["ceiling",]), "money")
    own = book.line(sheet, row + 1, same((_label("fiscal", "own"),), sheet.name, placed["payer", OWN]), "money")
    cleared = put("cleared", row + 2, typed("cleared"))
    saved = put("saved", row + 3, typed("saved"))
    texts = ("What the state gives: spent, paid off and saved",)
    outlay = put("outlay", row + 4, total(texts, sheet.name, [own, cleared, saved], figures.years))
    put("room", row + 5, worked(("Room below the ceiling",), sheet.name, [ceiling, outlay], lambda c, o: f"{c}-{o}",
                                lambda c, o: c - o))
    before = figures.money("fiscal", "outlay_before")[()]
    cells = outlay.cells(sheet.name)
    formulas = ("", *cells[:-1])
    put("outlay before", row + 6, YearLine(("The same, the year before",), before, formulas))
    put("left", row + 7, worked(("Revenue left after what the state gives",), sheet.name, [revenue, outlay],
                                lambda r, o: f"{r}-{o}", lambda r, o: r - o))
    row = book.block(sheet, row + 9, "What is owed and kept", [], "money")
    put("unfunded", row, same((_label("fiscal", "unfunded"),), sheet.name, placed["payer", UNFUNDED]))
    put("lacking", row + 1, same(("Missing support would cost",), sheet.name, placed["paid", UNSUPPORTED]))
    put("arrears", row + 2, typed("arrears"))
    put("reserve", row + 3, typed("reserve"))
    book.fit(sheet)


def _label(table: str, column: str) -> str:
    return RESULT[table].column(column).label
