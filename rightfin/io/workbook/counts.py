"""What is counted about each table on the sheet ``check``: a formula, and the number that it gives as written.

Every count is at least as strict as ``rightfin check``: what it finds fault with may be read all the same, such as a
number typed as text. Formulas use what both Excel and LibreOffice know.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rightfin.case.case import NATIONAL
from rightfin.case.cell import FIRST_YEAR, LAST_YEAR
from rightfin.io.workbook.lists import PLAN_BASE, PLAN_END, named
from rightfin.io.workbook.place import Placed, needed
from rightfin.schema import Blank, Column, Kind, Value

LONG = 1_500
"""Rows from which on repeated keys are left to ``rightfin check``: comparing all with all would make Excel slow."""

LONG_TEXT = 200
"""Characters of a text in a key that are compared; Excel cannot count longer ones."""

NUMERIC = (Kind.NUMBER, Kind.SHARE, Kind.INTEGER, Kind.YEAR)
_COMPARE = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}
_BOOLEAN_WORDS = ("true", "false", "yes", "no", "1", "0")


@dataclass(frozen=True)
class Count:
    """A formula, without its equals sign, and what it gives for the values as written."""

    formula: str
    stored: int


@dataclass(frozen=True)
class Sheets:
    """All sheets of tables by name, with base and end year of the settings, 0 where they do not say."""

    placed: Mapping[str, Placed]
    base: int
    end: int

    @property
    def planned(self) -> range:
        """The planning years, empty where the settings do not say."""
        return range(self.base + 1, self.end + 1) if self.base else range(0)


def count_rows(found: Placed, sheets: Sheets) -> Count:
    """Rows that are filled: those with a key, notes left out; of settings and series those with a value."""
    key = found.cells(found.table.key[0])
    if found.table.entries:
        total = _sum([f"(LEN({found.cells(name)})>0)" for name in _own(found)])
        given = sum(row[0] is not None and any(row[found.names.index(name)] is not None for name in _own(found))
                    for row in found.rows)
        return Count(f"SUMPRODUCT(--(({total or 0})*(LEN({key})>0)>0))", given)
    return Count(f"SUMPRODUCT({_filled(found)})", len(_rows(found)))


def count_missing(found: Placed, sheets: Sheets) -> Count:
    """Cells that are needed and blank; an empty table that is needed counts as one."""
    table = found.table
    if table.entries:
        return _missing_entries(found)
    first, *others = table.key
    names = [*(part for part in others if table.column(part).required), *needed(table)]
    terms, stored = [], 0
    if names:
        terms.append(f"SUMPRODUCT({_filled(found)}*({_sum([f'(LEN(TRIM({found.cells(name)}))=0)' for name in names])}))")
        stored = sum(value is None for name in names for value in _down(found, _rows(found), name))
    rest = [name for name in found.names if name != first]
    terms.append(f"SUMPRODUCT((LEN({found.cells(first)})=0)*(({_sum([f'(LEN({found.cells(n)})>0)' for n in rest])})>0))")
    stored += sum(row[0] is None and any(value is not None for value in row) for row in found.rows)
    if table.required:
        terms.append(f"(SUMPRODUCT({_filled(found)})=0)")
        stored += not _rows(found)
    return Count(_sum(terms), stored)


def count_unmatched(found: Placed, sheets: Sheets) -> Count | None:
    """Names that are in no row of the table they refer to."""
    terms, stored = [], 0
    for column in found.table.columns:
        if column.kind is not Kind.REFERENCE:
            continue
        target = sheets.placed[column.refers_to]
        ids, cells = target.cells(target.table.key[0]), found.cells(column.name)
        matched = f"({named(ids, cells)}>0)*EXACT({cells},LOWER({cells}))"
        known = {str(value).casefold() for value in target.values(target.table.key[0]) if value is not None}
        if column.wildcard:
            open_ = f'*({cells}<>"*")'
        else:
            open_, matched = "", f'({cells}<>"*")*{matched}'
        if column.refers_to == "regions":
            open_ += f'*(1-({cells}="{NATIONAL}")*(COUNTA({ids})=0))'
        terms.append(f"SUMPRODUCT({_filled(found)}*(LEN({cells})>0){open_}*(1-{matched}))")
        for row in _rows(found):
            name = row[found.names.index(column.name)]
            allowed = (name == "*" and column.wildcard) or (
                column.refers_to == "regions" and name == NATIONAL and not known)
            stored += name is not None and not allowed and not (str(name) in known and str(name) == str(name).lower())
    return Count(_sum(terms), stored) if terms else None


def count_repeated(found: Placed, sheets: Sheets) -> Count | None:
    """Rows whose key another row has as well; ``None`` for a table too long to compare all rows with all."""
    if len(found.rows) > LONG:
        return None
    pairs = ",".join(f"{found.cells(part)},{_criterion(found.column(part), found.cells(part))}" for part in found.table.key)
    keys = [tuple(_compared(row[found.names.index(part)]) for part in found.table.key) for row in _rows(found)]
    often = Counter(keys)
    long = {key for key in often if any(len(part) > LONG_TEXT for part in key)}
    return Count(f"SUMPRODUCT({_filled(found)}*(COUNTIFS({pairs})>1))",
                 sum(often[key] > 1 and key not in long for key in keys))


def count_texts(found: Placed, sheets: Sheets) -> Count | None:
    """Cells that hold something other than a number where a number belongs."""
    table = found.table
    if table.name == "settings":
        names = [entry.name for entry in table.entries if entry.kind in NUMERIC]
        key, value = found.cells("key"), found.cells("value")
        stored = sum(row[0] in names and _is_text(row[1]) for row in found.rows)
        return Count(f"SUMPRODUCT(ISNUMBER(MATCH({key},{_array(names)},0))*(LEN({value})>0)*(1-ISNUMBER({value})))", stored)
    numeric = [name for name in found.names if found.column(name).kind in NUMERIC]
    if not numeric:
        return None
    terms = [f"SUMPRODUCT({_filled(found)}*(LEN(TRIM({cells}))>0)*(1-ISNUMBER({cells})))"
             for cells in (found.cells(run[0], run[-1]) for run in _runs(found, numeric, lambda name: 0))]
    rows = _rows(found)
    stored = sum(isinstance(value, (str, bool)) for name in numeric for value in _down(found, rows, name))
    return Count(_sum(terms), stored)


def count_outside(found: Placed, sheets: Sheets) -> Count | None:
    """Values that are not allowed: numbers outside their bounds, choices that are none."""
    if found.table.entries:
        return _outside_entries(found)
    terms, stored, rows = [], 0, _rows(found)
    bounded = [name for name in found.names if _outside("x", found.column(name))]
    for run in _runs(found, bounded, lambda name: _outside("x", found.column(name))):
        cells = found.cells(run[0], run[-1])
        terms.append(f"SUMPRODUCT({_filled(found)}*ISNUMBER({cells})*(({_outside(cells, found.column(run[0]))})>0))")
        bounds = _bounds(found.column(run[0]))
        stored += sum(_is_outside(value, bounds) for name in run for value in _down(found, rows, name))
    for column in found.table.columns:
        if column.kind in (Kind.CHOICE, Kind.BOOLEAN):
            terms.append(f"SUMPRODUCT({_filled(found)}*{_no_choice(found.cells(column.name), column)})")
            stored += sum(_is_no_choice(value, column) for value in _down(found, rows, column.name))
    return Count(_sum(terms), stored) if terms else None


def count_absent_years(found: Placed, sheets: Sheets) -> Count | None:
    """Years of the plan without a column, in tables in which a blank year is an error; 0 while the table is empty."""
    if found.table.years is None or found.table.years.blank is not Blank.ERROR or not found.years:
        return None
    heads = f'{found.heads(found.years[0], found.years[-1])}&""'
    inside = f"SUMPRODUCT(({heads}>={_FIRST})*({heads}<={_LAST}))"
    formula = (f"IF(AND({PLAN_BASE}>0,{PLAN_END}>{PLAN_BASE},SUMPRODUCT({_filled(found)})>0),"
               f"{PLAN_END}-{PLAN_BASE}-{inside},0)")
    missing = sum(str(year) not in found.years for year in sheets.planned)
    return Count(formula, missing if _rows(found) else 0)


def count_blank_years(found: Placed, sheets: Sheets) -> Count | None:
    """Amounts of planning years left blank where 0 must be typed; in demand, rows whose first year is blank."""
    table = found.table
    if table.years is None or not found.years or not (table.years.blank is Blank.ERROR or table.years.first_required):
        return None
    if table.years.first_required:
        given = _sum([f'(LEN({found.cells(year)})>0)*({found.heads(year, year)}&""<={_FIRST})' for year in found.years])
        early = [year for year in found.years if int(year) <= sheets.base + 1]
        stored = sum(all(row[found.names.index(year)] is None for year in early) for row in _rows(found))
        return Count(f"IF({PLAN_BASE}>0,SUMPRODUCT({_filled(found)}*(({given})=0)),0)", stored if sheets.base else 0)
    cells, heads = found.cells(found.years[0], found.years[-1]), f'{found.heads(found.years[0], found.years[-1])}&""'
    planned = [year for year in found.years if int(year) in sheets.planned]
    rows = _rows(found)
    stored = sum(value is None for year in planned for value in _down(found, rows, year))
    return Count(f"SUMPRODUCT({_filled(found)}*(LEN({cells})=0)*({heads}>={_FIRST})*({heads}<={_LAST})*({PLAN_BASE}>0))",
                 stored)


def count_below(found: Placed, sheets: Sheets) -> Count:
    """Rows below the table, which are read but not looked at here."""
    return Count(f"COUNTA({found.below(found.table.key[0])})", 0)


_FIRST, _LAST = f'TEXT({PLAN_BASE}+1,"0")', f'TEXT({PLAN_END},"0")'


def _own(found: Placed) -> tuple[str, ...]:
    """Return the columns in which a setting or series is given."""
    return found.years if found.table.years is not None else ("value",)


def _filled(found: Placed) -> str:
    """Return the factor that is 1 in rows with a key and 0 in blank ones and notes."""
    key = found.cells(found.table.key[0])
    return f'(LEN({key})>0)*(LEFT({key},1)<>"#")'


def _rows(found: Placed) -> list[tuple[Value, ...]]:
    place = found.names.index(found.table.key[0])
    return [row for row in found.rows if row[place] is not None and not str(row[place]).startswith("#")]


def _down(found: Placed, rows: Sequence[tuple[Value, ...]], name: str) -> Iterator[Value]:
    """Yield what rows have in a column."""
    return map(operator.itemgetter(found.names.index(name)), rows)


def _runs(found: Placed, names: list[str], like: Callable[[str], object]) -> Iterator[list[str]]:
    """Yield columns that stand side by side and are alike, so that one formula looks at all of them."""
    places = [(found.names.index(name), name) for name in names]
    numbered = [(place - at, like(name), name) for at, (place, name) in enumerate(sorted(places))]
    for _, run in groupby(numbered, key=lambda item: item[:2]):
        yield [name for _, _, name in run]


def _missing_entries(found: Placed) -> Count:
    key, terms, stored = found.cells(found.table.key[0]), [], 0
    first, last = (_own(found)[0], _own(found)[-1]) if _own(found) else ("source", "source")
    cells = found.cells(first, last)
    for entry in found.table.entries:
        if entry.required:
            terms.append(f'(SUMPRODUCT(({key}="{entry.name}")*(LEN({cells})>0))=0)')
            stored += not any(row[0] == entry.name and row[found.names.index(name)] is not None
                              for row in found.rows for name in _own(found))
    return Count(_sum(terms), stored)


def _outside_entries(found: Placed) -> Count:
    """Count values outside the bounds of their setting or series; of exchange rates those of third currencies too."""
    key, terms, stored = found.cells(found.table.key[0]), [], 0
    own = _own(found)
    cells = found.cells(own[0], own[-1]) if own else found.cells("source")
    for entry in found.table.entries:
        words = _outside(cells, entry)
        row = f'(LEFT({key},{len(entry.name)})="{entry.name}")' if entry.coded else f'({key}="{entry.name}")'
        if words:
            terms.append(f"SUMPRODUCT({row}*ISNUMBER({cells})*(({words})>0))")
        if entry.kind in (Kind.CHOICE, Kind.BOOLEAN):
            terms.append(f"SUMPRODUCT({row}*{_no_choice(cells, entry)})")
        for values in found.rows:
            if values[0] == entry.name or (entry.coded and str(values[0]).startswith(entry.name)):
                given = [values[found.names.index(name)] for name in own]
                stored += sum(_is_outside(value, _bounds(entry)) or _is_no_choice(value, entry) for value in given)
    return Count(_sum(terms), stored)


def _bounds(column: Column) -> list[tuple[str, float]]:
    """Return the bounds of a column, each with the sign that a value outside it has."""
    if column.kind not in NUMERIC:
        return []
    low = FIRST_YEAR if column.kind is Kind.YEAR and column.minimum is None else column.minimum
    high = LAST_YEAR if column.kind is Kind.YEAR and column.maximum is None else column.maximum
    named = (("<", low), (">", high), ("<=", column.above), (">=", column.below))
    return [(sign, bound) for sign, bound in named if bound is not None]


def _outside(cells: str, column: Column) -> str:
    """Return the sum that is above 0 for numbers outside the bounds; empty for a column without bounds."""
    return _sum([f"({cells}{sign}{bound:g})" for sign, bound in _bounds(column)])


def _is_outside(value: Value, bounds: Sequence[tuple[str, float]]) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return any(_COMPARE[sign](value, bound) for sign, bound in bounds)


def _no_choice(cells: str, column: Column) -> str:
    """Return the factor that is 1 where a cell holds something that is no choice."""
    if column.kind is Kind.BOOLEAN:
        return f'(LEN({cells})>0)*(1-ISLOGICAL({cells}))*ISNA(MATCH(LOWER({cells}&""),{_array(_BOOLEAN_WORDS)},0))'
    words = (*column.choices, *(("*",) if column.wildcard else ()))
    return f'(LEN({cells})>0)*ISNA(MATCH(LOWER(TRIM({cells}&"")),{_array(words)},0))'


def _is_no_choice(value: Value, column: Column) -> bool:
    if value is None or isinstance(value, bool):
        return False
    word = str(value).strip().lower()
    if column.kind is Kind.CHOICE:
        return word not in column.choices and not (word == "*" and column.wildcard)
    return column.kind is Kind.BOOLEAN and word not in _BOOLEAN_WORDS


def _is_text(value: Value) -> bool:
    return isinstance(value, (str, bool))


def _compared(value: Value) -> str:
    """Return a part of a key as a spreadsheet compares it: without regard to capitals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).casefold()


def _criterion(column: Column, cells: str) -> str:
    """Return what a key is looked for by: exactly, whatever signs with a meaning of their own it holds."""
    if column.kind not in (Kind.TEXT, Kind.ANY, Kind.CHOICE, Kind.REFERENCE):
        return f'"="&{cells}'
    text = f"LEFT({cells},{LONG_TEXT})" if column.kind is Kind.TEXT else cells
    for sign in "~*?":
        text = f'SUBSTITUTE({text},"{sign}","~{sign}")'
    return f'"="&{text}'


def _array(words: list[str] | tuple[str, ...]) -> str:
    return "{" + ",".join(f'"{word}"' for word in words) + "}"


def _sum(terms: list[str]) -> str:
    return "+".join(terms)
