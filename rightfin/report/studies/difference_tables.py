"""The tables of a comparison of two versions: what was changed, and what both are answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rightfin.case.case import is_number
from rightfin.case.cell import LONGEST_TEXT, as_text
from rightfin.case.exchange.difference import CellChange, RowChange, column_of
from rightfin.case.resolve import style_of_case
from rightfin.io.layout import heading_text
from rightfin.report import facts
from rightfin.report.facts import YearRow
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.result.plan import Plan
from rightfin.schema import BY_NAME, Kind, Value, YearStyle
from rightfin.schema.indicators import INDICATORS
from rightfin.study.versions import Version, Versions
from rightfin.tolerances import MONEY_APART, PEOPLE_APART, SEEN

BLANK = "blank"
MOST_INDICATORS = 12
"""Indicators that are listed, those that changed most first."""


@dataclass(frozen=True)
class YearlyMeasure:
    """One number by year in which answers are compared; ``least`` is what is told apart from rounding."""

    name: str
    heading: str
    kind: Form
    of: Callable[[YearRow], float | None]
    least: float
    """As a share of the largest value; of coverage, in points."""


MEASURES = (
    YearlyMeasure("cost", "Cost", Form.MONEY, lambda row: row.cost, MONEY_APART),
    YearlyMeasure("own", "Own money", Form.MONEY, lambda row: row.own, MONEY_APART),
    YearlyMeasure("donors", "Donors", Form.MONEY, lambda row: row.donors, MONEY_APART),
    YearlyMeasure("missing", "Unpaid or unsupported", Form.MONEY, lambda row: row.unfunded + row.unsupported, MONEY_APART),
    YearlyMeasure("strength", "Strength", Form.PEOPLE, lambda row: row.strength, PEOPLE_APART),
    YearlyMeasure("coverage", "Coverage", Form.SHARE, lambda row: row.coverage, SEEN),
)

_ELSEWHERE = ("total_strength", "total_cost", "asked_cost", "broken_obligations", "coverage")
"""Indicators that are measures of the answer."""

Values = dict[int, float]
Cells = tuple[Cell, ...]


def value(change: CellChange, cell: Value, style: YearStyle) -> Cell:
    """Return what a cell of a case holds as findings hold it: a blank in words, truth values and years as text."""
    if cell is None:
        return BLANK
    is_year = column_of(BY_NAME[change.table], change.key, change.column).kind is Kind.YEAR
    if is_year and isinstance(cell, int):
        return style.text(cell)
    return as_text(cell) if is_year or isinstance(cell, bool) else cell


def overview(found: Versions) -> FindingsTable:
    """Return how much differs, table by table."""
    headings = (
        Heading("table", "Table", Form.TEXT), Heading("title", "What it holds", Form.TEXT),
        Heading("cells", "Cells changed", Form.PEOPLE, "Cells of rows that both have, sources and notes left out."),
        Heading("added", "Rows added", Form.PEOPLE, "Rows that only B has."),
        Heading("removed", "Rows removed", Form.PEOPLE, "Rows that only A has."),
        Heading("remarks", "Sources and notes", Form.PEOPLE, "Changed cells of the columns source and note."),
    )
    rows: list[Cells] = []
    difference = found.difference
    for name in difference.tables:
        cells, remarks = (sum(cell.table == name for cell in part) for part in (difference.cells, difference.remarks))
        added, removed = (sum(row.table == name for row in part) for part in (difference.added, difference.removed))
        rows.append((name, BY_NAME[name].title, cells, added, removed, remarks))
    return FindingsTable("inputs", "What was changed", headings, tuple(rows))


def changes(found: Versions, *, remarks: bool = False) -> FindingsTable:
    """Return the changed cells with old and new value, change and address; or the changed sources and notes."""
    place = (
        Heading("table", "Table", Form.TEXT), Heading("row", "Row", Form.TEXT),
        Heading("column", "Column or year", Form.TEXT),
        Heading("old", "A", Form.VALUE, "What A says; blank is never zero."),
        Heading("new", "B", Form.VALUE, "What B says; blank is never zero."),
    )
    amounts = (
        Heading("change", "Change", Form.VALUE, "B less A, where both are numbers."),
        Heading("relative", "Relative change", Form.SHARE, "The change as a share of what A says; not for years."),
        Heading("silent", "Changes an answer", Form.TEXT,
                "No where a blank became what it stood for, or the other way round.",
                shown=any(cell.is_silent for cell in found.difference.cells)),
    )
    cells = Heading("cell_a", "Cell in A", Form.TEXT, shown=bool(found.a.saved.positions)), Heading(
        "cell_b", "Cell in B", Form.TEXT, shown=bool(found.b.saved.positions))
    rows: list[Cells] = []
    for cell in found.difference.remarks if remarks else found.difference.cells:
        numbers: Cells = () if remarks else (cell.change, cell.relative, "no" if cell.is_silent else "may")
        rows.append((
            cell.table, cell.row, heading_text(cell.column, style_of_case(found.b.case)),
            value(cell, cell.old, style_of_case(found.a.case)), value(cell, cell.new, style_of_case(found.b.case)),
            *numbers,
            *(version.saved.cell(cell.table, cell.row, cell.column) for version in (found.a, found.b)),
        ))
    if remarks:
        return FindingsTable("remarks", "Changed sources and notes", (*place, *cells), tuple(rows))
    return FindingsTable("changes", "Changed cells", (*place, *amounts, *cells), tuple(rows))


def rows_table(name: str, title: str, version: Version, rows: tuple[RowChange, ...]) -> FindingsTable:
    """Return rows that only one version has, with all that they say."""
    headings = (
        Heading("table", "Table", Form.TEXT), Heading("row", "Row", Form.TEXT), Heading("says", "What it says", Form.TEXT),
        Heading("cell", f"Cell in {'B' if name == 'added' else 'A'}", Form.TEXT, shown=bool(version.saved.positions)),
    )
    style = style_of_case(version.case)
    return FindingsTable(name, title, headings, tuple(
        (row.table, row.row, said(row, style), version.saved.cell(row.table, row.row, "")) for row in rows
    ))


def said(row: RowChange, style: YearStyle) -> str:
    """Return what a row says in one line."""
    text = "; ".join(f"{heading_text(column, style)} = {_written(row, column, cell, style)}" for column, cell in row.cells)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT - 1]}…"


def _written(row: RowChange, column: str, cell: Value, style: YearStyle) -> str:
    is_year = column_of(BY_NAME[row.table], row.key, column).kind is Kind.YEAR
    return style.text(cell) if is_year and isinstance(cell, int) else as_text(cell)


def renamed(found: Versions) -> FindingsTable:
    """Return rows that may have been given another name."""
    headings = Heading("table", "Table", Form.TEXT), Heading("old", "Row in A", Form.TEXT), Heading(
        "new", "Row in B", Form.TEXT)
    pairs = found.difference.renamed
    return FindingsTable("renamed", "Perhaps only renamed", headings, tuple((a.table, a.row, b.row) for a, b in pairs),
                         "One row went and one came in the same table, and they say the same.")


def by_year(plan: Plan, measure: YearlyMeasure) -> Values:
    """Return a measure of a plan by year; years without it are left out."""
    values = {row.year: measure.of(row) for row in facts.yearly(plan)}
    return {year: float(amount) for year, amount in values.items() if amount is not None}


def largest_cost(a: Plan, b: Plan) -> float:
    """Return the largest yearly cost of two plans, by which rounding is judged."""
    return max((row.cost for plan in (a, b) for row in facts.yearly(plan)), default=0.0)


def change_by_year(a: Plan, b: Plan, measure: YearlyMeasure) -> Values:
    """Return B less A for the years that both have; what cannot be told from rounding is 0."""
    old, new = by_year(a, measure), by_year(b, measure)
    largest = max((*old.values(), *new.values()), default=0.0)
    size = {Form.SHARE: 1.0, Form.MONEY: largest_cost(a, b)}.get(measure.kind, largest)
    found = {year: new[year] - old[year] for year in sorted(old.keys() & new.keys())}
    return {year: 0.0 if abs(amount) < measure.least * size else amount for year, amount in found.items()}


def measures(a: Plan, b: Plan) -> tuple[YearlyMeasure, ...]:
    """Return the measures in which two plans can be compared: money only in one currency."""
    return tuple(m for m in MEASURES if m.kind is not Form.MONEY or a.currency == b.currency)


def answer_changes(a: Plan, b: Plan) -> FindingsTable:
    """Return by year how the answer changes."""
    compared = measures(a, b)
    found = [change_by_year(a, b, measure) for measure in compared]
    headings = (Heading("year", "Year", Form.YEAR), *(
        Heading(m.name, *_apart(m.heading, m.kind),
                f"{m.heading} of B less that of A; 0 where they differ by no more than rounding.") for m in compared
    ))
    years = sorted(set(a.years) & set(b.years))
    rows = tuple((year, *(values.get(year) for values in found)) for year in years)
    return FindingsTable("answer_changes", "How the answer changes, B less A", headings, rows)


def _apart(text: str, kind: Form) -> tuple[str, Form]:
    """Return heading and form of a difference: shares differ by points, not by per cent."""
    return (f"{text} (points)", Form.POINTS) if kind is Form.SHARE else (text, kind)


def answers(a: Plan, b: Plan) -> FindingsTable:
    """Return the answer of each version by year, one below the other."""
    compared = measures(a, b)
    headings = (Heading("year", "Year", Form.YEAR), Heading("version", "Version", Form.TEXT),
                *(Heading(m.name, m.heading, m.kind) for m in compared))
    values = {name: [by_year(plan, measure) for measure in compared] for name, plan in (("A", a), ("B", b))}
    rows = tuple(
        (year, name, *(found.get(year) for found in values[name]))
        for year in sorted({*a.years, *b.years}) for name, plan in (("A", a), ("B", b)) if year in plan.years
    )
    return FindingsTable("answers", "The answer of each version", headings, rows)


def indicator_tables(a: Plan, b: Plan) -> list[FindingsTable]:
    """Return the indicators that changed, each in the year of its largest change, those that changed most first."""
    found: dict[Form, list[tuple[float, Cells]]] = {Form.SHARE: [], Form.MONEY: [], Form.NUMBER: []}
    for indicator in INDICATORS:
        if indicator.name in _ELSEWHERE:
            continue
        if indicator.unit.startswith("currency") and a.currency != b.currency:
            continue
        kind = Form.SHARE if indicator.is_share else Form.MONEY if indicator.unit == "currency" else Form.NUMBER
        old, new = facts.indicator(a, indicator.name), facts.indicator(b, indicator.name)
        size = max(map(abs, (*old.values(), *new.values())), default=0.0)
        least = SEEN if kind is Form.SHARE else PEOPLE_APART * size
        shifts = {year: new[year] - old[year] for year in sorted(old.keys() & new.keys())}
        year = max(shifts, key=lambda year: abs(shifts[year]), default=None)
        if year is None or abs(shifts[year]) < max(least, 1e-12):
            continue
        row = (indicator.label, year, old[year], new[year], shifts[year], indicator.unit.replace("currency", a.currency))
        found[kind].append((abs(shifts[year]) / (1.0 if kind is Form.SHARE else size), row))
    titles = {Form.SHARE: "Shares that changed most", Form.MONEY: "Amounts that changed most",
              Form.NUMBER: "Other indicators that changed most"}
    return [
        FindingsTable(f"indicators_{kind}", titles[kind], _indicator_headings(kind), tuple(
            row for _, row in sorted(rows, key=lambda item: -item[0])[:MOST_INDICATORS]
        ), "The year is that of the largest change.")
        for kind, rows in found.items() if rows
    ]


def _indicator_headings(kind: Form) -> tuple[Heading, ...]:
    return (
        Heading("indicator", "Indicator", Form.TEXT), Heading("year", "Year", Form.YEAR), Heading("a", "A", kind),
        Heading("b", "B", kind), Heading("change", *_apart("Change", kind)),
        Heading("unit", "Unit", Form.TEXT),
    )


def alone(found: Versions) -> FindingsTable:
    """Return what each changed table does by itself."""
    headings = (
        Heading("table", "Table", Form.TEXT),
        *(Heading(m.name, m.heading, Form.MONEY, f"{m.heading} of A with this table of B, less that of A.")
          for m in MEASURES if m.kind is Form.MONEY),
        Heading("coverage", *_apart("Coverage, last year", Form.SHARE), "Coverage of the last year, less that of A."),
    )
    least = 0.0 if found.plan_a is None else MONEY_APART * largest_cost(found.plan_a, found.plan_a)

    def told(amount: float | None, least: float) -> float | None:
        return 0.0 if amount is not None and abs(amount) < least else amount

    rows = tuple((
        one.table, *(told(amount, least) for amount in (one.cost, one.own, one.donors, one.missing)),
        told(one.coverage, SEEN),
    ) for one in found.alone)
    return FindingsTable("alone", "What each changed table does by itself", headings, rows,
                         "A with one table of B at a time, over the years that both show; effects need not add up. Blank: "
                         "the table does not fit A or changes its currency, or hard limits then contradict one another.")


def largest(cells: tuple[CellChange, ...]) -> list[tuple[float, tuple[CellChange, ...]]]:
    """Return changed numbers, the cells of one row together, with the largest relative change, largest first."""
    grouped: dict[tuple[object, ...], list[CellChange]] = {}
    for cell in cells:
        years = BY_NAME[cell.table].years is not None and cell.column.isdecimal()
        grouped.setdefault((cell.table, cell.key, "" if years else cell.column), []).append(cell)
    sized = [(max(_size(cell) for cell in group), tuple(group)) for group in grouped.values()]
    return sorted((item for item in sized if item[0] > 0.0), key=lambda item: -item[0])


def _size(cell: CellChange) -> float:
    """Return the size of a change: up to 2 for numbers, 1 for one that comes or goes, 0.5 for choices, least for texts."""
    if cell.is_silent:
        return 0.0
    if column_of(BY_NAME[cell.table], cell.key, cell.column).kind is Kind.TEXT:
        return 1e-9
    if cell.change is None:
        return 1.0 if is_number(cell.old) or is_number(cell.new) else 0.5
    if cell.relative is None and cell.old:  # a year
        return 0.75
    numbers = [abs(float(number)) for number in (cell.old, cell.new) if isinstance(number, (int, float))]
    return abs(cell.change) / max(numbers)
