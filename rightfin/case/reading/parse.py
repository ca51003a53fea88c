"""From tables as they were found in files to a case: every cell checked, every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from rightfin.case.case import Case, CaseTable, key_text
from rightfin.case.cell import Fault, as_text, is_blank, is_note, printable, read_cell, shown
from rightfin.case.issue import YEAR_STYLE, Issue, Severity, in_style
from rightfin.case.nearest import choose
from rightfin.case.reading.header import Calendar, TablePlaces, cell_of, read_header, year_names
from rightfin.case.reading.merged_cells import merged_cells
from rightfin.case.reading.names import plain_name, table_name
from rightfin.case.reading.raw import RawCell, RawRow, RawTable
from rightfin.case.reading.three_decimals import three_decimals
from rightfin.case.reading.unread import YearTold, notes_issue, unknown_tables, years_issue
from rightfin.case.reading.year_heading import convention
from rightfin.schema import BY_NAME, COMPANIONS, TABLES, Blank, Column, Table, Value, YearStyle, YearValues, style_of

_TAIL = next(entry for entry in BY_NAME["settings"].entries if entry.name == "tail_years").default
"""Years of the tail where a case does not say."""

_COMPANIONS = frozenset(table.name for table in COMPANIONS)

MOST_LISTED = 1_000
"""Most problems of one table that are listed; a column of the wrong kind would otherwise give one for every row."""

_LONGEST_NAME = 300
"""Letters of a row's name that messages keep where its key cannot be read."""

Span = tuple[int, int] | None
"""Base year and end year, ``None`` while they are not known."""


@dataclass(frozen=True)
class Parsed:
    """What could be read: the case, every problem on the way, and where its cells stand.

    The case holds all rows whose key could be read; cells with a fault are blank in it. It is fit for use
    only if no issue is an error. ``companions`` are the tables that go with a case and are no part of it, as found.
    """

    case: Case
    issues: tuple[Issue, ...]
    positions: Mapping[str, TablePlaces]
    companions: tuple[RawTable, ...] = ()


@dataclass
class _Reading:
    """The state of reading one table; it does not leave this module."""

    table: Table
    raw: RawTable
    places: TablePlaces
    span: Span
    style: YearStyle
    records: list[dict[str, Value]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    merged: frozenset[tuple[int, int]] = frozenset()
    unlisted: int = 0
    notes: int = 0
    later: int = 0

    def report(
        self, code: str, message: str, remedy: str, row: str = "", column: str = "", cell: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add an issue about this table, or count it where too many are listed already."""
        if len(self.issues) >= MOST_LISTED:
            self.unlisted += 1
            return
        self.issues.append(Issue(code, message, remedy, self.table.name, row, column, cell, severity))

    def cell(self, row: RawRow, column: str) -> RawCell:
        """Return what a row holds in a column of the file; a row may be shorter than the header."""
        return row.at(self.places.columns[column])

    def told(self, year: str) -> str:
        """Return a year column as the case writes it."""
        return self.style.text(int(year))

    def lacks(self, row: RawRow, column: str) -> bool:
        """Return whether a cell is blank, and not because the reader could not read it or it lies in a merged range."""
        place = (row.number, self.places.columns[column])
        return is_blank(self.cell(row, column)) and place not in self.raw.notes and place not in self.merged

    def address(self, number: int, column: str) -> str:
        """Return the address of a cell; that of the row's key if the column is not in the file."""
        return cell_of(self.places, number, column)


def parse(raw: Iterable[RawTable]) -> Parsed:
    """Read a case from tables as they were found; never raises for bad input.

    Each cell is checked by the kind, bounds and choices of its column; keys, headers and required values by
    their table. Whether names refer to rows that exist, whether settings and series are given where they are
    needed, and whether the tables agree is for ``rightfin.case.checks``.
    """
    chosen, issues = _choose(raw := tuple(raw))
    companions = tuple(table for table in raw if table_name(table.name) in _COMPANIONS)
    del raw  # tables go as they are read, so that a large case is in memory once
    calendar: Calendar | None = None
    made: dict[str, CaseTable] = {}
    positions: dict[str, TablePlaces] = {}
    style = _style(chosen.get("settings"))
    notes: dict[str, int] = {}
    told: list[YearTold] = []
    for table in TABLES:
        if table.name not in chosen:
            continue
        reading = _read_table(table, chosen.pop(table.name), calendar, style)
        made[table.name] = CaseTable.make(table.name, reading.records)
        bare = replace(reading.raw, rows=(), notes={}, merged=())
        positions[table.name] = replace(reading.places, raw=bare, rows=MappingProxyType(reading.rows))
        issues += reading.issues
        notes[table.name] = reading.notes
        told += reading.places.told
        if table.name == "settings":
            calendar = _calendar(reading.records, chosen, style)
    tables = {table.name: made.get(table.name) or CaseTable.make(table.name, ()) for table in TABLES}
    issues += [*years_issue(told), *notes_issue(notes)]
    return Parsed(Case(MappingProxyType(tables)), in_style(issues, style), MappingProxyType(positions), companions)


def locate(issues: Iterable[Issue], positions: Mapping[str, TablePlaces]) -> tuple[Issue, ...]:
    """Return the issues with the address of the cell filled in, where table, row and column lead to one.

    Issues that already have a cell and those about rows that are not in the files stay as they are. Where
    the column is not in the file, the key of the row is pointed at.
    """
    found = []
    for issue in issues:
        places = positions.get(issue.table)
        number = places.rows.get(issue.row) if places else None
        if places and number is not None and not issue.cell:
            column = issue.column
            if not column and BY_NAME[issue.table].entries and "value" in places.columns:
                column = "value"
            found.append(replace(issue, cell=cell_of(places, number, column)))
        else:
            found.append(issue)
    return tuple(found)


def _choose(raw: Sequence[RawTable]) -> tuple[dict[str, RawTable], list[Issue]]:
    """Return the tables of the schema by name, with issues about unknown, repeated and missing ones."""
    chosen: dict[str, RawTable] = {}
    issues = unknown_tables(raw)
    for found in raw:
        name = table_name(found.name)
        if name not in BY_NAME:
            continue
        if name in chosen:
            both = f"{shown(chosen[name].name)} and {shown(found.name)}"
            issues.append(Issue("duplicate_table", f"The table {name} stands there twice, as {both}.",
                                "Keep one of them.", name))
        else:
            chosen[name] = found
    for table in TABLES:
        if table.required and table.name not in chosen:
            issues.append(Issue("missing_table", f"The table {table.name} is missing. {table.help}",
                                "Add it; a template shows its columns.", table=table.name))
    return chosen, issues


def _style(raw: RawTable | None) -> YearStyle:
    """Return how a case writes years, as its settings say before they are read: they hold years themselves."""
    names = [plain_name(heading) for heading in raw.header] if raw is not None else []
    if raw is None or "key" not in names or "value" not in names:
        return YearStyle.PLAIN
    key, value = names.index("key"), names.index("value")
    typed = (row.at(value) for row in raw.rows if plain_name(as_text(row.at(key))) == "year_form")
    return style_of(as_text(next(typed, None)))


def _calendar(
    settings: Iterable[Mapping[str, Value]], raw: Mapping[str, RawTable], style: YearStyle,
) -> Calendar | None:
    """Return base and end year if both are known and in order, and how headings count years; if not, the checks say so."""
    found = {row["key"]: row.get("value") for row in settings}
    base, end = found.get("base_year"), found.get("end_year")
    if not (isinstance(base, int) and isinstance(end, int) and base < end):
        return None
    headers = (table.header for name, table in raw.items() if BY_NAME[name].years is not None)
    tail = found.get("tail_years")
    length = _TAIL if tail is None else tail
    later = length if isinstance(length, int) and found.get("tail_as_typed") is True else 0
    return Calendar(base, end, convention(headers, base, end), style, later)


def _read_table(table: Table, raw: RawTable, calendar: Calendar | None, style: YearStyle) -> _Reading:
    places, issues = read_header(table, raw, calendar)
    merged, found = merged_cells(table.name, raw, places)
    span = (style.written(calendar.base), style.written(calendar.end)) if calendar is not None else None
    reading = _Reading(table, raw, places, span, style, issues=[*raw.remarks, *issues, *found], merged=merged,
                       later=0 if calendar is None else calendar.later)
    _report_damage(reading)
    if all(part in places.columns or part in table.key_defaults for part in table.key):
        _report_years(reading)
        for row in raw.rows:
            if is_note(row.at(places.first)):
                reading.notes += 1
            elif _is_given(reading, row):
                _read_row(reading, row)
        reading.issues += three_decimals(table, places, [row for row in raw.rows if not is_note(row.at(places.first))])
    errors = any(issue.severity is Severity.ERROR for issue in reading.issues)
    if table.required and not reading.records and not errors:
        reading.report("empty_table", f"The table has no rows. {table.help}", "Fill in at least one row.")
    if reading.unlisted:
        reading.issues.append(Issue("more_problems", f"{reading.unlisted:,} more problems of this table are not listed.",
                                    "Mend those that are; whole columns are often wrong in the same way.", table.name))
    return reading


def _report_damage(reading: _Reading) -> None:
    """Report what the reader met outside the rows: damage to a whole file, a row that could not be split."""
    read = {row.number for row in reading.raw.rows}
    damage = {place: text for place, text in reading.raw.notes.items() if place[0] not in read}
    for (number, index), text in sorted(damage.items()):
        message, _, remedy = text.partition("\n")
        reading.report("unreadable", message, remedy, cell=reading.raw.cell(number, index))


def _is_given(reading: _Reading, row: RawRow) -> bool:
    """Return whether a row is no note and holds something in a column that is read."""
    return not is_note(row.at(reading.places.first)) and not all(
        reading.lacks(row, column) for column in reading.places.columns)


def _report_years(reading: _Reading) -> None:
    """Report year columns that lie outside the plan or are needed and not there."""
    years, span, places = reading.table.years, reading.span, reading.places
    if years is None or span is None:
        return
    base, end = span
    last = end + reading.later if years.blank is Blank.CARRY else end
    found = year_names(places)
    given = [name for name in found if any(not is_blank(reading.cell(row, name)) for row in reading.raw.rows)]
    if given and not any(base <= int(name) <= end or (int(name) < base and years.earlier) for name in found):
        reading.report("years_elsewhere", f"No year of the table lies in the plan, {base} to {end}; they are "
                       f"{reading.told(found[0])} to {reading.told(found[-1])}.",
                       "Type years of the plan as headings, or change base_year or end_year in settings.", column=found[0],
                       cell=reading.raw.header_cell(places.columns[found[0]]))
        return
    for name in given:
        if base <= int(name) <= last or (int(name) < base and years.earlier):
            continue
        reading.report(
            "year_outside",
            f"The year {reading.told(name)} lies outside the plan, {base} to {end}; its values are not used.",
            "Correct the heading, change base_year or end_year in settings, or leave it.", column=name,
            cell=reading.raw.header_cell(places.columns[name]), severity=Severity.WARNING,
        )
    rows = any(_is_given(reading, row) for row in reading.raw.rows)
    missing = [str(year) for year in range(int(base) + 1, end + 1) if str(year) not in places.columns]
    untold = any(issue.code == YEAR_STYLE for issue in reading.issues)
    if missing and rows and years.blank is Blank.ERROR and not untold:
        reading.report("missing_years", f"The columns of the years {', '.join(map(reading.told, missing))} are missing.",
                       "Add them and type 0 if there is nothing in a year.", column=missing[0])


def _read_row(reading: _Reading, row: RawRow) -> None:
    """Read one row; it joins the records if its key is whole and new."""
    table, columns = reading.table, reading.places.columns
    name = printable("/".join(as_text(reading.cell(row, part)) for part in table.key if part in columns)[:_LONGEST_NAME])
    record: dict[str, Value] = {}
    whole = True
    for part in table.key:
        record[part] = _value(reading, row, name, table.column(part)) if part in columns else None
        if record[part] is None and (part not in columns or reading.lacks(row, part)):
            record[part] = table.key_defaults.get(part)
        if record[part] is None:
            whole = False
            if reading.lacks(row, part):
                reading.report("blank_key", f"{part} is blank, but it names the row.",
                               "Fill it in, or clear the row.", name, part, reading.address(row.number, part))
    entry = _entry(reading, row, name) if whole and table.entries else None
    known = not table.entries or entry is not None
    for column in table.value_columns:
        if column.name not in columns or (column.name == "value" and not known):
            continue
        spec = replace(entry, name="value") if entry is not None and column.name == "value" else column
        record[column.name] = _value(reading, row, name, spec)
        if spec.required and reading.lacks(row, column.name):
            what = entry.name if entry is not None and column.name == "value" else column.name
            reading.report("required", f"{what} is blank, but it is needed. {spec.help}", "Fill it in.", name,
                           column.name, reading.address(row.number, column.name))
    if table.years is not None and known:
        record.update(_read_years(reading, row, name, entry))
    if not (whole and known):
        return
    key = key_text(record[part] for part in table.key)
    if key in reading.rows:
        first = reading.address(reading.rows[key], table.key[0])
        reading.report("duplicate_key", f"The row {key} stands there twice; the first is at {first}.",
                       "Keep one of them, or give one another name.", key, table.key[0],
                       reading.address(row.number, table.key[0]))
        return
    reading.rows[key] = row.number
    reading.records.append(record)


def _value(reading: _Reading, row: RawRow, name: str, column: Column) -> Value:
    """Return the value of one cell, ``None`` if it is blank or has a fault, which is reported."""
    index = reading.places.columns[column.name]
    cell = row.at(index)
    if reading.raw.notes:
        note = reading.raw.notes.get((row.number, index))
        if note is not None:
            message, _, remedy = note.partition("\n")
            reading.report("unreadable_cell", message, remedy, name, column.name, reading.address(row.number, column.name))
            return None
    if cell is None:
        return None
    found = read_cell(cell, column, reading.style)
    if isinstance(found, Fault):
        reading.report(found.code, found.message, found.remedy, name, column.name, reading.address(row.number, column.name))
        return None
    return found


def _entry(reading: _Reading, row: RawRow, name: str) -> Column | None:
    """Return the setting or series that a row gives, or report that there is none of that name."""
    entry = reading.table.entry(name)
    # Only an exchange rate may carry something behind its name: a colon and the code of a currency.
    code = name.partition(":")[2].strip()
    if entry is not None and (name == entry.name or (entry.name == "exchange_rate" and code)):
        return entry
    part = reading.table.key[0]
    reading.report(f"unknown_{part}", f"There is no {part} {shown(name)} in {reading.table.name}.",
                   choose(name, (known.name for known in reading.table.entries)), name, part,
                   reading.address(row.number, part))
    return None


def _read_years(reading: _Reading, row: RawRow, name: str, entry: Column | None) -> dict[str, Value]:
    """Return the values of a row by year, blanks in planning years reported where they are errors.

    Years before the base year are left out of tables that do not read them; later years than the plan's are
    kept, so that a shorter plan loses no data.
    """
    years, span = reading.table.years, reading.span
    if years is None:
        raise ValueError(f"{reading.table.name} has no years")
    found: dict[str, Value] = {}
    for year in year_names(reading.places):
        if span is not None and int(year) < span[0] and not years.earlier:
            continue
        found[year] = _value(reading, row, name, _year_column(year, years, entry))
        planned = span is not None and span[0] < int(year) <= span[1]
        if planned and years.blank is Blank.ERROR and reading.lacks(row, year):
            reading.report("blank_year", f"{reading.told(year)} is blank.", "Type 0 if there is nothing.", name, year,
                           reading.address(row.number, year))
    return found


@lru_cache(maxsize=4096)
def _year_column(year: str, years: YearValues, entry: Column | None) -> Column:
    if entry is not None:
        return replace(entry, name=year)
    return Column(year, years.kind, years.help, years.unit, minimum=years.minimum, maximum=years.maximum,
                  below=years.below)
