"""What is counted about each table on the sheet ``check``: formulas, each with the number that it gives as written.

Every count is at least as strict as ``rightfin check``: what it finds fault with may be read all the same, such as a
number typed as text. Formulas use what both Excel and LibreOffice know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from rightfin.case.case import NATIONAL
from rightfin.case.cell import FIRST_YEAR, LAST_YEAR
from rightfin.io.workbook.lists import PLAN_BASE, PLAN_END, WITHOUT_ROW, named, plan_year
from rightfin.io.workbook.place import Placed, needed
from rightfin.io.xlsx.formula import (
    Formula,
    added,
    as_number,
    both,
    choose,
    constant,
    count_given,
    count_ifs,
    exact,
    is_blank,
    is_given,
    is_logical,
    is_missing,
    is_numeric,
    left,
    listed,
    lower,
    matched,
    substitute,
    sum_product,
    trimmed,
    whole_text,
)
from rightfin.schema import Blank, Column, Kind, YearStyle

LONG = 1_500
"""Rows from which on repeated keys are left to ``rightfin check``: comparing all with all would make Excel slow."""

LONG_TEXT = 200
"""Characters of a text in a key that are compared; Excel cannot count longer ones."""

NUMERIC = (Kind.NUMBER, Kind.SHARE, Kind.INTEGER, Kind.YEAR)
_BOOLEAN_WORDS = ("true", "false", "yes", "no", "1", "0")


@dataclass(frozen=True)
class Sheets:
    """All sheets of tables by name, with base and end year as the settings say them."""

    placed: Mapping[str, Placed]

    @cached_property
    def base(self) -> Formula:
        """The base year, 0 where the settings do not say."""
        return Formula(PLAN_BASE, plan_year(self.placed["settings"], "base_year").columns)

    @cached_property
    def end(self) -> Formula:
        """The end year, 0 where the settings do not say."""
        return Formula(PLAN_END, plan_year(self.placed["settings"], "end_year").columns)

    def is_planned(self, heads: Formula) -> Formula:
        """Return what is 1 under headings that are planning years."""
        years = heads & ""
        return (years >= self.written(self.base + 1)) * (years <= self.written(self.end))

    def written(self, year: Formula) -> Formula:
        """Return the number of a year as headings write it."""
        style = self.placed["settings"].style
        if style is YearStyle.PLAIN:
            return whole_text(year)
        texts = [[style.text(int(number)) for number in column] for column in year.columns]
        return Formula(style.formula(year.words), texts)


def count_rows(found: Placed, sheets: Sheets) -> Formula:
    """Rows that are filled: those with a key, notes left out; of settings and series those with a value."""
    if found.table.entries:
        given = added(is_given(found.cells(name)) for name in _own(found))
        return sum_product(as_number(given * is_given(_key(found)) > 0))
    return sum_product(found.filled)


def count_missing(found: Placed, sheets: Sheets) -> Formula:
    """Cells that are needed and blank, and said nowhere else; an empty table that is needed counts as one."""
    table = found.table
    if table.entries:
        cells = _block(found, _own(found) or ("source",))
        return added(sum_product(_key(found).equals(entry.name) * is_given(cells)).equals(0)
                     for entry in table.entries if entry.required)
    first, *others = table.key
    terms = []
    if names := [*(part for part in others if table.column(part).required), *needed(table)]:
        terms.append(sum_product(found.filled * added(is_blank(found.cells(name), spaces=False) for name in names)))
    for column in table.value_columns:
        if column.or_in:
            elsewhere = added(named(_key(sheets.placed[name]), _key(found)) for name in column.or_in)
            terms.append(sum_product(found.filled * is_blank(found.cells(column.name), spaces=False) * elsewhere.equals(0)))
    rest = added(is_given(found.cells(name)) for name in found.names if name != first)
    terms.append(sum_product(is_blank(found.cells(first)) * (rest > 0)))
    if table.required:
        terms.append(sum_product(found.filled).equals(0))
    return added(terms)


def count_unmatched(found: Placed, sheets: Sheets) -> Formula | None:
    """Names that are in no row of the table they refer to."""
    terms = []
    for column in found.table.columns:
        if column.kind is not Kind.REFERENCE:
            continue
        ids, cells = _key(sheets.placed[column.refers_to]), found.cells(column.name)
        no_star = cells.compared("<>", "*")
        known = (named(ids, cells) > 0) * exact(cells, lower(cells))
        asked = found.filled * is_given(cells)
        if column.wildcard:
            asked *= no_star
        else:
            known = no_star * known
        if column.refers_to in WITHOUT_ROW:
            asked *= 1 - exact(cells, constant(WITHOUT_ROW[column.refers_to]))
        if column.refers_to == "regions":
            asked *= 1 - cells.equals(NATIONAL) * count_given(ids).equals(0)
        terms.append(sum_product(asked * (1 - known)))
    return added(terms) if terms else None


def count_repeated(found: Placed, sheets: Sheets) -> Formula | None:
    """Rows whose key another row has as well; ``None`` for a table too long to compare all rows with all."""
    if len(found.rows) > LONG:
        return None
    keys = [(found.column(part), found.cells(part)) for part in found.table.key]
    pairs = (part for column, cells in keys for part in (cells, _criterion(column, cells)))
    return sum_product(found.filled * (count_ifs(*pairs) > 1))


def count_texts(found: Placed, sheets: Sheets) -> Formula | None:
    """Cells that hold something other than a number where a number belongs; years of a case that writes them so may."""
    if found.table.name == "settings":
        value = found.cells("value")
        terms = [(_has_years(run), is_numeric(matched(_key(found), listed([entry.name for entry in run])))
                  * is_given(value) * (1 - is_numeric(value))) for run in _years_apart(found.entries)]
    else:
        numeric = [found.column(name) for name in found.names if found.column(name).kind in NUMERIC]
        runs = (run for alike in _years_apart(numeric)
                for run in _runs(found, [column.name for column in alike], lambda name: 0))
        terms = []
        for run in runs:
            cells = _block(found, run)
            terms.append((found.column(run[0]).kind is Kind.YEAR,
                          found.filled * is_given(cells, spaces=False) * (1 - is_numeric(cells))))
    plain = 1 - _writes_years(sheets)
    counts = [sum_product(wrong) * plain if of_years else sum_product(wrong) for of_years, wrong in terms]
    return added(counts) if counts else None


def _years_apart(columns: Iterable[Column]) -> list[list[Column]]:
    """Return the columns that hold numbers, those that hold years apart from all others; no group is empty."""
    numeric = [column for column in columns if column.kind in NUMERIC]
    years = [column for column in numeric if column.kind is Kind.YEAR]
    return [group for group in ([column for column in numeric if column.kind is not Kind.YEAR], years) if group]


def _has_years(columns: Sequence[Column]) -> bool:
    return columns[0].kind is Kind.YEAR


def _writes_years(sheets: Sheets) -> Formula:
    """Return whether the settings name a form of years that is not four digits."""
    settings = sheets.placed["settings"]
    value = settings.cells("value")
    return sum_product(_key(settings).equals("year_form") * is_given(value) * (value & "").compared("<>", "2026")) > 0


def count_outside(found: Placed, sheets: Sheets) -> Formula | None:
    """Values that are not allowed: numbers outside their bounds, choices that are none."""
    if found.table.entries:
        return added(_outside_entries(found))
    terms = []
    bounded = [name for name in found.names if _bounds(found.column(name))]
    for run in _runs(found, bounded, lambda name: _bounds(found.column(name))):
        cells = _block(found, run)
        outside = _outside(cells, _bounds(found.column(run[0]))) > 0
        terms.append(sum_product(found.filled * is_numeric(cells) * outside))
    for column in found.table.columns:
        if column.kind in (Kind.CHOICE, Kind.BOOLEAN):
            terms.append(sum_product(found.filled * _no_choice(found.cells(column.name), column)))
    return added(terms) if terms else None


def count_absent_years(found: Placed, sheets: Sheets) -> Formula | None:
    """Years of the plan without a column, in tables in which a blank year is an error; 0 while the table is empty."""
    if found.table.years is None or found.table.years.blank is not Blank.ERROR or not found.years:
        return None
    base, end = sheets.base, sheets.end
    inside = sum_product(sheets.is_planned(found.heads(found.years[0], found.years[-1])))
    return choose(both(base > 0, end > base, sum_product(found.filled) > 0), end - base - inside, 0)


def count_blank_years(found: Placed, sheets: Sheets) -> Formula | None:
    """Amounts of planning years left blank where 0 must be typed; in demand, rows whose first year is blank."""
    years = found.table.years
    if years is None or not found.years or not (years.blank is Blank.ERROR or years.first_required):
        return None
    if years.first_required:
        first = sheets.written(sheets.base + 1)
        given = added(is_given(found.cells(year)) * ((found.heads(year, year) & "") <= first) for year in found.years)
        return choose(sheets.base > 0, sum_product(found.filled * given.equals(0)), 0)
    planned = sheets.is_planned(found.heads(found.years[0], found.years[-1]))
    return sum_product(found.filled * is_blank(_block(found, found.years)) * planned * (sheets.base > 0))


def count_below(found: Placed, sheets: Sheets) -> Formula:
    """Rows below the table, which are read but not looked at here."""
    return count_given(found.below(found.table.key[0]))


def _own(found: Placed) -> tuple[str, ...]:
    """Return the columns in which a setting or series is given."""
    return found.years if found.table.years is not None else ("value",)


def _key(found: Placed) -> Formula:
    return found.cells(found.table.key[0])


def _block(found: Placed, names: tuple[str, ...] | list[str]) -> Formula:
    """Return columns that stand side by side."""
    return found.cells(names[0], names[-1])


def _runs(found: Placed, names: list[str], like: Callable[[str], object]) -> Iterator[list[str]]:
    """Yield columns that stand side by side and are alike, so that one formula looks at all of them."""
    places = [(found.names.index(name), name) for name in names]
    numbered = [(place - at, like(name), name) for at, (place, name) in enumerate(sorted(places))]
    for _, run in groupby(numbered, key=lambda item: item[:2]):
        yield [name for _, _, name in run]


def _outside_entries(found: Placed) -> Iterator[Formula]:
    """Count values outside the bounds of their setting or series; of exchange rates those of third currencies too."""
    key, cells = _key(found), _block(found, _own(found) or ("source",))
    numeric, outside = is_numeric(cells), cache(lambda *bounds: _outside(cells, bounds) > 0)
    for entry in found.entries:
        row = (left(key, len(entry.name)) if entry.coded else key).equals(entry.name)
        if bounds := _bounds(entry):
            yield sum_product(row * numeric * outside(*bounds))
        if entry.kind in (Kind.CHOICE, Kind.BOOLEAN):
            yield sum_product(row * _no_choice(cells, entry))


def _bounds(column: Column) -> list[tuple[str, float]]:
    """Return the bounds of a column, each with the sign that a value outside it has."""
    if column.kind not in NUMERIC:
        return []
    low = FIRST_YEAR if column.kind is Kind.YEAR and column.minimum is None else column.minimum
    high = LAST_YEAR if column.kind is Kind.YEAR and column.maximum is None else column.maximum
    named = (("<", low), (">", high), ("<=", column.above), (">=", column.below))
    return [(sign, bound) for sign, bound in named if bound is not None]


def _outside(cells: Formula, bounds: Sequence[tuple[str, float]]) -> Formula:
    """Return what is above 0 for numbers outside bounds."""
    return added(cells.compared(sign, bound) for sign, bound in bounds)


def _no_choice(cells: Formula, column: Column) -> Formula:
    """Return what is 1 where a cell holds something that is no choice."""
    if column.kind is Kind.BOOLEAN:
        unknown = is_missing(matched(lower(cells & ""), listed(_BOOLEAN_WORDS)))
        return is_given(cells) * (1 - is_logical(cells)) * unknown
    words = (*column.choices, *(("*",) if column.wildcard else ()))
    return is_given(cells) * is_missing(matched(lower(trimmed(cells & "")), listed(words)))


def _criterion(column: Column, cells: Formula) -> Formula:
    """Return what a key is looked for by: exactly, whatever signs with a meaning of their own it holds."""
    if column.kind in (Kind.TEXT, Kind.ANY, Kind.CHOICE, Kind.REFERENCE):
        if column.kind is Kind.TEXT:
            cells = left(cells, LONG_TEXT)
        for sign in "~*?":
            cells = substitute(cells, sign, f"~{sign}")
    return constant("=") & cells
