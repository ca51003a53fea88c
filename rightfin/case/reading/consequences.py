"""One cause, one error: what is only wrong because a cell or a row could not be read is not told as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from rightfin.case.case import Case, key_text
from rightfin.case.cell import Fault, read_cell, shown
from rightfin.case.checks import check_case
from rightfin.case.issue import YEAR_STYLE, Issue, Severity
from rightfin.case.reading.names import like, plain_name, sharing_words
from rightfin.case.reading.unread import NUMERIC
from rightfin.schema import BY_NAME, Column, Kind, Value

Place = tuple[str, str, str]
"""Table, key of the row and column of an issue."""

_Same = tuple[str, str, str, str]
"""Code, table, key of the row and column: issues that agree in these are one."""


def checked_without_consequences(
    case: Case, faults: Iterable[Issue], *, try_scenarios: bool = True
) -> tuple[tuple[Issue, ...], int]:
    """Return what the checks find in a case that could be read in part, and how many problems follow from ``faults``.

    Cells that could not be read are blank in the case. What is found only while they are blank, and not with some sound
    value in their place, follows from them; so does the want of a row whose key could not be read, or of a table.
    ``try_scenarios`` is as in ``check_case``.
    """
    faults = tuple(faults)
    found = check_case(case, try_scenarios=try_scenarios)
    if not faults:
        return found, 0
    spoilt = {(fault.table, fault.row, fault.column) for fault in faults}
    lost = _tables_with_lost_rows(case, faults)
    headless = frozenset(fault.table for fault in faults if fault.column and not fault.row)
    whole, blank = _with_a_row(_with_entries(case, lost), lost), spoilt | _of_lost_columns(case, faults)
    fillings = [filled for some in (False, True) if (filled := _with_stand_ins(whole, blank, some)) is not case]
    found_in = [{_same(issue) for issue in check_case(one, try_scenarios=try_scenarios)} for one in fillings]
    still = set[_Same].intersection(*found_in) if found_in else None
    kept = [
        issue for issue in found
        if (issue.table, issue.row, issue.column) in spoilt
        or ((still is None or _same(issue) in still) and not _wants_a_lost_row(case, issue, lost)
            and not _wants_a_lost_column(issue, headless))
    ]
    return tuple(kept), len(found) - len(kept)


def headings_as_one(issues: Sequence[Issue]) -> list[Issue]:
    """Return issues in which all headings that are not written as the case writes years are one."""
    found = [issue for issue in issues if issue.code == YEAR_STYLE]
    if len(found) < 2:
        return list(issues)
    first, tables = found[0], list(dict.fromkeys(issue.table for issue in found))
    whole = replace(
        first, message=f"{len(found)} headings, of {', '.join(tables)}, are not written as the case writes years, which "
        f"year_form in settings says; the first of them is {shown(first.column)}.",
    )
    return [whole if issue is first else issue for issue in issues if issue is first or issue.code != YEAR_STYLE]


def _same(issue: Issue) -> _Same:
    return issue.code, issue.table, issue.row, issue.column


def _tables_with_lost_rows(case: Case, faults: Iterable[Issue]) -> frozenset[str]:
    """Return the tables of which a row, everything, or a name of another row could not be read."""
    return frozenset(
        fault.table for fault in faults
        if fault.table in BY_NAME and (not fault.row or fault.row not in _keys(case, fault.table)
                                       or _reached(fault.table, fault.column))
    )


def _keys(case: Case, table: str) -> set[str]:
    part = len(BY_NAME[table].key)
    return {key_text(row[:part]) for row in case.tables[table].rows}


def _wants_a_lost_row(case: Case, issue: Issue, lost: frozenset[str]) -> bool:
    """Return whether an issue may be there only because rows are missing in tables of which some could not be read.

    It says that a row is missing, or it is about a row as a whole or about a name in it, and its table and one of those
    tables name each other's rows, or both name those of a third.
    """
    if issue.code in ("missing_entry", "missing_table"):
        return issue.table in lost
    if issue.table == "scenarios":
        return any(table in lost or _uses(table) & lost for table in _changed(case, issue))
    if issue.table not in BY_NAME:
        return False
    named = _reached(issue.table, issue.column)
    if issue.code == "unknown_reference":
        return bool(named & lost)
    if issue.table in lost or not (named or issue.column in ("", *BY_NAME[issue.table].key)):
        return False
    third = named if len(named) == 1 else frozenset()
    return any(table in _uses(issue.table) or _uses(table) & (third | {issue.table}) for table in lost)


def _wants_a_lost_column(issue: Issue, headless: frozenset[str]) -> bool:
    """Return whether an issue is about a whole row or its years in a table of which a heading could not be read.

    What a scenario changes is judged by its whole row, whatever column is named.
    """
    whole = not issue.column or issue.column.isdigit() or issue.code == "scenario_change"
    return issue.table in headless and whole


def _changed(case: Case, issue: Issue) -> set[str]:
    """Return the tables that a scenario changes, or the row of it that an issue is about."""
    name = issue.row.partition("/")[0]
    whole = issue.code == "scenario_breaks"
    return {str(row["table"]) for row in case.records("scenarios")
            if row["scenario"] == name and (whole or issue.row == f"{name}/{row['order']}")}


def _reached(table: str, column: str) -> frozenset[str]:
    """Return the tables whose rows a column names: that which it refers to, those from which groups are formed."""
    found = next((one for one in BY_NAME[table].columns if one.name == column), None)
    if found is None:
        return frozenset()
    return frozenset(("cadres", "institutions")) if found.kind is Kind.GROUP else frozenset({found.refers_to} - {""})


@lru_cache(maxsize=len(BY_NAME))
def _uses(table: str) -> frozenset[str]:
    """Return the tables whose rows a table names in some column."""
    columns = BY_NAME[table].columns if table in BY_NAME else ()
    return frozenset().union(*(_reached(table, column.name) for column in columns))


def _with_entries(case: Case, lost: frozenset[str]) -> Case:
    """Return the case with every setting and series of which the row may be one that could not be read."""
    changes: dict[str, list[dict[str, Value]]] = {}
    for table in (BY_NAME[name] for name in sorted(lost) if BY_NAME[name].entries):
        there = _keys(case, table.name)
        others = [f"exchange_rate:{code}" for code in _currencies(case)] if table.years is not None else []
        absent = [name for name in (*(entry.name for entry in table.entries), *others) if name not in there]
        columns = ["value"] if table.years is None else _plan_years(case)
        changes[table.name] = [*case.records(table.name), *(
            {table.key[0]: name, **{column: _stand_in(case, entry, ()) for column in columns}}
            for name in absent if (entry := table.entry(name)) is not None)]
    return case.replace(changes) if changes else case


def _with_a_row(case: Case, lost: frozenset[str]) -> Case:
    """Return the case with one row, of a name that nobody gives, in each table of which no row could be read."""
    changes = {
        table.name: [{column.name: _stand_in(case, column, (), some=True) for column in table.columns}]
        for table in (BY_NAME[name] for name in sorted(lost)) if not table.entries and not case.tables[table.name].rows
    }
    return case.replace(changes) if changes else case


def _of_lost_columns(case: Case, faults: Iterable[Issue]) -> set[Place]:
    """Return all cells of columns that are not there because their headings could not be read."""
    found: set[Place] = set()
    for fault in faults:
        if fault.table in BY_NAME and fault.column and not fault.row:
            columns = _may_mean(case, fault.table, fault.column)
            found |= {(fault.table, row, column) for row in _keys(case, fault.table) for column in columns}
    return found


def _may_mean(case: Case, name: str, heading: str) -> list[str]:
    """Return the columns that a heading may mean: that of the name, one like it, or all of numbers that are not there."""
    table, rows = BY_NAME[name], case.records(name)
    if any(column.name == heading for column in table.columns):
        return [heading]
    absent = [column.name for column in table.value_columns if all(row[column.name] is None for row in rows)]
    near = like(plain_name(heading), absent)
    numbers = [column for column in absent if table.column(column).kind in NUMERIC]
    return [near] if near else sharing_words(plain_name(heading), absent) or numbers


def _plan_years(case: Case) -> list[str]:
    typed = {row["key"]: row["value"] for row in case.records("settings")}
    base, end = typed.get("base_year"), typed.get("end_year")
    return [str(year) for year in range(base, end + 1)] if isinstance(base, int) and isinstance(end, int) else []


def _currencies(case: Case) -> list[str]:
    """Return all that stands as a currency in some table."""
    return sorted({value for table in BY_NAME.values() for column in table.columns if column.name == "currency"
                   for value in (row["currency"] for row in case.records(table.name)) if isinstance(value, str)})


def _with_stand_ins(case: Case, spoilt: Iterable[Place], some: bool) -> Case:
    """Return the case with a sound value in each cell that could not be read, where the row is there.

    ``some`` asks for a number other than 0 wherever one may stand: a default of 0 is often as much as a blank.
    """
    changes: dict[str, list[tuple[tuple[Value, ...], str, Value]]] = {}
    for name, row, column in sorted(spoilt):
        table = BY_NAME.get(name)
        described = None if table is None or column in table.key else _described(name, row, column)
        if described is None:
            continue
        part = len(BY_NAME[name].key)
        record = next((one for one in case.tables[name].rows if key_text(one[:part]) == row), None)
        value = None if record is None else _stand_in(
            case, described, record[len(BY_NAME[name].columns):], some)
        if record is not None and value is not None:
            changes.setdefault(name, []).append((record[:part], column, value))
    for name, cells in changes.items():
        case = case.with_cells(name, cells)
    return case


def _described(name: str, row: str, column: str) -> Column | None:
    """Return what may stand in a cell; ``None`` for a column that the table does not have."""
    table = BY_NAME[name]
    entry = table.entry(row) if table.entries else None
    if column.isdigit():
        years = table.years
        if years is None:
            return None
        return entry or Column(column, years.kind, "", minimum=years.minimum, maximum=years.maximum, below=years.below)
    if entry is not None and column == "value":
        return entry
    return next((one for one in table.columns if one.name == column), None)


def _stand_in(case: Case, column: Column, beside: tuple[Value, ...], some: bool = False) -> Value:
    """Return a value that the column may hold: one that stands beside it, its default, or any within its bounds.

    With ``some``, one that is not 0, if it may hold such a one.
    """
    if column.kind is Kind.REFERENCE:
        rows = case.tables[column.refers_to].rows
        return rows[0][0] if rows else None
    tried: list[Value] = [*(value for value in beside if value is not None), column.default]
    tried += list(column.usual or ())
    tried += [*column.choices[:1], 1.0, 0.5, 0.0, 1, column.minimum, column.maximum, "all", "x", "1:1", 2030, False]
    if some:
        tried.sort(key=lambda value: value == 0)  # of the others, the order stays
    for value in tried:
        if value is not None:
            found = read_cell(value, column)
            if not isinstance(found, Fault) and found is not None:
                return found
    return None


def notice(folded: int) -> Issue:
    """Return the line that says how many problems were not told."""
    what = "1 more problem follows" if folded == 1 else f"{folded} more problems follow"
    return Issue("follows", f"{what} from what could not be read, and would be gone with it.",
                 "Mend the cells that are named, and check again.", severity=Severity.WARNING)
