"""What stands in a file and is not read: an error where values may be lost, listed where it is plainly the user's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from rightfin.case.cell import Fault, is_like_number, is_note, is_nothing, printable, read_cell, shown
from rightfin.case.issue import Issue, Severity
from rightfin.case.nearest import nearest
from rightfin.case.reading.names import copied, is_lock, like, near_table, plain_name, sharing_words, table_name
from rightfin.case.reading.raw import RawCell, RawTable
from rightfin.case.reading.year_heading import YearReading
from rightfin.schema import BY_NAME, READABLE, Column, Kind, Table

NUMERIC = frozenset((Kind.NUMBER, Kind.INTEGER, Kind.SHARE, Kind.YEAR, Kind.ANY))
"""Kinds of columns that hold numbers."""

_REMARKS = ("source", "note")
"""Columns for remarks: a column of another name like theirs holds remarks too, and no plan changes by them."""

_COUNTING = frozenset(("no", "nr", "n", "num", "number", "row", "line", "sn", "s_no", "sl_no", "serial", "serial_no"))
"""Headings of columns that number the rows."""

_MOST = 20
"""Most names in a list."""

YearTold = tuple[str, int, str]
"""A heading, the year that it was read as, and how, in words."""

_OWN = "begin the heading with # if the column is for people."


def column_issue(
    table: Table, raw: RawTable, index: int, held: Sequence[RawCell], found: Collection[str], year: YearReading | None
) -> Issue | None:
    """Return the error of a column that is not read and may be meant to be; ``None`` if it is plainly the user's own.

    ``held`` are its values in rows that are read, ``found`` the columns that are there, ``year`` what its heading may be
    as a year. A column that holds nothing loses nothing.
    """
    if not held:
        return None
    heading = raw.header[index].strip()
    cell = raw.header_cell(index)
    numbers = is_numbers(held)
    if not heading:
        return _unnamed(table, held, numbers, cell)
    if year is not None:
        return Issue(year.code, year.message, year.remedy, table.name, column=printable(heading), cell=cell)
    near = near_column(table, plain_name(heading), held, found)
    if not near and not (numbers and _holds_numbers(table) and not _counts(heading, held)):
        return None
    if near in _REMARKS and not numbers:
        return None
    close = near or nearest(plain_name(heading), (column.name for column in table.columns if column.name not in found))
    told = f"Did you mean {close}? Rename it, or {_OWN}" if close else f"Give it the name of its column, or {_OWN}"
    what = "" if near else ", but holds numbers" + ("" if table.years is None else " as a year does")
    return Issue("unknown_column", f"{shown(heading)} is not a column of {table.name} and is not read{what}.", told,
                 table.name, column=printable(heading), cell=cell)


def own_columns(table: Table, raw: RawTable, held: Mapping[int, Sequence[RawCell]], first: int) -> list[Issue]:
    """Return one warning that lists the columns which are not read because they are plainly the user's own."""
    if not held:
        return []
    names = [_called(raw, index) for index in held]
    marks = any(index < first and any(map(is_note, cells)) for index, cells in held.items())
    note = f" A # there marks no note: it does so only under {shown(raw.header[first])}." if marks else ""
    return [Issue("not_read", f"Not read in {table.name}: {_listed('column', names)}.{note}",
                  "Nothing needs to be done. A heading that begins with # is not listed.", table.name,
                  column=printable(raw.header[next(iter(held))].strip()), cell=raw.header_cell(next(iter(held))),
                  severity=Severity.WARNING)]


def near_column(table: Table, name: str, held: Sequence[RawCell], found: Collection[str]) -> str:
    """Return the column that a heading may mean; empty if there is none.

    It is one from which the heading differs in a few letters; or one that is not there, whose words it shares, and
    under which some of the values could stand.
    """
    known = {column.name: column for column in table.columns}
    absent = [other for other in known if other not in found]
    close = like(name, absent) or like(name, known)
    shared = (other for other in sharing_words(name, absent) if _fits(held, known[other]))
    return close or next(shared, "") or next((other for other in absent if _chosen(held, known[other])), "")


def _fits(held: Sequence[RawCell], column: Column) -> bool:
    return any(not isinstance(read_cell(cell, column), Fault) for cell in held)


def _chosen(held: Sequence[RawCell], column: Column) -> bool:
    """Return whether all values are choices of a column."""
    return column.kind is Kind.CHOICE and all(not isinstance(read_cell(cell, column), Fault) for cell in held)


def is_numbers(held: Sequence[RawCell]) -> bool:
    """Return whether a column holds at least as many numbers as texts that are none."""
    numbers = sum(map(is_like_number, held))
    return numbers > 0 and 2 * numbers >= sum(not is_nothing(cell) for cell in held)


def _holds_numbers(table: Table) -> bool:
    return table.years is not None or any(column.kind in NUMERIC for column in (*table.columns, *table.entries))


def _counts(heading: str, held: Sequence[RawCell]) -> bool:
    """Return whether a column only numbers the rows: 1, 2, 3 under a heading such as ``No.``."""
    return plain_name(heading).strip("._") in _COUNTING and all(
        isinstance(cell, (int, float, str)) and str(cell).strip().removesuffix(".0").strip(".") == str(number)
        for number, cell in enumerate(held, start=1))


def _unnamed(table: Table, held: Sequence[RawCell], numbers: bool, cell: str) -> Issue | None:
    if any(map(is_note, held)):
        return Issue("unnamed_column", "The column has no heading and holds # beside rows that are read.",
                     "Put the # into the first column that is read where a row is a note, or give the column a heading.",
                     table.name, cell=cell)
    if not numbers:
        return None
    if table.years is not None:
        return Issue("unnamed_column", "The column has values and no heading, so its year is not known.",
                     "Type the year as its heading, or clear the column.", table.name, cell=cell)
    return Issue("unnamed_column", "The column has values and no heading; it is not read.",
                 "Give it a heading, one that begins with # if it is for people, or clear it.", table.name, cell=cell)


def _called(raw: RawTable, index: int) -> str:
    heading = raw.header[index].strip()
    letter = raw.columns[index]
    return shown(heading) if heading else f"one without a heading{f' ({letter})' if letter else ''}"


def _listed(what: str, names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST:,} more" if len(names) > _MOST else ""
    shown_names = ", ".join(names[:_MOST])
    return f"the {what} {shown_names}" if len(names) == 1 else f"the {what}s {shown_names}{more}"


def unknown_tables(raw: Iterable[RawTable]) -> list[Issue]:
    """Return issues about sheets or files that are no tables: an error where one may be meant as a table, else one list.

    A copy beside its original and the owner file of a program are listed; so is what is plainly the user's own. A
    name that begins with ``#`` is for people.
    """
    tables = tuple(raw)
    present = {table_name(found.name) for found in tables}
    issues: list[Issue] = []
    own: list[str] = []
    for found in tables:
        if table_name(found.name) in READABLE or found.name.lstrip().startswith("#"):
            continue
        original = copied(found.name)
        near = near_table(found.name, BY_NAME, present)
        if is_lock(found.name) or (original in present and original in READABLE):
            what = "a program's mark that the file is open" if is_lock(found.name) else f"a copy of {original}"
            own.append(f"{shown(found.name)} ({what})")
        elif near:
            issues.append(Issue(
                "unknown_table", f"{shown(found.name)} is not a table of a case and is not read.",
                f"Did you mean {near}? Rename it, or begin its name with # if it is for people.", found.name,
            ))
        else:
            own.append(shown(found.name))
    if own:
        more = f" and {len(own) - _MOST:,} more" if len(own) > _MOST else ""
        what = "it is no table" if len(own) == 1 else "they are no tables"
        issues.append(Issue("not_read", f"Not read, since {what} of a case: {', '.join(own[:_MOST])}{more}.",
                            "Nothing needs to be done. A name that begins with # is not listed.",
                            severity=Severity.WARNING))
    return issues


def notes_issue(counted: Mapping[str, int]) -> list[Issue]:
    """Return one warning that counts the rows that were taken for notes, by table."""
    total = sum(counted.values())
    if not total:
        return []
    where = ", ".join(f"{count:,} in {table}" for table, count in counted.items() if count)
    said = "1 row that begins with # was" if total == 1 else f"{total:,} rows that begin with # were"
    return [Issue("notes", f"{said} not read: {where}.", "Nothing needs to be done if they are notes.",
                  severity=Severity.WARNING)]


def years_issue(told: Iterable[YearTold]) -> list[Issue]:
    """Return one warning that says how headings were read as years where that is not plain, those read alike together."""
    alike: dict[str, dict[int, str]] = {}
    for heading, year, how in told:
        alike.setdefault(how, {}).setdefault(year, heading)
    if not alike:
        return []
    said = []
    for how, years in alike.items():
        first, last = min(years), max(years)
        both = "" if first == last else f" to {shown(years[last])}"
        until = "" if first == last else f" to {last}"
        said.append(f"{shown(years[first])}{both} as {first}{until} ({how})")
    return [Issue("years_read", f"Headings were read as years: {'; '.join(said)}.",
                  "Nothing needs to be done if that is right; otherwise type years in four digits.",
                  severity=Severity.WARNING)]
