"""What donors mark and what the case aims at: earmarks with what is spent there, targets with what is reached, by year."""

from __future__ import annotations

from typing import NamedTuple

from rightfin.report.words.shortfalls import TARGET_UNITS
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine, wide, worked
from rightfin.report.workbook.verdict import verdict_line
from rightfin.result.thresholds import Relation

Values = tuple[float | None, ...]
"""A value for each year of the plan; ``None`` where there is none."""


class _Course(NamedTuple):
    """One earmark or target over the years: its key, what is reserved, allowed or asked, and what the plan does."""

    key: tuple[str, ...]
    asked: Values
    done: Values


def earmarks_sheet(figures: Figures) -> None:
    """Write what a donor pays on the scope of each earmark beside its amount; for a reserve also what lapses of it."""
    book, donors = figures.book, figures.donors()
    sheet = book.sheet(
        "Earmarked money",
        f"What donors pay where their money is limited or reserved, after fees, in {book.scale.unit}, current prices.",
        ("Earmark", "Donor", "Line", *figures.headings),
        (26, wide(donors.values()), 22, 11),
    )
    row = HEADER_ROW + 1
    for key, amount, spent in _courses(figures, "earmarks", ("earmark", "donor", "bound", "amount", "spent")):
        texts, reserves = (key[0], donors.get(key[1], key[1])), key[2] == "min"
        row = book.block(sheet, row, texts[0], [], "money")
        limit = YearLine((*texts, "Reserve" if reserves else "Limit"), _scaled(figures, amount))
        whole = book.line(sheet, row, limit, "money")
        part = book.line(sheet, row + 1, YearLine((*texts, "Spent"), _scaled(figures, spent)), "money")
        if reserves:
            book.line(sheet, row + 2, _short((*texts, "Unspent, lapses"), sheet.name, whole, part), "money")
        else:
            verdict_line(book, sheet, row + 2, (*texts, "Kept"), part, whole, Relation.AT_MOST)
        row += 4
    book.fit(sheet)


def targets_sheet(figures: Figures) -> None:
    """Write what each target asks, what the plan reaches and by how much it misses, in the unit of its measure."""
    book = figures.book
    sheet = book.sheet(
        "Targets reached",
        "How many people there should be, or should join, and how many the plan reaches.",
        ("Target", "Unit", "Line", *figures.headings),
        (26, 28, 22, 11),
    )
    row = HEADER_ROW + 1
    for key, wanted, reached in _courses(figures, "targets", ("target", "measure", "relation", "asked", "found")):
        texts, kind = (key[0], TARGET_UNITS[key[1]]), "units" if key[1] == "per_100k" else "people"
        row = book.block(sheet, row, texts[0], [], kind)
        asked = book.line(sheet, row, YearLine((*texts, f"Asked, {key[2].replace('_', ' ')}"), wanted), kind)
        found = book.line(sheet, row + 1, YearLine((*texts, "Reached"), reached), kind)
        sides = (asked, found) if key[2] == "at_least" else (found, asked)
        book.line(sheet, row + 2, _short((*texts, "Missed by"), sheet.name, *sides), kind)
        row += 4
    book.fit(sheet)


def _courses(figures: Figures, table: str, columns: tuple[str, ...]) -> list[_Course]:
    """Return the last two columns of a table over the years shown by the columns before them, in the order of the table."""
    found: dict[tuple[str, ...], dict[int, tuple[float, float]]] = {}
    for row in figures.plan.tables[table].records():
        *key, asked, done = (row[name] for name in columns)
        found.setdefault(tuple(map(str, key)), {})[int(row["year"])] = float(asked), float(done)
    return [
        _Course(key, *(tuple(of[year][side] if year in of else None for year in figures.plan.years) for side in (0, 1)))
        for key, of in found.items()
    ]


def _scaled(figures: Figures, amounts: Values) -> Values:
    return tuple(None if amount is None else figures.book.scale.of(amount) for amount in amounts)


def _short(texts: tuple[str, ...], sheet: str, whole: PlacedLine, part: PlacedLine) -> YearLine:
    """Return a line of what ``part`` is below ``whole``, 0 where it is not, empty in years without either."""
    def work(most: float | None, some: float | None) -> float | None:
        return None if most is None or some is None else max(most - some, 0.0)

    def write(most: str, some: str) -> str:
        return f'IF(AND(ISNUMBER({most}),ISNUMBER({some})),IF({most}>{some},{most}-{some},0),"")'

    return worked(texts, sheet, [whole, part], write, work)
